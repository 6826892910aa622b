/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The report of a scenario: one document made of the answers of all commands, in the order in which a leader
 * reads; what an analyst wants to know after that follows in a part of its own.
 */
#ifndef BIREME_OUTPUT_PAGE_REPORT_H
#define BIREME_OUTPUT_PAGE_REPORT_H

#include "output/assumptions/assumptions.h"
#include "output/decisions/comparison.h"
#include "output/decisions/sensitivity.h"
#include "output/decisions/split/split.h"
#include "output/decisions/target.h"
#include "output/forecast/forecast.h"

typedef enum bireme_report_section {
    BIREME_REPORT_ANSWER,      /* the answer, and the year period by period */
    BIREME_REPORT_TOGETHER,    /* what marketing and sales bring together */
    BIREME_REPORT_ECONOMY,     /* what a recession does; other scenarios */
    BIREME_REPORT_SALES,       /* can sales take it up */
    BIREME_REPORT_MONEY,       /* cash, and the bridge of recurring revenue */
    BIREME_REPORT_PLAN,        /* what the goal takes */
    BIREME_REPORT_SPLIT,       /* where the next money goes */
    BIREME_REPORT_DRIVERS,     /* what drives it */
    BIREME_REPORT_ASSUMPTIONS, /* what was assumed */
    BIREME_REPORT_CERTAINTY,   /* how sure the program is, and how to have it again */
    BIREME_REPORT_DETAILS,     /* for analysts */
    BIREME_REPORT_SECTIONS
} bireme_report_section;
/* "answer", "together", … */
extern const char *const bireme_report_section_name[BIREME_REPORT_SECTIONS];

/* What there is; what is NULL is left out, and so are sections for which the scenario has nothing. */
typedef struct bireme_report_view {
    const bireme_forecast_view *forecast; /* of a run that kept its samples; never NULL */
    const bireme_comparison_view *comparison;
    const bireme_target_view *target;
    const bireme_split_view *split;
    const bireme_sensitivity_view *sensitivity;
    const bireme_assumptions *assumptions;
    const char *command; /* by which it is made again; NULL: not said */
    bool left_out[BIREME_REPORT_SECTIONS];
    /* why the scenario has no answer to a question that the page would have a section of; "": it has */
    const char *no_target, *no_split, *no_sensitivity;
} bireme_report_view;

/* Adds to an initialised document; failures are remembered in it. */
void bireme_report_document(const bireme_report_view *view, bireme_document *document);

#endif
