#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Every piece of output that the documentation shows is what the program prints today, and every link between its pages
# leads somewhere. Called with <program> <source folder>. scripts/update-docs rewrites the outputs. Every day without those of
# many runs (plan, split, compare and the like), with BIREME_LONG in the environment (ctest -C long -L long) all.
set -eu
program=$1
source=$2
failed=0
[ -n "${BIREME_LONG-}" ] || export BIREME_QUICK=1
"$source/scripts/update-docs" --check "$program" || failed=1

blocks=$(cat "$source"/*.md "$source"/docs/*.md "$source"/scenarios/*.md | grep -cE '^<!-- (output|lines) of: ')
if [ "$blocks" -lt 5 ]; then
    echo "only $blocks pieces of output found: the markers must have changed"
    failed=1
fi

# A changed page must be noticed: the check is checked on a copy with one digit altered.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/scratch"
cp -R "$source/scripts" "$source/scenarios" "$work/scratch/"
printf '<!-- output of: echo 41 -->\n```console\n$ echo 41\n42\n```\n' >"$work/scratch/PAGE.md"
rm -f "$work/scratch/scenarios/README.md"
if "$work/scratch/scripts/update-docs" --check "$program" >/dev/null; then
    echo "a wrong output on a page was not noticed"
    failed=1
fi
"$work/scratch/scripts/update-docs" "$program" >/dev/null
if ! "$work/scratch/scripts/update-docs" --check "$program" >/dev/null || ! grep -qx 41 "$work/scratch/PAGE.md"; then
    echo "update-docs did not mend a wrong output"
    failed=1
fi

# Links to files of the repository.
for file in "$source"/*.md "$source"/docs/*.md "$source"/scenarios/*.md "$source"/notebooks/*.md; do
    [ -f "$file" ] || continue
    grep -v '^    ' "$file" | grep -oE '\]\([^)#]+' | sed 's/^](//' | grep -vE '^(https?|mailto):' | while read -r link; do
        [ -e "$(dirname "$file")/$link" ] || echo "${file#"$source"/}: links to $link, which does not exist"
    done
done >"$work/links"
if [ -s "$work/links" ]; then
    cat "$work/links"
    failed=1
fi
echo "$blocks pieces of output checked"
exit $failed
