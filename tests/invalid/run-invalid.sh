#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every file cases/NAME.json is refused by `bireme check` with exactly the problems that cases/NAME.expected lists
# (exit status 3, or 4 for cases named unreadable-*), within 5 seconds and 400 MB of address space. Every file
# warnings/NAME.json is valid, and `bireme check --strict` exits with 1 and the warnings of warnings/NAME.expected; beside
# it warnings/NAME-plausible.json, whose figure is near it and plausible, has none. Called with <program> <source folder>.
set -u
program=$1
source=$2
cd "$source/tests/invalid" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/support/cases.sh
. "$source/tests/support/cases.sh"

# A program with AddressSanitizer reserves terabytes of address space and cannot start under a limit.
limit=400000
if ! (ulimit -v "$limit" && "$program" --version) >/dev/null 2>&1; then
    limit=unlimited
    echo "the program does not start within 400 MB of address space: no limit (is it built with a sanitizer?)"
    "$program" --version || exit 1
fi

for file in cases/*.json; do
    case $file in cases/unreadable-*) exit_status=4 ;; *) exit_status=3 ;; esac
    (
        ulimit -v "$limit"
        exec timeout 5 "$program" check "$file"
    ) >"$work/stdout" 2>"$work/stderr" </dev/null
    status=$?
    look_at_problems "$file" $exit_status "${file%.json}.expected"
done
for file in warnings/*.json; do
    timeout 5 "$program" check --strict "$file" >"$work/stdout" 2>"$work/stderr" </dev/null
    status=$?
    case $file in
    *-plausible.json) look_at_problems "$file" 0 /dev/null ;;
    *) look_at_problems "$file" 1 "${file%.json}.expected" ;;
    esac
done
echo "$count files checked, $failures failures"
[ "$count" -ge 60 ] || fail cases "fewer than 60: are they all there?"
[ "$failures" -eq 0 ]
