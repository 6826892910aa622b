/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls the checks for mistaken units. Every limit in them is far outside what companies report, so that a
 * figure beyond it is more likely a mistake than not.
 */
#include "scenario/plausible/plausible.h"

#include "scenario/plausible/internal.h"

void bireme_check_plausible(bireme_reading *reading, const bireme_model *model)
{
    bireme_plausible p = {.reading = reading,
                          .model = model,
                          .root = reading->root,
                          .days = bireme_calendar_days(&model->calendar),
                          .period = bireme_period_name(model->calendar.period)};
    bireme_plausible_shares(&p);
    bireme_plausible_multiples(&p);
    bireme_plausible_times(&p);
    bireme_plausible_funnel(&p);
    bireme_plausible_money(&p);
    bireme_plausible_costs(&p);
}
