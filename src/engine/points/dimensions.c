/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which uniforms get dimensions of the run's points, and in which order. The first dimensions are the most
 * evenly spread, and go to the most important uniforms:
 *
 *   1. the main ones, by how much they change the result (importance.c): the rates, and for every channel the
 *      wins of all periods and their values
 *   2. the path of the economy, and rates that are drawn anew in every period
 *   3. dispersion
 *   4. for every channel what tells the wins of its periods apart, and their values, and the open deals
 *   5. the later digits of the sums
 *   6. what comes after the horizon
 *
 * A result that is nearly a sum of contributions, one per uniform, needs only that each dimension alone is
 * even; that is why it pays to give a hundred uniforms a dimension. Random are the uniforms beyond the last
 * dimension, draws that hardly ever happen, and the counts of leads that end before the last stage: there are
 * so many leads that chance adds little to the effect of the rates.
 *
 * The direction of the main ones. For a quantile or a probability it matters whether the result is below some
 * value. If the result depended on one dimension alone, evenness in that one would be enough; but it depends
 * a little on each. So the normal scores w = Φ⁻¹(u) of the main dimensions are rotated: z = H w with H = I −
 * 2 v vᵀ, the reflection that takes the first axis to the direction a in which the expected result rises most
 * (a ∝ its change with each score). z is a vector of independent standard normals like w, whatever a is; but
 * now the first dimension is the one along which the result changes most, and the others hardly matter. The
 * idea is the linear transformation of Imai and Tan (A general dimension reduction technique for derivative
 * pricing, J. Comput. Finance 10 (2006)), cut short after the first column.
 *
 * Several runs whose trials are compared one by one must draw the same quantity from the same dimension,
 * rotated in the same way. They then share a layout (layout.h), with all uniforms that any of them needs,
 * rotated to the sum of their directions.
 */
#include "engine/points/importance.h"

#include <math.h>
#include <stdlib.h>
#include "base/memory.h"

/* A candidate for the main dimensions. */
typedef struct candidate {
    bireme_source *source;
    uint32_t draw;
    size_t number; /* in the order of the model */
    double change; /* of the result, per unit of the normal score */
    bool is_score;
} candidate;

/* ------------------------ the main ones */

/* The values of a channel's wins: their sum is drawn digit by digit (draws.c), and the variance of a digit is
 * its number of deals times the variance of one. Digits are uniform; the highest takes the rest. */
static double digit_deals(double wins, uint32_t digit)
{
    double unit = ldexp(1, 4 * (int)digit), below = digit > 0 ? 7.5 * unit / 16 : 0;
    if (wins < unit) return 0;
    return wins < 16 * unit ? wins - below : 7.5 * unit;
}

/* Draws of a channel's deals that have a number of their own (draws.c). */
static uint32_t levels_of(const bireme_compiled *compiled, size_t c)
{
    const bireme_sums *value = compiled->channels[c].value;
    uint32_t levels = value != NULL ? bireme_sums_levels(value) : 0;
    return levels < BIREME_SOURCE_DRAWS ? levels : BIREME_SOURCE_DRAWS;
}

/* For a channel whose periods are drawn as one: its wins and each digit of the sum of their values. Returns
 * the number of candidates. */
static size_t find_totals(bireme_channel_sources *channel, const bireme_compiled *compiled, size_t c,
                          const bireme_importance *importance, candidate *out)
{
    double wins = importance->wins[c];
    size_t n = 0;
    out[n++] = (candidate){.source = &channel->entries[compiled->rows - 1],
                           .change = sqrt(wins) * importance->value[c]};
    if (compiled->channels[c].touches != NULL) return n;
    for (uint32_t digit = 0; digit < levels_of(compiled, c); digit++)
        out[n++] = (candidate){.source = &channel->deals,
                               .draw = digit,
                               .change = sqrt(digit_deals(wins, digit)) * importance->spread[c]};
    return n;
}

/* The same where periods are drawn one by one: the scores that lead them (uniforms.c). */
static size_t find_leads(bireme_channel_sources *channel, const bireme_compiled *compiled, size_t c,
                         const bireme_importance *importance, candidate *out)
{
    const bireme_compiled_channel *ready = &compiled->channels[c];
    double wins = importance->wins[c], in_period = wins / (double)compiled->model->periods;
    size_t n = 0;
    if (ready->n_groups > 1)
        out[n++] = (candidate){
            .source = &channel->all_wins, .change = sqrt(wins) * importance->value[c], .is_score = true};
    if (ready->touches != NULL || levels_of(compiled, c) == 0) return n;
    for (channel->deals_draw = 0; channel->deals_draw + 1 < levels_of(compiled, c) && in_period >= 16;
         in_period /= 16)
        channel->deals_draw++;
    out[n++] = (candidate){
        .source = &channel->all_deals, .change = sqrt(wins) * importance->spread[c], .is_score = true};
    return n;
}

/* Finds all candidates for the main dimensions; returns their number. */
static size_t find_main(bireme_sources *sources, const bireme_compiled *compiled,
                        const bireme_importance *importance, bool superposed, candidate *out)
{
    size_t n = 0;
    for (size_t q = 0; q < compiled->model->n_quantities; q++)
        if (compiled->quantities[q].table != NULL && !compiled->quantities[q].redraws)
            out[n++] = (candidate){.source = &sources->quantity[q], .change = importance->quantity[q]};
    for (size_t c = 0; c < compiled->model->n_channels; c++)
        n += superposed ? find_totals(&sources->channel[c], compiled, c, importance, out + n)
                        : find_leads(&sources->channel[c], compiled, c, importance, out + n);
    return n;
}

/* Whether both are the same uniform, of the same run or of two. */
static bool is_same(const candidate *a, const candidate *b)
{
    return a->draw == b->draw && bireme_stream_equal(&a->source->stream, &b->source->stream);
}

/* Merges a run's candidates into `all`, which has [*n]. Changes are scaled so that each run's direction has
 * length 1 and no run outweighs another. */
static void unite(candidate *all, size_t *n, const candidate *more, size_t n_more)
{
    double norm = 0;
    for (size_t i = 0; i < n_more; i++) norm += more[i].change * more[i].change;
    for (size_t i = 0; i < n_more; i++) {
        double change = norm > 0 ? more[i].change / sqrt(norm) : 0;
        size_t at = 0;
        while (at < *n && !is_same(&all[at], &more[i])) at++;
        if (at == *n) {
            all[(*n)++] = more[i];
            all[at].change = change;
        } else {
            all[at].change += change;
        }
    }
}

/* The largest change first; equal ones in the model's order. */
static int compare(const void *a, const void *b)
{
    const candidate *x = a, *y = b;
    double dx = fabs(x->change), dy = fabs(y->change);
    if (dx != dy) return dx < dy ? 1 : -1;
    return (x->number > y->number) - (x->number < y->number);
}

/* v of the reflection, from a: v = (a − e₀) / |a − e₀|; all 0 if no rotation is needed. */
static void find_reflection(const candidate *main, size_t n, double *v)
{
    double norm = 0, length = 0;
    for (size_t i = 0; i < n; i++) norm += main[i].change * main[i].change;
    for (size_t i = 0; i < n && norm > 0; i++) {
        v[i] = main[i].change / sqrt(norm) - (i == 0);
        length += v[i] * v[i];
    }
    for (size_t i = 0; i < n; i++) v[i] = length > 1e-20 ? v[i] / sqrt(length) : 0;
}

/* ------------------------ the others */

static void ask(bireme_layout *layout, const bireme_source *source, uint32_t draw, uint64_t slots)
{
    bireme_layout_ask(layout, &source->stream, draw, slots);
}

/* periods: the number that are drawn. */
static void ask_for_rest(bireme_layout *layout, const bireme_sources *sources,
                         const bireme_compiled *compiled, size_t periods, bool wins_only)
{
    const bireme_model *model = compiled->model;
    size_t won = compiled->rows - 1;
    if (compiled->chain) ask(layout, &sources->path, 0, model->periods);
    for (size_t q = 0; q < model->n_quantities; q++)
        if (compiled->quantities[q].redraws) ask(layout, &sources->quantity[q], 0, model->periods);
    for (size_t c = 0; c < model->n_channels; c++)
        if (compiled->channels[c].dispersion != NULL)
            ask(layout, &sources->channel[c].dispersion, 0, model->periods);
    for (size_t c = 0; c < model->n_channels; c++)
        ask(layout, &sources->channel[c].entries[won], 0,
            wins_only ? periods : bireme_compiled_pieces(&compiled->channels[c], won, periods));
    for (uint32_t draw = 0; draw < BIREME_SOURCE_DRAWS; draw++) {
        for (size_t c = 0; c < model->n_channels; c++)
            if (draw < levels_of(compiled, c)) ask(layout, &sources->channel[c].deals, draw, periods);
        for (size_t g = 0; g < model->n_open && draw < 2; g++) /* draw 0: is it won; draw 1: what is it
                                                                * worth */
            ask(layout, &sources->open[g], draw, model->open[g].count);
    }
    for (size_t c = 0; c < model->n_channels; c++) {
        size_t groups = compiled->channels[c].n_groups;
        ask(layout, &sources->channel[c].carried, 0, wins_only || groups == 1 ? 1 : groups - 1);
        if (compiled->channels[c].value != NULL) /* drawn in the slot of the last period */
            ask(layout, &sources->channel[c].carried_deals, 0, model->periods);
    }
}

/* Copies the source's dimensions from the layout. */
static void take(const bireme_layout *layout, bireme_source *source)
{
    for (uint32_t draw = 0; draw < BIREME_SOURCE_DRAWS; draw++) {
        const bireme_layout_entry *entry = bireme_layout_find(layout, &source->stream, draw);
        if (entry == NULL) continue;
        source->dimensions[draw].first = entry->first;
        source->dimensions[draw].count = entry->count;
    }
}

static void take_all(const bireme_layout *layout, bireme_sources *sources, const bireme_compiled *compiled)
{
    const bireme_model *model = compiled->model;
    for (size_t q = 0; q < model->n_quantities; q++)
        if (compiled->quantities[q].table != NULL) take(layout, &sources->quantity[q]);
    take(layout, &sources->path);
    for (size_t g = 0; g < model->n_open; g++) take(layout, &sources->open[g]);
    for (size_t c = 0; c < model->n_channels; c++) {
        bireme_channel_sources *channel = &sources->channel[c];
        bireme_source *const each[] = {&channel->entries[compiled->rows - 1],
                                       &channel->deals,
                                       &channel->carried,
                                       &channel->carried_deals,
                                       &channel->dispersion,
                                       &channel->all_wins,
                                       &channel->all_deals};
        for (size_t i = 0; i < sizeof each / sizeof *each; i++) take(layout, each[i]);
    }
    sources->layout = layout;
}

/* ------------------------ all together */

static size_t most_main(const bireme_compiled *compiled)
{
    return compiled->model->n_quantities + compiled->model->n_channels * (1 + BIREME_SOURCE_DRAWS);
}

/* The main ones of all runs; `room`: for the candidates of one run. */
static bireme_status find_all_main(const bireme_placed *runs, size_t n_runs, bool superposed, candidate *room,
                                   candidate *all, size_t *n, bireme_error *error)
{
    for (size_t r = 0; r < n_runs; r++) {
        bireme_importance importance = {0};
        bireme_status status = bireme_importance_create(runs[r].compiled, runs[r].sources, &importance,
                                                        error);
        if (status != BIREME_OK) return status;
        if (n_runs == 1)
            *n = find_main(runs[r].sources, runs[r].compiled, &importance, superposed, all);
        else
            unite(all, n, room, find_main(runs[r].sources, runs[r].compiled, &importance, superposed, room));
        bireme_importance_free(&importance);
    }
    for (size_t i = 0; i < *n; i++) all[i].number = i;
    return BIREME_OK;
}

static bireme_status lay_out(const bireme_placed *runs, size_t n_runs, const candidate *main, size_t n,
                             const bireme_sources_points *options, bireme_layout *layout, bireme_error *error)
{
    for (size_t i = 0; i < n; i++) {
        ask(layout, main[i].source, main[i].draw, 1);
        layout->is_score[i] = main[i].is_score;
    }
    for (size_t r = 0; r < n_runs; r++)
        ask_for_rest(layout, runs[r].sources, runs[r].compiled,
                     options->superposed ? 1 : runs[r].compiled->model->periods, options->wins_only);
    layout->n_main = (uint32_t)n;
    find_reflection(main, n, layout->reflection);
    return bireme_layout_number(
        layout,
        (bireme_points_options){.kind = options->kind, .trials = options->trials, .round = options->round},
        error);
}

bireme_status bireme_sources_place(const bireme_placed *runs, size_t n_runs,
                                   const bireme_sources_points *options, bireme_layout *out,
                                   bireme_error *error)
{
    bireme_layout layout = {0};
    size_t most = 0, n = 0;
    for (size_t r = 0; r < n_runs; r++) most += most_main(runs[r].compiled);
    candidate *main = bireme_calloc(most, sizeof *main), *room = bireme_calloc(most, sizeof *room);
    layout.reflection = bireme_calloc(most, sizeof *layout.reflection);
    layout.is_score = bireme_calloc(most, sizeof *layout.is_score);
    bool failed = !main || !room || !layout.reflection || !layout.is_score;
    bireme_status status = failed ? bireme_fail_memory(error) : BIREME_OK;
    if (status == BIREME_OK) status = find_all_main(runs, n_runs, options->superposed, room, main, &n, error);
    if (status == BIREME_OK) {
        qsort(main, n, sizeof *main, compare);
        if (n > BIREME_POINTS_DIMENSIONS_MOST) n = BIREME_POINTS_DIMENSIONS_MOST;
        status = lay_out(runs, n_runs, main, n, options, &layout, error);
    }
    bireme_free(main);
    bireme_free(room);
    if (status != BIREME_OK) {
        bireme_layout_free(&layout);
        return status;
    }
    *out = layout;
    for (size_t r = 0; r < n_runs; r++) take_all(out, runs[r].sources, runs[r].compiled);
    return BIREME_OK;
}
