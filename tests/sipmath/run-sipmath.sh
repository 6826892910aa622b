#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# SIPmath 3.0 libraries: what is written is drawn from by a reader of its own and compared with the trials; what is read is the
# distribution of a rate. Called with <program> <source folder>.
set -eu
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"
base=$source/scenarios/base.json
cp "$source/tests/cli/scenarios/small.json" .

"$program" run "$base" --trials 16384 --sipmath base.json --samples trials.csv >/dev/null 2>said
grep -q 'cost.marketing: left out: it is the same in every trial' said || fail "what is left out is not told: $(cat said)"
"$program" run "$base" --trials 16384 --threads 1 --sipmath again.json >/dev/null 2>&1
cmp -s base.json again.json || fail "the library is not the same every time"
"$program" run "$base" --trials 512 --sipmath quiet.SIPmath --quiet >/dev/null 2>said
[ ! -s said ] || fail "--quiet says '$(cat said)'"
refused 2 'name a .json or .SIPmath file' run small.json --sipmath x.csv
refused 2 'name the same file' run small.json --sipmath x.json --out x.json
refused 3 'at least 200 trials' run small.json --trials 100 --sipmath x.json
[ ! -e x.json ] || fail "a library that could not be made is there"

if command -p python3 -c 'import numpy, scipy' 2>/dev/null; then
    command -p python3 "$source/tests/sipmath/check.py" base.json trials.csv || failures=$((failures + 1))
else
    echo "without NumPy and SciPy the library was not drawn from"
fi

# ---- as the distribution of a rate
"$program" run small.json --trials 4096 --sipmath rates.json >/dev/null 2>&1
set_to() { printf '{"dist": "metalog", "file": "rates.json", "sip": "%s"}' "$1"; }
"$program" check small.json --set channels.outbound.organic_leads="$(set_to leads)" >checked 2>said
grep -q 'correlates .leads. with its other SIPs; that is not taken over' said || fail "the copula is taken over in silence"
grep -qE 'channels.outbound.organic_leads .*--set channels.outbound' checked || fail "the SIP is not shown"
"$program" run small.json --trials 4096 --format csv >first.csv
"$program" run small.json --trials 16384 --set channels.outbound.organic_leads="$(set_to leads)" --set periods=1 --set goal=null \
    --set channels.events.spend=0 --format csv >second.csv 2>/dev/null
awk -F, '$2 == "leads" && $3 == "" && ($4 == "p10" || $4 == "p50" || $4 == "p90") { print $4, $5 }' first.csv >a
awk -F, '$2 == "channel.outbound.leads" && $3 == "" && ($4 == "p10" || $4 == "p50" || $4 == "p90") { print $4, $5 }' second.csv >b
paste a b | awk '{ d = $2 / $4 - 1; if (d > 0.03 || d < -0.03) { print; bad = 1 } } END { exit bad || NR != 3 }' ||
    fail "leads of the library: $(paste a b | tr '\n' ';')"

refused 3 'no SIP `leds`; did you mean `leads`' check small.json --set channels.outbound.organic_leads="$(set_to leds)"
refused 3 'go together' check small.json --set 'channels.outbound.organic_leads={"dist": "metalog", "file": "rates.json"}'
refused 3 'no other parameter goes with them' check small.json \
    --set 'channels.outbound.organic_leads={"dist": "metalog", "file": "rates.json", "sip": "leads", "lower": 0}'
refused 4 'nowhere.json' check small.json --set 'channels.outbound.organic_leads={"dist": "metalog", "file": "nowhere.json", "sip": "a"}'
refused 3 'is no SIPmath 3.0 library' check small.json \
    --set 'channels.outbound.organic_leads={"dist": "metalog", "file": "small.json", "sip": "a"}'
bad() {
    printf '{"libraryType": "SIPmath_3_0", "sips": [\n{"name": "x", "function": "%s", "arguments": {%s}}]}' "$1" "$2" >bad.json
    refused 3 "$3" check small.json --set 'channels.outbound.organic_leads={"dist": "metalog", "file": "bad.json", "sip": "x"}'
}
bad Normal_1_0 '"aCoefficients": [1, 2]' 'bad.json:2:.*must be "Metalog_1_0"'
bad Metalog_1_0 '"aCoefficients": [1]' 'bad.json:2:.*a list of 2 to 16 numbers'
bad Metalog_1_0 '"aCoefficients": [1, "b"]' 'bad.json:2:.*must be a number, found a text'
bad Metalog_1_0 '"b": 1' 'a list of 2 to 16 numbers'
bad Metalog_1_0 '"aCoefficients": [1, 2], "lowerBound": "low"' 'bad.json:2:.*`lowerBound` must be a number'
bad Metalog_1_0 '"aCoefficients": [1, 2], "lowerBound": 0' 'so heavy that it has no mean; say with `upper`'
bad Metalog_1_0 '"aCoefficients": [1, 0.2], "lowerBound": -10' 'organic_leads'
printf '{"libraryType": "SIPmath_3_0", "sips": [{"name": "x", "function": "Metalog_1_0", "arguments": {"aCoefficients": [4, 0.2], "lowerBound": 0, "upperBound": null}, "ref": {"source": "rng", "name": "hdr1"}}]}' >good.json
"$program" check small.json --set 'channels.outbound.organic_leads={"dist": "metalog", "file": "good.json", "sip": "x"}' >checked 2>said ||
    fail "good.json: $(cat said)"
[ ! -s said ] || fail "good.json: $(cat said)"
# Only what is needed is asked for: no libraryType, no U01, no ref, an empty bound; a fall at a probability of 2e-22, and ten
# coefficients with a heavy tail.
sips='"sips": [{"name": "x", "function": "Metalog_1_0", "arguments": {'
for arguments in '"aCoefficients": [4, 0.2], "lowerBound": 0' '"aCoefficients": [4, 0.2], "lowerBound": 0, "upperBound": ""' \
    '"aCoefficients": [200, 0.5, 1, 49], "lowerBound": 0, "upperBound": 1000' \
    '"lowerBound": 1239, "aCoefficients": [11.5, 3.15, -3.1, -9.2, 13.6, -11.1, 30.3, 10.3, -36.3, 7.95]'; do
    printf '{"objectType": "sipModel", "name": "published", %s%s}}]}' "$sips" "$arguments" >good.json
    "$program" check small.json --set 'channels.outbound.organic_leads={"dist": "metalog", "file": "good.json", "sip": "x"}' >checked 2>said ||
        fail "$arguments: $(cat said)"
done
grep -q 'so heavy a tail that it has no variance' said || fail "ten coefficients: $(cat said)"
# One that falls in its body: M(u) = 300 + 10 L − 60 (u − ½) turns where u v = 1/6, at 0.211 and 0.789, where it is 300 ± (17.32 − 13.17).
printf '{"sips": [{"name": "x", "function": "Metalog_1_0", "arguments": {"aCoefficients": [300, 10, 0, -60]}}]}' >good.json
"$program" check small.json --set 'channels.outbound.organic_leads={"dist": "metalog", "file": "good.json", "sip": "x", "min": 0}' >checked 2>said ||
    fail "a fall: $(cat said)"
grep -q 'from 0.211325 to 0.788675 its value falls from 304.151 to 295.849' said || fail "a fall: $(cat said)"
"$program" check small.json --strict --set 'channels.outbound.organic_leads={"dist": "metalog", "file": "good.json", "sip": "x", "min": 0}' >checked 2>said &&
    fail "a fall, with --strict: no error"
printf '{"objectType": "sipModel"}' >bad.json
refused 3 'it has no list `sips`' check small.json --set 'channels.outbound.organic_leads={"dist": "metalog", "file": "bad.json", "sip": "x"}'
printf '{"libraryType": ' >bad.json
refused 3 'bad.json:1:17' check small.json --set 'channels.outbound.organic_leads={"dist": "metalog", "file": "bad.json", "sip": "x"}'
conclude
