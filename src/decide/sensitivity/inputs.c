/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Inputs are what the trials draw: each uncertain quantity; a correlated set as one, because shares of the
 * variance of its members alone would not add up; a random walk as one, or as a member of a set; the
 * economy's path as one. What remains is chance: how many leads arrive and are won, what the deals are worth,
 * which open deals close.
 *
 * With x all inputs and m(x) = E[y | x], the law of total variance says Var y = Var m + E[Var(y | x)]. The
 * second part is chance, which no knowledge of the scenario's numbers removes: half the mean squared
 * difference of two runs with the same inputs and different chance. The first is divided among the inputs. If
 * y is linear in counts and values, m is known (a run at the depth of means gives it), so the indices are
 * those of m, times Var m / Var y:
 *
 *   Sᵢ = Var(E[m | xᵢ]) / Var y,   Tᵢ = E[Var(m | the others)] / Var y,   Σ Sᵢ + interactions + chance = 1.
 *
 * Open deals are drawn at that depth too, and so is the dispersion of leads, so Var m is the covariance of
 * two runs with the same inputs and different chance, and what an input and chance do together belongs to
 * chance (stats/indices.h). Ratios have no such m: their indices are those of y as a function of all
 * uniforms, including those of chance. A count is drawn by inversion, so chance moves it in the same
 * direction whatever its mean, and Tᵢ is too large by only a little.
 */
#include <math.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "decide/sensitivity/internal.h"
#include "stats/indices.h"
#include "stats/sample.h"

/* ------------------------ which */

static bireme_input input_of(const char *path, bireme_input_kind kind)
{
    const bireme_index none = {NAN, NAN, NAN, NAN, 0};
    return (bireme_input){.path = path,
                          .kind = kind,
                          .index = none,
                          .rank_correlation = NAN,
                          .low = NAN,
                          .low_se = NAN,
                          .high = NAN,
                          .high_se = NAN,
                          .low_at = NAN,
                          .high_at = NAN,
                          .worth = NAN,
                          .worth_se = NAN};
}

static void add(bireme_driven *driven, bireme_input input, bireme_driver driver)
{
    bireme_sensitivity *result = driven->result;
    driven->driver[result->n_inputs] = driver;
    result->inputs[result->n_inputs++] = input;
}

/* A correlated set being taken apart: walks are members as a whole, as they are inputs. */
typedef struct parts {
    bireme_input *members; /* [n] */
    int *moved;            /* [n] */
    size_t n;
    int *quantity; /* [count] */
    size_t count, n_known;
} parts;

/* Whether quantity i of the set stands for a walk: it is its first increment. */
static bool is_walk(const bireme_model *model, const bireme_compiled_correlated *set, size_t i)
{
    const int w = bireme_model_walk_of(model, set->quantity[i]);
    return w >= 0 && model->walks[w].first == set->quantity[i];
}

static size_t increments_known(const bireme_model *model)
{
    return model->periods < BIREME_DRIVEN_INCREMENTS ? model->periods : BIREME_DRIVEN_INCREMENTS;
}

/* The quantity of step k of the walk that begins at `first`; the first step is its end. */
static int increment(const bireme_driven *driven, int first, size_t k)
{
    return first + (int)driven->study->compiled->walk_steps[k].period;
}

static bool add_member(bireme_driven *driven, parts *p, int quantity, bool walk)
{
    const bireme_model *model = driven->model;
    const char *path = walk ? model->walks[bireme_model_walk_of(model, quantity)].path
                            : model->quantities[quantity].path;
    path = bireme_arena_text(&driven->result->arena, path);
    if (path == NULL) return false;
    p->moved[p->n] = walk ? increment(driven, quantity, 0) : quantity;
    p->members[p->n++] = input_of(path, walk ? BIREME_INPUT_DRIFT : BIREME_INPUT_QUANTITY);
    return true;
}

/* The members; the quantities, those that matter most first: what is one number, then of each walk its end,
 * what lies half-way, and so on. */
static bool part_set(bireme_driven *driven, const bireme_compiled_correlated *set, parts *p)
{
    const bireme_model *model = driven->model;
    for (size_t i = 0; i < set->n; i++) {
        const bool walk = is_walk(model, set, i);
        if (!walk && bireme_model_walk_of(model, set->quantity[i]) >= 0) continue;
        if (!add_member(driven, p, set->quantity[i], walk)) return false;
        if (!walk) p->quantity[p->count++] = set->quantity[i];
    }
    for (size_t k = 0; k < model->periods; k++) {
        if (k == increments_known(model)) p->n_known = p->count;
        for (size_t i = 0; i < set->n; i++)
            if (is_walk(model, set, i)) p->quantity[p->count++] = increment(driven, set->quantity[i], k);
    }
    if (p->n_known == 0) p->n_known = p->count;
    return true;
}

static bireme_status add_set(bireme_driven *driven, const bireme_compiled_correlated *set,
                             bireme_error *error)
{
    bireme_text path = {0};
    parts p = {.members = bireme_arena_alloc(&driven->result->arena, set->n, sizeof *p.members),
               .moved = bireme_arena_alloc(&driven->rooms, set->n, sizeof *p.moved),
               .quantity = bireme_arena_alloc(&driven->rooms, set->n * set->times, sizeof *p.quantity)};
    if (p.members == NULL || p.moved == NULL || p.quantity == NULL || !part_set(driven, set, &p))
        return bireme_fail_memory(error);
    for (size_t i = 0; i < p.n; i++) bireme_text_format(&path, "%s%s", i > 0 ? " + " : "", p.members[i].path);
    bireme_input input = input_of(bireme_arena_text(&driven->result->arena, bireme_text_string(&path)),
                                  BIREME_INPUT_SET);
    bool failed = path.failed || input.path == NULL;
    bireme_text_free(&path);
    if (failed) return bireme_fail_memory(error);
    input.n_members = p.n;
    input.members = p.members;
    add(driven, input, (bireme_driver){p.count, p.quantity, p.n_known, p.moved});
    return BIREME_OK;
}

/* A walk: its increments, that of its end first. A mixture of scenarios may have two with the same ones. */
static bireme_status add_walk(bireme_driven *driven, size_t w, bireme_error *error)
{
    const bireme_model *model = driven->model;
    const bireme_walk *walk = &model->walks[w];
    if (bireme_model_walk_of(model, walk->first) != (int)w) return BIREME_OK;
    if (driven->study->compiled->quantities[walk->first].correlated >= 0) return BIREME_OK;
    const char *path = bireme_arena_text(&driven->result->arena, walk->path);
    int *increments = bireme_arena_alloc(&driven->rooms, model->periods, sizeof *increments);
    if (path == NULL || increments == NULL) return bireme_fail_memory(error);
    for (size_t k = 0; k < model->periods; k++) increments[k] = increment(driven, walk->first, k);
    add(driven, input_of(path, BIREME_INPUT_DRIFT),
        (bireme_driver){model->periods, increments, increments_known(model), NULL});
    return BIREME_OK;
}

bireme_status bireme_driven_find_inputs(bireme_driven *driven, bireme_error *error)
{
    const bireme_compiled *compiled = driven->study->compiled;
    const bireme_model *model = driven->model;
    size_t most = model->n_quantities + compiled->n_correlated + 1;
    driven->result->inputs = bireme_arena_alloc(&driven->result->arena, most, sizeof *driven->result->inputs);
    driven->driver = bireme_arena_alloc(&driven->rooms, most, sizeof *driven->driver);
    if (driven->result->inputs == NULL || driven->driver == NULL) return bireme_fail_memory(error);
    for (size_t q = 0; q < model->n_quantities; q++) {
        driven->numbers[q] = (int)q;
        if (compiled->quantities[q].table == NULL || compiled->quantities[q].correlated >= 0) continue;
        if (bireme_model_walk_of(model, (int)q) >= 0) continue;
        const char *path = bireme_arena_text(&driven->result->arena, model->quantities[q].path);
        if (path == NULL) return bireme_fail_memory(error);
        add(driven, input_of(path, BIREME_INPUT_QUANTITY), (bireme_driver){1, &driven->numbers[q], 1, NULL});
    }
    for (size_t c = 0; c < compiled->n_correlated; c++) {
        bireme_status status = add_set(driven, &compiled->correlated[c], error);
        if (status != BIREME_OK) return status;
    }
    for (size_t w = 0; w < model->n_walks; w++) {
        bireme_status status = add_walk(driven, w, error);
        if (status != BIREME_OK) return status;
    }
    if (compiled->chain) add(driven, input_of("economy", BIREME_INPUT_ECONOMY), (bireme_driver){0});
    driven->result->chance = input_of("chance", BIREME_INPUT_CHANCE);
    if (driven->result->n_inputs == 0)
        return bireme_fail(error, BIREME_DOMAIN,
                           "there is nothing uncertain in `%s`: all its numbers are fixed, what is left is "
                           "chance",
                           model->name);
    return BIREME_OK;
}

/* ------------------------ indices */

/* The sources of the first world, except those of the input and, if `chance`, of chance; quantity
 * [n_quantities]: room for them. */
static bireme_sources swapped(const bireme_driven *driven, const bireme_input *input,
                              const bireme_driver *driver, bool chance, bireme_source *quantity)
{
    const bireme_sources *a = &driven->study->sources[0], *b = &driven->study->sources[1];
    bireme_sources mixed = *a;
    memcpy(quantity, a->quantity, driven->model->n_quantities * sizeof *quantity);
    mixed.quantity = quantity;
    for (size_t i = 0; i < driver->n; i++) quantity[driver->quantity[i]] = b->quantity[driver->quantity[i]];
    if (input->kind == BIREME_INPUT_ECONOMY) mixed.path = b->path;
    if (chance || input->kind == BIREME_INPUT_CHANCE) mixed.channel = b->channel, mixed.open = b->open;
    return mixed;
}

/* Runs with the input, and chance if so asked, taken from the second world. */
static bireme_status run_swapped(bireme_driven *driven, const bireme_input *input,
                                 const bireme_driver *driver, bool chance, double *metric,
                                 bireme_error *error)
{
    double *const out[BIREME_SENSITIVITY_WANTED] = {metric, NULL};
    const bireme_sources mixed = swapped(driven, input, driver, chance, driven->swapped);
    return bireme_study_run(driven->study, NULL, &mixed, driven->run.trials, out, error);
}

/* Today's plan, drawn: the metric goes to driven->drawn, half the squared change due to different chance to
 * driven->chance. */
static bireme_status find_chance(bireme_driven *driven, bireme_error *error)
{
    uint64_t trials = driven->run.trials;
    double *const drawn[BIREME_SENSITIVITY_WANTED] = {driven->drawn, NULL};
    const bireme_driver none = {0};
    bireme_status status = bireme_study_run(driven->study, NULL, NULL, trials, drawn, error);
    if (status == BIREME_OK)
        status = run_swapped(driven, &driven->result->chance, &none, true, driven->ab, error);
    for (uint64_t i = 0; i < trials && status == BIREME_OK; i++)
        driven->chance[i] = (driven->ab[i] - driven->drawn[i]) * (driven->ab[i] - driven->drawn[i]) / 2;
    if (status == BIREME_OK)
        status = bireme_sample_summarise(driven->drawn, trials, driven->study->replicates,
                                         &driven->result->summary, error);
    return status;
}

/* Runs both worlds, between which the inputs are swapped, and finds what each trial adds to the variance. */
static bireme_status find_variance(bireme_driven *driven, double *centre, bireme_error *error)
{
    bireme_study *study = driven->study;
    uint64_t trials = driven->run.trials;
    double *const a[BIREME_SENSITIVITY_WANTED] = {driven->a, NULL};
    double *const b[BIREME_SENSITIVITY_WANTED] = {driven->b, NULL};
    const bireme_driver none = {0};
    study->means = bireme_study_has_means(study, BIREME_SENSITIVITY_METRIC);
    bireme_status status = bireme_study_run(study, NULL, NULL, trials, a, error);
    if (status == BIREME_OK) status = bireme_study_run(study, NULL, &study->sources[1], trials, b, error);
    if (status == BIREME_OK && study->means)
        status = run_swapped(driven, &driven->result->chance, &none, true, driven->a_again, error);
    if (status != BIREME_OK) return status;
    driven->again = study->means && memcmp(driven->a, driven->a_again, trials * sizeof *driven->a) != 0;
    *centre = bireme_indices_centre(driven->a, driven->b, trials);
    if (!study->means) bireme_indices_square(*centre, (size_t)trials, driven->a, driven->b, driven->square);
    for (uint64_t i = 0; i < trials && study->means; i++)
        driven->square[i] = (driven->a[i] - *centre) * (driven->a_again[i] - *centre) + driven->chance[i];
    return BIREME_OK;
}

/* The share of chance has the form of a total index. */
static void share_chance(bireme_driven *driven, double centre)
{
    size_t trials = (size_t)driven->run.trials;
    bireme_indices indices;
    bireme_indices_begin(&indices, centre);
    for (size_t i = 0; i < trials; i++) driven->ab[i] = driven->a[i] + sqrt(2 * driven->chance[i]);
    const bireme_indices_runs runs = {.a = driven->a, .b = driven->b, .ab = driven->ab};
    bireme_indices_add(&indices, 0, trials, &runs, driven->square);
    driven->result->chance.index = bireme_indices_end(&indices);
    driven->result->chance.index.first_order = driven->result->chance.index.first_order_se = NAN;
}

static bireme_status find_index(bireme_driven *driven, size_t i, double centre, bireme_error *error)
{
    bireme_input *input = &driven->result->inputs[i];
    bireme_indices indices;
    bireme_status status = run_swapped(driven, input, &driven->driver[i], false, driven->ab, error);
    if (status == BIREME_OK && driven->again)
        status = run_swapped(driven, input, &driven->driver[i], true, driven->ab_again, error);
    if (status != BIREME_OK) return status;
    const bireme_indices_runs runs = {.a = driven->a,
                                      .b = driven->b,
                                      .ab = driven->ab,
                                      .a_again = driven->again ? driven->a_again : NULL,
                                      .ab_again = driven->again ? driven->ab_again : NULL};
    bireme_indices_begin(&indices, centre);
    bireme_indices_add(&indices, 0, (size_t)driven->run.trials, &runs, driven->square);
    input->index = bireme_indices_end(&indices);
    driven->result->sum_first += input->index.first_order;
    return BIREME_OK;
}

bireme_status bireme_driven_find_indices(bireme_driven *driven, bireme_error *error)
{
    bireme_sensitivity *result = driven->result;
    double centre = 0;
    bireme_status status = find_chance(driven, error);
    if (status == BIREME_OK) status = find_variance(driven, &centre, error);
    for (size_t i = 0; i < result->n_inputs && status == BIREME_OK; i++)
        status = find_index(driven, i, centre, error);
    if (status == BIREME_OK) share_chance(driven, centre);
    return status;
}
