/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The schema and the reference page in the repository are those that the field table makes, and they name
 * every field and every distribution.
 */
#include "support/check.h"

#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "dist/dist.h"
#include "scenario/fields/fields.h"
#include "scenario/syntax/node.h"
#include "scenario/fields/schema.h"

static void assert_same_as_file(const char *path, const bireme_text *text)
{
    char *data = NULL;
    size_t length = 0;
    bireme_error error;
    assert_int_equal(bireme_file_read(path, 1 << 22, &data, &length, &error), BIREME_OK);
    if (strcmp(data, bireme_text_string(text)) != 0)
        fail_msg("%s is out of date: write it anew with `bireme schema`", path);
    bireme_free(data);
}

static void the_schema_in_the_repository_is_up_to_date(void **state)
{
    (void)state;
    bireme_text text = {0};
    assert_int_equal(bireme_scenario_schema(&text), BIREME_OK);
    assert_same_as_file(BIREME_SOURCE_DIR "/scenarios/scenario.schema.json", &text);
    bireme_text_free(&text);
}

static void the_reference_in_the_repository_is_up_to_date(void **state)
{
    (void)state;
    bireme_text text = {0};
    assert_int_equal(bireme_scenario_reference(&text), BIREME_OK);
    assert_same_as_file(BIREME_SOURCE_DIR "/docs/scenario-reference.md", &text);
    bireme_text_free(&text);
}

/* The node that a "#/definitions/NAME" points to. */
static const bireme_node *follow(const bireme_node *root, const bireme_node *ref)
{
    static const char prefix[] = "#/definitions/";
    assert_int_equal(strncmp(ref->text, prefix, strlen(prefix)), 0);
    return bireme_node_find(bireme_node_find(root, "definitions"), ref->text + strlen(prefix));
}

static size_t check_references(const bireme_node *root, const bireme_node *node)
{
    size_t n = 0;
    const bireme_node *ref = bireme_node_find(node, "$ref");
    if (ref != NULL && ref->type == BIREME_NODE_TEXT) {
        if (follow(root, ref) == NULL) fail_msg("%s leads nowhere", ref->text);
        n++;
    }
    for (const bireme_node *child = node->first; child != NULL; child = child->next)
        n += check_references(root, child);
    return n;
}

static bireme_node *schema_tree(bireme_arena *arena)
{
    bireme_text text = {0};
    bireme_report report = {0};
    assert_int_equal(bireme_scenario_schema(&text), BIREME_OK);
    bireme_node *root = bireme_node_parse(text.data, text.length, "schema", arena, &report);
    assert_non_null(root);
    bireme_report_free(&report);
    bireme_text_free(&text);
    return root;
}

static void every_reference_in_the_schema_leads_to_a_definition(void **state)
{
    (void)state;
    bireme_arena arena = {0};
    const bireme_node *root = schema_tree(&arena);
    assert_true(check_references(root, root) > 50);
    bireme_arena_free(&arena);
}

static void the_schema_has_every_field_described_and_refuses_others(void **state)
{
    (void)state;
    bireme_arena arena = {0};
    const bireme_node *root = schema_tree(&arena), *definitions = bireme_node_find(root, "definitions");
    static const struct {
        const char *definition;
        const bireme_field *fields;
    } parts[] = {
        {"scenario", NULL}, {"channel", bireme_fields_channel}, {"initiative", bireme_fields_initiative}};
    for (size_t i = 0; i < sizeof parts / sizeof parts[0]; i++) {
        const bireme_node *definition = bireme_node_find(definitions, parts[i].definition);
        const bireme_node *properties = bireme_node_find(definition, "properties");
        const bireme_node *others = bireme_node_find(definition, "additionalProperties");
        assert_true(others->type == BIREME_NODE_BOOL && !others->truth);
        const bireme_field *field = parts[i].fields != NULL ? parts[i].fields : bireme_field_root.members;
        for (; field->kind != BIREME_FIELD_END; field++) {
            const bireme_node *property = bireme_node_find(properties, field->name);
            if (property == NULL) fail_msg("the schema lacks %s", field->name);
            const bireme_node *description = bireme_node_find(property, "description");
            assert_true(description != NULL && strlen(description->text) > 10);
        }
    }
    for (size_t i = 0; i < bireme_family_count(); i++) {
        char name[80] = "distribution_";
        strcat(name, bireme_family_get(i)->name);
        assert_non_null(bireme_node_find(definitions, name));
    }
    bireme_arena_free(&arena);
}

static void every_field_of_every_table_has_a_description(void **state)
{
    (void)state;
    const bireme_field *tables[] = {bireme_field_root.members, bireme_fields_channel, bireme_fields_economy,
                                    bireme_fields_effects,     bireme_fields_sales,   bireme_fields_revenue,
                                    bireme_fields_initiative,  bireme_fields_decision};
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++) {
        for (const bireme_field *field = tables[i]; field->kind != BIREME_FIELD_END; field++) {
            size_t length = strlen(field->description);
            assert_true(length > 5 && field->description[length - 1] == '.');
            assert_true(field->low <= field->high);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_schema_in_the_repository_is_up_to_date),
        cmocka_unit_test(the_reference_in_the_repository_is_up_to_date),
        cmocka_unit_test(every_reference_in_the_schema_leads_to_a_definition),
        cmocka_unit_test(the_schema_has_every_field_described_and_refuses_others),
        cmocka_unit_test(every_field_of_every_table_has_a_description),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
