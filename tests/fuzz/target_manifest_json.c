/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The manifest of a batch, as JSON.
 */
#include "fuzz.h"

#include <string.h>
#include "bireme/batch.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bireme_manifest *manifest = NULL;
    bireme_error error = {0};
    if (size > 1 << 13) return 0;
    bireme_status status = bireme_manifest_load(fuzz_put("manifest.json", data, size), NULL, &manifest,
                                                &error);
    fuzz_check_error(status, &error);
    size_t n = status == BIREME_OK ? bireme_manifest_count(manifest) : 0;
    for (size_t i = 0; i < n; i++) {
        const bireme_batch_entry *entry = bireme_manifest_entry(manifest, i);
        if (entry->scenario == NULL || entry->name == NULL) __builtin_trap();
        for (size_t k = 0; k < entry->n_set; k++)
            if (strlen(entry->set[k].path) == 0 && strlen(entry->set[k].json) == 0) __builtin_trap();
    }
    bireme_manifest_free(manifest);
    return 0;
}
