/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of a picture as a table, for readers who cannot see it or want the numbers.
 */
#include <math.h>
#include "output/forms/picture.h"

/* The columns for a series: its values, its interval, or both. */
static size_t add_columns(bireme_column *columns, size_t n, const bireme_series *series, const char *name)
{
    if (series->value != NULL && n < BIREME_COLUMN_MOST)
        columns[n++] = (bireme_column){.title = name, .right = true};
    if (series->low != NULL && n < BIREME_COLUMN_MOST)
        columns[n++] = (bireme_column){.title = series->value != NULL ? "from – to" : name, .right = true};
    return n;
}

static size_t add_cells(bireme_cell *cells, size_t n, const bireme_series *series, size_t place)
{
    const bireme_format format = series->format;
    if (series->value != NULL && n < BIREME_COLUMN_MOST) {
        const double value = series->value[place];
        cells[n++] = isfinite(value) ? bireme_cell_number(format, value, 0) : bireme_cell_empty();
    }
    if (series->low != NULL && n < BIREME_COLUMN_MOST) {
        const double low = series->low[place], high = series->high[place];
        bool both = isfinite(low) && isfinite(high);
        cells[n++] = both ? bireme_cell_range(format, low, 0, high, 0) : bireme_cell_empty();
    }
    return n;
}

/* The series that represents a panel: the one with values. */
static const bireme_series *main_series(const bireme_picture *panel)
{
    for (size_t s = 0; s < panel->n_series; s++)
        if (panel->series[s].value != NULL) return &panel->series[s];
    return panel->n_series > 0 ? &panel->series[0] : NULL;
}

typedef struct bireme_shown_series {
    const bireme_series *series;
    const char *name;
} bireme_shown_series;

static size_t list_series(const bireme_picture *picture, bireme_shown_series list[BIREME_COLUMN_MOST])
{
    size_t n = 0;
    for (size_t p = 0; p < picture->n_panels && n < BIREME_COLUMN_MOST; p++) {
        const bireme_series *series = main_series(&picture->panels[p]);
        if (series != NULL) list[n++] = (bireme_shown_series){series, picture->panels[p].title};
    }
    for (size_t s = 0; s < picture->n_series && n < BIREME_COLUMN_MOST; s++)
        list[n++] = (bireme_shown_series){&picture->series[s], picture->series[s].name};
    return n;
}

void bireme_picture_table(const bireme_picture *picture, bireme_document *document)
{
    bireme_shown_series list[BIREME_COLUMN_MOST];
    bireme_column columns[BIREME_COLUMN_MOST] = {
        {.title = picture->x != NULL ? picture->x_title : NULL, .right = picture->x != NULL}};
    const size_t n_series = list_series(picture, list);
    size_t n = 1;
    for (size_t p = 0; picture->n == 0 && p < picture->n_panels; p++) {
        bireme_document_paragraph(document, picture->panels[p].title);
        bireme_picture_table(&picture->panels[p], document);
    }
    if (picture->failed) document->failed = true;
    if (picture->n == 0 && picture->n_panels > 0) return;
    for (size_t s = 0; s < n_series; s++) n = add_columns(columns, n, list[s].series, list[s].name);
    if (picture->note != NULL && n < BIREME_COLUMN_MOST) columns[n++] = (bireme_column){.title = NULL};
    bireme_document_table(document, columns, n);
    for (size_t i = 0; i < picture->n; i++) {
        bireme_cell cells[BIREME_COLUMN_MOST];
        cells[0] = picture->x != NULL ? bireme_cell_number(picture->x_format, picture->x[i], 0)
                                      : bireme_cell_text(picture->label[i]);
        size_t c = 1;
        for (size_t s = 0; s < n_series; s++) c = add_cells(cells, c, list[s].series, i);
        if (c < n)
            cells[c] = picture->note[i] != NULL ? bireme_cell_text(picture->note[i]) : bireme_cell_empty();
        bireme_document_row(document, cells, picture->total != NULL && picture->total[i]);
    }
}
