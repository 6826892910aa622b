/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Divisions to compare an answer with: the corners of what is allowed, today's, the starts of the search; and
 * moves of money from one line to another. With many lines, money moves between one of them and all others,
 * so that the number of moves grows with the lines and not with their pairs.
 */
#include <math.h>
#include <string.h>
#include "base/memory.h"
#include "decide/split/internal.h"

enum { PAIRS_UP_TO = 5, CORNERS_MOST = 32, CORNERS_UP_TO = 8 };

/* ------------------------ what is allowed */

static bool is_whole(const bireme_splitting *s, size_t i)
{
    return i == s->reps && s->lines[i].line->whole;
}

bool bireme_splitting_allows(const bireme_splitting *s, const double *money)
{
    const bireme_decision *decision = &s->model->decision;
    double total = s->split->total, slack = 1e-9 * total;
    if (fabs(bireme_splitting_sum(s, money) - total) > slack) return false;
    for (size_t i = 0; i < s->n; i++) {
        if (money[i] < s->lines[i].low - slack || money[i] > s->lines[i].high + slack) return false;
        double reps = is_whole(s, i) ? bireme_splitting_reps(s, money[i]) : 0;
        if (fabs(reps - round(reps)) > 1e-6) return false;
    }
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) {
        double owned = bireme_splitting_owned(s, money, (bireme_owner)o);
        if (owned < decision->share_min[o] * total - slack || owned > decision->share_max[o] * total + slack)
            return false;
    }
    return true;
}

/* Makes reps whole if required; what is left over goes to the lines that can take it, the first ones
 * first. */
static void make_whole(const bireme_splitting *s, double *money)
{
    if (s->reps == SIZE_MAX || !is_whole(s, s->reps)) return;
    double cost = bireme_splitting_cost(s, floor(bireme_splitting_reps(s, money[s->reps]) + 1e-9));
    double over = money[s->reps] - cost;
    money[s->reps] = cost;
    for (size_t i = 0; i < s->n; i++) {
        if (i == s->reps) continue;
        double more = fmin(over, fmax(s->lines[i].high - money[i], 0));
        money[i] += more;
        over -= more;
    }
}

/* ------------------------ places */

static void add(const bireme_splitting *s, bireme_split_places *to, const double *money)
{
    double *place = to->money + to->n * s->n;
    if (to->n == to->most) return;
    memcpy(place, money, s->n * sizeof *place);
    make_whole(s, place);
    if (!bireme_splitting_allows(s, place)) return;
    for (size_t k = 0; k < to->n; k++) {
        double apart = 0;
        for (size_t i = 0; i < s->n; i++) apart = fmax(apart, fabs(to->money[k * s->n + i] - place[i]));
        if (apart <= 1e-9 * s->split->total) return; /* it is in the list already */
    }
    to->n++;
}

/* A corner of the limits of lines: all at their least or their most (bits of `high`) except one, which gets
 * the rest. */
static void add_corner(const bireme_splitting *s, bireme_split_places *to, size_t rest, unsigned high,
                       double *money)
{
    double slack = 1e-9 * s->split->total;
    money[rest] = s->split->total;
    for (size_t i = 0, bit = 0; i < s->n; i++) {
        if (i == rest) continue;
        money[i] = high >> bit++ & 1 ? s->lines[i].high : s->lines[i].low;
        money[rest] -= money[i];
    }
    if (money[rest] >= s->lines[rest].low - slack && money[rest] <= s->lines[rest].high + slack)
        add(s, to, money);
}

/* One line at its most, or as near to that as the others' least allows; the rest goes to the lines after it,
 * in order. */
static void add_greedy(const bireme_splitting *s, bireme_split_places *to, size_t first, double *money)
{
    double left = s->split->total;
    for (size_t i = 0; i < s->n; i++) left -= money[i] = s->lines[i].low;
    for (size_t k = 0; k < s->n; k++) {
        size_t i = (first + k) % s->n;
        double more = fmin(left, s->lines[i].high - s->lines[i].low);
        money[i] += more;
        left -= more;
    }
    add(s, to, money);
}

static void add_corners(const bireme_splitting *s, bireme_split_places *to, double *money)
{
    size_t most = to->most;
    for (size_t i = 0; i < s->n; i++) add_greedy(s, to, i, money);
    if (s->n > CORNERS_UP_TO) return;
    to->most = to->n + CORNERS_MOST < most ? to->n + CORNERS_MOST : most;
    for (size_t i = 0; i < s->n; i++)
        for (unsigned high = 0; high < 1u << (s->n - 1); high++) add_corner(s, to, i, high, money);
    to->most = most;
}

bireme_status bireme_splitting_find_places(const bireme_splitting *s, const double *frontier,
                                           bireme_split_places *to, bireme_error *error)
{
    enum { FRONTIER_MOST = 16 };
    size_t starts = 2 + s->n, n = s->split->n_frontier, step = (n + FRONTIER_MOST - 1) / FRONTIER_MOST;
    double *money = bireme_calloc(s->n, sizeof *money);
    to->most = starts + s->n + CORNERS_MOST + FRONTIER_MOST;
    to->money = bireme_calloc(to->most * s->n, sizeof *to->money);
    if (money == NULL || to->money == NULL) {
        bireme_free(money);
        return bireme_fail_memory(error);
    }
    for (size_t k = 0; k < starts; k++) {
        bireme_splitting_start(s, k, money);
        bireme_splitting_fit_groups(s, s->split->total, money);
        add(s, to, money);
    }
    for (size_t k = 0; k < n; k += step) add(s, to, frontier + k * s->n);
    add_corners(s, to, money);
    bireme_free(money);
    return BIREME_OK;
}

/* ------------------------ moves */

size_t bireme_splitting_moves(const bireme_splitting *s)
{
    return s->n <= PAIRS_UP_TO ? s->n * (s->n - 1) : s->n > 1 ? 2 * s->n : 0;
}

/* The lines that a move connects; SIZE_MAX: all others. */
static void ends_of(const bireme_splitting *s, size_t move, size_t *from, size_t *to)
{
    *from = *to = SIZE_MAX;
    if (s->n > PAIRS_UP_TO) {
        *(move < s->n ? from : to) = move % s->n;
        return;
    }
    *from = move / (s->n - 1);
    *to = move % (s->n - 1);
    *to += *to >= *from;
}

double bireme_splitting_movable(const bireme_splitting *s, size_t move, const double *money)
{
    size_t from, to;
    double sum = 0;
    ends_of(s, move, &from, &to);
    for (size_t i = 0; i < s->n; i++)
        if (i == from || (from == SIZE_MAX && i != to && !is_whole(s, i))) sum += money[i] - s->lines[i].low;
    return fmax(sum, 0);
}

/* How much the shares of groups allow to move from one to the other. */
static double slack_of(const bireme_splitting *s, size_t from, size_t to, const double *money)
{
    const bireme_decision *decision = &s->model->decision;
    bireme_owner a = s->lines[from].owner, b = s->lines[to].owner;
    double total = s->split->total;
    if (a == b) return INFINITY;
    return fmin(bireme_splitting_owned(s, money, a) - decision->share_min[a] * total,
                decision->share_max[b] * total - bireme_splitting_owned(s, money, b));
}

double bireme_splitting_move_pair(const bireme_splitting *s, size_t from, size_t to, double amount,
                                  const double *money, double *out)
{
    double most = fmin(money[from] - s->lines[from].low, s->lines[to].high - money[to]);
    most = fmin(most, slack_of(s, from, to, money));
    amount = fmin(amount, most);
    if (is_whole(s, from) || is_whole(s, to)) {
        double each = s->lines[s->reps].each, reps = fmax(floor(amount / each + 1e-9), 1);
        amount = reps * each <= most * (1 + 1e-9) ? reps * each : 0;
    }
    if (!(amount > 1e-9 * s->split->total)) return 0;
    memcpy(out, money, s->n * sizeof *out);
    out[from] -= amount;
    out[to] += amount;
    return amount;
}

/* In proportion to what the other lines have above their least or, if they receive, to what they have. */
static bool move_all(const bireme_splitting *s, size_t one, bool gets, double amount, const double *money,
                     double *out)
{
    double sum = 0, total = s->split->total;
    memcpy(out, money, s->n * sizeof *out);
    for (size_t i = 0; i < s->n; i++)
        if (i != one && !is_whole(s, i)) sum += money[i] - (gets ? s->lines[i].low : 0);
    if (is_whole(s, one) || !(sum > 1e-9 * total) || !(amount > 1e-9 * total)) return false;
    for (size_t i = 0; i < s->n; i++) {
        if (i == one || is_whole(s, i)) continue;
        double part = amount / sum * (money[i] - (gets ? s->lines[i].low : 0));
        out[i] += gets ? -part : part;
    }
    out[one] += gets ? amount : -amount;
    return bireme_splitting_allows(s, out);
}

bool bireme_splitting_move(const bireme_splitting *s, size_t move, double amount, const double *money,
                           double *out)
{
    size_t from, to;
    ends_of(s, move, &from, &to);
    amount = fmin(amount, bireme_splitting_movable(s, move, money));
    if (from != SIZE_MAX && to != SIZE_MAX)
        return bireme_splitting_move_pair(s, from, to, amount, money, out) > 0;
    return move_all(s, to == SIZE_MAX ? from : to, from == SIZE_MAX, amount, money, out);
}
