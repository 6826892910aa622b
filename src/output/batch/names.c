/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What numbers, points and runs are called.
 */
#include <ctype.h>
#include <math.h>
#include <string.h>
#include "output/batch/words.h"
#include "output/forms/number.h"
#include "scenario/fields/said.h"

void bireme_batch_capital(bireme_text *out, size_t from)
{
    if (from < out->length) out->data[from] = (char)toupper((unsigned char)out->data[from]);
}

void bireme_batch_append_path(const bireme_batch_table *t, const char *path, bireme_text *out)
{
    bireme_field_say(path, t->won, out);
}

bireme_format bireme_batch_format_of(const char *path)
{
    const char *unit = bireme_field_unit(path);
    if (unit == NULL) return BIREME_FORMAT_PLAIN;
    if (strncmp(unit, "money", strlen("money")) == 0) return BIREME_FORMAT_MONEY;
    const bool share = strcmp(unit, "probability") == 0 || strncmp(unit, "share", strlen("share")) == 0;
    return share ? BIREME_FORMAT_SHARE : BIREME_FORMAT_PLAIN;
}

/* Whether four digits are all that it has: it is shown as it is. */
static bool is_short(double value)
{
    enum { DIGITS = 4 };
    char text[BIREME_NUMBER_SIZE];
    size_t digits = 0;
    for (const char *at = bireme_number_format(text, value); *at != '\0' && *at != 'e'; at++)
        digits += *at >= '0' && *at <= '9' && (digits > 0 || *at != '0');
    return value == floor(value) || digits <= DIGITS;
}

/* A text without its quotes, and "beta, mean 0.2, sd 0.05" of a distribution; long ones are cut. */
static void append_other(const char *json, bireme_text *out)
{
    enum { MOST = 64 }; /* bytes */
    static const char kind[] = "\"dist\":";
    bireme_text plain = {0};
    for (const char *at = json; *at != '\0'; at++) {
        if (strncmp(at, kind, sizeof kind - 1) == 0)
            at += sizeof kind - 2;
        else if (*at == ':' || *at == ',')
            bireme_text_append(&plain, *at == ',' ? ", " : " ");
        else if (strchr("{}\"", *at) == NULL)
            bireme_text_append_n(&plain, at, 1);
    }
    size_t shown = plain.length;
    if (shown > MOST)
        for (shown = MOST; shown > 0 && ((unsigned char)plain.data[shown] & 0xC0) == 0x80;) shown--;
    bireme_text_append_n(out, bireme_text_string(&plain), shown);
    if (shown < plain.length) bireme_text_append(out, "…");
    if (plain.failed) out->failed = true;
    bireme_text_free(&plain);
}

void bireme_batch_append_value(const char *path, const char *json, const char *currency, bireme_text *out)
{
    const double value = bireme_batch_number_of(json);
    const bireme_format format = bireme_batch_format_of(path);
    char number[BIREME_PEOPLE_SIZE];
    if (!isfinite(value))
        append_other(json, out);
    else if (format == BIREME_FORMAT_MONEY && *currency != '\0')
        bireme_text_append(out, bireme_money_format_exact(number, currency, value));
    else if (!is_short(value))
        bireme_text_append_number(out, value);
    else if (format == BIREME_FORMAT_SHARE)
        bireme_text_append(out, bireme_share_format(number, value, 0));
    else
        bireme_text_append(out, bireme_plain_format(number, value));
}

void bireme_batch_append_sets(const bireme_batch_table *t, const bireme_batch_outcome *run, bireme_text *out)
{
    const char *const *paths = bireme_manifest_paths(t->manifest);
    bool any = false;
    for (size_t p = 0; paths[p] != NULL; p++) {
        const char *json = bireme_batch_set_of(run->entry, paths[p]);
        if (json == NULL || (strcmp(paths[p], "currency") == 0 && run->error == NULL)) continue;
        if (any) bireme_text_append(out, ", ");
        bireme_batch_append_path(t, paths[p], out);
        bireme_text_append(out, " ");
        bireme_batch_append_value(paths[p], json, run->currency, out);
        any = true;
    }
}

bool bireme_batch_has_scenarios(const bireme_batch_table *t)
{
    for (size_t g = 1; g < t->n_grids; g++)
        if (strcmp(t->grids[g].file, t->grids[0].file) != 0) return true;
    return false;
}

/* With the scenario only if there are several. */
static void append_what(const bireme_batch_table *t, const bireme_batch_outcome *run, bireme_text *out)
{
    bireme_text sets = {0};
    bireme_batch_append_sets(t, run, &sets);
    if (bireme_batch_has_scenarios(t) || sets.length == 0) bireme_text_append(out, run->scenario);
    if (sets.length > 0)
        bireme_text_format(out, "%s%s", bireme_batch_has_scenarios(t) ? ": " : "", bireme_text_string(&sets));
    else if (!bireme_batch_has_scenarios(t))
        bireme_text_append(out, " as it is");
    if (sets.failed) out->failed = true;
    bireme_text_free(&sets);
}

void bireme_batch_append_point(const bireme_batch_table *t, const bireme_batch_point *point, bireme_text *out)
{
    const bireme_batch_outcome *first = &t->runs[point->runs[0]];
    if (point->n_runs == 1 && bireme_batch_is_named(t, first))
        bireme_text_append(out, first->entry->name);
    else
        append_what(t, first, out);
}

void bireme_batch_append_run(const bireme_batch_table *t, const bireme_batch_outcome *run, bireme_text *out)
{
    if (bireme_batch_is_named(t, run)) {
        bireme_text_append(out, run->entry->name);
        return;
    }
    append_what(t, run, out);
    const size_t point = t->of_point[run - t->runs];
    if (point != SIZE_MAX && t->points[point].n_runs > 1)
        bireme_text_format(out, ", seed %llu", (unsigned long long)run->seed);
}

void bireme_batch_append_title(const bireme_batch_table *t, bireme_text *out)
{
    bireme_text_format(out, "%zu run%s", t->n_runs, t->n_runs == 1 ? "" : "s");
    if (t->n_runs == 0) return;
    size_t n = 0;
    const char *name = NULL; /* of one that could be read */
    for (size_t i = 0; i < t->n_runs; i++) {
        size_t k = 0;
        while (k < i && strcmp(t->runs[k].entry->scenario, t->runs[i].entry->scenario) != 0) k++;
        n += k == i;
        if (name == NULL && t->runs[i].error == NULL) name = t->runs[i].scenario;
    }
    if (n > 1)
        bireme_text_format(out, " of %zu scenarios", n);
    else
        bireme_text_format(out, " of %s", name != NULL ? name : t->runs[0].scenario);
}
