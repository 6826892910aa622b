/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The best division of a total, from options to answer; internal.h says which file does what.
 */
#include "bireme/split.h"

#include <math.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/options.h"
#include "base/text.h"
#include "engine/run/forecasts.h"
#include "decide/target/settle.h"
#include "decide/split/internal.h"
#include "model/calendar.h"
#include "scenario/internal.h"
#include "stats/sample.h"

static const uint64_t TRIALS_MOST = UINT64_C(1) << 20;
static const uint64_t TRIALS_USUAL = UINT64_C(1) << 14;
enum { STEPS_USUAL = 9, STEPS_MOST = 101 };

/* ------------------------ what is asked for */

static bireme_status settle_objective(bireme_splitting *s, const bireme_split_options *options, bool of_goal,
                                      bireme_error *error)
{
    bireme_split *split = s->split;
    char number[BIREME_NUMBER_SIZE];
    split->at_least = options->at_least;
    if (isnan(split->at_least) && of_goal) split->at_least = s->model->goal.at_least;
    split->objective = options->objective;
    if (split->objective == BIREME_OBJECTIVE_UNSET)
        split->objective = isnan(split->at_least) ? BIREME_OBJECTIVE_MEAN : BIREME_OBJECTIVE_P_GOAL;
    if (split->objective > BIREME_OBJECTIVE_CVAR)
        return bireme_fail(error, BIREME_DOMAIN, "there is no objective number %d", (int)split->objective);
    if (split->objective == BIREME_OBJECTIVE_P_GOAL && !isfinite(split->at_least))
        return bireme_fail(
            error, BIREME_DOMAIN,
            "there is no goal for the metric: P(goal) needs one; say what is to be reached, or "
            "take the mean");
    if (split->objective != BIREME_OBJECTIVE_P_GOAL && split->at_most)
        return bireme_fail(
            error, BIREME_DOMAIN,
            "of `%s` less is better, and there is least of it where nothing is won: a total is divided for "
            "the chance that it is at most the goal (p_goal), or for another metric",
            split->metric);
    if (split->objective != BIREME_OBJECTIVE_P_GOAL) split->at_least = NAN;
    split->worst = isnan(options->worst) ? 0.1 : options->worst;
    if (!(split->worst > 0 && split->worst < 1))
        return bireme_fail(
            error, BIREME_DOMAIN,
            "the worst %s of futures were asked for; it is a share, more than 0 and less than 1",
            bireme_number_format(number, split->worst));
    if (split->objective != BIREME_OBJECTIVE_CVAR) split->worst = NAN;
    return BIREME_OK;
}

/* What is divided for if nothing is said: the goal's metric; if it is not the goal that is asked for, and
 * contracts outlive the horizon, what is left of them too. */
static const char *metric_name(const bireme_model *model, const bireme_split_options *options)
{
    const bool of_goal = options->objective == BIREME_OBJECTIVE_UNSET ||
                         options->objective == BIREME_OBJECTIVE_P_GOAL;
    const bool lifetime = !of_goal && options->until == NULL && bireme_settle_outlives(model);
    return lifetime ? bireme_metric_row_of(BIREME_METRIC_NPV_LIFETIME)->name
                    : bireme_settle_metric_name(model);
}

static bireme_status settle_metric(bireme_splitting *s, const bireme_split_options *options,
                                   const bireme_metrics *metrics, bireme_error *error)
{
    const bireme_model *model = s->model;
    bireme_split *split = s->split;
    char label[BIREME_LABEL_SIZE];
    const char *name = options->metric != NULL ? options->metric : metric_name(model, options);
    bireme_status status = bireme_settle_metric(model, metrics, name, &s->metric, error);
    if (status != BIREME_OK) return status;
    const bireme_metric *metric = &metrics->items[s->metric];
    bool of_goal = model->goal.present && strcmp(model->goal.metric, metric->name) == 0;
    split->at_most = of_goal ? model->goal.at_most : bireme_metric_less_is_better(metric->kind);
    status = bireme_settle_until(model, metric, options->until, &s->by, error);
    if (status != BIREME_OK) return status;
    split->scenario = bireme_arena_text(&s->split->arena, model->name);
    split->metric = bireme_arena_text(&s->split->arena, metric->name);
    split->until = bireme_arena_text(&s->split->arena, bireme_calendar_label(&model->calendar, s->by, label));
    split->unit = metric->unit;
    if (!split->scenario || !split->metric || !split->until) return bireme_fail_memory(error);
    status = settle_objective(s, options, of_goal, error);
    return status == BIREME_OK ? bireme_settle_known(model, metric, error) : status;
}

static uint64_t trials_more(uint64_t trials)
{
    return trials > BIREME_SPLIT_TRIALS_MORE ? BIREME_SPLIT_TRIALS_MORE
           : trials < BIREME_SPLIT_TRIALS    ? BIREME_SPLIT_TRIALS
                                             : trials;
}

static bireme_status settle_run(const bireme_model *model, const bireme_run_options *run,
                                bireme_run_options *out, bireme_error *error)
{
    bireme_run_options given;
    bireme_status status = bireme_run_options_take(run, &given, error);
    if (status != BIREME_OK) return status;
    if (given.trials == 0 && bireme_model_trials(model, 0, 0) > TRIALS_USUAL) given.trials = TRIALS_USUAL;
    return bireme_settle_run(model, &given, TRIALS_MOST, out, error);
}

static bireme_status settle(bireme_splitting *s, const bireme_split_options *options, bireme_error *error)
{
    bireme_metrics *metrics = NULL;
    bireme_split *split = s->split;
    bireme_status status = bireme_settle_team(s->model, "split", error);
    if (status == BIREME_OK) status = settle_run(s->model, options->run, &s->run, error);
    if (status == BIREME_OK) status = bireme_metrics_create(s->model, &metrics, error);
    if (status == BIREME_OK) status = settle_metric(s, options, metrics, error);
    bireme_metrics_free(metrics);
    if (status != BIREME_OK) return status;
    s->steps = options->steps != 0 ? options->steps : STEPS_USUAL;
    if (s->steps < 2 || s->steps > STEPS_MOST) /* a frontier has two ends */
        return bireme_fail(error, BIREME_DOMAIN, "%d steps were asked for; 2 to %d are possible", s->steps,
                           (int)STEPS_MOST);
    s->more = trials_more(s->run.trials);
    split->total = options->total;
    split->trials = s->run.trials;
    split->seed = s->run.seed;
    split->fresh_seed = s->run.seed + 1;
    split->sampler = s->run.sampler;
    return BIREME_OK;
}

/* ------------------------ the studies */

static bool cancelled(void *context)
{
    const bireme_splitting *s = context;
    return s->run.cancelled != NULL && s->run.cancelled(s->run.context);
}

/* The approximate number of runs: for the search, most of them a quarter as long as the longest, and for the
 * answer. */
enum { SEARCH = 700, ANSWER = 60 };

/* Progress of both studies together; how long the search will be is not known beforehand. */
static void progress(void *context, uint64_t done, uint64_t trials)
{
    const bireme_splitting *s = context;
    (void)trials;
    if (s->run.progress == NULL) return;
    uint64_t search = (uint64_t)SEARCH * s->study->options.trials / 4, answer = ANSWER * s->run.trials;
    if (s->fresh == NULL)
        done = done < search ? done : search;
    else
        done += search;
    uint64_t all = search + answer;
    s->run.progress(s->run.context, done, done > all ? done : all);
}

static bireme_status make_study(bireme_splitting *s, uint64_t trials, uint64_t seed, bool keeps,
                                bireme_study **out, bireme_error *error)
{
    const bireme_wanted wanted = {s->metric, s->by, false};
    const bireme_study_options options = {.trials = trials,
                                          .seed = seed,
                                          .sampler = s->run.sampler,
                                          .threads = s->run.threads,
                                          .progress = progress,
                                          .cancelled = cancelled,
                                          .context = s,
                                          .keeps = keeps,
                                          .laws = s->split->objective != BIREME_OBJECTIVE_MEAN,
                                          .n_wanted = 1,
                                          .wanted = &wanted};
    return bireme_study_create(s->model, &options, out, error);
}

static bireme_status make_rooms(bireme_splitting *s, bireme_error *error)
{
    size_t trials = (size_t)(s->run.trials > BIREME_SPLIT_TRIALS_MORE ? s->run.trials
                                                                      : BIREME_SPLIT_TRIALS_MORE);
    s->spend = bireme_arena_alloc(&s->rooms, s->model->n_channels, sizeof *s->spend);
    s->flat = bireme_arena_alloc(&s->rooms, s->model->n_channels, sizeof *s->flat);
    s->value = bireme_arena_alloc(&s->rooms, trials, sizeof *s->value);
    s->moments = bireme_arena_alloc(&s->rooms, BIREME_SPLIT_TRIALS_MORE, sizeof *s->moments);
    s->score[0] = bireme_arena_alloc(&s->rooms, trials, sizeof *s->score[0]);
    s->score[1] = bireme_arena_alloc(&s->rooms, trials, sizeof *s->score[1]);
    return s->rooms.failed ? bireme_fail_memory(error) : BIREME_OK;
}

static void free_splitting(bireme_splitting *s)
{
    bireme_study_free(s->study);
    bireme_study_free(s->fresh);
    bireme_law_kept_free(&s->kept[0]);
    bireme_law_kept_free(&s->kept[1]);
    bireme_arena_free(&s->rooms);
}

/* ------------------------ all of it */

/* The search's result in the form of the objective: means of scores, not their probit. */
static bireme_status read_search(bireme_splitting *s, const double *best, double *searched,
                                 bireme_error *error)
{
    uint64_t trials = s->study->options.trials;
    double se;
    bool smooth = !s->split->searched_again;
    bireme_status status = bireme_splitting_run(s, s->study, smooth, best, trials, s->score[0], error);
    if (status == BIREME_OK)
        *searched = bireme_sample_mean(s->score[0], trials, bireme_splitting_replicates(s, s->study, smooth),
                                       &se);
    return status;
}

static bireme_status find_best(bireme_splitting *s, double *best, double **frontier, bireme_error *error)
{
    double value = 0, searched = 0, *found = bireme_calloc(s->n, sizeof *found);
    bool again = false;
    bireme_status status = found != NULL ? bireme_splitting_search(s, best, &value, error)
                                         : bireme_fail_memory(error);
    if (status == BIREME_OK) status = bireme_splitting_frontier(s, best, &value, frontier, error);
    if (status == BIREME_OK) status = bireme_splitting_refine(s, best, &value, error);
    if (status == BIREME_OK) status = bireme_splitting_search_again(s, *frontier, best, found, &again, error);
    if (status == BIREME_OK)
        status = make_study(s, s->run.trials, s->split->fresh_seed, false, &s->fresh, error);
    if (status == BIREME_OK && again) status = bireme_splitting_take_better(s, found, best, error);
    if (status == BIREME_OK && s->split->n_frontier == 1) /* the only point is the best */
        memcpy(*frontier, best, s->n * sizeof *best);
    if (status == BIREME_OK) status = read_search(s, best, &searched, error);
    if (status == BIREME_OK) status = bireme_splitting_find_residual(s, best, error);
    if (status == BIREME_OK) status = bireme_splitting_answer(s, best, searched, *frontier, error);
    if (status == BIREME_OK)
        s->split->runs = (double)(s->study->done + s->fresh->done) / (double)s->run.trials;
    bireme_free(found);
    return status;
}

static bireme_status find(bireme_splitting *s, const bireme_split_options *options, bireme_error *error)
{
    double *frontier = NULL, *best = NULL;
    bireme_status status = settle(s, options, error);
    if (status == BIREME_OK) status = make_rooms(s, error);
    if (status == BIREME_OK) status = make_study(s, s->more, s->run.seed, true, &s->study, error);
    if (status == BIREME_OK) status = bireme_splitting_find_lines(s, error);
    if (status == BIREME_OK) status = bireme_splitting_find_noise(s, error);
    if (status == BIREME_OK) {
        best = bireme_calloc(s->n, sizeof *best);
        status = best != NULL ? find_best(s, best, &frontier, error) : bireme_fail_memory(error);
    }
    bireme_free(best);
    bireme_free(frontier);
    return status;
}

static bireme_status take(const bireme_split_options *options, bireme_split_options *out, bireme_error *error)
{
    bireme_split_options_init(out);
    return bireme_options_take(out, sizeof *out, options, "bireme_split_options", error);
}

bireme_status bireme_split_run(const bireme_scenario *scenario, const bireme_split_options *options,
                               bireme_split **out, bireme_error *error)
{
    bireme_split_options own;
    bireme_status status = take(options, &own, error);
    if (status != BIREME_OK) return status;
    bireme_split *split = bireme_calloc(1, sizeof *split);
    if (split == NULL) return bireme_fail_memory(error);
    bireme_splitting s = {.model = bireme_scenario_model(scenario), .split = split};
    status = find(&s, &own, error);
    free_splitting(&s);
    if (status != BIREME_OK) {
        bireme_split_free(split);
        return status;
    }
    *out = split;
    return BIREME_OK;
}

void bireme_split_free(bireme_split *split)
{
    if (split == NULL) return;
    bireme_arena_free(&split->arena);
    bireme_free(split);
}

/* The search's study with its blocks, then the answer's in addition; the working space here, and that of an
 * answer. */
bireme_status bireme_split_need(const bireme_scenario *scenario, const bireme_split_options *options,
                                bireme_need *out, bireme_error *error)
{
    enum { ROOMS = 3, ROOMS_OF_MEASURES = 4, OF_A_TERM = 3 };
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_split_options own;
    bireme_run_options run;
    bireme_need search, answer;
    bireme_status status = take(options, &own, error);
    if (status == BIREME_OK) status = settle_run(model, own.run, &run, error);
    if (status != BIREME_OK) return status;
    const bireme_study_options of_search = {.trials = trials_more(run.trials),
                                            .threads = run.threads,
                                            .laws = true,
                                            .keeps = true},
                               of_answer = {.trials = run.trials, .threads = run.threads};
    status = bireme_study_measure(model, &of_search, &search, error);
    if (status == BIREME_OK) status = bireme_study_measure(model, &of_answer, &answer, error);
    if (status != BIREME_OK) return status;
    /* what is kept of each channel and period for laws, of both studies, and the study of the measures */
    const double terms = 2.0 * OF_A_TERM * (double)(model->n_channels * model->periods) * search.trials;
    double rooms =
        ((ROOMS + ROOMS_OF_MEASURES + (bireme_settle_outlives(model) ? 2 : 0)) * (double)run.trials + terms) *
        sizeof(double);
    out->bytes = out->address = search.bytes + 2 * (answer.bytes - BIREME_PROGRAM_BYTES) + rooms;
    out->trials = SEARCH * search.trials / 4 + ANSWER * answer.trials;
    out->steps = out->trials * (answer.steps / answer.trials);
    return BIREME_OK;
}
