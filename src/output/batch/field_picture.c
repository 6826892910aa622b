/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/batch/field_picture.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "output/forms/number.h"
#include "output/forms/picture.h"

/* More values of an axis would not be readable; those shown are evenly spaced. */
enum { PLACES_MOST = 10, SLICES_MOST = 6, METRICS_MOST = 3 };

void bireme_batch_append_which(const bireme_batch_table *t, const bireme_batch_grid *grid, bireme_text *out)
{
    if (bireme_batch_has_scenarios(t)) bireme_text_format(out, ", %s", grid->scenario);
}

/* A heat map: the places of two axes, and which of the values of the others (a mixed-radix number). */
typedef struct slice {
    const bireme_batch_table *t;
    const bireme_batch_grid *grid;
    const bireme_batch_axis *across, *down;
    size_t number;
} slice;

static size_t shown_of(const bireme_batch_axis *axis)
{
    return axis->n < PLACES_MOST ? axis->n : PLACES_MOST;
}

/* The i-th of the values shown. */
static size_t value_at(const bireme_batch_axis *axis, size_t i)
{
    const size_t n = shown_of(axis);
    return n == axis->n ? i : i * (axis->n - 1) / (n - 1);
}

static size_t slices_of(const bireme_batch_grid *grid)
{
    size_t n = 1;
    for (size_t a = 2; a < grid->n_axes; a++) n *= grid->axes[a].n;
    return n;
}

/* The slice that a point lies in. */
static size_t slice_of(const bireme_batch_table *t, const bireme_batch_grid *grid,
                       const bireme_batch_point *point)
{
    size_t number = 0;
    for (size_t a = 2; a < grid->n_axes; a++)
        number = number * grid->axes[a].n + bireme_batch_place_of(t, point, &grid->axes[a]);
    return number;
}

/* "days to close of events 30, win rate 12 %" */
static void append_slice(const slice *s, bireme_text *out)
{
    size_t rest = s->number;
    size_t divisor = slices_of(s->grid);
    for (size_t a = 2; a < s->grid->n_axes; a++) {
        const bireme_batch_axis *axis = &s->grid->axes[a];
        divisor /= axis->n;
        bireme_text_append(out, ", ");
        bireme_batch_append_path(s->t, axis->path, out);
        bireme_text_append(out, " ");
        bireme_batch_append_value(axis->path, axis->json[rest / divisor], s->grid->currency, out);
        rest %= divisor;
    }
}

/* The place of a value among those shown; SIZE_MAX: it is not. */
static size_t place_among(const bireme_batch_axis *axis, size_t value)
{
    for (size_t i = 0; i < shown_of(axis); i++)
        if (value_at(axis, i) == value) return i;
    return SIZE_MAX;
}

static void fill(const slice *s, const bireme_batch_measure *m, double value[PLACES_MOST][PLACES_MOST])
{
    for (size_t r = 0; r < PLACES_MOST; r++)
        for (size_t c = 0; c < PLACES_MOST; c++) value[r][c] = NAN;
    for (size_t i = 0; i < s->grid->n_points; i++) {
        const bireme_batch_point *point = &s->t->points[s->grid->points[i]];
        if (slice_of(s->t, s->grid, point) != s->number) continue;
        const size_t c = place_among(s->across, bireme_batch_place_of(s->t, point, s->across)),
                     r = place_among(s->down, bireme_batch_place_of(s->t, point, s->down));
        if (c != SIZE_MAX && r != SIZE_MAX) value[r][c] = bireme_batch_value_of(m, point, NULL);
    }
}

static void say_ends(const slice *s, const bireme_batch_measure *m, double value[PLACES_MOST][PLACES_MOST],
                     bireme_picture *picture)
{
    size_t r[2] = {SIZE_MAX, SIZE_MAX}, c[2] = {0, 0};
    for (size_t i = 0; i < shown_of(s->down); i++)
        for (size_t k = 0; k < shown_of(s->across); k++)
            for (int high = 0; high < 2; high++) {
                if (!isfinite(value[i][k])) continue;
                if (r[high] != SIZE_MAX &&
                    (high == 1 ? value[i][k] <= value[r[1]][c[1]] : value[i][k] >= value[r[0]][c[0]]))
                    continue;
                r[high] = i;
                c[high] = k;
            }
    if (r[0] == SIZE_MAX) return;
    bireme_text words = {0};
    if (value[r[0]][c[0]] == value[r[1]][c[1]]) {
        char same[BIREME_PEOPLE_SIZE];
        bireme_picture_message(picture, "%s everywhere.",
                               bireme_format_number(same, m->format, m->currency, value[r[0]][c[0]], 0));
        return;
    }
    for (int high = 0; high < 2; high++) {
        char number[BIREME_PEOPLE_SIZE];
        bireme_text_format(&words, "%s%s, with ", high == 0 ? "Lowest of the grid, " : "; highest, ",
                           bireme_format_number(number, m->format, m->currency, value[r[high]][c[high]], 0));
        bireme_batch_append_path(s->t, s->across->path, &words);
        bireme_text_append(&words, " ");
        bireme_batch_append_value(s->across->path, s->across->json[value_at(s->across, c[high])], m->currency,
                                  &words);
        bireme_text_append(&words, " and ");
        bireme_batch_append_path(s->t, s->down->path, &words);
        bireme_text_append(&words, " ");
        bireme_batch_append_value(s->down->path, s->down->json[value_at(s->down, r[high])], m->currency,
                                  &words);
    }
    bireme_picture_message(picture, "%s.", bireme_text_string(&words));
    if (words.failed && picture != NULL) picture->failed = true;
    bireme_text_free(&words);
}

static void name_places(const slice *s, bireme_picture *picture)
{
    bireme_text names[PLACES_MOST] = {{0}}, title = {0};
    const char *labels[PLACES_MOST];
    const size_t n = shown_of(s->across);
    bool failed = false;
    for (size_t i = 0; i < n; i++) {
        bireme_batch_append_value(s->across->path, s->across->json[value_at(s->across, i)], s->grid->currency,
                                  &names[i]);
        labels[i] = bireme_text_string(&names[i]);
        failed = failed || names[i].failed;
    }
    bireme_picture_places(picture, n, labels);
    bireme_text_append(&title, "across: ");
    bireme_batch_append_path(s->t, s->across->path, &title);
    bireme_text_append(&title, "; down: ");
    bireme_batch_append_path(s->t, s->down->path, &title);
    if (picture != NULL && (failed || title.failed)) picture->failed = true;
    if (picture != NULL)
        picture->x_title = bireme_text_take(&title);
    else
        bireme_text_free(&title);
    for (size_t i = 0; i < n; i++) bireme_text_free(&names[i]);
}

static void add_map(const slice *s, const bireme_batch_measure *m, bireme_document *document)
{
    double value[PLACES_MOST][PLACES_MOST];
    bireme_text title = {0};
    bireme_batch_append_measure(s->t, m, &title);
    bireme_batch_capital(&title, 0);
    bireme_batch_append_which(s->t, s->grid, &title);
    append_slice(s, &title);
    bireme_picture *picture = bireme_picture_create(BIREME_PICTURE_GRID, bireme_text_string(&title),
                                                    s->grid->currency);
    if (title.failed) document->failed = true;
    bireme_text_free(&title);
    fill(s, m, value);
    name_places(s, picture);
    bireme_picture_values(picture, m->format, NULL);
    for (size_t r = 0; r < shown_of(s->down); r++) {
        bireme_text name = {0};
        bireme_batch_append_value(s->down->path, s->down->json[value_at(s->down, r)], s->grid->currency,
                                  &name);
        bireme_picture_series(picture, BIREME_MARK_BARS, bireme_text_string(&name), value[r]);
        bireme_document_release(document, &name);
    }
    say_ends(s, m, value, picture);
    bireme_document_picture(document, picture);
}

static void say_left_out(const bireme_batch_grid *grid, size_t slices, bireme_document *document)
{
    bireme_text words = {0};
    const bireme_batch_axis *two[] = {&grid->axes[0], &grid->axes[1]};
    for (int i = 0; i < 2; i++)
        if (shown_of(two[i]) < two[i]->n)
            bireme_text_format(&words, "%zu of %zu values are shown %s. ", shown_of(two[i]), two[i]->n,
                               i == 0 ? "across" : "down");
    if (slices > SLICES_MOST)
        bireme_text_format(&words, "%zu more maps, for the other values of the rest, are left out. ",
                           slices - SLICES_MOST);
    if (words.length > 0) bireme_text_append(&words, "The table has all runs.");
    if (words.length > 0)
        bireme_document_paragraph_take(document, &words);
    else
        bireme_document_release(document, &words);
}

void bireme_batch_add_field(const bireme_batch_table *t, const bireme_batch_grid *grid,
                            bireme_document *document)
{
    const size_t slices = slices_of(grid);
    const bireme_batch_measure judged = bireme_batch_measure_of(t, grid->currency);
    slice s = {.t = t, .grid = grid, .across = &grid->axes[0], .down = &grid->axes[1]};
    for (; s.number < slices && s.number < SLICES_MOST; s.number++) {
        if (judged.chance || slices > 1) add_map(&s, &judged, document);
        for (size_t k = 0; slices == 1 && k < t->n_metrics && k < METRICS_MOST; k++) {
            const bireme_batch_measure m = {
                .metric = k, .format = t->metrics[k].format, .currency = grid->currency};
            add_map(&s, &m, document);
        }
    }
    say_left_out(grid, slices, document);
}
