/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a channel's spend buys: leads of one period at the median cost per lead, if the same is spent in every
 * period, so that adstock has nothing to smooth. With linear response every lead costs the same and there is
 * nothing to see.
 */
#include <math.h>
#include <string.h>
#include "compile/spend.h"
#include "output/page/pictures.h"

enum { POINTS = 41 };

static bool is_curved(const bireme_channel *channel)
{
    return channel->has_spend && channel->cost_per_lead >= 0 &&
           channel->response.curve != BIREME_CURVE_LINEAR;
}

/* What is spent in a period on average, among those in which something is. */
static double spent_today(const bireme_model *model, const bireme_channel *channel)
{
    double sum = 0;
    size_t n = 0;
    for (size_t t = 0; t < model->periods; t++) {
        sum += channel->spend[t];
        n += channel->spend[t] > 0;
    }
    return n > 0 ? sum / (double)n : 0;
}

/* The same of the best division, in the same periods; NAN: the channel is none of its lines. */
static double spent_at_best(const bireme_split *split, const bireme_channel *channel, double today)
{
    for (size_t i = 0; split != NULL && i < split->n_lines; i++) {
        const bireme_split_part *now = &split->today.parts[i], *best = &split->best.parts[i];
        if (strcmp(now->name, channel->name) == 0 && isnan(now->reps) && now->spend > 0)
            return today * best->spend / now->spend;
    }
    return NAN;
}

static void add_channel(const bireme_model *model, const bireme_channel *channel, double best,
                        bireme_picture *picture)
{
    const double today = spent_today(model, channel), beyond = 2;
    const double most = beyond * fmax(today, isfinite(best) ? best : 0);
    const double price = bireme_dist_quantile(model->quantities[channel->cost_per_lead].dist, 0.5);
    double x[POINTS], leads[POINTS], slope;
    if (!(most > 0) || !(price > 0)) return;
    for (int i = 0; i < POINTS; i++) {
        x[i] = most * i / (POINTS - 1);
        leads[i] = bireme_spend_respond(&channel->response, x[i], &slope) / price;
    }
    bireme_picture *panel = bireme_picture_panel(picture, channel->name);
    bireme_picture_numbers(panel, POINTS, x, BIREME_FORMAT_MONEY, "spend in a period");
    bireme_picture_values(panel, BIREME_FORMAT_COUNT, bireme_metric_row_of(BIREME_METRIC_LEADS)->words);
    bireme_picture_series(panel, BIREME_MARK_LINE, bireme_metric_row_of(BIREME_METRIC_LEADS)->words, leads);
    bireme_picture_line_at(panel, true, today, "today");
    if (isfinite(best) && fabs(best - today) > 0.01 * today)
        bireme_picture_line_at(panel, true, best, "the best");
}

bireme_picture *bireme_picture_of_response(const bireme_model *model, const bireme_split *split, bool *failed)
{
    size_t n = 0;
    for (size_t c = 0; c < model->n_channels; c++) n += is_curved(&model->channels[c]);
    if (n == 0) return NULL;
    bireme_picture *picture = bireme_picture_create(
        BIREME_PICTURE_PANELS, "What more spend buys, at the median cost per lead", model->currency);
    for (size_t c = 0; c < model->n_channels && picture != NULL; c++) {
        const bireme_channel *channel = &model->channels[c];
        if (is_curved(channel))
            add_channel(model, channel, spent_at_best(split, channel, spent_today(model, channel)), picture);
    }
    bireme_picture_message(picture, "The flatter the line, the more the next lead costs.");
    *failed = *failed || picture == NULL;
    if (picture == NULL || picture->n_panels > 0) return picture;
    bireme_picture_free(picture);
    return NULL;
}
