/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scenario: a company's scenario file, read, checked and immutable.
 */
#ifndef BIREME_SCENARIO_H
#define BIREME_SCENARIO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include "bireme/status.h"
#include "bireme/table.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct bireme_scenario bireme_scenario;

/* One `PATH=JSON`, applied after `extends` and before the checks. Paths as in `correlations`, for instance
 * "channels.paid_search.spend". */
typedef struct bireme_override {
    const char *path;
    const char *json;
} bireme_override;

typedef struct bireme_load_options {
    size_t size; /* of this struct; bireme_load_options_init() sets it */
    /* tables with one value per row: columns `path` and `value`, or `path`, `p10`, `p50`, `p90` (a metalog;
     * `lower` and `upper` optional), and optionally `note` and `source`. Applied in order, after `extends`
     * and before the overrides */
    const char *const *assumptions; /* [n_assumptions] */
    size_t n_assumptions;
    const bireme_override *overrides; /* [n_overrides], applied in order */
    size_t n_overrides;
    bool repair_correlations;           /* take the nearest valid correlation matrix instead of refusing */
    const bireme_table_options *tables; /* how tables are read; NULL: the defaults */
    /* a folder: the files that a scenario names (`extends`, `file`) may lie in it or deeper, besides in the
     * folder of the scenario file or deeper; NULL: only there */
    const char *root;
    /* a metric that a decision will be about: some exist only where the scenario or a goal asks for them
     * (cash, npv, what is open), and then this one does; NULL: none */
    const char *metric;
} bireme_load_options;

/* Sets every default. */
static inline void bireme_load_options_init(bireme_load_options *options)
{
    memset(options, 0, sizeof *options);
    options->size = sizeof *options;
}

/* Reads and checks a scenario file; `-` is standard input, and what it names is relative to the current
 * folder. options: NULL for the defaults. problems (may be NULL): all errors and
 * warnings are appended to it. out: set only on success; free it with bireme_scenario_free(). error: the
 * first error. Errors: IO, SYNTAX, SCENARIO, UNSUPPORTED, MEMORY. Reentrant. */
BIREME_API BIREME_MUST_USE bireme_status bireme_scenario_load(const char *file,
                                                              const bireme_load_options *options,
                                                              bireme_problems *problems,
                                                              bireme_scenario **out, bireme_error *error);
/* The same for bytes [size] in memory, which are not needed afterwards. They are read as if they were the
 * file `name` in `folder` (NULL: the current folder): messages use that name, and relative paths in the text
 * and in overrides start there; the file itself need not exist. name: not empty, without a slash. Errors: as
 * above, and DOMAIN (no bytes, no valid name). */
BIREME_API BIREME_MUST_USE bireme_status bireme_scenario_load_memory(
    const void *bytes, size_t size, const char *name, const char *folder, const bireme_load_options *options,
    bireme_problems *problems, bireme_scenario **out, bireme_error *error);
BIREME_API void bireme_scenario_free(bireme_scenario *scenario); /* NULL is fine */

BIREME_API const char *bireme_scenario_name(const bireme_scenario *scenario);
/* The month in which its fiscal year begins, 1 to 12: 1 if it does not say. */
BIREME_API int bireme_scenario_fiscal_year_start(const bireme_scenario *scenario);

#ifdef __cplusplus
}
#endif

#endif
