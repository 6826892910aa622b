/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The plan of a model, its tables made by several threads.
 */
#ifndef BIREME_ENGINE_TABLES_H
#define BIREME_ENGINE_TABLES_H

#include "plan/plan.h"

/* As bireme_plan_create(). */
BIREME_MUST_USE bireme_status bireme_tables_plan(const bireme_model *model, int threads, bireme_plan **out,
                                                 bireme_error *error);

#endif
