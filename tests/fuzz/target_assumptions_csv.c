/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of assumptions, set into a scenario.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 13) return 0;
    const char *scenario = fuzz_put_text("scenario.json", FUZZ_SCENARIO("", "\"deal_value\": 1000, "));
    const char *const files[] = {fuzz_put("assumptions.csv", data, size)};
    fuzz_load(scenario, &(bireme_load_options){
                            .size = sizeof(bireme_load_options), .assumptions = files, .n_assumptions = 1});
    return 0;
}
