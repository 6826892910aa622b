/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A law, shared by the files that make it: what comes of the leads of each trial (terms.c), the
 * characteristic function (spectrum.c), how it is inverted (law.c), and what is asked of it (ask.c).
 */
#ifndef BIREME_ENGINE_LAW_INTERNAL_H
#define BIREME_ENGINE_LAW_INTERNAL_H

#include "dist/sums/transform.h"
#include "engine/law/law.h"

/* Replicates of the trials: trial i is in i mod 16. */
enum { BIREME_LAW_PARTS = BIREME_REPLICATES_MOST };

/* Deals that are alike in every trial of a block: of one channel, and worth the same. */
typedef struct bireme_law_term {
    size_t channel;
    /* [BIREME_BLOCK] mean number of deals; what one adds, times its value, and besides */
    double *mean, *each, *besides;
} bireme_law_term;

/* What a block of trials decides. */
typedef struct bireme_law_block {
    double *memory; /* holds the arrays */
    size_t lanes;   /* how many of them are trials; the others count for nothing */
    double *base;   /* [BIREME_BLOCK] A */
    double *count;  /* [BIREME_BLOCK] of counts: M */
    double *none;   /* [BIREME_BLOCK] P(nothing is won), where that is an atom of its own; else 0 */
    double *alive;  /* [BIREME_BLOCK] 1; 0 where it is no trial, or its plan cannot be bought */
    size_t n;
    bireme_law_term *terms; /* [n] */
    size_t *
        term_of; /* [channels × periods] the term that the deals are in, SIZE_MAX: they add nothing; NULL: the
                        block is made for one variant, and has no term of which nothing is won */
    double *turning; /* while the characteristic function is found (spectrum.c) */
} bireme_law_block;

typedef enum bireme_law_kind { BIREME_LAW_COUNTS, BIREME_LAW_LATTICE, BIREME_LAW_SERIES } bireme_law_kind;

struct bireme_law {
    bireme_law_kind kind;
    uint64_t trials;
    size_t n_blocks;
    bireme_law_block *blocks;            /* [n_blocks] */
    bireme_transform *const *transforms; /* [channels] NULL: no deals of it matter; the tables' */
    double alive[BIREME_LAW_PARTS];      /* trials that count */
    double dead[BIREME_LAW_PARTS];       /* and those that cannot be bought */
    double sum[BIREME_LAW_PARTS];        /* of the means given the rates */
    double squares[BIREME_LAW_PARTS];    /* of the second moments */

    /* the range of the series, or the lattice */
    double low, width, step;
    size_t n;          /* terms of the series, or points */
    double *re, *im;   /* [n × PARTS] the sums of the characteristic function over the trials of each part */
    double *mass;      /* lattice: [PARTS × n], sums likewise */
    double unresolved; /* how much of the series' end is left out */
};

/* Fills in the block's arrays from the state of a block that was run at BIREME_DEPTH_OPEN. keeps: for other
 * variants too. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_law_find_terms(bireme_block *block, const bireme_wanted *wanted,
                                                    bool keeps, bireme_law_block *to, bireme_error *error);
/* Of a block that was made with `keeps` from the same trials under another variant: what the variant decides,
 * A, the means of counts and whether the plan can be bought. */
void bireme_law_renew_terms(bireme_block *block, const bireme_wanted *wanted, bireme_law_block *to);
void bireme_law_block_free(bireme_law_block *block);
/* What is made once of the values of channel c. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_law_tabulate(const bireme_compiled *compiled, size_t c,
                                                  bireme_law_tables *tables, bireme_error *error);

/* The sums over the trials of e^(iu(A − low)) Π_k e^(μ_k(φ_k(u) − 1)), at u = 0, du, 2 du …, n of
 * them or, if `fades`, until nothing is left of it: sets re, im, n, unresolved. A function that fades
 * is without the atoms. Errors: MEMORY, CANCELLED. */
BIREME_MUST_USE bireme_status bireme_law_transform(bireme_law *law, double du, size_t n, bool fades,
                                                   const bireme_study *study, bireme_error *error);

#endif
