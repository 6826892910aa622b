/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compiling a model with several threads making its tables.
 */
#ifndef BIREME_ENGINE_RUN_TABLES_H
#define BIREME_ENGINE_RUN_TABLES_H

#include "compile/compiled.h"

/* Errors: as of bireme_compile_begin(). */
BIREME_MUST_USE bireme_status bireme_tables_compile(const bireme_model *model, int threads,
                                                    bireme_compiled **out, bireme_error *error);

#endif
