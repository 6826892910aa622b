/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bookings of a channel: the sum of n deal values is drawn digit by digit of n in base sixteen
 * (dist/sums/sums.h), up to fifteen deals with one uniform for all lanes at once. Draws that few lanes need
 * (the higher digits, as a rule) are packed.
 */
#include "engine/trial/block.h"

#include <math.h>
#include "base/kernel.h"
#include "dist/table/binomial.h"

/* Draw numbers. The first draw of a level has the level's own number; later draws of the lowest level (digits
 * drawn in pieces) and of the top one (counts larger than foreseen) have numbers further up. */
enum { DRAW_PIECE = 64, DRAW_REPEAT = 128 };

static uint32_t draw_number(unsigned level, uint32_t draw)
{
    if (draw == 0) return level;
    return (level == 0 ? DRAW_PIECE : DRAW_REPEAT) + draw;
}

/* The deals of all periods, led by one score (uniforms.c). */
typedef struct lead {
    uint32_t draw;       /* the draw whose uniforms it replaces */
    double *left;        /* deals that are still to come */
    double *score, *own; /* what is left of the score; the uniforms of this period */
} lead;

/* What a sum is drawn from. */
typedef struct sum_source {
    const bireme_block *block;
    const bireme_sums *sums;
    const bireme_source *source;
    uint32_t slot;
    const lead *led; /* NULL: not led */
    const bireme_dist *value;
} sum_source;

/* Adds a draw that only some lanes need: packed. */
static void add_few(const sum_source *from, unsigned level, uint32_t draw, size_t n, const uint16_t *lane,
                    const double *count, double *sum)
{
    double u[BIREME_BLOCK], few[BIREME_BLOCK], part[BIREME_BLOCK], room[BIREME_BLOCK];
    uint32_t number = draw_number(level, draw);
    if (from->led != NULL && number == from->led->draw)
        for (size_t i = 0; i < n; i++) u[i] = from->led->own[lane[i]];
    else
        bireme_block_some_uniforms(from->block, from->source, number, from->slot, n, lane, room, u);
    for (size_t i = 0; i < n; i++) few[i] = count[lane[i]], part[i] = 0;
    bireme_sums_eval(from->sums, level, draw, n, u, few, part);
    for (size_t i = 0; i < n; i++) sum[lane[i]] += part[i];
}

static void add_all(const sum_source *from, unsigned level, uint32_t draw, const double *count, double *room,
                    double *sum)
{
    uint32_t number = draw_number(level, draw);
    const double *u = room;
    if (from->led != NULL && number == from->led->draw)
        u = from->led->own;
    else
        bireme_block_uniforms(from->block, from->source, number, from->slot, room);
    bireme_sums_eval(from->sums, level, draw, BIREME_BLOCK, u, count, sum);
}

/* The largest count; sixteen at a time, so that it vectorises. */
BIREME_KERNEL static double largest(const double *count)
{
    enum { SIDES = 16 };
    double most[SIDES] = {0};
    for (size_t i = 0; i < BIREME_BLOCK; i += SIDES)
        for (size_t k = 0; k < SIDES; k++) most[k] = count[i + k] > most[k] ? count[i + k] : most[k];
    for (size_t k = 1; k < SIDES; k++) most[0] = most[k] > most[0] ? most[k] : most[0];
    return most[0];
}

/* Counts too large to draw in pieces, in trials where a rate is extreme: the sum of so many values is normal.
 * They are set to 0 in `rest`, a copy of `count`. */
static const double *sum_huge(const sum_source *from, double limit, const double *count, double *rest,
                              double *sum)
{
    const bireme_dist *value = from->value;
    double variance = bireme_dist_variance(value); /* if infinite, the sum is replaced by its mean */
    double u[BIREME_BLOCK], mean = bireme_dist_mean(value), sd = isfinite(variance) ? sqrt(variance) : 0,
                            least = bireme_dist_lower(value);
    bireme_block_uniforms(from->block, from->source, draw_number(0, 0), from->slot, u);
    bireme_qtable_eval(from->block->compiled->normal, BIREME_BLOCK, u, u);
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        bool huge = !(count[i] <= limit);
        rest[i] = huge ? 0 : count[i];
        if (huge) sum[i] += fmax(count[i] * mean + sqrt(count[i]) * sd * u[i], count[i] * least);
    }
    return rest;
}

/* sum = Σ of count[i] values. */
static void sum_deals(const sum_source *from, const double *count, double *room, double *sum)
{
    enum { FEW = BIREME_BLOCK / 3 };
    uint16_t lane[BIREME_BLOCK];
    double most = largest(count), limit = bireme_sums_count_most(from->sums), rest[BIREME_BLOCK];
    bireme_lanes_set(0, sum);
    if (most == 0) return;
    if (most > limit) {
        count = sum_huge(from, limit, count, rest, sum);
        most = largest(count);
    }
    if (from->led != NULL) {
        bireme_block_uniforms(from->block, from->source, from->led->draw, from->slot, from->led->own);
        bireme_block_part(from->block, count, from->led->left, from->led->score, from->led->own);
    }
    for (unsigned level = 0; level < bireme_sums_levels(from->sums); level++, most *= 0x1p-4) {
        if (most < 1) return;
        for (uint32_t draw = 0;; draw++) {
            bool all = level == 0 && draw == 0; /* the usual case: nearly all lanes need it */
            size_t n = all ? BIREME_BLOCK
                           : bireme_sums_lanes(from->sums, level, draw, BIREME_BLOCK, count, lane);
            if (n == 0) break;
            if (n <= FEW)
                add_few(from, level, draw, n, lane, count, sum);
            else
                add_all(from, level, draw, count, room, sum);
        }
    }
}

/* out · scale and effect of period t. */
static void scale_value(const bireme_block *block, size_t index, size_t t, double *out)
{
    const int scale = block->compiled->channels[index].value_scale;
    const double *effect = bireme_block_effect(block, index, BIREME_EFFECT_DEAL_VALUE, t);
    if (scale >= 0) bireme_lanes_multiply(bireme_block_quantity(block, scale, t), out);
    if (effect != NULL) bireme_lanes_multiply(effect, out);
}

void bireme_block_price(const bireme_block *block, size_t channel, size_t t, double *each)
{
    bireme_lanes_set(block->compiled->channels[channel].value != NULL ? 1 : 0, each);
    scale_value(block, channel, t, each);
}

/* Bookings of `count` deals that close in period t: the sum of the unit values times scale and effect. */
static void book(bireme_block *block, size_t index, const bireme_source *source, const lead *led,
                 const double *count, size_t t, double *bookings)
{
    const bireme_compiled_channel *ready = &block->compiled->channels[index];
    bireme_lanes room;
    if (ready->value == NULL) {
        bireme_lanes_set(0, bookings);
        return;
    }
    const sum_source from = {block,  ready->value,
                             source, (uint32_t)t,
                             led,    block->compiled->model->channels[index].deal_value.shape};
    sum_deals(&from, count, room, bookings);
    scale_value(block, index, t, bookings);
}

/* The expected value of the same. */
static void expect(const bireme_block *block, size_t index, const double *count, size_t t, double *bookings)
{
    const bireme_compiled_channel *ready = &block->compiled->channels[index];
    bireme_lanes_scale(count, ready->value != NULL ? ready->value_mean : 0, bookings);
    scale_value(block, index, t, bookings);
}

/* Of more deals than TOUCHED_MOST in a period only so many are drawn; the last TOUCHED_LAST of these stand
 * for the rest too. */
enum { TOUCHED_MOST = 1 << 20, TOUCHED_LAST = 1 << 10 };

static double deals_stood_for(double count, uint32_t deal)
{
    double others = count - TOUCHED_MOST;
    return others > 0 && deal >= TOUCHED_MOST - TOUCHED_LAST ? 1 + others / TOUCHED_LAST : 1;
}

/* The same deal by deal, each with the channels that touched it. */
static void book_touched(bireme_block *block, size_t index, const double *count, size_t t, double *bookings)
{
    const bireme_compiled_channel *ready = &block->compiled->channels[index];
    const double *effect = bireme_block_effect(block, index, BIREME_EFFECT_DEAL_VALUE, t);
    const double *earned = block->earned != NULL ? bireme_lane_array(block->earned, t) : NULL;
    bireme_lanes u, factor, value = {0};
    uint16_t lane[BIREME_BLOCK];
    bireme_lanes_set(0, bookings);
    if (ready->value == NULL) return;
    bireme_lanes_set(1, factor);
    if (ready->value_scale >= 0)
        bireme_lanes_multiply(bireme_block_quantity(block, ready->value_scale, t), factor);
    if (effect != NULL) bireme_lanes_multiply(effect, factor);
    for (uint32_t deal = 0; deal < TOUCHED_MOST; deal++) {
        size_t n = 0;
        for (int i = 0; i < BIREME_BLOCK; i++) {
            lane[n] = (uint16_t)i;
            n += count[i] > deal;
        }
        if (n == 0) return;
        bireme_block_some_uniforms(block, &block->sources->channel[index].deals, deal, (uint32_t)t, n, lane,
                                   u, value);
        bireme_qtable_eval(bireme_sums_single(ready->value), n, value, value);
        for (size_t k = 0; k < n; k++) {
            value[k] *= factor[lane[k]] * deals_stood_for(count[lane[k]], deal);
            bookings[lane[k]] += value[k];
            if (earned != NULL) value[k] *= earned[lane[k]];
        }
        bireme_block_touch(block, index, deal, (uint32_t)t, n, lane, value);
    }
}

static void sum_wins(const bireme_block *block, size_t index, size_t periods, double *sum)
{
    const double *wins = block->channel[index].entries +
                         (block->compiled->rows - 1) * block->compiled->model->periods * BIREME_BLOCK;
    bireme_lanes_set(0, sum);
    for (size_t t = 0; t < periods; t++) bireme_lanes_add(wins + t * BIREME_BLOCK, sum);
}

/* ------------------------ wins after the horizon */

void bireme_block_after(const bireme_block *block, size_t index, double *sum)
{
    bireme_lanes_set(0, sum);
    for (size_t g = 0; g + 1 < block->compiled->channels[index].n_groups; g++)
        bireme_lanes_add(bireme_lane_array(block->channel[index].after, g), sum);
}

/* Σ over the periods of a row less that of the next one: the leads that end at the row. */
static void sum_ending(const bireme_block *block, const double *rows, size_t row, size_t periods, double *sum)
{
    size_t stride = block->compiled->model->periods;
    bireme_lanes next;
    bireme_lanes_set(0, sum);
    bireme_lanes_set(0, next);
    for (size_t t = 0; t < periods; t++) {
        bireme_lanes_add(rows + (row * stride + t) * BIREME_BLOCK, sum);
        bireme_lanes_add(rows + ((row + 1) * stride + t) * BIREME_BLOCK, next);
    }
    bireme_lanes_subtract_positive(sum, next, sum);
}

/* chance = after / ending, limited to 0 … 1. */
BIREME_KERNEL static void find_chance(const double *restrict after, double *restrict chance)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        double share = after[i] / chance[i];
        share = chance[i] > 0 ? share : 0;
        chance[i] = share < 1 ? share : 1;
    }
}

/* For leads that are drawn: those whose last row within the horizon is the last of group g are a Poisson
 * count with a known mean (counts.c), and each of them wins later with the same probability, independently: a
 * binomial share of them. So the wins to come are a Poisson count with mean `after`, and all counts of the
 * trial are about the same leads. */
static void carry(bireme_block *block, size_t index, size_t drawn)
{
    const bireme_compiled_channel *ready = &block->compiled->channels[index];
    bireme_channel_block *channel = &block->channel[index];
    bireme_lanes u, of, chance;
    bireme_lanes_set(0, channel->carried);
    for (size_t g = 0; g + 1 < ready->n_groups; g++) {
        const double *after = bireme_lane_array(channel->after, g);
        if (largest(after) == 0) continue;
        sum_ending(block, channel->entries, ready->groups[g].last, drawn, of);
        sum_ending(block, channel->means, ready->groups[g].last, drawn, chance);
        find_chance(after, chance);
        bireme_block_uniforms(block, &block->sources->channel[index].carried, 0, (uint32_t)g, u);
        for (size_t at = 0; at < BIREME_BLOCK; at += BIREME_BINOMIAL_BLOCK) {
            size_t some = BIREME_BLOCK - at < BIREME_BINOMIAL_BLOCK ? BIREME_BLOCK - at
                                                                    : BIREME_BINOMIAL_BLOCK;
            bireme_binomial_eval(block->compiled->normal, some, u + at, of + at, chance + at, u + at);
        }
        bireme_lanes_add(u, channel->carried);
    }
}

/* If only wins are drawn: given the rates, the wins to come are independent of those within the horizon. */
static void carry_unseen(bireme_block *block, size_t index)
{
    bireme_channel_block *channel = &block->channel[index];
    bireme_lanes u, mean;
    bireme_block_after(block, index, mean);
    bireme_block_uniforms(block, &block->sources->channel[index].carried, 0, 0, u);
    bireme_block_poisson(block, BIREME_BLOCK, u, mean, channel->carried);
}

/* ------------------------ a channel */

static void expect_bookings(bireme_block *block, size_t index, size_t drawn)
{
    bireme_channel_block *channel = &block->channel[index];
    size_t periods = block->compiled->model->periods, won = block->compiled->rows - 1;
    for (size_t t = 0; t < drawn; t++)
        expect(block, index, bireme_lane_array(channel->entries, won * periods + t), t,
               bireme_lane_array(channel->bookings, t));
    bireme_block_after(block, index, channel->carried);
    expect(block, index, channel->carried, periods - 1, channel->carried_value);
}

static void book_nothing(const bireme_channel_block *channel, size_t drawn)
{
    for (size_t t = 0; t < drawn; t++) bireme_lanes_set(0, bireme_lane_array(channel->bookings, t));
    bireme_lanes_set(0, channel->carried);
    bireme_lanes_set(0, channel->carried_value);
}

void bireme_block_draw(bireme_block *block, size_t index)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_channel_sources *sources = &block->sources->channel[index];
    bireme_channel_block *channel = &block->channel[index];
    size_t periods = compiled->model->periods, drawn = block->superposed ? 1 : periods,
           won = compiled->rows - 1;
    bireme_block_count(block, index);
    if (block->depth == BIREME_DEPTH_MEANS) {
        expect_bookings(block, index, drawn);
        return;
    }
    if (block->depth == BIREME_DEPTH_OPEN) {
        book_nothing(channel, drawn);
        return;
    }
    if (channel->touched != NULL)
        for (size_t k = 0; k < compiled->channels[index].touches->n_classes; k++)
            bireme_lanes_set(0, bireme_lane_array(channel->touched, k));
    bireme_lanes left, score, own;
    lead led = {.draw = sources->deals_draw, .left = left, .score = score, .own = own};
    bool is_led = channel->touched == NULL && bireme_block_score(block, &sources->all_deals, led.score);
    if (is_led) sum_wins(block, index, drawn, led.left);
    for (size_t t = 0; t < drawn; t++) {
        const double *wins = bireme_lane_array(channel->entries, won * periods + t);
        double *bookings = bireme_lane_array(channel->bookings, t);
        if (channel->touched != NULL)
            book_touched(block, index, wins, t, bookings);
        else
            book(block, index, &sources->deals, is_led ? &led : NULL, wins, t, bookings);
    }
    if (block->depth == BIREME_DEPTH_ALL)
        carry(block, index, drawn);
    else
        carry_unseen(block, index);
    book(block, index, &sources->carried_deals, NULL, channel->carried, periods - 1, channel->carried_value);
}
