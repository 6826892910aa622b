/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The periods of a scenario that are over: what is known of them, and what follows from it by definition
 * (docs/model, What has happened already). The trials know nothing of them: model->calendar and
 * model->periods begin after them. What a metric is over the whole horizon is what it was then plus what the
 * trials bring.
 */
#ifndef BIREME_MODEL_PAST_H
#define BIREME_MODEL_PAST_H

#include "model/metric.h"

/* The value of a metric in period t of those that are over; NAN: not known. */
double bireme_past_value(const bireme_model *model, bireme_metric_id id, size_t t);
/* Its sum over all of them: 0 if none is over; NAN: one of them is not known. */
double bireme_past_sum(const bireme_model *model, bireme_metric_id id);
/* What was spent on all channels in period t of those that are over: theirs or, if nothing else belongs to
 * it, the cost of marketing as given; NAN: not known. */
double bireme_past_spend(const bireme_model *model, size_t t);
/* The same as the sum, 0 if one of them is not known: what is added to the periods of the trials. */
double bireme_past_part(const bireme_model *model, bireme_metric_id id);
/* Whether the metric's value over the whole horizon can be told: what it takes from the past is known. Always
 * if no period is over. */
bool bireme_past_suffices(const bireme_model *model, bireme_metric_id id);
/* Whether a metric that is no sum of its periods (a ratio of sums) takes its sums from the past too. */
bool bireme_past_enters(bireme_metric_kind kind);
/* What has to be given so that the metric can be told, for messages: "`revenue`", "`leads` of every channel";
 * NULL: it cannot be given. */
const char *bireme_past_lacks(const bireme_model *model, bireme_metric_id id);

/* The number of periods with those that are over. */
static inline size_t bireme_model_whole(const bireme_model *model)
{
    return model->past.periods + model->periods;
}

#endif
