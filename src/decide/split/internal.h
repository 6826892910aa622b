/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A search for the best division of a total, shared by the files that make it: what a line costs and what a
 * division is in the plan (lines.c), the objective (value.c), the search (search.c), the frontier
 * (frontier.c), other divisions and moves between them (places.c), whether one of them is better (check.c),
 * whether it is stationary (stationary.c), what it is worth (measures.c), the answer on fresh numbers
 * (answer.c).
 */
#ifndef BIREME_DECIDE_SPLIT_INTERNAL_H
#define BIREME_DECIDE_SPLIT_INTERNAL_H

#include <math.h>
#include <string.h>
#include "decide/split/result.h"
#include "engine/law/moments.h"
#include "engine/run/study.h"
#include "engine/metrics/threshold.h"
#include "scenario/syntax/arena.h"

/* A line that the total is divided among. Money is over the horizon. */
typedef struct bireme_split_line {
    const bireme_line *line;
    bireme_owner owner;
    double low, high; /* money */
    double today;
    double fixed, each; /* for reps: money = fixed + each · reps */
} bireme_split_line;

enum { BIREME_SPLIT_STARTS = 4 };

typedef struct bireme_splitting {
    const bireme_model *model;
    bireme_split *split;
    bireme_run_options run; /* settled */
    size_t metric, by;
    bireme_threshold goal; /* if the objective is P(goal) */
    int steps;
    uint64_t more;       /* trials in the last steps of the search */
    bireme_study *study; /* for the search */
    bireme_study *fresh; /* for the answer */
    bireme_arena rooms;  /* holds the arrays below */
    size_t n;
    bireme_split_line *lines; /* [n] */
    size_t reps;              /* the line of the reps; SIZE_MAX: none */
    double *spend, *flat;     /* [n_channels] working space of the moves */
    double *value;            /* [trials] */
    double *score[2];         /* [trials] */
    double noise,
        noise_mean; /* variance of chance at the mean noise_mean of the metric; NAN: the same at any mean */
    bool means;     /* the search runs at the depth of means */
    bool lawful;    /* chance is that of each division, from its deals (engine/law): by its moments or, */
    bool exact;     /* where these do not tell enough, by the law itself */
    bireme_law_kept kept[2];     /* of study, of fresh */
    bireme_law_moments *moments; /* [BIREME_SPLIT_TRIALS_MORE] of the division that was run last */
} bireme_splitting;

/* ---- lines */
/* Finds out what is divided, and within which limits. Errors: DOMAIN, MEMORY. */
BIREME_MUST_USE bireme_status bireme_splitting_find_lines(bireme_splitting *s, bireme_error *error);
/* The sum of the lines of an owner. */
double bireme_splitting_owned(const bireme_splitting *s, const double *money, bireme_owner owner);
double bireme_splitting_sum(const bireme_splitting *s, const double *money);
/* Reps for the money, and money for the reps. */
double bireme_splitting_reps(const bireme_splitting *s, double money);
double bireme_splitting_cost(const bireme_splitting *s, double reps);
/* The most money that the line may have, whatever the total. */
double bireme_splitting_limit(const bireme_splitting *s, size_t i);
/* The money by which line i is moved for an amount: whole reps move by whole numbers, at least by one, of
 * which the amount has its share. */
double bireme_splitting_step(const bireme_splitting *s, size_t i, double amount);
/* The plan of a division; free with bireme_variant_free(). Errors: MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_splitting_variant(bireme_splitting *s, const bireme_study *study,
                                                       const double *money, bireme_compiled **out,
                                                       bireme_error *error);
/* Brings money within the bounds and to the total, changing it as little as possible. False: impossible. */
bool bireme_splitting_fit(const bireme_splitting *s, double total, double *money);
/* The same, also within the shares of groups. */
bool bireme_splitting_fit_groups(const bireme_splitting *s, double total, double *money);

/* ---- value */
/* Finds out how the smooth objective is had: sets `lawful` or, where the metric has no law, `means` and, from
 * how chance spreads the metric around its mean under today's plan, noise. Errors: MEMORY, CANCELLED. */
BIREME_MUST_USE bireme_status bireme_splitting_find_noise(bireme_splitting *s, bireme_error *error);
/* The replicates whose spread tells the error of the mean of scores. */
static inline unsigned bireme_splitting_replicates(const bireme_splitting *s, const bireme_study *study,
                                                   bool smooth)
{
    return smooth && s->exact ? BIREME_REPLICATES_MOST : study->replicates;
}
/* Runs a division; score [trials] as above, smooth or drawn; metric: NULL or [trials]. */
BIREME_MUST_USE bireme_status bireme_splitting_run(bireme_splitting *s, bireme_study *study, bool smooth,
                                                   const double *money, uint64_t trials, double *score,
                                                   bireme_error *error);
/* The smooth objective, the mean of its scores on the trials of the search. */
BIREME_MUST_USE bireme_status bireme_splitting_mean(bireme_splitting *s, const double *money, uint64_t trials,
                                                    double *out, bireme_error *error);
/* The same in the form that is maximised: for a probability, its probit. Errors: DOMAIN (there is
 * none). */
BIREME_MUST_USE bireme_status bireme_splitting_value(bireme_splitting *s, const double *money,
                                                     uint64_t trials, double *out, bireme_error *error);

/* ---- search */
typedef struct bireme_split_task {
    uint64_t trials;
    double marketing; /* share of the total; NAN: free */
    bool whole;       /* whole reps, where the line asks for them */
    bool polish;      /* until nothing gains any more */
    bool near;        /* the start is near the end, but for whole reps */
    double tolerance; /* in shares of the total */
    int most;         /* most evaluations, counting gradients */
} bireme_split_task;

/* money: the starting point, then the best division. *value: the objective in the form that is maximised. */
BIREME_MUST_USE bireme_status bireme_splitting_maximise(bireme_splitting *s, const bireme_split_task *task,
                                                        double *money, double *value, bireme_error *error);
/* Searches from several starts, then more closely; sets the result's start_value. */
BIREME_MUST_USE bireme_status bireme_splitting_search(bireme_splitting *s, double *best, double *value,
                                                      bireme_error *error);
/* Searches on from the best with the law itself, sets `exact`, if that is another objective than its moments.
 * Errors: MEMORY, CANCELLED, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_splitting_refine(bireme_splitting *s, double *best, double *value,
                                                      bireme_error *error);
/* Start number 0 … 1 + n: today's division, equal parts, then most of it in one line after another. */
void bireme_splitting_start(const bireme_splitting *s, size_t number, double *money);
/* The best division for each share of marketing: money [n_frontier × n]; makes n_frontier and frontier of
 * the result. If one is better than *best, it replaces *best. */
BIREME_MUST_USE bireme_status bireme_splitting_frontier(bireme_splitting *s, double *best, double *value,
                                                        double **money, bireme_error *error);
/* Fills in the result from the divisions found. */
BIREME_MUST_USE bireme_status bireme_splitting_answer(bireme_splitting *s, const double *best,
                                                      double searched, const double *frontier,
                                                      bireme_error *error);

/* ---- places and moves */
/* Divisions that are allowed, all different; free money. */
typedef struct bireme_split_places {
    size_t n, most;
    double *money; /* [n × number of lines] */
} bireme_split_places;

/* Whether it is within the limits of lines and groups, has the right total, and whole reps if required. */
bool bireme_splitting_allows(const bireme_splitting *s, const double *money);
/* Corners, starts, the frontier. to: zeroed by the caller. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_splitting_find_places(const bireme_splitting *s, const double *frontier,
                                                           bireme_split_places *to, bireme_error *error);
/* The number of moves: from one line to another or, with many lines, between one line and all others. */
size_t bireme_splitting_moves(const bireme_splitting *s);
/* The most that the move can take away. */
double bireme_splitting_movable(const bireme_splitting *s, size_t move, const double *money);
/* Moves the amount, or as much as the limits allow. False: nothing can be moved. */
bool bireme_splitting_move(const bireme_splitting *s, size_t move, double amount, const double *money,
                           double *out);
/* The same from one line to another; returns the amount moved. */
double bireme_splitting_move_pair(const bireme_splitting *s, size_t from, size_t to, double amount,
                                  const double *money, double *out);

/* ---- check */
/* The difference between two sums that may be rounding. */
double bireme_splitting_rounding(double a, double b);
/* Values other divisions with drawn scores. again: one is better; the search then continues from it, and
 * found [n] is where it ended. Errors: MEMORY, CANCELLED. */
BIREME_MUST_USE bireme_status bireme_splitting_search_again(bireme_splitting *s, const double *frontier,
                                                            const double *best, double *found, bool *again,
                                                            bireme_error *error);
/* Replaces best by `found` if that is better on all fresh trials; sets searched_again. Errors: MEMORY,
 * CANCELLED. */
BIREME_MUST_USE bireme_status bireme_splitting_take_better(bireme_splitting *s, const double *found,
                                                           double *best, bireme_error *error);
/* Whether another division is better on fresh trials; sets looked_at and beaten_by. Errors: MEMORY,
 * CANCELLED. */
BIREME_MUST_USE bireme_status bireme_splitting_look_beside(bireme_splitting *s, const double *frontier,
                                                           const double *best, bireme_error *error);
/* Whether the search has converged; sets converged, and needs the margins. base: scores of the best on the
 * trials of margins. Errors: MEMORY, CANCELLED. */
BIREME_MUST_USE bireme_status bireme_splitting_find_end(bireme_splitting *s, const double *best,
                                                        const double *base, bireme_error *error);

/* How far the best is from being stationary, on the trials of the search: sets kkt_residual. Errors: MEMORY,
 * CANCELLED. */
BIREME_MUST_USE bireme_status bireme_splitting_find_residual(bireme_splitting *s, const double *best,
                                                             bireme_error *error);

/* What the split comes to and what more money brings, by revenue and what is left of it: sets measures and
 * more, needs the parts of the best and the amounts. Errors: MEMORY, CANCELLED. */
BIREME_MUST_USE bireme_status bireme_splitting_measure(bireme_splitting *s, const double *best,
                                                       bireme_error *error);

/* Trials of the search, and of its last steps; and of a law, which is as exact with fewer. */
enum { BIREME_SPLIT_TRIALS = 512, BIREME_SPLIT_TRIALS_MORE = 4096, BIREME_SPLIT_TRIALS_OF_LAW = 1024 };

/* Of the last steps of the search. */
static inline uint64_t bireme_splitting_trials_of_end(const bireme_splitting *s)
{
    return s->exact && s->more > BIREME_SPLIT_TRIALS_OF_LAW ? BIREME_SPLIT_TRIALS_OF_LAW : s->more;
}

/* Differences of means given the rates need few. */
static inline uint64_t bireme_splitting_trials_of_measures(const bireme_splitting *s)
{
    return s->run.trials < BIREME_SPLIT_TRIALS_MORE ? s->run.trials : BIREME_SPLIT_TRIALS_MORE;
}

/* Slopes need fewer trials than values. */
static inline uint64_t bireme_splitting_trials_of_margins(const bireme_splitting *s)
{
    const uint64_t most = s->exact ? BIREME_SPLIT_TRIALS_OF_LAW : BIREME_SPLIT_TRIALS_MORE;
    return s->run.trials < most ? s->run.trials : most;
}

#endif
