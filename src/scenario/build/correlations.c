/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Correlated sets: pairs are joined into connected sets; each set's rank correlations become the correlations
 * of a Gaussian copula, r = 2 sin(π ρ / 6) (Pearson 1907), 0 between members that no pair joins. A set that
 * is not positive definite is refused with the nearest one that is, or replaced by it if the options say so.
 *
 * Walks that go together in every period are a set of walks: one matrix, whatever the number of periods. If a
 * single increment of one of them is correlated, increments are what is joined, period by period.
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

/* A pair of quantities; of a walk that is in its set as a whole, its first increment. */
typedef struct link {
    int end[2];
    double rank;
    const bireme_node *node; /* the entry of `correlations` */
} link;

typedef struct links {
    bireme_builder *builder;
    bireme_pairs pairs;
    bool *single; /* [n_walks] single increments of it are joined */
    link *items;  /* [count] */
    size_t count;
} links;

/* ------------------------ what is joined */

static int find_quantity(const bireme_model *model, const char *path)
{
    for (size_t q = 0; q < model->n_quantities; q++)
        if (strcmp(model->quantities[q].path, path) == 0) return (int)q;
    return -1;
}

static int find_walk(const bireme_model *model, const char *path)
{
    for (size_t w = 0; w < model->n_walks; w++)
        if (strcmp(model->walks[w].path, path) == 0) return (int)w;
    return -1;
}

static bool check_quantity(bireme_builder *builder, const bireme_pair *pair, const char *path)
{
    const bireme_model *model = builder->model;
    char quoted[BIREME_QUOTE_SIZE];
    const int q = find_quantity(model, path);
    if (q >= 0 && !model->quantities[q].redraws && !bireme_dist_is_fixed(model->quantities[q].dist))
        return true;
    bireme_quote(quoted, path);
    if (q >= 0 && model->quantities[q].redraws)
        bireme_node_fail(
            &builder->reading->report, pair->node,
            "`%s` is drawn anew in every period (`redraw`), independently, and only what is drawn "
            "once a trial can be correlated; what moves rates of a month together is a regime "
            "of the economy",
            quoted);
    else
        bireme_node_fail(&builder->reading->report, pair->node,
                         "`%s` %s, and only uncertain quantities can be correlated", quoted,
                         q < 0 ? "is not used in this scenario" : "is fixed");
    return false;
}

static bool check_walk(bireme_builder *builder, const bireme_pair *pair, const bireme_pair_end *end)
{
    const bireme_model *model = builder->model;
    char quoted[BIREME_QUOTE_SIZE];
    bireme_quote(quoted, end->path);
    if (find_walk(model, end->path) < 0)
        bireme_node_fail(&builder->reading->report, pair->node, "`%s` is not used in this scenario", quoted);
    else if (end->period >= (int)model->periods)
        bireme_node_fail(&builder->reading->report, pair->node,
                         "`%s[%d]` is after the horizon: the increments are `[0]` to `[%zu]`, one in each of "
                         "the %zu periods of the forecast",
                         quoted, end->period, model->periods - 1, model->periods);
    else
        return true;
    return false;
}

/* Whether everything is there that pairs name; if not, that is reported. */
static bool check_ends(bireme_builder *builder, const bireme_pairs *pairs)
{
    for (size_t i = 0; i < 2 * pairs->count; i++) {
        const bireme_pair *pair = &pairs->items[i / 2];
        const bireme_pair_end *end = &pair->end[i % 2];
        bool there = end->walk ? check_walk(builder, pair, end) : check_quantity(builder, pair, end->path);
        if (!there) builder->failed = true;
    }
    return !builder->failed;
}

static bool is_whole(const bireme_pair *pair)
{
    return bireme_pair_end_is_whole(&pair->end[0]);
}

/* Which walks are joined by single increments: those that a pair names so, and those that go with them. */
static void find_single(links *l)
{
    const bireme_model *model = l->builder->model;
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < l->pairs.count; i++) {
            const bireme_pair *pair = &l->pairs.items[i];
            int a = pair->end[0].walk ? find_walk(model, pair->end[0].path) : -1;
            int b = pair->end[1].walk ? find_walk(model, pair->end[1].path) : -1;
            bool single = !is_whole(pair) || l->single[a] || l->single[b];
            if (a >= 0 && single && !l->single[a]) changed = l->single[a] = true;
            if (b >= 0 && single && !l->single[b]) changed = l->single[b] = true;
        }
    }
}

static int number_of(const bireme_model *model, const bireme_pair_end *end, size_t period)
{
    if (!end->walk) return find_quantity(model, end->path);
    return model->walks[find_walk(model, end->path)].first + (end->period >= 0 ? end->period : (int)period);
}

/* False: failed is set. */
static bool make_links(links *l)
{
    const bireme_model *model = l->builder->model;
    const bireme_pairs *pairs = &l->pairs;
    l->single = bireme_build_alloc(l->builder, model->n_walks + 1, sizeof *l->single);
    if (l->single == NULL || !check_ends(l->builder, pairs)) return false;
    find_single(l);
    for (int pass = 0; pass < 2; pass++) {
        size_t n = 0;
        for (size_t i = 0; i < pairs->count; i++) {
            const bireme_pair *pair = &pairs->items[i];
            bool each = is_whole(pair) && l->single[find_walk(model, pair->end[0].path)];
            for (size_t t = 0; t < (each ? model->periods : 1); t++, n++)
                if (pass == 1)
                    l->items[n] =
                        (link){{number_of(model, &pair->end[0], t), number_of(model, &pair->end[1], t)},
                               pair->rank,
                               pair->node};
        }
        l->count = n;
        if (pass == 0) l->items = bireme_build_alloc(l->builder, n, sizeof *l->items);
        if (l->items == NULL) return false;
    }
    return true;
}

/* ------------------------ sets */

/* label [n_quantities]: the smallest quantity that each is connected to, −1 for those in no pair. */
static void label_sets(const links *l, size_t n, int *label)
{
    for (size_t q = 0; q < n; q++) label[q] = -1;
    for (size_t i = 0; i < 2 * l->count; i++) {
        int q = l->items[i / 2].end[i % 2];
        label[q] = q;
    }
    for (bool changed = true; changed;) {
        changed = false;
        for (size_t i = 0; i < l->count; i++) {
            int *a = &label[l->items[i].end[0]], *b = &label[l->items[i].end[1]];
            if (*a == *b) continue;
            *a = *b = *a < *b ? *a : *b;
            changed = true;
        }
    }
}

static bireme_correlated_kind kind_of(const links *l, const bireme_correlated *set)
{
    const bireme_model *model = l->builder->model;
    bireme_correlated_kind kind = BIREME_CORRELATED_QUANTITIES;
    for (size_t i = 0; i < set->n; i++) {
        int w = bireme_model_walk_of(model, set->quantity[i]);
        if (w >= 0) kind = l->single[w] ? BIREME_CORRELATED_INCREMENTS : BIREME_CORRELATED_WALKS;
    }
    return kind;
}

static size_t position(const bireme_correlated *set, int quantity)
{
    size_t i = 0;
    while (set->quantity[i] != quantity) i++;
    return i;
}

static void fill_set(const links *l, const int *label, int which, bireme_correlated *set)
{
    bireme_builder *builder = l->builder;
    size_t most = builder->model->n_quantities, n = 0;
    for (size_t q = 0; q < most; q++) n += label[q] == which;
    *set = (bireme_correlated){.quantity = bireme_build_alloc(builder, n, sizeof *set->quantity)};
    if (set->quantity == NULL) return;
    for (size_t q = 0; q < most; q++)
        if (label[q] == which) set->quantity[set->n++] = (int)q;
    set->kind = kind_of(l, set);
    set->pearson = bireme_build_alloc(builder, set->n * set->n, sizeof *set->pearson);
    if (set->pearson == NULL) return;
    for (size_t i = 0; i < set->n; i++) set->pearson[i * set->n + i] = 1;
    for (size_t i = 0; i < l->count; i++) {
        const link *item = &l->items[i];
        if (label[item->end[0]] != which) continue;
        size_t a = position(set, item->end[0]), b = position(set, item->end[1]);
        double r = 2 * bireme_sin(pi * item->rank / 6);
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

static const bireme_node *first_pair_of(const links *l, const bireme_correlated *set)
{
    for (size_t i = 0; i < l->count; i++)
        for (size_t j = 0; j < set->n; j++)
            if (l->items[i].end[0] == set->quantity[j]) return l->items[i].node;
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
    bireme_text_format(&text, "the correlations of %zu %s contradict one another%s; %s", set->n,
                       set->kind == BIREME_CORRELATED_WALKS ? "walks" : "quantities",
                       repair ? "" : " (their matrix is not positive definite)",
                       repair ? "the nearest that do not are taken: "
                              : "--repair-correlations takes the nearest that do not: ");
    for (size_t i = 0; small && i < set->n; i++) {
        const char *path = bireme_model_correlated_path(builder->model, set, i);
        bireme_text_format(&text, "%s`%s` ", i > 0 ? ", " : "", bireme_quote(quoted, path));
        append_row(&text, set, nearest, i);
    }
    bireme_node_report(report, severity, BIREME_SCENARIO, node, BIREME_NODE_VALUE, "%s%s",
                       bireme_text_string(&text), small ? "" : "the rows follow");
    for (size_t i = 0; !small && i < set->n; i++) {
        bireme_text row = {0};
        append_row(&row, set, nearest, i);
        bireme_node_report(report, severity, BIREME_SCENARIO, node, BIREME_NODE_VALUE, "row %zu, `%s`: %s",
                           i + 1, bireme_quote(quoted, bireme_model_correlated_path(builder->model, set, i)),
                           bireme_text_string(&row));
        bireme_text_free(&row);
    }
    bireme_text_free(&text);
}

static void repair_or_refuse(const links *l, bireme_correlated *set)
{
    bireme_builder *builder = l->builder;
    bireme_reading *reading = builder->reading;
    const bireme_node *node = first_pair_of(l, set);
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

static void build_sets(const links *l, const int *label)
{
    bireme_builder *builder = l->builder;
    bireme_model *model = builder->model;
    model->correlated = bireme_build_alloc(builder, model->n_quantities, sizeof *model->correlated);
    if (model->correlated == NULL) return;
    for (size_t q = 0; q < model->n_quantities; q++) {
        bool out_of_memory;
        if (label[q] != (int)q) continue;
        bireme_correlated *set = &model->correlated[model->n_correlated++];
        fill_set(l, label, (int)q, set);
        if (set->pearson == NULL) return;
        if (bireme_matrix_cholesky(set->n, set->pearson, NULL, &out_of_memory)) continue;
        if (out_of_memory)
            builder->failed = true;
        else
            repair_or_refuse(l, set);
    }
}

void bireme_build_correlations(bireme_builder *builder)
{
    links l = {.builder = builder};
    bireme_model *model = builder->model;
    if (!bireme_pairs_read(builder->reading, &l.pairs)) {
        builder->failed = true;
        return;
    }
    if (l.pairs.count == 0) return;
    int *label = bireme_build_alloc(builder, model->n_quantities, sizeof *label);
    if (!builder->failed && make_links(&l)) {
        label_sets(&l, model->n_quantities, label);
        build_sets(&l, label);
        if (!builder->failed) bireme_build_join_increments(builder);
    }
    bireme_free(l.single);
    bireme_free(l.items);
    bireme_free(label);
}
