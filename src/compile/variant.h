/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A compiled scenario with other decisions: how much each channel spends, or how many leads it buys at any
 * price, and how many reps there are. Everything that is costly to make is shared with the scenario that it
 * varies.
 */
#ifndef BIREME_COMPILE_VARIANT_H
#define BIREME_COMPILE_VARIANT_H

#include "compile/compiled.h"

typedef struct bireme_moves {
    /* [n_channels] factor on the spend of every period (spend before the horizon is unchanged); NULL: 1 */
    const double *spend;
    const double *flat; /* [n_channels] spent in every period in addition; NULL: nothing */
    /* [n_channels × periods] mean leads that the channel buys in a period, whatever the trial's price; NAN:
     * it spends as planned. NULL: as planned everywhere */
    const double *volume;
    double reps;      /* at the start; NAN: as planned */
    bool unlimited;   /* sales can work whatever comes */
    bool instant;     /* steps take no time, only waiting for sales does */
    bool unsaturated; /* spend buys leads at the cost per lead, without saturation */
    /* [n_quantities] the value in every trial; NAN: drawn as usual. NULL: all are. Quantities correlated with
     * a pinned one keep their distribution */
    const double *pinned;
    int *path; /* [periods] the regime of each; NULL: as the scenario says. It must outlive the variant */
    /* [n_channels] with volume: the leads as a share of those that the spend buys; what the channel lifts
     * follows it. NULL: 1 */
    const double *volume_share;
    const bireme_goal *goal; /* NULL: the scenario's; its metric must outlive the variant */
    const double *team_reps; /* [n_teams] of each at the start; NAN: as planned. NULL: all are */
} bireme_moves;

/* base owns metrics and tables that the variant uses, and must outlive it; free with bireme_variant_free().
 * Errors: MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_variant_create(const bireme_compiled *base, const bireme_moves *moves,
                                                    bireme_compiled **out, bireme_error *error);
void bireme_variant_free(bireme_compiled *variant); /* NULL is fine */

#endif
