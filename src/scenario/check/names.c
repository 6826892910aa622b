/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Names: whether a new name is allowed, and whether a name that is used exists.
 */
#include "scenario/check/check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include "base/nearest.h"
#include "model/metric.h"
#include "scenario/frame.h"
#include "scenario/syntax/scan.h"

/* If there are more things than allowed, which is an error, their names are not collected: comparing all with
 * all would take too long. */
static bool collect(bireme_reading *reading, const bireme_node *node, size_t most, bireme_names *out)
{
    enum { REMARKS = 2 };
    *out = (bireme_names){0};
    if (node == NULL || node->count > most + REMARKS ||
        (node->type != BIREME_NODE_LIST && node->type != BIREME_NODE_OBJECT))
        return true;
    out->names = bireme_arena_alloc(&reading->arena, node->count + 1, sizeof *out->names);
    if (out->names == NULL) {
        bireme_report_memory(&reading->report);
        return false;
    }
    for (const bireme_node *child = node->first; child != NULL; child = child->next) {
        const char *name = child->key != NULL ? child->key : child->text;
        if (bireme_node_is_remark(child) || (child->key == NULL && child->type != BIREME_NODE_TEXT)) continue;
        out->names[out->count++] = name;
    }
    return true;
}

bool bireme_names_collect(bireme_reading *reading)
{
    const bireme_node *periods = bireme_node_find(reading->root, "periods");
    bool valid = periods != NULL && periods->type == BIREME_NODE_NUMBER && periods->number >= 1 &&
                 periods->number <= BIREME_PERIODS_MOST && floor(periods->number) == periods->number;
    reading->periods = periods == NULL ? 12 : valid ? (size_t)periods->number : 0;
    reading->past = bireme_past_read(reading);
    const bireme_node *funnel = bireme_node_find(reading->root, "funnel");
    const bireme_node *channels = bireme_node_find(reading->root, "channels");
    if (funnel != NULL && funnel->type != BIREME_NODE_LIST) funnel = NULL;
    if (channels != NULL && channels->type != BIREME_NODE_OBJECT) channels = NULL;
    const bireme_node *regimes = bireme_node_find(bireme_node_find(reading->root, "economy"), "regimes");
    if (regimes != NULL && regimes->type != BIREME_NODE_OBJECT) regimes = NULL;
    const bireme_node *teams = bireme_node_find(bireme_node_find(reading->root, "sales"), "teams");
    if (teams != NULL && teams->type != BIREME_NODE_OBJECT) teams = NULL;
    return collect(reading, teams, BIREME_SCAN_KEYS, &reading->teams) &&
           collect(reading, funnel, BIREME_STAGES_MOST, &reading->stages) &&
           collect(reading, channels, BIREME_SCAN_KEYS, &reading->channels) &&
           collect(reading, regimes, BIREME_REGIMES_MOST, &reading->regimes);
}

static void report(bireme_reading *reading, const bireme_node *node, bireme_node_part part,
                   const char *message)
{
    bireme_node_report(&reading->report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, node, part, "%s", message);
}

/* A name that is defined here becomes a segment of paths. */
static void check_new(bireme_reading *reading, const char *name, const bireme_node *node,
                      bireme_node_part part)
{
    char message[256], quoted[BIREME_QUOTE_SIZE];
    const char *wrong = NULL;
    for (const char *c = name; *c && wrong == NULL; c++) {
        if (*c == '.') wrong = "may not hold a `.`, which separates the parts of a path";
        if (*c == '*') wrong = "may not hold a `*`, which stands for any name";
        if ((unsigned char)*c < 0x20 || *c == 0x7F) wrong = "may not hold control characters";
    }
    if (name[0] == '\0') wrong = "may not be empty";
    if (strlen(name) > BIREME_NAME_MOST) wrong = "is longer than 64 bytes";
    if (strcmp(name, "note") == 0 || strcmp(name, "source") == 0 || strcmp(name, "dist") == 0)
        wrong = "has a meaning of its own; take another";
    if (wrong == NULL) return;
    if (name[0] == '\0')
        snprintf(message, sizeof message, "a name %s", wrong);
    else
        snprintf(message, sizeof message, "the name `%s` %s", bireme_quote(quoted, name), wrong);
    report(reading, node, part, message);
}

/* names [n]: those allowed; what: what they are names of. */
static void check_known(bireme_reading *reading, const char *name, const char *const *names, size_t n,
                        const char *what, const bireme_node *node, bireme_node_part part)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0) return;
    char quoted[BIREME_QUOTE_SIZE], near_quoted[BIREME_QUOTE_SIZE];
    const char *nearest = bireme_nearest(name, names, n);
    bireme_text text = {0};
    bireme_text_format(&text, "`%s` is not the name of %s", bireme_quote(quoted, name), what);
    if (nearest != NULL) {
        bireme_text_format(&text, "; did you mean `%s`?", bireme_quote(near_quoted, nearest));
    } else if (n > 0) {
        bireme_text_append(&text, "; there are: ");
        for (size_t i = 0; i < n && i < 12; i++)
            bireme_text_format(&text, "%s`%s`", i > 0 ? ", " : "", bireme_quote(near_quoted, names[i]));
        if (n > 12) bireme_text_append(&text, ", …");
    }
    report(reading, node, part, bireme_text_string(&text));
    bireme_text_free(&text);
}

static void check_step(bireme_reading *reading, const char *name, const bireme_node *node,
                       bireme_node_part part)
{
    const bireme_names *stages = &reading->stages;
    if (stages->count < 2) return; /* the funnel itself is wrong, reported already */
    char message[256], quoted[BIREME_QUOTE_SIZE];
    if (strcmp(name, stages->names[0]) == 0) {
        snprintf(
            message, sizeof message,
            "`%s` is the first stage: leads begin there, so no step leads to it (steps have the name of the "
            "stage that they lead to)",
            bireme_quote(quoted, name));
        report(reading, node, part, message);
        return;
    }
    check_known(reading, name, stages->names + 1, stages->count - 1, "a step of the funnel", node, part);
}

void bireme_check_name(bireme_reading *reading, bireme_names_kind kind, const bireme_node *node,
                       bireme_node_part part)
{
    const char *name = part == BIREME_NODE_KEY ? node->key : node->text;
    const char *owner[BIREME_OWNER_COUNT];
    const bireme_names owners = {owner, BIREME_OWNER_COUNT};
    char quoted[BIREME_QUOTE_SIZE];
    int year, month, day;
    for (int o = 0; o < BIREME_OWNER_COUNT; o++) owner[o] = bireme_owner_name((bireme_owner)o);
    const struct {
        const bireme_names *names;
        const char *what;
    } known[] = {[BIREME_NAMES_STAGE] = {&reading->stages, "a stage of the funnel"},
                 [BIREME_NAMES_CHANNEL] = {&reading->channels, "a channel"},
                 [BIREME_NAMES_REGIME] = {&reading->regimes, "a regime of the economy"},
                 [BIREME_NAMES_TEAM] = {&reading->teams, "a team"},
                 [BIREME_NAMES_OWNER] = {&owners, "an owner"}};
    switch (kind) {
    case BIREME_NAMES_NEW:
        check_new(reading, name, node, part);
        break;
    case BIREME_NAMES_STEP:
        check_step(reading, name, node, part);
        break;
    case BIREME_NAMES_LIFTED:
        if (strcmp(name, "all") != 0) bireme_check_name(reading, BIREME_NAMES_CHANNEL, node, part);
        break;
    case BIREME_NAMES_STAGE:
    case BIREME_NAMES_CHANNEL:
    case BIREME_NAMES_REGIME:
    case BIREME_NAMES_TEAM:
    case BIREME_NAMES_OWNER:
        if (known[kind].names->count > 0)
            check_known(reading, name, known[kind].names->names, known[kind].names->count, known[kind].what,
                        node, part);
        break;
    case BIREME_NAMES_DATE:
        if (!bireme_date_parse(name, &year, &month, &day))
            bireme_node_report(&reading->report, BIREME_SEVERITY_ERROR, BIREME_SCENARIO, node, part,
                               "the key must be a date such as \"2027-01\", found `%s`",
                               bireme_quote(quoted, name));
        break;
    case BIREME_NAMES_PATH:
        if (name[0] == '\0') report(reading, node, part, "the path is empty");
        break;
    case BIREME_NAMES_NONE:
        break;
    }
}
