/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A manifest as JSON: each of `scenarios` with each combination of the grid's values (the last path varies
 * fastest), then each of `runs`; all of them with each of the seeds, except runs that have a seed of their
 * own.
 */
#include <inttypes.h>
#include <string.h>
#include "base/json.h"
#include "base/memory.h"
#include "base/nearest.h"
#include "model/model.h"
#include "scenario/manifest/manifest.h"

/* ------------------------ nodes as text */

/* The recursion is at most as deep as the scanner allows. */
void bireme_node_write(const bireme_node *node, bireme_text *out)
{
    bool object = node->type == BIREME_NODE_OBJECT;
    switch (node->type) {
    case BIREME_NODE_NULL:
        bireme_text_append(out, "null");
        return;
    case BIREME_NODE_BOOL:
        bireme_text_append(out, node->truth ? "true" : "false");
        return;
    case BIREME_NODE_NUMBER:
        bireme_text_append(out, node->text);
        return;
    case BIREME_NODE_TEXT:
        bireme_json_quote(out, node->text);
        return;
    case BIREME_NODE_LIST:
    case BIREME_NODE_OBJECT:
        break;
    }
    bireme_text_append(out, object ? "{" : "[");
    for (const bireme_node *child = node->first; child != NULL; child = child->next) {
        if (child != node->first) bireme_text_append(out, ",");
        if (object) {
            bireme_json_quote(out, child->key);
            bireme_text_append(out, ":");
        }
        bireme_node_write(child, out);
    }
    bireme_text_append(out, object ? "}" : "]");
}

static bireme_place place_of(const bireme_node *node)
{
    return (bireme_place){.file = node->file, .line = node->line, .column = node->column};
}

/* ------------------------ values */

static bool is_text(bireme_manifest_reading *reading, const bireme_node *node, const char *what)
{
    if (node->type == BIREME_NODE_TEXT && node->text[0] != '\0') return true;
    bireme_node_fail(&reading->report, node, "%s must be a text that is not empty, found %s", what,
                     bireme_node_type_name(node));
    return false;
}

/* node may be NULL: not given. False: wrong, reported. */
static bool read_whole(bireme_manifest_reading *reading, const bireme_node *node, const char *what,
                       uint64_t least, uint64_t most, uint64_t *out)
{
    char found[BIREME_FOUND_SIZE], quoted[BIREME_QUOTE_SIZE];
    uint64_t value;
    if (node == NULL) return true;
    const bool number = node->type == BIREME_NODE_NUMBER;
    const bool whole = number && bireme_number_whole(node->text, strlen(node->text), 0, &value) &&
                       value >= least && value <= most;
    if (whole)
        *out = value;
    else
        bireme_node_fail(&reading->report, node,
                         "%s must be a whole number from %" PRIu64 " to %" PRIu64 ", found %s", what, least,
                         most, number ? bireme_quote(quoted, node->text) : bireme_node_found(found, node));
    return whole;
}

/* Checks that all members are known, or remarks. */
static void check_members(bireme_manifest_reading *reading, const bireme_node *node, const char *const *names,
                          size_t n, const char *what)
{
    char quoted[BIREME_QUOTE_SIZE];
    for (const bireme_node *child = node->first; child != NULL; child = child->next) {
        bool known = bireme_node_is_remark(child);
        for (size_t i = 0; i < n; i++) known |= strcmp(child->key, names[i]) == 0;
        if (known) continue;
        const char *nearest = bireme_nearest(child->key, names, n);
        bireme_node_fail_key(&reading->report, child, "`%s` is not a field of %s%s%s%s",
                             bireme_quote(quoted, child->key), what,
                             nearest != NULL ? "; did you mean `" : "", nearest != NULL ? nearest : "",
                             nearest != NULL ? "`?" : "");
    }
}

/* The list of that name; NULL: not given, or wrong. */
static const bireme_node *list_of(bireme_manifest_reading *reading, const bireme_node *root, const char *name)
{
    const bireme_node *node = bireme_node_find(root, name);
    if (node == NULL || node->type == BIREME_NODE_LIST) return node;
    bireme_node_fail(&reading->report, node, "`%s` must be a list, found %s", name,
                     bireme_node_type_name(node));
    return NULL;
}

/* ------------------------ overrides */

/* A path of the grid, with its values as JSON, written once for all runs. */
typedef struct axis {
    const char *path;
    size_t count;
    const char **json; /* [count] */
} axis;

/* What runs are made of. */
typedef struct plan {
    const bireme_node *seeds; /* NULL: none */
    size_t n_axes;
    axis *axes; /* [n_axes], in the arena */
    size_t combinations;
} plan;

/* NULL: out of memory, reported. */
static const char *json_of(bireme_manifest_reading *reading, const bireme_node *value)
{
    bireme_text json = {0};
    bireme_node_write(value, &json);
    return bireme_manifest_take(reading, &json);
}

static size_t combinations_of(bireme_manifest_reading *reading, const bireme_node *grid)
{
    double all = 1;
    if (grid == NULL) return 1;
    if (grid->type != BIREME_NODE_OBJECT) {
        bireme_node_fail(&reading->report, grid, "`grid` must be an object of lists, found %s",
                         bireme_node_type_name(grid));
        return 0;
    }
    for (const bireme_node *values = grid->first; values != NULL; values = values->next) {
        if (values->type != BIREME_NODE_LIST || values->count == 0) {
            bireme_node_fail(&reading->report, values,
                             "the values of a path of the grid are a list of at least one");
            return 0;
        }
        all *= (double)values->count;
    }
    if (all <= BIREME_MANIFEST_RUNS) return (size_t)all;
    bireme_node_fail(&reading->report, grid, "the grid alone makes more than %d runs",
                     (int)BIREME_MANIFEST_RUNS);
    return 0;
}

/* Reads the axes of a grid that combinations_of() accepted. False: out of memory, reported. */
static bool read_axes(bireme_manifest_reading *reading, const bireme_node *grid, plan *p)
{
    bireme_arena *arena = &reading->manifest->arena;
    if (grid == NULL || p->combinations == 0) return true;
    p->axes = bireme_arena_alloc(arena, grid->count + 1, sizeof *p->axes);
    bool good = p->axes != NULL;
    for (const bireme_node *node = grid->first; node != NULL && good; node = node->next) {
        axis *a = &p->axes[p->n_axes++];
        *a = (axis){.path = bireme_manifest_keep(reading, node->key),
                    .json = bireme_arena_alloc(arena, node->count, sizeof *a->json)};
        good = a->path != NULL && a->json != NULL;
        if (good) bireme_manifest_note_path(reading, a->path);
        for (const bireme_node *value = node->first; value != NULL && good; value = value->next)
            good = (a->json[a->count++] = json_of(reading, value)) != NULL;
    }
    if (!good) bireme_report_memory(&reading->report);
    return good;
}

static bool read_set(bireme_manifest_reading *reading, const bireme_node *set, bireme_batch_entry *entry)
{
    if (set == NULL) return true;
    if (set->type != BIREME_NODE_OBJECT) {
        bireme_node_fail(&reading->report, set, "`set` must be an object of paths and values, found %s",
                         bireme_node_type_name(set));
        return false;
    }
    bireme_override *list = bireme_arena_alloc(&reading->manifest->arena, set->count + 1, sizeof *list);
    if (list == NULL) {
        bireme_report_memory(&reading->report);
        return false;
    }
    for (const bireme_node *value = set->first; value != NULL; value = value->next) {
        bireme_override *to = &list[entry->n_set++];
        *to = (bireme_override){.path = bireme_manifest_keep(reading, value->key),
                                .json = json_of(reading, value)};
        if (to->path == NULL || to->json == NULL) return false;
        bireme_manifest_note_path(reading, to->path);
    }
    entry->set = list;
    return true;
}

/* ------------------------ runs */

/* Adds the grid's combination number k to the entry. */
static bool with_grid(bireme_manifest_reading *reading, const plan *p, size_t k, bireme_batch_entry *entry)
{
    bireme_manifest *m = reading->manifest;
    if (p->n_axes == 0) return true;
    bireme_override *list = NULL;
    m->n_values += entry->n_set + p->n_axes;
    if (m->n_values <= BIREME_MANIFEST_VALUES)
        list = bireme_arena_alloc(&m->arena, entry->n_set + p->n_axes, sizeof *list);
    else
        bireme_report_fail(&reading->report, (bireme_place){.file = reading->file},
                           "the runs set more than %d values in all", (int)BIREME_MANIFEST_VALUES);
    if (list == NULL) {
        if (m->n_values <= BIREME_MANIFEST_VALUES) bireme_report_memory(&reading->report);
        return false;
    }
    for (size_t i = 0; i < entry->n_set; i++) list[i] = entry->set[i];
    for (size_t a = p->n_axes; a-- > 0;) { /* the last varies fastest */
        list[entry->n_set + a] = (bireme_override){p->axes[a].path, p->axes[a].json[k % p->axes[a].count]};
        k /= p->axes[a].count;
    }
    entry->set = list;
    entry->n_set += p->n_axes;
    return true;
}

/* Adds the base itself, or all runs that the grid (if it applies: `with`) and the seeds make of it. */
static void expand(bireme_manifest_reading *reading, const bireme_batch_entry *base, const plan *p, bool with,
                   const bireme_node *node)
{
    const bireme_node *seeds = base->has_seed ? NULL : p->seeds;
    size_t combinations = with ? p->combinations : 1, number = 0;
    bool several = combinations > 1 || (seeds != NULL && seeds->count > 1);
    for (size_t k = 0; k < combinations; k++) {
        bireme_batch_entry entry = *base;
        if (with && !with_grid(reading, p, k, &entry)) return;
        const bireme_node *seed = seeds != NULL ? seeds->first : NULL;
        do {
            bireme_text name = {0};
            if (seed != NULL) {
                entry.has_seed = true;
                (void)bireme_number_whole(seed->text, strlen(seed->text), 0,
                                          &entry.seed); /* it has been checked */
                seed = seed->next;
            }
            if (base->name != NULL && several) {
                bireme_text_format(&name, "%s.%zu", base->name, ++number);
                entry.name = bireme_manifest_take(reading, &name);
            }
            if (!bireme_manifest_add(reading, &entry, place_of(node))) return;
        } while (seed != NULL);
    }
}

static void read_run(bireme_manifest_reading *reading, const bireme_node *run, const plan *p)
{
    static const char *const names[] = {"scenario", "name", "set", "seed", "trials"};
    bireme_batch_entry entry = {0};
    if (run->type != BIREME_NODE_OBJECT) {
        bireme_node_fail(&reading->report, run, "a run is an object with `scenario`, found %s",
                         bireme_node_type_name(run));
        return;
    }
    check_members(reading, run, names, sizeof names / sizeof *names, "a run");
    const bireme_node *scenario = bireme_node_find(run, "scenario"), *name = bireme_node_find(run, "name"),
                      *seed = bireme_node_find(run, "seed");
    if (scenario == NULL) {
        bireme_node_fail(&reading->report, run, "a run needs `scenario`, the name of a file");
        return;
    }
    if (!is_text(reading, scenario, "`scenario`")) return;
    if (name != NULL && !is_text(reading, name, "`name`")) return;
    entry.scenario = bireme_manifest_resolve(reading, scenario->text);
    if (name != NULL) entry.name = bireme_manifest_keep(reading, name->text);
    entry.has_seed = seed != NULL;
    bool good = read_whole(reading, seed, "`seed`", 0, BIREME_SEED_MOST, &entry.seed);
    good &= read_whole(reading, bireme_node_find(run, "trials"), "`trials`", 1, BIREME_TRIALS_MOST,
                       &entry.trials);
    good &= read_set(reading, bireme_node_find(run, "set"), &entry);
    if (good && entry.scenario != NULL) expand(reading, &entry, p, false, run);
}

static void read_metrics(bireme_manifest_reading *reading, const bireme_node *metrics)
{
    if (metrics == NULL) return;
    if (metrics->count == 0) bireme_node_fail(&reading->report, metrics, "`metrics` is empty");
    const char **list = bireme_arena_alloc(&reading->manifest->arena, metrics->count + 1, sizeof *list);
    bireme_place *places = bireme_arena_alloc(&reading->manifest->arena, metrics->count + 1, sizeof *places);
    char quoted[BIREME_QUOTE_SIZE];
    size_t n = 0;
    if (list == NULL || places == NULL) {
        bireme_report_memory(&reading->report);
        return;
    }
    for (const bireme_node *m = metrics->first; m != NULL; m = m->next) {
        if (!is_text(reading, m, "a metric")) continue;
        for (size_t i = 0; i < n; i++)
            if (list[i] != NULL && strcmp(list[i], m->text) == 0)
                bireme_node_fail(&reading->report, m, "the metric `%s` is named twice",
                                 bireme_quote(quoted, m->text));
        bireme_text pointer = {0};
        bireme_node_pointer(m, &pointer);
        places[n] = place_of(m);
        places[n].pointer = bireme_manifest_take(reading, &pointer);
        list[n++] = bireme_manifest_keep(reading, m->text);
        if (n == BIREME_MANIFEST_METRICS) {
            bireme_node_fail(&reading->report, m, "more than %d metrics", (int)BIREME_MANIFEST_METRICS);
            break;
        }
    }
    reading->manifest->metrics = list;
    reading->manifest->metric_places = places;
}

void bireme_manifest_read_json(bireme_manifest_reading *reading, const char *text, size_t length)
{
    static const char *const names[] = {"scenarios", "grid", "runs", "seeds", "metrics"};
    const bireme_node *root = bireme_node_parse(text, length, reading->file, &reading->manifest->arena,
                                                &reading->report);
    if (root == NULL) return;
    if (root->type != BIREME_NODE_OBJECT) {
        bireme_node_fail(&reading->report, root,
                         "a manifest is an object with `scenarios` or `runs`, found %s",
                         bireme_node_type_name(root));
        return;
    }
    check_members(reading, root, names, sizeof names / sizeof *names, "a manifest");
    const bireme_node *scenarios = list_of(reading, root, "scenarios"),
                      *runs = list_of(reading, root, "runs");
    const bireme_node *grid = bireme_node_find(root, "grid");
    plan p = {.seeds = list_of(reading, root, "seeds"), .combinations = combinations_of(reading, grid)};
    if (grid != NULL && (scenarios == NULL || scenarios->count == 0))
        bireme_node_fail(&reading->report, grid, "`grid` is for `scenarios`, of which there are none");
    if (!read_axes(reading, grid, &p)) return;
    if (p.seeds != NULL && p.seeds->count == 0)
        bireme_node_fail(&reading->report, p.seeds, "`seeds` is empty");
    for (const bireme_node *s = p.seeds != NULL ? p.seeds->first : NULL; s != NULL; s = s->next) {
        uint64_t seed;
        (void)read_whole(reading, s, "a seed", 0, BIREME_SEED_MOST, &seed);
    }
    read_metrics(reading, list_of(reading, root, "metrics"));
    if (reading->report.errors > 0) return;
    for (const bireme_node *s = scenarios != NULL ? scenarios->first : NULL; s != NULL; s = s->next) {
        if (!is_text(reading, s, "a scenario's file")) continue;
        const bireme_batch_entry entry = {.scenario = bireme_manifest_resolve(reading, s->text)};
        if (entry.scenario != NULL) expand(reading, &entry, &p, true, s);
    }
    for (const bireme_node *r = runs != NULL ? runs->first : NULL; r != NULL; r = r->next)
        read_run(reading, r, &p);
    if (reading->manifest->n == 0 && reading->report.errors == 0)
        bireme_node_fail(
            &reading->report,
            scenarios != NULL ? scenarios
            : runs != NULL    ? runs
                              : root,
            "the manifest has no run: name files in `scenarios`, or objects with `scenario` in `runs`");
}
