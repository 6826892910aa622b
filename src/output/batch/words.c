/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sentences of the page and the workbook, to be read aloud.
 */
#include "output/batch/words.h"

#include <math.h>
#include <string.h>
#include "bireme/status.h"
#include "output/forms/number.h"

/* ------------------------ by what points are judged */

static bool is_in(const bireme_batch_table *t, const bireme_batch_point *point, const char *currency)
{
    return strcmp(t->runs[point->runs[0]].currency, currency) == 0;
}

/* A goal that is measured at different times is not one goal. */
static bool goal_is_moved(const bireme_batch_table *t)
{
    static const char *const moving[] = {"goal", "goal.by", "periods", "period", "start"};
    const char *const *paths = bireme_manifest_paths(t->manifest);
    for (size_t p = 0; paths[p] != NULL; p++)
        for (size_t k = 0; k < sizeof moving / sizeof moving[0]; k++)
            if (strcmp(paths[p], moving[k]) == 0) return true;
    return false;
}

const bireme_goal_result *bireme_batch_goal_of(const bireme_batch_table *t, const char *currency)
{
    const bireme_goal_result *one = NULL;
    if (t->goal.name == NULL || goal_is_moved(t)) return NULL;
    for (size_t p = 0; p < t->n_points; p++) {
        const bireme_goal_result *goal = &t->points[p].goal;
        if (!is_in(t, &t->points[p], currency)) continue;
        if (!goal->present || !isfinite(goal->at_least)) return NULL;
        if (one != NULL && (goal->at_least != one->at_least || goal->at_most != one->at_most)) return NULL;
        one = goal;
    }
    return one;
}

bireme_batch_measure bireme_batch_measure_of(const bireme_batch_table *t, const char *currency)
{
    const bool chance = bireme_batch_goal_of(t, currency) != NULL;
    const bireme_batch_metric *first = t->n_metrics > 0 ? &t->metrics[0] : NULL;
    return (bireme_batch_measure){.chance = chance,
                                  .less_is_better = !chance && first != NULL && first->less_is_better,
                                  .format = chance || first == NULL ? BIREME_FORMAT_SHARE : first->format,
                                  .currency = currency};
}

double bireme_batch_value_of(const bireme_batch_measure *measure, const bireme_batch_point *point, double *se)
{
    if (se != NULL)
        *se = measure->chance ? point->goal.probability_se : point->total[measure->metric].mean_se;
    if (measure->chance) return point->goal.present ? point->goal.probability : NAN;
    return point->total[measure->metric].n > 0 ? point->total[measure->metric].mean : NAN;
}

void bireme_batch_append_measure(const bireme_batch_table *t, const bireme_batch_measure *measure,
                                 bireme_text *out)
{
    if (measure->chance)
        bireme_text_append(out, "chance of the goal");
    else
        bireme_text_format(out, "mean %s", t->metrics[measure->metric].words);
}

/* Whether a is better than b. */
static bool is_better(const bireme_batch_measure *measure, double a, double b)
{
    return measure->less_is_better ? a < b : a > b;
}

bireme_batch_best bireme_batch_find_best(const bireme_batch_table *t, const bireme_batch_measure *measure)
{
    bireme_batch_best found = {.best = SIZE_MAX, .next = SIZE_MAX};
    double best_se = 0, se;
    for (int place = 0; place < 2; place++) {
        size_t *to = place == 0 ? &found.best : &found.next;
        for (size_t p = 0; p < t->n_points; p++) {
            const double value = bireme_batch_value_of(measure, &t->points[p], NULL);
            if (!is_in(t, &t->points[p], measure->currency) || !isfinite(value) || p == found.best) continue;
            if (*to == SIZE_MAX ||
                is_better(measure, value, bireme_batch_value_of(measure, &t->points[*to], NULL)))
                *to = p;
        }
    }
    if (found.best == SIZE_MAX) return found;
    const double best = bireme_batch_value_of(measure, &t->points[found.best], &best_se);
    for (size_t p = 0; p < t->n_points; p++) {
        const double value = bireme_batch_value_of(measure, &t->points[p], &se);
        if (p == found.best || !is_in(t, &t->points[p], measure->currency) || !isfinite(value)) continue;
        found.level += fabs(best - value) <= 2 * hypot(best_se, se);
    }
    return found;
}

/* ------------------------ what was run */

/* "$20,000, $30,000" or "from 1 to 9 in 9 steps" */
static void append_values(const bireme_batch_grid *grid, const bireme_batch_axis *axis, bireme_text *out)
{
    enum { LISTED = 5 };
    if (axis->n > LISTED && axis->numbers) {
        bireme_batch_append_value(axis->path, axis->json[0], grid->currency, out);
        bireme_text_append(out, " to ");
        bireme_batch_append_value(axis->path, axis->json[axis->n - 1], grid->currency, out);
        bireme_text_format(out, ", %zu values", axis->n);
        return;
    }
    for (size_t i = 0; i < axis->n && i < LISTED; i++) {
        bireme_text_append(out, i == 0 ? "" : i + 1 == axis->n ? " or " : ", ");
        bireme_batch_append_value(axis->path, axis->json[i], grid->currency, out);
    }
    if (axis->n > LISTED) bireme_text_format(out, " and %zu more", axis->n - LISTED);
}

/* The grid's runs; the least and the most seeds of a point. */
static size_t runs_of(const bireme_batch_table *t, const bireme_batch_grid *grid, size_t *least, size_t *most)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n_runs; i++)
        n += t->of_point[i] != SIZE_MAX && &t->grids[t->points[t->of_point[i]].grid] == grid;
    *least = SIZE_MAX;
    *most = 0;
    for (size_t i = 0; i < grid->n_points; i++) {
        const size_t runs = t->points[grid->points[i]].n_runs;
        if (runs < *least) *least = runs;
        if (runs > *most) *most = runs;
    }
    return n;
}

static void append_grid(const bireme_batch_table *t, const bireme_batch_grid *grid, bireme_text *out)
{
    enum { NAMED = 4 };
    size_t least, most, n = runs_of(t, grid, &least, &most);
    if (n == t->n_runs)
        bireme_text_append(out, " They");
    else
        bireme_text_format(out, " %zu of them", n);
    const bool of = bireme_batch_has_scenarios(t), in = t->n_currencies > 1;
    if (of) bireme_text_format(out, ", of %s", grid->scenario);
    if (in) bireme_text_format(out, ", in %s", grid->currency);
    bireme_text_append(out, of || in ? ", vary " : " vary ");
    for (size_t a = 0; a < grid->n_axes && a < NAMED; a++) {
        bireme_text_append(out, a == 0 ? "" : a + 1 == grid->n_axes ? " and " : ", ");
        bireme_batch_append_path(t, grid->axes[a].path, out);
        bireme_text_append(out, " (");
        append_values(grid, &grid->axes[a], out);
        bireme_text_append(out, ")");
    }
    if (grid->n_axes > NAMED) bireme_text_format(out, " and %zu other numbers", grid->n_axes - NAMED);
    if (most > 1)
        bireme_text_format(out, least == most ? ", each with %zu seeds" : ", each with up to %zu seeds",
                           most);
    bireme_text_append(out, ".");
}

/* The runs beside the grids. */
static void append_alone(const bireme_batch_table *t, bireme_text *out)
{
    size_t n = 0, which = 0;
    for (size_t i = 0; i < t->n_runs; i++) {
        if (t->runs[i].error != NULL || t->grids[t->points[t->of_point[i]].grid].n_axes > 0) continue;
        which = i;
        n++;
    }
    if (n > 1) bireme_text_format(out, " %zu stand by themselves.", n);
    if (n != 1) return;
    bireme_text_append(out, " One stands by itself: ");
    bireme_batch_append_run(t, &t->runs[which], out);
    bireme_text_append(out, ".");
}

void bireme_batch_opening(const bireme_batch_table *t, bireme_text *out)
{
    enum { GRIDS = 4 };
    size_t shown = 0, varied = 0;
    bireme_batch_append_title(t, out);
    bireme_text_append(out, ".");
    for (size_t g = 0; g < t->n_grids; g++) {
        if (t->grids[g].n_axes == 0) continue;
        if (++varied <= GRIDS) append_grid(t, &t->grids[g], out), shown++;
    }
    if (varied > 0) append_alone(t, out);
    if (varied > shown) bireme_text_format(out, " So do those of %zu other groups.", varied - shown);
    if (varied == 0 && t->n_points == 1 && t->points[0].n_runs > 1)
        bireme_text_append(out, " They differ in their seeds alone.");
    if (t->n_failed > 0 && t->n_failed < t->n_runs)
        bireme_text_format(out, " %zu failed and %s no result.", t->n_failed,
                           t->n_failed == 1 ? "has" : "have");
    else if (t->n_failed > 0)
        bireme_text_format(out, " %s failed: there is no result.", t->n_failed == 1 ? "It has" : "All have");
    if (t->n_currencies > 1)
        bireme_text_format(out, " Amounts are in %zu currencies, which stand apart: nothing is converted.",
                           t->n_currencies);
}

/* ------------------------ which is best */

static void append_goal(const bireme_batch_table *t, const bireme_goal_result *goal, const char *currency,
                        bireme_text *out)
{
    char number[BIREME_PEOPLE_SIZE];
    const bireme_batch_metric *metric = &t->goal;
    bireme_text_format(out, " (%s of at %s ", metric->words, goal->at_most ? "most" : "least");
    bireme_text_append(out, metric->format == BIREME_FORMAT_MONEY
                                ? bireme_money_format_exact(number, currency, goal->at_least)
                                : bireme_format_number(number, metric->format, currency, goal->at_least, 0));
    bireme_text_append(out, ")");
}

static void append_number(const bireme_batch_measure *m, double value, double se, bireme_text *out)
{
    char number[BIREME_PEOPLE_SIZE];
    bireme_text_append(out, bireme_format_number(number, m->format, m->currency, value, se));
}

/* A difference, or a standard error, which of shares is in points. */
static void append_difference(const bireme_batch_measure *m, double value, double se, bireme_text *out)
{
    char number[BIREME_PEOPLE_SIZE];
    const bireme_format format = m->format == BIREME_FORMAT_SHARE ? BIREME_FORMAT_POINTS : m->format;
    bireme_text_append(out, bireme_format_number(number, format, m->currency, value, se));
}

static void append_next(const bireme_batch_table *t, const bireme_batch_measure *m,
                        const bireme_batch_best *found, bireme_text *out)
{
    double best_se, next_se;
    const double best = bireme_batch_value_of(m, &t->points[found->best], &best_se),
                 next = bireme_batch_value_of(m, &t->points[found->next], &next_se),
                 error = hypot(best_se, next_se);
    bireme_text_append(out, " Next comes ");
    bireme_batch_append_point(t, &t->points[found->next], out);
    bireme_text_append(out, " with ");
    append_number(m, next, next_se, out);
    const bool apart = fabs(best - next) > 2 * error;
    if (apart) {
        bireme_text_append(out, "; the difference of ");
        append_difference(m, fabs(best - next), error, out);
        bireme_text_append(out, " is no accident of the random numbers (standard error ");
    } else {
        bireme_text_append(out, ". These runs cannot tell the two apart (standard error of the difference ");
    }
    append_difference(m, error, NAN, out);
    bireme_text_append(out, ").");
    const size_t others = found->level - (!apart && found->level > 0);
    if (others > 0)
        bireme_text_format(out, " %zu other%s as near to the best.", others, others == 1 ? " is" : "s are");
}

/* Of seeds alone none is better. */
static void append_seeds(const bireme_batch_table *t, const bireme_batch_measure *m,
                         const bireme_batch_point *point, bireme_text *out)
{
    double se, low = INFINITY, high = -INFINITY;
    const double value = bireme_batch_value_of(m, point, &se);
    for (size_t i = 0; i < point->n_runs; i++) {
        const bireme_batch_outcome *run = &t->runs[point->runs[i]];
        const double one = m->chance ? run->goal.probability : run->total[m->metric].mean;
        low = fmin(low, one);
        high = fmax(high, one);
    }
    bireme_text_append(out, "The ");
    bireme_batch_append_measure(t, m, out);
    if (m->chance) append_goal(t, &point->goal, m->currency, out);
    bireme_text_append(out, " is ");
    append_number(m, value, se, out);
    if (point->n_runs > 1) {
        bireme_text_format(out, " over all %zu seeds; that of single seeds lies between ", point->n_runs);
        append_number(m, low, se, out);
        bireme_text_append(out, " and ");
        append_number(m, high, se, out);
        bireme_text_append(out,
                           ", which is the accident of the random numbers and no difference of the plan");
    }
    bireme_text_append(out, ".");
}

void bireme_batch_verdict(const bireme_batch_table *t, const char *currency, bireme_text *out)
{
    if (t->n_metrics == 0) return;
    const bireme_batch_measure m = bireme_batch_measure_of(t, currency);
    const bireme_batch_best found = bireme_batch_find_best(t, &m);
    double se;
    if (found.best == SIZE_MAX) return;
    const bireme_batch_point *best = &t->points[found.best];
    const double value = bireme_batch_value_of(&m, best, &se);
    if (found.next == SIZE_MAX) {
        append_seeds(t, &m, best, out);
        return;
    }
    bireme_text_append(out, m.less_is_better ? "The lowest " : m.chance ? "The best " : "The highest ");
    bireme_batch_append_measure(t, &m, out);
    if (m.chance) append_goal(t, &best->goal, currency, out);
    bireme_text_append(out, " is that of ");
    bireme_batch_append_point(t, best, out);
    bireme_text_append(out, ": ");
    append_number(&m, value, se, out);
    bireme_text_append(out, " (standard error ");
    append_difference(&m, se, NAN, out);
    bireme_text_append(out, ").");
    append_next(t, &m, &found, out);
}

/* ------------------------ how sure it is */

void bireme_batch_certainty(const bireme_batch_table *t, bireme_text *out)
{
    uint64_t least = UINT64_MAX, most = 0;
    bool shared = false;
    bireme_text trials = {0};
    for (size_t i = 0; i < t->n_runs; i++) {
        const bireme_batch_outcome *run = &t->runs[i];
        if (run->error != NULL) continue;
        if (run->trials < least) least = run->trials;
        if (run->trials > most) most = run->trials;
        shared = shared || t->of_point[i] != t->of_point[t->points[0].runs[0]];
    }
    if (most > 0) {
        char a[BIREME_PEOPLE_SIZE], b[BIREME_PEOPLE_SIZE];
        bireme_text_format(&trials, "%s", bireme_whole_format(a, (double)least, 0));
        if (most > least) bireme_text_format(&trials, " to %s", bireme_whole_format(b, (double)most, 0));
        bireme_text_format(out, "Every run has %s trials. ", bireme_text_string(&trials));
    }
    if (trials.failed) out->failed = true;
    bireme_text_free(&trials);
    if (shared)
        bireme_text_append(
            out,
            "A difference is judged as if each run had random numbers of its own. Runs with the same seed "
            "share them, so that their differences are surer than is said here: bireme compare says how "
            "sure. Of many runs the best is by its very choice a little luckier than it will be again. ");
    bireme_text_format(out,
                       "The ranges are the uncertainty that the scenarios state; what they leave out is not "
                       "in them. Made by bireme %s from the manifest with the hash %s.",
                       bireme_version(), bireme_manifest_hash(t->manifest));
    if (t->has_file)
        bireme_text_append(out, " All numbers of all runs, with all digits, are in the CSV table beside it.");
}
