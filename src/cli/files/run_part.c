/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The format of the file is described in cli/files/part_request.h.
 */
#define _XOPEN_SOURCE 700 /* realpath */
#include "cli/files/run_part.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/path.h"
#include "cli/afford.h"
#include "cli/answer.h"
#include "cli/options/loading.h"
#include "cli/options/option_values.h"
#include "cli/files/outputs.h"
#include "cli/files/part_request.h"
#include "cli/files/shard.h"
#include "cli/watch.h"
#include "output/forecast/forecast.h"
#include "scenario/internal.h"

typedef struct asking {
    const bireme_scenario *scenario;
    const bireme_shard *shard; /* NULL: all are merged */
    double besides;            /* bytes */
} asking;

static bireme_status need(const void *asked, const bireme_run_options *run, bireme_need *out,
                          bireme_error *error)
{
    const asking *a = asked;
    bireme_status status = a->shard != NULL ? bireme_forecast_part_need(a->scenario, run, a->shard->number,
                                                                        a->shard->of, out, error)
                                            : bireme_forecast_need(a->scenario, run, out, error);
    out->bytes += a->besides;
    out->address += a->besides;
    if (a->shard == NULL) out->steps = 0; /* they have been done */
    return status;
}

static bireme_status try_out(const void *asked, const bireme_run_options *run, bireme_error *error)
{
    const asking *a = asked;
    bireme_forecast *result = NULL;
    bireme_run_options share = *run; /* need() tells how many of its trials a part has */
    share.trials = run->trials / a->shard->of > 0 ? run->trials / a->shard->of : 1;
    bireme_status status = bireme_forecast_run(a->scenario, &share, &result, error);
    bireme_forecast_free(result);
    return status;
}

int bireme_run_part_make(const bireme_console *console, const bireme_options *options,
                         const bireme_scenario *scenario, const bireme_opened *opened)
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
    if (is_auto) /* a separate file for each process */
        bireme_text_format(&path, "%.*s.%zu-of-%zu.part", (int)(strlen(options->out) - strlen(".part")),
                           options->out, shard.number, shard.of);
    else
        bireme_text_append(&path, options->out);
    const bireme_output_file output = {"--out", bireme_text_string(&path)};
    failed = bireme_outputs_check(&output, 1, opened);
    if (failed != 0) {
        bireme_text_free(&path);
        return failed;
    }
    bireme_run_options run = bireme_cli_run_options(options, scenario);
    const asking asked = {.scenario = scenario, .shard = &shard};
    const bireme_affording affording = {
        .options = options, .asked = &asked, .run = run, .need = need, .try_out = try_out};
    failed = bireme_afford(&affording);
    if (failed != 0) {
        bireme_text_free(&path);
        return failed;
    }
    run.progress = bireme_watch_progress;
    run.cancelled = bireme_watch_cancelled;
    run.context = &watch;
    bireme_watch_start(&watch, console->errors_are_terminal && !options->quiet,
                       "a part is written whole or not at all");
    bireme_status status = bireme_forecast_run_part(scenario, &run, shard.number, shard.of, &data, &length,
                                                    &error);
    bireme_watch_stop(&watch);
    if (status == BIREME_OK) {
        bireme_part_request_write(options->arguments[0], &options->load, &run, opened, &out);
        bireme_part_put(&out, "part", data, length);
        status = out.failed || path.failed
                     ? bireme_fail_memory(&error)
                     : bireme_file_write(path.data, out.data, out.length, &bireme_watch_guard, &error);
    }
    bireme_forecast_part_free(data);
    bireme_text_free(&out);
    bireme_text_free(&path);
    return status == BIREME_OK ? 0 : bireme_options_fail(&error);
}

/* ------------------------ reading */

int bireme_run_part_is(const char *path, bool *is)
{
    char seen[sizeof BIREME_PART_FIRST_LINE];
    size_t length = 0;
    ssize_t got = -1;
    int file = open(path, O_RDONLY | O_CLOEXEC);
    while (file >= 0 && length < sizeof seen) {
        got = read(file, seen + length, sizeof seen - length);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) break;
        length += (size_t)got;
    }
    int code = errno;
    if (file >= 0) close(file);
    *is = bireme_part_begins(seen, length);
    if (got >= 0) return 0;
    return bireme_console_fail(BIREME_EXIT_IO, "%s: cannot read the file: %s", path, strerror(code));
}

typedef struct file {
    char *bytes;
    bireme_part_request request; /* points into the bytes */
} file;

static int read_file(const char *path, file *out)
{
    bireme_error error = {0};
    size_t length = 0;
    bireme_status status = bireme_file_read(path, SIZE_MAX / 4, &out->bytes, &length, &error);
    if (status != BIREME_OK) return bireme_options_fail(&error);
    status = bireme_part_request_read(out->bytes, length, &out->request, &error);
    if (status == BIREME_SCENARIO)
        bireme_console_complain("%s is no part of a run: %s", path, error.message);
    else if (status != BIREME_OK)
        return bireme_options_fail(&error);
    return bireme_status_exit(status);
}

/* Files that a part names are opened only inside the folder where the program runs, unless its own command
 * line names another with --root. */
static int check_named(const bireme_options *options, const char *what, const char *name)
{
    char *real = realpath(name, NULL), *here = realpath(".", NULL);
    char *root = options->load.root != NULL ? realpath(options->load.root, NULL) : NULL;
    int status = 0;
    if ((real == NULL || here == NULL) && errno == ENOMEM) {
        status = bireme_value_no_memory();
    } else if (real == NULL || here == NULL) {
        bireme_console_complain("%s: the %s '%s', which the part names, cannot be read: %s",
                                options->arguments[0], what, name, strerror(errno));
        status = bireme_status_exit(BIREME_IO);
    } else if (!bireme_path_is_inside(real, here) && (root == NULL || !bireme_path_is_inside(real, root))) {
        bireme_console_complain("%s: the %s '%s', which the part names, is outside the folder that merge "
                                "runs in; run merge in its folder, or name a folder that has it with --root",
                                options->arguments[0], what, name);
        status = BIREME_EXIT_SCENARIO;
    }
    free(real);
    free(here);
    free(root);
    return status;
}

static int check_request(const bireme_options *options, const bireme_part_request *request)
{
    if (request->asks_root && options->load.root == NULL)
        return bireme_console_fail(
            BIREME_EXIT_SCENARIO,
            "%s: the run was asked for with --root; merge follows only if it is told so too",
            options->arguments[0]);
    int status = check_named(options, "scenario", request->scenario);
    for (size_t i = 0; i < request->load.n_assumptions && status == 0; i++)
        status = check_named(options, "file of assumptions", request->load.assumptions[i]);
    return status;
}

/* ------------------------ merging */

static int answer(const bireme_console *console, const bireme_options *options,
                  const bireme_part_request *request, const bireme_scenario *scenario, size_t n,
                  const file *files)
{
    bireme_error error = {0};
    bireme_forecast *forecast = NULL;
    bireme_recession recession;
    const void **data = bireme_calloc(n, sizeof *data);
    size_t *length = bireme_calloc(n, sizeof *length);
    int status;
    if (data == NULL || length == NULL) {
        status = bireme_value_no_memory();
    } else {
        for (size_t i = 0; i < n; i++)
            data[i] = files[i].request.part, length[i] = files[i].request.part_length;
        if (bireme_forecast_merge(scenario, &request->run, n, data, length, &forecast, &error) != BIREME_OK) {
            status = bireme_options_fail(&error);
        } else if (bireme_recession_beside(scenario, &request->run, forecast, &recession, &error) !=
                   BIREME_OK) {
            status = bireme_options_fail(&error);
        } else {
            const bireme_forecast_view view = {.forecast = forecast,
                                               .model = bireme_scenario_model(scenario),
                                               .trials_asked = bireme_forecast_trials(forecast),
                                               .given = request->run.given,
                                               .n_given = request->run.n_given,
                                               .recession = &recession};
            const bireme_answer all = bireme_answer_of_forecast(&view);
            status = bireme_cli_answer(console, options, &all);
            if (status == 0 && bireme_forecast_view_trials(&view) == 0) status = BIREME_EXIT_NO;
        }
    }
    bireme_forecast_free(forecast);
    bireme_free(data);
    bireme_free(length);
    return status;
}

static int merge_files(const bireme_console *console, const bireme_options *options, size_t n,
                       const file *files)
{
    const bireme_part_request *request = &files[0].request;
    bireme_scenario *scenario = NULL;
    bireme_options own = *options;
    for (size_t i = 1; i < n; i++) {
        const char *other = bireme_opened_changed(&request->opened, &files[i].request.opened, 0);
        if (other == NULL) continue;
        return bireme_console_fail(BIREME_EXIT_SCENARIO,
                                   "%s and %s are not parts of the same run: %s was another file",
                                   options->arguments[0], options->arguments[i], other);
    }
    for (size_t i = 1; i < n; i++)
        if (files[i].request.length != request->length ||
            memcmp(files[i].bytes, files[0].bytes, request->length) != 0)
            return bireme_console_fail(
                BIREME_EXIT_SCENARIO,
                "%s and %s are not parts of the same run: they were asked for in other words",
                options->arguments[0], options->arguments[i]);
    int status = check_request(options, request);
    if (status != 0) return status;
    bireme_opened opened = {0};
    char *arguments[] = {request->scenario};
    own.arguments = arguments;
    own.n_arguments = sizeof arguments / sizeof *arguments;
    own.load = request->load;
    own.load.tables = &request->tables;
    own.load.root = options->load.root;
    status = bireme_cli_load_noting(&own, &opened, &scenario);
    const char *changed = status == 0 ? bireme_opened_changed(&request->opened, &opened, 0) : NULL;
    if (changed != NULL) {
        bireme_console_complain("%s is of another run: %s has changed since", options->arguments[0], changed);
        status = BIREME_EXIT_SCENARIO;
    }
    bireme_opened_free(&opened);
    asking asked = {.scenario = scenario};
    for (size_t i = 0; i < n; i++) asked.besides += (double)files[i].request.part_length;
    const bireme_affording affording = {.options = options,
                                        .asked = &asked,
                                        .run = request->run,
                                        .need = need,
                                        .model = status == 0 ? bireme_scenario_model(scenario) : NULL,
                                        .has_periods = true,
                                        .what = "a run of fewer trials, or with --totals, needs less"};
    if (status == 0) status = bireme_afford(&affording);
    if (status == 0) status = answer(console, options, request, scenario, n, files);
    bireme_scenario_free(scenario);
    return status;
}

static bireme_status need_of_files(const void *asked, const bireme_run_options *run, bireme_need *out,
                                   bireme_error *error)
{
    (void)run, (void)error;
    *out = (bireme_need){.bytes = *(const double *)asked, .address = *(const double *)asked};
    return BIREME_OK;
}

int bireme_run_part_afford(const bireme_options *options)
{
    double bytes = 0;
    for (size_t i = 0; i < options->n_arguments; i++) {
        struct stat found;
        if (stat(options->arguments[i], &found) == 0) bytes += (double)found.st_size;
    }
    bireme_options all = *options;
    all.quiet = true; /* saying so would take longer than the merge */
    const bireme_affording affording = {.options = &all,
                                        .asked = &bytes,
                                        .need = need_of_files,
                                        .what = "the parts are read whole: fewer and smaller ones need less"};
    return bireme_afford(&affording);
}

int bireme_run_part_merge(const bireme_console *console, const bireme_options *options)
{
    size_t n = options->n_arguments;
    file *files = bireme_calloc(n, sizeof *files);
    int status = 0;
    if (files == NULL) {
        return bireme_value_no_memory();
    }
    /* The parts themselves; the files they name are checked when they are opened. */
    status = bireme_outputs_check_options(options, NULL);
    if (status == 0) status = bireme_run_part_afford(options);
    for (size_t i = 0; i < n && status == 0; i++) status = read_file(options->arguments[i], &files[i]);
    if (status == 0) status = merge_files(console, options, n, files);
    for (size_t i = 0; i < n; i++) {
        bireme_part_request_free(&files[i].request);
        bireme_free(files[i].bytes);
    }
    bireme_free(files);
    return status;
}
