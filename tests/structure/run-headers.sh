#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# One word, one thing: every header stands on its own, and all of them can be included by one file, in either order, so no name
# means two things; no two files define a macro of one name, which would be what a header should hold. The installed ones are C++
# too, and a program in C++ that is linked with the library finds its functions.
# Called with <program> <source folder>.
set -euo pipefail
export LC_ALL=C
library=$(dirname "$1")
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0
fail() {
    echo "$1"
    failures=$((failures + 1))
}
flags=(-D_POSIX_C_SOURCE=200809L -DBIREME_BLOCK_SIZE=256 -I"$source/include" -I"$source/src" -Wall -Wextra -Werror -fsyntax-only)
check() { gcc -std=c11 "${flags[@]}" -x c - 2>&1; }

# Two headers that use one name for two things, and one that needs what another includes, are found.
mkdir "$work/made"
echo 'typedef struct made_block { int a; } made_block;' >"$work/made/one.h"
echo 'typedef struct made_block { int b; } made_block;' >"$work/made/two.h"
echo 'made_block of(void);' >"$work/made/three.h"
printf '#include "%s/made/one.h"\n#include "%s/made/two.h"\n' "$work" "$work" | check >/dev/null && fail "self-test: one name for two things is let through"
printf '#include "%s/made/three.h"\n' "$work" | check >/dev/null && fail "self-test: a header that does not stand alone is let through"

mapfile -t headers < <(cd "$source" && { cd src && find . -name '*.h' | sed 's|^\./||' && cd ../include && find . -name '*.h' | sed 's|^\./||'; } | sort)
for header in "${headers[@]}"; do
    found=$(printf '#include "%s"\n' "$header" | check) || fail "$header does not stand alone:
$found"
done
for order in cat tac; do
    found=$(printf '#include "%s"\n' "${headers[@]}" | $order | check) || fail "the headers cannot meet in one file:
$found"
done

# What two files define, each for itself; feature test macros, which begin with `_`, each needs for itself, and METRIC is how
# the rows of metrics are read, column by column.
defined_twice() { (cd "$1" && grep -roE --include='*.[ch]' '^ *# *define +[A-Za-z][A-Za-z0-9_]*' . | sed 's/^\([^:]*\):.*define *\(.*\)/\2 \1/' | sort -u | awk '$1 != "METRIC" && $1 == last { print $1 ": " where " " $2 } { last = $1; where = $2 }'); }
printf '#define FAIL(x) x\n' | tee "$work/made/four.c" >"$work/made/five.c"
[ -n "$(defined_twice "$work/made")" ] || fail "self-test: a macro that two files define is let through"
found=$(defined_twice "$source/src")
[ -z "$found" ] || fail "macros that more than one file defines:
$found"

(cd "$source/include" && find . -name '*.h' | sed 's|^\./\(.*\)|#include "\1"|') >"$work/all.cc"
cat >>"$work/all.cc" <<'C'
#include <cstdio>
int main()
{
    bireme_error error = {};
    bireme_scenario *scenario = nullptr;
    bireme_status status = bireme_scenario_load("/no/such/file.json", nullptr, nullptr, &scenario, &error);
    std::printf("%s\n", bireme_status_text(status));
    return status == BIREME_IO ? 0 : 1;
}
C
if [ -f "$library/libbireme.so" ] && ! nm -D "$library/libbireme.so" | grep __asan_ >/dev/null; then
    g++ -std=c++11 -Wall -Wextra -Werror -pedantic -I"$source/include" "$work/all.cc" -L"$library" -lbireme -Wl,-rpath,"$library" -o "$work/all" || fail "the installed headers are no C++"
    [ ! -x "$work/all" ] || "$work/all" >/dev/null || fail "a program in C++ does not get the library's answer"
else
    g++ -std=c++11 -Wall -Wextra -Werror -pedantic -I"$source/include" -fsyntax-only "$work/all.cc" || fail "the installed headers are no C++"
fi
echo "${#headers[@]} headers"
[ "$failures" -eq 0 ]
