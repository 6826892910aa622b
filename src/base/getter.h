/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Queries of an opaque result, one a line. Each makes the function `name` of a header, which documents it:
 * what a program is linked with is the function, so that the members behind it may move.
 */
#ifndef BIREME_BASE_GETTER_H
#define BIREME_BASE_GETTER_H

#include <stddef.h>

/* A member by value. The assertion takes the semicolon that ends the line. */
#define BIREME_GETTER(type, name, owner, member)                                                             \
    type name(const owner *of)                                                                               \
    {                                                                                                        \
        return of->member;                                                                                   \
    }                                                                                                        \
    _Static_assert(1, "")

/* A member where it is. */
#define BIREME_PART_GETTER(type, name, owner, member)                                                        \
    const type *name(const owner *of)                                                                        \
    {                                                                                                        \
        return &of->member;                                                                                  \
    }                                                                                                        \
    _Static_assert(1, "")

/* One of the values of a list of `count`; beyond its end, `none`. */
#define BIREME_VALUE_GETTER(type, name, owner, list, count, none)                                            \
    type name(const owner *of, size_t index)                                                                 \
    {                                                                                                        \
        return index < of->count ? of->list[index] : none;                                                   \
    }                                                                                                        \
    _Static_assert(1, "")

/* The same where it is; beyond the end, NULL. */
#define BIREME_ROW_GETTER(type, name, owner, list, count)                                                    \
    const type *name(const owner *of, size_t index)                                                          \
    {                                                                                                        \
        return index < of->count ? &of->list[index] : NULL;                                                  \
    }                                                                                                        \
    _Static_assert(1, "")

#endif
