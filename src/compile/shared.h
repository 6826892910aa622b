/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What several channels have in common is made once: quantile tables, sums of deals, delays. Channels that
 * take a distribution from `defaults` have equal copies of it.
 */
#ifndef BIREME_COMPILE_SHARED_H
#define BIREME_COMPILE_SHARED_H

#include "dist/table/qtable.h"
#include "dist/sums/sums.h"
#include "compile/delay.h"

/* The delay of the steps first … last. */
typedef struct bireme_shared_delay {
    bireme_delay *delay; /* NULL in an outline */
    bool is_fixed;       /* no scale is uncertain */
    bool has_share;      /* there is a share, or, in an outline, would be */
    /* [periods × periods]: share[b · periods + a] of the leads that arrive (are taken up) in a have
     * entered by the end of b, where delay and clock are the same in every trial; else NULL */
    double *share;
    size_t number;                 /* among the compiled delays */
    size_t users;                  /* groups that have it */
    const bireme_channel *channel; /* the first of them */
    size_t first, last;
} bireme_shared_delay;

typedef struct bireme_shared {
    bool outline; /* delays are counted, and not made: what a plan will take is asked before it is made */
    size_t n_tables, n_sums, n_delays, n_wanted;
    struct bireme_shared_wanted *wanted; /* who waits for what */
    struct bireme_shared_table *tables;
    struct bireme_shared_sums *sums;
    bireme_shared_delay **delays;
    bireme_delay_sums *delay_sums; /* NULL: no delay was made */
} bireme_shared;

/* Where the distribution that something is made of was written (bireme_model_locate). */
typedef struct bireme_shared_place {
    const char *origin, *pointer; /* NULL: in no file */
} bireme_shared_place;

/* Tables and sums are asked for first and made afterwards: *out, NULL until then, is written by
 * bireme_shared_hand_out() and must stay where it is. most: as in bireme_sums_create(). All are kept; dist
 * must outlive them. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_shared_table(bireme_shared *shared, const bireme_dist *dist,
                                                  bireme_shared_place place, const bireme_qtable **out,
                                                  bireme_error *error);
BIREME_MUST_USE bireme_status bireme_shared_sums_of(bireme_shared *shared, const bireme_dist *dist,
                                                    bireme_shared_place place, double most,
                                                    const bireme_sums **out, bireme_error *error);
/* How many were asked for; the costly ones come first. */
size_t bireme_shared_count(const bireme_shared *shared);
/* Makes one; different ones may be made at the same time. Errors: as of what is created. */
BIREME_MUST_USE bireme_status bireme_shared_make(bireme_shared *shared, size_t number, bireme_error *error);
void bireme_shared_hand_out(bireme_shared *shared); /* when all are made */

/* Made at once. Errors: as of the delay. */
BIREME_MUST_USE bireme_status bireme_shared_delay_of(bireme_shared *shared, const bireme_model *model,
                                                     const bireme_channel *channel, size_t first, size_t last,
                                                     bireme_shared_delay **out, bireme_error *error);
void bireme_shared_free(bireme_shared *shared);

#endif
