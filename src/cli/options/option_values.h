/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values of options: each is read as a whole or refused with a complaint that says what is allowed. All
 * functions return 0, or the exit status after the complaint.
 */
#ifndef BIREME_CLI_OPTIONS_OPTION_VALUES_H
#define BIREME_CLI_OPTIONS_OPTION_VALUES_H

#include "cli/options/options.h"

int bireme_value_no_memory(void); /* complains; the exit status */
int bireme_value_whole(const char *option, const char *text, uint64_t low, uint64_t high, uint64_t *value);
/* A share in (0, 1), or a percentage; what: a description of what the option takes. */
int bireme_value_share(const char *option, const char *what, const char *text, double *share);
int bireme_value_sampler(bireme_options *out, const char *text);
int bireme_value_target(bireme_options *out, const char *text);
/* An amount above 0. */
int bireme_value_total(bireme_options *out, const char *text);
/* Bytes: 500M, 2G, 1.5GB (powers of 1000), 2GiB (of 1024). */
int bireme_value_memory(bireme_options *out, const char *text);
/* p_goal, mean, cvar or cvar:SHARE */
int bireme_value_objective(bireme_options *out, const char *text);
int bireme_value_by(bireme_options *out, const char *text);
int bireme_value_override(bireme_options *out, const char *text);
/* One more file of assumptions. */
int bireme_value_assumptions(bireme_options *out, const char *text);
int bireme_value_root(bireme_options *out, const char *text); /* a folder that is there */
/* Replaces *field by a copy of a non-empty text. */
/* A choice for tables: "comma", or "Deal value=comma" for one column; into out->tables. */
int bireme_value_decimal(bireme_options *out, const char *text);
int bireme_value_rate(bireme_options *out, const char *text);
int bireme_value_dates(bireme_options *out, const char *text);
int bireme_value_encoding(bireme_options *out, const char *text);
int bireme_value_text(char **field, const char *option, const char *what, const char *text);

#endif
