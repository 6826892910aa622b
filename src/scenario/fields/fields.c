/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field table: the scenario itself, its goal, correlations and run.
 */
#include "scenario/fields/fields.h"

#include <string.h>
#include "model/model.h"

const bireme_field bireme_fields_any[] = {
    {.name = "note",
     .kind = BIREME_FIELD_TEXT,
     .description = "A remark for the reader, shown beside the value."},
    {.name = "source",
     .kind = BIREME_FIELD_TEXT,
     .description = "Where the figure comes from, shown beside the value."},
    {.kind = BIREME_FIELD_END}};

const bireme_field *bireme_field_find(const bireme_field *members, const char *name, size_t length)
{
    const bireme_field *const tables[] = {members, bireme_fields_any};
    for (size_t i = 0; i < 2; i++)
        for (const bireme_field *field = tables[i]; field->kind != BIREME_FIELD_END; field++)
            if (strlen(field->name) == length && memcmp(field->name, name, length) == 0) return field;
    return NULL;
}

#define PERIOD_CHOICE(kind, called, days, words) {.name = called, .description = words},
static const bireme_field_choice period_choices[] = {BIREME_PERIOD_ROWS(PERIOD_CHOICE){.name = NULL}};

static const bireme_field stage_field[] = {
    {.kind = BIREME_FIELD_NAME, .names = BIREME_NAMES_NEW, .description = "Name of a stage."}};

static const bireme_field goal_fields[] = {
    {.name = "metric",
     .kind = BIREME_FIELD_TEXT,
     .required = true,
     .description =
         "The metric that the goal is about: any that the forecast shows, under the name that it has there, "
         "such as `revenue`, `bookings`, `wins`, `leads`, `stage.NAME`, `channel.NAME.leads|wins|revenue`, "
         "`owner.NAME.leads|wins|revenue`, `contribution`, `cac`, `romi`, `ltv_cac`, `payback_months`, "
         "`nrr`, `share.marketing_sourced`, `utilisation`, `backlog`, `turned_away`, `carried_out_value`, "
         "`arr.end`, `cash.low`, `npv` or `npv.lifetime`."},
    {.name = "at_least",
     .kind = BIREME_FIELD_NUMBER,
     .alternative = true,
     .low = -BIREME_AMOUNT_MOST,
     .high = BIREME_AMOUNT_MOST,
     .unit = "that of the metric",
     .description =
         "The value to be reached, summed from the start to the end of the period `by`; of a stock such as "
         "`backlog` the value at its end, of a ratio that of the whole horizon. A goal has either this or "
         "`at_most`."},
    {.name = "at_most",
     .kind = BIREME_FIELD_NUMBER,
     .alternative = true,
     .low = -BIREME_AMOUNT_MOST,
     .high = BIREME_AMOUNT_MOST,
     .unit = "that of the metric",
     .description = "The value not to be exceeded, in the place of `at_least`: for what is better the less "
                    "of it there is, such as "
                    "`cac`, `payback_months`, a cost or `backlog`. A future in which the metric has no value "
                    "(no win, no CAC) does "
                    "not reach the goal."},
    {.name = "confidence",
     .kind = BIREME_FIELD_NUMBER,
     .low = 0,
     .high = 1,
     .low_open = true,
     .high_open = true,
     .description = "The probability with which it should be reached; the answer says whether it is."},
    {.name = "by",
     .kind = BIREME_FIELD_DATE,
     .default_text = "the last period",
     .description =
         "A date in the period by whose end the goal is measured; a ratio, such as `cac`, is measured "
         "over the whole horizon only."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field path_field[] = {{.kind = BIREME_FIELD_NAME,
                                           .names = BIREME_NAMES_PATH,
                                           .description = "Path of an uncertain quantity or a walk."}};

static const bireme_field correlation_fields[] = {
    {.name = "between",
     .kind = BIREME_FIELD_LIST,
     .members = path_field,
     .count_low = 2,
     .count_high = 2,
     .description =
         "Two paths of uncertain quantities, such as `channels.events.conversion.won`. A deal value or "
         "cycle time is correlated through its uncertain location: `channels.events.deal_value.mean`. Two "
         "walks, such as `channels.ads.drift.leads` and `economy.drift.leads`, go together in every period. "
         "`channels.ads.drift.leads[3]` is one increment of a walk: what it adds in the fourth period of the "
         "forecast (from the middle of the one before; `[0]`: from the start). It goes with an increment of "
         "another walk, or with any uncertain quantity."},
    {.name = "among",
     .kind = BIREME_FIELD_NAME,
     .names = BIREME_NAMES_PATH,
     .description =
         "A pattern instead of two paths: `*` stands for any one segment, and every pair of the quantities, "
         "or of the walks, that match is correlated."},
    {.name = "rank",
     .kind = BIREME_FIELD_NUMBER,
     .low = -1,
     .high = 1,
     .low_open = true,
     .high_open = true,
     .required = true,
     .description = "Spearman's rank correlation."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field correlation_field[] = {{.kind = BIREME_FIELD_OBJECT,
                                                  .what = "a correlation",
                                                  .definition = "correlation",
                                                  .members = correlation_fields,
                                                  .description = "Quantities that go together."}};

#define SAMPLER_CHOICE(kind, called, words, what) {.name = called, .description = what},
static const bireme_field_choice sampler_choices[] = {BIREME_SAMPLER_ROWS(SAMPLER_CHOICE){.name = NULL}};

static const bireme_field run_fields[] = {
    {.name = "trials",
     .kind = BIREME_FIELD_WHOLE,
     .low = 1,
     .high = 1e9,
     .default_text = "65536",
     .description = "How many times the horizon is simulated."},
    {.name = "seed",
     .kind = BIREME_FIELD_WHOLE,
     .low = 0,
     .high = 9007199254740992.0, /* 2^53: every whole number up to it is a double */
     .default_text = "1",
     .description = "Key of the random numbers: the same seed gives the same result."},
    {.name = "sampler",
     .kind = BIREME_FIELD_CHOICE,
     .choices = sampler_choices,
     .default_text = "`sobol`",
     .description = "How the trials cover what may happen. All have the same law; they differ in how many "
                    "trials an answer takes."},
    {.name = "precision",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .low_open = true,
     .high_open = true,
     .description =
         "Stop when the standard errors of the mean and of P10, P50 and P90 of the goal's metric "
         "(revenue without one) are at most this share of their values. `trials` is then the most, "
         "16,777,216 where it is not given."},
    {.name = "stock",
     .kind = BIREME_FIELD_BOOL,
     .default_text = "true with `lost_days`, an open deal that says when it closes, or a goal about what is "
                     "open; else false",
     .description =
         "Whether what is open at the end of each period is counted: `stage.S.open` of each stage, "
         "`pipeline.open_value`, and `coverage` of a goal of revenue or bookings. It makes a run "
         "slower by about an eighth."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field channel_field[] = {{.kind = BIREME_FIELD_OBJECT,
                                              .what = "a channel",
                                              .definition = "channel",
                                              .members = bireme_fields_channel,
                                              .description = "A source of leads."}};

static const bireme_field initiative_field[] = {{.kind = BIREME_FIELD_OBJECT,
                                                 .what = "an initiative",
                                                 .definition = "initiative",
                                                 .members = bireme_fields_initiative,
                                                 .description = "A change from a date on."}};

static const bireme_field root_fields[] = {
    {.name = "$schema",
     .kind = BIREME_FIELD_TEXT,
     .description = "The JSON Schema of this file, for the editor; bireme itself does not read it."},
    {.name = "name",
     .kind = BIREME_FIELD_TEXT,
     .default_text = "the file's name without its ending",
     .description = "What the scenario is called in answers."},
    {.name = "description", .kind = BIREME_FIELD_TEXT, .description = "What the scenario is about."},
    {.name = "extends",
     .kind = BIREME_FIELD_TEXT,
     .description =
         "A scenario file, relative to this one, that this file is applied to as a JSON Merge Patch "
         "(RFC 7396): what is written here replaces what is there, `null` removes it, objects are merged."},
    {.name = "currency",
     .kind = BIREME_FIELD_TEXT,
     .count_low = 1,
     .count_high = 12,
     .default_text = "`USD`",
     .description =
         "The currency of all money: a code such as `EUR`, or a sign, of at most 12 characters; only shown, "
         "never converted. Scenarios in different currencies are not compared."},
    {.name = "start",
     .kind = BIREME_FIELD_DATE,
     .required = true,
     .description = "First day of the first period: `2027-01`, or with a day for weeks: `2027-01-04`."},
    {.name = "periods",
     .kind = BIREME_FIELD_WHOLE,
     .low = 1,
     .high = BIREME_PERIODS_MOST,
     .default_text = "12",
     .description = "How many periods are simulated: the horizon."},
    {.name = "period",
     .kind = BIREME_FIELD_CHOICE,
     .choices = period_choices,
     .default_text = "`month`",
     .description = "Length of a period; all are equally long."},
    {.name = "fiscal_year_start",
     .kind = BIREME_FIELD_WHOLE,
     .low = 1,
     .high = 12,
     .default_text = "1",
     .description = "The month in which the company's fiscal year begins: 7 is July. Quarters (`--quarters`) "
                    "and their years are of this year, unless `--fiscal-year-start` says otherwise; what "
                    "is simulated does not depend on it."},
    {.name = "funnel",
     .kind = BIREME_FIELD_LIST,
     .members = stage_field,
     .count_low = 2,
     .count_high = BIREME_STAGES_MOST,
     .required = true,
     .description = "The stages from the lead to the win, in order: `[\"lead\", \"mql\", \"won\"]`."},
    {.name = "pace",
     .kind = BIREME_FIELD_PERIODS,
     .calendar = true,
     .low = 0,
     .high = 1000,
     .low_open = true,
     .default_text = "1",
     .unit = "multiple of the normal speed",
     .description =
         "How fast the funnel's clock runs in a period: 1.3 is a quarter's end that pulls deals in."},
    {.name = "goal",
     .kind = BIREME_FIELD_OBJECT,
     .what = "the goal",
     .members = goal_fields,
     .description = "What should be reached; the forecast says with which probability it is."},
    {.name = "channels",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_NEW,
     .members = channel_field,
     .count_low = 1,
     .required = true,
     .description = "Where leads come from, by name."},
    {.name = "defaults",
     .kind = BIREME_FIELD_OBJECT,
     .what = "`defaults`",
     .members = bireme_fields_channel,
     .definition = "channel",
     .description =
         "What holds for every channel that does not say otherwise, field by field and stage by stage; it "
         "has the fields of a channel. A rate here is one quantity, drawn once for all channels that take "
         "it, unless "
         "`each` of them is to have its own ([distributions](#distributions))."},
    {.name = "sales",
     .kind = BIREME_FIELD_OBJECT,
     .what = "`sales`",
     .members = bireme_fields_sales,
     .description = "The sales team, or several: how many reps there are, what they can take up, what they "
                    "cost. Without "
                    "it whatever comes is worked, at no cost."},
    {.name = "revenue",
     .kind = BIREME_FIELD_OBJECT,
     .what = "`revenue`",
     .members = bireme_fields_revenue,
     .description = "How bookings become revenue."},
    {.name = "economy",
     .kind = BIREME_FIELD_OBJECT,
     .what = "the economy",
     .members = bireme_fields_economy,
     .description = "Regimes such as growth and recession, what they multiply, and how one follows another."},
    {.name = "initiatives",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_NEW,
     .members = initiative_field,
     .description =
         "Changes that are planned, by name: each multiplies something from a date on, and costs."},
    {.name = "pipeline",
     .kind = BIREME_FIELD_ONE_OF,
     .members = bireme_fields_pipeline,
     .description = "The opportunities that are open at the start: a list, or `{ \"file\": … }` with a CSV "
                    "file that has "
                    "the same fields as columns. At most 100,000 deals in all."},
    {.name = "actuals",
     .kind = BIREME_FIELD_OBJECT,
     .what = "`actuals`",
     .definition = "actuals",
     .members = bireme_fields_actuals,
     .description =
         "What has happened already: the periods up to a date are facts, the same in every trial, and the "
         "forecast is of the rest. The pipeline and the customers are then those at that date. What is not "
         "given is not known, and neither is any sum that needs it."},
    {.name = "decision",
     .kind = BIREME_FIELD_OBJECT,
     .what = "`decision`",
     .members = bireme_fields_decision,
     .default_text = "every channel with spend, and the reps of every team, from zero upwards",
     .description = "What `plan`, `split` and `sensitivity` may move, and how far; `run` does not use it."},
    {.name = "correlations",
     .kind = BIREME_FIELD_LIST,
     .members = correlation_field,
     .description =
         "Which uncertain quantities go together, and how strongly. What is not named is independent."},
    {.name = "run",
     .kind = BIREME_FIELD_OBJECT,
     .what = "`run`",
     .members = run_fields,
     .description = "How the simulation runs; options of the command line come first."},
    {.kind = BIREME_FIELD_END}};

const bireme_field bireme_field_root = {.kind = BIREME_FIELD_OBJECT,
                                        .what = "a scenario",
                                        .definition = "scenario",
                                        .members = root_fields,
                                        .description = "A sales and marketing scenario for bireme."};
