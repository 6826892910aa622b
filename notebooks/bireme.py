# SPDX-License-Identifier: GPL-3.0-or-later
"""bireme from Python: a thin layer over libbireme.so, which does everything.

    import bireme
    plan = bireme.load("scenarios/base.json", set={"sales.reps": 8})
    forecast = plan.forecast(trials=65536, samples=True)
    forecast["revenue"].p10                   # a number
    forecast.samples("revenue")               # a NumPy array over the library's own memory, not a copy

The library is looked for in $BIREME_LIBRARY, then in ../build/release beside this file, then where the system keeps libraries.
Money is in the scenario's currency, shares are from 0 to 1, what has no value is NaN. None is the default of every option, and nothing else is.
What the library refuses is raised as BiremeError; arguments that no scenario could make right are a TypeError or a ValueError, a metric that
is not there is a KeyError, a scenario or period that is not there an IndexError.
"""
import contextlib
import ctypes
import ctypes.util
import os
import types
import weakref
from ctypes import CFUNCTYPE, POINTER, Structure, byref, c_bool, c_char, c_char_p, c_double, c_int, c_size_t, c_uint64, c_void_p

import numpy as np

import bireme_arguments as check

__all__ = ["BiremeError", "Comparison", "Forecast", "Scenario", "Summary", "compare", "load", "plan", "sensitivity", "split",
           "version"]


def _open_library():
    here = os.path.dirname(os.path.abspath(__file__))
    candidates = [os.environ.get("BIREME_LIBRARY"), os.path.join(here, "..", "build", "release", "libbireme.so"),
                  ctypes.util.find_library("bireme")]
    for candidate in candidates:
        if candidate and (os.path.exists(candidate) or os.sep not in candidate):
            return ctypes.CDLL(candidate)
    raise ImportError("libbireme.so is not there: build it with scripts/build release, or name it in BIREME_LIBRARY")


_library = _open_library()
_QUANTILES = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
_SAMPLERS = {None: 0, "sobol": 1, "lhs": 2, "random": 3}
_OK = 0

# ---------------------------------------------------------------- the structures of the headers, field for field


class _Error(Structure):
    _c_name = "bireme_error"
    _fields_ = [("status", c_int), ("file", c_char * 256), ("line", c_int), ("column", c_int), ("pointer", c_char * 256),
                ("message", c_char * 768)]


class _Override(Structure):
    _c_name = "bireme_override"
    _fields_ = [("path", c_char_p), ("json", c_char_p)]


class _LoadOptions(Structure):
    _c_name = "bireme_load_options"
    _fields_ = [("assumptions", POINTER(c_char_p)), ("n_assumptions", c_size_t), ("overrides", POINTER(_Override)),
                ("n_overrides", c_size_t), ("allow_outside_extends", c_bool), ("repair_correlations", c_bool),
                ("tables", c_void_p)]


class _Given(Structure):
    _c_name = "bireme_given"
    _fields_ = [("regime", c_char_p), ("by", c_char_p), ("never", c_bool)]


_PROGRESS = CFUNCTYPE(None, c_void_p, c_uint64, c_uint64)
_CANCELLED_CALL = CFUNCTYPE(c_bool, c_void_p)


class _RunOptions(Structure):
    _c_name = "bireme_run_options"
    _fields_ = [("trials", c_uint64), ("has_seed", c_bool), ("seed", c_uint64), ("threads", c_int), ("sampler", c_int),
                ("precision", c_double), ("totals_only", c_bool), ("keep_samples", c_bool), ("given", POINTER(_Given)),
                ("n_given", c_size_t), ("progress", _PROGRESS), ("cancelled", _CANCELLED_CALL), ("context", c_void_p)]


class _Summary(Structure):
    _c_name = "bireme_summary"
    _fields_ = [("n", c_uint64), ("left_out", c_double), ("mean", c_double), ("mean_se", c_double), ("sd", c_double),
                ("sd_se", c_double), ("min", c_double), ("max", c_double), ("quantile", c_double * 7),
                ("quantile_se", c_double * 7), ("quantile_error", c_double)]


class _Goal(Structure):
    _c_name = "bireme_goal_result"
    _fields_ = [("present", c_bool), ("metric", c_char_p), ("at_least", c_double), ("confidence", c_double), ("by", c_char_p),
                ("probability", c_double), ("probability_se", c_double), ("at_most", c_bool)]


class _Precision(Structure):
    _c_name = "bireme_precision_result"
    _fields_ = [("asked", c_bool), ("wanted", c_double), ("reached", c_double), ("worst", c_char_p), ("metric", c_char_p),
                ("met", c_bool)]


class _CompareOptions(Structure):
    _c_name = "bireme_compare_options"
    _fields_ = [("run", POINTER(_RunOptions)), ("metric", c_char_p), ("baseline", c_size_t), ("bridge", c_bool)]


class _Difference(Structure):
    _c_name = "bireme_difference"
    _fields_ = [("summary", POINTER(_Summary)), ("probability_above", c_double), ("probability_above_se", c_double),
                ("probability_equal", c_double)]


class _Choice(Structure):
    _c_name = "bireme_choice"
    _fields_ = [("probability_best", c_double), ("probability_best_se", c_double), ("regret", POINTER(_Summary))]


class _BridgePart(Structure):
    _c_name = "bireme_bridge_part"
    _fields_ = [("name", c_char_p), ("change", c_double), ("change_se", c_double)]


class _SplitOptions(Structure):
    _c_name = "bireme_split_options"
    _fields_ = [("run", POINTER(_RunOptions)), ("total", c_double), ("objective", c_int), ("worst", c_double),
                ("metric", c_char_p), ("at_least", c_double), ("until", c_char_p), ("steps", c_int)]


class _SplitPart(Structure):
    _c_name = "bireme_split_part"
    _fields_ = [("path", c_char_p), ("name", c_char_p), ("owner", c_char_p), ("spend", c_double), ("reps", c_double),
                ("bound", c_char_p)]


class _Division(Structure):
    _c_name = "bireme_division"
    _fields_ = [("total", c_double), ("marketing", c_double), ("sales", c_double), ("partner", c_double), ("value", c_double),
                ("value_se", c_double), ("mean", c_double), ("mean_se", c_double), ("parts", POINTER(_SplitPart))]


class _Margin(Structure):
    _c_name = "bireme_margin"
    _fields_ = [("last", c_double), ("last_se", c_double), ("next", c_double), ("next_se", c_double)]


class _Split(Structure):
    _c_name = "bireme_split"
    _fields_ = [("scenario", c_char_p), ("metric", c_char_p), ("until", c_char_p), ("unit", c_int), ("objective", c_int),
                ("at_least", c_double), ("worst", c_double), ("trials", c_uint64), ("seed", c_uint64),
                ("fresh_seed", c_uint64), ("sampler", c_int), ("runs", c_double), ("total", c_double), ("n_lines", c_size_t),
                ("left_out", c_char_p), ("today", _Division), ("scaled", _Division), ("best", _Division), ("gain", c_double),
                ("gain_se", c_double), ("gain_scaled", c_double), ("gain_scaled_se", c_double), ("told_from_zero", c_bool),
                ("n_frontier", c_size_t), ("frontier", POINTER(_Division)), ("as_good_from", c_double),
                ("as_good_to", c_double), ("as_good_within", c_double), ("n_starts", c_size_t),
                ("start_value", POINTER(c_double)), ("searched", c_double), ("retested", c_double), ("last_amount", c_double),
                ("next_amount", c_double), ("margins", POINTER(_Margin)), ("margin_spread", c_double), ("next_best", c_size_t),
                ("at_most", c_bool), ("today_allowed", c_bool), ("converged", c_bool), ("confirmed", c_bool), ("doubt", c_char_p),
                ("searched_again", c_bool), ("looked_at", c_size_t), ("beaten_by", c_double), ("beaten_by_se", c_double)]
    _counts = {"frontier": "n_frontier", "start_value": "n_starts", "margins": "n_lines", "parts": "n_lines"}


class _Index(Structure):
    _c_name = "bireme_index"
    _fields_ = [("first_order", c_double), ("first_order_se", c_double), ("total", c_double), ("total_se", c_double),
                ("left_out", c_double)]


class _SensitivityOptions(Structure):
    _c_name = "bireme_sensitivity_options"
    _fields_ = [("run", POINTER(_RunOptions)), ("metric", c_char_p), ("until", c_char_p)]


class _Input(Structure):
    _c_name = "bireme_input"
    _counts = {"members": "n_members"}


_Input._fields_ = [("path", c_char_p), ("kind", c_int), ("index", _Index), ("rank_correlation", c_double), ("low", c_double),
                   ("low_se", c_double), ("high", c_double), ("high_se", c_double), ("low_at", c_double), ("high_at", c_double),
                   ("low_regime", c_char_p), ("high_regime", c_char_p), ("worth", c_double), ("worth_se", c_double),
                   ("n_members", c_size_t), ("members", POINTER(_Input))]


class _Alternative(Structure):
    _c_name = "bireme_alternative"
    _fields_ = [("path", c_char_p), ("factor", c_double), ("mean", c_double), ("gain", c_double), ("gain_se", c_double)]


class _Sensitivity(Structure):
    _c_name = "bireme_sensitivity"
    _fields_ = [("scenario", c_char_p), ("metric", c_char_p), ("until", c_char_p), ("unit", c_int), ("whole_horizon", c_bool),
                ("trials", c_uint64), ("seed", c_uint64), ("sampler", c_int), ("runs", c_double), ("summary", _Summary),
                ("n_inputs", c_size_t), ("inputs", POINTER(_Input)), ("chance", _Input), ("sum_first", c_double),
                ("worth_metric", c_char_p), ("worth_unit", c_int), ("n_alternatives", c_size_t),
                ("alternatives", POINTER(_Alternative)), ("best", c_size_t)]
    _counts = {"inputs": "n_inputs", "alternatives": "n_alternatives"}


class _TargetOptions(Structure):
    _c_name = "bireme_target_options"
    _fields_ = [("run", POINTER(_RunOptions)), ("metric", c_char_p), ("at_least", c_double), ("confidence", c_double),
                ("until", c_char_p), ("by", c_int)]


class _TargetChannel(Structure):
    _c_name = "bireme_target_channel"
    _fields_ = [("name", c_char_p), ("scales", c_bool), ("bound", c_char_p), ("leads", c_double), ("budget", c_double),
                ("paid", c_double), ("period_leads", POINTER(c_double)), ("period_paid", POINTER(c_double)),
                ("period_budget", POINTER(c_double))]


class _TargetPeriod(Structure):
    _c_name = "bireme_target_period"
    _fields_ = [("label", c_char_p), ("leads", c_double), ("budget", c_double), ("opportunities", POINTER(_Summary)), ("reps", c_double),
                ("reps_needed", c_double), ("reps_needed_p90", c_double)]


class _TargetPoint(Structure):
    _c_name = "bireme_target_point"
    _fields_ = [("confidence", c_double), ("reached", c_bool), ("scale", c_double), ("scale_se", c_double), ("leads", c_double),
                ("budget", c_double), ("unlimited", c_bool)]


class _TargetLimit(Structure):
    _c_name = "bireme_target_limit"
    _fields_ = [("name", c_char_p), ("probability", c_double), ("probability_se", c_double), ("scale", c_double)]


class _Target(Structure):
    _c_name = "bireme_target"
    _fields_ = [("scenario", c_char_p), ("metric", c_char_p), ("until", c_char_p), ("unit", c_int), ("whole_horizon", c_bool),
                ("by", c_int), ("at_least", c_double), ("confidence", c_double), ("trials", c_uint64), ("seed", c_uint64),
                ("verified_seed", c_uint64), ("sampler", c_int), ("runs", c_double), ("reached", c_bool), ("scale", c_double),
                ("scale_se", c_double), ("achieved", c_double), ("achieved_se", c_double), ("verified", c_double),
                ("verified_se", c_double), ("today", c_double), ("today_se", c_double), ("within_reach", c_double),
                ("unbought", c_double), ("leads", _Summary), ("budget", _Summary), ("leads_p80", c_double),
                ("budget_p80", c_double), ("scales_reps", c_bool), ("reps", c_double), ("reps_today", c_double),
                ("reps_bound", c_char_p), ("has_capacity", c_bool), ("stage", c_char_p), ("n_channels", c_size_t),
                ("n_periods", c_size_t), ("n_curve", c_size_t), ("n_limits", c_size_t), ("channels", POINTER(_TargetChannel)),
                ("periods", POINTER(_TargetPeriod)), ("curve", POINTER(_TargetPoint)), ("limits", POINTER(_TargetLimit)),
                ("all_limits", c_double), ("all_limits_se", c_double), ("forecast", c_void_p), ("at_most", c_bool),
                ("converged", c_bool), ("agrees", c_bool), ("confirmed", c_bool), ("doubt", c_char_p)]
    _counts = {"channels": "n_channels", "periods": "n_periods", "curve": "n_curve", "limits": "n_limits",
               "period_leads": "n_periods", "period_paid": "n_periods", "period_budget": "n_periods"}


STRUCTURES = [_Error, _Override, _LoadOptions, _Given, _RunOptions, _Summary, _Goal, _Precision, _CompareOptions, _Difference,
              _Choice, _BridgePart, _SplitOptions, _SplitPart, _Division, _Margin, _Split, _Index, _SensitivityOptions, _Input,
              _Alternative, _Sensitivity, _TargetOptions, _TargetChannel, _TargetPeriod, _TargetPoint, _TargetLimit, _Target]

# ---------------------------------------------------------------- the functions


def _function(name, result, *arguments):
    function = getattr(_library, name)
    function.restype, function.argtypes = result, arguments
    return function


_version = _function("bireme_version", c_char_p)
_status_text = _function("bireme_status_text", c_char_p, c_int)
_problems_create = _function("bireme_problems_create", c_void_p)
_problems_free = _function("bireme_problems_free", None, c_void_p)
_problems_count = _function("bireme_problems_count", c_size_t, c_void_p)
_problems_get = _function("bireme_problems_get", POINTER(_Error), c_void_p, c_size_t, POINTER(c_int))
_scenario_load = _function("bireme_scenario_load", c_int, c_char_p, POINTER(_LoadOptions), c_void_p, POINTER(c_void_p),
                           POINTER(_Error))
_scenario_free = _function("bireme_scenario_free", None, c_void_p)
_scenario_name = _function("bireme_scenario_name", c_char_p, c_void_p)
_forecast_run = _function("bireme_forecast_run", c_int, c_void_p, POINTER(_RunOptions), POINTER(c_void_p), POINTER(_Error))
_forecast_free = _function("bireme_forecast_free", None, c_void_p)
_forecast_trials = _function("bireme_forecast_trials", c_uint64, c_void_p)
_forecast_seed = _function("bireme_forecast_seed", c_uint64, c_void_p)
_forecast_sampler = _function("bireme_forecast_sampler", c_char_p, c_void_p)
_forecast_precision = _function("bireme_forecast_precision", POINTER(_Precision), c_void_p)
_forecast_period_count = _function("bireme_forecast_period_count", c_size_t, c_void_p)
_forecast_period_label = _function("bireme_forecast_period_label", c_char_p, c_void_p, c_size_t)
_forecast_metric_count = _function("bireme_forecast_metric_count", c_size_t, c_void_p)
_forecast_metric_name = _function("bireme_forecast_metric_name", c_char_p, c_void_p, c_size_t)
_forecast_metric_find = _function("bireme_forecast_metric_find", c_int, c_void_p, c_char_p, POINTER(c_size_t), POINTER(_Error))
_forecast_total = _function("bireme_forecast_total", POINTER(_Summary), c_void_p, c_size_t)
_forecast_period = _function("bireme_forecast_period", POINTER(_Summary), c_void_p, c_size_t, c_size_t)
_forecast_samples = _function("bireme_forecast_samples", c_void_p, c_void_p, c_size_t)
_forecast_goal = _function("bireme_forecast_goal", POINTER(_Goal), c_void_p)
_forecast_given_probability = _function("bireme_forecast_given_probability", c_double, c_void_p)
_comparison_run = _function("bireme_comparison_run", c_int, POINTER(c_void_p), c_size_t, POINTER(_CompareOptions),
                            POINTER(c_void_p), POINTER(_Error))
_comparison_free = _function("bireme_comparison_free", None, c_void_p)
_comparison_count = _function("bireme_comparison_count", c_size_t, c_void_p)
_comparison_name = _function("bireme_comparison_name", c_char_p, c_void_p, c_size_t)
_comparison_metric = _function("bireme_comparison_metric", c_size_t, c_void_p)
_comparison_metric_count = _function("bireme_comparison_metric_count", c_size_t, c_void_p)
_comparison_metric_name = _function("bireme_comparison_metric_name", c_char_p, c_void_p, c_size_t)
_comparison_metric_find = _function("bireme_comparison_metric_find", c_int, c_void_p, c_char_p, POINTER(c_size_t), POINTER(_Error))
_comparison_total = _function("bireme_comparison_total", POINTER(_Summary), c_void_p, c_size_t, c_size_t)
_comparison_difference = _function("bireme_comparison_difference", POINTER(_Difference), c_void_p, c_size_t, c_size_t)
_comparison_choice = _function("bireme_comparison_choice", POINTER(_Choice), c_void_p, c_size_t)
_comparison_forecast = _function("bireme_comparison_forecast", c_void_p, c_void_p, c_size_t)
_comparison_bridge_count = _function("bireme_comparison_bridge_count", c_size_t, c_void_p, c_size_t)
_comparison_bridge = _function("bireme_comparison_bridge", POINTER(_BridgePart), c_void_p, c_size_t, c_size_t)
_studies = {kind: (_function(f"bireme_{kind}_run", c_int, c_void_p, POINTER(options), POINTER(POINTER(result)), POINTER(_Error)),
                   _function(f"bireme_{kind}_free", None, POINTER(result)), result)
            for kind, options, result in [("split", _SplitOptions, _Split), ("sensitivity", _SensitivityOptions, _Sensitivity),
                                          ("target", _TargetOptions, _Target)]}

# ---------------------------------------------------------------- what the layer adds


def version():
    """The version of the library, such as "0.1.0"."""
    return _version().decode()


class BiremeError(Exception):
    """What went wrong, and where: message, file, line, column (0: not known), pointer (JSON pointer), status (text), and
    problems, a list of everything that was found wrong, as sentences."""

    def __init__(self, status, error, problems=()):
        self.status = _status_text(status).decode()
        self.message = error.message.decode() or self.status
        self.file, self.pointer = error.file.decode(), error.pointer.decode()
        self.line, self.column = error.line, error.column
        self.problems = list(problems)
        place = f"{self.file}:{self.line}:{self.column}: " if self.line else f"{self.file}: " if self.file else ""
        super().__init__(place + self.message)


class Summary:
    """The distribution of one metric: n trials with a value, left_out (share without), mean, sd, min, max, p05, p10, p25, p50,
    p75, p90, p95; standard errors mean_se, sd_se, p05_se … p95_se."""

    def __init__(self, raw):
        for name, _ in _Summary._fields_[:8]:
            setattr(self, name, getattr(raw, name))
        for i, name in enumerate(_QUANTILES):
            setattr(self, name, raw.quantile[i])
            setattr(self, name + "_se", raw.quantile_se[i])

    def __repr__(self):
        return f"Summary(mean={self.mean:.6g}, p10={self.p10:.6g}, p50={self.p50:.6g}, p90={self.p90:.6g})"


def _text(value):
    return None if value is None else value.decode()


def _plain(raw, counts=None, whole=None):
    """A structure as a namespace: texts, numbers, lists, no pointers. whole: the structure that has the counts."""
    counts = {**(counts or {}), **getattr(type(raw), "_counts", {})}
    whole = whole if whole is not None else raw
    out = types.SimpleNamespace()
    for name, kind in raw._fields_:
        value = getattr(raw, name)
        if kind is c_char_p:
            value = _text(value)
        elif kind is _Summary:
            value = Summary(value)
        elif isinstance(value, Structure):
            value = _plain(value, counts, whole)
        elif kind is POINTER(_Summary):
            value = Summary(value.contents)
        elif isinstance(value, ctypes._Pointer):
            holder = raw if hasattr(raw, counts[name]) else whole
            n = getattr(holder, counts[name]) if value else 0
            value = [_plain(value[i], counts, whole) if isinstance(value[i], Structure) else value[i] for i in range(n)]
        elif kind is c_void_p:
            continue
        setattr(out, name, value)
    return out


def _conditions(given):
    """A regime, or a tuple of it, a date and whether it never comes, or a list of these."""
    given = [given] if isinstance(given, str) else check.items("given", given, 'regimes, "recession" or ("recession", "2027-06")')
    conditions = (_Given * max(len(given), 1))()
    for i, condition in enumerate(given):
        parts = (condition,) if isinstance(condition, str) else tuple(check.items("a condition of given", condition, "regime, date, never"))
        if not 1 <= len(parts) <= 3 or parts[0] is None:
            raise ValueError(f"a condition of given must be a regime, a date or None, and whether it never comes, found {check.shown(condition)}")
        regime, by, never = parts + (None, False)[len(parts) - 1:]
        conditions[i] = _Given(check.text("a regime of given", regime), check.date("a date of given", by),
                               check.truth("never of given", never))
    return conditions, len(given)


@contextlib.contextmanager
def _options(trials=None, seed=None, sampler=None, threads=None, precision=None, totals=False, samples=False, given=()):
    """Options of a run; a KeyboardInterrupt ends the run at its next block of trials."""
    interrupted = []

    def cancelled(_):
        try:
            return bool(interrupted)
        except KeyboardInterrupt:
            interrupted.append(True)
            return True

    conditions, n_given = _conditions(given)
    options = _RunOptions(trials=check.whole("trials", trials, 1, check.MOST_TRIALS, default=0),
                          has_seed=seed is not None, seed=check.whole("seed", seed, 0, check.MOST_SEED, default=0),
                          threads=check.whole("threads", threads, 1, 4096, default=0),
                          sampler=check.choice("sampler", sampler, _SAMPLERS),
                          precision=-1.0 if precision is False else check.real("precision", precision, above=0, below=1, default=0.0),
                          totals_only=check.truth("totals", totals), keep_samples=check.truth("samples", samples),
                          given=conditions, n_given=n_given, cancelled=_CANCELLED_CALL(cancelled))
    yield options
    if interrupted:
        raise KeyboardInterrupt


def _scenario(value):
    if not isinstance(value, Scenario):
        raise TypeError(f"a Scenario is needed, as bireme.load() returns it, found {check.shown(value)} ({type(value).__name__})")
    return value._handle.pointer


def load(path, set=None, assumptions=(), allow_outside_extends=False, repair_correlations=False):
    """Reads and checks a scenario. set: values by path, {"channels.events.spend": 30000}; None removes a value. assumptions:
    CSV files with a number a row. Returns a Scenario, whose `warnings` say what to look at. Raises BiremeError with all
    problems found."""
    changes = [_Override(*change) for change in check.overrides(set)]
    overrides = (_Override * max(len(changes), 1))(*changes)
    sheets = [check.file("a file of assumptions", f) for f in check.items("assumptions", assumptions, "files")]
    files = (c_char_p * max(len(sheets), 1))(*sheets)
    path = check.file("path", path)
    options = _LoadOptions(files, len(sheets), overrides, len(changes), check.truth("allow_outside_extends", allow_outside_extends),
                           check.truth("repair_correlations", repair_correlations))
    problems, handle, error, severity = _problems_create(), c_void_p(), _Error(), c_int()
    try:
        status = _scenario_load(path, byref(options), problems, byref(handle), byref(error))
        found = []
        for i in range(_problems_count(problems)):
            p = _problems_get(problems, i, byref(severity)).contents
            place = f"{p.file.decode()}:{p.line}:{p.column}" if p.line > 0 else p.file.decode()
            found.append(f"{place}: {p.message.decode()}")
    finally:
        _problems_free(problems)
    if status != _OK:
        raise BiremeError(status, error, found)
    return Scenario(handle, found)


class _Handle:
    """What the library made, freed when nothing refers to it any more."""

    def __init__(self, pointer, free):
        self.pointer = pointer
        weakref.finalize(self, free, pointer)


class Scenario:
    """A scenario that was read and checked: name, warnings."""

    def __init__(self, handle, warnings):
        self._handle = _Handle(handle, _scenario_free)
        self.warnings = warnings
        self.name = _scenario_name(handle).decode()

    def forecast(self, trials=None, seed=None, sampler=None, threads=None, precision=None, totals=False, samples=False, given=()):
        """Runs the scenario. What is None is left to it, and to the library's defaults. precision: stop at this relative standard error
        (False: do not, whatever the scenario says); totals: no results per period; samples: keep every trial; given: regimes that
        come, "recession" or ("recession", "2027-06"), or that do not, ("recession", None, True)."""
        handle, error = c_void_p(), _Error()
        with _options(trials, seed, sampler, threads, precision, totals, samples, given) as options:
            status = _forecast_run(self._handle.pointer, byref(options), byref(handle), byref(error))
            if status == _OK:
                return Forecast(_Handle(handle, _forecast_free))
            if handle:
                _forecast_free(handle)
        raise BiremeError(status, error)

    def __repr__(self):
        return f"Scenario({self.name!r})"


def _find(find, pointer, metric):
    index, error = c_size_t(), _Error()
    if find(pointer, check.text("metric", metric), byref(index), byref(error)) != _OK:
        raise KeyError(error.message.decode())
    return index.value


class Forecast:
    """The distribution of every metric. forecast["revenue"] is its Summary over the horizon."""

    def __init__(self, handle):
        self._handle = handle
        pointer = handle.pointer
        self.trials, self.seed = _forecast_trials(pointer), _forecast_seed(pointer)
        self.sampler = _forecast_sampler(pointer).decode()
        self.metrics = [_forecast_metric_name(pointer, i).decode() for i in range(_forecast_metric_count(pointer))]
        self.periods = [_forecast_period_label(pointer, i).decode() for i in range(_forecast_period_count(pointer))]
        self.given_probability = _forecast_given_probability(pointer)

    def _find(self, metric):
        return _find(_forecast_metric_find, self._handle.pointer, metric)

    def __contains__(self, metric):
        return metric in self.metrics

    def __getitem__(self, metric):
        return Summary(_forecast_total(self._handle.pointer, self._find(metric)).contents)

    def by_period(self, metric):
        """The Summary of each period, a list; KeyError if the metric has none (ratios, or a run of totals)."""
        pointers = [_forecast_period(self._handle.pointer, self._find(metric), t) for t in range(len(self.periods))]
        if not all(pointers):
            raise KeyError(f"{metric!r} has no values per period here")
        return [Summary(p.contents) for p in pointers]

    def samples(self, metric):
        """One value a trial, shape [trials], float64, NaN where there is none. Read-only: it is the library's memory, which stays
        for as long as the array does. The run must have kept its samples."""
        address = _forecast_samples(self._handle.pointer, self._find(metric))
        if not address:
            raise ValueError("the run did not keep its samples: forecast(samples=True)")
        memory = (c_double * self.trials).from_address(address)
        memory.owner = self._handle
        array = np.frombuffer(memory, dtype=np.float64)
        array.flags.writeable = False
        return array

    @property
    def goal(self):
        """metric, at_least, confidence, by, probability, probability_se, at_most (the goal is at most `at_least`); None
        without a goal."""
        raw = _forecast_goal(self._handle.pointer).contents
        return _plain(raw) if raw.present else None

    @property
    def precision(self):
        """What became of the precision: asked, wanted, reached, worst, metric, met."""
        return _plain(_forecast_precision(self._handle.pointer).contents)

    def __repr__(self):
        return f"Forecast({self.trials} trials, {len(self.metrics)} metrics)"


class Comparison:
    """Scenarios on common random numbers: names, metric (that is decided by), metrics, baseline (index)."""

    def __init__(self, handle, baseline):
        self._handle, self.baseline = handle, baseline
        p = handle.pointer
        self.names = [_comparison_name(p, i).decode() for i in range(_comparison_count(p))]
        self.metrics = [_comparison_metric_name(p, i).decode() for i in range(_comparison_metric_count(p))]
        self.metric = self.metrics[_comparison_metric(p)]

    def _find(self, metric):
        metric = self.metric if metric is None else metric
        return _find(_comparison_metric_find, self._handle.pointer, metric)

    def _place(self, scenario):
        """A scenario by its number or its name."""
        if isinstance(scenario, str) and scenario in self.names:
            return self.names.index(scenario)
        if isinstance(scenario, str):
            raise KeyError(f"there is no scenario {check.shown(scenario)}{check.nearest(scenario, self.names)}")
        try:
            return check.index("scenario", scenario, len(self.names))
        except ValueError as error:
            raise IndexError(str(error)) from None

    def forecast(self, scenario):
        """The totals of a scenario, as a Forecast."""
        pointer = c_void_p(_comparison_forecast(self._handle.pointer, self._place(scenario)))
        return Forecast(types.SimpleNamespace(pointer=pointer, owner=self._handle))

    def total(self, scenario, metric=None):
        """The Summary of a scenario (by its number or name); None if it has no such metric."""
        raw = _comparison_total(self._handle.pointer, self._place(scenario), self._find(metric))
        return Summary(raw.contents) if raw else None

    def difference(self, scenario, metric=None):
        """Scenario − baseline, trial by trial: summary, probability_above, probability_above_se, probability_equal; None for the
        baseline."""
        raw = _comparison_difference(self._handle.pointer, self._place(scenario), self._find(metric))
        return _plain(raw.contents) if raw else None

    def choice(self, scenario):
        """probability_best, probability_best_se, regret (a Summary)."""
        return _plain(_comparison_choice(self._handle.pointer, self._place(scenario)).contents)

    def bridge(self, scenario):
        """What makes the difference to the baseline: [(name of a group of assumptions, change, standard error)]."""
        scenario = self._place(scenario)
        n = _comparison_bridge_count(self._handle.pointer, scenario)
        parts = [_comparison_bridge(self._handle.pointer, scenario, i) for i in range(n)]
        return [(p.contents.name.decode(), p.contents.change, p.contents.change_se) for p in parts]


def compare(scenarios, baseline=0, metric=None, bridge=True, **run):
    """Compares two to sixteen Scenarios; run: options as of Scenario.forecast()."""
    scenarios = check.items("scenarios", scenarios, "Scenarios")
    if not 2 <= len(scenarios) <= 16:
        raise ValueError(f"scenarios must be two to sixteen, found {len(scenarios)}")
    handles = (c_void_p * len(scenarios))(*[_scenario(s) for s in scenarios])
    handle, error = c_void_p(), _Error()
    baseline = check.index("baseline", baseline, len(scenarios))
    with _options(**run) as options:
        choice = _CompareOptions(ctypes.pointer(options), check.text("metric", metric), baseline, check.truth("bridge", bridge))
        status = _comparison_run(handles, len(scenarios), byref(choice), byref(handle), byref(error))
        if status == _OK:
            return Comparison(_Handle(handle, _comparison_free), baseline)
    raise BiremeError(status, error)


def _study(kind, scenario, make_options, run):
    call, free, result = _studies[kind]
    out, error = POINTER(result)(), _Error()
    with _options(**run) as options:
        status = call(_scenario(scenario), byref(make_options(ctypes.pointer(options))), byref(out), byref(error))
        if status == _OK:
            try:
                return _plain(out.contents)
            finally:
                free(out)
    raise BiremeError(status, error)


def plan(scenario, at_least=None, confidence=None, metric=None, until=None, by="leads", **run):
    """The smallest lead volume (by="leads") or budget (by="budget") that reaches the target with the confidence. A namespace with
    the fields of bireme_target (include/bireme/target.h): reached, scale, achieved, verified, leads, budget, channels, periods,
    curve, limits …"""
    return _study("target", scenario, lambda o: _TargetOptions(
        o, check.text("metric", metric), check.real("at_least", at_least), check.real("confidence", confidence, above=0, below=1),
        check.date("until", until), check.choice("by", by, {"leads": 0, "budget": 1})), run)


def split(scenario, total=None, objective=None, worst=None, metric=None, at_least=None, until=None, steps=None, **run):
    """The best division of a total. objective: None, "p_goal", "mean" or "cvar". A namespace with the fields of bireme_split
    (include/bireme/split.h): today, scaled, best (each with parts), gain, frontier, margins …"""
    kinds = {None: 0, "p_goal": 1, "mean": 2, "cvar": 3}
    return _study("split", scenario, lambda o: _SplitOptions(
        o, check.real("total", total, least=0), check.choice("objective", objective, kinds),
        check.real("worst", worst, above=0, below=1), check.text("metric", metric), check.real("at_least", at_least),
        check.date("until", until), check.whole("steps", steps, 2, 101, default=0)), run)


def sensitivity(scenario, metric=None, until=None, **run):
    """What drives a metric. A namespace with the fields of bireme_sensitivity (include/bireme/sensitivity.h): inputs (each with
    index, low, high, rank_correlation, worth, members), chance, alternatives …"""
    return _study("sensitivity", scenario, lambda o: _SensitivityOptions(
        o, check.text("metric", metric), check.date("until", until)), run)
