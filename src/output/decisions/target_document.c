/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The document of a plan, in the order in which its reader asks: how much does it take, from which channel,
 * when, can sales work it, what would more or less confidence take, and how sure is this.
 */
#include "output/decisions/target.h"

#include <math.h>
#include "engine/run/metric_of.h"
#include "model/past.h"
#include "output/forecast/forecast.h"
#include "output/forecast/sections.h"
#include "output/forms/number.h"

static bireme_cell money_or_empty(double value)
{
    return isfinite(value) && value != 0 ? bireme_cell_number(BIREME_FORMAT_MONEY, value, 0)
                                         : bireme_cell_empty();
}

/* ------------------------ what has happened already */

/* "$848K of it is there already: what has happened through March 2027. What the plan takes is of …" */
static void past(const bireme_target_view *view, bireme_document *document)
{
    const bireme_model *model = view->model;
    const size_t metric = bireme_forecast_metric_of(view->target->forecast, view->target->metric);
    bireme_text text = {0};
    char last[BIREME_SAID_SIZE], first[BIREME_SAID_SIZE], number[BIREME_PEOPLE_SIZE];
    if (model->past.periods == 0 || metric == SIZE_MAX) return;
    const bireme_metric_id id = bireme_forecast_metric_id(view->target->forecast, metric);
    bireme_calendar_say(&model->past.calendar, model->past.periods - 1, last);
    bireme_calendar_say(&model->calendar, 0, first);
    double value = bireme_past_sum(model, id);
    if (bireme_metric_row_of(id.kind)->total == BIREME_TOTAL_SUM && !isnan(value)) {
        bireme_format format = bireme_unit_format(view->target->unit);
        bireme_format_number(number, format == BIREME_FORMAT_COUNT ? BIREME_FORMAT_WHOLE : format,
                             model->currency, value, 0);
        bireme_text_format(&text, "%s of it is there already: what has happened through %s. ", number, last);
    }
    bireme_text_format(
        &text, "What the plan takes is of %s on; a table says what it makes of the whole horizon.", first);
    bireme_document_paragraph_take(document, &text);
}

/* What there was, what is to come, and both. */
static void put_three(bireme_cell *cells, bireme_format format, double past, double rest)
{
    bireme_format whole = format == BIREME_FORMAT_COUNT ? BIREME_FORMAT_WHOLE : format;
    if (past == 0 && rest == 0) return;
    cells[0] = isnan(past) ? bireme_cell_text("not known") : bireme_cell_number(whole, past, 0);
    if (isfinite(rest)) cells[1] = bireme_cell_number(format, rest, 0);
    if (isfinite(past + rest)) cells[2] = bireme_cell_number(format, past + rest, 0);
}

static void whole_row(const bireme_target_view *view, const char *name, size_t c, bireme_document *document)
{
    const bireme_target *t = view->target;
    const bool all = c == t->n_channels;
    bireme_cell cells[7] = {bireme_cell_text(name)};
    for (int budget = 0; budget < 2; budget++)
        put_three(cells + 1 + 3 * budget, budget ? BIREME_FORMAT_MONEY : BIREME_FORMAT_COUNT,
                  all ? bireme_target_all_so_far(view, budget) : bireme_target_so_far(view, c, budget),
                  all ? bireme_target_all_to_come(t, budget) : bireme_target_to_come(t, c, budget));
    bireme_document_row(document, cells, all);
}

/* Leads there were that came through none of the channels, so that the rows add up. */
static void no_channel_row(const bireme_target_view *view, bireme_document *document)
{
    double rest = bireme_target_all_so_far(view, false);
    bireme_cell cells[7] = {bireme_cell_text("without a channel")};
    for (size_t c = 0; c < view->target->n_channels; c++) rest -= bireme_target_so_far(view, c, false);
    if (!(rest > 0.5)) return; /* rounding, or not known */
    put_three(cells + 1, BIREME_FORMAT_COUNT, rest, 0);
    bireme_document_row(document, cells, false);
}

static void whole(const bireme_target_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {
        BIREME_TEXTS(NULL),       BIREME_NUMBERS("leads so far"),  BIREME_NUMBERS("to come"),
        BIREME_NUMBERS("in all"), BIREME_NUMBERS("budget so far"), BIREME_NUMBERS("to come"),
        BIREME_NUMBERS("in all")};
    const bireme_target *t = view->target;
    char last[BIREME_SAID_SIZE];
    if (view->model->past.periods == 0) return;
    bireme_calendar_say(&view->model->past.calendar, view->model->past.periods - 1, last);
    bireme_document_heading_format(
        document, "The whole horizon: what was spent and came through %s, and the plan", last);
    bireme_document_table(document, columns, 7);
    for (size_t c = 0; c < t->n_channels; c++) whole_row(view, t->channels[c].name, c, document);
    no_channel_row(view, document);
    whole_row(view, "together", t->n_channels, document);
}

/* ------------------------ channels */

static void channel_row(const bireme_target_channel *c, bireme_document *document)
{
    bireme_cell cells[6] = {bireme_cell_text(c->name), bireme_cell_number(BIREME_FORMAT_COUNT, c->leads, 0)};
    if (c->paid > 0) cells[2] = bireme_cell_number(BIREME_FORMAT_COUNT, c->paid, 0);
    cells[3] = money_or_empty(c->budget);
    if (c->paid > 0) cells[4] = money_or_empty(c->budget / c->paid);
    cells[5] = bireme_cell_text(c->bound != NULL ? c->bound : "");
    if (!c->scales && c->budget > 0) cells[5] = bireme_cell_text("stays");
    bireme_document_row(document, cells, false);
}

static void channels(const bireme_target_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {BIREME_TEXTS(NULL),       BIREME_NUMBERS("leads"),
                                            BIREME_NUMBERS("bought"), BIREME_NUMBERS("budget"),
                                            BIREME_NUMBERS("each"),   BIREME_TEXTS(NULL)};
    const bireme_target *t = view->target;
    double leads = 0, paid = 0, budget = 0;
    bool bound = false;
    bireme_document_heading(document, t->reached ? "What each channel has to bring (means)"
                                                 : "What each channel would bring at best (means)");
    bireme_document_table(document, columns, 6);
    for (size_t c = 0; c < t->n_channels; c++) {
        channel_row(&t->channels[c], document);
        leads += t->channels[c].leads;
        paid += t->channels[c].paid;
        budget += t->channels[c].budget;
        bound |= t->channels[c].bound != NULL;
    }
    const bireme_cell total[] = {bireme_cell_text("together"),
                                 bireme_cell_number(BIREME_FORMAT_COUNT, leads, 0),
                                 bireme_cell_number(BIREME_FORMAT_COUNT, paid, 0),
                                 money_or_empty(budget),
                                 money_or_empty(paid > 0 ? budget / paid : NAN),
                                 bireme_cell_empty()};
    bireme_document_row(document, total, true);
    bireme_document_detail(
        document, t->by == BIREME_TARGET_BY_LEADS
                      ? "bought leads are decided, what they cost is uncertain; organic and outbound "
                        "leads and open deals stay as planned"
                      : "the budget is decided, how many leads it buys is uncertain; organic and "
                        "outbound leads and open deals stay as planned");
    if (t->budget_is_median)
        bireme_document_detail(
            document,
            "budgets here, by period and by confidence are medians, which do not add up to the median of "
            "their sum: means are those of a few futures in which a channel is nearly saturated");
    if (bound)
        bireme_document_detail(document,
                               "min, max: the channel is held there by its line in the scenario's decision "
                               "block");
}

/* ------------------------ periods */

static void period_row(const bireme_target *t, const bireme_target_period *p, bireme_document *document)
{
    bireme_cell cells[7] = {bireme_cell_text(p->label), bireme_cell_number(BIREME_FORMAT_COUNT, p->leads, 0),
                            money_or_empty(p->budget),
                            bireme_section_mean(BIREME_FORMAT_COUNT, p->opportunities),
                            bireme_section_quantile(BIREME_FORMAT_WHOLE, p->opportunities, BIREME_P90)};
    if (t->has_capacity) {
        cells[5] = bireme_cell_range(BIREME_FORMAT_COUNT, p->reps_needed, 0, p->reps_needed_p90, 0);
        cells[6] = bireme_cell_number(BIREME_FORMAT_COUNT, p->reps, 0);
    }
    bireme_document_row(document, cells, false);
}

/* A period that is over. */
static void fact_row(const bireme_target_view *view, size_t t, bireme_document *document)
{
    const bireme_calendar *calendar = &view->model->past.calendar;
    char label[BIREME_LABEL_SIZE];
    bireme_text name = {0};
    double leads = bireme_target_past_in(view, t, false), spent = bireme_target_past_in(view, t, true);
    bireme_text_format(&name, "%s (fact)", bireme_calendar_label(calendar, t, label));
    bireme_cell cells[7] = {bireme_cell_text(bireme_text_string(&name))};
    if (!isnan(leads)) cells[1] = bireme_cell_number(BIREME_FORMAT_WHOLE, leads, 0);
    cells[2] = money_or_empty(spent);
    bireme_document_row(document, cells, false);
    bireme_document_release(document, &name);
}

static void periods(const bireme_target_view *view, bireme_document *document)
{
    const bireme_target *t = view->target;
    const bireme_column columns[] = {BIREME_TEXTS(NULL),
                                     BIREME_NUMBERS("leads"),
                                     BIREME_NUMBERS("budget"),
                                     BIREME_NUMBERS(t->stage),
                                     BIREME_NUMBERS("P90"),
                                     BIREME_NUMBERS("reps needed"),
                                     BIREME_NUMBERS("reps planned")};
    const char *period = bireme_period_name(view->model->calendar.period);
    bireme_document_heading_format(
        document, "When, and what sales must provide for it%s%s (%s: entries, mean and P90)",
        view->beside_quarters ? ", by " : "", view->beside_quarters ? period : "", t->stage);
    bireme_document_table(document, columns, t->has_capacity ? 7 : 5);
    for (size_t i = 0; i < view->model->past.periods; i++) fact_row(view, i, document);
    for (size_t i = 0; i < t->n_periods; i++) period_row(t, &t->periods[i], document);
    if (t->has_capacity)
        bireme_document_detail(document,
                               "reps needed: fully ramped, for the mean and for the P90 of what enters; reps "
                               "planned: those who ramp count for as much as they can take up");
}

/* ------------------------ confidence */

/* "60 % and more", "50 % to 65 %": those from one point of the curve to another. */
static const char *confidences(bireme_text *room, const bireme_target *t, size_t from, size_t to)
{
    char low[BIREME_PEOPLE_SIZE], high[BIREME_PEOPLE_SIZE];
    bireme_share_format(low, t->curve[from].confidence, 0);
    bireme_share_format(high, t->curve[to].confidence, 0);
    room->length = 0;
    if (from == to)
        bireme_text_append(room, low);
    else if (to + 1 == t->n_curve)
        bireme_text_format(room, "%s and more", low);
    else
        bireme_text_format(room, "%s to %s", low, high);
    return bireme_text_string(room);
}

/* The last of the points after this one of which the same is to be said. */
static size_t end_of_same(const bireme_target *t, size_t i)
{
    size_t end = i;
    while (!t->curve[i].reached && end + 1 < t->n_curve && !t->curve[end + 1].reached &&
           t->curve[end + 1].unlimited == t->curve[i].unlimited)
        end++;
    return end;
}

static void curve(const bireme_target_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {BIREME_TEXTS("confidence"), BIREME_NUMBERS("times today's"),
                                            BIREME_NUMBERS("leads"), BIREME_NUMBERS("budget")};
    const bireme_target *t = view->target;
    if (t->n_curve == 0) return;
    bireme_document_heading(document, t->at_most ? "How much keeps it with more or less confidence, at most"
                                                 : "What more or less confidence takes");
    bireme_text said = {0}, range = {0};
    if (end_of_same(t, 0) + 1 == t->n_curve && t->n_curve > 1) {
        bireme_text_format(&said, "%s: %s.", confidences(&range, t, 0, t->n_curve - 1),
                           t->curve[0].unlimited ? "however much" : "out of reach");
        bireme_document_paragraph_take(document, &said);
        bireme_document_release(document, &range);
        return;
    }
    bireme_document_table(document, columns, 4);
    for (size_t i = 0; i < t->n_curve; i++) {
        const bireme_target_point *p = &t->curve[i];
        const size_t end = end_of_same(t, i);
        bireme_cell cells[4] = {end > i ? bireme_cell_text(confidences(&range, t, i, end))
                                        : bireme_cell_number(BIREME_FORMAT_SHARE, p->confidence, 0),
                                bireme_cell_text(p->unlimited ? "however much" : "out of reach")};
        i = end;
        if (p->reached) {
            /* its own row has the leads of the other tables, not those interpolated between two runs */
            bool answer = t->reached && fabs(p->confidence - t->confidence) < 1e-9;
            cells[1] = bireme_cell_number(BIREME_FORMAT_RATIO, p->scale, p->scale_se);
            cells[2] = bireme_cell_number(BIREME_FORMAT_COUNT,
                                          answer ? bireme_target_all_to_come(t, false) : p->leads, 0);
            cells[3] = bireme_cell_number(BIREME_FORMAT_MONEY, p->budget, 0);
        }
        bireme_document_row(document, cells, false);
    }
    bireme_document_release(document, &range);
}

static void limits(const bireme_target_view *view, bireme_document *document)
{
    const bireme_target *t = view->target;
    const bireme_column columns[] = {BIREME_TEXTS(NULL),
                                     BIREME_NUMBERS(t->at_most ? "kept in" : "reached in"),
                                     BIREME_NUMBERS("at times today's")};
    if (t->n_limits == 0) return;
    bireme_document_heading(document, "What holds it back: the best without each limit");
    bireme_document_table(document, columns, 3);
    const bireme_cell now[] = {bireme_cell_text("as planned"),
                               bireme_cell_number(BIREME_FORMAT_SHARE, t->achieved, t->achieved_se),
                               bireme_cell_number(BIREME_FORMAT_RATIO, t->scale, 0)};
    bireme_document_row(document, now, false);
    for (size_t i = 0; i < t->n_limits; i++) {
        const bireme_target_limit *l = &t->limits[i];
        bireme_text name = {0};
        bireme_text_format(&name, "without %s", l->name);
        const bireme_cell cells[] = {
            bireme_cell_text(bireme_text_string(&name)),
            bireme_cell_number(BIREME_FORMAT_SHARE, l->probability, l->probability_se),
            bireme_cell_number(BIREME_FORMAT_RATIO, l->scale, 0)};
        bireme_document_row(document, cells, false);
        bireme_document_release(document, &name);
    }
    if (t->n_limits > 1) {
        const bireme_cell cells[] = {bireme_cell_text("without any of them"),
                                     bireme_cell_number(BIREME_FORMAT_SHARE, t->all_limits, t->all_limits_se),
                                     bireme_cell_empty()};
        bireme_document_row(document, cells, true);
    }
}

void bireme_target_document(const void *of, bireme_document *document)
{
    const bireme_target_view *view = of;
    bireme_text opening = {0}, certainty = {0};
    bireme_target_opening(view, &opening);
    bireme_document_paragraph_take(document, &opening);
    past(view, document);
    if (!view->target->reached) limits(view, document);
    channels(view, document);
    whole(view, document);
    periods(view, document);
    curve(view, document);
    bireme_document_heading(document, "How sure is this");
    bireme_target_certainty(view, &certainty);
    bireme_document_paragraph_take(document, &certainty);
}
