# SPDX-License-Identifier: GPL-3.0-or-later
"""Finds libbireme.so and tells ctypes what it has.

It is looked for in $BIREME_LIBRARY, then beside this file (where an installed package has it), then in build/release of the checkout that
this file is in, then where the system keeps libraries.
"""
import ctypes
import ctypes.util
import os

from . import _layout

_HERE = os.path.dirname(os.path.abspath(__file__))


def _find():
    named = os.environ.get("BIREME_LIBRARY")
    if named:
        if not os.path.exists(named):
            raise ImportError(f"BIREME_LIBRARY names {named}, which is not there")
        return named
    for place in (os.path.join(_HERE, "libbireme.so"), os.path.join(_HERE, "..", "..", "build", "release", "libbireme.so")):
        if os.path.exists(place):
            return place
    found = ctypes.util.find_library("bireme")
    if found:
        return found
    raise ImportError("libbireme.so is not there: build it with scripts/build release, or name it in BIREME_LIBRARY")


def _open():
    place = _find()
    opened = ctypes.CDLL(place)
    for name, (result, arguments) in _layout.FUNCTIONS.items():
        try:
            function = getattr(opened, name)
        except AttributeError:
            raise ImportError(f"{place} has no {name}(): it is older than this package ({_layout.VERSION})") from None
        function.restype, function.argtypes = result, arguments
    # structures grow at their ends: those of an older library would be read beyond them
    there = opened.bireme_version().decode()
    if _numbers(there) < _numbers(_layout.VERSION):
        raise ImportError(f"{place} is bireme {there}: it is older than this package ({_layout.VERSION})")
    return opened


def _numbers(version):
    return [int(number) for number in version.split(".")]


library = _open()
