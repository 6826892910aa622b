# SPDX-License-Identifier: GPL-3.0-or-later
#
# The schema's verdict on goals, and on where `redraw` and `each` may stand, is the program's: schema.py SCHEMA
# SCENARIOS-FOLDER PROGRAM. Also that every shipped scenario passes it.
import copy, glob, json, subprocess, sys, tempfile
import jsonschema

schema = json.load(open(sys.argv[1]))
validator = jsonschema.Draft7Validator(schema)
failed = 0
for file in sorted(glob.glob(sys.argv[2] + "/*.json")):
    if file.endswith(".schema.json"):
        continue
    for error in list(validator.iter_errors(json.load(open(file))))[:3]:
        print(f"{file}: the schema refuses it: {error.message[:200]}")
        failed = 1
base = {"name": "a", "start": "2027-01", "funnel": ["lead", "won"],
        "channels": {"a": {"organic_leads": 10, "conversion": {"won": 0.2}}}}
for limits, good in (({"at_least": 5}, True), ({"at_most": 5}, True), ({}, False), ({"at_least": 5, "at_most": 6}, False)):
    if validator.is_valid({**base, "goal": {"metric": "wins", **limits}}) != good:
        print(f"a goal with {limits or 'no limit'}: the schema {'refuses' if good else 'accepts'} it")
        failed = 1

# Where a rate is drawn, and whether channels share it.
rate = {"dist": "uniform", "min": 0.1, "max": 0.2}
whole = {"start": "2027-01", "periods": 3, "funnel": ["lead", "won"],
         "defaults": {"conversion": {"won": 0.2}, "deal_value": 100, "cycle_days": {"won": 5}, "lost_days": {"won": 5}, "growth": {}},
         "channels": {"a": {"owner": "marketing", "spend": 10, "cost_per_lead": 1, "organic_leads": 3, "cycle_days": {}, "growth": {}}},
         "sales": {"reps": 2, "growth": {}, "opportunities_per_rep": 9, "stage": "lead"}, "revenue": {"model": "recurring"},
         "economy": {"regimes": {"x": {}}}, "initiatives": {"i": {"from": "2027-02", "effect": {"leads": 1.1}}},
         "pipeline": [{"stage": "lead", "count": 2, "age_days": 3}]}
rates = ("defaults.conversion.won channels.a.cost_per_lead channels.a.fixed_cost channels.a.growth.organic_leads channels.a.growth.fixed_cost sales.growth.cost_per_rep "
         "defaults.growth.deal_value sales.cost_per_rep sales.commission revenue.churn revenue.expansion revenue.gross_margin "
         "revenue.unit_cost economy.regimes.x.leads initiatives.i.cost initiatives.i.one_time_cost").split()
items = ("defaults.deal_value channels.a.deal_value defaults.cycle_days.won channels.a.cycle_days.won defaults.lost_days.won "
         "revenue.payment_days pipeline.0.value pipeline.0.closes_in_days").split()
tried = [(place, {**rate, **mark}) for place in rates for mark in ({}, {"redraw": "period"}, {"each": True})]
tried += [(place, {"dist": "gamma", "mean": {**rate, **mark}, "cv": 0.5})
          for place in items for mark in ({}, {"redraw": "period"}, {"each": True})]
tried += [(place, {"dist": "gamma", "mean": 5, "cv": 0.5, **mark}) for place in items for mark in ({"redraw": "period"}, {"each": True})]
for place, value in tried:
    scenario = copy.deepcopy(whole)
    at = scenario
    *way, last = [int(key) if key.isdigit() else key for key in place.split(".")]
    for key in way:
        at = at[key]
    at[last] = value
    with tempfile.NamedTemporaryFile("w", suffix=".json") as file:
        json.dump(scenario, file)
        file.flush()
        said = subprocess.run([sys.argv[3], "check", file.name], capture_output=True, text=True)
    if validator.is_valid(scenario) != (said.returncode == 0):
        print(f"{place} = {json.dumps(value)}: the schema {'refuses' if said.returncode == 0 else 'accepts'} it; check: {said.stderr[:200]}")
        failed = 1
sys.exit(failed)
