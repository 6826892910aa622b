# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes long.json, huge.json and tiny.json: a scenario with long names of several scripts, with amounts near 10^12, and far below 1."""
import json
import sys

MONEY = ("cost_per_rep", "value", "spend_cap", "reference_spend", "half_saturation", "spend")
ARGUMENTS = ("mean", "sd", "median", "p10", "p50", "p90", "min", "max", "mode")
NAMES = {"paid_search": "paid_search_europe_middle_east_africa_brand_and_non_brand_2027",
         "events": "трейд_шоу_и_конференции_для_кли",
         "content": "内容营销与搜索引擎优化内容营销与搜索引擎"}


def times(value, factor):
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return value * factor
    if isinstance(value, list):
        return [times(v, factor) for v in value]
    if isinstance(value, dict):
        return {k: times(v, factor) if k in ARGUMENTS else v for k, v in value.items()}
    return value


def scaled(node, factor):
    if isinstance(node, list):
        return [scaled(v, factor) for v in node]
    if isinstance(node, dict):
        return {k: times(v, factor) if k in MONEY + ("cost_per_lead", "deal_value") else scaled(v, factor) for k, v in node.items()}
    return node


source = json.load(open(sys.argv[1]))
for name, currency, factor in (("huge", "JPY", 1e6), ("tiny", "CHF", 1e-4)):
    other = {**scaled({k: v for k, v in source.items() if k not in ("initiatives", "economy")}, factor),
             **{k: source[k] for k in ("initiatives", "economy") if k in source}, "currency": currency}
    other["goal"] = {**source["goal"], "at_least": source["goal"]["at_least"] * factor}
    json.dump(other, open(name + ".json", "w"))
text = json.dumps(source, ensure_ascii=False)
for short, long in NAMES.items():
    text = text.replace(f'"{short}"', f'"{long}"').replace(f"channels.{short}.", f"channels.{long}.")
open("long.json", "w", encoding="utf-8").write(text)
