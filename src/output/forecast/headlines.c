/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forecast/book.h"

const bireme_headline bireme_headlines[BIREME_HEADLINES] = {
    {"revenue", "Revenue"},
    {"bookings", "Bookings"},
    {"wins", "Wins"},
    {"leads", "Leads"},
    {"cost.marketing", "Cost of marketing"},
    {"cost.sales", "Cost of sales"},
    {"contribution", "Contribution"},
    {"cac", "Cost per win (CAC)"},
    {"romi", "Return on marketing (ROMI)"},
    {"nrr", "Net revenue retention"},
    {"share.marketing_sourced", "Sourced by marketing"},
};
