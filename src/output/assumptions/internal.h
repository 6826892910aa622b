/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files that make the document of assumptions.
 */
#ifndef BIREME_OUTPUT_ASSUMPTIONS_INTERNAL_H
#define BIREME_OUTPUT_ASSUMPTIONS_INTERNAL_H

#include "output/assumptions/assumptions.h"

/* The index in list->sharing of those that have the quantity (−1: none) or the item of that path (NULL:
 * none), added if it is new. −1: out of memory. */
int bireme_sharing_find(const bireme_model *model, bireme_assumptions *list, int quantity, const char *item);
/* Appends a unit of the file format in terms of this scenario: "money per period" is "USD per month". */
void bireme_section_unit(bireme_text *out, const bireme_model *model, const char *unit);
/* Adds "LABEL: TEXT" under the last row; nothing if text is NULL or empty. */
void bireme_section_labelled(bireme_document *document, const char *label, const char *text);
/* What the files that make the document are about. */
typedef struct bireme_assumed {
    const bireme_model *model;
    const bireme_assumptions *list;
    bool said; /* names are those that people say, with the paths beside them; else paths alone */
} bireme_assumed;

/* The paragraphs that open the document: time, funnel, trials, pace, goal. */
void bireme_assumptions_frame(const bireme_model *model, bireme_document *document);
/* "revenue of at least $4.5M by the end of December 2027, with a confidence of 80 %"; nothing without a
 * goal. */
void bireme_assumptions_goal(bireme_text *out, const bireme_model *model);
/* The name of a number: what people say, or its path. */
void bireme_assumed_name(const bireme_assumed *a, const char *path, bireme_text *out);
/* Appends the words of an item; what its numbers are multiplied with is named in the same way. */
void bireme_assumed_words(const bireme_assumed *of, const bireme_assumption *a, bireme_text *out);
/* Appends " Defaults: season 1; touches none." levels: how many leading names of each path are left out. */
void bireme_section_defaults(bireme_text *out, const bireme_assumed *a, bireme_section section, int channel,
                             int levels);
/* Adds the table of a section; of SHARED the part with sharing number `channel`; nothing if it is empty. */
void bireme_section_assumptions(const bireme_assumed *a, bireme_section section, int channel,
                                bireme_document *document);

#endif
