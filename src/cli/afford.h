/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether there is memory for what is asked for, and how long it will take, found out before it begins.
 */
#ifndef BIREME_CLI_AFFORD_H
#define BIREME_CLI_AFFORD_H

#include "cli/options/options.h"
#include "model/model.h"

/* The bytes that this process may still allocate: the least of available memory, what is left of the control
 * group's limit, and what is left of the address space limit. *address: what is left of the address space
 * limit and, if the system promises no more memory than it has, of that. INFINITY if nothing is known. */
double bireme_afford_memory(double *address);

/* What something needs with these run options. */
typedef bireme_status (*bireme_need_of)(const void *asked, const bireme_run_options *run, bireme_need *out,
                                        bireme_error *error);
/* Does it with these options and discards the result, to measure the time. */
typedef bireme_status (*bireme_try_of)(const void *asked, const bireme_run_options *run, bireme_error *error);

/* Something that is about to be done. */
typedef struct bireme_affording {
    const bireme_options *options;
    const void *asked; /* passed on */
    bireme_run_options run;
    bireme_need_of need;
    bireme_try_of try_out; /* NULL: it takes no time */
    /* The relative standard error reached by a run with these options. NULL: the time of a run that stops at
     * a precision is not predicted. */
    double (*reached)(const void *asked, const bireme_run_options *run);
    double set_ups; /* how many times it is set up; 0: once */
    /* the model whose answer is written, to count its memory; NULL: no answer, or a short one */
    const bireme_model *model;
    bool has_periods; /* the answer has periods, unless they are left out */
    const char *what; /* what to advise if nothing else needs less; NULL: fewer periods, channels … */
} bireme_affording;

/* 0: go on (with a line on standard error if it takes much memory or time, unless quiet); else the exit
 * status after a complaint that says what would need less. */
int bireme_afford(const bireme_affording *a);

/* The precision at which it stops; 0: none. */
double bireme_afford_precision(const bireme_affording *a);
/* The seconds it will take, from a trial with few trials; with a precision, the most. 0: certainly less than
 * a minute; NAN: unknown. */
double bireme_afford_seconds(const bireme_affording *a, const bireme_need *need);

/* To be called after an allocation has failed: says what was asked for, and how to need less. */
void bireme_afford_complain(const bireme_options *options);

#endif
