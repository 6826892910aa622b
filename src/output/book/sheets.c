/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/book/sheets.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>
#include "bireme/status.h"
#include "model/past.h"
#include "output/assumptions/internal.h"
#include "output/book/pages.h"
#include "output/forecast/forecast.h"
#include "output/forms/number.h"

/* ------------------------ summary */

lxw_worksheet *bireme_book_summary(bireme_book *book, const char *name, const char *line,
                                   const char *const *answer, size_t n_answer, const double *widths,
                                   int columns, int *row)
{
    lxw_worksheet *sheet = bireme_book_sheet(book, "Summary");
    double rest = BIREME_PAGES_WIDTH;
    for (int c = 0; c < columns || c < BIREME_SUMMARY_COLUMNS; c++) {
        double least = c == 0 ? BIREME_SUMMARY_NAMES : BIREME_SUMMARY_NUMBERS,
               wanted = c < columns ? widths[c] : least;
        if (columns > BIREME_SUMMARY_COLUMNS || wanted > least) least = wanted;
        bireme_book_width(book, sheet, c, c, least);
        rest -= least + BIREME_PAGES_CELL;
    }
    if (rest < 0) /* what exceeds the page is taken from the names */
        bireme_book_width(book, sheet, 0, 0, fmax(24, bireme_pages_room(book, sheet, 0, 0) + rest));
    bireme_book_text(book, sheet, 0, 0, BIREME_BOOK_TITLE, name);
    bireme_book_text(book, sheet, 1, 0, BIREME_BOOK_SUBTITLE, line);
    *row = 3;
    for (size_t i = 0; i < n_answer; i++) {
        if (answer[i] == NULL || *answer[i] == '\0') continue;
        bireme_book_wrapped(book, sheet, *row, 0, BIREME_SUMMARY_COLUMNS - 1, BIREME_BOOK_ANSWER, answer[i]);
        ++*row;
    }
    ++*row;
    return sheet;
}

void bireme_book_subtitle(bireme_text *out, const char *kind, const bireme_model *model)
{
    char span[BIREME_SAID_SIZE];
    bireme_text_format(out, "%s: %s, in %s", kind,
                       bireme_calendar_say_span(&model->past.calendar, bireme_model_whole(model), span),
                       model->currency);
}

int bireme_book_passage(bireme_book *book, lxw_worksheet *sheet, int row, const char *heading,
                        const char *text)
{
    if (*text == '\0') return row;
    bireme_book_text(book, sheet, row++, 0, BIREME_BOOK_HEADING, heading);
    bireme_book_wrapped(book, sheet, row++, 0, BIREME_SUMMARY_COLUMNS - 1, BIREME_BOOK_TEXT, text);
    return row + 1;
}

enum { SECOND_LINK = 3 };

int bireme_book_contents(bireme_book *book, lxw_worksheet *sheet, int row, const char *const *names,
                         const char *const *words)
{
    bireme_book_text(book, sheet, row, 0, BIREME_BOOK_HEADING, "In this workbook");
    for (int i = 0; names[i] != NULL; i++) { /* two in a row */
        bireme_text text = {0};
        bireme_text_format(&text, "%s: %s", names[i], words[i]);
        if (i % 2 == 0) row++;
        bireme_book_link(book, sheet, row, i % 2 == 0 ? 0 : SECOND_LINK, names[i], bireme_text_string(&text));
        bireme_book_release(book, &text);
    }
    return row + 1;
}

/* ------------------------ checks */

enum { CHECK_COLUMNS = 6, CHECK_NAMES = 62, CHECK_NUMBERS = 16 };

void bireme_checks_heading(bireme_checks *checks, const char *text)
{
    bireme_book_text(checks->book, checks->sheet, ++checks->row, 0, BIREME_BOOK_HEADING, text);
    checks->row++;
}

void bireme_checks_text(bireme_checks *checks, const char *what, const char *text)
{
    bireme_book_text(checks->book, checks->sheet, checks->row, 0, BIREME_BOOK_BODY, what);
    bireme_book_wrapped(checks->book, checks->sheet, checks->row++, 1, CHECK_COLUMNS - 1, BIREME_BOOK_TEXT,
                        text);
}

void bireme_checks_number(bireme_checks *checks, const char *what, bireme_format format, double value)
{
    bireme_book_text(checks->book, checks->sheet, checks->row, 0, BIREME_BOOK_BODY, what);
    bireme_book_number(checks->book, checks->sheet, checks->row++, 1, BIREME_BOOK_LEFT, format, value);
}

static const char *verdict(bool holds)
{
    return holds ? "yes" : "NO";
}

void bireme_checks_formula(bireme_checks *checks, const char *what, const char *condition, bool holds)
{
    bireme_text formula = {0};
    bireme_text_format(&formula, "=IF(%s,\"%s\",\"%s\")", condition, verdict(true), verdict(false));
    bireme_book_text(checks->book, checks->sheet, checks->row, 0, BIREME_BOOK_BODY, what);
    if (formula.failed) checks->book->out_of_memory = true;
    if (checks->sheet != NULL && !formula.failed)
        bireme_book_check(checks->book, worksheet_write_formula_str(checks->sheet, (lxw_row_t)checks->row, 1,
                                                                    formula.data, NULL, verdict(holds)));
    bireme_pages_cell(checks->book, checks->sheet, checks->row, 1, 0, BIREME_BOOK_BODY);
    checks->row++;
    bireme_text_free(&formula);
}

void bireme_checks_fact(bireme_checks *checks, const char *what, bool holds)
{
    bireme_checks_text(checks, what, verdict(holds));
}

void bireme_checks_open(bireme_checks *checks, bireme_book *book, size_t n, const bireme_model *const *models,
                        const char *const *names, uint64_t trials, uint64_t seed, const char *sampler)
{
    char text[64];
    *checks = (bireme_checks){.book = book, .sheet = bireme_book_sheet(book, "Checks"), .row = -1};
    bireme_book_width(book, checks->sheet, 0, 0, CHECK_NAMES);
    bireme_book_width(book, checks->sheet, 1, CHECK_COLUMNS - 1, CHECK_NUMBERS);
    bireme_checks_heading(checks, "Where this comes from");
    snprintf(text, sizeof text, "bireme %s", bireme_version());
    bireme_checks_text(checks, "made by", text);
    for (size_t i = 0; i < n; i++) {
        bireme_text file = {0};
        bireme_text_format(&file, "%s, %s", names[i], models[i]->file != NULL ? models[i]->file : "");
        bireme_checks_text(checks, "scenario, file", bireme_text_string(&file));
        bireme_checks_text(checks, "hash of what it says, with all that was set", models[i]->hash);
        bireme_book_release(book, &file);
    }
    if (trials == 0) return;
    bireme_checks_number(checks, "trials", BIREME_FORMAT_WHOLE, (double)trials);
    snprintf(text, sizeof text, "%" PRIu64, seed);
    bireme_checks_text(checks, "seed", text);
    bireme_checks_text(checks, "sampler", bireme_sampler_words(bireme_sampler_find(sampler)));
}

void bireme_checks_table(bireme_checks *checks, const char *heading, const char *const *heads)
{
    bireme_checks_heading(checks, heading);
    for (int c = 0; heads[c] != NULL; c++)
        bireme_book_text(checks->book, checks->sheet, checks->row, c,
                         c > 0 ? BIREME_BOOK_HEAD_RIGHT : BIREME_BOOK_HEAD, heads[c]);
    bireme_pages_titles(checks->book, checks->sheet, checks->row, checks->row);
    checks->row++;
}

/* Names stand between backticks where a terminal shows them; here in quotation marks. */
static void write_warning(bireme_checks *checks, const char *warning)
{
    bireme_text text = {0};
    bireme_text_append(&text, warning);
    for (size_t i = 0; i < text.length; i++)
        if (text.data[i] == '`') text.data[i] = '"';
    bireme_book_wrapped(checks->book, checks->sheet, checks->row++, 0, CHECK_COLUMNS - 1, BIREME_BOOK_TEXT,
                        bireme_text_string(&text));
    bireme_book_release(checks->book, &text);
}

void bireme_checks_warnings(bireme_checks *checks, size_t n, const bireme_model *const *models,
                            const char *certainty)
{
    bool any = false;
    if (*certainty != '\0') {
        bireme_checks_heading(checks, "How sure is this");
        bireme_book_wrapped(checks->book, checks->sheet, checks->row++, 0, CHECK_COLUMNS - 1,
                            BIREME_BOOK_TEXT, certainty);
    }
    bireme_checks_heading(checks, "Warnings");
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < models[i]->n_warnings; k++) {
            write_warning(checks, models[i]->warnings[k]);
            any = true;
        }
    if (!any) bireme_book_text(checks->book, checks->sheet, checks->row++, 0, BIREME_BOOK_BODY, "none");
}
