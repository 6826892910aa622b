#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The benchmarks, which the everyday build leaves out, compile with the headers of today. Called with <program> <source folder>.
set -euo pipefail
source=$2
failures=0
check() { gcc -std=c11 -D_POSIX_C_SOURCE=200809L -DBIREME_BLOCK_SIZE=256 -DBENCH_COMPILER='""' -DBENCH_FLAGS='""' -fopenmp -Wall -Wextra -Werror -fsyntax-only -I"$source/include" -I"$source/src" -I"$source/bench" "$@" 2>&1; }

printf '#include "harness.h"\nint main(void) { return bireme_run(1); }\n' | check -x c - >/dev/null && {
    echo "self-test: a call that does not fit is let through"
    failures=1
}
while read -r file; do
    found=$(check "$file") || {
        echo "$found"
        failures=$((failures + 1))
    }
done < <(find "$source/bench" -name '*.c' | sort)
[ "$failures" -eq 0 ] || exit 1
echo "ok: the benchmarks compile"
