#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The numbers of JSON are those of every form: text, Markdown, pages with the tables beneath their pictures, and workbooks, of
# run, compare, plan, split, sensitivity and report. One scenario has one-time revenue, one recurring: that one's turn is with
# BIREME_LONG in the environment (ctest -C long -L long). check.py, headlines.py and reports.py say what is compared; altered.py
# makes copies with a wrong number, which have to be noticed. Called with <program> <source folder>.
set -eu
export LC_ALL=C.UTF-8
program=$1
source=$2
python=$(command -p -v python3) || {
    echo "left out: there is no python3"
    exit 77
}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

# answer NAME-COMMAND COMMAND ARGUMENT…: the answer in all forms. Few trials: that they are exact is not asked here.
answer() {
    name=$1
    shift
    for form in txt md html json xlsx; do
        status=0
        "$program" "$@" --trials 128 --threads 1 --quiet --out "$name.$form" || status=$?
        [ "$status" -le 1 ] || { echo "FAIL $*: exit status $status"; exit 1; }
    done
}
# report NAME SCENARIO…
report() {
    name=$1
    shift
    for form in html md; do
        "$program" report "$@" --trials 128 --threads 1 --quiet --out "$name-report.$form" || { echo "FAIL report $*"; exit 1; }
    done
}
base=$source/scenarios/base.json
market=$source/scenarios/mid-market.json
slump=$source/scenarios/mid-market-recession.json
(
    answer base-run run "$base"
    answer base-compare compare "$base" "$source/scenarios/recession.json"
    answer base-plan plan "$base"
    answer base-sensitivity sensitivity "$base"
    answer base-split split "$base"
    report base "$base" "$source/scenarios/recession.json"
) &
first=$!
names="$base"
recurring() {
    names="$base $market"
    reached="--set goal.at_least=5e6 --set goal.confidence=0.5" # so that a plan reaches it
    # shellcheck disable=SC2086
    answer mid-market-run run "$market" $reached
    answer mid-market-compare compare "$market" "$slump" $reached
    answer mid-market-plan plan "$market" $reached
    answer mid-market-sensitivity sensitivity "$market" $reached
    report mid-market "$market" "$slump" $reached --sections answer,together,economy,sales,drivers,certainty
    "$program" check "$market" --set goal.at_least=5e6 --set goal.confidence=0.5 --out mid-market-check.md
}
[ -z "${BIREME_LONG-}" ] || recurring
"$program" check "$base" --out base-check.md
wait "$first" || exit 1
# shellcheck disable=SC2086
PYTHONDONTWRITEBYTECODE=1 "$python" "$source/tests/numbers/main.py" "$work" $names
