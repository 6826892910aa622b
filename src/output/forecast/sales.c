/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sales can work, and what it cannot: the key figures, then period by period.
 */
#include "output/forecast/sections.h"

#include "base/text.h"

/* Whether anything is ever turned away or left waiting. */
static bool binds(const bireme_forecast_view *view)
{
    const bireme_summary *away = bireme_forecast_view_all(view, BIREME_METRIC_TURNED_AWAY);
    const bireme_summary *backlog = bireme_forecast_view_all(view, BIREME_METRIC_BACKLOG);
    return (away != NULL && away->max > 0) || (backlog != NULL && backlog->max > 0);
}

bireme_summary bireme_section_waiting(const bireme_model *model, const bireme_summary *backlog)
{
    bireme_summary s = {0};
    if (backlog == NULL) return s;
    s = *backlog;
    double *const value[] = {&s.mean, &s.mean_se, &s.sd, &s.sd_se, &s.min, &s.max};
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) *value[i] *= model->sales.patience;
    for (int q = 0; q < BIREME_QUANTILE_COUNT; q++) {
        s.quantile[q] *= model->sales.patience;
        s.quantile_se[q] *= model->sales.patience;
    }
    return s;
}

static void capacity_rows(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_sales *sales = &view->model->sales;
    bireme_section_key_row(view, document, bireme_metric_one(BIREME_METRIC_STAGE, (int)sales->stage),
                           "come to be worked");
    bireme_section_key(view, document, BIREME_METRIC_CAPACITY, NULL);
    bireme_section_key(view, document, BIREME_METRIC_WORKED, "are taken up");
    bireme_section_key(view, document, BIREME_METRIC_UTILISATION, NULL);
    if (!binds(view)) {
        bireme_document_detail(document, "Sales has room for all that comes.");
        return;
    }
    bireme_section_key(view, document, BIREME_METRIC_TURNED_AWAY,
                       sales->waits ? "give up waiting" : "find no room and are lost");
    bireme_section_key(view, document, BIREME_METRIC_TURNED_AWAY_SHARE, "- share of all that come");
    if (bireme_forecast_view_has_money(view))
        bireme_section_key(view, document, BIREME_METRIC_TURNED_AWAY_VALUE, "- what they would have brought");
    if (!sales->waits) return;
    const bireme_summary waiting =
        bireme_section_waiting(view->model, bireme_forecast_view_all(view, BIREME_METRIC_BACKLOG));
    if (waiting.n > 0)
        bireme_section_key_summary(document, "still wait at the end", BIREME_FORMAT_COUNT,
                                   bireme_section_mean(BIREME_FORMAT_COUNT, &waiting), &waiting);
}

/* ------------------------ by period */

/* The mean of an expected number, whose smallest fractions say nothing. */
static bireme_cell mean_cell(const bireme_summary *s)
{
    if (s != NULL && s->n > 0 && s->mean < 0.05) return bireme_cell_number(BIREME_FORMAT_COUNT, 0, 0);
    return bireme_section_mean(BIREME_FORMAT_COUNT, s);
}

static bireme_cell mean_of(const bireme_forecast_view *view, bireme_metric_kind kind, size_t period)
{
    return mean_cell(bireme_forecast_view_in(view, bireme_metric_all(kind), period));
}

static void add_capacity_periods(const bireme_forecast_view *view, bireme_document *document)
{
    const bireme_sales *sales = &view->model->sales;
    const bireme_column columns[] = {BIREME_TEXTS("means"),
                                     BIREME_NUMBERS("reps"),
                                     BIREME_NUMBERS("come"),
                                     BIREME_NUMBERS("can be taken up"),
                                     BIREME_NUMBERS("are taken up"),
                                     BIREME_NUMBERS("of capacity"),
                                     BIREME_NUMBERS(sales->waits ? "give up" : "lost"),
                                     BIREME_NUMBERS("still wait")};
    const bireme_metric_id stage = bireme_metric_one(BIREME_METRIC_STAGE, (int)sales->stage);
    if (bireme_forecast_view_in(view, stage, 0) == NULL) return;
    bireme_document_table(document, columns, !binds(view) ? 6 : sales->waits ? 8 : 7);
    for (size_t t = bireme_forecast_view_times_past(view); t < bireme_forecast_view_times(view); t++) {
        char label[BIREME_TIME_LABEL];
        const bireme_summary waiting = bireme_section_waiting(
            view->model, bireme_forecast_view_in(view, bireme_metric_all(BIREME_METRIC_BACKLOG), t));
        const bireme_cell cells[] = {
            bireme_cell_text(bireme_forecast_view_time(view, t, false, label)),
            mean_of(view, BIREME_METRIC_REPS, t),
            mean_cell(bireme_forecast_view_in(view, stage, t)),
            mean_of(view, BIREME_METRIC_CAPACITY, t),
            mean_of(view, BIREME_METRIC_WORKED, t),
            bireme_section_mean(
                BIREME_FORMAT_SHARE,
                bireme_forecast_view_in(view, bireme_metric_all(BIREME_METRIC_UTILISATION), t)),
            mean_of(view, BIREME_METRIC_TURNED_AWAY, t),
            mean_cell(&waiting)};
        bireme_document_row(document, cells, false);
    }
    if (binds(view) && sales->waits)
        bireme_document_detail_format(document,
                                      "who still wait are there in the next %s too: those and the ones "
                                      "that come are taken up, give up, or still wait at its end",
                                      bireme_forecast_view_time_name(view));
}

void bireme_section_sales(const bireme_forecast_view *asked, bireme_document *document)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_REPS, BIREME_METRIC_CAPACITY);
    const bireme_sales *sales = &view->model->sales;
    if (!sales->present) return;
    bireme_text heading = {0};
    bireme_text_append(&heading, "Sales");
    if (sales->has_capacity)
        bireme_text_format(&heading, ": what can be taken up (stage %s)", view->model->stage[sales->stage]);
    bireme_section_heading(view, document, bireme_text_string(&heading));
    bireme_document_release(document, &heading);
    bireme_section_key_table(document);
    bireme_section_key(view, document, BIREME_METRIC_REPS, "reps, those still ramping included");
    if (sales->has_capacity) capacity_rows(view, document);
    bool opening = bireme_forecast_view_all(view, BIREME_METRIC_REVENUE_OPENING) != NULL;
    if (bireme_forecast_view_has_money(view))
        bireme_section_key(view, document, BIREME_METRIC_REVENUE_PER_REP,
                           opening ? "revenue per rep, that of earlier customers included" : NULL);
    if (bireme_forecast_view_has_money(view) && view->model->revenue.recurring)
        bireme_section_key(view, document, BIREME_METRIC_BOOKINGS_PER_REP,
                           "new contracts per rep, value a year");
    if (sales->has_capacity) add_capacity_periods(view, document);
}
