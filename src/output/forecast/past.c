/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A forecast whose first periods are over: what was, what is to come, and what both come to.
 */
#include "output/forecast/sections.h"

#include <math.h>
#include "model/past.h"
#include "output/forms/number.h"

bireme_forecast_view bireme_section_told(const bireme_forecast_view *view, size_t n,
                                         const bireme_metric_kind *kinds)
{
    bireme_forecast_view told = *view;
    for (size_t i = 0; i < n && bireme_forecast_past_count(view->forecast) > 0; i++)
        told.rest = told.rest || !bireme_forecast_view_knows(view, kinds[i]);
    return told;
}

static bireme_cell past_cell(const bireme_forecast_view *view, bireme_metric_id id)
{
    double past = bireme_past_sum(view->model, id);
    bireme_format format = bireme_unit_format(bireme_metric_row_of(id.kind)->unit);
    if (isnan(past)) return bireme_cell_text("not known");
    return bireme_cell_number(format == BIREME_FORMAT_COUNT ? BIREME_FORMAT_WHOLE : format, past, 0);
}

static void past_row(const bireme_forecast_view *view, bireme_document *document, bireme_metric_kind kind)
{
    const bireme_metric_id id = bireme_metric_all(kind);
    bireme_forecast_view rest = *view;
    rest.rest = true;
    if (bireme_forecast_view_total(view, id) == NULL || bireme_metric_repeats(view->model, id)) return;
    if (bireme_forecast_view_total(&rest, id)->n == 0) return;
    const bireme_cell cells[] = {bireme_cell_text(bireme_metric_row_of(kind)->words),
                                 past_cell(view, id),
                                 bireme_section_mean_of(&rest, id),
                                 bireme_section_range_of(&rest, id),
                                 bireme_section_mean_of(view, id),
                                 bireme_section_range_of(view, id)};
    bireme_document_row(document, cells, false);
}

void bireme_section_past(const bireme_forecast_view *view, bireme_document *document)
{
    static const bireme_metric_kind kinds[] = {BIREME_METRIC_REVENUE,        BIREME_METRIC_BOOKINGS,
                                               BIREME_METRIC_WINS,           BIREME_METRIC_LEADS,
                                               BIREME_METRIC_COST_MARKETING, BIREME_METRIC_COST_SALES,
                                               BIREME_METRIC_CONTRIBUTION};
    static const bireme_column columns[] = {BIREME_TEXTS(NULL),        BIREME_NUMBERS("so far"),
                                            BIREME_NUMBERS("to come"), BIREME_NUMBERS("P10–P90"),
                                            BIREME_NUMBERS("in all"),  BIREME_NUMBERS("P10–P90")};
    char through[BIREME_PERIOD_WORDS];
    if (bireme_forecast_past_count(view->forecast) == 0) return;
    bireme_document_heading_format(document, "What has happened %s, and what is to come (means)",
                                   bireme_forecast_view_through(view, through));
    bireme_document_table(document, columns, 6);
    bireme_document_by_rows(document);
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) past_row(view, document, kinds[i]);
}
