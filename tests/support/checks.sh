# SPDX-License-Identifier: GPL-3.0-or-later
#
# What the scripts that drive the program share; `program` must be set. To be read with `.`; ends with `conclude`.
export LC_ALL=C.UTF-8
failures=0
checks=0

fail() {
    echo "FAIL $*"
    failures=$((failures + 1))
}
# same A B: the two files are the same to the byte.
same() {
    checks=$((checks + 1))
    cmp -s "$1" "$2" || fail "$1 and $2 differ"
}
# refused STATUS MESSAGE ARGUMENT…: the program refuses, with that exit status and message.
refused() {
    checks=$((checks + 1))
    expected=$1
    message=$2
    shift 2
    status=0
    "$program" "$@" >/dev/null 2>said || status=$?
    [ "$status" -eq "$expected" ] || fail "$*: exit status $status, not $expected"
    grep -qE "$message" said || fail "$*: said '$(cat said)', not '$message'"
}
# says STATUS COMMAND…: the exit status of the program; what it says is in `said`.
says() {
    checks=$((checks + 1))
    expected=$1
    shift
    status=0
    "$program" "$@" >/dev/null 2>said || status=$?
    [ "$status" -eq "$expected" ] || fail "$*: exit status $status, not $expected: $(cat said)"
}
# The exit status of the script.
conclude() {
    [ "$failures" -eq 0 ] || echo "$failures failures"
    exit "$((failures > 0))"
}
