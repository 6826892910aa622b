/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A study of which laws can be asked. Whatever goes wrong fails the cmocka test.
 */
#ifndef BIREME_TESTS_MADE_STUDY_H
#define BIREME_TESTS_MADE_STUDY_H

#include "support/check.h"

#include "engine/run/study.h"
#include "scenario/internal.h"

/* Of a metric over the whole horizon, by Sobol points; NULL: the scenario has none of that name. keeps: for
 * variants, one after another. */
static inline bireme_study *study_for(const bireme_scenario *scenario, const char *name, uint64_t trials,
                                      int threads, bool keeps)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_metrics *metrics;
    bireme_error error;
    bireme_study *study;
    assert_int_equal(bireme_metrics_create(model, &metrics, &error), BIREME_OK);
    const bireme_wanted wanted = {bireme_metrics_find(metrics, name), model->periods - 1, false};
    bireme_metrics_free(metrics);
    if (wanted.metric == SIZE_MAX) return NULL;
    const bireme_study_options options = {.trials = trials,
                                          .seed = 11,
                                          .sampler = BIREME_SAMPLER_SOBOL,
                                          .threads = threads,
                                          .keeps = keeps,
                                          .laws = true,
                                          .n_wanted = 1,
                                          .wanted = &wanted};
    if (bireme_study_create(model, &options, &study, &error) != BIREME_OK) fail_msg("%s", error.message);
    return study;
}

#endif
