#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What is generated is up to date: the JSON Schema and the reference page are those the program prints, and every
# shipped scenario is valid without a warning and names the schema. Called with <program> <source folder>.
set -eu
program=$1
source=$2
failed=0
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

same() { # same FILE COMMAND...
    file=$1
    shift
    "$@" >"$work/printed"
    if ! cmp -s "$work/printed" "$source/$file"; then
        shift
        echo "$file is not what 'bireme $*' prints; write it anew: build/release/bireme $* > $file"
        diff "$source/$file" "$work/printed" | head -10 || true
        failed=1
    fi
}
same scenarios/scenario.schema.json "$program" schema
same docs/scenario-reference.md "$program" schema --reference

# what an editor says while typing is what the program says (where there is a validator)
if command -p python3 -c 'import jsonschema' 2>/dev/null; then
    command -p python3 "$source/tests/structure/schema.py" "$source/scenarios/scenario.schema.json" "$source/scenarios" "$program" || failed=1
fi

count=0
for file in "$source"/scenarios/*.json; do
    case $file in *.schema.json) continue ;; esac
    count=$((count + 1))
    if ! "$program" check --strict "$file" >"$work/printed" 2>&1; then
        echo "scenarios/$(basename "$file") does not pass 'bireme check --strict':"
        cat "$work/printed"
        failed=1
    fi
    grep -q '"\$schema": "scenario.schema.json"' "$file" || { echo "$file does not name its schema"; failed=1; }
    grep -q "(\($(basename "$file")\))" "$source/scenarios/README.md" || { echo "scenarios/README.md does not list $(basename "$file")"; failed=1; }
done
[ "$count" -gt 0 ] || { echo "no scenarios found"; failed=1; }
echo "$count scenarios checked"
exit $failed
