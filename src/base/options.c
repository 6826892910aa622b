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

/* Fails if `number`, the choice asked for, is above `most`, the last one there is. */
static bireme_status check_choice(const char *what, unsigned number, unsigned most, bireme_error *error)
{
    if (number <= most) return BIREME_OK;
    return bireme_fail(error, BIREME_DOMAIN, "the %s of tables is number %u; there are 0 to %u", what, number,
                       most);
}

bireme_status bireme_table_options_take(const bireme_table_options *from, bireme_table_options *to,
                                        bireme_error *error)
{
    bireme_table_options_init(to);
    bireme_status status = bireme_options_take(to, sizeof *to, from, "bireme_table_options", error);
    if (status == BIREME_OK) status = check_choice("encoding", to->encoding, BIREME_ENCODING_LATIN1, error);
    for (size_t i = 0; status == BIREME_OK && i < to->n_choices; i++) {
        status = check_choice("decimal sign", to->choices[i].decimal, BIREME_DECIMAL_COMMA, error);
        if (status == BIREME_OK)
            status = check_choice("order of dates", to->choices[i].dates, BIREME_DATES_MDY, error);
    }
    return status;
}
