/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a part of a run has collected: kept values, sketches and moments, changed and read back; then asked
 * for quantiles.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include "support/collected.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static bireme_text good;
    if (good.data == NULL) good = collected_bytes();
    if (good.failed) abort();
    size_t length = good.length, used;
    char *changed = malloc(length);
    if (changed == NULL) abort();
    memcpy(changed, good.data, length);
    fuzz_edit(data, size, changed, &length);
    if (!collected_reads(changed, length, &used) && size == 0) abort();
    free(changed);
    return 0;
}
