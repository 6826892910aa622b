/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What today's plan reaches. It is what `run` says of it, with the same seed and as many trials: by leads the
 * search buys a number of leads whatever they cost, and today's plan spends. (Totals alone would be drawn in
 * another way.)
 */
#include <math.h>
#include "compile/variant.h"
#include "decide/target/internal.h"
#include "decide/target/watched.h"
#include "engine/run/forecasts.h"

bireme_status bireme_target_look_at_today(bireme_target_search *search, bireme_error *error)
{
    const bireme_moves moves = {.reps = NAN, .goal = &search->goal};
    bireme_target_watched watching = {search->study, &search->run};
    bireme_run_options options = bireme_target_watch(&watching);
    bireme_compiled *compiled;
    bireme_forecast *forecast = NULL;
    bireme_status status = bireme_variant_create(search->study->compiled, &moves, &compiled, error);
    if (status != BIREME_OK) return status;
    options.keep_samples = false;
    options.totals_only = false;
    status = bireme_forecast_of_compiled(compiled, &options, &forecast, error);
    bireme_variant_free(compiled);
    if (status == BIREME_OK) {
        const bireme_goal_result *goal = bireme_forecast_goal(forecast);
        search->target->runs += 1;
        search->study->done += search->run.trials;
        search->target->today = goal->probability;
        search->target->today_se = goal->probability_se;
    }
    bireme_forecast_free(forecast);
    return status;
}
