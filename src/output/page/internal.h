/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shared by the files in this folder.
 */
#ifndef BIREME_OUTPUT_PAGE_INTERNAL_H
#define BIREME_OUTPUT_PAGE_INTERNAL_H

#include "output/forecast/forecast.h"
#include "output/forms/document.h"
#include "output/forms/picture.h"

/* Appends the style sheet of a page, without that of its pictures. */
void bireme_page_style(bireme_text *out);
/* A table with its head, details and key; what: its subject, for readers who cannot see its context. */
void bireme_page_table(const bireme_document *document, const bireme_document_block *block, const char *what,
                       bireme_text *out);

/* A number in a sentence; buffer of BIREME_PEOPLE_SIZE, returned. */
const char *bireme_page_said(char *buffer, const bireme_forecast_view *view, bireme_format format,
                             double value);
/* What the goal asks for, as it was written: "$4.5M"; the same buffer. There must be a goal. */
const char *bireme_page_goal(char *buffer, const bireme_forecast_view *view);
/* An empty picture whose places are the periods; NULL, or failed: no memory. Where quarters are asked for its
 * title says that it is not of these. */
bireme_picture *bireme_page_of_periods(const bireme_forecast_view *view, bireme_picture_kind kind,
                                       const char *title);
/* The same whose places are quarters, if these are asked for (bireme_forecast_view_parts()). */
bireme_picture *bireme_page_of_parts(const bireme_forecast_view *view, bireme_picture_kind kind,
                                     const char *title);
enum { BIREME_PAGE_FAN = 5 };
/* P10, P25, P50, P75, P90 [BIREME_PAGE_FAN][n] of a metric in each period, NAN where there are none; false:
 * there are none at all. */
bool bireme_page_quantiles(const bireme_forecast *forecast, size_t metric, double *quantiles);
/* The same of the parts. */
bool bireme_page_quantiles_of_parts(const bireme_forecast_view *view, size_t metric, double *quantiles);
/* The bands and the middle from P10, P25, P50, P75, P90 [BIREME_PAGE_FAN][n]; core: half of the futures
 * too. */
void bireme_page_add_fan(bireme_picture *picture, const double *quantiles, size_t n, bool core);

#endif
