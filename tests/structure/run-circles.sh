#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# No two files of the program include or call each other in a circle. Called with <program> <source folder>: what is
# included is read from the sources, what is called from the objects that the program was built of (a call is a symbol that one
# object needs and another one has, so a table or a variable counts as well). First the check is checked on a circle of either
# kind and on trees without one.
set -euo pipefail
export LC_ALL=C
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# circles: of pairs "a b" on standard input, a line for each circle: its members.
circles() {
    { tsort 2>&1 >/dev/null || true; } | awk '/contains a loop/ { if (line != "") print line; line = ""; next }
        { sub(/^tsort: /, ""); line = line " " $0 } END { if (line != "") print line }'
}

# includes DIR: the pairs "file included" under DIR/src and DIR/include.
includes() {
    (cd "$1" && find src include -name '*.[ch]' -exec grep -HE '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' {} + |
        sed -E 's/^src\/([^:]*):[^"]*"([^"]*)".*/\1 \2/; s/^include\/([^:]*):[^"]*"([^"]*)".*/\1 \2/') || true
}

# calls OBJECT…: the pairs "object object" of those that need a symbol of another.
calls() {
    nm -A "$@" 2>/dev/null | awk '
        { file = $1; sub(/:[^:]*$/, "", file); sub(/.*\.dir\//, "", file); sub(/\.o$/, "", file) }
        $2 == "U" || $(NF - 1) == "U" { needs[file " " $NF] = 1; next }
        $(NF - 1) ~ /^[TDBRV]$/ { has[$NF] = file }
        END { for (n in needs) { split(n, part, " "); if (part[2] in has && has[part[2]] != part[1]) print part[1], has[part[2]] } }' | sort -u
}

failures=0
fail() {
    echo "$1"
    failures=$((failures + 1))
}

mkdir -p "$work/tree/src/a" "$work/tree/include"
printf '#include "a/two.h"\n' >"$work/tree/src/a/one.h"
printf '#include "a/three.h"\n' >"$work/tree/src/a/two.h"
printf '#include <a/one.h>\n' >"$work/tree/src/a/three.h"
[ -z "$(includes "$work/tree" | circles)" ] || fail "self-test: a chain of headers is called a circle"
printf '#include "a/one.h"\n' >"$work/tree/src/a/three.h"
[ -n "$(includes "$work/tree" | circles)" ] || fail "self-test: a circle of headers is let through"
mkdir -p "$work/t.dir"
printf 'int g(void); int f(void); int f(void) { return g(); }\n' >"$work/f.c"
printf 'extern const int h[]; int g(void); int g(void) { return h[0]; }\n' >"$work/g.c"
printf 'extern const int h[]; const int h[] = {1};\n' >"$work/h.c"
for name in f g h; do cc -c "$work/$name.c" -o "$work/t.dir/$name.c.o"; done
[ "$(calls "$work"/t.dir/*.o | sort | tr '\n' ';')" = "f.c g.c;g.c h.c;" ] || fail "self-test: the calls are not seen"
[ -z "$(calls "$work"/t.dir/*.o | circles)" ] || fail "self-test: a chain of calls is called a circle"
printf 'int f(void); extern int (*const h[])(void); int (*const h[])(void) = {f};\n' >"$work/h.c"
cc -c "$work/h.c" -o "$work/t.dir/h.c.o"
[ -n "$(calls "$work"/t.dir/*.o | circles)" ] || fail "self-test: a circle of calls through a table is let through"

pairs=$(includes "$source" | grep -c . || true)
found=$(includes "$source" | circles)
[ -z "$found" ] || fail "files that include each other:$found"
# The library's objects and the program's own, of the build that the program is from.
mapfile -t objects < <(find "$(dirname "$program")/CMakeFiles" -path '*.dir/src/*' -name '*.c.o' ! -path '*/bireme_shared.dir/*')
called=$(calls "${objects[@]}" | grep -c . || true)
[ "$called" -gt 300 ] || fail "only $called calls between ${#objects[@]} objects: the objects were not read"
found=$(calls "${objects[@]}" | circles)
[ -z "$found" ] || fail "files that call each other:$found"
echo "$pairs includes, $called pairs of files of which one calls the other, in ${#objects[@]} objects"
[ "$failures" -eq 0 ]
