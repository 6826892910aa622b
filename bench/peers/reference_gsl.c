/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A peer: bench/reference.json as a good engineer would write it by hand with GSL and OpenMP, without bireme.
 * Usage: reference_gsl [TRIALS [THREADS [exact|midpoint|table]]]. Prints one JSON line.
 *
 * Per trial it draws the rates, then per channel and month the leads (Poisson), the stages (binomial), the
 * wins (Poisson, by the month of the close) and every deal's value. The delay's weights are exact for
 * arrivals spread evenly over a month; or, cheaper by half, as if all leads came in its middle; or exact but
 * interpolated in a table made once, for who notices that the delay's shape is fixed and only its scale is
 * uncertain. Kept are revenue, wins and leads per trial and month; at the end the means and the quantiles of
 * each, by sorting.
 */
#include <math.h>
#include <omp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <gsl/gsl_sort.h>

enum { MONTHS = 12, CHANNELS = 3, STEPS = 4, METRICS = 3, COLUMNS = MONTHS + 1 };
enum { REVENUE, WINS, LEADS };
#define MONTH_DAYS (365.25 / 12)

typedef struct channel {
    double spend, cost_mu, cost_sigma;
    double alpha[STEPS], beta[STEPS]; /* mql, sql, opportunity, won */
    double cycle_mu, cycle_sigma, cycle_cv;
    double value_mu, value_sigma, value_cv;
} channel;

static const channel channels[CHANNELS] = {
    {40000,
     4.700480365792417,
     0.25,
     {34, 45, 40, 24},
     {66, 55, 60, 76},
     4.0943445622221,
     0.15,
     0.6,
     9.798127036878302,
     0.1,
     1.0},
    {25000,
     5.075173815233827,
     0.3,
     {50, 45, 40, 24},
     {50, 55, 60, 76},
     4.31748811353631,
     0.15,
     0.6,
     10.308952660644293,
     0.1,
     0.9},
    {50000,
     5.991464547107982,
     0.35,
     {60, 55, 40, 30},
     {40, 45, 60, 70},
     4.700480365792417,
     0.15,
     0.6,
     10.915088464214607,
     0.1,
     1.1},
};

typedef enum method { EXACT, MIDPOINT, TABLE } method;
static const char *const method_name[] = {"exact", "midpoint", "table"};

/* G(x) = ∫₀ˣ F of a gamma distribution = x F_shape(x) − mean F_shape+1(x). */
static double integrated_cdf(double x, double shape, double scale)
{
    return x * gsl_cdf_gamma_P(x, shape, scale) - shape * scale * gsl_cdf_gamma_P(x, shape + 1, scale);
}

/* G for scale 1 and the shape of each channel, at multiples of TABLE_STEP; from TABLE_SIZE on it is x − mean.
 */
enum { TABLE_SIZE = 4096 };
#define TABLE_STEP 0.01
static double table[CHANNELS][TABLE_SIZE + 1];

static double shape_of(const channel *c)
{
    return 1 / (c->cycle_cv * c->cycle_cv);
}

static void fill_tables(void)
{
    for (int c = 0; c < CHANNELS; c++)
        for (int i = 0; i <= TABLE_SIZE; i++)
            table[c][i] = integrated_cdf(i * TABLE_STEP, shape_of(&channels[c]), 1);
}

static double interpolated(const double *g, double x, double shape, double scale)
{
    double position = x / (scale * TABLE_STEP);
    if (position >= TABLE_SIZE) return x - shape * scale;
    int i = (int)position;
    return scale * (g[i] + (position - i) * (g[i + 1] - g[i]));
}

/* w[k]: the probability that a lead of one month closes k months later; delay gamma (shape, scale) days. */
static void delay_weights(const channel *c, double scale, method how, double w[MONTHS])
{
    double before = 0, before_before = 0, shape = shape_of(c);
    const double *g = table[c - channels];
    for (int k = 0; k < MONTHS; k++) {
        double x = (k + 1) * MONTH_DAYS, now;
        if (how == MIDPOINT) {
            now = gsl_cdf_gamma_P(x - MONTH_DAYS / 2, shape, scale);
            w[k] = now - before;
        } else { /* second differences of G */
            now = how == TABLE ? interpolated(g, x, shape, scale) : integrated_cdf(x, shape, scale);
            w[k] = (now - 2 * before + before_before) / MONTH_DAYS;
        }
        before_before = before;
        before = now;
    }
}

static void simulate_channel(const channel *c, double economy, method how, const gsl_rng *rng,
                             double out[METRICS][COLUMNS])
{
    double lambda = economy * c->spend / gsl_ran_lognormal(rng, c->cost_mu, c->cost_sigma);
    double p[STEPS], w[MONTHS], through = lambda;
    for (int s = 0; s < STEPS; s++) {
        p[s] = gsl_ran_beta(rng, c->alpha[s], c->beta[s]);
        through *= p[s];
    }
    double cycle = gsl_ran_lognormal(rng, c->cycle_mu, c->cycle_sigma);
    delay_weights(c, cycle / shape_of(c), how, w);
    double sigma = sqrt(log(1 + c->value_cv * c->value_cv));
    double mu = log(gsl_ran_lognormal(rng, c->value_mu, c->value_sigma)) - sigma * sigma / 2;
    double closing = 0;
    for (int t = 0; t < MONTHS; t++) {
        unsigned leads = gsl_ran_poisson(rng, lambda), entries = leads;
        for (int s = 0; s + 1 < STEPS; s++) entries = gsl_ran_binomial(rng, p[s], entries);
        out[LEADS][t] += leads;
        closing += w[t]; /* arrivals are alike in all months: Σ over the months so far */
        unsigned wins = gsl_ran_poisson(rng, through * closing);
        out[WINS][t] += wins;
        for (unsigned i = 0; i < wins; i++) out[REVENUE][t] += gsl_ran_lognormal(rng, mu, sigma);
    }
}

static void simulate(size_t trials, method how, double *kept)
{
#pragma omp parallel
    {
        gsl_rng *rng = gsl_rng_alloc(gsl_rng_taus2);
        gsl_rng_set(rng, 1 + (unsigned long)omp_get_thread_num());
#pragma omp for schedule(static)
        for (size_t i = 0; i < trials; i++) {
            double out[METRICS][COLUMNS] = {{0}};
            double economy = gsl_ran_lognormal(rng, -0.01125, 0.15);
            for (int c = 0; c < CHANNELS; c++) simulate_channel(&channels[c], economy, how, rng, out);
            for (int m = 0; m < METRICS; m++)
                for (int t = 0; t < MONTHS; t++) out[m][MONTHS] += out[m][t];
            for (int m = 0; m < METRICS; m++)
                for (int t = 0; t < COLUMNS; t++)
                    kept[((size_t)m * COLUMNS + (size_t)t) * trials + i] = out[m][t];
        }
        gsl_rng_free(rng);
    }
}

int main(int argc, char **argv)
{
    size_t trials = argc > 1 ? strtoul(argv[1], NULL, 10) : 65536;
    int threads = argc > 2 ? atoi(argv[2]) : omp_get_max_threads();
    int how = EXACT;
    while (argc > 3 && how <= TABLE && strcmp(argv[3], method_name[how]) != 0) how++;
    if (trials < 1 || threads < 1 || how > TABLE) {
        fprintf(stderr, "usage: reference_gsl [TRIALS [THREADS [exact|midpoint|table]]]\n");
        return 2;
    }
    omp_set_num_threads(threads);
    double *kept = malloc((size_t)METRICS * COLUMNS * trials * sizeof *kept);
    if (kept == NULL) return 5;
    double start = omp_get_wtime();
    if (how == TABLE) fill_tables();
    simulate(trials, (method)how, kept);
    double drawn = omp_get_wtime();
    double mean[METRICS * COLUMNS];
#pragma omp parallel for
    for (int column = 0; column < METRICS * COLUMNS; column++) {
        double *x = kept + (size_t)column * trials, sum = 0;
        for (size_t i = 0; i < trials; i++) sum += x[i];
        mean[column] = sum / (double)trials;
        gsl_sort(x, 1, trials);
    }
    double end = omp_get_wtime();
    const double *revenue = kept + (size_t)(REVENUE * COLUMNS + MONTHS) * trials;
    printf("{\"peer\":\"gsl\",\"delays\":\"%s\",\"trials\":%zu,\"threads\":%d,\"seconds\":%.4f,\"seconds_"
           "sorting\":%.4f,"
           "\"trials_per_second\":%.0f,\"mean_revenue\":%.0f,\"p10\":%.0f,\"p50\":%.0f,\"p90\":%.0f,\"mean_"
           "wins\":%.3f,"
           "\"mean_leads\":%.1f}\n",
           method_name[how], trials, threads, end - start, end - drawn, (double)trials / (end - start),
           mean[REVENUE * COLUMNS + MONTHS], revenue[trials / 10], revenue[trials / 2],
           revenue[trials - 1 - trials / 10], mean[WINS * COLUMNS + MONTHS], mean[LEADS * COLUMNS + MONTHS]);
    free(kept);
    return 0;
}
