/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Looks for a root beyond the one found. If the metric of a trial does not only grow with the scale, P need
 * not either: for N wins of value v at a cost c per scale, N v − c x ≥ t is N ≥ (t + c x) / v, a whole
 * number that steps up; P falls at each step and rises until the next, a sawtooth. The search, which takes
 * wider steps, finds one of its teeth.
 *
 * Such a metric shows in the runs, because some trial decreases between two of them. Then the pilot's trials
 * are run at 64 scales, in equal ratios from the root down (for a target that is a maximum, up) to where P is
 * below an eighth of the confidence, or to 1/64 of the root (64 times it). A tooth that is as high as the
 * confidence, within the accuracy of the pilot's trials, is run with all trials, the farthest one first.
 * Teeth between two of these scales are not seen.
 */
#include <math.h>
#include "base/error.h"
#include "base/memory.h"
#include "decide/target/internal.h"

enum { HALVINGS = 6, STEPS = 64, CHECKS = 8 };

/* Whether some trial moves away from the target as the scale moves towards it. */
static bool turns(const bireme_target_nodes *nodes, bool below)
{
    const double rounding = 1e-9;
    for (size_t k = 0; k + 1 < nodes->n; k++)
        for (uint64_t i = 0; i < nodes->trials; i++) {
            double a = nodes->node[k].value[i], b = nodes->node[k + 1].value[i];
            double rise = isfinite(a) && isfinite(b) ? b - a : 0;
            if ((below ? -rise : rise) > rounding * fmax(fabs(a), fabs(b))) return true;
        }
    return false;
}

static bireme_status run_all(bireme_target_search *search, double root, bool below, bireme_target_nodes *scan,
                             bireme_error *error)
{
    const bireme_target_node *node;
    double end = root, highest = bireme_target_highest(search);
    for (int i = 0; i < HALVINGS; i++) {
        end = below ? end / 2 : fmin(2 * end, highest);
        bireme_status status = bireme_target_visit(search, scan, end, &node, error);
        if (status != BIREME_OK) return status;
        bool last = node->share < search->target->confidence / 8 || end == highest ||
                    bireme_target_is_too_much(search, node);
        if (last) break;
    }
    for (int k = 0; k < STEPS; k++) {
        double scale = root * pow(end / root, (double)k / STEPS);
        bireme_status status = bireme_target_visit(search, scan, scale, NULL, error);
        if (status != BIREME_OK) return status;
    }
    return BIREME_OK;
}

/* Whether there is a local maximum that may be as high as the confidence, with a decrease between it and the
 * root. */
static bool is_tooth(const bireme_target_search *search, const bireme_target_nodes *scan, size_t k,
                     double root)
{
    const bireme_target_node *node = &scan->node[k];
    double one = 1 / (double)scan->trials, before = k > 0 ? node[-1].share : -1,
           after = k + 1 < scan->n ? node[1].share : -1;
    if (node->share < search->target->confidence - 3 * node->se - 2 * one) return false;
    if (node->share < before || node->share < after) return false;
    for (size_t i = 0; i < scan->n; i++) {
        double there = scan->node[i].scale;
        bool between = node->scale < root ? there > node->scale && there <= root * (1 + 1e-9)
                                          : there < node->scale && there >= root * (1 - 1e-9);
        if (between && scan->node[i].share < node->share - one / 2) return true;
    }
    return false;
}

/* Full runs at the teeth, from the far end, until one reaches the confidence; then one at the next scale that
 * does not. */
static bireme_status check_teeth(bireme_target_search *search, const bireme_target_nodes *scan, double root,
                                 bool below, bireme_target_tooth *out, bireme_error *error)
{
    const bireme_target_node *node;
    double confidence = search->target->confidence;
    int checks = 0;
    for (size_t i = 0; i < scan->n && checks < CHECKS; i++) {
        size_t k = below ? i : scan->n - 1 - i;
        bool beyond = below ? scan->node[k].scale < root * (1 - 1e-9)
                            : scan->node[k].scale > root * (1 + 1e-9);
        if (!beyond || !is_tooth(search, scan, k, root)) continue;
        bireme_status status = bireme_target_visit(search, &search->full, scan->node[k].scale, &node, error);
        if (status != BIREME_OK) return status;
        checks++;
        if (node->share < confidence) continue;
        out->there = true;
        out->reached = scan->node[k].scale;
        for (size_t step = 1; step <= CHECKS; step++) {
            if (below ? k < step : k + step >= scan->n) break;
            out->missed = scan->node[below ? k - step : k + step].scale;
            status = bireme_target_visit(search, &search->full, out->missed, &node, error);
            if (status != BIREME_OK || node->share < confidence) return status;
            out->reached = out->missed;
        }
        return BIREME_OK;
    }
    return BIREME_OK;
}

bireme_status bireme_target_scan(bireme_target_search *search, double root, bool below,
                                 bireme_target_tooth *out, bireme_error *error)
{
    *out = (bireme_target_tooth){false, NAN, NAN};
    if (!(root > 0) || !turns(&search->full, below)) return BIREME_OK;
    bireme_target_nodes *scan = bireme_calloc(1, sizeof *scan);
    if (scan == NULL) return bireme_fail_memory(error);
    double before = search->target->runs;
    scan->trials = search->pilot.trials;
    bireme_status status = run_all(search, root, below, scan, error);
    if (status == BIREME_OK) status = check_teeth(search, scan, root, below, out, error);
    search->scanned += search->target->runs - before;
    bireme_target_nodes_free(scan);
    bireme_free(scan);
    return status;
}

bireme_status bireme_target_sweep(bireme_target_search *search, double here, bireme_error *error)
{
    enum { SWEPT = 48, LOOKS = 6 };
    const double wide = 1.5;
    const bireme_target_node *node;
    if (!(here > 0) || !turns(&search->pilot, true)) return BIREME_OK;
    bireme_target_nodes *scan = bireme_calloc(1, sizeof *scan);
    if (scan == NULL) return bireme_fail_memory(error);
    double before = search->target->runs, highest = bireme_target_highest(search);
    bireme_status status = BIREME_OK;
    scan->trials = search->pilot.trials;
    for (int k = 0; k <= SWEPT && status == BIREME_OK; k++)
        status = bireme_target_visit(search, scan, fmin(here * pow(wide, 2.0 * k / SWEPT - 1), highest), NULL,
                                     error);
    for (int i = 0; i < LOOKS && status == BIREME_OK; i++) {
        bireme_target_node *best = scan->node;
        for (size_t k = 1; k < scan->n; k++)
            if (scan->node[k].share > best->share) best = &scan->node[k];
        if (best->share < search->target->confidence - 4 * best->se) break;
        best->share = -1; /* looked at */
        status = bireme_target_visit(search, &search->full, best->scale, &node, error);
        if (status == BIREME_OK && node->share >= search->target->confidence) break;
    }
    search->scanned += search->target->runs - before;
    bireme_target_nodes_free(scan);
    bireme_free(scan);
    return status;
}
