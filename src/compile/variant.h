/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A compiled scenario with other decisions: how much each channel spends, or how many leads it buys whatever
 * they cost, and how many reps there are. Everything that is costly to make is that of the one it was made
 * from.
 */
#ifndef BIREME_COMPILE_VARIANT_H
#define BIREME_COMPILE_VARIANT_H

#include "compile/compiled.h"

typedef struct bireme_moves {
    /* [n_channels] factor of the spend of every period (what was spent before stays); NULL: 1 */
    const double *spend;
    const double *flat; /* [n_channels] spent in every period besides; NULL: nothing */
    /* [n_channels × periods] mean leads that the channel buys in a period, whatever the trial's price;
     * NAN: it spends as planned. NULL: all do */
    const double *volume;
    double reps;      /* at the start; NAN: as planned */
    bool unlimited;   /* sales can take up whatever comes */
    bool instant;     /* nothing takes time but waiting for sales */
    bool unsaturated; /* spend buys leads at the cost per lead, however much it is */
    /* [n_quantities] the same value in every trial; NAN: as drawn. NULL: all are. Those it is correlated
     * with keep their own law */
    const double *pinned;
    int *path; /* [periods] the regime of each; NULL: as the scenario says. Must outlive the variant */
    const bireme_goal *goal; /* NULL: the scenario's; its metric must outlive the variant */
} bireme_moves;

/* base must outlive it, and owns its metrics and tables; free with bireme_variant_free(). Errors: MEMORY,
 * DOMAIN. */
BIREME_MUST_USE bireme_status bireme_variant_create(const bireme_compiled *base, const bireme_moves *moves,
                                                    bireme_compiled **out, bireme_error *error);
void bireme_variant_free(bireme_compiled *variant); /* NULL is fine */

#endif
