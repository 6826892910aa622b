/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a scenario assumes, every default made visible: each uncertain or fixed number with its distribution
 * in words, where it was written, its note and its source. `check` shows it as a document and writes it as
 * JSON.
 */
#ifndef BIREME_OUTPUT_ASSUMPTIONS_H
#define BIREME_OUTPUT_ASSUMPTIONS_H

#include "model/model.h"
#include "output/document.h"
#include "output/json.h"

typedef struct bireme_assumption {
    char *path;
    char *words;          /* "per deal: lognormal (mean 24,000, cv 0.9)" */
    bireme_format format; /* how its numbers are shown */
    int channel;          /* the channel that it belongs to, −1: the economy */
    bool uncertain, per_item;
    double mean, p10, p90; /* NAN where there is none; of an item with an uncertain location: at its mean */
    const char *origin;    /* the model's; NULL: a default */
    const char *note, *source; /* the model's, or NULL */
} bireme_assumption;

typedef struct bireme_assumptions {
    size_t n;
    bireme_assumption *items; /* [n], channel by channel, then the economy */
} bireme_assumptions;

/* Errors: MEMORY. The list holds pointers into the model. */
BIREME_MUST_USE bireme_status bireme_assumptions_create(const bireme_model *model, bireme_assumptions **out,
                                                        bireme_error *error);
void bireme_assumptions_free(bireme_assumptions *assumptions); /* NULL is fine */

/* Adds to an initialised document; failures are remembered in it. */
void bireme_assumptions_document(const bireme_model *model, const bireme_assumptions *assumptions,
                                 bireme_document *document);
/* Adds a member of that name to the object that is open. */
void bireme_assumptions_write_json(const bireme_model *model, const bireme_assumptions *assumptions,
                                   bireme_json *json, const char *key);

/* The rank correlation of which the copula's Pearson correlation is 2 sin(π ρ / 6), to three decimals. */
double bireme_rank_of_pearson(double pearson);

#endif
