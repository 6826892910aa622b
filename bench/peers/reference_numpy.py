#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A peer: bench/reference.json as an analyst would write it with NumPy, vectorised over trials, without bireme.

Usage: reference_numpy.py [TRIALS]. Prints one JSON line. Per trial the rates, then per channel and month the leads
(Poisson), the stages (binomial), the wins (Poisson, by the month of the close) and every deal's value. The delay's
weights are exact for arrivals spread evenly over a month: NumPy has no gamma distribution function, so its integral
is tabulated once (the shape is fixed) and interpolated.
"""
import json
import sys
import time

import numpy as np

MONTHS, MONTH_DAYS, CHUNK = 12, 365.25 / 12, 8192
CHANNELS = [  # spend, cost per lead (mu, sigma), conversion (alpha, beta), cycle (mu, sigma, cv), value (mu, sigma, cv)
    (40000, (4.700480365792417, 0.25), [(34, 66), (45, 55), (40, 60), (24, 76)],
     (4.0943445622221, 0.15, 0.6), (9.798127036878302, 0.1, 1.0)),
    (25000, (5.075173815233827, 0.3), [(50, 50), (45, 55), (40, 60), (24, 76)],
     (4.31748811353631, 0.15, 0.6), (10.308952660644293, 0.1, 0.9)),
    (50000, (5.991464547107982, 0.35), [(60, 40), (55, 45), (40, 60), (30, 70)],
     (4.700480365792417, 0.15, 0.6), (10.915088464214607, 0.1, 1.1)),
]


def integrated_cdf(shape):
    """Grid x and G(x) = integral of the distribution function of a gamma variable of mean 1, up to 60 means."""
    x = np.linspace(0, 60, 60001)
    middle = (x[1:] + x[:-1]) / 2
    density = np.exp((shape - 1) * np.log(middle) - shape * middle)
    cdf = np.concatenate([[0], np.cumsum(density)])
    cdf /= cdf[-1]
    return x, np.concatenate([[0], np.cumsum((cdf[1:] + cdf[:-1]) / 2)]) * (x[1] - x[0])


def simulate(rng, n, tables):
    revenue, wins, leads = np.zeros((n, MONTHS)), np.zeros((n, MONTHS)), np.zeros((n, MONTHS))
    economy = rng.lognormal(-0.01125, 0.15, n)
    for (spend, cost, steps, cycle, value), (x, g) in zip(CHANNELS, tables):
        rate = economy * spend / rng.lognormal(*cost, n)
        p = [rng.beta(a, b, n) for a, b in steps]
        mean_days = rng.lognormal(cycle[0], cycle[1], n)[:, None]
        edges = np.arange(-1, MONTHS + 1) * MONTH_DAYS / mean_days
        weights = np.diff(np.interp(edges, x, g), 2, axis=1) * mean_days / MONTH_DAYS
        new = rng.poisson(rate[:, None], (n, MONTHS))
        entries = new
        for s in range(3):
            entries = rng.binomial(entries, p[s][:, None])
        mean_wins = (rate * p[0] * p[1] * p[2] * p[3])[:, None] * np.cumsum(weights, axis=1)
        won = rng.poisson(np.maximum(mean_wins, 0))
        sigma = np.sqrt(np.log1p(value[2] ** 2))
        mu = rng.normal(value[0], value[1], n) - sigma**2 / 2
        cell = np.repeat(np.arange(n * MONTHS), won.ravel())
        deals = np.exp(mu[cell // MONTHS] + sigma * rng.standard_normal(cell.size))
        revenue += np.bincount(cell, deals, n * MONTHS).reshape(n, MONTHS)
        wins += won
        leads += new
    return revenue, wins, leads


def main():
    trials = int(sys.argv[1]) if len(sys.argv) > 1 else 65536
    rng = np.random.Generator(np.random.SFC64(1))
    start = time.perf_counter()
    tables = [integrated_cdf(1 / cycle[2] ** 2) for _, _, _, cycle, _ in CHANNELS]
    parts = [simulate(rng, min(CHUNK, trials - done), tables) for done in range(0, trials, CHUNK)]
    revenue, wins, leads = (np.concatenate(column) for column in zip(*parts))
    for metric in (revenue, wins, leads):
        np.quantile(metric, [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95], axis=0)
    total = revenue.sum(axis=1)
    p10, p50, p90 = np.quantile(total, [0.1, 0.5, 0.9])
    seconds = time.perf_counter() - start
    print(json.dumps({
        "peer": "numpy", "delays": "exact", "trials": trials, "threads": 1, "seconds": round(seconds, 4),
        "trials_per_second": round(trials / seconds), "mean_revenue": round(total.mean()), "p10": round(p10),
        "p50": round(p50), "p90": round(p90), "mean_wins": round(wins.sum(axis=1).mean(), 3),
        "mean_leads": round(leads.sum(axis=1).mean(), 1)}))


if __name__ == "__main__":
    main()
