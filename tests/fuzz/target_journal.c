/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The journal of a batch, and which shard it says that it is.
 */
#include "fuzz.h"

#include <string.h>
#include "cli/journal.h"
#include "cli/shard.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    bireme_journal journal;
    bireme_shard shard;
    if (size > 1 << 13) return 0;
    fuzz_put("table.csv.journal", data, size);
    if (bireme_journal_read(fuzz_path("table.csv"), &journal) != 0) return 0;
    if (journal.identity != NULL &&
        bireme_journal_difference(journal.identity, journal.identity, true) != NULL)
        return 0;
    for (size_t i = 0; i < journal.n_failures; i++)
        if (journal.failures[i].run >= journal.done) __builtin_trap();
    const char *said = journal.identity != NULL ? strstr(journal.identity, " shard=") : NULL;
    if (said != NULL && bireme_shard_parse(said + strlen(" shard="), &shard) == 0 &&
        (shard.number < 1 || shard.number > shard.of))
        __builtin_trap();
    bireme_journal_free(&journal);
    return 0;
}
