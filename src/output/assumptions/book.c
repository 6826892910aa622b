/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sheet Assumptions: a row a number.
 */
#include "output/book/sheets.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "output/assumptions/parts.h"

typedef struct writer {
    bireme_book *book;
    lxw_worksheet *sheet;
    int row;
    bool scenarios; /* their names stand in a column of their own */
} writer;

/* Of the columns unit, distribution, source and note, written at. */
enum { UNIT, DISTRIBUTION, REMARK, ORIGIN, TEXTS };
static const double text_width[TEXTS] = {18, 36, 42, 18};
enum { PATH_WIDTH = 46 };
/* Widths are in digits of 11 points; of letters of 10 points a little more fit. */
static const double TEXT_FITS = 1.05;
enum { COLUMNS = 4 + TEXTS }; /* and one more for several scenarios */

/* What a number that is drawn counts, by where it stands in a scenario. */
static const char *unit_of(const char *path)
{
    static const char *const units[][2] = {{".conversion.", "probability"},
                                           {".conversion_odds.", "multiple of the odds"},
                                           {".cost_per_lead", "money per lead"},
                                           {".organic_leads", "leads per period"},
                                           {".leads_per_rep", "leads per rep and period"},
                                           {".cycle_days.", "days"},
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

/* "base.json:14:21": which folder stands once, under Checks. */
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

static void write_row(writer *w, const char *name, const bireme_model *model, const bireme_assumptions *list,
                      const bireme_assumption *a)
{
    bireme_text unit = {0}, remark = {0}, drawn = {0};
    double value;
    int c = 0, row = w->row++;
    if (a->statement == NULL) bireme_text_append(&drawn, a->words);
    if (a->sharing >= 0) {
        bireme_text_append(&drawn, "; of ");
        bireme_sharing_names(&drawn, model, &list->sharing[a->sharing]);
    }
    const char *words = bireme_text_string(&drawn);
    if (w->scenarios) bireme_book_text(w->book, w->sheet, row, c++, BIREME_BOOK_TEXT, name);
    bireme_book_text(w->book, w->sheet, row, c++, BIREME_BOOK_TEXT, a->path);
    if (a->statement == NULL) {
        const double numbers[] = {a->mean, a->p10, a->p90};
        for (int k = 0; k < 3; k++, c++)
            if (isfinite(numbers[k]))
                bireme_book_number(w->book, w->sheet, row, c, BIREME_BOOK_BODY, a->format, numbers[k]);
        const char *counted = unit_of(a->path);
        if (counted != NULL) bireme_section_unit(&unit, model, counted);
    } else {
        bool money = a->statement->unit != NULL && strncmp(a->statement->unit, "money", 5) == 0;
        if (is_number(a->statement->text, &value))
            bireme_book_number(w->book, w->sheet, row, c, BIREME_BOOK_BODY,
                               money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_PLAIN, value);
        else
            words = a->statement->text;
        c += 3;
        if (a->statement->unit != NULL) bireme_section_unit(&unit, model, a->statement->unit);
    }
    if (a->source != NULL) bireme_text_append(&remark, a->source);
    if (a->source != NULL && a->note != NULL)
        bireme_text_append(&remark, ends_a_sentence(a->source) ? " " : ". ");
    if (a->note != NULL) bireme_text_append(&remark, a->note);
    const char *texts[TEXTS] = {bireme_text_string(&unit), words, bireme_text_string(&remark),
                                a->origin != NULL ? in_short(a->origin) : "default"};
    int lines = bireme_book_lines(a->path, PATH_WIDTH);
    for (int k = 0; k < TEXTS; k++) {
        if (*texts[k] == '\0') continue;
        int here = bireme_book_lines(texts[k], TEXT_FITS * text_width[k]);
        lines = here > lines ? here : lines;
        bireme_book_text(w->book, w->sheet, row, c + k, BIREME_BOOK_NOTE, texts[k]);
    }
    bireme_book_height(w->book, w->sheet, row, lines);
    if (unit.failed || remark.failed || drawn.failed) w->book->out_of_memory = true;
    bireme_text_free(&unit);
    bireme_text_free(&remark);
    bireme_text_free(&drawn);
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

/* Of a further scenario what the first does not say, and what it says and this one does not. */
static void write_differences(writer *w, const char *name, const bireme_model *model,
                              const bireme_assumptions *first, const bireme_assumptions *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (!same(find(first, list->items[i].path), &list->items[i]))
            write_row(w, name, model, list, &list->items[i]);
    for (size_t i = 0; i < first->n; i++) {
        if (find(list, first->items[i].path) != NULL) continue;
        bireme_book_text(w->book, w->sheet, w->row, 0, BIREME_BOOK_TEXT, name);
        bireme_book_text(w->book, w->sheet, w->row, 1, BIREME_BOOK_TEXT, first->items[i].path);
        bireme_book_text(w->book, w->sheet, w->row++, 6, BIREME_BOOK_TEXT, "is not there");
    }
}

/* ------------------------ what is told in words */

enum { WORDS = 3 };
static const char *const word_paths[WORDS] = {"goal", "economy", "correlations"};

static void append_correlations(bireme_text *out, const bireme_model *model)
{
    char number[BIREME_NUMBER_SIZE];
    for (size_t k = 0; k < model->n_correlated; k++) {
        const bireme_correlated *set = &model->correlated[k];
        for (size_t i = 0; i < set->n; i++)
            for (size_t j = i + 1; j < set->n; j++) {
                double rank = bireme_rank_of_pearson(set->pearson[i * set->n + j]);
                if (rank == 0) continue;
                bireme_text_format(out, "%s%s with %s: %s", out->length > 0 ? "; " : "",
                                   model->quantities[set->quantity[i]].path,
                                   model->quantities[set->quantity[j]].path,
                                   bireme_number_format(number, rank));
            }
    }
}

static void collect_words(const bireme_model *model, bireme_text words[WORDS])
{
    char label[BIREME_LABEL_SIZE], number[BIREME_NUMBER_SIZE];
    if (model->goal.present)
        bireme_text_format(&words[0], "%s of at %s %s by the end of %s", model->goal.metric,
                           model->goal.at_most ? "most" : "least",
                           bireme_number_format(number, model->goal.at_least),
                           bireme_calendar_label(&model->calendar, (size_t)model->goal.by, label));
    if (model->goal.present && isfinite(model->goal.confidence))
        bireme_text_format(&words[0], ", with a confidence of %s",
                           bireme_number_format(number, model->goal.confidence));
    bireme_assumptions_economy(&words[1], model);
    append_correlations(&words[2], model);
}

/* first: NULL, or the model from which this one differs. */
static void write_words(writer *w, const char *name, const bireme_model *model, const bireme_model *first)
{
    bireme_text words[WORDS] = {{0}}, other[WORDS] = {{0}};
    int path = w->scenarios ? 1 : 0;
    collect_words(model, words);
    if (first != NULL) collect_words(first, other);
    for (int i = 0; i < WORDS; i++) {
        const char *text = bireme_text_string(&words[i]);
        bool said = first == NULL ? *text != '\0' : strcmp(text, bireme_text_string(&other[i])) != 0;
        if (words[i].failed || other[i].failed) w->book->out_of_memory = true;
        if (said) {
            if (w->scenarios) bireme_book_text(w->book, w->sheet, w->row, 0, BIREME_BOOK_BODY, name);
            bireme_book_text(w->book, w->sheet, w->row, path, BIREME_BOOK_BODY, word_paths[i]);
            bireme_book_wrapped(w->book, w->sheet, w->row++, path + 5, path + 6,
                                TEXT_FITS * (text_width[DISTRIBUTION] + text_width[REMARK]), BIREME_BOOK_NOTE,
                                *text != '\0' ? text : "none");
        }
        bireme_text_free(&words[i]);
        bireme_text_free(&other[i]);
    }
}

/* ------------------------ the sheet */

static void write_head(writer *w)
{
    const struct {
        const char *title;
        double width;
        bool right;
    } columns[] = {{"scenario", 16, false},
                   {"number", PATH_WIDTH, false},
                   {"mean or value", 14, true},
                   {"P10", 10, true},
                   {"P90", 10, true},
                   {"unit", text_width[UNIT], false},
                   {"distribution, or in words", text_width[DISTRIBUTION], false},
                   {"source and note", text_width[REMARK], false},
                   {"written at", text_width[ORIGIN], false}};
    enum { FIRST_BESIDE = 5 }; /* the unit: what stands under it keeps off the numbers */
    int c = 0;
    for (size_t i = w->scenarios ? 0 : 1; i < sizeof columns / sizeof columns[0]; i++, c++) {
        bireme_book_width(w->book, w->sheet, c, c, columns[i].width);
        bireme_book_text(w->book, w->sheet, w->row, c,
                         columns[i].right    ? BIREME_BOOK_HEAD_RIGHT
                         : i >= FIRST_BESIDE ? BIREME_BOOK_HEAD_BESIDE
                                             : BIREME_BOOK_HEAD,
                         columns[i].title);
    }
    w->row++;
    if (w->sheet == NULL) return;
    worksheet_freeze_panes(w->sheet, (lxw_row_t)w->row, w->scenarios ? 2 : 1);
    bireme_book_check(w->book, worksheet_repeat_rows(w->sheet, (lxw_row_t)w->row - 1, (lxw_row_t)w->row - 1));
}

bireme_status bireme_book_assumptions(bireme_book *book, size_t n, const bireme_model *const *models,
                                      const char *const *names, bireme_error *error)
{
    writer w = {.book = book, .sheet = bireme_book_sheet(book, "Assumptions"), .scenarios = n > 1};
    bireme_assumptions *first = NULL;
    bireme_status status = bireme_assumptions_create(models[0], &first, error);
    if (status != BIREME_OK) return status;
    bireme_book_text(book, w.sheet, w.row++, 0, BIREME_BOOK_HEADING,
                     n > 1
                         ? "What was assumed: all of the first scenario, and what is otherwise in the others"
                         : "What was assumed");
    int head = w.row;
    write_head(&w);
    for (size_t i = 0; i < first->n; i++) write_row(&w, names[0], models[0], first, &first->items[i]);
    write_words(&w, names[0], models[0], NULL);
    for (size_t k = 1; k < n && status == BIREME_OK; k++) {
        bireme_assumptions *other = NULL;
        status = bireme_assumptions_create(models[k], &other, error);
        if (status == BIREME_OK) write_differences(&w, names[k], models[k], first, other);
        if (status == BIREME_OK) write_words(&w, names[k], models[k], models[0]);
        bireme_assumptions_free(other);
    }
    if (w.sheet != NULL && w.row > head + 1)
        bireme_book_check(book, worksheet_autofilter(w.sheet, (lxw_row_t)head, 0, (lxw_row_t)w.row - 1,
                                                     n > 1 ? COLUMNS : COLUMNS - 1));
    bireme_assumptions_free(first);
    return status;
}
