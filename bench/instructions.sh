#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Counts instructions with valgrind (callgrind): the figure that does not depend on what else the machine does, for
# comparing two versions. Prints JSON lines, for a trial of the reference scenario, for compiling it, and for samples of
# some kernels. Each is the difference of two runs of different length, so that what happens once drops out.
# Usage: bench/instructions.sh BUILD_FOLDER, a release build with -DBIREME_BENCH=ON. Without valgrind it says so, and does
# nothing.
#
# Valgrind knows no AVX-512 and hides it: these are the instructions of the AVX2 loops, four samples at a time.
set -eu
export LC_ALL=C.UTF-8
if [ $# -ne 1 ] || [ ! -x "$1/bireme" ]; then
    echo "usage: bench/instructions.sh BUILD_FOLDER" >&2
    exit 2
fi
build=$(cd "$1" && pwd)
cd "$(dirname "$0")/.."
if ! command -v valgrind >/dev/null; then
    echo "instructions.sh: there is no valgrind, so no instructions are counted" >&2
    exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# instructions COMMAND...: how many; the command's own output goes to $work/output.
instructions() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null --log-file="$work/log" "$@" >"$work/output"
    sed -n 's/,//g; s/^.*I *refs: *\([0-9]*\).*$/\1/p' "$work/log"
}

report() { # CASE WHO UNIT VALUE
    printf '{"bench":"instructions","case":"%s","who":"%s","unit":"%s","value":%s}\n' "$1" "$2" "$3" "$4"
}

per() { # MORE LESS HOW_MANY
    awk -v more="$1" -v less="$2" -v n="$3" 'BEGIN { printf "%.6g", (more - less) / n }'
}

trial() { # CASE OPTIONS...
    label=$1
    shift
    less=$(instructions "$build/bireme" run bench/reference.json --threads 1 --quiet --trials 4096 "$@")
    more=$(instructions "$build/bireme" run bench/reference.json --threads 1 --quiet --trials 12288 "$@")
    report "$label" bireme instructions/trial "$(per "$more" "$less" 8192)"
}

kernel() { # PROGRAM CASE WHO TIMES UNIT
    less=$(instructions "$build/bench/bench_micro_$1" --count "$2" "$3" "$4")
    more=$(instructions "$build/bench/bench_micro_$1" --count "$2" "$3" $(($4 * 2)))
    samples=$(cat "$work/output")
    report "$2" "$3" "instructions/$5" "$(per "$more" "$less" $(($4 * samples)))"
}

trial "reference"
trial "reference, totals" --totals
kernel compile reference plan 1 scenario
kernel blocks uniforms bireme 20 sample
kernel blocks uniforms "gsl mt19937" 20 sample
kernel blocks exp bireme 20 sample
kernel blocks exp libm 20 sample
for family in normal lognormal "gamma, shape 2.5" beta; do
    kernel families "$family" table 20 sample
    kernel families "$family" gsl 20 sample
    if "$build/bench/bench_micro_families" --count "$family" pinv 1 2>/dev/null | grep -q .; then
        kernel families "$family" pinv 20 sample
    fi
done
for mean in 1 8 100; do
    kernel poisson "mean $mean ± 30 %" table 20 sample
    kernel poisson "mean $mean ± 30 %" gsl 20 sample
done
kernel sums "15 deals" bireme 5 sum
kernel sums "15 deals" gsl 5 sum
kernel delay "one step, mean uncertain (reference)" bireme 5 value
kernel delay "four steps, one uncertain (base)" bireme 5 value
