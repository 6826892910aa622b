/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Mean entries to stages and to the win, in the same way for every leg: that of the leads and those of what
 * was taken up (funnel.c has the formulas).
 */
#include "engine/trial/passage.h"

/* Mean entries to stage s (decisions, if it is the win): after the group's delay if it is the first row of
 * the group, else at the same moment as the row before. group NULL: no delay. */
static void enter(const bireme_passage *p, const bireme_compiled_group *group, bool at_once, size_t s)
{
    size_t periods = p->periods, won = p->model->stages - 1;
    size_t row = bireme_compiled_row(p->block->compiled, s);
    bireme_lanes room;
    if (!at_once) {
        bireme_passage_flow(p, group, s == won ? won - 1 : s, row);
    } else if (s == won) { /* decisions; their conversion comes later */
        for (size_t t = 0; t < periods; t++)
            bireme_lanes_copy(bireme_passage_mean(p, row - 1, t), bireme_passage_mean(p, row, t));
    } else if (group == NULL || group->delay == NULL ||
               bireme_passage_varies(p, s)) { /* the conversion of the period of arrival */
        bireme_passage_flow(p, group, s, row);
    } else {
        for (size_t t = 0; t < periods; t++)
            bireme_lanes_product(bireme_passage_mean(p, row - 1, t), bireme_passage_conversion(p, s, t, room),
                                 bireme_passage_mean(p, row, t));
    }
}

const bireme_compiled_group *bireme_passage_delay(const bireme_passage *p, const bireme_compiled_leg *leg,
                                                  size_t row)
{
    const bireme_compiled_group *group = &p->ready->groups[bireme_passage_group(p, row)];
    bool is_before = leg->begins > 0 && group->first < leg->begins; /* its delay is in the leg before */
    return is_before ? NULL : group;
}

void bireme_passage_enter(const bireme_passage *p, const bireme_compiled_leg *leg)
{
    const bireme_compiled *compiled = p->block->compiled;
    size_t end = bireme_passage_row(p, leg->to);
    bool is_first = leg->begins == 0;
    for (size_t row = is_first ? 0 : leg->begins + 1; row <= end; row++) {
        bool taken_up;
        size_t s = bireme_compiled_stage(compiled, row, &taken_up);
        if (taken_up) { /* nobody limits this channel there */
            for (size_t t = 0; t < p->periods; t++)
                bireme_lanes_copy(bireme_passage_mean(p, row - 1, t), bireme_passage_mean(p, row, t));
            continue;
        }
        bool at_once = row > p->ready->groups[bireme_passage_group(p, row)].first;
        enter(p, bireme_passage_delay(p, leg, row), at_once, s);
    }
}

void bireme_passage_decide(const bireme_passage *p)
{
    size_t won = p->model->stages - 1, row = p->block->compiled->rows - 1, last = p->model->periods - 1;
    bireme_lanes room;
    for (size_t g = 0; g + 1 < p->ready->n_groups; g++)
        bireme_lanes_multiply(bireme_passage_conversion(p, won, last, room),
                              bireme_lane_array(p->here->after, g));
    for (size_t t = 0; t < p->periods; t++)
        bireme_lanes_multiply(bireme_passage_conversion(p, won, t, room), bireme_passage_mean(p, row, t));
}
