/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of which a column is a distribution: observed values as they are.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 13) return 0;
    fuzz_put("values.csv", data, size);
    fuzz_load(fuzz_put_text("scenario.json",
                            FUZZ_SCENARIO("", "\"deal_value\": {\"dist\": \"empirical\", \"file\": "
                                              "\"values.csv\", \"column\": \"x\"}, ")),
              NULL);
    return 0;
}
