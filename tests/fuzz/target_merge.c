/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A part of a run that was changed by somebody who knows how to end it so that it seems whole, merged with
 * the other part.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include "base/hash.h"
#include "bireme/forecast.h"

static const bireme_run_options options = {
    .size = sizeof(bireme_run_options), .trials = 300, .threads = 1, .totals_only = true};
static bireme_scenario *scenario;
static void *part[2];
static size_t length[2];

static void make_ready(void)
{
    static const char text[] = FUZZ_SCENARIO(
        "\"goal\": {\"metric\": \"wins\", \"at_least\": 4}, \"economy\": {\"regimes\": {\"ok\": {}, \"bad\": "
        "{\"leads\": 0.5}}, "
        "\"start\": \"ok\", \"transition\": {\"ok\": {\"ok\": 0.5, \"bad\": 0.5}, \"bad\": {\"bad\": 1}}}, ",
        "\"deal_value\": 1000, ");
    bireme_error error;
    if (bireme_scenario_load(fuzz_put_text("scenario.json", text), NULL, NULL, &scenario, &error) !=
        BIREME_OK)
        abort();
    for (size_t i = 0; i < 2; i++)
        if (bireme_forecast_run_part(scenario, &options, i + 1, 2, &part[i], &length[i], &error) != BIREME_OK)
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (scenario == NULL) make_ready();
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    char *changed = malloc(length[0]);
    if (changed == NULL) abort();
    size_t left = length[0];
    memcpy(changed, part[0], left);
    fuzz_edit(data, size, changed, &left);
    uint64_t hash = BIREME_HASH_START, said = left;
    if (left > 200)
        memcpy(changed + 12 * 8 - 8, &said,
               sizeof said); /* the last of the head, after 16 bytes and ten numbers */
    if (left > sizeof hash) {
        bireme_hash_stir(&hash, changed, left - sizeof hash);
        memcpy(changed + left - sizeof hash, &hash, sizeof hash);
    }
    char *exact = malloc(left > 0 ? left : 1);
    if (exact == NULL) abort();
    memcpy(exact, changed, left);
    const void *const parts[] = {exact, part[1]};
    const size_t lengths[] = {left, length[1]};
    bireme_status status = bireme_forecast_merge(scenario, &options, 2, parts, lengths, &forecast, &error);
    fuzz_check_error(status, &error);
    if (size == 0 && status != BIREME_OK) abort(); /* nothing was changed */
    bireme_forecast_free(forecast);
    free(exact);
    free(changed);
    return 0;
}
