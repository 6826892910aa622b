/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bookings of a channel: the sum of n deal values is put together from single draws and sums of 2^k deals
 * (dist/sums.h). For each such piece the lanes that need it are packed, drawn and added, so that the cost
 * follows the deals that there are and not the largest count of the block.
 */
#include "engine/block.h"

/* Adds one draw of the table to the packed lanes. */
static void add_piece(const bireme_qtable *table, const double *u, size_t n, const uint16_t *lane,
                      double *sum)
{
    double packed[BIREME_BLOCK] = {0};
    for (size_t i = 0; i < n; i++) packed[i] = u[lane[i]];
    bireme_qtable_eval(table, n, packed, packed);
    for (size_t i = 0; i < n; i++) sum[lane[i]] += packed[i];
}

/* Draw numbers of the pieces: single values from 0, the table of 2^k values at PIECE_TABLE + k, repeats of
 * the largest table beyond. */
enum { PIECE_TABLE = 64, PIECE_REPEAT = 128 };

/* sum = Σ of count[i] values, count < 2^52. */
static void sum_deals(const bireme_sums *sums, const bireme_stream *stream, uint64_t first_trial,
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
        bireme_stream_fill(stream, first_trial, (uint32_t)j, slot, BIREME_BLOCK, u);
        add_piece(bireme_sums_single(sums), u, packed, lane, sum);
    }
    for (unsigned k = first; k <= last && most >> k > 0; k++) {
        size_t packed = 0;
        for (int i = 0; i < BIREME_BLOCK; i++) {
            lane[packed] = (uint16_t)i;
            packed += (n[i] >> k) & 1;
        }
        if (packed == 0) continue;
        bireme_stream_fill(stream, first_trial, PIECE_TABLE + k, slot, BIREME_BLOCK, u);
        add_piece(bireme_sums_table(sums, k), u, packed, lane, sum);
    }
    for (uint64_t j = 0; most >> (last + 1) > 0; j++) { /* two of the largest table for each 2^(last + 1) */
        size_t packed = 0;
        for (int i = 0; i < BIREME_BLOCK; i++) {
            lane[packed] = (uint16_t)i;
            packed += (n[i] >> (last + 1)) * 2 > j;
        }
        if (packed == 0) break;
        bireme_stream_fill(stream, first_trial, (uint32_t)(PIECE_REPEAT + j), slot, BIREME_BLOCK, u);
        add_piece(bireme_sums_table(sums, last), u, packed, lane, sum);
    }
}

/* Bookings of `count` deals that close in period t: the sum of the unit values times scale and effect. */
static void book(bireme_block *block, size_t index, const bireme_stream *stream, const double *count,
                 size_t t, double *bookings)
{
    const bireme_plan_channel *planned = &block->plan->channels[index];
    if (planned->value == NULL) {
        bireme_lanes_set(0, bookings);
        return;
    }
    sum_deals(planned->value, stream, block->first, (uint32_t)t, count, block->scratch, bookings);
    if (planned->value_scale >= 0) bireme_lanes_multiply(block->quantity[planned->value_scale], bookings);
    if (block->deal_value[t] != NULL) bireme_lanes_multiply(block->deal_value[t], bookings);
}

void bireme_block_draw(bireme_block *block, size_t index)
{
    const bireme_plan *plan = block->plan;
    const bireme_channel_streams *streams = &block->streams->channel[index];
    bireme_channel_block *channel = &block->channel[index];
    size_t periods = plan->model->periods, won = plan->model->stages - 1;
    bireme_block_count(block, index);
    for (size_t t = 0; t < periods; t++)
        book(block, index, &streams->deals, bireme_lane_array(channel->entries, won * periods + t), t,
             bireme_lane_array(channel->bookings, t));
    if (plan->channels[index].groups[plan->channels[index].n_groups - 1].delay == NULL) {
        bireme_lanes_set(0, channel->carried);
        bireme_lanes_set(0, channel->carried_value);
        return;
    }
    double *u = block->scratch;
    bireme_stream_fill(&streams->carried, block->first, 0, 0, BIREME_BLOCK, u);
    bireme_poisson_eval(plan->poisson, BIREME_BLOCK, u, block->after, channel->carried);
    book(block, index, &streams->carried_deals, channel->carried, periods - 1, channel->carried_value);
}
