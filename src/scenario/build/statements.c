/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Statements: every plain figure in effect, written or default, found in one walk over the field table and
 * the tree together. Rates and items are quantities and have their own place in the model.
 */
#include "scenario/build/steps.h"

#include <stdio.h>
#include <string.h>
#include "base/memory.h"
#include "scenario/build/effective.h"

enum { GROUPS_SHOWN = 50 };

typedef struct walk {
    bireme_builder *builder;
    size_t capacity;
    int channel;                 /* −1: none */
    const bireme_team *team;     /* whose fields are visited; NULL: none */
    const bireme_node *remarked; /* an object whose note and source go to its first statement */
    bireme_text path;
} walk;

static void fail(walk *w)
{
    w->builder->failed = true;
}

/* ------------------------ texts */

static void append_value(bireme_text *out, const bireme_node *node)
{
    const char *joint = "";
    switch (node->type) {
    case BIREME_NODE_NULL:
        bireme_text_append(out, "none");
        break;
    case BIREME_NODE_BOOL:
        bireme_text_append(out, node->truth ? "true" : "false");
        break;
    case BIREME_NODE_NUMBER:
        bireme_text_append_number(out, node->number);
        break;
    case BIREME_NODE_TEXT:
        bireme_text_append(out, node->text);
        break;
    case BIREME_NODE_LIST:
        bireme_text_append(out, "[");
        for (const bireme_node *entry = node->first; entry != NULL; entry = entry->next) {
            bireme_text_append(out, joint);
            append_value(out, entry);
            joint = ", ";
        }
        bireme_text_append(out, "]");
        break;
    case BIREME_NODE_OBJECT: /* only { "calendar": … } is a plain figure */
        bireme_text_append(out, "by calendar month from January: ");
        if (bireme_node_find(node, "calendar") != NULL) append_value(out, bireme_node_find(node, "calendar"));
        break;
    }
}

/* Appends the text of a default without its mark-up. */
static void append_words(bireme_text *out, const char *words)
{
    for (const char *c = words; *c != '\0'; c++)
        if (*c != '`') bireme_text_append_n(out, c, 1);
}

/* ------------------------ recording */

static bireme_statement *add(walk *w)
{
    bireme_model *model = w->builder->model;
    bireme_statement *grown = bireme_grown(model->statements, &w->capacity, model->n_statements, 64,
                                           sizeof *grown);
    if (grown == NULL) {
        fail(w);
        return NULL;
    }
    model->statements = grown;
    bireme_statement *statement = &model->statements[model->n_statements++];
    *statement = (bireme_statement){.channel = w->channel};
    return statement;
}

static bool is_figure(const char *text)
{
    return *text == '[' || *text == '-' || (*text >= '0' && *text <= '9');
}

/* Takes ownership of text. node NULL: a default. */
static void record(walk *w, const char *unit, const bireme_node *node, bireme_text *text)
{
    bireme_statement *statement = add(w);
    if (statement == NULL || text->failed || w->path.failed) {
        bireme_text_free(text);
        fail(w);
        return;
    }
    statement->path = bireme_build_copy(w->builder, bireme_text_string(&w->path));
    statement->text = text->data;
    if (is_figure(text->data)) statement->unit = bireme_build_copy(w->builder, unit);
    if (w->remarked != NULL)
        bireme_build_remarks(w->builder, w->remarked, &statement->note, &statement->source);
    else if (node != NULL && node->type == BIREME_NODE_OBJECT)
        bireme_build_remarks(w->builder, node, &statement->note, &statement->source);
    w->remarked = NULL;
    if (node == NULL) return;
    statement->origin = bireme_node_origin(node);
    if (statement->origin == NULL) fail(w);
}

static void record_field(walk *w, const bireme_field *field, const bireme_node *node)
{
    bireme_text text = {0};
    if (node != NULL) {
        append_value(&text, node);
    } else {
        const bireme_model *model = w->builder->model;
        if (field->names == BIREME_NAMES_STAGE && w->team != NULL)
            bireme_text_format(&text, "%s, ", model->stage[w->team->stage]);
        append_words(&text, field->default_text);
    }
    if (text.data == NULL && !text.failed) bireme_text_append(&text, "\"\""); /* an empty text */
    record(w, field->unit, node, &text);
}

static size_t enter(walk *w, const char *name)
{
    size_t before = w->path.length;
    if (before > 0) bireme_text_append(&w->path, ".");
    bireme_text_append(&w->path, name);
    return before;
}

static void leave(walk *w, size_t before)
{
    if (w->path.failed || w->path.data == NULL) return;
    w->path.length = before;
    w->path.data[before] = '\0';
}

/* ------------------------ the walk */

static void visit(walk *w, const bireme_field *field, const bireme_node *node);

static bool has_remark(const bireme_node *node)
{
    return bireme_node_find(node, "note") != NULL || bireme_node_find(node, "source") != NULL;
}

static void visit_map(walk *w, const bireme_field *field, const bireme_node *map)
{
    for (const bireme_node *child = map->first; child != NULL && !w->builder->failed; child = child->next) {
        if (bireme_node_is_remark(child)) continue;
        /* `defaults` may list the channel itself among those that touch it, which has no effect. */
        if (w->channel >= 0 && strcmp(child->key, w->builder->model->channels[w->channel].name) == 0)
            continue;
        size_t before = enter(w, child->key);
        visit(w, field->members, child);
        leave(w, before);
    }
}

/* Visits every member of the object that is given, and the defaults of those that are not. */
static void visit_object(walk *w, const bireme_field *field, const bireme_node *object)
{
    for (const bireme_field *member = field->members; member->kind != BIREME_FIELD_END; member++) {
        const bireme_node *child = bireme_node_find(object, member->name);
        size_t before = enter(w, member->name);
        visit(w, member, child);
        leave(w, before);
    }
}

/* node NULL: not given. */
static void visit(walk *w, const bireme_field *field, const bireme_node *node)
{
    bool quantity = field->kind == BIREME_FIELD_RATE ||
                    (field->kind == BIREME_FIELD_ITEM && (node == NULL || node->type != BIREME_NODE_NUMBER));
    if (w->builder->failed || (quantity && node != NULL)) return;
    if (node == NULL) {
        if (field->default_text != NULL) record_field(w, field, NULL);
        return;
    }
    if (has_remark(node) && field->kind != BIREME_FIELD_PERIODS) w->remarked = node;
    if (field->kind == BIREME_FIELD_MAP)
        visit_map(w, field, node);
    else if (field->kind == BIREME_FIELD_OBJECT)
        visit_object(w, field, node);
    else
        record_field(w, field, node);
    w->remarked = NULL; /* an object without a figure has no statement for its remarks */
}

/* The same without defaults. */
static void visit_given(walk *w, const bireme_field *field, const bireme_node *node)
{
    bool map = field->kind == BIREME_FIELD_MAP;
    if (!map && field->kind != BIREME_FIELD_OBJECT) {
        visit(w, field, node);
        return;
    }
    if (has_remark(node)) w->remarked = node;
    for (const bireme_node *child = node->first; child != NULL && !w->builder->failed; child = child->next) {
        if (bireme_node_is_remark(child)) continue;
        size_t before = enter(w, child->key);
        visit_given(w,
                    map ? field->members : bireme_field_find(field->members, child->key, strlen(child->key)),
                    child);
        leave(w, before);
    }
}

/* ------------------------ the parts */

static bool is_one_of(const char *name, const char *const *names, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(names[i], name) == 0) return true;
    return false;
}

static void state_channel(walk *w, const bireme_node *node)
{
    static const char *const drawn[] = {
        "cost_per_lead",        "organic_leads", "leads_per_rep", "conversion", "cycle_days",   "lost_days",
        "deal_value",           "growth",        "drift",         "lifts",      "spend_factor", "fixed_cost",
        "cost_per_organic_lead"};
    static const char *const of_spend[] = {"spend_before", "adstock", "response"};
    const bireme_reading *reading = w->builder->reading;
    const bool spends = w->builder->model->channels[w->channel].has_spend;
    size_t outer = enter(w, node->key);
    for (const bireme_field *field = bireme_fields_channel; field->kind != BIREME_FIELD_END; field++) {
        const bireme_node *child = bireme_effective_field(reading, node, field->name);
        if (is_one_of(field->name, drawn, sizeof drawn / sizeof *drawn)) continue;
        if (!spends && is_one_of(field->name, of_spend, sizeof of_spend / sizeof *of_spend)) continue;
        size_t before = enter(w, field->name);
        visit(w, field, child);
        leave(w, before);
    }
    leave(w, outer);
}

static void state_channels(walk *w)
{
    const bireme_node *channels = bireme_node_find(w->builder->reading->root, "channels");
    size_t before = enter(w, "channels");
    for (const bireme_node *node = channels->first; node != NULL; node = node->next) {
        if (node->type != BIREME_NODE_OBJECT) continue; /* note, source */
        w->channel++;
        w->remarked = NULL; /* the model has the channel's own note */
        state_channel(w, node);
    }
    w->channel = -1;
    leave(w, before);
}

/* The σ of every walk: its increments are quantities, but it is one figure. */
static void state_walks(walk *w)
{
    const bireme_model *model = w->builder->model;
    for (size_t i = 0; i < model->n_walks && !w->builder->failed; i++) {
        const bireme_walk *from = &model->walks[i];
        bireme_text text = {0};
        for (size_t c = 0; c < model->n_channels; c++) {
            const char *channel = model->channels[c].name;
            size_t length = strlen(channel);
            if (strncmp(from->path, "channels.", 9) == 0 && strncmp(from->path + 9, channel, length) == 0 &&
                from->path[9 + length] == '.')
                w->channel = (int)c;
        }
        bireme_statement *statement = add(w);
        w->channel = -1;
        if (statement == NULL) return;
        bireme_text_append_number(&text, from->sigma);
        statement->text = bireme_text_take(&text);
        statement->path = bireme_build_copy(w->builder, from->path);
        statement->unit = bireme_build_copy(w->builder, "per square root of a year");
        statement->origin = bireme_build_copy(w->builder, from->origin);
        statement->note = bireme_build_copy(w->builder, from->note);
        statement->source = bireme_build_copy(w->builder, from->source);
        if (statement->text == NULL) fail(w);
    }
}

/* An object, without the defaults of fields that have no effect here. */
static void state_block(walk *w, const bireme_field *members, const bireme_node *node,
                        const char *const *meaningless, size_t n)
{
    w->remarked = node != NULL && has_remark(node) ? node : NULL;
    for (const bireme_field *field = members; field->kind != BIREME_FIELD_END; field++) {
        const bireme_node *child = bireme_node_find(node, field->name);
        if (field->members == bireme_fields_effects) continue; /* quantities */
        if (child == NULL && is_one_of(field->name, meaningless, n)) continue;
        size_t before = enter(w, field->name);
        visit(w, field, child);
        leave(w, before);
    }
}

static void state_team(walk *w, const bireme_field *fields, const bireme_node *node, const bireme_team *team)
{
    static const char *const of_capacity[] = {"patience", "overflow", "stage"};
    w->team = team;
    state_block(w, fields, node, of_capacity, !team->has_capacity ? 3 : !team->waits ? 1 : 0);
    w->team = NULL;
}

static void state_sales(walk *w)
{
    const bireme_model *model = w->builder->model;
    const bireme_node *sales = bireme_node_find(w->builder->reading->root, "sales");
    if (model->n_teams == 0) return;
    size_t before = enter(w, "sales");
    if (!model->has_named_teams) {
        state_team(w, bireme_fields_sales, sales, &model->teams[0]);
    } else {
        size_t of_sales = enter(w, "teams");
        const bireme_field *fields = bireme_field_find(bireme_fields_sales, "teams", 5)->members->members;
        for (size_t k = 0; k < model->n_teams; k++) {
            size_t of_teams = enter(w, model->teams[k].name);
            state_team(w, fields, bireme_node_find(bireme_node_find(sales, "teams"), model->teams[k].name),
                       &model->teams[k]);
            leave(w, of_teams);
        }
        leave(w, of_sales);
    }
    leave(w, before);
}

/* Revenue has a model and a margin even without the block. */
static void state_revenue(walk *w)
{
    enum { OF_CASH = 3, ALL = 8 };
    static const char *const meaningless[ALL] = {"billing",       "payment_days",  "receivables",
                                                 "opening",       "churn",         "expansion",
                                                 "discount_rate", "lifetime_years"};
    const bireme_revenue *revenue = &w->builder->model->revenue;
    const bireme_node *node = bireme_node_find(w->builder->reading->root, "revenue");
    size_t before = enter(w, "revenue");
    const size_t first = revenue->has_cash ? OF_CASH : 0, end = revenue->recurring ? OF_CASH : ALL;
    state_block(w, bireme_fields_revenue, node, meaningless + first, end - first);
    leave(w, before);
}

static void state_initiatives(walk *w)
{
    const bireme_node *map = bireme_node_find(w->builder->reading->root, "initiatives");
    size_t outer = enter(w, "initiatives");
    for (const bireme_node *node = map != NULL ? map->first : NULL; node != NULL; node = node->next) {
        if (node->type != BIREME_NODE_OBJECT) continue; /* note, source */
        size_t before = enter(w, node->key);
        state_block(w, bireme_fields_initiative, node, NULL, 0);
        leave(w, before);
    }
    leave(w, outer);
}

/* Many groups are summarised in one statement: nobody reads a list of hundreds. */
static void state_pipeline(walk *w)
{
    const bireme_model *model = w->builder->model;
    const bireme_reading *reading = w->builder->reading;
    const bireme_node *list = bireme_effective_deals(reading);
    uint64_t deals = 0;
    bireme_text text = {0};
    if (model->n_open == 0) return;
    for (size_t g = 0; g < model->n_open; g++) deals += model->open[g].count;
    size_t outer = enter(w, "pipeline");
    if (reading->pipeline_file != NULL || model->n_open > GROUPS_SHOWN) {
        if (reading->pipeline_file != NULL) {
            bireme_text_format(&text, "%s: ", reading->pipeline_file->text);
            w->remarked = has_remark(reading->pipeline_file->parent) ? reading->pipeline_file->parent : NULL;
        }
        bireme_text_format(&text, "%zu %s, %llu %s", model->n_open, model->n_open == 1 ? "entry" : "entries",
                           (unsigned long long)deals, deals == 1 ? "deal" : "deals");
        record(w, NULL, list, &text);
    }
    size_t index = 0;
    for (const bireme_node *entry = list->first; entry != NULL && model->n_open <= GROUPS_SHOWN;
         entry = entry->next) {
        char name[24];
        snprintf(name, sizeof name, "%zu", index++);
        size_t before = enter(w, name);
        visit(w, &bireme_field_open, entry);
        leave(w, before);
    }
    leave(w, outer);
}

/* What has happened, without the defaults: what is not given is not known. */
static void state_actuals(walk *w)
{
    const bireme_node *node = bireme_node_find(w->builder->reading->root, "actuals");
    if (node == NULL) return;
    size_t outer = enter(w, "actuals");
    w->remarked = has_remark(node) ? node : NULL;
    for (const bireme_field *field = bireme_fields_actuals; field->kind != BIREME_FIELD_END; field++) {
        const bireme_node *child = bireme_node_find(node, field->name);
        size_t before = enter(w, field->name);
        if (child != NULL) visit_given(w, field, child);
        leave(w, before);
    }
    leave(w, outer);
}

void bireme_build_statements(bireme_builder *builder)
{
    walk w = {.builder = builder, .channel = -1};
    const bireme_node *pace = bireme_node_find(builder->reading->root, "pace");
    state_channels(&w);
    state_walks(&w);
    state_sales(&w);
    state_revenue(&w);
    state_initiatives(&w);
    state_pipeline(&w);
    state_actuals(&w);
    size_t before = enter(&w, "pace");
    if (pace != NULL) visit(&w, bireme_field_find(bireme_field_root.members, "pace", 4), pace);
    leave(&w, before);
    bireme_text_free(&w.path);
}
