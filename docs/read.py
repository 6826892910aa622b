import pandas
year = pandas.read_csv("year.csv", keep_default_na=False).pivot(index=["metric", "period"], columns="statistic", values="value")
print(year.loc["revenue", ["mean", "p10", "p50", "p90"]].astype(float).round().head(3))
