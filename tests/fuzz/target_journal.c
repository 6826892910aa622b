/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The journal of a batch, and which shard it says that it is: the bytes as they are, and then each line with
 * the check sum that belongs to it, which no mutation would find.
 */
#include "fuzz.h"

#include <string.h>
#include "cli/files/journal.h"
#include "cli/files/shard.h"

static void look_at(const bireme_journal *journal)
{
    bireme_shard shard;
    for (size_t i = 0; i < journal->n_failures; i++)
        if (journal->failures[i].run >= journal->done) __builtin_trap();
    if (journal->identity == NULL ||
        bireme_journal_difference(journal->identity, journal->identity, true) != NULL)
        return;
    const char *said = strstr(journal->identity, " shard=");
    if (said != NULL && bireme_shard_parse(said + strlen(" shard="), &shard) == 0 &&
        (shard.number < 1 || shard.number > shard.of))
        __builtin_trap();
}

static void read_bytes(const void *bytes, size_t size)
{
    bireme_journal journal;
    fuzz_put("table.csv.journal", bytes, size);
    if (bireme_journal_read(fuzz_path("table.csv"), &journal) != 0) return;
    look_at(&journal);
    bireme_journal_free(&journal);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { LINE_MOST = 1500 };
    bireme_text sealed = {0};
    if (size > 1 << 13) return 0;
    read_bytes(data, size);
    for (size_t at = 0; at < size;) {
        const uint8_t *end = memchr(data + at, '\n', size - at);
        const size_t length = end != NULL ? (size_t)(end - data) - at : size - at;
        bireme_journal_line(&sealed, "%.*s", (int)(length < LINE_MOST ? length : LINE_MOST),
                            (const char *)data + at);
        at += length + 1;
    }
    if (sealed.data != NULL && !sealed.failed) read_bytes(sealed.data, sealed.length);
    bireme_text_free(&sealed);
    return 0;
}
