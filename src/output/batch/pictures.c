/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/batch/pictures.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "output/batch/field_picture.h"
#include "output/forms/number.h"

enum { GRIDS_MOST = 4, ROWS_MOST = 24, PANELS_MOST = 6, LINES_LEAST = 3 };

/* ------------------------ lines */

bireme_batch_shape bireme_batch_shape_of(const bireme_batch_grid *grid)
{
    if (grid->n_axes == 1)
        return grid->axes[0].numbers && grid->axes[0].n >= LINES_LEAST ? BIREME_BATCH_LINES
                                                                       : BIREME_BATCH_ROWS;
    if (grid->n_axes < 2) return BIREME_BATCH_ROWS;
    double fields = 1; /* runs with three numbers of their own each are no grid */
    for (size_t a = 0; a < grid->n_axes; a++) fields *= (double)grid->axes[a].n;
    return (double)grid->n_points >= fields / 2 ? BIREME_BATCH_FIELD : BIREME_BATCH_ROWS;
}

void bireme_batch_along(const bireme_batch_table *t, const bireme_batch_grid *grid, size_t *points)
{
    for (size_t i = 0; i < grid->axes[0].n; i++) points[i] = SIZE_MAX;
    for (size_t i = 0; i < grid->n_points; i++) {
        const size_t place = bireme_batch_place_of(t, &t->points[grid->points[i]], &grid->axes[0]);
        if (place != SIZE_MAX) points[place] = grid->points[i];
    }
}

/* What the lines of a grid of one are drawn from. */
typedef struct lines {
    const bireme_batch_table *t;
    const bireme_batch_grid *grid;
    size_t *points; /* [n of the axis] */
    double *room;   /* [3 n] */
} lines;

static void add_places(const lines *l, bireme_picture *picture)
{
    const bireme_batch_axis *axis = &l->grid->axes[0];
    bireme_text name = {0};
    bireme_batch_append_path(l->t, axis->path, &name);
    bireme_picture_numbers(picture, axis->n, axis->x, bireme_batch_format_of(axis->path),
                           bireme_text_string(&name));
    if (name.failed && picture != NULL) picture->failed = true;
    bireme_text_free(&name);
}

/* words: what the values are of; NULL: the title says it */
static void add_fan(const lines *l, size_t metric, const char *words, bireme_picture *picture)
{
    const bireme_batch_axis *axis = &l->grid->axes[0];
    double *low = l->room, *middle = l->room + axis->n, *high = l->room + 2 * axis->n;
    for (size_t i = 0; i < axis->n; i++) {
        const bireme_summary *s = l->points[i] != SIZE_MAX ? &l->t->points[l->points[i]].total[metric] : NULL;
        const bool there = s != NULL && s->n > 0;
        low[i] = there ? s->quantile[BIREME_P10] : NAN;
        middle[i] = there ? s->quantile[BIREME_P50] : NAN;
        high[i] = there ? s->quantile[BIREME_P90] : NAN;
    }
    bireme_picture_values(picture, l->t->metrics[metric].format, words);
    bireme_picture_interval(picture, BIREME_MARK_BAND, "P10 to P90", NULL, low, high);
    bireme_picture_series(picture, BIREME_MARK_MEDIAN, "median", middle);
}

static void say_ends(const lines *l, bireme_batch_measure m, bireme_picture *picture)
{
    const bireme_batch_axis *axis = &l->grid->axes[0];
    const size_t first = l->points[0], last = l->points[axis->n - 1];
    if (first == SIZE_MAX || last == SIZE_MAX) return;
    char a[BIREME_PEOPLE_SIZE], b[BIREME_PEOPLE_SIZE];
    double a_se, b_se;
    bireme_text words = {0};
    const double from = bireme_batch_value_of(&m, &l->t->points[first], &a_se),
                 to = bireme_batch_value_of(&m, &l->t->points[last], &b_se);
    bireme_text_append(&words, "The ");
    bireme_batch_append_measure(l->t, &m, &words);
    bireme_text_format(&words, " goes from %s at ",
                       bireme_format_number(a, m.format, m.currency, from, a_se));
    bireme_batch_append_value(axis->path, axis->json[0], m.currency, &words);
    bireme_text_format(&words, " to %s at ", bireme_format_number(b, m.format, m.currency, to, b_se));
    bireme_batch_append_value(axis->path, axis->json[axis->n - 1], m.currency, &words);
    bireme_picture_message(picture, "%s.", bireme_text_string(&words));
    if (words.failed && picture != NULL) picture->failed = true;
    bireme_text_free(&words);
}

/* A picture titled "revenue by spend of events". */
static bireme_picture *start(const lines *l, bireme_picture_kind kind, const char *what)
{
    bireme_text title = {0};
    bireme_text_format(&title, "%s by ", what);
    bireme_batch_capital(&title, 0);
    bireme_batch_append_path(l->t, l->grid->axes[0].path, &title);
    bireme_batch_append_which(l->t, l->grid, &title);
    bireme_picture *picture = bireme_picture_create(kind, bireme_text_string(&title), l->grid->currency);
    if (picture != NULL && title.failed) picture->failed = true;
    bireme_text_free(&title);
    return picture;
}

static bireme_picture *fan_of(const lines *l, size_t metric, const bireme_goal_result *goal)
{
    const bireme_batch_measure m = {
        .metric = metric, .format = l->t->metrics[metric].format, .currency = l->grid->currency};
    bireme_picture *picture = start(l, BIREME_PICTURE_PLOT, l->t->metrics[metric].words);
    add_places(l, picture);
    add_fan(l, metric, l->t->metrics[metric].words, picture);
    if (goal != NULL && strcmp(l->t->goal.name, l->t->metrics[metric].name) == 0)
        bireme_picture_line_at(picture, false, goal->at_least, "goal");
    say_ends(l, m, picture);
    return picture;
}

static bireme_picture *chance_of(const lines *l)
{
    const bireme_batch_axis *axis = &l->grid->axes[0];
    const bireme_batch_measure m = {
        .chance = true, .format = BIREME_FORMAT_SHARE, .currency = l->grid->currency};
    double *low = l->room, *value = l->room + axis->n, *high = l->room + 2 * axis->n;
    for (size_t i = 0; i < axis->n; i++) {
        double se = NAN;
        value[i] = l->points[i] != SIZE_MAX ? bireme_batch_value_of(&m, &l->t->points[l->points[i]], &se)
                                            : NAN;
        low[i] = fmax(0, value[i] - 2 * se);
        high[i] = fmin(1, value[i] + 2 * se);
    }
    bireme_picture *picture = start(l, BIREME_PICTURE_PLOT, "chance of the goal");
    add_places(l, picture);
    bireme_picture_values(picture, BIREME_FORMAT_SHARE, "chance of the goal");
    bireme_picture_series(picture, BIREME_MARK_LINE, "chance", value);
    bireme_picture_interval(picture, BIREME_MARK_POINTS, "with two standard errors", value, low, high);
    if (picture != NULL) picture->from_zero = true;
    say_ends(l, m, picture);
    return picture;
}

/* The metrics after the first, side by side. */
static bireme_picture *others_of(const lines *l)
{
    bireme_picture *picture = start(l, BIREME_PICTURE_PANELS, "the other metrics");
    for (size_t k = 1; k < l->t->n_metrics && k <= PANELS_MOST; k++) {
        bireme_picture *panel = bireme_picture_panel(picture, l->t->metrics[k].words);
        if (panel == NULL) break;
        add_places(l, panel);
        add_fan(l, k, NULL, panel);
        if (panel->failed) picture->failed = true;
    }
    bireme_picture_message(picture, "How the other metrics change along it.");
    return picture;
}

static void add_lines(const bireme_batch_table *t, const bireme_batch_grid *grid, bireme_document *document)
{
    const size_t n = grid->axes[0].n;
    const bireme_goal_result *goal = bireme_batch_goal_of(t, grid->currency);
    const lines l = {.t = t,
                     .grid = grid,
                     .points = bireme_calloc(n, sizeof *l.points),
                     .room = bireme_calloc(n, 3 * sizeof *l.room)};
    if (l.points == NULL || l.room == NULL) {
        document->failed = true;
    } else {
        bireme_batch_along(t, grid, l.points);
        if (goal != NULL) bireme_document_picture(document, chance_of(&l));
        if (t->n_metrics > 0) bireme_document_picture(document, fan_of(&l, 0, goal));
        if (t->n_metrics > 1) bireme_document_picture(document, others_of(&l));
    }
    bireme_free(l.points);
    bireme_free(l.room);
}

/* ------------------------ rows */

static void add_note(const bireme_batch_table *t, const bireme_batch_outcome *run, size_t place,
                     bireme_picture *picture)
{
    char mean[BIREME_PEOPLE_SIZE], chance[BIREME_PEOPLE_SIZE];
    bireme_text note = {0};
    const bireme_summary *s = &run->total[0];
    bireme_text_format(&note, "mean %s",
                       bireme_format_number(mean, t->metrics[0].format, run->currency, s->mean, s->mean_se));
    if (run->goal.present)
        bireme_text_format(&note, ", goal %s",
                           bireme_share_format(chance, run->goal.probability, run->goal.probability_se));
    bireme_picture_note(picture, place, bireme_text_string(&note));
    if (note.failed && picture != NULL) picture->failed = true;
    bireme_text_free(&note);
}

/* The runs that are drawn as rows: those with the first metric that lie on no grid that is drawn. Returns how
 * many there are, of which `most` are listed. */
static size_t list_rows(const bireme_batch_table *t, const char *currency, size_t most, size_t *list)
{
    size_t n = 0;
    for (size_t i = 0; i < t->n_runs; i++) {
        const bireme_batch_outcome *run = &t->runs[i];
        if (run->error != NULL || strcmp(run->currency, currency) != 0 || run->total[0].n == 0) continue;
        if (bireme_batch_shape_of(&t->grids[t->points[t->of_point[i]].grid]) != BIREME_BATCH_ROWS) continue;
        if (n < most) list[n] = i;
        n++;
    }
    return n;
}

static bireme_picture *rows_of(const bireme_batch_table *t, const char *currency, const size_t *list,
                               size_t n)
{
    double low[ROWS_MOST], high[ROWS_MOST];
    bireme_text names[ROWS_MOST] = {{0}}, title = {0};
    const char *labels[ROWS_MOST];
    bool failed = false;
    for (size_t i = 0; i < n; i++) {
        const bireme_batch_outcome *run = &t->runs[list[i]];
        bireme_batch_append_run(t, run, &names[i]);
        labels[i] = bireme_text_string(&names[i]);
        low[i] = run->total[0].quantile[BIREME_P10];
        high[i] = run->total[0].quantile[BIREME_P90];
        failed = failed || names[i].failed;
    }
    bireme_text_format(&title, "%s, run by run", t->metrics[0].words);
    bireme_batch_capital(&title, 0);
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_ROWS, bireme_text_string(&title),
                                                    currency);
    bireme_picture_places(picture, n, labels);
    bireme_picture_values(picture, t->metrics[0].format, t->metrics[0].words);
    bireme_picture_interval(picture, BIREME_MARK_FLOATING, "P10 to P90", NULL, low, high);
    const bireme_goal_result *goal = bireme_batch_goal_of(t, currency);
    if (goal != NULL && strcmp(t->goal.name, t->metrics[0].name) == 0)
        bireme_picture_line_at(picture, false, goal->at_least, "goal");
    for (size_t i = 0; i < n; i++) add_note(t, &t->runs[list[i]], i, picture);
    bireme_picture_message(picture, "In 8 of 10 futures of a run its %s is within its bar.",
                           t->metrics[0].words);
    if (picture != NULL && (failed || title.failed)) picture->failed = true;
    for (size_t i = 0; i < n; i++) bireme_text_free(&names[i]);
    bireme_text_free(&title);
    return picture;
}

/* beside: there are pictures of grids, which a single run does not need one beside. */
static void add_rows(const bireme_batch_table *t, const char *currency, bool beside,
                     bireme_document *document)
{
    size_t list[ROWS_MOST];
    const size_t n = t->n_metrics > 0 ? list_rows(t, currency, ROWS_MOST, list) : 0;
    if (n == 0 || (n == 1 && beside)) return;
    bireme_document_picture(document, rows_of(t, currency, list, n < ROWS_MOST ? n : ROWS_MOST));
    if (n <= ROWS_MOST) return;
    bireme_text more = {0};
    bireme_text_format(&more, "These are the first %d of %zu runs; the table has all.", ROWS_MOST, n);
    bireme_document_paragraph_take(document, &more);
}

/* ------------------------ all */

void bireme_batch_add_pictures(const bireme_batch_table *t, const char *currency, bireme_document *document)
{
    size_t shown = 0, passed = 0;
    for (size_t g = 0; g < t->n_grids; g++) {
        const bireme_batch_grid *grid = &t->grids[g];
        const bireme_batch_shape shape = bireme_batch_shape_of(grid);
        if (strcmp(grid->currency, currency) != 0 || shape == BIREME_BATCH_ROWS) continue;
        if (shown == GRIDS_MOST) {
            passed++;
            continue;
        }
        shown++;
        if (shape == BIREME_BATCH_LINES) add_lines(t, grid, document);
        if (shape == BIREME_BATCH_FIELD) bireme_batch_add_field(t, grid, document);
    }
    if (passed > 0) {
        bireme_text more = {0};
        bireme_text_format(&more, "%zu more %s no picture; the table has all runs.", passed,
                           passed == 1 ? "grid has" : "grids have");
        bireme_document_paragraph_take(document, &more);
    }
    add_rows(t, currency, shown > 0, document);
}
