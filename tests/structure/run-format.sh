#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Sources are as clang-format 14 (Debian 12) writes them, and no line, comments included, is wider than 110 columns.
# Called with <program> <source folder>. Exit status 77: no clang-format of that version here.
set -eu
export LC_ALL=C.UTF-8
cd "$2"
format=$(command -v clang-format-14 || command -v clang-format || true)
if [ -z "$format" ] || ! "$format" --version | grep -q 'version 14\.'; then
    echo "clang-format 14 is not installed"
    exit 77
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# check FILE...: what is wrong with them, a line each.
check() {
    "$format" --style=file:"$PWD/.clang-format" -n "$@" 2>&1 | sed -n 's/: warning: code should be clang-formatted.*/: not as clang-format writes it/p'
    grep -nHE '^.{111}' "$@" | cut -d: -f1,2 | sed 's/$/: more than 110 columns/' || true
}
printf 'int  f(void);\n/* %0120d */\n' 7 >"$work/made.c"
[ "$(check "$work/made.c" | wc -l)" -eq 2 ] || { echo "self-test: a made-up file is let through"; check "$work/made.c"; exit 1; }

find src include tests bench docs -name '*.[ch]' ! -path '*/fuzz/corpus/*' ! -path '*/fuzz/found/*' >"$work/files"
[ "$(wc -l <"$work/files")" -gt 500 ] || { echo "only $(wc -l <"$work/files") files"; exit 1; }
split -l 200 "$work/files" "$work/some."
for some in "$work"/some.*; do
    # shellcheck disable=SC2046
    check $(cat "$some")
done >"$work/wrong"
head -50 "$work/wrong"
echo "$(wc -l <"$work/files") files, $(wc -l <"$work/wrong") lines to mend"
[ ! -s "$work/wrong" ]
