/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the leads of each trial bring. A block run at BIREME_DEPTH_OPEN has nothing of them, so that the
 * metric's rule gives A. Every metric with a law is linear in wins and bookings (rules.h), so that what one
 * more unit of bookings of a channel in a period adds, or one more win, is its answer to a pulse: the rules
 * themselves say what a deal is worth to a metric (earned within the horizon, margin, commission, discount),
 * and no second set of formulas has to agree with them. A pulse is large, and a power of two, so that
 * rounding of A does no harm. Channels of the same owner whose deals the same teams work have the same
 * answer, except to a channel's own metrics.
 */
#include "engine/law/internal.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "numeric/special/portable.h"

static const double PULSE = 0x1p30;
/* Beyond this mean a trial in which nothing is won does not happen. */
static const double NEVER = 36;

typedef struct finder {
    bireme_block *block;
    const bireme_metric *metric;
    const bireme_wanted *wanted;
    bireme_law_block *to;
    size_t periods;   /* drawn */
    bool later;       /* deals that close after the horizon matter, and only they */
    bool wins;        /* wins matter besides their bookings */
    double **each;    /* [channels × periods] the answer to bookings, lanes */
    double **besides; /* and to wins */
    double *answers;  /* storage of both */
    size_t n_answers;
} finder;

static void ask(const finder *f, double *out)
{
    bireme_block_settle(f->block);
    bireme_block_metric_until(f->block, f->metric, f->wanted->by, out);
}

/* out: what a unit more at `place` adds to the metric. */
static void pulse(const finder *f, double *place, double *out)
{
    bireme_lanes before;
    bireme_lanes_copy(place, before);
    bireme_lanes_affine(1, PULSE, place);
    ask(f, out);
    bireme_lanes_copy(before, place);
    bireme_lanes_add_scaled(f->to->base, -1, out);
    bireme_lanes_scale(out, 1 / PULSE, out);
}

static double *bookings_at(const finder *f, size_t c, size_t t)
{
    const bireme_channel_block *channel = &f->block->channel[c];
    return f->later ? channel->carried_value : bireme_lane_array(channel->bookings, t);
}

static double *entries_at(const finder *f, double *base, size_t row, size_t t)
{
    return bireme_lane_array(base, row * f->block->compiled->model->periods + t);
}

static double *wins_at(const finder *f, size_t c, size_t t)
{
    return entries_at(f, f->block->channel[c].entries, f->block->compiled->rows - 1, t);
}

/* Whether wins matter: they cost something each. */
static bool minds_wins(const finder *f)
{
    const bireme_model *model = f->block->compiled->model;
    return model->revenue.unit_cost >= 0 && !f->later;
}

/* The first channel whose deals are worth the same to the metric. */
static size_t alike(const finder *f, size_t c)
{
    const bireme_model *model = f->block->compiled->model;
    if (bireme_metric_row_of(f->metric->kind)->of == BIREME_OF_CHANNEL) return c;
    for (size_t d = 0; d < c; d++) {
        bool same = model->channels[d].owner == model->channels[c].owner;
        for (size_t k = 0; k < model->n_teams; k++)
            same &= model->teams[k].works[d] == model->teams[k].works[c];
        if (same) return d;
    }
    return c;
}

static double *new_answer(finder *f)
{
    return bireme_lane_array(f->answers, f->n_answers++);
}

static void find_answers(finder *f)
{
    const size_t channels = f->block->compiled->model->n_channels;
    for (size_t c = 0; c < channels; c++)
        for (size_t t = 0; t < f->periods; t++) {
            const size_t at = c * f->periods + t, first = alike(f, c) * f->periods + t;
            f->each[at] = f->each[first];
            f->besides[at] = f->besides[first];
            if (first != at) continue;
            f->each[at] = new_answer(f);
            pulse(f, bookings_at(f, c, t), f->each[at]);
            if (!f->wins) continue;
            f->besides[at] = new_answer(f);
            pulse(f, wins_at(f, c, t), f->besides[at]);
        }
}

/* ------------------------ terms */

static bool is_zero(size_t n, const double *lanes)
{
    for (size_t i = 0; i < n; i++)
        if (lanes[i] != 0) return false;
    return true;
}

static bool is_same(size_t n, const double *a, const double *b)
{
    const double rounding = 1e-12;
    for (size_t i = 0; i < n; i++)
        if (fabs(a[i] - b[i]) > rounding * fabs(a[i])) return false;
    return true;
}

/* Takes the term behind the last one into those that are there, if one of them is alike; else keeps it.
 * Returns its number, SIZE_MAX if it adds nothing. */
static size_t keep(bireme_law_block *to)
{
    const bireme_law_term *made = &to->terms[to->n];
    const size_t lanes = to->term_of != NULL ? BIREME_BLOCK : to->lanes;
    if ((to->term_of == NULL && is_zero(lanes, made->mean)) ||
        (is_zero(lanes, made->each) && is_zero(lanes, made->besides)))
        return SIZE_MAX;
    for (size_t k = 0; k < to->n; k++) {
        const bireme_law_term *term = &to->terms[k];
        if (term->channel != made->channel || !is_same(lanes, term->each, made->each) ||
            !is_same(lanes, term->besides, made->besides))
            continue;
        bireme_lanes_add(made->mean, term->mean);
        return k;
    }
    return to->n++;
}

static void find_mean(const finder *f, size_t c, size_t t, double *out)
{
    if (f->later)
        bireme_block_after(f->block, c, out);
    else
        bireme_lanes_copy(entries_at(f, f->block->channel[c].means, f->block->compiled->rows - 1, t), out);
}

static void find_terms(const finder *f)
{
    const bireme_block *block = f->block;
    const bireme_model *model = block->compiled->model;
    bireme_lanes price;
    for (size_t c = 0; c < model->n_channels; c++)
        for (size_t t = 0; t < f->periods; t++) {
            const bireme_law_term *term = &f->to->terms[f->to->n];
            const size_t at = c * f->periods + t;
            f->to->terms[f->to->n].channel = c;
            bireme_block_price(block, c, f->later ? model->periods - 1 : t, price);
            bireme_lanes_product(f->each[at], price, term->each);
            find_mean(f, c, t, term->mean);
            if (f->wins)
                bireme_lanes_copy(f->besides[at], term->besides);
            else
                bireme_lanes_set(0, term->besides);
            size_t k = keep(f->to);
            if (f->to->term_of != NULL) f->to->term_of[at] = k;
        }
}

static void renew_terms(const finder *f)
{
    bireme_lanes mean;
    for (size_t k = 0; k < f->to->n; k++) bireme_lanes_set(0, f->to->terms[k].mean);
    for (size_t c = 0; c < f->block->compiled->model->n_channels; c++)
        for (size_t t = 0; t < f->periods; t++) {
            const size_t k = f->to->term_of[c * f->periods + t];
            if (k == SIZE_MAX) continue;
            find_mean(f, c, t, mean);
            bireme_lanes_add(mean, f->to->terms[k].mean);
        }
}

/* P(nothing is won). */
static void find_none(bireme_law_block *to)
{
    bireme_lanes sum;
    bireme_lanes_set(0, sum);
    for (size_t k = 0; k < to->n; k++) bireme_lanes_add(to->terms[k].mean, sum);
    for (size_t i = 0; i < BIREME_BLOCK; i++) to->none[i] = sum[i] < NEVER ? bireme_exp(-sum[i]) : 0;
}

/* M: what the metric is if every count is its mean, less what it is without leads. */
static void find_count(const finder *f)
{
    const bireme_block *block = f->block;
    bireme_lanes after;
    for (size_t c = 0; c < block->compiled->model->n_channels; c++) {
        const bireme_channel_block *channel = &block->channel[c];
        for (size_t row = 0; row < block->compiled->rows; row++)
            for (size_t t = 0; t < f->periods; t++)
                bireme_lanes_add(entries_at(f, channel->means, row, t),
                                 entries_at(f, channel->entries, row, t));
        bireme_block_after(block, c, after);
        bireme_lanes_add(after, channel->carried);
    }
    ask(f, f->to->count);
    bireme_lanes_add_scaled(f->to->base, -1, f->to->count);
    bireme_lanes_at_least(0, f->to->count);
}

/* ------------------------ all */

static bireme_status make_room(finder *f, bireme_error *error)
{
    enum { ARRAYS = 4, OF_A_TERM = 3 };
    bireme_law_block *to = f->to;
    const bool counts = f->metric->unit == BIREME_UNIT_COUNT;
    const size_t cells = f->block->compiled->model->n_channels * f->periods,
                 terms = counts ? 0 : cells + 1; /* the last is where one is made */
    to->memory = bireme_calloc_aligned(bireme_times(ARRAYS + OF_A_TERM * terms, BIREME_BLOCK),
                                       sizeof *to->memory);
    to->terms = bireme_calloc(terms, sizeof *to->terms);
    f->each = bireme_calloc(cells, sizeof *f->each);
    f->besides = bireme_calloc(cells, sizeof *f->besides);
    f->answers = bireme_calloc_aligned(counts ? 1 : bireme_times(2 * cells, BIREME_BLOCK),
                                       sizeof *f->answers);
    if (!to->memory || !to->terms || !f->each || !f->besides || !f->answers) return bireme_fail_memory(error);
    double *at = to->memory;
    to->base = at, to->count = at + BIREME_BLOCK, to->none = at + 2 * BIREME_BLOCK;
    to->alive = at + 3 * BIREME_BLOCK;
    at += ARRAYS * BIREME_BLOCK;
    for (size_t k = 0; k < terms; k++, at += OF_A_TERM * BIREME_BLOCK)
        to->terms[k] =
            (bireme_law_term){.mean = at, .each = at + BIREME_BLOCK, .besides = at + 2 * BIREME_BLOCK};
    return BIREME_OK;
}

static void find_alive(const finder *f)
{
    bireme_lanes unbought;
    bireme_lanes_set(0, unbought);
    if (f->wanted->must_be_bought) bireme_block_unbought(f->block, unbought);
    for (size_t i = 0; i < BIREME_BLOCK; i++) f->to->alive[i] = i < f->to->lanes && !(unbought[i] > 0);
}

static finder finder_of(bireme_block *block, const bireme_wanted *wanted, bireme_law_block *to)
{
    const bireme_metric *metric = &block->compiled->metrics->items[wanted->metric];
    finder f = {.block = block, .metric = metric, .wanted = wanted, .to = to};
    f.later = metric->kind == BIREME_METRIC_CARRIED_OUT_VALUE;
    f.periods = block->superposed || f.later ? 1 : block->compiled->model->periods;
    f.wins = minds_wins(&f);
    return f;
}

bireme_status bireme_law_find_terms(bireme_block *block, const bireme_wanted *wanted, bool keeps,
                                    bireme_law_block *to, bireme_error *error)
{
    finder f = finder_of(block, wanted, to);
    bireme_status status = make_room(&f, error);
    if (status == BIREME_OK && keeps) {
        to->term_of = bireme_calloc(block->compiled->model->n_channels * f.periods, sizeof *to->term_of);
        if (to->term_of == NULL) status = bireme_fail_memory(error);
    }
    if (status == BIREME_OK) {
        find_alive(&f);
        ask(&f, to->base);
        if (f.metric->unit == BIREME_UNIT_COUNT) {
            find_count(&f);
        } else {
            find_answers(&f);
            find_terms(&f);
            find_none(to);
        }
    }
    bireme_free(f.each);
    bireme_free(f.besides);
    bireme_free(f.answers);
    return status;
}

void bireme_law_renew_terms(bireme_block *block, const bireme_wanted *wanted, bireme_law_block *to)
{
    const finder f = finder_of(block, wanted, to);
    find_alive(&f);
    ask(&f, to->base);
    if (f.metric->unit == BIREME_UNIT_COUNT)
        find_count(&f);
    else
        renew_terms(&f);
}

void bireme_law_block_free(bireme_law_block *block)
{
    bireme_free(block->memory);
    bireme_free(block->terms);
    bireme_free(block->term_of);
    bireme_free(block->turning);
}
