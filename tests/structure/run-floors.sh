#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The order of the house: a file includes only its own room and lower floors, each dependency has one home, the library
# does not print, exit, read the clock or the environment, and no libm function whose last bit depends on the processor
# comes near a sample. Called with <program> <source folder>. First the checks are checked: a made-up tree with
# one mistake per rule must be refused for each of them, and a clean one let through.
set -eu
export LC_ALL=C
program=$1
source=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# violations DIR: one line "file:line: what" for each broken rule under DIR/include and DIR/src.
violations() {
    (
        cd "$1"
        find include src -type f \( -name '*.c' -o -name '*.h' \) | sort | while read -r file; do
            awk -v file="$file" -f "$here/floors.awk" "$file"
        done
        # One file, and only one, may use OpenMP.
        users=$(grep -rlE '^[[:space:]]*#[[:space:]]*(pragma[[:space:]]+omp|include[[:space:]]*<omp\.h>)' src || true)
        if [ "$(printf '%s\n' "$users" | grep -c .)" -gt 1 ]; then
            printf '%s\n' "$users" | sed 's/$/:1: more than one file uses OpenMP/'
        fi
        # One writer of each form. What an answer says goes through its document, its members and its figures.
        writer() { # files that may, what is looked for, what is wrong
            grep -arnE --include='*.c' "$2" src | grep -vE "^($1):" | sed "s#^\\([^:]*:[0-9]*\\):.*#\\1: $3#" || true
        }
        writer 'src/output/forms/(csv|figures)\.c|src/output/forecast/figures\.c' 'bireme_csv_(begin|go_on|texts?|number|whole|end_row)\(' \
            'writes cells of CSV outside output/forms/figures.c'
        writer 'src/base/(json|utf8)\.c' '"\\\\u%0' 'escapes JSON outside base/json.c'
        writer 'src/(base/currency|table/currency_signs)\.c' '^ *[^ */].*"(€|£|¥|₹)' 'has a sign of a currency outside base/currency.c'
        writer 'src/output/forms/(answer|document_markdown|document_text)\.c|src/cli/options/loading\.c' \
            'bireme_document_write_(text|markdown)\(' 'chooses a form outside cli/options/loading.c'
        # A room has at most 25 files, and CONTRIBUTING says what it is for.
        find src -type d | sort | while read -r room; do
            files=$(find "$room" -maxdepth 1 -type f | wc -l)
            [ "$files" -le 25 ] || echo "$room:1: $files files in one room, 25 are allowed: give it inner rooms"
            [ ! -f CONTRIBUTING.md ] || [ "$files" -eq 0 ] || grep -q "^    ${room#src/} " CONTRIBUTING.md ||
                echo "$room:1: a room that CONTRIBUTING does not name"
        done
        # Every file of ours says under which licence it is.
        for folder in include src tests bench scripts .ci; do
            [ -d "$folder" ] || continue
            find "$folder" -type f \( -name '*.[ch]' -o -name '*.sh' -o -name '*.py' -o -name '*.awk' \
                -o -name CMakeLists.txt -o -path 'scripts/*' -o -path '.ci/*' \) ! -path '*/__pycache__/*' | sort |
                while read -r file; do
                    head -n 2 "$file" | grep -q 'SPDX-License-Identifier: GPL-3.0-or-later' ||
                        echo "$file:1: no SPDX-License-Identifier in the first two lines"
                done
        done
    )
}

# expect FILE TEXT MESSAGE: a tree that holds only FILE with TEXT must be refused with MESSAGE.
failures=0
count=0
expect() {
    rm -rf "$work/tree"
    mkdir -p "$work/tree/include" "$work/tree/$(dirname "$1")"
    printf '/* SPDX-License-Identifier: GPL-3.0-or-later */\n%s\n' "$2" >"$work/tree/$1"
    mkdir -p "$work/tree/src"
    count=$((count + 1))
    found=$(violations "$work/tree")
    if [ -z "$3" ] && [ -n "$found" ]; then
        echo "self-test: clean $1 was refused: $found"
        failures=$((failures + 1))
    elif [ -n "$3" ] && ! printf '%s\n' "$found" | grep -qF "$1:2: $3"; then
        echo "self-test: $1 with '$2' was not refused with '$3' but: ${found:-nothing}"
        failures=$((failures + 1))
    fi
}
expect src/dist/a.c '#include "engine/kernel.h"' 'includes engine/kernel.h, which is on a higher floor (5) than dist (2)'
expect src/random/a.c '#include "numeric/portable.h"' 'includes numeric/portable.h, another room on the same floor (1)'
expect src/dist/a.h '#include "../engine/kernel.h"' 'includes ../engine/kernel.h: name the room, as in "base/error.h"'
expect src/attic/a.c '#include "base/error.h"' 'is in the room attic, which the house does not have'
expect src/dist/a.c '#include "attic/error.h"' 'includes attic/error.h, a room the house does not have'
expect include/bireme/a.h '#include "base/error.h"' 'an installed header includes base/error.h'
expect include/bireme/a.h '#include <gsl/gsl_rng.h>' 'an installed header includes gsl/gsl_rng.h'
expect src/model/a.c '#include <cjson/cJSON.h>' 'includes cjson/cJSON.h outside its home src/scenario'
expect src/dist/a.c '#include <sleef.h>' 'includes sleef.h outside its home src/numeric'
expect src/decide/a.c '#include <nlopt.h>' 'includes nlopt.h outside its home src/numeric'
expect src/dist/a.c '#include <gsl/gsl_cdf.h>' 'includes gsl/gsl_cdf.h outside its home src/numeric'
expect src/output/a.c '#include <popt.h>' 'includes popt.h outside its home src/cli'
expect src/stats/a.c '#include <omp.h>' 'uses OpenMP outside its home src/engine'
expect src/stats/a.c '#pragma omp parallel for' 'uses OpenMP outside its home src/engine'
expect src/stats/a.c 'void f(void) { printf("x"); }' 'calls printf'
expect src/stats/a.c 'void f(void) { fprintf(stderr, "x"); }' 'uses stderr'
expect src/stats/a.c 'void f(void) { exit(1); }' 'calls exit'
expect src/base/a.c 'char *f(void) { return getenv("HOME"); }' 'calls getenv'
expect src/engine/a.c 'long f(void) { return time (0); }' 'calls time'
expect src/engine/a.c 'void f(void) { clock_gettime(CLOCK_REALTIME, 0); }' 'calls clock_gettime'
expect src/base/a.c 'void f(void) { setlocale(LC_ALL, ""); }' 'calls setlocale'
expect src/numeric/a.c 'void f(void) { gsl_set_error_handler_off(); }' 'calls gsl_set_error_handler_off'
expect src/dist/a.c 'double f(double x) { return exp(x); }' 'calls exp of libm'
expect src/engine/a.c 'double f(double x) { return 2 * lgamma(x); }' 'calls lgamma of libm'
expect src/compile/a.c 'double f(double x) { return -pow(x, 3); }' 'calls pow of libm'
expect src/stats/a.c 'double (*const f)(double) = log;' 'uses log of libm'
expect src/dist/a.c '/* exit(1) and exp(x) */ static const char *const text = "printf(stderr) time(0)"; // getenv("A")' ''
expect src/engine/a.c '#include "compile/compiled.h"
#include "engine/b.h"
#include "bireme/forecast.h"
double f(double x) { return sqrt(bireme_exp(x)) + own.log + own->exp; }' ''
expect src/cli/a.c '#include <popt.h>
int main(void) { printf("%s", getenv("NO_COLOR")); return 0; }' ''
expect src/output/a.c 'void f(bireme_csv *c) { bireme_csv_text(c, "a"); }' 'writes cells of CSV outside output/forms/figures.c'
expect src/scenario/a.c 'void f(void) { snprintf(b, 8, "\\u%04x", 1); }' 'escapes JSON outside base/json.c'
expect src/output/a.c 'const char *sign = "€";' 'has a sign of a currency outside base/currency.c'
expect src/cli/a.c 'int s = bireme_document_write_text(d, s, o, e);' 'chooses a form outside cli/options/loading.c'

# Two OpenMP files, and a file without its licence line.
rm -rf "$work/tree" && mkdir -p "$work/tree/include" "$work/tree/src/engine"
printf '/* SPDX-License-Identifier: GPL-3.0-or-later */\n#include <omp.h>\n' >"$work/tree/src/engine/a.c"
cp "$work/tree/src/engine/a.c" "$work/tree/src/engine/b.c"
echo 'int x;' >"$work/tree/src/engine/c.c"
count=$((count + 2))
found=$(violations "$work/tree")
printf '%s\n' "$found" | grep -q 'b.c:1: more than one file uses OpenMP' || { echo "self-test: two OpenMP files were let through"; failures=$((failures + 1)); }
printf '%s\n' "$found" | grep -q 'c.c:1: no SPDX' || { echo "self-test: a file without SPDX line was let through"; failures=$((failures + 1)); }

# A crowded room, and one that is not on the map.
rm -rf "$work/tree" && mkdir -p "$work/tree/include" "$work/tree/src/engine/trial" "$work/tree/src/base"
printf '    base         errors\n    engine       the trials\n' >"$work/tree/CONTRIBUTING.md"
echo '/* SPDX-License-Identifier: GPL-3.0-or-later */' >"$work/tree/src/base/a.c"
for i in $(seq 26); do cp "$work/tree/src/base/a.c" "$work/tree/src/engine/trial/a$i.c"; done
count=$((count + 2))
found=$(violations "$work/tree")
printf '%s\n' "$found" | grep -q '^src/engine/trial:1: 26 files in one room' || { echo "self-test: a crowded room was let through"; failures=$((failures + 1)); }
[ "$(printf '%s\n' "$found" | grep 'CONTRIBUTING does not name')" = "src/engine/trial:1: a room that CONTRIBUTING does not name" ] || { echo "self-test: a room that is not on the map was let through: $found"; failures=$((failures + 1)); }

found=$(violations "$source")
if [ -n "$found" ]; then
    printf '%s\n' "$found"
    failures=$((failures + 1))
fi

# No mutable globals: nothing of the library may be in the writable data sections. The address sanitizer adds its own, and
# gcc gives a named OpenMP critical section its lock.
library=$(dirname "$program")/libbireme_core.a
if [ -f "$library" ] && command -v objdump >/dev/null && ! nm "$library" 2>/dev/null | grep -q __asan_; then
    found=$(objdump -t "$library" | awk '
        / file format / { file = $1 }
        $3 == "O" && $4 ~ /^\.(data|bss|tdata|tbss)(\.|$)/ && $4 !~ /\.rel\.ro/ || / \*COM\*/ && $NF !~ /^\.gomp_critical_user_/ { print file " " $NF }')
    if [ -n "$found" ]; then
        echo "mutable globals in the library:"
        printf '%s\n' "$found"
        failures=$((failures + 1))
    fi
fi

files=$(find "$source/src" "$source/include" -name '*.[ch]' | grep -c .)
echo "$count self-tests, $files files"
[ "$failures" -eq 0 ]
