/* Loads a scenario, runs it, prints what it says. */
#include <bireme/bireme.h>
#include <stdio.h>

int main(int argc, char **argv)
{
    bireme_scenario *scenario = NULL;
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    size_t revenue = 0;
    if (bireme_scenario_load(argc > 1 ? argv[1] : "plan.json", NULL, NULL, &scenario, &error) == BIREME_OK &&
        bireme_forecast_run(scenario, NULL, &forecast, &error) == BIREME_OK &&
        bireme_forecast_metric_find(forecast, "revenue", &revenue, &error) == BIREME_OK) {
        const bireme_summary *s = bireme_forecast_total(forecast, revenue);
        const bireme_goal_result *goal = bireme_forecast_goal(forecast);
        const double low = s->quantile[BIREME_P10], high = s->quantile[BIREME_P90];
        printf("revenue: mean %.0f (±%.0f), P10 %.0f, P90 %.0f\n", s->mean, s->mean_se, low, high);
        if (goal->present) printf("chance of the goal: %.1f %%\n", 100 * goal->probability);
    } else
        fprintf(stderr, "%s:%d:%d: %s\n", error.file, error.line, error.column, error.message);
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
    return bireme_status_exit(error.status);
}
