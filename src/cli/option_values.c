/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values of options.
 */
#include "cli/option_values.h"

#include <string.h>
#include "base/memory.h"
#include "model/model.h"

int bireme_value_no_memory(void)
{
    bireme_console_complain("out of memory");
    return bireme_status_exit(BIREME_MEMORY);
}

/* What people put behind a number: 10k, 4.5M, 2bn. What `end` points to must be that, or nothing. */
static bool read_multiple(const char *end, double *factor)
{
    static const struct {
        const char *word;
        double factor;
    } words[] = {{"", 1}, {"k", 1e3}, {"K", 1e3}, {"M", 1e6}, {"m", 1e6}, {"bn", 1e9}, {"B", 1e9}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(end, words[i].word) != 0) continue;
        *factor = words[i].factor;
        return true;
    }
    return false;
}

/* Digits only, or a number like 1e6 or 1.5M that is whole. */
static bool parse_whole(const char *text, uint64_t *value)
{
    size_t digits = strspn(text, "0123456789");
    if (digits > 0 && text[digits] == '\0') {
        uint64_t sum = 0;
        for (size_t i = 0; i < digits; i++)
            if (__builtin_mul_overflow(sum, UINT64_C(10), &sum) ||
                __builtin_add_overflow(sum, (uint64_t)(text[i] - '0'), &sum))
                return false;
        *value = sum;
        return true;
    }
    size_t length = strspn(text, "0123456789.eE+");
    char *end;
    double factor, number = bireme_number_parse(text, &end);
    if (digits == 0 || end != text + length || !read_multiple(end, &factor)) return false;
    number *= factor;
    if (!(number >= 0 && number < 0x1p53) || number != (double)(uint64_t)number) return false;
    *value = (uint64_t)number;
    return true;
}

int bireme_value_whole(const char *option, const char *text, uint64_t low, uint64_t high, uint64_t *value)
{
    uint64_t parsed;
    if (parse_whole(text, &parsed) && parsed >= low && parsed <= high) {
        *value = parsed;
        return 0;
    }
    bireme_console_complain("--%s takes a whole number from %llu to %llu, not '%s'", option,
                            (unsigned long long)low, (unsigned long long)high, text);
    return BIREME_EXIT_USAGE;
}

int bireme_value_sampler(const char *text, bireme_sampler *sampler)
{
    static const char *const names[] = {"sobol", "lhs", "random"};
    *sampler = bireme_sampler_find(text);
    if (*sampler != BIREME_SAMPLER_UNSET) return 0;
    bireme_console_complain_nearest(text, names, 3, "--sampler takes sobol, lhs or random, not '%s'", text);
    return BIREME_EXIT_USAGE;
}

/* A finite number, or a percentage where `percent` allows it: "0.001", "1e-3", "0.1%", "0.1 %". */
static bool parse_number(const char *text, bool percent, double *value)
{
    /* No words and no hexadecimal, which it would read too. */
    size_t length = strspn(text, "0123456789.eE+-");
    char *end = NULL;
    *value = bireme_number_parse(text, &end);
    if (length == 0 || end != text + length) return false;
    if (percent && (strcmp(end, "%") == 0 || strcmp(end, " %") == 0)) {
        *value /= 100;
        end += strlen(end);
    }
    double factor = 1;
    if (!percent && read_multiple(end, &factor)) end += strlen(end);
    *value *= factor;
    return *end == '\0' && *value - *value == 0; /* neither infinite nor NAN */
}

int bireme_value_share(const char *option, const char *what, const char *text, double *share)
{
    double value;
    if (parse_number(text, true, &value) && value > 0 && value < 1) {
        *share = value;
        return 0;
    }
    bireme_console_complain("--%s takes %s, not '%s'", option, what, text);
    return BIREME_EXIT_USAGE;
}

int bireme_value_target(const char *text, bireme_options *out)
{
    if (parse_number(text, false, &out->target)) {
        out->has_target = true;
        return 0;
    }
    bireme_console_complain("--target takes a number, such as 6e6, 4.5M or 6000000, not '%s'", text);
    return BIREME_EXIT_USAGE;
}

int bireme_value_total(const char *text, double *total)
{
    if (parse_number(text, false, total) && *total > 0) return 0;
    bireme_console_complain(
        "--total takes an amount of more than 0, such as 2.4e6, 2.4M or 2400000, not '%s'", text);
    return BIREME_EXIT_USAGE;
}

int bireme_value_memory(const char *text, uint64_t *bytes)
{
    static const char units[] = "kMGT";
    size_t length = strspn(text, "0123456789.eE+");
    char *end = NULL;
    double size = bireme_number_parse(text, &end);
    const char *unit = NULL;
    if (length > 0 && end == text + length) {
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
                *bytes = (uint64_t)size;
                return 0;
            }
        } else if (*end == '\0' && size >= 1e6 && size < 0x1p60) {
            *bytes = (uint64_t)size;
            return 0;
        }
    }
    bireme_console_complain("--max-memory takes a size of 1M or more, such as 500M, 2G or 1.5GB, not '%s'",
                            text);
    return BIREME_EXIT_USAGE;
}

int bireme_value_objective(const char *text, bireme_options *out)
{
    static const char *const names[] = {"p_goal", "mean", "cvar"};
    static const bireme_objective objectives[] = {BIREME_OBJECTIVE_P_GOAL, BIREME_OBJECTIVE_MEAN,
                                                  BIREME_OBJECTIVE_CVAR};
    if (strncmp(text, "cvar:", 5) == 0) {
        out->objective = BIREME_OBJECTIVE_CVAR;
        return bireme_value_share("objective",
                                  "cvar:SHARE with a share of more than 0 and less than 1, such as "
                                  "cvar:0.1 or cvar:10%",
                                  text + 5, &out->worst);
    }
    for (size_t i = 0; i < 3; i++)
        if (strcmp(text, names[i]) == 0) {
            out->objective = objectives[i];
            return 0;
        }
    bireme_console_complain_nearest(text, names, 3,
                                    "--objective takes p_goal, mean, cvar or cvar:SHARE, not '%s'", text);
    return BIREME_EXIT_USAGE;
}

int bireme_value_by(const char *text, bool *by_budget)
{
    static const char *const names[] = {"leads", "budget"};
    *by_budget = strcmp(text, "budget") == 0;
    if (*by_budget || strcmp(text, "leads") == 0) return 0;
    bireme_console_complain_nearest(text, names, 2, "--by takes leads or budget, not '%s'", text);
    return BIREME_EXIT_USAGE;
}

int bireme_value_override(bireme_options *out, const char *text)
{
    const char *equals = strchr(text, '=');
    if (equals == NULL || equals == text || equals[1] == '\0') {
        bireme_console_complain("--set takes PATH=JSON, such as channels.events.spend=50000, not '%s'", text);
        return BIREME_EXIT_USAGE;
    }
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
    if (text[0] == '\0') {
        bireme_console_complain("--assumptions takes the name of a CSV file");
        return BIREME_EXIT_USAGE;
    }
    size_t n = out->load.n_assumptions;
    const char **list = bireme_realloc((void *)out->load.assumptions, n + 1, sizeof *list);
    if (list == NULL) return bireme_value_no_memory();
    out->load.assumptions = list;
    list[n] = bireme_strdup(text);
    if (list[n] == NULL) return bireme_value_no_memory();
    out->load.n_assumptions = n + 1;
    return 0;
}

/* The column of `COLUMN=WORD` into *choice, in memory of its own; NULL if there is none. The word; NULL: out of memory. */
static const char *take_column(const char *text, bireme_table_choice *choice)
{
    const char *equals = strrchr(text, '=');
    *choice = (bireme_table_choice){0};
    if (equals == NULL) return text;
    choice->column = bireme_strndup(text, (size_t)(equals - text));
    return choice->column != NULL ? equals + 1 : NULL;
}

static int add_choice(bireme_options *out, const bireme_table_choice *choice)
{
    const size_t n = out->tables.n_choices;
    bireme_table_choice *list = bireme_realloc((void *)out->tables.choices, n + 1, sizeof *list);
    if (list == NULL) {
        bireme_free((void *)choice->column);
        return bireme_value_no_memory();
    }
    list[n] = *choice;
    out->tables.choices = list;
    out->tables.n_choices = n + 1;
    return 0;
}

int bireme_value_decimal(bireme_options *out, const char *text)
{
    static const char *const names[] = {"point", "comma"};
    bireme_table_choice choice;
    const char *word = take_column(text, &choice);
    if (word == NULL) return bireme_value_no_memory();
    if (strcmp(word, "point") == 0) choice.decimal = BIREME_DECIMAL_POINT;
    if (strcmp(word, "comma") == 0) choice.decimal = BIREME_DECIMAL_COMMA;
    if (choice.decimal != BIREME_DECIMAL_INFERRED) return add_choice(out, &choice);
    bireme_free((void *)choice.column);
    bireme_console_complain_nearest(
        word, names, 2, "--decimal takes point or comma, for one column COLUMN=comma, not '%s'", text);
    return BIREME_EXIT_USAGE;
}

int bireme_value_dates(bireme_options *out, const char *text)
{
    static const char *const names[] = {"dmy", "mdy"};
    bireme_table_choice choice;
    const char *word = take_column(text, &choice);
    if (word == NULL) return bireme_value_no_memory();
    if (strcmp(word, "dmy") == 0) choice.dates = BIREME_DATES_DMY;
    if (strcmp(word, "mdy") == 0) choice.dates = BIREME_DATES_MDY;
    if (choice.dates != BIREME_DATES_INFERRED) return add_choice(out, &choice);
    bireme_free((void *)choice.column);
    bireme_console_complain_nearest(word, names, 2,
                                    "--dates takes dmy or mdy, for one column COLUMN=dmy, not '%s'", text);
    return BIREME_EXIT_USAGE;
}

int bireme_value_encoding(bireme_options *out, const char *text)
{
    static const char *const names[] = {"utf-8", "latin1"};
    out->tables.encoding = strcmp(text, "latin1") == 0 ? BIREME_ENCODING_LATIN1 : BIREME_ENCODING_UNICODE;
    if (strcmp(text, "latin1") == 0 || strcmp(text, "utf-8") == 0) return 0;
    bireme_console_complain_nearest(text, names, 2, "--encoding takes utf-8 or latin1, not '%s'", text);
    return BIREME_EXIT_USAGE;
}

int bireme_value_text(char **field, const char *option, const char *what, const char *text)
{
    if (*text == '\0') {
        bireme_console_complain("--%s takes %s", option, what);
        return BIREME_EXIT_USAGE;
    }
    bireme_free(*field);
    *field = bireme_strdup(text);
    return *field == NULL ? bireme_value_no_memory() : 0;
}
