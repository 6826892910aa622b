import bireme

try:
    forecast = bireme.load("scenarios/base.json").forecast()
except bireme.BiremeError as error:
    raise SystemExit(error)
revenue = forecast["revenue"]
print(f"revenue: mean {revenue.mean:.0f} (±{revenue.mean_se:.0f}), P10 {revenue.p10:.0f}, P90 {revenue.p90:.0f}")
if forecast.goal:
    print(f"chance of the goal: {100 * forecast.goal.probability:.1f} %")
