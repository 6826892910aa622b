/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads a SIP of a SIPmath 3.0 library as the coefficients of a metalog.
 */
#ifndef BIREME_SCENARIO_FILES_SIP_FILE_H
#define BIREME_SCENARIO_FILES_SIP_FILE_H

#include "scenario/reading.h"

typedef struct bireme_sip {
    double *coefficients; /* [n], in the arena */
    size_t n;
    bool has_lower, has_upper;
    double lower, upper;
} bireme_sip;

/* Reads, from the file at `path` (which the member `file` names), the SIP that the member `sip` names. False:
 * reported. A SIP that its library correlates with others is read on its own, with a warning. */
bool bireme_sip_read(bireme_reading *reading, const char *path, const bireme_node *file,
                     const bireme_node *sip, bireme_sip *out);

#endif
