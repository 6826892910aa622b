/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A model being built: its parts, which build.c calls one after another, and the steps that they take.
 */
#ifndef BIREME_SCENARIO_BUILD_STEPS_H
#define BIREME_SCENARIO_BUILD_STEPS_H

#include "model/model.h"
#include "scenario/fields/fields.h"
#include "scenario/reading.h"

typedef struct bireme_builder {
    bireme_reading *reading;
    bireme_model *model;
    size_t quantities_capacity;
    int *shared; /* [n_shared] quantities that channels share, as far as they are built */
    size_t n_shared;
    bool failed; /* out of memory, or something was reported */
} bireme_builder;

/* ---- the parts; each sets builder->failed. What begins takes trees that the checks have not passed. */
void bireme_build_begin_channels(bireme_builder *builder);
void bireme_build_begin_pipeline(bireme_builder *builder); /* after the channels */
void bireme_build_channels(bireme_builder *builder);
void bireme_build_sales(bireme_builder *builder);
void bireme_build_revenue(bireme_builder *builder);
void bireme_build_decision(bireme_builder *builder); /* after channels and sales */
void bireme_build_economy(bireme_builder *builder);
void bireme_build_initiatives(bireme_builder *builder);
void bireme_build_pipeline(bireme_builder *builder); /* after the channels */
void bireme_build_correlations(bireme_builder *builder);
void bireme_build_statements(bireme_builder *builder); /* after all others */

/* ---- and what they share */

/* A copy on the heap; NULL for NULL and (with failed set) without memory. */
char *bireme_build_copy(bireme_builder *builder, const char *text);
/* Zeroed memory; failed is set without memory. */
void *bireme_build_alloc(bireme_builder *builder, size_t count, size_t size);
/* A copy of the text that the parent (may be NULL) has under that name; of `otherwise` (may be NULL) if it
 * has none. */
char *bireme_build_text(bireme_builder *builder, const bireme_node *parent, const char *name,
                        const char *otherwise);
/* Adds a quantity that takes over dist; its index, −1 if it failed. */
int bireme_build_quantity(bireme_builder *builder, const char *path, bireme_dist *dist,
                          const bireme_node *node);
/* The quantity of a rate at path, which checking has read; −1 if node is NULL. */
int bireme_build_rate(bireme_builder *builder, const char *path, const bireme_node *node);
/* The same of what channels share: built once for all that take it, unless a mixture has two of that path. */
int bireme_build_shared(bireme_builder *builder, const char *path, bireme_dist *dist,
                        const bireme_node *node);
/* The item at path; node NULL: it is not given. What is written in `defaults` is shared, with its path there,
 * unless the location is drawn for each. */
void bireme_build_item(bireme_builder *builder, const char *path, const bireme_node *node, bireme_item *item);
/* The multipliers of node (may be NULL: none), whose paths begin with prefix. */
void bireme_build_effects(bireme_builder *builder, const char *prefix, const bireme_node *node,
                          bireme_effects *effects);
/* The number that the parent (may be NULL) has under that name. */
double bireme_build_number(const bireme_node *parent, const char *name, double otherwise);
/* "a.b.c" from its parts (NULL ends them), in the arena. */
const char *bireme_build_path(bireme_builder *builder, const char *a, const char *b, const char *c,
                              const char *d, const char *e);
/* One number per period from a PERIODS node, `otherwise` without one. */
double *bireme_build_periods(bireme_builder *builder, const bireme_node *node, double otherwise);
/* The texts of `note` and `source` of the node. */
void bireme_build_remarks(bireme_builder *builder, const bireme_node *node, char **note, char **source);
/* The field of that name in a table. */
const bireme_field *bireme_build_field(const bireme_field *members, const char *name);

#endif
