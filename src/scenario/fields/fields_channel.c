/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field table: channels, and `defaults`, which has the same fields.
 */
#include "scenario/fields/fields.h"

#include "model/model.h"

#define OWNER_CHOICE(kind, called, what) {.name = called, .description = what},
static const bireme_field_choice owner_choices[] = {BIREME_OWNER_ROWS(OWNER_CHOICE){.name = NULL}};

static const bireme_field conversion_field[] = {
    {.kind = BIREME_FIELD_RATE,
     .redraw = true,
     .each = true,
     .high = 1,
     .said = "conversion to + of *",
     .said_won = "win rate of *",
     .unit = "probability",
     .description = "Probability of the step from the stage before."}};

static const bireme_field cycle_field[] = {
    {.kind = BIREME_FIELD_ITEM,
     .each = true,
     .high = BIREME_AMOUNT_MOST,
     .said = "days to + of *",
     .said_won = "days to close of *",
     .unit = "days",
     .description = "Days that the step from the stage before takes."}};

static const bireme_field lost_field[] = {
    {.kind = BIREME_FIELD_ITEM,
     .each = true,
     .high = BIREME_AMOUNT_MOST,
     .said = "days until lost before + of *",
     .said_won = "days until lost of *",
     .unit = "days",
     .description = "Days that those who do not convert stay in the step before."}};

static const char *const of_linear[] = {NULL}, *const of_power[] = {"reference_spend", "elasticity", NULL},
                         *const of_hill[] = {"reference_spend", "half_saturation", "shape", NULL};

const bireme_field_choice bireme_curves[] = {
    {"linear", "leads in proportion to spend: every lead costs the same", of_linear,
     "every lead costs the same"},
    {"power", "leads rise with spend to the power of `elasticity`", of_power,
     "it takes `reference_spend` and `elasticity`"},
    {"hill", "leads saturate: half of the most that can be had at `half_saturation`", of_hill,
     "it takes `reference_spend`, `half_saturation` and `shape`"},
    {.name = NULL}};

static const bireme_field response_fields[] = {
    {.name = "curve",
     .kind = BIREME_FIELD_CHOICE,
     .said = "response curve of *",
     .choices = bireme_curves,
     .required = true,
     .description = "Shape of the response."},
    {.name = "reference_spend",
     .kind = BIREME_FIELD_NUMBER,
     .said = "reference spend of *",
     .high = BIREME_AMOUNT_MOST,
     .low_open = true,
     .unit = "money per period",
     .description = "Spend at which `cost_per_lead` holds; `power` and `hill` need it, and so do `lifts`. "
                    "Far above it the curve is a guess: more than twice as much is a warning."},
    {.name = "elasticity",
     .kind = BIREME_FIELD_NUMBER,
     .said = "elasticity of *",
     .high = 10,
     .low_open = true,
     .description =
         "Exponent of the power curve, which needs it: with 0.7, 1 % more spend brings 0.7 % more leads."},
    {.name = "half_saturation",
     .kind = BIREME_FIELD_NUMBER,
     .said = "half-saturation spend of *",
     .high = BIREME_AMOUNT_MOST,
     .low_open = true,
     .unit = "money per period",
     .description = "Spend at which the Hill curve, which needs it, is half way up."},
    {.name = "shape",
     .kind = BIREME_FIELD_NUMBER,
     .said = "steepness of the response of *",
     .high = 100,
     .low_open = true,
     .description = "Steepness of the Hill curve, which needs it: above 1 the curve is S-shaped."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field before_entry[] = {{.kind = BIREME_FIELD_NUMBER,
                                             .high = BIREME_AMOUNT_MOST,
                                             .unit = "money per period",
                                             .description = "Spend of one period."}};

static const bireme_field before_fields[] = {
    {.kind = BIREME_FIELD_NUMBER,
     .said = "earlier spend of *",
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per period",
     .description = "As much in every period before the first."},
    {.kind = BIREME_FIELD_LIST,
     .members = before_entry,
     .count_low = 1,
     .description =
         "The last periods before the first in order of time, as many as are known; nothing before them."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field touch_field[] = {{.kind = BIREME_FIELD_NUMBER,
                                            .said = "chance that + touched a deal of *",
                                            .high = 1,
                                            .unit = "probability",
                                            .description = "Probability that it touched a deal."}};

const bireme_field bireme_fields_channel[] = {
    {.name = "owner",
     .kind = BIREME_FIELD_CHOICE,
     .said = "owner of *",
     .choices = owner_choices,
     .default_text = "`marketing`",
     .description = "Who sources the channel's leads."},
    {.name = "spend",
     .kind = BIREME_FIELD_PERIODS,
     .said = "spend of *",
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per period",
     .default_text = "none",
     .description = "What is spent on the channel; it buys spend / cost_per_lead leads, or what `adstock` "
                    "and `response` "
                    "make of it."},
    {.name = "spend_before",
     .kind = BIREME_FIELD_ONE_OF,
     .members = before_fields,
     .unit = "money per period",
     .default_text = "0",
     .description = "Spend in the periods before the first, of which `adstock` carries a part into the "
                    "horizon: a number "
                    "(in every period before) or a list of the last periods before, in order of time."},
    {.name = "cost_per_lead",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "cost per lead of *",
     .each = true,
     .high = BIREME_AMOUNT_MOST,
     .low_open = true,
     .unit = "money",
     .description = "Cost of one lead, at the reference spend if there is one; required with `spend`."},
    {.name = "spend_factor",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "what is spent of the plan of *",
     .each = true,
     .high = 1e6,
     .unit = "multiple",
     .default_text = "1",
     .description = "What is spent in a trial, as a multiple of `spend`, which is what is planned: leads and "
                    "cost follow it."},
    {.name = "adstock",
     .kind = BIREME_FIELD_NUMBER,
     .said = "carry-over of spend of *",
     .high = 1,
     .high_open = true,
     .unit = "share per period",
     .default_text = "0",
     .description =
         "Share of the effect of spend that carries over from a period to the next: steady spend works as "
         "without it, a single push works later and longer."},
    {.name = "response",
     .kind = BIREME_FIELD_OBJECT,
     .said = "response of *",
     .what = "`response`",
     .definition = "response",
     .members = response_fields,
     .default_text = "linear",
     .description = "How leads respond to spend that is not the reference spend."},
    {.name = "organic_leads",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "organic leads of *",
     .each = true,
     .high = BIREME_AMOUNT_MOST,
     .unit = "leads per period",
     .default_text = "none",
     .description = "Leads that come without spend, in a period with season 1."},
    {.name = "leads_per_rep",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "leads per rep of *",
     .each = true,
     .high = BIREME_AMOUNT_MOST,
     .unit = "leads per rep and period",
     .default_text = "none",
     .description = "Outbound leads that a fully productive sales rep makes; needs `sales`."},
    {.name = "team",
     .kind = BIREME_FIELD_NAME,
     .said = "team that makes leads of *",
     .names = BIREME_NAMES_TEAM,
     .description = "The team whose reps make `leads_per_rep`; needed where there are several."},
    {.name = "fixed_cost",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "fixed cost of *",
     .each = true,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per period",
     .default_text = "0",
     .description = "What the channel costs besides `spend`, people and tools say: a cost of sales if sales "
                    "owns it, else of marketing."},
    {.name = "cost_per_organic_lead",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "cost of an organic lead of *",
     .each = true,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money",
     .default_text = "0",
     .description = "What each of the `organic_leads`, which it needs, costs: a referral fee, say; a cost of "
                    "sales if sales owns the channel, else of marketing."},
    {.name = "season",
     .kind = BIREME_FIELD_PERIODS,
     .said = "season of *",
     .calendar = true,
     .high = 1e6,
     .default_text = "1",
     .unit = "multiple",
     .description = "What a period's leads are multiplied with."},
    {.name = "dispersion",
     .kind = BIREME_FIELD_NUMBER,
     .said = "extra variation of leads of *",
     .high = 100,
     .default_text = "0",
     .description =
         "Variance of the factor, of mean 1, by which a period's leads vary beyond chance: 0.04 is give or "
         "take 20 %. Drawn for each period."},
    {.name = "touches",
     .kind = BIREME_FIELD_MAP,
     .said = "touches of *",
     .names = BIREME_NAMES_CHANNEL,
     .members = touch_field,
     .default_text = "none",
     .description =
         "Probability that a deal of this channel was touched by each other channel, independently; for "
         "credit. At most 10 channels may touch one."},
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
     .description =
         "How long each step takes, by the stage that it leads to; winners and losers alike, unless "
         "`lost_days` says how long losing takes."},
    {.name = "lost_days",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_STEP,
     .members = lost_field,
     .default_text = "as long as the others",
     .description =
         "How long those stay in each step that are lost in it, by the stage that it leads to. It changes "
         "nothing for leads to come; of open deals the old ones then win less, or more, than the young."},
    {.name = "deal_value",
     .kind = BIREME_FIELD_ITEM,
     .each = true,
     .redraw = true,
     .said = "deal value of *",
     .high = BIREME_AMOUNT_MOST,
     .small_tail = true,
     .unit = "money per deal",
     .default_text = "none: wins are counted but have no value",
     .description = "Value of a won deal."},
    {.name = "growth",
     .kind = BIREME_FIELD_OBJECT,
     .what = "`growth`",
     .definition = "growth",
     .members = bireme_fields_growth,
     .description = "Growth per year; what is stated is the value at the start. With g, t years after the "
                    "start it is multiplied by 1 + g to the power of t."},
    {.name = "drift",
     .kind = BIREME_FIELD_OBJECT,
     .what = "`drift`",
     .definition = "drift",
     .members = bireme_fields_drift,
     .description = "How far things may wander from what is stated: a random walk, the farther from the "
                    "start the wider. It does not average out over a year as `dispersion` does."},
    {.name = "lifts",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_LIFTED,
     .members = &bireme_field_lift,
     .default_text = "none",
     .description = "What the spend of this channel does for others, by their names; `all`: for every other "
                    "channel."},
    {.kind = BIREME_FIELD_END}};
