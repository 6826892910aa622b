/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Money in time made ready for the trial loop: discounting, the lifetime of customers, when invoices are
 * paid.
 */
#ifndef BIREME_COMPILE_MONEY_H
#define BIREME_COMPILE_MONEY_H

#include "compile/compiled.h"

/* Sets years, discount, discount_step, lifetime, lifetime_rest, paid and unpaid; `days` must be set. Errors:
 * MEMORY. */
BIREME_MUST_USE bireme_status bireme_compile_money(bireme_compiled *compiled, bireme_error *error);
void bireme_compiled_money_free(bireme_compiled *compiled);

#endif
