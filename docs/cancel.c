/* Stops a long run, as a button would, and takes what is finished by then. */
#include <bireme/bireme.h>
#include <stdio.h>

static void look(void *context, uint64_t done, uint64_t trials)
{
    if (done >= 10000 && done < trials) *(bool *)context = true;
}

static bool is_pressed(void *context)
{
    return *(const bool *)context;
}

int main(void)
{
    bireme_scenario *scenario = NULL;
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    bool pressed = false;
    bireme_run_options options;
    bireme_run_options_init(&options); /* the size, and every default */
    options.trials = 1000000000;
    options.totals_only = true;
    options.progress = look;
    options.cancelled = is_pressed;
    options.context = &pressed;
    bireme_status status = bireme_scenario_load("scenarios/base.json", NULL, NULL, &scenario, &error);
    if (status == BIREME_OK) status = bireme_forecast_run(scenario, &options, &forecast, &error);
    if (forecast)
        printf("%s; the finished trials are there\n", bireme_status_text(status));
    else
        fprintf(stderr, "%s\n", error.message);
    bireme_forecast_free(forecast);
    bireme_scenario_free(scenario);
    return forecast ? 0 : bireme_status_exit(status);
}
