/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field table: blocks that are part of the format but not yet simulated. They are refused by name, never
 * ignored.
 */
#include "scenario/fields.h"

static const bireme_field hire_field[] = {{.kind = BIREME_FIELD_WHOLE,
                                           .low = -10000,
                                           .high = 10000,
                                           .description = "Reps that start (or leave) then."}};

static const bireme_choice overflow_choices[] = {{.name = "wait", .description = "joins the backlog"},
                                                 {.name = "lost", .description = "is lost"},
                                                 {.name = NULL}};

const bireme_field bireme_fields_sales[] = {
    {.name = "reps", .kind = BIREME_FIELD_NUMBER, .high = 1e6, .description = "Sales reps at the start."},
    {.name = "hires",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_DATE,
     .members = hire_field,
     .description = "Reps hired, by date."},
    {.name = "ramp_months",
     .kind = BIREME_FIELD_NUMBER,
     .high = 120,
     .unit = "months",
     .description = "Time until a new rep is fully productive."},
    {.name = "attrition",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .unit = "share per month",
     .description = "Share of the reps that leave per month."},
    {.name = "backfill", .kind = BIREME_FIELD_BOOL, .description = "Whether reps who leave are replaced."},
    {.name = "stage",
     .kind = BIREME_FIELD_NAME,
     .names = BIREME_NAMES_STAGE,
     .description = "The stage at which a rep takes up work."},
    {.name = "opportunities_per_rep",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1e9,
     .unit = "per period",
     .description = "Opportunities that a rep can take up per period."},
    {.name = "overflow",
     .kind = BIREME_FIELD_CHOICE,
     .choices = overflow_choices,
     .description = "What happens to opportunities beyond the capacity."},
    {.name = "patience",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .unit = "share per period",
     .description = "Share of the backlog that survives a period."},
    {.name = "cost_per_rep",
     .kind = BIREME_FIELD_NUMBER,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per period",
     .description = "Cost of a rep."},
    {.name = "commission",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .unit = "share of bookings",
     .description = "Commission on bookings."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field effect_odds_map[] = {
    {.kind = BIREME_FIELD_RATE, .high = 1e6, .description = "Multiplies the odds of the step."}};

static const bireme_field effect_odds[] = {
    {.kind = BIREME_FIELD_RATE, .high = 1e6, .description = "For all steps alike."},
    {.kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_STEP,
     .members = effect_odds_map,
     .description = "Step by step."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field effect_fields[] = {
    {.name = "leads", .kind = BIREME_FIELD_RATE, .high = 1e6, .description = "Multiplies leads."},
    {.name = "cost_per_lead",
     .kind = BIREME_FIELD_RATE,
     .high = 1e6,
     .description = "Multiplies the cost per lead."},
    {.name = "conversion_odds",
     .kind = BIREME_FIELD_ONE_OF,
     .members = effect_odds,
     .description = "Multiplies the odds of conversion."},
    {.name = "deal_value", .kind = BIREME_FIELD_RATE, .high = 1e6, .description = "Multiplies deal values."},
    {.name = "cycle_time",
     .kind = BIREME_FIELD_RATE,
     .high = 1e6,
     .description = "Multiplies the time of each step."},
    {.name = "churn", .kind = BIREME_FIELD_RATE, .high = 1e6, .description = "Multiplies churn."},
    {.kind = BIREME_FIELD_END}};

const bireme_field bireme_fields_initiative[] = {
    {.name = "from", .kind = BIREME_FIELD_DATE, .required = true, .description = "When it begins."},
    {.name = "ramp_months",
     .kind = BIREME_FIELD_NUMBER,
     .high = 120,
     .unit = "months",
     .description = "Time until its effect is complete."},
    {.name = "cost",
     .kind = BIREME_FIELD_NUMBER,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per period",
     .description = "Cost per period from then on."},
    {.name = "one_time_cost",
     .kind = BIREME_FIELD_NUMBER,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money",
     .description = "Cost in the first period."},
    {.name = "effect",
     .kind = BIREME_FIELD_OBJECT,
     .what = "an effect",
     .members = effect_fields,
     .description = "What it multiplies."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field pipeline_entry_fields[] = {
    {.name = "stage",
     .kind = BIREME_FIELD_NAME,
     .names = BIREME_NAMES_STAGE,
     .required = true,
     .description = "The stage that it has reached."},
    {.name = "count", .kind = BIREME_FIELD_WHOLE, .low = 1, .high = 1e9, .description = "How many of these."},
    {.name = "value",
     .kind = BIREME_FIELD_ITEM,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money",
     .description = "Value of each."},
    {.name = "age_days",
     .kind = BIREME_FIELD_NUMBER,
     .high = 36525,
     .unit = "days",
     .description = "How long it has been in its stage."},
    {.name = "win_probability",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .description = "Its own probability of a win."},
    {.name = "channel",
     .kind = BIREME_FIELD_NAME,
     .names = BIREME_NAMES_CHANNEL,
     .description = "The channel whose conversion and cycle it has."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field pipeline_entry[] = {{.kind = BIREME_FIELD_OBJECT,
                                               .what = "an open opportunity",
                                               .members = pipeline_entry_fields,
                                               .description = "An open opportunity, or several alike."}};

static const bireme_field pipeline_file_fields[] = {
    {.name = "file",
     .kind = BIREME_FIELD_TEXT,
     .required = true,
     .description = "A CSV file with the same fields as columns."},
    {.kind = BIREME_FIELD_END}};

const bireme_field bireme_fields_pipeline[] = {
    {.kind = BIREME_FIELD_LIST, .members = pipeline_entry, .description = "The open opportunities."},
    {.kind = BIREME_FIELD_OBJECT,
     .what = "`pipeline`",
     .members = pipeline_file_fields,
     .description = "The open opportunities, in a file."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field line_fields[] = {
    {.name = "min", .kind = BIREME_FIELD_NUMBER, .high = BIREME_AMOUNT_MOST, .description = "The least."},
    {.name = "max", .kind = BIREME_FIELD_NUMBER, .high = BIREME_AMOUNT_MOST, .description = "The most."},
    {.name = "whole", .kind = BIREME_FIELD_BOOL, .description = "Whole numbers only."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field line_field[] = {{.kind = BIREME_FIELD_OBJECT,
                                           .what = "a line of the decision",
                                           .members = line_fields,
                                           .description = "Something that may be moved."}};

static const bireme_field group_fields[] = {{.name = "share_min",
                                             .kind = BIREME_FIELD_NUMBER,
                                             .high = 1,
                                             .description = "The least share of the total."},
                                            {.name = "share_max",
                                             .kind = BIREME_FIELD_NUMBER,
                                             .high = 1,
                                             .description = "The largest share of the total."},
                                            {.kind = BIREME_FIELD_END}};

static const bireme_field group_field[] = {{.kind = BIREME_FIELD_OBJECT,
                                            .what = "a group of the decision",
                                            .members = group_fields,
                                            .description = "Limits for an owner's lines together."}};

const bireme_field bireme_fields_decision[] = {{.name = "lines",
                                                .kind = BIREME_FIELD_MAP,
                                                .names = BIREME_NAMES_PATH,
                                                .members = line_field,
                                                .description = "What may be moved, by path."},
                                               {.name = "groups",
                                                .kind = BIREME_FIELD_MAP,
                                                .names = BIREME_NAMES_NEW,
                                                .members = group_field,
                                                .description = "Limits for several lines together."},
                                               {.kind = BIREME_FIELD_END}};
