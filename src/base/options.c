/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "base/options.h"

#include <string.h>

bireme_status bireme_options_take(void *to, size_t size, const void *from, const char *name,
                                  bireme_error *error)
{
    size_t told;
    if (from == NULL) return BIREME_OK;
    memcpy(&told, from, sizeof told);
    if (told < sizeof told || told > BIREME_OPTIONS_MOST)
        return bireme_fail(error, BIREME_DOMAIN,
                           "the size of %s is said to be %zu bytes; %s_init() sets it, or .size = sizeof(%s)",
                           name, told, name, name);
    for (size_t i = size; i < told; i++)
        if (((const unsigned char *)from)[i] != 0)
            return bireme_fail(
                error, BIREME_DOMAIN,
                "%s has %zu bytes, of which byte %zu is set; bireme %s knows the first %zu: the "
                "program needs a newer library",
                name, told, i, bireme_version(), size);
    memcpy(to, from, told < size ? told : size);
    memcpy(to, &size, sizeof size);
    return BIREME_OK;
}

bireme_status bireme_table_options_take(const bireme_table_options *from, bireme_table_options *to,
                                        bireme_error *error)
{
    bireme_table_options_init(to);
    return bireme_options_take(to, sizeof *to, from, "bireme_table_options", error);
}
