/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Queries of an opaque result, one per line. Each line defines the function `name` of a header, which
 * documents it: programs link to the function, so the members behind it may move.
 */
#ifndef BIREME_BASE_GETTER_H
#define BIREME_BASE_GETTER_H

#include <stddef.h>

/* A member, by value. The assertion takes the semicolon at the end of the line. */
#define BIREME_GETTER(type, name, owner, member)                                                             \
    type name(const owner *of)                                                                               \
    {                                                                                                        \
        return of->member;                                                                                   \
    }                                                                                                        \
    _Static_assert(1, "")

/* A pointer to a member. */
#define BIREME_PART_GETTER(type, name, owner, member)                                                        \
    const type *name(const owner *of)                                                                        \
    {                                                                                                        \
        return &of->member;                                                                                  \
    }                                                                                                        \
    _Static_assert(1, "")

/* One of the `count` values of a list; beyond its end, `none`. */
#define BIREME_VALUE_GETTER(type, name, owner, list, count, none)                                            \
    type name(const owner *of, size_t index)                                                                 \
    {                                                                                                        \
        return index < of->count ? of->list[index] : none;                                                   \
    }                                                                                                        \
    _Static_assert(1, "")

/* A pointer to one of them; beyond the end, NULL. */
#define BIREME_ROW_GETTER(type, name, owner, list, count)                                                    \
    const type *name(const owner *of, size_t index)                                                          \
    {                                                                                                        \
        return index < of->count ? &of->list[index] : NULL;                                                  \
    }                                                                                                        \
    _Static_assert(1, "")

#endif
