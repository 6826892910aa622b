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

# More warnings than are listed are no error, and are counted.
awk 'BEGIN {
    print "{ \"start\": \"2027-01\", \"periods\": 1, \"funnel\": [\"lead\", \"won\"],"
    print "  \"defaults\": { \"conversion\": { \"won\": 0.1 }, \"cycle_days\": { \"won\": 5 } },"
    print "  \"channels\": {"
    for (i = 1; i <= 1100; i++) printf "\"c%d\": { \"organic_leads\": 1 }%s\n", i, i < 1100 ? "," : "} }"
}' >"$work/many.json"
for option in '' --strict; do
    count=$((count + 1))
    exit_status=0
    [ -z "$option" ] || exit_status=1
    # shellcheck disable=SC2086
    timeout 20 "$program" check $option "$work/many.json" >"$work/out" 2>"$work/err" </dev/null
    status=$?
    if [ "$status" -ne "$exit_status" ] || grep -q ': error: ' "$work/err" ||
        [ "$(grep -c 'many.json:[0-9]*:[0-9]*: warning: ' "$work/err")" -ne 1000 ] ||
        [ "$(grep -c 'many.json: warning: there are 100 more warnings than these 1000$' "$work/err")" -ne 1 ] ||
        ! grep -q 'valid, with 1100 warnings' "$work/out"; then
        fail many-warnings "option '$option': exit status $status, expected $exit_status: $(head -1 "$work/out") $(tail -2 "$work/err")"
    fi
done
echo "$count files checked, $failures failures"
[ "$count" -ge 60 ] || fail cases "fewer than 60: are they all there?"
[ "$failures" -eq 0 ]
