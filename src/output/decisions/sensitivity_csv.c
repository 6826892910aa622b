/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What drives a result as CSV: tidy (one number a row) or wide (one row).
 */
#include "output/decisions/sensitivity.h"

#include <math.h>
#include "output/forms/csv.h"
#include "output/forecast/forecast.h"

/* Goes through all numbers in the same order. */
typedef struct writer {
    bireme_csv csv;
    const bireme_sensitivity *result;
    enum { TIDY, TITLES, WIDE } form;
    bireme_text title, name;
} writer;

static void put(writer *w, const char *metric, const char *statistic, double value)
{
    if (w->form == TITLES) {
        w->title.length = 0;
        bireme_text_format(&w->title, "%s.%s", metric, statistic);
        bireme_csv_text(&w->csv, bireme_text_string(&w->title));
    } else if (w->form == WIDE) {
        bireme_csv_number(&w->csv, value);
    } else {
        bireme_csv_text(&w->csv, w->result->scenario);
        bireme_csv_text(&w->csv, metric);
        bireme_csv_text(&w->csv, "");
        bireme_csv_text(&w->csv, statistic);
        bireme_csv_number(&w->csv, value);
        bireme_csv_end_row(&w->csv);
    }
}

static void put_input(writer *w, const bireme_input *input)
{
    const struct {
        const char *name;
        double value;
    } list[] = {{"first_order", input->index.first_order},
                {"first_order_se", input->index.first_order_se},
                {"total", input->index.total},
                {"total_se", input->index.total_se},
                {"rank_correlation", input->rank_correlation},
                {"low", input->low},
                {"low_se", input->low_se},
                {"high", input->high},
                {"high_se", input->high_se},
                {"p10", input->low_at},
                {"p90", input->high_at},
                {"worth", input->worth},
                {"worth_se", input->worth_se}};
    w->name.length = 0;
    bireme_text_format(&w->name, "input.%s", input->path);
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        put(w, bireme_text_string(&w->name), list[i].name, list[i].value);
    for (size_t k = 0; k < input->n_members; k++) put_input(w, &input->members[k]);
}

static void put_alternative(writer *w, const bireme_alternative *a, size_t number)
{
    w->name.length = 0;
    bireme_text_format(&w->name, "decision.%zu.%s", number, a->path != NULL ? a->path : "today");
    put(w, bireme_text_string(&w->name), "factor", a->factor);
    put(w, bireme_text_string(&w->name), "mean", a->mean);
    put(w, bireme_text_string(&w->name), "gain", a->gain);
    put(w, bireme_text_string(&w->name), "gain_se", a->gain_se);
}

static void put_all(writer *w)
{
    const bireme_sensitivity *r = w->result;
    bireme_statistic list[BIREME_STATISTIC_COUNT];
    bireme_summary_list(&r->summary, list);
    for (size_t i = 0; i < BIREME_STATISTIC_COUNT; i++) put(w, r->metric, list[i].name, list[i].value);
    for (size_t i = 0; i < r->n_inputs; i++) put_input(w, &r->inputs[i]);
    put(w, "chance", "share", r->chance.index.total);
    put(w, "chance", "share_se", r->chance.index.total_se);
    put(w, "interactions", "share", 1 - r->sum_first - r->chance.index.total);
    for (size_t k = 0; k < r->n_alternatives; k++) put_alternative(w, &r->alternatives[k], k);
}

static void write_wide(writer *w)
{
    static const char *const columns[] = {"scenario", "metric", "until", "trials", "seed", "sampler"};
    const bireme_sensitivity *r = w->result;
    for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) bireme_csv_text(&w->csv, columns[i]);
    w->form = TITLES;
    put_all(w);
    bireme_csv_end_row(&w->csv);
    w->form = WIDE;
    bireme_csv_text(&w->csv, r->scenario);
    bireme_csv_text(&w->csv, r->metric);
    bireme_csv_text(&w->csv, r->until);
    bireme_csv_whole(&w->csv, r->trials);
    bireme_csv_whole(&w->csv, r->seed);
    bireme_csv_text(&w->csv, bireme_sampler_name(r->sampler));
    put_all(w);
    bireme_csv_end_row(&w->csv);
}

void bireme_sensitivity_write_csv(const bireme_sensitivity_view *view, bool wide, bireme_text *out)
{
    static const char *const columns[] = {"scenario", "metric", "period", "statistic", "value"};
    writer w = {.csv = bireme_csv_begin(out), .result = view->result, .form = TIDY};
    if (wide) {
        write_wide(&w);
    } else {
        for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) bireme_csv_text(&w.csv, columns[i]);
        bireme_csv_end_row(&w.csv);
        put_all(&w);
    }
    if (w.title.failed || w.name.failed) out->failed = true;
    bireme_text_free(&w.title);
    bireme_text_free(&w.name);
}
