/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field table: opportunities that are open at the start, and what a decision may move.
 */
#include "scenario/fields/fields.h"

/* ------------------------ pipeline */

static const bireme_field entry_fields[] = {
    {.name = "stage",
     .kind = BIREME_FIELD_NAME,
     .said = "stage of open deals, entry +",
     .names = BIREME_NAMES_STAGE,
     .required = true,
     .description =
         "The stage that it has reached; any but the last. At a stage that sales works it is being worked "
         "already, and takes up no capacity there; what waits for sales is before that stage."},
    {.name = "count",
     .kind = BIREME_FIELD_WHOLE,
     .said = "number of open deals, entry +",
     .low = 1,
     .high = BIREME_OPEN_MOST,
     .unit = "deals",
     .default_text = "1",
     .description = "How many there are of these, alike but independent."},
    {.name = "value",
     .kind = BIREME_FIELD_ITEM,
     .redraw = true,
     .said = "value of open deals, entry +",
     .high = BIREME_AMOUNT_MOST,
     .small_tail = true,
     .unit = "money per deal",
     .default_text = "the `deal_value` of its channel, or of `defaults`",
     .description =
         "Value of each if it is won. A number is known: the economy does not change it. A distribution is "
         "drawn for each deal."},
    {.name = "age_days",
     .kind = BIREME_FIELD_NUMBER,
     .said = "days in the stage of open deals, entry +",
     .high = 36525,
     .unit = "days",
     .default_text = "0",
     .description =
         "How long it has been in its stage: what is left of the step is what is left of a step that has "
         "taken that long."},
    {.name = "closes_in_days",
     .kind = BIREME_FIELD_ITEM,
     .said = "days to close of open deals, entry +",
     .high = 36525,
     .unit = "days",
     .default_text = "what is left of the steps that remain",
     .description =
         "Calendar days from the start until it is decided, in the place of all delays that remain: "
         "a number, or a distribution that is drawn for each deal."},
    {.name = "expected_close",
     .kind = BIREME_FIELD_DATE,
     .said = "expected close of open deals, entry +",
     .default_text = "none",
     .description =
         "The date at which it is decided, in the place of all delays that remain; without a day, the first "
         "of the month. `slip_days` move it. It may be before the start, as that of a deal that is overdue, "
         "which is decided at the start if no slip takes it further."},
    {.name = "slip_days",
     .kind = BIREME_FIELD_ITEM,
     .said = "slip of open deals, entry +",
     .low = -36525,
     .high = 36525,
     .small_tail = true,
     .unit = "days",
     .default_text = "that of the pipeline, else 0",
     .description =
         "Calendar days by which it is decided later than at `expected_close`, earlier if negative, but not "
         "before the start."},
    {.name = "win_probability",
     .kind = BIREME_FIELD_NUMBER,
     .said = "chance of open deals, entry +",
     .high = 1,
     .unit = "probability",
     .default_text = "the product of the remaining steps' conversion",
     .description =
         "Its own probability of a win, in the place of all remaining steps. The deal reaches the stage that "
         "sales works on whatever becomes of it, and takes up capacity there."},
    {.name = "channel",
     .kind = BIREME_FIELD_NAME,
     .said = "channel of open deals, entry +",
     .names = BIREME_NAMES_CHANNEL,
     .default_text = "none: conversion and cycle of `defaults`, credited to nobody",
     .description =
         "The channel that it came from, whose conversion and cycle it has and which is credited with it."},
    {.kind = BIREME_FIELD_END}};

const bireme_field bireme_field_open = {.kind = BIREME_FIELD_OBJECT,
                                        .said = "open deals, entry +",
                                        .what = "an open opportunity",
                                        .definition = "open_opportunity",
                                        .members = entry_fields,
                                        .description = "An open opportunity, or several alike."};

const bireme_field bireme_fields_pipeline_in[] = {
    {.name = "file",
     .kind = BIREME_FIELD_TEXT,
     .alternative = true,
     .description = "A table (CSV), relative to this one, with a header that names the fields of an entry as "
                    "columns, in any order; "
                    "an empty cell is a field that is not given. Commas, semicolons, tabs or bars; a decimal "
                    "point or comma."},
    {.name = "deals",
     .kind = BIREME_FIELD_LIST,
     .alternative = true,
     .members = &bireme_field_open,
     .description = "The open opportunities, in the place of a file."},
    {.name = "slip_days",
     .kind = BIREME_FIELD_ITEM,
     .said = "slip of open deals",
     .low = -36525,
     .high = 36525,
     .small_tail = true,
     .unit = "days",
     .default_text = "0",
     .description =
         "Calendar days by which deals with an `expected_close` are decided later than that, drawn for each "
         "deal; negative ones are earlier. Past slips are best: a column of a file."},
    {.kind = BIREME_FIELD_END}};

const bireme_field bireme_fields_pipeline[] = {
    {.kind = BIREME_FIELD_LIST, .members = &bireme_field_open, .description = "The open opportunities."},
    {.kind = BIREME_FIELD_OBJECT,
     .what = "`pipeline`",
     .members = bireme_fields_pipeline_in,
     .description = "The open opportunities, in a file or a list, and what holds for all of them."},
    {.kind = BIREME_FIELD_END}};

/* ------------------------ decision */

static const bireme_field line_fields[] = {{.name = "min",
                                            .kind = BIREME_FIELD_NUMBER,
                                            .high = BIREME_AMOUNT_MOST,
                                            .default_text = "0",
                                            .unit = "that of the line",
                                            .description = "The least, per period."},
                                           {.name = "max",
                                            .kind = BIREME_FIELD_NUMBER,
                                            .high = BIREME_AMOUNT_MOST,
                                            .default_text = "no limit",
                                            .unit = "that of the line",
                                            .description = "The most, per period."},
                                           {.name = "whole",
                                            .kind = BIREME_FIELD_BOOL,
                                            .default_text = "true for reps, else false",
                                            .description = "Whether only whole numbers are allowed."},
                                           {.name = "from",
                                            .kind = BIREME_FIELD_DATE,
                                            .default_text = "the start",
                                            .description = "Of reps: when they are hired; they ramp."},
                                           {.kind = BIREME_FIELD_END}};

static const bireme_field line_field[] = {{.kind = BIREME_FIELD_OBJECT,
                                           .what = "a line of the decision",
                                           .definition = "decision_line",
                                           .members = line_fields,
                                           .description = "How far it may be moved."}};

static const bireme_field group_fields[] = {
    {.name = "share_min",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .default_text = "0",
     .unit = "share of the total",
     .description = "The smallest share of the total that the owner's lines get together."},
    {.name = "share_max",
     .kind = BIREME_FIELD_NUMBER,
     .high = 1,
     .default_text = "1",
     .unit = "share of the total",
     .description = "The largest share of the total that the owner's lines get together."},
    {.kind = BIREME_FIELD_END}};

static const bireme_field group_field[] = {{.kind = BIREME_FIELD_OBJECT,
                                            .what = "a group of the decision",
                                            .definition = "decision_group",
                                            .members = group_fields,
                                            .description = "Limits for an owner's lines together."}};

const bireme_field bireme_fields_decision[] = {
    {.name = "lines",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_PATH,
     .members = line_field,
     .count_low = 1,
     .default_text = "every channel with spend, and the reps of every team, from zero upwards",
     .description =
         "What may be moved, by path: `channels.NAME.spend` or `sales.reps` (where teams have names, "
         "`sales.teams.NAME.reps`; of several teams they are moved by whole reps). The profile over the "
         "periods is "
         "kept in proportion."},
    {.name = "groups",
     .kind = BIREME_FIELD_MAP,
     .names = BIREME_NAMES_OWNER,
     .members = group_field,
     .default_text = "none",
     .description =
         "Limits for the lines of an owner together: `marketing`, `sales` (to which `sales.reps` belongs) or "
         "`partner`."},
    {.kind = BIREME_FIELD_END}};
