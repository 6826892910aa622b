/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The value of knowing an input before deciding. The decision is between today's plan and one line of the
 * decision block a fifth higher or lower, as far as its limits allow (the reps of one of several teams by
 * whole ones), by the mean contribution or, where revenue recurs, by npv.lifetime. The expected value of
 * (partial) perfect information (Raiffa and Schlaifer 1961) is
 *
 *   E[ max_d E[V_d | x] ] − max_d E[V_d].
 *
 * E[V_d | x] is a line in x within each of sixteen bins of equally many trials in order of x, by least
 * squares: so a decision may differ between the trials of a bin, also where only a hundredth of them is
 * concerned. A maximum of noisy lines is biased upwards, so they are fitted on one half of the trials and the
 * decisions valued on the other, and so is the decision without knowledge: chosen on the odd randomisations
 * of the points and valued on the even ones, and vice versa. A gain measured that way is not due to chance;
 * it is that of a decision that is nearly the best one.
 *
 * Several numbers (a set, the periods that the economy is in each regime) are represented by the linear
 * combination that predicts what today's plan brings best: knowing only that is worth no more than knowing
 * them all, so theirs is a value that it is at least.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "decide/sensitivity/internal.h"
#include "numeric/solve/matrix.h"
#include "compile/variant.h"
#include "stats/sample.h"

enum { BINS = 16 };
static const double STEP = 0.2;

/* ------------------------ alternatives */

static double average(const bireme_model *model, size_t c)
{
    double all = 0;
    for (size_t t = 0; t < model->periods; t++) all += model->channels[c].spend[t];
    return all / (double)model->periods;
}

/* The factor of alternative k: line number k / 2, down or up; NAN: it cannot be moved. */
static double factor_of(const bireme_model *model, size_t k)
{
    const bireme_line *line = &model->decision.lines[k / 2];
    double now = line->channel >= 0 ? average(model, (size_t)line->channel) : model->teams[line->team].reps;
    double to = now * (k % 2 == 0 ? 1 - STEP : 1 + STEP);
    if (line->whole || (line->channel < 0 && model->n_teams > 1)) { /* by at least one rep */
        to = k % 2 == 0 ? floor(fmin(round(to), now - 1)) : ceil(fmax(round(to), now + 1));
        to = fmax(to, 0);
    }
    to = fmin(fmax(to, line->min), line->max);
    bool moves = k % 2 == 0 ? to < now : to > now;
    return now > 0 && moves ? to / now : NAN;
}

size_t bireme_driven_count_alternatives(const bireme_model *model)
{
    size_t n = 1;
    for (size_t k = 0; k < 2 * model->decision.n_lines; k++) n += !isnan(factor_of(model, k));
    return n;
}

static const char *path_of(bireme_driven *driven, const bireme_line *line)
{
    char reps[BIREME_REPS_PATH_SIZE];
    bireme_text path = {0};
    if (line->channel >= 0)
        bireme_text_format(&path, "channels.%s.spend", driven->model->channels[line->channel].name);
    else
        bireme_text_append(&path, bireme_model_reps_path(driven->model, line->team, reps));
    char *copy = path.failed ? NULL : bireme_arena_text(&driven->result->arena, bireme_text_string(&path));
    bireme_text_free(&path);
    return copy;
}

static bireme_status run_alternative(bireme_driven *driven, const bireme_line *line, double factor,
                                     double *room, double *value, bireme_error *error)
{
    const size_t n = driven->model->n_channels;
    bireme_study *study = driven->study;
    bireme_compiled *compiled;
    double *const out[BIREME_SENSITIVITY_WANTED] = {NULL, value};
    double *spend = room, *reps = room + n;
    for (size_t c = 0; c < n; c++) spend[c] = (int)c == line->channel ? factor : 1;
    for (size_t k = 0; k < driven->model->n_teams; k++)
        reps[k] = line->channel < 0 && k == line->team ? factor * driven->model->teams[k].reps : NAN;
    const bireme_moves moves = {.spend = spend, .reps = NAN, .team_reps = reps};
    bireme_status status = bireme_variant_create(study->compiled, &moves, &compiled, error);
    if (status != BIREME_OK) return status;
    status = bireme_study_run(study, compiled, NULL, driven->run.trials, out, error);
    bireme_variant_free(compiled);
    return status;
}

/* The mean of an alternative, and the mean of its gain over today's plan. */
static void value_alternative(bireme_driven *driven, size_t k)
{
    bireme_alternative *to = &driven->result->alternatives[k];
    double se, *more = driven->ab;
    uint64_t trials = driven->run.trials;
    for (uint64_t i = 0; i < trials; i++) more[i] = driven->alternative[k][i] - driven->alternative[0][i];
    to->mean = bireme_sample_mean(driven->alternative[k], trials, driven->study->replicates, &se);
    to->gain = bireme_sample_mean(more, trials, driven->study->replicates, &to->gain_se);
    if (to->mean > driven->result->alternatives[driven->result->best].mean) driven->result->best = k;
}

bireme_status bireme_driven_find_alternatives(bireme_driven *driven, bireme_error *error)
{
    const bireme_decision *decision = &driven->model->decision;
    bireme_sensitivity *result = driven->result;
    double *room = bireme_calloc(driven->model->n_channels + driven->model->n_teams, sizeof *room);
    double *const today[BIREME_SENSITIVITY_WANTED] = {NULL, driven->alternative[0]};
    bireme_status status = room != NULL ? BIREME_OK : bireme_fail_memory(error);
    driven->study->means = bireme_study_has_means(driven->study, BIREME_SENSITIVITY_WORTH);
    if (status == BIREME_OK)
        status = bireme_study_run(driven->study, NULL, NULL, driven->run.trials, today, error);
    result->alternatives[0].factor = 1;
    if (status == BIREME_OK) value_alternative(driven, 0);
    for (size_t k = 0, n = 1; k < 2 * decision->n_lines && status == BIREME_OK; k++) {
        double factor = factor_of(driven->model, k);
        if (isnan(factor)) continue;
        result->alternatives[n] = (bireme_alternative){.path = path_of(driven, &decision->lines[k / 2]),
                                                       .factor = factor};
        if (result->alternatives[n].path == NULL) status = bireme_fail_memory(error);
        if (status == BIREME_OK)
            status = run_alternative(driven, &decision->lines[k / 2], factor, room, driven->alternative[n],
                                     error);
        if (status == BIREME_OK) value_alternative(driven, n);
        n++;
    }
    bireme_free(room);
    return status;
}

/* ------------------------ what is known */

/* Component k of the input: one of its quantities, or the number of periods in regime k. */
static bireme_status known(bireme_driven *driven, const bireme_input *input, const bireme_driver *driver,
                           size_t k, double *out, bireme_error *error)
{
    if (input->kind != BIREME_INPUT_ECONOMY)
        return bireme_study_quantity(driven->study, driver->quantity[k], driven->run.trials, out, error);
    return bireme_study_regime(driven->study, (int)k, driven->model->periods - 1, driven->run.trials, out,
                               error);
}

/* Scales to mean 0 and variance 1, or to 0 if it does not vary. */
static void standardise(double *x, size_t n)
{
    double mean = 0, squares = 0;
    for (size_t i = 0; i < n; i++) mean += x[i] / (double)n;
    for (size_t i = 0; i < n; i++) squares += (x[i] - mean) * (x[i] - mean) / (double)n;
    double scale = squares > 1e-24 * mean * mean ? 1 / sqrt(squares) : 0;
    for (size_t i = 0; i < n; i++) x[i] = (x[i] - mean) * scale;
}

static double product(const double *x, const double *y, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) sum += x[i] * y[i];
    return sum / (double)n;
}

/* The coefficients β of the regression of y on n standardised columns: (C + ε I) β = r, with C their
 * correlations and r those with y. ε allows for columns that are collinear or do not vary. room [n × n],
 * lower [n × n]. */
static bireme_status regress(const double *x, size_t n, size_t trials, const double *y, double *room,
                             double *lower, double *beta, bireme_error *error)
{
    const double epsilon = 1e-6;
    bool out_of_memory = false;
    for (size_t k = 0; k < n; k++) {
        beta[k] = product(x + k * trials, y, trials);
        for (size_t j = 0; j < n; j++)
            room[k * n + j] = product(x + k * trials, x + j * trials, trials) + (k == j ? epsilon : 0);
    }
    if (!bireme_matrix_cholesky(n, room, lower, &out_of_memory))
        return out_of_memory ? bireme_fail_memory(error)
                             : bireme_fail(error, BIREME_INTERNAL, "no regression of the contribution");
    for (size_t k = 0; k < n; k++) {
        for (size_t j = 0; j < k; j++) beta[k] -= lower[k * n + j] * beta[j];
        beta[k] /= lower[k * n + k];
    }
    for (size_t k = n; k-- > 0;) {
        for (size_t j = k + 1; j < n; j++) beta[k] -= lower[j * n + k] * beta[j];
        beta[k] /= lower[k * n + k];
    }
    return BIREME_OK;
}

/* Fills in x [n × trials] and combines its columns. */
static bireme_status combine(bireme_driven *driven, const bireme_input *input, const bireme_driver *driver,
                             size_t n, double *x, double *matrices, bireme_error *error)
{
    size_t trials = (size_t)driven->run.trials;
    double *beta = matrices + 2 * n * n;
    bireme_status status = BIREME_OK;
    for (size_t k = 0; k < n && status == BIREME_OK; k++) {
        status = known(driven, input, driver, k, x + k * trials, error);
        standardise(x + k * trials, trials);
    }
    if (status == BIREME_OK)
        status = regress(x, n, trials, driven->alternative[0], matrices, matrices + n * n, beta, error);
    for (size_t i = 0; i < trials && status == BIREME_OK; i++) {
        driven->value[i] = 0;
        for (size_t k = 0; k < n; k++) driven->value[i] += beta[k] * x[k * trials + i];
    }
    return status;
}

/* Puts the number, or the combination, that represents the input into driven->value. */
static bireme_status find_known(bireme_driven *driven, const bireme_input *input, const bireme_driver *driver,
                                bireme_error *error)
{
    /* The periods in the last regime follow from the others. */
    size_t n = input->kind == BIREME_INPUT_ECONOMY ? driven->model->economy.n_regimes - 1 : driver->n_known;
    if (n == 1) return known(driven, input, driver, 0, driven->value, error);
    double *x = bireme_calloc(n, bireme_times((size_t)driven->run.trials, sizeof *x));
    double *matrices = bireme_calloc(n, bireme_times(2 * n + 1, sizeof *matrices));
    bireme_status status = x != NULL && matrices != NULL
                               ? combine(driven, input, driver, n, x, matrices, error)
                               : bireme_fail_memory(error);
    bireme_free(x);
    bireme_free(matrices);
    return status;
}

/* ------------------------ what it is worth */

typedef struct place {
    double value;
    size_t trial;
} place;

static int by_value(const void *a, const void *b)
{
    const place *x = a, *y = b;
    if (x->value != y->value) return x->value < y->value ? -1 : 1;
    return (x->trial > y->trial) - (x->trial < y->trial);
}

/* The alternative with the highest mean over the odd (or even) ones of the trials [n]; of equals the
 * first. */
static size_t choose(const bireme_driven *driven, const size_t *trial, size_t n, size_t odd)
{
    size_t best = 0;
    double most = -INFINITY;
    for (size_t d = 0; d < driven->result->n_alternatives; d++) {
        double sum = 0;
        for (size_t i = 0; i < n; i++)
            if (trial[i] % 2 == odd) sum += driven->alternative[d][trial[i]];
        if (sum > most) most = sum, best = d;
    }
    return best;
}

static bireme_status order_trials(bireme_driven *driven, bireme_error *error)
{
    size_t trials = (size_t)driven->run.trials;
    place *places = bireme_calloc(trials, sizeof *places);
    if (places == NULL) return bireme_fail_memory(error);
    for (size_t i = 0; i < trials; i++) places[i] = (place){driven->value[i], i};
    qsort(places, trials, sizeof *places, by_value);
    for (size_t i = 0; i < trials; i++) driven->order[i] = places[i].trial;
    bireme_free(places);
    return BIREME_OK;
}

/* E[V_d | x] in a bin, as a line in x. */
typedef struct line {
    double mean, slope;
} line;

/* From the odd (or even) ones of the trials [n]; x is their values less `centre`. */
static line fit(const bireme_driven *driven, size_t d, const size_t *trial, size_t n, size_t odd,
                double centre)
{
    double count = 0, x = 0, y = 0, squares = 0, products = 0;
    for (size_t i = 0; i < n; i++) {
        if (trial[i] % 2 != odd) continue;
        double here = driven->value[trial[i]] - centre, value = driven->alternative[d][trial[i]];
        count++, x += here, y += value, squares += here * here, products += here * value;
    }
    double spread = squares - x * x / count;
    bool varies = spread > 1e-12 * squares;
    double slope = varies ? (products - x * y / count) / spread : 0;
    return (line){y / count - slope * x / count, slope};
}

/* The alternative whose line is highest at x; of equals the first. */
static size_t highest(const line *of, size_t n, double x)
{
    size_t best = 0;
    for (size_t d = 1; d < n; d++)
        if (of[d].mean + of[d].slope * x > of[best].mean + of[best].slope * x) best = d;
    return best;
}

/* gain [trials]: what knowing brings in each trial. of [n_alternatives]: room. */
static void find_gains(const bireme_driven *driven, line *of, double *gain)
{
    const size_t trials = (size_t)driven->run.trials, n = driven->result->n_alternatives;
    size_t before[2];
    for (size_t odd = 0; odd < 2; odd++) before[odd] = choose(driven, driven->order, trials, odd);
    for (size_t bin = 0; bin < BINS; bin++) {
        const size_t from = trials * bin / BINS, to = trials * (bin + 1) / BINS;
        const double centre = driven->value[driven->order[(from + to) / 2]];
        for (size_t odd = 0; odd < 2; odd++) {
            for (size_t d = 0; d < n; d++)
                of[d] = fit(driven, d, driven->order + from, to - from, odd, centre);
            for (size_t i = from; i < to; i++) {
                const size_t trial = driven->order[i];
                if (trial % 2 == odd) continue;
                const size_t knowing = highest(of, n, driven->value[trial] - centre);
                gain[trial] = driven->alternative[knowing][trial] - driven->alternative[before[odd]][trial];
            }
        }
    }
}

bireme_status bireme_driven_find_worth(bireme_driven *driven, bireme_error *error)
{
    bireme_sensitivity *result = driven->result;
    if (result->n_alternatives < 2) return BIREME_OK;
    line *of = bireme_calloc(result->n_alternatives, sizeof *of);
    bireme_status status = of != NULL ? BIREME_OK : bireme_fail_memory(error);
    for (size_t i = 0; i < result->n_inputs && status == BIREME_OK; i++) {
        bireme_input *input = &result->inputs[i];
        if (input->kind == BIREME_INPUT_ECONOMY && driven->model->economy.n_regimes < 2) continue;
        status = find_known(driven, input, &driven->driver[i], error);
        if (status == BIREME_OK) status = order_trials(driven, error);
        if (status != BIREME_OK) continue;
        find_gains(driven, of, driven->ab);
        input->worth = bireme_sample_mean(driven->ab, driven->run.trials, driven->study->replicates,
                                          &input->worth_se);
    }
    bireme_free(of);
    return status;
}
