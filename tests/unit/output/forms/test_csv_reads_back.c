/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every table that the program writes, in every form and style, reads back to the same numbers, to the bit,
 * and to the same texts: also where a column has one number only, which must then say by itself what it
 * means.
 */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/memory.h"
#include "support/check.h"
#include "table/table.h"

static char folder[] = "/tmp/bireme-reads-back-XXXXXX";

static const char scenario[] =
    "{ \"name\": \"1.5; or \\\"so\\\"\", \"start\": \"2027-01\", \"periods\": 3, \"funnel\": [\"lead\", "
    "\"offer\", \"won\"],\n"
    "  \"defaults\": { \"conversion\": { \"offer\": { \"dist\": \"beta\", \"mean\": 0.25, \"sd\": 0.05 }, "
    "\"won\": 0.2 }, "
    "\"deal_value\": 9.125 },\n"
    "  \"channels\": { \"a;b\": { \"spend\": 22.125, \"cost_per_lead\": 0.125 }, \"fair, 2\": { \"spend\": "
    "5, "
    "\"cost_per_lead\": 0.25 } },\n"
    "  \"sales\": { \"reps\": 3, \"cost_per_rep\": 8.125, \"opportunities_per_rep\": 12 },\n"
    "  \"goal\": { \"metric\": \"revenue\", \"at_least\": 40.125 },\n"
    "  \"run\": { \"trials\": 200 } }\n";

static void write_file(const char *name, const char *text)
{
    char path[200];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static bireme_table *table_of(const char *command, const char *style, const char *name)
{
    char line[600], path[200];
    bireme_table *table = NULL;
    bireme_error error = {0};
    snprintf(line, sizeof line, "cd %s && %s %s --quiet %s --out %s > /dev/null", folder, BIREME_PROGRAM,
             command, style, name);
    const int status = system(line);
    if (status != 0 && status != 256) fail_msg("%s: exit status %d", line, status);
    snprintf(path, sizeof path, "%s/%s", folder, name);
    if (bireme_table_open(path, NULL, NULL, &table, &error) != BIREME_OK)
        fail_msg("%s: line %d: %s", line, error.line, error.message);
    return table;
}

static void assert_same(const bireme_table *plain, bireme_table *a, bireme_table *b, const char *what)
{
    const size_t rows = bireme_table_rows(plain), columns = bireme_table_columns(plain);
    double *x = bireme_calloc(rows, sizeof *x), *y = bireme_calloc(rows, sizeof *y);
    bireme_error error = {0};
    size_t numbers = 0;
    assert_non_null(x);
    assert_non_null(y);
    if (bireme_table_rows(b) != rows || bireme_table_columns(b) != columns)
        fail_msg("%s: another shape", what);
    for (size_t c = 0; c < columns; c++) {
        assert_string_equal(bireme_table_title(a, c), bireme_table_title(b, c));
        if (bireme_table_read(a, c, BIREME_TABLE_MIXED, x, NULL, &error) != BIREME_OK ||
            bireme_table_read(b, c, BIREME_TABLE_MIXED, y, NULL, &error) != BIREME_OK)
            fail_msg("%s, column %s: line %d: %s", what, bireme_table_title(a, c), error.line, error.message);
        for (size_t row = 0; row < rows; row++) {
            const char *first = bireme_table_at(a, row, c).text, *second = bireme_table_at(b, row, c).text;
            if (isnan(x[row]) && isnan(y[row]) ? strcmp(first, second) != 0 : x[row] != y[row])
                fail_msg("%s, column %s: `%s` became `%s`", what, bireme_table_title(a, c), first, second);
            numbers += !isnan(x[row]);
        }
    }
    assert_true(numbers > 0);
    bireme_free(x);
    bireme_free(y);
}

static void check_command(const char *command)
{
    bireme_table *plain = table_of(command, "", "plain.csv"),
                 *excel = table_of(command, "--excel", "excel.csv"),
                 *european = table_of(command, "--european", "european.csv");
    assert_same(plain, plain, excel, command);
    assert_same(plain, plain, european, command);
    bireme_table_free(plain);
    bireme_table_free(excel);
    bireme_table_free(european);
}

static void every_answer_reads_back_in_every_style(void **state)
{
    (void)state;
    static const char *const commands[] = {"run s.json",
                                           "run s.json --wide",
                                           "compare s.json t.json --trials 200",
                                           "compare s.json t.json --trials 200 --wide",
                                           "plan s.json --target 20.0625 --trials 200",
                                           "plan s.json --target 20.0625 --trials 200 --wide",
                                           "split s.json --trials 200",
                                           "split s.json --trials 200 --wide",
                                           "sensitivity s.json --trials 256",
                                           "sensitivity s.json --trials 256 --wide",
                                           "batch m.json",
                                           "batch m.json --wide --periods"};
    write_file("s.json", scenario);
    write_file("t.json", "{ \"extends\": \"s.json\", \"channels\": { \"a;b\": { \"spend\": 12.125 } } }");
    write_file(
        "m.json",
        "{ \"scenarios\": [\"s.json\", \"t.json\"], \"grid\": { \"channels.a;b.spend\": [1.125, 2.25] } }");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) check_command(commands[i]);
}

static int make_folder(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL;
}

static int remove_folder(void **state)
{
    char line[80];
    (void)state;
    snprintf(line, sizeof line, "rm -rf '%s'", folder);
    return system(line);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(every_answer_reads_back_in_every_style)};
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
