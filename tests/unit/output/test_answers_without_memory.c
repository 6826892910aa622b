/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every answer in every form while memory runs out at one allocation after the other: it is said to have
 * failed, or it is whole. A cell, a row or a column that is left out because its name could not be put
 * together would be a wrong answer.
 */
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/assumptions/assumptions.h"
#include "output/decisions/comparison.h"
#include "output/forecast/forecast.h"
#include "output/decisions/sensitivity.h"
#include "output/decisions/split.h"
#include "output/decisions/target.h"
#include "scenario/internal.h"
#include "support/failing.h"
#include "support/tier.h"

static bireme_scenario *scenario;
static const bireme_model *models[2];
static bireme_forecast_view forecast;
static bireme_comparison_view comparison;
static bireme_target_view target;
static bireme_split_view split;
static bireme_sensitivity_view sensitivity;

typedef void write_form(bireme_text *out);

/* ------------------------ forms */

static void (*fill)(bireme_document *document);

static void as_text(bireme_text *out)
{
    static const bireme_text_style style = {.unicode = true, .width = 100};
    bireme_document document;
    bireme_document_init(&document, "USD");
    fill(&document);
    if (bireme_document_write_text(&document, &style, out, NULL) != BIREME_OK) out->failed = true;
    bireme_document_free(&document);
}

static void forecast_fill(bireme_document *d)
{
    bireme_forecast_document(&forecast, d);
}
static void comparison_fill(bireme_document *d)
{
    bireme_comparison_document(&comparison, d);
}
static void target_fill(bireme_document *d)
{
    bireme_target_document(&target, d);
}
static void split_fill(bireme_document *d)
{
    bireme_split_document(&split, d);
}
static void sensitivity_fill(bireme_document *d)
{
    bireme_sensitivity_document(&sensitivity, d);
}
static void assumptions_fill(bireme_document *d)
{
    bireme_assumptions *list = NULL;
    if (bireme_assumptions_create(models[0], &list, NULL) == BIREME_OK)
        bireme_assumptions_document(models[0], list, d);
    else
        d->failed = true;
    bireme_assumptions_free(list);
}

#define FORMS(NAME)                                                                                          \
    static void NAME##_json(bireme_text *out)                                                                \
    {                                                                                                        \
        bireme_##NAME##_write_json(&NAME, out);                                                              \
    }                                                                                                        \
    static void NAME##_csv(bireme_text *out)                                                                 \
    {                                                                                                        \
        bireme_##NAME##_write_csv(&NAME, false, out);                                                        \
    }                                                                                                        \
    static void NAME##_wide(bireme_text *out)                                                                \
    {                                                                                                        \
        bireme_##NAME##_write_csv(&NAME, true, out);                                                         \
    }
FORMS(forecast)
FORMS(comparison)
FORMS(target)
FORMS(split)
FORMS(sensitivity)

/* ------------------------ walking */

static void walk(const char *what, write_form *write)
{
    bireme_text right = {0};
    allocations = 0;
    write(&right);
    const long total = allocations;
    assert_false(right.failed);
    assert_true(total > 3 && right.length > 500);
    const long step = is_long() ? 1 : 1 + total / 400; /* every day of some hundred */
    for (long k = 0; k < total; k += step) {
        bireme_text out = {0};
        allocations = 0;
        fail_at = k;
        write(&out);
        fail_at = -1;
        if (!out.failed && (out.length != right.length || memcmp(out.data, right.data, out.length) != 0))
            fail_msg("%s, allocation %ld of %ld: it is another answer, and has not failed", what, k, total);
        bireme_text_free(&out);
    }
    print_message("%s: %ld allocations\n", what, total);
    bireme_text_free(&right);
}

static void every_document_is_whole_or_has_failed(void **state)
{
    (void)state;
    static const struct {
        const char *what;
        void (*fill)(bireme_document *document);
    } documents[] = {{"forecast", forecast_fill},       {"comparison", comparison_fill},
                     {"target", target_fill},           {"split", split_fill},
                     {"sensitivity", sensitivity_fill}, {"assumptions", assumptions_fill}};
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        fill = documents[i].fill;
        walk(documents[i].what, as_text);
    }
}

static void every_form_for_programs_is_whole_or_has_failed(void **state)
{
    (void)state;
    walk("forecast, JSON", forecast_json);
    walk("forecast, CSV", forecast_csv);
    walk("forecast, wide", forecast_wide);
    walk("comparison, JSON", comparison_json);
    walk("comparison, CSV", comparison_csv);
    walk("comparison, wide", comparison_wide);
    walk("target, JSON", target_json);
    walk("target, CSV", target_csv);
    walk("target, wide", target_wide);
    walk("split, JSON", split_json);
    walk("split, CSV", split_csv);
    walk("split, wide", split_wide);
    walk("sensitivity, JSON", sensitivity_json);
    walk("sensitivity, CSV", sensitivity_csv);
    walk("sensitivity, wide", sensitivity_wide);
}

/* ------------------------ the answers */

#define MUST(CALL)                                                                                           \
    if ((CALL) != BIREME_OK) fail_msg("%s: %s", error.pointer, error.message)

static int make_answers(void **state)
{
    (void)state;
    static const bireme_run_options run = {.size = sizeof(bireme_run_options), .trials = 256, .threads = 1};
    bireme_error error = {0};
    bireme_forecast *f = NULL;
    bireme_comparison *c = NULL;
    bireme_target *t = NULL;
    bireme_split *s = NULL;
    bireme_sensitivity *d = NULL;
    MUST(bireme_scenario_load(BIREME_SOURCE_DIR "/tests/fault/rich.json", NULL, NULL, &scenario, &error));
    models[0] = models[1] = bireme_scenario_model(scenario);
    MUST(bireme_forecast_run(scenario, &run, &f, &error));
    const bireme_scenario *both[] = {scenario, scenario};
    MUST(bireme_comparison_run(
        both, 2,
        &(bireme_compare_options){.size = sizeof(bireme_compare_options), .run = &run, .bridge = true}, &c,
        &error));
    MUST(bireme_target_run(
        scenario,
        &(bireme_target_options){
            .size = sizeof(bireme_target_options), .run = &run, .at_least = NAN, .confidence = NAN},
        &t, &error));
    MUST(bireme_split_run(scenario,
                          &(bireme_split_options){.size = sizeof(bireme_split_options),
                                                  .run = &run,
                                                  .total = NAN,
                                                  .worst = NAN,
                                                  .at_least = NAN,
                                                  .steps = 2},
                          &s, &error));
    MUST(bireme_sensitivity_run(
        scenario, &(bireme_sensitivity_options){.size = sizeof(bireme_sensitivity_options), .run = &run}, &d,
        &error));
    forecast = (bireme_forecast_view){.forecast = f, .model = models[0], .trials_asked = 256};
    comparison = (bireme_comparison_view){.comparison = c, .models = models};
    target = (bireme_target_view){.target = t, .model = models[0]};
    split = (bireme_split_view){.split = s, .model = models[0]};
    sensitivity = (bireme_sensitivity_view){.result = d, .model = models[0]};
    return 0;
}

static int free_answers(void **state)
{
    (void)state;
    bireme_forecast_free((bireme_forecast *)(uintptr_t)forecast.forecast);
    bireme_comparison_free((bireme_comparison *)(uintptr_t)comparison.comparison);
    bireme_target_free((bireme_target *)(uintptr_t)target.target);
    bireme_split_free((bireme_split *)(uintptr_t)split.split);
    bireme_sensitivity_free((bireme_sensitivity *)(uintptr_t)sensitivity.result);
    bireme_scenario_free(scenario);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_document_is_whole_or_has_failed),
        cmocka_unit_test(every_form_for_programs_is_whole_or_has_failed),
    };
    return cmocka_run_group_tests(tests, make_answers, free_answers);
}
