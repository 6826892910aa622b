/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bookings of a channel: the sum of n deal values is put together from single draws and sums of 2^k deals
 * (dist/sums.h). For each such piece the lanes that need it are packed, drawn and added, so that the cost
 * follows the deals that there are and not the largest count of the block.
 */
#include "engine/block.h"

void bireme_block_poisson(const bireme_block *block, size_t n, const double *u, const double *mean,
                          double *count)
{
    for (size_t at = 0; at < n; at += BIREME_POISSON_BLOCK) {
        size_t some = n - at < BIREME_POISSON_BLOCK ? n - at : BIREME_POISSON_BLOCK;
        bireme_poisson_eval(block->plan->poisson, some, u + at, mean + at, count + at);
    }
}

/* Adds one draw of the table to the packed lanes. */
static void add_piece(const bireme_qtable *table, const bireme_block *block, const bireme_source *source,
                      uint32_t draw, uint32_t slot, size_t n, const uint16_t *lane, double *room, double *sum)
{
    double packed[BIREME_BLOCK] = {0};
    bireme_block_some_uniforms(block, source, draw, slot, n, lane, room, packed);
    bireme_qtable_eval(table, n, packed, packed);
    for (size_t i = 0; i < n; i++) sum[lane[i]] += packed[i];
}

/* Draw numbers of the pieces: single values from 0, the table of 2^k values at PIECE_TABLE + k, repeats of
 * the largest table beyond. */
enum { PIECE_TABLE = 64, PIECE_REPEAT = 128 };

/* sum = Σ of count[i] values, count < 2^52. */
static void sum_deals(const bireme_sums *sums, const bireme_block *block, const bireme_source *source,
                      uint32_t slot, const double *count, double *u, double *sum)
{
    uint64_t n[BIREME_BLOCK], most = 0, most_single = 0;
    uint16_t lane[BIREME_BLOCK];
    unsigned first = bireme_sums_first(sums), last = bireme_sums_last(sums);
    uint64_t single = (UINT64_C(1) << first) - 1;
    for (int i = 0; i < BIREME_BLOCK; i++) {
        n[i] = (uint64_t)count[i];
        sum[i] = 0;
        most |= n[i];
        most_single = (n[i] & single) > most_single ? n[i] & single : most_single;
    }
    for (uint64_t j = 0; j < most_single; j++) {
        size_t packed = 0;
        for (int i = 0; i < BIREME_BLOCK; i++) {
            lane[packed] = (uint16_t)i;
            packed += (n[i] & single) > j;
        }
        add_piece(bireme_sums_single(sums), block, source, (uint32_t)j, slot, packed, lane, u, sum);
    }
    for (unsigned k = first; k <= last && most >> k > 0; k++) {
        size_t packed = 0;
        for (int i = 0; i < BIREME_BLOCK; i++) {
            lane[packed] = (uint16_t)i;
            packed += (n[i] >> k) & 1;
        }
        if (packed == 0) continue;
        add_piece(bireme_sums_table(sums, k), block, source, PIECE_TABLE + k, slot, packed, lane, u, sum);
    }
    for (uint64_t j = 0; most >> (last + 1) > 0; j++) { /* two of the largest table for each 2^(last + 1) */
        size_t packed = 0;
        for (int i = 0; i < BIREME_BLOCK; i++) {
            lane[packed] = (uint16_t)i;
            packed += (n[i] >> (last + 1)) * 2 > j;
        }
        if (packed == 0) break;
        add_piece(bireme_sums_table(sums, last), block, source, (uint32_t)(PIECE_REPEAT + j), slot, packed,
                  lane, u, sum);
    }
}

/* Bookings of `count` deals that close in period t: the sum of the unit values times scale and effect. */
static void book(bireme_block *block, size_t index, const bireme_source *source, const double *count,
                 size_t t, double *bookings)
{
    const bireme_plan_channel *planned = &block->plan->channels[index];
    if (planned->value == NULL) {
        bireme_lanes_set(0, bookings);
        return;
    }
    sum_deals(planned->value, block, source, (uint32_t)t, count, block->scratch, bookings);
    const double *effect = bireme_block_effect(block, BIREME_EFFECT_DEAL_VALUE, t);
    if (planned->value_scale >= 0) bireme_lanes_multiply(block->quantity[planned->value_scale], bookings);
    if (effect != NULL) bireme_lanes_multiply(effect, bookings);
}

/* The same deal by deal, each with those who touched it. */
static void book_touched(bireme_block *block, size_t index, const double *count, size_t t, double *bookings)
{
    const bireme_plan_channel *planned = &block->plan->channels[index];
    const double *effect = bireme_block_effect(block, BIREME_EFFECT_DEAL_VALUE, t);
    const double *earned = block->earned != NULL ? bireme_lane_array(block->earned, t) : NULL;
    double *u = block->scratch, *factor = block->scratch + BIREME_BLOCK, value[BIREME_BLOCK] = {0};
    uint16_t lane[BIREME_BLOCK];
    bireme_lanes_set(0, bookings);
    if (planned->value == NULL) return;
    bireme_lanes_set(1, factor);
    if (planned->value_scale >= 0) bireme_lanes_multiply(block->quantity[planned->value_scale], factor);
    if (effect != NULL) bireme_lanes_multiply(effect, factor);
    for (uint32_t deal = 0;; deal++) {
        size_t n = 0;
        for (int i = 0; i < BIREME_BLOCK; i++) {
            lane[n] = (uint16_t)i;
            n += count[i] > deal;
        }
        if (n == 0) return;
        bireme_block_some_uniforms(block, &block->sources->channel[index].deals, deal, (uint32_t)t, n, lane,
                                   u, value);
        bireme_qtable_eval(bireme_sums_single(planned->value), n, value, value);
        for (size_t k = 0; k < n; k++) {
            value[k] *= factor[lane[k]];
            bookings[lane[k]] += value[k];
            if (earned != NULL) value[k] *= earned[lane[k]];
        }
        bireme_block_touch(block, index, deal, (uint32_t)t, n, lane, value);
    }
}

void bireme_block_draw(bireme_block *block, size_t index)
{
    const bireme_plan *plan = block->plan;
    const bireme_channel_sources *sources = &block->sources->channel[index];
    bireme_channel_block *channel = &block->channel[index];
    size_t periods = plan->model->periods, drawn = block->superposed ? 1 : periods, won = plan->rows - 1;
    bireme_block_count(block, index);
    if (channel->touched != NULL)
        for (size_t k = 0; k < plan->channels[index].touches->n_classes; k++)
            bireme_lanes_set(0, bireme_lane_array(channel->touched, k));
    for (size_t t = 0; t < drawn; t++) {
        const double *wins = bireme_lane_array(channel->entries, won * periods + t);
        double *bookings = bireme_lane_array(channel->bookings, t);
        if (channel->touched != NULL)
            book_touched(block, index, wins, t, bookings);
        else
            book(block, index, &sources->deals, wins, t, bookings);
    }
    double *u = block->scratch;
    bireme_block_uniforms(block, &sources->carried, 0, 0, u);
    bireme_block_poisson(block, BIREME_BLOCK, u, channel->after, channel->carried);
    book(block, index, &sources->carried_deals, channel->carried, periods - 1, channel->carried_value);
}
