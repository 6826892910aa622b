/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "stats/collector.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "stats/bins.h"
#include "stats/collector_internal.h"
#include "stats/decimal.h"

/* The most waiting values, of a variable and of all variables of a thread. Between two blocks a sketch's bins
 * drop out of the nearer caches; adding many values at once reuses most of its cache lines. */
enum { WAITING_MOST = 16384, WAITING_BYTES = 1 << 24 };

const double bireme_quantile_probability[BIREME_QUANTILE_COUNT] = {0.05, 0.10, 0.25, 0.50, 0.75, 0.90, 0.95};
const char *const bireme_quantile_name[BIREME_QUANTILE_COUNT] = {"p05", "p10", "p25", "p50",
                                                                 "p75", "p90", "p95"};

/* How many values of a variable may wait, in whole blocks, if n variables of a thread do. */
static size_t waiting_for(double n)
{
    const double most = WAITING_BYTES / (double)sizeof(double) / WAITING_MOST;
    size_t size = n <= most ? WAITING_MOST : (size_t)(most * WAITING_MOST / n);
    return size < BIREME_BIN_CHUNK ? BIREME_BIN_CHUNK : size / BIREME_BIN_CHUNK * BIREME_BIN_CHUNK;
}

/* Which variables' values wait: not those that are unused, nor whole numbers, most of which fall into few
 * bins. */
static bireme_status find_waiting(bireme_collector *c, bireme_error *error)
{
    size_t n = c->options.n_variables, waiting = 0;
    c->waits = bireme_calloc(n, sizeof *c->waits);
    c->waiting = bireme_calloc(n, sizeof *c->waiting);
    c->n_waiting = bireme_calloc(c->options.threads, n * sizeof *c->n_waiting);
    if (c->waits == NULL || c->waiting == NULL || c->n_waiting == NULL) return bireme_fail_memory(error);
    for (size_t v = 0; v < n; v++) {
        c->waits[v] = !c->whole[v] && !c->moments_only[v] && (c->options.used == NULL || c->options.used[v]);
        waiting += c->waits[v];
    }
    c->waiting_size = waiting_for((double)waiting);
    return BIREME_OK;
}

/* Makes n more sketches, and room for the waiting values of n_waiting of them. */
static bireme_status create_group(bireme_collector *c, size_t n, size_t n_waiting, bireme_error *error)
{
    sketches *group = bireme_realloc(c->group, c->n_groups + 1, sizeof *group);
    if (group == NULL) return bireme_fail_memory(error);
    c->group = group;
    bireme_sketch *item = bireme_calloc(n, sizeof *item);
    if (item == NULL) return bireme_fail_memory(error);
    double *waiting = bireme_map(n_waiting, c->waiting_size * sizeof *waiting);
    bireme_status status = waiting != NULL ? bireme_sketch_create(n, item, error) : bireme_fail_memory(error);
    if (status == BIREME_OK) {
        group[c->n_groups++] = (sketches){.n = n, .item = item, .n_waiting = n_waiting, .waiting = waiting};
        return BIREME_OK;
    }
    bireme_unmap(waiting, n_waiting, c->waiting_size * sizeof *waiting);
    bireme_free(item);
    return status;
}

static bool needs_sketch(const bireme_collector *c, size_t v, const bool *exact)
{
    return !exact[v] && !c->moments_only[v] && c->sketch[v] == NULL;
}

/* Makes the sketches of the variables that are not exact and have none. */
static bireme_status create_sketches(bireme_collector *c, const bool *exact, bireme_error *error)
{
    size_t n = 0, n_waiting = 0, threads = c->options.threads;
    for (size_t v = 0; v < c->options.n_variables; v++) {
        bool is_new = needs_sketch(c, v, exact);
        n += is_new;
        n_waiting += is_new && c->waits[v];
    }
    if (n == 0) return BIREME_OK;
    bireme_status status = create_group(c, n * threads, n_waiting * threads, error);
    if (status != BIREME_OK) return status;
    bireme_sketch *next = c->group[c->n_groups - 1].item;
    double *waiting = c->group[c->n_groups - 1].waiting;
    for (size_t v = 0; v < c->options.n_variables; v++) {
        if (!needs_sketch(c, v, exact)) continue;
        c->sketch[v] = next;
        for (size_t p = 0; p < threads; p++) next[p].whole = c->whole[v];
        next += threads;
        if (!c->waits[v]) continue;
        c->waiting[v] = waiting;
        waiting += threads * c->waiting_size;
    }
    return BIREME_OK;
}

static bireme_status create_values(bireme_collector *c, size_t v, bireme_error *error)
{
    c->value[v] = bireme_map_full(c->options.trials, sizeof(double));
    c->room[v] = c->options.trials;
    return c->value[v] != NULL ? BIREME_OK : bireme_fail_memory(error);
}

static bireme_status create_prefix(bireme_collector *c, size_t v, bireme_error *error)
{
    if (c->options.replicates <= 1 || c->moments_only[v]) return BIREME_OK;
    c->prefix[v] = bireme_calloc(BIREME_PREFIX, sizeof **c->prefix);
    return c->prefix[v] != NULL ? BIREME_OK : bireme_fail_memory(error);
}

bireme_status bireme_collector_create(const bireme_collector_options *options, bireme_collector **out,
                                      bireme_error *error)
{
    size_t n = options->n_variables;
    bool any_exact = false;
    bireme_collector *c = bireme_calloc(1, sizeof *c);
    if (c == NULL) return bireme_fail_memory(error);
    c->options = *options;
    if (c->options.replicates == 0) c->options.replicates = 1;
    c->exact = bireme_memdup(options->exact, n, sizeof *options->exact);
    c->whole = bireme_memdup(options->whole, n, sizeof *options->whole);
    c->moments_only = options->moments != NULL ? bireme_memdup(options->moments, n, sizeof *options->moments)
                                               : bireme_calloc(n, sizeof *c->moments_only);
    c->value = bireme_calloc(n, sizeof *c->value);
    c->room = bireme_calloc(n, sizeof *c->room);
    c->sketch = bireme_calloc(n, sizeof *c->sketch);
    c->prefix = bireme_calloc(n, sizeof *c->prefix);
    c->moments = bireme_map_full(n, bireme_times(options->tasks, sizeof *c->moments));
    c->ended = bireme_calloc_aligned(n, sizeof *c->ended);
    c->order = bireme_calloc(options->threads, sizeof(bireme_order *));
    bireme_status status = c->exact && c->whole && c->moments_only && c->value && c->room && c->sketch &&
                                   c->prefix && c->moments && c->ended && c->order
                               ? BIREME_OK
                               : bireme_fail_memory(error);
    if (status == BIREME_OK) status = find_waiting(c, error);
    for (size_t v = 0; status == BIREME_OK && v < n; v++) {
        any_exact |= c->exact[v];
        status = c->exact[v] ? create_values(c, v, error) : create_prefix(c, v, error);
    }
    if (status == BIREME_OK) status = create_sketches(c, c->exact, error);
    for (size_t p = 0; status == BIREME_OK && any_exact && p < options->threads; p++)
        status = bireme_order_create(options->trials, &c->order[p], error);
    if (status != BIREME_OK) {
        bireme_collector_free(c);
        return status;
    }
    *out = c;
    return BIREME_OK;
}

/* Only those pages of a sketch are in use into which values fall: some octaves, 4 KiB each. */
enum { PAGES_OF_SKETCH = 3, PAGE = 4096 };

void bireme_collector_measure(const bireme_collector_size *s, double *bytes, double *address)
{
    double trials = (double)s->trials, threads = (double)s->threads,
           inexact = s->variables - s->exact - s->moments;
    double used = s->used > s->exact ? s->used - s->exact : 0;
    double moments = ((double)s->tasks + 1) * s->variables * sizeof(bireme_moments);
    double values = s->exact * trials * sizeof(double), bins = BIREME_BINS + 1;
    double prefix = s->replicates > 1 ? inexact * BIREME_PREFIX * sizeof(float) : 0;
    double order = s->exact > 0 ? threads * (trials * sizeof(double) + bins * sizeof(uint32_t)) : 0;
    double bin = sizeof(uint32_t) + sizeof(bireme_bin_extent); /* a count, and the extent of its values */
    double waiting = used * threads * (double)waiting_for(used) * sizeof(double);
    *bytes = values + moments + prefix + waiting +
             used * threads * PAGES_OF_SKETCH * PAGE * (bin / sizeof(uint32_t));
    *address = values + moments + prefix + waiting + inexact * threads * bins * bin + order;
}

void bireme_collector_free(bireme_collector *c)
{
    if (c == NULL) return;
    size_t n = c->options.n_variables;
    for (size_t v = 0; c->value != NULL && c->room != NULL && v < n; v++)
        bireme_unmap(c->value[v], c->room[v], sizeof(double));
    for (size_t v = 0; c->prefix != NULL && v < n; v++) bireme_free(c->prefix[v]);
    for (size_t g = 0; g < c->n_groups; g++) {
        bireme_sketch_free(c->group[g].n, c->group[g].item);
        bireme_free(c->group[g].item);
        bireme_unmap(c->group[g].waiting, c->group[g].n_waiting, c->waiting_size * sizeof(double));
    }
    for (size_t p = 0; c->order != NULL && p < c->options.threads; p++) bireme_order_free(c->order[p]);
    bireme_free(c->exact);
    bireme_free(c->whole);
    bireme_free(c->moments_only);
    bireme_free(c->value);
    bireme_free(c->room);
    bireme_free(c->sketch);
    bireme_free(c->waits);
    bireme_free(c->waiting);
    bireme_free(c->n_waiting);
    bireme_free(c->group);
    bireme_free(c->prefix);
    bireme_unmap(c->moments, c->options.n_variables, c->options.tasks * sizeof *c->moments);
    bireme_free(c->ended);
    bireme_free(c->order);
    bireme_free(c);
}

static void settle(const bireme_collector *c, size_t thread, size_t variable)
{
    uint32_t *n = &c->n_waiting[thread * c->options.n_variables + variable];
    bireme_sketch_add(&c->sketch[variable][thread], *n, c->waiting[variable] + thread * c->waiting_size);
    *n = 0;
}

void bireme_collector_settle(const bireme_collector *c, size_t variable)
{
    for (size_t p = 0; c->waiting[variable] != NULL && p < c->options.threads; p++) settle(c, p, variable);
}

static void add_to_waiting(bireme_collector *c, size_t thread, size_t variable, size_t n, const double *value)
{
    uint32_t *waiting = &c->n_waiting[thread * c->options.n_variables + variable];
    for (size_t from = 0; from < n;) {
        size_t room = c->waiting_size - *waiting, some = n - from < room ? n - from : room;
        memcpy(c->waiting[variable] + thread * c->waiting_size + *waiting, value + from,
               some * sizeof *value);
        *waiting += (uint32_t)some;
        from += some;
        if (*waiting == c->waiting_size) settle(c, thread, variable);
    }
}

static void add_to_sketch(bireme_collector *c, size_t thread, size_t variable, uint64_t first, size_t n,
                          const double *value)
{
    if (c->waiting[variable] != NULL)
        add_to_waiting(c, thread, variable, n, value);
    else
        bireme_sketch_add(&c->sketch[variable][thread], n, value);
    if (c->prefix[variable] == NULL) return;
    for (size_t i = 0; i < n && first + i < BIREME_PREFIX; i++)
        c->prefix[variable][first + i] = (float)value[i];
}

/* Cleared here rather than at allocation: a page that is written before it is read costs one fault, and the
 * thread that needs it bears it. */
void bireme_collector_begin(bireme_collector *c, size_t task)
{
    size_t n = c->options.n_variables;
    memset(c->moments + task * n, 0, n * sizeof *c->moments);
}

void bireme_collector_add(bireme_collector *c, size_t thread, size_t task, size_t variable, uint64_t first,
                          size_t n, const double *value)
{
    bireme_moments_add(&c->moments[task * c->options.n_variables + variable], n, value);
    if (c->exact[variable])
        memcpy(c->value[variable] + first, value, n * sizeof *value);
    else if (!c->moments_only[variable])
        add_to_sketch(c, thread, variable, first, n, value);
}

/* Tasks are merged in order; if rounds are kept apart, those of a round first among themselves, so that parts
 * of a run, which know only their own rounds, get the same bits. */
void bireme_collector_end_round(bireme_collector *c, size_t tasks, size_t variable)
{
    bireme_moments round = {0}, *into = c->options.apart ? &round : &c->ended[variable];
    for (size_t t = 0; t < tasks; t++)
        bireme_moments_merge(into, &c->moments[t * c->options.n_variables + variable]);
    if (c->options.apart) bireme_moments_merge(&c->ended[variable], &round);
    bireme_collector_settle(c, variable);
}

/* Moves up what lies between the gaps and after the last; `size` bytes per value. */
static void close_gaps(char *value, size_t size, size_t n, const bireme_gap *gap, uint64_t end)
{
    uint64_t to = n > 0 ? gap[0].from : 0;
    for (size_t i = 0; i < n; i++) {
        uint64_t first = gap[i].to, last = i + 1 < n ? gap[i + 1].from : end;
        if (first >= last) continue;
        memmove(value + to * size, value + first * size, (size_t)(last - first) * size);
        to += last - first;
    }
}

void bireme_collector_close(bireme_collector *c, size_t n, const bireme_gap *gap, uint64_t end)
{
    enum { GAPS_MOST = 1024 }; /* at most one per thread */
    bireme_gap early[GAPS_MOST];
    size_t n_early = 0;
    for (size_t i = 0; i < n && i < GAPS_MOST && gap[i].from < BIREME_PREFIX; i++) {
        uint64_t to = gap[i].to < BIREME_PREFIX ? gap[i].to : BIREME_PREFIX;
        early[n_early++] = (bireme_gap){gap[i].from, to};
        c->no_prefix += to - gap[i].from;
    }
    for (size_t v = 0; v < c->options.n_variables; v++)
        if (c->exact[v])
            close_gaps((char *)c->value[v], sizeof *c->value[v], n, gap, end);
        else if (c->prefix[v] != NULL)
            close_gaps((char *)c->prefix[v], sizeof *c->prefix[v], n_early, early,
                       end < BIREME_PREFIX ? end : BIREME_PREFIX);
}

static bireme_status reserve_values(bireme_collector *c, size_t v, uint64_t trials, bireme_error *error)
{
    double *value = bireme_remap(c->value[v], c->room[v], trials, sizeof *value);
    if (value == NULL) return bireme_fail_memory(error);
    c->value[v] = value;
    c->room[v] = trials;
    return BIREME_OK;
}

/* A variable that is no longer exact and has its sketches by now. */
static bireme_status give_up_values(bireme_collector *c, size_t v, uint64_t done, bireme_error *error)
{
    double *value = c->value[v];
    bireme_status status = create_prefix(c, v, error);
    if (status != BIREME_OK) return status;
    c->exact[v] = false;
    add_to_sketch(c, 0, v, 0, done, value);
    bireme_unmap(value, c->room[v], sizeof *value);
    c->value[v] = NULL;
    return BIREME_OK;
}

bireme_status bireme_collector_reserve(bireme_collector *c, uint64_t trials, uint64_t done, const bool *exact,
                                       bireme_error *error)
{
    bool any_exact = false;
    bireme_status status = create_sketches(c, exact, error);
    for (size_t v = 0; status == BIREME_OK && v < c->options.n_variables; v++) {
        if (!c->exact[v]) continue;
        status = exact[v] ? reserve_values(c, v, trials, error) : give_up_values(c, v, done, error);
        any_exact |= exact[v];
    }
    for (size_t p = 0; status == BIREME_OK && any_exact && p < c->options.threads; p++) {
        bireme_order *larger = NULL;
        status = bireme_order_create(trials, &larger, error);
        if (status != BIREME_OK) break;
        bireme_order_free(c->order[p]);
        c->order[p] = larger;
    }
    if (status == BIREME_OK) c->options.trials = trials;
    return status;
}

static void summarise_quantiles(const bireme_collector *c, size_t thread, size_t variable, uint64_t trials,
                                const bireme_moments *moments, bireme_summary *out)
{
    unsigned replicates = c->options.replicates;
    if (c->moments_only[variable]) {
        for (int q = 0; q < BIREME_QUANTILE_COUNT; q++) out->quantile[q] = out->quantile_se[q] = NAN;
        return;
    }
    if (c->exact[variable]) {
        const bireme_order_query query = {
            .n = trials, .value = c->value[variable], .replicates = replicates, .whole = c->whole[variable]};
        bireme_order_quantiles(c->order[thread], &query, BIREME_QUANTILE_COUNT, bireme_quantile_probability,
                               out->quantile, out->quantile_se);
        return;
    }
    uint64_t prefix = BIREME_PREFIX - c->no_prefix;
    const bireme_sketch_query query = {.sketch = c->sketch[variable],
                                       .parts = c->options.threads,
                                       .n = moments->n,
                                       .min = moments->min,
                                       .max = moments->max,
                                       .whole = c->whole[variable],
                                       .replicates = replicates,
                                       .prefix = c->prefix[variable],
                                       .n_prefix = trials < prefix ? trials : prefix};
    bireme_sketch_quantiles(&query, BIREME_QUANTILE_COUNT, bireme_quantile_probability, out->quantile,
                            out->quantile_se);
    out->quantile_error = BIREME_SKETCH_ERROR;
}

void bireme_collector_summarise(bireme_collector *c, size_t thread, size_t variable, uint64_t trials,
                                bireme_summary *out)
{
    const bireme_moments moments = c->ended[variable];
    *out = (bireme_summary){.n = moments.n};
    out->left_out = trials > 0 ? (double)(trials - moments.n) / (double)trials : 0;
    out->mean = moments.n > 0 ? moments.mean : NAN;
    out->mean_se = bireme_moments_mean_se(&moments, c->options.replicates);
    out->sd = sqrt(bireme_moments_variance(&moments));
    out->sd_se = bireme_moments_sd_se(&moments);
    out->min = moments.n > 0 ? moments.min : NAN;
    out->max = moments.n > 0 ? moments.max : NAN;
    summarise_quantiles(c, thread, variable, trials, &moments, out);
}

void bireme_collector_round_values(bireme_collector *c, size_t variable, uint64_t trials, double terms)
{
    if (c->exact[variable] && !c->whole[variable]) bireme_decimals((size_t)trials, c->value[variable], terms);
}

const double *bireme_collector_values(const bireme_collector *c, size_t variable)
{
    return c->value[variable];
}
