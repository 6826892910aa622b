/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scenarios that a test writes as text, read through the public interface. Whatever goes wrong fails the
 * cmocka test.
 */
#ifndef BIREME_TESTS_SCENARIO_OF_H
#define BIREME_TESTS_SCENARIO_OF_H

#include <stdarg.h>
#include "bireme/bireme.h"

/* The scenario of a text, in which ' stands for ". Arguments as for printf. */
bireme_scenario *scenario_of(const char *format, ...) __attribute__((format(printf, 1, 2)));
bireme_scenario *scenario_of_list(const char *format, va_list arguments)
    __attribute__((format(printf, 1, 0)));

/* Runs the scenario and frees it. */
bireme_forecast *run_and_free(bireme_scenario *scenario, const bireme_run_options *options);

#endif
