/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The document of a comparison, in the order in which its reader asks: which is better and by how much, what
 * do they differ in, which assumptions make the difference, and how sure is this.
 */
#include "output/decisions/comparison.h"

#include <math.h>
#include <string.h>
#include "engine/run/metric_of.h"
#include "output/forecast/forecast.h"
#include "output/forecast/sections.h"
#include "output/forecast/of_totals.h"
#include "decide/compare/comparison.h"

/* ------------------------ side by side */

static void side_by_side(const bireme_comparison_view *view, bireme_document *document)
{
    static const bireme_column columns[] = {BIREME_TEXTS(NULL),       BIREME_NUMBERS("mean"),
                                            BIREME_NUMBERS("P10"),    BIREME_NUMBERS("P50"),
                                            BIREME_NUMBERS("P90"),    BIREME_NUMBERS("best in"),
                                            BIREME_NUMBERS("regret"), BIREME_NUMBERS("goal reached")};
    static const bireme_column unchosen[] = {BIREME_TEXTS(NULL),    BIREME_NUMBERS("mean"),
                                             BIREME_NUMBERS("P10"), BIREME_NUMBERS("P50"),
                                             BIREME_NUMBERS("P90"), BIREME_NUMBERS("goal reached")};
    const bireme_comparison *c = view->comparison;
    const bool chosen = !bireme_comparison_is_of_economies(c);
    const size_t of_goal = chosen ? 7 : 5;
    size_t m = bireme_comparison_metric(c);
    bireme_format format = bireme_unit_format(bireme_comparison_metric_unit(c, m));
    bool goals = false;
    for (size_t s = 0; s < bireme_comparison_count(c); s++)
        goals |= bireme_forecast_goal(bireme_comparison_forecast(c, s))->present;
    char words[BIREME_METRIC_WORDS_SIZE];
    bireme_document_heading_format(document, "Side by side: %s", bireme_comparison_words(view, m, words));
    bireme_document_table(document, chosen ? columns : unchosen, of_goal + goals);
    for (size_t s = 0; s < bireme_comparison_count(c); s++) {
        const bireme_summary *total = bireme_comparison_total(c, s, m);
        const bireme_choice *choice = bireme_comparison_choice(c, s);
        bireme_goal_result goal = *bireme_forecast_goal(bireme_comparison_forecast(c, s));
        bireme_cell cells[8] = {bireme_cell_text(bireme_comparison_name(c, s)),
                                bireme_section_mean(format, total)};
        if (total->n > 0) {
            static const int quantile[] = {BIREME_P10, BIREME_P50, BIREME_P90};
            for (int q = 0; q < 3; q++)
                cells[2 + q] = bireme_section_quantile(bireme_comparison_whole_format(format), total,
                                                       quantile[q]);
        }
        if (chosen && choice->regret->n > 0) {
            cells[5] = bireme_cell_number(BIREME_FORMAT_SHARE, choice->probability_best,
                                          choice->probability_best_se);
            cells[6] = bireme_section_mean(bireme_comparison_change_format(format), choice->regret);
        }
        if (goal.present)
            cells[of_goal] = bireme_cell_number(BIREME_FORMAT_SHARE, goal.probability, goal.probability_se);
        bireme_document_row(document, cells, false);
    }
    if (!chosen) return;
    bireme_document_detail(document,
                           "best in: the share of futures in which none of the others is better, all "
                           "that are level counted; regret: what the best one of each future has "
                           "over it, on average");
}

/* ------------------------ against the baseline */

/* A metric of the whole, or of an owner; title: NULL for its own words. */
typedef struct figure {
    bireme_metric_kind kind;
    int owner;
    const char *title;
} figure;

static const figure figures[] = {
    {BIREME_METRIC_LEADS, -1, NULL},
    {BIREME_METRIC_WINS, -1, NULL},
    {BIREME_METRIC_BOOKINGS, -1, NULL},
    {BIREME_METRIC_REVENUE, -1, NULL},
    {BIREME_METRIC_OWNER_REVENUE, BIREME_OWNER_MARKETING, "- of marketing's leads"},
    {BIREME_METRIC_OWNER_REVENUE, BIREME_OWNER_SALES, "- of sales' own"},
    {BIREME_METRIC_OWNER_REVENUE, BIREME_OWNER_PARTNER, "- of partners"},
    {BIREME_METRIC_REVENUE_OPENING, -1, "- of earlier customers"},
    {BIREME_METRIC_COST_MARKETING, -1, NULL},
    {BIREME_METRIC_COST_SALES, -1, NULL},
    {BIREME_METRIC_CONTRIBUTION, -1, NULL},
    {BIREME_METRIC_CAC, -1, NULL},
    {BIREME_METRIC_ROMI, -1, NULL},
    {BIREME_METRIC_LTV_CAC, -1, NULL},
    {BIREME_METRIC_PAYBACK_MONTHS, -1, NULL},
    {BIREME_METRIC_NRR, -1, NULL},
    {BIREME_METRIC_UTILISATION, -1, "utilisation of sales"},
    {BIREME_METRIC_TURNED_AWAY_VALUE, -1, "lost to lack of capacity, worth"},
    {BIREME_METRIC_CARRIED_OUT_VALUE, -1, NULL},
};

/* SIZE_MAX: no scenario has it. */
static size_t metric_of(const bireme_comparison_view *view, const figure *f)
{
    char name[BIREME_METRIC_NAME_SIZE];
    bireme_metric_name(view->models[0], (bireme_metric_id){f->kind, f->owner, 0}, name);
    return bireme_comparison_metric_of(view->comparison, name);
}

/* The mean in the scenario; for a ratio, that of the totals. */
static bireme_cell mean_in(const bireme_comparison_view *view, size_t s, size_t m, bireme_format format)
{
    const bireme_forecast *forecast = bireme_comparison_forecast(view->comparison, s);
    size_t own = bireme_forecast_metric_of(forecast, bireme_comparison_metric_name(view->comparison, m));
    const bireme_summary *summary = bireme_comparison_total(view->comparison, s, m);
    double of_totals = own == SIZE_MAX ? NAN : bireme_of_totals(forecast, view->models[s], false, own);
    if (isnan(of_totals)) return bireme_section_mean(format, summary);
    return bireme_cell_number(format, of_totals, summary->mean_se);
}

/* Whether mean_in() shows a ratio of totals; then two of them are subtracted as shown. */
static bool of_totals(const bireme_comparison_view *view, size_t s, size_t m)
{
    const bireme_forecast *forecast = bireme_comparison_forecast(view->comparison, s);
    size_t own = bireme_forecast_metric_of(forecast, bireme_comparison_metric_name(view->comparison, m));
    return own != SIZE_MAX && !isnan(bireme_of_totals(forecast, view->models[s], false, own));
}

static void figure_row(const bireme_comparison_view *view, bireme_document *document, size_t s, size_t m,
                       const char *name)
{
    const bireme_comparison *c = view->comparison;
    size_t baseline = bireme_comparison_baseline(c);
    if (m == SIZE_MAX) return;
    bireme_format format = bireme_unit_format(bireme_comparison_metric_unit(c, m));
    const bireme_summary *base = bireme_comparison_total(c, baseline, m),
                         *own = bireme_comparison_total(c, s, m);
    const bireme_difference *d = bireme_comparison_difference(c, s, m);
    bool nothing = (base == NULL || base->n == 0 || (base->min == 0 && base->max == 0)) &&
                   (own == NULL || own->n == 0 || (own->min == 0 && own->max == 0));
    if (nothing) return;
    bireme_cell cells[6] = {bireme_cell_text(name),
                            base != NULL ? mean_in(view, baseline, m, format) : bireme_cell_text("n/a"),
                            own != NULL ? mean_in(view, s, m, format) : bireme_cell_text("n/a")};
    bireme_cell shown = of_totals(view, baseline, m) && of_totals(view, s, m)
                            ? bireme_cell_number(bireme_comparison_change_format(format),
                                                 cells[2].value[0] - cells[1].value[0],
                                                 d != NULL ? d->summary->mean_se : NAN)
                            : bireme_cell_empty();
    if (d != NULL && d->summary->n > 0 && d->probability_equal >= 1) {
        cells[3] = bireme_cell_text("the same");
    } else if (d != NULL && d->summary->n > 0) {
        bireme_format change = bireme_comparison_change_format(format);
        cells[3] = shown.kind != BIREME_CELL_EMPTY ? shown : bireme_section_mean(change, d->summary);
        cells[4] = bireme_section_range(bireme_comparison_whole_format(change), d->summary);
        cells[5] = bireme_cell_number(BIREME_FORMAT_SHARE, d->probability_above, d->probability_above_se);
    }
    bireme_document_row(document, cells, false);
    if (d != NULL) bireme_section_left_out(document, d->summary);
}

/* Whether the metric to decide by is among the figures; if not, it gets a separate row. */
static bool is_a_figure(const bireme_comparison_view *view, size_t metric)
{
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++)
        if (metric_of(view, &figures[i]) == metric) return true;
    return false;
}

/* ------------------------ teams */

/* NULL: the model has no team of that name. */
static const bireme_team *team_called(const bireme_model *model, const char *name)
{
    for (size_t k = 0; model->has_named_teams && k < model->n_teams; k++)
        if (strcmp(model->teams[k].name, name) == 0) return &model->teams[k];
    return NULL;
}

/* Whether nobody gives up waiting for it, so that nobody is turned away. */
static bool keeps_all(const bireme_team *team)
{
    return team != NULL && team->waits && team->patience >= 1;
}

/* A team of the model, which is that of scenario `of`, in both. */
static void team_rows(const bireme_comparison_view *view, bireme_document *document, size_t s, size_t of,
                      size_t team)
{
    static const bireme_metric_kind kinds[] = {BIREME_METRIC_TEAM_REPS, BIREME_METRIC_TEAM_UTILISATION,
                                               BIREME_METRIC_TEAM_TURNED_AWAY, BIREME_METRIC_TEAM_BACKLOG};
    const bireme_model *model = view->models[of];
    const char *called = model->teams[team].name;
    const bool waits =
        keeps_all(team_called(view->models[s], called)) ||
        keeps_all(team_called(view->models[bireme_comparison_baseline(view->comparison)], called));
    char name[BIREME_METRIC_NAME_SIZE], words[BIREME_METRIC_WORDS_SIZE];
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        const bireme_metric_id id = bireme_metric_one(kinds[i], (int)team);
        if (kinds[i] == BIREME_METRIC_TEAM_BACKLOG && !waits) continue;
        bireme_metric_name(model, id, name);
        const size_t m = bireme_comparison_metric_of(view->comparison, name);
        if (m != bireme_comparison_metric(view->comparison))
            figure_row(view, document, s, m, bireme_metric_words(model, id, words));
    }
}

/* The baseline's teams, then those that only the scenario has; each in the order of the funnel. */
static void teams(const bireme_comparison_view *view, bireme_document *document, size_t s)
{
    const size_t baseline = bireme_comparison_baseline(view->comparison);
    const bireme_model *base = view->models[baseline], *own = view->models[s];
    for (size_t i = 0; base->has_named_teams && i < base->n_teams; i++)
        team_rows(view, document, s, baseline, bireme_model_team_in_order(base, i));
    for (size_t i = 0; own->has_named_teams && i < own->n_teams; i++) {
        const size_t k = bireme_model_team_in_order(own, i);
        if (team_called(base, own->teams[k].name) == NULL) team_rows(view, document, s, s, k);
    }
}

static void against_baseline(const bireme_comparison_view *view, bireme_document *document, size_t s)
{
    const bireme_comparison *c = view->comparison;
    const char *base = bireme_comparison_name(c, bireme_comparison_baseline(c)),
               *own = bireme_comparison_name(c, s);
    size_t metric = bireme_comparison_metric(c);
    char words[BIREME_METRIC_WORDS_SIZE];
    const bireme_column columns[] = {BIREME_TEXTS(NULL),        BIREME_NUMBERS(base),
                                     BIREME_NUMBERS(own),       BIREME_NUMBERS("difference"),
                                     BIREME_NUMBERS("P10–P90"), BIREME_NUMBERS("higher in")};
    bireme_document_heading_format(document, "%s against %s (means; the difference trial by trial)", own,
                                   base);
    bireme_document_table(document, columns, 6);
    bireme_document_by_rows(document);
    if (!is_a_figure(view, metric))
        figure_row(view, document, s, metric, bireme_comparison_words(view, metric, words));
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const figure *f = &figures[i];
        if (f->kind == BIREME_METRIC_BOOKINGS && !view->models[s]->revenue.recurring)
            continue; /* bookings are the revenue */
        figure_row(view, document, s, metric_of(view, f),
                   f->title != NULL ? f->title : bireme_metric_row_of(f->kind)->words);
    }
    teams(view, document, s);
    bireme_document_detail(
        document, "ratios, such as CAC, are those of the totals (mean over mean), and so is what they differ "
                  "by; P10–P90 and \"higher in\" are of the differences of each trial");
}

/* ------------------------ the bridge */

static void bridge(const bireme_comparison_view *view, bireme_document *document, size_t s)
{
    static const bireme_column columns[] = {BIREME_TEXTS(NULL), BIREME_NUMBERS(NULL)};
    const bireme_comparison *c = view->comparison;
    size_t m = bireme_comparison_metric(c), baseline = bireme_comparison_baseline(c);
    size_t n = bireme_comparison_bridge_count(c, s);
    const char *reason = bireme_comparison_bridge_reason(c, s);
    bireme_format format = bireme_unit_format(bireme_comparison_metric_unit(c, m));
    bireme_format change = bireme_comparison_change_format(format);
    char words[BIREME_METRIC_WORDS_SIZE];
    if (n == 0 && reason == NULL) return;
    bireme_document_heading_format(document,
                                   "From %s to %s: which assumptions make the difference in %s (means)",
                                   bireme_comparison_name(c, baseline), bireme_comparison_name(c, s),
                                   bireme_comparison_words(view, m, words));
    if (reason != NULL) {
        bireme_text text = {0};
        bireme_text_format(&text, "The difference cannot be split up by assumptions: %s.", reason);
        bireme_document_paragraph_take(document, &text);
        return;
    }
    bireme_document_table(document, columns, 2);
    const bireme_cell from[] = {bireme_cell_text(bireme_comparison_name(c, baseline)),
                                bireme_section_mean(format, bireme_comparison_total(c, baseline, m))};
    bireme_document_row(document, from, false);
    for (size_t p = 0; p < n; p++) {
        bireme_bridge_part part = *bireme_comparison_bridge(c, s, p);
        const bireme_cell cells[] = {bireme_cell_text(part.name),
                                     bireme_cell_number(change, part.change, part.change_se)};
        bireme_document_row(document, cells, false);
    }
    const bireme_cell to[] = {bireme_cell_text(bireme_comparison_name(c, s)),
                              bireme_section_mean(format, bireme_comparison_total(c, s, m))};
    bireme_document_row(document, to, true);
    if (n > 1)
        bireme_document_detail(document,
                               "each group of assumptions exchanged in the order of the funnel and in "
                               "the opposite one, and the average of what that changes");
}

void bireme_comparison_document(const void *of, bireme_document *document)
{
    const bireme_comparison_view *view = of;
    const bireme_comparison *c = view->comparison;
    bireme_text opening = {0}, certainty = {0};
    bireme_comparison_opening(view, &opening);
    bireme_document_paragraph_take(document, &opening);
    side_by_side(view, document);
    for (size_t s = 0; s < bireme_comparison_count(c); s++) {
        if (s == bireme_comparison_baseline(c)) continue;
        against_baseline(view, document, s);
        bireme_comparison_by_quarter(view, document, s);
        bridge(view, document, s);
    }
    bireme_document_heading(document, "How sure is this");
    bireme_comparison_certainty(view, &certainty);
    bireme_document_paragraph_take(document, &certainty);
}
