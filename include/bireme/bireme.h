/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * bireme: Monte Carlo forecasts of what sales and marketing book together. The only header that a program
 * needs to include; it includes the others.
 *
 * In use: bireme_scenario_load() reads a scenario file, bireme_forecast_run() simulates it, and the
 * bireme_forecast_* functions return the results. The library never prints, exits, reads the clock or the
 * environment, and keeps no mutable globals; every function is reentrant.
 */
#ifndef BIREME_BIREME_H
#define BIREME_BIREME_H

#include "bireme/status.h"
#include "bireme/table.h"
#include "bireme/scenario.h"
#include "bireme/forecast.h"
#include "bireme/compare.h"
#include "bireme/target.h"
#include "bireme/sensitivity.h"
#include "bireme/split.h"
#include "bireme/opened.h"
#include "bireme/batch.h"

#endif
