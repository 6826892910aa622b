/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tables of steps, and of sums of steps. With Y_b on nodes y_k of weights w_k, G of the sum is E[G_a(x −
 * Y_b)] = Σ_k w_k G_a(x − y_k): the weights are positive and sum to 1, so that an error of G_a is averaged
 * and never grows, however many steps are added in turn. (Products of F_a and F_b would need F_a from
 * differences of G_a, whose error grows with every step.)
 *
 * The nodes: each cell of b has two, around its mean, as far from it as in a cell of uniform density; mass
 * and mean of a cell come exactly from F_b and G_b. Where the density is smooth the error falls with the
 * fourth power of the cell width. Of the two distributions, the one with the narrower cells provides the
 * nodes, so that G of the other is smooth over a cell.
 */
#include "compile/delay/delay_internal.h"

#include <math.h>
#include "base/memory.h"

enum { CELLS_MOST = 1024, CELLS_FEW = 96 };
static const double CELL_LEAST = 1e-10; /* of mass */

/* One call of the function is a sum over all nodes; the limits are those of
 * bireme_integral_table_create(). */
enum { SUM_COST = 16 };

bireme_status bireme_delay_sums_create(bireme_delay_sums **out, bireme_error *error)
{
    *out = bireme_calloc(1, sizeof **out);
    return *out != NULL ? BIREME_OK : bireme_fail_memory(error);
}

void bireme_delay_sums_free(bireme_delay_sums *sums)
{
    if (sums == NULL) return;
    for (size_t i = 0; i < sums->n; i++) bireme_integral_table_free(sums->all[i].table);
    bireme_free(sums->all);
    bireme_free(sums);
}

/* Takes ownership of the table, even if it fails. */
static bireme_status keep(bireme_delay_sums *sums, bireme_delay_made what, bireme_error *error)
{
    bireme_delay_made *all = bireme_realloc(sums->all, sums->n + 1, sizeof *all);
    if (all == NULL) {
        bireme_integral_table_free(what.table);
        return bireme_fail_memory(error);
    }
    sums->all = all;
    all[sums->n++] = what;
    return BIREME_OK;
}

/* ------------------------ steps */

static double scaled_cdf(const void *context, double x)
{
    const bireme_delay_made *step = context;
    return bireme_dist_cdf(step->dist, x / step->factor);
}

bireme_status bireme_delay_sums_step(bireme_delay_sums *sums, const bireme_dist *dist, double factor,
                                     bireme_delay_part *part, bireme_error *error)
{
    size_t i = 0;
    while (i < sums->n && (sums->all[i].dist == NULL || sums->all[i].factor != factor ||
                           !bireme_dist_equal(sums->all[i].dist, dist)))
        i++;
    if (i == sums->n) {
        bireme_delay_made step = {.dist = dist, .factor = factor};
        double end = bireme_dist_quantile_pq(dist, 1 - 1e-14, 1e-14) * factor;
        bireme_status status = bireme_integral_table_create(scaled_cdf, &step, false, part->middle, end,
                                                            bireme_dist_cost(dist), &step.table, error);
        if (status == BIREME_OK) status = keep(sums, step, error);
        if (status != BIREME_OK) return status;
    }
    part->made = i;
    return bireme_integral_table_copy(sums->all[i].table, &part->table, error);
}

/* ------------------------ sums */

typedef struct node_set {
    size_t n;
    double value[2 * CELLS_MOST], weight[2 * CELLS_MOST];
    double width; /* of the cells, averaged by their mass */
} node_set;

static void add_cell(node_set *to, double from, double until, double mass, double mean)
{
    double spread = sqrt((mean - from) * (until - mean) / 3); /* for uniform density: width / √12 */
    to->value[to->n] = mean - spread;
    to->value[to->n + 1] = mean + spread;
    to->weight[to->n] = to->weight[to->n + 1] = mass / 2;
    to->n += 2;
    to->width += mass * (until - from);
}

/* Into how many cells a piece is divided: in a distribution that is narrow for its range only a few pieces
 * hold any mass. */
static size_t cut(const bireme_integral_table *table)
{
    size_t some = 0;
    double below = 0;
    for (size_t i = 1; i <= bireme_integral_table_pieces(table); i++) {
        double up_to = bireme_integral_table_slope(table, bireme_integral_table_edge(table, i));
        some += up_to - below > CELL_LEAST;
        below = up_to;
    }
    return some == 0 ? CELLS_FEW : 1 + (CELLS_FEW - 1) / some;
}

/* Makes the nodes, in ascending order. Cells are the pieces of the table, divided where few of them hold any
 * mass, merged where many do. The weights sum to 1 and their mean is that of the table. */
static void make_nodes(const bireme_integral_table *table, node_set *out)
{
    size_t cuts = cut(table), pieces = bireme_integral_table_pieces(table), step = 1;
    while (pieces * cuts > CELLS_MOST && cuts > 1) cuts--;
    step += (pieces * cuts - 1) / CELLS_MOST;
    double from = 0, below = 0, integral = 0;
    out->n = 0;
    out->width = 0;
    for (size_t i = step; i < pieces * cuts + step; i += step) {
        bool is_last = i >= pieces * cuts;
        size_t piece = is_last ? pieces : i / cuts;
        double until = bireme_integral_table_edge(table, piece);
        if (!is_last && i % cuts > 0)
            until += (bireme_integral_table_edge(table, piece + 1) - until) * (double)(i % cuts) /
                     (double)cuts;
        double up_to = is_last ? 1 : bireme_integral_table_slope(table, until);
        double area = bireme_integral_table_value(table, until), mass = up_to - below;
        if (!(mass > CELL_LEAST) && !is_last) continue; /* its mass goes to the next */
        double moment = until * up_to - from * below - (area - integral);
        double mean = mass > 0 ? moment / mass : until;
        if (mass > 0) add_cell(out, from, until, mass, fmin(fmax(mean, from), until));
        from = until, below = up_to, integral = area;
    }
}

typedef struct sum {
    const bireme_integral_table *table;
    const node_set *nodes;
} sum;

static double sum_integral(const void *context, double x)
{
    const sum *s = context;
    const node_set *nodes = s->nodes;
    double left[2 * CELLS_MOST], value[2 * CELLS_MOST], total = 0;
    size_t n = 0;
    left[0] = 0;
    for (; n < nodes->n && nodes->value[n] < x; n++) left[n] = x - nodes->value[n], value[n] = 0;
    bireme_integral_table_add(s->table, n, left, 0, NULL, NULL, 1, value);
    for (size_t k = 0; k < n; k++) total += nodes->weight[k] * value[k];
    return total;
}

static bireme_status add(const bireme_delay_part *a, const bireme_delay_part *b, bireme_integral_table **out,
                         bireme_error *error)
{
    node_set *of = bireme_calloc(2, sizeof *of);
    if (of == NULL) return bireme_fail_memory(error);
    make_nodes(a->table, &of[0]);
    make_nodes(b->table, &of[1]);
    sum s = of[0].width < of[1].width ? (sum){b->table, &of[0]} : (sum){a->table, &of[1]};
    double end = bireme_integral_table_end(a->table) + bireme_integral_table_end(b->table);
    bireme_status status = bireme_integral_table_create(sum_integral, &s, true, a->middle + b->middle, end,
                                                        SUM_COST, out, error);
    bireme_free(of);
    return status;
}

bireme_status bireme_delay_sums_add(bireme_delay_sums *sums, bireme_delay_part *a, const bireme_delay_part *b,
                                    bireme_integral_table **out, bireme_error *error)
{
    size_t i = 0;
    while (i < sums->n &&
           (sums->all[i].dist != NULL || sums->all[i].left != a->made || sums->all[i].right != b->made))
        i++;
    if (i == sums->n) {
        bireme_delay_made both = {.left = a->made, .right = b->made};
        bireme_status status = add(a, b, &both.table, error);
        if (status == BIREME_OK) status = keep(sums, both, error);
        if (status != BIREME_OK) return status;
    }
    a->made = i;
    return bireme_integral_table_copy(sums->all[i].table, out, error);
}
