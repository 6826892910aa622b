/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What fuzz targets share. A target is a file target_NAME.c with LLVMFuzzerTestOneInput(), linked twice: with
 * libFuzzer (run-fuzz.sh) and with replay.c, which any compiler can. An input may be refused or accepted; it
 * must not crash, leak, or take long.
 */
#ifndef BIREME_TESTS_FUZZ_H
#define BIREME_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include "bireme/scenario.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The smallest scenario, with room for more: further fields of the scenario, and of its channel. */
#define FUZZ_SCENARIO(top, channel)                                                                          \
    "{\"start\": \"2027-01\", \"periods\": 3, \"funnel\": [\"lead\", \"mql\", \"won\"], " top                \
    "\"channels\": {\"events\": {\"spend\": 100, \"cost_per_lead\": 5, " channel                             \
    "\"conversion\": {\"mql\": 0.3, \"won\": 0.2}}}}"

/* Writes a file of that name, no longer than 31 bytes, in the target's own folder, which is removed at the
 * end. Its path, static until the fourth next call. */
const char *fuzz_put(const char *name, const void *data, size_t size);
const char *fuzz_put_text(const char *name, const char *text);
/* A path in that folder, in which nothing is written; static as above. */
const char *fuzz_path(const char *name);

/* Loads the scenario and frees it; what is wrong must be said. options may be NULL. */
void fuzz_load(const char *path, const bireme_load_options *options);
/* Loads the manifest, looks at its runs, and frees it. */
void fuzz_load_manifest(const char *path);
/* Aborts unless a problem that was found says what and is text that a terminal can show. */
void fuzz_check_error(bireme_status status, const bireme_error *error);

/* Changes bytes [*length] as the input says: twelve bytes each, what to do, where, and with which number. For
 * readers of what only a program writes: bytes at random would be refused at the first. *length may get
 * smaller. */
void fuzz_edit(const uint8_t *data, size_t size, char *bytes, size_t *length);

#endif
