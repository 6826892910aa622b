/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which channels may touch a channel's deals, and how each rule shares the credit. Class k of the 2^n classes
 * is the subset of the n touching channels whose bits are set in k; the source itself is in every class.
 */
#ifndef BIREME_COMPILE_TOUCHES_H
#define BIREME_COMPILE_TOUCHES_H

#include "model/metric.h"

typedef struct bireme_touches {
    size_t n;            /* channels that may touch, besides the source */
    int *channel;        /* [n] */
    double *probability; /* [n], in (0, 1] */
    size_t n_classes;    /* 2^n */
    double *weight; /* [BIREME_CREDIT_COUNT × n_classes × (n + 1)], the last of each row is the source's; a
                            row sums to 1 */
} bireme_touches;

BIREME_MUST_USE bireme_status bireme_touches_create(const bireme_model *model, size_t channel,
                                                    bireme_touches **out, bireme_error *error);
void bireme_touches_free(bireme_touches *touches);

#endif
