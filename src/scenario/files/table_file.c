/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/files/table_file.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "scenario/syntax/scan.h"
#include "table/currency_signs.h"
#include "table/number.h"

void bireme_table_file_report(bireme_report *report, const bireme_error *error)
{
    bireme_report_error(
        report, (bireme_place){.file = error->file, .line = error->line, .column = error->column}, error);
}

double *bireme_table_file_read(bireme_table *table, size_t column, bireme_table_kind kind,
                               bireme_report *report)
{
    double *values = bireme_calloc(bireme_table_rows(table), sizeof *values);
    bireme_problems *problems = bireme_problems_create();
    bireme_status status = BIREME_MEMORY;
    if (values != NULL && problems != NULL)
        status = bireme_table_read(table, column, kind, values, problems, NULL);
    if (status == BIREME_MEMORY) bireme_report_memory(report);
    for (size_t i = 0; problems != NULL && i < bireme_problems_count(problems); i++)
        bireme_table_file_report(report, bireme_problems_get(problems, i, NULL));
    bireme_problems_free(problems);
    if (status == BIREME_OK) return values;
    bireme_free(values);
    return NULL;
}

bireme_table_file_currency bireme_table_file_currency_of(const bireme_node *root)
{
    const bireme_node *said = bireme_node_find(root, "currency");
    bireme_table_file_currency c = {.said = said != NULL};
    /* a scenario may name its currency freely: only codes and signs are compared */
    if (!bireme_currency_find(said != NULL && said->type == BIREME_NODE_TEXT ? said->text : "USD", c.code))
        c.code[0] = '\0';
    return c;
}

static const char *currency_of_all(void *context, size_t row, bool *said)
{
    const bireme_table_file_currency *c = context;
    (void)row;
    *said = c->said;
    return c->code;
}

void bireme_table_file_set_currency(bireme_table *table, bireme_table_file_currency *currency)
{
    bireme_table_set_into(table, (bireme_table_into){.currency = currency_of_all, .context = currency});
}

void bireme_table_file_check_meaning(const char *file, const bireme_table *table, size_t column,
                                     bireme_meaning meaning, bireme_report *report)
{
    for (size_t row = 0; row < bireme_table_rows(table); row++) {
        const bireme_table_cell at = bireme_table_at(table, row, column);
        if (!bireme_meaning_check(meaning, at.text, bireme_table_title(table, column),
                                  bireme_table_file_place(file, at), report))
            return;
    }
}

const char *bireme_table_file_date(char buffer[BIREME_DATE_TEXT_SIZE], double seconds, const char *cell,
                                   const char *name, bireme_place place, bireme_report *report)
{
    char quoted[BIREME_QUOTE_SIZE], label[BIREME_QUOTE_SIZE];
    if (bireme_date_write(seconds, buffer)) return buffer;
    bireme_report_fail(report, place, "`%s` has a time of day, and `%s` is a date, such as 2027-01-31",
                       bireme_quote(quoted, cell), bireme_quote(label, name));
    return NULL;
}

void bireme_table_file_tell(const bireme_table *table, bireme_report *report)
{
    if (bireme_table_tell(table, NULL) != BIREME_OK) bireme_report_memory(report);
}

static bool is_json(const char *text)
{
    bireme_arena arena = {0};
    bireme_report report = {0};
    bireme_scan scan = {0};
    bool valid = bireme_scan_text(text, strlen(text), "", &arena, &report, &scan) && report.errors == 0;
    bireme_scan_free(&scan);
    bireme_report_free(&report);
    bireme_arena_free(&arena);
    return valid;
}

const char *bireme_table_file_json(const char *text)
{
    static const char *const words[][2] = {{"TRUE", "true"},    {"True", "true"},   {"WAHR", "true"},
                                           {"Wahr", "true"},    {"FALSE", "false"}, {"False", "false"},
                                           {"FALSCH", "false"}, {"Falsch", "false"}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(text, words[i][0]) == 0) return words[i][1];
    return is_json(text) ? text : NULL;
}

/* RFC 8259, section 6. */
static bool is_json_number(const char *text)
{
    static const char digits[] = "0123456789";
    text += *text == '-';
    size_t n = strspn(text, digits);
    if (n == 0 || (n > 1 && *text == '0')) return false;
    text += n;
    if (*text == '.') {
        n = strspn(text + 1, digits);
        if (n == 0) return false;
        text += n + 1;
    }
    if (*text == 'e' || *text == 'E') {
        text += text[1] == '+' || text[1] == '-' ? 2 : 1;
        n = strspn(text, digits);
        if (n == 0) return false;
        text += n;
    }
    return *text == '\0';
}

/* Copies the digits of a text to buffer of BIREME_NUMBER_SIZE; false: too many. */
static bool digits_of(const char *text, char *buffer)
{
    size_t n = 0;
    for (; *text != '\0'; text++) {
        if (*text < '0' || *text > '9') continue;
        if (n + 1 == BIREME_NUMBER_SIZE) return false;
        buffer[n++] = *text;
    }
    buffer[n] = '\0';
    return n > 0;
}

bool bireme_table_file_whole(const char *text, double value, uint64_t *out)
{
    char digits[BIREME_NUMBER_SIZE];
    if (is_json_number(text) && bireme_number_parse(text, NULL) == value)
        return bireme_number_whole(text, strlen(text), 0, out);
    if (!(value >= 0) || floor(value) != value) return false;
    if (value < 0x1p53) *out = (uint64_t)value;
    return value < 0x1p53 || (digits_of(text, digits) &&
                              bireme_number_whole(digits, strlen(digits), 0, out) && (double)*out == value);
}

const char *bireme_table_file_number(char *buffer, const char *text, double value)
{
    uint64_t whole;
    if (is_json_number(text) && bireme_number_parse(text, NULL) == value) return text;
    if (value >= 0x1p53 &&
        bireme_table_file_whole(text, value, &whole)) { /* with digit groups: all digits are kept */
        snprintf(buffer, BIREME_NUMBER_SIZE, "%" PRIu64, whole);
        return buffer;
    }
    return bireme_number_format(buffer, value);
}
