# SPDX-License-Identifier: GPL-3.0-or-later
#
# Derives scenarios/hardware-seller.json from the CSV files of Maven Analytics' "CRM Sales Opportunities". Called by
# scripts/derive-hardware-seller, which says how.
#
# What is decided here, and why:
# * The file holds no deal closed before 2017-03-01 (left truncation) and none after 2017-12-31. So the horizon is
#   March to December 2017. Deals engaged before March are the pipeline that was open on 1 March: all of them
#   are in the file, because only those closed earlier are missing. Their win rate and the time from 1 March to the
#   close are their own, so they are the pipeline of a channel that brings nothing new.
# * The cycle of new deals comes from those engaged from 1 March to 15 August: every deal of that window is at least
#   as old at the file's end as the longest cycle seen, so neither truncation reaches it.
# * The win rate of new deals is wins per deal that has had time to close: a deal of age a at the end of the file counts
#   as F(a) trials, F the distribution function of the cycle. Otherwise young open deals would pass for losses.
#   Open deals that have outlived every closed cycle count fully, as not won.
# * Prospecting entries have no date and never became a deal in the file: they are left out.
import bisect
import collections
import csv
import datetime
import json
import math
import statistics
import sys

FIRST = datetime.date(2017, 3, 1)
LAST = datetime.date(2017, 12, 31)
MONTHS = ["2017-%02d" % month for month in range(3, 13)]
OPENING = "open_on_1_march"
DATA = "Maven Analytics, CRM Sales Opportunities (sales_pipeline.csv, sales_teams.csv, products.csv)"


def date(text):
    return datetime.datetime.strptime(text, "%m/%d/%Y").date() if text else None


def rows(file):
    with open(file, newline="", encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def shares(counts, places=4):
    """Shares that sum to exactly 1 when written with so many decimals (largest remainders)."""
    unit = 10 ** places
    exact = [count * unit / sum(counts) for count in counts]
    floors = [math.floor(share) for share in exact]
    order = sorted(range(len(counts)), key=lambda i: floors[i] - exact[i])
    for i in order[: unit - sum(floors)]:
        floors[i] += 1
    return [share / unit for share in floors]


def histogram(days, edges, note):
    counts = [sum(low <= day < high for day in days) for low, high in zip(edges, edges[1:])]
    assert sum(counts) == len(days), "the edges must cover every cycle"
    return {"dist": "histogram", "edges": edges, "weights": shares(counts), "note": note}


def won(deals):
    return [deal for deal in deals if deal["deal_stage"] == "Won"]


def closed(deals):
    return [deal for deal in deals if deal["close"]]


def derive(pipeline, teams, products):
    region = {row["sales_agent"]: row["regional_office"].lower() for row in teams}
    # The pipeline calls "GTXPro" what the price list calls "GTX Pro".
    title = {row["product"].replace(" ", ""): row["product"] for row in products}
    price = {row["product"].replace(" ", ""): float(row["sales_price"]) for row in products}
    deals = [
        {**row, "region": region[row["sales_agent"]], "engage": date(row["engage_date"]), "close": date(row["close_date"])}
        for row in pipeline
    ]
    engaged = [deal for deal in deals if deal["engage"]]
    opening = [deal for deal in engaged if deal["engage"] < FIRST]
    new = [deal for deal in engaged if deal["engage"] >= FIRST]
    longest = max((deal["close"] - deal["engage"]).days for deal in closed(deals))
    until = LAST - datetime.timedelta(days=longest)
    window = [deal for deal in new if deal["engage"] <= until]
    booked = sum(float(deal["close_value"]) for deal in won(deals))
    waiting = [deal for deal in engaged if not deal["close"]]
    stalled = sum((LAST - deal["engage"]).days > longest for deal in waiting)
    late = [deal for deal in closed(deals) if deal["close"].month % 3 == 0]
    other = [deal for deal in closed(deals) if deal["close"].month % 3 != 0]
    months = collections.Counter(deal["engage"].strftime("%Y-%m") for deal in new)
    season = [round(months[month] * len(MONTHS) / len(new), 4) for month in MONTHS]

    values = collections.defaultdict(list)
    for deal in won(deals):
        values[deal["product"].replace(" ", "")].append(float(deal["close_value"]))
    lines = sorted(values, key=lambda product: price[product])

    channels = {
        OPENING: {
            "owner": "sales",
            "organic_leads": 0,
            "conversion": {
                "won": {
                    "dist": "beta", "successes": len(won(opening)), "trials": len(opening),
                    "note": f"{len(won(opening))} won, {len(closed(opening)) - len(won(opening))} lost, "
                    f"{len(opening) - len(closed(opening))} still open at the end of 2017 and counted as not won."
                }
            },
            "cycle_days": {
                "won": histogram(
                    [(deal["close"] - FIRST).days for deal in closed(opening)],
                    list(range(0, longest, 10)),
                    f"Days from 1 March 2017 to the close of the {len(closed(opening)):,} that closed."
                )
            },
            "note": "Deals engaged before March 2017: the pipeline at the start. The channel has no leads of its own; it holds "
            "the win rate of those deals and the time from 1 March to their close.",
        }
    }
    cycles = sorted((deal["close"] - deal["engage"]).days for deal in closed(window))
    for name in sorted(set(region.values())):
        mine = [deal for deal in new if deal["region"] == name]
        trials = round(sum(bisect.bisect_right(cycles, (LAST - deal["engage"]).days) / len(cycles) for deal in mine))
        wins = len(won(mine))
        decided = len(closed(mine))
        channels[name] = {
            "owner": "sales",
            "organic_leads": {
                "dist": "gamma", "mean": len(mine) / len(MONTHS), "sd": round(math.sqrt(len(mine)) / len(MONTHS), 2),
                "note": f"{len(mine):,} deals engaged from March to December 2017, per month; the spread is that of a rate "
                "estimated from a Poisson count."
            },
            "season": season,
            "conversion": {
                "won": {
                    "dist": "beta", "successes": wins, "trials": trials,
                    "note": f"Of {len(mine):,} deals engaged from March 2017 on, {wins:,} were won and {decided - wins} lost by the end of "
                    f"2017. Each counts as a trial by the share of cycles that are over at its age, {trials:,} in all; those that "
                    f"outlived every cycle count as not won. Of the closed ones {wins / decided:.1%} were won."
                }
            },
        }

    return {
        "$schema": "scenario.schema.json",
        "name": "Hardware seller 2017",
        "description": f"A year of a (fictitious) hardware seller, set up from the counts in its CRM export. From March to "
        f"December 2017 it booked {booked:,.0f}. Arrivals, win rates, cycles and values are all counted in the same year that the "
        "forecast is compared with: the comparison shows that the parts fit together, it is not a forecast made in advance, and "
        "the interval leaves out the doubt about next year's demand. "
        f"{len(waiting):,} deals never closed, {stalled:,} of them older than the longest cycle seen ({longest} days); such deals count as not "
        f"won. {len(deals) - len(engaged):,} prospecting entries have no date and are left out. The year's total is what this "
        f"scenario is for: in the last month of a quarter the company won {len(won(late)) / len(late):.0%} of the deals it closed, in the "
        f"other months {len(won(other)) / len(other):.0%}, which is left out here, so single months are off. The export has no "
        "lead source: what marketing or a partner brought in cannot be told, so the channels are the sales regions, all owned by "
        "sales.",
        "note": "Written by scripts/derive-hardware-seller from the CSV files; change the script, not this file.",
        "source": DATA,
        "currency": "USD",
        "start": "2017-03",
        "periods": len(MONTHS),
        "period": "month",
        "funnel": ["opportunity", "won"],
        "goal": {
            "metric": "revenue", "at_least": booked, "by": "2017-12",
            "note": "What was really booked, and nobody's target: its probability says where the true result lies within the forecast."
        },
        "defaults": {
            "cycle_days": {
                "won": histogram(
                    [(deal["close"] - deal["engage"]).days for deal in closed(window)],
                    [0, 5, 10, 15, 20] + list(range(30, longest + 10, 10)),
                    f"Days from engage to close of the {len(closed(window)):,} deals engaged 1 March to {until.day} {until:%B} 2017 that "
                    "closed, won or lost: one deal in two is decided within three weeks, the others take two to four months."
                )
            },
            "deal_value": {
                "dist": "mixture",
                "components": [
                    {"dist": "normal", "mean": price[product], "sd": round(statistics.stdev(values[product]), 1),
                     "note": f"{title[product]}: {len(values[product])} won, average {statistics.mean(values[product]):,.0f}"}
                    for product in lines
                ],
                "weights": shares([len(values[product]) for product in lines]),
                "note": f"One product a deal: its list price, with the spread of what was really paid; weights are the shares of the "
                f"{len(won(deals)):,} wins."
            },
        },
        "channels": channels,
        "pipeline": [
            {"stage": "opportunity", "count": len(opening), "channel": OPENING, "note": "Open on 1 March 2017: a count and not a guess."}
        ],
        "revenue": {"model": "one_time"},
        "run": {"trials": 65536, "seed": 2017},
    }


def numbers(value):
    """Whole floats are written as whole numbers."""
    if isinstance(value, dict):
        return {key: numbers(item) for key, item in value.items()}
    if isinstance(value, list):
        return [numbers(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def written(value, indent=0):
    """JSON for readers: what fits a line stays on one."""
    flat = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or len(flat) + indent <= 108:
        return flat
    pad = " " * (indent + 2)
    if isinstance(value, list):
        if not any(isinstance(item, (dict, list)) for item in value):
            return flat
        inner = [pad + written(item, indent + 2) for item in value]
        return "[\n" + ",\n".join(inner) + "\n" + " " * indent + "]"
    inner = [f"{pad}{json.dumps(key)}: {written(item, indent + 2)}" for key, item in value.items()]
    return "{\n" + ",\n".join(inner) + "\n" + " " * indent + "}"


def main():
    print(written(numbers(derive(*map(rows, sys.argv[1:4])))))


if __name__ == "__main__":
    main()
