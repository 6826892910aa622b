/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A SIPmath library of which a scenario takes the SIP "x".
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 1 << 13) return 0;
    fuzz_put("lib.json", data, size);
    fuzz_load(
        fuzz_put_text("scenario.json", FUZZ_SCENARIO("", "\"deal_value\": {\"dist\": \"metalog\", \"file\": "
                                                         "\"lib.json\", \"sip\": \"x\"}, ")),
        NULL);
    return 0;
}
