/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field table: the sales team, and how bookings become revenue.
 */
#include "scenario/fields/fields.h"

/* ------------------------ sales */

static const bireme_field hire_field[] = {{.kind = BIREME_FIELD_NUMBER,
                                           .low = -1e6,
                                           .high = 1e6,
                                           .unit = "reps",
                                           .description = "Reps who start then; negative: who leave."}};

static const bireme_field_choice overflow_choices[] = {
    {.name = "wait", .description = "joins the backlog, of which `patience` survives a period"},
    {.name = "lost", .description = "is lost"},
    {.name = NULL}};

const bireme_field bireme_fields_sales[] = {
    {.name = "reps",
     .kind = BIREME_FIELD_NUMBER,
     .said = "sales reps",
     .high = 1e6,
     .required = true,
     .unit = "reps",
     .description = "Sales reps at the start; they are fully productive."},
    {.name = "hires",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_DATE,
     .members = hire_field,
     .default_text = "none",
     .description =
         "Reps who are hired, by date: `{ \"2027-04\": 2 }`. A date before the start is that of a rep who "
         "is not counted in `reps` and is ramping already; a negative number is how many leave."},
    {.name = "ramp_months",
     .kind = BIREME_FIELD_NUMBER,
     .high = 120,
     .unit = "months",
     .default_text = "0",
     .description = "Time until a new rep is fully productive; productivity rises in a straight line."},
    {.name = "attrition",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .high_open = true,
     .unit = "share per month",
     .default_text = "0",
     .description = "Share of the reps that leave per month, in expectation."},
    {.name = "backfill",
     .kind = BIREME_FIELD_BOOL,
     .default_text = "false",
     .description = "Whether reps who leave by attrition are replaced at once; who replaces them ramps."},
    {.name = "stage",
     .kind = BIREME_FIELD_NAME,
     .names = BIREME_NAMES_STAGE,
     .default_text = "the stage before the last",
     .description = "The stage at which a rep takes up work: capacity binds there."},
    {.name = "opportunities_per_rep",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1e9,
     .unit = "opportunities per rep and period",
     .default_text = "no limit",
     .description =
         "Opportunities that a fully productive rep can take up per period. Without it there is no "
         "capacity, only cost."},
    {.name = "overflow",
     .kind = BIREME_FIELD_CHOICE,
     .choices = overflow_choices,
     .default_text = "`wait`",
     .description = "What becomes of opportunities beyond the capacity."},
    {.name = "patience",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .unit = "share per period",
     .default_text = "1",
     .description = "Share of the backlog that survives a period."},
    {.name = "cost_per_rep",
     .kind = BIREME_FIELD_NUMBER,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per rep and period",
     .default_text = "0",
     .description = "Cost of a rep, ramping or not."},
    {.name = "commission",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .unit = "share of bookings",
     .default_text = "0",
     .description = "Commission on bookings."},
    {.kind = BIREME_FIELD_END}};

/* ------------------------ revenue */

static const bireme_field_choice revenue_choices[] = {
    {.name = "one_time", .description = "a deal's value is revenue in the period in which it closes"},
    {.name = "recurring",
     .description =
         "a deal's value is its yearly contract value, earned day by day while the customer stays"},
    {.name = NULL}};

const bireme_field bireme_fields_revenue[] = {
    {.name = "model",
     .kind = BIREME_FIELD_CHOICE,
     .choices = revenue_choices,
     .default_text = "`one_time`",
     .description = "How bookings become revenue."},
    {.name = "opening",
     .kind = BIREME_FIELD_NUMBER,
     .high = BIREME_AMOUNT_MOST,
     .unit = "money per year",
     .default_text = "0",
     .description = "Yearly value of the customers there at the start; recurring revenue only."},
    {.name = "churn",
     .kind = BIREME_FIELD_RATE,
     .high = 1,
     .unit = "share per period",
     .default_text = "0",
     .description = "Share of the customers lost per period; recurring revenue only."},
    {.name = "expansion",
     .kind = BIREME_FIELD_RATE,
     .high = 10,
     .unit = "share per year",
     .default_text = "0",
     .description = "Growth per year of the value of a customer who stays; recurring revenue only."},
    {.name = "gross_margin",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .unit = "share of revenue",
     .default_text = "1",
     .description = "What is left of revenue after its direct cost; for contribution, ROMI and payback."},
    {.name = "discount_rate",
     .kind = BIREME_FIELD_NUMBER,
     .high = 10,
     .unit = "per year",
     .default_text = "0",
     .description = "Discounting of lifetime value; recurring revenue only."},
    {.name = "lifetime_years",
     .kind = BIREME_FIELD_NUMBER,
     .high = 100,
     .low_open = true,
     .unit = "years",
     .default_text = "5",
     .description = "Longest time that counts for lifetime value; recurring revenue only."},
    {.kind = BIREME_FIELD_END}};
