/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a model knows about its origin: a hash of all that the scenario says, and the warnings when it was
 * read.
 */
#include <inttypes.h>
#include <stdio.h>
#include "base/hash.h"
#include "base/memory.h"
#include "scenario/reading.h"

/* Remarks and the name of the schema have no effect. */
static bool says_nothing(const bireme_node *node)
{
    return bireme_node_is_remark(node) || (node->key != NULL && strcmp(node->key, "$schema") == 0);
}

static void stir_node(uint64_t *hash, const bireme_node *node)
{
    const unsigned char type = (unsigned char)node->type, truth = node->truth;
    bireme_hash_stir(hash, &type, 1);
    bireme_hash_stir(hash, &truth, 1);
    if (node->key != NULL) bireme_hash_stir_text(hash, node->key);
    if (node->type == BIREME_NODE_NUMBER)
        bireme_hash_stir(hash, &node->number, sizeof node->number);
    else if (node->text != NULL)
        bireme_hash_stir_text(hash, node->text);
    for (const bireme_node *child = node->first; child != NULL; child = child->next)
        if (!says_nothing(child)) stir_node(hash, child);
    bireme_hash_stir(hash, "", 1);
}

/* Samples from files are not in the tree: the moments of their distributions are hashed instead. */
static void find_hash(bireme_model *model, const bireme_node *root)
{
    uint64_t hash = BIREME_HASH_START;
    stir_node(&hash, root);
    for (size_t q = 0; q < model->n_quantities; q++) {
        const double moments[] = {bireme_dist_mean(model->quantities[q].dist),
                                  bireme_dist_variance(model->quantities[q].dist)};
        bireme_hash_stir(&hash, moments, sizeof moments);
    }
    snprintf(model->hash, sizeof model->hash, "%016" PRIx64, hash);
}

static char *sentence_of(const bireme_error *error)
{
    bireme_text text = {0};
    if (error->file[0] != '\0') bireme_text_append(&text, error->file);
    if (error->line > 0) bireme_text_format(&text, ":%d:%d", error->line, error->column);
    bireme_text_format(&text, "%s%s", text.length > 0 ? ": " : "", error->message);
    return bireme_text_take(&text);
}

bool bireme_provenance_fill(bireme_model *model, const bireme_node *root, const bireme_report *report)
{
    find_hash(model, root);
    const size_t more = bireme_report_warnings_more(report);
    if (report->count == 0) return true;
    model->warnings = bireme_calloc(report->count + (more > 0), sizeof *model->warnings);
    if (model->warnings == NULL) return false;
    for (size_t i = 0; i < report->count; i++) {
        model->warnings[i] = sentence_of(&report->items[i].error);
        if (model->warnings[i] == NULL) return false;
        model->n_warnings++;
    }
    if (more == 0) return true;
    bireme_error rest = {0};
    (void)bireme_fail(&rest, BIREME_SCENARIO, "there %s %zu more", more == 1 ? "is" : "are", more);
    model->warnings[model->n_warnings] = sentence_of(&rest);
    return model->warnings[model->n_warnings++] != NULL;
}
