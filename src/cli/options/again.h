/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The options that an answer depends on, as a shell reads them, to say how the same answer is had again.
 */
#ifndef BIREME_CLI_OPTIONS_AGAIN_H
#define BIREME_CLI_OPTIONS_AGAIN_H

#include "cli/options/options.h"

/* Appends a space and the word, in quotes if a shell would read anything but the word. */
void bireme_again_word(const char *word, bireme_text *out);
/* Appends a space and the option, with its value (NULL: a switch), if the answer depends on it. */
void bireme_again_option(bireme_option option, const char *name, const char *value, bireme_text *out);

#endif
