/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Classes of touches and the weights of the rules (docs/model, Attribution). The source is the first to
 * touch; the last to touch are the sales-owned channels among the others that touched, or the source if there
 * are none.
 */
#include "compile/touches.h"

#include "base/memory.h"

static size_t count_touching(const bireme_model *model, size_t source)
{
    const double *touches = model->channels[source].touches;
    size_t n = 0;
    for (size_t k = 0; touches != NULL && k < model->n_channels; k++) n += k != source && touches[k] > 0;
    return n;
}

static bool is_sales(const bireme_model *model, const bireme_touches *touches, size_t i)
{
    return model->channels[touches->channel[i]].owner == BIREME_OWNER_SALES;
}

/* The weights of one class under all rules: [n + 1] each. */
static void weigh(const bireme_model *model, const bireme_touches *touches, size_t class)
{
    size_t n = touches->n, sales = 0, others = 0, row = n + 1;
    for (size_t i = 0; i < n; i++) {
        bool touched = class >> i & 1, last = touched && is_sales(model, touches, i);
        sales += last;
        others += touched && !last;
    }
    double *by_last = touches->weight + (BIREME_CREDIT_LAST * touches->n_classes + class) * row;
    double *by_linear = touches->weight + (BIREME_CREDIT_LINEAR * touches->n_classes + class) * row;
    double *by_position = touches->weight + (BIREME_CREDIT_POSITION * touches->n_classes + class) * row;
    double end = others > 0 ? 0.4 : 0.5, middle = others > 0 ? 0.2 / (double)others : 0;
    double part = sales > 0 ? 1 / (double)sales : 0;
    for (size_t i = 0; i < n; i++) {
        if (!(class >> i & 1)) continue;
        bool last = is_sales(model, touches, i);
        by_last[i] = last ? part : 0;
        by_linear[i] = 1 / (double)(1 + sales + others);
        by_position[i] = last ? end * part : middle;
    }
    by_last[n] = sales > 0 ? 0 : 1;
    by_linear[n] = 1 / (double)(1 + sales + others);
    by_position[n] = sales > 0 ? end : 2 * end;
}

bireme_status bireme_touches_create(const bireme_model *model, size_t channel, bireme_touches **out,
                                    bireme_error *error)
{
    size_t n = count_touching(model, channel);
    if (n == 0) return BIREME_OK;
    if (n > BIREME_TOUCHES_MOST)
        return bireme_fail(error, BIREME_DOMAIN,
                           "%zu channels may touch the deals of %s; at most %d can be told apart", n,
                           model->channels[channel].name, BIREME_TOUCHES_MOST);
    bireme_touches *touches = bireme_calloc(1, sizeof *touches);
    if (touches == NULL) return bireme_fail_memory(error);
    touches->n_classes = (size_t)1 << n;
    touches->channel = bireme_calloc(n, sizeof *touches->channel);
    touches->probability = bireme_calloc(n, sizeof *touches->probability);
    touches->weight = bireme_calloc(bireme_times(BIREME_CREDIT_COUNT * touches->n_classes, n + 1),
                                    sizeof *touches->weight);
    if (touches->channel == NULL || touches->probability == NULL || touches->weight == NULL) {
        bireme_touches_free(touches);
        return bireme_fail_memory(error);
    }
    for (size_t k = 0; k < model->n_channels; k++) {
        double probability = model->channels[channel].touches[k];
        if (k == channel || !(probability > 0)) continue;
        touches->channel[touches->n] = (int)k;
        touches->probability[touches->n++] = probability;
    }
    for (size_t class = 0; class < touches->n_classes; class ++) weigh(model, touches, class);
    *out = touches;
    return BIREME_OK;
}

void bireme_touches_free(bireme_touches *touches)
{
    if (touches == NULL) return;
    bireme_free(touches->channel);
    bireme_free(touches->probability);
    bireme_free(touches->weight);
    bireme_free(touches);
}
