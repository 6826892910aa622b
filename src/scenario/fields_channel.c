/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field table: channels (and `defaults`, which has the same fields) and the economy.
 */
#include "scenario/fields.h"

static const bireme_choice owner_choices[] = {{.name = "marketing", .description = "sourced by marketing"},
                                              {.name = "sales", .description = "sourced by sales"},
                                              {.name = "partner", .description = "sourced by partners"},
                                              {.name = NULL}};

static const bireme_field conversion_field[] = {
    {.kind = BIREME_FIELD_RATE,
     .high = 1,
     .unit = "probability",
     .description = "Probability of the step from the stage before."}};

static const bireme_field cycle_field[] = {
    {.kind = BIREME_FIELD_ITEM,
     .high = BIREME_AMOUNT_MOST,
     .unit = "days",
     .description = "Days that the step from the stage before takes."}};

static const bireme_choice curve_choices[] = {
    {.name = "linear", .description = "leads in proportion to spend"},
    {.name = "power", .description = "constant elasticity"},
    {.name = "hill", .description = "saturates"},
    {.name = NULL}};

static const bireme_field response_fields[] = {
    {.name = "curve",
     .kind = BIREME_FIELD_CHOICE,
     .choices = curve_choices,
     .description = "Shape of the response."},
    {.name = "elasticity",
     .kind = BIREME_FIELD_NUMBER,
     .high = 10,
     .description = "Exponent of the power curve."},
    {.name = "reference_spend",
     .kind = BIREME_FIELD_NUMBER,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per period",
     .description = "Spend at which `cost_per_lead` holds."},
    {.name = "half_saturation",
     .kind = BIREME_FIELD_NUMBER,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per period",
     .description = "Spend at which the Hill curve is half way up."},
    {.name = "shape",
     .kind = BIREME_FIELD_NUMBER,
     .high = 100,
     .description = "Steepness of the Hill curve."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field touch_field[] = {{.kind = BIREME_FIELD_NUMBER,
                                            .high = 1,
                                            .unit = "probability",
                                            .description = "Probability of a touch."}};

const bireme_field bireme_fields_channel[] = {
    {.name = "owner",
     .kind = BIREME_FIELD_CHOICE,
     .choices = owner_choices,
     .default_text = "`marketing`",
     .description = "Who sources the channel's leads."},
    {.name = "spend",
     .kind = BIREME_FIELD_PERIODS,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per period",
     .default_text = "none",
     .description = "What is spent on the channel; it buys spend / cost_per_lead leads."},
    {.name = "spend_before",
     .kind = BIREME_FIELD_PERIODS,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per period",
     .later = true,
     .description = "Spend in the periods before the first, for `adstock`."},
    {.name = "cost_per_lead",
     .kind = BIREME_FIELD_RATE,
     .high = BIREME_AMOUNT_MOST,
     .low_open = true,
     .unit = "money",
     .description = "Cost of one lead; required with `spend`."},
    {.name = "adstock",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .high_open = true,
     .later = true,
     .description = "Share of a period's effect that carries over to the next."},
    {.name = "response",
     .kind = BIREME_FIELD_OBJECT,
     .what = "`response`",
     .members = response_fields,
     .later = true,
     .description = "How leads respond to spend that is not the reference spend."},
    {.name = "organic_leads",
     .kind = BIREME_FIELD_RATE,
     .high = BIREME_AMOUNT_MOST,
     .unit = "leads per period",
     .default_text = "none",
     .description = "Leads that come without spend, in a period with season 1."},
    {.name = "leads_per_rep",
     .kind = BIREME_FIELD_RATE,
     .high = BIREME_AMOUNT_MOST,
     .unit = "leads per rep and period",
     .later = true,
     .description = "Outbound leads that a sales rep makes."},
    {.name = "season",
     .kind = BIREME_FIELD_PERIODS,
     .calendar = true,
     .high = 1e6,
     .default_text = "1",
     .unit = "multiple",
     .description = "What a period's leads are multiplied with."},
    {.name = "dispersion",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1e6,
     .later = true,
     .description = "Variance of a period's lead rate around its mean, relative to the mean squared."},
    {.name = "touches",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_CHANNEL,
     .members = touch_field,
     .later = true,
     .description = "Probability that a deal of this channel was touched by another channel."},
    {.name = "conversion",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_STEP,
     .members = conversion_field,
     .description =
         "Probability of each step, by the stage that it leads to; every step is required, here or in "
         "`defaults`."},
    {.name = "cycle_days",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_STEP,
     .members = cycle_field,
     .default_text = "no delay",
     .description = "How long each step takes, by the stage that it leads to; winners and losers alike."},
    {.name = "deal_value",
     .kind = BIREME_FIELD_ITEM,
     .high = BIREME_AMOUNT_MOST,
     .small_tail = true,
     .unit = "money per deal",
     .default_text = "none: wins are counted but have no value",
     .description = "Value of a won deal."},
    {.kind = BIREME_FIELD_END}};

/* ------------------------ economy */

static const bireme_field odds_map_field[] = {{.kind = BIREME_FIELD_RATE,
                                               .high = 1e6,
                                               .unit = "multiple of the odds",
                                               .description = "Multiplies the odds of the step."}};

static const bireme_field odds_fields[] = {
    {.kind = BIREME_FIELD_RATE, .high = 1e6, .description = "For all steps alike."},
    {.kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_STEP,
     .members = odds_map_field,
     .description = "Step by step, by the stage that it leads to."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field regime_fields[] = {
    {.name = "leads",
     .kind = BIREME_FIELD_RATE,
     .high = 1e6,
     .default_text = "1",
     .unit = "multiple",
     .description = "Multiplies leads."},
    {.name = "cost_per_lead",
     .kind = BIREME_FIELD_RATE,
     .high = 1e6,
     .low_open = true,
     .default_text = "1",
     .unit = "multiple",
     .description = "Multiplies the cost per lead."},
    {.name = "conversion_odds",
     .kind = BIREME_FIELD_ONE_OF,
     .members = odds_fields,
     .default_text = "1",
     .unit = "multiple of the odds",
     .description = "Multiplies the odds p / (1 − p) of conversion, for all steps or step by step."},
    {.name = "deal_value",
     .kind = BIREME_FIELD_RATE,
     .high = 1e6,
     .default_text = "1",
     .unit = "multiple",
     .description = "Multiplies the value of deals that close."},
    {.name = "cycle_time",
     .kind = BIREME_FIELD_RATE,
     .high = 1e6,
     .low_open = true,
     .default_text = "1",
     .unit = "multiple",
     .description = "Multiplies the time that every step takes: 1.3 is slower."},
    {.name = "churn",
     .kind = BIREME_FIELD_RATE,
     .high = 1e6,
     .default_text = "1",
     .unit = "multiple",
     .later = true,
     .description = "Multiplies churn."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field regime_field[] = {
    {.kind = BIREME_FIELD_OBJECT,
     .what = "a regime",
     .definition = "regime",
     .members = regime_fields,
     .description = "A state of the economy; what it does not name stays as "
                    "it is."}};

static const bireme_field regime_name[] = {
    {.kind = BIREME_FIELD_NAME, .names = BIREME_NAMES_REGIME, .description = "Name of a regime."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field probability_field[] = {{.kind = BIREME_FIELD_NUMBER,
                                                  .high = 1,
                                                  .unit = "probability",
                                                  .description = "Probability of the regime."}};

static const bireme_field path_fields[] = {
    {.kind = BIREME_FIELD_NAME, .names = BIREME_NAMES_REGIME, .description = "One regime throughout."},
    {.kind = BIREME_FIELD_LIST, .members = regime_name, .description = "The regime of each period."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field start_fields[] = {
    {.kind = BIREME_FIELD_NAME,
     .names = BIREME_NAMES_REGIME,
     .description = "The regime of the first period."},
    {.kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_REGIME,
     .members = probability_field,
     .description = "Probabilities of the first period's regime; they sum to 1."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field row_field[] = {
    {.kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_REGIME,
     .members = probability_field,
     .description = "Probabilities of the next period's regime; they sum to 1."}};

const bireme_field bireme_fields_economy[] = {
    {.name = "regimes",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_NEW,
     .members = regime_field,
     .count_low = 1,
     .count_high = 64,
     .required = true,
     .description = "The states that the economy can be in, by name."},
    {.name = "path",
     .kind = BIREME_FIELD_ONE_OF,
     .members = path_fields,
     .description =
         "The course of the economy, if it is given: one regime, or a list with the regime of each period."},
    {.name = "start",
     .kind = BIREME_FIELD_ONE_OF,
     .members = start_fields,
     .description =
         "The regime of the first period, or the probability of each, if the course is not given."},
    {.name = "transition",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_REGIME,
     .members = row_field,
     .default_text = "the first period's regime stays",
     .description = "From each regime, the probability of each regime in the next period."},
    {.kind = BIREME_FIELD_END}};
