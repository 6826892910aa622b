/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The oracle's teams: who works what, what they cost, and how much of what there is to do they do.
 */
#include "oracle_internal.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

const oracle_team *oracle_team_at(const oracle *model, size_t c, size_t s)
{
    for (size_t k = 0; k < model->n_teams; k++) {
        const oracle_team *team = &model->teams[k];
        if (team->limited && team->stage == s && team->works[c]) return team;
    }
    return NULL;
}

double oracle_reps_cost(const oracle_trial *now, size_t k, size_t t)
{
    const oracle_team *team = &now->model->teams[k];
    return team->heads[t] * oracle_rate_in(now, team->cost_per_rep, 0, t) *
           oracle_grown_by(now, team->cost_growth, t);
}

double oracle_commission_on(const oracle_trial *now, size_t c, size_t t)
{
    double sum = 0;
    for (size_t k = 0; k < now->model->n_teams; k++)
        if (now->model->teams[k].works[c]) sum += oracle_rate_in(now, now->model->teams[k].commission, 0, t);
    return sum;
}

/* All [periods]. */
typedef struct doings {
    double *possible, *done, *used, *worked, *backlog, *away, *value, *come;
} doings;
enum { DOINGS = 8 };

static doings new_doings(size_t h)
{
    double *room = oracle_need(DOINGS * h, sizeof *room);
    return (doings){room,         room + h,     room + 2 * h, room + 3 * h,
                    room + 4 * h, room + 5 * h, room + 6 * h, room + 7 * h};
}

/* Of a team with a limit. */
static void add_doings(const oracle_trial *now, size_t k, doings *d)
{
    const oracle_team *team = &now->model->teams[k];
    const size_t h = now->model->periods;
    double waiting = 0;
    for (size_t t = 0; t < h; t++) {
        size_t at = k * h + t;
        double there = now->demand[at] + waiting, possible = team->effective[t] * team->per_rep;
        waiting = team->patience * fmax(0, there - possible);
        d->possible[t] += possible;
        d->done[t] += fmin(there, possible);
        d->worked[t] += now->worked[at];
        d->backlog[t] += now->backlog[at];
        d->away[t] += now->turned_away[at];
        d->value[t] += now->turned_value[at];
        d->come[t] += now->demand[at];
    }
}

static void put_doings(const oracle_trial *now, oracle_writer *w, const char *prefix, const char *name,
                       doings *d)
{
    const size_t h = now->model->periods;
    char start[ORACLE_PATH] = "";
    double done = 0, come = 0;
    if (name[0] != '\0') snprintf(start, sizeof start, "%s%s.", prefix, name);
    for (size_t t = 0; t < h; t++) {
        d->used[t] = oracle_ratio(d->done[t], d->possible[t]);
        done += d->done[t];
        come += d->come[t];
    }
    oracle_put_sum(w, start, "worked", "", d->worked);
    double possible = oracle_put_sum(w, start, "capacity", "", d->possible);
    oracle_put(w, start, "utilisation", "", d->used, oracle_ratio(done, possible));
    oracle_put_last(w, start, "backlog", "", d->backlog);
    double away = oracle_put_sum(w, start, "turned_away", "", d->away);
    oracle_put_sum(w, start, "turned_away", ".value", d->value);
    if (name[0] == '\0') oracle_put(w, "turned_away.share", "", "", NULL, oracle_ratio(away, come));
}

void oracle_record_teams(const oracle_trial *now, oracle_writer *w)
{
    const oracle *model = now->model;
    const size_t h = model->periods;
    doings all = new_doings(h);
    for (size_t k = 0; k < model->n_teams; k++) {
        const oracle_team *team = &model->teams[k];
        doings own = new_doings(h);
        double heads = 0;
        for (size_t t = 0; t < h; t++) heads += team->heads[t] / (double)h;
        if (team->name[0] != '\0') oracle_put(w, "team.", team->name, ".reps", team->heads, heads);
        if (team->limited) {
            add_doings(now, k, &own);
            add_doings(now, k, &all);
            if (team->name[0] != '\0') put_doings(now, w, "team.", team->name, &own);
        }
        free(own.possible);
    }
    put_doings(now, w, "", "", &all);
    free(all.possible);
}
