/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Correlated sets: pairs are joined into connected sets; each set's rank correlations become the correlations
 * of a Gaussian copula, r = 2 sin(π ρ / 6) (Pearson 1907), 0 between members that no pair joins. A set that
 * is not positive definite is refused with the nearest one that is, or replaced by it if the options say so.
 */
#include "scenario/build/steps.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "numeric/solve/matrix.h"
#include "numeric/special/portable.h"
#include "scenario/check/correlation_pairs.h"

static const double pi = 3.14159265358979323846;
static const double smallest_eigenvalue = 1e-8;

static int find_quantity(const bireme_model *model, const char *path)
{
    for (size_t q = 0; q < model->n_quantities; q++)
        if (strcmp(model->quantities[q].path, path) == 0) return (int)q;
    return -1;
}

/* The quantities [2 × count] of the pairs. False: reported. */
static bool find_quantities(bireme_builder *builder, const bireme_pairs *pairs, int *ends)
{
    const bireme_model *model = builder->model;
    for (size_t i = 0; i < 2 * pairs->count; i++) {
        const bireme_pair *pair = &pairs->items[i / 2];
        char quoted[BIREME_QUOTE_SIZE];
        ends[i] = find_quantity(model, pair->path[i % 2]);
        if (ends[i] >= 0 && model->quantities[ends[i]].redraws) {
            bireme_node_fail(
                &builder->reading->report, pair->node,
                "`%s` is drawn anew in every period (`redraw`), and only what is drawn once a trial "
                "can be correlated",
                bireme_quote(quoted, pair->path[i % 2]));
            builder->failed = true;
            continue;
        }
        if (ends[i] >= 0 && !bireme_dist_is_fixed(model->quantities[ends[i]].dist)) continue;
        bireme_node_fail(&builder->reading->report, pair->node,
                         "`%s` %s, and only uncertain quantities can be correlated",
                         bireme_quote(quoted, pair->path[i % 2]),
                         ends[i] < 0 ? "is not used in this scenario" : "is fixed");
        builder->failed = true;
    }
    return !builder->failed;
}

/* label [n_quantities]: the smallest quantity that each is connected to, −1 for those in no pair. */
static void label_sets(const bireme_pairs *pairs, const int *ends, size_t n, int *label)
{
    for (size_t q = 0; q < n; q++) label[q] = -1;
    for (size_t i = 0; i < 2 * pairs->count; i++) label[ends[i]] = ends[i];
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < pairs->count; i++) {
            int a = label[ends[2 * i]], b = label[ends[2 * i + 1]];
            if (a == b) continue;
            label[ends[2 * i]] = label[ends[2 * i + 1]] = a < b ? a : b;
            changed = true;
        }
    }
}

static size_t position(const bireme_correlated *set, int quantity)
{
    size_t i = 0;
    while (set->quantity[i] != quantity) i++;
    return i;
}

static void fill_set(bireme_builder *builder, const bireme_pairs *pairs, const int *ends, const int *label,
                     int which, bireme_correlated *set)
{
    size_t most = builder->model->n_quantities;
    *set = (bireme_correlated){.quantity = bireme_build_alloc(builder, most, sizeof *set->quantity)};
    if (set->quantity == NULL) return;
    for (size_t q = 0; q < most; q++)
        if (label[q] == which) set->quantity[set->n++] = (int)q;
    set->pearson = bireme_build_alloc(builder, set->n * set->n, sizeof *set->pearson);
    if (set->pearson == NULL) return;
    for (size_t i = 0; i < set->n; i++) set->pearson[i * set->n + i] = 1;
    for (size_t i = 0; i < pairs->count; i++) {
        if (label[ends[2 * i]] != which) continue;
        size_t a = position(set, ends[2 * i]), b = position(set, ends[2 * i + 1]);
        double r = 2 * bireme_sin(pi * pairs->items[i].rank / 6);
        set->pearson[a * set->n + b] = set->pearson[b * set->n + a] = r;
    }
}

/* ------------------------ sets that are not positive definite */

/* A correlation of the copula as a rank correlation with three decimals, for messages only. */
static void append_rank(bireme_text *text, double pearson)
{
    double rank = 6 / pi * asin(pearson / 2);
    bireme_text_append_number(text, floor(rank * 1000 + 0.5) / 1000);
}

static void append_row(bireme_text *text, const bireme_correlated *set, const double *matrix, size_t row)
{
    for (size_t j = 0; j < set->n; j++) {
        bireme_text_append(text, j > 0 ? ", " : "[");
        append_rank(text, matrix[row * set->n + j]);
    }
    bireme_text_append(text, "]");
}

static const bireme_node *first_pair_of(const bireme_pairs *pairs, const int *ends,
                                        const bireme_correlated *set)
{
    for (size_t i = 0; i < pairs->count; i++)
        for (size_t j = 0; j < set->n; j++)
            if (ends[2 * i] == set->quantity[j]) return pairs->items[i].node;
    return NULL;
}

/* Reports which set is inconsistent, and the nearest matrix that is consistent: a small one in the same
 * message, a large one row by row. */
static void report_set(bireme_builder *builder, const bireme_correlated *set, const double *nearest,
                       const bireme_node *node)
{
    enum { SMALL = 5 };
    bireme_report *report = &builder->reading->report;
    bool repair = builder->reading->options.repair_correlations, small = set->n <= SMALL;
    bireme_severity severity = repair ? BIREME_SEVERITY_WARNING : BIREME_SEVERITY_ERROR;
    bireme_text text = {0};
    char quoted[BIREME_QUOTE_SIZE];
    bireme_text_format(&text, "the correlations of %zu quantities contradict one another%s; %s", set->n,
                       repair ? "" : " (their matrix is not positive definite)",
                       repair ? "the nearest that do not are taken: "
                              : "--repair-correlations takes the nearest that do not: ");
    for (size_t i = 0; small && i < set->n; i++) {
        const char *path = builder->model->quantities[set->quantity[i]].path;
        bireme_text_format(&text, "%s`%s` ", i > 0 ? ", " : "", bireme_quote(quoted, path));
        append_row(&text, set, nearest, i);
    }
    bireme_node_report(report, severity, BIREME_SCENARIO, node, BIREME_NODE_VALUE, "%s%s",
                       bireme_text_string(&text), small ? "" : "the rows follow");
    for (size_t i = 0; !small && i < set->n; i++) {
        bireme_text row = {0};
        append_row(&row, set, nearest, i);
        bireme_node_report(report, severity, BIREME_SCENARIO, node, BIREME_NODE_VALUE, "row %zu, `%s`: %s",
                           i + 1, bireme_quote(quoted, builder->model->quantities[set->quantity[i]].path),
                           bireme_text_string(&row));
        bireme_text_free(&row);
    }
    bireme_text_free(&text);
}

static void repair_or_refuse(bireme_builder *builder, const bireme_pairs *pairs, const int *ends,
                             bireme_correlated *set)
{
    bireme_reading *reading = builder->reading;
    const bireme_node *node = first_pair_of(pairs, ends, set);
    bireme_error error;
    double *nearest = bireme_build_alloc(builder, set->n * set->n, sizeof *nearest);
    if (nearest == NULL) return;
    if (bireme_matrix_nearest_correlation(set->n, set->pearson, smallest_eigenvalue, nearest, &error) !=
        BIREME_OK) {
        bireme_node_report_error(&reading->report, node, &error);
        builder->failed = true;
    } else {
        report_set(builder, set, nearest, node);
        if (reading->options.repair_correlations)
            memcpy(set->pearson, nearest, set->n * set->n * sizeof *nearest);
        else
            builder->failed = true;
    }
    bireme_free(nearest);
}

static void build_sets(bireme_builder *builder, const bireme_pairs *pairs, const int *ends, const int *label)
{
    bireme_model *model = builder->model;
    model->correlated = bireme_build_alloc(builder, model->n_quantities, sizeof *model->correlated);
    if (model->correlated == NULL) return;
    for (size_t q = 0; q < model->n_quantities; q++) {
        bool out_of_memory;
        if (label[q] != (int)q) continue;
        bireme_correlated *set = &model->correlated[model->n_correlated++];
        fill_set(builder, pairs, ends, label, (int)q, set);
        if (set->pearson == NULL) return;
        if (bireme_matrix_cholesky(set->n, set->pearson, NULL, &out_of_memory)) continue;
        if (out_of_memory)
            builder->failed = true;
        else
            repair_or_refuse(builder, pairs, ends, set);
    }
}

void bireme_build_correlations(bireme_builder *builder)
{
    bireme_pairs pairs;
    bireme_model *model = builder->model;
    if (!bireme_pairs_read(builder->reading, &pairs)) {
        builder->failed = true;
        return;
    }
    if (pairs.count == 0) return;
    int *ends = bireme_build_alloc(builder, 2 * pairs.count, sizeof *ends);
    int *label = bireme_build_alloc(builder, model->n_quantities, sizeof *label);
    if (!builder->failed && find_quantities(builder, &pairs, ends)) {
        label_sets(&pairs, ends, model->n_quantities, label);
        build_sets(builder, &pairs, ends, label);
    }
    bireme_free(ends);
    bireme_free(label);
}
