/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Credit against exact values: who gets how much of a deal under each rule, by going through all sets of
 * channels that may have touched it. 65,536 trials and a fixed seed each; the width of the checks is
 * explained in oracle/forecast_of.h.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include "oracle/forecast_of.h"
#include "support/closing.h"

enum { CHANNELS = 4, RULES = 4, PERIODS = 3 };
typedef enum rule { LAST, LINEAR, POSITION, TOUCHED } rule;
static const char *const rule_name[RULES] = {"credit.last", "credit.linear", "credit.position", "touched"};
static const char *const channel_name[CHANNELS] = {"search", "events", "outbound", "inside"};
static const bool of_sales[CHANNELS] = {false, false, true, true};

/* touches[c][k]: the chance that k touched a deal of c. */
typedef double touches[CHANNELS][CHANNELS];

/* ---- one deal of source s, touched by the set of channels of the bits of `set` (s is one of them) */

static bool is_in(unsigned set, size_t k)
{
    return (set >> k & 1) != 0;
}

static size_t size_of(unsigned set)
{
    size_t n = 0;
    for (size_t k = 0; k < CHANNELS; k++) n += is_in(set, k);
    return n;
}

/* Who was last: the sales-owned channels in the set but the source, if there are any, else the source. */
static unsigned last_of(unsigned set, size_t s)
{
    unsigned last = 0;
    for (size_t k = 0; k < CHANNELS; k++)
        if (k != s && is_in(set, k) && of_sales[k]) last |= 1U << k;
    return last != 0 ? last : 1U << s;
}

/* An equal share in what a set of channels gets. */
static double share_in(unsigned set, size_t k)
{
    return is_in(set, k) ? 1.0 / (double)size_of(set) : 0;
}

static double position_share(unsigned set, size_t s, size_t k)
{
    unsigned first = 1U << s, last = last_of(set, s), others = set & ~(first | last);
    double ends = others != 0 ? 0.4 : 0.5;
    return ends * share_in(first, k) + ends * share_in(last, k) + (1 - 2 * ends) * share_in(others, k);
}

static double share_of(rule r, unsigned set, size_t s, size_t k)
{
    switch (r) {
    case LAST:
        return share_in(last_of(set, s), k);
    case LINEAR:
        return share_in(set, k);
    case POSITION:
        return position_share(set, s, k);
    case TOUCHED:
        return is_in(set, k);
    }
    return 0;
}

/* The share in a deal, and its square, expected over the sets; of the channels in `whose` together (for
 * TOUCHED: 1 if any of them touched it). */
static void expected_share(const touches chance, rule r, size_t s, unsigned whose, double *first,
                           double *second)
{
    *first = *second = 0;
    for (unsigned set = 0; set < 1U << CHANNELS; set++) {
        double p = is_in(set, s), share = 0;
        for (size_t k = 0; k < CHANNELS; k++) {
            if (k != s) p *= is_in(set, k) ? chance[s][k] : 1 - chance[s][k];
            if (is_in(whose, k))
                share = r == TOUCHED ? fmax(share, is_in(set, k)) : share + share_of(r, set, s, k);
        }
        *first += p * share;
        *second += p * share * share;
    }
}

/* ---- against the engine */

static const touches chances = {{0, 0.5, 0.3, 0.6}, {0.25, 0, 0, 0}, {0.4, 0.7, 0, 0.2}, {1, 0, 0.5, 0}};
static const double rate[CHANNELS] = {2, 1, 0.5, 1.5}; /* wins a period */
static const double value[CHANNELS] = {100, 250, 600, 180};
/* E[V²]: known values, but for outbound's exponential ones. */
static const double square[CHANNELS] = {1e4, 62500, 720000, 32400};

static const char *const channels_json =
    "'channels': {'search': {'owner': 'marketing', 'organic_leads': 4, 'deal_value': 100, 'touches': "
    "{'events': 0.5, 'outbound': 0.3, 'inside': 0.6}}, 'events': {'owner': 'marketing', 'organic_leads': 2, "
    "'deal_value': 250, 'touches': {'search': 0.25}}, 'outbound': {'owner': 'sales', 'organic_leads': 1, "
    "'deal_value': {'dist': 'exponential', 'mean': 600}, 'touches': {'search': 0.4, 'events': 0.7, 'inside': "
    "0.2}}, 'inside': {'owner': 'sales', 'organic_leads': 3, 'deal_value': 180, 'touches': {'search': 1, "
    "'outbound': 0.5}}}";

/* Credit of each deal is its value times a share, both drawn for it: compound Poisson, mean Σ_s M_s E[V]
 * E[share], variance Σ_s M_s E[V²] E[share²]. */
static void check_credit(const bireme_forecast *f, const char *who, unsigned whose)
{
    for (int r = 0; r < RULES; r++) {
        char metric[64];
        double mean = 0, variance = 0, first, second;
        for (size_t s = 0; s < CHANNELS; s++) {
            expected_share(chances, (rule)r, s, whose, &first, &second);
            mean += PERIODS * rate[s] * value[s] * first;
            variance += PERIODS * rate[s] * square[s] * second;
        }
        snprintf(metric, sizeof metric, "%s.%s", who, rule_name[r]);
        check_moments(f, metric, OVER_HORIZON, mean, variance);
    }
}

static void every_rule_gives_its_expected_credit(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of("{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], "
                                     "'defaults': {'conversion': {'won': 0.5}}, %s}",
                                     channels_json);
    for (size_t k = 0; k < CHANNELS; k++) {
        char who[32];
        snprintf(who, sizeof who, "channel.%s", channel_name[k]);
        check_credit(f, who, 1U << k);
    }
    check_credit(f, "owner.marketing", 3);
    check_credit(f, "owner.sales", 12);
    bireme_forecast_free(f);
}

/* Whatever happens in a trial: the rules give all revenue away, a channel has touched what it sourced, an
 * owner is no more than its channels. */
static void credits_add_up_in_every_trial(void **state)
{
    (void)state;
    bireme_forecast *f =
        forecast_of("{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'revenue': {'model': "
                    "'recurring', 'opening': 500, 'churn': 0.02}, 'defaults': {'deal_value': 70, "
                    "'conversion': {'won': 0.5}}, 'pipeline': [{'stage': 'lead', 'count': 3, 'value': 90}, "
                    "{'stage': 'lead', 'count': 2, 'channel': 'search'}], %s}",
                    channels_json);
    const double *revenue = samples_of(f, "revenue"), *opening = samples_of(f, "revenue.opening");
    for (int r = 0; r < TOUCHED; r++) {
        char metric[64];
        const double *credit[CHANNELS], *owner[3];
        static const char *const owners[3] = {"marketing", "sales", "unassigned"};
        for (size_t k = 0; k < CHANNELS; k++) {
            snprintf(metric, sizeof metric, "channel.%s.%s", channel_name[k], rule_name[r]);
            credit[k] = samples_of(f, metric);
        }
        for (size_t o = 0; o < 3; o++) {
            snprintf(metric, sizeof metric, "owner.%s.%s", owners[o], rule_name[r]);
            owner[o] = samples_of(f, metric);
        }
        for (size_t i = 0; i < FORECAST_TRIALS; i++) {
            /* Rounding of sums of some dozen terms, of the size of the opening at most. */
            assert_close(owner[0][i] + owner[1][i] + owner[2][i], revenue[i] - opening[i], 1e-12, 1e-10);
            assert_close(credit[0][i] + credit[1][i], owner[0][i], 1e-12, 1e-10);
            assert_close(credit[2][i] + credit[3][i], owner[1][i], 1e-12, 1e-10);
        }
    }
    const double *marketing = samples_of(f, "owner.marketing.touched");
    const double *share = samples_of(f, "share.marketing_touched");
    for (size_t i = 0; i < FORECAST_TRIALS; i++)
        if (!isnan(share[i])) assert_close(share[i], marketing[i] / (revenue[i] - opening[i]), 1e-9, 0);
    for (size_t k = 0; k < CHANNELS; k++) {
        char metric[64];
        snprintf(metric, sizeof metric, "channel.%s.touched", channel_name[k]);
        const double *touched = samples_of(f, metric);
        snprintf(metric, sizeof metric, "channel.%s.revenue", channel_name[k]);
        const double *sourced = samples_of(f, metric);
        for (size_t i = 0; i < FORECAST_TRIALS; i++)
            assert_true(touched[i] >= sourced[i] * (1 - 1e-12) && touched[i] <= revenue[i]);
    }
    bireme_forecast_free(f);
}

/* Two channels, one always touches the other's deals: the credit follows deal by deal. */
static void certain_touches_leave_nothing_to_chance(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'defaults': {'deal_value': {'dist': "
        "'exponential', 'mean': 50}, 'conversion': {'won': 0.5}}, 'channels': {'content': {'organic_leads': "
        "5, 'touches': {'calls': 1}}, 'calls': {'owner': 'sales', 'organic_leads': 3}}}");
    const double *content = samples_of(f, "channel.content.revenue"),
                 *calls = samples_of(f, "channel.calls.revenue");
    const double *last = samples_of(f, "channel.calls.credit.last");
    const double *linear = samples_of(f, "channel.content.credit.linear");
    const double *position = samples_of(f, "channel.content.credit.position");
    const double *touched = samples_of(f, "channel.calls.touched");
    const double *marketing = samples_of(f, "owner.marketing.touched");
    for (size_t i = 0; i < FORECAST_TRIALS; i++) {
        assert_close(last[i], content[i] + calls[i], 1e-12, 0);
        assert_close(linear[i], content[i] / 2, 1e-12, 0);
        assert_close(position[i], content[i] / 2, 1e-12, 0);
        assert_close(touched[i], content[i] + calls[i], 1e-12, 0);
        assert_close(marketing[i], content[i], 1e-12, 0);
    }
    bireme_forecast_free(f);
}

/* Recurring: a deal of 1200 a year won in month j has earned 250, 150 or 50 by the end of three months.
 * What is touched is the revenue within the horizon: with chance 0.4, Σ_j M (earned_j)² 0.4 is its
 * variance. Open deals of a channel are touched like others; those without one are nobody's. */
static void touched_revenue_is_what_is_recognised(void **state)
{
    (void)state;
    static const double earned[PERIODS] = {250, 150, 50};
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 3, 'funnel': ['lead', 'won'], 'revenue': {'model': "
        "'recurring', 'opening': 9000}, 'defaults': {'deal_value': 1200, 'conversion': {'won': "
        "0.5}}, 'channels': {'content': {'organic_leads': 0}, 'calls': {'owner': 'sales', "
        "'organic_leads': 8, 'touches': {'content': 0.4}}}, 'pipeline': [{'stage': 'lead', "
        "'count': 6, 'channel': 'calls', 'value': 1200}, {'stage': 'lead', 'count': 5}]}");
    double mean = 6 * 0.5 * 0.4 * 250, variance = 6 * 0.2 * 0.8 * 250 * 250;
    for (size_t j = 0; j < PERIODS; j++) {
        mean += 4 * 0.4 * earned[j];
        variance += 4 * 0.4 * earned[j] * earned[j];
    }
    check_moments(f, "channel.content.touched", OVER_HORIZON, mean, variance);
    check_moments(f, "owner.marketing.touched", OVER_HORIZON, mean, variance);
    check_moments(f, "channel.content.credit.linear", OVER_HORIZON, mean / 2, variance / 4);
    for (int r = 0; r < TOUCHED; r++) {
        char metric[64];
        snprintf(metric, sizeof metric, "owner.unassigned.%s", rule_name[r]);
        check_moments(f, metric, OVER_HORIZON, 2.5 * 250, 1.25 * 250 * 250);
    }
    bireme_forecast_free(f);
}

static void without_touches_touched_is_sourced(void **state)
{
    (void)state;
    bireme_forecast *f = forecast_of(
        "{'start': '2027-01', 'periods': 2, 'funnel': ['lead', 'won'], 'defaults': "
        "{'deal_value': 50, 'conversion': {'won': 0.5}}, 'channels': {'content': "
        "{'organic_leads': 5}, 'calls': {'owner': 'sales', 'organic_leads': 3}}}");
    assert_false(has_metric(f, "channel.content.touched"));
    assert_false(has_metric(f, "owner.sales.credit.linear"));
    const double *touched = samples_of(f, "share.marketing_touched");
    const double *sourced = samples_of(f, "share.marketing_sourced");
    for (size_t i = 0; i < FORECAST_TRIALS; i++)
        assert_true(touched[i] == sourced[i] || (isnan(touched[i]) && isnan(sourced[i])));
    bireme_forecast_free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_rule_gives_its_expected_credit),
        cmocka_unit_test(credits_add_up_in_every_trial),
        cmocka_unit_test(certain_touches_leave_nothing_to_chance),
        cmocka_unit_test(touched_revenue_is_what_is_recognised),
        cmocka_unit_test(without_touches_touched_is_sourced),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
