/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A probability distribution as the scenario file writes one: created from a family's name and one of its
 * parameter sets, immutable afterwards. Its functions are exact, for compiling tables and for display; trials
 * never call them.
 */
#ifndef BIREME_DIST_DIST_H
#define BIREME_DIST_DIST_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"

typedef struct bireme_dist bireme_dist;

/* ---- the registry: the families and the parameter sets that each takes. The scenario's grammar, its schema
 * and its reference page are made from this table. */

typedef enum bireme_parameter_kind {
    BIREME_PARAMETER_NUMBER,     /* one number */
    BIREME_PARAMETER_NUMBERS,    /* a list of numbers */
    BIREME_PARAMETER_COMPONENTS, /* a list of distributions or numbers (mixture) */
    BIREME_PARAMETER_FILE,       /* the name of a CSV file (empirical); the reader turns it into `values` */
    BIREME_PARAMETER_COLUMN      /* the name of a column in it */
} bireme_parameter_kind;

typedef struct bireme_parameter {
    const char *name;
    bireme_parameter_kind kind;
    double low, high;         /* allowed range of each number */
    bool low_open, high_open; /* the bound itself is not allowed */
    bool whole;               /* whole numbers only (false for beta's successes and trials) */
    const char *description;  /* with the unit, for schema and reference page */
} bireme_parameter;

enum { BIREME_SET_MOST = 4, BIREME_OPTIONAL_MOST = 2 };
typedef struct bireme_parameter_set {
    size_t count;
    const char *names[BIREME_SET_MOST]; /* each names a bireme_parameter of the family */
    const char *location; /* the parameter that scales the whole distribution when the set's other
                             parameters are relative (mean with cv, median with sigma, scale with shape):
                             with such a set an item's location may be uncertain. NULL: the set cannot be
                             scaled */
    const char *optional[BIREME_OPTIONAL_MOST]; /* optional parameters; NULL after the last */
} bireme_parameter_set;

typedef struct bireme_family {
    const char *name;
    const char *description;
    const char *support; /* for the reference page: "x > 0" */
    size_t n_parameters;
    const bireme_parameter *parameters;
    size_t n_sets;
    const bireme_parameter_set *sets;
    bool own_bounds; /* `min` and `max` are parameters of the family (uniform, triangular, pert), not a
                        truncation */
} bireme_family;

/* Whether the set has a parameter of this name, optional or not. */
bool bireme_parameter_set_has(const bireme_parameter_set *set, const char *name);

size_t bireme_family_count(void);
const bireme_family *bireme_family_get(size_t index);
const bireme_family *bireme_family_find(const char *name); /* NULL: no such family */
const bireme_parameter *bireme_family_parameter(const bireme_family *family,
                                                const char *name); /* NULL: none */

/* ---- creating */

typedef struct bireme_dist_argument {
    const char *name;
    double value;                         /* NUMBER */
    const double *values;                 /* NUMBERS [n] */
    const bireme_dist *const *components; /* COMPONENTS [n]; copied (deep), the caller keeps its own */
    size_t n;
} bireme_dist_argument;

typedef struct bireme_dist_spec {
    const bireme_family *family;
    const bireme_dist_argument *arguments; /* [n_arguments], exactly one of the family's sets, any order */
    size_t n_arguments;
    bool has_min, has_max; /* truncation (families without own_bounds) */
    double min, max;
} bireme_dist_spec;

/* Errors: DOMAIN (incomplete, over-determined, out of range, impossible: the message names the parameters,
 * what was found and what is allowed, and if the names are wrong lists the family's parameter sets), MEMORY.
 * error->pointer is set to the name of the argument at fault ("sd"), empty if it is none in particular: the
 * reader adds the path. */
BIREME_MUST_USE bireme_status bireme_dist_create(const bireme_dist_spec *spec, bireme_dist **out,
                                                 bireme_error *error);
/* A fixed value: all mass at one point. */
BIREME_MUST_USE bireme_status bireme_dist_create_fixed(double value, bireme_dist **out, bireme_error *error);
BIREME_MUST_USE bireme_status bireme_dist_copy(const bireme_dist *dist, bireme_dist **out,
                                               bireme_error *error);
/* Adds an owner and returns the distribution itself; it is freed when its last owner frees it. All owners
 * must be in one thread.
 */
bireme_dist *bireme_dist_share(bireme_dist *dist);
void bireme_dist_free(bireme_dist *dist);
/* Whether both are the same distribution, however written: what is compiled from one then serves the other,
 * to the bit. */
bool bireme_dist_equal(const bireme_dist *a, const bireme_dist *b);

/* ---- queries */

const char *bireme_dist_family_name(const bireme_dist *dist); /* "fixed" for a number */
bool bireme_dist_is_fixed(const bireme_dist *dist);           /* all mass at one point */
/* Whether it was written with a standard deviation below BIREME_DIST_NARROW of its mean, which is less than
 * tables and sums of doubles can represent, and was therefore made fixed at its mean. */
#define BIREME_DIST_NARROW 1e-9
bool bireme_dist_is_narrowed(const bireme_dist *dist);
/* A published metalog whose quantile function is not increasing throughout is sampled all the same
 * (metalog_fold.h); this tells where it decreases, to six digits. */
typedef struct bireme_dist_fall {
    double from_p, to_p; /* the probabilities between which the quantile function decreases most */
    double from, to;     /* the values there, to < from; infinite at an end without a bound */
    size_t others;       /* the number of other intervals where it decreases */
} bireme_dist_fall;
bool bireme_dist_falls(const bireme_dist *dist, bireme_dist_fall *out);
/* A one-line description: "lognormal (mean 24,000, cv 0.9), truncated to [0, 90000]"; into buffer, cut to
 * size.
 */
void bireme_dist_describe(const bireme_dist *dist, char *buffer, size_t size);

/* The density of the continuous part; 0 outside the support, +INFINITY at an end where it has a pole (gamma
 * with shape < 1). */
double bireme_dist_pdf(const bireme_dist *dist, double x);
double bireme_dist_cdf(const bireme_dist *dist, double x); /* P(X ≤ x) */
double bireme_dist_sf(const bireme_dist *dist, double x);  /* P(X > x), accurate in the upper tail */
/* The smallest x with F(x) ≥ p, given the lower tail p and q = 1 − p, of which the smaller is used; p or q 0
 * gives the end of the support. */
double bireme_dist_quantile_pq(const bireme_dist *dist, double p, double q);
double bireme_dist_quantile(const bireme_dist *dist, double p);
double bireme_dist_mean(const bireme_dist *dist);
double bireme_dist_variance(const bireme_dist *dist); /* INFINITY: its tail is too heavy to have one */
/* The exponent s ≥ ½ of a tail X ~ v^−s at tail probability v: that of the heavier tail without a variance;
 * or, for a tail whose variance lies almost entirely in values rarer than a run shows, that of the power law
 * with the same share of the mean in values rarer than 2^-14. 0: a sample shows the variance. */
double bireme_dist_tail_power(const bireme_dist *dist);
/* The same for 1/X near 0, X ≥ 0; with s ≥ 1 it has no mean either. */
double bireme_dist_inverse_power(const bireme_dist *dist);
/* Whether 1/X has no mean, X ≥ 0: if the density does not fall to 0 at 0 (a gamma's does for shape > 1). A
 * density at 0 of less than 1e-9 per median is accepted: no run is long enough to show it. An atom at 0 is a
 * separate matter. */
bool bireme_dist_inverse_is_endless(const bireme_dist *dist);
/* The share of the mean that lies in tail values rarer than v (for 1/X: of the mean that uniforms can show,
 * down to 2^-54). 0 if a sample shows the variance. */
double bireme_dist_heavy_share(const bireme_dist *dist, double v);
double bireme_dist_inverse_share(const bireme_dist *dist, double v);
/* By how much the mean exceeds what uniforms can show of it: values rarer than 2^-54 appear as the one there.
 * 0 if a sample shows the variance. */
double bireme_dist_unseen(const bireme_dist *dist);
/* Ends of the support, −INFINITY or INFINITY if there is none. */
double bireme_dist_lower(const bireme_dist *dist);
double bireme_dist_upper(const bireme_dist *dist);

/* The cost of evaluating it, in evaluations of a plain family: the number of families it is a mixture of. */
size_t bireme_dist_cost(const bireme_dist *dist);

/* How the distribution is composed, for making tables: a sum of atoms (points with mass) and a continuous
 * part whose density is smooth between consecutive breaks. */
size_t bireme_dist_atom_count(const bireme_dist *dist);
void bireme_dist_atom(const bireme_dist *dist, size_t index, double *value,
                      double *mass);                /* ascending values */
bool bireme_dist_is_atoms(const bireme_dist *dist); /* it consists only of atoms */
/* Points inside the support, ascending, where the density is not smooth (triangular's mode, histogram's
 * edges, bounds of a mixture's components). At most `most` are written; the count is returned. */
size_t bireme_dist_breaks(const bireme_dist *dist, double *points, size_t most);
/* Whether the density is constant between breaks (histograms, pure atoms), so that the inverse is exactly
 * piecewise linear or a step function. */
bool bireme_dist_is_piecewise_constant(const bireme_dist *dist);

#endif
