/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of a section of assumptions: a row for each number that is drawn and each plain figure that was
 * given; plain figures that are defaults are listed in one sentence.
 */
#include "output/assumptions/internal.h"

#include <math.h>
#include <string.h>
#include "output/forms/number.h"
#include "output/forms/utf8.h"
#include "scenario/fields/said.h"

/* A plain figure wider than this is on a separate line. */
enum { STATED_MOST = 12 };

/* Of a table of plain figures, and of one with drawn numbers, without that of the paths. */
enum { STATED_COLUMNS = 3, DRAWN_COLUMNS = 5 };

static bireme_cell figure(const bireme_assumption *assumption, double value)
{
    return isfinite(value) ? bireme_cell_number(assumption->format, value, 0) : bireme_cell_empty();
}

void bireme_assumed_name(const bireme_assumed *a, const char *path, bireme_text *out)
{
    if (a->said)
        bireme_field_say(path, a->model->stage[a->model->stages - 1], out);
    else
        bireme_text_append(out, path);
}

void bireme_assumed_words(const bireme_assumed *of, const bireme_assumption *a, bireme_text *out)
{
    static const char times[] = ", times ";
    const char *at = of->said ? strstr(a->words, times) : NULL;
    if (at == NULL) {
        bireme_text_append(out, a->words);
        return;
    }
    bireme_text path = {0};
    at += sizeof times - 1;
    const size_t length = strcspn(at, ";");
    bireme_text_append_n(&path, at, length);
    bireme_text_append_n(out, a->words, (size_t)(at - a->words));
    bireme_text_append(out, "the ");
    bireme_assumed_name(of, bireme_text_string(&path), out);
    bireme_text_append(out, at + length);
    if (path.failed) out->failed = true;
    bireme_text_free(&path);
}

/* Where it is written: for people without the folder, which is that of the scenario as a rule. */
static const char *place_of(const bireme_assumed *of, const char *origin)
{
    if (origin == NULL) return "default";
    const char *slash = of->said ? strrchr(origin, '/') : NULL;
    return slash != NULL ? slash + 1 : origin;
}

/* A row whose first cell is the name; of names that people say, the path follows as the last. cells: room for
 * one more than n. */
static void add_named(const bireme_assumed *a, const char *path, bireme_cell *cells, size_t n,
                      bireme_document *document)
{
    bireme_text name = {0};
    bireme_assumed_name(a, path, &name);
    cells[0] = bireme_cell_text(bireme_text_string(&name));
    cells[n] = bireme_cell_text(path);
    bireme_document_row(document, cells, false);
    bireme_document_release(document, &name);
}

void bireme_section_labelled(bireme_document *document, const char *label, const char *text)
{
    if (text == NULL || *text == '\0') return;
    bireme_document_detail_format(document, "%s%s%s", label, *label ? ": " : "", text);
}

void bireme_section_unit(bireme_text *out, const bireme_model *model, const char *unit)
{
    for (const char *word = unit; *word;) {
        size_t length = strcspn(word, " ");
        if (out->length > 0) bireme_text_append(out, " ");
        if (length == 5 && strncmp(word, "money", length) == 0)
            bireme_text_append(out, model->currency);
        else if (length == 6 && strncmp(word, "period", length) == 0)
            bireme_text_append(out, bireme_period_name(model->calendar.period));
        else
            bireme_text_append_n(out, word, length);
        word += length + (word[length] == ' ');
    }
}

/* Appends nothing if no unit is needed. */
static void append_unit(bireme_text *out, const bireme_model *model, const char *unit)
{
    if (unit != NULL && strcmp(unit, "multiple") != 0) bireme_section_unit(out, model, unit);
}

/* Whether it is an amount of money, shown like any other, with the rest of its unit ("per month"). */
static bool is_amount(const bireme_statement *statement, double *value)
{
    char *end;
    if (statement->unit == NULL || strncmp(statement->unit, "money", 5) != 0) return false;
    *value = bireme_number_parse(statement->text, &end);
    return end != statement->text && *end == '\0';
}

/* A plain figure, as written, in the first column of numbers if there is room. narrow: the table has no
 * columns for P10 and P90. */
static void add_stated(const bireme_assumed *of, const bireme_assumption *a, bool narrow,
                       bireme_document *document)
{
    const bireme_model *model = of->model;
    const bireme_statement *statement = a->statement;
    bireme_cell origin = bireme_cell_text(place_of(of, a->origin));
    char amount[BIREME_PEOPLE_SIZE];
    bireme_text value = {0}, unit = {0}, whole = {0};
    double number;
    if (is_amount(statement, &number)) {
        bireme_text_append(&value, bireme_money_format_exact(amount, model->currency, number));
        append_unit(&unit, model, statement->unit + strlen("money") + (statement->unit[5] == ' '));
    } else {
        bireme_text_append(&value, statement->text);
        append_unit(&unit, model, statement->unit);
    }
    bireme_text_format(&whole, "%s%s%s", bireme_text_string(&value), unit.length > 0 ? " " : "",
                       bireme_text_string(&unit));
    bool fits = bireme_utf8_width(bireme_text_string(&whole)) <= STATED_MOST;
    bool bare = !fits && bireme_utf8_width(bireme_text_string(&value)) <= STATED_MOST;
    const char *shown = fits ? bireme_text_string(&whole) : bare ? bireme_text_string(&value) : "";
    bireme_cell cells[STATED_COLUMNS + DRAWN_COLUMNS] = {[1] = bireme_cell_text(shown)};
    cells[narrow ? 2 : 4] = origin;
    add_named(of, a->path, cells, narrow ? STATED_COLUMNS : DRAWN_COLUMNS, document);
    if (!fits) bireme_document_detail(document, bireme_text_string(bare ? &unit : &whole));
    bireme_document_release(document, &value);
    bireme_document_release(document, &unit);
    bireme_document_release(document, &whole);
}

static void add_number(const bireme_assumed *of, const bireme_assumption *a, bireme_document *document)
{
    bireme_cell cells[DRAWN_COLUMNS + 1] = {[1] = figure(a, a->mean),
                                            [2] = figure(a, a->p10),
                                            [3] = figure(a, a->p90),
                                            [4] = bireme_cell_text(place_of(of, a->origin))};
    add_named(of, a->path, cells, DRAWN_COLUMNS, document);
    bireme_text words = {0};
    bireme_assumed_words(of, a, &words);
    bireme_document_detail_take(document, &words);
}

static bool is_in(const bireme_assumption *a, bireme_section section, int channel)
{
    return a->section == section && (section == BIREME_SECTION_SHARED ? a->sharing : a->channel) == channel;
}

/* The index of the first item of a section (of CHANNEL: of one channel). Items are in that order. */
static size_t first_of(const bireme_assumptions *assumptions, bireme_section section, int channel)
{
    size_t low = 0, high = assumptions->n;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const bireme_assumption *a = &assumptions->items[middle];
        bool before = a->section < section ||
                      (section == BIREME_SECTION_CHANNEL && a->section == section && a->channel < channel);
        *(before ? &low : &high) = before ? middle + 1 : middle;
    }
    return low;
}

/* The index after the last item of it. */
static size_t end_of(const bireme_assumptions *assumptions, bireme_section section, int channel)
{
    return section == BIREME_SECTION_CHANNEL ? first_of(assumptions, section, channel + 1)
                                             : first_of(assumptions, section + 1, -1);
}

/* Plain figures that are defaults do not get a row: the section's opening words name them. Those words also
 * have the owner of a channel, and open deals have a separate table. */
static bool has_row(const bireme_assumption *a)
{
    if (a->statement == NULL) return true;
    const char *dot = strrchr(a->path, '.');
    bool owner = a->section == BIREME_SECTION_CHANNEL && dot != NULL && strcmp(dot, ".owner") == 0;
    bool of_a_deal = a->section == BIREME_SECTION_PIPELINE && dot != NULL;
    return a->origin != NULL && !owner && !of_a_deal;
}

/* The part of a path after its first `levels` names. */
static const char *without(const char *path, int levels)
{
    for (; levels > 0 && strchr(path, '.') != NULL; levels--) path = strchr(path, '.') + 1;
    return path;
}

static bool is_default(const bireme_assumption *a, bireme_section section, int channel)
{
    return is_in(a, section, channel) && a->statement != NULL && a->origin == NULL;
}

/* Whether an earlier default of the section reads the same once its leading names are left out. */
static bool is_repeated(const bireme_assumptions *assumptions, size_t index, int levels)
{
    const bireme_assumption *a = &assumptions->items[index];
    for (size_t i = first_of(assumptions, a->section, a->channel); i < index; i++) {
        const bireme_assumption *b = &assumptions->items[i];
        if (is_default(b, a->section, a->channel) &&
            strcmp(without(a->path, levels), without(b->path, levels)) == 0 &&
            strcmp(a->statement->text, b->statement->text) == 0)
            return true;
    }
    return false;
}

void bireme_section_defaults(bireme_text *out, const bireme_assumed *of, bireme_section section, int channel,
                             int levels)
{
    const bireme_model *model = of->model;
    const bireme_assumptions *assumptions = of->list;
    const char *before = out->length > 0 ? " Defaults: " : "Defaults: ";
    const size_t end = end_of(assumptions, section, channel);
    bool any = false;
    for (size_t i = first_of(assumptions, section, channel); i < end; i++) {
        const bireme_assumption *a = &assumptions->items[i];
        if (!is_default(a, section, channel) || is_repeated(assumptions, i, levels)) continue;
        bireme_text unit = {0};
        append_unit(&unit, model, a->statement->unit);
        bireme_text_append(out, any ? "; " : before);
        if (of->said)
            bireme_field_say_alone(a->path, model->stage[model->stages - 1], out);
        else
            bireme_text_append(out, without(a->path, levels));
        bireme_text_format(out, " %s%s%s", a->statement->text, unit.length > 0 ? " " : "",
                           bireme_text_string(&unit));
        if (unit.failed) out->failed = true;
        bireme_text_free(&unit);
        any = true;
    }
    if (any) bireme_text_append(out, ".");
}

/* Whether what stands in the section is one number for several channels, or for one and open deals. */
static bool is_for_several(const bireme_assumed *of, bireme_section section, int index)
{
    if (section != BIREME_SECTION_SHARED) return false;
    const bireme_sharing *sharing = &of->list->sharing[index];
    size_t takers = sharing->open_deals;
    for (size_t c = 0; c < of->model->n_channels; c++) takers += sharing->channel[c];
    return takers > 1;
}

void bireme_section_assumptions(const bireme_assumed *of, bireme_section section, int channel,
                                bireme_document *document)
{
    const bireme_assumptions *assumptions = of->list;
    const bireme_column drawn_columns[] = {{.title = is_for_several(of, section, channel)
                                                         ? "one number for all, unless per lead or deal"
                                                         : "drawn once per trial, unless per lead or deal"},
                                           BIREME_NUMBERS("mean"),
                                           BIREME_NUMBERS("P10"),
                                           BIREME_NUMBERS("P90"),
                                           BIREME_TEXTS("written at"),
                                           BIREME_TEXTS("path")};
    static const bireme_column stated_columns[] = {BIREME_TEXTS(NULL), BIREME_NUMBERS(NULL),
                                                   BIREME_TEXTS("written at"), BIREME_TEXTS("path")};
    const size_t first = first_of(assumptions, section, channel), end = end_of(assumptions, section, channel);
    bool any = false, drawn = false;
    for (size_t i = first; i < end; i++) {
        const bireme_assumption *a = &assumptions->items[i];
        if (!is_in(a, section, channel) || !has_row(a)) continue;
        any = true;
        drawn = drawn || a->statement == NULL;
    }
    if (!any) return;
    bireme_document_table(document, drawn ? drawn_columns : stated_columns,
                          (size_t)(drawn ? DRAWN_COLUMNS : STATED_COLUMNS) + of->said);
    bireme_document_by_rows(document);
    for (size_t i = first; i < end; i++) {
        const bireme_assumption *a = &assumptions->items[i];
        if (!is_in(a, section, channel) || !has_row(a)) continue;
        if (a->statement != NULL)
            add_stated(of, a, !drawn, document);
        else
            add_number(of, a, document);
        bireme_section_labelled(document, "note", a->note);
        bireme_section_labelled(document, "source", a->source);
    }
}
