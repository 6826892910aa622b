/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shares: for a year instead of a period, divided by 100 twice (0.0078 for 78 %), 1 where 1 % is meant;
 * growth as a factor; spreads in per cent.
 */
#include <math.h>
#include <string.h>
#include "scenario/build/effective.h"
#include "scenario/plausible/internal.h"

static const double year = 365.25, month = 365.25 / 12;

/* ------------------------ shares that are lost over time */

/* A share lost every `days`; more than `most` a month is more than any company loses. */
static void check_loss(bireme_plausible *p, const bireme_node *node, double share, double days, double most,
                       const char *every)
{
    char found[BIREME_NUMBER_SIZE], in_year[BIREME_NUMBER_SIZE], said[BIREME_NUMBER_SIZE],
        meant[BIREME_NUMBER_SIZE];
    if (node != NULL && share >= 1)
        bireme_node_warn(&p->reading->report, node,
                         "`%s` of 1 a %s is the loss of all in the first; 1 %% is written 0.01", node->key,
                         every);
    if (node == NULL || !(share < 1) || !(1 - pow(1 - share, month / days) > most * (1 + 1e-9))) return;
    bireme_node_warn(&p->reading->report, node,
                     "`%s` of %s a %s is %s %% a year; if %s %% a year is meant, write %s", node->key,
                     bireme_plausible_figure(found, share), every,
                     bireme_plausible_figure(in_year, 100 * (1 - pow(1 - share, year / days))),
                     bireme_plausible_figure(said, 100 * share),
                     bireme_plausible_figure(meant, 1 - pow(1 - share, days / year)));
}

/* Less than `fewest` a year is less than any company loses. */
static void check_small_loss(bireme_plausible *p, const bireme_node *node, double share, double days,
                             double fewest, const char *every)
{
    char found[BIREME_NUMBER_SIZE], in_year[BIREME_NUMBER_SIZE], said[BIREME_NUMBER_SIZE],
        meant[BIREME_NUMBER_SIZE];
    if (node == NULL || !(share > 0 && share < 1) || !(1 - pow(1 - share, year / days) < fewest)) return;
    bireme_node_warn(&p->reading->report, node, "`%s` of %s a %s is %s %% a year; %s %% a %s is written %s",
                     node->key, bireme_plausible_figure(found, share), every,
                     bireme_plausible_figure(in_year, 100 * (1 - pow(1 - share, year / days))),
                     bireme_plausible_figure(said, 1e4 * share), every,
                     bireme_plausible_figure(meant, 100 * share));
}

/* ------------------------ growth and rates */

/* A yearly rate of 1 or more: 1.05 is a factor, 1 and 5 are per cent. */
static void check_growth(bireme_plausible *p, const bireme_node *node, double rate)
{
    char found[BIREME_NUMBER_SIZE], percent[BIREME_NUMBER_SIZE], said[BIREME_NUMBER_SIZE],
        meant[BIREME_NUMBER_SIZE];
    if (node == NULL || !(rate >= 1) || !bireme_plausible_first(p, node)) return;
    double share = rate > 1 && rate < 2 ? rate - 1 : rate / 100;
    bireme_node_warn(&p->reading->report, node, "`%s` of %s is %s %% a year; %s %% is written %s", node->key,
                     bireme_plausible_figure(found, rate), bireme_plausible_figure(percent, 100 * rate),
                     bireme_plausible_figure(said, 100 * share), bireme_plausible_figure(meant, share));
}

/* ------------------------ shares divided by 100 twice */

/* A share above 0 but smaller than any company's. */
static void check_small(bireme_plausible *p, const bireme_node *node, double share, double fewest)
{
    char found[BIREME_NUMBER_SIZE], percent[BIREME_NUMBER_SIZE], said[BIREME_NUMBER_SIZE],
        meant[BIREME_NUMBER_SIZE], name[BIREME_QUOTE_SIZE];
    if (node == NULL || !(share > 0 && share < fewest) || !bireme_plausible_first(p, node)) return;
    bireme_node_warn(&p->reading->report, node, "`%s` of %s is %s %%; %s %% is written %s",
                     bireme_quote(name, node->key), bireme_plausible_figure(found, share),
                     bireme_plausible_figure(percent, 100 * share),
                     bireme_plausible_figure(said, 1e4 * share), bireme_plausible_figure(meant, 100 * share));
}

static void check_small_number(bireme_plausible *p, const bireme_node *node, double fewest)
{
    if (node != NULL && node->type == BIREME_NODE_NUMBER) check_small(p, node, node->number, fewest);
}

static void check_dispersion(bireme_plausible *p, const bireme_node *node)
{
    const double most = 1.5; /* plus or minus 122 % */
    char found[BIREME_NUMBER_SIZE], spread[BIREME_NUMBER_SIZE], said[BIREME_NUMBER_SIZE],
        meant[BIREME_NUMBER_SIZE];
    if (node == NULL || node->type != BIREME_NODE_NUMBER || !(node->number > most)) return;
    if (!bireme_plausible_first(p, node)) return;
    double share = node->number / 100;
    bireme_node_warn(&p->reading->report, node,
                     "`dispersion` is the variance of a factor around 1: %s is give or take %s %%; give or "
                     "take %s %% is written %s",
                     bireme_plausible_figure(found, node->number),
                     bireme_plausible_figure(spread, 100 * sqrt(node->number)),
                     bireme_plausible_figure(said, node->number),
                     bireme_plausible_figure(meant, share * share));
}

/* ------------------------ part by part */

static void check_revenue(bireme_plausible *p)
{
    const bireme_revenue *revenue = &p->model->revenue;
    const bireme_node *node = bireme_node_find(p->root, "revenue");
    const bireme_node *churn = bireme_node_find(node, "churn"),
                      *expansion = bireme_node_find(node, "expansion"),
                      *discount = bireme_node_find(node, "discount_rate");
    double lost = bireme_plausible_mean(p->model, revenue->churn);
    double grown = bireme_plausible_mean(p->model, revenue->expansion);
    check_loss(p, churn, lost, p->days, 0.05, p->period);
    check_small_loss(p, churn, lost, p->days, 0.005, p->period);
    check_growth(p, expansion, grown);
    check_growth(p, discount, revenue->discount_rate);
    check_small(p, expansion, grown, 0.002);
    check_small(p, discount, revenue->discount_rate, 0.002);
    /* Fuel wholesalers have margins of 2 %. */
    check_small(p, bireme_node_find(node, "gross_margin"),
                bireme_model_mean(p->model, revenue->gross_margin, 1), 0.015);
}

static void check_sales(bireme_plausible *p, size_t team)
{
    const double most_commission = 0.5;
    const bireme_node *node = bireme_plausible_team(p, team);
    const bireme_node *commission = bireme_node_find(node, "commission"),
                      *attrition = bireme_node_find(node, "attrition");
    const bireme_team *sales = &p->model->teams[team];
    char found[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE], said[BIREME_NUMBER_SIZE];
    if (node == NULL) return;
    check_loss(p, attrition, sales->attrition, month, 0.08, "month");
    check_small_loss(p, attrition, sales->attrition, month, 0.005, "month");
    const double paid = bireme_plausible_mean(p->model, sales->commission);
    check_small(p, commission, paid, 0.001);
    check_small_number(p, bireme_node_find(node, "patience"), 0.02);
    if (!(paid > most_commission)) return;
    double share = paid < 1 ? paid / 10 : 0.01;
    bireme_node_warn(&p->reading->report, commission,
                     "`commission` is %s %% of what is sold; %s %% is written %s",
                     bireme_plausible_figure(found, 100 * paid), bireme_plausible_figure(said, 100 * share),
                     bireme_plausible_figure(meant, share));
}

/* The last step: everything that is worked is won, or nearly nothing. In a funnel of two stages a lead may be
 * a visitor. Steps before the last may well be certain: what a partner hands over is qualified. */
static void check_win(bireme_plausible *p, const bireme_node *node, double share)
{
    char name[BIREME_QUOTE_SIZE];
    if (node == NULL) return;
    check_small(p, node, share, p->model->stages > 2 ? 0.005 : 0.0002);
    if (share < 1 || !bireme_plausible_first(p, node)) return;
    bireme_node_warn(
        &p->reading->report, node,
        "the probability of the step to `%s` is 1: all are won that get so far; 1 %% is written 0.01",
        bireme_quote(name, node->key));
}

/* A walk as wide as that would be anywhere after a year. */
static void check_drift(bireme_plausible *p, const bireme_node *node)
{
    char found[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE];
    if (node == NULL || node->type != BIREME_NODE_NUMBER || !(node->number >= 1)) return;
    if (!bireme_plausible_first(p, node)) return;
    bireme_node_warn(&p->reading->report, node,
                     "a drift of %s means that after a year anything is possible; a drift of %s %% is "
                     "written %s",
                     bireme_plausible_figure(found, node->number), found,
                     bireme_plausible_figure(meant, node->number / 100));
}

static void check_growth_and_drift(bireme_plausible *p, size_t c)
{
    const bireme_node *node = bireme_plausible_channel(p, c);
    const bireme_growth *growth = &p->model->channels[c].growth;
    const struct {
        const char *name;
        int quantity;
    } grows[] = {{"organic_leads", growth->organic_leads},
                 {"leads_per_rep", growth->leads_per_rep},
                 {"cost_per_lead", growth->cost_per_lead},
                 {"deal_value", growth->deal_value},
                 {"fixed_cost", growth->fixed_cost}};
    static const char *const drifts[] = {"leads", "conversion_odds", "deal_value"};
    for (size_t i = 0; i < sizeof grows / sizeof *grows; i++)
        check_growth(p, bireme_effective_step(p->reading, node, "growth", grows[i].name),
                     bireme_plausible_mean(p->model, grows[i].quantity));
    for (size_t i = 0; i < sizeof drifts / sizeof *drifts; i++)
        check_drift(p, bireme_effective_step(p->reading, node, "drift", drifts[i]));
}

static void check_channel(bireme_plausible *p, size_t c)
{
    const bireme_model *model = p->model;
    const bireme_node *node = bireme_plausible_channel(p, c);
    const size_t won = model->stages - 1;
    const bireme_node *touches = bireme_effective_field(p->reading, node, "touches");
    for (size_t s = 1; s <= won; s++) {
        const bireme_node *step = bireme_effective_step(p->reading, node, "conversion", model->stage[s]);
        double share = bireme_plausible_mean(model, model->channels[c].conversion[s]);
        if (s == won)
            check_win(p, step, share);
        else
            check_small(p, step, share, 0.0002);
    }
    check_small_number(p, bireme_effective_field(p->reading, node, "adstock"), 0.005);
    check_dispersion(p, bireme_effective_field(p->reading, node, "dispersion"));
    check_growth_and_drift(p, c);
    for (const bireme_node *touch = touches != NULL ? touches->first : NULL; touch != NULL;
         touch = touch->next)
        check_small_number(p, touch, 0.005);
}

static void check_rep_growth(bireme_plausible *p)
{
    for (size_t k = 0; k < p->model->n_teams; k++)
        check_growth(
            p, bireme_node_find(bireme_node_find(bireme_plausible_team(p, k), "growth"), "cost_per_rep"),
            bireme_plausible_mean(p->model, p->model->teams[k].cost_growth));
}

static void check_others(bireme_plausible *p)
{
    const double most_precision = 0.25;
    const bireme_node *groups = bireme_node_find(bireme_node_find(p->root, "decision"), "groups");
    const bireme_node *precision = bireme_node_find(bireme_node_find(p->root, "run"), "precision");
    const bireme_node *pipeline = bireme_effective_deals(p->reading);
    char found[BIREME_NUMBER_SIZE], percent[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE];
    check_small_number(p, bireme_node_find(bireme_node_find(p->root, "goal"), "confidence"), 0.03);
    const bireme_node *drift = bireme_node_find(bireme_node_find(p->root, "economy"), "drift");
    for (const bireme_node *sigma = drift != NULL ? drift->first : NULL; sigma != NULL; sigma = sigma->next)
        check_drift(p, sigma);
    for (const bireme_node *group = groups != NULL ? groups->first : NULL; group != NULL;
         group = group->next) {
        check_small_number(p, bireme_node_find(group, "share_min"), 0.01);
        check_small_number(p, bireme_node_find(group, "share_max"), 0.01);
    }
    for (const bireme_node *entry = pipeline != NULL ? pipeline->first : NULL; entry != NULL;
         entry = entry->next) {
        const bireme_node *chance = bireme_node_find(entry, "win_probability");
        if (chance == NULL || !(chance->number > 0 && chance->number < 0.005)) continue;
        check_small_number(p, chance, 0.005);
        break;
    }
    if (precision != NULL && precision->type == BIREME_NODE_NUMBER && precision->number > most_precision)
        bireme_node_warn(&p->reading->report, precision,
                         "`precision` of %s stops at errors of %s %%; %s %% is written %s",
                         bireme_plausible_figure(found, precision->number),
                         bireme_plausible_figure(percent, 100 * precision->number), found,
                         bireme_plausible_figure(meant, precision->number / 100));
}

/* ------------------------ spreads */

static double number_of(const bireme_node *node, const char *name)
{
    const bireme_node *member = bireme_node_find(node, name);
    return member != NULL && member->type == BIREME_NODE_NUMBER ? member->number : NAN;
}

/* Deal values within a company have a cv of up to 3, rates one below 1. */
static void check_spread(bireme_plausible *p, const bireme_node *dist)
{
    const double most_cv = 5, most_sigma = 3, most_ratio = 1000;
    char found[BIREME_NUMBER_SIZE], low[BIREME_NUMBER_SIZE], percent[BIREME_NUMBER_SIZE],
        meant[BIREME_NUMBER_SIZE];
    double cv = number_of(dist, "cv"), sd = number_of(dist, "sd"), mean = number_of(dist, "mean");
    double sigma = number_of(dist, "sigma"), p10 = number_of(dist, "p10"), p90 = number_of(dist, "p90");
    double middle = number_of(dist, "median");
    if (cv > most_cv || sigma > most_sigma) {
        const bireme_node *node = bireme_node_find(dist, cv > most_cv ? "cv" : "sigma");
        double x = cv > most_cv ? cv : sigma;
        bireme_node_warn(
            &p->reading->report, node, "`%s` of %s is a spread of %s times the %s; %s %% is written %s",
            node->key, bireme_plausible_figure(found, x),
            bireme_plausible_figure(low, cv > most_cv ? x : exp(x)), cv > most_cv ? "mean" : "median",
            bireme_plausible_figure(percent, x), bireme_plausible_figure(meant, x / 100));
    } else if (mean > 0 && sd > most_cv * mean) {
        bireme_node_warn(&p->reading->report, bireme_node_find(dist, "sd"),
                         "`sd` of %s is %s times the mean of %s: is one of them in another unit?",
                         bireme_plausible_figure(found, sd), bireme_plausible_figure(percent, sd / mean),
                         bireme_plausible_figure(low, mean));
    } else if ((p10 > 0 && p90 > most_ratio * p10) || (middle > 0 && p90 > sqrt(most_ratio) * middle)) {
        const char *other = p10 > 0 ? "p10" : "median";
        double x = p10 > 0 ? p10 : middle;
        bireme_node_warn(&p->reading->report, bireme_node_find(dist, "p90"),
                         "`p90` of %s is %s times the `%s` of %s: is one of them in another unit?",
                         bireme_plausible_figure(found, p90), bireme_plausible_figure(percent, p90 / x),
                         other, bireme_plausible_figure(low, x));
    }
}

/* Distributions nest no deeper than the file, which the scanner limits. */
static void check_spreads(bireme_plausible *p, const bireme_node *node)
{
    if (node->type != BIREME_NODE_OBJECT && node->type != BIREME_NODE_LIST) return;
    if (bireme_node_find(node, "dist") != NULL) check_spread(p, node);
    for (const bireme_node *child = node->first; child != NULL; child = child->next) check_spreads(p, child);
}

void bireme_plausible_shares(bireme_plausible *p)
{
    p->n_warned = 0;
    check_revenue(p);
    for (size_t k = 0; k < p->model->n_teams; k++) check_sales(p, k);
    for (size_t c = 0; c < p->model->n_channels; c++) check_channel(p, c);
    check_rep_growth(p);
    check_others(p);
    check_spreads(p, p->root);
}
