#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Signals at many moments of every command: exit status 130 within a second, what was finished is kept, files whole or not there.
# Called with <program> <source folder>. The moments are in interrupt.py.
set -eu
program=$1
source=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
command -v python3 >/dev/null || {
    echo "no Python: left out"
    exit 77
}
cp "$source/tests/cli/scenarios/small.json" .
cp "$source/scenarios/base.json" "$source/scenarios/recession.json" .
cat >m.json <<'JSON'
{ "scenarios": ["small.json"], "metrics": ["revenue"], "seeds": [1, 2, 3, 4, 5, 6, 7, 8],
  "grid": { "run.trials": [20000], "channels.events.spend": [10000, 20000, 30000, 40000, 50000, 60000, 70000, 80000] } }
JSON
"$program" batch m.json --out whole.csv -q
for i in 1 2; do "$program" run base.json --trials 30000 --shard $i/2 --out $i.part -q; done
PYTHONDONTWRITEBYTECODE=1 command -p python3 "$source/tests/interrupts/interrupt.py" "$program" "$work"
