/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The options that an answer depends on, as a shell reads them, to say how the same answer is had again.
 */
#include "cli/options/again.h"

#include <string.h>

/* Only where and how the answer is written, or how long it takes. */
static bool leaves_the_answer(bireme_option option)
{
    switch (option) {
    case BIREME_OPTION_THREADS:
    case BIREME_OPTION_MEMORY:
    case BIREME_OPTION_EXPLAIN:
    case BIREME_OPTION_OUT:
    case BIREME_OPTION_OUT_BATCH:
    case BIREME_OPTION_FORMAT_BATCH:
    case BIREME_OPTION_OUT_PAGE:
    case BIREME_OPTION_FORMAT:
    case BIREME_OPTION_FORMAT_PAGE:
    case BIREME_OPTION_QUIET:
    case BIREME_OPTION_HELP:
        return true;
    default:
        return false;
    }
}

void bireme_again_word(const char *word, bireme_text *out)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./,=:%+@";
    bireme_text_append(out, " ");
    if (*word != '\0' && word[strspn(word, plain)] == '\0') {
        bireme_text_append(out, word);
        return;
    }
    bireme_text_append(out, "'");
    for (size_t n; *word != '\0'; word += n) {
        n = strcspn(word, "'");
        bireme_text_append_n(out, word, n);
        if (word[n] != '\'') continue;
        bireme_text_append(out, "'\\''");
        n++;
    }
    bireme_text_append(out, "'");
}

void bireme_again_option(bireme_option option, const char *name, const char *value, bireme_text *out)
{
    if (leaves_the_answer(option)) return;
    bireme_text_format(out, " --%s", name);
    if (value != NULL) bireme_again_word(value, out);
}
