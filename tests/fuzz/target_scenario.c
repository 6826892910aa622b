/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A scenario, from its bytes to the model. Beside it are files that it may name.
 */
#include "fuzz.h"

#include <stdbool.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bool ready;
    if (size > 1 << 15) return 0;
    if (!ready) {
        fuzz_put_text("base.json", FUZZ_SCENARIO("", "\"deal_value\": 1000, "));
        fuzz_put_text("deals.csv", "stage,count,value\nmql,3,500\n");
        fuzz_put_text("values.csv", "x\n1\n2\n4\n");
        fuzz_put_text("lib.json",
                      "{\"libraryType\": \"SIPmath_3_0\", \"sips\": [{\"name\": \"x\", \"function\": "
                      "\"Metalog_1_0\", \"arguments\": {\"aCoefficients\": [5, 1]}}]}");
        ready = true;
    }
    fuzz_load(fuzz_put("scenario.json", data, size), NULL);
    return 0;
}
