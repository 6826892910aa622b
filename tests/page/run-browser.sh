#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Reports in headless Chromium, with the network off: browser.js says what is looked at. Every day the fullest report, hostile
# names and a batch, with BIREME_LONG in the environment (ctest -C long -L long) other scenarios too. Called with <program> <source
# folder>. 77: npm, node or Chromium is missing, or what package-lock.json names cannot be fetched.
set -euo pipefail
export LC_ALL=C.UTF-8
program=$1
source=$2
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

left_out() {
    echo "left out: $*"
    exit 77
}
for needed in node npm chromium; do
    command -v "$needed" >/dev/null || left_out "there is no $needed"
done
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] || left_out "node is $(node --version); 18 is needed"

# The packages of the lockfile, kept beside the program as long as the lockfile stays the same.
modules=$(cd "$(dirname "$program")" && pwd)/page-modules
if ! cmp -s "$here/package-lock.json" "$modules/whole"; then
    rm -rf "$modules"
    mkdir -p "$modules"
    cp "$here/package.json" "$here/package-lock.json" "$modules"
    (cd "$modules" && timeout 120 env PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 \
        npm ci --ignore-scripts --no-audit --no-fund --fetch-retries 1) >"$work/npm" 2>&1 </dev/null || {
        tail -5 "$work/npm"
        left_out "npm could not fetch the packages"
    }
    cp "$here/package-lock.json" "$modules/whole"
fi

# All sections of base.json and of names that are hostile; of the others those that nothing is searched for.
cd "$work"
unsearched=answer,together,economy,sales,money,assumptions,certainty
node "$here/hostile.js" "$source/scenarios/base.json" >hostile.json
report() { # NAME, and the arguments of report
    name=$1
    shift
    "$program" report "$@" --quiet --out "$name.html" || { echo "FAIL $name: exit status $?"; exit 1; }
}
others=
[ -z "${BIREME_LONG-}" ] || others="cash mid-market-recession hardware-seller enterprise-abm"
report base "$source/scenarios/base.json" --trials 512
for name in $others; do
    report "$name" "$source/scenarios/$name.json" --trials 256 --sections "$unsearched"
done
[ -z "${BIREME_LONG-}" ] || report pair "$source/scenarios/base.json" "$source/scenarios/recession.json" --trials 256 --sections "$unsearched"
report hostile hostile.json --trials 256
"$program" batch "$source/scenarios/batches/nightly.json" --trials 256 --quiet --out batch.html || [ $? -eq 1 ] # one of its runs fails

"$program" run "$source/scenarios/base.json" --trials 512 --quiet --format json >base.json
for name in $others; do
    "$program" run "$source/scenarios/$name.json" --trials 256 --quiet --format json >"$name.json"
done
"$program" run hostile.json --trials 256 --quiet --format json >hostile.answer
mv hostile.answer hostile.json
NODE_PATH=$modules/node_modules node "$here/browser.js" "$(command -v chromium)" "$work"/*.html
