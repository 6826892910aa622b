/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An axis: from numbers to px, with round ticks (1, 2, 2.5 or 5 times a power of ten; powers of ten on a
 * logarithmic one). Labels are plain numbers in one unit, which is given once, next to the axis: "$ million".
 */
#ifndef BIREME_OUTPUT_PICTURE_AXIS_H
#define BIREME_OUTPUT_PICTURE_AXIS_H

#include "output/forms/document.h"
#include "output/forms/number.h"

typedef struct bireme_axis {
    double low, high; /* the ends: ticks, or values close to the data if that is far from the next tick */
    bool log;
    long first, last;    /* ticks, in steps; powers of ten on a logarithmic axis */
    int mantissa, power; /* a step is mantissa/10 · 10^power; mantissa 10, 20, 25 or 50 */
    int scale;           /* labels are in units of 10^scale */
    bireme_format format;
    const char *currency;
    double from, to; /* px of low and high */
} bireme_axis;

/* An axis that shows low … high with at most `most` steps. A range that is negligible compared with its
 * numbers is widened, so that noise does not look like mountains. Logarithmic only if low > 0. */
bireme_axis bireme_axis_round(double low, double high, int most, bool log, bireme_format format,
                              const char *currency);
size_t bireme_axis_ticks(const bireme_axis *axis);
double bireme_axis_tick(const bireme_axis *axis, size_t tick);
/* buffer of BIREME_PEOPLE_SIZE; returned. */
char *bireme_axis_label(const bireme_axis *axis, size_t tick, char *buffer);
double bireme_axis_px(const bireme_axis *axis, double value);
/* "revenue, $ million"; name: NULL: none. */
void bireme_axis_append_title(const bireme_axis *axis, const char *name, bireme_text *out);
/* The width of the widest label in px, at that size. */
double bireme_axis_widest(const bireme_axis *axis, double size);

/* The label of a place that is a month, as people write it: "Jan", or "Q1" for quarters, those of a fiscal
 * year ("FY27 Q1") too; with the year below the first of it, else below is empty. Of a quarter that is there
 * in part it is "Q1 (part)". False: it is neither and keeps its name. Buffers of
 * BIREME_PEOPLE_SIZE. */
bool bireme_axis_month(const char *const *labels, size_t n, size_t place, char *label, char *below);

#endif
