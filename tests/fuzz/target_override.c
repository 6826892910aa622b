/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values set from the command line: lines PATH=JSON, one after the other, with no more checks than --set
 * makes.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { MOST = 8 };
    bireme_override list[MOST];
    size_t n = 0;
    if (size > 1 << 13) return 0;
    char *text = malloc(size + 1);
    if (text == NULL) abort();
    memcpy(text, data, size);
    text[size] = '\0';
    for (char *line = text, *end; line != NULL && n < MOST; line = end) {
        end = strchr(line, '\n');
        if (end != NULL) *end++ = '\0';
        char *equals = strchr(line, '=');
        if (equals == NULL) continue;
        *equals = '\0';
        list[n++] = (bireme_override){.path = line, .json = equals + 1};
    }
    fuzz_load(
        fuzz_put_text("scenario.json", FUZZ_SCENARIO("\"season\": [1, 1, 1], ", "\"deal_value\": 1000, ")),
        &(bireme_load_options){.size = sizeof(bireme_load_options), .overrides = list, .n_overrides = n});
    free(text);
    return 0;
}
