/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/files/shard.h"

#include <stdlib.h>
#include <string.h>
#include "base/share.h"
#include "cli/console.h"

/* Digits only. */
static bool read_number(const char *text, size_t length, size_t *out)
{
    if (length < 1 || length > 9 || strspn(text, "0123456789") < length) return false;
    *out = 0;
    for (size_t i = 0; i < length; i++) *out = *out * 10 + (size_t)(text[i] - '0');
    return true;
}

int bireme_shard_parse(const char *text, bireme_shard *out)
{
    const char *slash = strchr(text, '/');
    *out = (bireme_shard){.from = "--shard"};
    if (slash != NULL && read_number(text, (size_t)(slash - text), &out->number) &&
        read_number(slash + 1, strlen(slash + 1), &out->of) && out->number >= 1 && out->number <= out->of)
        return 0;
    return bireme_console_refuse("--shard takes i/n with i from 1 to n, such as 2/4, not '%s'", text);
}

int bireme_shard_from_environment(bireme_shard *out)
{
    static const struct {
        const char *number, *of, *least; /* least: the number of the first; NULL: 0 */
    } systems[] = {{"SLURM_ARRAY_TASK_ID", "SLURM_ARRAY_TASK_COUNT", "SLURM_ARRAY_TASK_MIN"},
                   {"OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", NULL},
                   {"PMI_RANK", "PMI_SIZE", NULL}};
    *out = (bireme_shard){1, 1, NULL};
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
        const char *number = getenv(systems[i].number), *of = getenv(systems[i].of);
        const char *least = systems[i].least != NULL ? getenv(systems[i].least) : NULL;
        size_t first = 0;
        if (number == NULL || of == NULL) continue;
        out->from = systems[i].number;
        bool good = read_number(number, strlen(number), &out->number) &&
                    read_number(of, strlen(of), &out->of) &&
                    (least == NULL || read_number(least, strlen(least), &first)) && out->number >= first &&
                    out->number - first < out->of;
        out->number += 1 - first;
        if (good) return 0;
        return bireme_console_refuse(
            "%s is '%s' and %s is '%s': these name no shard; say which with --shard i/n", systems[i].number,
            number, systems[i].of, of);
    }
    return 0;
}

void bireme_shard_range(const bireme_shard *shard, size_t n, size_t *first, size_t *count)
{
    bireme_share(n, shard->number, shard->of, first, count);
}
