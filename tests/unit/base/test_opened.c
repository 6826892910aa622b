/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of files that were read: each once for each content, whatever order they come in.
 */
#include "support/check.h"

#include <string.h>
#include "base/opened.h"

static void a_file_is_there_once_for_each_content(void **state)
{
    (void)state;
    bireme_opened opened = {0};
    assert_true(bireme_opened_add(&opened, "/dev/null", "a", 1));
    assert_true(bireme_opened_add(&opened, "/dev/null", "a", 1));
    assert_int_equal(opened.n, 1);
    assert_true(bireme_opened_add(&opened, "/dev/null", "b", 1));
    assert_int_equal(opened.n, 2);
    assert_int_equal(opened.files[0].size, 1);
    assert_true(opened.files[0].hash != opened.files[1].hash);
    bireme_opened_free(&opened);
    assert_int_equal(opened.n, 0);
}

static void one_that_was_only_named_becomes_one_that_was_read(void **state)
{
    (void)state;
    bireme_opened opened = {0};
    assert_true(bireme_opened_name(&opened, BIREME_PROGRAM));
    assert_true(bireme_opened_name(&opened, "/there/is/none"));
    assert_int_equal(opened.n, 1);
    assert_true(opened.files[0].size == UINT64_MAX && opened.files[0].inode != 0);
    assert_true(bireme_opened_add(&opened, BIREME_PROGRAM, "text", 4));
    assert_int_equal(opened.n, 1);
    assert_int_equal(opened.files[0].size, 4);
    assert_true(bireme_opened_name(&opened, BIREME_PROGRAM));
    assert_int_equal(opened.n, 1);
    bireme_opened_free(&opened);
}

static void lists_are_joined_without_doubles_and_nobody_need_keep_one(void **state)
{
    (void)state;
    bireme_opened a = {0}, b = {0};
    assert_true(bireme_opened_add(&a, "one", "1", 1));
    assert_true(bireme_opened_add(&b, "one", "1", 1));
    assert_true(bireme_opened_add(&b, "two", "2", 1));
    assert_true(bireme_opened_join(&a, &b));
    assert_int_equal(a.n, 2);
    assert_string_equal(a.files[1].path, "two");
    assert_true(bireme_opened_add(NULL, "one", "1", 1));
    assert_true(bireme_opened_name(NULL, "one"));
    bireme_opened_free(&a);
    bireme_opened_free(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_there_once_for_each_content),
        cmocka_unit_test(one_that_was_only_named_becomes_one_that_was_read),
        cmocka_unit_test(lists_are_joined_without_doubles_and_nobody_need_keep_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
