#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The programs of docs/library.md: twenty lines of C, ten of Python, with the numbers of the program and its exit statuses,
# built with what is installed, wherever that is moved to. (That the page shows what they print is for structure.run-docs.)
# Called with <program> <source folder>.
set -eu
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"

lines=$(grep -vcE '^(#include.*|/\*.*\*/|)$' "$source/docs/example.c")
[ "$lines" -le 20 ] || fail "docs/example.c has $lines lines, besides headers, comments and empty ones"
[ "$(wc -l <"$source/docs/example.py")" -le 10 ] || fail "docs/example.py has more than ten lines"

cmake --install "$(dirname "$program")" --prefix "$work/first" >"$work/said" 2>&1 || fail "cmake --install: $(tail -3 "$work/said")"
mv "$work/first" "$work/here"
library=$(dirname "$(find "$work/here" -name libbireme.so)")
PKG_CONFIG_PATH=$library/pkgconfig
export PKG_CONFIG_PATH
[ "$(pkg-config --modversion bireme)" = "$("$program" --version | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -1)" ] ||
    fail "pkg-config says version $(pkg-config --modversion bireme)"
for name in example cancel; do
    # shellcheck disable=SC2046
    cc -std=c11 -Wall -Wextra -Wpedantic -Werror "$source/docs/$name.c" $(pkg-config --cflags --libs bireme) -Wl,-rpath,"$library" \
        -o "$work/$name" || fail "docs/$name.c does not compile"
done

# ---- the numbers are those of the program
"$program" run "$source/scenarios/base.json" --quiet --format csv >"$work/answer.csv"
of() { grep -E "^Base 2027,$1," "$work/answer.csv" | cut -d, -f5 | awk -v form="$2" -v by="$3" '{ printf form, by * $1 }'; }
printf 'revenue: mean %s (±%s), P10 %s, P90 %s\nchance of the goal: %s %%\n' "$(of revenue,,mean %.0f 1)" \
    "$(of revenue,,mean_se %.0f 1)" "$(of revenue,,p10 %.0f 1)" "$(of revenue,,p90 %.0f 1)" \
    "$(of goal,,probability %.1f 100)" >"$work/expected"
"$work/example" "$source/scenarios/base.json" >"$work/said" || fail "docs/example.c ends with $?"
same "$work/said" "$work/expected"
if command -p python3 -c 'import numpy' 2>/dev/null; then
    (cd "$source" && BIREME_LIBRARY=$library/libbireme.so PYTHONPATH=python PYTHONDONTWRITEBYTECODE=1 \
        command -p python3 docs/example.py) >"$work/said" || fail "docs/example.py ends with $?"
    same "$work/said" "$work/expected"
else
    echo "left out: docs/example.py, without NumPy"
fi

# ---- errors
for case in "3 tests/cli/scenarios/bad.json" "4 tests/nowhere.json"; do
    status=0
    "$work/example" "$source/${case#* }" >"$work/said" 2>"$work/problem" || status=$?
    [ "$status" -eq "${case%% *}" ] && [ ! -s "$work/said" ] && grep -q "${case##*/}:[0-9]*:[0-9]*: ." "$work/problem" ||
        fail "docs/example.c with ${case#* }: $status, $(cat "$work/said" "$work/problem")"
done

# ---- CMake finds it
mkdir "$work/app"
cp "$source/docs/example.c" "$work/app"
sed -n '/^```cmake$/,/^```$/p' "$source/docs/library.md" | grep -v '^```' >"$work/app/CMakeLists.txt"
[ "$(wc -l <"$work/app/CMakeLists.txt")" -ge 5 ] || fail "docs/library.md has no CMakeLists.txt"
cmake -S "$work/app" -B "$work/app/build" -DCMAKE_PREFIX_PATH="$work/here" >"$work/said" 2>&1 &&
    cmake --build "$work/app/build" >>"$work/said" 2>&1 || fail "CMake: $(tail -5 "$work/said")"
"$work/app/build/forecast" "$source/scenarios/base.json" >"$work/said" || fail "built by CMake it ends with $?"
same "$work/said" "$work/expected"
conclude
