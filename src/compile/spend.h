/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From spend to the leads that it buys, as far as the scenario fixes it: adstock and response curve. The
 * result is money, effective spend: what would buy the same leads at the plain cost per lead. Leads =
 * effective spend / cost per lead.
 */
#ifndef BIREME_COMPILE_SPEND_H
#define BIREME_COMPILE_SPEND_H

#include "model/model.h"

/* effective [periods]: f(x[t]) with x the spend after adstock. marginal [periods]: the part of x[t] that
 * comes from spend within the horizon, times f'(x[t]). Errors: none. */
void bireme_spend(const bireme_model *model, const bireme_channel *channel, double *effective,
                  double *marginal);

/* stock [periods]: spend after adstock. */
void bireme_spend_stock(const bireme_model *model, const bireme_channel *channel, double *stock);
/* before [periods]: what carries over into each period from spend before the horizon, after adstock. Returns
 * Σ spend / Σ of the horizon's own spend after adstock, 1 if nothing is spent. */
double bireme_spend_carried_in(const bireme_model *model, const bireme_channel *channel, double *before);
/* f(x), the spend that counts; *slope: x f'(x). */
double bireme_spend_respond(const bireme_response *response, double x, double *slope);
/* x with f(x) = bought, the inverse of the response: INFINITY if there is none. */
double bireme_spend_for(const bireme_response *response, double bought);

#endif
