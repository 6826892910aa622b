/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What several channels have in common and is made only once: quantile tables, sums of deals, delays.
 * Channels that take a distribution from `defaults` have equal copies of it.
 */
#ifndef BIREME_COMPILE_SHARED_H
#define BIREME_COMPILE_SHARED_H

#include "dist/table/qtable.h"
#include "dist/sums/sums.h"
#include "compile/delay/delay.h"

/* The delay of the steps first … last. */
typedef struct bireme_shared_delay {
    bireme_delay *delay; /* NULL in an outline */
    bool is_fixed;       /* no scale is uncertain */
    bool has_share;      /* there is a share or, in an outline, there would be */
    /* [periods × periods]: share[b · periods + a] of the leads that arrive (are taken up) in period a have
     * entered by the end of b, if delay and clock are the same in every trial; else NULL */
    double *share;
    size_t number;                 /* index among the compiled delays */
    size_t users;                  /* number of groups with this delay */
    const bireme_channel *channel; /* the first channel with it */
    size_t first, last;
} bireme_shared_delay;

typedef struct bireme_shared {
    bool outline; /* delays are counted but not made, to tell what a plan will need before it is compiled */
    size_t n_tables, n_sums, n_delays, n_wanted;
    struct bireme_shared_wanted *wanted; /* requests not yet handed out */
    struct bireme_shared_table *tables;
    struct bireme_shared_sums *sums;
    bireme_shared_delay **delays;
    bireme_delay_sums *delay_sums; /* NULL: no delay was made yet */
} bireme_shared;

/* Where the distribution that something is built from was written (bireme_model_locate). */
typedef struct bireme_shared_place {
    const char *origin, *pointer; /* NULL: in no file */
} bireme_shared_place;

/* Tables and sums are requested first and made afterwards: bireme_shared_hand_out() sets *out, which is NULL
 * until then and must stay where it is. most: as in bireme_sums_create(). Everything is kept; dist must
 * outlive it. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_shared_table(bireme_shared *shared, const bireme_dist *dist,
                                                  bireme_shared_place place, const bireme_qtable **out,
                                                  bireme_error *error);
BIREME_MUST_USE bireme_status bireme_shared_sums_of(bireme_shared *shared, const bireme_dist *dist,
                                                    bireme_shared_place place, double most,
                                                    const bireme_sums **out, bireme_error *error);
/* How many were requested; the costly ones come first. */
size_t bireme_shared_count(const bireme_shared *shared);
/* Makes one; several may be made concurrently. Errors: as of the function that creates it. */
BIREME_MUST_USE bireme_status bireme_shared_make(bireme_shared *shared, size_t number, bireme_error *error);
void bireme_shared_hand_out(bireme_shared *shared); /* once all are made */

/* Made at once, not requested. Errors: as of bireme_delay_create(). */
BIREME_MUST_USE bireme_status bireme_shared_delay_of(bireme_shared *shared, const bireme_model *model,
                                                     const bireme_channel *channel, size_t first, size_t last,
                                                     bireme_shared_delay **out, bireme_error *error);
void bireme_shared_free(bireme_shared *shared);

#endif
