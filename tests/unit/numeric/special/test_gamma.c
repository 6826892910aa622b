/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The incomplete gamma function and its inverse against 30-digit answers. Table: a sample of the rows of
 * gamma_inv_big_data, gamma_inv_data and gamma_inv_small_data of boostorg/math (Boost Software License 1.0),
 * the answers cut to 20 digits.
 */
#include "support/check.h"

#include <gsl/gsl_cdf.h>
#include <math.h>
#include "numeric/special/special.h"

/* shape, p, x with P(shape, x) = p, x with Q(shape, x) = p */
static const double known[][4] = {
    {464.56927490234375, 0.308167040348053, 453.52439913448799573, 475.11492791361118282},
    {581.3642578125, 0.22103404998779297, 562.69895083794793607, 599.75688294836290489},
    {1951.531005859375, 0.9133758544921875, 2011.9723072416652687, 1891.6594345676538455},
    {3758.09765625, 0.308167040348053, 3727.1333519274826140, 3788.5626723015216231},
    {4616.13818359375, 0.9688677787780762, 4743.6327400963630388, 4490.2942811553271549},
    {16128.96484375, 0.9133758544921875, 16302.201709509909427, 15956.297716202934676},
    {31348.75, 0.8147236704826355, 31507.225653117108331, 31190.142221107335659},
    {106978.296875, 0.1354770064353943, 106618.30117226684728, 107338.43385170496753},
    {106978.296875, 0.9057919383049011, 107408.73499892326554, 106548.34539034653929},
    {287713.625, 0.22103404998779297, 287301.16332973240498, 288125.81394255965975},
    {287713.625, 0.9688677787780762, 288714.49870409584941, 286714.40197343326855},
    {1340602.5, 0.1269868165254593, 1339281.7892173102276, 1341923.4116576436390},
    {9.754039764404297, 0.8147236704826355, 12.436141253370011851, 6.9420106440161120271},
    {13.547700881958008, 0.22103404998779297, 10.620242477533663646, 16.204447349274294724},
    {13.547700881958008, 0.8350085616111755, 17.072301727840820567, 9.9903093686356409205},
    {22.103404998779297, 0.1269868165254593, 16.879217597661993421, 27.528666950607677926},
    {27.849822998046875, 0.9057919383049011, 34.997550182192872092, 21.188273875630549573},
    {54.688148498535156, 0.6323592662811279, 56.884872381523724399, 51.901658457362515841},
    {54.7220573425293, 0.22103404998779297, 48.918002012589732808, 60.253875666088634895},
    {63.23592758178711, 0.22103404998779297, 57.004171005983945803, 69.195380751947693454},
    {83.5008544921875, 0.22103404998779297, 76.355295045618584998, 90.374007157334114569},
    {83.5008544921875, 0.308167040348053, 78.683141124806318208, 87.819687642281953433},
    {91.33758544921875, 0.8147236704826355, 99.813269214227467875, 82.730004586057641419},
    {95.75068664550781, 0.1354770064353943, 85.067208673570646028, 106.57551874188512584},
    {96.48885345458984, 0.1354770064353943, 85.763862519238619534, 107.35519790055797158},
    {96.76949310302734, 0.308167040348053, 91.600648797015765105, 101.43939977111570794},
    {96.88677978515625, 0.9133758544921875, 110.55652540030954729, 83.786586387536115146},
    {99.64613342285156, 0.9057919383049011, 112.99960107086090566, 86.779178301719131195},
    {0.0030219152104109526, 0.1354770064353943, 0.29570408457754639146e-287, 0.67413452021222389532e-21},
    {0.004994133487343788, 0.6323592662811279, 0.78906823623753433885e-40, 0.54165791856183418852e-87},
    {0.009284233674407005, 0.308167040348053, 0.48982937079110543115e-55, 0.33054996964809682136e-17},
    {0.009284233674407005, 0.9133758544921875, 0.32674935286145374664e-4, 0.21196435400266240680e-114},
    {0.02417002245783806, 0.8350085616111755, 0.00032965984950859531976, 0.24068017943277385604e-32},
    {0.06227754056453705, 0.1269868165254593, 0.23978993279902102179e-14, 0.071207013216398616727},
    {0.06227754056453705, 0.9057919383049011, 0.13646217668131232408, 0.19846813975048021984e-16},
    {0.12234418094158173, 0.8350085616111755, 0.16270699014659257824, 0.24797339872238319416e-6},
    {0.24955767393112183, 0.8350085616111755, 0.46019997129249822147, 0.00049388553037881962150},
    {0.4912221431732178, 0.22103404998779297, 0.037085207949372075221, 0.73440372280184289365},
    {0.4912221431732178, 0.9133758544921875, 1.4484615723464331453, 0.0053931666183714133947},
    {0.9838474988937378, 0.9057919383049011, 2.3338521436355213765, 0.094353625979563579970},
    {1.1576130390167236, 0.6323592662811279, 1.1848456564491888863, 0.58147188138227400317},
    {3.4516777992248535, 0.1269868165254593, 1.5306242109203822843, 5.5746986920186947000},
    {7.882370948791504, 0.1354770064353943, 4.9258984142944585798, 10.981086739743257657},
    {7.882370948791504, 0.9057919383049011, 11.749061770637927232, 4.5005897304198256795},
};
enum { N_KNOWN = sizeof known / sizeof known[0] };

/* The inverse multiplies the 1 to 2 ulp of log p by 1/shape: 1e-13 for shapes around 0.003, 1e-14 above 0.1.
 */
static double tolerance(double shape)
{
    return shape < 0.1 ? 1e-13 : 1e-14;
}

static void the_inverse_gives_the_tabulated_quantiles(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_KNOWN; i++) {
        double shape = known[i][0], p = known[i][1];
        assert_close(bireme_gamma_pq_inverse(shape, p, 1 - p), known[i][2], tolerance(shape), 0);
        assert_close(bireme_gamma_pq_inverse(shape, 1 - p, p), known[i][3], tolerance(shape), 0);
    }
}

static void the_function_takes_the_tabulated_quantiles_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < N_KNOWN; i++) {
        double below, above;
        if (known[i][2] < 1e-300) continue; /* denormal: x itself has lost its digits */
        /* x is rounded to a double: shape times 1 ulp of relative error, at most √shape in units of the sd.
         */
        double allowed = 1e-14 + 4e-16 * sqrt(known[i][0]);
        bireme_gamma_pq(known[i][0], known[i][2], &below, &above);
        assert_close(below, known[i][1], allowed, 0);
        assert_close(above, 1 - known[i][1], 1e-14 + allowed, 0);
        bireme_gamma_pq(known[i][0], known[i][3], &below, &above);
        assert_close(above, known[i][1], allowed, 0);
    }
}

static void whole_shapes_are_poisson_sums(void **state)
{
    (void)state;
    /* Q(n, x) = e^-x Σ_{k<n} x^k / k!; long double sums of positive terms, good to 1e-17 a term. */
    for (int n = 1; n <= 60; n++) {
        for (double x = 0.1; x < 200; x *= 1.7) {
            long double term = expl(-(long double)x), sum = 0, rest = 0;
            for (int k = 0; k < n; k++) {
                sum += term;
                term *= (long double)x / (k + 1);
            }
            for (int k = n; k < n + 900; k++) {
                rest += term;
                term *= (long double)x / (k + 1);
            }
            double below, above;
            bireme_gamma_pq(n, x, &below, &above);
            assert_close(above, (double)sum, 1e-13, 0);
            /* below the median P is the smaller one and is computed first; elsewhere it is 1 − Q */
            assert_close(below, (double)rest, 1e-13, 1e-15);
            if (below < 0.3) assert_close(below, (double)rest, 1e-13, 0);
        }
    }
}

static void it_agrees_with_gsl(void **state)
{
    (void)state;
    static const double shapes[] = {0.02, 0.3, 0.9, 1.5, 7, 19.9, 20.1, 55, 300};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        for (double p = 0.001; p < 1; p += 0.037) {
            double x = bireme_gamma_pq_inverse(shapes[i], p, 1 - p), below, above;
            if (x < 1e-290) continue;
            bireme_gamma_pq(shapes[i], x, &below, &above);
            assert_close(below, gsl_cdf_gamma_P(x, shapes[i], 1), 1e-11,
                         0); /* GSL's own error is up to 1e-12 */
            assert_close(above, gsl_cdf_gamma_Q(x, shapes[i], 1), 1e-11, 0);
        }
    }
}

static void the_inverse_inverts_far_into_both_tails(void **state)
{
    (void)state;
    static const double shapes[] = {0.05, 0.5, 1, 3, 25, 1000, 1e6, 1e10};
    for (size_t i = 0; i < sizeof shapes / sizeof shapes[0]; i++) {
        for (double p = 1e-280; p < 0.5; p *= 1e7) {
            double a = shapes[i], below, above, x = bireme_gamma_pq_inverse(a, p, 1 - p);
            /* The tail's logarithm moves by (density of log x)/p per relative error of x: at most about
             * √(−2a log p) here, times 2 ulp. */
            double allowed = 5e-14 + 4e-16 * sqrt(-2 * a * log(p)) - 4e-16 * log(p);
            if (x > 1e-290) {
                bireme_gamma_pq(a, x, &below, &above);
                assert_close(below, p, allowed, 0);
            }
            x = bireme_gamma_pq_inverse(a, 1 - p, p);
            bireme_gamma_pq(a, x, &below, &above);
            assert_close(above, p, allowed, 0);
        }
    }
}

static void the_methods_meet_without_a_step(void **state)
{
    (void)state;
    /* Just inside and outside Temme's region, and on both sides of the mean: P must rise and hardly move. */
    static const double places[][2] = {{20, 12},   {20, 28},   {35, 21}, {35, 49},
                                       {0.5, 1.1}, {0.9, 1.1}, {7, 7},   {1000, 600}};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        double a = places[i][0], x = places[i][1], p0, q0, p1, q1;
        bireme_gamma_pq(a, x * (1 - 1e-12), &p0, &q0);
        bireme_gamma_pq(a, x * (1 + 1e-12), &p1, &q1);
        double moved = 2e-12 * a * bireme_gamma_prefix(a, x);
        assert_close(p1 - p0, moved, 1e-3, 4e-14 * p1);
        assert_close(q0 - q1, moved, 1e-3, 4e-14 * q1);
    }
}

static void the_ends_are_exact(void **state)
{
    (void)state;
    double p, q;
    bireme_gamma_pq(2, 0, &p, &q);
    assert_true(p == 0 && q == 1);
    bireme_gamma_pq(2, INFINITY, &p, &q);
    assert_true(p == 1 && q == 0);
    assert_true(bireme_gamma_pq_inverse(2, 0, 1) == 0);
    assert_true(isinf(bireme_gamma_pq_inverse(2, 1, 0)));
    assert_true(bireme_gamma_pq_inverse(0.001, 0.1, 0.9) == 0); /* e^-2300 */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_inverse_gives_the_tabulated_quantiles),
        cmocka_unit_test(the_function_takes_the_tabulated_quantiles_back),
        cmocka_unit_test(whole_shapes_are_poisson_sums),
        cmocka_unit_test(it_agrees_with_gsl),
        cmocka_unit_test(the_inverse_inverts_far_into_both_tails),
        cmocka_unit_test(the_methods_meet_without_a_step),
        cmocka_unit_test(the_ends_are_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
