# SPDX-License-Identifier: GPL-3.0-or-later
#
# Plain SVG charts, for scripts/update-pictures: a panel with axes, lines, bars and labels. A drawing begins with
# page(), sets up a panel with panel() and its ticks, draws in the panel's own units, and ends with finish().
# Numbers are written with one decimal, so that every awk gives the same bytes.

BEGIN {
    blue = "#1f5a96"
    red = "#b8442a"
    green = "#3a7d44"
    pale = "#c9d7e8"
    grey = "#888888"
}

function page(width, height, title) {
    printf "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\"", width, height, width, height
    print " font-family=\"Helvetica, Arial, sans-serif\" font-size=\"12\" fill=\"#333333\">"
    print "<title>" title "</title>"
    printf "<rect width=\"%d\" height=\"%d\" fill=\"#ffffff\"/>\n", width, height
}
function finish() {
    print "</svg>"
}

# The panel's place on the page, and the units along its sides.
function panel(left, top, width, height, x_first, x_last, y_last, title) {
    P_left = left; P_top = top; P_width = width; P_height = height
    P_x0 = x_first; P_x1 = x_last; P_y1 = y_last
    text(left, top - 12, title, "start", "#111111", "bold")
    stroke(left, top + height, left + width, top + height, "#333333", 1)
}
function px(x) { return P_left + (x - P_x0) / (P_x1 - P_x0) * P_width }
function py(y) { return P_top + P_height - y / P_y1 * P_height }

function text(x, y, words, anchor, colour, weight) {
    printf "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" fill=\"%s\"", x, y, anchor, colour
    if (weight != "") printf " font-weight=\"%s\"", weight
    print ">" words "</text>"
}
function stroke(x1, y1, x2, y2, colour, width) {
    printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"%s\"/>\n", x1, y1, x2, y2, colour, width
}
function x_tick(x, words) {
    text(px(x), P_top + P_height + 16, words, "middle", "#333333", "")
}
function y_tick(y, words) {
    if (y > 0) stroke(P_left, py(y), P_left + P_width, py(y), "#dddddd", 1)
    text(P_left - 6, py(y) + 4, words, "end", "#333333", "")
}
function x_title(words) {
    text(P_left + P_width / 2, P_top + P_height + 34, words, "middle", "#333333", "")
}

# A line is begun, gets its points, and is drawn.
function line_begin() { P_points = "" }
function line_to(x, y) { P_points = P_points sprintf("%.1f,%.1f ", px(x), py(y)) }
function line_end(colour, dashes) {
    sub(/ $/, "", P_points)
    printf "<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"", P_points, colour
    if (dashes != "") printf " stroke-dasharray=\"%s\"", dashes
    print "/>"
}
function bar(x1, x2, y, colour) {
    printf "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n", px(x1), py(y), px(x2) - px(x1), py(0) - py(y), colour
}
function dot(x, y, colour) {
    printf "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"%s\"/>\n", px(x), py(y), colour
}
# A row of the legend: a short line and its words, at a place on the page.
function legend(x, y, words, colour, dashes) {
    printf "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\" stroke-width=\"2\"", x, y - 4, x + 22, y - 4, colour
    if (dashes != "") printf " stroke-dasharray=\"%s\"", dashes
    print "/>"
    text(x + 28, y, words, "start", "#333333", "")
}
