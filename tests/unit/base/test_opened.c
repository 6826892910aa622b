/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of files that were read: each once for each content, whatever order they come in.
 */
#include "support/check.h"

#include <stdio.h>
#include <string.h>
#include "base/opened.h"

static void a_file_is_there_once_for_each_content(void **state)
{
    (void)state;
    bireme_opened opened = {0};
    assert_true(bireme_opened_add(&opened, "/dev/null", "a", 1));
    assert_true(bireme_opened_add(&opened, "/dev/null", "a", 1));
    assert_int_equal(opened.n, 1);
    assert_int_equal(bireme_opened_count(&opened), 1);
    assert_string_equal(bireme_opened_get(&opened, 0)->path, opened.files[0].path);
    assert_null(bireme_opened_get(&opened, 1));
    assert_null(bireme_opened_get(&opened, SIZE_MAX));
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

/* Long lists are searched otherwise. */
static void a_long_list_is_as_a_short_one(void **state)
{
    (void)state;
    enum { FILES = 3000 };
    bireme_opened list = {0}, other = {0};
    char path[32];
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < FILES; i++) {
            snprintf(path, sizeof path, "file %d", i);
            assert_true(bireme_opened_add(&list, path, path, strlen(path)));
            assert_int_equal(list.n, round == 0 ? i + 1 : FILES);
        }
    for (int i = 0; i < FILES; i++) {
        snprintf(path, sizeof path, "file %d", i);
        assert_string_equal(list.files[i].path, path);
        assert_true(bireme_opened_add(&other, path, path, strlen(path)));
        assert_null(bireme_opened_changed(&other, &list, 0));
        bireme_opened_free(&other);
    }
    assert_true(bireme_opened_add(&other, "file 2500", "x", 1));
    assert_string_equal(bireme_opened_changed(&other, &list, 0), "file 2500");
    assert_string_equal(bireme_opened_changed(&list, &other, 0), "file 2500");
    assert_null(bireme_opened_changed(&other, &list, 1));
    assert_null(bireme_opened_changed(&list, &other, 1));
    assert_true(bireme_opened_join(&list, &other)); /* both contents are kept */
    assert_int_equal(list.n, FILES + 1);
    assert_true(bireme_opened_join(&list, &other));
    assert_int_equal(list.n, FILES + 1);
    bireme_opened_free(&list);
    bireme_opened_free(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_there_once_for_each_content),
        cmocka_unit_test(one_that_was_only_named_becomes_one_that_was_read),
        cmocka_unit_test(lists_are_joined_without_doubles_and_nobody_need_keep_one),
        cmocka_unit_test(a_long_list_is_as_a_short_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
