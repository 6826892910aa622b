/* Runs for a second at most, and takes what is finished by then. */
#include <bireme/bireme.h>
#include <stdio.h>
#include <time.h>

static bool is_late(void *context)
{
    return time(NULL) > *(const time_t *)context;
}

int main(void)
{
    bireme_scenario *scenario = NULL;
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    time_t begun = time(NULL);
    bireme_run_options options;
    bireme_run_options_init(&options); /* the size, and every default */
    options.trials = 1000000000;
    options.totals_only = true;
    options.threads = 1;
    options.cancelled = is_late;
    options.context = &begun;
    bireme_status status = bireme_scenario_load("scenarios/base.json", NULL, NULL, &scenario, &error);
    if (status == BIREME_OK) status = bireme_forecast_run(scenario, &options, &forecast, &error);
    if (forecast)
        printf("%s: trials were finished\n", bireme_status_text(status));
    else
        fprintf(stderr, "%s\n", error.message);
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
    return forecast ? 0 : bireme_status_exit(status);
}
