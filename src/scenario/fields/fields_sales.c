/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field table: sales teams, and how bookings become revenue.
 */
#include "scenario/fields/fields.h"

/* ------------------------ sales */

static const bireme_field hire_field[] = {{.kind = BIREME_FIELD_NUMBER,
                                           .said = "reps hired in +",
                                           .low = -1e6,
                                           .high = 1e6,
                                           .unit = "reps",
                                           .description = "Reps who start then; negative: who leave."}};

static const bireme_field team_hire_field[] = {{.kind = BIREME_FIELD_NUMBER,
                                                .said = "reps of * hired in +",
                                                .low = -1e6,
                                                .high = 1e6,
                                                .unit = "reps",
                                                .description = "Reps who start then; negative: who leave."}};

static const bireme_field_choice overflow_choices[] = {
    {.name = "wait", .description = "joins the backlog, of which `patience` survives a period"},
    {.name = "lost", .description = "is lost"},
    {.name = NULL}};

/* What a team has in common with the `sales` block of one team; OF: " of *", the team, or nothing; WHO:
 * it. */
#define TEAM_STAFF(OF, WHO, HIRE)                                                                            \
    {.name = "hires",                                                                                        \
     .kind = BIREME_FIELD_MAP,                                                                               \
     .said = "hires" OF,                                                                                     \
     .names = BIREME_NAMES_DATE,                                                                             \
     .members = HIRE,                                                                                        \
     .default_text = "none",                                                                                 \
     .description =                                                                                          \
         "Reps who are hired, by date: `{ \"2027-04\": 2 }`. A date before the start is that of a rep who "  \
         "is not counted in `reps` and is ramping already; a negative number is how many leave."},           \
        {.name = "ramp_months",                                                                              \
         .kind = BIREME_FIELD_NUMBER,                                                                        \
         .said = "ramp-up time of reps" OF,                                                                  \
         .high = 120,                                                                                        \
         .unit = "months",                                                                                   \
         .default_text = "0",                                                                                \
         .description = "Time until a new rep is fully productive; productivity rises in a straight line."}, \
        {.name = "attrition",                                                                                \
         .kind = BIREME_FIELD_NUMBER,                                                                        \
         .said = "reps who leave" OF,                                                                        \
         .high = 1,                                                                                          \
         .high_open = true,                                                                                  \
         .unit = "share per month",                                                                          \
         .default_text = "0",                                                                                \
         .description = "Share of the reps that leave per month, in expectation."},                          \
        {.name = "backfill",                                                                                 \
         .kind = BIREME_FIELD_BOOL,                                                                          \
         .said = "reps who leave" OF " are replaced",                                                        \
         .default_text = "false",                                                                            \
         .description =                                                                                      \
             "Whether reps who leave by attrition are replaced at once; who replaces them ramps."},          \
    {                                                                                                        \
        .name = "stage", .kind = BIREME_FIELD_NAME, .said = "stage that " WHO " works on",                   \
        .names = BIREME_NAMES_STAGE, .default_text = "the stage before the last",                            \
        .description = "The stage at which a rep takes up work: capacity binds there."                       \
    }

#define TEAM_WORK(OF, GROWTH)                                                                                \
    {.name = "overflow",                                                                                     \
     .kind = BIREME_FIELD_CHOICE,                                                                            \
     .said = "what cannot be taken up" OF,                                                                   \
     .choices = overflow_choices,                                                                            \
     .default_text = "`wait`",                                                                               \
     .description = "What becomes of opportunities beyond the capacity."},                                   \
        {.name = "patience",                                                                                 \
         .kind = BIREME_FIELD_NUMBER,                                                                        \
         .said = "share of the waiting" OF " that stays",                                                    \
         .high = 1,                                                                                          \
         .unit = "share per period",                                                                         \
         .default_text = "1",                                                                                \
         .description = "Share of the backlog that survives a period."},                                     \
        {.name = "cost_per_rep",                                                                             \
         .kind = BIREME_FIELD_RATE,                                                                          \
         .redraw = true,                                                                                     \
         .said = "cost per rep" OF,                                                                          \
         .high = BIREME_AMOUNT_MOST,                                                                         \
         .unit = "money per rep and period",                                                                 \
         .default_text = "0",                                                                                \
         .description = "Cost of a rep, ramping or not."},                                                   \
        {.name = "growth",                                                                                   \
         .kind = BIREME_FIELD_OBJECT,                                                                        \
         .what = "`growth`",                                                                                 \
         .definition = "rep_growth",                                                                         \
         .members = GROWTH,                                                                                  \
         .description = "Growth per year of `cost_per_rep`, which is the value at the start."},              \
    {                                                                                                        \
        .name = "commission", .kind = BIREME_FIELD_RATE, .redraw = true, .said = "commission" OF, .high = 1, \
        .unit = "share of bookings", .default_text = "0", .description = "Commission on bookings."           \
    }

static const bireme_field team_channel[] = {
    {.kind = BIREME_FIELD_NAME, .names = BIREME_NAMES_CHANNEL, .description = "Name of a channel."}};

static const bireme_field team_fields[] = {
    {.name = "reps",
     .kind = BIREME_FIELD_NUMBER,
     .said = "sales reps of *",
     .high = 1e6,
     .required = true,
     .unit = "reps",
     .description = "Sales reps at the start; they are fully productive."},
    TEAM_STAFF(" of *", "*", team_hire_field),
    {.name = "channels",
     .kind = BIREME_FIELD_LIST,
     .said = "channels that * works",
     .members = team_channel,
     .count_low = 1,
     .default_text = "all that no other team of the stage names",
     .description =
         "The channels whose leads the team takes up. Open deals without a channel are worked by the "
         "team of the stage that names none."},
    {.name = "items_per_rep",
     .kind = BIREME_FIELD_NUMBER,
     .said = "items that a rep of * can take up",
     .high = 1e9,
     .unit = "items per rep and period",
     .default_text = "no limit",
     .description =
         "What a fully productive rep can take up per period: leads, opportunities, whatever comes to "
         "the stage. Without it there is no capacity, only cost."},
    TEAM_WORK(" of *", bireme_fields_team_growth),
    {.kind = BIREME_FIELD_END}};

static const bireme_field team_field[] = {{.kind = BIREME_FIELD_OBJECT,
                                           .what = "a team",
                                           .definition = "team",
                                           .members = team_fields,
                                           .description = "Reps who work one stage for some channels."}};

const bireme_field bireme_fields_sales[] = {
    {.name = "reps",
     .kind = BIREME_FIELD_NUMBER,
     .said = "sales reps",
     .high = 1e6,
     .alternative = true,
     .unit = "reps",
     .description = "Sales reps at the start; they are fully productive."},
    {.name = "teams",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_NEW,
     .members = team_field,
     .count_low = 1,
     .alternative = true,
     .description =
         "Several teams, by name, in place of the one that `sales` itself describes: who works which "
         "stage for which channels, as where leads wait for one team and opportunities for another."},
    TEAM_STAFF("", "sales", hire_field),
    {.name = "opportunities_per_rep",
     .kind = BIREME_FIELD_NUMBER,
     .said = "opportunities that a rep can take up",
     .high = 1e9,
     .unit = "opportunities per rep and period",
     .default_text = "no limit",
     .description =
         "Opportunities that a fully productive rep can take up per period. Without it there is no "
         "capacity, only cost."},
    TEAM_WORK("", bireme_fields_sales_growth),
    {.kind = BIREME_FIELD_END}};

/* ------------------------ revenue */

static const bireme_field_choice revenue_choices[] = {
    {.name = "one_time", .description = "a deal's value is revenue in the period in which it closes"},
    {.name = "recurring",
     .description =
         "a deal's value is its yearly contract value, earned day by day while the customer stays"},
    {.name = NULL}};

static const bireme_field_choice billing_choices[] = {
    {.name = "as_earned", .description = "invoiced in the period in which it is earned"},
    {.name = "yearly",
     .description = "each contract year is invoiced when it begins: at the close, then every twelve months; "
                    "recurring revenue only"},
    {.name = NULL}};

const bireme_field bireme_fields_revenue[] = {
    {.name = "model",
     .kind = BIREME_FIELD_CHOICE,
     .said = "kind of revenue",
     .choices = revenue_choices,
     .default_text = "`one_time`",
     .description = "How bookings become revenue."},
    {.name = "opening",
     .kind = BIREME_FIELD_NUMBER,
     .said = "yearly revenue of earlier customers",
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per year",
     .default_text = "0",
     .description = "Yearly value of the customers there at the start; recurring revenue only."},
    {.name = "churn",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .high = 1,
     .unit = "share per period",
     .default_text = "0",
     .description = "Share of the customers lost per period; recurring revenue only."},
    {.name = "expansion",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .high = 10,
     .unit = "share per year",
     .default_text = "0",
     .description = "Growth per year of the value of a customer who stays; recurring revenue only."},
    {.name = "gross_margin",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "gross margin",
     .high = 1,
     .unit = "share of revenue",
     .default_text = "1",
     .description = "What is left of revenue after its direct cost; for contribution, ROMI and payback."},
    {.name = "unit_cost",
     .kind = BIREME_FIELD_RATE,
     .redraw = true,
     .said = "cost per deal won",
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per deal",
     .default_text = "0",
     .description = "What a deal costs in the period in which it is won, besides what `gross_margin` leaves "
                    "out: setting it up, say."},
    {.name = "discount_rate",
     .kind = BIREME_FIELD_NUMBER,
     .said = "discount rate",
     .high = 10,
     .unit = "per year",
     .default_text = "0",
     .description = "Discounting of what comes later: of lifetime value, and of contribution in the net "
                    "present value."},
    {.name = "lifetime_years",
     .kind = BIREME_FIELD_NUMBER,
     .said = "lifetime of a customer at most",
     .high = 100,
     .low_open = true,
     .unit = "years",
     .default_text = "5",
     .description = "Longest time that counts for lifetime value; recurring revenue only."},
    {.name = "billing",
     .kind = BIREME_FIELD_CHOICE,
     .said = "when customers are invoiced",
     .choices = billing_choices,
     .default_text = "`as_earned`",
     .description = "When revenue is invoiced. With `billing` or `payment_days` the forecast has cash."},
    {.name = "payment_days",
     .kind = BIREME_FIELD_ITEM,
     .plain = true,
     .said = "time until an invoice is paid",
     .high = BIREME_AMOUNT_MOST,
     .unit = "days",
     .default_text = "0",
     .description = "Time from the invoice to its payment, of which there is one distribution over all "
                    "invoices."},
    {.name = "receivables",
     .kind = BIREME_FIELD_NUMBER,
     .said = "what customers owe at the start",
     .high = BIREME_AMOUNT_MOST,
     .unit = "money",
     .default_text = "0",
     .description = "Invoiced before the start (with `actuals`, before their end) and not paid yet; takes "
                    "`payment_days`, by which it is collected."},
    {.kind = BIREME_FIELD_END}};
