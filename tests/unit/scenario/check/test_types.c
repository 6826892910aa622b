/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Every value of what is read as JSON in turn becomes each of the things that it may not be: of another type,
 * out of range, empty, nested, gone, or there twice. Whatever it is, it is accepted, or refused with its
 * place.
 */
#define _DEFAULT_SOURCE /* mkdtemp */
#include "unit/scenario/reading.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "bireme/batch.h"
#include "support/tier.h"

#define DEEP                                                                                                 \
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]" \
    "]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]"
#define DEEP_LESS "[[[[[[[[[[{\"a\":[[[[[[[[[[1]]]]]]]]]]}]]]]]]]]]]"

/* NULL: the value is taken out; "=": it is there once more. */
static const char *const put_in_place[] = {"null",
                                           "true",
                                           "0",
                                           "-1",
                                           "0.5",
                                           "1e308",
                                           "-1e308",
                                           "\"\"",
                                           "\"x\"",
                                           "\"\\u0000\"",
                                           "[]",
                                           "[1, 2]",
                                           "[[]]",
                                           "[null]",
                                           "[\"x\"]",
                                           "[{}]",
                                           "{}",
                                           "{\"a\": 1}",
                                           "{\"dist\": 1}",
                                           "{\"dist\": \"beta\"}",
                                           DEEP,
                                           DEEP_LESS,
                                           NULL,
                                           "="};
enum { PUT = sizeof put_in_place / sizeof *put_in_place, TEXT_MOST = 1 << 15 };

/* Where a value is in the text; with its key, if it is a member, from `whole` on. */
typedef struct spot {
    size_t whole, from, end;
    bool member;
} spot;

typedef struct spots {
    const char *text;
    size_t at, n, room;
    spot *list;
} spots;

static void skip_blanks(spots *s)
{
    s->at += strspn(s->text + s->at, " \t\r\n");
}

static void skip_string(spots *s)
{
    for (s->at++; s->text[s->at] != '"'; s->at++) s->at += s->text[s->at] == '\\';
    s->at++;
}

/* The text is known to be JSON. */
static void walk(spots *s, size_t whole, bool member)
{
    skip_blanks(s);
    if (s->n == s->room) {
        s->room = 2 * s->room + 64;
        s->list = realloc(s->list, s->room * sizeof *s->list);
        assert_non_null(s->list);
    }
    size_t mine = s->n++;
    s->list[mine] = (spot){.whole = member ? whole : s->at, .from = s->at, .member = member};
    char open = s->text[s->at];
    if (open == '"') {
        skip_string(s);
    } else if (open == '{' || open == '[') {
        s->at++;
        for (skip_blanks(s); s->text[s->at] != '}' && s->text[s->at] != ']'; skip_blanks(s)) {
            size_t key = s->at;
            if (open == '{') {
                skip_string(s);
                skip_blanks(s);
                s->at++; /* the colon */
            }
            walk(s, key, open == '{');
            skip_blanks(s);
            s->at += s->text[s->at] == ',';
        }
        s->at++;
    } else {
        s->at += strcspn(s->text + s->at, ",]} \t\r\n");
    }
    s->list[mine].end = s->at;
}

/* The text with the value replaced; false: that cannot be done there. */
static bool change(const char *text, const spot *at, const char *by, char *out)
{
    size_t from = at->from, end = at->end, length = strlen(text);
    if (at->whole == 0 && (by == NULL || *by == '=')) return false; /* all of it */
    if (by == NULL) {                                               /* with its comma, behind it or before */
        from = at->whole;
        end += strspn(text + end, " \t\r\n");
        if (text[end] == ',') {
            end++;
        } else {
            while (from > 0 && strchr(" \t\r\n", text[from - 1]) != NULL) from--;
            from -= from > 0 && text[from - 1] == ',';
        }
        by = "";
    } else if (*by == '=') {
        snprintf(out, TEXT_MOST, "%.*s, %.*s%s", (int)end, text, (int)(end - at->whole), text + at->whole,
                 text + end);
        return true;
    }
    assert_true(length + strlen(by) < TEXT_MOST);
    snprintf(out, TEXT_MOST, "%.*s%s%s", (int)from, text, by, text + end);
    return true;
}

/* The place of what is wrong is known: the file and the line, or the file where that is all there is to
 * say. */
static void assert_has_place(const char *text, bireme_status status, const bireme_error *error)
{
    bool expected = status == BIREME_SYNTAX || status == BIREME_SCENARIO || status == BIREME_DOMAIN ||
                    status == BIREME_UNSUPPORTED || status == BIREME_IO;
    bool whole = strcmp(error->message, "the manifest has no run") == 0 ||
                 strstr(error->message, "two runs are called") != NULL;
    if (!expected || error->message[0] == '\0' || error->file[0] == '\0' ||
        !bireme_utf8_is_valid(error->message) || (!whole && (error->line < 1 || error->column < 1)))
        fail_msg("status %d at %s:%d:%d: %s, of\n%s", (int)status, error->file, error->line, error->column,
                 error->message, text);
}

typedef bireme_status reader(const char *text, bireme_error *error);

static bireme_status read_scenario(const char *text, bireme_error *error)
{
    bireme_scenario *scenario = NULL;
    bireme_status status = bireme_scenario_load(put_file("scenario.json", text), NULL, NULL, &scenario,
                                                error);
    bireme_scenario_free(scenario);
    return status;
}

static bireme_status read_manifest(const char *text, bireme_error *error)
{
    bireme_manifest *manifest = NULL;
    bireme_status status = bireme_manifest_load(put_file("m.json", text), NULL, &manifest, error);
    bireme_manifest_free(manifest);
    return status;
}

static bireme_status read_library(const char *text, bireme_error *error)
{
    put_file("lib.json", text);
    return read_scenario(SMALLEST("", "\"spend\": 0, \"cost_per_lead\": {\"dist\": \"metalog\", \"file\": "
                                      "\"lib.json\", \"sip\": \"x\"}, "),
                         error);
}

/* step: every so manieth replacement is tried at a place, others at the next, so that a large text takes no
 * longer than a small one; every day each replacement at some places and each place with some
 * replacements. */
static void try_everything(const char *text, reader *read, size_t step)
{
    static char changed[TEXT_MOST];
    spots s = {.text = text};
    size_t tried = 0, refused = 0;
    bireme_error error = {0};
    assert_int_equal(read(text, &error), BIREME_OK);
    walk(&s, 0, false);
    for (size_t i = 0; i < s.n; i++)
        for (size_t k = i % step; k < PUT; k += step) {
            if (!change(text, &s.list[i], put_in_place[k], changed)) continue;
            error = (bireme_error){0};
            bireme_status status = read(changed, &error);
            if (status != BIREME_OK) assert_has_place(changed, status, &error);
            tried++, refused += status != BIREME_OK;
            bool twice = put_in_place[k] != NULL && *put_in_place[k] == '=' && s.list[i].member;
            if (twice && status == BIREME_OK)
                fail_msg("a key that is there twice was accepted:\n%s", changed);
        }
    assert_true(tried > s.n * (PUT / step - 1) && refused > tried / 2);
    free(s.list);
}

static char *text_of(const char *name)
{
    char path[512], *data = NULL;
    size_t length;
    snprintf(path, sizeof path, "%s/%s", BIREME_SOURCE_DIR, name);
    assert_int_equal(bireme_file_read(path, TEXT_MOST / 2, &data, &length, NULL), BIREME_OK);
    return data;
}

static void a_scenario_with_everything(void **state)
{
    (void)state;
    char *text = text_of("tests/cli/scenarios/everything.json");
    try_everything(text, read_scenario, of_tier(6, 1));
    bireme_free(text);
}

static void the_scenarios_that_are_shipped(void **state)
{
    (void)state;
    static const char *const names[] = {"scenarios/base.json", "scenarios/hardware-seller.json",
                                        "scenarios/smb-inbound.json"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char *text = text_of(names[i]);
        try_everything(text, read_scenario, of_tier(23, 5));
        bireme_free(text);
    }
}

static void a_manifest(void **state)
{
    (void)state;
    try_everything(
        "{\"note\": \"n\", \"scenarios\": [\"a.json\", \"b.json\"], \"grid\": {\"x.y\": [1, [2, 3]], \"z\": "
        "[\"q\", null, {\"dist\": \"beta\", \"mean\": 0.5}]}, \"seeds\": [7, 8], \"runs\": [{\"scenario\": "
        "\"c.json\", \"name\": \"one\", \"set\": {\"q\": [1, 2], \"r\": {\"s\": true}}, \"seed\": 3, "
        "\"trials\": 500, \"note\": \"m\"}, {\"scenario\": \"c.json\"}], \"metrics\": [\"wins\", \"cac\"]}",
        read_manifest, 1);
}

static void a_sipmath_library(void **state)
{
    (void)state;
    try_everything(
        "{\"libraryType\": \"SIPmath_3_0\", \"sips\": [{\"name\": \"w\"}, {\"name\": \"x\", \"function\": "
        "\"Metalog_1_0\", \"ref\": {\"source\": \"rng\", \"name\": \"hdr1\"}, \"arguments\": "
        "{\"lowerBound\": 0, "
        "\"upperBound\": \"\", \"aCoefficients\": [1, 0.1, 0.01]}}], \"globalVariables\": [], \"U01\": "
        "{\"rng\": [{\"name\": \"hdr1\"}]}}",
        read_library, 1);
}

/* So many stages that comparing each with each would take longer than a test may. */
static void too_much_is_refused_at_once(void **state)
{
    (void)state;
    enum { STAGES = 400000 };
    bireme_text text = {0};
    bireme_error error = {0};
    bireme_text_append(&text, "{\"start\": \"2027-01\", \"funnel\": [\"s\"");
    for (int i = 0; i < STAGES; i++) bireme_text_format(&text, ",\"s%d\"", i);
    bireme_text_append(&text, "], \"channels\": {\"a\": {\"organic_leads\": 1}}}");
    assert_false(text.failed);
    assert_int_equal(read_scenario(text.data, &error), BIREME_SCENARIO);
    assert_non_null(strstr(error.message, "at most 64 are allowed"));
    bireme_text_free(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_scenario_with_everything),
        cmocka_unit_test(the_scenarios_that_are_shipped),
        cmocka_unit_test(a_manifest),
        cmocka_unit_test(a_sipmath_library),
        cmocka_unit_test(too_much_is_refused_at_once),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
