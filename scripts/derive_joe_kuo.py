# SPDX-License-Identifier: GPL-3.0-or-later
#
# Writes src/random/joe_kuo.c: the direction numbers of Joe and Kuo. Called by scripts/derive-joe-kuo, which says how.
#
# Per dimension: the primitive polynomial, without its constant term, which is always 1, and m_2 … m_s (m_1 is always
# 1). All fit in 16 bits up to degree 16, so up to dimension 5,716.
import array
import io
import re
import sys
import zipfile

DIMENSIONS = 4096
WIDTH = 110
HEAD = """/* SPDX-License-Identifier: GPL-3.0-or-later AND BSD-3-Clause
 *
 * Direction numbers of the Sobol sequence, written by scripts/derive-joe-kuo: do not edit.
 *
 * Source: S. Joe and F. Y. Kuo, Constructing Sobol sequences with better two-dimensional projections, SIAM J.
 * Sci. Comput. 30 (2008), 2635–2654; their table new-joe-kuo-6, the first 4,096 dimensions. The numbers are
 * under this licence:
 *
 * Copyright (c) 2008, Frances Y. Kuo and Stephen Joe
 * All rights reserved.
 *
 * Redistribution and use in source and binary forms, with or without modification, are permitted provided
 * that the following conditions are met:
 *
 *   * Redistributions of source code must retain the above copyright notice, this list of conditions and the
 *     following disclaimer.
 *   * Redistributions in binary form must reproduce the above copyright notice, this list of conditions and
 *     the following disclaimer in the documentation and/or other materials provided with the distribution.
 *   * Neither the names of the copyright holders nor the names of the University of New South Wales and the
 *     University of Waikato and its contributors may be used to endorse or promote products derived from this
 *     software without specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS ``AS IS'' AND ANY EXPRESS OR IMPLIED WARRANTIES,
 * INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR
 * PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDERS BE LIABLE FOR ANY DIRECT, INDIRECT,
 * INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF
 * SUBSTITUTE GOODS OR SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND
 * ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR
 * OTHERWISE) ARISING IN ANY WAY OUT OF THE USE OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH
 * DAMAGE.
 */
#include "random/joe_kuo.h"

/* clang-format off */
"""


def from_text(lines):
    """(degree, coefficients between the first and the last, m) of each dimension from the second on."""
    for line in lines:
        numbers = [int(word) for word in line.split()]
        yield numbers[1], numbers[2], numbers[3:]


def integers(data):
    """The content of a .npy file of 64-bit integers: the values, and the distance between rows and between columns."""
    header = 10 + int.from_bytes(data[8:10], "little")
    description = data[10:header].decode()
    found = re.search(r"'<i8'.*'fortran_order': (True|False).*'shape': \((\d+),(?: (\d+))?", description)
    if not found:
        sys.exit("unexpected layout: " + description)
    values = array.array("q", data[header:])
    if sys.byteorder == "big":
        values.byteswap()
    return values, (1, int(found[2])) if found[1] == "True" else (int(found[3] or 1), 1)


def from_archive(path):
    with zipfile.ZipFile(path) as archive:
        poly, _ = integers(archive.read("poly.npy"))
        m, (row, column) = integers(archive.read("vinit.npy"))
    for d in range(1, len(poly)):
        degree = poly[d].bit_length() - 1
        middle = (poly[d] - (1 << degree) - 1) // 2
        yield degree, middle, [m[d * row + i * column] for i in range(degree)]


def check(dimensions):
    for number, (degree, middle, m) in enumerate(dimensions, 2):
        good = len(m) == degree <= 16 and 0 <= middle < 1 << max(degree - 1, 0) and m[0] == 1
        if not good or any(v % 2 == 0 or v >= 1 << i for i, v in enumerate(m, 1)):
            sys.exit("dimension %d is not what it should be" % number)


def table(declaration, values, out):
    out.write("const uint16_t %s = {\n" % declaration)
    line = ""
    for value in values:
        word = "%d," % value
        if len(line) + len(word) > WIDTH:
            out.write(line + "\n")
            line = ""
        line += word
    out.write(line + "\n};\n")


def main():
    path = sys.argv[1]
    if path.endswith(".npz"):
        found = from_archive(path)
    else:
        with open(path) as file:
            found = list(from_text(file.readlines()[1:]))
    dimensions = [d for d, _ in zip(found, range(DIMENSIONS - 1))]
    check(dimensions)
    if len(sys.argv) == 3:
        with open(sys.argv[2]) as file:
            other = list(from_text(file.readlines()[1:]))
        common = min(len(other), len(dimensions))
        if other[:common] != dimensions[:common]:
            sys.exit("%s and %s differ" % (path, sys.argv[2]))
        print("%d dimensions agree with %s" % (common + 1, sys.argv[2]), file=sys.stderr)
    if len(dimensions) != DIMENSIONS - 1:
        sys.exit("%s holds fewer than %d dimensions" % (path, DIMENSIONS))
    out = io.StringIO()
    out.write(HEAD)
    table("bireme_joe_kuo_polynomial[BIREME_JOE_KUO_DIMENSIONS - 1]",
          [(1 << degree - 1) + middle for degree, middle, _ in dimensions], out)
    table("bireme_joe_kuo_initial[]", [v for _, _, m in dimensions for v in m[1:]], out)
    sys.stdout.write(out.getvalue())


main()
