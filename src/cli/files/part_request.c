/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/files/part_request.h"

#include <float.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "model/model.h"
#include "table/currency_signs.h"
#include "table/number.h"

static const char first_line[] = BIREME_PART_FIRST_LINE;
enum { SEEN = sizeof first_line - 1 };

/* ------------------------ fields */

/* In the order of the file; the kinds of a group may alternate. */
typedef enum kind {
    SCENARIO,
    ASSUMPTIONS,
    PATH,
    JSON,
    GIVEN,
    NEVER,
    BY,
    TRIALS,
    SEED,
    SAMPLER,
    TOTALS,
    QUARTERS,
    ROOT,
    REPAIR,
    DECIMAL,
    DATES,
    RATE,
    ENCODING,
    OPENED,
    PART,
    KINDS
} kind;

static const struct {
    const char *name;
    int order;
    bool repeats;
} kinds[KINDS] = {[SCENARIO] = {"scenario", 0, false},
                  [ASSUMPTIONS] = {"assumptions", 1, true},
                  [PATH] = {"path", 2, true},
                  [JSON] = {"json", 2, true},
                  [GIVEN] = {"given", 3, true},
                  [NEVER] = {"never", 3, true},
                  [BY] = {"by", 3, true},
                  [TRIALS] = {"trials", 4, false},
                  [SEED] = {"seed", 5, false},
                  [SAMPLER] = {"sampler", 6, false},
                  [TOTALS] = {"totals", 7, false},
                  [QUARTERS] = {"quarters", 8, false},
                  [ROOT] = {"root", 9, false},
                  [REPAIR] = {"repair", 10, false},
                  [DECIMAL] = {"decimal", 11, true},
                  [DATES] = {"dates", 11, true},
                  [RATE] = {"rate", 12, true},
                  [ENCODING] = {"encoding", 13, false},
                  [OPENED] = {"file", 14, true},
                  [PART] = {"part", 15, false}};

/* A file being read. before: the kind of the last field, KINDS at the beginning. */
typedef struct reader {
    const char *bytes;
    size_t length, at;
    size_t number, began; /* of the field, from 1; where it begins */
    kind kind, before;
    const char *data;
    size_t size;
    bireme_part_request *out;
    bireme_error *error;
} reader;

static bireme_status refuse(const reader *r, const char *what)
{
    return bireme_fail(r->error, BIREME_SCENARIO, "field %zu (at byte %zu) %s", r->number, r->began, what);
}

/* Digits only, to the end. */
static bool read_digits(const char *text, size_t length, uint64_t *out)
{
    uint64_t sum = 0;
    if (length == 0) return false;
    for (size_t i = 0; i < length; i++) {
        if (text[i] < '0' || text[i] > '9' || __builtin_mul_overflow(sum, UINT64_C(10), &sum) ||
            __builtin_add_overflow(sum, (uint64_t)(text[i] - '0'), &sum))
            return false;
    }
    *out = sum;
    return true;
}

static bool find_kind(const char *name, size_t length, kind *out)
{
    for (kind k = SCENARIO; k < KINDS; k++)
        if (strlen(kinds[k].name) == length && memcmp(kinds[k].name, name, length) == 0) {
            *out = k;
            return true;
        }
    return false;
}

/* The field at r->at: its kind and its bytes. */
static bireme_status next_field(reader *r)
{
    enum { LINE_MOST = 40 }; /* of a name, a blank and a number */
    const char *line = r->bytes + r->at;
    size_t left = r->length - r->at;
    const char *end = memchr(line, '\n', left < LINE_MOST ? left : LINE_MOST);
    uint64_t size;
    r->number++;
    r->began = r->at;
    const char *space = end != NULL ? memchr(line, ' ', (size_t)(end - line)) : NULL;
    if (space == NULL || !read_digits(space + 1, (size_t)(end - space - 1), &size))
        return refuse(r, "does not begin with a name and a length");
    if (!find_kind(line, (size_t)(space - line), &r->kind)) return refuse(r, "has a name that no field has");
    r->at += (size_t)(end - line) + 1;
    if (size > r->length - r->at) return refuse(r, "is cut off: it is longer than what is left of the file");
    r->data = r->bytes + r->at;
    r->size = (size_t)size;
    r->at += r->size;
    return BIREME_OK;
}

/* ------------------------ content of the fields */

/* Makes room in the list for one more than its n items. NULL: out of memory; the list is unchanged. */
static void *grow(void *list, size_t n, size_t *room, size_t size)
{
    if (n < *room) return list;
    size_t more = 2 * *room + 16;
    void *grown = bireme_realloc(list, more, size);
    if (grown != NULL) *room = more;
    return grown;
}

/* A copy of the field's bytes, which the request owns. */
static bireme_status take_text(reader *r, char **out)
{
    bireme_part_request *q = r->out;
    if (r->size == 0) return refuse(r, "is empty");
    if (memchr(r->data, '\0', r->size) != NULL) return refuse(r, "has a zero byte in its text");
    char **texts = grow(q->texts, q->n_texts, &q->texts_room, sizeof *texts);
    if (texts == NULL) return bireme_fail_memory(r->error);
    q->texts = texts;
    *out = bireme_strndup(r->data, r->size);
    if (*out == NULL) return bireme_fail_memory(r->error);
    q->texts[q->n_texts++] = *out;
    return BIREME_OK;
}

static bireme_status take_number(reader *r, uint64_t least, uint64_t most, uint64_t *out)
{
    char what[120];
    uint64_t number = 0;
    if (read_digits(r->data, r->size, &number) && number >= least && number <= most) {
        *out = number;
        return BIREME_OK;
    }
    snprintf(what, sizeof what, "(`%s`) must be a whole number from %" PRIu64 " to %" PRIu64,
             kinds[r->kind].name, least, most);
    return refuse(r, what);
}

static bireme_status take_switch(reader *r, bool *out)
{
    uint64_t one;
    bireme_status status = take_number(r, 1, 1, &one);
    *out = status == BIREME_OK;
    return status;
}

static bireme_status add_assumptions(reader *r)
{
    bireme_part_request *q = r->out;
    char *text = NULL;
    const char **list = grow(q->assumptions, q->load.n_assumptions, &q->assumptions_room, sizeof *list);
    if (list == NULL) return bireme_fail_memory(r->error);
    q->load.assumptions = q->assumptions = list;
    bireme_status status = take_text(r, &text);
    if (status == BIREME_OK) list[q->load.n_assumptions++] = text;
    return status;
}

/* The value to set follows, as json. */
static bireme_status add_path(reader *r)
{
    bireme_part_request *q = r->out;
    char *text = NULL;
    bireme_override *list = grow(q->overrides, q->load.n_overrides, &q->overrides_room, sizeof *list);
    if (list == NULL) return bireme_fail_memory(r->error);
    q->load.overrides = q->overrides = list;
    bireme_status status = take_text(r, &text);
    if (status == BIREME_OK) list[q->load.n_overrides++] = (bireme_override){.path = text};
    return status;
}

static bireme_status add_json(reader *r)
{
    char *text = NULL;
    if (r->before != PATH) return refuse(r, "(`json`) comes without the `path` that it is for");
    bireme_status status = take_text(r, &text);
    if (status == BIREME_OK) r->out->overrides[r->out->load.n_overrides - 1].json = text;
    return status;
}

static bireme_status add_given(reader *r)
{
    bireme_part_request *q = r->out;
    char *text = NULL;
    bireme_given *list = grow(q->given, q->run.n_given, &q->given_room, sizeof *list);
    if (list == NULL) return bireme_fail_memory(r->error);
    q->run.given = q->given = list;
    bireme_status status = take_text(r, &text);
    if (status == BIREME_OK)
        list[q->run.n_given++] = (bireme_given){.regime = text, .never = r->kind == NEVER};
    return status;
}

static bireme_status add_by(reader *r)
{
    char *text = NULL;
    if (r->before != GIVEN && r->before != NEVER)
        return refuse(r, "(`by`) comes without the `given` or `never` that it is for");
    bireme_status status = take_text(r, &text);
    if (status == BIREME_OK) r->out->given[r->out->run.n_given - 1].by = text;
    return status;
}

static bireme_status add_choice(reader *r)
{
    bireme_part_request *q = r->out;
    const bool dates = r->kind == DATES;
    const char *const *words = dates ? bireme_part_date_words : bireme_part_decimal_words;
    char *text = NULL;
    bireme_table_choice *list = grow(q->choices, q->tables.n_choices, &q->choices_room, sizeof *list);
    if (list == NULL) return bireme_fail_memory(r->error);
    q->tables.choices = q->choices = list;
    bireme_status status = take_text(r, &text);
    if (status != BIREME_OK) return status;
    char *equals = strrchr(text, '=');
    const char *word = equals != NULL ? equals + 1 : text;
    const int said = strcmp(word, words[1]) == 0 ? 1 : strcmp(word, words[2]) == 0 ? 2 : 0;
    if (said == 0)
        return refuse(r, dates ? "(`dates`) ends neither with dmy nor with mdy"
                               : "(`decimal`) ends neither with point nor with comma");
    if (equals != NULL) *equals = '\0';
    list[q->tables.n_choices++] =
        (bireme_table_choice){.column = equals != NULL ? text : NULL,
                              .decimal = dates ? BIREME_DECIMAL_INFERRED : (bireme_decimal)said,
                              .dates = dates ? (bireme_dates)said : BIREME_DATES_INFERRED};
    return BIREME_OK;
}

static bireme_status add_rate(reader *r)
{
    bireme_part_request *q = r->out;
    bireme_table_rate rate = {.rate = 0};
    char *text = NULL, *end = NULL;
    bireme_table_rate *list = grow(q->rates, q->tables.n_rates, &q->rates_room, sizeof *list);
    if (list == NULL) return bireme_fail_memory(r->error);
    q->tables.rates = q->rates = list;
    bireme_status status = take_text(r, &text);
    if (status != BIREME_OK) return status;
    char *equals = strrchr(text, '=');
    if (equals != NULL) *equals = '\0';
    if (equals == NULL || !bireme_currency_find(text, rate.currency) || strcmp(text, rate.currency) != 0)
        return refuse(r, "(`rate`) does not begin with a currency");
    if (strspn(equals + 1, "0123456789.e+-") == strlen(equals + 1))
        rate.rate = bireme_number_parse(equals + 1, &end);
    if (end == NULL || *end != '\0' || !(rate.rate > 0 && rate.rate <= DBL_MAX))
        return refuse(r, "(`rate`) does not end with a number of more than 0");
    for (size_t i = 0; i < q->tables.n_rates; i++)
        if (strcmp(list[i].currency, rate.currency) == 0)
            return refuse(r, "(`rate`) is of a currency that has one");
    list[q->tables.n_rates++] = rate;
    return BIREME_OK;
}

static bireme_status add_opened(reader *r)
{
    bireme_opened_file file = {0};
    char *text = NULL;
    bireme_status status = take_text(r, &text);
    if (status != BIREME_OK) return status;
    size_t hash = strspn(text, "0123456789abcdef"),
           size = hash == 16 && text[16] == ' ' ? strspn(text + 17, "0123456789") : 0;
    if (size == 0 || size > 19 || text[17 + size] != ' ' || text[18 + size] == '\0' ||
        sscanf(text, "%16" SCNx64 " %" SCNu64, &file.hash, &file.size) != 2)
        return refuse(r, "(`file`) is not a hash, a size and a name");
    file.path = text + 18 + size;
    const bireme_opened one = {.n = 1, .files = &file};
    return bireme_opened_join(&r->out->opened, &one) ? BIREME_OK : bireme_fail_memory(r->error);
}

static bireme_status apply(reader *r)
{
    bireme_part_request *q = r->out;
    uint64_t number = 0;
    bireme_status status = BIREME_OK;
    switch (r->kind) {
    case SCENARIO:
        return take_text(r, &q->scenario);
    case ASSUMPTIONS:
        return add_assumptions(r);
    case PATH:
        return add_path(r);
    case JSON:
        return add_json(r);
    case GIVEN:
    case NEVER:
        return add_given(r);
    case BY:
        return add_by(r);
    case TRIALS:
        return take_number(r, 1, BIREME_TRIALS_MOST, &q->run.trials);
    case SEED:
        q->run.has_seed = true;
        return take_number(r, 0, UINT64_MAX, &q->run.seed);
    case SAMPLER:
        status = take_number(r, BIREME_SAMPLER_SOBOL, BIREME_SAMPLER_RANDOM, &number);
        q->run.sampler = (bireme_sampler)number;
        return status;
    case TOTALS:
        return take_switch(r, &q->run.totals_only);
    case QUARTERS:
        status = take_number(r, 1, 12, &number);
        q->run.fiscal_year_start = (int)number;
        return status;
    case ROOT:
        return take_switch(r, &q->asks_root);
    case REPAIR:
        return take_switch(r, &q->load.repair_correlations);
    case DECIMAL:
    case DATES:
        return add_choice(r);
    case RATE:
        return add_rate(r);
    case ENCODING:
        if (r->size != strlen("latin1") || memcmp(r->data, "latin1", r->size) != 0)
            return refuse(r, "(`encoding`) is none that is known");
        q->tables.encoding = BIREME_ENCODING_LATIN1;
        break;
    case OPENED:
        return add_opened(r);
    case PART:
        q->length = r->began;
        q->part = r->data;
        q->part_length = r->size;
        if (r->at < r->length) return refuse(r, "(`part`) is not the last: there are bytes after it");
        break;
    case KINDS:
        break;
    }
    return BIREME_OK;
}

/* Whether the field may follow the one before it. */
static bireme_status check_order(const reader *r)
{
    int order = kinds[r->kind].order, before = r->before < KINDS ? kinds[r->before].order : -1;
    if (r->before == KINDS && r->kind != SCENARIO)
        return refuse(r, "is not the `scenario`, which comes first");
    if (r->before == PATH && r->kind != JSON)
        return refuse(r, "is not the `json` that the `path` before it needs");
    if (order == before && !kinds[r->kind].repeats) return refuse(r, "is there twice");
    if (order < before) return refuse(r, "is not where it belongs among the others");
    return BIREME_OK;
}

bool bireme_part_begins(const char *bytes, size_t length)
{
    static const char any[] = "bireme run part ";
    return length >= sizeof any - 1 && memcmp(bytes, any, sizeof any - 1) == 0;
}

bireme_status bireme_part_request_read(const char *bytes, size_t length, bireme_part_request *out,
                                       bireme_error *error)
{
    reader r = {.bytes = bytes, .length = length, .at = SEEN, .before = KINDS, .out = out, .error = error};
    *out = (bireme_part_request){0};
    bireme_load_options_init(&out->load);
    bireme_run_options_init(&out->run);
    bireme_table_options_init(&out->tables);
    if (length < SEEN || memcmp(bytes, first_line, SEEN) != 0)
        return bireme_fail(error, BIREME_SCENARIO,
                           bireme_part_begins(bytes, length) ? "it is a part that another version has written"
                                                             : "it does not begin as a part of a run does");
    while (r.before != PART) {
        if (r.at == length)
            return bireme_fail(error, BIREME_SCENARIO, "it is cut off after field %zu: there is no `part`",
                               r.number);
        bireme_status status = next_field(&r);
        if (status == BIREME_OK) status = check_order(&r);
        if (status == BIREME_OK) status = apply(&r);
        if (status != BIREME_OK) return status;
        r.before = r.kind;
    }
    return BIREME_OK;
}

void bireme_part_request_free(bireme_part_request *request)
{
    for (size_t i = 0; i < request->n_texts; i++) bireme_free(request->texts[i]);
    bireme_free(request->texts);
    bireme_free(request->overrides);
    bireme_free((void *)request->assumptions);
    bireme_free(request->given);
    bireme_free(request->choices);
    bireme_free(request->rates);
    bireme_opened_free(&request->opened);
    *request = (bireme_part_request){0};
}
