# SPDX-License-Identifier: GPL-3.0-or-later
"""Draws from a SIPmath 3.0 library, LIBRARY, by the published definitions of the HDR generator, the Gaussian copula and the metalog, and
compares with the trials it was made from, TRIALS.csv."""
import csv
import json
import sys

import numpy as np
from scipy.stats import norm, spearmanr

library = json.load(open(sys.argv[1]))
rows = list(csv.reader(open(sys.argv[2])))
trials = {name: np.array([float(r[i] or "nan") for r in rows[1:]]) for i, name in enumerate(rows[0])}
failures = 0
N = 20000


def check(condition, what):
    global failures
    if not condition:
        failures += 1
        print("FAIL", what)


def hdr(entity, variable, seed3, seed4):
    """Hubbard's generator, HDR 2.0: integers below 2^53 only."""
    index = np.arange(1, N + 1, dtype=object)
    first = (999999999999989 % ((index * 2499997 + variable * 1800451 + entity * 2000371 + seed3 * 1796777 + seed4 * 2299603)
                                % 7450589 * 4658 + 7450581)) * 383 % 99991 * 7440893
    second = (999999999999989 % ((index * 2246527 + variable * 2399993 + entity * 2100869 + seed3 * 1918303 + seed4 * 1624729)
                                 % 7450987 * 7580 + 7560584)) * 17669 % 7440893
    return (((first + second) * 1343 % 4294967296) + 0.5).astype(float) / 4294967296


def metalog(y, a, lower=None, upper=None):
    c, odds = y - 0.5, np.log(y / (1 - y))
    terms = [np.ones_like(y), odds, c * odds, c]
    for k in range(5, len(a) + 1):
        terms.append(c ** ((k - 1) // 2) * (odds if k % 2 == 0 else 1))
    m = sum(x * t for x, t in zip(a, terms))
    if lower is not None and upper is not None:
        return lower + (upper - lower) / (1 + np.exp(-m))
    return lower + np.exp(m) if lower is not None else upper - np.exp(-m) if upper is not None else m


check((library["objectType"], library["libraryType"], library["version"]) == ("sipModel", "SIPmath_3_0", "1"), "its kind")
check("dateCreated" not in library and "16384 trials" in library["provenance"], "provenance")
streams = {r["name"]: r["arguments"] for r in library["U01"]["rng"]}
check(all(r["function"] == "HDR_2_0" and r["arguments"]["counter"] == "PM_Index" for r in library["U01"]["rng"]), "streams")
check(len({a["varId"] for a in streams.values()}) == len(streams), "two SIPs have the same stream")
copula = library["U01"]["copula"][0]
variable = {g["name"]: g["value"] for g in library["globalVariables"]}[copula["arguments"]["correlationMatrix"]["value"]]
names = variable["columns"]
matrix = np.zeros((len(names), len(names)))
for entry in variable["matrix"]:
    i, j = names.index(entry["row"]), names.index(entry["col"])
    matrix[i, j] = matrix[j, i] = entry["value"]
factor = np.linalg.cholesky(matrix)
uniform = np.array([hdr(a["entity"], a["varId"], a["seed3"], a["seed4"]) for a in (streams[r] for r in copula["arguments"]["rng"])])
layers = dict(zip(copula["copulaLayer"], norm.cdf(factor @ norm.ppf(uniform))))
drawn = {}
for sip in library["sips"]:
    arguments, name = sip["arguments"], sip["name"]
    x = metalog(layers[sip["ref"]["copulaLayer"]], arguments["aCoefficients"], arguments.get("lowerBound"), arguments.get("upperBound"))
    drawn[name] = x
    sample, meta = trials[name], sip["metadata"]
    sd = sample.std()
    check(abs(meta["mean"] / sample.mean() - 1) < 1e-12 and meta["count"] == sample.size, f"{name}: metadata")
    check(meta["fit"]["largest_difference_in_probability"] < 0.006, f"{name}: fit {meta['fit']}")
    check(abs(x.mean() - sample.mean()) < 0.03 * sd, f"{name}: mean {x.mean()}, {sample.mean()}")
    for p in (10, 50, 90):
        room = 0.04 * sd + (0.5 if "wins" in name else 0)
        check(abs(np.percentile(x, p) - np.percentile(sample, p)) < room, f"{name}: P{p} {np.percentile(x, p)}, {np.percentile(sample, p)}")
        said = meta["fit"][f"P{p}_off"] + meta[f"P{p}"]
        exact = metalog(np.array([p / 100]), arguments["aCoefficients"], arguments.get("lowerBound"), arguments.get("upperBound"))[0]
        check(abs(said - exact) < 1e-9 * max(1, abs(exact)), f"{name}: the error of P{p} that is said")
    check(len(meta["density"]) == 25 and min(meta["density"]) >= 0, f"{name}: density")
for i, a in enumerate(names):
    for b in names[:i]:
        rank, expected = spearmanr(drawn[a], drawn[b])[0], spearmanr(trials[a], trials[b])[0]
        check(abs(rank - expected) < 0.05, f"{a} and {b}: rank correlation {rank:.3f}, {expected:.3f}")
print(f"{len(names)} SIPs drawn")
sys.exit(failures > 0)
