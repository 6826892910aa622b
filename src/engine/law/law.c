/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A law, from the trials' terms. The range of a series reaches beyond every trial's mean by SPREADS of its
 * standard deviation and a deal of rare size; what lies beyond would be reflected at its ends. With x
 * measured from its lower end, width w and u_k = kπ/w the density is (Fang and Oosterlee 2008)
 *
 *     f(x) = Re Φ(0)/w + Σ_{k ≥ 1} 2/w Re Φ(u_k) cos(u_k x).
 *
 * On a lattice of L points the masses are the inverse transform of Φ(2πk/(L step)).
 */
#include "engine/law/internal.h"

#include <math.h>
#include "base/memory.h"
#include "numeric/fft.h"

enum { SPREADS = 9, LATTICE_MOST = 1 << 15, LATTICE_LEAST = 64 };
static const double PI = 3.141592653589793;

bool bireme_law_exists(const bireme_study *study, size_t w)
{
    const bireme_model *model = study->compiled->model;
    const bireme_metric *metric = &study->compiled->metrics->items[study->wanted[w].metric];
    if (!study->options.laws || !bireme_study_has_means(study, w)) return false;
    if (metric->unit == BIREME_UNIT_COUNT) return true;
    for (size_t c = 0; c < model->n_channels; c++)
        if (model->channels[c].deal_value.shape != NULL &&
            !isfinite(bireme_dist_variance(model->channels[c].deal_value.shape)))
            return false;
    return true;
}

/* ------------------------ terms of all trials */

typedef struct collecting {
    bireme_law *law;
    const bireme_wanted *wanted;
    bireme_error *errors; /* [n_blocks] */
} collecting;

static void take(void *context, bireme_block *block, size_t n)
{
    const collecting *c = context;
    const size_t b = (size_t)(block->first / BIREME_BLOCK);
    bireme_law_block *to = &c->law->blocks[b];
    to->lanes = n;
    /* the status is in the error, which is empty if all went well */
    if (bireme_law_find_terms(block, c->wanted, false, to, &c->errors[b]) != BIREME_OK) to->lanes = 0;
}

static bireme_status collect(bireme_law *law, bireme_study *study, const bireme_compiled *compiled, size_t w,
                             bireme_error *error)
{
    collecting c = {.law = law, .wanted = &study->wanted[w]};
    law->n_blocks = (size_t)((law->trials + BIREME_BLOCK - 1) / BIREME_BLOCK);
    law->blocks = bireme_calloc(law->n_blocks, sizeof *law->blocks);
    c.errors = bireme_calloc(law->n_blocks, sizeof *c.errors);
    bireme_status status = law->blocks != NULL && c.errors != NULL ? BIREME_OK : bireme_fail_memory(error);
    if (status == BIREME_OK)
        status = bireme_study_each(study, compiled, law->trials, BIREME_DEPTH_OPEN, take, &c, error);
    for (size_t b = 0; b < law->n_blocks && status == BIREME_OK; b++)
        if (law->blocks[b].lanes == 0) status = bireme_fail_memory(error);
    bireme_free(c.errors);
    return status;
}

bireme_status bireme_law_tabulate(const bireme_compiled *compiled, size_t c, bireme_law_tables *tables,
                                  bireme_error *error)
{
    if (tables->of == NULL) {
        tables->of = bireme_calloc(compiled->model->n_channels, sizeof(bireme_transform *));
        if (tables->of == NULL) return bireme_fail_memory(error);
        tables->n = compiled->model->n_channels;
    }
    if (tables->of[c] != NULL) return BIREME_OK;
    return bireme_transform_create(compiled->model->channels[c].deal_value.shape,
                                   bireme_sums_single(compiled->channels[c].value), &tables->of[c], error);
}

static bireme_status find_transforms(bireme_law *law, const bireme_compiled *compiled,
                                     bireme_law_tables *tables, bireme_error *error)
{
    bireme_status status = BIREME_OK;
    for (size_t b = 0; b < law->n_blocks; b++)
        for (size_t k = 0; k < law->blocks[b].n && status == BIREME_OK; k++)
            status = bireme_law_tabulate(compiled, law->blocks[b].terms[k].channel, tables, error);
    law->transforms = tables->of;
    return status;
}

void bireme_law_tables_free(bireme_law_tables *tables)
{
    for (size_t c = 0; c < tables->n; c++) bireme_transform_free(tables->of[c]);
    bireme_free(tables->of);
    *tables = (bireme_law_tables){0};
}

/* ------------------------ moments, and the range */

typedef struct lane {
    double mean, variance;
    double least, most; /* of what one deal more may be worth, at the most; ≤ 0 and ≥ 0 */
} lane;

static lane look(const bireme_law *law, const bireme_law_block *block, size_t i)
{
    lane l = {.mean = block->base[i] + block->count[i], .variance = block->count[i]};
    for (size_t k = 0; k < block->n; k++) {
        const bireme_law_term *term = &block->terms[k];
        const bireme_transform *value = law->transforms[term->channel];
        double one = term->each[i] * value->mean + term->besides[i],
               rare = term->each[i] * value->highest + term->besides[i],
               low = term->each[i] * value->lowest + term->besides[i];
        l.mean += term->mean[i] * one;
        l.variance += term->mean[i] * (one * one + term->each[i] * term->each[i] * value->variance);
        if (term->mean[i] > 0)
            l.least = fmin(l.least, fmin(rare, low)), l.most = fmax(l.most, fmax(rare, low));
    }
    return l;
}

static void find_moments(bireme_law *law)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t b = 0; b < law->n_blocks; b++)
        for (size_t i = 0; i < law->blocks[b].lanes; i++) {
            const bireme_law_block *block = &law->blocks[b];
            const size_t part = i % BIREME_LAW_PARTS;
            law->alive[part] += block->alive[i];
            law->dead[part] += 1 - block->alive[i];
            if (block->alive[i] == 0) continue;
            lane l = look(law, block, i);
            double sd = sqrt(l.variance);
            law->sum[part] += l.mean;
            law->squares[part] += l.variance + l.mean * l.mean;
            double least = l.mean - SPREADS * sd + l.least, most = l.mean + SPREADS * sd + l.most;
            low = fmin(low, l.least < 0 ? least : fmax(least, block->base[i]));
            high = fmax(high, l.most > 0 ? most : fmin(most, block->base[i]));
        }
    law->low = isfinite(low) ? low : 0;
    law->width = high > low ? high - low : 0;
}

/* ------------------------ lattice */

/* What is common to all: a, and b with their whole multiples taken away. */
static double common(double a, double b, double tolerance)
{
    a = fabs(a), b = fabs(b);
    for (int i = 0; i < 4096 && b > tolerance; i++) {
        double rest = fabs(a - b * floor(a / b + 0.5));
        a = b;
        b = rest;
    }
    return a;
}

/* Whether an array is the same in all trials that count; *value: the first. */
static bool is_steady(const bireme_law_block *block, const double *lanes, double *value)
{
    const double rounding = 1e-9;
    for (size_t i = 0; i < block->lanes; i++) {
        if (block->alive[i] == 0) continue;
        if (isnan(*value)) *value = lanes[i];
        if (fabs(lanes[i] - *value) > rounding * fabs(*value)) return false;
    }
    return true;
}

/* The step that all deals are multiples of; 0: there is none. */
static double step_of_deals(const bireme_law *law)
{
    double step = 0;
    const double tolerance = 1e-9 * law->width;
    for (size_t b = 0; b < law->n_blocks; b++)
        for (size_t k = 0; k < law->blocks[b].n; k++) {
            const bireme_law_block *block = &law->blocks[b];
            const bireme_transform *value = law->transforms[block->terms[k].channel];
            double each = NAN, besides = NAN;
            if (!is_steady(block, block->terms[k].each, &each) ||
                !is_steady(block, block->terms[k].besides, &besides))
                return 0;
            if (isnan(each)) continue;
            if (value->n > 0 && !(value->lattice > 0)) return 0;
            step = common(step, each * value->centre + besides, tolerance);
            if (value->lattice > 0) step = common(step, each * value->lattice, tolerance);
        }
    return step;
}

/* Whether what the trials begin with is on it too; then `low` is moved onto it. */
static bool fits_bases(bireme_law *law, double step)
{
    double start = NAN;
    for (size_t b = 0; b < law->n_blocks; b++)
        for (size_t i = 0; i < law->blocks[b].lanes; i++) {
            const bireme_law_block *block = &law->blocks[b];
            if (block->alive[i] == 0) continue;
            if (isnan(start)) start = block->base[i];
            double k = (block->base[i] - start) / step;
            if (fabs(k - floor(k + 0.5)) > 1e-6) return false;
        }
    if (!isnan(start)) law->low = start + floor((law->low - start) / step) * step;
    return true;
}

/* From Φ at 2πk/(n step), k = 0 … n/2. */
static bireme_status find_masses(bireme_law *law, size_t points, bireme_error *error)
{
    bireme_fft *fft = NULL;
    double *re = bireme_calloc(2 * (points / 2 + 1), sizeof *re), *im = re + points / 2 + 1;
    law->mass = bireme_calloc(points * BIREME_LAW_PARTS, sizeof *law->mass);
    bireme_status status = re != NULL && law->mass != NULL ? bireme_fft_create(points, &fft, error)
                                                           : bireme_fail_memory(error);
    for (size_t r = 0; r < BIREME_LAW_PARTS && status == BIREME_OK; r++) {
        for (size_t k = 0; k <= points / 2; k++) {
            re[k] = law->re[k * BIREME_LAW_PARTS + r];
            im[k] = -law->im[k * BIREME_LAW_PARTS + r];
        }
        bireme_fft_inverse(fft, re, im, law->mass + r * points);
    }
    law->n = points;
    bireme_fft_free(fft);
    bireme_free(re);
    return status;
}

static bireme_status make_lattice(bireme_law *law, const bireme_study *study, bireme_error *error)
{
    size_t points = LATTICE_LEAST;
    while ((double)points * law->step < law->width + 2 * law->step) points *= 2;
    bireme_status status = bireme_law_transform(law, 2 * PI / ((double)points * law->step), points / 2 + 1,
                                                false, study, error);
    return status == BIREME_OK ? find_masses(law, points, error) : status;
}

/* ------------------------ all */

static bireme_status make_series(bireme_law *law, const bireme_study *study, bireme_error *error)
{
    law->kind = BIREME_LAW_SERIES;
    if (!(law->width > 0)) law->width = fmax(fabs(law->low), 1); /* the same in every trial */
    return bireme_law_transform(law, PI / law->width, 0, true, study, error);
}

static bireme_status make(bireme_law *law, bireme_study *study, const bireme_compiled *compiled, size_t w,
                          bireme_law_tables *tables, bireme_error *error)
{
    const bireme_compiled *of = compiled != NULL ? compiled : study->compiled;
    bireme_status status = collect(law, study, compiled, w, error);
    if (status == BIREME_OK) status = find_transforms(law, of, tables, error);
    if (status != BIREME_OK) return status;
    find_moments(law);
    if (of->metrics->items[study->wanted[w].metric].unit == BIREME_UNIT_COUNT) {
        law->kind = BIREME_LAW_COUNTS;
        return BIREME_OK;
    }
    law->step = step_of_deals(law);
    if (law->step > 0 && law->width / law->step < LATTICE_MOST && fits_bases(law, law->step)) {
        law->kind = BIREME_LAW_LATTICE;
        return make_lattice(law, study, error);
    }
    return make_series(law, study, error);
}

bireme_status bireme_law_create(bireme_study *study, const bireme_compiled *compiled, size_t w,
                                uint64_t trials, bireme_law_tables *tables, bireme_law **out,
                                bireme_error *error)
{
    bireme_law *law = bireme_calloc(1, sizeof *law);
    if (law == NULL) return bireme_fail_memory(error);
    law->trials = trials < study->options.trials ? trials : study->options.trials;
    bireme_status status = make(law, study, compiled, w, tables, error);
    if (status != BIREME_OK) {
        bireme_law_free(law);
        return status;
    }
    *out = law;
    return BIREME_OK;
}

void bireme_law_free(bireme_law *law)
{
    if (law == NULL) return;
    for (size_t b = 0; b < law->n_blocks && law->blocks != NULL; b++) bireme_law_block_free(&law->blocks[b]);
    bireme_free(law->blocks);
    bireme_free(law->re);
    bireme_free(law->mass);
    bireme_free(law);
}
