/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/page/report.h"

#include <math.h>
#include "output/forecast/sections.h"
#include "output/page/internal.h"
#include "output/page/pictures.h"

const char *const bireme_report_section_name[BIREME_REPORT_SECTIONS] = {
    "answer", "together", "economy",     "sales",     "money",  "plan",
    "split",  "drivers",  "assumptions", "certainty", "details"};

static void add(bireme_document *document, bireme_picture *picture, bool failed)
{
    bireme_page_add(document, picture, failed);
}

/* ------------------------ the answer */

static void tiles(const bireme_report_view *view, bireme_document *document)
{
    const bireme_forecast_view *f = view->forecast;
    const bireme_goal_result *goal = bireme_forecast_goal(f->forecast);
    const bireme_metric_id subject = bireme_forecast_view_subject(f);
    const bireme_summary *s = bireme_forecast_view_total(f, subject);
    const bool money = subject.kind == BIREME_METRIC_REVENUE;
    const bireme_format format = money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_COUNT,
                        ends = money ? BIREME_FORMAT_MONEY : BIREME_FORMAT_WHOLE;
    const char *currency = f->model->currency;
    char number[BIREME_PEOPLE_SIZE], high[BIREME_PEOPLE_SIZE], words[BIREME_METRIC_WORDS_SIZE];
    bireme_text text = {0};
    bireme_document_tile(document, bireme_format_number(number, format, currency, s->mean, s->mean_se),
                         money ? "revenue, on average" : "wins, on average");
    bireme_format_number(number, ends, currency, s->quantile[BIREME_P10], s->quantile_se[BIREME_P10]);
    bireme_format_number(high, ends, currency, s->quantile[BIREME_P90], s->quantile_se[BIREME_P90]);
    bireme_text_format(&text, "%s to %s", number, high);
    bireme_document_tile(document, bireme_text_string(&text), "in 8 of 10 futures");
    if (goal->present) {
        text.length = 0;
        bireme_text_format(&text, "chance of the goal: %s of %s%s",
                           bireme_metric_words_of(f->model, goal->metric, words),
                           goal->at_most ? "at most " : "", bireme_page_goal(number, f));
        bireme_document_tile(document, bireme_share_format(high, goal->probability, goal->probability_se),
                             bireme_text_string(&text));
    }
    bireme_document_release(document, &text);
}

static void answer(const bireme_report_view *view, bireme_document *document)
{
    bireme_text opening = {0}, in_short = {0};
    bool failed = false;
    bireme_forecast_opening(view->forecast, &opening);
    bireme_document_paragraph_take(document, &opening);
    if (bireme_forecast_view_trials(view->forecast) == 0) return;
    tiles(view, document);
    bireme_forecast_in_short(view->forecast, &in_short);
    if (in_short.failed || in_short.length > 0)
        bireme_document_paragraph_take(document, &in_short);
    else
        bireme_text_free(&in_short);
    bireme_picture *periods = bireme_picture_of_periods(view->forecast, &failed);
    add(document, periods, failed);
    if (periods != NULL)
        bireme_document_note(
            document, "How to read this: the forecast was played through many times, each time with another "
                      "luck. In each period half of those futures end above the line in the middle and half "
                      "below; 8 of 10 lie inside the pale band, one above it and one below. The wider the "
                      "band, the less is known.");
    bireme_picture *chances = bireme_picture_of_chances(view->forecast, &failed);
    add(document, chances, failed);
    if (chances != NULL)
        bireme_document_note(
            document, "How to read this: go along the bottom to an amount and up to the line; at the left "
                      "stands in how many of 100 futures it is reached or passed. The middle is not a safe "
                      "plan: it is missed in half of them.");
    add(document, bireme_picture_of_to_date(view->forecast, &failed), failed);
    add(document, bireme_picture_of_chance_by(view->forecast, &failed), failed);
}

/* ------------------------ the sections for a leader */

static void together(const bireme_report_view *view, bireme_document *document)
{
    bool failed = false;
    bireme_document_part(document, "together", "What marketing and sales bring together");
    bireme_section_past(view->forecast, document);
    bireme_section_scoreboard(view->forecast, document);
    add(document, bireme_picture_of_channels(view->forecast, &failed), failed);
    bireme_section_credit(view->forecast, document);
}

static void economy(const bireme_report_view *view, bireme_document *document)
{
    const bireme_comparison_view *c = view->comparison;
    bool failed = false;
    if (c == NULL && bireme_forecast_regime_count(view->forecast->forecast) == 0) return;
    bireme_document_part(document, "economy",
                         c != NULL ? "What the other scenarios change" : "If the economy turns");
    if (c != NULL) {
        bireme_text opening = {0};
        bireme_comparison_opening(c, &opening);
        bireme_document_paragraph_take(document, &opening);
        for (size_t s = 0; s < bireme_comparison_count(c->comparison); s++)
            if (s != bireme_comparison_baseline(c->comparison))
                add(document, bireme_picture_of_bridge(c, s, &failed), failed);
    }
    bireme_section_economy(view->forecast, c == NULL, document);
}

static void sales(const bireme_report_view *view, bireme_document *document)
{
    bool failed = false;
    bireme_picture *funnel = bireme_picture_of_funnel(view->forecast, &failed);
    if (funnel == NULL && !bireme_model_has_capacity(view->forecast->model)) return;
    bireme_document_part(document, "sales", "Can sales take it up");
    const bireme_model *model = view->forecast->model;
    for (size_t i = 0; i < model->n_teams; i++) {
        bireme_picture *of_team = bireme_picture_of_capacity(view->forecast,
                                                             bireme_model_team_in_order(model, i), &failed);
        add(document, of_team, failed);
    }
    add(document, funnel, failed);
}

static void money(const bireme_report_view *view, bireme_document *document)
{
    bool failed = false;
    bireme_picture *cash = bireme_picture_of_cash(view->forecast, &failed);
    bireme_picture *recurring = bireme_picture_of_recurring(view->forecast, &failed);
    if (failed) document->failed = true;
    if (cash == NULL && recurring == NULL) return;
    bireme_document_part(document, "money",
                         cash != NULL ? "When the money comes, and what must be financed"
                                      : "What customers are worth a year");
    add(document, cash, failed);
    add(document, recurring, failed);
}

/* The section of a question that has no answer says why; why: NULL or "" if it was not asked. */
static void unanswered(bireme_document *document, const char *part, const char *title, const char *why)
{
    bireme_text said = {0};
    if (why == NULL || why[0] == '\0') return;
    bireme_document_part(document, part, title);
    bireme_text_format(&said, "No answer: %s.", why);
    bireme_document_paragraph_take(document, &said);
}

static void plan(const bireme_report_view *view, bireme_document *document)
{
    bireme_text opening = {0};
    bool failed = false;
    if (view->target == NULL) {
        unanswered(document, "plan", "What the goal takes", view->no_target);
        return;
    }
    bireme_document_part(document, "plan", "What the goal takes");
    bireme_target_opening(view->target, &opening);
    bireme_document_paragraph_take(document, &opening);
    if (view->target->target->by == BIREME_TARGET_BY_LEADS)
        bireme_document_note(
            document, "Here the number of leads is decided and what they cost is uncertain; in the forecast "
                      "above the spend is decided and what it buys is uncertain. So the chance of today's "
                      "plan is not quite the same number in both.");
    add(document, bireme_picture_of_confidence(view->target, &failed), failed);
}

static void split(const bireme_report_view *view, bireme_document *document)
{
    bireme_text opening = {0}, next = {0};
    bool failed = false;
    if (view->split == NULL) {
        unanswered(document, "split", "Where the money goes", view->no_split);
        return;
    }
    bireme_document_part(document, "split", "Where the money goes");
    bireme_split_loss(view->split, &opening);
    bireme_split_opening(view->split, &opening);
    bireme_document_paragraph_take(document, &opening);
    add(document, bireme_picture_of_divisions(view->split, &failed), failed);
    add(document, bireme_picture_of_response(view->forecast->model, view->split->split, &failed), failed);
    bireme_split_next(view->split, &next);
    if (next.failed || next.length > 0)
        bireme_document_paragraph_take(document, &next);
    else
        bireme_text_free(&next);
    bireme_split_worth(view->split, document);
}

static void drivers(const bireme_report_view *view, bireme_document *document)
{
    bireme_text opening = {0};
    bool failed = false;
    if (view->sensitivity == NULL) {
        unanswered(document, "drivers", "What drives it", view->no_sensitivity);
        return;
    }
    bireme_document_part(document, "drivers", "What drives it");
    bireme_sensitivity_opening(view->sensitivity, &opening);
    bireme_document_paragraph_take(document, &opening);
    add(document, bireme_picture_of_drivers(view->sensitivity, &failed), failed);
}

static void assumptions(const bireme_report_view *view, bireme_document *document)
{
    if (view->assumptions == NULL) return;
    bireme_document_part(document, "assumptions", "What was assumed");
    bireme_assumptions_document(view->forecast->model, view->assumptions, true, document);
}

static void certainty(const bireme_report_view *view, bireme_document *document)
{
    bireme_text text = {0};
    bireme_document_part(document, "certainty", "How sure this is");
    bireme_forecast_certainty(view->forecast, &text);
    bireme_document_paragraph_take(document, &text);
    if (view->command == NULL) return;
    bireme_text_format(&text, "This report is made again, to the last digit, by: %s", view->command);
    bireme_document_paragraph_take(document, &text);
}

/* ------------------------ for analysts */

static void details_of(bireme_document *document, const bireme_answer *whole, size_t skipped)
{
    bireme_document other;
    bireme_answer_document(whole, &other);
    bireme_document_drop(&other, skipped);
    bireme_document_append(document, &other);
    bireme_document_free(&other);
}

static void details(const bireme_report_view *view, bireme_document *document)
{
    bool failed = false;
    bireme_document_part(document, "details", "For analysts");
    add(document, bireme_picture_of_histogram(view->forecast, &failed), failed);
    bireme_section_costs(view->forecast, document);
    bireme_section_customers(view->forecast, document);
    bireme_section_in_time(view->forecast, document);
    bireme_section_periods(view->forecast, document);
    bireme_section_bookings(view->forecast, document);
    bireme_section_funnel(view->forecast, document);
    bireme_section_sales(view->forecast, document);
    bireme_section_channels(view->forecast, document);
    bireme_section_pipeline(view->forecast, document);
    bireme_section_open(view->forecast, document);
    bireme_section_after(view->forecast, document);
    if (view->comparison != NULL) {
        const bireme_answer whole = bireme_answer_of_comparison(view->comparison);
        details_of(document, &whole, 1);
    }
    if (view->target != NULL) {
        const bireme_answer whole = bireme_answer_of_target(view->target);
        details_of(document, &whole, 1);
    }
    if (view->split != NULL) {
        const bireme_answer whole = bireme_answer_of_split(view->split);
        add(document, bireme_picture_of_frontier(view->split, &failed), failed);
        details_of(document, &whole, 1);
    }
    if (view->sensitivity != NULL) {
        const bireme_answer whole = bireme_answer_of_sensitivity(view->sensitivity);
        details_of(document, &whole, 1);
    }
}

void bireme_report_document(const bireme_report_view *view, bireme_document *document)
{
    static void (*const sections[BIREME_REPORT_SECTIONS])(const bireme_report_view *, bireme_document *) = {
        answer, together, economy, sales, money, plan, split, drivers, assumptions, certainty, details};
    bireme_document_title(document, view->forecast->model->name);
    const bool any = bireme_forecast_view_trials(view->forecast) > 0;
    for (int s = 0; s < BIREME_REPORT_SECTIONS; s++)
        if (!view->left_out[s] && (any || s == BIREME_REPORT_ANSWER)) sections[s](view, document);
}
