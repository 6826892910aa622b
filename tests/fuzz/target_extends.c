/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Three scenarios that may extend each other: a.json, which is loaded, b.json and c.json, parted by lines
 * "===".
 */
#define _GNU_SOURCE /* memmem */
#include "fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const names[] = {"a.json", "b.json", "c.json"};
    if (size > 1 << 15) return 0;
    for (size_t i = 0; i < 3; i++) {
        const uint8_t *end = i < 2 ? memmem(data, size, "\n===\n", 5) : NULL;
        size_t length = end != NULL ? (size_t)(end - data) : size;
        fuzz_put(names[i], data, length);
        data = end != NULL ? end + 5 : data + size;
        size -= end != NULL ? length + 5 : size;
    }
    fuzz_load(fuzz_path(names[0]), NULL);
    return 0;
}
