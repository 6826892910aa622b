# SPDX-License-Identifier: GPL-3.0-or-later
"""The Python module: the numbers of the command line, the memory of the library, errors with their places. tests/python/run-python.sh runs
it on what pip installed; by hand: PYTHONPATH=python BIREME_SOURCE=. BIREME_PROGRAM=build/release/bireme python3 python/tests/test_module.py"""
import datetime
import decimal
import fractions
import gc
import json
import math
import os
import pathlib
import subprocess
import tempfile
import unittest

import numpy as np
import pandas as pd

SOURCE = os.environ["BIREME_SOURCE"]
PROGRAM = os.environ["BIREME_PROGRAM"]
import bireme

SMALL = os.path.join(SOURCE, "tests/cli/scenarios/small.json")
BASE = os.path.join(SOURCE, "scenarios/base.json")


def command(*arguments):
    return json.loads(subprocess.run([PROGRAM, *arguments, "--format", "json"], check=True, capture_output=True).stdout)


def same(case, summary, numbers):
    for name in ("mean", "mean_se", "sd", "min", "max", "p05", "p10", "p25", "p50", "p75", "p90", "p95", "p10_se", "p90_se"):
        case.assertEqual(getattr(summary, name), numbers[name], name)


class Forecasts(unittest.TestCase):
    def test_numbers_are_those_of_the_command_line(self):
        f = bireme.load(SMALL).forecast(trials=3000, seed=5)
        answer = command("run", SMALL, "--trials", "3000", "--seed", "5")
        self.assertEqual((f.trials, f.seed, f.sampler), (3000, 5, "sobol"))
        self.assertEqual(set(f.metrics), set(answer["metrics"]))
        for metric in f.metrics:
            if f[metric].n > 0:
                same(self, f[metric], answer["metrics"][metric])
        self.assertEqual(f.periods, [p["start"] for p in answer["periods"]])
        for summary, period in zip(f.by_period("revenue"), answer["periods"]):
            same(self, summary, period["metrics"]["revenue"])
        self.assertEqual(f.goal.probability, answer["goal"]["probability"])
        self.assertEqual(f.goal.metric, "revenue")
        self.assertEqual(len(f.to_date()), len(answer["to_date"]["periods"]))
        for to_date, numbers in zip(f.to_date(), answer["to_date"]["periods"]):
            same(self, to_date.value, numbers)
            self.assertEqual((to_date.probability, to_date.probability_se), (numbers["probability"], numbers["probability_se"]))

    def test_what_has_happened_is_told_apart(self):
        scenario = bireme.load(SMALL, set={"actuals": {"through": "2027-02", "wins": [3, 4], "channels": {
            "events": {"spend": [1000, 2000]}}}, "goal": None, "channels.events.adstock": 0})
        f = scenario.forecast(trials=1000, seed=5, samples=True)
        self.assertEqual(f.past, 2)
        self.assertEqual(f.by_period("wins")[1].mean, 4)
        self.assertAlmostEqual(f["wins"].mean, 7 + f.rest("wins").mean, 9)
        self.assertEqual(f["leads"].n, 0)
        self.assertGreater(f.rest("leads").mean, 0)
        self.assertRaises(ValueError, f.samples, "leads")

    def test_quarters_are_added_up_in_every_trial(self):
        f = bireme.load(SMALL).forecast(trials=1000, fiscal_year_start=2)
        self.assertEqual([(q.label, q.year, q.number, q.first, q.periods, q.of) for q in f.quarters],
                         [("FY27 Q4, 1 of 3 months", 2027, 4, 0, 1, 3), ("FY28 Q1", 2028, 1, 1, 3, 3)])
        months, quarters = f.by_period("revenue"), f.by_quarter("revenue")
        self.assertAlmostEqual(quarters[1].mean, sum(m.mean for m in months[1:]), 6)
        self.assertGreater(quarters[1].p10, sum(m.p10 for m in months[1:]))
        self.assertRaises(KeyError, f.by_quarter, "cac")
        self.assertEqual(bireme.load(SMALL).forecast(trials=100).quarters, [])
        self.assertRaises(ValueError, bireme.load(SMALL).forecast, fiscal_year_start=13)

    def test_years_are_added_up_from_their_quarters(self):
        scenario = bireme.load(SMALL, set={"fiscal_year_start": 2})
        self.assertEqual((scenario.fiscal_year_start, bireme.load(SMALL).fiscal_year_start), (2, 1))
        f = scenario.forecast(trials=1000, fiscal_year_start=scenario.fiscal_year_start)
        self.assertEqual([(y.label, y.year, y.first_quarter, y.quarters, y.first, y.periods, y.of, y.past) for y in f.years],
                         [("FY27, 1 of 12 months", 2027, 0, 1, 0, 1, 12, 0), ("FY28, 1 of 4 quarters", 2028, 1, 1, 1, 3, 12, 0)])
        self.assertEqual(f.by_year("revenue")[1].p10, f.by_quarter("revenue")[1].p10)
        self.assertRaises(KeyError, f.by_year, "cac")
        self.assertEqual(scenario.forecast(trials=100).years, [])

    def test_scenarios_are_compared_by_quarter_and_year(self):
        base, more = bireme.load(SMALL), bireme.load(SMALL, set={"channels.events.spend": 30000, "name": "More"})
        c = bireme.compare([base, more], bridge=False, trials=1000, fiscal_year_start=1)
        self.assertEqual([y.label for y in c.years], ["2027, 4 of 12 months"])
        self.assertEqual([q.label for q in c.quarters], ["Q1 2027", "Q2 2027, 1 of 3 months"])
        self.assertAlmostEqual(c.year_differences(1)[0].summary.mean, sum(d.summary.mean for d in c.quarter_differences(1)), 6)
        self.assertAlmostEqual(c.by_year("More")[0].mean - c.by_year(0)[0].mean, c.difference(1).summary.mean, 6)
        self.assertEqual(c.quarter_differences(0), [None, None])
        self.assertEqual(c.by_quarter(1)[0].n, 1000)
        self.assertEqual(bireme.compare([base, more], bridge=False, trials=100).years, [])

    def test_options_are_followed(self):
        scenario = bireme.load(SMALL, set={"channels.outbound.organic_leads": 150, "name": "Other", "goal": None})
        self.assertEqual(scenario.name, "Other")
        f = scenario.forecast(trials=1000, totals=True, sampler="random", threads=1)
        answer = command("run", SMALL, "--trials", "1000", "--totals", "--sampler", "random", "--set",
                         "channels.outbound.organic_leads=150")
        same(self, f["revenue"], answer["metrics"]["revenue"])
        self.assertIsNone(f.goal)
        self.assertRaises(KeyError, f.by_period, "revenue")
        self.assertRaises(ValueError, f.to_date)
        given = scenario.forecast(trials=1000, given=["recession"])
        self.assertTrue(0 < given.given_probability < 1)
        self.assertLess(given["revenue"].mean, f["revenue"].mean)
        never = scenario.forecast(trials=1000, given=[("recession", None, True)])
        self.assertAlmostEqual(never.given_probability + given.given_probability, 1, 12)
        precise = scenario.forecast(precision=0.01, totals=True).precision
        self.assertTrue(precise.asked and precise.met and precise.reached <= 0.01)
        self.assertRaises(ValueError, scenario.forecast, sampler="dice")

    def test_a_text_is_a_scenario_too(self):
        with open(SMALL, "rb") as file:
            text = file.read()
        expected = bireme.load(SMALL).forecast(trials=500)["revenue"].mean
        folder = os.path.dirname(SMALL)
        for same_text in (text, text.decode(), bytearray(text)):
            self.assertEqual(bireme.loads(same_text, folder=folder).forecast(trials=500)["revenue"].mean, expected)
        changed = bireme.loads('{"extends": "small.json"}', name="x.json", folder=pathlib.Path(folder), set={"name": "Other"})
        self.assertEqual((changed.name, changed.forecast(trials=500)["revenue"].mean), ("Other", expected))
        with self.assertRaises(bireme.BiremeError) as caught:
            bireme.loads('{"start": 5}', name="mine.json")
        self.assertEqual((caught.exception.file, caught.exception.line), ("mine.json", 1))
        self.assertRaises(bireme.BiremeError, bireme.loads, "{}", name="a/b.json")
        self.assertRaises(TypeError, bireme.loads, {"start": "2027-01"})

    def test_assumptions_are_a_layer(self):
        with tempfile.NamedTemporaryFile("w", suffix=".csv") as file:
            file.write("path;value\nchannels.outbound.organic_leads;120,5\n")
            file.flush()
            a = bireme.load(SMALL, assumptions=[file.name]).forecast(trials=500)
        b = bireme.load(SMALL, set={"channels.outbound.organic_leads": 120.5}).forecast(trials=500)
        self.assertEqual(a["revenue"].mean, b["revenue"].mean)


class Samples(unittest.TestCase):
    def test_they_are_the_librarys_memory(self):
        f = bireme.load(BASE).forecast(trials=2048, samples=True)
        first, second = f.samples("revenue"), f.samples("revenue")
        self.assertEqual(first.__array_interface__["data"][0], second.__array_interface__["data"][0])
        self.assertEqual((first.shape, first.dtype, first.flags.writeable, first.flags.owndata), ((2048,), np.float64, False, False))
        self.assertAlmostEqual(first.mean() / f["revenue"].mean, 1, 12)
        self.assertEqual(first.max(), f["revenue"].max)
        self.assertAlmostEqual(np.mean(first >= f.goal.at_least), f.goal.probability, 12)
        with self.assertRaises(ValueError):
            first[0] = 1

    def test_they_outlive_the_forecast(self):
        f = bireme.load(SMALL).forecast(trials=100000, samples=True, totals=True)
        wins = f.samples("wins")
        kept = wins.copy()
        del f
        gc.collect()
        others = [bireme.load(SMALL).forecast(trials=100000, samples=True, totals=True, seed=s) for s in (2, 3)]
        self.assertTrue(np.array_equal(wins, kept))
        self.assertFalse(np.array_equal(others[0].samples("wins"), kept))

    def test_what_has_no_value_is_nan(self):
        f = bireme.load(SMALL, set={"channels.events.conversion.won": 0.001, "channels.outbound.conversion.won": 0.001,
                                    "correlations": None}).forecast(trials=2000, samples=True)
        cac = f.samples("cac")
        self.assertAlmostEqual(np.mean(np.isnan(cac)), f["cac"].left_out, 12)
        self.assertGreater(f["cac"].left_out, 0)

    def test_they_must_be_kept(self):
        f = bireme.load(SMALL).forecast(trials=100)
        self.assertRaises(ValueError, f.samples, "revenue")
        self.assertRaises(KeyError, f.samples, "revenu")
        self.assertTrue("revenue" in f and "revenu" not in f)


class Decisions(unittest.TestCase):
    def test_compare(self):
        others = [os.path.join(SOURCE, f"scenarios/{n}.json") for n in ("base", "recession")]
        c = bireme.compare([bireme.load(o) for o in others], trials=1024)
        answer = command("compare", *others, "--trials", "1024")
        self.assertEqual((c.names, c.metric), (answer["scenarios"], "revenue"))
        d, expected = c.difference(1), answer["differences"]["revenue"][c.names[1]]
        for name in ("mean", "mean_se", "p10", "p90"):
            self.assertEqual(getattr(d.summary, name), expected[name])
        self.assertEqual(d.probability_above, expected["probability_above_baseline"])
        self.assertIsNone(c.difference(0))
        same(self, c.total(1), answer["metrics"]["revenue"][c.names[1]])
        same(self, c.forecast(1)["revenue"], answer["metrics"]["revenue"][c.names[1]])
        parts = c.bridge(1)
        self.assertEqual([p[0] for p in parts], ["economy"])
        self.assertAlmostEqual((sum(p[1] for p in parts) + c.total(0).mean) / c.total(1).mean, 1, 12)
        self.assertGreaterEqual(c.choice(0).regret.mean, 0)

    def test_plan(self):
        p = bireme.plan(bireme.load(BASE), at_least=3e6, confidence=0.5, trials=1024, by="budget")
        answer = command("plan", BASE, "--target", "3e6", "--confidence", "0.5", "--trials", "1024", "--by", "budget")
        self.assertEqual((p.reached, p.scale, p.scale_se, p.achieved), (True, answer["scale"], answer["scale_se"], answer["achieved"]))
        same(self, p.leads, answer["leads"])
        self.assertEqual({c.name: c.leads for c in p.channels}, {n: c["leads"] for n, c in answer["channels"].items()})
        self.assertEqual(len(p.channels[0].period_leads), 12)
        self.assertAlmostEqual(sum(p.channels[0].period_leads), p.channels[0].leads, 6)
        self.assertEqual(len(p.curve), 10)

    def test_split(self):
        s = bireme.split(bireme.load(BASE), trials=512, objective="mean", steps=3)
        answer = command("split", BASE, "--trials", "512", "--objective", "mean", "--steps", "3")
        self.assertEqual(s.best.value, answer["best"]["value"])
        self.assertEqual([f.value for f in s.frontier], [f["value"] for f in answer["frontier"]])
        self.assertEqual({p.name: p.spend for p in s.best.parts if math.isnan(p.reps)},
                         {n: c["spend"] for n, c in answer["best"]["channels"].items()})
        self.assertEqual(len(s.margins), len(s.best.parts))

    def test_sensitivity(self):
        s = bireme.sensitivity(bireme.load(BASE), trials=256)
        answer = command("sensitivity", BASE, "--trials", "256")
        by_path = {i["path"]: i for i in answer["inputs"]}
        self.assertGreater(len(s.inputs), 10)
        for i in s.inputs:
            if i.path in by_path and not math.isnan(i.index.total):
                self.assertEqual(i.index.total, by_path[i.path]["total"])
        self.assertTrue(any(len(i.members) > 1 for i in s.inputs))


class Errors(unittest.TestCase):
    def test_a_bad_scenario_tells_everything_and_where(self):
        with self.assertRaises(bireme.BiremeError) as caught:
            bireme.load(os.path.join(SOURCE, "tests/cli/scenarios/bad.json"))
        e = caught.exception
        self.assertTrue(e.file.endswith("bad.json") and e.line > 0 and e.column > 0 and e.pointer.startswith("/"))
        self.assertGreater(len(e.problems), 2)
        self.assertIn(f"bad.json:{e.line}:{e.column}: ", str(e))
        self.assertEqual(e.status, "invalid scenario")

    def test_others_are_told_too(self):
        with self.assertRaises(bireme.BiremeError) as caught:
            bireme.load("/nowhere.json")
        self.assertEqual(caught.exception.file, "/nowhere.json")
        with self.assertRaises(bireme.BiremeError) as caught:
            bireme.load(SMALL, set={"channels.event.spend": 1})
        self.assertIn("did you mean `events`?", str(caught.exception))
        with self.assertRaises(bireme.BiremeError) as caught:
            bireme.plan(bireme.load(SMALL), metric="revenu", at_least=1, trials=64)
        self.assertIn("revenue", str(caught.exception))

    def test_what_would_be_rounded_is_refused(self):
        for path, value in (("run.seed", 2**53 + 1), ("run.seed", decimal.Decimal(2**53 + 1)),
                            ("channels.events.spend", decimal.Decimal("1e-400")),
                            ("channels.events.spend", fractions.Fraction(1, 10**400))):
            with self.subTest(value), self.assertRaises((bireme.BiremeError, ValueError)):
                bireme.load(SMALL, set={path: value})
        self.assertEqual(bireme.load(SMALL, set={"run.seed": 2**53}).forecast(trials=16).seed, 2**53)
        self.assertEqual(bireme.load(SMALL).forecast(trials=16, seed=2**64 - 1).seed, 2**64 - 1)

    def test_the_empty_name_of_a_file_is_named(self):
        with self.assertRaisesRegex(ValueError, "path must be the name of a file, found an empty text"):
            bireme.load("")

    def test_a_name_that_is_not_there_tells_the_nearest(self):
        f = bireme.load(SMALL).forecast(trials=64)
        c = bireme.compare([bireme.load(SMALL), bireme.load(SMALL, set={"name": "Other"})], trials=64, bridge=False)
        for look in (f.samples, f.by_period, f.__getitem__, lambda m: c.total(0, m), lambda m: c.difference(1, m)):
            with self.assertRaises(KeyError) as caught:
                look("revenu")
            self.assertIn("did you mean `revenue`?", str(caught.exception))
        self.assertEqual(c.total("Other").mean, c.total(1).mean)
        self.assertEqual(c.total(-1).mean, c.total(1).mean)
        for look in (c.total, c.difference, c.choice, c.bridge, c.forecast):
            self.assertRaises(IndexError, look, 2)
            self.assertRaises(IndexError, look, -3)
            self.assertRaises(KeyError, look, "Othr")
            self.assertRaises(TypeError, look, None)

    def test_the_version_is_the_programs(self):
        said = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True).stdout
        self.assertIn(bireme.version(), said)


class Arguments(unittest.TestCase):
    """What ctypes would have passed on as something else."""

    def setUp(self):
        self.scenario = bireme.load(SMALL)

    def refused(self, kind, name, call, *arguments, **options):
        with self.assertRaises(kind) as caught:
            call(*arguments, **options)
        self.assertIn(name, str(caught.exception))
        self.assertIn("found", str(caught.exception))

    def test_whole_numbers_out_of_range_or_of_no_kind_are_refused(self):
        for name, good in (("trials", 64), ("seed", 0), ("threads", 1)):
            for wrong in (-1, 1 << 64, (1 << 64) + 1, 1.5, math.nan, math.inf, -math.inf, np.int64(-3), np.float64(0.5)):
                self.refused(ValueError, name, self.scenario.forecast, **{"trials": 64, name: wrong})
            for wrong in (True, np.True_, "64", b"64", [64], (64,), np.array([64]), np.array([1, 2]), 1j, {}, object()):
                self.refused(TypeError, name, self.scenario.forecast, **{"trials": 64, name: wrong})
            self.assertGreater(self.scenario.forecast(**{"trials": 64, name: good}).trials, 0)
        for name in ("trials", "threads"):
            self.refused(ValueError, name, self.scenario.forecast, **{name: 0})
        for wrong in (-1, 0, 1, 1.5, math.nan):
            self.refused(ValueError, "steps", bireme.split, self.scenario, trials=64, steps=wrong)

    def test_whole_numbers_of_every_kind_are_taken(self):
        expected = self.scenario.forecast(trials=1000, seed=7)["revenue"].mean
        for trials in (1e3, np.int16(1000), np.uint64(1000), np.float32(1000), np.array(1000), fractions.Fraction(1000),
                       pd.Series([1000]).iloc[0], pd.Series([1000.0]).max()):
            self.assertEqual(self.scenario.forecast(trials=trials, seed=np.uint32(7))["revenue"].mean, expected)
        most = (1 << 64) - 1
        for seed in (most, np.uint64(most)):
            self.assertEqual(self.scenario.forecast(trials=64, seed=seed).seed, most)
        self.assertEqual(self.scenario.forecast(trials=64, seed=np.int64(0)).seed, 0)

    def test_numbers_that_are_none_are_refused(self):
        plan = {"at_least": 1000, "confidence": 0.5, "trials": 64}
        for name, call, others in (("precision", self.scenario.forecast, {}), ("confidence", bireme.plan, plan),
                                   ("worst", bireme.split, {"objective": "cvar"})):
            first = () if name == "precision" else (self.scenario,)
            for wrong in (0, 0.0, 1, -0.5, 2, math.nan, math.inf, np.float32("nan")):
                self.refused(ValueError, name, call, *first, **{**others, name: wrong})
            for wrong in ("0.5", True, [0.5], np.array([0.5, 0.6]), 1j):
                self.refused(TypeError, name, call, *first, **{**others, name: wrong})
        for name, call, others in (("at_least", bireme.plan, plan), ("at_least", bireme.split, {}), ("total", bireme.split, {})):
            for wrong in (math.nan, math.inf, -math.inf):
                self.refused(ValueError, name, call, self.scenario, **{**others, name: wrong})
        self.refused(ValueError, "total", bireme.split, self.scenario, total=-1)

    def test_numbers_of_every_kind_are_taken(self):
        wanted = [bireme.plan(self.scenario, at_least=at_least, confidence=confidence, trials=np.int64(256)).scale
                  for at_least, confidence in ((100_000, 0.5), (np.int32(100_000), np.float64(0.5)),
                                               (decimal.Decimal(100_000), fractions.Fraction(1, 2)), (np.array(1e5), np.array(0.5)))]
        self.assertEqual(len(set(wanted)), 1)
        precise = bireme.load(SMALL, set={"run.precision": 0.05})
        self.assertTrue(precise.forecast().precision.asked)
        self.assertFalse(precise.forecast(trials=64, precision=False).precision.asked)

    def test_numbers_that_float_and_int_stumble_over(self):
        plan = {"at_least": 1000, "confidence": 0.5, "trials": 64}
        beyond = (10**400, -10**400, 10**5000, decimal.Decimal("sNaN"), decimal.Decimal("NaN"), decimal.Decimal("1e999999999"),
                  fractions.Fraction(10**400))
        for wrong in beyond:
            for name, call, others in (("precision", self.scenario.forecast, {}), ("trials", self.scenario.forecast, {}),
                                       ("seed", self.scenario.forecast, {}), ("threads", self.scenario.forecast, {}),
                                       ("at_least", bireme.plan, plan), ("confidence", bireme.plan, plan),
                                       ("total", bireme.split, {}), ("worst", bireme.split, {"objective": "cvar"}),
                                       ("at_least", bireme.split, {}), ("steps", bireme.split, {})):
                first = () if call == self.scenario.forecast else (self.scenario,)
                self.refused(ValueError, name, call, *first, **{**others, name: wrong})
        for wrong in (np.timedelta64(5), np.timedelta64(5, "D"), np.datetime64("2027-01-01"), datetime.timedelta(5), bytearray(b"5")):
            self.refused(TypeError, "trials", self.scenario.forecast, trials=wrong)
            self.refused(TypeError, "at_least", bireme.plan, self.scenario, **{**plan, "at_least": wrong})
        for wrong in (np.timedelta64(5), np.array([5], dtype="m8[D]"), decimal.Decimal("sNaN"), 10**5000):
            self.refused(ValueError, "sales.reps", bireme.load, SMALL, set={"sales.reps": wrong})

    def test_texts_that_c_cannot_hold(self):
        half = "x\ud800"
        for name, call in (("path", lambda: bireme.load(half)), ("path", lambda: bireme.load(pathlib.Path(half))),
                           ("assumptions", lambda: bireme.load(SMALL, assumptions=[half])),
                           ("a path of set", lambda: bireme.load(SMALL, set={half: 1})),
                           ("sales.reps", lambda: bireme.load(SMALL, set={"sales.reps": half})),
                           ("sales.reps", lambda: bireme.load(SMALL, set={"sales.reps": ["a", half]})),
                           ("sales.reps", lambda: bireme.load(SMALL, set={"sales.reps": "a\0b"})),
                           ("sales", lambda: bireme.load(SMALL, set={"sales": {"re\0ps": 3}})),
                           ("name", lambda: bireme.load(SMALL, set={"name": "\\\0"})),
                           ("metric", lambda: bireme.plan(self.scenario, metric=half, at_least=1)),
                           ("until", lambda: bireme.plan(self.scenario, until=half, at_least=1)),
                           ("metric", lambda: self.scenario.forecast(trials=64)[half]),
                           ("sampler", lambda: self.scenario.forecast(sampler=half)),
                           ("given", lambda: self.scenario.forecast(given=half))):
            with self.subTest(name):
                self.refused(ValueError, name, call)
        self.assertEqual(bireme.load(SMALL, set={"name": "\\u0000 é"}).name, "\\u0000 é")

    def test_words_and_truths(self):
        self.refused(ValueError, "did you mean 'sobol'?", self.scenario.forecast, sampler="sobl")
        self.refused(TypeError, "sampler", self.scenario.forecast, sampler=1)
        self.refused(ValueError, "did you mean 'leads'?", bireme.plan, self.scenario, by="lead")
        self.refused(ValueError, "objective", bireme.split, self.scenario, objective="median")
        self.assertEqual(self.scenario.forecast(trials=64, sampler=np.str_("lhs")).sampler, "lhs")
        for name in ("totals", "samples"):
            self.refused(TypeError, name, self.scenario.forecast, trials=64, **{name: "no"})
            self.refused(TypeError, name, self.scenario.forecast, trials=64, **{name: 1})
        self.assertEqual(len(self.scenario.forecast(trials=64, samples=np.True_).samples("wins")), 64)
        self.refused(TypeError, "metric", bireme.plan, self.scenario, metric=3, at_least=1)
        self.refused(ValueError, "NUL", bireme.plan, self.scenario, metric="revenue\0x", at_least=1)

    def test_dates_and_regimes(self):
        expected = self.scenario.forecast(trials=1000, given=[("recession", "2027-03")])["revenue"].mean
        for by in ("2027-03-10", datetime.date(2027, 3, 10), datetime.datetime(2027, 3, 1, 12), pd.Timestamp("2027-03-31"),
                   np.datetime64("2027-03"), np.datetime64("2027-03-10T12")):
            self.assertEqual(self.scenario.forecast(trials=1000, given=[("recession", by)])["revenue"].mean, expected)
        ever = self.scenario.forecast(trials=1000, given=["recession"])
        self.assertEqual(self.scenario.forecast(trials=1000, given="recession")["revenue"].mean, ever["revenue"].mean)
        self.assertEqual(self.scenario.forecast(trials=1000, given=(["recession"],))["revenue"].mean, ever["revenue"].mean)
        for wrong in (3, pd.NaT, np.datetime64("NaT")):
            self.refused((TypeError, ValueError), "a date of given", self.scenario.forecast, given=[("recession", wrong)])
        self.refused(ValueError, "given", self.scenario.forecast, given=[("recession", None, False, 1)])
        self.refused(ValueError, "given", self.scenario.forecast, given=[()])
        self.refused(TypeError, "given", self.scenario.forecast, given=3)
        self.refused(TypeError, "never", self.scenario.forecast, given=[("recession", None, "yes")])

    def test_values_to_set(self):
        def mean(value):
            return bireme.load(SMALL, set={"channels.outbound.organic_leads": value}).forecast(trials=200)["revenue"].mean
        self.assertEqual(len({mean(v) for v in (150, np.int64(150), np.float32(150), np.array(150), decimal.Decimal(150))}), 1)
        leads = np.linspace(100, 200, bireme.load(SMALL).forecast(trials=64).periods.__len__())
        spend = [bireme.load(SMALL, set={"channels.outbound.season": v}).forecast(trials=200)["revenue"].mean
                 for v in (list(leads / leads.mean()), leads / leads.mean(), pd.Series(leads / leads.mean()), tuple(leads / leads.mean()))]
        self.assertEqual(len(set(spend)), 1)
        for wrong in (math.nan, math.inf, np.array([1, math.nan]), object(), {1, 2}, b"150"):
            self.refused(ValueError, "channels.outbound.organic_leads", mean, wrong)
        self.refused(TypeError, "set", bireme.load, SMALL, set=[("a", 1)])
        self.refused(TypeError, "set", bireme.load, SMALL, set={1: 2})
        self.refused(ValueError, "NUL", bireme.load, SMALL, set={"name\0": 2})

    def test_files_and_scenarios(self):
        self.assertEqual(bireme.load(pathlib.Path(SMALL)).name, bireme.load(os.fsencode(SMALL)).name)
        self.refused(ValueError, "NUL", bireme.load, SMALL + "\0.json")
        self.refused(TypeError, "path", bireme.load, 3)
        self.refused(TypeError, "path", bireme.load, None)
        self.refused(TypeError, "assumptions", bireme.load, SMALL, assumptions="finance.csv")
        for wrong in (None, SMALL, 3):
            self.refused(TypeError, "Scenario", bireme.plan, wrong, at_least=1)
            self.refused(TypeError, "Scenario", bireme.compare, [self.scenario, wrong])
        self.refused(TypeError, "scenarios", bireme.compare, SMALL)
        self.refused(ValueError, "scenarios", bireme.compare, [self.scenario])
        self.refused(ValueError, "scenarios", bireme.compare, [self.scenario] * 17)
        for wrong in (2, -3, 0.5):
            self.refused(ValueError, "baseline", bireme.compare, [self.scenario, self.scenario], baseline=wrong, trials=64)
        self.assertEqual(bireme.compare([self.scenario, self.scenario], baseline=-1, trials=64, bridge=False).baseline, 1)


if __name__ == "__main__":
    unittest.main()
