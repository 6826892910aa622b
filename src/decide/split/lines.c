/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines in money over the horizon. A channel's line is the sum of its spend, whose profile over the periods
 * is kept (flat if nothing is spent today); its limits apply to the average. Reps cost cost_per_rep (its
 * expectation, if it is uncertain) for each period of each head, and each additional rep at the start adds
 * the same number of heads in every period, so their cost is an affine function of the reps. Initiatives and
 * commissions are not divided: the first are decided elsewhere, the second follow the bookings.
 */
#include "decide/split/internal.h"

#include "base/error.h"
#include "base/memory.h"
#include "base/text.h"
#include "model/metric.h"
#include "compile/variant.h"

/* ------------------------ what a line costs */

static double spend_of(const bireme_model *model, int channel)
{
    double sum = 0;
    for (size_t t = 0; t < model->periods; t++) sum += model->channels[channel].spend[t];
    return sum;
}

static bireme_status reps_cost(bireme_splitting *s, double reps, double *out, bireme_error *error)
{
    const bireme_moves moves = {.reps = reps};
    bireme_compiled *compiled;
    bireme_status status = bireme_variant_create(s->study->compiled, &moves, &compiled, error);
    if (status != BIREME_OK) return status;
    *out = 0;
    const double each = bireme_model_mean(s->model, s->model->teams[0].cost_per_rep, 0);
    for (size_t t = 0; t < s->model->periods; t++) *out += bireme_compiled_cost_heads(compiled, 0, t) * each;
    bireme_variant_free(compiled);
    return BIREME_OK;
}

/* There cannot be fewer reps than are planned to leave. */
static double fewest_reps(const bireme_team *sales)
{
    double leaving = 0;
    for (size_t i = 0; i < sales->n_hires; i++)
        if (sales->hires[i].count < 0) leaving -= sales->hires[i].count;
    return leaving;
}

static bireme_status add_reps(bireme_splitting *s, const bireme_line *line, bireme_error *error)
{
    const bireme_team *sales = &s->model->teams[0];
    if (!(bireme_model_mean(s->model, sales->cost_per_rep, 0) > 0)) {
        s->split->left_out = "sales.reps";
        return BIREME_OK;
    }
    bireme_split_line *to = &s->lines[s->n];
    double now = fmax(sales->reps, 1), one, two;
    bireme_status status = reps_cost(s, now, &one, error);
    if (status == BIREME_OK) status = reps_cost(s, 2 * now, &two, error);
    if (status == BIREME_OK) status = reps_cost(s, sales->reps, &to->today, error);
    if (status != BIREME_OK) return status;
    to->line = line;
    to->owner = BIREME_OWNER_SALES;
    to->each = (two - one) / now;
    to->fixed = one - to->each * now;
    to->low = to->fixed + to->each * fmax(line->min, fewest_reps(sales));
    to->high = to->fixed + to->each * line->max;
    s->reps = s->n++;
    return BIREME_OK;
}

static void add_channel(bireme_splitting *s, const bireme_line *line)
{
    double periods = (double)s->model->periods;
    s->lines[s->n++] = (bireme_split_line){.line = line,
                                           .owner = s->model->channels[line->channel].owner,
                                           .low = line->min * periods,
                                           .high = line->max * periods,
                                           .today = spend_of(s->model, line->channel)};
}

/* ------------------------ limits */

/* What the lines of an owner may have together, within their limits and those of the group. */
static void limits_of(const bireme_splitting *s, int owner, double total, double *low, double *high)
{
    const bireme_decision *decision = &s->model->decision;
    *low = *high = 0;
    for (size_t i = 0; i < s->n; i++)
        if ((int)s->lines[i].owner == owner) *low += s->lines[i].low, *high += s->lines[i].high;
    *low = fmax(*low, decision->share_min[owner] * total);
    *high = fmin(*high, decision->share_max[owner] * total);
}

static bireme_status check_sum(const bireme_splitting *s, double least, double most, const char *of,
                               bireme_error *error)
{
    double total = s->split->total, slack = 1e-9 * total;
    char a[BIREME_NUMBER_SIZE], b[BIREME_NUMBER_SIZE];
    if (total < least - slack)
        return bireme_fail(error, BIREME_DOMAIN,
                           "a total of %s is less than the least that the lines must have%s, which is %s",
                           bireme_number_format(a, total), of, bireme_number_format(b, least));
    if (total > most + slack)
        return bireme_fail(error, BIREME_DOMAIN,
                           "a total of %s is more than the lines can take within their limits%s, which is %s",
                           bireme_number_format(a, total), of, bireme_number_format(b, most));
    return BIREME_OK;
}

static bireme_status check_limits(const bireme_splitting *s, bireme_error *error)
{
    double least = 0, most = 0, total = s->split->total;
    char a[BIREME_NUMBER_SIZE], b[BIREME_NUMBER_SIZE];
    for (size_t i = 0; i < s->n; i++) least += s->lines[i].low, most += s->lines[i].high;
    bireme_status status = check_sum(s, least, most, "", error);
    least = most = 0;
    for (int o = 0; o < BIREME_OWNER_COUNT && status == BIREME_OK; o++) {
        double low, high;
        limits_of(s, o, total, &low, &high);
        if (low > high + 1e-9 * total)
            return bireme_fail(error, BIREME_DOMAIN,
                               "the limits of the lines and of the group `%s` contradict each other: of a "
                               "total of %s it must have at least %s",
                               bireme_owner_name((bireme_owner)o), bireme_number_format(a, total),
                               bireme_number_format(b, low));
        least += low;
        most += high;
    }
    return status == BIREME_OK ? check_sum(s, least, most, " and those of their groups", error) : status;
}

bireme_status bireme_splitting_find_lines(bireme_splitting *s, bireme_error *error)
{
    const bireme_decision *decision = &s->model->decision;
    s->lines = bireme_arena_alloc(&s->rooms, decision->n_lines, sizeof *s->lines);
    s->reps = SIZE_MAX;
    if (s->lines == NULL) return bireme_fail_memory(error);
    for (size_t l = 0; l < decision->n_lines; l++) {
        const bireme_line *line = &decision->lines[l];
        if (line->channel >= 0) add_channel(s, line);
        bireme_status status = line->channel < 0 ? add_reps(s, line, error) : BIREME_OK;
        if (status != BIREME_OK) return status;
    }
    s->split->n_lines = s->n;
    if (s->n == 0)
        return bireme_fail(
            error, BIREME_DOMAIN,
            "there is nothing to divide: no channel has `spend`, and no reps that cost anything "
            "may be moved");
    double today = 0;
    for (size_t i = 0; i < s->n; i++) today += s->lines[i].today;
    if (isnan(s->split->total)) s->split->total = today;
    if (!(s->split->total > 0 && isfinite(s->split->total)))
        return bireme_fail(error, BIREME_DOMAIN, "the total that is to be divided is not more than 0");
    bireme_status status = check_limits(s, error);
    for (size_t i = 0; i < s->n; i++) s->lines[i].high = fmin(s->lines[i].high, s->split->total);
    return status;
}

/* ------------------------ divisions */

double bireme_splitting_owned(const bireme_splitting *s, const double *money, bireme_owner owner)
{
    double sum = 0;
    for (size_t i = 0; i < s->n; i++)
        if (s->lines[i].owner == owner) sum += money[i];
    return sum;
}

double bireme_splitting_sum(const bireme_splitting *s, const double *money)
{
    double sum = 0;
    for (size_t i = 0; i < s->n; i++) sum += money[i];
    return sum;
}

double bireme_splitting_reps(const bireme_splitting *s, double money)
{
    const bireme_split_line *line = &s->lines[s->reps];
    double reps = (money - line->fixed) / line->each, whole = round(reps);
    return fabs(reps - whole) < 1e-9 * fmax(1, whole) ? whole : fmax(reps, 0);
}

double bireme_splitting_cost(const bireme_splitting *s, double reps)
{
    return s->lines[s->reps].fixed + s->lines[s->reps].each * reps;
}

double bireme_splitting_limit(const bireme_splitting *s, size_t i)
{
    const bireme_line *line = s->lines[i].line;
    return line->channel < 0 ? bireme_splitting_cost(s, line->max) : line->max * (double)s->model->periods;
}

double bireme_splitting_step(const bireme_splitting *s, size_t i, double amount)
{
    const bireme_split_line *line = &s->lines[i];
    if (i != s->reps || !line->line->whole) return amount;
    return fmax(floor(amount / line->each), 1) * line->each;
}

bireme_status bireme_splitting_variant(bireme_splitting *s, const bireme_study *study, const double *money,
                                       bireme_compiled **out, bireme_error *error)
{
    bireme_moves moves = {.spend = s->spend, .flat = s->flat, .reps = NAN};
    for (size_t c = 0; c < s->model->n_channels; c++) s->spend[c] = 1, s->flat[c] = 0;
    for (size_t i = 0; i < s->n; i++) {
        int c = s->lines[i].line->channel;
        if (c < 0)
            moves.reps = bireme_splitting_reps(s, money[i]);
        else if (s->lines[i].today > 0)
            s->spend[c] = money[i] / s->lines[i].today;
        else
            s->flat[c] = money[i] / (double)s->model->periods;
    }
    return bireme_variant_create(study->compiled, &moves, out, error);
}

/* owner −1: all lines. */
static double held(const bireme_splitting *s, int owner, double total, const double *money, double shift,
                   double *out)
{
    double sum = 0;
    for (size_t i = 0; i < s->n; i++) {
        if (owner >= 0 && (int)s->lines[i].owner != owner) continue;
        double wanted = money[i] + shift * (money[i] + 1e-3 * total);
        double x = fmin(fmax(wanted, s->lines[i].low), s->lines[i].high);
        if (out != NULL) out[i] = x;
        sum += x;
    }
    return sum;
}

/* Brings the lines of the owner to that sum, a part of the total. */
static bool fit(const bireme_splitting *s, int owner, double sum, double total, double *money)
{
    enum { HALVINGS = 100 };
    double low = -1, high = 1;
    while (held(s, owner, total, money, high, NULL) < sum && high < 1e12) high *= 4;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        if (held(s, owner, total, money, middle, NULL) < sum)
            low = middle;
        else
            high = middle;
    }
    return fabs(held(s, owner, total, money, high, money) - sum) <= 1e-6 * total;
}

/* All lines grow or shrink by the same factor, except those that reach a limit; the search takes care of the
 * shares of groups. */
bool bireme_splitting_fit(const bireme_splitting *s, double total, double *money)
{
    return fit(s, -1, total, total, money);
}

/* The sums per owner, within their limits, the others growing or shrinking by the same factor to give the
 * total. */
static double owned_at(const bireme_splitting *s, double total, const double *sum, double shift, double *out)
{
    double all = 0;
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) {
        double low, high;
        limits_of(s, o, total, &low, &high);
        out[o] = fmin(fmax(sum[o] + shift * (sum[o] + 1e-3 * total), low), high);
        all += out[o];
    }
    return all;
}

bool bireme_splitting_fit_groups(const bireme_splitting *s, double total, double *money)
{
    enum { HALVINGS = 100 };
    double sum[BIREME_OWNER_COUNT], to[BIREME_OWNER_COUNT], low = -1, high = 1;
    bool fits = bireme_splitting_fit(s, total, money), kept = true;
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) {
        double least, most;
        sum[o] = bireme_splitting_owned(s, money, (bireme_owner)o);
        limits_of(s, o, total, &least, &most);
        kept &= sum[o] >= least - 1e-9 * total && sum[o] <= most + 1e-9 * total;
    }
    if (kept) return fits;
    while (owned_at(s, total, sum, high, to) < total && high < 1e12) high *= 4;
    for (int i = 0; i < HALVINGS; i++) {
        double middle = (low + high) / 2;
        *(owned_at(s, total, sum, middle, to) < total ? &low : &high) = middle;
    }
    fits = fabs(owned_at(s, total, sum, high, to) - total) <= 1e-6 * total;
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) fits &= fit(s, o, to[o], total, money);
    return fits;
}
