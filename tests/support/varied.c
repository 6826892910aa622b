/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The blocks of a varied scenario, one function each. Choices are made by the remainders of the number,
 * so that most pairs of features meet in some scenario; sizes come from a small generator.
 */
#include "support/varied.h"

#include <stdio.h>
#include "support/check.h"
#include "support/scenario_of.h"

enum { TEXT_MOST = 8192 };

typedef struct writer {
    const varied *v;
    unsigned long state; /* of the generator: a linear congruential one will do */
    size_t length;
    char text[TEXT_MOST];
} writer;

static void add(writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
static void add(writer *w, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int n = vsnprintf(w->text + w->length, TEXT_MOST - w->length, format, arguments);
    va_end(arguments);
    assert_true(n >= 0 && w->length + (size_t)n < TEXT_MOST);
    w->length += (size_t)n;
}

/* The next size between low and high. */
static double size(writer *w, double low, double high)
{
    w->state = (w->state * 1103515245UL + 12345UL) & 0x7fffffffUL;
    return low + (high - low) * (double)(w->state >> 8) / (double)(1UL << 23);
}

static bool is_recurring(const varied *v)
{
    return v->plain_annuity || v->number % 2 == 0;
}

static void add_time(writer *w)
{
    static const char *const period[] = {"month", "week", "quarter"};
    unsigned n = w->v->number;
    add(w, "'start': '%s', 'period': '%s', 'periods': %u, 'funnel': ['lead', 'sql', 'opp', 'won'], ",
        n % 3 == 1 ? "2027-01-04" : "2027-01", period[n % 3], 4 + n % 4);
}

static void add_defaults(writer *w)
{
    static const char *const cycle[] = {
        "{'dist': 'gamma', 'mean': {'dist': 'lognormal', 'median': 35, 'p90': 70}, 'cv': 0.6}",
        "{'dist': 'exponential', 'mean': 25}", "30", "{'dist': 'weibull', 'shape': 1.4, 'scale': 40}"};
    double sql = size(w, 0.3, 0.7), opp = size(w, 0.4, 0.9);
    add(w,
        "'defaults': {'conversion': {'sql': {'dist': 'beta', 'mean': %.3f, 'sd': 0.05}, 'opp': %.3f, 'won': "
        "{'dist': 'beta', 'successes': 30, 'trials': 90}}, 'cycle_days': {'won': %s%s}, 'deal_value': "
        "{'dist': 'lognormal', 'mean': {'dist': 'normal', 'mean': 9000, 'sd': 700, 'min': 0}, 'cv': 0.8}}, ",
        sql, opp, cycle[w->v->number % 4],
        w->v->number % 3 != 2 ? ", 'opp': {'dist': 'exponential', 'mean': 9}" : "");
}

static void add_search(writer *w)
{
    const varied *v = w->v;
    double spend = size(w, 2000, 6000), median = size(w, 80, 160);
    add(w,
        "'search': {'spend': %.2f, 'cost_per_lead': {'dist': 'lognormal', 'median': %.1f, 'p90': 240}, "
        "'dispersion': %s",
        spend * v->spend_scale, median, v->number % 2 == 0 ? "0" : "0.3");
    if (v->number % 3 == 0)
        add(w, ", 'response': {'curve': 'power', 'reference_spend': %.2f, 'elasticity': 0.7}", spend);
    if (v->number % 3 == 1)
        add(w,
            ", 'response': {'curve': 'hill', 'reference_spend': %.2f, 'half_saturation': 5000, 'shape': 1.2}",
            spend);
    if (v->number % 4 < 2)
        add(w, ", 'adstock': 0.4, 'spend_before': %s", v->number % 4 == 0 ? "3000" : "[0, 900]");
    add(w, "}, ");
}

static void add_channels(writer *w)
{
    const varied *v = w->v;
    bool touched = v->number % 3 != 2;
    add(w, "'channels': {");
    if (v->another_channel)
        add(w, "'another': {'owner': 'partner', 'organic_leads': {'dist': 'gamma', 'mean': 7, 'sd': 2}, "
               "'dispersion': 0.4}, ");
    add_search(w);
    add(w,
        "'content': {'organic_leads': {'dist': 'gamma', 'mean': %.1f, 'sd': 5}, 'season': {'calendar': [1, "
        "1, 1.1, 1, 1, 0.9, 0.8, 0.8, 1.1, 1.2, 1.1, 0.9]}}, ",
        size(w, 10, 40));
    add(w, "'calls': {'owner': 'sales', '%s': {'dist': 'gamma', 'mean': %.1f, 'sd': 1}%s}",
        v->no_outbound ? "organic_leads" : "leads_per_rep", size(w, 3, 8),
        touched ? ", 'touches': {'search': 0.35, 'content': 0.6}" : "");
    if (v->number % 2 == 1)
        add(w, ", 'referral': {'owner': 'partner', 'organic_leads': 5, 'deal_value': 12000%s}",
            touched ? ", 'touches': {'calls': 0.5}" : "");
    add(w, "}, ");
}

static void add_sales(writer *w)
{
    const varied *v = w->v;
    double reps = size(w, 2, 4), each = size(w, 2, 5);
    add(w,
        "'sales': {'reps': %.2f, 'hires': {'2027-02': 1}, 'ramp_months': 2, 'attrition': 0.015, 'backfill': "
        "%s, 'cost_per_rep': 3000, 'commission': 0.06",
        reps + v->reps, v->number % 2 == 0 ? "true" : "false");
    if (!v->no_capacity)
        add(w, ", 'stage': '%s', 'opportunities_per_rep': %.2f, %s", v->number % 4 == 3 ? "sql" : "opp", each,
            v->number % 3 == 0 ? "'overflow': 'lost'" : "'overflow': 'wait', 'patience': 0.7");
    add(w, "}, ");
}

static void add_revenue(writer *w)
{
    const varied *v = w->v;
    if (!is_recurring(v)) {
        add(w, "'revenue': {'model': 'one_time', 'gross_margin': 0.6}, ");
        return;
    }
    add(w, "'revenue': {'model': 'recurring', 'gross_margin': 0.7");
    if (v->number % 4 != 2) add(w, ", 'opening': %.0f", size(w, 50000, 200000));
    if (!v->plain_annuity)
        add(w, ", 'churn': {'dist': 'beta', 'mean': 0.02, 'sd': 0.006}, 'expansion': 0.04, 'discount_rate': "
               "0.1");
    add(w, "}, ");
}

static void add_effects(writer *w)
{
    const varied *v = w->v;
    const char *churn = is_recurring(v) ? ", 'churn': 1.5" : "";
    const char *other = ", 'conversion_odds': {'won': 0.75}, 'deal_value': 0.9, 'cycle_time': {'dist': "
                        "'lognormal', 'median': 1.3, 'p90': 1.5}";
    if (v->number % 4 != 1)
        add(w,
            "'economy': {'regimes': {'steady': {}, 'slump': {'leads': {'dist': 'triangular', 'min': 0.6, "
            "'mode': 0.8, 'max': 0.95}, 'cost_per_lead': 1.1%s%s}}, 'start': {'steady': 0.8, 'slump': 0.2}, "
            "'transition': {'steady': {'steady': 0.9, 'slump': 0.1}, 'slump': {'slump': 0.7, 'steady': "
            "0.3}}}, ",
            v->steady_odds ? "" : other, churn);
    if (v->number % 3 != 1)
        add(w,
            "'initiatives': {'scoring': {'from': '2027-02', 'ramp_months': 2, 'cost': 200, 'one_time_cost': "
            "900, 'effect': {'leads': {'dist': 'lognormal', 'p10': 1.02, 'p90': 1.3}%s}}}, ",
            v->steady_odds ? "" : ", 'conversion_odds': {'sql': 1.2}, 'cycle_time': 0.9");
}

static void add_pipeline(writer *w)
{
    add(w, "'pipeline': [{'stage': 'opp', 'count': 4, 'value': 8000, 'age_days': 20}, {'stage': 'sql', "
           "'count': 3, 'channel': 'content'}, {'stage': 'opp', 'value': {'dist': 'gamma', 'mean': 20000, "
           "'cv': 0.4}, 'win_probability': 0.5, 'channel': 'calls'}], ");
}

bireme_scenario *varied_scenario(const varied *v)
{
    writer w = {.v = v, .state = 77 + 1000 * v->number};
    add_time(&w);
    add_defaults(&w);
    add_channels(&w);
    add_sales(&w);
    add_revenue(&w);
    add_effects(&w);
    add_pipeline(&w);
    return scenario_of("{%s'goal': {'metric': 'revenue', 'at_least': 100000, 'confidence': 0.6}}", w.text);
}
