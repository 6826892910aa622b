/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fits the metalog's terms to the sample's quantiles at 199 probabilities k/200 and both ends at 1/1000, by
 * least squares (Keelin 2016, equation 7). The closest fit is taken; among similar ones that with fewer
 * terms, and the one with the bound. A fit that is not increasing everywhere, or has no mean, is left out.
 */
#include "dist/families/metalog_fit.h"

#include <math.h>
#include "dist/shared.h"
#include "numeric/solve/least_squares.h"

static const double BOUND_WORTH = 0.005, TERM_WORTH = 0.0005; /* in probability */
enum { POINTS = 201, LEAST_TERMS = 3, MOST_TERMS = 9 };

static double probability_of(int k)
{
    return k == 0 ? 0.001 : k == POINTS - 1 ? 0.999 : (double)k / 200;
}

/* fit->dist NULL: the fit is not a distribution. Errors: MEMORY. */
static bireme_status distribution(bireme_metalog_fit *fit, bireme_error *error)
{
    const bireme_dist_argument arguments[] = {
        {.name = "coefficients", .values = fit->coefficients, .n = fit->terms},
        {.name = "lower", .value = 0}};
    const bireme_dist_spec spec = {.family = bireme_family_find("metalog"),
                                   .arguments = arguments,
                                   .n_arguments = fit->has_lower ? 2 : 1};
    bireme_error why;
    bireme_status status = bireme_dist_create(&spec, &fit->dist, &why);
    if (status == BIREME_MEMORY) return bireme_fail_memory(error);
    if (status != BIREME_OK) fit->dist = NULL;
    bireme_dist_fall fall;
    if (fit->dist == NULL || !bireme_dist_falls(fit->dist, &fall)) return BIREME_OK;
    bireme_dist_free(fit->dist);
    fit->dist = NULL;
    return BIREME_OK;
}

/* Where the sample has equal values, F may lie anywhere between the share below them and the share up to
 * them. */
static double difference_of(const bireme_dist *dist, size_t n, const double *sorted)
{
    double most = 0;
    for (int k = 0; k < POINTS; k++) {
        size_t i = (size_t)(probability_of(k) * (double)n), low = i, high = i;
        while (low > 0 && sorted[low - 1] == sorted[i]) low--;
        while (high + 1 < n && sorted[high + 1] == sorted[i]) high++;
        double f = bireme_dist_cdf(dist, sorted[i]), below = (double)low / (double)n,
               up_to = (double)(high + 1) / (double)n;
        double off = f < below ? below - f : f > up_to ? f - up_to : 0;
        most = off > most ? off : most;
    }
    return most;
}

static bireme_status fit_one(size_t n, const double *sorted, size_t terms, bool has_lower,
                             bireme_metalog_fit *out, bireme_error *error)
{
    double a[POINTS * MOST_TERMS], b[POINTS], unit[MOST_TERMS] = {0}, slope;
    *out = (bireme_metalog_fit){.terms = terms, .has_lower = has_lower};
    for (int k = 0; k < POINTS; k++) {
        size_t i = (size_t)(probability_of(k) * (double)n);
        double p = ((double)i + 0.5) / (double)n, x = sorted[i], w = bireme_metalog_log_odds(p, 1 - p);
        b[k] = has_lower ? bireme_log(x) : x;
        for (size_t j = 0; j < terms; j++) {
            unit[j] = 1;
            a[(size_t)k * terms + j] = bireme_metalog_value(unit, terms, w, &slope);
            unit[j] = 0;
        }
    }
    bireme_status status = bireme_least_squares(POINTS, terms, a, b, out->coefficients, error);
    if (status == BIREME_OK) status = distribution(out, error);
    if (status != BIREME_OK) return status;
    out->largest_difference = out->dist != NULL ? difference_of(out->dist, n, sorted) : INFINITY;
    return BIREME_OK;
}

bireme_status bireme_metalog_fit_sample(size_t n, const double *sorted, bool bounded, bireme_metalog_fit *out,
                                        bireme_error *error)
{
    *out = (bireme_metalog_fit){.largest_difference = INFINITY};
    for (int kind = 0; kind < (bounded && sorted[0] > 0 ? 2 : 1); kind++)
        for (size_t terms = LEAST_TERMS; terms <= MOST_TERMS; terms++) {
            bireme_metalog_fit fit;
            bireme_status status = fit_one(n, sorted, terms, kind == 1, &fit, error);
            if (status == BIREME_MEMORY) {
                bireme_dist_free(out->dist);
                out->dist = NULL;
                return status;
            }
            /* One more term must be worth it; and a quantity that cannot be negative should not be so in the
             * fit, unless that costs much. */
            bool same_kind = out->dist != NULL && out->has_lower == fit.has_lower;
            double room = same_kind ? -TERM_WORTH : BOUND_WORTH;
            bool better = fit.dist != NULL &&
                          (out->dist == NULL || fit.largest_difference < out->largest_difference + room);
            bireme_dist_free(better ? out->dist : fit.dist);
            if (better) *out = fit;
        }
    if (out->dist == NULL)
        return bireme_fail(error, BIREME_DOMAIN, "no metalog of 3 to 9 terms fits the sample");
    return BIREME_OK;
}
