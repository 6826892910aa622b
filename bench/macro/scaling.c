/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the time of a trial grows with what a scenario holds: variants of bench/reference.json, made by
 * overrides, on one thread. Run from the top folder of the sources.
 *
 *   leads       the spend of every channel times 0.1 … 100
 *   channels    3 and up to 48, the others being copies of the first by other names
 *   periods     3 to 60 months
 *
 * Each with results per period, and for the totals alone. And what a second thread brings, in a run so long
 * that compiling does not count.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "runs.h"

enum { VARIANTS = 5, OVERRIDES_MOST = 64, TEXT_MOST = 1024, REPEATS = 5, TRIALS_MOST = 262144 };

typedef struct variant {
    size_t n;
    bireme_override overrides[OVERRIDES_MOST];
    char path[OVERRIDES_MOST][64], json[OVERRIDES_MOST][TEXT_MOST];
} variant;

static const char copy_of_search[] =
    "{\"owner\":\"marketing\",\"spend\":40000,"
    "\"cost_per_lead\":{\"dist\":\"lognormal\",\"mu\":4.700480365792417,\"sigma\":0.25},"
    "\"conversion\":{\"mql\":{\"dist\":\"beta\",\"alpha\":34,\"beta\":66},"
    "\"sql\":{\"dist\":\"beta\",\"alpha\":45,\"beta\":55},"
    "\"opportunity\":{\"dist\":\"beta\",\"alpha\":40,\"beta\":60},\"won\":{\"dist\":\"beta\",\"alpha\":24,"
    "\"beta\":76}},"
    "\"cycle_days\":{\"won\":{\"dist\":\"gamma\",\"mean\":{\"dist\":\"lognormal\",\"mu\":4.0943445622221,"
    "\"sigma\":0.15},\"cv\":0.6}},"
    "\"deal_value\":{\"dist\":\"lognormal\",\"mean\":{\"dist\":\"lognormal\",\"mu\":9.798127036878302,"
    "\"sigma\":0.1},\"cv\":1}}";

static void set(variant *v, const char *path, const char *json)
{
    if (v->n == OVERRIDES_MOST || strlen(json) >= TEXT_MOST) abort();
    snprintf(v->path[v->n], sizeof v->path[v->n], "%s", path);
    snprintf(v->json[v->n], sizeof v->json[v->n], "%s", json);
    v->overrides[v->n] = (bireme_override){v->path[v->n], v->json[v->n]};
    v->n++;
}

static void more_leads(variant *v, double times)
{
    static const char *const path[] = {"channels.search.spend", "channels.webinar.spend",
                                       "channels.events.spend"};
    static const double spend[] = {40000, 25000, 50000};
    char json[32];
    for (int c = 0; c < 3; c++) {
        snprintf(json, sizeof json, "%.0f", spend[c] * times);
        set(v, path[c], json);
    }
}

static void more_channels(variant *v, double channels)
{
    char path[32];
    for (int c = 3; c < (int)channels; c++) {
        snprintf(path, sizeof path, "channels.copy%d", c);
        set(v, path, copy_of_search);
    }
}

static void more_periods(variant *v, double periods)
{
    char json[TEXT_MOST];
    size_t length = 0;
    for (int t = 0; t < (int)periods; t++)
        length += (size_t)snprintf(json + length, sizeof json - length, "%s\"base\"", t == 0 ? "[" : ",");
    snprintf(json + length, sizeof json - length, "]");
    set(v, "economy.path", json);
    snprintf(json, sizeof json, "%.0f", periods);
    set(v, "periods", json);
}

typedef struct growth {
    const char *label, *format;
    void (*change)(variant *v, double by);
    double by[VARIANTS]; /* the first is the reference itself */
    uint64_t trials;     /* so many that compiling counts for little */
} growth;

static const growth growths[] = {{"leads", "× %g", more_leads, {1, 0.1, 10, 100, 1000}, 131072},
                                 {"channels", "%g", more_channels, {3, 6, 12, 24, 48}, 16384},
                                 {"periods", "%g", more_periods, {12, 3, 24, 36, 60}, 32768}};

static int time_growth(const bench *b, const growth *g, bool totals)
{
    static variant v;
    char who[VARIANTS][32], label[32];
    bench_run run[VARIANTS];
    bireme_scenario *scenario[VARIANTS] = {NULL};
    bench_contender c[VARIANTS];
    uint64_t trials = b->smoke ? 256 : g->trials;
    int failed = 0;
    for (size_t i = 0; i < VARIANTS; i++) {
        v.n = 0;
        g->change(&v, g->by[i]);
        scenario[i] = bench_load("bench/reference.json", v.overrides, v.n);
        failed |= scenario[i] == NULL;
        run[i] = (bench_run){
            scenario[i],
            {.size = sizeof(bireme_run_options), .trials = trials, .threads = 1, .totals_only = totals}};
        snprintf(who[i], sizeof who[i], g->format, g->by[i]);
        c[i] = (bench_contender){who[i], bench_run_once, &run[i], (double)trials, "ns/trial"};
    }
    snprintf(label, sizeof label, "%s%s", g->label, totals ? ", totals" : "");
    if (!failed) bench_by_turns(b, label, REPEATS, VARIANTS, c);
    for (size_t i = 0; i < VARIANTS; i++) bireme_scenario_free(scenario[i]);
    return failed;
}

static int time_threads(const bench *b, bool totals)
{
    static const char *const who[] = {"1", "2"};
    bireme_scenario *scenario = bench_load("bench/reference.json", NULL, 0);
    bench_run run[2];
    bench_contender c[2];
    uint64_t trials = b->smoke ? 256 : TRIALS_MOST;
    for (int i = 0; i < 2; i++) {
        run[i] = (bench_run){
            scenario,
            {.size = sizeof(bireme_run_options), .trials = trials, .threads = i + 1, .totals_only = totals}};
        c[i] = (bench_contender){who[i], bench_run_once, &run[i], (double)trials, "ns/trial"};
    }
    if (scenario != NULL) bench_by_turns(b, totals ? "threads, totals" : "threads", REPEATS, 2, c);
    bireme_scenario_free(scenario);
    return scenario == NULL;
}

int main(int argc, char **argv)
{
    bench b = bench_begin("scaling", argc, argv);
    for (size_t g = 0; g < sizeof growths / sizeof growths[0]; g++)
        for (int totals = 0; totals <= 1; totals++)
            if (time_growth(&b, &growths[g], totals) != 0) return 1;
    for (int totals = 0; totals <= 1; totals++)
        if (time_threads(&b, totals) != 0) return 1;
    return bench_end(&b);
}
