/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forms/figures.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>

bool bireme_figures_are_tidy(const bireme_figures *figures)
{
    return figures->form == BIREME_FIGURES_TIDY;
}

void bireme_figures_key(bireme_figures *figures, const char *value)
{
    figures->key[figures->n_keys] = value;
    bireme_figures_text(figures, figures->titles[figures->n_keys++], value);
}

void bireme_figures_text(bireme_figures *figures, const char *title, const char *value)
{
    if (bireme_figures_are_tidy(figures)) return;
    bireme_csv_text(&figures->csv, figures->form == BIREME_FIGURES_TITLES ? title : value);
}

void bireme_figures_whole(bireme_figures *figures, const char *title, uint64_t value)
{
    if (figures->form == BIREME_FIGURES_WIDE)
        bireme_csv_whole(&figures->csv, value);
    else
        bireme_figures_text(figures, title, NULL);
}

void bireme_figures_number(bireme_figures *figures, const char *title, double value)
{
    if (figures->form == BIREME_FIGURES_WIDE)
        bireme_csv_number(&figures->csv, value);
    else
        bireme_figures_text(figures, title, NULL);
}

void bireme_figures_of(bireme_figures *figures, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    figures->metric.length = 0;
    bireme_text_format_list(&figures->metric, format, arguments);
    va_end(arguments);
    figures->period = NULL;
}

void bireme_figures_in(bireme_figures *figures, const char *period)
{
    figures->period = period;
}

/* What precedes a value: in the tidy table the columns of its row, in a wide one its title; false: there is
 * no value to write. */
static bool begin_value(bireme_figures *figures, const char *statistic)
{
    const char *metric = bireme_text_string(&figures->metric);
    if (figures->form == BIREME_FIGURES_TITLES) {
        figures->title.length = 0;
        bireme_text_format(&figures->title, "%s.%s", metric, statistic);
        bireme_csv_text(&figures->csv, bireme_text_string(&figures->title));
        return false;
    }
    if (!bireme_figures_are_tidy(figures)) return true;
    const char *const cells[] = {metric, figures->period, statistic};
    bireme_csv_texts(&figures->csv, figures->n_keys, figures->key);
    bireme_csv_texts(&figures->csv, sizeof cells / sizeof *cells, cells);
    return true;
}

static void end_value(bireme_figures *figures)
{
    if (bireme_figures_are_tidy(figures)) bireme_csv_end_row(&figures->csv);
}

void bireme_figures_put(bireme_figures *figures, const char *statistic, double value)
{
    if (begin_value(figures, statistic)) bireme_csv_number(&figures->csv, value);
    end_value(figures);
}

void bireme_figures_estimate(bireme_figures *figures, const char *statistic, double value, double se)
{
    char statistic_se[64];
    snprintf(statistic_se, sizeof statistic_se, "%s_se", statistic);
    bireme_figures_put(figures, statistic, value);
    bireme_figures_put(figures, statistic_se, se);
}

void bireme_figures_put_whole(bireme_figures *figures, const char *statistic, uint64_t value)
{
    if (begin_value(figures, statistic)) bireme_csv_whole(&figures->csv, value);
    end_value(figures);
}

void bireme_figures_put_if(bireme_figures *figures, bool present, const char *statistic, double value)
{
    if (present || !bireme_figures_are_tidy(figures))
        bireme_figures_put(figures, statistic, present ? value : NAN);
}

static void put_statistics(bireme_figures *figures, bool present, const bireme_summary *summary)
{
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(summary, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++)
        bireme_figures_put_if(figures, present, list[i].name, list[i].value);
}

void bireme_figures_statistics(bireme_figures *figures, const bireme_summary *summary)
{
    put_statistics(figures, true, summary);
}

void bireme_figures_summary(bireme_figures *figures, const bireme_summary *summary)
{
    static const bireme_summary none;
    const bireme_summary *s = summary != NULL ? summary : &none;
    put_statistics(figures, summary != NULL, s);
    bool tidy = bireme_figures_are_tidy(figures);
    bireme_figures_put_if(figures, summary != NULL && (!tidy || s->left_out > 0), "left_out", s->left_out);
}

void bireme_figures_nothing(bireme_figures *figures)
{
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(&(bireme_summary){0}, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++) bireme_figures_put(figures, list[i].name, NAN);
}

/* ------------------------ tables */

static void pass(const bireme_figures_table *table, size_t row, bireme_figures *figures)
{
    figures->titles = table->keys;
    table->visit(table->view, row, figures);
    if (!bireme_figures_are_tidy(figures)) bireme_csv_end_row(&figures->csv);
    if (figures->metric.failed || figures->title.failed) figures->csv.out->failed = true;
    bireme_text_free(&figures->metric);
    bireme_text_free(&figures->title);
}

void bireme_figures_write_head(const bireme_figures_table *table, size_t row, bireme_text *out)
{
    static const char *const columns[] = {"metric", "period", "statistic", "value"};
    bireme_figures figures = {.csv = bireme_csv_begin(out, table->style), .form = BIREME_FIGURES_TITLES};
    if (table->wide) {
        pass(table, row, &figures);
        return;
    }
    for (size_t k = 0; k < BIREME_FIGURES_KEYS && table->keys[k] != NULL; k++)
        bireme_csv_text(&figures.csv, table->keys[k]);
    bireme_csv_texts(&figures.csv, sizeof columns / sizeof *columns, columns);
    bireme_csv_end_row(&figures.csv);
}

void bireme_figures_write_row(const bireme_figures_table *table, size_t row, bireme_text *out)
{
    bireme_figures figures = {.csv = bireme_csv_go_on(out, table->style),
                              .form = table->wide ? BIREME_FIGURES_WIDE : BIREME_FIGURES_TIDY};
    pass(table, row, &figures);
}
