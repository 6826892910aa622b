/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file: a line, then fields, each a name, a length, a line break, and so many bytes; the last is the part.
 */
#include "cli/run_part.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "cli/answer.h"
#include "cli/loading.h"
#include "cli/option_values.h"
#include "cli/shard.h"
#include "cli/watch.h"
#include "output/forecast.h"
#include "scenario/internal.h"

static const char first_line[] = "bireme run part 1\n";
enum { SEEN = sizeof first_line - 1, GIVEN_MOST = 64 };

/* ------------------------ writing */

static void put(bireme_text *out, const char *name, const char *data, size_t length)
{
    bireme_text_format(out, "%s %zu\n", name, length);
    bireme_text_append_n(out, data, length);
}

static void put_text(bireme_text *out, const char *name, const char *text)
{
    put(out, name, text, strlen(text));
}

static void put_number(bireme_text *out, const char *name, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    put_text(out, name, text);
}

/* What the merge must ask for; the same bytes for all parts. */
static void put_request(bireme_text *out, const bireme_options *o)
{
    bireme_text_append(out, first_line);
    put_text(out, "scenario", o->arguments[0]);
    for (size_t i = 0; i < o->load.n_assumptions; i++) put_text(out, "assumptions", o->load.assumptions[i]);
    for (size_t i = 0; i < o->load.n_overrides; i++) {
        put_text(out, "path", o->load.overrides[i].path);
        put_text(out, "json", o->load.overrides[i].json);
    }
    for (size_t i = 0; i < o->given.n; i++) {
        put_text(out, o->given.items[i].never ? "never" : "given", o->given.items[i].regime);
        if (o->given.items[i].by != NULL) put_text(out, "by", o->given.items[i].by);
    }
    if (o->trials > 0) put_number(out, "trials", o->trials);
    if (o->has_seed) put_number(out, "seed", o->seed);
    if (o->sampler != BIREME_SAMPLER_UNSET) put_number(out, "sampler", o->sampler);
    if (o->totals) put_number(out, "totals", 1);
    if (o->load.allow_outside_extends) put_number(out, "outside", 1);
    if (o->load.repair_correlations) put_number(out, "repair", 1);
}

int bireme_run_part_make(const bireme_console *console, const bireme_options *options,
                         const bireme_scenario *scenario)
{
    bireme_shard shard;
    bireme_watch watch;
    bireme_error error = {0};
    bireme_text out = {0};
    void *data = NULL;
    size_t length = 0;
    bool is_auto = strcmp(options->shard, "auto") == 0;
    int failed = is_auto ? bireme_shard_from_environment(&shard) : bireme_shard_parse(options->shard, &shard);
    if (failed != 0) return failed;
    bireme_text path = {0};
    if (is_auto) /* each process a file of its own */
        bireme_text_format(&path, "%.*s.%zu-of-%zu.part", (int)(strlen(options->out) - strlen(".part")),
                           options->out, shard.number, shard.of);
    else
        bireme_text_append(&path, options->out);
    bireme_run_options run = bireme_cli_run_options(options);
    run.progress = bireme_watch_progress;
    run.cancelled = bireme_watch_cancelled;
    run.context = &watch;
    bireme_watch_start(&watch, console->errors_are_terminal && !options->quiet);
    bireme_status status = bireme_forecast_run_part(scenario, &run, shard.number, shard.of, &data, &length,
                                                    &error);
    bireme_watch_stop(&watch);
    if (status == BIREME_OK) {
        put_request(&out, options);
        put(&out, "part", data, length);
        status = out.failed || path.failed ? bireme_fail_memory(&error)
                                           : bireme_file_write(path.data, out.data, out.length, &error);
    }
    bireme_forecast_part_free(data);
    bireme_text_free(&out);
    bireme_text_free(&path);
    return status == BIREME_OK ? 0 : bireme_options_fail(&error);
}

/* ------------------------ reading */

bool bireme_run_part_is(const char *path)
{
    char seen[SEEN];
    FILE *file = fopen(path, "rb");
    if (file == NULL) return false;
    bool is = fread(seen, 1, sizeof seen, file) == sizeof seen && memcmp(seen, first_line, sizeof seen) == 0;
    fclose(file);
    return is;
}

/* The next field: its name's end and its bytes; what follows it. False: it makes no sense. */
static bool next_field(char **at, const char *end, char **name, char **data, size_t *length)
{
    char *line = memchr(*at, '\n', (size_t)(end - *at)), *space, *rest;
    if (line == NULL) return false;
    *line = '\0';
    *name = *at;
    space = strchr(*at, ' ');
    if (space == NULL) return false;
    *space = '\0';
    unsigned long long n = strtoull(space + 1, &rest, 10);
    if (*rest != '\0' || n > (unsigned long long)(end - line - 1)) return false;
    *data = line + 1;
    *length = (size_t)n;
    *at = line + 1 + n;
    return true;
}

/* A part's file in memory; texts point into it or are owned by the options. */
typedef struct file {
    char *bytes;
    size_t length, request; /* the length of what is before the part */
    char *part;
    size_t part_length;
} file;

/* Finds the part among the fields; they are read again later, so nothing is changed for good. */
static bool find_part(file *f)
{
    char *at = f->bytes + SEEN, *end = f->bytes + f->length, *name, *data;
    if (f->length <= SEEN || memcmp(f->bytes, first_line, SEEN) != 0) return false;
    while (at < end) {
        char *before = at, *line = memchr(at, '\n', (size_t)(end - at));
        if (!next_field(&at, end, &name, &data, &f->part_length)) return false;
        bool is_part = strcmp(name, "part") == 0;
        name[strlen(name)] = ' ';
        *line = '\n';
        if (!is_part) continue;
        f->request = (size_t)(before - f->bytes);
        f->part = data;
        return at == end;
    }
    return false;
}

static int read_file(const char *path, file *out)
{
    bireme_error error = {0};
    bireme_status status = bireme_file_read(path, SIZE_MAX / 4, &out->bytes, &out->length, &error);
    if (status != BIREME_OK) return bireme_options_fail(&error);
    if (find_part(out)) return 0;
    bireme_console_complain("%s is no part of a run, or it is cut off", path);
    return bireme_status_exit(BIREME_SCENARIO);
}

/* What the request says, into options of their own. */
typedef struct asked {
    char **texts; /* [n_texts] what the others point to */
    size_t n_texts;
    char *scenario;
    bireme_override *overrides;
    char **assumptions;
    bireme_given given[GIVEN_MOST];
    bireme_load_options load;
    bireme_run_options run;
} asked;

static void free_request(asked *r)
{
    for (size_t i = 0; i < r->n_texts; i++) bireme_free(r->texts[i]);
    bireme_free(r->texts);
    bireme_free(r->overrides);
    bireme_free(r->assumptions);
}

static bool read_request(file *f, asked *out)
{
    char *at = f->bytes + SEEN, *end = f->bytes + f->request, *name, *data;
    size_t length, most = f->request;
    *out = (asked){0};
    out->overrides = bireme_calloc(most / 8 + 1, sizeof *out->overrides);
    out->assumptions = bireme_calloc(most / 8 + 1, sizeof *out->assumptions);
    if (out->overrides == NULL || out->assumptions == NULL) return false;
    out->run.given = out->given;
    while (at < end && next_field(&at, end, &name, &data, &length)) {
        char *text = bireme_calloc(length + 1, 1),
             **kept = bireme_realloc(out->texts, out->n_texts + 1, sizeof *kept);
        if (kept != NULL) out->texts = kept;
        if (text == NULL || kept == NULL) {
            bireme_free(text);
            return false;
        }
        kept[out->n_texts++] = text;
        memcpy(text, data, length);
        uint64_t number = strtoull(text, NULL, 10);
        if (strcmp(name, "scenario") == 0)
            out->scenario = text;
        else if (strcmp(name, "assumptions") == 0)
            out->assumptions[out->load.n_assumptions++] = text;
        else if (strcmp(name, "path") == 0)
            out->overrides[out->load.n_overrides].path = text;
        else if (strcmp(name, "json") == 0)
            out->overrides[out->load.n_overrides++].json = text;
        else if ((strcmp(name, "given") == 0 || strcmp(name, "never") == 0) && out->run.n_given < GIVEN_MOST)
            out->given[out->run.n_given++] = (bireme_given){.regime = text, .never = name[0] == 'n'};
        else if (strcmp(name, "by") == 0 && out->run.n_given > 0)
            out->given[out->run.n_given - 1].by = text;
        else if (strcmp(name, "trials") == 0)
            out->run.trials = number;
        else if (strcmp(name, "seed") == 0)
            out->run.has_seed = true, out->run.seed = number;
        else if (strcmp(name, "sampler") == 0)
            out->run.sampler = (bireme_sampler)number;
        else if (strcmp(name, "totals") == 0)
            out->run.totals_only = true;
        else if (strcmp(name, "outside") == 0)
            out->load.allow_outside_extends = true;
        else if (strcmp(name, "repair") == 0)
            out->load.repair_correlations = true;
    }
    out->load.overrides = out->overrides;
    out->load.assumptions = (const char *const *)out->assumptions;
    return out->scenario != NULL;
}

/* ------------------------ merging */

static int answer(const bireme_console *console, const bireme_options *options, const asked *request,
                  const bireme_scenario *scenario, size_t n, const file *files)
{
    bireme_error error = {0};
    bireme_forecast *forecast = NULL;
    const void **data = bireme_calloc(n, sizeof *data);
    size_t *length = bireme_calloc(n, sizeof *length);
    int status;
    if (data == NULL || length == NULL) {
        status = bireme_value_no_memory();
    } else {
        for (size_t i = 0; i < n; i++) data[i] = files[i].part, length[i] = files[i].part_length;
        if (bireme_forecast_merge(scenario, &request->run, n, data, length, &forecast, &error) != BIREME_OK) {
            status = bireme_options_fail(&error);
        } else {
            const bireme_forecast_view view = {.forecast = forecast,
                                               .model = bireme_scenario_model(scenario),
                                               .trials_asked = bireme_forecast_trials(forecast),
                                               .given = request->run.given,
                                               .n_given = request->run.n_given};
            status = bireme_cli_answer(console, options, &view);
            if (status == 0 && bireme_forecast_view_trials(&view) == 0) status = BIREME_EXIT_NO;
        }
    }
    bireme_forecast_free(forecast);
    bireme_free(data);
    bireme_free(length);
    return status;
}

static int merge_files(const bireme_console *console, const bireme_options *options, size_t n, file *files)
{
    asked request;
    bireme_scenario *scenario = NULL;
    bireme_options own = *options;
    for (size_t i = 1; i < n; i++)
        if (files[i].request != files[0].request ||
            memcmp(files[i].bytes, files[0].bytes, files[0].request) != 0) {
            bireme_console_complain(
                "%s and %s are not parts of the same run: they were asked for in other words",
                options->arguments[0], options->arguments[i]);
            return bireme_status_exit(BIREME_SCENARIO);
        }
    if (!read_request(&files[0], &request)) {
        bireme_console_complain("%s is no part of a run", options->arguments[0]);
        free_request(&request);
        return bireme_status_exit(BIREME_SCENARIO);
    }
    own.arguments = &request.scenario;
    own.load = request.load;
    int status = bireme_status_exit(bireme_cli_load(&own, &scenario));
    if (status == 0) status = answer(console, options, &request, scenario, n, files);
    bireme_scenario_free(scenario);
    free_request(&request);
    return status;
}

int bireme_run_part_merge(const bireme_console *console, const bireme_options *options)
{
    size_t n = options->n_arguments;
    file *files = bireme_calloc(n, sizeof *files);
    int status = 0;
    if (files == NULL) {
        return bireme_value_no_memory();
    }
    for (size_t i = 0; i < n && status == 0; i++) status = read_file(options->arguments[i], &files[i]);
    if (status == 0) status = merge_files(console, options, n, files);
    for (size_t i = 0; i < n; i++) bireme_free(files[i].bytes);
    bireme_free(files);
    return status;
}
