#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Fuzzes every reader of bytes from outside with libFuzzer, under the address and undefined-behaviour sanitizers: each target
# for some seconds, as many at once as there are processors. Without clang's fuzzer it says so and exits with 77.
#
#     tests/fuzz/run-fuzz.sh [PROGRAM SOURCE-FOLDER] [SECONDS] [TARGET…]
#
# 20 seconds without the argument; targets: all (collector, scenario, …). What is found is kept under build/fuzz/found/TARGET: mend
# it, and put the input into tests/fuzz/found/TARGET, which the everyday tests replay. With BIREME_FUZZ_KEEP=1 the inputs that
# reached something new are merged into tests/fuzz/corpus (look at their size before you commit them). BIREME_FUZZ_SEED=n begins
# at that number, so that a run can be had again; without it each begins elsewhere.
set -euo pipefail
[ ! -d "${2-}" ] || shift 2
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
seconds=${1-20}
[ $# -eq 0 ] || shift
jobs=${BIREME_FUZZ_JOBS-$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)}
export LC_ALL=C.UTF-8
build=build/fuzz

probe=$(mktemp -d)
trap 'rm -rf "$probe"' EXIT
printf '#include <stddef.h>\nint LLVMFuzzerTestOneInput(const unsigned char *d, size_t n);\nint LLVMFuzzerTestOneInput(const unsigned char *d, size_t n) { return d == NULL && n > 0; }\n' >"$probe/probe.c"
if ! clang -fsanitize=fuzzer,address,undefined "$probe/probe.c" -o "$probe/probe" >"$probe/log" 2>&1; then
    echo "without clang and its fuzzer (scripts/install-dependencies clang libclang-rt-14-dev libomp-dev) nothing is fuzzed"
    exit 77
fi
if ! { CC=clang cmake -S . -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBIREME_FUZZ=ON &&
    cmake --build "$build"; } >"$probe/log" 2>&1; then
    cat "$probe/log"
    echo "the build of $build failed; what went wrong is above"
    exit 1
fi

if [ $# -gt 0 ]; then
    targets=$*
else
    targets=$(cd tests/fuzz && printf '%s\n' target_*.c | sed 's/^target_//; s/\.c$//')
fi

# one TARGET: its summary line in $probe/TARGET.line; what it wrote stays in $build/TARGET.log
one() {
    local name=$1 grown=$build/grown/$1 found=$build/found/$1 status=0
    local log=$build/$name.log
    rm -rf "$grown"
    mkdir -p "$grown" "$found" "$probe/$name"
    TMPDIR=$probe/$name UBSAN_OPTIONS=print_stacktrace=1 ASAN_OPTIONS=detect_stack_use_after_return=1 OMP_NUM_THREADS=1 \
        "$build/tests/fuzz/fuzz.$name" -seed="${BIREME_FUZZ_SEED-0}" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=1500 -max_len=8192 -close_fd_mask=3 \
        -print_final_stats=1 -dict=tests/fuzz/readers.dict -artifact_prefix="$found/" "$grown" \
        $(for folder in "tests/fuzz/corpus/$name" "tests/fuzz/found/$name"; do [ ! -d "$folder" ] || echo "$folder"; done) \
        >"$log" 2>&1 || status=$?
    local runs speed cover
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    speed=$(sed -n 's/^stat::average_exec_per_sec: *//p' "$log")
    cover=$(grep -oE 'cov: [0-9]+ ft: [0-9]+ corp: [0-9]+' "$log" | tail -n 1)
    printf '%-16s %10s runs %8s a second   %s%s\n' "$name" "${runs:-?}" "${speed:-?}" "$cover" \
        "$([ "$status" -eq 0 ] || echo "   FAILED, see $log and $found")" >"$probe/$name.line"
    cat "$probe/$name.line"
    [ "$status" -eq 0 ] || touch "$probe/failed"
    if [ -n "${BIREME_FUZZ_KEEP-}" ] && [ "$status" -eq 0 ]; then
        mkdir -p "tests/fuzz/corpus/$name"
        TMPDIR=$probe/$name "$build/tests/fuzz/fuzz.$name" -merge=1 -max_len=1024 "tests/fuzz/corpus/$name" "$grown" >>"$log" 2>&1 || true
    fi
}

echo "$seconds seconds for each target, $jobs at once:"
for name in $targets; do
    while [ "$(jobs -rp | wc -l)" -ge "$jobs" ]; do wait -n || true; done
    one "$name" &
done
wait
[ ! -e "$probe/failed" ] || exit 1
