# SPDX-License-Identifier: GPL-3.0-or-later
#
# The coefficients of src/dist/table/poisson_central.c. Called by scripts/derive-poisson, which says how.
#
# All fits are minimax ones by Lawson's method: least squares, in which a point weighs more the larger its error was
# the time before. Four functions are fitted:
#
# 1. The normal quantile, w = q P(q²) / Q(q²) with q = u − ½, |q| ≤ 0.495 (|w| ≤ W = 2.576): absolute error of w.
# 2. d(s) = r(s) − 1 = s + s²/6 − s³/72 + s⁴ p(s), where 1 − r + r ln r = s²/2. The mean μ multiplies d; at a given s
#    it is W²/s² at most, so that an error e of p costs μ s⁴ e ≤ W⁴ e / μ of the count.
# 3. c(s) = 1/3 − s/36 + s² a(s): in the same way an error e of a costs W² e / μ.
# 4. The next term, g(s) / μ: from the exact x with Q(x, μ) = u, for means of 6 to 100 and x from 3 on; what depends on μ beyond 1/μ is
#    part of its error.
import numpy as np
from numpy.polynomial import chebyshev, polynomial
from scipy.special import gammainc, gammaincc, log1p, ndtr, ndtri

Q_MOST = 0.495
W = ndtri(0.5 + Q_MOST)
MEAN_LOW, X_LOW = 6, 3
S_LOW, S_HIGH = -0.83, W / np.sqrt(MEAN_LOW)


def lawson(system, target, weight, value, rounds=400):
    """Smallest largest weight·|value(x) − target|; system(rounds so far) gives matrix and right side."""
    importance, best = np.ones_like(target), (np.inf, None)
    x = None
    for _ in range(rounds):
        matrix, right, scale = system(x)
        by = np.sqrt(importance) * weight * scale
        x = np.linalg.lstsq(matrix * by[:, None], right * by, rcond=None)[0]
        error = weight * np.abs(value(x) - target)
        if error.max() < best[0]:
            best = error.max(), x
        importance *= error + 1e-30
        importance /= importance.sum()
    return best


def fit_polynomial(x, y, degree):
    powers = np.vander(x, degree + 1, increasing=True)
    return lawson(lambda _: (powers, y, 1.0), y, np.ones_like(y), lambda c: powers @ c)


def fit_normal(degree):
    z = (1 - np.cos(np.linspace(0, np.pi, 3000))) / 2 * Q_MOST**2 + 1e-12
    q = np.sqrt(z)
    y = ndtri(0.5 + q) / q
    basis = chebyshev.chebvander(2 * z / Q_MOST**2 - 1, degree)

    def below(c):
        return basis @ np.r_[1, c[degree + 1:]]

    def system(c):
        scale = 1.0 if c is None else 1 / np.abs(below(c))
        return np.hstack([basis, -y[:, None] * basis[:, 1:]]), y, scale

    error, c = lawson(system, y, q, lambda c: basis @ c[:degree + 1] / below(c))
    parts = []
    for part in (c[:degree + 1], np.r_[1, c[degree + 1:]]):
        in_t, power = chebyshev.cheb2poly(part), np.array([1.0])
        total = np.zeros(1)
        for a in in_t:
            total = polynomial.polyadd(total, a * power)
            power = polynomial.polymul(power, [-1, 2 / Q_MOST**2])
        parts.append(total)
    return error, parts[0] / parts[1][0], parts[1] / parts[1][0]


def excess(d):
    """(1 + d) ln(1 + d) − d."""
    small = sum((-d)**j / (j * (j - 1.0)) for j in range(2, 60))
    return np.where(np.abs(d) < 0.3, small, (1 + d) * log1p(d) - d)


def temme(s):
    d = np.maximum(s + s * s / 6, -0.9)
    for _ in range(60):
        d = d - (excess(d) - s * s / 2) / log1p(d)
    return d, 0.5 - log1p((d - s) / s) / log1p(d)


def next_terms():
    s, g = [], []
    for mean in MEAN_LOW * np.array([1, 1.1, 1.25, 1.5, 2, 3, 5, 8, 16]):
        w = np.linspace(-W, W, 120)
        d, c = temme(w / np.sqrt(mean))
        known = mean * (1 + d) + c
        low, high = known - 0.1, known + 0.02
        for _ in range(60):
            x = (low + high) / 2
            up = np.where(w > 0, gammainc(x, mean) > ndtr(-w), gammaincc(x, mean) < ndtr(w))
            low, high = np.where(up, x, low), np.where(up, high, x)
        used = low >= X_LOW - 0.05
        s.append((w / np.sqrt(mean))[used])
        g.append(((low - known) * mean)[used])
    return np.concatenate(s), np.concatenate(g)


def show(name, coefficients):
    print(name, ", ".join("%.17g" % c for c in coefficients))


def main():
    error, over, under = fit_normal(6)
    over, under = over / under[-1], under / under[-1]  # saves a multiplication
    print("normal quantile, error of w: %.2g" % error)
    show("P", over)
    show("Q", under)
    s = np.linspace(S_LOW, S_HIGH, 1601)
    s = s[np.abs(s) > 0.05]  # nearer to 0 the digits cancel
    d, c = temme(s)
    error, p = fit_polynomial(s, (d - s - s**2 / 6 + s**3 / 72) / s**4, 4)
    print("p: costs %.2g / mean" % (W**4 * error))
    show("p", p)
    error, a = fit_polynomial(s, (c - 1 / 3 + s / 36) / s**2, 4)
    print("a: costs %.2g / mean" % (W**2 * error))
    show("a", a)
    error, g = fit_polynomial(*next_terms(), 4)
    print("g: costs %.2g / mean" % error)
    show("g", g)


main()
