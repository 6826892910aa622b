#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every file cases/NAME.json is refused by `bireme check` with exactly the problems that cases/NAME.expected lists
# (exit status 3, or 4 for cases named unreadable-*), within 5 seconds and 400 MB of address space. Every file
# warnings/NAME.json is valid, and `bireme check --strict` exits with 1 and the warnings of warnings/NAME.expected; beside
# it warnings/NAME-plausible.json, whose figure is near it and plausible, has none. Called with <program> <source folder>.
set -u
program=$1
cd "$2/tests/invalid" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0
count=0

# A program with AddressSanitizer reserves terabytes of address space and cannot start under a limit.
limit=400000
if ! (ulimit -v "$limit" && "$program" --version) >/dev/null 2>&1; then
    limit=unlimited
    echo "the program does not start within 400 MB of address space: no limit (is it built with a sanitizer?)"
    "$program" --version || exit 1
fi

for file in cases/*.json; do
    name=${file%.json}
    count=$((count + 1))
    case $name in cases/unreadable-*) exit_status=4 ;; *) exit_status=3 ;; esac
    (
        ulimit -v "$limit"
        exec timeout 5 "$program" check "$file"
    ) >"$work/out" 2>"$work/err" </dev/null
    status=$?
    if [ "$status" -ne "$exit_status" ]; then
        echo "$file: exit status $status, expected $exit_status"
        failed=1
    fi
    grep -aE ': (error|warning): ' "$work/err" >"$work/found"
    if ! cmp -s "$work/found" "$name.expected"; then
        echo "$file: expected (-) and found (+):"
        diff -u "$name.expected" "$work/found" | tail -n +3
        failed=1
    fi
done
for file in warnings/*.json; do
    name=${file%.json}
    count=$((count + 1))
    expected=$name.expected
    exit_status=1
    case $name in *-plausible) expected=/dev/null exit_status=0 ;; esac
    timeout 5 "$program" check --strict "$file" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    if [ "$status" -ne "$exit_status" ]; then
        echo "$file: exit status $status, expected $exit_status"
        failed=1
    fi
    grep -aE ': (error|warning): ' "$work/err" >"$work/found"
    if ! cmp -s "$work/found" "$expected"; then
        echo "$file: expected (-) and found (+):"
        diff -u "$expected" "$work/found" | tail -n +3
        failed=1
    fi
done
echo "$count files checked"
[ "$count" -ge 60 ] || { echo "fewer than 60 cases: are they all there?"; failed=1; }
exit $failed
