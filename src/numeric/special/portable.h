/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Elementary functions whose bits are the same on every x86-64 processor: glibc's exp, log, pow, erfc and
 * lgamma change bits with and without FMA, SLEEF's cinz_ functions do not (1.0 to 1.5 ulp). Everything that a
 * sample depends on, including the tables made when a scenario is compiled, goes through these and never
 * through libm. sqrt, floor, fabs, ldexp and frexp are exact and may be used from libm. This is the only file
 * that uses SLEEF.
 */
#ifndef BIREME_NUMERIC_SPECIAL_PORTABLE_H
#define BIREME_NUMERIC_SPECIAL_PORTABLE_H

#include <sleef.h>

static inline double bireme_exp(double x)
{
    return Sleef_cinz_expd1_u10purec(x);
}
static inline double bireme_expm1(double x)
{
    return Sleef_cinz_expm1d1_u10purec(x);
}
static inline double bireme_log(double x)
{
    return Sleef_cinz_logd1_u10purec(x);
}
static inline double bireme_log1p(double x)
{
    return Sleef_cinz_log1pd1_u10purec(x);
}
static inline double bireme_pow(double x, double y)
{
    return Sleef_cinz_powd1_u10purec(x, y);
}
static inline double bireme_erfc(double x)
{
    return Sleef_cinz_erfcd1_u15purec(x);
}
static inline double bireme_lgamma(double x)
{
    return Sleef_cinz_lgammad1_u10purec(x);
}
static inline double bireme_sin(double x)
{
    return Sleef_cinz_sind1_u10purec(x);
}
static inline double bireme_cos(double x)
{
    return Sleef_cinz_cosd1_u10purec(x);
}
static inline double bireme_tan(double x)
{
    return Sleef_cinz_tand1_u10purec(x);
}

#endif
