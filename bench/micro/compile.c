/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Milliseconds to make a scenario ready for its first trial (compile/compiled.h): quantile tables, sums of
 * deals, delays. bench_micro_compile [OPTIONS] [SCENARIO…], bench/reference.json without any.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include "engine/run/tables.h"
#include "runs.h"
#include "scenario/internal.h"

static double create(void *context)
{
    const bireme_model *model = context;
    bireme_compiled *compiled = NULL;
    bireme_error error = {0};
    if (bireme_tables_compile(model, 1, &compiled, &error) != BIREME_OK) {
        fprintf(stderr, "compile: %s\n", error.message);
        return NAN;
    }
    double days = compiled->days;
    bireme_compiled_free(compiled);
    return days;
}

int main(int argc, char **argv)
{
    static char reference[] = "bench/reference.json";
    char *only[] = {reference, NULL};
    bench b = bench_begin("compile", argc, argv);
    for (char **file = b.argc > 0 ? b.argv : only; *file != NULL; file++) {
        const char *slash = strrchr(*file, '/');
        char label[64];
        snprintf(label, sizeof label, "%s", slash != NULL ? slash + 1 : *file);
        label[strcspn(label, ".")] = '\0';
        bireme_scenario *scenario = bench_load(*file, NULL, 0);
        if (scenario == NULL) return 1;
        bench_contender c = {"plan", create, scenario->model, 1, "ms"};
        bench_by_turns(&b, label, 21, 1, &c);
        bireme_scenario_free(scenario);
    }
    return bench_end(&b);
}
