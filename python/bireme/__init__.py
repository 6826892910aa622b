# SPDX-License-Identifier: GPL-3.0-or-later
"""bireme from Python: a thin layer over libbireme.so, which does everything.

    import bireme
    plan = bireme.load("scenarios/base.json", set={"sales.reps": 8})
    forecast = plan.forecast(trials=65536, samples=True)
    forecast["revenue"].p10                   # a number
    forecast.samples("revenue")               # a NumPy array over the library's own memory, not a copy

Where the library is looked for stands in _library.py; what its headers declare in _layout.py, which scripts/python-layout writes.
Money is in the scenario's currency, shares are from 0 to 1, what has no value is NaN. None is the default of every option, and nothing else is.
What the library refuses is raised as BiremeError; arguments that no scenario could make right are a TypeError or a ValueError, a metric that
is not there is a KeyError, a scenario or period that is not there an IndexError.
"""
import contextlib
import ctypes
import types
import weakref
from ctypes import POINTER, byref, c_bool, c_char_p, c_double, c_int, c_size_t, c_void_p

import numpy as np

from . import _arguments as check
from . import _layout as c
from ._library import library

__all__ = ["BiremeError", "Comparison", "Forecast", "Scenario", "Summary", "compare", "load", "loads", "plan", "sensitivity", "split",
           "version"]
__version__ = library.bireme_version().decode()

_QUANTILES = ("p05", "p10", "p25", "p50", "p75", "p90", "p95")
_SAMPLERS = {None: c.BIREME_SAMPLER_UNSET, "sobol": c.BIREME_SAMPLER_SOBOL, "lhs": c.BIREME_SAMPLER_LHS, "random": c.BIREME_SAMPLER_RANDOM}
_RUN_FIELDS = dict(c.bireme_run_options._fields_)


def _options_of(kind, **fields):
    """Options that know their size, as the library asks for."""
    return kind(size=ctypes.sizeof(kind), **fields)


def version():
    """The version of the library, such as "0.1.0"."""
    return __version__


class BiremeError(Exception):
    """What went wrong, and where: message, file, line, column (0: not known), pointer (JSON pointer), status (text), and
    problems, a list of everything that was found wrong, as sentences."""

    def __init__(self, status, error, problems=()):
        self.status = library.bireme_status_text(status).decode()
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
        for name in ("n", "left_out", "mean", "mean_se", "sd", "sd_se", "min", "max"):
            setattr(self, name, getattr(raw, name))
        for i, name in enumerate(_QUANTILES):
            setattr(self, name, raw.quantile[i])
            setattr(self, name + "_se", raw.quantile_se[i])

    def __repr__(self):
        return f"Summary(mean={self.mean:.6g}, p10={self.p10:.6g}, p50={self.p50:.6g}, p90={self.p90:.6g})"


def _text(value):
    return None if value is None else value.decode()


def _value(kind, value, lengths):
    """What the library answered, as Python has it; kind: the type that it was declared with."""
    if kind is c_char_p:
        return _text(value)
    if kind is POINTER(c.bireme_summary):
        return Summary(value.contents)
    if kind is POINTER(c_double):
        return value[:lengths] if value else []
    return _plain(value.contents) if isinstance(value, ctypes._Pointer) else value


def _plain(raw, lengths=0):
    """A structure as a namespace: texts, numbers, lists, no pointers. lengths: of its arrays of numbers."""
    return types.SimpleNamespace(**{name: _value(kind, getattr(raw, name), lengths) for name, kind in raw._fields_})


# names that Python has for answers, where they are not those of the functions
_NAMES = {"decided_by": "by", "kind_of": "kind", "channel_count": "n_channels", "period_count": "n_periods", "curve_count": "n_curve",
          "limit_count": "n_limits", "line_count": "n_lines", "frontier_count": "n_frontier", "start_count": "n_starts",
          "input_count": "n_inputs", "alternative_count": "n_alternatives", "member_count": "n_members",
          "one_more_count": "n_one_more"}


def _answers(what, handle):
    """Everything that the library answers about a handle alone, as a namespace: bireme_target_scale() is `scale`."""
    start, out = f"bireme_{what}_", types.SimpleNamespace()
    for name, (kind, arguments) in c.FUNCTIONS.items():
        if name.startswith(start) and arguments == [c_void_p] and kind not in (None, c_void_p):
            answer = name[len(start):]
            setattr(out, _NAMES.get(answer, answer), _value(kind, getattr(library, name)(handle), 0))
    return out


def _list(count, get, handle, lengths=0):
    return [_plain(get(handle, i).contents, lengths) for i in range(count(handle))]


def _conditions(given):
    """A regime, or a tuple of it, a date and whether it never comes, or a list of these."""
    given = [given] if isinstance(given, str) else check.items("given", given, 'regimes, "recession" or ("recession", "2027-06")')
    conditions = (c.bireme_given * max(len(given), 1))()
    for i, condition in enumerate(given):
        parts = (condition,) if isinstance(condition, str) else tuple(check.items("a condition of given", condition, "regime, date, never"))
        if not 1 <= len(parts) <= 3 or parts[0] is None:
            raise ValueError(f"a condition of given must be a regime, a date or None, and whether it never comes, found {check.shown(condition)}")
        regime, by, never = parts + (None, False)[len(parts) - 1:]
        conditions[i] = c.bireme_given(check.text("a regime of given", regime), check.date("a date of given", by),
                               check.truth("never of given", never))
    return conditions, len(given)


@contextlib.contextmanager
def _options(trials=None, seed=None, sampler=None, threads=None, precision=None, totals=False, samples=False, given=(),
             fiscal_year_start=None):
    """Options of a run; a KeyboardInterrupt ends the run at its next block of trials."""
    interrupted = []

    def cancelled(_):
        try:
            return bool(interrupted)
        except KeyboardInterrupt:
            interrupted.append(True)
            return True

    conditions, n_given = _conditions(given)
    options = _options_of(c.bireme_run_options, trials=check.whole("trials", trials, 1, check.MOST_TRIALS, default=0),
                          has_seed=seed is not None, seed=check.whole("seed", seed, 0, check.MOST_SEED, default=0),
                          threads=check.whole("threads", threads, 1, 4096, default=0),
                          sampler=check.choice("sampler", sampler, _SAMPLERS),
                          precision=-1.0 if precision is False else check.real("precision", precision, above=0, below=1, default=0.0),
                          totals_only=check.truth("totals", totals), keep_samples=check.truth("samples", samples),
                          given=conditions, n_given=n_given,
                          fiscal_year_start=check.whole("fiscal_year_start", fiscal_year_start, 1, 12, default=0), cancelled=_RUN_FIELDS["cancelled"](cancelled))
    yield options
    if interrupted:
        raise KeyboardInterrupt


def _scenario(value):
    if not isinstance(value, Scenario):
        raise TypeError(f"a Scenario is needed, as bireme.load() returns it, found {check.shown(value)} ({type(value).__name__})")
    return value._handle.pointer


def _load(read, set, assumptions, root, repair_correlations, metric):
    changes = [c.bireme_override(*change) for change in check.overrides(set)]
    overrides = (c.bireme_override * max(len(changes), 1))(*changes)
    sheets = [check.file("a file of assumptions", f) for f in check.items("assumptions", assumptions, "files")]
    files = (c_char_p * max(len(sheets), 1))(*sheets)
    options = _options_of(c.bireme_load_options, assumptions=files, n_assumptions=len(sheets), overrides=overrides,
                          n_overrides=len(changes), root=check.file("root", root) if root is not None else None,
                          metric=check.text("metric", metric),
                          repair_correlations=check.truth("repair_correlations", repair_correlations))
    problems, handle, error, severity = library.bireme_problems_create(), c_void_p(), c.bireme_error(), c_int()
    try:
        status = read(byref(options), problems, byref(handle), byref(error))
        found = []
        for i in range(library.bireme_problems_count(problems)):
            p = library.bireme_problems_get(problems, i, byref(severity)).contents
            place = f"{p.file.decode()}:{p.line}:{p.column}" if p.line > 0 else p.file.decode()
            found.append(f"{place}: {p.message.decode()}")
    finally:
        library.bireme_problems_free(problems)
    if status != c.BIREME_OK:
        raise BiremeError(status, error, found)
    return Scenario(handle, found)


def load(path, set=None, assumptions=(), root=None, repair_correlations=False, metric=None):
    """Reads and checks a scenario. set: values by path, {"channels.events.spend": 30000}; None removes a value. assumptions:
    CSV files with a number a row. root: a folder in which, or deeper, the scenario may name files, besides those in its own.
    metric: one that a decision will be about, which may exist only where it is asked for (cash, npv, what is open). Returns a
    Scenario, whose `warnings` say what to look at. Raises BiremeError with all problems found."""
    file = check.file("path", path)
    return _load(lambda *rest: library.bireme_scenario_load(file, *rest), set, assumptions, root, repair_correlations, metric)


def loads(text, name="scenario.json", folder=None, set=None, assumptions=(), root=None, repair_correlations=False, metric=None):
    """The same of a text (str or bytes), read as if it were the file `name` in `folder`: so it is called in messages, and files that it
    names are looked for from there (None: the current folder)."""
    if not isinstance(text, (str, bytes, bytearray)):
        raise TypeError(f"text must be the JSON text of a scenario, str or bytes, found {check.shown(text)} ({type(text).__name__})")
    data = text.encode() if isinstance(text, str) else bytes(text)
    called, where = check.text("name", name), check.file("folder", folder) if folder is not None else None
    return _load(lambda *rest: library.bireme_scenario_load_memory(data, len(data), called, where, *rest), set, assumptions,
                 root, repair_correlations, metric)


class _Handle:
    """What the library made, freed when nothing refers to it any more."""

    def __init__(self, pointer, free):
        self.pointer = pointer
        weakref.finalize(self, free, pointer)


class Scenario:
    """A scenario that was read and checked: name, warnings."""

    def __init__(self, handle, warnings):
        self._handle = _Handle(handle, library.bireme_scenario_free)
        self.warnings = warnings
        self.name = library.bireme_scenario_name(handle).decode()
        self.fiscal_year_start = library.bireme_scenario_fiscal_year_start(handle)

    def forecast(self, trials=None, seed=None, sampler=None, threads=None, precision=None, totals=False, samples=False, given=(),
                 fiscal_year_start=None):
        """Runs the scenario. What is None is left to it, and to the library's defaults. precision: stop at this relative standard error
        (False: do not, whatever the scenario says); totals: no results per period; samples: keep every trial; given: regimes that
        come, "recession" or ("recession", "2027-06"), or that do not, ("recession", None, True); fiscal_year_start: a month, from 1,
        for results per quarter and year too, of a year that begins in it; the scenario's own is scenario.fiscal_year_start."""
        handle, error = c_void_p(), c.bireme_error()
        with _options(trials, seed, sampler, threads, precision, totals, samples, given, fiscal_year_start) as options:
            status = library.bireme_forecast_run(self._handle.pointer, byref(options), byref(handle), byref(error))
            if status == c.BIREME_OK:
                return Forecast(_Handle(handle, library.bireme_forecast_free))
            if handle:
                library.bireme_forecast_free(handle)
        raise BiremeError(status, error)

    def __repr__(self):
        return f"Scenario({self.name!r})"


def _find(find, pointer, metric):
    index, error = c_size_t(), c.bireme_error()
    if find(pointer, check.text("metric", metric), byref(index), byref(error)) != c.BIREME_OK:
        raise KeyError(error.message.decode())
    return index.value


class Forecast:
    """The distribution of every metric. forecast["revenue"] is its Summary over the horizon."""

    def __init__(self, handle):
        self._handle = handle
        pointer = handle.pointer
        self.trials, self.seed = library.bireme_forecast_trials(pointer), library.bireme_forecast_seed(pointer)
        self.sampler = library.bireme_forecast_sampler(pointer).decode()
        self.metrics = [library.bireme_forecast_metric_name(pointer, i).decode() for i in range(library.bireme_forecast_metric_count(pointer))]
        self.periods = [library.bireme_forecast_period_label(pointer, i).decode() for i in range(library.bireme_forecast_period_count(pointer))]
        self.given_probability = library.bireme_forecast_given_probability(pointer)

    def _find(self, metric):
        return _find(library.bireme_forecast_metric_find, self._handle.pointer, metric)

    def __contains__(self, metric):
        return metric in self.metrics

    def __getitem__(self, metric):
        return Summary(library.bireme_forecast_total(self._handle.pointer, self._find(metric)).contents)

    def by_period(self, metric):
        """The Summary of each period, a list; KeyError if the metric has none (ratios, or a run of totals)."""
        pointers = [library.bireme_forecast_period(self._handle.pointer, self._find(metric), t) for t in range(len(self.periods))]
        if not all(pointers):
            raise KeyError(f"{metric!r} has no values per period here")
        return [Summary(p.contents) for p in pointers]

    @property
    def quarters(self):
        """The quarters that forecast(fiscal_year_start=…) asked for: a list of namespaces of label, year (the fiscal one), number
        (1 to 4), first (the first of its periods, an index), periods (how many are in the horizon), of (how many it has), past
        (how many of them are over). Empty if there are none."""
        return _list(library.bireme_forecast_quarter_count, library.bireme_forecast_quarter_at, self._handle.pointer)

    def by_quarter(self, metric):
        """The Summary of each quarter, a list: periods are added up in every trial. KeyError as of by_period()."""
        n = library.bireme_forecast_quarter_count(self._handle.pointer)
        pointers = [library.bireme_forecast_quarter(self._handle.pointer, self._find(metric), q) for q in range(n)]
        if not all(pointers):
            raise KeyError(f"{metric!r} has no values per quarter")
        return [Summary(p.contents) for p in pointers]

    @property
    def years(self):
        """Their years: a list of namespaces of label, year, first_quarter (an index into quarters), quarters (how many), first,
        periods, of and past, as of quarters."""
        return _list(library.bireme_forecast_year_count, library.bireme_forecast_year_at, self._handle.pointer)

    def by_year(self, metric):
        """The Summary of each year, a list: added up in every trial too. KeyError as of by_period()."""
        n = library.bireme_forecast_year_count(self._handle.pointer)
        pointers = [library.bireme_forecast_year(self._handle.pointer, self._find(metric), y) for y in range(n)]
        if not all(pointers):
            raise KeyError(f"{metric!r} has no values per year")
        return [Summary(p.contents) for p in pointers]

    def samples(self, metric):
        """One value a trial, shape [trials], float64, NaN where there is none. Read-only: it is the library's memory, which stays
        for as long as the array does. The run must have kept its samples."""
        address = library.bireme_forecast_samples(self._handle.pointer, self._find(metric))
        if not address:
            raise ValueError("there are no samples: the run kept none (forecast(samples=True)), or what the metric was in the "
                             "periods that are over is not known")
        memory = (c_double * self.trials).from_address(ctypes.addressof(address.contents))
        memory.owner = self._handle
        array = np.frombuffer(memory, dtype=np.float64)
        array.flags.writeable = False
        return array

    @property
    def goal(self):
        """metric, at_least, confidence, by, probability, probability_se, at_most (the goal is at most `at_least`); None
        without a goal."""
        raw = library.bireme_forecast_goal(self._handle.pointer).contents
        return _plain(raw) if raw.present else None

    @property
    def past(self):
        """How many of the periods, the first ones, are over: what happened in them is given by the scenario."""
        return library.bireme_forecast_past_count(self._handle.pointer)

    def rest(self, metric):
        """The Summary of a metric over the periods that are not over; all figures are NaN for a ratio whose total is known."""
        return Summary(library.bireme_forecast_rest(self._handle.pointer, self._find(metric)).contents)

    def to_date(self):
        """The goal's metric (revenue without a goal) from the start to the end of each period, and the goal's chance by then: a
        list of namespaces of value (a Summary), probability and probability_se (NaN without a goal); ValueError if the metric is
        no matter of periods (ratios), or in a run of totals."""
        pointers = [library.bireme_forecast_to_date(self._handle.pointer, t) for t in range(len(self.periods))]
        if not all(pointers):
            raise ValueError("nothing is summed to date here: the metric is a ratio, or the run kept only totals")
        return [types.SimpleNamespace(value=Summary(p.contents.value.contents), probability=p.contents.probability,
                                      probability_se=p.contents.probability_se) for p in pointers]

    @property
    def precision(self):
        """What became of the precision: asked, wanted, reached, worst, metric, met."""
        return _plain(library.bireme_forecast_precision(self._handle.pointer).contents)

    def __repr__(self):
        return f"Forecast({self.trials} trials, {len(self.metrics)} metrics)"


class Comparison:
    """Scenarios on common random numbers: names, metric (that is decided by), metrics, baseline (index)."""

    def __init__(self, handle, baseline):
        self._handle, self.baseline = handle, baseline
        p = handle.pointer
        self.names = [library.bireme_comparison_name(p, i).decode() for i in range(library.bireme_comparison_count(p))]
        self.metrics = [library.bireme_comparison_metric_name(p, i).decode() for i in range(library.bireme_comparison_metric_count(p))]
        self.metric = self.metrics[library.bireme_comparison_metric(p)]

    def _find(self, metric):
        metric = self.metric if metric is None else metric
        return _find(library.bireme_comparison_metric_find, self._handle.pointer, metric)

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
        pointer = c_void_p(library.bireme_comparison_forecast(self._handle.pointer, self._place(scenario)))
        return Forecast(types.SimpleNamespace(pointer=pointer, owner=self._handle))

    def total(self, scenario, metric=None):
        """The Summary of a scenario (by its number or name); None if it has no such metric."""
        raw = library.bireme_comparison_total(self._handle.pointer, self._place(scenario), self._find(metric))
        return Summary(raw.contents) if raw else None

    def difference(self, scenario, metric=None):
        """Scenario − baseline, trial by trial: summary, probability_above, probability_above_se, probability_equal; None for the
        baseline."""
        raw = library.bireme_comparison_difference(self._handle.pointer, self._place(scenario), self._find(metric))
        return _plain(raw.contents) if raw else None

    @property
    def quarters(self):
        """The baseline's quarters, if fiscal_year_start was given and the metric that is decided by is one of periods."""
        return _list(library.bireme_comparison_quarter_count, library.bireme_comparison_quarter_at, self._handle.pointer)

    @property
    def years(self):
        """Their years."""
        return _list(library.bireme_comparison_year_count, library.bireme_comparison_year_at, self._handle.pointer)

    def _by(self, get, n, scenario, take):
        pointers = [get(self._handle.pointer, self._place(scenario), i) for i in range(n)]
        return [take(p.contents) if p else None for p in pointers]

    def by_quarter(self, scenario):
        """The Summary of the metric in each of these quarters; None where the scenario's horizon does not have it."""
        return self._by(library.bireme_comparison_quarter, len(self.quarters), scenario, Summary)

    def by_year(self, scenario):
        """The same in each year."""
        return self._by(library.bireme_comparison_year, len(self.years), scenario, Summary)

    def quarter_differences(self, scenario):
        """What difference() is, in each quarter; None for the baseline, and where one of the two is not known."""
        return self._by(library.bireme_comparison_quarter_difference, len(self.quarters), scenario, _plain)

    def year_differences(self, scenario):
        """The same in each year."""
        return self._by(library.bireme_comparison_year_difference, len(self.years), scenario, _plain)

    def choice(self, scenario):
        """probability_best, probability_best_se, regret (a Summary)."""
        return _plain(library.bireme_comparison_choice(self._handle.pointer, self._place(scenario)).contents)

    def bridge(self, scenario):
        """What makes the difference to the baseline: [(name of a group of assumptions, change, standard error)]."""
        scenario = self._place(scenario)
        n = library.bireme_comparison_bridge_count(self._handle.pointer, scenario)
        parts = [library.bireme_comparison_bridge(self._handle.pointer, scenario, i) for i in range(n)]
        return [(p.contents.name.decode(), p.contents.change, p.contents.change_se) for p in parts]


def compare(scenarios, baseline=0, metric=None, bridge=True, **run):
    """Compares two to sixteen Scenarios; run: options as of Scenario.forecast()."""
    scenarios = check.items("scenarios", scenarios, "Scenarios")
    if not 2 <= len(scenarios) <= 16:
        raise ValueError(f"scenarios must be two to sixteen, found {len(scenarios)}")
    handles = (c_void_p * len(scenarios))(*[_scenario(s) for s in scenarios])
    handle, error = c_void_p(), c.bireme_error()
    baseline = check.index("baseline", baseline, len(scenarios))
    with _options(**run) as options:
        choice = _options_of(c.bireme_compare_options, run=ctypes.pointer(options), metric=check.text("metric", metric), baseline=baseline,
                             bridge=check.truth("bridge", bridge))
        status = library.bireme_comparison_run(handles, len(scenarios), byref(choice), byref(handle), byref(error))
        if status == c.BIREME_OK:
            return Comparison(_Handle(handle, library.bireme_comparison_free), baseline)
    raise BiremeError(status, error)


def _study(what, kind, scenario, fields, run):
    """Runs a decision and takes over everything that it answers"""
    out, error = c_void_p(), c.bireme_error()
    with _options(**run) as options:
        asked = _options_of(kind, run=ctypes.pointer(options), **fields)
        status = getattr(library, f"bireme_{what}_run")(_scenario(scenario), byref(asked), byref(out), byref(error))
        if status == c.BIREME_OK:
            return out
    raise BiremeError(status, error)


def plan(scenario, at_least=None, confidence=None, metric=None, until=None, by="leads", **run):
    """The smallest lead volume (by="leads") or budget (by="budget") that reaches the target with the confidence. A namespace with
    what bireme_target_…() answer (include/bireme/target.h): reached, scale, achieved, verified, leads, budget, channels, periods,
    curve, limits …"""
    fields = {"metric": check.text("metric", metric), "at_least": check.real("at_least", at_least),
              "confidence": check.real("confidence", confidence, above=0, below=1), "until": check.date("until", until),
              "by": check.choice("by", by, {"leads": c.BIREME_TARGET_BY_LEADS, "budget": c.BIREME_TARGET_BY_BUDGET})}
    handle = _study("target", c.bireme_target_options, scenario, fields, run)
    try:
        out = _answers("target", handle)
        out.channels = _list(library.bireme_target_channel_count, library.bireme_target_channel_at, handle, out.n_periods)
        out.periods = _list(library.bireme_target_period_count, library.bireme_target_period_at, handle)
        out.curve = _list(library.bireme_target_curve_count, library.bireme_target_curve_at, handle)
        out.limits = _list(library.bireme_target_limit_count, library.bireme_target_limit_at, handle)
        return out
    finally:
        library.bireme_target_free(handle)


def _division(handle, lines):
    out = _answers("division", handle)
    out.parts = _list(lambda _: lines, library.bireme_division_part, handle)
    return out


def split(scenario, total=None, objective=None, worst=None, metric=None, at_least=None, until=None, steps=None, **run):
    """The best division of a total. objective: None, "p_goal", "mean" or "cvar". A namespace with what bireme_split_…() answer
    (include/bireme/split.h): today, scaled, best (each with parts), gain, frontier, margins, measures, more …"""
    kinds = {None: c.BIREME_OBJECTIVE_UNSET, "p_goal": c.BIREME_OBJECTIVE_P_GOAL, "mean": c.BIREME_OBJECTIVE_MEAN,
             "cvar": c.BIREME_OBJECTIVE_CVAR}
    fields = {"total": check.real("total", total, least=0), "objective": check.choice("objective", objective, kinds),
              "worst": check.real("worst", worst, above=0, below=1), "metric": check.text("metric", metric),
              "at_least": check.real("at_least", at_least), "until": check.date("until", until),
              "steps": check.whole("steps", steps, 2, 101, default=0)}
    handle = _study("split", c.bireme_split_options, scenario, fields, run)
    try:
        out = _answers("split", handle)
        lines, steps = out.n_lines, range(out.n_frontier)
        for name in ("today", "scaled", "best"):
            setattr(out, name, _division(getattr(library, f"bireme_split_{name}")(handle), lines))
        out.frontier = [_division(library.bireme_split_frontier(handle, i), lines) for i in steps]
        out.margins = _list(library.bireme_split_line_count, library.bireme_split_margin, handle)
        out.measures = _list(library.bireme_split_measure_count, library.bireme_split_measure_at, handle)
        out.more = _list(library.bireme_split_more_count, library.bireme_split_more_at, handle)
        out.start_value = [library.bireme_split_start_value(handle, i) for i in range(out.n_starts)]
        return out
    finally:
        library.bireme_split_free(handle)


def _input(handle):
    out = _answers("input", handle)
    out.members = [_input(library.bireme_input_member(handle, i)) for i in range(out.n_members)]
    return out


def sensitivity(scenario, metric=None, until=None, **run):
    """What drives a metric. A namespace with what bireme_sensitivity_…() answer (include/bireme/sensitivity.h): inputs (each with
    index, low, high, rank_correlation, worth, members), chance, alternatives, one_more …"""
    fields = {"metric": check.text("metric", metric), "until": check.date("until", until)}
    handle = _study("sensitivity", c.bireme_sensitivity_options, scenario, fields, run)
    try:
        out = _answers("sensitivity", handle)
        out.inputs = [_input(library.bireme_sensitivity_input(handle, i)) for i in range(out.n_inputs)]
        out.chance = _input(library.bireme_sensitivity_chance(handle))
        out.alternatives = _list(library.bireme_sensitivity_alternative_count, library.bireme_sensitivity_alternative, handle)
        out.one_more = _list(library.bireme_sensitivity_one_more_count, library.bireme_sensitivity_one_more, handle)
        return out
    finally:
        library.bireme_sensitivity_free(handle)
