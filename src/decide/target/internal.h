/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A search for the scale at which a target is reached, shared by the files that make it: what a scale means
 * (moves.c), runs (nodes.c), the search (search.c), where P has a share (roots.c), the curve (curve.c), other
 * roots (scan.c), the largest scale instead of the smallest (ceiling.c), what holds it back (limits.c), the
 * answer (answer.c).
 */
#ifndef BIREME_DECIDE_TARGET_INTERNAL_H
#define BIREME_DECIDE_TARGET_INTERNAL_H

#include "decide/target/result.h"
#include "engine/run/study.h"
#include "engine/metrics/threshold.h"
#include "scenario/syntax/arena.h"

/* A run at a scale. */
typedef struct bireme_target_node {
    double scale, share, se;    /* P(the target is met) */
    double mean;                /* of the metric, 0 where the leads cannot be bought */
    double unbought;            /* share of the trials in which they cannot */
    double leads, cost, wins;   /* means over the horizon */
    double *value;              /* [trials] of the metric; its negative where the target is at most so much */
    bireme_threshold threshold; /* of value */
} bireme_target_node;

enum { BIREME_TARGET_NODES_MOST = 96 };

/* Runs of the same trials, by scale. */
typedef struct bireme_target_nodes {
    uint64_t trials;
    size_t n;
    bireme_target_node node[BIREME_TARGET_NODES_MOST];
} bireme_target_nodes;

/* What is taken away to see whether it holds the target back. */
typedef struct bireme_target_freed {
    bool capacity, saturation, cycle, lines;
} bireme_target_freed;

typedef struct bireme_target_search {
    const bireme_model *model;
    bireme_target *target;
    bireme_run_options run; /* settled */
    bireme_goal goal;       /* the target */
    size_t metric;
    /* of the metric with a lead more: 1 for counts, about a deal's value for sums of them; 0: it is smooth */
    double jump;
    bireme_study *study;
    bireme_target_freed freed;
    bool cut;                /* the way up was left before its end: a run would have been too much work */
    const bireme_line *reps; /* NULL: they stay */
    bireme_arena rooms;      /* where the following are */
    double *paid, *other;    /* [n_channels × periods] mean leads of today's plan */
    double *low, *high;      /* [n_channels] what the line lets the channel's factor be; high < 0: it stays */
    double *factor, *volume; /* [n_channels], [n_channels × periods] scratch of the moves */
    double *room[3];         /* [trials] leads, cost, wins */
    double *crossing;        /* [trials] scratch of roots */
    double scanned;          /* runs that looked for another root; they are allowed besides */
    bireme_target_nodes pilot, full;
} bireme_target_search;

/* Finds out what scales, and its bounds. Errors: DOMAIN (nothing), MEMORY. */
BIREME_MUST_USE bireme_status bireme_target_find_lines(bireme_target_search *search, bireme_error *error);
/* The factor of a channel at a scale, within its bounds; *bound: the one it is held at, or NULL. */
double bireme_target_factor(const bireme_target_search *search, size_t channel, double scale,
                            const char **bound);
/* Reps at the start at a scale; *bound as above. NAN: as planned. */
double bireme_target_reps_at(const bireme_target_search *search, double scale, const char **bound);
/* Beyond this scale nothing changes. */
double bireme_target_highest(const bireme_target_search *search);
/* The plan at a scale; free with bireme_variant_free(). Errors: MEMORY, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_target_variant(bireme_target_search *search, double scale,
                                                    bireme_compiled **out, bireme_error *error);

/* Runs at a scale, unless there is a node there already; *out may be NULL. Errors: MEMORY, CANCELLED,
 * DOMAIN. */
BIREME_MUST_USE bireme_status bireme_target_visit(bireme_target_search *search, bireme_target_nodes *nodes,
                                                  double scale, const bireme_target_node **out,
                                                  bireme_error *error);
void bireme_target_nodes_free(bireme_target_nodes *nodes);
/* The smallest scale with P ≥ share, between the nodes; NAN: there is none. */
double bireme_target_root(bireme_target_search *search, const bireme_target_nodes *nodes, double share);
/* The largest scale with P ≥ share, between the nodes; NAN: there is none. */
double bireme_target_last_root(bireme_target_search *search, const bireme_target_nodes *nodes, double share);
/* The node of the largest scale with P ≥ share; SIZE_MAX: none has. */
size_t bireme_target_last(const bireme_target_nodes *nodes, double share);
/* The node with the highest P (of equals the one with most of the metric), or a lower scale that is as good
 * but for a point. */
const bireme_target_node *bireme_target_best(const bireme_target_nodes *nodes);
/* Scales from 0 upwards until P is `top` or grows no more, and downwards until it is less than half. */
BIREME_MUST_USE bireme_status bireme_target_explore(bireme_target_search *search, bireme_target_nodes *nodes,
                                                    double top, bireme_error *error);
/* A root that the search passed over: full runs that reach the confidence, and, beyond it, not. */
typedef struct bireme_target_tooth {
    bool there;
    double reached, missed; /* scales; missed NAN: nothing is beyond it */
} bireme_target_tooth;

/* Looks for a smaller root than that, or (not below) a larger one, where P need not be monotone: scan.c.
 * Errors: MEMORY, CANCELLED, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_target_scan(bireme_target_search *search, double root, bool below,
                                                 bireme_target_tooth *out, bireme_error *error);
/* Would a run of twice as much be more work than a search may take? */
bool bireme_target_is_too_much(const bireme_target_search *search, const bireme_target_node *node);
/* What today's plan reaches, on all trials: a full run, so that the curve goes through it. Errors: MEMORY,
 * CANCELLED, DOMAIN. */
BIREME_MUST_USE bireme_status bireme_target_look_at_today(bireme_target_search *search, bireme_error *error);
/* All of it: pilot, full runs, and the answer's scale. */
BIREME_MUST_USE bireme_status bireme_target_solve(bireme_target_search *search, bireme_error *error);

/* The same where the target is at most so much: the largest scale that keeps it. Errors: DOMAIN too (every
 * scale does). */
BIREME_MUST_USE bireme_status bireme_target_solve_ceiling(bireme_target_search *search, bireme_error *error);

enum { BIREME_TARGET_POINTS = 10 };

/* The confidences of the curve. */
static inline double bireme_target_share(int point)
{
    return (50 + 5 * point) / 100.0;
}
/* The curve, from the full runs and the answer. Errors: MEMORY. */
BIREME_MUST_USE bireme_status bireme_target_draw_curve(bireme_target_search *search, bireme_error *error);
/* The standard error of a scale with P = share, whose own is se. */
double bireme_target_find_scale_se(bireme_target_search *search, double share, double se);
/* How far above the confidence P is looked at for its slope; less where there is less room. */
double bireme_target_room_above(double confidence);

/* Why the target is not reached. */
BIREME_MUST_USE bireme_status bireme_target_find_limits(bireme_target_search *search, bireme_error *error);
/* The rest of the result, from the plan at its scale. */
BIREME_MUST_USE bireme_status bireme_target_answer(bireme_target_search *search, bireme_error *error);

#endif
