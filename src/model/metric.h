/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The metrics that a model has: what is forecast, under which name, and in which order it is shown. The one
 * list that scenario checks, the engine and the writers share.
 */
#ifndef BIREME_MODEL_METRIC_H
#define BIREME_MODEL_METRIC_H

#include <stdbool.h>
#include <stddef.h>
#include "base/error.h"
#include "bireme/forecast.h"
#include "model/model.h"

typedef enum bireme_metric_kind {
#define METRIC(kind, is, computed) BIREME_METRIC_##kind,
#include "model/metric_rows.inc"
    BIREME_METRIC_KINDS
} bireme_metric_kind;
/* Takes a column of those rows out of its parentheses. */
#define BIREME_METRIC_COLUMN(...) __VA_ARGS__

/* What each metric of a kind belongs to. */
typedef enum bireme_metric_of {
    BIREME_OF_ALL,
    BIREME_OF_STAGE,   /* `index` of such a metric is the stage */
    BIREME_OF_OWNER,   /* a bireme_owner */
    BIREME_OF_CHANNEL, /* a channel */
    BIREME_OF_TEAM     /* a team */
} bireme_metric_of;

/* How a metric's value over the horizon follows from its values in the periods. */
typedef enum bireme_metric_total {
    BIREME_TOTAL_SUM,  /* the sum of the periods */
    BIREME_TOTAL_LAST, /* the last period's: a stock, such as the backlog */
    BIREME_TOTAL_OWN,  /* something else: a ratio of sums */
    BIREME_TOTAL_ALONE /* there are no values per period */
} bireme_metric_total;

/* Rules of credit over the channels that touched a deal; docs/model, Attribution. (Credit to the `first`
 * touch needs no rule: it goes to the source.) */
typedef enum bireme_credit { BIREME_CREDIT_LAST, BIREME_CREDIT_LINEAR, BIREME_CREDIT_POSITION } bireme_credit;
enum { BIREME_CREDIT_COUNT = 3 };

/* Whether a metric has the same value in every trial. */
typedef enum bireme_metric_certain {
    BIREME_UNCERTAIN,
    BIREME_CERTAIN,
    /* except where a fixed number of leads is bought, whatever they cost, or a cost is uncertain */
    BIREME_CERTAIN_AS_PLANNED
} bireme_metric_certain;

/* Identifies a metric by names that the compiler checks. `index` is the stage, owner, channel or team; −1:
 * none. */
typedef struct bireme_metric_id {
    bireme_metric_kind kind;
    int index;
    bireme_credit rule; /* of the CREDIT kinds */
} bireme_metric_id;
static inline bireme_metric_id bireme_metric_all(bireme_metric_kind kind)
{
    return (bireme_metric_id){.kind = kind, .index = -1};
}
/* Of a stage, an owner, a channel or a team; of the CREDIT kinds that by the first rule. */
static inline bireme_metric_id bireme_metric_one(bireme_metric_kind kind, int index)
{
    return (bireme_metric_id){.kind = kind, .index = index};
}
static inline bool bireme_metric_equal(bireme_metric_id a, bireme_metric_id b)
{
    return a.kind == b.kind && a.index == b.index && a.rule == b.rule;
}

typedef struct bireme_metric {
    char *name; /* "revenue", "stage.mql", "owner.sales.wins", "channel.events.credit.linear" */
    bireme_unit unit;
    bireme_metric_kind kind;
    int index;
    bireme_credit rule;
    bireme_metric_total total;
} bireme_metric;
static inline bireme_metric_id bireme_metric_id_of(const bireme_metric *metric)
{
    return (bireme_metric_id){metric->kind, metric->index, metric->rule};
}

/* What a kind of metric is: a row of metric_rows.inc. */
typedef struct bireme_metric_row {
    /* the first `*` stands for the stage, owner, channel or team, the last for the rule of credit */
    const char *name;
    const char *words;
    /* in a sentence, where its words are none of its parts; `*` as in the name: "waiting for *" */
    const char *noun;
    const char *said;    /* in "a goal of … of at least 5": "a lowest point of cash"; NULL: by its name */
    const char *needs;   /* where it is not in every scenario, what there has to be, for messages; NULL */
    const char *meaning; /* a sentence or two, for a glossary */
    bireme_metric_of of;
    bool ruled; /* there is one for each rule of credit */
    bireme_unit unit;
    bireme_metric_total total;
    bool (*exists)(const bireme_model *model, int index); /* NULL: always */
    bool less_is_better;                                  /* costs, and what is lost or has to wait */
    bool expected;                                        /* a count, but an expectation and so not whole */
    bireme_metric_certain certain;
    bool moments; /* in a period no quantiles are kept: there are many of the kind, and their means add up */
    /* Whether the kind `wider` has the same values, and for which index. NULL: no kind has. */
    bool (*same)(const bireme_model *model, bireme_metric_id id, bireme_metric_id *wider);
    bireme_metric_kind wider;
} bireme_metric_row;

typedef struct bireme_metrics {
    size_t count;
    bireme_metric *items; /* [count] */
} bireme_metrics;

/* model: only what decides which metrics exist must be set: stages; the channels' names, owners, has_spend,
 * has_own_cost, adstock, response.curve, touches, lifts_leads, lifted_leads; the teams' names, stages,
 * has_capacity; revenue.recurring, opening, discount_rate, yearly, has_cash, is_paid_later; n_initiatives,
 * n_open; past.periods. Nothing else is read. Errors: MEMORY. Threads: reentrant. */
BIREME_MUST_USE bireme_status bireme_metrics_create(const bireme_model *model, bireme_metrics **out,
                                                    bireme_error *error);
void bireme_metrics_free(bireme_metrics *metrics); /* NULL is fine */

/* The first metric that has the same value in every trial by its definition: with one-time revenue, bookings
 * are revenue; the first stage is the leads; where one owner has everything, its metrics are the totals;
 * where an owner has one channel only, that channel's are the owner's. The metric itself if there is none
 * before it. */
size_t bireme_metrics_same(const bireme_metrics *metrics, const bireme_model *model, size_t metric);
const bireme_metric_row *bireme_metric_row_of(bireme_metric_kind kind);
/* The metric of that name; false: the model does not have it. */
bool bireme_metric_find(const bireme_model *model, const char *name, bireme_metric_id *out);
/* What there has to be in a scenario for a metric of that name; NULL: no metric has it, or it is not told. */
const char *bireme_metric_needs(const char *name);
/* What a metric of that name is said to be, as in the row; NULL: no metric has it, or it goes by its name. */
const char *bireme_metric_said(const char *name);
/* Does the model have it? kind and index must fit. */
bool bireme_metric_exists(const bireme_model *model, bireme_metric_id id);
/* Has a metric of another kind the same values, by definition? */
bool bireme_metric_repeats(const bireme_model *model, bireme_metric_id id);
static inline bool bireme_metric_less_is_better(bireme_metric_kind kind)
{
    return bireme_metric_row_of(kind)->less_is_better;
}
/* Writes the name of a metric, whether or not the model has it; kind and index must fit together. */
enum { BIREME_METRIC_NAME_SIZE = 160 };
void bireme_metric_name(const bireme_model *model, bireme_metric_id id, char name[BIREME_METRIC_NAME_SIZE]);
/* The stage, owner, channel or team that it is of; NULL: of all. kind and index must fit together. */
const char *bireme_metric_thing(const bireme_model *model, bireme_metric_id id);
/* What people call it in a sentence: "revenue", "leads of events", "entries turned away by sdr"; of a name
 * that is no metric's, the name. Returned. */
enum { BIREME_METRIC_WORDS_SIZE = 320 };
const char *bireme_metric_words(const bireme_model *model, bireme_metric_id id,
                                char buffer[BIREME_METRIC_WORDS_SIZE]);
const char *bireme_metric_words_of(const bireme_model *model, const char *name,
                                   char buffer[BIREME_METRIC_WORDS_SIZE]);
/* The metric's index, or SIZE_MAX if there is none of that name; if the model does not have it. */
size_t bireme_metrics_find(const bireme_metrics *metrics, const char *name);
size_t bireme_metrics_at(const bireme_metrics *metrics, bireme_metric_id id);
static inline bool bireme_metric_has_periods(const bireme_metric *metric)
{
    return metric->total != BIREME_TOTAL_ALONE;
}
/* The metric that open deals are to bring: that of a goal of at least some revenue or bookings; else
 * BIREME_METRIC_KINDS. */
bireme_metric_kind bireme_model_covers(const bireme_model *model);
/* Whether some channel has touches, so that there are credit metrics. */
bool bireme_model_has_touches(const bireme_model *model);
/* "marketing", "sales", "partner"; static. */
const char *bireme_owner_name(bireme_owner owner);
/* "last", "linear", "position"; static. */
const char *bireme_credit_name(bireme_credit rule);

#endif
