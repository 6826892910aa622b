#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The Python module: what scripts/python-layout wrote is what the headers declare, and what the C compiler says of them; it installs with
# pip from a checkout, without a network, and is whole by itself then; where the library is looked for; and the module's own tests, run on
# what was installed. Called with <program> <source folder>; the library is beside the program. 77: Python's packages are not there.
set -eu
program=$1
source=$2
library=$(dirname "$program")/libbireme.so
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# shellcheck source=tests/support/checks.sh
. "$source/tests/support/checks.sh"
python=$(command -p -v python3) || { echo "there is no python3"; exit 77; }
unset BIREME_LIBRARY PYTHONPATH
export PYTHONDONTWRITEBYTECODE=1 PYTHONNOUSERSITE=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INDEX=1 HOME="$work"

# ---- layouts
"$python" "$source/scripts/python-layout" --print >"$work/layout.py" || fail "scripts/python-layout"
cmp -s "$work/layout.py" "$source/python/bireme/_layout.py" ||
    fail "python/bireme/_layout.py is not what the headers declare; scripts/python-layout: $(diff "$source/python/bireme/_layout.py" "$work/layout.py" | head -5)"
"$python" "$source/tests/python/layout.py" "$source" >"$work/layout.c" || fail "tests/python/layout.py"
cc -std=c11 -I"$source/include" "$work/layout.c" -o "$work/layout" -L"$(dirname "$library")" -lbireme -Wl,-rpath,"$(dirname "$library")" &&
    "$work/layout" || fail "_layout.py differs from what the C compiler makes of the headers"
grep -qx "version = \"$("$program" --version | grep -oE '[0-9]+\.[0-9]+\.[0-9]+' | head -1)\"" "$source/python/pyproject.toml" ||
    fail "python/pyproject.toml has another version than $("$program" --version | head -1)"

# ---- installing
"$python" -c 'import setuptools, wheel, pip, numpy, pandas' 2>/dev/null || {
    echo "Python's packages are not there: python3-numpy python3-pandas python3-pip python3-setuptools python3-wheel"
    [ "$failures" -eq 0 ] || exit 1
    exit 77
}
mkdir -p "$work/checkout/build/release"
cp -r "$source/python" "$work/checkout/"
rm -rf "$work/checkout/python/build" "$work"/checkout/python/*.egg-info
install_to() { "$python" -m pip install --quiet --no-build-isolation --no-deps --target "$1" "$work/checkout/python" >"$work/said" 2>&1; }
# says PATHS COMMAND…: what Python prints, with the module from there.
says() {
    paths=$1
    shift
    (cd "$work" && PYTHONPATH=$paths "$@" 2>&1) || true
}
where='import bireme._library as l; print(l.library._name)'

install_to "$work/site" && fail "it installs without a library"
grep -q "libbireme.so is not there: build it with scripts/build release, or name it in BIREME_LIBRARY" "$work/said" || fail "without a library: $(tail -5 "$work/said")"
says "$work/checkout/python" "$python" -c "$where" >"$work/said"
grep -qE "ImportError: libbireme.so is not there|older than this package" "$work/said" || fail "not installed, no library: $(tail -1 "$work/said")"
BIREME_LIBRARY=$library install_to "$work/named" || fail "pip, BIREME_LIBRARY: $(tail -5 "$work/said")"
cmp -s "$work/named/bireme/libbireme.so" "$library" || fail "the library that BIREME_LIBRARY names is not the one installed"
cp "$library" "$work/checkout/build/release/libbireme.so"
[ "$(says "$work/checkout/python" "$python" -c "$where")" = "$work/checkout/python/bireme/../../build/release/libbireme.so" ] ||
    fail "from the checkout: $(says "$work/checkout/python" "$python" -c "$where")"
install_to "$work/site" || fail "pip, from a checkout: $(tail -5 "$work/said")"
rm -rf "$work/checkout"
[ "$(says "$work/site" "$python" -c "$where")" = "$work/site/bireme/libbireme.so" ] || fail "installed: $(says "$work/site" "$python" -c "$where")"
ls "$work/site" | grep -q '^bireme-.*\.dist-info$' || fail "installed: $(ls "$work/site")"
[ "$(says "$work/site" env BIREME_LIBRARY="$library" "$python" -c "$where")" = "$library" ] || fail "BIREME_LIBRARY is not followed"
says "$work/site" env BIREME_LIBRARY=/nowhere.so "$python" -c "$where" | grep -q "BIREME_LIBRARY names /nowhere.so, which is not there" ||
    fail "BIREME_LIBRARY=/nowhere.so"
# structures of an older library end earlier
echo 'int bireme_version;' | cc -shared -fPIC -xc - -o "$work/older.so"
says "$work/site" env BIREME_LIBRARY="$work/older.so" "$python" -c "$where" | grep -q "older.so has no bireme_.*: it is older than this package" ||
    fail "a library without the functions: $(says "$work/site" env BIREME_LIBRARY="$work/older.so" "$python" -c "$where" | tail -1)"
says "$work/site" "$python" -c 'import bireme._library as l; l._layout.VERSION = "99.0.0"; l._open()' |
    grep -q "it is older than this package (99.0.0)" || fail "a library of another version is taken"

# ---- what it answers
export BIREME_PROGRAM="$program" BIREME_SOURCE="$source"
PYTHONPATH=$work/site "$python" "$source/python/tests/test_module.py" 2>"$work/said" || fail "test_module.py: $(cat "$work/said")"
tail -3 "$work/said"
conclude
