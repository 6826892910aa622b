/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The workspace of a thread, and a block from its rates to its revenue.
 */
#include "engine/trial/block.h"

#include "base/memory.h"

/* ------------------------ workspace */

/* Hands out lane arrays from one allocation; without memory it only counts them. */
typedef struct hand {
    double *numbers;
    size_t taken;
} hand;

static double *take(hand *h, size_t arrays)
{
    double *here = h->numbers != NULL ? h->numbers + h->taken * BIREME_BLOCK : NULL;
    h->taken += arrays;
    return here;
}

static double *take_if(hand *h, bool wanted, size_t arrays)
{
    return wanted ? take(h, arrays) : NULL;
}

/* The number of shares of one delay: by lag, or by pair of periods. */
static size_t shares_of(const bireme_compiled *compiled)
{
    size_t periods = compiled->model->periods;
    return compiled->clock_uniform ? periods : periods * (periods + 1) / 2;
}

/* Whether a delay's shares are kept for the next channel: not if they take more memory (2 KiB per share) than
 * computing them again is worth. */
static bool is_kept(const bireme_block *block, const bireme_shared_delay *delay)
{
    enum { SHARES_MOST = 2048 };
    const bireme_compiled *compiled = block->compiled;
    return (delay->users > 1 || block->keeps) && !delay->has_share && shares_of(compiled) <= SHARES_MOST;
}

/* Each channel has arrays of its own only where one has to wait for the others. */
static void take_channel(bireme_block *block, size_t c, hand *h)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_model *model = compiled->model;
    size_t counts = compiled->rows * model->periods;
    bireme_channel_block *channel = &block->channel[c], *first = &block->channel[0];
    bool is_channel = c < model->n_channels,
         apart = is_channel && (c == 0 || compiled->n_worked > 0 || block->apart);
    channel->arriving = apart ? take(h, counts) : is_channel ? first->arriving : NULL;
    channel->means = apart ? take(h, counts) : is_channel ? first->means : NULL;
    channel->after = apart ? take(h, compiled->rows) : is_channel ? first->after : NULL;
    channel->entries = take(h, counts);
    channel->bookings = take(h, model->periods);
    channel->revenue = model->revenue.recurring ? take(h, model->periods) : channel->bookings;
    channel->carried = take(h, 1);
    channel->carried_value = take(h, 1);
    if (!is_channel) return;
    channel->paid = take_if(h, model->channels[c].cost_per_lead >= 0, 1);
    channel->paid_marginal = take_if(h, model->channels[c].cost_per_lead >= 0, 1);
    channel->lifted = take_if(h, model->channels[c].lifted_leads, 1);
    channel->lifts = take_if(h, model->channels[c].lifts_leads, 1);
    channel->cost = take_if(h, compiled->channels[c].volume != NULL || model->channels[c].spend_factor >= 0,
                            model->periods);
    channel->own_cost = take_if(h, model->channels[c].has_own_cost, model->periods);
    const bireme_touches *touches = compiled->channels[c].touches;
    channel->touched = take_if(h, touches != NULL, touches != NULL ? touches->n_classes : 0);
}

static void take_team(bireme_team_block *team, bool has_capacity, size_t periods, hand *h)
{
    team->demand = take_if(h, has_capacity, periods);
    team->share = take_if(h, has_capacity, periods);
    team->later = take_if(h, has_capacity, 1);
    team->worked = take_if(h, has_capacity, periods);
    team->backlog = take_if(h, has_capacity, periods);
    team->turned_away = take_if(h, has_capacity, periods);
    team->turned_value = take_if(h, has_capacity, periods);
}

static void take_all(bireme_block *block, hand *h)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_model *model = compiled->model;
    size_t periods = model->periods;
    bool recurring = model->revenue.recurring;
    bool cash = model->revenue.has_cash;
    size_t n_main = block->sources->layout != NULL ? block->sources->layout->n_main : 0;
    block->turned = take_if(h, n_main > 0, n_main);
    block->quantity_values = take(h, model->n_quantities);
    block->redrawn = take(h, compiled->n_redrawn * periods);
    block->effect_values = take(h, compiled->n_effects * periods);
    block->walk = take_if(h, model->n_walks > 0, model->n_walks * periods);
    size_t n_factors = compiled->factors != NULL ? compiled->factors->n_present : 0;
    block->factor_values = take_if(h, n_factors > 0, n_factors * periods);
    block->clock = take(h, periods + 1);
    block->survival = take_if(h, recurring, periods);
    block->growth = take_if(h, recurring, periods);
    block->opening = take_if(h, recurring, periods);
    block->earned = take_if(h, recurring, periods);
    block->customers = take_if(h, recurring, periods);
    block->contribution = take(h, periods);
    block->lifetime = take_if(h, recurring, 1);
    block->invoiced = take_if(h, cash, periods);
    block->collected = take_if(h, cash, periods);
    block->cash = take_if(h, cash, periods);
    block->lowest = take_if(h, cash, periods);
    for (size_t k = 0; k < model->n_teams; k++)
        take_team(&block->team[k], compiled->teams[k].capacity != NULL, periods, h);
    block->pipeline_wins = take_if(h, compiled->pipeline != NULL, periods);
    block->pipeline_bookings = take_if(h, compiled->pipeline != NULL, periods);
    block->entering = take(h, compiled->pipeline != NULL ? compiled->pipeline->n_kept * periods : 0);
    block->handed_over = take_if(h, compiled->pipeline != NULL && compiled->n_worked > 1, 2 * periods);
    block->stock = take_if(h, model->has_stock, (model->stages - 1) * periods);
    block->open_value = take_if(h, model->has_stock, periods);
    block->stock_room = take_if(h, model->has_stock, 3 * periods);
    block->passing = take(h, compiled->rows * (periods + 1));
    block->passed = take(h, compiled->rows * (periods + 1));
    block->own = take(h, periods + 1);
    block->own_counted = take(h, periods + 1);
    block->walk_left = take(h, compiled->rows);
    block->walk_total = take(h, 1);
    block->weights = take(h, periods);
    for (size_t d = 0; d < compiled->shared.n_delays; d++)
        block->shares[d] = take_if(h, is_kept(block, compiled->shared.delays[d]), shares_of(compiled));
    for (size_t c = 0; c <= model->n_channels; c++) take_channel(block, c, h);
}

/* Values of fixed quantities are written only once. */
static void fill_fixed(bireme_block *block, const bireme_compiled *compiled)
{
    for (size_t q = 0; q < compiled->model->n_quantities; q++) {
        double *values = bireme_lane_array(block->quantity_values, q);
        bireme_lanes_set(compiled->quantities[q].fixed, values);
        block->quantity[q] = values;
        if (bireme_compiled_redraws(compiled, (int)q))
            block->quantity[q] = bireme_block_quantity(block, (int)q, 0);
    }
}

/* Which multipliers are whose. */
static void point_effects(bireme_block *block, const bireme_compiled *compiled)
{
    const bireme_factors *factors = compiled->factors;
    size_t n = compiled->n_effects, own = 0;
    for (size_t i = 0; i < (compiled->model->n_channels + 1) * n; i++) {
        bool is_own = factors != NULL && i < factors->n && factors->factor[i].present;
        block->effects_of[i] = is_own ? block->factor + own++ * compiled->model->periods
                                      : block->effect + i % n * compiled->model->periods;
    }
}

static bireme_status create(const bireme_compiled *compiled, const bireme_sources *sources, bool apart,
                            bool keeps, bireme_block **out, bireme_error *error)
{
    const bireme_model *model = compiled->model;
    bireme_block *block = bireme_calloc(1, sizeof *block);
    if (block == NULL) return bireme_fail_memory(error);
    block->compiled = compiled;
    block->sources = sources;
    block->keeps = keeps;
    block->apart = apart;
    block->channel = bireme_calloc(model->n_channels + 1, sizeof *block->channel);
    block->quantity = bireme_calloc(model->n_quantities, sizeof *block->quantity);
    block->regime = bireme_calloc(model->periods, BIREME_BLOCK);
    block->walk_at = bireme_calloc(compiled->rows, BIREME_BLOCK * sizeof *block->walk_at);
    block->effect = bireme_calloc(bireme_times(compiled->n_effects, model->periods), sizeof *block->effect);
    block->effects_of = bireme_calloc(bireme_times(model->n_channels + 1, compiled->n_effects),
                                      sizeof *block->effects_of);
    block->factor = bireme_calloc(
        bireme_times(compiled->factors != NULL ? compiled->factors->n_present : 0, model->periods),
        sizeof *block->factor);
    block->shares = bireme_calloc(compiled->shared.n_delays, sizeof *block->shares);
    block->shares_made = bireme_calloc(compiled->shared.n_delays, sizeof *block->shares_made);
    block->team = bireme_calloc(model->n_teams, sizeof *block->team);
    hand h = {0};
    if (block->channel != NULL && block->shares != NULL && block->team != NULL) {
        take_all(block, &h);
        block->numbers = bireme_calloc_aligned(h.taken, BIREME_BLOCK * sizeof(double));
    }
    if (!block->numbers || !block->shares_made || !block->quantity || !block->regime || !block->walk_at ||
        !block->effect || !block->effects_of || !block->factor) {
        bireme_block_free(block);
        return bireme_fail_memory(error);
    }
    h = (hand){.numbers = block->numbers};
    take_all(block, &h);
    fill_fixed(block, compiled);
    point_effects(block, compiled);
    *out = block;
    return BIREME_OK;
}

bireme_status bireme_block_measure(const bireme_compiled *compiled, const bireme_sources *sources, bool apart,
                                   bool keeps, double *bytes, bireme_error *error)
{
    bireme_block block = {.compiled = compiled, .sources = sources, .keeps = keeps, .apart = apart};
    hand h = {0};
    block.channel = bireme_calloc(compiled->model->n_channels + 1, sizeof *block.channel);
    block.shares = bireme_calloc(compiled->shared.n_delays, sizeof *block.shares);
    block.team = bireme_calloc(compiled->model->n_teams, sizeof *block.team);
    bool made = block.channel != NULL && block.shares != NULL && block.team != NULL;
    if (made) take_all(&block, &h);
    bireme_free(block.channel);
    bireme_free(block.shares);
    bireme_free(block.team);
    *bytes = (double)h.taken * BIREME_BLOCK * sizeof(double);
    return made ? BIREME_OK : bireme_fail_memory(error);
}

double bireme_block_steps(const bireme_compiled *compiled)
{
    const bireme_model *model = compiled->model;
    double steps = (double)model->periods * (double)compiled->rows *
                   (double)(model->n_channels > 0 ? model->n_channels : 1);
    for (size_t g = 0; g < model->n_open; g++) steps += (double)model->open[g].count;
    return steps;
}

bireme_status bireme_block_create(const bireme_compiled *compiled, const bireme_sources *sources, bool apart,
                                  bireme_block **out, bireme_error *error)
{
    return create(compiled, sources, apart, false, out, error);
}

bireme_status bireme_block_create_keeping(const bireme_compiled *compiled, const bireme_sources *sources,
                                          bool apart, size_t most, bireme_block **out, bireme_error *error)
{
    size_t shares = compiled->shared.n_delays * shares_of(compiled) * BIREME_BLOCK * sizeof(double);
    return create(compiled, sources, apart, shares <= most, out, error);
}

void bireme_block_free(bireme_block *block)
{
    if (block == NULL) return;
    bireme_free(block->numbers);
    bireme_free(block->quantity);
    bireme_free(block->regime);
    bireme_free(block->walk_at);
    bireme_free(block->effect);
    bireme_free(block->effects_of);
    bireme_free(block->factor);
    bireme_free(block->channel);
    bireme_free(block->team);
    bireme_free(block->shares);
    bireme_free(block->shares_made);
    bireme_free(block);
}

bool bireme_block_superposes(const bireme_compiled *compiled, bool periods)
{
    const bireme_model *model = compiled->model;
    const int rates[] = {model->revenue.gross_margin, model->revenue.unit_cost};
    bool alike = bireme_compiled_all_steady(compiled, BIREME_EFFECT_DEAL_VALUE);
    for (size_t i = 0; i < sizeof rates / sizeof *rates; i++)
        alike &= !bireme_compiled_redraws(compiled, rates[i]);
    for (size_t k = 0; k < model->n_teams; k++)
        alike &= !bireme_compiled_redraws(compiled, model->teams[k].commission);
    for (size_t c = 0; c < model->n_channels; c++)
        alike &= !bireme_compiled_redraws(compiled, model->channels[c].deal_value.scale);
    return !periods && !model->revenue.recurring && alike;
}

void bireme_block_superpose(bireme_block *block)
{
    const bireme_compiled *compiled = block->compiled;
    size_t won = compiled->model->stages - 1;
    block->superposed = true;
    block->horizon_only = bireme_compiled_all_steady(compiled, BIREME_EFFECT_ODDS + won) &&
                          compiled->n_worked == 0;
    for (size_t c = 0; c < compiled->model->n_channels; c++)
        if (bireme_compiled_redraws(compiled, compiled->model->channels[c].conversion[won]))
            block->horizon_only = false;
}

/* If counts are superposed, only open deals add to periods beyond the first. */
static void clear_later_periods(bireme_block *block)
{
    const bireme_compiled *compiled = block->compiled;
    size_t periods = compiled->model->periods;
    if (!block->superposed || compiled->pipeline == NULL) return;
    for (size_t c = 0; c < compiled->model->n_channels; c++)
        for (size_t t = 1; t < periods; t++) {
            bireme_lanes_set(0, bireme_lane_array(block->channel[c].bookings, t));
            for (size_t row = 0; row < compiled->rows; row++)
                bireme_lanes_set(0, bireme_lane_array(block->channel[c].entries, row * periods + t));
        }
}

/* Only open deals ever add to the unassigned channel and to the pipeline's own arrays. */
static void clear_open(bireme_block *block)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_channel_block *unassigned = &block->channel[compiled->model->n_channels];
    if (compiled->pipeline == NULL) return;
    for (size_t t = 0; t < compiled->model->periods; t++) {
        bireme_lanes_set(0, bireme_lane_array(block->pipeline_wins, t));
        bireme_lanes_set(0, bireme_lane_array(block->pipeline_bookings, t));
        bireme_lanes_set(0, bireme_lane_array(unassigned->bookings, t));
    }
    for (size_t i = 0; i < compiled->rows * compiled->model->periods; i++)
        bireme_lanes_set(0, bireme_lane_array(unassigned->entries, i));
    bireme_lanes_set(0, unassigned->carried);
    bireme_lanes_set(0, unassigned->carried_value);
}

/* The leg of a channel that ends at the stage; its way's n: none does. */
static size_t leg_to(const bireme_compiled_way *way, size_t stage)
{
    size_t k = 0;
    while (k < way->n && way->legs[k].to != stage) k++;
    return k;
}

static void advance(bireme_block *block, size_t channel, size_t leg, bool counts_stock)
{
    bireme_block_advance(block, channel, leg);
    if (counts_stock) bireme_block_stock_leg(block, channel, leg);
}

/* Takes all channels up to a worked stage, and finds from their demand what its teams take up. */
static void meet_capacity(bireme_block *block, size_t stage, bool counts_stock)
{
    const bireme_compiled *compiled = block->compiled;
    const bireme_model *model = compiled->model;
    for (size_t k = 0; k < model->n_teams; k++)
        for (size_t t = 0;
             t < model->periods && compiled->teams[k].capacity && model->teams[k].stage == stage; t++)
            bireme_lanes_set(0, bireme_lane_array(block->team[k].demand, t));
    for (size_t c = 0; c < model->n_channels; c++) {
        size_t leg = leg_to(&compiled->ways[c], stage);
        if (leg < compiled->ways[c].n) advance(block, c, leg, counts_stock);
    }
    if (compiled->pipeline != NULL) bireme_block_open_demand(block, stage);
    for (size_t k = 0; k < model->n_teams; k++)
        if (compiled->teams[k].capacity != NULL && model->teams[k].stage == stage)
            bireme_block_capacity(block, k);
    if (compiled->pipeline != NULL) bireme_block_open_turned_away(block, stage);
}

static void clear_lifts(bireme_block *block)
{
    for (size_t c = 0; c < block->compiled->model->n_channels; c++) {
        const bireme_channel_block *channel = &block->channel[c];
        if (channel->lifted != NULL) bireme_lanes_set(0, channel->lifted);
        if (channel->lifts != NULL) bireme_lanes_set(0, channel->lifts);
    }
}

static void expect(bireme_block *block, uint64_t first, bool counts_stock)
{
    const bireme_compiled *compiled = block->compiled;
    if (!(block->keeps && block->has_rates && block->first == first)) {
        for (size_t d = 0; d < compiled->shared.n_delays; d++) block->shares_made[d] = false;
        bireme_block_rates(block, first);
        block->has_rates = true;
    } else if (compiled->factors != NULL && compiled->factors->lifted) {
        bireme_block_factors(block); /* they depend on what is spent */
    }
    clear_lifts(block);
    if (counts_stock) bireme_block_stock_begin(block);
    for (size_t k = 0; k < compiled->n_worked; k++) meet_capacity(block, compiled->worked[k], counts_stock);
}

void bireme_block_expect(bireme_block *block, uint64_t first)
{
    expect(block, first, false);
}

void bireme_block_expect_channel(bireme_block *block, size_t channel)
{
    advance(block, channel, block->compiled->ways[channel].n - 1, false);
}

void bireme_block_run(bireme_block *block, uint64_t first)
{
    const bireme_compiled *compiled = block->compiled;
    expect(block, first, true);
    for (size_t c = 0; c < compiled->model->n_channels; c++) {
        advance(block, c, compiled->ways[c].n - 1, true);
        bireme_block_draw(block, c);
    }
    clear_open(block);
    clear_later_periods(block);
    if (compiled->pipeline != NULL) bireme_block_open_draw(block);
    bireme_block_settle(block);
}

void bireme_block_settle(bireme_block *block)
{
    bireme_block_earn(block);
    block->has_contribution = block->has_customers = block->has_cash = block->has_lifetime = false;
}
