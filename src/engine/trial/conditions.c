/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/trial/conditions.h"

#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "base/nearest.h"

static bireme_status unknown_regime(const bireme_economy *economy, const char *name, bireme_error *error)
{
    const char **names = bireme_calloc(economy->n_regimes, sizeof *names);
    if (names == NULL) return bireme_fail_memory(error);
    for (size_t r = 0; r < economy->n_regimes; r++) names[r] = economy->regimes[r].name;
    const char *nearest = bireme_nearest(name, names, economy->n_regimes);
    bireme_free(names);
    if (nearest != NULL)
        return bireme_fail(error, BIREME_DOMAIN, "there is no regime `%s`; did you mean `%s`?", name,
                           nearest);
    return bireme_fail(error, BIREME_DOMAIN, "there is no regime `%s`; the first of them is `%s`", name,
                       economy->regimes[0].name);
}

static bireme_status read_date(const bireme_model *model, const char *by, size_t *last, bireme_error *error)
{
    int year, month, day;
    char first[BIREME_LABEL_SIZE], final[BIREME_LABEL_SIZE];
    if (!bireme_date_parse(by, &year, &month, &day))
        return bireme_fail(error, BIREME_DOMAIN, "`%s` is not a date; write it as 2027-06 or 2027-06-15", by);
    long period = bireme_calendar_find(&model->calendar, year, month, day);
    if (period < 0 || period >= (long)model->periods)
        return bireme_fail(error, BIREME_DOMAIN,
                           model->past.periods > 0
                               ? "%s is not within what is forecast after the facts, the periods %s to %s"
                               : "%s is outside the horizon: its periods are %s to %s",
                           by, bireme_calendar_label(&model->calendar, 0, first),
                           bireme_calendar_label(&model->calendar, model->periods - 1, final));
    *last = (size_t)period;
    return BIREME_OK;
}

bireme_status bireme_conditions_read(const bireme_model *model, const bireme_given *given, size_t n,
                                     bireme_condition *conditions, bireme_error *error)
{
    const bireme_economy *economy = &model->economy;
    for (size_t i = 0; i < n; i++) {
        bireme_condition c = {.last = model->periods - 1, .never = given[i].never};
        if (economy->n_regimes == 0)
            return bireme_fail(error, BIREME_DOMAIN,
                               "the scenario has no `economy` with regimes, so nothing can be asked of `%s`",
                               given[i].regime);
        while (c.regime < economy->n_regimes && strcmp(economy->regimes[c.regime].name, given[i].regime) != 0)
            c.regime++;
        if (c.regime == economy->n_regimes) return unknown_regime(economy, given[i].regime, error);
        bireme_status status = given[i].by != NULL ? read_date(model, given[i].by, &c.last, error)
                                                   : BIREME_OK;
        if (status != BIREME_OK) return status;
        conditions[i] = c;
    }
    return BIREME_OK;
}

/* occurs[i]: trial i is in the regime in some period ≤ last. */
static void find_regime(const bireme_block *block, size_t regime, size_t last, bool *occurs)
{
    const int *path = block->compiled->model->economy.path;
    for (int i = 0; i < BIREME_BLOCK; i++) occurs[i] = false;
    for (size_t t = 0; t <= last; t++)
        for (int i = 0; i < BIREME_BLOCK; i++) {
            size_t now = path != NULL ? (size_t)path[t] : block->regime[t * BIREME_BLOCK + (size_t)i];
            occurs[i] |= now == regime;
        }
}

void bireme_conditions_mask(const bireme_block *block, const bireme_condition *conditions, size_t n,
                            double *mask)
{
    bool occurs[BIREME_BLOCK];
    bireme_lanes_set(0, mask);
    for (size_t k = 0; k < n; k++) {
        find_regime(block, conditions[k].regime, conditions[k].last, occurs);
        for (int i = 0; i < BIREME_BLOCK; i++)
            if (occurs[i] == conditions[k].never) mask[i] = NAN;
    }
}
