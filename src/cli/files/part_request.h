/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file of a part of a run: a line, then fields, each a name, a length in digits, a line break, and that
 * many bytes. First comes the request, which says how the run was requested and is the same in all its parts;
 * the last field is the part itself.
 *
 * A part may come from anywhere, so it is read strictly: fields in the order below, each as often as allowed,
 * and nothing else.
 *
 *     scenario, assumptions*, (path, json)*, ((given | never), by?)*, trials?, seed?, sampler?, totals?,
 *     quarters?, outside?, repair?, (decimal | dates)*, rate*, encoding?, file*, part
 *
 * `file` is a file that the scenario was read from: its hash, size and name.
 */
#ifndef BIREME_CLI_FILES_PART_REQUEST_H
#define BIREME_CLI_FILES_PART_REQUEST_H

#include "base/error.h"
#include "base/opened.h"
#include "base/text.h"
#include "bireme/forecast.h"
#include "bireme/scenario.h"

#define BIREME_PART_FIRST_LINE "bireme run part 2\n"

/* As a part spells them, by bireme_decimal and bireme_dates. */
extern const char *const bireme_part_decimal_words[], *const bireme_part_date_words[];

/* Owns its texts. */
typedef struct bireme_part_request {
    char *scenario;
    bireme_load_options load; /* without root: a part cannot grant itself permissions */
    bireme_run_options run;
    bireme_opened opened; /* what the scenario was read from */
    bool asks_root;       /* the run had --root */
    size_t length;        /* of the request, within the file */
    const char *part;     /* within the bytes that were read */
    size_t part_length;
    /* What they point to. */
    char **texts; /* [n_texts] */
    bireme_override *overrides;
    const char **assumptions;
    bireme_given *given;
    bireme_table_choice *choices;
    bireme_table_rate *rates;
    /* the user of the request must set load.tables to it, since the request may move */
    bireme_table_options tables;
    size_t choices_room, rates_room;
    size_t n_texts, texts_room, overrides_room, assumptions_room, given_room;
} bireme_part_request;

/* Whether it begins as a part does, of any version. */
bool bireme_part_begins(const char *bytes, size_t length);
/* Reads everything except the part itself. Errors: SCENARIO (which field, and where it begins), MEMORY. Free
 * *out in any case. */
BIREME_MUST_USE bireme_status bireme_part_request_read(const char *bytes, size_t length,
                                                       bireme_part_request *out, bireme_error *error);
void bireme_part_request_free(bireme_part_request *request);

/* Appends the request for these options; the caller then appends the part with bireme_part_put(). */
void bireme_part_request_write(const char *scenario, const bireme_load_options *load,
                               const bireme_run_options *run, const bireme_opened *opened, bireme_text *out);
void bireme_part_put(bireme_text *out, const char *name, const char *data, size_t length);

#endif
