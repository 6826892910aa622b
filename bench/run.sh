#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Runs every benchmark and every peer, and writes the JSON lines to a file, bench/results.jsonl if not said:
#
#     bench/run.sh BUILD_FOLDER [ROUNDS [FILE]]
#
# BUILD_FOLDER: a release build with -DBIREME_BENCH=ON. With more than one round everything is run again and again: take
# the best of all rounds, because other work on the machine can only make a run slower. A round takes about ten minutes.
# If BUILD_FOLDER-avx2 is there too (preset bench-avx2), what the pages say of AVX2 is measured with it in the same session.
set -eu
export LC_ALL=C.UTF-8
if [ $# -lt 1 ] || [ ! -x "$1/bench/bench_macro_scenarios" ]; then
    echo "usage: bench/run.sh BUILD_FOLDER [ROUNDS [FILE]]" >&2
    exit 2
fi
build=$(cd "$1" && pwd)
rounds=${2:-1}
cd "$(dirname "$0")/.."
file=${3:-bench/results.jsonl}
set -- bench/reference.json
for scenario in scenarios/*.json; do
    case $scenario in *.schema.json) continue ;; esac
    set -- "$@" "$scenario"
done

round=1
while [ "$round" -le "$rounds" ]; do
    echo "round $round of $rounds" >&2
    for program in families blocks poisson sums delay collect; do "$build/bench/bench_micro_$program"; done
    "$build/bench/bench_micro_compile" "$@"
    "$build/bench/bench_macro_scaling"
    if [ "$round" -eq 1 ]; then "$build/bench/bench_macro_accuracy"; fi # the same in every round but for its times
    "$build/bench/bench_macro_scenarios" --program "$build/bireme" "$@"
    bench/compare.sh "$build" 262144 2 3 | grep '^{'
    if [ -x "$build-avx2/bench/bench_macro_scaling" ]; then
        for program in micro_families micro_poisson macro_scaling; do "$build-avx2/bench/bench_$program"; done
        "$build-avx2/bench/bench_macro_scenarios" --program "$build-avx2/bireme" bench/reference.json
    fi
    if [ "$round" -eq 1 ]; then bench/instructions.sh "$build"; fi
    round=$((round + 1))
done >"$file.part" # an interrupted run leaves this, and the file as it was
mv "$file.part" "$file"
echo "wrote $file" >&2
