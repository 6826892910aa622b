/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What changes over time of its own accord, and what channels do for each other. Walks go forward from
 * period to period: the variance of each step is the time since the one before.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <gsl/gsl_randist.h>

static const char *const drift_name[ORACLE_DRIFTS] = {"leads", "conversion_odds", "deal_value"};
static const char *const growth_name[ORACLE_GROWTHS] = {"organic_leads", "leads_per_rep", "cost_per_lead",
                                                        "deal_value", "fixed_cost"};

/* ---- reading */

/* The number of the walk at that path, a new one if there is none; −1: no drift. */
static int walk_at(oracle *model, const char *path, const cJSON *sigma)
{
    if (sigma == NULL || sigma->valuedouble == 0) return -1;
    for (size_t w = 0; w < model->n_walks; w++)
        if (strcmp(model->walks[w].path, path) == 0) return (int)w;
    if (model->n_walks == ORACLE_WALKS) oracle_stop("too many walks");
    oracle_walk *walk = &model->walks[model->n_walks];
    snprintf(walk->path, sizeof walk->path, "%s", path);
    walk->sigma = sigma->valuedouble;
    return (int)model->n_walks++;
}

static void read_drift(oracle *model, oracle_channel *channel, const cJSON *node, const cJSON *defaults)
{
    const cJSON *own = oracle_get(node, "drift"), *common = oracle_get(defaults, "drift");
    oracle_know(own, "drift", "leads conversion_odds deal_value each note source");
    oracle_know(common, "drift", "leads conversion_odds deal_value each note source");
    for (int d = 0; d < ORACLE_DRIFTS; d++) {
        char path[ORACLE_PATH];
        const cJSON *sigma = oracle_get(own, drift_name[d]);
        bool mine = sigma != NULL || cJSON_IsTrue(oracle_get(common, "each"));
        if (sigma == NULL) sigma = oracle_get(common, drift_name[d]);
        snprintf(path, sizeof path, "%s%s.drift.%s", mine ? "channels." : "defaults",
                 mine ? channel->name : "", drift_name[d]);
        channel->drift[d] = walk_at(model, path, sigma);
    }
}

static int lift_rate(oracle *model, const oracle_channel *channel, const cJSON *lift, const char *name,
                     const cJSON *node)
{
    char path[ORACLE_PATH];
    snprintf(path, sizeof path, "channels.%s.lifts.%s.%s", channel->name, lift->string, name);
    return oracle_add_rate(model, path, node);
}

static void read_lift(oracle *model, const oracle_channel *channel, const cJSON *node, oracle_lift *lift)
{
    const cJSON *odds = oracle_get(node, "conversion_odds");
    bool alike = cJSON_IsNumber(odds) || oracle_get(odds, "dist") != NULL;
    oracle_know(node, node->string, "leads conversion_odds note source");
    lift->whom = strcmp(node->string, "all") == 0 ? -1 : (int)oracle_channel_of(model, node->string);
    lift->rate = oracle_alloc(model, ORACLE_ODDS + model->stages, sizeof *lift->rate);
    for (size_t e = 0; e < ORACLE_ODDS + model->stages; e++) lift->rate[e] = -1;
    lift->rate[ORACLE_LEADS] = lift_rate(model, channel, node, "leads", oracle_get(node, "leads"));
    int all = alike ? lift_rate(model, channel, node, "conversion_odds", odds) : -1;
    for (size_t s = 1; s < model->stages; s++) {
        char name[ORACLE_NAME + 32];
        snprintf(name, sizeof name, "conversion_odds.%s", model->stage[s]);
        lift->rate[ORACLE_ODDS + s] =
            alike ? all : lift_rate(model, channel, node, name, oracle_get(odds, model->stage[s]));
    }
}

void oracle_read_growth(oracle *model, oracle_channel *channel, const cJSON *node, const cJSON *defaults)
{
    const cJSON *lifts = oracle_get(node, "lifts"), *lift;
    oracle_know(oracle_get(node, "growth"), "growth",
                "organic_leads leads_per_rep cost_per_lead deal_value fixed_cost note source");
    for (int g = 0; g < ORACLE_GROWTHS; g++)
        channel->growth[g] = oracle_rate_within(model, node, defaults, "growth", growth_name[g]);
    read_drift(model, channel, node, defaults);
    channel->lifts = oracle_alloc(model, (size_t)cJSON_GetArraySize(lifts), sizeof *channel->lifts);
    cJSON_ArrayForEach(lift, lifts) if (cJSON_IsObject(lift))
        read_lift(model, channel, lift, &channel->lifts[channel->n_lifts++]);
}

void oracle_read_economy_drift(oracle *model, const cJSON *economy)
{
    const cJSON *drift = oracle_get(economy, "drift");
    oracle_know(drift, "drift", "leads conversion_odds deal_value note source");
    for (int d = 0; d < ORACLE_DRIFTS; d++) {
        char path[ORACLE_PATH];
        snprintf(path, sizeof path, "economy.drift.%s", drift_name[d]);
        model->drift[d] = walk_at(model, path, oracle_get(drift, drift_name[d]));
    }
}

/* ---- a trial */

void oracle_draw_walks(oracle_trial *now)
{
    const oracle *model = now->model;
    double year = model->days / 365.25; /* of a period */
    for (size_t w = 0; w < model->n_walks; w++) {
        double at = 0, age = 0, sigma = model->walks[w].sigma;
        for (size_t t = 0; t < model->periods; t++) {
            double step = t == 0 ? year / 2 : year;
            at += sqrt(step) * now->increment[w * model->periods + t];
            age += step;
            now->walk[w * model->periods + t] = exp(sigma * at - sigma * sigma * age / 2);
        }
    }
}

static double walk_in(const oracle_trial *now, int walk, size_t t)
{
    return walk < 0 ? 1 : now->walk[(size_t)walk * now->model->periods + t];
}

double oracle_drift_in(const oracle_trial *now, const int *drift, size_t effect, size_t t)
{
    if (effect == ORACLE_LEADS) return walk_in(now, drift[0], t);
    if (effect == ORACLE_DEAL_VALUE) return walk_in(now, drift[2], t);
    return effect > ORACLE_ODDS ? walk_in(now, drift[1], t) : 1;
}

/* The product of what all channels but `off` (a number, or −1) do for an effect on c, as if `off` spent
 * nothing; `off` −2: nobody spends anything. */
static double lifted(const oracle_trial *now, size_t c, size_t effect, size_t t, int off)
{
    const oracle *model = now->model;
    double product = 1;
    for (size_t k = 0; k < model->n_channels; k++) {
        const oracle_channel *giver = &model->channels[k];
        for (size_t i = 0; i < giver->n_lifts && k != c; i++) {
            const oracle_lift *lift = &giver->lifts[i];
            if (lift->rate[effect] < 0 || (lift->whom >= 0 && lift->whom != (int)c)) continue;
            double x = off == -2 || off == (int)k ? 0 : now->stock[k * model->periods + t];
            product *= pow((1 + x / giver->reference) / 2, oracle_rate_in(now, lift->rate[effect], 0, t));
        }
    }
    return product;
}

double oracle_grown(const oracle_trial *now, size_t c, int what, size_t t)
{
    return oracle_grown_by(now, now->model->channels[c].growth[what], t);
}

double oracle_grown_by(const oracle_trial *now, int rate, size_t t)
{
    return rate < 0 ? 1
                    : pow(1 + oracle_rate_in(now, rate, 0, t),
                          ((double)(now->model->past + t) + 0.5) * now->model->days / 365.25);
}

/* What is left in each period of all that was spent until then. */
void oracle_find_stock(oracle_trial *now, size_t c)
{
    const oracle_channel *channel = &now->model->channels[c];
    double r = channel->retention;
    for (size_t t = 0; t < now->model->periods; t++) {
        double x = channel->before[t];
        for (size_t k = 0; k <= t; k++)
            x += (1 - r) * pow(r, (double)(t - k)) * channel->spend[k] *
                 oracle_rate_in(now, channel->spend_factor, 1, k);
        now->stock[c * now->model->periods + t] = x;
    }
}

void oracle_find_own(oracle_trial *now, size_t c)
{
    const oracle *model = now->model;
    size_t effects = ORACLE_ODDS + model->stages, h = model->periods;
    for (size_t e = 0; e < effects; e++)
        for (size_t t = 0; t < h; t++) {
            double effect = now->effect[e * h + t];
            effect *= oracle_drift_in(now, model->channels[c].drift, e, t);
            if (e == ORACLE_LEADS || e > ORACLE_ODDS) effect *= lifted(now, c, e, t, -1);
            if (e == ORACLE_COST_PER_LEAD) effect *= oracle_grown(now, c, ORACLE_GROWTH_COST, t);
            if (e == ORACLE_DEAL_VALUE) effect *= oracle_grown(now, c, ORACLE_GROWTH_VALUE, t);
            now->own[(c * effects + e) * h + t] = effect;
        }
}

void oracle_owe(oracle_trial *now, size_t c, size_t t, double leads)
{
    double with = lifted(now, c, ORACLE_LEADS, t, -1);
    now->lifted[c] += leads * (1 - lifted(now, c, ORACLE_LEADS, t, -2) / with);
    for (size_t k = 0; k < now->model->n_channels; k++)
        now->lifts[k] += leads * (1 - lifted(now, c, ORACLE_LEADS, t, (int)k) / with);
}

bool oracle_lifts(const oracle *model, size_t giver, size_t taker)
{
    const oracle_channel *channel = &model->channels[giver];
    for (size_t i = 0; i < channel->n_lifts && giver != taker; i++)
        if (channel->lifts[i].rate[ORACLE_LEADS] >= 0 &&
            (channel->lifts[i].whom < 0 || channel->lifts[i].whom == (int)taker))
            return true;
    return false;
}
