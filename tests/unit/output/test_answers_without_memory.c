/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every answer in every form while memory runs out at one allocation after the other: it is said to have
 * failed, or it is whole. A cell, a row or a column that is left out because its name could not be put
 * together would be a wrong answer.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "output/assumptions/assumptions.h"
#include "output/decisions/comparison.h"
#include "output/forecast/forecast.h"
#include "output/decisions/sensitivity.h"
#include "output/decisions/split/split.h"
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

static const bireme_answer *answer;
static bool wide;

static void write_text(bireme_document *document, bireme_text *out)
{
    static const bireme_text_style style = {.unicode = true, .width = 100};
    if (bireme_document_write_text(document, &style, out, NULL) != BIREME_OK) out->failed = true;
    bireme_document_free(document);
}

static void as_text(bireme_text *out)
{
    bireme_document document;
    bireme_answer_document(answer, &document);
    write_text(&document, out);
}

static void as_markdown(bireme_text *out)
{
    bireme_document document;
    bireme_answer_document(answer, &document);
    if (bireme_document_write_markdown(&document, out, NULL) != BIREME_OK) out->failed = true;
    bireme_document_free(&document);
}

static void as_json(bireme_text *out)
{
    bireme_answer_write_json(answer, out);
}

static void as_csv(bireme_text *out)
{
    bireme_answer_write_csv(answer, wide, BIREME_CSV_PLAIN, out);
}

static void assumptions_as_text(bireme_text *out)
{
    bireme_assumptions *list = NULL;
    bireme_document document;
    bireme_document_init(&document, "USD");
    if (bireme_assumptions_create(models[0], &list, NULL) == BIREME_OK)
        bireme_assumptions_document(models[0], list, true, &document);
    else
        document.failed = true;
    bireme_assumptions_free(list);
    write_text(&document, out);
}

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

/* Each in turn; wide tables of those that have one. */
static void walk_answers(const char *form, write_form *write)
{
    const bireme_answer answers[] = {bireme_answer_of_forecast(&forecast),
                                     bireme_answer_of_comparison(&comparison),
                                     bireme_answer_of_target(&target), bireme_answer_of_split(&split),
                                     bireme_answer_of_sensitivity(&sensitivity)};
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        char what[64];
        answer = &answers[i];
        snprintf(what, sizeof what, "%s, %s", answer->kind->name, form);
        walk(what, write);
    }
}

static void every_document_is_whole_or_has_failed(void **state)
{
    (void)state;
    walk_answers("text", as_text);
    walk_answers("Markdown", as_markdown);
    walk("assumptions", assumptions_as_text);
}

static void every_form_for_programs_is_whole_or_has_failed(void **state)
{
    (void)state;
    walk_answers("JSON", as_json);
    walk_answers("CSV", as_csv);
    wide = true;
    walk_answers("wide CSV", as_csv);
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
