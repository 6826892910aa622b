/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Quantile tables made of steps, and the exact properties of any table: its mean, second moment and range.
 */
#include "dist/table/qtable_build.h"

#include <math.h>
#include "base/memory.h"
#include "numeric/special/portable.h"

bireme_status bireme_qtable_create_steps(size_t n, const double *values, const double *masses,
                                         bireme_qtable **out, bireme_error *error)
{
    bireme_status status = BIREME_OK;
    bireme_qtable *table = bireme_calloc(1, sizeof *table);
    if (table == NULL) return bireme_fail_memory(error);
    table->steps = bireme_calloc(2 * n + 2, sizeof *table->steps);
    if (table->steps == NULL) {
        status = bireme_fail_memory(error);
        goto done;
    }
    uint32_t count = 0;
    double left = 0; /* each begins where the one before ends */
    for (size_t i = 0; i < n && left < 0.5; left += masses[i++])
        table->steps[count++] = (bireme_qstep){left, values[i]};
    table->lower_count = count;
    table->upper_first = count;
    left = 0;
    for (size_t i = n; i > 0 && left < 0.5; left += masses[--i])
        table->steps[count++] = (bireme_qstep){left, -values[i - 1]};
    table->upper_count = count - table->upper_first;
    status = bireme_qtable_index(table, error);
    if (status != BIREME_OK) goto done;
    *out = table;
    table = NULL;
done:
    bireme_qtable_free(table);
    return status;
}

/* Gauss–Legendre on [0, 1] with 6 points: exact to degree 11, and the square of a piece has degree 10. */
static const double GAUSS_NODE[6] = {0.033765242898423986, 0.16939530676686774, 0.38069040695840155,
                                     0.61930959304159845,  0.83060469323313226, 0.96623475710157601};
static const double GAUSS_WEIGHT[6] = {0.085662246189585173, 0.18038078652406930, 0.23395696728634552,
                                       0.23395696728634552,  0.18038078652406930, 0.085662246189585173};

static void add_side(const bireme_qtable *table, bool upper, double about, double *mean, double *second)
{
    uint32_t first = upper ? table->upper_first : 0, count = upper ? table->upper_count : table->lower_count;
    for (uint32_t i = 0; i < count; i++) {
        const bireme_qrecord *r = table->steps == NULL ? &table->records[first + i] : NULL;
        const bireme_qstep *s = table->steps != NULL ? &table->steps[first + i] : NULL;
        double left = r != NULL ? r->left : s->left, begin = i == 0 ? 0 : left, end = 0.5;
        if (i + 1 < count) end = r != NULL ? r[1].left : s[1].left;
        for (int g = 0; g < 6; g++) {
            double v = begin + (end - begin) * GAUSS_NODE[g];
            double y = r != NULL ? bireme_quintic_value(r->c, fmax(v - left, 0)) : s->y;
            double value = upper ? -y : y;
            if (table->logarithm) value = bireme_exp(value);
            double x = value - about, weight = (end - begin) * GAUSS_WEIGHT[g];
            *mean += weight * x;
            *second += weight * x * x;
        }
    }
}

void bireme_qtable_moments(const bireme_qtable *table, double about, double *mean, double *second)
{
    double m = 0, s = 0;
    add_side(table, false, about, &m, &s);
    add_side(table, true, about, &m, &s);
    *mean = about + m;
    *second = s;
}

static void transform_side(bireme_qtable *table, uint32_t first, uint32_t count, double shift, double scale)
{
    for (uint32_t i = first; i < first + count; i++) {
        if (table->steps != NULL) {
            table->steps[i].y = shift + scale * table->steps[i].y;
            continue;
        }
        bireme_qrecord *r = &table->records[i];
        r->end = shift + scale * r->end;
        for (int k = 0; k < BIREME_QTABLE_TERMS; k++) r->c[k] *= scale;
        r->c[0] += shift;
    }
}

void bireme_qtable_transform(bireme_qtable *table, double shift, double scale)
{
    transform_side(table, 0, table->lower_count, shift, scale);
    transform_side(table, table->upper_first, table->upper_count, -shift, scale);
    if (table->packed != NULL)
        table->whole = bireme_qtable_pack(table, table->packed_bits, table->packed).unpacked == 0;
}

void bireme_qtable_range(const bireme_qtable *table, double *low, double *high)
{
    *low = bireme_qtable_eval_one(table, 0);
    *high = bireme_qtable_eval_one(table, 1);
}
