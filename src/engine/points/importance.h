/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What each uncertain quantity and each channel's chance add to the spread of the expected bookings.
 */
#ifndef BIREME_ENGINE_POINTS_IMPORTANCE_H
#define BIREME_ENGINE_POINTS_IMPORTANCE_H

#include "engine/trial/block.h"

/* Money, or wins where no deal has a value. */
typedef struct bireme_importance {
    /* [n_quantities] half the change from one standard deviation (of its normal score) below the
     * median to one above, the others at their medians; 0 of fixed ones */
    double *quantity;
    double *wins;   /* [n_channels] expected wins with all at their medians */
    double *value;  /* [n_channels] what one of them is then worth on average, 1 without values */
    double *spread; /* [n_channels] standard deviation of that; 0 without values */
    double *storage;
} bireme_importance;

/* The same for every seed. Errors: MEMORY; free with bireme_importance_free. */
BIREME_MUST_USE bireme_status bireme_importance_create(const bireme_compiled *compiled,
                                                       const bireme_sources *sources, bireme_importance *out,
                                                       bireme_error *error);
void bireme_importance_free(bireme_importance *importance);

#endif
