# SPDX-License-Identifier: GPL-3.0-or-later
"""Estimates of memory and time against what is measured. Called with PROGRAM and `measured`, or `said` where that makes no sense."""
import json
import os
import re
import resource
import signal
import subprocess
import sys
import time

program, measured = sys.argv[1], sys.argv[2] == "measured"
# Every day a part of what is measured, with BIREME_LONG in the environment (ctest -C long -L long) all.
LONG = "BIREME_LONG" in os.environ
failures = 0


def check(good, what):
    global failures
    if not good:
        failures += 1
        print("FAILED:", what)


# ------------------------ scenarios

def scenario(name, channels, periods, period="month", **more):
    """Channels that are alike, but for their numbers."""
    return {"name": name, "start": "2027-01-04" if period == "week" else "2027-01", "period": period, "periods": periods,
            "funnel": ["lead", "sql", "won"],
            "defaults": {"conversion": {"sql": 0.4, "won": {"dist": "beta", "mean": 0.2, "sd": 0.03}},
                         "cycle_days": {"won": {"dist": "gamma", "mean": 30, "cv": 0.5}},
                         "deal_value": {"dist": "lognormal", "mean": 900, "cv": 1}},
            "channels": {"c%d" % i: {"spend": 2000 + 10 * i, "cost_per_lead": 20} for i in range(channels)},
            "goal": {"metric": "revenue", "at_least": 50000 * channels, "confidence": 0.8}, **more}


def write(name, content):
    with open(name, "w") as file:
        json.dump(content, file)


write("small.json", scenario("Small", 2, 12))
write("other.json", scenario("Other", 3, 12))
write("wide.json", scenario("Wide", 40, 104, "week"))
write("huge.json", scenario("Huge", 1000, 520, "week"))
slow = scenario("Slow", 12, 52, "week")
slow["defaults"]["conversion"]["sql"] = {"dist": "beta", "mean": 0.4, "sd": 0.05}
write("slow.json", slow)
write("batch.json", {"scenarios": ["small.json"], "seeds": [1, 2, 3, 4], "metrics": ["revenue"]})
write("long.json", {"scenarios": ["slow.json"], "seeds": [1, 2, 3, 4], "metrics": ["revenue"]})


# ------------------------ memory

def run(arguments):
    """(status, largest resident size of it and its children in bytes, seconds, standard error), in a process of its own."""
    code = ("import resource, subprocess, sys, time\n"
            "start = time.monotonic()\n"
            "p = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)\n"
            "took = time.monotonic() - start\n"
            "print(p.returncode, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024, took)\n"
            "print(p.stderr.decode())\n")
    out = subprocess.run([sys.executable, "-c", code, program] + arguments, stdout=subprocess.PIPE, check=True).stdout.decode()
    first, _, error = out.partition("\n")
    status, size, took = first.split()
    return int(status), float(size), float(took), error


UNITS = {"MB": 1e6, "GB": 1e9, "TB": 1e12}


def said(arguments, limit="1M"):
    """The bytes that the refusal speaks of."""
    status, _, took, error = run(arguments + ["--max-memory", limit])
    found = re.search(r"this needs about ([0-9.]+) ([MGT]B) of memory", error)
    check(status == 5 and found is not None, "%s is not refused: %d %s" % (" ".join(arguments), status, error))
    check(took < 30 or not measured, "%s: refused after %.0f s only" % (" ".join(arguments), took))
    return float(found[1]) * UNITS[found[2]] if found else 0


RATIO, SLACK = 1.5, 5e6


def compare(arguments, limit="1M"):
    need = said(arguments, limit)
    if not measured:
        return
    status, size, _, error = run(arguments)
    check(status in (0, 1), "%s: %d %s" % (" ".join(arguments), status, error))
    print("%-72s said %4.0f MB, taken %4.0f MB" % (" ".join(arguments), need / 1e6, size / 1e6))
    check(size > 50e6, "%s is too small to tell" % " ".join(arguments))
    check(size / RATIO - SLACK <= need <= size * RATIO + SLACK,
          "%s: said %.0f MB, taken %.0f MB" % (" ".join(arguments), need / 1e6, size / 1e6))


compare(["run", "small.json", "--trials", "200000"])
compare(["run", "small.json", "--trials", "250000", "--totals", "--sampler", "random"])
compare(["run", "small.json", "--trials", "100000", "--totals", "--samples", "trials.csv"])
compare(["run", "small.json", "--trials", "90000", "--totals", "--samples", "trials.csv", "--european"])
compare(["run", "small.json", "--trials", "30000", "--out", "book.xlsx"])
compare(["run", "wide.json", "--trials", "500", "--out", "wide.json.csv", "--format", "csv"])
compare(["run", "wide.json", "--trials", "3000", "--threads", "1", "--out", "answer.json"])
compare(["compare", "small.json", "other.json", "--trials", "120000"])
compare(["plan", "small.json", "--trials", "100000"])
if LONG:
    compare(["split", "small.json", "--trials", "1048576", "--objective", "cvar:10%", "--steps", "2"])
    compare(["sensitivity", "small.json", "--trials", "400000"])
    compare(["batch", "batch.json", "--out", "table.csv", "--trials", "400000", "--threads", "2"])
for part in ("1/2", "2/2"):
    compare(["run", "small.json", "--trials", "500000", "--totals", "--shard", part, "--out", part[0] + ".part"])
if not measured:
    for part in ("1/2", "2/2"):
        run(["run", "small.json", "--trials", "5000", "--totals", "--shard", part, "--out", part[0] + ".part"])
parts = os.path.getsize("1.part") + os.path.getsize("2.part")
compare(["merge", "1.part", "2.part", "--out", "merged.json"], "%.1fM" % (parts / 1e6 + 2))
said(["merge", "1.part", "2.part", "--out", "merged.json"])  # the files alone are more than 1 MB

# One run of a batch that is not looked at beforehand, and does not fit, is a row with its error.
with open("many.csv", "w") as file:
    file.write("scenario,run.trials\n" + "".join("small.json,%d\n" % (200000 if i == 1 else 256) for i in range(200)))
status, _, _, error = run(["batch", "many.csv", "--out", "many.out.csv", "--max-memory", "60M", "--threads", "2", "--quiet"])
check(status == 1, "a run that does not fit: %d %s" % (status, error))
with open("many.out.csv") as file:
    check("the run needs about" in file.read(), "the table says why")

# A thousand channels, ten years of weeks: looked at, and refused, in time.
status, _, took, error = run(["run", "huge.json", "--max-memory", "20G"])
check(status == 5 and re.search("this needs about .* it needs less with .*--totals", error), "huge: %d %s" % (status, error))
check(took < 60 or not measured, "huge: refused after %.0f s only" % took)

# ------------------------ limits of the address space

LIMIT = 1 << 30


def limited(arguments):
    start = time.monotonic()
    p = subprocess.run([program] + arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
                       timeout=120, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT)))
    return p.returncode, p.stderr.decode(), time.monotonic() - start


if measured:
    absurd = [["compare", "small.json", "other.json"], ["run", "small.json", "--samples", "l.csv"],
              ["run", "small.json", "--out", "l.xlsx"], ["run", "small.json", "--sipmath", "l.json"]]
    for arguments in absurd:
        status, error, _ = limited(arguments + ["--trials", "1e9"])
        check(status == 5 and "it needs less with --trials" in error, "%s: %d %s" % (arguments, status, error))
    for command in (["run"], ["plan"], ["split"], ["sensitivity"]):
        for count in ("1e10", "1e18", "18446744073709551615", "18446744073709551616", "1e400", "-1", "0"):
            status, error, _ = limited(command + ["small.json", "--trials=" + count])
            check(status == 2 and "takes a whole number from 1 to 1000000000" in error,
                  "%s --trials %s: %d %s" % (command, count, status, error))
    for command, most in (("plan", "4194304"), ("split", "1048576"), ("sensitivity", "1048576")):
        status, error, _ = limited([command, "small.json", "--trials", "1e9"])
        check(status != 0 and "at most " + most + " are possible" in error, "%s: %d %s" % (command, status, error))
    for path, value, allowed in (("periods", "1e6", "520"), ("periods", "1e18", "520"), ("run.trials", "1e18", "1000000000"),
                                 ("channels.c0.organic_leads", "1e308", "10000000000000"),
                                 ("sales", '{"reps":1e300,"opportunities_per_rep":9,"stage":"sql"}', "1000000"),
                                 ("pipeline", '[{"stage":"sql","count":1e9,"channel":"c0"}]', "100000")):
        for command in ("check", "run", "plan", "split", "sensitivity"):
            status, error, _ = limited([command, "small.json", "--set", path + "=" + value])
            check(status == 3 and allowed in error and "out of memory" not in error,
                  "%s --set %s=%s: %d %s" % (command, path, value, status, error))

# ------------------------ time

# Loosely: other work may be there while one of the two is measured.
FACTOR = 4


def seconds_said(arguments, may_be_short=False):
    """What the line beforehand says; the run is ended after it. 0: nothing, as of less than a minute."""
    p = subprocess.Popen([program] + arguments, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)
    signal.signal(signal.SIGALRM, lambda number, frame: p.kill())  # then there is no line
    signal.alarm(60)
    line = p.stderr.readline().decode()
    signal.alarm(0)
    p.kill()
    p.wait()
    found = re.search(r"this will take about ([0-9]+) (seconds|minutes|hours|days)", line)
    check(found is not None or may_be_short, "%s: no line, but %s" % (" ".join(arguments), line))
    return int(found[1]) * {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86400}[found[2]] if found else 0


def time_of(arguments, many, few):
    claimed = seconds_said(arguments + ["--trials", str(many)], True)
    status, _, took, error = run(arguments + ["--trials", str(few)])
    check("will take" not in error, "%s --trials %d: a line for nothing: %s" % (" ".join(arguments), few, error))
    real = took * many / few
    print("%-72s said %6.0f s, as %d trials are %6.0f s" % (" ".join(arguments), claimed, few, real))
    if claimed == 0:
        check(real < 90, "%s: no line, it is %.0f s" % (" ".join(arguments), real))
    else:
        check(real / FACTOR < claimed < real * FACTOR, "%s: said %.0f s, it is %.0f s" % (" ".join(arguments), claimed, real))


if measured:
    time_of(["run", "slow.json", "--totals"], 200000000, 100000)
    if LONG:
        time_of(["compare", "slow.json", "slow.json", "--no-bridge", "--threads", "1"], 10000000, 30000)
        time_of(["plan", "slow.json"], 4000000, 8192)
        time_of(["sensitivity", "slow.json"], 1000000, 2048)
    time_of(["batch", "long.json"], 100000000, 30000)
    seconds_said(["run", "slow.json", "--totals", "--trials", "200000000", "--shard", "1/2", "--out", "t.part"])
    check("will take" not in run(["run", "small.json", "--precision", "0.2%"])[3], "a precision that is soon reached")
    check("will take" not in run(["split", "small.json"])[3], "a split that is short")

if failures:
    sys.exit("%d checks failed" % failures)
