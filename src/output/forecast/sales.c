/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What sales can work, and what it cannot, team by team: the key figures, then period by period.
 */
#include "output/forecast/sections.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/text.h"

bireme_metric_id bireme_section_team(const bireme_model *model, size_t team, bireme_metric_kind kind)
{
    static const struct {
        bireme_metric_kind of_all, of_team;
    } kinds[] = {{BIREME_METRIC_REPS, BIREME_METRIC_TEAM_REPS},
                 {BIREME_METRIC_CAPACITY, BIREME_METRIC_TEAM_CAPACITY},
                 {BIREME_METRIC_WORKED, BIREME_METRIC_TEAM_WORKED},
                 {BIREME_METRIC_UTILISATION, BIREME_METRIC_TEAM_UTILISATION},
                 {BIREME_METRIC_BACKLOG, BIREME_METRIC_TEAM_BACKLOG},
                 {BIREME_METRIC_TURNED_AWAY, BIREME_METRIC_TEAM_TURNED_AWAY},
                 {BIREME_METRIC_TURNED_AWAY_VALUE, BIREME_METRIC_TEAM_TURNED_AWAY_VALUE}};
    for (size_t i = 0; model->has_named_teams && i < sizeof kinds / sizeof *kinds; i++)
        if (kinds[i].of_all == kind) return bireme_metric_one(kinds[i].of_team, (int)team);
    return bireme_metric_all(kind);
}

/* A team in a view. */
typedef struct work {
    const bireme_forecast_view *view;
    const bireme_team *team;
    size_t number;
} work;

static bireme_metric_id id_of(const work *w, bireme_metric_kind kind)
{
    return bireme_section_team(w->view->model, w->number, kind);
}

static const bireme_summary *all_of(const work *w, bireme_metric_kind kind)
{
    return bireme_forecast_view_total(w->view, id_of(w, kind));
}

/* Whether anything is ever turned away or left waiting. */
static bool binds(const work *w)
{
    const bireme_summary *away = all_of(w, BIREME_METRIC_TURNED_AWAY);
    const bireme_summary *backlog = all_of(w, BIREME_METRIC_BACKLOG);
    return (away != NULL && away->max > 0) || (backlog != NULL && backlog->max > 0);
}

bireme_summary bireme_section_waiting(const bireme_team *team, const bireme_summary *backlog)
{
    bireme_summary s = {0};
    if (backlog == NULL) return s;
    s = *backlog;
    double *const value[] = {&s.mean, &s.mean_se, &s.sd, &s.sd_se, &s.min, &s.max};
    for (size_t i = 0; i < sizeof value / sizeof *value; i++) *value[i] *= team->patience;
    for (int q = 0; q < BIREME_QUANTILE_COUNT; q++) {
        s.quantile[q] *= team->patience;
        s.quantile_se[q] *= team->patience;
    }
    return s;
}

/* ------------------------ what comes */

static const bireme_summary *figure_in(const work *w, bireme_metric_kind kind, size_t period)
{
    return period == SIZE_MAX ? all_of(w, kind) : bireme_forecast_view_in(w->view, id_of(w, kind), period);
}

static double mean_or(const bireme_summary *s, double otherwise)
{
    return s != NULL && s->n > 0 ? s->mean : otherwise;
}

/* A metric's summary in a time. */
typedef const bireme_summary *summary_in(const bireme_forecast_view *view, bireme_metric_id id, size_t time);

static const bireme_summary *in_all(const bireme_forecast_view *view, bireme_metric_id id, size_t time)
{
    (void)time;
    return bireme_forecast_view_total(view, id);
}

static const bireme_summary *in_period(const bireme_forecast_view *view, bireme_metric_id id, size_t period)
{
    const size_t metric = bireme_forecast_view_metric(view, id);
    return metric != SIZE_MAX ? bireme_forecast_period(view->forecast, metric, period) : NULL;
}

/* Who comes is taken up, turned away, or waits on, besides those who waited at the end of `before`; SIZE_MAX:
 * nobody did. */
static double comes(const bireme_forecast_view *view, size_t number, summary_in *in, size_t time,
                    size_t before)
{
    const bireme_model *model = view->model;
    const bireme_team *team = &model->teams[number];
    const double share = team->waits ? team->patience : 0;
    const bireme_metric_id backlog = bireme_section_team(model, number, BIREME_METRIC_BACKLOG);
    if (bireme_model_works_all(model, number))
        return mean_or(in(view, bireme_metric_one(BIREME_METRIC_STAGE, (int)team->stage), time), NAN);
    return mean_or(in(view, bireme_section_team(model, number, BIREME_METRIC_WORKED), time), NAN) +
           mean_or(in(view, bireme_section_team(model, number, BIREME_METRIC_TURNED_AWAY), time), NAN) +
           share * mean_or(in(view, backlog, time), NAN) -
           (before != SIZE_MAX ? share * mean_or(in(view, backlog, before), NAN) : 0);
}

double bireme_section_comes(const bireme_forecast_view *view, size_t team, size_t time)
{
    if (time == SIZE_MAX) return comes(view, team, in_all, 0, SIZE_MAX);
    const size_t before = bireme_forecast_view_before(view, time);
    const bool over = before == SIZE_MAX || before < bireme_forecast_view_times_past(view);
    return comes(view, team, bireme_forecast_view_in, time, over ? SIZE_MAX : before);
}

double bireme_section_comes_in_period(const bireme_forecast_view *view, size_t team, size_t period)
{
    return comes(view, team, in_period, period,
                 period > bireme_forecast_past_count(view->forecast) ? period - 1 : SIZE_MAX);
}

static void comes_row(const work *w, bireme_document *document)
{
    static const char title[] = "come to be worked";
    if (bireme_model_works_all(w->view->model, w->number)) {
        bireme_section_key_row(w->view, document, bireme_metric_one(BIREME_METRIC_STAGE, (int)w->team->stage),
                               title);
        return;
    }
    const bireme_summary none = {0};
    bireme_section_key_summary(
        document, title, BIREME_FORMAT_COUNT,
        bireme_cell_number(BIREME_FORMAT_COUNT, bireme_section_comes(w->view, w->number, SIZE_MAX), 0),
        &none);
}

static void capacity_rows(const work *w, bireme_document *document)
{
    const bireme_forecast_view *view = w->view;
    comes_row(w, document);
    bireme_section_key_row(view, document, id_of(w, BIREME_METRIC_CAPACITY), NULL);
    bireme_section_key_row(view, document, id_of(w, BIREME_METRIC_WORKED), "are taken up");
    bireme_section_key_row(view, document, id_of(w, BIREME_METRIC_UTILISATION), NULL);
    if (!binds(w)) {
        bireme_document_detail_format(document, "%s has room for all that comes.",
                                      bireme_section_begin_team(view->model, w->number));
        return;
    }
    bireme_section_key_row(view, document, id_of(w, BIREME_METRIC_TURNED_AWAY),
                           w->team->waits ? "give up waiting" : "find no room and are lost");
    if (!view->model->has_named_teams)
        bireme_section_key(view, document, BIREME_METRIC_TURNED_AWAY_SHARE, "- share of all that come");
    if (bireme_forecast_view_has_money(view))
        bireme_section_key_row(view, document, id_of(w, BIREME_METRIC_TURNED_AWAY_VALUE),
                               "- what they would have brought");
    if (!w->team->waits) return;
    const bireme_summary waiting = bireme_section_waiting(w->team, all_of(w, BIREME_METRIC_BACKLOG));
    if (waiting.n > 0)
        bireme_section_key_summary(document, "still wait at the end", BIREME_FORMAT_COUNT,
                                   bireme_section_mean(BIREME_FORMAT_COUNT, &waiting), &waiting);
}

/* ------------------------ by period */

static double mean_at(const work *w, bireme_metric_kind kind, size_t period)
{
    return mean_or(in_period(w->view, id_of(w, kind), period), NAN);
}

/* Of the rest of a time that is over in part: sums of the means of its periods; the mean of reps, what waits
 * at the end, and what is taken up of the capacity, which is the same in every trial. */
static double mean_of_rest(const work *w, bireme_metric_kind kind, size_t time)
{
    size_t n, first = bireme_forecast_view_to_come(w->view, time, &n);
    double sum = 0, capacity = 0;
    if (kind == BIREME_METRIC_BACKLOG) return mean_at(w, kind, first + n - 1);
    for (size_t t = first; t < first + n; t++) {
        const double can = mean_at(w, BIREME_METRIC_CAPACITY, t);
        if (kind != BIREME_METRIC_UTILISATION)
            sum += mean_at(w, kind, t);
        else if (can > 0)
            sum += can * mean_at(w, kind, t);
        capacity += can;
    }
    return kind == BIREME_METRIC_REPS          ? sum / (double)n
           : kind == BIREME_METRIC_UTILISATION ? sum / capacity
                                               : sum;
}

static double mean_of(const work *w, bireme_metric_kind kind, size_t time)
{
    const double mean = bireme_forecast_view_is_over_in_part(w->view, time)
                            ? mean_of_rest(w, kind, time)
                            : mean_or(figure_in(w, kind, time), NAN);
    return kind == BIREME_METRIC_BACKLOG ? w->team->patience * mean : mean;
}

static double comes_in(const work *w, size_t time)
{
    size_t n, first = bireme_forecast_view_to_come(w->view, time, &n);
    double sum = 0;
    if (!bireme_forecast_view_is_over_in_part(w->view, time))
        return bireme_section_comes(w->view, w->number, time);
    for (size_t t = first; t < first + n; t++) sum += bireme_section_comes_in_period(w->view, w->number, t);
    return sum;
}

/* Empty where it is not known, as a share of nothing is. */
static bireme_cell cell_of(bireme_format format, double mean)
{
    return isfinite(mean) ? bireme_cell_number(format, mean, 0) : bireme_cell_empty();
}

const char *bireme_section_rest_label(const bireme_forecast_view *view, size_t time, char *buffer)
{
    size_t n, first = bireme_forecast_view_to_come(view, time, &n), length;
    bireme_forecast_view_time(view, time, false, buffer);
    length = strlen(buffer);
    if (bireme_forecast_view_is_over_in_part(view, time))
        snprintf(buffer + length, BIREME_TIME_LABEL - length, ", from %s",
                 bireme_forecast_period_label(view->forecast, first));
    return buffer;
}

static void period_row(const work *w, bireme_document *document, size_t t)
{
    static const struct {
        bireme_metric_kind kind;
        bireme_format format;
    } shown[] = {{BIREME_METRIC_CAPACITY, BIREME_FORMAT_COUNT},
                 {BIREME_METRIC_WORKED, BIREME_FORMAT_COUNT},
                 {BIREME_METRIC_UTILISATION, BIREME_FORMAT_SHARE},
                 {BIREME_METRIC_TURNED_AWAY, BIREME_FORMAT_COUNT},
                 {BIREME_METRIC_BACKLOG, BIREME_FORMAT_COUNT}};
    enum { SHOWN = sizeof shown / sizeof *shown };
    char label[BIREME_TIME_LABEL];
    bireme_cell cells[3 + SHOWN] = {bireme_cell_text(bireme_section_rest_label(w->view, t, label)),
                                    cell_of(BIREME_FORMAT_COUNT, mean_of(w, BIREME_METRIC_REPS, t)),
                                    cell_of(BIREME_FORMAT_COUNT, comes_in(w, t))};
    for (size_t i = 0; i < SHOWN; i++) cells[3 + i] = cell_of(shown[i].format, mean_of(w, shown[i].kind, t));
    bireme_document_row(document, cells, bireme_forecast_view_is_year(w->view, t));
}

static void add_capacity_periods(const work *w, bireme_document *document)
{
    const bireme_forecast_view *view = w->view;
    bireme_column columns[] = {BIREME_TEXTS("means"),
                               BIREME_NUMBERS("reps"),
                               BIREME_NUMBERS("come"),
                               BIREME_NUMBERS("can be taken up"),
                               BIREME_NUMBERS("are taken up"),
                               BIREME_NUMBERS("of capacity"),
                               BIREME_NUMBERS(w->team->waits ? "give up" : "lost"),
                               BIREME_NUMBERS("still wait")};
    const size_t first = bireme_forecast_view_times_past(view);
    for (size_t c = 1; c < sizeof columns / sizeof *columns; c++) columns[c].even = true;
    if (figure_in(w, BIREME_METRIC_WORKED, 0) == NULL) return;
    bireme_document_table(document, columns, !binds(w) ? 6 : w->team->waits ? 8 : 7);
    for (size_t t = first; t < bireme_forecast_view_times(view); t++) period_row(w, document, t);
    if (bireme_forecast_view_is_over_in_part(view, first))
        bireme_document_detail(
            document, "of what is over in part, only what is still to come is shown: what the team has "
                      "done before is none of the facts");
    if (binds(w) && w->team->waits)
        bireme_document_detail_format(document,
                                      "who still wait are there in the next %s too: those and the ones "
                                      "that come are taken up, give up, or still wait at its end",
                                      bireme_forecast_view_time_name(view));
}

/* ------------------------ a team, and all of them */

/* "sdr, at the stage sql: what can be taken up, for events, search" */
static void add_heading(const work *w, bireme_document *document)
{
    const bireme_model *model = w->view->model;
    bireme_text heading = {0};
    if (!model->has_named_teams) {
        bireme_text_append(&heading, "Sales");
        if (w->team->has_capacity)
            bireme_text_format(&heading, ": what can be taken up (stage %s)", model->stage[w->team->stage]);
    } else {
        bireme_text_format(&heading, "Team %s: what can be taken up (stage %s", w->team->name,
                           model->stage[w->team->stage]);
        const bool all = bireme_model_works_all(model, w->number);
        const char *joint = ", for ";
        for (size_t c = 0; c < model->n_channels && !all; c++) {
            if (!w->team->works[c]) continue;
            bireme_text_format(&heading, "%s%s", joint, model->channels[c].name);
            joint = ", ";
        }
        bireme_text_append(&heading, ")");
    }
    bireme_section_heading(w->view, document, bireme_text_string(&heading));
    bireme_document_release(document, &heading);
}

static void per_rep_rows(const bireme_forecast_view *view, bireme_document *document)
{
    bool opening = bireme_forecast_view_all(view, BIREME_METRIC_REVENUE_OPENING) != NULL;
    if (!bireme_forecast_view_has_money(view)) return;
    bireme_section_key(view, document, BIREME_METRIC_REVENUE_PER_REP,
                       opening ? "revenue per rep, that of earlier customers included" : NULL);
    if (view->model->revenue.recurring)
        bireme_section_key(view, document, BIREME_METRIC_BOOKINGS_PER_REP,
                           "new contracts per rep, value a year");
}

static void add_team(const work *w, bireme_document *document)
{
    add_heading(w, document);
    bireme_section_key_table(document);
    bireme_section_key_row(w->view, document, id_of(w, BIREME_METRIC_REPS),
                           "reps, those still ramping included");
    if (w->team->has_capacity) capacity_rows(w, document);
    if (w->view->model->n_teams == 1) per_rep_rows(w->view, document);
    if (w->team->has_capacity) add_capacity_periods(w, document);
}

void bireme_section_sales(const bireme_forecast_view *asked, bireme_document *document)
{
    BIREME_SECTION_TOLD(asked, BIREME_METRIC_REPS, BIREME_METRIC_CAPACITY);
    const bireme_model *model = view->model;
    for (size_t i = 0; i < model->n_teams; i++) {
        const size_t k = bireme_model_team_in_order(model, i);
        const work w = {view, &model->teams[k], k};
        add_team(&w, document);
    }
    if (model->n_teams < 2) return;
    bireme_section_heading(view, document, "Sales: all teams together");
    bireme_section_key_table(document);
    bireme_section_key(view, document, BIREME_METRIC_REPS, "reps, those still ramping included");
    per_rep_rows(view, document);
}
