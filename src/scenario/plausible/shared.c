/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scenario/plausible/internal.h"

#include <math.h>
#include <string.h>
#include "base/text.h"

bool bireme_plausible_first(bireme_plausible *p, const bireme_node *node)
{
    for (size_t i = 0; i < p->n_warned; i++)
        if (p->warned[i] == node) return false;
    const bireme_node **warned = bireme_arena_grown(&p->reading->arena, (void *)p->warned, &p->warned_room,
                                                    p->n_warned, sizeof *warned);
    if (warned == NULL) {
        bireme_report_memory(&p->reading->report);
        return false;
    }
    p->warned = warned;
    p->warned[p->n_warned++] = node;
    return true;
}

char *bireme_plausible_figure(char *buffer, double value)
{
    if (!(fabs(value) > 0) || !isfinite(value)) return bireme_number_format(buffer, value);
    double digits = 2 - floor(log10(fabs(value))), scale = pow(10, fabs(digits));
    double rounded = digits > 0 ? floor(value * scale + 0.5) / scale : floor(value / scale + 0.5) * scale;
    return bireme_number_format(buffer, rounded);
}

double bireme_plausible_mean(const bireme_model *model, int quantity)
{
    return quantity >= 0 ? bireme_dist_mean(model->quantities[quantity].dist) : 0;
}

double bireme_plausible_item(const bireme_model *model, const bireme_item *item)
{
    if (item->shape == NULL) return 0;
    return bireme_dist_mean(item->shape) * (item->scale >= 0 ? bireme_plausible_mean(model, item->scale) : 1);
}

const bireme_node *bireme_plausible_channel(const bireme_plausible *p, size_t c)
{
    return bireme_node_find(bireme_node_find(p->root, "channels"), p->model->channels[c].name);
}
