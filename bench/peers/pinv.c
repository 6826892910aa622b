/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UNU.RAN through its C interface. Its errors (a density with a pole) are not printed: the caller says that
 * the case is left out.
 */
#include "peers/pinv.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#ifdef BENCH_UNURAN

#include <unuran.h>

struct pinv {
    UNUR_GEN *generator;
    UNUR_URNG *uniforms;
};

bool pinv_is_there(void)
{
    return true;
}

static UNUR_DISTR *distribution(const char *family, double a, double b)
{
    double variance = log(1 + b * b);
    if (strcmp(family, "uniform") == 0) return unur_distr_uniform((double[]){a, b}, 2);
    if (strcmp(family, "normal") == 0) return unur_distr_normal((double[]){a, b}, 2);
    if (strcmp(family, "lognormal") == 0)
        return unur_distr_lognormal((double[]){log(a) - variance / 2, sqrt(variance)}, 2);
    if (strcmp(family, "exponential") == 0) return unur_distr_exponential((double[]){a}, 1);
    if (strcmp(family, "weibull") == 0) return unur_distr_weibull((double[]){a, b}, 2);
    if (strcmp(family, "gamma") == 0) return unur_distr_gamma((double[]){a, b}, 2);
    if (strcmp(family, "beta") == 0) return unur_distr_beta((double[]){a, b}, 2);
    return NULL;
}

static double next_uniform(void *rng)
{
    return gsl_rng_uniform_pos(rng);
}

pinv *pinv_create(const char *family, double a, double b, double u_resolution, gsl_rng *rng)
{
    unur_set_error_handler_off();
    UNUR_DISTR *d = distribution(family, a, b);
    UNUR_PAR *parameters = d != NULL ? unur_pinv_new(d) : NULL;
    pinv *p = parameters != NULL ? calloc(1, sizeof *p) : NULL;
    if (p != NULL) {
        p->uniforms = unur_urng_new(next_uniform, rng);
        unur_set_urng(parameters, p->uniforms);
        unur_pinv_set_u_resolution(parameters, u_resolution);
        p->generator = unur_init(parameters);
        if (p->generator == NULL) {
            pinv_free(p);
            p = NULL;
        }
    }
    if (d != NULL) unur_distr_free(d);
    return p;
}

void pinv_free(pinv *p)
{
    if (p == NULL) return;
    if (p->generator != NULL) unur_free(p->generator);
    unur_urng_free(p->uniforms);
    free(p);
}

double pinv_draw(const pinv *p)
{
    return unur_sample_cont(p->generator);
}

double pinv_quantile(const pinv *p, double u)
{
    return unur_pinv_eval_approxinvcdf(p->generator, u);
}

#else

bool pinv_is_there(void)
{
    return false;
}

pinv *pinv_create(const char *family, double a, double b, double u_resolution, gsl_rng *rng)
{
    (void)family, (void)a, (void)b, (void)u_resolution, (void)rng;
    return NULL;
}

void pinv_free(pinv *p)
{
    (void)p;
}

double pinv_draw(const pinv *p)
{
    (void)p;
    return NAN;
}

double pinv_quantile(const pinv *p, double u)
{
    (void)p, (void)u;
    return NAN;
}

#endif
