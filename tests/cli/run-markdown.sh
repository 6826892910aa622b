#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every answer as Markdown: what the text says stands in it too, each table has as many cells in each row as in its head,
# and notes and sources that are made of markup change neither. run-markdown.sh PROGRAM SOURCE-FOLDER
set -u
program=$1
source=$2
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
failed=0
sed 's#"List price, less the usual rebate."#"a | b <script>[x](http://y.z) `c` **d** | --- |\\n| e |", "source": "www.evil.example, a@b.c \\\\| ~~f~~ \&amp;"#' \
    "$source/tests/cli/scenarios/small.json" >hostile.json
grep -q script hostile.json || failed=1

tables() { # name: what is wrong with its Markdown
    name=$1
    awk -v name="$name" '
        function cells(line) { gsub(/\\./, "", line); return gsub(/\|/, "", line) - 1 }
        function fail(what) { print "FAIL " name ":" NR ": " what; failed = 1 }
        / $/ { fail("a blank at the end") }
        /\r/ { fail("a carriage return") }
        /^\|/ && !head { head = cells($0); rule = 1; tables++; if (before != "") fail("a table without an empty line before it"); next }
        /^\|/ { if (cells($0) != head) fail(cells($0) " cells under a head of " head)
                if (rule && $0 !~ /^\|( ---:? \|)+$/) fail("no rule under the head"); rule = 0; before = $0; next }
        { if (head && $0 != "") fail("no empty line after a table"); head = 0; before = $0 }
        { line = $0; gsub(/\\./, "", line); gsub(/`[^`]*`/, "", line); if (line ~ /[<>|[]|:\/\/|www\./ || line ~ /~~/ || line ~ /@/) fail("markup") }
        END { if (!tables) fail("no table"); exit failed }' "$name.md" || failed=1
}

look() { # name, command with its arguments
    name=$1
    shift
    "$program" "$@" --quiet --out "$name.md" 2>errors
    [ $? -le 1 ] || { cat errors; failed=1; }
    "$program" "$@" --quiet --out "$name.txt" 2>errors
    # Words of the answer, without what one of the two only has: pictures, rules, markup, escapes.
    words() { sed 's/\\\([][!-/:-@^_`{|}~\\]\)/\1/g' | tr -c '[:alnum:]' '\n' | grep -E '^[[:alnum:]]+$' | LC_ALL=C sort | uniq -c; }
    words <"$name.txt" >words.txt
    words <"$name.md" >words.md
    awk 'NR == FNR { there[$2] = $1; next } there[$2] < $1 { print; missing = 1 } END { exit missing }' words.md words.txt ||
        { echo "FAIL $name: these words of the text are fewer in the Markdown"; failed=1; }
    tables "$name"
}

for file in "$source/scenarios/base.json" "$source/scenarios/enterprise-abm-recession.json" hostile.json; do
    of=$(basename "$file" .json)
    look "run-$of" run "$file" --trials 512
    look "compare-$of" compare "$file" "$file" --set 2:run.seed=7 --trials 128
    look "plan-$of" plan "$file" --trials 128
    look "sensitivity-$of" sensitivity "$file" --trials 32
done
look split split hostile.json --trials 64 --steps 2
# What it assumes has the notes; --quiet says the verdict only.
"$program" check hostile.json --format md >check.md 2>/dev/null || failed=1
tables check
grep -q '^- \*\*defaults.deal_value\*\*: .*a \\| b \\<script\\>\\\[x\\\](http\\://y.z) \\`c\\`' check.md || { echo "FAIL: the note is not there, or not as it is"; failed=1; }
[ "$failed" -eq 0 ] && echo "every answer is whole as Markdown"
exit "$failed"
