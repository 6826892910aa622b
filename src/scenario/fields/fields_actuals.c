/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field table: what has happened already.
 */
#include "scenario/fields/fields.h"

static const bireme_field amount[] = {
    {.kind = BIREME_FIELD_NUMBER, .high = BIREME_AMOUNT_MOST, .description = "What it was in one period."}};
static const bireme_field balance[] = {{.kind = BIREME_FIELD_NUMBER,
                                        .low = -BIREME_AMOUNT_MOST,
                                        .high = BIREME_AMOUNT_MOST,
                                        .unit = "money per period",
                                        .description = "What it was in one period."}};

/* One number for each period that is over. */
#define PAST(called, people, of, what)                                                                       \
    {                                                                                                        \
        .name = called, .kind = BIREME_FIELD_LIST, .said = people, .members = amount, .gaps = true,          \
        .unit = of, .default_text = "not known", .description = what                                         \
    }

static const bireme_field stage_field[] = {
    {.kind = BIREME_FIELD_LIST,
     .said = "entries to + so far",
     .members = amount,
     .gaps = true,
     .unit = "leads per period",
     .description = "How many entered the stage in each period that is over."}};

static const bireme_field channel_fields[] = {
    PAST("leads", "leads of * so far", "leads per period", "Leads that came."),
    PAST("wins", "wins of * so far", "deals per period", "Deals that were won."),
    PAST("bookings", "bookings of * so far", "money per period", "Value of the deals that were won."),
    PAST(
        "revenue", "revenue of * so far", "money per period",
        "Revenue recognised. With one-time revenue it is the same as `bookings`, and one of them is enough."),
    PAST("spend", "spend of * so far", "money per period",
         "What was spent. Its effect carries over into the periods to come (`adstock`)."),
    {.kind = BIREME_FIELD_END}};

static const bireme_field channel_field[] = {{.kind = BIREME_FIELD_OBJECT,
                                              .what = "what a channel has brought",
                                              .members = channel_fields,
                                              .description = "What the channel has brought and cost."}};

const bireme_field bireme_fields_actuals[] = {
    {.name = "through",
     .kind = BIREME_FIELD_DATE,
     .said = "facts known until",
     .required = true,
     .description = "A date in the last period that is over: `2027-03`. What is forecast begins after it."},
    {.name = "file",
     .kind = BIREME_FIELD_TEXT,
     .said = "table of facts",
     .description =
         "A table (CSV), relative to this file, with the columns `period`, `metric`, `value` and, for what "
         "belongs to a channel, `channel`; one row a fact. Metrics have the names of the fields here; a "
         "stage is `stage.NAME`. Periods after `through` are left out."},
    PAST("leads", "leads so far", "leads per period",
         "Leads that came, of all channels. Each list here has one number for each period that is over; "
         "`null` is one that is not known. Without a list the sum of the channels, if all are known."),
    PAST("wins", "wins so far", "deals per period", "Deals that were won."),
    PAST("bookings", "bookings so far", "money per period", "Value of the deals that were won."),
    PAST("revenue", "revenue so far", "money per period",
         "Revenue recognised; of recurring contracts, that of all customers. With one-time revenue it is the "
         "same as `bookings`."),
    PAST("spend", "cost of marketing so far", "money per period",
         "What marketing cost, initiatives included (`cost.marketing`). Without it the sum of the channels' "
         "spend, if there are no initiatives."),
    PAST("sales_cost", "cost of sales so far", "money per period",
         "What sales cost: reps and commission (`cost.sales`)."),
    {.name = "contribution",
     .kind = BIREME_FIELD_LIST,
     .said = "contribution so far",
     .members = balance,
     .gaps = true,
     .unit = "money per period",
     .default_text = "from revenue and costs, if these are known",
     .description = "What was left of revenue after the cost of goods, marketing and sales."},
    {.name = "stages",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_STAGE,
     .members = stage_field,
     .default_text = "not known",
     .description = "Entries to the stages between the lead and the win, by stage."},
    {.name = "channels",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_CHANNEL,
     .members = channel_field,
     .default_text = "not known",
     .description = "What each channel has brought and cost, by channel."},
    {.kind = BIREME_FIELD_END}};
