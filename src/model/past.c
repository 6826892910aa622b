/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only what is the same by definition is concluded: with one-time revenue, bookings are revenue; what all
 * channels of an owner brought, the owner brought. A cost that was not given is not taken from the plan.
 */
#include "model/past.h"

#include <math.h>

typedef enum figure { LEADS, WINS, BOOKINGS, REVENUE, SPEND } figure;

static const double *list_of(const bireme_past_figures *of, figure what)
{
    switch (what) {
    case LEADS:
        return of->leads;
    case WINS:
        return of->wins;
    case BOOKINGS:
        return of->bookings;
    case REVENUE:
        return of->revenue;
    case SPEND:
    default:
        return of->spend;
    }
}

static double known(const double *list, size_t t)
{
    return list != NULL ? list[t] : NAN;
}

/* Of a company or a channel; with one-time revenue either of bookings and revenue says both. */
static double given(const bireme_model *model, const bireme_past_figures *of, figure what, size_t t)
{
    double value = known(list_of(of, what), t);
    bool alike = !model->revenue.recurring && (what == BOOKINGS || what == REVENUE);
    return isnan(value) && alike ? known(list_of(of, what == REVENUE ? BOOKINGS : REVENUE), t) : value;
}

static double of_channel(const bireme_model *model, size_t c, figure what, size_t t)
{
    if (what == SPEND && !model->channels[c].has_spend) return 0;
    return model->past.channels != NULL ? given(model, &model->past.channels[c], what, t) : NAN;
}

/* The sum of the owner's channels, or of all if owner is −1; unknown if one is. */
static double of_channels(const bireme_model *model, int owner, figure what, size_t t)
{
    double sum = 0;
    for (size_t c = 0; c < model->n_channels; c++)
        if (owner < 0 || (int)model->channels[c].owner == owner) sum += of_channel(model, c, what, t);
    return sum;
}

/* Revenue of recurring contracts is also that of earlier customers, who have no channel. */
static double of_all(const bireme_model *model, figure what, size_t t)
{
    double value = given(model, &model->past.all, what, t);
    if (!isnan(value) || (what == REVENUE && model->revenue.recurring)) return value;
    return of_channels(model, -1, what, t);
}

/* What all have less what the channels have is of nobody's channel; of recurring revenue part of that is of
 * earlier customers. */
static double of_owner(const bireme_model *model, int owner, figure what, size_t t)
{
    if (owner != BIREME_OWNER_UNASSIGNED) return of_channels(model, owner, what, t);
    if (what == REVENUE && model->revenue.recurring) return NAN;
    double rest = of_all(model, what, t) - of_channels(model, -1, what, t);
    return rest < 0 ? 0 : rest; /* rounding; that it is not less was checked */
}

static double of_stage(const bireme_model *model, int stage, size_t t)
{
    if (stage == 0) return of_all(model, LEADS, t);
    if ((size_t)stage + 1 == model->stages) return of_all(model, WINS, t);
    return known(model->past.stage != NULL ? model->past.stage[stage] : NULL, t);
}

/* Whether marketing costs nothing but the spend of its channels. */
static bool is_spend_only(const bireme_model *model)
{
    bool spend_only = model->n_initiatives == 0;
    for (size_t c = 0; c < model->n_channels; c++)
        spend_only = spend_only && !model->channels[c].has_own_cost;
    return spend_only;
}

/* What marketing cost: as given, or the spend of all channels if nothing else belongs to it. */
static double marketing_cost(const bireme_model *model, size_t t)
{
    double value = known(model->past.all.spend, t);
    return isnan(value) && is_spend_only(model) ? of_channels(model, -1, SPEND, t) : value;
}

double bireme_past_spend(const bireme_model *model, size_t t)
{
    double value = of_channels(model, -1, SPEND, t);
    return isnan(value) && is_spend_only(model) ? known(model->past.all.spend, t) : value;
}

static bool sales_cost(const bireme_model *model)
{
    return bireme_metric_exists(model, bireme_metric_all(BIREME_METRIC_COST_SALES));
}

/* Whether revenue says what goods cost: the margin is certain, and there is no cost of each deal. */
static bool has_margin(const bireme_model *model)
{
    int margin = model->revenue.gross_margin;
    return (margin < 0 || bireme_dist_is_fixed(model->quantities[margin].dist)) &&
           model->revenue.unit_cost < 0;
}

static double contribution(const bireme_model *model, size_t t)
{
    double value = known(model->past.contribution, t);
    if (!isnan(value)) return value;
    if (!has_margin(model)) return NAN;
    value = bireme_model_mean(model, model->revenue.gross_margin, 1) * of_all(model, REVENUE, t) -
            marketing_cost(model, t);
    return sales_cost(model) ? value - known(model->past.sales_cost, t) : value;
}

double bireme_past_value(const bireme_model *model, bireme_metric_id id, size_t t)
{
    switch (id.kind) {
    case BIREME_METRIC_LEADS:
        return of_all(model, LEADS, t);
    case BIREME_METRIC_WINS:
        return of_all(model, WINS, t);
    case BIREME_METRIC_BOOKINGS:
    case BIREME_METRIC_ARR_NEW:
        return of_all(model, BOOKINGS, t);
    case BIREME_METRIC_REVENUE:
        return of_all(model, REVENUE, t);
    case BIREME_METRIC_STAGE:
        return of_stage(model, id.index, t);
    case BIREME_METRIC_OWNER_LEADS:
        return of_owner(model, id.index, LEADS, t);
    case BIREME_METRIC_OWNER_WINS:
        return of_owner(model, id.index, WINS, t);
    case BIREME_METRIC_OWNER_REVENUE:
        return of_owner(model, id.index, REVENUE, t);
    case BIREME_METRIC_OWNER_BOOKINGS:
        return of_owner(model, id.index, BOOKINGS, t);
    case BIREME_METRIC_CHANNEL_LEADS:
        return of_channel(model, (size_t)id.index, LEADS, t);
    case BIREME_METRIC_CHANNEL_WINS:
        return of_channel(model, (size_t)id.index, WINS, t);
    case BIREME_METRIC_CHANNEL_REVENUE:
        return of_channel(model, (size_t)id.index, REVENUE, t);
    case BIREME_METRIC_CHANNEL_BOOKINGS:
        return of_channel(model, (size_t)id.index, BOOKINGS, t);
    case BIREME_METRIC_CHANNEL_SPEND:
        return of_channel(model, (size_t)id.index, SPEND, t);
    case BIREME_METRIC_COST_MARKETING:
        return marketing_cost(model, t);
    case BIREME_METRIC_COST_SALES:
        return known(model->past.sales_cost, t);
    case BIREME_METRIC_CONTRIBUTION:
        return contribution(model, t);
    case BIREME_METRIC_PIPELINE_WINS: /* of the deals that are open when the trials begin */
    case BIREME_METRIC_PIPELINE_BOOKINGS:
        return 0;
    default:
        return NAN;
    }
}

double bireme_past_sum(const bireme_model *model, bireme_metric_id id)
{
    double sum = 0;
    for (size_t t = 0; t < model->past.periods; t++) sum += bireme_past_value(model, id, t);
    return sum;
}

double bireme_past_part(const bireme_model *model, bireme_metric_id id)
{
    double sum = bireme_past_sum(model, id);
    return isnan(sum) ? 0 : sum;
}

/* ------------------------ over the horizon */

static bool has_sum(const bireme_model *model, bireme_metric_id id)
{
    return !isnan(bireme_past_sum(model, id));
}

static bool has_all(const bireme_model *model, bireme_metric_kind kind)
{
    return has_sum(model, bireme_metric_all(kind));
}

static bool has_costs(const bireme_model *model)
{
    return has_all(model, BIREME_METRIC_COST_MARKETING) &&
           (!sales_cost(model) || has_all(model, BIREME_METRIC_COST_SALES));
}

static bool has_every_channel(const bireme_model *model, bireme_metric_kind kind)
{
    bool all = true;
    for (size_t c = 0; c < model->n_channels; c++)
        all = all && has_sum(model, bireme_metric_one(kind, (int)c));
    return all;
}

bool bireme_past_enters(bireme_metric_kind kind)
{
    return kind == BIREME_METRIC_CAC || kind == BIREME_METRIC_ROMI || kind == BIREME_METRIC_LTV_CAC ||
           kind == BIREME_METRIC_PAYBACK_MONTHS || kind == BIREME_METRIC_SHARE_SOURCED ||
           kind == BIREME_METRIC_NPV || kind == BIREME_METRIC_NPV_LIFETIME;
}

bool bireme_past_suffices(const bireme_model *model, bireme_metric_id id)
{
    if (model->past.periods == 0) return true;
    switch (id.kind) {
    case BIREME_METRIC_CAC:
    case BIREME_METRIC_LTV_CAC:
        return has_costs(model) && has_all(model, BIREME_METRIC_WINS);
    case BIREME_METRIC_NPV:
    case BIREME_METRIC_NPV_LIFETIME:
        return has_all(model, BIREME_METRIC_CONTRIBUTION);
    case BIREME_METRIC_PAYBACK_MONTHS:
        return has_costs(model) && has_margin(model) && has_all(model, BIREME_METRIC_BOOKINGS);
    case BIREME_METRIC_ROMI:
        return has_all(model, BIREME_METRIC_COST_MARKETING) && has_margin(model) &&
               has_sum(model, bireme_metric_one(BIREME_METRIC_OWNER_REVENUE, BIREME_OWNER_MARKETING));
    case BIREME_METRIC_SHARE_SOURCED:
        return !model->revenue.recurring && has_all(model, BIREME_METRIC_REVENUE) &&
               has_every_channel(model, BIREME_METRIC_CHANNEL_REVENUE);
    case BIREME_METRIC_NRR: /* of what is there when the trials begin, or of what they sell */
    case BIREME_METRIC_LIFETIME_REVENUE:
    case BIREME_METRIC_LTV:
    case BIREME_METRIC_LTV_REVENUE:
    case BIREME_METRIC_CARRIED_OUT:
    case BIREME_METRIC_CARRIED_OUT_VALUE:
        return true;
    default:
        return bireme_metric_row_of(id.kind)->total == BIREME_TOTAL_LAST ||
               (bireme_metric_row_of(id.kind)->total == BIREME_TOTAL_SUM && has_sum(model, id));
    }
}

const char *bireme_past_lacks(const bireme_model *model, bireme_metric_id id)
{
    bool recurring = model->revenue.recurring;
    switch (id.kind) {
    case BIREME_METRIC_LEADS:
        return "`leads`";
    case BIREME_METRIC_WINS:
        return "`wins`";
    case BIREME_METRIC_BOOKINGS:
    case BIREME_METRIC_ARR_NEW:
        return "`bookings`";
    case BIREME_METRIC_REVENUE:
        return "`revenue`";
    case BIREME_METRIC_STAGE:
        return "`stages`, with this stage";
    case BIREME_METRIC_OWNER_LEADS:
        return "the `leads` of each of its channels";
    case BIREME_METRIC_OWNER_WINS:
        return "the `wins` of each of its channels";
    case BIREME_METRIC_SHARE_SOURCED:
    case BIREME_METRIC_OWNER_REVENUE:
        return recurring ? NULL : "the `bookings` of each channel";
    case BIREME_METRIC_CHANNEL_LEADS:
        return "the channel's `leads`";
    case BIREME_METRIC_CHANNEL_WINS:
        return "the channel's `wins`";
    case BIREME_METRIC_CHANNEL_REVENUE:
        return recurring ? "the channel's `revenue`" : "the channel's `bookings`";
    case BIREME_METRIC_OWNER_BOOKINGS:
        return "the `bookings` of each of its channels";
    case BIREME_METRIC_CHANNEL_BOOKINGS:
        return "the channel's `bookings`";
    case BIREME_METRIC_CHANNEL_SPEND:
        return "the channel's `spend`";
    case BIREME_METRIC_COST_MARKETING:
        return "`spend`";
    case BIREME_METRIC_COST_SALES:
        return "`sales_cost`";
    case BIREME_METRIC_CONTRIBUTION:
    case BIREME_METRIC_NPV:
    case BIREME_METRIC_NPV_LIFETIME:
        return "`contribution`, or `revenue`, `spend` and `sales_cost`";
    case BIREME_METRIC_CAC:
    case BIREME_METRIC_LTV_CAC:
        return "`wins`, `spend` and `sales_cost`";
    case BIREME_METRIC_PAYBACK_MONTHS:
        return "`bookings`, `spend` and `sales_cost`";
    case BIREME_METRIC_ROMI:
        return "`spend` and the `revenue` of each channel of marketing";
    default:
        return NULL;
    }
}
