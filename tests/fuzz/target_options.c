/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A command line: the first line names the command, each further one is an argument. And the shard that a job
 * system names.
 */
#define _POSIX_C_SOURCE 200809L /* setenv */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>
#include "cli/options/options.h"
#include "cli/files/shard.h"

enum { ARGUMENTS_MOST = 32 };

static void name_shard(const char *number, const char *of, const char *least)
{
    bireme_shard shard;
    size_t first, count;
    setenv("SLURM_ARRAY_TASK_ID", number, 1);
    setenv("SLURM_ARRAY_TASK_COUNT", of, 1);
    setenv("SLURM_ARRAY_TASK_MIN", least, 1);
    if (bireme_shard_from_environment(&shard) != 0) return;
    if (shard.number < 1 || shard.number > shard.of) abort();
    bireme_shard_range(&shard, 1000, &first, &count);
    if (first + count > 1000) abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const bireme_command *const commands[] = {
        &bireme_command_init,    &bireme_command_check, &bireme_command_schema,      &bireme_command_run,
        &bireme_command_compare, &bireme_command_plan,  &bireme_command_sensitivity, &bireme_command_split,
        &bireme_command_batch,   &bireme_command_merge};
    const char *arguments[ARGUMENTS_MOST + 1] = {NULL};
    int n = 0;
    if (size > 1 << 12) return 0;
    char *text = malloc(size + 1);
    if (text == NULL) abort();
    memcpy(text, data, size);
    text[size] = '\0';
    for (char *line = text, *end; line != NULL && n < ARGUMENTS_MOST; line = end) {
        end = strchr(line, '\n');
        if (end != NULL) *end++ = '\0';
        arguments[n++] = line;
    }
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
        bireme_options options;
        if (strcmp(arguments[0], commands[i]->name) != 0) continue;
        (void)bireme_options_parse(commands[i], n, arguments, &options);
        bireme_options_free(&options);
    }
    if (strcmp(arguments[0], "shard") == 0 && n >= 4) name_shard(arguments[1], arguments[2], arguments[3]);
    free(text);
    return 0;
}
