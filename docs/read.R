year <- read.csv("year.csv", na.strings = NULL)
revenue <- subset(year, metric == "revenue" & statistic %in% c("mean", "p10", "p50", "p90"))
print(round(xtabs(value ~ period + statistic, revenue))[1:3, ])
