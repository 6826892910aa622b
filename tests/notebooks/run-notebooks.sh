#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The shared library and the notebooks: what the library shows, and whether a notebook executes and prints what stands in it: every day
# the first, with BIREME_LONG in the environment (ctest -C long -L long) all. (The Python module is tested in tests/python.) Called with
# <program> <source folder>; the library is beside the program. 77: Python's packages are not there.
set -eu
program=$1
source=$2
library=$(dirname "$program")/libbireme.so
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"

# ---- the library shows what the headers declare, and nothing else
# of each declaration the first name that a bracket follows
cat "$source"/include/bireme/*.h | tr '\n[' ' (' | grep -oE 'BIREME_API [^;{]*;' | sed -E 's/^[^(]*[ *](bireme_[a-z0-9_]+) *\(.*/\1/' |
    sort -u >"$work/declared"
nm -D --defined-only "$library" | awk '{ print $3 }' | sort -u >"$work/shown"
cmp -s "$work/declared" "$work/shown" || fail "declared and shown symbols differ: $(comm -3 "$work/declared" "$work/shown" | tr '\n' ' ')"
[ "$(wc -l <"$work/shown")" -gt 50 ] || fail "the library shows only $(wc -l <"$work/shown") symbols"

command -p python3 -c 'import numpy, pandas, matplotlib, nbconvert, ipykernel' 2>/dev/null || {
    echo "Python's packages are not there: python3-numpy python3-pandas python3-matplotlib python3-nbconvert python3-ipykernel"
    [ "$failures" -eq 0 ] || exit 1
    exit 77
}
export BIREME_LIBRARY="$library" BIREME_PROGRAM="$program" PYTHONDONTWRITEBYTECODE=1

# ---- the notebooks
mkdir "$work/new"
names=01-recession-or-growth
[ -z "${BIREME_LONG-}" ] || names=
# shellcheck disable=SC2086
"$source/scripts/update-notebooks" --to "$work/new" $names >"$work/said" 2>&1 || fail "$(tail -40 "$work/said")"
command -p python3 - "$source/notebooks" "$work/new" <<'END' || failures=$((failures + 1))
import glob, json, os, sys
failures = cells = pictures = 0
def texts(cell):
    return ["".join(o.get("text", o.get("data", {}).get("text/plain", ""))) for o in cell.get("outputs", ())
            if "image/png" not in o.get("data", {})]
names = sorted(os.path.basename(n) for n in glob.glob(sys.argv[2] + "/*.ipynb"))
for name in names:
    old, new = (json.load(open(os.path.join(folder, name))) for folder in sys.argv[1:])
    for number, (a, b) in enumerate(zip(old["cells"], new["cells"]), start=1):
        cells += 1
        pictures += sum("image/png" in o.get("data", {}) for o in a.get("outputs", ()))
        if any(o["output_type"] == "error" or o.get("name") == "stderr" for o in b.get("outputs", ())):
            failures += 1
            print(f"FAIL {name}: cell {number} complains")
        if texts(a) != texts(b):
            failures += 1
            print(f"FAIL {name}: cell {number} prints something else than what stands in it; scripts/update-notebooks\n{texts(a)}\n{texts(b)}")
every = "BIREME_LONG" in os.environ
if len(names) < (4 if every else 1) or pictures < (10 if every else 2):
    failures += 1
    print(f"FAIL {len(names)} notebooks, {pictures} pictures")
print(f"{len(names)} notebooks, {cells} cells, {pictures} pictures")
sys.exit(failures > 0)
END
conclude
