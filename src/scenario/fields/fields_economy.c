/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field table: effects (multipliers), the economy that has them by regime, and initiatives that have them
 * from a date on.
 */
#include "scenario/fields/fields.h"

static const bireme_field odds_map_field[] = {{.kind = BIREME_FIELD_RATE,
                                               .redraw = true,
                                               .said = "effect of * on conversion to +",
                                               .said_won = "effect of * on win rates",
                                               .high = 1e6,
                                               .unit = "multiple of the odds",
                                               .description = "Multiplies the odds of the step."}};

static const bireme_field odds_fields[] = {{.kind = BIREME_FIELD_RATE,
                                            .redraw = true,
                                            .said = "effect of * on conversion",
                                            .high = 1e6,
                                            .description = "For all steps alike."},
                                           {.kind = BIREME_FIELD_MAP,
                                            .names = BIREME_NAMES_STEP,
                                            .members = odds_map_field,
                                            .description = "Step by step, by the stage that it leads to."},
                                           {.kind = BIREME_FIELD_END}};

const bireme_field bireme_fields_effects[] = {
    {.name = "leads",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "effect of * on leads",
     .high = 1e6,
     .default_text = "1",
     .unit = "multiple",
     .description = "Multiplies leads."},
    {.name = "cost_per_lead",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "effect of * on the cost per lead",
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
     .redraw = true,
     .said = "effect of * on deal values",
     .high = 1e6,
     .default_text = "1",
     .unit = "multiple",
     .description = "Multiplies the value of deals that close."},
    {.name = "cycle_time",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "effect of * on cycle times",
     .high = 1e6,
     .low_open = true,
     .default_text = "1",
     .unit = "multiple",
     .description = "Multiplies the time that every step takes: 1.3 is slower."},
    {.name = "churn",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "effect of * on churn",
     .high = 1e6,
     .default_text = "1",
     .unit = "multiple",
     .description = "Multiplies churn, which stays at most 1; recurring revenue only."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field regime_field[] = {
    {.kind = BIREME_FIELD_OBJECT,
     .what = "a regime",
     .definition = "regime",
     .members = bireme_fields_effects,
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

static const bireme_field economy_drift_fields[] = {
    {.name = "leads",
     .kind = BIREME_FIELD_NUMBER,
     .said = "drift of all leads",
     .walk = true,
     .high = 100,
     .unit = "per square root of a year",
     .default_text = "0",
     .description = "Of the leads of all channels: 0.12 means that after a year they are 12 % off, give or "
                    "take."},
    {.name = "conversion_odds",
     .kind = BIREME_FIELD_NUMBER,
     .said = "drift of all conversion",
     .walk = true,
     .high = 100,
     .unit = "per square root of a year",
     .default_text = "0",
     .description = "Of the odds p / (1 − p) of every step of all channels and open deals."},
    {.name = "deal_value",
     .kind = BIREME_FIELD_NUMBER,
     .said = "drift of all deal values",
     .walk = true,
     .high = 100,
     .unit = "per square root of a year",
     .default_text = "0",
     .description = "Of the value of all deals that close; open deals with a known value keep it."},
    {.kind = BIREME_FIELD_END}};

const bireme_field bireme_fields_economy[] = {
    {.name = "regimes",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_NEW,
     .members = regime_field,
     .count_low = 1,
     .count_high = BIREME_REGIMES_MOST,
     .default_text = "none",
     .description = "The states that the economy can be in, by name."},
    {.name = "path",
     .kind = BIREME_FIELD_ONE_OF,
     .said = "course of the economy",
     .members = path_fields,
     .description =
         "The course of the economy, if it is given: one regime, or a list with the regime of each period."},
    {.name = "start",
     .kind = BIREME_FIELD_ONE_OF,
     .said = "economy at the start",
     .members = start_fields,
     .description =
         "The regime of the first period, or the probability of each, if the course is not given."},
    {.name = "transition",
     .kind = BIREME_FIELD_MAP,
     .said = "how the economy changes",
     .names = BIREME_NAMES_REGIME,
     .members = row_field,
     .default_text = "the first period's regime stays",
     .description = "From each regime, the probability of each regime in the next period."},
    {.name = "drift",
     .kind = BIREME_FIELD_OBJECT,
     .what = "`drift`",
     .definition = "economy_drift",
     .members = economy_drift_fields,
     .description = "How far all channels may wander together from what is stated, as `drift` of a channel."},
    {.kind = BIREME_FIELD_END}};

/* ------------------------ initiatives */

const bireme_field bireme_fields_initiative[] = {
    {.name = "from",
     .kind = BIREME_FIELD_DATE,
     .said = "start of *",
     .required = true,
     .description = "When it begins; before the start: it is under way already."},
    {.name = "ramp_months",
     .kind = BIREME_FIELD_NUMBER,
     .said = "ramp-up time of *",
     .high = 120,
     .unit = "months",
     .default_text = "0",
     .description = "Time until its effect is complete: a multiplier m acts as m to the power r, and r rises "
                    "from 0 to 1 "
                    "in a straight line."},
    {.name = "cost",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "cost of *",
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per period",
     .default_text = "0",
     .description = "Cost per period, from the period in which it begins; a marketing cost."},
    {.name = "one_time_cost",
     .kind = BIREME_FIELD_RATE,
     .said = "one-time cost of *",
     .high = BIREME_AMOUNT_MOST,
     .unit = "money",
     .default_text = "0",
     .description = "Cost in the period in which it begins; nothing if that is before the start."},
    {.name = "effect",
     .kind = BIREME_FIELD_OBJECT,
     .what = "an effect",
     .definition = "effect",
     .members = bireme_fields_effects,
     .description = "What it multiplies; the fields are those of a regime."},
    {.kind = BIREME_FIELD_END}};
