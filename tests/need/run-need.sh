#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
#
# What every command says beforehand that it needs: memory against the largest resident size that was measured, time against the
# clock; and what is too much is refused in time. Called with <program> <source folder>. The shapes are in need.py.
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
measured=measured
if grep -q -e __asan_init -e __tsan_init "$program"; then measured=said; fi # sanitizers take memory and time of their own
PYTHONDONTWRITEBYTECODE=1 command -p python3 "$source/tests/need/need.py" "$program" $measured
