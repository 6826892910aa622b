/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIREME_BASE_SHARE_H
#define BIREME_BASE_SHARE_H

#include <stddef.h>

/* Part `part` (from 1) of n items divided in order into `of` parts, as evenly as possible: *count items from
 * *first on. */
static inline void bireme_share(size_t n, size_t part, size_t of, size_t *first, size_t *count)
{
    size_t each = n / of, more = n % of, before = part - 1;
    *first = before * each + (before < more ? before : more);
    *count = each + (before < more);
}

#endif
