/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sheet Assumptions: one row per number.
 */
#include "output/book/sheets.h"

#include <limits.h>
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "model/metric.h"
#include "output/assumptions/internal.h"
#include "output/book/pages.h"
#include "output/forms/number.h"
#include "scenario/fields/said.h"

enum { SCENARIO, NAME, MEAN, P10, P90, UNIT, WORDS_IN, REMARK, ORIGIN, PATH, COLUMNS };

static const struct {
    const char *title;
    bireme_book_style head, body;
    double least, most; /* characters */
} columns[COLUMNS] = {
    {"scenario", BIREME_BOOK_HEAD, BIREME_BOOK_TEXT, 12, 24},
    {"number", BIREME_BOOK_HEAD, BIREME_BOOK_TEXT, 24, 46},
    {"mean or value", BIREME_BOOK_HEAD_RIGHT, BIREME_BOOK_BODY, 11, 20},
    {"P10", BIREME_BOOK_HEAD_RIGHT, BIREME_BOOK_BODY, 6, 18},
    {"P90", BIREME_BOOK_HEAD_RIGHT, BIREME_BOOK_BODY, 6, 18},
    {"unit", BIREME_BOOK_HEAD_BESIDE, BIREME_BOOK_NOTE, 10, 17},
    {"distribution, or in words", BIREME_BOOK_HEAD_BESIDE, BIREME_BOOK_NOTE, 20, 40},
    {"source and note", BIREME_BOOK_HEAD_BESIDE, BIREME_BOOK_NOTE, 18, 44},
    {"written at", BIREME_BOOK_HEAD_BESIDE, BIREME_BOOK_NOTE, 12, 26},
    {"path", BIREME_BOOK_HEAD_BESIDE, BIREME_BOOK_NOTE, 24, 40},
};

/* Rows are written twice: first (sheet NULL) to find out how wide the columns must be. */
typedef struct writer {
    bireme_book *book;
    lxw_worksheet *sheet;
    int row;
    bool scenarios;         /* their names have a separate column */
    double wanted[COLUMNS]; /* characters */
} writer;

static int place_of(const writer *w, int column)
{
    return w->scenarios ? column : column - 1;
}

static void write_text(writer *w, int column, const char *text)
{
    enum { NAME_MOST = 60 };
    if (*text == '\0' || (column == SCENARIO && !w->scenarios)) return;
    bireme_text shown = {0};
    bireme_book_shorten(&shown, text, column == SCENARIO ? NAME_MOST : INT_MAX);
    text = bireme_text_string(&shown);
    double wide = bireme_book_text_width(text, columns[column].body) + 2.5;
    if (wide > w->wanted[column]) w->wanted[column] = wide;
    bireme_book_text(w->book, w->sheet, w->row, place_of(w, column), columns[column].body, text);
    bireme_book_release(w->book, &shown);
}

/* As people say it, and its path. */
static void write_name(writer *w, const bireme_model *model, const char *path)
{
    bireme_text name = {0};
    bireme_field_say(path, model->stage[model->stages - 1], &name);
    write_text(w, NAME, bireme_text_string(&name));
    write_text(w, PATH, path);
    bireme_book_release(w->book, &name);
}

static void write_number(writer *w, int column, bireme_book_shape shape, double value)
{
    if (!isfinite(value)) return;
    double wide = bireme_book_number_width(shape, w->book->currency, value) + 1.5;
    if (wide > w->wanted[column]) w->wanted[column] = wide;
    bireme_book_shaped(w->book, w->sheet, w->row, place_of(w, column), BIREME_BOOK_BODY, shape, value);
}

/* The unit of a drawn number, by its place in a scenario. */
static const char *unit_of(const char *path)
{
    static const char *const units[][2] = {{".growth.", "growth per year"},
                                           {".lifts.", "elasticity"},
                                           {".conversion.", "probability"},
                                           {".conversion_odds.", "multiple of the odds"},
                                           {".cost_per_lead", "money per lead"},
                                           {".organic_leads", "leads per period"},
                                           {".leads_per_rep", "leads per rep and period"},
                                           {".cycle_days.", "days"},
                                           {".lost_days.", "days"},
                                           {".closes_in_days", "days"},
                                           {".slip_days", "days"},
                                           {".deal_value", "money per deal"},
                                           {"revenue.churn", "share per period"},
                                           {"revenue.expansion", "growth per year"},
                                           {"economy.", "multiple"},
                                           {"initiatives.", "multiple"}};
    bool effect = strncmp(path, "economy.", 8) == 0 || strncmp(path, "initiatives.", 12) == 0;
    for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
        if (effect && units[i][0][0] == '.' && strcmp(units[i][0], ".conversion_odds.") != 0) continue;
        if (strstr(path, units[i][0]) != NULL) return units[i][1];
    }
    return NULL;
}

static bool is_number(const char *text, double *value)
{
    char *end;
    *value = bireme_number_parse(text, &end);
    return end != text && *end == '\0';
}

/* "base.json:14:21": the folder is given once, under Checks. */
static const char *in_short(const char *origin)
{
    const char *slash = strrchr(origin, '/');
    return slash != NULL ? slash + 1 : origin;
}

static bool ends_a_sentence(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && strchr(".!?", text[length - 1]) != NULL;
}

/* Its mean, P10 and P90. */
static void write_drawn(writer *w, const bireme_assumption *a)
{
    const double numbers[] = {a->mean, a->p10, a->p90};
    bireme_book_shape shape = bireme_book_shape_of(a->format, 3, numbers);
    for (int k = 0; k < 3; k++) write_number(w, MEAN + k, shape, numbers[k]);
}

/* As written, with separators and the currency, and without the rounding error of binary sums. */
static char *exact_format(char *buffer, const char *currency, bool money, double value)
{
    char number[BIREME_NUMBER_SIZE], unit[BIREME_BOOK_UNIT];
    double unit_of_digit = pow(10, 11 - floor(log10(fabs(value) > 0 ? fabs(value) : 1)));
    double rounded = floor(value * unit_of_digit + 0.5) / unit_of_digit;
    if (!isfinite(rounded)) rounded = value;
    if (money && (value == 0 || fabs(value) >= 0.01))
        return bireme_money_format_exact(buffer, currency, value);
    if (fabs(rounded) >= 10000 && floor(rounded) == rounded) return bireme_whole_format(buffer, rounded, 0);
    snprintf(buffer, BIREME_PEOPLE_SIZE, "%.20s%.30s", money ? bireme_book_unit(unit, currency) : "",
             bireme_number_format(number, rounded));
    return buffer;
}

/* "[0, 0, 60000]" in amounts: "$0, $0, $60,000"; other lists with separators. */
static void append_list(bireme_text *out, const bireme_model *model, const char *text, bool money)
{
    char number[BIREME_PEOPLE_SIZE];
    for (const char *c = text; *c != '\0';) {
        char *end;
        double value = bireme_number_parse(c, &end);
        bool begins = (*c != ' ' && c == text) || (*c != ' ' && strchr("[ ,", c[-1]) != NULL);
        if (begins && end != c && (*end == '\0' || strchr(", ]", *end) != NULL)) {
            bireme_text_append(out, exact_format(number, model->currency, money, value));
            c = end;
        } else {
            bireme_text_append_n(out, c++, 1);
        }
    }
}

static void write_stated(writer *w, const bireme_model *model, const bireme_statement *statement)
{
    double value;
    bireme_text list = {0};
    bool money = statement->unit != NULL && strncmp(statement->unit, "money", 5) == 0,
         figures = statement->text[0] == '[' || strstr(statement->text, ": ") != NULL;
    if (is_number(statement->text, &value)) {
        write_number(w, MEAN,
                     bireme_book_shape_of(money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_PLAIN, 1, &value),
                     value);
        return;
    }
    if (figures)
        append_list(&list, model, statement->text, money);
    else
        bireme_text_append(&list, statement->text);
    write_text(w, WORDS_IN, bireme_text_string(&list));
    bireme_book_release(w->book, &list);
}

static void write_row(writer *w, const char *name, const bireme_model *model, const bireme_assumptions *list,
                      const bireme_assumption *a)
{
    bireme_text unit = {0}, remark = {0}, drawn = {0};
    const char *counted = a->statement != NULL ? a->statement->unit : unit_of(a->path);
    if (a->statement == NULL) bireme_assumed_words(&(bireme_assumed){model, list, true}, a, &drawn);
    if (a->sharing >= 0) {
        bireme_text_append(&drawn, "; of ");
        bireme_sharing_names(&drawn, model, &list->sharing[a->sharing]);
    }
    write_text(w, SCENARIO, name);
    write_name(w, model, a->path);
    if (a->statement == NULL)
        write_drawn(w, a);
    else
        write_stated(w, model, a->statement);
    if (counted != NULL) bireme_section_unit(&unit, model, counted);
    if (a->source != NULL) bireme_text_append(&remark, a->source);
    if (a->source != NULL && a->note != NULL)
        bireme_text_append(&remark, ends_a_sentence(a->source) ? " " : ". ");
    if (a->note != NULL) bireme_text_append(&remark, a->note);
    write_text(w, UNIT, bireme_text_string(&unit));
    if (a->statement == NULL) write_text(w, WORDS_IN, bireme_text_string(&drawn));
    write_text(w, REMARK, bireme_text_string(&remark));
    write_text(w, ORIGIN, a->origin != NULL ? in_short(a->origin) : "default");
    w->row++;
    bireme_book_release(w->book, &unit);
    bireme_book_release(w->book, &remark);
    bireme_book_release(w->book, &drawn);
}

/* ------------------------ what differs */

static const bireme_assumption *find(const bireme_assumptions *list, const char *path)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i].path, path) == 0) return &list->items[i];
    return NULL;
}

static bool same_number(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same(const bireme_assumption *a, const bireme_assumption *b)
{
    if (a == NULL || b == NULL) return a == b;
    if ((a->statement == NULL) != (b->statement == NULL)) return false;
    if (a->statement != NULL) return strcmp(a->statement->text, b->statement->text) == 0;
    return strcmp(a->words, b->words) == 0 && same_number(a->mean, b->mean) && same_number(a->p10, b->p10) &&
           same_number(a->p90, b->p90);
}

/* What a further scenario has that the first does not, and what the first has and this one does not. */
static void write_differences(writer *w, const char *name, const bireme_model *model,
                              const bireme_assumptions *first, const bireme_assumptions *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (!same(find(first, list->items[i].path), &list->items[i]))
            write_row(w, name, model, list, &list->items[i]);
    for (size_t i = 0; i < first->n; i++) {
        if (find(list, first->items[i].path) != NULL) continue;
        write_text(w, SCENARIO, name);
        write_name(w, model, first->items[i].path);
        write_text(w, WORDS_IN, "is not there");
        w->row++;
    }
}

/* ------------------------ in words */

enum { WORDS = 3 };
static const char *const word_paths[WORDS] = {"goal", "economy", "correlations"};

static void append_correlations(bireme_text *out, const bireme_model *model)
{
    const char *won = model->stage[model->stages - 1];
    char number[BIREME_NUMBER_SIZE];
    for (size_t k = 0; k < model->n_correlated; k++) {
        const bireme_correlated *set = &model->correlated[k];
        for (size_t i = 0; i < set->n; i++)
            for (size_t j = i + 1; j < set->n; j++) {
                const char *path[2];
                const double rank = bireme_rank_of_pearson(bireme_model_correlation(model, set, i, j, path));
                if (rank == 0) continue;
                bireme_text_append(out, out->length > 0 ? "; " : "");
                bireme_field_say(path[0], won, out);
                bireme_text_append(out, " with ");
                bireme_field_say(path[1], won, out);
                bireme_text_format(out, ": %s", bireme_number_format(number, rank));
            }
    }
}

static void collect_words(const bireme_model *model, bireme_text words[WORDS])
{
    bireme_assumptions_goal(&words[0], model);
    bireme_assumptions_economy(&words[1], model);
    append_correlations(&words[2], model);
}

/* first: NULL, or the model that this one is compared with. */
static void write_words(writer *w, const char *name, const bireme_model *model, const bireme_model *first)
{
    bireme_text words[WORDS] = {{0}}, other[WORDS] = {{0}};
    collect_words(model, words);
    if (first != NULL) collect_words(first, other);
    for (int i = 0; i < WORDS; i++) {
        const char *text = bireme_text_string(&words[i]);
        bool said = first == NULL ? *text != '\0' : strcmp(text, bireme_text_string(&other[i])) != 0;
        if (words[i].failed || other[i].failed) w->book->out_of_memory = true;
        if (said) {
            write_text(w, SCENARIO, name);
            write_text(w, NAME, word_paths[i]);
            bireme_book_wrapped(w->book, w->sheet, w->row++, place_of(w, WORDS_IN), place_of(w, REMARK),
                                BIREME_BOOK_NOTE, *text != '\0' ? text : "none");
        }
        bireme_text_free(&words[i]);
        bireme_text_free(&other[i]);
    }
}

/* ------------------------ the sheet */

/* As wide as the texts, up to a limit; what exceeds the page is taken from the widest. */
static void set_widths(writer *w)
{
    double width[COLUMNS], sum = 0;
    int first = w->scenarios ? SCENARIO : NAME;
    for (int c = first; c < COLUMNS; c++) {
        width[c] = fmin(fmax(w->wanted[c], columns[c].least), columns[c].most);
        sum += width[c] + BIREME_PAGES_CELL;
    }
    for (; sum > BIREME_PAGES_WIDTH; sum -= 0.5) {
        int widest = WORDS_IN;
        for (int c = first; c < COLUMNS; c++)
            if ((c < MEAN || (c > P90 && c != ORIGIN)) &&
                width[c] - columns[c].least > width[widest] - columns[widest].least)
                widest = c;
        if (width[widest] <= columns[widest].least) break;
        width[widest] -= 0.5;
    }
    for (int c = first; c < COLUMNS; c++)
        bireme_book_width(w->book, w->sheet, place_of(w, c), place_of(w, c), width[c]);
}

static void write_head(writer *w)
{
    for (int c = w->scenarios ? SCENARIO : NAME; c < COLUMNS; c++)
        bireme_book_text(w->book, w->sheet, w->row, place_of(w, c), columns[c].head, columns[c].title);
    bireme_pages_titles(w->book, w->sheet, w->row, w->row);
    w->row++;
    if (w->sheet != NULL) worksheet_freeze_panes(w->sheet, (lxw_row_t)w->row, w->scenarios ? 2 : 1);
}

/* All rows, with the words first, because the goal is what readers look for. list [n]: of the models. */
static void write_rows(writer *w, size_t n, const bireme_model *const *models, const char *const *names,
                       bireme_assumptions *const *list)
{
    write_words(w, names[0], models[0], NULL);
    for (size_t i = 0; i < list[0]->n; i++) write_row(w, names[0], models[0], list[0], &list[0]->items[i]);
    for (size_t k = 1; k < n; k++) {
        write_words(w, names[k], models[k], models[0]);
        write_differences(w, names[k], models[k], list[0], list[k]);
    }
}

bireme_status bireme_book_assumptions(bireme_book *book, size_t n, const bireme_model *const *models,
                                      const char *const *names, bireme_error *error)
{
    writer w = {.book = book, .scenarios = n > 1};
    lxw_worksheet *sheet = bireme_book_sheet(book, "Assumptions");
    bireme_assumptions **list = bireme_calloc(n, sizeof *list);
    bireme_status status = list != NULL ? BIREME_OK : bireme_fail_memory(error);
    for (size_t k = 0; k < n && status == BIREME_OK; k++)
        status = bireme_assumptions_create(models[k], &list[k], error);
    if (status == BIREME_OK) {
        write_rows(&w, n, models, names, list);
        w.row = 0;
        w.sheet = sheet;
        set_widths(&w);
        bireme_book_text(
            book, sheet, w.row++, 0, BIREME_BOOK_HEADING,
            n > 1 ? "What was assumed: all of the first scenario, and what is otherwise in the others"
                  : "What was assumed");
        int head = w.row;
        write_head(&w);
        write_rows(&w, n, models, names, list);
        if (sheet != NULL && w.row > head + 1)
            bireme_book_check(book, worksheet_autofilter(sheet, (lxw_row_t)head, 0, (lxw_row_t)w.row - 1,
                                                         (lxw_col_t)place_of(&w, COLUMNS - 1)));
    }
    for (size_t k = 0; k < n && list != NULL; k++) bireme_assumptions_free(list[k]);
    bireme_free(list);
    return status;
}
