/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The time is from two short runs on the clock, made only where the number of trials says that it may be long.
 */
#include "cli/afford.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "cli/loading.h"
#include "cli/watch.h"
#include "model/metric.h"
#include "output/number.h"
#include "scenario/internal.h"

/* ------------------------ what there is */

/* The number of bytes after `name` in a file of lines like /proc/meminfo; INFINITY: none. */
static double number_in(const char *file, const char *name, double unit)
{
    char line[256];
    double found = INFINITY;
    FILE *stream = fopen(file, "r");
    if (stream == NULL) return INFINITY;
    while (isinf(found) && fgets(line, sizeof line, stream) != NULL) {
        size_t length = strlen(name);
        char *end = NULL;
        if (strncmp(line, name, length) != 0) continue;
        const char *from = line + length + strspn(line + length, " \t:");
        double value = bireme_number_parse(from, &end);
        if (end != from && value >= 0) found = value * unit;
        break;
    }
    fclose(stream);
    return found;
}

/* What is left of the limit of the control group that this process is in, and of those above it. */
static double group_memory(void)
{
    char line[512], file[1024], used[1024];
    double least = INFINITY;
    FILE *stream = fopen("/proc/self/cgroup", "r");
    if (stream == NULL) return INFINITY;
    while (fgets(line, sizeof line, stream) != NULL) {
        char *path = strrchr(line, ':');
        bool second = strncmp(line, "0::", 3) == 0, first = strstr(line, ":memory:") != NULL;
        if (path == NULL || (!second && !first)) continue;
        path++;
        path[strcspn(path, "\n")] = '\0';
        for (int depth = 0; depth < 32; depth++) {
            const char *root = second ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory";
            snprintf(file, sizeof file, "%s%s/%s", root, path,
                     second ? "memory.max" : "memory.limit_in_bytes");
            snprintf(used, sizeof used, "%s%s/%s", root, path,
                     second ? "memory.current" : "memory.usage_in_bytes");
            double limit = number_in(file, "", 1), now = number_in(used, "", 1);
            if (limit < 0x1p60) least = fmin(least, fmax(limit - (isfinite(now) ? now : 0), 0));
            char *slash = strrchr(path, '/');
            if (slash == NULL) break;
            *slash = '\0';
        }
    }
    fclose(stream);
    return least;
}

double bireme_afford_memory(double *address)
{
    struct rlimit limit;
    *address = INFINITY;
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY) {
        double used = number_in("/proc/self/statm", "", (double)sysconf(_SC_PAGESIZE));
        *address = fmax((double)limit.rlim_cur - (isfinite(used) ? used : 0), 0);
    }
    return fmin(number_in("/proc/meminfo", "MemAvailable", 1024), group_memory());
}

/* ------------------------ what is needed */

/* Memory of all runs that are kept at the same time, with the text of --samples. */
static bireme_status need_of(const bireme_options *options, const bireme_run_options *run,
                             bireme_scenario *const *scenarios, size_t n, bireme_need *out,
                             bireme_error *error)
{
    *out = (bireme_need){0};
    for (size_t i = 0; i < n; i++) {
        bireme_need one;
        bireme_run_options own = *run;
        own.keep_samples = own.keep_samples || n > 1;
        bireme_status status = bireme_forecast_need(scenarios[i], &own, &one, error);
        if (status != BIREME_OK) return status;
        out->bytes += one.bytes;
        out->address += one.address;
        out->trials += one.trials;
        out->steps += one.steps;
    }
    if (n > 1) { /* differences, one array a thread */
        double room = out->trials / (double)n * 8 *
                      (run->threads > 0 ? run->threads : (double)sysconf(_SC_NPROCESSORS_ONLN));
        out->bytes += room;
        out->address += room;
    }
    if (options->samples != NULL &&
        run->keep_samples) { /* each number with all its digits, once more in bytes */
        const bireme_model *model = bireme_scenario_model(scenarios[0]);
        double metrics = 0;
        bireme_metrics *list = NULL;
        if (bireme_metrics_create(model, &list, error) != BIREME_OK) return BIREME_MEMORY;
        for (size_t m = 0; m < list->count; m++) metrics += list->items[m].unit == BIREME_UNIT_COUNT ? 5 : 18;
        bireme_metrics_free(list);
        out->bytes += out->trials * (8 + metrics);
        out->address += 2 * out->trials * (8 + metrics);
    }
    return BIREME_OK;
}

static const char *size_text(char *buffer, size_t size, double bytes)
{
    static const char *const units[] = {"MB", "GB", "TB", "PB", "EB"};
    size_t unit = 0;
    for (bytes /= 1e6; bytes >= 1000 && unit < 4; unit++) bytes /= 1000;
    snprintf(buffer, size, bytes < 10 ? "%.1f %s" : "%.0f %s", bytes, units[unit]);
    return buffer;
}

static const char *time_text(char *buffer, size_t size, double seconds)
{
    if (seconds < 90)
        snprintf(buffer, size, "%.0f seconds", seconds);
    else if (seconds < 5400)
        snprintf(buffer, size, "%.0f minutes", seconds / 60);
    else if (seconds < 172800)
        snprintf(buffer, size, "%.0f hours", seconds / 3600);
    else
        snprintf(buffer, size, "%.0f days", seconds / 86400);
    return buffer;
}

/* ------------------------ how long */

static double seconds_of(const bireme_scenario *scenario, const bireme_run_options *run, uint64_t trials)
{
    bireme_watch watch;
    bireme_run_options pilot = *run;
    bireme_forecast *forecast = NULL;
    bireme_error error;
    pilot.trials = trials;
    pilot.precision = -1;
    pilot.keep_samples = false;
    pilot.cancelled = bireme_watch_cancelled;
    pilot.progress = NULL;
    pilot.context = &watch;
    bireme_watch_start(&watch, false, NULL);
    bireme_status status = bireme_forecast_run(scenario, &pilot, &forecast, &error);
    double seconds = bireme_watch_stop(&watch);
    bireme_forecast_free(forecast);
    return status == BIREME_OK ? seconds : NAN;
}

/* From a run of some trials and one of eight times as many: what is more is the trials'. NAN: it cannot be told. */
static double seconds_needed(bireme_scenario *const *scenarios, size_t n, const bireme_run_options *run,
                             const bireme_need *need)
{
    enum { FEW = 512, MORE = 4096 };
    const double quick = 5e9; /* steps that no machine takes a minute for */
    double sum = 0;
    if (need->steps < quick) return 0;
    for (size_t i = 0; i < n; i++) {
        double few = seconds_of(scenarios[i], run, FEW);
        double more = few < 2 ? seconds_of(scenarios[i], run, MORE) : 0;
        double each = few < 2 ? fmax(more - few, 0) / (MORE - FEW) : few / FEW;
        sum += few + each * need->trials / (double)n;
    }
    return sum;
}

/* ------------------------ the verdict */

typedef struct verdict {
    const bireme_options *options;
    bireme_scenario *const *scenarios;
    size_t n;
    bireme_run_options run;
    double there, address;
} verdict;

static bool fits(const verdict *v, const bireme_need *need)
{
    return need->bytes <= v->there && need->address <= v->address;
}

/* Appends a way to need less, if it does. */
static void suggest(const verdict *v, const bireme_run_options *run, const bireme_options *options,
                    const char *how, bireme_text *out)
{
    bireme_need need;
    bireme_error error;
    char size[32];
    if (need_of(options, run, v->scenarios, v->n, &need, &error) != BIREME_OK || !fits(v, &need)) return;
    bireme_text_format(out, "%s%s (%s)", out->length > 0 ? ", " : "", how,
                       size_text(size, sizeof size, need.bytes));
}

/* The largest round number of trials for which there is memory. */
static void suggest_trials(const verdict *v, const bireme_need *need, bireme_text *out)
{
    bireme_run_options run = v->run;
    char how[64];
    for (double trials = need->trials / (double)v->n; trials >= 2048;) {
        double unit = pow(10, floor(log10(trials) - 1e-9));
        trials = trials > unit * 1.5 ? floor(trials / unit - 1e-9) * unit : unit / 2;
        bireme_need less;
        bireme_error error;
        run.trials = (uint64_t)trials;
        if (need_of(v->options, &run, v->scenarios, v->n, &less, &error) != BIREME_OK) return;
        if (!fits(v, &less)) continue;
        snprintf(how, sizeof how, "with --trials %.0f", trials);
        suggest(v, &run, v->options, how, out);
        return;
    }
}

static int refuse(const verdict *v, const bireme_need *need)
{
    bireme_text ways = {0};
    char size[32], there[32];
    bool space = need->bytes <= v->there;
    suggest_trials(v, need, &ways);
    bireme_run_options run = v->run;
    run.totals_only = true;
    if (!v->run.totals_only && v->n == 1) suggest(v, &run, v->options, "with --totals", &ways);
    run = v->run;
    run.threads = 1;
    if (v->run.threads != 1) suggest(v, &run, v->options, "with --threads 1", &ways);
    if (v->options->samples != NULL) {
        bireme_options options = *v->options;
        options.samples = NULL;
        run = v->run;
        run.keep_samples = options.sipmath != NULL || options.output == BIREME_OUTPUT_XLSX;
        suggest(v, &run, &options, "without --samples", &ways);
    }
    bireme_console_complain(
        "this needs about %s of %s, and there %s %s%s%s%s",
        size_text(size, sizeof size, space ? need->address : need->bytes), space ? "address space" : "memory",
        space                        ? "is a limit of"
        : v->options->max_memory > 0 ? "may be"
                                     : "are",
        size_text(there, sizeof there, space ? v->address : v->there),
        ways.length > 0 ? "; it needs less " : "",
        ways.length > 0 ? bireme_text_string(&ways) : "; fewer periods, channels or scenarios need less", "");
    bireme_text_free(&ways);
    return bireme_status_exit(BIREME_MEMORY);
}

int bireme_afford(const bireme_options *options, bireme_scenario *const *scenarios, size_t n)
{
    verdict v = {.options = options, .scenarios = scenarios, .n = n, .run = bireme_cli_run_options(options)};
    bireme_need need;
    bireme_error error;
    char size[32], there[32], time[32];
    bireme_status status = need_of(options, &v.run, scenarios, n, &need, &error);
    if (status != BIREME_OK) return 0; /* the run will say so */
    v.there = bireme_afford_memory(&v.address);
    bool much = need.bytes > v.there / 10;
    if (options->max_memory > 0) v.there = (double)options->max_memory;
    if (!fits(&v, &need)) return refuse(&v, &need);
    if (options->quiet) return 0;
    double seconds = seconds_needed(scenarios, n, &v.run, &need);
    if (!much && !(seconds > 60)) return 0;
    size_text(size, sizeof size, need.bytes);
    if (seconds > 60)
        bireme_console_complain("this will take about %s and %s of memory, of %s that there are",
                                time_text(time, sizeof time, seconds), size,
                                size_text(there, sizeof there, v.there));
    else
        bireme_console_complain("this will take about %s of memory, of %s that there are", size,
                                size_text(there, sizeof there, v.there));
    return 0;
}

void bireme_afford_complain(const bireme_options *options)
{
    bireme_console_complain("there was no memory for what was asked; fewer --trials%s%s%s need less",
                            options->samples != NULL ? ", no --samples" : "",
                            options->totals ? "" : ", --totals", ", fewer --threads");
}
