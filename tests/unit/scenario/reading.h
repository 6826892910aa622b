/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the tests of the scenario room share: scenarios from texts, through files in a folder of the test's
 * own.
 */
#ifndef BIREME_TESTS_SCENARIO_READING_H
#define BIREME_TESTS_SCENARIO_READING_H

#include "support/check.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "bireme/scenario.h"
#include "scenario/internal.h"

/* The smallest scenario, with room for more: %s are further fields of the scenario, and of its channel. */
#define SMALLEST(top, channel)                                                                               \
    "{\"start\": \"2027-01\", \"periods\": 3, \"funnel\": [\"lead\", \"mql\", \"won\"], " top                \
    "\"channels\": {\"events\": {\"organic_leads\": 100, " channel                                           \
    "\"conversion\": {\"mql\": 0.3, \"won\": 0.2}, \"deal_value\": 1000}}}"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/bireme-scenario-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return system(command);
}

/* Writes text to a file in the folder; returns its path, static until the next call but one. */
static const char *put_file(const char *name, const char *text)
{
    static char paths[2][160];
    static int turn;
    char *path = paths[turn ^= 1];
    bireme_error error;
    snprintf(path, sizeof paths[0], "%s/%s", folder, name);
    assert_int_equal(bireme_file_write(path, text, strlen(text), NULL, &error), BIREME_OK);
    return path;
}

static inline bireme_scenario *load_ok(const char *text, const bireme_load_options *options)
{
    bireme_scenario *scenario = NULL;
    bireme_error error = {0};
    bireme_status status = bireme_scenario_load(put_file("scenario.json", text), options, NULL, &scenario,
                                                &error);
    if (status != BIREME_OK)
        print_error("%s:%d:%d: %s (at %s)\n", error.file, error.line, error.column, error.message,
                    error.pointer);
    assert_int_equal(status, BIREME_OK);
    return scenario;
}

/* The first error of a scenario that must be refused. */
static inline bireme_error load_error(const char *text, const bireme_load_options *options)
{
    bireme_scenario *scenario = NULL;
    bireme_error error = {0};
    bireme_status status = bireme_scenario_load(put_file("scenario.json", text), options, NULL, &scenario,
                                                &error);
    assert_int_not_equal(status, BIREME_OK);
    assert_int_equal(status, error.status);
    assert_null(scenario);
    return error;
}

/* The same with ' for " in the text, which is easier to read. */
static inline const char *plain(const char *text)
{
    static char buffer[1 << 14];
    assert_true(strlen(text) < sizeof buffer);
    strcpy(buffer, text);
    for (char *c = buffer; *c != '\0'; c++)
        if (*c == '\'') *c = '"';
    return buffer;
}

static inline void assert_contains(const char *text, const char *part)
{
    if (strstr(text, part) == NULL) fail_msg("expected \"%s\" in \"%s\"", part, text);
}

static inline const bireme_quantity *quantity_of(const bireme_scenario *scenario, const char *path)
{
    const bireme_model *model = bireme_scenario_model(scenario);
    for (size_t q = 0; q < model->n_quantities; q++)
        if (strcmp(model->quantities[q].path, path) == 0) return &model->quantities[q];
    fail_msg("there is no quantity %s", path);
    return NULL;
}

#endif
