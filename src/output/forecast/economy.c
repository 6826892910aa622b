/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the economy changes, if its path is drawn: the goal's metric if a regime comes, and if not.
 */
#include "output/forecast/sections.h"

#include <math.h>
#include "output/forms/number.h"

static void regime_row(bireme_document *document, bireme_format format, const char *title, double probability,
                       const bireme_summary *s)
{
    bireme_format ends = format == BIREME_FORMAT_COUNT ? BIREME_FORMAT_WHOLE : format;
    const bireme_cell cells[] = {bireme_cell_text(title),
                                 bireme_cell_number(BIREME_FORMAT_SHARE, probability, 0),
                                 bireme_section_mean(format, s), bireme_section_range(ends, s)};
    bireme_document_row(document, cells, false);
}

static void regime_rows(const bireme_forecast_view *view, bireme_document *document, bireme_format format,
                        const bireme_regime_result *result)
{
    char by[BIREME_SAID_SIZE];
    bireme_text title = {0};
    bireme_text_format(&title, "if %s comes %s", result->regime,
                       bireme_calendar_say_by_date(&view->model->past.calendar, result->by, by));
    regime_row(document, format, bireme_text_string(&title), result->probability, result->comes);
    bireme_document_release(document, &title);
    regime_row(document, format, "if it does not", 1 - result->probability, result->stays_out);
}

/* "If recession comes by the end of June 2027, revenue is $0.92M less on average." */
static void say_regime(const bireme_forecast_view *view, const char *name, bireme_format format,
                       const bireme_regime_result *result, bireme_text *out)
{
    char by[BIREME_SAID_SIZE], number[BIREME_PEOPLE_SIZE];
    const double more = result->comes->mean - result->stays_out->mean;
    const double se = hypot(result->comes->mean_se, result->stays_out->mean_se);
    if (!isfinite(more)) return;
    bireme_text_format(out, "%sIf %s comes %s, ", out->length > 0 ? " " : "", result->regime,
                       bireme_calendar_say_by_date(&view->model->past.calendar, result->by, by));
    if (fabs(more) <= 2 * se)
        bireme_text_format(out, "these trials show no difference in %s.", name);
    else
        bireme_text_format(out, "%s is %s %s on average.", name,
                           bireme_format_number(number, format, view->model->currency, fabs(more), se),
                           more < 0 ? "less" : "more");
}

void bireme_section_economy(const bireme_forecast_view *view, bool headed, bireme_document *document)
{
    size_t n = bireme_forecast_regime_count(view->forecast);
    if (n == 0) return;
    size_t metric = bireme_forecast_regime_metric(view->forecast);
    const char *name = bireme_forecast_metric_name(view->forecast, metric);
    const bireme_column columns[] = {BIREME_TEXTS(headed ? name : NULL), BIREME_NUMBERS("probability"),
                                     BIREME_NUMBERS("mean"), BIREME_NUMBERS("P10–P90")};
    bireme_text words = {0};
    if (!headed) bireme_document_heading_format(document, "If the economy turns: %s", name);
    bireme_document_table(document, columns, 4);
    for (size_t r = 0; r < n; r++) {
        bireme_regime_result result = *bireme_forecast_regime(view->forecast, r);
        regime_rows(view, document, bireme_forecast_view_format(view, metric), &result);
        say_regime(view, name, bireme_forecast_view_format(view, metric), &result, &words);
    }
    bireme_document_paragraph_take(document, &words);
}
