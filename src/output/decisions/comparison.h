/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answer of `compare` in its forms: a document for people, JSON and CSV for programs.
 */
#ifndef BIREME_OUTPUT_DECISIONS_COMPARISON_H
#define BIREME_OUTPUT_DECISIONS_COMPARISON_H

#include "bireme/compare.h"
#include "model/metric.h"
#include "output/forms/answer.h"

typedef struct bireme_comparison_view {
    const bireme_comparison *comparison;
    const bireme_model *const *models; /* of the scenarios */
    double elapsed_s;
} bireme_comparison_view;

/* How quantiles of the metric are shown, and the difference of two of its values. */
static inline bireme_format bireme_comparison_whole_format(bireme_format format)
{
    return format == BIREME_FORMAT_COUNT ? BIREME_FORMAT_WHOLE : format;
}
static inline bireme_format bireme_comparison_change_format(bireme_format format)
{
    return format == BIREME_FORMAT_SHARE ? BIREME_FORMAT_POINTS : format;
}

/* The sentences that open the document, and those on how sure the answer is. */
void bireme_comparison_opening(const bireme_comparison_view *view, bireme_text *out);
void bireme_comparison_certainty(const bireme_comparison_view *view, bireme_text *out);

/* What people call a metric of the comparison, in a sentence; returned. */
const char *bireme_comparison_words(const bireme_comparison_view *view, size_t metric,
                                    char buffer[BIREME_METRIC_WORDS_SIZE]);

/* This answer's row of functions, and the functions in it. */
extern const bireme_answer_kind bireme_comparison_kind;
static inline bireme_answer bireme_answer_of_comparison(const bireme_comparison_view *view)
{
    const bireme_comparison *c = view->comparison;
    return (bireme_answer){&bireme_comparison_kind, view,
                           view->models[bireme_comparison_baseline(c)]->currency, bireme_comparison_count(c),
                           NULL};
}
void bireme_comparison_document(const void *view, bireme_document *document);
/* The parts of quarters and years, nothing if these were not asked for: the table of a scenario against the
 * baseline, the members of the JSON, and the rows of CSV, whose periods are the quarters and years. */
void bireme_comparison_by_quarter(const bireme_comparison_view *view, bireme_document *document,
                                  size_t scenario);
void bireme_comparison_quarters_json(bireme_json *json, const bireme_comparison *c);
void bireme_comparison_quarters_figures(bireme_figures *f, const bireme_comparison *c, size_t scenario);
/* The members of a difference. */
void bireme_difference_json(bireme_json *json, const char *key, const bireme_difference *d);
void bireme_difference_figures(bireme_figures *f, const bireme_difference *d);
void bireme_comparison_json(const void *view, bireme_json *json);
/* As for a forecast, for each scenario; its difference from the baseline is under `difference.METRIC`, the
 * choice under `choice` and `regret`, the bridge under `bridge`. */
void bireme_comparison_figures(const void *view, size_t row, bireme_figures *f);
BIREME_MUST_USE bireme_status bireme_comparison_book(const void *view, bireme_text *out, bireme_error *error);

#endif
