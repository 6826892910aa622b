/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a scenario assumes, every default made visible: each uncertain or fixed number with its distribution
 * in words, each plain figure as written, its place in the file, its note and its source; and what follows
 * from the plain figures alone. `check` shows it as a document and writes it as JSON.
 */
#ifndef BIREME_OUTPUT_ASSUMPTIONS_ASSUMPTIONS_H
#define BIREME_OUTPUT_ASSUMPTIONS_ASSUMPTIONS_H

#include "model/model.h"
#include "output/forms/document.h"
#include "base/json.h"

typedef enum bireme_section {
    BIREME_SECTION_SHARED, /* what channels take from `defaults`: one quantity for all of them */
    BIREME_SECTION_CHANNEL,
    BIREME_SECTION_SALES,
    BIREME_SECTION_REVENUE,
    BIREME_SECTION_INITIATIVES,
    BIREME_SECTION_PIPELINE,
    BIREME_SECTION_PAST, /* what has happened already */
    BIREME_SECTION_ECONOMY,
    BIREME_SECTION_OTHER
} bireme_section;

typedef struct bireme_assumption {
    char *path;
    char *words;          /* "per deal: lognormal (mean 24,000, cv 0.9)" */
    bireme_format format; /* how its numbers are shown */
    bireme_section section;
    int channel; /* the channel that it belongs to, −1: none */
    int sharing; /* SHARED: by whom, an index of bireme_assumptions.sharing; else −1 */
    bool uncertain, per_item;
    double mean, p10,
        p90; /* NAN if there is none; for an item with an uncertain location: at the mean of that */
    const bireme_statement *statement; /* NULL, or it is this plain figure and the numbers are NAN */
    const char *origin;                /* the model's; NULL: a default */
    const char *note, *source;         /* the model's, or NULL */
} bireme_assumption;

/* What a channel's planned spend buys at the median cost per lead, with nothing else uncertain. */
typedef struct bireme_lead_cost {
    double leads;         /* over the horizon */
    double average, next; /* cost of a lead, and of one more; NAN if nothing is bought */
} bireme_lead_cost;

/* Those that have a quantity in common. */
typedef struct bireme_sharing {
    bool *channel;   /* [n_channels] */
    bool open_deals; /* open deals without a channel too */
} bireme_sharing;

typedef struct bireme_assumptions {
    size_t n, n_sharing;
    bireme_sharing *sharing;     /* [n_sharing], all different, in the order of their first use */
    bireme_assumption *items;    /* [n], by section in the order above, channel by channel */
    bireme_lead_cost *lead_cost; /* [channels]; NAN without spend */
    double *heads, *effective;   /* [n_teams × periods] reps; NULL without teams */
    uint64_t open_deals;
    double open_value; /* expected value of all open deals, if all were won */
} bireme_assumptions;

/* Errors: MEMORY, DOMAIN. The list holds pointers into the model. */
BIREME_MUST_USE bireme_status bireme_assumptions_create(const bireme_model *model, bireme_assumptions **out,
                                                        bireme_error *error);
void bireme_assumptions_free(bireme_assumptions *assumptions); /* NULL is fine */
/* Fills in what follows from the plain figures. Errors: MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_assumptions_derive(const bireme_model *model,
                                                        bireme_assumptions *assumptions, bireme_error *error);

/* Adds the assumptions to an initialised document, which remembers failures. said: numbers are named as
 * people say them, with their paths beside; else by their paths, for whoever edits the file. */
void bireme_assumptions_document(const bireme_model *model, const bireme_assumptions *assumptions, bool said,
                                 bireme_document *document);
/* Adds a member of that name to the open object. */
void bireme_assumptions_write_json(const bireme_model *model, const bireme_assumptions *assumptions,
                                   bireme_json *json, const char *key);

/* "paid_search, events and open deals without a channel"; "all 5 channels" */
void bireme_sharing_names(bireme_text *out, const bireme_model *model, const bireme_sharing *sharing);

/* Appends which regime comes when, or how likely; nothing without an economy. */
void bireme_assumptions_economy(bireme_text *out, const bireme_model *model);

/* The rank correlation ρ for which the copula's Pearson correlation is 2 sin(π ρ / 6), to three decimals. */
double bireme_rank_of_pearson(double pearson);

#endif
