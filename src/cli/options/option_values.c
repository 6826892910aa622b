/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values of options.
 */
#include "cli/options/option_values.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include "base/memory.h"
#include "model/model.h"
#include "output/decisions/split/split.h"
#include "table/currency_signs.h"
#include "table/number.h"

int bireme_value_no_memory(void)
{
    return bireme_console_fail(bireme_status_exit(BIREME_MEMORY), "out of memory");
}

/* A suffix that people put after a number: 10k, 4.5M, 2bn. `end` must point to such a suffix, or to
 * nothing. */
static bool read_multiple(const char *end, int *power, double *factor)
{
    static const struct {
        const char *word;
        int power;
        double factor;
    } words[] = {{"", 0, 1},    {"k", 3, 1e3},  {"K", 3, 1e3}, {"M", 6, 1e6},
                 {"m", 6, 1e6}, {"bn", 9, 1e9}, {"B", 9, 1e9}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(end, words[i].word) != 0) continue;
        *power = words[i].power;
        *factor = words[i].factor;
        return true;
    }
    return false;
}

/* ------------------------ what a number may mean */

/* The length of the digits and what separates them; a multiple, a unit or a percent sign may follow. */
static size_t body_of(const char *text)
{
    size_t n = strlen(text);
    while (n > 0 && (text[n - 1] < '0' || text[n - 1] > '9')) n--;
    return n;
}

/* 1.000 may be one or a thousand, as in a table, and here there is no column to decide. Groups do not begin
 * with 0 and have no exponent, so 0.125 and 1.000e6 are unambiguous. */
static bool is_ambiguous(const char *text)
{
    bireme_number number;
    return bireme_number_read(text, body_of(text), &number) && bireme_number_is_ambiguous(&number);
}

enum { HINT_SIZE = 192 };

/* How a number in another notation would be written here; "" if it is not a number in any notation. */
static const char *hint(char *buffer, const char *text)
{
    const size_t n = body_of(text);
    const char *unit = text + n;
    char a[BIREME_NUMBER_SIZE], b[BIREME_NUMBER_SIZE];
    bireme_number number;
    buffer[0] = '\0';
    if (n == 0 || strlen(unit) > 8 || !bireme_number_read(text, n, &number) || number.currency[0] != '\0')
        return buffer;
    const double value = number.point ? number.with_point : number.with_comma;
    bireme_number_format(a, number.with_comma);
    bireme_number_format(b, number.with_point);
    if (bireme_number_is_ambiguous(&number))
        snprintf(buffer, HINT_SIZE, ", which may be %s%s or %s%s: write the one that is meant",
                 strchr(text, ',') != NULL ? b : a, unit, strchr(text, ',') != NULL ? a : b, unit);
    else if (text[strspn(text, "0123456789.eE+-")] != '\0' && strpbrk(text, ",' ") != NULL)
        snprintf(buffer, HINT_SIZE, ": a number here has a decimal point and no groups, so write %s%s",
                 bireme_number_format(a, value), unit);
    else if (!number.point)
        snprintf(buffer, HINT_SIZE, ": a number here has no groups, so write %s%s", a, unit);
    return buffer;
}

/* ------------------------ numbers */

/* Digits only, or a whole number like 1e6 or 1.5M; exact, however large. */
static bool parse_whole(const char *text, uint64_t *value)
{
    size_t digits = strspn(text, "0123456789");
    size_t length = strspn(text, "0123456789.eE+");
    int power;
    double factor;
    return digits > 0 && !is_ambiguous(text) && read_multiple(text + length, &power, &factor) &&
           bireme_number_whole(text, length, power, value);
}

int bireme_value_whole(const char *option, const char *text, uint64_t low, uint64_t high, uint64_t *value)
{
    uint64_t parsed;
    char said[HINT_SIZE];
    if (parse_whole(text, &parsed) && parsed >= low && parsed <= high) {
        *value = parsed;
        return 0;
    }
    return bireme_console_refuse("--%s takes a whole number from %llu to %llu, not '%s'%s", option,
                                 (unsigned long long)low, (unsigned long long)high, text, hint(said, text));
}

int bireme_value_sampler(bireme_options *out, const char *text)
{
#define SAMPLER_NAME(kind, called, words, what) called,
    static const char *const names[] = {BIREME_SAMPLER_ROWS(SAMPLER_NAME)};
    out->sampler = bireme_sampler_find(text);
    if (out->sampler != BIREME_SAMPLER_UNSET) return 0;
    return bireme_console_refuse_nearest(text, names, 3, "--sampler takes sobol, lhs or random, not '%s'",
                                         text);
}

/* A finite number or, if `percent` allows it, a percentage: "0.001", "1e-3", "0.1%", "0.1 %". */
static bool parse_number(const char *text, bool percent, double *value)
{
    /* Excludes words and hexadecimal, which strtod would accept. */
    size_t length = strspn(text, "0123456789.eE+-");
    char *end = NULL;
    *value = bireme_number_parse(text, &end);
    if (length == 0 || end != text + length) return false;
    if (percent && (strcmp(end, "%") == 0 || strcmp(end, " %") == 0)) {
        *value /= 100;
        end += strlen(end);
    }
    double factor = 1;
    int power;
    if (!percent && is_ambiguous(text)) return false; /* a share is less than 1, so it has no groups */
    if (!percent && read_multiple(end, &power, &factor)) end += strlen(end);
    *value *= factor;
    return *end == '\0' && *value - *value == 0; /* neither infinite nor NAN */
}

int bireme_value_share(const char *option, const char *what, const char *text, double *share)
{
    double value;
    char said[HINT_SIZE];
    if (parse_number(text, true, &value) && value > 0 && value < 1) {
        *share = value;
        return 0;
    }
    return bireme_console_refuse("--%s takes %s, not '%s'%s", option, what, text, hint(said, text));
}

int bireme_value_target(bireme_options *out, const char *text)
{
    char said[HINT_SIZE];
    if (parse_number(text, false, &out->target)) {
        out->has_target = true;
        return 0;
    }
    return bireme_console_refuse("--target takes a number, such as 6e6, 4.5M or 6000000, not '%s'%s", text,
                                 hint(said, text));
}

int bireme_value_total(bireme_options *out, const char *text)
{
    char said[HINT_SIZE];
    if (parse_number(text, false, &out->total) && out->total > 0) return 0;
    return bireme_console_refuse(
        "--total takes an amount of more than 0, such as 2.4e6, 2.4M or 2400000, not '%s'%s", text,
        hint(said, text));
}

int bireme_value_memory(bireme_options *out, const char *text)
{
    static const char units[] = "kMGT";
    size_t length = strspn(text, "0123456789.eE+");
    char *end = NULL;
    double size = bireme_number_parse(text, &end);
    const char *unit = NULL;
    char said[HINT_SIZE];
    if (length > 0 && end == text + length && !is_ambiguous(text)) {
        unit = *end == '\0' ? NULL
                            : strchr(units, *end == 'K'   ? 'k'
                                            : *end == 'm' ? 'M'
                                            : *end == 'g' ? 'G'
                                                          : *end);
        if (unit != NULL) {
            bool binary = strcmp(end + 1, "iB") == 0 || strcmp(end + 1, "i") == 0;
            bool known = binary || end[1] == '\0' || strcmp(end + 1, "B") == 0;
            for (const char *u = units; u <= unit; u++) size *= binary ? 1024 : 1000;
            if (known && size >= 1e6 && size < 0x1p60) {
                out->max_memory = (uint64_t)size;
                return 0;
            }
        } else if (*end == '\0' && size >= 1e6 && size < 0x1p60) {
            out->max_memory = (uint64_t)size;
            return 0;
        }
    }
    return bireme_console_refuse(
        "--max-memory takes a size of 1M or more, such as 500M, 2G or 1.5GB, not '%s'%s", text,
        hint(said, text));
}

int bireme_value_objective(bireme_options *out, const char *text)
{
    enum { FIRST = BIREME_OBJECTIVE_P_GOAL, COUNT = BIREME_OBJECTIVE_CVAR + 1 - FIRST };
    const char *names[COUNT];
    if (strncmp(text, "cvar:", 5) == 0) {
        out->objective = BIREME_OBJECTIVE_CVAR;
        return bireme_value_share("objective",
                                  "cvar:SHARE with a share of more than 0 and less than 1, such as "
                                  "cvar:0.1 or cvar:10%",
                                  text + 5, &out->worst);
    }
    for (int i = 0; i < COUNT; i++) {
        names[i] = bireme_objective_name((bireme_objective)(FIRST + i));
        if (strcmp(text, names[i]) != 0) continue;
        out->objective = (bireme_objective)(FIRST + i);
        return 0;
    }
    return bireme_console_refuse_nearest(
        text, names, COUNT, "--objective takes p_goal, mean, cvar or cvar:SHARE, not '%s'", text);
}

int bireme_value_by(bireme_options *out, const char *text)
{
    static const char *const names[] = {"leads", "budget"};
    out->by_budget = strcmp(text, "budget") == 0;
    if (out->by_budget || strcmp(text, "leads") == 0) return 0;
    return bireme_console_refuse_nearest(text, names, 2, "--by takes leads or budget, not '%s'", text);
}

int bireme_value_override(bireme_options *out, const char *text)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text || equals[1] == '\0')
        return bireme_console_refuse("--set takes PATH=JSON, such as channels.events.spend=50000, not '%s'",
                                     text);
    size_t n = out->load.n_overrides;
    bireme_override *list = bireme_realloc((void *)out->load.overrides, n + 1, sizeof *list);
    if (list == NULL) return bireme_value_no_memory();
    out->load.overrides = list;
    char *copy = bireme_strdup(text);
    if (copy == NULL) return bireme_value_no_memory();
    copy[equals - text] = '\0';
    list[n] = (bireme_override){.path = copy, .json = copy + (equals - text) + 1};
    out->load.n_overrides = n + 1;
    return 0;
}

int bireme_value_assumptions(bireme_options *out, const char *text)
{
    if (text[0] == '\0') return bireme_console_refuse("--assumptions takes the name of a CSV file");
    size_t n = out->load.n_assumptions;
    const char **list = bireme_realloc((void *)out->load.assumptions, n + 1, sizeof *list);
    if (list == NULL) return bireme_value_no_memory();
    out->load.assumptions = list;
    list[n] = bireme_strdup(text);
    if (list[n] == NULL) return bireme_value_no_memory();
    out->load.n_assumptions = n + 1;
    return 0;
}

int bireme_value_root(bireme_options *out, const char *text)
{
    struct stat found;
    if (stat(text, &found) != 0)
        return bireme_console_refuse("--root takes a folder, not '%s': %s", text, strerror(errno));
    if (!S_ISDIR(found.st_mode))
        return bireme_console_refuse("--root takes a folder, and '%s' is none", text);
    bireme_free((void *)out->load.root);
    out->load.root = bireme_strdup(text);
    return out->load.root != NULL ? 0 : bireme_value_no_memory();
}

/* One of two words, for all columns or for one: [COLUMN=]WORD. */
static int take_choice(bireme_options *out, bool dates, const char *text)
{
    static const char *const decimal_words[] = {"point", "comma"}, *const date_words[] = {"dmy", "mdy"};
    const char *option = dates ? "dates" : "decimal", *const *words = dates ? date_words : decimal_words;
    const char *equals = strrchr(text, '='), *word = equals != NULL ? equals + 1 : text;
    if (equals == text) /* a column without a title cannot be named */
        return bireme_console_refuse(
            "--%s takes COLUMN=… with the title of a column: one without a title cannot be named", option);
    bool first = strcmp(word, words[0]) == 0;
    if (!first && strcmp(word, words[1]) != 0)
        return bireme_console_refuse_nearest(word, words, 2,
                                             "--%s takes %s or %s, for one column COLUMN=%s, not '%s'",
                                             option, words[0], words[1], words[dates ? 0 : 1], text);
    bireme_table_choice choice = {0};
    if (dates)
        choice.dates = first ? BIREME_DATES_DMY : BIREME_DATES_MDY;
    else
        choice.decimal = first ? BIREME_DECIMAL_POINT : BIREME_DECIMAL_COMMA;
    const size_t n = out->tables.n_choices;
    bireme_table_choice *list = bireme_realloc((void *)out->tables.choices, n + 1, sizeof *list);
    if (list == NULL) return bireme_value_no_memory();
    out->tables.choices = list;
    if (equals != NULL) choice.column = bireme_strndup(text, (size_t)(equals - text));
    if (equals != NULL && choice.column == NULL) return bireme_value_no_memory();
    list[n] = choice;
    out->tables.n_choices = n + 1;
    return 0;
}

int bireme_value_decimal(bireme_options *out, const char *text)
{
    return take_choice(out, false, text);
}

int bireme_value_dates(bireme_options *out, const char *text)
{
    return take_choice(out, true, text);
}

/* Inserts a rate, in the order of currencies. */
static int add_rate(bireme_options *out, const bireme_table_rate *rate)
{
    size_t n = out->tables.n_rates, at = n;
    bireme_table_rate *list = bireme_realloc((void *)out->tables.rates, n + 1, sizeof *list);
    if (list == NULL) return bireme_value_no_memory();
    for (; at > 0 && strcmp(list[at - 1].currency, rate->currency) > 0; at--) list[at] = list[at - 1];
    list[at] = *rate;
    out->tables.rates = list;
    out->tables.n_rates = n + 1;
    return 0;
}

int bireme_value_rate(bireme_options *out, const char *text)
{
    const char *equals = strrchr(text, '=');
    bireme_table_rate rate = {.rate = 0};
    char name[16] = "";
    if (equals == NULL || equals == text)
        return bireme_console_refuse("--rate takes CURRENCY=NUMBER, such as EUR=1.08, not '%s'", text);
    if ((size_t)(equals - text) < sizeof name) memcpy(name, text, (size_t)(equals - text));
    if (!bireme_currency_find(name, rate.currency))
        return bireme_console_refuse(
            "--rate: '%.*s' is no currency: it is a code of three capitals, such as EUR, or the sign "
            "that stands in the table, such as € or $",
            (int)(equals - text), text);
    if (!parse_number(equals + 1, false, &rate.rate) || !(rate.rate > 0))
        return bireme_console_refuse(
            "--rate %s takes a number of more than 0 with a decimal point, such as 1.08, not '%s'", name,
            equals + 1);
    for (size_t i = 0; i < out->tables.n_rates; i++) {
        if (strcmp(out->tables.rates[i].currency, rate.currency) != 0) continue;
        if (out->tables.rates[i].rate == rate.rate) return 0;
        return bireme_console_refuse("--rate: two different rates are told of %s", rate.currency);
    }
    return add_rate(out, &rate);
}

int bireme_value_encoding(bireme_options *out, const char *text)
{
    static const char *const names[] = {"utf-8", "latin1"};
    out->tables.encoding = strcmp(text, "latin1") == 0 ? BIREME_ENCODING_LATIN1 : BIREME_ENCODING_UNICODE;
    if (strcmp(text, "latin1") == 0 || strcmp(text, "utf-8") == 0) return 0;
    return bireme_console_refuse_nearest(text, names, 2, "--encoding takes utf-8 or latin1, not '%s'", text);
}

int bireme_value_text(char **field, const char *option, const char *what, const char *text)
{
    if (*text == '\0') return bireme_console_refuse("--%s takes %s", option, what);
    bireme_free(*field);
    *field = bireme_strdup(text);
    return *field == NULL ? bireme_value_no_memory() : 0;
}
