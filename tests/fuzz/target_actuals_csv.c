/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of what has happened already, which a scenario names.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 13) return 0;
    fuzz_put("facts.csv", data, size);
    fuzz_load(
        fuzz_put_text("scenario.json",
                      FUZZ_SCENARIO("\"actuals\": {\"file\": \"facts.csv\", \"through\": \"2027-02\"}, ",
                                    "\"deal_value\": 1000, ")),
        NULL);
    return 0;
}
