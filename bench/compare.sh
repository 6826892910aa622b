#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs bireme and its peers on bench/reference.json in the same session, by turns, and prints each run as a JSON line
# and then the ratio of the best runs: bireme's trials per second over those of the fastest peer.
# Usage: bench/compare.sh BUILD_FOLDER [TRIALS [THREADS [REPEATS]]]
# BUILD_FOLDER: a release build with -DBIREME_BENCH=ON. If BUILD_FOLDER-avx2 is there too (-DBIREME_VECTOR=avx2), that program
# takes part. The NumPy peer is left out where there is no NumPy.
set -eu
export LC_ALL=C

if [ $# -lt 1 ] || [ ! -d "$1" ]; then
    echo "usage: bench/compare.sh BUILD_FOLDER [TRIALS [THREADS [REPEATS]]]" >&2
    exit 2
fi
build=$1 trials=${2:-262144} threads=${3:-$(nproc)} repeats=${4:-3}
bench=$(dirname "$0")
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT

# The instruction set of the block loops of a build, as its benchmarks say it.
vectors() {
    "$1/bench/bench_micro_compile" --smoke | sed -n 's/.*"vectors":"\([^"]*\)".*/\1/p' | head -n 1
}
own=$(vectors "$build") lesser=
[ ! -x "$build-avx2/bireme" ] || lesser=$(vectors "$build-avx2")
[ "$lesser" != "$own" ] || lesser=

# run_bireme FOLDER VECTORS: the program's own JSON line, from the elapsed time and the mean that its forecast reports.
run_bireme() {
    "$1/bireme" run "$bench/reference.json" --trials "$trials" --threads "$threads" --format json --quiet |
        command -p python3 -c '
import json, sys
f = json.load(sys.stdin)
r = f["metrics"]["revenue"]
print(json.dumps({"peer": "bireme", "vectors": sys.argv[2], "trials": f["trials"], "threads": int(sys.argv[1]), "seconds": f["elapsed_s"],
    "trials_per_second": round(f["trials"] / f["elapsed_s"]), "mean_revenue": round(r["mean"]), "p10": round(r["p10"]),
    "p50": round(r["p50"]), "p90": round(r["p90"])}))' "$threads" "$2"
}

i=0
while [ "$i" -lt "$repeats" ]; do
    run_bireme "$build" "$own"
    [ -z "$lesser" ] || run_bireme "$build-avx2" "$lesser"
    for delays in exact midpoint table; do
        "$build/bench/reference_gsl" "$trials" "$threads" "$delays"
    done
    if command -p python3 -c 'import numpy' 2>/dev/null; then
        command -p python3 "$bench/peers/reference_numpy.py" "$trials"
    fi
    i=$((i + 1))
done | tee "$lines"

command -p python3 -c '
import json, sys
best = {}
for line in open(sys.argv[1]):
    run = json.loads(line)
    name = " ".join([run["peer"]] + [run[k] for k in ("vectors", "delays") if k in run])
    best[name] = max(best.get(name, 0), run["trials_per_second"])
own = [name for name in best if name.startswith("bireme ")]
for ours in own:
    print(f"{ours}: {best[ours]:,.0f} trials per second (best of the runs)")
    for name, speed in sorted(best.items(), key=lambda item: -item[1]):
        if name not in own:
            print(f"  {best[ours] / speed:6.1f} x {name} ({speed:,.0f})")' "$lines"
