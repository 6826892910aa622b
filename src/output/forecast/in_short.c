/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a reader in a hurry must know besides the first sentence: where recurring revenue comes from, what is
 * left after costs, and whether sales can keep up.
 */
#include "output/forecast/sections.h"

#include <math.h>
#include <string.h>
#include "output/forms/number.h"
#include "output/forecast/of_totals.h"

/* A share below this is not worth a sentence. */
static const double NOTHING = 0.0005;

static const char *money(char *buffer, const bireme_forecast_view *view, const bireme_summary *s)
{
    return bireme_money_format(buffer, view->model->currency, s->mean, s->mean_se);
}

static bool has_mean(const bireme_summary *s)
{
    return s != NULL && s->n > 0 && isfinite(s->mean);
}

static void begin_sentence(bireme_text *out)
{
    if (out->length > 0) bireme_text_append(out, " ");
}

/* ------------------------ where it comes from */

/* A difference of sums that is less than this of them is 0. */
static const double SUM_ROUNDED = 1e-12;

static void append_sources(bireme_text *out, const bireme_forecast_view *view)
{
    const bireme_summary *revenue = bireme_forecast_view_all(view, BIREME_METRIC_REVENUE);
    const bireme_summary *opening = bireme_forecast_view_all(view, BIREME_METRIC_REVENUE_OPENING);
    const bireme_summary *bookings = bireme_forecast_view_all(view, BIREME_METRIC_BOOKINGS);
    char a[BIREME_PEOPLE_SIZE], b[BIREME_PEOPLE_SIZE], start[BIREME_PERIOD_WORDS];
    if (!view->model->revenue.recurring || !has_mean(revenue) || !has_mean(bookings)) return;
    begin_sentence(out);
    if (has_mean(opening)) {
        const double new_ones = revenue->mean - opening->mean;
        bireme_forecast_view_at_start(view, start);
        bireme_money_format(b, view->model->currency, new_ones, revenue->mean_se);
        if (new_ones > SUM_ROUNDED * revenue->mean)
            bireme_text_format(out, "Of that, %s comes from customers there %s and %s from new ones.",
                               money(a, view, opening), start, b);
        else
            bireme_text_format(out, "All of it comes from customers there %s.", start);
    }
    if (!(bookings->mean > 0)) return;
    if (has_mean(opening)) begin_sentence(out);
    bireme_text_format(out, "The new contracts are worth %s a year.", money(a, view, bookings));
}

/* ------------------------ what is left */

static void append_contribution(bireme_text *out, const bireme_forecast_view *view)
{
    const bireme_summary *left = bireme_forecast_view_all(view, BIREME_METRIC_CONTRIBUTION);
    const bireme_summary *marketing = bireme_forecast_view_all(view, BIREME_METRIC_COST_MARKETING);
    const bireme_summary *sales = bireme_forecast_view_all(view, BIREME_METRIC_COST_SALES);
    const bireme_model *model = view->model;
    char mean[BIREME_PEOPLE_SIZE], low[BIREME_PEOPLE_SIZE], high[BIREME_PEOPLE_SIZE];
    bool has_sales = has_mean(sales) && sales->mean > 0,
         has_marketing = has_mean(marketing) && marketing->mean > 0;
    if (!has_mean(left) || !(has_sales || has_marketing)) return;
    begin_sentence(out);
    bireme_text_append(out, "After ");
    const double margin = bireme_section_margin(model),
                 unit = bireme_model_mean(model, model->revenue.unit_cost, 0);
    if (margin < 1)
        bireme_text_format(out, "the cost of goods (gross margin %s%s%s) and ",
                           bireme_section_about(model, model->revenue.gross_margin),
                           bireme_share_format(mean, margin, 0), unit > 0 ? ", and a cost per deal" : "");
    else if (unit > 0)
        bireme_text_append(out, "the cost of each deal and ");
    bireme_text_format(out, "the cost of %s, ",
                       !has_sales      ? "marketing"
                       : has_marketing ? "marketing and sales"
                                       : "sales");
    bireme_text_format(out, "the contribution is %s", money(mean, view, left));
    if (!(left->min < left->max)) {
        bireme_text_append(out, ".");
        return;
    }
    bireme_money_format(low, model->currency, left->quantile[BIREME_P10],
                        bireme_summary_quantile_se(left, BIREME_P10));
    bireme_money_format(high, model->currency, left->quantile[BIREME_P90],
                        bireme_summary_quantile_se(left, BIREME_P90));
    bireme_text_format(out, ", in 8 of 10 %s between %s and %s.",
                       view->n_given > 0 ? "such futures" : "futures", low, high);
}

/* ------------------------ can sales work it */

/* Numbers that add up to hundreds have no decimals. */
static const char *number_of(char *buffer, const bireme_summary *s, bool whole)
{
    return whole ? bireme_whole_format(buffer, s->mean, 0) : bireme_count_format(buffer, s->mean, 0);
}

static const bireme_summary *of_team(const bireme_forecast_view *view, size_t team, bireme_metric_kind kind)
{
    return bireme_forecast_view_total(view, bireme_section_team(view->model, team, kind));
}

/* "110 (13 %), worth $1.2M, find no room and are lost"; "82 (9.1 %), …, give up waiting, and 28 still wait at
 * the end" */
static void append_overflow(bireme_text *out, const bireme_forecast_view *view, size_t team, double share,
                            const bireme_summary *waiting, bool whole)
{
    const bireme_summary *away = of_team(view, team, BIREME_METRIC_TURNED_AWAY);
    const bireme_summary *value = of_team(view, team, BIREME_METRIC_TURNED_AWAY_VALUE);
    bool any_wait = waiting->n > 0 && waiting->mean >= 0.5;
    char number[BIREME_PEOPLE_SIZE];
    if (share > NOTHING && has_mean(away)) {
        const bool one = strcmp(number_of(number, away, whole), "1") == 0;
        bireme_text_append(out, number);
        bireme_text_format(out, " (%s)", bireme_share_format(number, share, 0));
        if (has_mean(value) && value->mean > 0)
            bireme_text_format(out, ", worth %s,", money(number, view, value));
        if (view->model->teams[team].waits)
            bireme_text_append(out, one ? " gives up waiting" : " give up waiting");
        else
            bireme_text_append(out, one ? " finds no room and is lost" : " find no room and are lost");
    }
    if (!any_wait) return;
    number_of(number, waiting, whole);
    bireme_text_format(out, "%s%s still %s at the end", share > NOTHING ? ", and " : "", number,
                       strcmp(number, "1") == 0 ? "waits" : "wait");
}

/* What is lost of what comes to a team, as the table has it. */
static double share_lost(const bireme_forecast_view *view, size_t team)
{
    if (view->model->has_named_teams) {
        const bireme_summary *away = of_team(view, team, BIREME_METRIC_TURNED_AWAY);
        const double come = bireme_section_comes(view, team, SIZE_MAX);
        return has_mean(away) && come > 0 ? away->mean / come : 0;
    }
    const bireme_summary *share = bireme_forecast_view_all(view, BIREME_METRIC_TURNED_AWAY_SHARE);
    const size_t metric = bireme_forecast_view_metric(view,
                                                      bireme_metric_all(BIREME_METRIC_TURNED_AWAY_SHARE));
    const double of_all = bireme_of_totals(view->forecast, view->model, view->rest, metric);
    return !isnan(of_all) ? of_all : has_mean(share) ? share->mean : 0;
}

static bireme_summary waiting_of(const bireme_forecast_view *view, size_t team)
{
    return view->model->teams[team].waits
               ? bireme_section_waiting(&view->model->teams[team], of_team(view, team, BIREME_METRIC_BACKLOG))
               : (bireme_summary){0};
}

static bool has_room(const bireme_forecast_view *view, size_t team)
{
    const bireme_summary waiting = waiting_of(view, team);
    const bireme_summary *away = of_team(view, team, BIREME_METRIC_TURNED_AWAY);
    const double lost = share_lost(view, team);
    const bool few = lost < 2 * NOTHING && has_mean(away) && away->mean < 0.5; /* none, in whole numbers */
    return !(lost > NOTHING && !few) && !(waiting.n > 0 && waiting.mean >= 0.5);
}

/* "sdr can take up nothing of the 2,490 that come to the stage sql." */
static void append_nothing(bireme_text *out, const bireme_forecast_view *view, size_t number)
{
    const bireme_team *team = &view->model->teams[number];
    const double come = bireme_section_comes(view, number, SIZE_MAX);
    char size[BIREME_PEOPLE_SIZE];
    if (!(come > 0)) return;
    begin_sentence(out);
    bireme_text_format(out, "%s can take up nothing of the %s that come to the stage %s.",
                       bireme_section_begin_team(view->model, number), bireme_whole_format(size, come, 0),
                       view->model->stage[team->stage]);
}

static void append_capacity(bireme_text *out, const bireme_forecast_view *view, size_t number)
{
    const bireme_team *team = &view->model->teams[number];
    const bireme_summary *worked = of_team(view, number, BIREME_METRIC_WORKED);
    const bireme_summary *used = of_team(view, number, BIREME_METRIC_UTILISATION);
    const bireme_summary waiting = waiting_of(view, number);
    char size[BIREME_PEOPLE_SIZE], share[BIREME_PEOPLE_SIZE];
    if (!has_mean(worked)) return;
    if (!has_mean(used)) { /* a capacity of 0 */
        append_nothing(out, view, number);
        return;
    }
    begin_sentence(out);
    const double lost = share_lost(view, number);
    if (has_room(view, number)) {
        bireme_text_format(out, "%s has room for what comes: %s of what it can take up is used.",
                           bireme_section_begin_team(view->model, number),
                           bireme_share_format(share, used->mean, used->mean_se));
        return;
    }
    const bool all = bireme_model_works_all(view->model, number);
    const bireme_summary *come = all ? bireme_forecast_view_one(view, BIREME_METRIC_STAGE, team->stage)
                                     : NULL;
    const bool whole = worked->mean >= 100;
    if (has_mean(come))
        bireme_text_format(out, "Of the %s that come to the stage %s, %s takes up ",
                           number_of(size, come, whole), view->model->stage[team->stage], team->name);
    else
        bireme_text_format(out, "%s takes up ", bireme_section_begin_team(view->model, number));
    bireme_text_append(out, number_of(size, worked, whole));
    bireme_text_append(out, "; ");
    append_overflow(out, view, number, lost, &waiting, whole);
    bireme_text_append(out, ".");
}

/* Team by team in the order of the funnel; of many only those that cannot take up all that comes. */
static void append_teams(bireme_text *out, const bireme_forecast_view *view)
{
    enum { FEW = 3 };
    const bireme_model *model = view->model;
    size_t others = 0;
    for (size_t i = 0; i < model->n_teams; i++) {
        const size_t k = bireme_model_team_in_order(model, i);
        const bool comes = !model->has_named_teams || bireme_section_comes(view, k, SIZE_MAX) > 0;
        if (!model->teams[k].has_capacity || !comes) continue;
        if (model->n_teams > FEW && has_room(view, k))
            others++;
        else
            append_capacity(out, view, k);
    }
    if (others == 0) return;
    begin_sentence(out);
    bireme_text_format(out, "%zu other team%s %s room for what comes.", others, bireme_plural(others),
                       others == 1 ? "has" : "have");
}

/* ------------------------ which team holds back */

/* What of that which comes to a team is not taken up by the end: given up, lost, or waiting still. */
typedef struct left_undone {
    size_t team;
    double share, se; /* at most */
} left_undone;

static left_undone left_by(const bireme_forecast_view *view, size_t team)
{
    const bireme_summary *away = of_team(view, team, BIREME_METRIC_TURNED_AWAY),
                         *worked = of_team(view, team, BIREME_METRIC_WORKED),
                         waiting = waiting_of(view, team);
    left_undone left = {.team = team};
    if (!view->model->teams[team].has_capacity || !has_mean(away) || !has_mean(worked)) return left;
    const double undone = away->mean + waiting.mean, come = undone + worked->mean;
    if (!(come > 0)) return left;
    left.share = undone / come;
    left.se = (away->mean_se + waiting.mean_se) / come; /* as if both were wrong in the same direction */
    return left;
}

/* Whether another team leaves about as much: within two standard errors, or half a point. */
static bool is_alike(const bireme_forecast_view *view, const left_undone *most, size_t team)
{
    const left_undone left = left_by(view, team);
    return team != most->team && left.share > NOTHING &&
           most->share - left.share <= fmax(0.005, 2 * (most->se + left.se));
}

/* Whether another team works an earlier stage for one of its channels. */
static bool follows(const bireme_model *model, size_t team)
{
    for (size_t k = 0; k < model->n_teams; k++)
        for (size_t c = 0; c < model->n_channels && model->teams[k].stage < model->teams[team].stage; c++)
            if (model->teams[k].works[c] && model->teams[team].works[c]) return true;
    return false;
}

/* "sdr, smb and accounts hold back about equally" */
static void append_alike(bireme_text *out, const bireme_forecast_view *view, const left_undone *most,
                         size_t alike)
{
    bireme_text_append(out, view->model->teams[most->team].name);
    for (size_t i = 0, said = 0; i < view->model->n_teams; i++) {
        const size_t k = bireme_model_team_in_order(view->model, i);
        if (!is_alike(view, most, k)) continue;
        bireme_text_format(out, "%s%s", ++said < alike ? ", " : " and ", view->model->teams[k].name);
    }
    bireme_text_append(out,
                       " leave about equal shares of those who come to them: so many are not taken up by the "
                       "end");
}

/* "smb leaves the largest share: of those whom the teams before it pass on, 16 % are not taken up by the
 * end" */
static void append_most(bireme_text *out, const bireme_forecast_view *view, const left_undone *most)
{
    const bireme_summary *used = of_team(view, most->team, BIREME_METRIC_UTILISATION);
    char share[BIREME_PEOPLE_SIZE];
    bireme_text_format(out, "%s leaves the largest share: of those %s, %s are not taken up by the end",
                       view->model->teams[most->team].name,
                       follows(view->model, most->team) ? "whom the teams before it pass on"
                                                        : "who come to it",
                       bireme_share_format(share, most->share, most->se));
    bireme_text_format(out, ", with %s of its capacity used",
                       bireme_share_format(share, used->mean, used->mean_se));
}

/* Whether there is something for `sensitivity` to vary. */
static bool is_uncertain(const bireme_model *model)
{
    bool any = model->economy.n_regimes > 1;
    for (size_t q = 0; q < model->n_quantities && !any; q++)
        any = !bireme_dist_is_fixed(model->quantities[q].dist);
    return any;
}

/* Where there is more than one that it could be. What a team leaves is no measure of what its reps would
 * bring: the next one may have no room for it. */
static void append_bottleneck(bireme_text *out, const bireme_forecast_view *view)
{
    left_undone most = {0};
    size_t limited = 0, alike = 0;
    for (size_t i = 0; i < view->model->n_teams; i++) {
        const left_undone left = left_by(view, bireme_model_team_in_order(view->model, i));
        limited += view->model->teams[left.team].has_capacity;
        if (left.share > most.share) most = left;
    }
    if (limited < 2 || !(most.share > NOTHING)) return;
    if (!has_mean(of_team(view, most.team, BIREME_METRIC_UTILISATION)))
        return; /* it can take up nothing: said */
    for (size_t k = 0; k < view->model->n_teams; k++) alike += is_alike(view, &most, k);
    begin_sentence(out);
    if (alike > 0)
        append_alike(out, view, &most, alike);
    else
        append_most(out, view, &most);
    if (is_uncertain(view->model))
        bireme_text_append(out, "; which of them holds back is another matter: what one more rep of each "
                                "brings, bireme sensitivity says");
    bireme_text_append(out, ".");
}

/* ------------------------ all of it */

typedef void part_of(bireme_text *out, const bireme_forecast_view *view);

static void money_part(bireme_text *out, const bireme_forecast_view *view)
{
    if (!bireme_forecast_view_has_money(view)) return;
    append_sources(out, view);
    append_contribution(out, view);
}

static void teams_part(bireme_text *out, const bireme_forecast_view *view)
{
    append_teams(out, view);
    append_bottleneck(out, view);
}

/* The first part of which only what is still to come can be told says so: "From April 2027 on:". */
static void append_part(bireme_text *out, const bireme_forecast_view *view, part_of *part, bool *announced)
{
    bireme_text text = {0};
    char from[BIREME_PERIOD_WORDS];
    part(&text, view);
    if (text.length > 0 && out->length > 0) bireme_text_append(out, " ");
    if (text.length > 0 && view->rest && !*announced) {
        const size_t at = out->length;
        bireme_text_format(out, "%s: ", bireme_forecast_view_from(view, from));
        if (!out->failed) out->data[at] = 'F';
        *announced = true;
    }
    if (text.length > 0) bireme_text_append(out, bireme_text_string(&text));
    out->failed = out->failed || text.failed;
    bireme_text_free(&text);
}

void bireme_forecast_in_short(const bireme_forecast_view *asked, bireme_text *out)
{
    static const bireme_metric_kind money[] = {BIREME_METRIC_CONTRIBUTION, BIREME_METRIC_REVENUE_OPENING},
                                    work[] = {BIREME_METRIC_CAPACITY, BIREME_METRIC_TEAM_CAPACITY};
    const bireme_forecast_view of_money = bireme_section_told(asked, sizeof money / sizeof *money, money),
                               of_work = bireme_section_told(asked, sizeof work / sizeof *work, work);
    bool announced = false;
    append_part(out, &of_money, money_part, &announced);
    append_part(out, &of_work, teams_part, &announced);
}
