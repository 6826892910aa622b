/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What pictures look like. Different things have the colours of M. Okabe and K. Ito (Color Universal Design,
 * 2008), darkened, or lightened on a dark page, if their contrast would be below 3 : 1; dashes, shapes and
 * words tell them apart too. Uncertainty is blue: the paler, the less likely. Texts have a contrast of at
 * least 4.5 : 1, and edges are drawn, so that a print in grey is readable.
 */
#include "output/picture/canvas.h"
#include "output/picture/draw.h"

void bireme_picture_style(bireme_text *out)
{
    bireme_text_append(
        out,
        ":root{--paper:#fff;--ink:#222;--soft:#595959;--rule:#e2e2e6;--axis:#767676;"
        "--band:#d3e6f3;--core:#8fc0e0;--line:#005e94;"
        "--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#b8578f;--c4:#a86f00;--c5:#2e8bc4;--c6:#4d4d4d;"
        "--q0:#f2f7fb;--q1:#d3e6f3;--q2:#8fc0e0;--q3:#2878ad;--q4:#0a4a75;--low:#222;--high:#fff}\n"
        "@media "
        "(prefers-color-scheme:dark){:root{--paper:#17181c;--ink:#ececf0;--soft:#a9a9b2;--rule:#33343b;"
        "--axis:#85858e;--band:#1d3b50;--core:#2e6c97;--line:#8ccbf2;"
        "--c0:#56b4e9;--c1:#f0803c;--c2:#2fc79b;--c3:#e39cc4;--c4:#e69f00;--c5:#8cb4ff;--c6:#c4c4cc;"
        "--q0:#1f2a33;--q1:#1d3b50;--q2:#2b5f85;--q3:#56b4e9;--q4:#b5ddf6;--low:#ececf0;--high:#17181c}}\n"
        "@media print{:root{--paper:#fff;--ink:#000;--soft:#444;--rule:#ddd;--axis:#666;--band:#d3e6f3;"
        "--core:#8fc0e0;--line:#005e94;--c0:#0072b2;--c1:#d55e00;--c2:#009e73;--c3:#b8578f;--c4:#a86f00;"
        "--c5:#2e8bc4;--c6:#4d4d4d;--q0:#f2f7fb;--q1:#d3e6f3;--q2:#8fc0e0;--q3:#2878ad;--q4:#0a4a75;--low:#"
        "222;"
        "--high:#fff}}\n"
        ".pic{font:12px Arial,Helvetica,\"Liberation Sans\",\"DejaVu "
        "Sans\",sans-serif;max-width:100%;height:auto}\n"
        ".pic text{fill:var(--ink)}.pic .soft{fill:var(--soft)}.pic .bold{font-weight:bold}\n"
        ".pic .over{paint-order:stroke;stroke:var(--paper);stroke-width:4px;stroke-linejoin:round}\n"
        ".pic .paper{fill:var(--paper)}.pic .rule{stroke:var(--rule)}.pic .axis{stroke:var(--axis)}\n"
        ".pic .band{fill:var(--band)}.pic .core{fill:var(--core)}.pic .edge{fill:none;stroke:var(--line);"
        "stroke-width:.8;stroke-opacity:.75}\n"
        ".pic .median{fill:none;stroke:var(--line);stroke-width:2.5}\n"
        ".pic .goal{fill:none;stroke:var(--ink);stroke-width:1.5;stroke-dasharray:6 4}\n"
        ".pic .under{fill:none;stroke:var(--paper);stroke-width:6}\n"
        ".pic .region{fill:var(--ink);fill-opacity:.07}.pic .whisker{stroke:var(--ink);stroke-width:1.2}\n");
    for (int c = 0; c < BIREME_COLOURS; c++) {
        static const char *const dashes[BIREME_COLOURS] = {"",    "7 3",          "2 3", "9 3 2 3",
                                                           "4 2", "12 3 2 3 2 3", "1 2"};
        bireme_text_format(
            out, ".pic .f%d{fill:var(--c%d)}.pic .k%d{fill:none;stroke:var(--c%d);stroke-width:2%s%s}\n", c,
            c, c, c, *dashes[c] != '\0' ? ";stroke-dasharray:" : "", dashes[c]);
    }
    for (int q = 0; q < 5; q++)
        bireme_text_format(out, ".pic .q%d{fill:var(--q%d)}.pic .t%d{fill:var(--%s)}\n", q, q, q,
                           q < 3 ? "low" : "high");
}

const char *bireme_fill_class(size_t which)
{
    static const char *const names[BIREME_COLOURS] = {"f0", "f1", "f2", "f3", "f4", "f5", "f6"};
    return names[which % BIREME_COLOURS];
}

const char *bireme_line_class(size_t which)
{
    static const char *const names[BIREME_COLOURS] = {"k0", "k1", "k2", "k3", "k4", "k5", "k6"};
    return names[which % BIREME_COLOURS];
}
