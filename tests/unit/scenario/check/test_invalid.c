/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every invalid scenario of tests/invalid/cases is refused with exactly the problems that its .expected file
 * lists. The same cases go through the program in tests/invalid/run-invalid.sh.
 */
#define _XOPEN_SOURCE 700 /* chdir, scandir */
#include "support/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/text.h"
#include "bireme/scenario.h"

static int is_json(const struct dirent *entry)
{
    size_t n = strlen(entry->d_name);
    return n > 5 && strcmp(entry->d_name + n - 5, ".json") == 0;
}

static void write_problems(const bireme_problems *problems, bireme_text *out)
{
    for (size_t i = 0; i < bireme_problems_count(problems); i++) {
        bireme_severity severity;
        const bireme_error *e = bireme_problems_get(problems, i, &severity);
        bireme_text_format(out, "%s:%d:%d: %s: %s", e->file, e->line, e->column,
                           severity == BIREME_SEVERITY_ERROR ? "error" : "warning", e->message);
        if (e->pointer[0] != '\0') bireme_text_format(out, " (at %s)", e->pointer);
        bireme_text_append(out, "\n");
    }
}

static bool check_case(const char *name)
{
    char path[300], *expected = NULL;
    size_t length = 0;
    bireme_error error = {0};
    bireme_scenario *scenario = NULL;
    bireme_problems *problems = bireme_problems_create();
    snprintf(path, sizeof path, "cases/%s", name);
    bireme_status status = bireme_scenario_load(path, NULL, problems, &scenario, &error);
    bireme_text found = {0};
    write_problems(problems, &found);
    snprintf(path, sizeof path, "cases/%.*s.expected", (int)strlen(name) - 5, name);
    assert_int_equal(bireme_file_read(path, 1 << 20, &expected, &length, &error), BIREME_OK);
    bool unreadable = strncmp(name, "unreadable-", 11) == 0;
    bool good = scenario == NULL && bireme_status_exit(status) == (unreadable ? 4 : 3) &&
                strcmp(expected, bireme_text_string(&found)) == 0;
    if (!good)
        print_error("%s (status %d)\nexpected:\n%sfound:\n%s", name, (int)status, expected,
                    bireme_text_string(&found));
    bireme_text_free(&found);
    bireme_free(expected);
    bireme_problems_free(problems);
    bireme_scenario_free(scenario);
    return good;
}

static void every_invalid_scenario_is_refused_with_the_expected_problems(void **state)
{
    (void)state;
    struct dirent **entries = NULL;
    assert_int_equal(chdir(BIREME_SOURCE_DIR "/tests/invalid"), 0);
    int n = scandir("cases", &entries, is_json, alphasort), failed = 0;
    assert_true(n >= 60);
    for (int i = 0; i < n; i++) {
        failed += !check_case(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_invalid_scenario_is_refused_with_the_expected_problems),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
