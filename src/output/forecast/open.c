/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is open at the end of each period, where it is counted.
 */
#include "output/forecast/sections.h"

#include "base/memory.h"
#include "base/text.h"

/* Whether a stage ever has anything that is open: steps that take no time have not. */
static bool is_ever_open(const bireme_forecast_view *view, size_t s)
{
    const bireme_metric_id id = bireme_metric_one(BIREME_METRIC_STAGE_OPEN, (int)s);
    for (size_t t = 0; t < bireme_forecast_view_times(view); t++) {
        const bireme_summary *there = bireme_forecast_view_in(view, id, t);
        if (there != NULL && there->n > 0 && there->max > 0) return true;
    }
    return false;
}

static bireme_cell mean_of(const bireme_forecast_view *view, bireme_metric_id id, size_t t,
                           bireme_format format)
{
    return bireme_section_mean(format, bireme_forecast_view_in(view, id, t));
}

static bireme_cell median_of(const bireme_forecast_view *view, bireme_metric_id id, size_t t)
{
    return bireme_section_quantile(BIREME_FORMAT_RATIO, bireme_forecast_view_in(view, id, t), BIREME_P50);
}

void bireme_section_open(const bireme_forecast_view *view, bireme_document *document)
{
    enum { STAGES_MOST = 5 };
    const bireme_model *model = view->model;
    const bireme_metric_id value = bireme_metric_all(BIREME_METRIC_PIPELINE_OPEN_VALUE),
                           coverage = bireme_metric_all(BIREME_METRIC_COVERAGE);
    const bool covers = bireme_forecast_view_all(view, BIREME_METRIC_COVERAGE) != NULL;
    bireme_column columns[STAGES_MOST + 3] = {BIREME_TEXTS("means")};
    size_t stage[STAGES_MOST], n = 0, column = 1;
    const size_t past = bireme_forecast_view_times_past(view);
    if (!model->has_stock || bireme_forecast_view_in(view, value, past) == NULL) return;
    for (size_t s = model->stages - 1; s-- > 0 && n < STAGES_MOST;) /* the last ones, if there are many */
        if (is_ever_open(view, s)) stage[n++] = s;
    for (size_t i = n; i-- > 0;) columns[column++] = (bireme_column)BIREME_NUMBERS(model->stage[stage[i]]);
    if (bireme_forecast_view_has_money(view)) columns[column++] = (bireme_column)BIREME_NUMBERS("worth");
    if (covers) columns[column++] = (bireme_column)BIREME_NUMBERS("coverage");
    if (n == 0) return;
    bireme_document_heading_format(document, "What is open at the end of each %s",
                                   bireme_forecast_view_time_name(view));
    bireme_document_table(document, columns, column);
    for (size_t t = past; t < bireme_forecast_view_times(view); t++) {
        bireme_cell cells[STAGES_MOST + 3];
        char label[BIREME_TIME_LABEL];
        size_t c = 0;
        if (bireme_forecast_view_is_year(view, t))
            continue; /* at its end there is what its last quarter has */
        cells[c++] = bireme_cell_text(bireme_forecast_view_time(view, t, false, label));
        for (size_t i = n; i-- > 0;)
            cells[c++] = mean_of(view, bireme_metric_one(BIREME_METRIC_STAGE_OPEN, (int)stage[i]), t,
                                 BIREME_FORMAT_COUNT);
        if (bireme_forecast_view_has_money(view)) cells[c++] = mean_of(view, value, t, BIREME_FORMAT_MONEY);
        if (covers) cells[c++] = median_of(view, coverage, t);
        bireme_document_row(document, cells, false);
    }
    bireme_text detail = {0};
    bireme_text_format(&detail, "worth: what is open from %s on, if all of it were won",
                       model->stage[bireme_model_worked_stage(model)]);
    if (covers)
        bireme_text_append(&detail,
                           "; coverage: that over what the goal still needs (median of the futures in "
                           "which it needs anything)");
    bireme_document_detail_take(document, &detail);
}
