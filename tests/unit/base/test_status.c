/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Status codes, errors, and lists of problems.
 */
#include "support/check.h"

#include <stdio.h>
#include <string.h>
#include "base/error.h"

static void every_status_has_a_text_and_an_exit_status(void **state)
{
    (void)state;
    assert_int_equal(bireme_status_exit(BIREME_OK), 0);
    assert_int_equal(bireme_status_exit(BIREME_SYNTAX), 3);
    assert_int_equal(bireme_status_exit(BIREME_UNSUPPORTED), 3);
    assert_int_equal(bireme_status_exit(BIREME_IO), 4);
    assert_int_equal(bireme_status_exit(BIREME_CANCELLED), 130);
    for (int s = BIREME_OK; s <= BIREME_CANCELLED; s++)
        assert_string_not_equal(bireme_status_text((bireme_status)s), "unknown status");
}

static void a_message_that_is_too_long_is_cut_and_terminated(void **state)
{
    (void)state;
    bireme_error error;
    assert_int_equal(bireme_fail(&error, BIREME_DOMAIN, "%02000d", 7), BIREME_DOMAIN);
    assert_int_equal(strlen(error.message), sizeof error.message - 1);
    assert_int_equal(error.status, BIREME_DOMAIN);
    assert_int_equal(error.line, 0);
    assert_string_equal(error.file, "");
    assert_int_equal(bireme_fail(NULL, BIREME_IO, "nobody listens"), BIREME_IO);
}

static void problems_are_kept_in_order_and_errors_counted(void **state)
{
    (void)state;
    bireme_problems *problems = bireme_problems_create();
    assert_non_null(problems);
    for (int i = 0; i < 20; i++) {
        bireme_error error = {.status = BIREME_SCENARIO, .line = i};
        bireme_severity severity = i % 4 == 0 ? BIREME_SEVERITY_WARNING : BIREME_SEVERITY_ERROR;
        assert_int_equal(bireme_problems_add(problems, severity, &error), BIREME_OK);
    }
    assert_int_equal(bireme_problems_count(problems), 20);
    assert_int_equal(bireme_problems_count_errors(problems), 15);
    bireme_severity severity = BIREME_SEVERITY_ERROR;
    assert_int_equal(bireme_problems_get(problems, 12, &severity)->line, 12);
    assert_int_equal(severity, BIREME_SEVERITY_WARNING);
    assert_null(bireme_problems_get(problems, 20, NULL));
    bireme_problems_free(problems);
    bireme_problems_free(NULL);
    assert_int_equal(bireme_problems_add(NULL, BIREME_SEVERITY_ERROR, &(bireme_error){0}), BIREME_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_text_and_an_exit_status),
        cmocka_unit_test(a_message_that_is_too_long_is_cut_and_terminated),
        cmocka_unit_test(problems_are_kept_in_order_and_errors_counted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
