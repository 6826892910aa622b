/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files are read whole, and written whole or not at all.
 */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "support/check.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include "base/file.h"
#include "base/memory.h"

static char folder[64];

static int make_folder(void **state)
{
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/bireme-file-XXXXXX");
    return mkdtemp(folder) == NULL;
}

static char *in_folder(char *buffer, const char *name)
{
    snprintf(buffer, 128, "%s/%s", folder, name);
    return buffer;
}

static int count_entries(void)
{
    int n = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) n += entry->d_name[0] != '.';
    closedir(dir);
    return n;
}

static int remove_folder(void **state)
{
    (void)state;
    char path[128];
    unlink(in_folder(path, "a.txt"));
    return rmdir(folder);
}

static void what_is_written_is_read_again_with_nul_bytes_and_all(void **state)
{
    (void)state;
    char path[128], *data = NULL;
    size_t length = 0;
    bireme_error error;
    assert_int_equal(bireme_file_write(in_folder(path, "a.txt"), "one\0two\n", 8, NULL, &error), BIREME_OK);
    assert_int_equal(bireme_file_read(path, 100, &data, &length, &error), BIREME_OK);
    assert_int_equal(length, 8);
    assert_memory_equal(data, "one\0two\n", 9); /* and a zero at the end */
    bireme_free(data);
}

static void writing_replaces_the_file_keeps_its_mode_and_leaves_no_other(void **state)
{
    (void)state;
    char path[128], *data = NULL;
    size_t length = 0;
    bireme_error error;
    struct stat info;
    assert_int_equal(chmod(in_folder(path, "a.txt"), 0600), 0);
    assert_int_equal(bireme_file_write(path, "new", 3, NULL, &error), BIREME_OK);
    assert_int_equal(bireme_file_read(path, 3, &data, &length, &error), BIREME_OK);
    assert_string_equal(data, "new");
    bireme_free(data);
    assert_int_equal(stat(path, &info), 0);
    assert_int_equal(info.st_mode & 0777, 0600);
    assert_int_equal(count_entries(), 1);
}

static void a_failed_write_leaves_nothing_behind(void **state)
{
    (void)state;
    char path[128];
    bireme_error error;
    assert_int_equal(bireme_file_write(in_folder(path, "none/a.txt"), "x", 1, NULL, &error), BIREME_IO);
    assert_string_equal(error.file, path);
    assert_non_null(strstr(error.message, "cannot write"));
    assert_int_equal(count_entries(), 1);
}

static void a_file_that_is_missing_or_a_folder_or_too_large_is_refused(void **state)
{
    (void)state;
    char path[128], *data = NULL;
    size_t length = 77;
    bireme_error error;
    assert_int_equal(bireme_file_read(in_folder(path, "missing"), 100, &data, &length, &error), BIREME_IO);
    assert_string_equal(error.file, path);
    assert_int_equal(bireme_file_read(folder, 100, &data, &length, &error), BIREME_IO);
    assert_int_equal(bireme_file_read(in_folder(path, "a.txt"), 2, &data, &length, &error), BIREME_IO);
    assert_non_null(strstr(error.message, "larger than 2 bytes"));
    assert_null(data); /* outputs are left alone */
    assert_int_equal(length, 77);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read_again_with_nul_bytes_and_all),
        cmocka_unit_test(writing_replaces_the_file_keeps_its_mode_and_leaves_no_other),
        cmocka_unit_test(a_failed_write_leaves_nothing_behind),
        cmocka_unit_test(a_file_that_is_missing_or_a_folder_or_too_large_is_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
