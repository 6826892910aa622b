/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of a scenario that moves everything else: the economy, initiatives, correlations.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <gsl/gsl_linalg.h>

/* ---- multipliers of a regime or an initiative; paths begin with prefix + name + suffix */

static void read_influence(oracle *model, oracle_influence *influence, const char *prefix, const char *name,
                           const char *suffix, const cJSON *node)
{
    static const char *const plain[ORACLE_ODDS] = {"leads", "cost_per_lead", "deal_value", "cycle_time",
                                                   "churn"};
    char path[ORACLE_PATH], start[ORACLE_PATH / 2];
    snprintf(start, sizeof start, "%s%s%s", prefix, name, suffix);
    snprintf(influence->name, sizeof influence->name, "%s", name);
    oracle_know(node, start, "leads cost_per_lead deal_value cycle_time churn conversion_odds");
    influence->rate = oracle_alloc(model, ORACLE_ODDS + model->stages, sizeof *influence->rate);
    for (int e = 0; e < ORACLE_ODDS; e++) {
        snprintf(path, sizeof path, "%s.%s", start, plain[e]);
        influence->rate[e] = oracle_add_rate(model, path, oracle_get(node, plain[e]));
    }
    const cJSON *odds = oracle_get(node, "conversion_odds");
    bool per_step = cJSON_IsObject(odds) && oracle_get(odds, "dist") == NULL;
    snprintf(path, sizeof path, "%s.conversion_odds", start);
    int all = per_step ? -1 : oracle_add_rate(model, path, odds);
    influence->rate[ORACLE_ODDS] = -1;
    for (size_t s = 1; s < model->stages; s++) {
        snprintf(path, sizeof path, "%s.conversion_odds.%s", start, model->stage[s]);
        influence->rate[ORACLE_ODDS + s] =
            per_step ? oracle_add_rate(model, path, oracle_get(odds, model->stage[s])) : all;
    }
}

/* ---- initiatives */

/* The mean over [0, x] of min(1, max(0, (τ − from) / ramp)), times x: its integral in closed form. */
static double ramp_integral(double x, double from, double ramp)
{
    double into = fmin(fmax(x - from, 0), ramp), beyond = fmax(x - from - ramp, 0);
    return (ramp > 0 ? into * into / (2 * ramp) : 0) + beyond;
}

static void read_initiative(oracle *model, oracle_influence *initiative, const cJSON *root, const cJSON *node)
{
    oracle_know(node, node->string, "from ramp_months cost one_time_cost effect");
    read_influence(model, initiative, "initiatives.", node->string, ".effect", oracle_get(node, "effect"));
    double from = oracle_position(root, oracle_text_or(node, "from", "")) - (double)model->past;
    double ramp = oracle_number_or(node, "ramp_months", 0) / (model->days / (365.25 / 12));
    char path[ORACLE_PATH];
    snprintf(path, sizeof path, "initiatives.%s.cost", node->string);
    initiative->cost = oracle_add_rate(model, path, oracle_get(node, "cost"));
    snprintf(path, sizeof path, "initiatives.%s.one_time_cost", node->string);
    initiative->one_time_cost = oracle_add_rate(model, path, oracle_get(node, "one_time_cost"));
    initiative->first = initiative->once = model->periods;
    initiative->ramp = oracle_alloc(model, model->periods, sizeof *initiative->ramp);
    for (size_t t = 0; t < model->periods; t++) {
        double begin = (double)t, end = begin + 1;
        initiative->ramp[t] = ramp_integral(end, from, ramp) - ramp_integral(begin, from, ramp);
        if (from < end && initiative->first == model->periods) initiative->first = t;
        if (from >= begin && from < end) initiative->once = t;
    }
}

void oracle_read_initiatives(oracle *model, const cJSON *root)
{
    const cJSON *initiatives = oracle_get(root, "initiatives"), *node;
    model->initiatives = oracle_alloc(model, (size_t)cJSON_GetArraySize(initiatives),
                                      sizeof *model->initiatives);
    cJSON_ArrayForEach(node, initiatives)
    {
        if (cJSON_IsObject(node))
            read_initiative(model, &model->initiatives[model->n_initiatives++], root, node);
    }
}

/* ---- economy */

static int regime_of(const oracle *model, const char *name)
{
    for (size_t r = 0; r < model->n_regimes; r++)
        if (strcmp(model->regimes[r].name, name) == 0) return (int)r;
    oracle_stop("no regime \"%s\"", name);
}

static void read_path(oracle *model, const cJSON *path)
{
    model->path = oracle_alloc(model, model->periods, sizeof *model->path);
    for (size_t t = 0; t < model->periods; t++) {
        const cJSON *name = cJSON_IsArray(path) ? cJSON_GetArrayItem(path, (int)(model->past + t)) : path;
        model->path[t] = name == NULL ? 0 : regime_of(model, name->valuestring);
    }
}

static void read_chain(oracle *model, const cJSON *economy)
{
    size_t n = model->n_regimes;
    const cJSON *start = oracle_get(economy, "start"), *transition = oracle_get(economy, "transition");
    model->start = oracle_alloc(model, n, sizeof *model->start);
    model->transition = oracle_alloc(model, n * n, sizeof *model->transition);
    if (cJSON_IsString(start)) model->start[regime_of(model, start->valuestring)] = 1;
    for (size_t i = 0; i < n; i++) {
        const char *name = model->regimes[i].name;
        if (cJSON_IsObject(start) && oracle_get(start, name) != NULL)
            model->start[i] = oracle_number(start, name);
        if (transition == NULL) model->transition[i * n + i] = 1;
        const cJSON *row = oracle_get(transition, name);
        for (size_t j = 0; j < n && row != NULL; j++)
            if (oracle_get(row, model->regimes[j].name) != NULL)
                model->transition[i * n + j] = oracle_number(row, model->regimes[j].name);
    }
}

void oracle_read_economy(oracle *model, const cJSON *root)
{
    const cJSON *economy = oracle_get(root, "economy"), *regimes = oracle_get(economy, "regimes");
    oracle_read_economy_drift(model, economy);
    if (model->n_regimes == 0) return;
    oracle_know(economy, "economy", "regimes path start transition drift");
    model->regimes = oracle_alloc(model, model->n_regimes, sizeof *model->regimes);
    for (size_t r = 0; r < model->n_regimes; r++) {
        const cJSON *node = cJSON_GetArrayItem(regimes, (int)r);
        read_influence(model, &model->regimes[r], "economy.regimes.", node->string, "", node);
    }
    if (oracle_get(economy, "start") == NULL)
        read_path(model, oracle_get(economy, "path"));
    else
        read_chain(model, economy);
}

/* ---- correlations */

/* Does the path match the pattern, in which a segment * stands for any one segment? */
static bool matches(const char *pattern, const char *path)
{
    while (*pattern != '\0' && *path != '\0') {
        if (*pattern == '*') {
            pattern++;
            while (*path != '\0' && *path != '.') path++;
        } else if (*pattern++ != *path++) {
            return false;
        }
    }
    return *pattern == *path;
}

/* How a pattern names it: not at all, itself, or, of an increment, its whole walk. */
enum { NOT_NAMED, NAMED, NAMED_WHOLE };

static int naming(const oracle *model, const char *pattern, const oracle_correlated *one)
{
    if (one->rate >= 0) return matches(pattern, model->rates[one->rate].path) ? NAMED : NOT_NAMED;
    char path[ORACLE_PATH + 32];
    snprintf(path, sizeof path, "%s[%zu]", model->walks[one->walk].path, one->period);
    if (matches(pattern, path)) return NAMED;
    return matches(pattern, model->walks[one->walk].path) ? NAMED_WHOLE : NOT_NAMED;
}

/* What an entry names first and last; for a pattern the same. */
static const char *pattern_of(const cJSON *entry, int which)
{
    const cJSON *between = oracle_get(entry, "between");
    return between != NULL ? cJSON_GetArrayItem(between, which)->valuestring
                           : oracle_get(entry, "among")->valuestring;
}

static bool are_joined(const oracle *model, const cJSON *entry, const oracle_correlated *a,
                       const oracle_correlated *b)
{
    for (int first = 0; first < 2; first++) {
        int one = naming(model, pattern_of(entry, first), a),
            other = naming(model, pattern_of(entry, 1 - first), b);
        if (one == NOT_NAMED || one != other) continue;
        if (one == NAMED || a->period == b->period) return true;
    }
    return false;
}

static void add_if_named(oracle *model, const cJSON *list, oracle_correlated one)
{
    const cJSON *entry;
    bool named = false;
    cJSON_ArrayForEach(entry, list) for (int k = 0; k < 2; k++)
        named = named || naming(model, pattern_of(entry, k), &one) != NOT_NAMED;
    if (named) model->correlated[model->n_correlated++] = one;
}

void oracle_read_correlations(oracle *model, const cJSON *list)
{
    const cJSON *entry;
    model->correlated = oracle_alloc(model, model->n_rates + model->n_walks * model->periods,
                                     sizeof *model->correlated);
    for (size_t q = 0; q < model->n_rates; q++) add_if_named(model, list, (oracle_correlated){(int)q, -1, 0});
    for (size_t w = 0; w < model->n_walks; w++)
        for (size_t t = 0; t < model->periods; t++)
            add_if_named(model, list, (oracle_correlated){-1, (int)w, t});
    size_t n = model->n_correlated;
    if (n == 0) return;
    model->cholesky = gsl_matrix_alloc(n, n);
    gsl_matrix_set_identity(model->cholesky);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < n; j++) cJSON_ArrayForEach(entry, list)
            {
                if (i == j || !are_joined(model, entry, &model->correlated[i], &model->correlated[j]))
                    continue;
                /* Gaussian copula: rank correlation ρ needs Pearson correlation 2 sin(π ρ / 6). */
                gsl_matrix_set(model->cholesky, i, j, 2 * sin(acos(-1) * oracle_number(entry, "rank") / 6));
            }
    gsl_linalg_cholesky_decomp1(model->cholesky);
}
