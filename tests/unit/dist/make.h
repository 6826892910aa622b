/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing distributions in tests: make("gamma", 2, (bireme_dist_argument[]){NUMBER("mean", 1), NUMBER("cv",
 * 0.5)}).
 */
#ifndef BIREME_TESTS_DIST_MAKE_H
#define BIREME_TESTS_DIST_MAKE_H

#include "support/check.h"

#include <math.h>
#include <string.h>
#include "dist/dist.h"

#define NUMBER(parameter, number)                                                                            \
    {                                                                                                        \
        .name = (parameter), .value = (number)                                                               \
    }
#define LIST(parameter, ...)                                                                                 \
    {                                                                                                        \
        .name = (parameter), .values = (const double[]){__VA_ARGS__},                                        \
        .n = sizeof((const double[]){__VA_ARGS__}) / sizeof(double)                                          \
    }
#define ARGUMENTS(...)                                                                                       \
    sizeof((const bireme_dist_argument[]){__VA_ARGS__}) / sizeof(bireme_dist_argument),                      \
        (const bireme_dist_argument[])                                                                       \
    {                                                                                                        \
        __VA_ARGS__                                                                                          \
    }

static inline bireme_dist_spec spec_of(const char *family, size_t n, const bireme_dist_argument *arguments,
                                       double min, double max)
{
    return (bireme_dist_spec){.family = bireme_family_find(family),
                              .arguments = arguments,
                              .n_arguments = n,
                              .has_min = min > -INFINITY,
                              .has_max = max < INFINITY,
                              .min = min,
                              .max = max};
}

/* Truncated to [min, max] where these are finite; the test fails if there is an error. */
static inline bireme_dist *make_between(double min, double max, const char *family, size_t n,
                                        const bireme_dist_argument *arguments)
{
    bireme_dist_spec spec = spec_of(family, n, arguments, min, max);
    bireme_error error;
    bireme_dist *dist = NULL;
    if (bireme_dist_create(&spec, &dist, &error) != BIREME_OK) fail_msg("%s", error.message);
    return dist;
}

static inline bireme_dist *make(const char *family, size_t n, const bireme_dist_argument *arguments)
{
    return make_between(-INFINITY, INFINITY, family, n, arguments);
}

static inline bireme_dist *make_fixed(double value)
{
    bireme_error error;
    bireme_dist *dist = NULL;
    if (bireme_dist_create_fixed(value, &dist, &error) != BIREME_OK) fail_msg("%s", error.message);
    return dist;
}

#endif
