/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is needed: the calculation itself, plus the answer that is written.
 */
#include "cli/afford.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>
#include "cli/options/loading.h"
#include "model/metric.h"
#include "output/forms/number.h"
#include "scenario/internal.h"

/* ------------------------ what there is */

/* The number after `name` in a file of lines like /proc/meminfo, in bytes; INFINITY: none. */
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

/* What is left of the limits of this process's control group and of those above it. */
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
    if (number_in("/proc/sys/vm/overcommit_memory", "", 1) == 2) {
        double most = number_in("/proc/meminfo", "CommitLimit", 1024),
               promised = number_in("/proc/meminfo", "Committed_AS", 1024);
        if (isfinite(most) && isfinite(promised)) *address = fmin(*address, fmax(most - promised, 0));
    }
    return fmin(number_in("/proc/meminfo", "MemAvailable", 1024), group_memory());
}

/* ------------------------ what is needed */

/* The memory of a workbook's child process: for each cell, including its text; at most the trials that the
 * sheet of trials shows (output/forecast/trials.c). */
static double workbook_bytes(const bireme_affording *a, const bireme_run_options *run, double metrics,
                             double trials)
{
    enum {
        TRIALS_MOST = 100000,
        CELLS_MOST = 600000,
        COLUMNS = 10,
        COLUMNS_OF_PERIODS = 12,
        CELL_BYTES = 170
    };
    const double alone = 12e6;
    double periods = (double)a->model->periods, columns = COLUMNS + 2 * (double)a->model->n_channels;
    double of_trials = fmin(trials, TRIALS_MOST) * columns;
    double cells = fmin(of_trials, fmax(CELLS_MOST, fmin(trials, TRIALS_MOST) * COLUMNS));
    if (!a->has_periods) cells = 0;
    if (a->has_periods && !run->totals_only) cells += metrics * periods * COLUMNS_OF_PERIODS;
    return alone + cells * CELL_BYTES;
}

/* The memory of the written answer, which is composed in memory before it goes to its file. */
static bireme_status answer_bytes(const bireme_affording *a, const bireme_options *options,
                                  const bireme_run_options *run, double trials, double *out,
                                  bireme_error *error)
{
    enum { JSON_BYTES = 700, CSV_BYTES = 1400 }; /* per metric and period */
    bireme_metrics *list = NULL;
    *out = 0;
    if (a->model == NULL) return BIREME_OK;
    bireme_status status = bireme_metrics_create(a->model, &list, error);
    if (status != BIREME_OK) return status;
    double metrics = (double)list->count, samples = 0, bytes = 0;
    for (size_t m = 0; m < list->count; m++) samples += list->items[m].unit == BIREME_UNIT_COUNT ? 5 : 18;
    bireme_metrics_free(list);
    double summaries = metrics * (1 + (a->has_periods && !run->totals_only ? (double)a->model->periods : 0));
    if (options->output == BIREME_OUTPUT_JSON) bytes = summaries * JSON_BYTES;
    if (options->output == BIREME_OUTPUT_CSV) bytes = summaries * CSV_BYTES;
    if (options->output == BIREME_OUTPUT_XLSX) bytes = workbook_bytes(a, run, metrics, trials);
    /* Each number with all its digits. */
    if (options->samples != NULL && run->keep_samples) bytes = fmax(bytes, trials * (8 + samples));
    *out = bytes;
    return BIREME_OK;
}

static bireme_status need_of(const bireme_affording *a, const bireme_options *options,
                             const bireme_run_options *run, bireme_need *out, bireme_error *error)
{
    double answer = 0;
    bireme_status status = a->need(a->asked, run, out, error);
    if (status == BIREME_OK) status = answer_bytes(a, options, run, out->trials, &answer, error);
    if (status != BIREME_OK) return status;
    out->bytes += answer;
    out->address += 2 * answer;
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

/* ------------------------ the verdict */

typedef struct verdict {
    const bireme_affording *a;
    double there, address;
} verdict;

static bool fits(const verdict *v, const bireme_need *need)
{
    return need->bytes <= v->there && need->address <= v->address;
}

/* Appends a way to need less, if it helps. */
static void suggest(const verdict *v, const bireme_run_options *run, const bireme_options *options,
                    const char *how, bireme_text *out)
{
    bireme_need need;
    bireme_error error;
    char size[32];
    if (need_of(v->a, options, run, &need, &error) != BIREME_OK || !fits(v, &need)) return;
    bireme_text_format(out, "%s%s (%s)", out->length > 0 ? ", " : "", how,
                       size_text(size, sizeof size, need.bytes));
}

/* The trials asked for, per run. */
static double trials_asked(const verdict *v)
{
    const bireme_run_options *run = &v->a->run;
    if (run->trials > 0) return (double)run->trials;
    return v->a->model == NULL ? 0 : (double)bireme_model_trials(v->a->model, 0, fmax(run->precision, 0));
}

/* Suggests the largest round number of trials for which there is memory. */
static void suggest_trials(const verdict *v, bireme_text *out)
{
    bireme_run_options run = v->a->run;
    char how[64];
    for (double trials = trials_asked(v); trials >= 2048;) {
        double unit = pow(10, floor(log10(trials) - 1e-9));
        trials = trials > unit * 1.5 ? floor(trials / unit - 1e-9) * unit : unit / 2;
        bireme_need less;
        bireme_error error;
        run.trials = (uint64_t)trials;
        if (need_of(v->a, v->a->options, &run, &less, &error) != BIREME_OK) return;
        if (!fits(v, &less)) continue;
        snprintf(how, sizeof how, "with --trials %.0f", trials);
        suggest(v, &run, v->a->options, how, out);
        return;
    }
}

static void suggest_all(const verdict *v, bireme_text *out)
{
    const bireme_affording *a = v->a;
    bireme_run_options run = a->run;
    suggest_trials(v, out);
    run.totals_only = true;
    if (!a->run.totals_only && a->has_periods) suggest(v, &run, a->options, "with --totals", out);
    run = a->run;
    run.threads = 1;
    if (a->run.threads != 1) suggest(v, &run, a->options, "with --threads 1", out);
    bireme_options options = *a->options;
    options.samples = NULL;
    run = a->run;
    run.keep_samples = options.sipmath != NULL || options.output == BIREME_OUTPUT_XLSX;
    if (a->options->samples != NULL) suggest(v, &run, &options, "without --samples", out);
    options = *a->options;
    options.output = BIREME_OUTPUT_TEXT;
    run.keep_samples = options.sipmath != NULL || options.samples != NULL;
    if (a->options->output == BIREME_OUTPUT_XLSX)
        suggest(v, &run, &options, "as text and not as a workbook", out);
}

static int refuse(const verdict *v, const bireme_need *need)
{
    const bireme_affording *a = v->a;
    bireme_text ways = {0};
    char size[32], there[32];
    bool space = need->bytes <= v->there;
    suggest_all(v, &ways);
    bireme_console_complain("this needs about %s of %s, and there %s %s%s%s",
                            size_text(size, sizeof size, space ? need->address : need->bytes),
                            space ? "address space" : "memory",
                            space                        ? "is a limit of"
                            : a->options->max_memory > 0 ? "may be"
                                                         : "are",
                            size_text(there, sizeof there, space ? v->address : v->there),
                            ways.length > 0   ? "; it needs less "
                            : a->what != NULL ? "; "
                                              : "; fewer periods, channels or scenarios need less",
                            ways.length > 0   ? bireme_text_string(&ways)
                            : a->what != NULL ? a->what
                                              : "");
    bireme_text_free(&ways);
    return bireme_status_exit(BIREME_MEMORY);
}

int bireme_afford(const bireme_affording *a)
{
    verdict v = {.a = a};
    bireme_need need;
    bireme_error error;
    char size[32], there[32], time[32];
    bireme_status status = need_of(a, a->options, &a->run, &need, &error);
    if (status == BIREME_MEMORY) {
        bireme_afford_complain(a->options);
        return bireme_status_exit(status);
    }
    if (status != BIREME_OK) return 0; /* the run will say so */
    v.there = bireme_afford_memory(&v.address);
    bool much = need.bytes > v.there / 10;
    if (a->options->max_memory > 0) v.there = (double)a->options->max_memory;
    if (!fits(&v, &need)) return refuse(&v, &need);
    if (a->options->quiet) return 0;
    double seconds = bireme_afford_seconds(a, &need);
    if (!much && !(seconds > 60)) return 0;
    size_text(size, sizeof size, need.bytes);
    if (seconds > 60)
        bireme_console_complain("this will take %s %s and %s of memory, of %s that there are",
                                bireme_afford_precision(a) > 0 ? "up to" : "about",
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
