/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/tables.h"

#include "base/memory.h"
#include "engine/run/parallel.h"
#include "scenario/internal.h"

/* The outcome for each table. */
typedef struct making {
    bireme_compiled *compiled;
    bireme_status *status; /* [tables] */
    bireme_error *error;   /* [tables] */
} making;

static void make(void *context, size_t thread, size_t i)
{
    making *m = context;
    (void)thread;
    m->status[i] = bireme_shared_make(&m->compiled->shared, i, &m->error[i]);
}

/* Makes all tables. Returns the first error in the order of the tables, whichever thread meets it; problems
 * (may be NULL) gets all of them. */
static bireme_status make_all(bireme_compiled *compiled, int threads, bireme_problems *problems,
                              bireme_error *error)
{
    size_t n = bireme_shared_count(&compiled->shared);
    making m = {.compiled = compiled,
                .status = bireme_calloc(n, sizeof *m.status),
                .error = bireme_calloc(n, sizeof *m.error)};
    bireme_status status = m.status != NULL && m.error != NULL ? BIREME_OK : bireme_fail_memory(error);
    if (status == BIREME_OK) bireme_parallel_each(threads, n, make, &m);
    bool made = status == BIREME_OK;
    for (size_t i = 0; i < n && made; i++) {
        if (m.status[i] == BIREME_OK) continue;
        if (status == BIREME_OK && error != NULL) *error = m.error[i];
        if (status == BIREME_OK) status = m.status[i];
        if (bireme_problems_add(problems, BIREME_SEVERITY_ERROR, &m.error[i]) != BIREME_OK)
            status = bireme_fail_memory(error);
    }
    bireme_free(m.status);
    bireme_free(m.error);
    return status;
}

bireme_status bireme_tables_compile(const bireme_model *model, int threads, bireme_compiled **out,
                                    bireme_error *error)
{
    bireme_compiled *compiled = NULL;
    bireme_status status = bireme_compile_begin(model, false, &compiled, error);
    if (status != BIREME_OK) return status;
    status = make_all(compiled, threads, NULL, error);
    if (status != BIREME_OK) {
        bireme_compiled_free(compiled);
        return status;
    }
    bireme_compile_end(compiled);
    *out = compiled;
    return BIREME_OK;
}

bireme_status bireme_forecast_check(const bireme_scenario *scenario, int threads, bireme_problems *problems,
                                    bireme_error *error)
{
    bireme_compiled *compiled = NULL;
    bireme_error first = {0};
    bireme_status status = bireme_compile_begin(bireme_scenario_model(scenario), false, &compiled, &first);
    if (status != BIREME_OK) {
        if (error != NULL) *error = first;
        if (bireme_problems_add(problems, BIREME_SEVERITY_ERROR, &first) != BIREME_OK)
            return bireme_fail_memory(error);
        return status;
    }
    status = make_all(compiled, threads > 0 ? threads : bireme_parallel_processors(), problems, error);
    bireme_compiled_free(compiled);
    return status;
}
