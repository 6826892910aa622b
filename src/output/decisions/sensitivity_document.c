/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The document of what drives a result, in the order in which its reader asks: which input, how far does it
 * move the result and which way, what is knowing it worth, and how sure is this.
 */
#include "output/decisions/sensitivity.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "base/memory.h"
#include "output/forecast/forecast.h"
#include "output/forecast/sections.h"
#include "output/forms/number.h"

enum { ROWS_MOST = 15 };
static const double LITTLE = 0.005; /* smaller shares are summed up in one line */

static bireme_cell share_cell(double value, double se)
{
    if (isnan(value)) return bireme_cell_empty();
    return bireme_cell_number(BIREME_FORMAT_SHARE, value > 0 ? value : 0, se);
}

/* What people call an input in a table, or of a set "5 correlated numbers, together". */
static bireme_cell name_cell(const bireme_sensitivity_view *view, const bireme_input *input,
                             bireme_text *room)
{
    room->length = 0;
    if (input->kind == BIREME_INPUT_SET)
        bireme_text_format(room, "%zu correlated numbers, together", input->n_members);
    else
        bireme_sensitivity_name(view, input, room);
    return bireme_cell_text(bireme_text_string(room));
}

/* ------------------------ shares of the variance */

static void share_row(const bireme_sensitivity_view *view, const bireme_input *input, bireme_text *room,
                      bireme_document *document)
{
    bireme_cell cells[4] = {name_cell(view, input, room),
                            share_cell(input->index.first_order, input->index.first_order_se),
                            share_cell(input->index.total, input->index.total_se)};
    if (!isnan(input->rank_correlation))
        cells[3] = bireme_cell_number(BIREME_FORMAT_PLAIN, round(100 * input->rank_correlation) / 100, 0);
    bireme_document_row(document, cells, false);
    for (size_t k = 0; k < input->n_members; k++) {
        room->length = 0;
        bireme_text_append(room, "- ");
        bireme_sensitivity_say(view, input->members[k].path, room);
        const bireme_cell member[4] = {
            bireme_cell_text(bireme_text_string(room)), bireme_cell_empty(), bireme_cell_empty(),
            bireme_cell_number(BIREME_FORMAT_PLAIN, round(100 * input->members[k].rank_correlation) / 100,
                               0)};
        bireme_document_row(document, member, false);
    }
}

/* What is not shown separately, interactions and chance. */
static void other_rows(const bireme_sensitivity *r, size_t shown, bireme_text *room,
                       bireme_document *document)
{
    double others = 0;
    for (size_t i = shown; i < r->n_inputs; i++) others += r->inputs[i].index.first_order;
    if (shown < r->n_inputs) {
        room->length = 0;
        bool all_little = r->inputs[shown].index.total < LITTLE;
        bireme_text_format(room, "%zu other%s%s", r->n_inputs - shown, bireme_plural(r->n_inputs - shown),
                           !all_little                ? ""
                           : r->n_inputs - shown == 1 ? ", below 0.5 %"
                                                      : ", each below 0.5 %");
        const bireme_cell cells[4] = {bireme_cell_text(bireme_text_string(room)),
                                      share_cell(others, r->inputs[shown].index.first_order_se)};
        bireme_document_row(document, cells, false);
    }
    double interactions = 1 - r->sum_first - r->chance.index.total;
    const bireme_cell together[4] = {bireme_cell_text("interactions of inputs"),
                                     share_cell(interactions, r->inputs[0].index.first_order_se)};
    bireme_document_row(document, together, false);
    const bireme_cell chance[4] = {bireme_cell_text("chance"),
                                   share_cell(r->chance.index.total, r->chance.index.total_se)};
    bireme_document_row(document, chance, false);
}

static void shares(const bireme_sensitivity_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {BIREME_TEXTS("input"), BIREME_NUMBERS("alone"),
                                            BIREME_NUMBERS("with interactions"),
                                            BIREME_NUMBERS("rank correlation")};
    const bireme_sensitivity *r = view->result;
    size_t shown = 0;
    bireme_text room = {0};
    if (isnan(r->chance.index.total)) return;
    bireme_document_heading(document, "Where the uncertainty comes from (shares of the variance)");
    bireme_document_table(document, columns, 4);
    while (shown < r->n_inputs && shown < ROWS_MOST && r->inputs[shown].index.total >= LITTLE)
        share_row(view, &r->inputs[shown++], &room, document);
    other_rows(r, shown, &room, document);
    bireme_document_detail(
        document, "alone: what knowing the input would take away, on average (first-order Sobol index); "
                  "with interactions: what would be left if all the others were known (total index)");
    for (size_t i = 0, said = 0; i < shown && said == 0; i++)
        if (r->inputs[i].kind == BIREME_INPUT_SET && ++said)
            bireme_document_detail(
                document, "correlated numbers have one share together: to know one of them is to know "
                          "something of the others, so that their shares cannot be told apart");
    bireme_document_release(document, &room);
}

/* ------------------------ how far it moves */

static double swing(const bireme_input *input)
{
    return fabs(input->high - input->low);
}

static int by_swing(const void *a, const void *b)
{
    const bireme_input *x = *(const bireme_input *const *)a, *y = *(const bireme_input *const *)b;
    return (swing(x) < swing(y)) - (swing(x) > swing(y));
}

/* All inputs with a low and a high, the widest first; *n: how many. */
static const bireme_input **list_swings(const bireme_sensitivity *r, size_t *n)
{
    size_t most = 0;
    for (size_t i = 0; i < r->n_inputs; i++) most += 1 + r->inputs[i].n_members;
    const bireme_input **list = bireme_calloc(most, sizeof(bireme_input *));
    *n = 0;
    for (size_t i = 0; list != NULL && i < r->n_inputs; i++) {
        if (!isnan(r->inputs[i].low)) list[(*n)++] = &r->inputs[i];
        for (size_t k = 0; k < r->inputs[i].n_members; k++)
            if (!isnan(r->inputs[i].members[k].low)) list[(*n)++] = &r->inputs[i].members[k];
    }
    if (list != NULL) qsort(list, *n, sizeof *list, by_swing);
    return list;
}

static void swing_row(const bireme_sensitivity_view *view, const bireme_input *input, bireme_format format,
                      bireme_document *document)
{
    const bireme_sensitivity *r = view->result;
    bireme_text name = {0};
    bireme_sensitivity_name(view, input, &name);
    bireme_cell cells[4] = {bireme_cell_text(bireme_text_string(&name)),
                            bireme_cell_number(format, input->low, input->low_se),
                            bireme_cell_number(format, input->high, input->high_se),
                            {.kind = BIREME_CELL_SPREAD}};
    double from = fmin(input->low, input->high), to = fmax(input->low, input->high);
    double middle = fmin(fmax(r->summary.mean, from), to);
    const double picture[BIREME_CELL_VALUES] = {from, from, middle, to, to};
    for (int i = 0; i < BIREME_CELL_VALUES; i++) cells[3].value[i] = picture[i];
    bireme_document_row(document, cells, false);
    bireme_document_release(document, &name);
    if (input->kind == BIREME_INPUT_DRIFT) {
        char low[BIREME_PEOPLE_SIZE], high[BIREME_PEOPLE_SIZE];
        bireme_document_detail_format(document, "at the end: %s times and %s times what is stated",
                                      bireme_plain_format(low, round(1000 * input->low_at) / 1000),
                                      bireme_plain_format(high, round(1000 * input->high_at) / 1000));
    }
    if (input->kind != BIREME_INPUT_ECONOMY) return;
    bireme_document_detail_format(document, "all the time in %s, all the time in %s", input->low_regime,
                                  input->high_regime);
}

static void swings(const bireme_sensitivity_view *view, bireme_document *document)
{
    const bireme_sensitivity *r = view->result;
    bireme_column columns[] = {BIREME_TEXTS("input"), BIREME_NUMBERS("at its P10"),
                               BIREME_NUMBERS("at its P90"), BIREME_TEXTS(NULL)};
    size_t n;
    const bireme_input **list = list_swings(r, &n);
    if (list == NULL) {
        document->failed = true;
        return;
    }
    columns[3].low = INFINITY;
    columns[3].high = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        columns[3].low = fmin(columns[3].low, fmin(list[i]->low, list[i]->high));
        columns[3].high = fmax(columns[3].high, fmax(list[i]->low, list[i]->high));
    }
    if (n > 0 && columns[3].low < columns[3].high) {
        char words[BIREME_METRIC_WORDS_SIZE];
        bireme_document_heading_format(document, "How far each input moves the mean of %s",
                                       bireme_metric_words_of(view->model, r->metric, words));
        bireme_document_table(document, columns, 4);
        for (size_t i = 0; i < n && i < ROWS_MOST; i++)
            swing_row(view, list[i], bireme_unit_format(r->unit), document);
        bireme_document_detail(document,
                               "the mean with the input held at its P10 or its P90 and all others drawn as "
                               "ever, those that are correlated with it too");
    }
    bireme_free(list);
}

/* ------------------------ what it is worth to know */

static void alternatives(const bireme_sensitivity_view *view, bireme_document *document)
{
    const bireme_sensitivity *r = view->result;
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_metric_words_of(view->model, r->worth_metric, words);
    const bireme_column columns[] = {BIREME_TEXTS("instead of today's plan"), BIREME_NUMBERS("times today's"),
                                     BIREME_NUMBERS(words), BIREME_NUMBERS("over today's")};
    bireme_format format = bireme_unit_format(r->worth_unit);
    bireme_document_table(document, columns, 4);
    for (size_t k = 1; k < r->n_alternatives; k++) {
        const bireme_alternative *a = &r->alternatives[k];
        bireme_text name = {0};
        bireme_sensitivity_say(view, a->path, &name);
        const bireme_cell cells[] = {bireme_cell_text(bireme_text_string(&name)),
                                     bireme_cell_number(BIREME_FORMAT_RATIO, a->factor, 0),
                                     bireme_cell_number(format, a->mean, a->gain_se),
                                     bireme_cell_number(format, a->gain, a->gain_se)};
        bireme_document_row(document, cells, false);
        bireme_document_release(document, &name);
    }
}

static int by_worth(const void *a, const void *b)
{
    const bireme_input *x = *(const bireme_input *const *)a, *y = *(const bireme_input *const *)b;
    return (x->worth < y->worth) - (x->worth > y->worth);
}

/* The inputs worth knowing, the most valuable first. */
static void worth_rows(const bireme_sensitivity_view *view, bireme_document *document)
{
    const bireme_sensitivity *r = view->result;
    static const bireme_column columns[] = {BIREME_TEXTS("to know before deciding"),
                                            BIREME_NUMBERS("is worth")};
    const bireme_input **list = bireme_calloc(r->n_inputs, sizeof(bireme_input *));
    bireme_text room = {0};
    size_t n = 0;
    for (size_t i = 0; i < r->n_inputs && list != NULL; i++)
        if (bireme_sensitivity_is_worth(&r->inputs[i])) list[n++] = &r->inputs[i];
    if (n > 0) {
        qsort(list, n, sizeof *list, by_worth);
        bireme_document_table(document, columns, 2);
    }
    for (size_t i = 0; i < n; i++) {
        room.length = 0;
        bireme_sensitivity_name(view, list[i], &room);
        const bireme_cell cells[] = {
            bireme_cell_text(bireme_text_string(&room)),
            bireme_cell_number(bireme_unit_format(r->worth_unit), list[i]->worth, list[i]->worth_se)};
        bireme_document_row(document, cells, false);
    }
    if (room.failed || list == NULL) document->failed = true;
    bireme_text_free(&room);
    bireme_free(list);
}

static void worth(const bireme_sensitivity_view *view, bireme_document *document)
{
    bireme_text words = {0};
    bireme_document_heading(document, "What it is worth to know");
    bireme_sensitivity_worth(view, &words);
    bireme_document_paragraph_take(document, &words);
    if (view->result->n_alternatives < 2) return;
    alternatives(view, document);
    worth_rows(view, document);
}

/* ------------------------ one more rep */

/* How many figures there are of each team: they follow one another. */
static size_t figures_of_a_team(const bireme_sensitivity *r)
{
    size_t n = 0;
    while (n < r->n_one_more && strcmp(r->one_more[n].path, r->one_more[0].path) == 0) n++;
    return n;
}

static void one_more(const bireme_sensitivity_view *view, bireme_document *document)
{
    enum { FIGURES_MOST = 3 };
    const bireme_sensitivity *r = view->result;
    const size_t n = figures_of_a_team(r);
    char words[FIGURES_MOST][BIREME_METRIC_WORDS_SIZE];
    bireme_column columns[1 + 2 * FIGURES_MOST] = {BIREME_TEXTS("one more rep of")};
    if (n == 0 || n > FIGURES_MOST) return;
    for (size_t k = 0; k < n; k++) {
        bireme_metric_words_of(view->model, r->one_more[k].metric, words[k]);
        columns[1 + 2 * k] = (bireme_column)BIREME_NUMBERS(words[k]);
        columns[2 + 2 * k] = (bireme_column)BIREME_NUMBERS("±");
    }
    bireme_text most = {0};
    bireme_document_heading(document, "What one more rep of each team brings");
    bireme_sensitivity_most(view, n, &most);
    bireme_document_paragraph_take(document, &most);
    bireme_document_table(document, columns, 1 + 2 * n);
    for (size_t i = 0; i < r->n_one_more; i += n) {
        const size_t team = bireme_model_team_in_order(view->model, i / n);
        bireme_cell cells[1 + 2 * FIGURES_MOST] = {bireme_cell_text(view->model->teams[team].name)};
        for (size_t k = 0; k < n; k++) {
            const bireme_one_more *more = &r->one_more[i + k];
            const bireme_format format = bireme_unit_format(more->unit);
            cells[1 + 2 * k] = bireme_cell_number(format, more->gain, more->gain_se);
            cells[2 + 2 * k] = bireme_cell_number(format, more->gain_se, NAN);
        }
        bireme_document_row(document, cells, false);
    }
    bireme_document_detail(
        document,
        "over today's plan, on average, with its standard error: a rep who is there from the start "
        "of what is forecast on, fully ramped, everything else and the same futures unchanged; what "
        "one team passes on must be taken up by the next");
}

void bireme_sensitivity_document(const void *of, bireme_document *document)
{
    const bireme_sensitivity_view *view = of;
    bireme_text opening = {0}, certainty = {0};
    bireme_sensitivity_opening(view, &opening);
    bireme_document_paragraph_take(document, &opening);
    shares(view, document);
    swings(view, document);
    worth(view, document);
    one_more(view, document);
    bireme_document_heading(document, "How sure is this");
    bireme_sensitivity_certainty(view, &certainty);
    bireme_document_paragraph_take(document, &certainty);
}
