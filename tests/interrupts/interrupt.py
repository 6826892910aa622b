# SPDX-License-Identifier: GPL-3.0-or-later
"""Signals at many moments of many commands: interrupt.py PROGRAM FOLDER, with small.json, base.json and its companions there."""
import json
import os
import signal
import subprocess
import sys
import time
import zipfile

program, folder = sys.argv[1:3]
# Every day at some of the moments, with BIREME_LONG in the environment (ctest -C long -L long) at all.
LONG = "BIREME_LONG" in os.environ
os.chdir(folder)
# A second is promised; what the machine does besides is given time too.
BOUND_S = 4.0
failures = checks = 0
answered = 0


def check(good, *what):
    global failures, checks
    checks += 1
    if not good:
        failures += 1
        print("FAIL", *what)


def restore():
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_DFL)


def wait_for_begin(process, number):
    """Until the program has taken the signal over: before its own first line it does what it does to any program."""
    until = time.monotonic() + 20
    while process.poll() is None and time.monotonic() < until:
        with open(f"/proc/{process.pid}/status") as file:
            blocked = next(int(line.split()[1], 16) for line in file if line.startswith("SigBlk"))
        if blocked >> (number - 1) & 1:
            return
        time.sleep(0.0005)


def whole(path):
    """Is the file what its name says, to its end?"""
    if path.endswith((".json", ".SIPmath")):
        with open(path) as file:
            json.load(file)
    elif path.endswith(".xlsx"):
        assert zipfile.ZipFile(path).testzip() is None
    elif path.endswith(".part"):
        assert os.path.getsize(path) > 1000
    else:
        with open(path, newline="") as file:
            text = file.read()
        assert text.endswith("\n") and len({line.count(",") for line in text.splitlines()}) <= 3


def stop(args, delay, outputs=(), number=signal.SIGTERM, twice=None, prepare=restore, stdout=subprocess.PIPE):
    """Starts, waits, signals: (exit status or None if it was over before, seconds, standard output, standard error)."""
    for path in outputs:
        with open(path, "w") as file:
            file.write("old")
    with subprocess.Popen([program, *args], stdout=stdout, stderr=subprocess.PIPE, preexec_fn=prepare) as process:
        wait_for_begin(process, number)
        time.sleep(delay)
        over = process.poll() is not None
        start = time.monotonic()
        if not over:
            process.send_signal(number)
            if twice is not None:
                time.sleep(twice)
                process.send_signal(number)
        try:
            out, err = process.communicate(timeout=60)
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
        took = time.monotonic() - start
    what = " ".join(args) + f" after {delay} s"
    left = [name for name in os.listdir(".") if "bireme-" in name]
    check(not left, what, "left over:", left)
    for name in left:
        os.unlink(name)
    for path in outputs:
        old = open(path, "rb").read() == b"old"
        try:
            old or whole(path)
        except Exception as error:
            check(False, what, path, "is neither the old file nor a whole one:", error)
    if over:
        return None, took, out, err.decode()
    at_its_end = process.returncode in (0, 1) and took < 0.05
    check(process.returncode == 130 or at_its_end, what, "exit status", process.returncode, err.decode())
    check(took < BOUND_S, what, f"took {took:.2f} s to end")
    if process.returncode == 130:
        check(b"interrupted" in err, what, "said", err)
    return process.returncode, took, out, err.decode()


long_run = ["run", "base.json", "--trials", "100000000", "--totals"]
cases = [
    (["check", "base.json", "--out", "c.json"], ["c.json"], [0, 0.01, 0.03]),
    ([*long_run, "--out", "r.json"], ["r.json"], [0, 0.02, 0.1, 0.4, 1.2]),
    ([*long_run, "--out", "r.csv"], ["r.csv"], [0.05, 0.7]),
    ([*long_run, "--shard", "1/2", "--out", "r.part"], ["r.part"], [0.05, 0.7]),
    (["run", "base.json", "--trials", "60000", "--out", "r.xlsx"], ["r.xlsx"], [0.1, 0.6, 1.1, 1.6, 2.5]),
    (["run", "small.json", "--trials", "200000", "--samples", "s.csv", "--out", "r.txt"], ["s.csv"], [0.1, 0.4, 0.8, 1.6]),
    (["run", "small.json", "--trials", "60000", "--sipmath", "s.SIPmath", "--out", "r.json"], ["s.SIPmath", "r.json"], [0.1, 0.3, 0.6]),
    (["compare", "base.json", "recession.json", "--out", "x.json"], ["x.json"], [0.05, 0.5]),
    (["plan", "base.json", "--out", "x.json"], ["x.json"], [0.05, 0.5]),
    (["split", "base.json", "--out", "x.csv"], ["x.csv"], [0.05, 0.5]),
    (["sensitivity", "base.json", "--out", "x.xlsx"], ["x.xlsx"], [0.05, 0.5]),
    (["merge", "1.part", "2.part", "--out", "merged.json"], ["merged.json"], [0, 0.05, 0.2]),
    (["schema", "--out", "schema.json"], ["schema.json"], [0, 0.005]),
]
for args, outputs, delays in cases:
    if not LONG and len(delays) > 2:
        delays = delays[::2]
    for k, delay in enumerate(delays):
        status, took, out, err = stop(args, delay, outputs, signal.SIGINT if k % 2 else signal.SIGTERM)

# What was finished is answered: one of a few moments at which a part must be there.
for delay in (1, 2, 4, 8):  # a long run is tried out first
    status, took, out, err = stop(["run", "small.json", "--trials", "100000000", "--totals", "-f", "json"], delay)
    if b'"kind"' in out:
        answer = json.loads(out)
        answered += 1
        check(0 < answer["trials"] < 100000000 and "this is the answer of the first" in err, "the answer of a part", err)
        break
check(answered == 1, "nothing of what was finished was answered:", err)
# Also where a task of a thread takes long, and as a workbook.
for args, path in ((["--threads", "1", "--out", "r.csv"], "r.csv"), (["--out", "r.xlsx"], "r.xlsx")):
    answered = False
    for delay in (1, 2, 4, 8):
        status, took, out, err = stop(["run", "base.json", "--trials", "10000000", *args], delay, [path])
        answered = answered or open(path, "rb").read() != b"old"
        if answered:
            break
    check(answered, args, "nothing of what was finished was answered:", err)
# The answer is there before the trials are written.
if os.path.exists("s.csv"):
    os.unlink("s.csv")
for delay in (3, 6, 12):
    status, took, out, err = stop(["run", "small.json", "--trials", "400000", "--samples", "s.csv", "-f", "json"], delay)
    if "s.csv is not written" in err:
        json.loads(out)
        check(not os.path.exists("s.csv"), "s.csv is there")
        break
    if status is None:
        break

# Nothing can be read, and nothing written: a pipe that nobody opens.
os.mkfifo("pipe.json")
for args in (["run", "pipe.json"], ["check", "pipe.json"], ["batch", "pipe.json"], ["run", "small.json", "--trials", "100", "--out", "pipe.json"]):
    status, took, out, err = stop(args, 0.3)
    check(status == 130, args, "exit status", status)
# Standard output that nobody reads.
read, write = os.pipe()
status, took, out, err = stop(["run", "base.json", "--trials", "1000", "-f", "csv", "--samples", "/dev/null"], 1.5, stdout=write)
check(status in (130, None), "a full pipe: exit status", status)
os.close(read)
os.close(write)

# A second one, and the group's besides.
for gap in (0.01, 0.2):
    status, took, out, err = stop(long_run, 0.5, twice=gap)
    check(status == 130, "twice: exit status", status)
status, took, out, err = stop(long_run, 0.3, number=signal.SIGHUP)


def ignore():
    restore()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


# What is ignored (nohup, a job in the background) stays ignored.
for number in (signal.SIGINT, signal.SIGHUP):
    with subprocess.Popen([program, "run", "small.json", "--trials", "200000", "-f", "json"], stdout=subprocess.PIPE, preexec_fn=ignore) as process:
        time.sleep(0.1)
        process.send_signal(number)
        out, _ = process.communicate(timeout=100)
    check(process.returncode == 0 and json.loads(out)["trials"] == 200000, "an ignored signal stops it:", process.returncode)

# Batches: what is finished is kept, and the table is the same.
batch = ["batch", "m.json", "--out", "b.csv", "--resume"]
runs = stops = 0
for delay in [0.02, 0.1, 0.25, 0.4, 0.5, 0.6, 0.8] * (3 if LONG else 1):
    status, took, out, err = stop(batch, delay, number=signal.SIGTERM if stops % 2 else signal.SIGINT)
    stops += 1
    if status is None:
        break
    if os.path.exists("b.csv.partial"):
        with open("b.csv.journal") as file:
            done = [int(line.split()[1]) for line in file if line.startswith("run ")]
        check(not done or done[-1] >= runs, "a batch lost runs:", done[-1:], "after", runs)
        runs = done[-1] if done else runs
status = subprocess.run([program, *batch, "-q"]).returncode
check(status == 0 and open("b.csv", "rb").read() == open("whole.csv", "rb").read(), "the resumed table differs:", status)
status, took, out, err = stop(["batch", "m.json"], 0.4)

# `init` leaves no half of a scenario.
for delay in (0, 0.001, 0.002, 0.004):
    if os.path.exists("begun.json"):
        os.unlink("begun.json")
    stop(["init", "begun"], delay)
    if os.path.exists("begun.json"):
        whole("begun.json")

print(f"{checks} checks")
sys.exit(failures > 0)
