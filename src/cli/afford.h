/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether there is memory for what is asked, and how long it will take: looked at before it is begun.
 */
#ifndef BIREME_CLI_AFFORD_H
#define BIREME_CLI_AFFORD_H

#include "cli/options/options.h"
#include "model/model.h"

/* Bytes that this process may still take: the least of the memory that is available, of what is left of the
 * group's limit and of the address space's; *address: of the last alone, and of what the system promises if
 * it promises no more than it has. INFINITY where nothing is known. */
double bireme_afford_memory(double *address);

/* What something needs with these options of the run. */
typedef bireme_status (*bireme_need_of)(const void *asked, const bireme_run_options *run, bireme_need *out,
                                        bireme_error *error);
/* Does it with them and throws it away, for the time that it takes. */
typedef bireme_status (*bireme_try_of)(const void *asked, const bireme_run_options *run, bireme_error *error);

/* Something that is about to be done. */
typedef struct bireme_affording {
    const bireme_options *options;
    const void *asked; /* passed on */
    bireme_run_options run;
    bireme_need_of need;
    bireme_try_of try_out; /* NULL: it takes no time */
    /* The relative standard error that a run with these options comes to. NULL: of what stops at a precision
     * the time is not told. */
    double (*reached)(const void *asked, const bireme_run_options *run);
    double set_ups;            /* times that something is made ready; 0: once */
    const bireme_model *model; /* of which an answer is written: its memory too. NULL: none, or a short one */
    bool has_periods;          /* and of its periods, if they are not left out */
    const char *what; /* what needs less where nothing else does; NULL: fewer periods, channels … */
} bireme_affording;

/* 0: go on (with a line on standard error if it takes much memory or time, and is not to be quiet); else the
 * exit status after a complaint that says what would need less. */
int bireme_afford(const bireme_affording *a);

/* At which it stops; 0: at none. */
double bireme_afford_precision(const bireme_affording *a);
/* How many seconds it will take, by trying it out with few trials, at most if there is a precision; 0: surely
 * not a minute; NAN: it cannot be told. */
double bireme_afford_seconds(const bireme_affording *a, const bireme_need *need);

/* After an allocation has failed: what was asked, and how to need less. */
void bireme_afford_complain(const bireme_options *options);

#endif
