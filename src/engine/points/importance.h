/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How much each uncertain quantity, and the chance in each channel, contributes to the spread of expected
 * bookings.
 */
#ifndef BIREME_ENGINE_POINTS_IMPORTANCE_H
#define BIREME_ENGINE_POINTS_IMPORTANCE_H

#include "engine/trial/block.h"

/* In money, or in wins if no deal has a value. */
typedef struct bireme_importance {
    /* [n_quantities] half the change when the normal score goes from −1 to +1, the others at their medians; 0
     * if fixed */
    double *quantity;
    double *wins;   /* [n_channels] expected wins with all quantities at their medians */
    double *value;  /* [n_channels] mean value of a win then, 1 without values */
    double *spread; /* [n_channels] standard deviation of that value; 0 without values */
    double *storage;
} bireme_importance;

/* Does not depend on the seed. Errors: MEMORY; free with bireme_importance_free. */
BIREME_MUST_USE bireme_status bireme_importance_create(const bireme_compiled *compiled,
                                                       const bireme_sources *sources, bireme_importance *out,
                                                       bireme_error *error);
void bireme_importance_free(bireme_importance *importance);

#endif
