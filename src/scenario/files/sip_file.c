/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Problems in the library are reported at its own lines, problems in the request at the scenario's. Of the
 * blocks of a library only `sips` is needed, and of a SIP its name, function and arguments: published
 * libraries leave out `libraryType`, `objectType`, `U01`, `ref` or `metadata`, and the standard's own reader
 * does not require them.
 */
#include "scenario/files/sip_file.h"

#include <string.h>
#include "base/nearest.h"
#include "scenario/files/data_file.h"

enum { NAMES_MOST = 256, COEFFICIENTS_MOST = 16 };

static bool is_text(const bireme_node *node, const char *text)
{
    return node != NULL && node->type == BIREME_NODE_TEXT && strcmp(node->text, text) == 0;
}

/* No SIP has that name; suggests one that is near. names [n]: the SIPs in the library. */
static void fail_unknown(bireme_reading *reading, const bireme_node *wanted, const char *const *names,
                         size_t n)
{
    enum { SHOWN_MOST = 8 };
    char quoted[BIREME_QUOTE_SIZE];
    bireme_text all = {0};
    for (size_t i = 0; i < n && i < SHOWN_MOST; i++)
        bireme_text_format(&all, "%s`%s`", i > 0 ? ", " : "", bireme_quote(quoted, names[i]));
    if (n > SHOWN_MOST) bireme_text_append(&all, ", …");
    bireme_node_fail(&reading->report, wanted, "the library has no SIP `%s`; %s%s",
                     bireme_quote(quoted, wanted->text), n > 0 ? "there are: " : "it has none with a name",
                     n > 0 ? bireme_text_string(&all) : "");
    bireme_text_free(&all);
}

static const bireme_node *find_sip(bireme_reading *reading, const bireme_node *root, const bireme_node *file,
                                   const bireme_node *wanted)
{
    const bireme_node *sips = bireme_node_find(root, "sips"), *found = NULL;
    const char *names[NAMES_MOST];
    size_t n = 0;
    char quoted[BIREME_QUOTE_SIZE], other[BIREME_QUOTE_SIZE];
    if (sips == NULL || sips->type != BIREME_NODE_LIST) {
        bireme_node_fail(&reading->report, file, "`%s` is no SIPmath 3.0 library: it has no list `sips`",
                         bireme_quote(quoted, file->text));
        return NULL;
    }
    for (const bireme_node *sip = sips->first; sip != NULL; sip = sip->next) {
        const bireme_node *name = bireme_node_find(sip, "name");
        if (name == NULL || name->type != BIREME_NODE_TEXT) continue;
        if (strcmp(name->text, wanted->text) == 0 && found != NULL) {
            const bireme_node *first = bireme_node_find(found, "name");
            bireme_node_fail(&reading->report, name,
                             "there are two SIPs `%s`, this one and one in line %d, column %d: which of them "
                             "is meant cannot be told; give one another name",
                             bireme_quote(quoted, wanted->text), first->line, first->column);
            return NULL;
        }
        if (strcmp(name->text, wanted->text) == 0) found = sip;
        if (n < NAMES_MOST) names[n++] = name->text;
    }
    if (found != NULL) return found;
    const char *near = bireme_nearest(wanted->text, names, n);
    bireme_quote(quoted, wanted->text);
    if (near != NULL)
        bireme_node_fail(&reading->report, wanted, "the library has no SIP `%s`; did you mean `%s`?", quoted,
                         bireme_quote(other, near));
    else
        fail_unknown(reading, wanted, names, n);
    return NULL;
}

/* A bound that is missing, null or an empty text, as some tools write it, is no bound. */
static bool read_bound(bireme_reading *reading, const bireme_node *node, bool *has, double *value)
{
    if (node == NULL || node->type == BIREME_NODE_NULL || is_text(node, "")) return true;
    if (node->type != BIREME_NODE_NUMBER) {
        bireme_node_fail(&reading->report, node, "`%s` must be a number, found %s", node->key,
                         bireme_node_type_name(node));
        return false;
    }
    *has = true;
    *value = node->number;
    return true;
}

static bool read_coefficients(bireme_reading *reading, const bireme_node *list, const bireme_node *sip,
                              bireme_sip *out)
{
    if (list == NULL || list->type != BIREME_NODE_LIST || list->count < 2 ||
        list->count > COEFFICIENTS_MOST) {
        bireme_node_fail(&reading->report, list != NULL ? list : sip,
                         "`aCoefficients` must be a list of 2 to %d numbers", (int)COEFFICIENTS_MOST);
        return false;
    }
    out->coefficients = bireme_arena_alloc(&reading->arena, list->count, sizeof *out->coefficients);
    if (out->coefficients == NULL) {
        bireme_report_memory(&reading->report);
        return false;
    }
    for (const bireme_node *a = list->first; a != NULL; a = a->next) {
        if (a->type != BIREME_NODE_NUMBER) {
            bireme_node_fail(&reading->report, a, "a coefficient must be a number, found %s",
                             bireme_node_type_name(a));
            return false;
        }
        out->coefficients[out->n++] = a->number;
    }
    return true;
}

bool bireme_sip_read(bireme_reading *reading, const char *path, const bireme_node *file,
                     const bireme_node *wanted, bireme_sip *out)
{
    char quoted[BIREME_QUOTE_SIZE];
    *out = (bireme_sip){0};
    const bireme_node *root = bireme_data_file_library(reading, path, file);
    if (root == NULL) return false;
    const bireme_node *sip = find_sip(reading, root, file, wanted);
    if (sip == NULL) return false;
    const bireme_node *function = bireme_node_find(sip, "function"),
                      *arguments = bireme_node_find(sip, "arguments");
    if (!is_text(function, "Metalog_1_0")) {
        bireme_node_fail(&reading->report, function != NULL ? function : sip,
                         "the `function` of a SIP must be \"Metalog_1_0\" here");
        return false;
    }
    if (!read_coefficients(reading, bireme_node_find(arguments, "aCoefficients"), sip, out) ||
        !read_bound(reading, bireme_node_find(arguments, "lowerBound"), &out->has_lower, &out->lower) ||
        !read_bound(reading, bireme_node_find(arguments, "upperBound"), &out->has_upper, &out->upper))
        return false;
    if (is_text(bireme_node_find(bireme_node_find(sip, "ref"), "source"), "copula"))
        bireme_node_warn(&reading->report, wanted,
                         "the library correlates `%s` with its other SIPs; that is not taken over: where it "
                         "matters, say it under `correlations`",
                         bireme_quote(quoted, wanted->text));
    return true;
}
