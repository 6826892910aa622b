/* Loads a scenario, runs it, prints what it says. */
#include <bireme/bireme.h>
#include <stdio.h>

static int fail(bireme_status status, const bireme_error *error)
{
    fprintf(stderr, "%s:%d:%d: %s\n", error->file, error->line, error->column, error->message);
    return bireme_status_exit(status);
}

int main(int argc, char **argv)
{
    bireme_scenario *scenario = NULL;
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    if (argc != 2) return 2;

    bireme_status status = bireme_scenario_load(argv[1], NULL, NULL, &scenario, &error);
    if (status != BIREME_OK) return fail(status, &error);

    const bireme_run_options options = {
        .size = sizeof(bireme_run_options), .trials = 16384, .totals_only = true};
    size_t revenue = 0;
    status = bireme_forecast_run(scenario, &options, &forecast, &error);
    if (status == BIREME_OK) status = bireme_forecast_metric_find(forecast, "revenue", &revenue, &error);
    if (status == BIREME_OK) {
        const bireme_summary *s = bireme_forecast_total(forecast, revenue);
        printf("%s: mean %.0f (standard error %.0f)\n", bireme_scenario_name(scenario), s->mean, s->mean_se);
        printf("  P10 %.0f, P50 %.0f, P90 %.0f\n", s->quantile[BIREME_P10], s->quantile[BIREME_P50],
               s->quantile[BIREME_P90]);
    }
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
    return status == BIREME_OK ? 0 : fail(status, &error);
}
