/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which part of a batch this process runs: shard i of n, from --shard or from the job system that started it.
 */
#ifndef BIREME_CLI_FILES_SHARD_H
#define BIREME_CLI_FILES_SHARD_H

#include <stdbool.h>
#include <stddef.h>

typedef struct bireme_shard {
    size_t number, of; /* number from 1 to of */
    const char *from;  /* where that was said, for messages; NULL: nowhere, so it is everything */
} bireme_shard;

/* "2/4". 0, or the exit status after a complaint. */
int bireme_shard_parse(const char *text, bireme_shard *out);
/* From SLURM_ARRAY_TASK_ID and _COUNT (and _MIN), OMPI_COMM_WORLD_RANK and _SIZE, PMI_RANK and _SIZE, in that
 * order; 1 of 1 if none is set. 0, or the exit status after a complaint about invalid numbers. */
int bireme_shard_from_environment(bireme_shard *out);
/* The runs of the shard, first … first + count − 1 of n: equal parts, in order. */
void bireme_shard_range(const bireme_shard *shard, size_t n, size_t *first, size_t *count);

#endif
