/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of open deals that a scenario names.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 13) return 0;
    fuzz_put("deals.csv", data, size);
    fuzz_load(fuzz_put_text("scenario.json", FUZZ_SCENARIO("\"pipeline\": {\"file\": \"deals.csv\"}, ",
                                                           "\"deal_value\": 1000, ")),
              NULL);
    return 0;
}
