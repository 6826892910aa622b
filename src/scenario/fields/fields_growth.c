/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field table: what changes over time of its own accord (growth, drift), and what channels do for each
 * other (lifts).
 */
#include "scenario/fields/fields.h"

#define GROWTH_OF(NAME, SAID, EACH, DESCRIPTION)                                                             \
    {                                                                                                        \
        .name = NAME, .kind = BIREME_FIELD_RATE, .said = "growth of " SAID, .each = EACH, .low = -1,         \
        .high = BIREME_AMOUNT_MOST, .low_open = true, .small_tail = true, .unit = "per year",                \
        .default_text = "0", .description = DESCRIPTION                                                      \
    }
#define GROWTH(NAME, OF, DESCRIPTION) GROWTH_OF(NAME, OF " of *", true, DESCRIPTION)

const bireme_field bireme_fields_growth[] = {
    GROWTH("organic_leads", "organic leads", "Growth of organic leads: 0.1 is 10 % more after a year."),
    GROWTH("leads_per_rep", "leads per rep", "Growth of the leads that a rep makes."),
    GROWTH("cost_per_lead", "the cost per lead",
           "Growth of the cost per lead: auctions become dearer from year to year."),
    GROWTH("deal_value", "deal values",
           "Growth of the value of deals that close; open deals with a known value keep it."),
    GROWTH("fixed_cost", "the fixed cost", "Growth of `fixed_cost`: salaries and licences become dearer."),
    {.kind = BIREME_FIELD_END}};

#define REP_GROWTH "Growth of what a rep costs: 0.04 is a rise of 4 % a year."
const bireme_field bireme_fields_sales_growth[] = {
    GROWTH_OF("cost_per_rep", "the cost per rep", false, REP_GROWTH), {.kind = BIREME_FIELD_END}};
const bireme_field bireme_fields_team_growth[] = {
    GROWTH_OF("cost_per_rep", "the cost per rep of *", false, REP_GROWTH), {.kind = BIREME_FIELD_END}};

#define DRIFT_MOST 100

const bireme_field bireme_fields_drift[] = {
    {.name = "leads",
     .kind = BIREME_FIELD_NUMBER,
     .said = "drift of the leads of *",
     .walk = true,
     .high = DRIFT_MOST,
     .unit = "per square root of a year",
     .default_text = "0",
     .description = "Of leads: 0.12 means that after a year they are 12 % off, give or take."},
    {.name = "conversion_odds",
     .kind = BIREME_FIELD_NUMBER,
     .said = "drift of the conversion of *",
     .walk = true,
     .high = DRIFT_MOST,
     .unit = "per square root of a year",
     .default_text = "0",
     .description = "Of the odds p / (1 − p) of every step."},
    {.name = "deal_value",
     .kind = BIREME_FIELD_NUMBER,
     .said = "drift of the deal values of *",
     .walk = true,
     .high = DRIFT_MOST,
     .unit = "per square root of a year",
     .default_text = "0",
     .description = "Of the value of deals that close."},
    {.name = "each",
     .kind = BIREME_FIELD_BOOL,
     .default_text = "false",
     .description = "In `defaults`: every channel drifts by itself. Without it the drift that is written "
                    "there is one walk, shared by all channels that take it."},
    {.kind = BIREME_FIELD_END}};

/* ------------------------ lifts */

#define LIFT_MOST 10

static const bireme_field lift_map_field[] = {{.kind = BIREME_FIELD_RATE,
                                               .said = "lift that @ gives to the conversion to + of !",
                                               .said_won = "lift that @ gives to the win rate of !",
                                               .low = -LIFT_MOST,
                                               .high = LIFT_MOST,
                                               .small_tail = true,
                                               .unit = "elasticity",
                                               .description = "Elasticity of the odds of the step."}};

static const bireme_field lift_odds_fields[] = {
    {.kind = BIREME_FIELD_RATE,
     .said = "lift that @ gives to the conversion of !",
     .low = -LIFT_MOST,
     .high = LIFT_MOST,
     .small_tail = true,
     .description = "For all steps alike."},
    {.kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_STEP,
     .members = lift_map_field,
     .description = "Step by step, by the stage that it leads to."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field lift_fields[] = {
    {.name = "leads",
     .kind = BIREME_FIELD_RATE,
     .said = "lift that @ gives to the leads of !",
     .low = -LIFT_MOST,
     .high = LIFT_MOST,
     .small_tail = true,
     .default_text = "0",
     .unit = "elasticity",
     .description = "Elasticity of the other's leads."},
    {.name = "conversion_odds",
     .kind = BIREME_FIELD_ONE_OF,
     .members = lift_odds_fields,
     .default_text = "0",
     .unit = "elasticity",
     .description = "Elasticity of the odds p / (1 − p) of the other's conversion, for all steps or step by "
                    "step."},
    {.kind = BIREME_FIELD_END}};

const bireme_field bireme_field_lift = {
    .kind = BIREME_FIELD_OBJECT,
    .what = "a lift",
    .definition = "lift",
    .members = lift_fields,
    .description = "What is multiplied by ((1 + x / x0) / 2) to the power of the elasticity, with x the "
                   "spend of the period after `adstock` and x0 the `reference_spend`: 1 at the reference, "
                   "with the spend off 0.87 for an elasticity of 0.2."};
