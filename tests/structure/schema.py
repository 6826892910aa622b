# SPDX-License-Identifier: GPL-3.0-or-later
#
# The schema's verdict on goals is the program's: schema.py SCHEMA SCENARIOS-FOLDER. Also that every shipped scenario
# passes it.
import glob, json, sys
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
sys.exit(failed)
