/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file of a part of a run, all but the part itself. What is read is what would be written.
 */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include "cli/files/part_request.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bireme_part_request request;
    bireme_error error = {0};
    if (size > 1 << 15) return 0;
    bireme_status status = bireme_part_request_read((const char *)data, size, &request, &error);
    fuzz_check_error(status, &error);
    if (status == BIREME_OK) {
        bireme_text again = {0};
        bireme_load_options load = request.load;
        if (load.root != NULL) abort(); /* a part cannot allow itself anything */
        load.root = request.asks_root ? "/" : NULL;
        bireme_part_request_write(request.scenario, &load, &request.run, &request.opened, &again);
        bireme_part_put(&again, "part", request.part, request.part_length);
        bireme_part_request second;
        if (bireme_part_request_read(again.data, again.length, &second, &error) != BIREME_OK) abort();
        if (second.part_length != request.part_length ||
            second.load.n_overrides != request.load.n_overrides ||
            second.run.n_given != request.run.n_given || strcmp(second.scenario, request.scenario) != 0)
            abort();
        bireme_part_request_free(&second);
        bireme_text_free(&again);
    }
    bireme_part_request_free(&request);
    return 0;
}
