/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Multiples of the normal: multipliers of regimes and initiatives, seasons, the pace. A fall or a rise is
 * written as 0.85 or 1.15; mistakes are 85 and 0.15. In the worst that travel companies have seen leads fell
 * by four fifths; nobody plans with that, so a multiplier below a third is more likely a change written as
 * one.
 */
#include <math.h>
#include "scenario/build/effective.h"
#include "scenario/plausible/internal.h"

static const double most = 5, least = 0.3, whole_per_cent = 40;

/* ------------------------ of regimes and initiatives */

static void check_effect(bireme_plausible *p, const bireme_node *node, int quantity)
{
    char found[BIREME_NUMBER_SIZE], said[BIREME_NUMBER_SIZE], more[BIREME_NUMBER_SIZE],
        less[BIREME_NUMBER_SIZE], name[BIREME_QUOTE_SIZE];
    if (node == NULL || quantity < 0) return;
    double m = bireme_plausible_mean(p->model, quantity);
    if (m > least && m <= most) return;
    double share = m > most ? m / 100 : m;
    bireme_quote(name, node->key);
    bireme_plausible_figure(found, m);
    bireme_plausible_figure(said, 100 * share);
    bireme_plausible_figure(more, 1 + share);
    if (m > most && m >= whole_per_cent)
        bireme_node_warn(&p->reading->report, node,
                         "`%s` of %s multiplies by %s; %s %% of what is normal is written %s", name, found,
                         found, said, bireme_plausible_figure(less, share));
    else if (m > most)
        bireme_node_warn(&p->reading->report, node,
                         "`%s` of %s multiplies by %s; %s %% more is written %s, %s %% less %s", name, found,
                         found, said, more, said, bireme_plausible_figure(less, 1 - share));
    else if (m > 0)
        bireme_node_warn(&p->reading->report, node,
                         "`%s` of %s leaves %s %%; %s %% more is written %s, %s %% less %s", name, found,
                         said, said, more, said, bireme_plausible_figure(less, 1 - share));
    else
        bireme_node_warn(&p->reading->report, node, "`%s` of 0 leaves nothing; no change is written 1", name);
}

static void check_effects(bireme_plausible *p, const bireme_node *node, const bireme_effects *effects)
{
    const bireme_node *odds = bireme_node_find(node, "conversion_odds");
    bool each = odds != NULL && odds->type == BIREME_NODE_OBJECT && bireme_node_find(odds, "dist") == NULL;
    check_effect(p, bireme_node_find(node, "leads"), effects->leads);
    check_effect(p, bireme_node_find(node, "cost_per_lead"), effects->cost_per_lead);
    check_effect(p, bireme_node_find(node, "deal_value"), effects->deal_value);
    check_effect(p, bireme_node_find(node, "cycle_time"), effects->cycle_time);
    check_effect(p, bireme_node_find(node, "churn"), effects->churn);
    if (odds != NULL && !each) check_effect(p, odds, effects->conversion_odds[1]);
    for (size_t s = 1; each && s < p->model->stages; s++)
        check_effect(p, bireme_node_find(odds, p->model->stage[s]), effects->conversion_odds[s]);
}

/* ------------------------ of periods */

/* Whether at least half of the periods' values are larger than `than`. */
static bool half_are_more(const double *value, size_t periods, double than)
{
    size_t n = 0;
    for (size_t t = 0; t < periods; t++) n += value[t] > than;
    return 2 * n >= periods;
}

/* A single period in per cent among others that are not. */
static void check_one_period(bireme_plausible *p, const bireme_node *node, const double *value)
{
    const double far = 20, normal = 0.2;
    char found[BIREME_NUMBER_SIZE], meant[BIREME_NUMBER_SIZE], said[BIREME_SAID_SIZE];
    for (size_t t = 0; t < p->model->periods; t++) {
        if (!(value[t] > far) || !half_are_more(value, p->model->periods, normal)) continue;
        bireme_node_warn(&p->reading->report, node,
                         "`%s` is %s in %s, and 1 is a normal %s; if that is per cent, write %s", node->key,
                         bireme_plausible_figure(found, value[t]),
                         bireme_calendar_say(&p->model->calendar, t, said), p->period,
                         bireme_plausible_figure(meant, value[t] / 100));
        return;
    }
}

/* Multiples of a normal period none of which is anywhere near 1. what: "leads". */
static void check_multiples(bireme_plausible *p, const bireme_node *node, const double *value,
                            const char *what)
{
    const double far = 3;
    double low = INFINITY, high = 0, sum = 0;
    char first[BIREME_NUMBER_SIZE], second[BIREME_NUMBER_SIZE];
    for (size_t t = 0; t < p->model->periods; t++) {
        low = fmin(low, value[t]);
        high = fmax(high, value[t]);
        sum += value[t];
    }
    if (node == NULL || !bireme_plausible_first(p, node)) return;
    if (low > far)
        bireme_node_warn(
            &p->reading->report, node,
            "`%s` is %s or more in every %s, and 1 is the %s of a normal one; if that is per cent, write %s",
            node->key, bireme_plausible_figure(first, low), p->period, what,
            bireme_plausible_figure(second, low / 100));
    else if (high > 0 && high * far < 1 && fabs(sum - 1) < 0.02)
        bireme_node_warn(
            &p->reading->report, node,
            "`%s` adds up to %s over the %ss, as shares do, and 1 is the %s of a normal one: multiply by %zu",
            node->key, bireme_plausible_figure(first, sum), p->period, what, p->model->periods);
    else if (high > 0 && high * far < 1)
        bireme_node_warn(&p->reading->report, node,
                         "`%s` is %s or less in every %s, and 1 is the %s of a normal one", node->key,
                         bireme_plausible_figure(first, high), p->period, what);
    else
        check_one_period(p, node, value);
}

void bireme_plausible_multiples(bireme_plausible *p)
{
    const bireme_model *model = p->model;
    const bireme_node *regimes = bireme_node_find(bireme_node_find(p->root, "economy"), "regimes");
    const bireme_node *initiatives = bireme_node_find(p->root, "initiatives");
    for (size_t r = 0; r < model->economy.n_regimes; r++)
        check_effects(p, bireme_node_find(regimes, model->economy.regimes[r].name),
                      &model->economy.regimes[r].effects);
    for (size_t i = 0; i < model->n_initiatives; i++)
        check_effects(p,
                      bireme_node_find(bireme_node_find(initiatives, model->initiatives[i].name), "effect"),
                      &model->initiatives[i].effects);
    p->n_warned = 0;
    check_multiples(p, bireme_node_find(p->root, "pace"), model->pace, "speed");
    for (size_t c = 0; c < model->n_channels; c++)
        check_multiples(p, bireme_effective_field(p->reading, bireme_plausible_channel(p, c), "season"),
                        model->channels[c].season, "leads");
}
