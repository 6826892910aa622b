/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Making the tables of one digit. All of them come from the same grids, with more points for those not
 * accurate enough yet. A table is packed if that costs little accuracy; if values have kinks or jumps inside
 * a bucket it is a general one. At level 0 a digit without a table within BOUND is drawn in pieces that have
 * one; sums of sixteen or more values always have a table: for values at a few points without a common step
 * an exact one (points.c) or, if there are too many sums, one whose error can be larger, and is reported.
 */
#include "dist/sums/level.h"

#include <math.h>
#include "base/memory.h"
#include "dist/table/qtable_build.h"
#include "dist/sums/nodes.h"
#include "numeric/special/portable.h"

enum { PACK_BITS = 1 };
static const double BOUND = 1e-5;
/* with more mass than this below the shortest grid, more points do not help */
static const double REST = 2e-7;
static const double PACKED = 1e-6; /* above this error of a packed table, a general one is tried */

/* Placed smoothly, with more and more points; if that is not enough for values at points, without negative
 * masses, but only where there must be a table: it blurs their places. */
enum { ROUNDS = 4 };
static const struct {
    unsigned bits;
    bireme_grid_sharing sharing;
    bool smooth, points;  /* for which distributions: smooth ones, values at points */
    double unless_within; /* not needed if the error is this small already */
} rounds[ROUNDS] = {{11, BIREME_GRID_SMOOTH, true, true, 0},
                    {13, BIREME_GRID_SMOOTH, true, false, 2e-6},
                    {16, BIREME_GRID_SMOOTH, true, false, 1e-5},
                    {14, BIREME_GRID_LINEAR, false, true, 1e-5}};

typedef struct maker {
    const bireme_summand *summand;
    bireme_sum_level *level;
    bireme_grid_space *space;
    bireme_packer *packer;
    double rest[BIREME_SUM_DIGITS + 1];
    /* In this round: the difference to the coarser grid, and the error of the packed table's fit; NAN: not
     * requested. */
    double apart[BIREME_SUM_DIGITS + 1];
    double fit; /* that of the last packed table measured */
} maker;

static void forget(bireme_sum_level *level, unsigned digit)
{
    if (level->table[digit] != level->single) bireme_qtable_free((bireme_qtable *)level->table[digit]);
    level->table[digit] = NULL;
    level->packed &= ~(1U << digit);
}

static bireme_qpacked *records_of(bireme_sum_level *level, unsigned digit)
{
    return level->records + (digit - 1) * bireme_qpacked_count(level->bits);
}

/* ------------------------ one table */

static double curve_value(void *context, double v, bool upper)
{
    return bireme_sum_curve_value(context, v, upper);
}

/* The quantile of a single value, with the part beyond its last 1e-8 stretched like the tails of sums. */
static double single_value(void *context, double v, bool upper)
{
    const bireme_sum_curve *c = context;
    double x = bireme_qtable_tail(c->summand->single, v, upper);
    return upper && v < c->high_tail.v ? c->high_tail.x + c->high_tail.ratio * (x - c->high_tail.x) : x;
}

/* The factor on the distance from the end when v is halved. */
static double halving(const bireme_tail_shape *tail)
{
    return bireme_exp(-0.69314718055994531 * tail->power);
}

/* Fits a curve into the packer, with the sum's moments; returns the u-error, including that of the fit only
 * if requested. */
static double fit_packed(maker *m, bireme_sum_curve *c, bireme_pack_curve value, bool compare)
{
    const bireme_summand *one = c->summand;
    double mean, variance, low, high, shift, scale, change;
    bireme_pack_part lower = {.to = 1, .check = compare ? c->low_tail.v : 1, .end = c->lower};
    bireme_pack_part upper = {.upper = true, .to = 1, .check = compare ? c->high_tail.v : 1, .end = c->upper};
    if (c->low_tail.power > 0) lower.law = c->low_tail.v, lower.ratio = halving(&c->low_tail);
    if (c->high_tail.power > 0) upper.law = c->high_tail.v, upper.ratio = halving(&c->high_tail);
    double worst = bireme_packer_fit(m->packer, value, c, lower);
    worst = fmax(worst, bireme_packer_fit(m->packer, value, c, upper));
    if (worst > BOUND) return worst;
    bireme_packer_moments(m->packer, c->n * one->mean, &mean, &variance);
    if (bireme_sum_curve_match(c, variance)) {
        upper.to = c->high_tail.v, upper.check = 1;
        (void)bireme_packer_fit(m->packer, value, c, upper);
        bireme_packer_moments(m->packer, c->n * one->mean, &mean, &variance);
    }
    if (isfinite(c->lower) && !isfinite(c->upper) && isfinite(one->variance) &&
        bireme_packer_balance(m->packer, c->lower, c->n * one->mean, c->n * one->variance, c->blur, &change))
        return worst + change;
    bireme_packer_range(m->packer, &low, &high);
    bireme_sum_curve_correction(c, mean, variance, low, high, &shift, &scale);
    return worst + bireme_packer_transform(m->packer, shift, scale, c->blur);
}

/* The single value as in its own table, packed if that is as accurate. */
static void pack_single(maker *m)
{
    bireme_sum_level *level = m->level;
    const bireme_summand *s = m->summand;
    level->table[1] = level->single;
    if (level->single->steps != NULL || level->single->search > 4) return;
    bireme_sum_curve c = {.summand = s, .n = 1, .lower = s->lower, .upper = s->upper};
    double low = bireme_qtable_tail(s->single, BIREME_SUM_TAIL, false);
    double high = bireme_qtable_tail(s->single, BIREME_SUM_TAIL, true);
    c.low_tail = (bireme_tail_shape){.x = low, .one = low, .v = BIREME_SUM_TAIL, .ratio = 1};
    c.high_tail = (bireme_tail_shape){.x = high, .one = high, .v = BIREME_SUM_TAIL, .ratio = 1};
    double worst = fit_packed(m, &c, single_value, true);
    if (worst > BOUND / 4) return;
    bireme_packer_write(m->packer, records_of(level, 1));
    level->packed |= 2;
    level->table[1] = NULL;
    level->u_error[1] = worst;
}

/* Puts the better of the two kinds of table in the digit's place, if its error, including `others`, is less
 * than that of the table there. */
static bireme_status place_table(maker *m, unsigned digit, bireme_sum_curve *c, double others,
                                 bireme_error *error)
{
    bireme_sum_level *level = m->level;
    bireme_qtable *table = NULL;
    bireme_sum_curve again = *c;
    bool compared = !isnan(c->difference), measured = compared || m->fit > PACKED;
    double general = INFINITY, packed = fit_packed(m, c, curve_value, measured);
    if (measured) m->fit = packed;
    if (compared) m->apart[digit] = 2 * c->difference + packed;
    if (packed > PACKED && packed > others) {
        bireme_status status = bireme_sum_curve_table(&again, &table, &general, error);
        if (status != BIREME_OK) return status;
        general *= 2; /* packed ones are preferred, being faster */
    }
    if (others + fmin(packed, general) < level->u_error[digit]) {
        forget(level, digit);
        level->u_error[digit] = others + fmin(packed, general);
        m->rest[digit] = c->rest;
        if (packed <= general) {
            bireme_packer_write(m->packer, records_of(level, digit));
            level->packed |= 1U << digit;
        } else {
            table->u_error = level->u_error[digit];
            level->table[digit] = table;
            table = NULL;
        }
    }
    bireme_qtable_free(table);
    return BIREME_OK;
}

/* ------------------------ rounds */

static bool is_needed(const maker *m, size_t round, unsigned digit)
{
    const bireme_qtable *made = m->level->table[digit];
    if (made != NULL && made->steps != NULL) return false; /* exact */
    if (digit * m->level->unit < 2 || m->level->u_error[digit] <= rounds[round].unless_within) return false;
    if (m->rest[digit] > REST) return false;
    /* a slowly decreasing error is divided only by eight with eight times the points; small digits can be
     * drawn in pieces */
    bool hopeless = m->level->u_error[digit] > 16 * BOUND;
    if (m->level->level == 0 && rounds[round].unless_within >= BOUND && hopeless) return false;
    if (!(m->summand->has_points ? rounds[round].points : rounds[round].smooth)) return false;
    return rounds[round].sharing != BIREME_GRID_LINEAR || m->level->level > 0;
}

/* In the first round only some digits are compared with a coarser grid; those between two of them are assumed
 * to have the larger error of the two. */
static bool is_compared(const maker *m, size_t round, unsigned digit)
{
    const unsigned some = m->level->level == 0 ? 1U << 2 | 1U << 3 | 1U << 6 : 1U << 1 | 1U << 2;
    return round > 0 || m->summand->has_points || (some >> digit & 1) != 0 || digit == m->level->digits;
}

static void fill_gaps(maker *m)
{
    double before = 0;
    for (unsigned d = m->level->level == 0 ? 2 : 1; d <= m->level->digits; d++) {
        unsigned next = d;
        while (next < m->level->digits && isnan(m->apart[next])) next++;
        if (isnan(m->apart[d]))
            m->level->u_error[d] += fmax(before, isnan(m->apart[next]) ? 0 : m->apart[next]);
        else
            before = m->apart[d];
    }
}

static bireme_status one_digit(maker *m, bireme_sum_grids *grids, size_t round, unsigned digit,
                               bireme_error *error)
{
    const bireme_summand *s = m->summand;
    double n = digit * m->level->unit;
    bireme_sum_curve c = {.summand = s, .n = n, .lower = n * s->lower, .upper = n * s->upper};
    bireme_status status = bireme_sum_nodes_find(grids, &c, digit, is_compared(m, round, digit), error);
    if (status != BIREME_OK) return status;
    if (c.count < 2) {
        if (m->level->level == 0) return BIREME_OK;
        return bireme_fail(error, BIREME_DOMAIN, "a sum of %.0f values has no spread to tabulate", n);
    }
    bireme_sum_curve_join(&c);
    double others = 2 * fmax(c.error, isnan(c.difference) ? 0 : c.difference) + c.rest + BIREME_SUM_TAIL;
    if (others >= m->level->u_error[digit]) return BIREME_OK;
    if (others > 100 * BOUND && m->level->level == 0) return BIREME_OK;
    return place_table(m, digit, &c, others, error);
}

static bireme_status one_round(maker *m, size_t round, bireme_error *error)
{
    bireme_sum_grids grids = {0};
    unsigned most = 0;
    for (unsigned d = 1; d <= m->level->digits; d++)
        if (is_needed(m, round, d)) most = d;
    if (most == 0) return BIREME_OK;
    bireme_status status = bireme_sum_grids_create(&grids, m->summand, m->level->level, most,
                                                   rounds[round].bits, rounds[round].sharing, m->space,
                                                   error);
    for (unsigned d = 1; d <= BIREME_SUM_DIGITS; d++) m->apart[d] = NAN;
    m->fit = INFINITY;
    for (unsigned d = 1; d <= most && status == BIREME_OK; d++)
        if (is_needed(m, round, d)) status = one_digit(m, &grids, round, d, error);
    bireme_sum_grids_free(&grids);
    if (round == 0) fill_gaps(m);
    return status;
}

/* ------------------------ pieces */

/* Chooses as pieces the largest digits that have a table, down to single values. */
static void choose_pieces(bireme_sum_level *level)
{
    for (unsigned digit = 1; digit <= level->digits; digit++) {
        bool first = level->level == 0 && digit == 1;
        if (first || level->level > 0 || level->u_error[digit] <= BOUND) continue;
        forget(level, digit);
    }
    for (unsigned digit = 1; digit <= level->digits; digit++) {
        unsigned draw = 0;
        for (unsigned left = digit, piece; left > 0; left -= piece, draw++) {
            piece = left;
            while ((level->packed >> piece & 1) == 0 && level->table[piece] == NULL) piece--;
            level->piece[draw][digit] = (uint8_t)piece;
        }
        if (draw > level->draws) level->draws = draw;
    }
    for (unsigned digit = 1; digit <= level->digits && level->records != NULL; digit++)
        if ((level->packed >> digit & 1) == 0)
            for (size_t i = 0; i < bireme_qpacked_count(level->bits); i++)
                records_of(level, digit)[i] = (bireme_qpacked){0};
}

static bireme_status smooth_tables(maker *m, bireme_error *error)
{
    bireme_sum_level *level = m->level;
    level->records = bireme_calloc_aligned(level->digits * bireme_qpacked_count(level->bits),
                                           sizeof *level->records);
    if (level->records == NULL) return bireme_fail_memory(error);
    bireme_status status = bireme_packer_create(level->bits, &m->packer, error);
    if (status != BIREME_OK) return status;
    for (unsigned d = 0; d <= BIREME_SUM_DIGITS; d++) level->u_error[d] = INFINITY;
    if (level->level == 0) pack_single(m);
    if (level->level > 0 && m->summand->has_points)
        status = bireme_sum_points_tables(m->summand, level, error);
    for (size_t round = 0; round < ROUNDS && status == BIREME_OK; round++)
        status = one_round(m, round, error);
    bireme_packer_free(m->packer);
    return status;
}

bireme_status bireme_sum_level_create(const bireme_summand *summand, unsigned level, unsigned digits,
                                      bool top, bireme_grid_space *space, bireme_sum_level *out,
                                      bireme_error *error)
{
    bireme_sum_level made = {.level = level,
                             .digits = digits,
                             .top = top,
                             .fixed = bireme_dist_is_fixed(summand->dist),
                             .unit = ldexp(1, 4 * (int)level),
                             .bits = PACK_BITS,
                             .single = summand->single};
    maker m = {.summand = summand, .level = &made, .space = space};
    bireme_status status = BIREME_OK;
    bool done = made.fixed;
    if (summand->lattice_step > 0 && !done)
        status = bireme_sum_lattice_tables(summand, &made, space, &done, error);
    if (status == BIREME_OK && !done) status = smooth_tables(&m, error);
    if (status != BIREME_OK) {
        bireme_sum_level_free(&made);
        return status;
    }
    if (made.fixed) made.unit = summand->mean;
    if (!made.fixed) choose_pieces(&made);
    for (unsigned d = 1; d <= digits && made.fixed; d++) made.piece[0][d] = (uint8_t)d;
    if (made.fixed) made.draws = 1;
    *out = made;
    return BIREME_OK;
}

void bireme_sum_level_free(bireme_sum_level *level)
{
    for (unsigned digit = 1; digit <= BIREME_SUM_DIGITS; digit++) forget(level, digit);
    bireme_free(level->records);
    *level = (bireme_sum_level){0};
}
