/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A search for the scale at which a target is reached, shared by the files that make it: what a scale means
 * (moves.c), runs (nodes.c), the search (search.c), the scale at which most is reached (summit.c), the scale
 * at which P has a given value (roots.c), the curve (curve.c), other roots (scan.c), the largest scale
 * instead of the smallest (ceiling.c), today's plan (today.c), the limiting factors (limits.c), the answer
 * (answer.c).
 */
#ifndef BIREME_DECIDE_TARGET_INTERNAL_H
#define BIREME_DECIDE_TARGET_INTERNAL_H

#include "decide/target/result.h"
#include "engine/run/study.h"
#include "engine/metrics/threshold.h"
#include "scenario/syntax/arena.h"

/* A run at a scale. */
typedef struct bireme_target_node {
    double scale, share, se;    /* share: P(the target is met) */
    double mean;                /* of the metric, counting 0 where the leads cannot be bought */
    double reach;               /* what `value` comes to with the confidence; NAN: not yet computed */
    double unbought;            /* share of the trials in which the leads cannot be bought */
    double leads, cost, wins;   /* means over the horizon */
    double middle_cost;         /* the median */
    double *value;              /* [trials] of the metric, or its negative if the target is a maximum */
    bireme_threshold threshold; /* for `value` */
} bireme_target_node;

enum {
    BIREME_TARGET_POINTS = 10, /* of the curve */
    BIREME_TARGET_NODES_MOST = 160,
    BIREME_TARGET_PILOT_PART = 32 /* a run of the pilot is this part of a full run, if that is enough */
};

/* Runs of the same trials, in order of scale. */
typedef struct bireme_target_nodes {
    uint64_t trials;
    size_t n;
    bireme_target_node node[BIREME_TARGET_NODES_MOST];
} bireme_target_nodes;

/* What is lifted to see whether it limits the target. */
typedef struct bireme_target_freed {
    bool capacity, saturation, cycle, lines;
} bireme_target_freed;

typedef struct bireme_target_search {
    const bireme_model *model;
    bireme_target *target;
    bireme_run_options run; /* settled */
    bireme_goal goal;       /* the target */
    size_t metric;
    /* of the metric with one more lead: 1 for counts, about a deal's value for sums of deals; 0: smooth */
    double jump;
    bireme_study *study;
    bireme_target_freed freed;
    bool cut;                /* the search upwards was stopped: too much work, or the largest scale */
    const bireme_line *reps; /* NULL: reps stay as planned */
    bireme_arena rooms;      /* holds the arrays below */
    double *paid, *other;    /* [n_channels × periods] mean leads of today's plan */
    double *low, *high; /* [n_channels] bounds of the channel's factor from its line; high < 0: it stays */
    /* [n_channels], [n_channels × periods], [n_channels]: working space of the moves */
    double *factor, *volume, *share;
    double *room[3];  /* [trials] leads, cost, wins */
    double *crossing; /* [trials] working space of roots */
    double scanned;   /* runs that do not count against the limit: they looked for another root, or are what a
                       * pilot takes beyond its part where all runs are short */
    bireme_target_nodes pilot, full;
    double middle_budget[BIREME_TARGET_POINTS]; /* of the points of the curve, as medians */
} bireme_target_search;

/* Finds out what scales, and within which bounds. Errors: DOMAIN (nothing scales), MEMORY. */
BIREME_MUST_USE bireme_status bireme_target_find_lines(bireme_target_search *search, bireme_error *error);
/* The factor of a channel at a scale, within its bounds; *bound: the bound it is held at, or NULL. */
double bireme_target_factor(const bireme_target_search *search, size_t channel, double scale,
                            const char **bound);
/* The reps at the start, at a scale; *bound as above. NAN: as planned. */
double bireme_target_reps_at(const bireme_target_search *search, double scale, const char **bound);
/* Whether only whole reps are moved: P is a step function, and each of its scales is that of whole reps. */
bool bireme_target_is_stepped(const bireme_target_search *search);
/* The scale at which to look for the step in whole reps between two scales; NAN: they have the same reps, or
 * nothing lies between. */
double bireme_target_step_between(const bireme_target_search *search, double from, double to);
/* The scale beyond which nothing changes. */
double bireme_target_highest(const bireme_target_search *search);
/* The plan at a scale; free with bireme_variant_free(). Errors: MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_target_variant(bireme_target_search *search, double scale,
                                                    bireme_compiled **out, bireme_error *error);

/* Runs at a scale, unless there is already a node; *out may be NULL. Errors: MEMORY, CANCELLED, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_target_visit(bireme_target_search *search, bireme_target_nodes *nodes,
                                                  double scale, const bireme_target_node **out,
                                                  bireme_error *error);
void bireme_target_nodes_free(bireme_target_nodes *nodes);
/* The smallest scale with P ≥ share, interpolated between nodes; NAN: there is none. */
double bireme_target_root(bireme_target_search *search, const bireme_target_nodes *nodes, double share);
/* The largest scale with P ≥ share, interpolated between nodes; NAN: there is none. */
double bireme_target_last_root(bireme_target_search *search, const bireme_target_nodes *nodes, double share);
/* The node with the largest scale and P ≥ share; SIZE_MAX: there is none. */
size_t bireme_target_last(const bireme_target_nodes *nodes, double share);
/* The node with the highest P (the one that reaches more if equal), or one with a lower scale that is within
 * a point of it. */
const bireme_target_node *bireme_target_best(bireme_target_search *search, bireme_target_nodes *nodes);
/* What the metric reaches at node k with the confidence (its negative, if the target is a maximum). */
double bireme_target_reach(bireme_target_search *search, bireme_target_nodes *nodes, size_t k);
/* The node that reaches most; of those that reach as much the one with the highest P, then the lowest
 * scale. */
size_t bireme_target_summit(bireme_target_search *search, bireme_target_nodes *nodes);
/* Runs next to the node with the highest P, where none reaches the confidence: what is best is then that.
 * Errors as below. */
BIREME_MUST_USE bireme_status bireme_target_climb_likeliest(bireme_target_search *search,
                                                            bireme_target_nodes *nodes, int steps,
                                                            bireme_error *error);
/* Runs next to the summit, at most `steps`, until P is at least `enough` or nothing higher lies there:
 * summit.c. Errors: MEMORY, CANCELLED, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_target_climb(bireme_target_search *search, bireme_target_nodes *nodes,
                                                  int steps, double enough, bireme_error *error);
/* Runs at scales from 0 upwards until P reaches `top` or no longer grows, and downwards until P is less than
 * half. */
BIREME_MUST_USE bireme_status bireme_target_explore(bireme_target_search *search, bireme_target_nodes *nodes,
                                                    double top, bireme_error *error);
/* A root that the search missed: full runs that reach the confidence and, beyond that, do not. */
typedef struct bireme_target_tooth {
    bool there;
    double reached, missed; /* scales; missed NAN: nothing lies beyond */
} bireme_target_tooth;

/* Looks for a root smaller than that (below) or larger, as there may be where P is not monotone: scan.c.
 * Errors: MEMORY, CANCELLED, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_target_scan(bireme_target_search *search, double root, bool below,
                                                 bireme_target_tooth *out, bireme_error *error);
/* Where P is not monotone and none of its runs, though nearly, reaches the confidence: looks at each of many
 * scales around `here`, in full at the highest of them. Errors: as above. */
BIREME_MUST_USE bireme_status bireme_target_sweep(bireme_target_search *search, double here,
                                                  bireme_error *error);
/* Whether a run at twice the scale would be more work than a search may take. */
bool bireme_target_is_too_much(const bireme_target_search *search, const bireme_target_node *node);
/* What today's plan reaches: the number of `run`, from all trials. Errors: MEMORY, CANCELLED, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_target_look_at_today(bireme_target_search *search, bireme_error *error);
/* The whole search: pilot, full runs, and the scale of the answer. */
BIREME_MUST_USE bireme_status bireme_target_solve(bireme_target_search *search, bireme_error *error);

/* The same for a target that is a maximum: the largest scale that keeps it. Errors: also DOMAIN (every scale
 * does). */
BIREME_MUST_USE bireme_status bireme_target_solve_ceiling(bireme_target_search *search, bireme_error *error);

/* The confidences of the curve. */
static inline double bireme_target_share(int point)
{
    return (50 + 5 * point) / 100.0;
}
/* The curve, from the full runs and the answer. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_target_draw_curve(bireme_target_search *search, bireme_error *error);
/* The standard error of a scale with P = share, where the share's own is se. */
double bireme_target_find_scale_se(bireme_target_search *search, double share, double se);
/* How far above the confidence P is evaluated for its slope; less if there is less room. */
double bireme_target_room_above(double confidence);

/* Why the target is not reached. */
BIREME_MUST_USE bireme_status bireme_target_find_limits(bireme_target_search *search, bireme_error *error);
/* Fills in the rest of the result, from the plan at its scale. */
BIREME_MUST_USE bireme_status bireme_target_answer(bireme_target_search *search, bireme_error *error);

#endif
