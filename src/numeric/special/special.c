/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The normal distribution, and the parts that the incomplete gamma and beta functions are built from.
 */
#include "numeric/special/special.h"

#include <assert.h>
#include <float.h>
#include <math.h>
#include "numeric/special/portable.h"
#include "numeric/special/internal.h"

#define INV_SQRT_2 0.70710678118654752440

/* x·y = high + low exactly (Veltkamp and Dekker 1971); without fma, which is slow on processors that lack
 * it. */
static void two_product(double x, double y, double *high, double *low)
{
    const double split = 134217729.0; /* 2^27 + 1 */
    double cx = split * x, cy = split * y;
    double xh = cx - (cx - x), yh = cy - (cy - y);
    double xl = x - xh, yl = y - yh;
    *high = x * y;
    *low = ((xh * yh - *high) + xh * yl + xl * yh) + xl * yl;
}

double bireme_normal_sf(double z)
{
    if (z > 40) return 0; /* below the smallest double from 38.6 on */
    if (z < -10) return 1;
    /* erfc turns a relative error ε of its argument into 2x²ε: the rounding of z/√2 is corrected to first
     * order, with d log erfc(x)/dx ≈ −(x + √(x² + 1.6)) for x > 0. 1/√2 = INV_SQRT_2 − 4.8336e-17. */
    double x, low;
    two_product(z, INV_SQRT_2, &x, &low);
    double half = 0.5 * bireme_erfc(x);
    if (z < 1) return half;
    low += z * -4.833646656726457e-17;
    return half * (1 - low * (x + sqrt(x * x + 1.6)));
}

double bireme_normal_cdf(double z)
{
    return bireme_normal_sf(-z);
}

double bireme_normal_pdf(double z)
{
    if (fabs(z) > 40) return 0;
    double square, low;
    two_product(z, z, &square, &low);
    return bireme_exp(-0.5 * square) * (1 - 0.5 * low) / BIREME_SQRT_2PI;
}

static double rational(const double *top, const double *bottom, double r)
{
    double t = top[7], b = bottom[7];
    for (int i = 6; i >= 0; i--) {
        t = t * r + top[i];
        b = b * r + bottom[i];
    }
    return t / b;
}

/* Wichura 1988, algorithm AS 241 (PPND16), about 1e-16 relative. */
double bireme_normal_quantile(double p)
{
    static const double a[8] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                3.3430575583588128105e4, 2.5090809287301226727e3};
    static const double b[8] = {1.0,
                                4.2313330701600911252e1,
                                6.8718700749205790830e2,
                                5.3941960214247511077e3,
                                2.1213794301586595867e4,
                                3.9307895800092710610e4,
                                2.8729085735721942674e4,
                                5.2264952788528545610e3};
    static const double c[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                5.76949722146069140550e0,  3.64784832476320460504e0,
                                1.27045825245236838258e0,  2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[8] = {1.0,
                                2.05319162663775882187e0,
                                1.67638483018380384940e0,
                                6.89767334985100004550e-1,
                                1.48103976427480074590e-1,
                                1.51986665636164571966e-2,
                                5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
    static const double e[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                1.78482653991729133580e0,  2.96560571828504891230e-1,
                                2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[8] = {1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};
    assert(p > 0 && p < 1);
    double q = p - 0.5;
    if (fabs(q) <= 0.425) return q * rational(a, b, 0.180625 - q * q);
    double r = sqrt(-bireme_log(q < 0 ? p : 1 - p));
    double z = r <= 5 ? rational(c, d, r - 1.6) : rational(e, f, r - 5);
    return q < 0 ? -z : z;
}

double bireme_normal_quantile_pq(double p, double q)
{
    if (p <= 0) return -INFINITY;
    if (q <= 0) return INFINITY;
    return p <= q ? bireme_normal_quantile(p) : -bireme_normal_quantile(q);
}

double bireme_log1p_minus(double x)
{
    if (x < -0.5 || x > 1) return bireme_log1p(x) - x;
    /* log(1 + x) = 2 artanh r with r = x/(2 + x), and 2r − x = −r x. */
    double r = x / (2 + x), y = r * r, sum = 0;
    int terms = y < 1e-3 ? 6 : y < 0.02 ? 10 : 18; /* y^terms < 1e-17 */
    for (int j = terms; j >= 0; j--) sum = sum * y + 1.0 / (2 * j + 3);
    return r * (2 * y * sum - x);
}

double bireme_lgamma1p(double a)
{
    if (a > 0.5) return bireme_lgamma(1 + a);
    /* log Γ(1+a) = −log(1+a) + a(1−γ) + Σ_{k≥2} (ζ(k) − 1)(−a)^k / k; below are (ζ(k) − 1)/k, k = 2 … 29. */
    static const double zeta[] = {
        0.3224670334241132,     0.067352301053198102,   0.020580808427784546,   0.0073855510286739857,
        0.0028905103307415234,  0.001192753911703261,   0.00050966952474304245, 0.00022315475845357939,
        9.9457512781808531e-05, 4.4926236738133142e-05, 2.0507212775670691e-05, 9.4394882752683967e-06,
        4.3748667899074882e-06, 2.0392157538013662e-06, 9.5514121304074194e-07, 4.4924691987645662e-07,
        2.1207184805554665e-07, 1.0043224823968099e-07, 4.7698101693639804e-08, 2.2711094608943164e-08,
        1.0838659214896955e-08, 5.1834750419700466e-09, 2.4836745438024785e-09, 1.1921401405860912e-09,
        5.7313672416788623e-10, 2.7595228851242334e-10, 1.3304764374244489e-10, 6.4229645638380996e-11};
    const int n = (int)(sizeof zeta / sizeof zeta[0]);
    double sum = 0;
    for (int k = n - 1; k >= 0; k--) sum = zeta[k] - a * sum;
    return a * a * sum + a * 0.42278433509846713939 - bireme_log1p(a);
}

/* δ(z) = log Γ(z+1) − (z + ½) log z + z − log √(2π), z > 0. */
static double stirling_error(double z)
{
    if (z < 8) return bireme_lgamma1p(z) - (z + 0.5) * bireme_log(z) + z - BIREME_LOG_SQRT_2PI;
    double y = 1 / (z * z);
    /* B_2k / (2k (2k−1)): the term left out is 0.18 / 8^17 < 1e-16. */
    double sum = -3617.0 / 122400;
    sum = sum * y + 1.0 / 156;
    sum = sum * y - 691.0 / 360360;
    sum = sum * y + 1.0 / 1188;
    sum = sum * y - 1.0 / 1680;
    sum = sum * y + 1.0 / 1260;
    sum = sum * y - 1.0 / 360;
    sum = sum * y + 1.0 / 12;
    return sum / z;
}

/* a·log(x/a) − (x − a), ≤ 0: minus the deviance of a count a whose mean is x; d = x − a as exactly as is
 * known. */
static double minus_deviance(double a, double x, double d)
{
    double u = d / a;
    if (u >= -0.5 && u <= 1) return a * bireme_log1p_minus(u);
    return a * bireme_log(x / a) - d;
}

double bireme_gamma_prefix(double a, double x)
{
    if (x <= 0) return 0;
    if (a < 1) return bireme_pow(x, a) * bireme_exp(-x - bireme_lgamma1p(a));
    return bireme_exp(minus_deviance(a, x, x - a) - stirling_error(a)) / (BIREME_SQRT_2PI * sqrt(a));
}

double bireme_beta_prefix(double a, double b, double x, double y)
{
    if (x <= 0 || y <= 0) return 0;
    /* With n = a + b and d = n x − a = b x − a y = b − n y the linear parts of the two deviances cancel. */
    double n = a + b, bx, bx_low, ay, ay_low;
    two_product(b, x, &bx, &bx_low);
    two_product(a, y, &ay, &ay_low);
    double d = (bx - ay) + (bx_low - ay_low);
    double exponent = minus_deviance(a, n * x, d) + minus_deviance(b, n * y, -d);
    exponent += stirling_error(n) - stirling_error(a) - stirling_error(b);
    return bireme_exp(exponent) * sqrt(a) * sqrt(b / n) / BIREME_SQRT_2PI;
}

double bireme_lbeta(double a, double b)
{
    assert(a > 0 && b > 0);
    double n = a + b, more = a > b ? a : b, less = a > b ? b : a;
    double delta = stirling_error(n) - stirling_error(a) - stirling_error(b);
    return BIREME_LOG_SQRT_2PI - 0.5 * bireme_log(less) - delta + (more - 0.5) * bireme_log1p(-less / n) +
           less * bireme_log(less / n);
}
