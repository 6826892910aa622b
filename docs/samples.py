import bireme

forecast = bireme.load("scenarios/base.json").forecast(trials=16384, samples=True)
revenue, wins = forecast.samples("revenue"), forecast.samples("wins")
print(f"{(revenue >= 4e6).mean():.1%}")               # how often at least 4 million
print(f"{revenue[wins >= 200].mean():.0f}")           # on average, where 200 deals are won
