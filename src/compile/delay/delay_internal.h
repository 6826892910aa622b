/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a delay is made of, shared by the files that make it: its parts (delay_parts.c), their tables
 * (delay_sums.c), the rules that compute G (delay_rules.c), the whole (delay.c).
 */
#ifndef BIREME_COMPILE_DELAY_INTERNAL_H
#define BIREME_COMPILE_DELAY_INTERNAL_H

#include "numeric/solve/integral_table.h"
#include "compile/delay/delay.h"

enum { BIREME_DELAY_ATOMS = 24, BIREME_DELAY_RULES = 16, BIREME_DELAY_PANEL = 8 };

/* One independent component of the delay, its scale left out. */
typedef struct bireme_delay_part {
    bireme_integral_table *table; /* NULL: atoms */
    size_t made;                  /* index in bireme_delay_sums */
    size_t n_atoms;
    double value[BIREME_DELAY_ATOMS], mass[BIREME_DELAY_ATOMS];
    int scale;     /* quantity, −1: 1 */
    double middle; /* a typical value of the unscaled part: its median */
    double weight; /* a typical value of the scaled part's mean */
} bireme_delay_part;

/* A way to compute G at times from ≤ x ≤ to: Σ_k weight_k · G_main(x − offset_k − Σ_c moving_kc ·
 * scale_c). */
typedef struct bireme_delay_rule {
    double from, to;
    bool straight; /* G_main(x) = max(x, 0): the main part is among the nodes, or there is none */
    size_t n_nodes;
    double *weight; /* [n_nodes] */
    double *offset; /* [n_nodes] days, fixed days included */
    double *moving; /* [n_nodes × n_scaled] days per unit of the scale */
} bireme_delay_rule;

struct bireme_delay {
    double shift;
    bireme_integral_table *main; /* NULL: no part has a table */
    int main_scale;
    double main_mean; /* of the unscaled main part */
    size_t n_scaled;
    /* [n_scaled] quantities: those of the other parts, then that of the main part if it has one */
    int *scale;
    size_t n_rules;
    bireme_delay_rule rules[BIREME_DELAY_RULES];
    size_t everywhere; /* index of the rule that is valid at all times */
};

/* A table that was made: of one step, or of the sum of two that were made before. */
typedef struct bireme_delay_made {
    const bireme_dist *dist; /* NULL: a sum */
    double factor;
    size_t left, right; /* indices of the two summands */
    bireme_integral_table *table;
} bireme_delay_made;

struct bireme_delay_sums {
    size_t n;
    bireme_delay_made *all;
};

/* The independent parts of the steps first … last, with the tables of scale 1 convolved into one; fixed days
 * go to *shift. parts [stages], zeroed by the caller, who also frees the tables if this fails. */
BIREME_MUST_USE bireme_status bireme_delay_parts(const bireme_model *model, const bireme_channel *channel,
                                                 size_t first, size_t last, bireme_delay_sums *sums,
                                                 bireme_delay_part *parts, size_t *n_parts, double *shift,
                                                 bireme_error *error);

/* Sets part->table to a copy of the table of factor · Y; part->middle must be set. Made only once. Errors:
 * MEMORY. */
BIREME_MUST_USE bireme_status bireme_delay_sums_step(bireme_delay_sums *sums, const bireme_dist *dist,
                                                     double factor, bireme_delay_part *part,
                                                     bireme_error *error);
/* Sets *out to a copy of the table of a + b, both with scale 1; a->made then refers to the sum. Made only
 * once. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_delay_sums_add(bireme_delay_sums *sums, bireme_delay_part *a,
                                                    const bireme_delay_part *b, bireme_integral_table **out,
                                                    bireme_error *error);

/* Chooses the rules; main: index of the main part, n_parts if there is none. */
BIREME_MUST_USE bireme_status bireme_delay_choose_rules(bireme_delay *delay, const bireme_model *model,
                                                        const bireme_delay_part *parts, size_t n_parts,
                                                        size_t main, bireme_error *error);
void bireme_delay_rule_free(bireme_delay_rule *rule);
/* G by one rule for the lanes first … first + n − 1 of the quantities. inverse [n]: 1 / the main part's
 * scale, if it has one. */
void bireme_delay_rule_eval(const bireme_delay *delay, const bireme_delay_rule *rule,
                            const double *const *quantity, size_t first, const double *inverse, size_t n,
                            const double *x, double *out);

#endif
