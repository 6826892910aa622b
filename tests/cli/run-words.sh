#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The words of every answer, as text, Markdown and pages, as people would say them: a noun agrees with its number, dates in
# sentences are not those of tables, no sign of markup is left over, and a heading does not say what the one above it says.
# Scenarios are a small one, one of quarters, and one in which there is 1 of everything. run-words.sh PROGRAM SOURCE-FOLDER
set -u
program=$1
source=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cp "$source/tests/cli/scenarios/small.json" "$work/small.json"
cd "$work" || exit 1
cat >ones.json <<'END'
{ "name": "One", "start": "2027-10", "periods": 1, "funnel": ["lead", "won"], "goal": { "metric": "wins", "at_least": 1, "confidence": 0.8 },
  "channels": { "ads": { "spend": 100, "cost_per_lead": 100, "conversion": { "won": { "dist": "beta", "mean": 0.5, "sd": 0.1 } },
                         "deal_value": 1000 } },
  "sales": { "reps": 1, "opportunities_per_rep": 1, "stage": "lead", "cost_per_rep": 1, "overflow": "lost" },
  "pipeline": [{ "stage": "lead", "count": 1, "channel": "ads" }],
  "initiatives": { "talk": { "from": "2027-10", "effect": { "leads": 1.1 } } }, "run": { "trials": 1, "seed": 1 } }
END
cat >quarters.json <<'END'
{ "name": "Quarters", "start": "2027-01", "period": "quarter", "periods": 4, "funnel": ["lead", "won"],
  "goal": { "metric": "revenue", "at_least": 100000, "by": "2027-06", "confidence": 0.8 },
  "channels": { "ads": { "spend": 10000, "cost_per_lead": 100, "conversion": { "won": { "dist": "beta", "mean": 0.2, "sd": 0.03 } },
                         "deal_value": 1000 } },
  "run": { "trials": 256, "seed": 1 } }
END
sed 's/"quarter"/"week"/; s/"start": "2027-01"/"start": "2027-01-04"/; s/"by": "2027-06"/"by": "2027-01-20"/; s/"Quarters"/"Weeks"/' quarters.json >weeks.json
for of in small ones quarters weeks; do
    "$program" check "$of.json" -q >/dev/null 2>errors || { echo "FAIL: $of is not valid: $(cat errors)"; exit 1; }
    for form in text md html; do
        for command in run plan sensitivity compare split check report; do
            case $command-$form-$of in
            check-html-* | report-text-* | report-html-ones | report-md-ones) continue ;;
            compare-*) set -- compare "$of.json" "$of.json" --set 2:channels.x.organic_leads=1 --set 2:channels.x.conversion.won=0.5 ;;
            split-*) set -- split "$of.json" --steps 2 ;;
            report-md-*) set -- report "$of.json" --trials 64 --out "$of-report-md" ;;
            *) set -- "$command" "$of.json" ;;
            esac
            [ "$command-$form" != report-md ] || { "$program" "$@" -q --format md >/dev/null 2>&1; continue; }
            "$program" "$@" -q --format "$form" >"$of-$command-$form" 2>/dev/null || : # 1: the answer is no
        done
    done
done
command -p python3 - *-text *-md *-html <<'END'
import html
import re
import sys

NOUNS = "rep|point|month|quarter|week|year|day|run|trial|lead|deal|win|channel|number|start|split|other|period|change|minute|warning|entry"
COUNTED = NOUNS.replace("|other", "")  # "18 other splits"
KINDS = [
    (re.compile(rf"(?<![\d.,:–-])-?1 (?:open |other |bought )?(?:{NOUNS})s\b"), "1 and its noun"),
    (re.compile(rf"\b(?:[02-9]|\d\d+) (?:{COUNTED})\b(?![- ]of|-|s)"), "more than 1 and its noun"),
    (re.compile(r"\b(?:by|in|of|from|since|until|to) (?:the )?(?:end of )?20\d\d-\d\d"), "a date as in a table"),
    (re.compile(r"with 80 % confidence"), "a confidence that is a range"),
    (re.compile("`"), "a backtick"),
]
failed = 0
for name in sys.argv[1:]:
    with open(name, encoding="utf-8") as file:
        text = file.read()
    if not text:
        continue
    if name.endswith("-html"):
        headings = re.findall(r"<(h[23])[^>]*>(.*?)</h", text)
        for (_, above), (level, below) in zip(headings, headings[1:]):
            if level == "h3" and below.startswith(above):
                print(f"FAIL {name}: '{above}' is above '{below}'")
                failed = 1
        text = re.sub(r"(?s)<style>.*?</style>|<svg.*?</svg>", " ", text)
        text = html.unescape(re.sub(r"<[^>]+>", " ", text))
    if name.endswith("-md"):
        text = re.sub(r"`[^`\w]*`", "", text).replace("\\`", "`")  # pictures of spreads; signs that are escaped
    for kind, what in KINDS:
        if kind.pattern.startswith("\\b(?:by") and "-check-" in name:
            continue  # paths and values as they are written
        for found in kind.finditer(text):
            start = max(found.start() - 40, 0)
            print(f"FAIL {name}: {what}: …{' '.join(text[start:found.end() + 40].split())}…")
            failed = 1
expected = {
    "ones-run-text": r"One is expected to book \S+ in October 2027",
    "quarters-run-text": r"in 2027.* by the end of Q2 2027",
    "weeks-run-text": r"in the 4 weeks from 4 January 2027.* by 24 January 2027",
    "small-run-text": r"in the 4 months from January 2027, in 8 of 10 futures between",
}
for name, pattern in expected.items():
    with open(name, encoding="utf-8") as file:
        text = " ".join(file.read().split())
    if not re.search(pattern, text):
        print(f"FAIL {name}: /{pattern}/ is not there: {text[:300]}")
        failed = 1
print(f"{len(sys.argv) - 1} answers read")
sys.exit(failed)
END
