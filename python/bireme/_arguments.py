# SPDX-License-Identifier: GPL-3.0-or-later
"""What people pass to bireme, checked before it reaches the library: ctypes would turn a count of -1 into 1.8e19, a seed of 2**64 + 1
into 1, and the library takes 0 and NaN for "the default". Here None is the default, and nothing else is.

Each function takes the argument's name and its value and returns what ctypes takes. Whole numbers may be Python's, NumPy's, zero-dimensional
arrays, or floats without a fraction (1e6); numbers anything with __float__ but text and truth values; files str, bytes or os.PathLike; dates
"2027-06", datetime.date, pandas.Timestamp or numpy.datetime64. What does not fit is a TypeError, what is out of range a ValueError, and both
name the argument, what was found and what is allowed.
"""
import collections.abc
import datetime
import decimal
import difflib
import json
import math
import numbers
import operator
import os
import re

import numpy as np

MOST_TRIALS = 1 << 63  # more than any memory or time; the library says where its own limits are
MOST_SEED = (1 << 64) - 1
_TRUTH = (bool, np.bool_)
_WRITTEN_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # in JSON, after no backslash or two
_REAL = (numbers.Real, decimal.Decimal)


def _scalar(value):
    """A zero-dimensional array is its only element."""
    return value[()] if isinstance(value, np.ndarray) and value.ndim == 0 else value


_SHOWN_MOST = 200


def shown(value):
    """What was found, for a message: its beginning if it is long, and something whatever it is (an int of 5,000 digits has no text)."""
    try:
        found = repr(value)
    except Exception:  # anything may be passed, and anything may be wrong with it
        return f"a {type(value).__name__}"
    found = found.encode("utf-8", "backslashreplace").decode()
    return found if len(found) <= _SHOWN_MOST else f"{found[:_SHOWN_MOST]}…"


def _wrong_type(name, value, allowed):
    return TypeError(f"{name} must be {allowed}, found {shown(value)} ({type(value).__name__})")


def _wrong_value(name, value, allowed):
    return ValueError(f"{name} must be {allowed}, found {shown(value)}")


def _is_no_number(value):
    """Text, truth values, and lengths and points of time, which NumPy would count in whatever unit they are in."""
    return isinstance(value, _TRUTH + (str, bytes, bytearray, np.timedelta64, np.datetime64, datetime.timedelta))


def whole(name, value, least, most, default=None):
    """An int in [least, most]; None is the default, if there is one."""
    if value is None and default is not None:
        return default
    allowed = f"a whole number from {least} to {most}" + ("" if default is None else ", or None")
    value = _scalar(value)
    if _is_no_number(value):
        raise _wrong_type(name, value, allowed)
    try:
        found = operator.index(value)
    except TypeError:
        if not isinstance(value, _REAL):
            raise _wrong_type(name, value, allowed) from None
        found = _whole_of(value)
    if found is None or not least <= found <= most:
        raise _wrong_value(name, value, allowed)
    return found


def _whole_of(value):
    """The int that a real number is; None: it is none, or far beyond any argument (Decimal("1e999999999") would fill the memory)."""
    try:
        return int(value) if abs(value) < 1 << 128 and value == math.floor(value) else None
    except (ArithmeticError, ValueError):  # a signalling NaN, infinity
        return None


def real(name, value, above=-math.inf, below=math.inf, least=None, default=math.nan):
    """A finite float with above < it < below, or from `least` on; None is the default."""
    if value is None:
        return default
    bounds = [f"more than {above:g}" if math.isfinite(above) else "", f"at least {least:g}" if least is not None else "",
              f"less than {below:g}" if math.isfinite(below) else ""]
    allowed = " ".join(["a number", " and ".join(b for b in bounds if b)]).strip() + ", or None"
    value = _scalar(value)
    if _is_no_number(value) or not hasattr(value, "__float__"):
        raise _wrong_type(name, value, allowed)
    try:
        found = float(value)
    except TypeError:  # an array, a list of one
        raise _wrong_type(name, value, allowed) from None
    except (ArithmeticError, ValueError):  # 10**400, a signalling NaN
        raise _wrong_value(name, value, allowed) from None
    if not (math.isfinite(found) and above < found < below and (least is None or found >= least)):
        raise _wrong_value(name, value, allowed)
    return found


def truth(name, value):
    value = _scalar(value)
    if not isinstance(value, _TRUTH):
        raise _wrong_type(name, value, "True or False")
    return bool(value)


def text(name, value):
    """Bytes for the library, or None."""
    if value is None:
        return None
    if not isinstance(value, str):
        raise _wrong_type(name, value, "text, or None")
    return _encoded(name, value)


def _encoded(name, value):
    try:
        return _without_nul(name, value.encode())
    except UnicodeEncodeError:  # half of a surrogate pair
        raise _wrong_value(name, value, "text of whole characters") from None


def file(name, value):
    try:
        path = _without_nul(name, os.fsencode(value))
    except TypeError:
        raise _wrong_type(name, value, "the name of a file (str, bytes or os.PathLike)") from None
    except UnicodeEncodeError:
        raise _wrong_value(name, value, "a name that a file can have") from None
    if not path:
        raise ValueError(f"{name} must be the name of a file, found an empty text")
    return path


def _without_nul(name, value):
    if b"\0" in value:  # the library would see only what stands before it
        raise ValueError(f"{name} must not contain a NUL character, found {shown(value)}")
    return value


def date(name, value):
    """Bytes "2027-06" or "2027-06-15", or None."""
    value = _scalar(value)
    if isinstance(value, np.datetime64):
        if np.isnat(value):
            raise _wrong_value(name, value, "a date, or None")
        value = str(value.astype("datetime64[D]"))
    elif isinstance(value, datetime.date):  # datetime.datetime and pandas.Timestamp too; NaT has no text of a date
        if value != value:
            raise _wrong_value(name, value, "a date, or None")
        value = value.strftime("%Y-%m-%d")
    elif value is not None and not isinstance(value, str):
        raise _wrong_type(name, value, 'a date, such as "2027-06" or datetime.date(2027, 6, 30), or None')
    return text(name, value)


def choice(name, value, allowed):
    """allowed[value]; a dictionary from names (and None) to what the library takes."""
    found = str(value) if isinstance(value, np.str_) else value
    if found is not None and not isinstance(found, str):
        raise _wrong_type(name, value, "one of " + ", ".join(map(repr, allowed)))
    if found not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, found {shown(value)}{nearest(found, allowed)}")
    return allowed[found]


def nearest(name, names):
    """"; did you mean 'revenue'?", or nothing if no name is close."""
    close = difflib.get_close_matches(str(name), [n for n in names if isinstance(n, str)], 1)
    return f"; did you mean {close[0]!r}?" if close else ""


def items(name, value, of):
    """A list of anything but a text, which would be read letter by letter."""
    if isinstance(value, (str, bytes, os.PathLike)) or not isinstance(value, collections.abc.Iterable):
        raise _wrong_type(name, value, f"a list of {of}")
    return list(value)


def index(name, value, n):
    """A place in a list of n, from the end if negative, as Python counts."""
    found = whole(name, value, -n, n - 1)
    return found + n if found < 0 else found


def _plain(value):
    """NumPy's and pandas' numbers and arrays, dates and files, for JSON."""
    if isinstance(value, np.ndarray):
        return value.tolist()
    if isinstance(value, _TRUTH):
        return bool(value)
    if isinstance(value, (np.timedelta64, datetime.timedelta)):  # NumPy registers it as an integer
        raise TypeError("a length of time is no JSON value: say it in the unit of the field")
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, _REAL):
        whole = _whole_of(value)
        if whole is not None and abs(whole) >= 1 << 53:  # not every one is a float
            return whole
        found = float(value)
        if found == 0 and value != 0:
            raise ValueError("this is so near to 0 that it cannot be computed with")
        return found
    if isinstance(value, datetime.date):
        return value.strftime("%Y-%m-%d")
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if hasattr(value, "tolist"):  # a pandas.Series
        return value.tolist()
    raise TypeError(f"a {type(value).__name__} is no JSON value: {shown(value)}")


def overrides(value):
    """[(path, JSON text)], both bytes, of a dictionary."""
    if value is None:
        return []
    if not isinstance(value, collections.abc.Mapping):
        raise _wrong_type("set", value, 'a dictionary from paths to values, {"channels.events.spend": 30000}')
    found = []
    for path, new in value.items():
        if not isinstance(path, str) or not path:
            raise _wrong_type("a path of set", path, "text")
        key = text("a path of set", path)
        try:
            written = json.dumps(new, default=_plain, allow_nan=False, ensure_ascii=False)
            if _WRITTEN_NUL.search(written):
                raise ValueError("a text must not contain a NUL character")
            found.append((key, written.encode()))
        except UnicodeEncodeError:
            raise ValueError(f"set[{shown(path)}]: a text must be of whole characters, found {shown(new)}") from None
        except (TypeError, ValueError, ArithmeticError, RecursionError) as error:
            said = "NaN and infinity are no JSON values" if "JSON compliant" in str(error) else str(error)
            raise ValueError(f"set[{shown(path)}]: {said}, found {shown(new)}") from None
    return found
