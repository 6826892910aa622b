#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The same bytes from every build: two compilers, two levels of optimisation, kernels for AVX-512, AVX2 and neither,
# and blocks of another size. Each is built in a folder of its own and compared with the program under test: its JSON
# and every trial, by period and totals alone, with every sampler, and where a precision stops the run. Every day one
# build with another compiler, another level, no vectors and other blocks all at once, and the sampler of points; with
# BIREME_LONG in the environment every build and sampler.
#
#   run-matrix.sh PROGRAM SOURCE
set -u
program=$1 source=$2
. "$source/tests/golden/common.sh"
scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT

# With every part of the model between them; every day two of them.
scenarios="$source/tests/cli/scenarios/everything.json $source/tests/cli/scenarios/whole.json"
if [ -n "$long" ]; then scenarios="$source/scenarios/hardware-seller.json $scenarios"; else samplers=sobol; fi

run_all() { # program, folder
    mkdir -p "$2"
    for scenario in $scenarios; do
        for sampler in $samplers; do
            name=$2/$(basename "$scenario" .json)-$sampler
            run "$1" "$name-periods" "$scenario" --sampler "$sampler" --trials 3000 --threads 1 &
            run "$1" "$name-totals" "$scenario" --sampler "$sampler" --trials 3000 --threads 1 --totals
            wait
        done
    done
    run "$1" "$2/precision" "$source/tests/cli/scenarios/whole.json" --precision 1% --trials 100000 --totals
}

compare() { # folder, what was built
    for file in "$scratch"/reference/*.json; do
        name=$(basename "$file" .json)
        checks=$((checks + 1))
        same "$scratch/reference/$name" "$1/$name" || fail "$2: $name has other bytes than the program under test"
    done
}

has_openmp() { # compiler
    echo '#include <omp.h>
          int main(void) { return omp_get_num_procs() < 1; }' |
        "$1" -fopenmp -x c -o "$scratch/probe" - 2>/dev/null
}

try() { # compiler, its options, more options of cmake…
    compiler=$1 flags=$2
    shift 2
    what="$compiler $flags $*"
    if ! has_openmp "$compiler"; then
        echo "skipped: $what: there is no $compiler with OpenMP here (Debian: gcc; clang and libomp-dev)"
        return
    fi
    build=$scratch/build
    rm -rf "$build" "$scratch/built"
    if ! { cmake -S "$source" -B "$build" -G Ninja -DCMAKE_C_COMPILER="$compiler" -DCMAKE_C_FLAGS="$flags" \
        -DCMAKE_BUILD_TYPE=None -DBUILD_TESTING=OFF "$@" &&
        cmake --build "$build" --target bireme -j 2; } >"$scratch/log" 2>&1; then
        tail -n 20 "$scratch/log" >&2
        fail "$what does not build"
        return
    fi
    run_all "$build/bireme" "$scratch/built"
    compare "$scratch/built" "$what"
}

grep -q avx512dq /proc/cpuinfo 2>/dev/null || echo "this processor has no AVX-512: its kernels were not run"
grep -q avx2 /proc/cpuinfo 2>/dev/null || echo "this processor has no AVX2: its kernels were not run"
run_all "$program" "$scratch/reference"
if [ -n "$long" ]; then
    try gcc -O1
    try gcc -O3 -DBIREME_VECTOR=avx2
    try gcc -O3 -DBIREME_VECTOR=plain
    try clang -O1
    try clang -O3
    try gcc -O1 -DBIREME_BLOCK_SIZE=768
else
    compiler=clang
    has_openmp clang || compiler=gcc
    try $compiler -O1 -DBIREME_VECTOR=plain -DBIREME_BLOCK_SIZE=768
fi
finish matrix
