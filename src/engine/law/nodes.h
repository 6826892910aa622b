/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The logarithm of the characteristic function of each trial, less that of A, at a few places of u, and
 * between them. Internal to src/engine/law.
 */
#ifndef BIREME_ENGINE_LAW_NODES_H
#define BIREME_ENGINE_LAW_NODES_H

#include "engine/law/internal.h"

enum { BIREME_LAW_NODES = 16 }; /* of a panel */

typedef struct bireme_law_nodes {
    size_t panels;
    double width;   /* of a panel, in u */
    double *values; /* [n_blocks × panels × NODES × 2][BIREME_BLOCK] */
} bireme_law_nodes;

/* Σ_k μ_k (φ_k(u) − 1) of a block's trials: re, im [BIREME_BLOCK]. */
void bireme_law_log_at(const bireme_law *law, const bireme_law_block *block, double u, double *re,
                       double *im);

/* How many steps of du it takes, up to `most`, until little is left of the function in any trial. */
size_t bireme_law_reach(const bireme_law *law, double du, size_t most);

/* Nodes for 0 ≤ u ≤ end. panels 0: so few do not suffice. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_law_nodes_create(const bireme_law *law, double end, size_t panels_most,
                                                      int threads, bireme_law_nodes *out,
                                                      bireme_error *error);
void bireme_law_nodes_free(bireme_law_nodes *nodes);
/* The same as log_at, of block b, from the nodes. */
void bireme_law_nodes_at(const bireme_law_nodes *nodes, size_t b, double u, double *re, double *im);

#endif
