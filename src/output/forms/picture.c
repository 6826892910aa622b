/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forms/picture.h"

#include <math.h>
#include <stdarg.h>
#include "base/memory.h"

/* ------------------------ memory */

static char *copy_text(bireme_picture *picture, const char *text)
{
    char *copy = bireme_strdup(text);
    if (copy == NULL) picture->failed = true;
    return copy;
}

static double *copy_numbers(bireme_picture *picture, const double *numbers)
{
    if (numbers == NULL) return NULL;
    double *copy = bireme_memdup(numbers, picture->n, sizeof *copy);
    if (copy == NULL) picture->failed = true;
    return copy;
}

static void free_texts(char **texts, size_t n)
{
    for (size_t i = 0; texts != NULL && i < n; i++) bireme_free(texts[i]);
    bireme_free(texts);
}

static void clear(bireme_picture *picture)
{
    for (size_t s = 0; s < picture->n_series; s++) {
        bireme_series *series = &picture->series[s];
        bireme_free(series->name);
        bireme_free(series->value);
        bireme_free(series->low);
        bireme_free(series->high);
    }
    for (size_t l = 0; l < picture->n_lines; l++) bireme_free(picture->lines[l].name);
    for (size_t p = 0; p < picture->n_panels; p++) clear(&picture->panels[p]);
    free_texts(picture->label, picture->n);
    free_texts(picture->note, picture->n);
    void *others[] = {picture->title, picture->message, picture->currency,    picture->x,
                      picture->total, picture->x_title, picture->value_title, picture->series,
                      picture->lines, picture->panels};
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) bireme_free(others[i]);
}

void bireme_picture_free(bireme_picture *picture)
{
    if (picture == NULL) return;
    clear(picture);
    bireme_free(picture);
}

/* One more of an array, empty; NULL: there is no memory, which is remembered. */
static void *one_more(bireme_picture *picture, void *array, size_t n, size_t size)
{
    void *grown = picture->failed ? NULL : bireme_realloc(array, n + 1, size);
    if (grown == NULL) picture->failed = true;
    return grown;
}

/* ------------------------ building */

static void start(bireme_picture *picture, bireme_picture_kind kind, const char *title, const char *currency)
{
    *picture = (bireme_picture){.kind = kind};
    picture->title = copy_text(picture, title);
    picture->currency = copy_text(picture, currency);
}

bireme_picture *bireme_picture_create(bireme_picture_kind kind, const char *title, const char *currency)
{
    bireme_picture *picture = bireme_calloc(1, sizeof *picture);
    if (picture != NULL) start(picture, kind, title, currency);
    return picture;
}

void bireme_picture_places(bireme_picture *picture, size_t n, const char *const *labels)
{
    if (picture == NULL || picture->n > 0) return;
    picture->label = bireme_calloc(n, sizeof *picture->label);
    if (picture->label == NULL) picture->failed = true;
    picture->n = picture->failed ? 0 : n;
    for (size_t i = 0; i < picture->n; i++) picture->label[i] = copy_text(picture, labels[i]);
}

void bireme_picture_numbers(bireme_picture *picture, size_t n, const double *x, bireme_format format,
                            const char *title)
{
    if (picture == NULL || picture->n > 0) return;
    picture->n = n;
    picture->x = copy_numbers(picture, x);
    picture->x_format = format;
    if (title != NULL) picture->x_title = copy_text(picture, title);
    if (picture->failed) picture->n = 0;
}

void bireme_picture_values(bireme_picture *picture, bireme_format format, const char *title)
{
    if (picture == NULL) return;
    picture->format = format;
    bireme_free(picture->value_title);
    picture->value_title = title != NULL ? copy_text(picture, title) : NULL;
}

void bireme_picture_interval(bireme_picture *picture, bireme_picture_mark mark, const char *name,
                             const double *value, const double *low, const double *high)
{
    if (picture == NULL) return;
    bireme_series *grown = one_more(picture, picture->series, picture->n_series, sizeof *grown);
    if (grown == NULL) return;
    picture->series = grown;
    grown[picture->n_series++] = (bireme_series){.name = copy_text(picture, name),
                                                 .mark = mark,
                                                 .format = picture->format,
                                                 .value = copy_numbers(picture, value),
                                                 .low = copy_numbers(picture, low),
                                                 .high = copy_numbers(picture, high)};
}

void bireme_picture_series(bireme_picture *picture, bireme_picture_mark mark, const char *name,
                           const double *value)
{
    bireme_picture_interval(picture, mark, name, value, NULL, NULL);
}

static void add_line(bireme_picture *picture, bool upright, double at, double until, const char *name)
{
    if (picture == NULL || !isfinite(at)) return;
    bireme_picture_line *grown = one_more(picture, picture->lines, picture->n_lines, sizeof *grown);
    if (grown == NULL) return;
    picture->lines = grown;
    grown[picture->n_lines++] = (bireme_picture_line){copy_text(picture, name), upright, at, until};
}

void bireme_picture_line_at(bireme_picture *picture, bool upright, double at, const char *name)
{
    add_line(picture, upright, at, NAN, name);
}

void bireme_picture_region(bireme_picture *picture, double from, double until, const char *name)
{
    add_line(picture, true, from, until, name);
}

void bireme_picture_total(bireme_picture *picture, size_t place)
{
    if (picture == NULL || place >= picture->n) return;
    if (picture->total == NULL) picture->total = bireme_calloc(picture->n, sizeof *picture->total);
    if (picture->total == NULL)
        picture->failed = true;
    else
        picture->total[place] = true;
}

void bireme_picture_note(bireme_picture *picture, size_t place, const char *text)
{
    if (picture == NULL || place >= picture->n) return;
    if (picture->note == NULL) picture->note = bireme_calloc(picture->n, sizeof *picture->note);
    if (picture->note == NULL) {
        picture->failed = true;
        return;
    }
    bireme_free(picture->note[place]);
    picture->note[place] = copy_text(picture, text);
}

bireme_picture *bireme_picture_panel(bireme_picture *picture, const char *title)
{
    if (picture == NULL) return NULL;
    bireme_picture *grown = one_more(picture, picture->panels, picture->n_panels, sizeof *grown);
    if (grown == NULL) return NULL;
    picture->panels = grown;
    bireme_picture *panel = &grown[picture->n_panels++];
    start(panel, BIREME_PICTURE_PLOT, title, picture->currency);
    if (picture->label != NULL)
        bireme_picture_places(panel, picture->n, (const char *const *)picture->label);
    else if (picture->x != NULL)
        bireme_picture_numbers(panel, picture->n, picture->x, picture->x_format, picture->x_title);
    bireme_picture_values(panel, picture->format, picture->value_title);
    return panel;
}

void bireme_picture_message(bireme_picture *picture, const char *format, ...)
{
    if (picture == NULL) return;
    bireme_text text = {0};
    va_list arguments;
    va_start(arguments, format);
    bireme_text_format_list(&text, format, arguments);
    va_end(arguments);
    bireme_free(picture->message);
    picture->message = copy_text(picture, bireme_text_string(&text));
    if (text.failed) picture->failed = true;
    bireme_text_free(&text);
}
