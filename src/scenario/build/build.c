/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The model as a whole: its frame, then part after part.
 */
#include "scenario/build/build.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "scenario/build/effective.h"
#include "scenario/build/steps.h"
#include "scenario/frame.h"

/* The file's name without folder and extension. */
static const char *name_of_file(bireme_builder *builder)
{
    const char *file = builder->reading->file, *slash = strrchr(file, '/');
    const char *name = slash != NULL ? slash + 1 : file;
    if (strcmp(file, "-") == 0) name = "standard input";
    const char *dot = strrchr(name, '.');
    size_t length = dot != NULL && dot != name ? (size_t)(dot - name) : strlen(name);
    const char *copy = bireme_arena_copy(&builder->reading->arena, name, length);
    if (copy == NULL) builder->failed = true;
    return copy;
}

static void build_frame(bireme_builder *builder)
{
    bireme_reading *reading = builder->reading;
    bireme_model *model = builder->model;
    const bireme_node *root = reading->root;
    model->name = bireme_build_text(builder, root, "name", name_of_file(builder));
    model->description = bireme_build_text(builder, root, "description", NULL);
    model->currency = bireme_build_text(builder, root, "currency", "USD");
    model->file = bireme_build_copy(builder, reading->file);
    model->periods = reading->periods - reading->past;
    if (!bireme_calendar_read(reading, &model->past.calendar)) builder->failed = true;
    model->calendar = bireme_calendar_after(&model->past.calendar, model->past.periods);
    model->fiscal_year_start = (int)bireme_build_number(root, "fiscal_year_start", 1);
    model->pace = bireme_build_periods(builder, bireme_node_find(root, "pace"), 1);
    const bireme_node *run = bireme_node_find(root, "run");
    const bireme_node *sampler = bireme_node_find(run, "sampler");
    model->sampler = sampler != NULL ? bireme_sampler_find(sampler->text) : BIREME_SAMPLER_SOBOL;
    model->precision = bireme_build_number(run, "precision", 0);
    model->has_trials = bireme_node_find(run, "trials") != NULL;
    model->trials = (uint64_t)bireme_build_number(run, "trials", 0);
    model->trials = bireme_model_trials(model, 0, model->precision);
    model->seed = (uint64_t)bireme_build_number(run, "seed", BIREME_SEED_DEFAULT);
}

static void build_goal(bireme_builder *builder)
{
    bireme_model *model = builder->model;
    const bireme_node *goal = bireme_node_find(builder->reading->root, "goal");
    if (goal == NULL) return;
    const bireme_node *by = bireme_node_find(goal, "by");
    model->goal.present = true;
    model->goal.metric = bireme_build_text(builder, goal, "metric", NULL);
    model->goal.at_most = bireme_node_find(goal, "at_most") != NULL;
    model->goal.at_least = bireme_build_number(goal, model->goal.at_most ? "at_most" : "at_least", 0);
    model->goal.confidence = bireme_build_number(goal, "confidence", NAN);
    model->goal.by = (int)model->periods - 1;
    int year, month, day;
    if (by != NULL && bireme_date_parse(by->text, &year, &month, &day))
        model->goal.by = (int)bireme_calendar_find(&model->calendar, year, month, day);
}

static void begin_frame(bireme_builder *builder)
{
    const bireme_reading *reading = builder->reading;
    bireme_model *model = builder->model;
    model->stage = bireme_build_alloc(builder, reading->stages.count, sizeof *model->stage);
    for (; model->stage != NULL && model->stages < reading->stages.count; model->stages++)
        model->stage[model->stages] = bireme_build_copy(builder, reading->stages.names[model->stages]);
    model->past.periods = reading->past;
    bireme_build_begin_teams(builder);
    bireme_build_begin_revenue(builder);
}

static bool has_members(const bireme_node *map)
{
    return map != NULL && map->count > 0;
}

static bool is_about_stock(const char *metric)
{
    const char *last = strrchr(metric, '.');
    return strcmp(metric, "coverage") == 0 || strcmp(metric, "pipeline.open_value") == 0 ||
           (strncmp(metric, "stage.", 6) == 0 && strcmp(last, ".open") == 0);
}

/* Whether what is open is counted: asked for, or else if the scenario says how long losing takes, or when an
 * open deal closes, or has a goal about it. */
static bool counts_stock(const bireme_reading *reading)
{
    const bireme_node *asked = bireme_node_find(bireme_node_find(reading->root, "run"), "stock");
    const bireme_node *channels = bireme_node_find(reading->root, "channels");
    const bireme_node *deals = bireme_effective_deals(reading);
    bool counts = bireme_build_asks_for(reading, is_about_stock) ||
                  has_members(bireme_node_find(bireme_node_find(reading->root, "defaults"), "lost_days"));
    if (asked != NULL && asked->type == BIREME_NODE_BOOL) return asked->truth;
    for (const bireme_node *c = channels != NULL ? channels->first : NULL; c != NULL && !counts; c = c->next)
        counts = has_members(bireme_node_find(c, "lost_days"));
    for (const bireme_node *d = deals != NULL ? deals->first : NULL; d != NULL && !counts; d = d->next)
        counts = bireme_node_find(d, "expected_close") != NULL ||
                 bireme_node_find(d, "closes_in_days") != NULL;
    return counts;
}

bireme_model *bireme_build_begin(bireme_reading *reading)
{
    bireme_builder builder = {.reading = reading, .model = bireme_calloc(1, sizeof(bireme_model))};
    builder.failed = builder.model == NULL;
    if (!builder.failed) begin_frame(&builder);
    if (!builder.failed) bireme_build_begin_channels(&builder);
    if (!builder.failed) bireme_build_begin_pipeline(&builder);
    if (!builder.failed) builder.model->has_stock = counts_stock(reading);
    if (!builder.failed) return builder.model;
    bireme_report_memory(&reading->report);
    bireme_model_free(builder.model);
    return NULL;
}

bireme_model *bireme_build_finish(bireme_reading *reading, bireme_model *model)
{
    bireme_builder builder = {.reading = reading, .model = model};
    build_frame(&builder);
    if (!builder.failed) build_goal(&builder);
    if (!builder.failed) bireme_build_past(&builder);
    if (!builder.failed) bireme_build_channels(&builder);
    if (!builder.failed) bireme_build_teams(&builder);
    if (!builder.failed) bireme_build_revenue(&builder);
    if (!builder.failed) bireme_build_decision(&builder);
    if (!builder.failed) bireme_build_economy(&builder);
    if (!builder.failed) bireme_build_initiatives(&builder);
    if (!builder.failed) bireme_build_pipeline(&builder);
    if (!builder.failed) bireme_build_correlations(&builder);
    if (!builder.failed) bireme_build_check_goal(&builder);
    if (!builder.failed) bireme_build_statements(&builder);
    bireme_free(builder.shared);
    if (!builder.failed && reading->report.errors == 0) {
        bireme_model_find_tail_power(builder.model);
        return builder.model;
    }
    /* If nothing was reported, an allocation failed. */
    if (reading->report.errors == 0) bireme_report_memory(&reading->report);
    bireme_model_free(builder.model);
    return NULL;
}
