/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The manifest of a batch, as CSV.
 */
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size <= 1 << 13) fuzz_load_manifest(fuzz_put("manifest.csv", data, size));
    return 0;
}
