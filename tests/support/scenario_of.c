/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scenario's text goes through a file in a folder of its own, as every scenario does.
 */
#include "support/scenario_of.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "support/check.h"

enum { TEXT_MOST = 1 << 16 };

bireme_scenario *scenario_of_list(const char *format, va_list arguments)
{
    char folder[] = "/tmp/bireme-test-XXXXXX", file[64], *text = malloc(TEXT_MOST);
    assert_non_null(text);
    assert_non_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/scenario.json", folder);
    assert_true(vsnprintf(text, TEXT_MOST, format, arguments) < TEXT_MOST);
    for (char *c = text; *c != '\0'; c++)
        if (*c == '\'') *c = '"';
    FILE *stream = fopen(file, "w");
    assert_non_null(stream);
    assert_true(fputs(text, stream) >= 0);
    assert_int_equal(fclose(stream), 0);
    bireme_scenario *scenario = NULL;
    bireme_error error = {0};
    bireme_status status = bireme_scenario_load(file, NULL, NULL, &scenario, &error);
    assert_int_equal(unlink(file), 0);
    assert_int_equal(rmdir(folder), 0);
    if (status != BIREME_OK)
        fail_msg("%s\n%d:%d: %s: %s", text, error.line, error.column, error.pointer, error.message);
    free(text);
    return scenario;
}

bireme_scenario *scenario_of(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    bireme_scenario *scenario = scenario_of_list(format, arguments);
    va_end(arguments);
    return scenario;
}

bireme_forecast *run_and_free(bireme_scenario *scenario, const bireme_run_options *options)
{
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    if (bireme_forecast_run(scenario, options, &forecast, &error) != BIREME_OK)
        fail_msg("%s: %s", error.pointer, error.message);
    bireme_scenario_free(scenario);
    return forecast;
}
