/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The field table: every field that a scenario may have, described in one place. The checks, the JSON Schema
 * and the reference page are made from it and from the registry of distribution families.
 */
#ifndef BIREME_SCENARIO_FIELDS_FIELDS_H
#define BIREME_SCENARIO_FIELDS_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum bireme_field_kind {
    BIREME_FIELD_END, /* ends an array of fields */
    BIREME_FIELD_TEXT,
    BIREME_FIELD_NUMBER,
    BIREME_FIELD_WHOLE,
    BIREME_FIELD_BOOL,
    BIREME_FIELD_DATE,
    BIREME_FIELD_CHOICE,  /* one of `choices` */
    BIREME_FIELD_NAME,    /* a name of the kind `names` */
    BIREME_FIELD_RATE,    /* a number or a distribution, drawn once per trial */
    BIREME_FIELD_ITEM,    /* the same, drawn once per lead or deal; its location may be a rate */
    BIREME_FIELD_PERIODS, /* a number, a list with one number per period, { "calendar": [12] } if `calendar`
                           */
    BIREME_FIELD_LIST,    /* of members[0] */
    BIREME_FIELD_MAP,     /* names of the kind `names` → members[0] */
    BIREME_FIELD_OBJECT,  /* with `members` */
    BIREME_FIELD_ONE_OF   /* one of `members`, told apart by their JSON type */
} bireme_field_kind;

typedef enum bireme_names_kind {
    BIREME_NAMES_NONE,
    BIREME_NAMES_NEW,   /* a name that is defined here: not empty, at most 64 bytes, no '.', '*', control
                       * character */
    BIREME_NAMES_STAGE, /* a stage of the funnel */
    BIREME_NAMES_STEP,  /* any stage of the funnel but the first: the step that leads to it */
    BIREME_NAMES_CHANNEL,
    BIREME_NAMES_LIFTED, /* a channel, or `all` */
    BIREME_NAMES_REGIME,
    BIREME_NAMES_TEAM,
    BIREME_NAMES_OWNER,
    BIREME_NAMES_DATE, /* a date as a key */
    BIREME_NAMES_PATH  /* a path in the scenario */
} bireme_names_kind;

typedef struct bireme_field_choice {
    const char *name, *description;
    const char *const *needs; /* other fields of the object that must be present, up to a NULL; NULL: none */
    const char *takes;        /* the same in words, for messages */
} bireme_field_choice;

typedef struct bireme_field bireme_field;
struct bireme_field {
    const char *name;
    bireme_field_kind kind;
    const char *description;
    /* What people call it, NULL: as it is written. `*` is the channel, regime or initiative that has it, `+`
     * the stage that it leads to; `@` is the channel that lifts, `!` the one that is lifted; `said_won` is of
     * the last stage, NULL: no other. */
    const char *said, *said_won;
    const char *unit;         /* NULL: none */
    const char *default_text; /* for the documentation; NULL: none */
    double low, high;         /* of each number, of a distribution's support; low 0 and high 0: any */
    bool low_open, high_open; /* the bound itself is not allowed */
    bool required;
    bool calendar;    /* PERIODS */
    bool alternative; /* one of the members marked so must be present, and only one */
    bool each;       /* RATE, ITEM (its location): a channel's, which channels may share or draw separately */
    bool plain;      /* ITEM: its location is a number */
    bool gaps;       /* LIST: an entry may be null: not known */
    bool redraw;     /* RATE, ITEM (its location): may be drawn anew in every period */
    bool walk;       /* NUMBER: the σ of a random walk, whose increments correlations may tie */
    bool small_tail; /* a probability of less than 1e-9 below `low` is accepted */
    bireme_names_kind names;
    size_t count_low, count_high; /* LIST, MAP: fewest and most entries; TEXT: visible characters; 0: any */
    const char *what;             /* OBJECT: what it is, for messages: "a channel" */
    const char *definition;       /* OBJECT: name of its definition in the schema; NULL: written in place */
    const bireme_field_choice *choices; /* ends with a NULL name */
    const bireme_field *members;        /* OBJECT, ONE_OF: ends with END; LIST, MAP: one */
};

/* The scenario itself, an OBJECT. */
extern const bireme_field bireme_field_root;

/* Parts of the table that are in files of their own. */
extern const bireme_field bireme_fields_channel[];
extern const bireme_field bireme_fields_growth[];
extern const bireme_field bireme_fields_sales_growth[], bireme_fields_team_growth[]; /* the same, of whom */
extern const bireme_field bireme_fields_drift[];
extern const bireme_field bireme_field_lift;
extern const bireme_field bireme_fields_effects[]; /* of a regime, of an initiative */
extern const bireme_field bireme_fields_economy[];
extern const bireme_field bireme_fields_sales[];
extern const bireme_field bireme_fields_revenue[];
extern const bireme_field bireme_fields_initiative[];
extern const bireme_field bireme_fields_pipeline[];
extern const bireme_field bireme_fields_pipeline_in[]; /* of `pipeline`, if it is an object */
extern const bireme_field bireme_field_open;           /* an entry of the pipeline */
extern const bireme_field bireme_fields_decision[];
extern const bireme_field bireme_fields_actuals[];

/* The curves of a response, in the order of bireme_curve; ends with a NULL name. */
extern const bireme_field_choice bireme_curves[];

/* `note` and `source`, which every object may have; ends with END. */
extern const bireme_field bireme_fields_any[];

/* True if field has bounds. */
static inline bool bireme_field_is_bounded(const bireme_field *field)
{
    return field->low != 0 || field->high != 0;
}

/* The field of that name [length] among the members, or `note` or `source`; NULL: none. */
const bireme_field *bireme_field_find(const bireme_field *members, const char *name, size_t length);

/* The largest amount of anything: sums of such amounts still resolve cents. */
#define BIREME_AMOUNT_MOST 1e13
/* Anything nearer to 0, except 0 itself, could take products and quotients out of the range of a double. */
#define BIREME_AMOUNT_LEAST 1e-100
enum { BIREME_PERIODS_MOST = 520, BIREME_STAGES_MOST = 64, BIREME_REGIMES_MOST = 64, BIREME_NAME_MOST = 64 };
/* The most deals in the pipeline: they are simulated one by one. */
enum { BIREME_OPEN_MOST = 100000 };

#endif
