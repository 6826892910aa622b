# SPDX-License-Identifier: GPL-3.0-or-later
#
# A scenario that is read from every kind of file, made in the current folder: all.json, which extends middle.json, which extends
# base.json; open.csv, deals.csv, library.SIPmath, and numbers.csv for --assumptions. To be read with `.`; `source` must be set.
cp "$source/tests/cli/scenarios/small.json" base.json
cat >all.json <<'JSON'
{ "extends": "middle.json", "name": "All", "pipeline": { "file": "open.csv" },
  "channels": { "events": { "deal_value": { "dist": "empirical", "file": "deals.csv", "column": "value" },
      "cost_per_lead": { "p10": null, "p90": null, "dist": "metalog", "file": "library.SIPmath", "sip": "cost" } } } }
JSON
echo '{ "extends": "base.json" }' >middle.json
printf 'stage,count\nlead,3\n' >open.csv
printf 'value\n100\n200\n350\n' >deals.csv
cat >library.SIPmath <<'JSON'
{ "libraryType": "SIPmath_3_0", "objectType": "sipModel", "U01": { "rng": [] }, "sips": [
  { "name": "cost", "function": "Metalog_1_0", "ref": { "source": "rng", "name": "x" },
    "arguments": { "aCoefficients": [ 5, 0.2 ], "lowerBound": 0 } } ] }
JSON
printf 'path,value\nchannels.outbound.organic_leads,90\n' >numbers.csv
