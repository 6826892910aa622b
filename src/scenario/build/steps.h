/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A model being built: its parts, which build.c calls in turn, and the functions that these use.
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
    int *shared; /* [n_shared] quantities that channels share, those built so far */
    size_t n_shared;
    bool failed; /* out of memory, or something was reported */
} bireme_builder;

/* ---- the parts; each sets builder->failed. The `begin` functions also accept trees that fail the checks. */
void bireme_build_begin_channels(bireme_builder *builder);
void bireme_build_begin_pipeline(bireme_builder *builder); /* after the channels */
void bireme_build_begin_teams(bireme_builder *builder);    /* after the stages */
void bireme_build_begin_revenue(bireme_builder *builder);
void bireme_build_channels(bireme_builder *builder);
void bireme_build_teams(bireme_builder *builder); /* after the channels */
void bireme_build_revenue(bireme_builder *builder);
void bireme_build_decision(bireme_builder *builder); /* after channels and sales */
void bireme_build_economy(bireme_builder *builder);
void bireme_build_initiatives(bireme_builder *builder);
/* growth.c: which channels lift which, of which only what metrics depend on; after the channels are begun */
void bireme_build_begin_lifts(bireme_builder *builder);
/* Growth, drift and lifts of a channel; node: the channel. */
void bireme_build_growth(bireme_builder *builder, const bireme_node *node, bireme_channel *channel);
/* The walks of `economy.drift`; node: the economy, may be NULL. */
void bireme_build_economy_drift(bireme_builder *builder, const bireme_node *node);
void bireme_build_pipeline(bireme_builder *builder); /* after the channels */
void bireme_build_correlations(bireme_builder *builder);
/* correlated_increments.c: joins the sets that have increments of one walk, and adds all the others of it. */
void bireme_build_join_increments(bireme_builder *builder);
void bireme_build_past(bireme_builder *builder); /* before the channels */
/* Puts what was spent on the channel in the periods that are over before its spend. */
void bireme_build_spent(bireme_builder *builder, bireme_channel *channel);
/* Whether the goal can be told from what is known of the past; if not, that is reported. */
void bireme_build_check_goal(bireme_builder *builder);
void bireme_build_statements(bireme_builder *builder); /* after all others */

/* ---- helpers */

/* Whether the goal is about such a metric, or a decision will be, by the options of loading. */
bool bireme_build_asks_for(const bireme_reading *reading, bool (*is_such)(const char *metric));

/* A copy on the heap; NULL for NULL and (setting failed) if memory is out. */
char *bireme_build_copy(bireme_builder *builder, const char *text);
/* Zeroed memory; sets failed if memory is out. */
void *bireme_build_alloc(bireme_builder *builder, size_t count, size_t size);
/* A copy of the parent's (may be NULL) text of that name; if it has none, of `otherwise` (may be NULL). */
char *bireme_build_text(bireme_builder *builder, const bireme_node *parent, const char *name,
                        const char *otherwise);
/* The quantity of a rate at path, from the distribution that checking has read; −1 if node is NULL. */
int bireme_build_rate(bireme_builder *builder, const char *path, const bireme_node *node);
/* A new quantity with that distribution, which it takes over; node: where it is written. −1: it failed. */
int bireme_build_quantity(bireme_builder *builder, const char *path, bireme_dist *dist,
                          const bireme_node *node);
/* The path in `defaults` that corresponds to a channel's path. */
const char *bireme_build_path_in_defaults(bireme_builder *builder, const char *path);
/* A multiplier for all steps, or one for each step that is named: out [stages], −1: none. */
void bireme_build_odds(bireme_builder *builder, const char *prefix, const bireme_node *odds, int *out);
/* The item at path; node NULL: none. What is written in `defaults` is shared, and its path is the one there,
 * unless its location has `each`. */
void bireme_build_item(bireme_builder *builder, const char *path, const bireme_node *node, bireme_item *item);
/* The multipliers of node (may be NULL: none); prefix: the beginning of their paths. */
void bireme_build_effects(bireme_builder *builder, const char *prefix, const bireme_node *node,
                          bireme_effects *effects);
/* The parent's (may be NULL) number of that name, else `otherwise`. */
double bireme_build_number(const bireme_node *parent, const char *name, double otherwise);
/* "a.b.c" from its parts (NULL ends them), in the arena. */
const char *bireme_build_path(bireme_builder *builder, const char *a, const char *b, const char *c,
                              const char *d, const char *e);
/* One number per period from a PERIODS node; without one, `otherwise` for each. */
double *bireme_build_periods(bireme_builder *builder, const bireme_node *node, double otherwise);
/* The texts of `note` and `source` of the node. */
void bireme_build_remarks(bireme_builder *builder, const bireme_node *node, char **note, char **source);

#endif
