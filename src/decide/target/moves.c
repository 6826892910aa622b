/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a scale x means. The lines of the decision block are multiplied by x within their bounds; without such
 * a block, all channels with spend. By budget, x multiplies the spend of every period; by leads, the mean
 * number of leads that the spend of the period buys today, E[season · effects · f(spend) / CPL]. A line's
 * bounds limit its average spend; in leads they are what that spend buys, relative to today's, before prices:
 *
 *   Σ_t f(spend_t · max / average) / Σ_t f(spend_t).
 */
#include "decide/target/internal.h"

#include <math.h>
#include "base/error.h"
#include "base/memory.h"
#include "compile/variant.h"

static double sum(const double *value, size_t n)
{
    double all = 0;
    for (size_t i = 0; i < n; i++) all += value[i];
    return all;
}

/* Converts a factor of the channel's spend to leads. */
static bireme_status in_leads(const bireme_target_search *search, size_t c, double *factor,
                              bireme_error *error)
{
    size_t periods = search->model->periods, n = search->model->n_channels;
    bireme_compiled *compiled;
    if (*factor == 0 || isinf(*factor)) return BIREME_OK;
    for (size_t k = 0; k < n; k++) search->factor[k] = k == c ? *factor : 1;
    const bireme_moves moves = {.spend = search->factor, .reps = NAN};
    bireme_status status = bireme_variant_create(search->study->compiled, &moves, &compiled, error);
    if (status != BIREME_OK) return status;
    *factor = sum(compiled->channels[c].spend, periods) /
              sum(search->study->compiled->channels[c].spend, periods);
    bireme_variant_free(compiled);
    return BIREME_OK;
}

static bireme_status add_channel(bireme_target_search *search, const bireme_line *line, bireme_error *error)
{
    const bireme_model *model = search->model;
    size_t c = (size_t)line->channel;
    double average = sum(model->channels[c].spend, model->periods) / (double)model->periods;
    if (!(average > 0)) return BIREME_OK; /* nothing to multiply */
    search->low[c] = line->min / average;
    search->high[c] = line->max / average;
    if (search->target->by != BIREME_TARGET_BY_LEADS) return BIREME_OK;
    bireme_status status = in_leads(search, c, &search->low[c], error);
    return status == BIREME_OK ? in_leads(search, c, &search->high[c], error) : status;
}

bireme_status bireme_target_find_lines(bireme_target_search *search, bireme_error *error)
{
    const bireme_model *model = search->model;
    const bireme_decision *decision = &model->decision;
    bool any = false;
    for (size_t c = 0; c < model->n_channels; c++) search->high[c] = -1;
    for (size_t l = 0; l < decision->n_lines; l++) {
        const bireme_line *line = &decision->lines[l];
        bireme_status status = line->channel >= 0 ? add_channel(search, line, error) : BIREME_OK;
        if (status != BIREME_OK) return status;
        if (line->channel < 0 && decision->given && model->teams[0].reps > 0) search->reps = line;
    }
    for (size_t c = 0; c < model->n_channels; c++) any |= search->high[c] >= 0;
    if (any || search->reps != NULL) return BIREME_OK;
    if (decision->given)
        return bireme_fail(error, BIREME_DOMAIN,
                           "none of the lines of `decision` has anything to scale: they spend nothing");
    return bireme_fail(
        error, BIREME_DOMAIN,
        "there is nothing to scale: no channel has `spend`; organic and outbound leads stay as they "
        "are");
}

double bireme_target_factor(const bireme_target_search *search, size_t c, double scale, const char **bound)
{
    *bound = NULL;
    if (search->high[c] < 0) return 1;
    if (search->freed.lines) return scale;
    if (scale <= search->low[c] && search->low[c] > 0) *bound = "min";
    if (scale >= search->high[c]) *bound = "max";
    return fmin(fmax(scale, search->low[c]), search->high[c]);
}

double bireme_target_reps_at(const bireme_target_search *search, double scale, const char **bound)
{
    *bound = NULL;
    if (search->reps == NULL) return NAN;
    double reps = search->model->teams[0].reps * scale;
    if (search->reps->whole) reps = ceil(reps - 1e-9); /* apart from rounding: 2 · 1.5 is 3 */
    if (search->freed.lines) return reps;
    if (reps <= search->reps->min && search->reps->min > 0) *bound = "min";
    if (reps >= search->reps->max) *bound = "max";
    return fmin(fmax(reps, search->reps->min), search->reps->max);
}

bool bireme_target_is_stepped(const bireme_target_search *search)
{
    bool any = search->reps == NULL || !search->reps->whole;
    for (size_t c = 0; c < search->model->n_channels; c++) any |= search->high[c] >= 0;
    return !any;
}

/* n/R has n reps, and any scale above it one more. */
double bireme_target_step_between(const bireme_target_search *search, double from, double to)
{
    const double beside = 0.9e-7, same = 1e-9;
    const char *bound;
    if (search->reps == NULL || !search->reps->whole) return NAN;
    double today = search->model->teams[0].reps, least = bireme_target_reps_at(search, from, &bound),
           most = bireme_target_reps_at(search, to, &bound);
    if (!(most > least + same)) return NAN;
    if (bireme_target_is_stepped(search))
        return most > least + 1 + same ? floor((least + most) / 2) / today : NAN;
    double scale = floor((least + most - 1) / 2 + same) / today;
    if (!(scale > from * (1 + same))) scale *= 1 + beside;
    return scale > from * (1 + same) && scale < to * (1 - same) ? scale : NAN;
}

double bireme_target_highest(const bireme_target_search *search)
{
    double most = 0;
    if (search->freed.lines) return INFINITY;
    for (size_t c = 0; c < search->model->n_channels; c++) most = fmax(most, search->high[c]);
    if (search->reps != NULL) most = fmax(most, search->reps->max / search->model->teams[0].reps);
    return most;
}

bireme_status bireme_target_variant(bireme_target_search *search, double scale, bireme_compiled **out,
                                    bireme_error *error)
{
    const bireme_model *model = search->model;
    bool by_leads = search->target->by == BIREME_TARGET_BY_LEADS;
    const char *bound;
    for (size_t c = 0; c < model->n_channels; c++) {
        double factor = bireme_target_factor(search, c, scale, &bound);
        search->factor[c] = by_leads ? 1 : factor;
        search->share[c] = by_leads ? factor : 1;
        for (size_t t = 0; t < model->periods; t++)
            search->volume[c * model->periods + t] = search->high[c] < 0
                                                         ? NAN
                                                         : factor * search->paid[c * model->periods + t];
    }
    const bireme_moves moves = {.spend = search->factor,
                                .volume = by_leads ? search->volume : NULL,
                                .volume_share = search->share,
                                .reps = bireme_target_reps_at(search, scale, &bound),
                                .unlimited = search->freed.capacity,
                                .instant = search->freed.cycle,
                                .unsaturated = search->freed.saturation,
                                .goal = &search->goal};
    return bireme_variant_create(search->study->compiled, &moves, out, error);
}
