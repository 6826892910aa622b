/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Parts of a run: some of its trials, run separately, and merging all parts into the forecast of the whole.
 *
 * A part consists of consecutive units: tasks, if the run has one round, else rounds. In a single run, tasks
 * are merged in order within a round, and rounds in their order (stats/collector.c); a part keeps the moments
 * of each unit, so that the merge can do exactly the same additions in the same order. Everything else is
 * kept values, or counts.
 */
#include <math.h>
#include <string.h>
#include "base/error.h"
#include "base/hash.h"
#include "base/memory.h"
#include "base/share.h"
#include "base/text.h"
#include "engine/run/run.h"
#include "scenario/internal.h"

typedef struct head {
    char magic[16];
    uint64_t identity, part, of, first, units, first_trial, end_trial, n_variables, n_splits,
        length; /* length: of the whole part */
} head;

static const char magic[16] = "bireme part 4\r\n";

typedef struct counts {
    uint64_t reached[BIREME_REPLICATES], met[BIREME_REPLICATES];
} counts;

/* ------------------------ which run a part belongs to */

static uint64_t identity_of(const bireme_run *r, const bireme_model *model)
{
    uint64_t hash = BIREME_HASH_START;
    const uint64_t numbers[] = {
        r->trials, r->seed, r->sampler, r->options.totals_only, r->options.keep_samples, r->options.n_given};
    bireme_hash_stir_text(&hash, bireme_version());
    bireme_hash_stir_text(&hash, model->hash);
    bireme_hash_stir(&hash, numbers, sizeof numbers);
    if (bireme_run_spans_count(r) > 0)
        bireme_hash_stir(&hash, &r->options.fiscal_year_start, sizeof r->options.fiscal_year_start);
    if (r->kept_spans_of != SIZE_MAX) bireme_hash_stir_text(&hash, r->options.keep_quarters_of);
    for (size_t i = 0; i < r->options.n_given; i++) {
        const bireme_given *given = &r->options.given[i];
        bireme_hash_stir_text(&hash, given->regime);
        bireme_hash_stir_text(&hash, given->by != NULL ? given->by : "");
        bireme_hash_stir(&hash, &given->never, sizeof given->never);
    }
    return hash;
}

static bool is_one_round(const bireme_run *r)
{
    return r->tasks <= BIREME_ROUND_TASKS;
}

/* Divides the units into equal parts, in order. */
static head head_of(const bireme_run *r, const bireme_model *model, size_t part, size_t of)
{
    size_t units = is_one_round(r) ? r->tasks : (r->tasks + BIREME_ROUND_TASKS - 1) / BIREME_ROUND_TASKS;
    size_t first, n;
    bireme_share(units, part, of, &first, &n);
    size_t tasks = is_one_round(r) ? 1 : BIREME_ROUND_TASKS, end = (first + n) * tasks;
    head h = {.identity = identity_of(r, model),
              .part = part,
              .of = of,
              .first = first,
              .units = n,
              .first_trial = bireme_run_trials_of(r, first * tasks),
              .end_trial = bireme_run_trials_of(r, end < r->tasks ? end : r->tasks),
              .n_variables = r->n_variables,
              .n_splits = r->n_splits};
    memcpy(h.magic, magic, sizeof magic);
    return h;
}

/* ------------------------ preparing a run */

typedef struct readied {
    bireme_run run;
    bireme_layout layout;
} readied;

static bireme_status get_ready(const bireme_scenario *scenario, const bireme_run_options *options,
                               readied *out, bireme_error *error)
{
    bireme_run *r = &out->run;
    out->layout = (bireme_layout){0};
    bireme_status status = bireme_run_prepare(bireme_scenario_model(scenario), NULL, options, r, error);
    if (status == BIREME_OK && r->precision > 0)
        status = bireme_fail(
            error, BIREME_DOMAIN,
            "a run that stops at a precision cannot be done in parts; say how many trials instead");
    r->trials_in_all = r->trials;
    if (status == BIREME_OK) status = bireme_run_place(r, 1, &out->layout, error);
    return status == BIREME_OK ? bireme_run_set_up(r, error) : status;
}

static void put_away(readied *ready)
{
    bireme_run_tear_down(&ready->run);
    bireme_sources_free(&ready->run.sources);
    bireme_compiled_free(ready->run.own_compiled);
    bireme_layout_free(&ready->layout);
}

/* ------------------------ doing a part */

static uint64_t sum(const bireme_run *r, const uint64_t *count, size_t stride, size_t k)
{
    uint64_t all = 0;
    for (size_t t = 0; t < (size_t)r->threads; t++) all += count[t * stride + k];
    return all;
}

static void append_counts(const bireme_run *r, bireme_text *out)
{
    counts c;
    for (size_t k = 0; k < BIREME_REPLICATES; k++) {
        c.reached[k] = sum(r, r->reached, BIREME_REPLICATES, k);
        c.met[k] = sum(r, r->met, BIREME_REPLICATES, k);
    }
    bireme_text_append_n(out, &c, sizeof c);
    for (size_t k = 0; k < r->n_splits; k++) {
        uint64_t comes = sum(r, r->comes, r->n_splits, k);
        bireme_text_append_n(out, &comes, sizeof comes);
    }
    for (size_t k = 0; k < r->n_to_date * BIREME_REPLICATES; k++) {
        uint64_t reached = sum(r, r->reached_by, r->n_to_date * BIREME_REPLICATES, k);
        bireme_text_append_n(out, &reached, sizeof reached);
    }
    for (size_t v = 0; v < r->n_variables; v++)
        if (!r->collected[v]) bireme_text_append_n(out, &r->constant[v], sizeof r->constant[v]);
}

static void run_units(bireme_run *r, const head *h, bireme_text *out)
{
    if (is_one_round(r)) {
        r->round_first = r->next = h->first;
        r->round_end = h->first + h->units;
        bireme_run_drain(r);
        bireme_collector_write_moments(r->collector, r->collected, r->next - h->first, false, out);
        return;
    }
    for (size_t u = h->first; u < h->first + h->units && !r->cancelled; u++) {
        size_t end = (u + 1) * BIREME_ROUND_TASKS;
        r->round_first = r->next = u * BIREME_ROUND_TASKS;
        r->round_end = end < r->tasks ? end : r->tasks;
        bireme_run_drain(r);
        bireme_collector_write_moments(r->collector, r->collected, r->next - r->round_first, true, out);
    }
}

/* Writes the total length into the head and appends a hash of all that precedes it. */
static void seal(bireme_text *out)
{
    uint64_t length = out->length + sizeof length, hash = BIREME_HASH_START;
    if (out->failed) return;
    memcpy(out->data + offsetof(head, length), &length, sizeof length);
    bireme_hash_stir(&hash, out->data, out->length);
    bireme_text_append_n(out, &hash, sizeof hash);
}

bireme_status bireme_forecast_run_part(const bireme_scenario *scenario, const bireme_run_options *options,
                                       size_t part, size_t of, void **data, size_t *length,
                                       bireme_error *error)
{
    readied ready;
    bireme_text out = {0};
    if (part < 1 || part > of)
        return bireme_fail(error, BIREME_DOMAIN, "there is no part %zu of %zu", part, of);
    bireme_status status = get_ready(scenario, options, &ready, error);
    bireme_run *r = &ready.run;
    if (status == BIREME_OK) {
        head h = head_of(r, bireme_scenario_model(scenario), part, of);
        bireme_text_append_n(&out, &h, sizeof h);
        run_units(r, &h, &out);
        if (r->cancelled) status = bireme_fail(error, BIREME_CANCELLED, "the run was interrupted");
        bireme_collector_write_values(r->collector, r->collected, h.first_trial, h.end_trial, &out);
        append_counts(r, &out);
        seal(&out);
        if (status == BIREME_OK && out.failed) status = bireme_fail_memory(error);
    }
    if (status == BIREME_OK) {
        *data = out.data;
        *length = out.length;
        out = (bireme_text){0};
    }
    bireme_text_free(&out);
    put_away(&ready);
    return status;
}

void bireme_forecast_part_free(void *data)
{
    bireme_free(data);
}

/* ------------------------ merging */

static bireme_status damaged(size_t place, bireme_error *error)
{
    return bireme_fail(error, BIREME_DOMAIN, "part %zu of the list is damaged, or is no part of a run",
                       place);
}

static head head_at(const char *data)
{
    head h;
    memcpy(&h, data, sizeof h);
    return h;
}

static bool is_whole(const char *data, size_t length)
{
    uint64_t hash = BIREME_HASH_START, said;
    if (length < sizeof(head) + sizeof hash) return false;
    const head h = head_at(data);
    memcpy(&said, data + length - sizeof said, sizeof said);
    bireme_hash_stir(&hash, data, length - sizeof said);
    return memcmp(h.magic, magic, sizeof magic) == 0 && h.length == length && hash == said && h.part >= 1 &&
           h.part <= h.of;
}

/* Finds part `number` among the given ones, which are all whole; checks that it is there once and belongs to
 * this run. */
static bireme_status find(const bireme_run *r, const bireme_model *model, size_t n, const void *const *data,
                          size_t number, size_t *place, bireme_error *error)
{
    *place = n;
    for (size_t i = 0; i < n; i++) {
        const head h = head_at(data[i]);
        head expected = head_of(r, model, h.part, h.of);
        expected.length = h.length;
        if (memcmp(&h, &expected, sizeof h) != 0)
            return bireme_fail(
                error, BIREME_DOMAIN,
                "part %zu of the list is of another run: the scenario, an option or the program differs",
                i + 1);
        if (h.of != n)
            return bireme_fail(error, BIREME_DOMAIN, "part %zu of the list is one of %zu, and %zu are given",
                               i + 1, (size_t)h.of, n);
        if (h.part != number) continue;
        if (*place < n) return bireme_fail(error, BIREME_DOMAIN, "part %zu is there twice", number);
        *place = i;
    }
    if (*place == n) return bireme_fail(error, BIREME_DOMAIN, "part %zu of %zu is missing", number, n);
    return BIREME_OK;
}

/* Checks that in each replicate no more trials meet the conditions than it has (without conditions: all do),
 * and no more of these reach the goal. *met: the total that meet them. */
static bool add_counts(bireme_run *r, const head *h, bireme_bytes *from, uint64_t *met)
{
    counts c;
    uint64_t trials = h->end_trial - h->first_trial;
    *met = 0;
    if (!bireme_bytes_take(from, &c, sizeof c)) return false;
    for (size_t k = 0; k < BIREME_REPLICATES; k++) {
        uint64_t share = trials / BIREME_REPLICATES + (k < trials % BIREME_REPLICATES);
        if (c.met[k] > share || c.reached[k] > c.met[k] || (r->options.n_given == 0 && c.met[k] < share))
            return false;
        r->reached[k] += c.reached[k];
        r->met[k] += c.met[k];
        *met += c.met[k];
    }
    return true;
}

/* A variable has values only in trials that meet the conditions; one of a split, only where the regime comes,
 * or does not. */
static bool add_splits(bireme_run *r, bireme_bytes *from, const bireme_collected *all, uint64_t met)
{
    for (size_t v = 0; v < r->first_split; v++)
        if (r->collected[v] && all[v].n > met) return false;
    for (size_t k = 0; k < r->n_splits; k++) {
        const bireme_collected *comes = &all[r->first_split + 2 * k], *stays_out = comes + 1;
        uint64_t count;
        if (!bireme_bytes_take(from, &count, sizeof count) || count > met || comes->n > count ||
            stays_out->n > met - count)
            return false;
        r->comes[k] += count;
    }
    return true;
}

/* By no period's end more trials have reached the goal than meet the conditions. */
static bool add_to_date(bireme_run *r, bireme_bytes *from, const bireme_collected *all, uint64_t met)
{
    for (size_t v = r->first_to_date; v < r->n_variables; v++)
        if (all[v].n > met) return false;
    for (size_t t = 0; t < r->n_to_date; t++) {
        uint64_t reached[BIREME_REPLICATES], total = 0;
        if (!bireme_bytes_take(from, reached, sizeof reached)) return false;
        for (size_t k = 0; k < BIREME_REPLICATES; k++) {
            if (reached[k] > met - total) return false;
            total += reached[k];
            r->reached_by[t * BIREME_REPLICATES + k] += reached[k];
        }
    }
    return true;
}

/* What is the same in every trial is known from the first part. */
static bool add_constants(bireme_run *r, const head *h, bireme_bytes *from)
{
    for (size_t v = 0; v < r->n_variables; v++) {
        double value;
        if (r->collected[v]) continue;
        if (!bireme_bytes_take(from, &value, sizeof value) || !isfinite(value)) return false;
        if (h->first_trial == 0 && h->units > 0) r->constant[v] = value;
    }
    return true;
}

/* Adds one part, which is whole. all [n_variables]: working space. */
static bool add_part(bireme_run *r, const char *data, size_t length, bireme_collected *all)
{
    const head h = head_at(data);
    uint64_t met;
    bireme_bytes from = {.at = data + sizeof h,
                         .left = length - sizeof h - sizeof(uint64_t)}; /* the hash follows */
    return bireme_collector_read(r->collector, r->collected, h.units, h.first_trial, h.end_trial, all,
                                 &from) &&
           add_counts(r, &h, &from, &met) && add_splits(r, &from, all, met) &&
           add_to_date(r, &from, all, met) && add_constants(r, &h, &from) && from.left == 0;
}

/* Checks the parts before anything is allocated for what they claim. */
static bireme_status check_whole(size_t n, const void *const *data, const size_t *length, bireme_error *error)
{
    if (n == 0) return bireme_fail(error, BIREME_DOMAIN, "there are no parts to merge");
    for (size_t i = 0; i < n; i++)
        if (!is_whole(data[i], length[i])) return damaged(i + 1, error);
    return BIREME_OK;
}

static bireme_status add_parts(bireme_run *r, const bireme_model *model, size_t n, const void *const *data,
                               const size_t *length, bireme_error *error)
{
    bireme_status status = BIREME_OK;
    bireme_collected *all = bireme_calloc(r->n_variables, sizeof *all);
    if (all == NULL) return bireme_fail_memory(error);
    for (size_t number = 1; number <= n && status == BIREME_OK; number++) {
        size_t place;
        status = find(r, model, n, data, number, &place, error);
        if (status == BIREME_OK && !add_part(r, data[place], length[place], all))
            status = damaged(place + 1, error);
    }
    bireme_free(all);
    return status;
}

bireme_status bireme_forecast_merge(const bireme_scenario *scenario, const bireme_run_options *options,
                                    size_t n, const void *const *data, const size_t *length,
                                    bireme_forecast **out, bireme_error *error)
{
    readied ready;
    bireme_forecast *forecast = NULL;
    const bireme_model *model = bireme_scenario_model(scenario);
    bireme_status status = check_whole(n, data, length, error);
    if (status != BIREME_OK) return status;
    status = get_ready(scenario, options, &ready, error);
    bireme_run *r = &ready.run;
    if (status == BIREME_OK) status = add_parts(r, model, n, data, length, error);
    if (status == BIREME_OK)
        status = bireme_forecast_create(r->compiled, &r->options, r->seed, &forecast, error);
    if (status == BIREME_OK) {
        r->next = r->tasks;
        bireme_run_conclude(r, forecast);
        *out = forecast;
    }
    put_away(&ready);
    return status;
}
