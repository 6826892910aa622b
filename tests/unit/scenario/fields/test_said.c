/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <cmocka.h>
#include "scenario/fields/fields.h"
#include "scenario/fields/said.h"

static void numbers_have_names(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"channels.paid_search.conversion.won", "win rate of paid_search"},
        {"channels.paid_search.conversion.mql", "conversion to mql of paid_search"},
        {"defaults.conversion.won", "shared win rate"},
        {"defaults.conversion.sql", "shared conversion to sql"},
        {"defaults.cycle_days.won.mean", "shared mean days to close"},
        {"channels.events.cycle_days.sql", "days to sql of events"},
        {"defaults.deal_value.mean", "shared mean deal value"},
        {"channels.ads.deal_value", "deal value of ads"},
        {"channels.ads.cost_per_lead", "cost per lead of ads"},
        {"channels.content.organic_leads", "organic leads of content"},
        {"channels.outbound.leads_per_rep", "leads per rep of outbound"},
        {"channels.events.spend", "spend of events"},
        {"channels.content.growth.organic_leads", "growth of organic leads of content"},
        {"channels.content.growth.fixed_cost", "growth of the fixed cost of content"},
        {"sales.growth.cost_per_rep", "growth of the cost per rep"},
        {"sales.teams.sdr.growth.cost_per_rep", "growth of the cost per rep of sdr"},
        {"defaults.growth.deal_value", "shared growth of deal values"},
        {"channels.content.drift.leads", "drift of the leads of content"},
        {"channels.content.drift.leads[3]", "drift of the leads of content in period 4"},
        {"defaults.drift.deal_value[0]", "shared drift of the deal values in period 1"},
        {"defaults.drift.conversion_odds", "shared drift of the conversion"},
        {"economy.drift.leads", "drift of all leads"},
        {"channels.brand.lifts.ads.leads", "lift that brand gives to the leads of ads"},
        {"channels.brand.lifts.all.conversion_odds", "lift that brand gives to the conversion of all"},
        {"channels.brand.lifts.ads.conversion_odds.won", "lift that brand gives to the win rate of ads"},
        {"sales.reps", "sales reps"},
        {"revenue.churn", "churn"},
        {"economy.regimes.recession.leads", "effect of recession on leads"},
        {"economy.regimes.recession.conversion_odds", "effect of recession on conversion"},
        {"economy.regimes.recession.conversion_odds.sql", "effect of recession on conversion to sql"},
        {"economy.regimes.recession.conversion_odds.won", "effect of recession on win rates"},
        {"initiatives.trial.effect.cycle_time", "effect of trial on cycle times"},
        {"initiatives.trial.effect.conversion_odds.sql", "effect of trial on conversion to sql"},
        {"channels.a+b*c.conversion.won", "win rate of a+b*c"},
        {"channels.ads.touches.content", "chance that content touched a deal of ads"},
        {"channels.ads.response.half_saturation", "half-saturation spend of ads"},
        {"channels.ads.spend_before", "earlier spend of ads"},
        {"sales.hires.2027-04", "reps hired in 2027-04"},
        {"sales.patience", "share of the waiting that stays"},
        {"sales.teams.sdr.hires.2027-04", "reps of sdr hired in 2027-04"},
        {"sales.teams.sdr.patience", "share of the waiting of sdr that stays"},
        {"sales.teams.sdr.cost_per_rep", "cost per rep of sdr"},
        {"sales.ramp_months", "ramp-up time of reps"},
        {"revenue.receivables", "what customers owe at the start"},
        {"initiatives.trial.one_time_cost", "one-time cost of trial"},
        {"pipeline.3", "open deals, entry 3"},
        {"pipeline.3.value.mean", "mean value of open deals, entry 3"},
        {"nothing.of.the.kind", "nothing.of.the.kind"},
        {"channels", "channels"},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        bireme_text said = {0};
        bireme_field_say(cases[i][0], "won", &said);
        assert_string_equal(bireme_text_string(&said), cases[i][1]);
        bireme_text_free(&said);
    }
}

/* Whatever may be uncertain has words of its own, unless its name alone says what it is. */
static void check_members(const bireme_field *members, const char *path)
{
    static const char *const plain[] = {"churn", "expansion", "value"};
    for (const bireme_field *field = members; field->kind != BIREME_FIELD_END; field++) {
        if ((field->kind == BIREME_FIELD_RATE || field->kind == BIREME_FIELD_ITEM) && field->said == NULL) {
            bool known = false;
            for (size_t i = 0; i < sizeof plain / sizeof plain[0]; i++)
                known = known || (field->name != NULL && strcmp(field->name, plain[i]) == 0);
            if (!known)
                fail_msg("%s %s has no words", path, field->name != NULL ? field->name : "(a member)");
        }
    }
}

static void all_that_may_be_uncertain_has_words(void **state)
{
    (void)state;
    check_members(bireme_fields_channel, "channel");
    check_members(bireme_fields_effects, "effects");
    check_members(bireme_fields_sales, "sales");
    check_members(bireme_fields_revenue, "revenue");
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(numbers_have_names),
                                       cmocka_unit_test(all_that_may_be_uncertain_has_words)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
