/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a trial spends where that is not what is planned (`spend_factor`), and what it buys. compile/spend.c
 * has the same formulas for the plan itself: with s[t] = plan[t] · factor[t],
 *
 *   own[t] = r own[t−1] + (1 − r) s[t],   x[t] = before[t] + own[t],
 *
 * and x buys leads by the response curve. What was spent before the horizon is a fact.
 */
#include "base/kernel.h"
#include "compile/spend.h"
#include "engine/trial/block.h"

BIREME_KERNEL static void carry(double plan, double retention, const double *factor, double *own,
                                double *spent)
{
    for (int i = 0; i < BIREME_BLOCK; i++) {
        spent[i] = plan * factor[i];
        own[i] = retention * own[i] + (1 - retention) * spent[i];
    }
}

void bireme_block_spend(const bireme_block *block, size_t c, size_t t, double *own, double *spent)
{
    const bireme_channel *channel = &block->compiled->model->channels[c];
    carry(channel->spend[t], channel->adstock, bireme_block_quantity(block, channel->spend_factor, t), own,
          spent);
}

void bireme_block_respond(const bireme_block *block, size_t c, size_t t, const double *own, double *bought,
                          double *marginal)
{
    const bireme_response *response = &block->compiled->model->channels[c].response;
    const double before = block->compiled->channels[c].before[t];
    for (int i = 0; i < BIREME_BLOCK; i++) {
        double slope, x = before + own[i];
        bought[i] = bireme_spend_respond(response, x, &slope);
        marginal[i] = own[i] > 0 ? slope * (own[i] / x) : 0;
    }
}
