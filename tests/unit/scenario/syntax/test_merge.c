/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON Merge Patch: the examples of RFC 7396, appendix A, and where merged nodes come from.
 */
#include "support/check.h"

#include <string.h>
#include "scenario/syntax/node.h"

static void write_node(const bireme_node *node, bireme_text *out)
{
    bool object = node->type == BIREME_NODE_OBJECT;
    switch (node->type) {
    case BIREME_NODE_NULL:
        bireme_text_append(out, "null");
        break;
    case BIREME_NODE_BOOL:
        bireme_text_append(out, node->truth ? "true" : "false");
        break;
    case BIREME_NODE_NUMBER:
        bireme_text_append(out, node->text);
        break;
    case BIREME_NODE_TEXT:
        bireme_text_format(out, "\"%s\"", node->text);
        break;
    case BIREME_NODE_LIST:
    case BIREME_NODE_OBJECT:
        bireme_text_append(out, object ? "{" : "[");
        for (const bireme_node *child = node->first; child != NULL; child = child->next) {
            if (child != node->first) bireme_text_append(out, ",");
            if (object) bireme_text_format(out, "\"%s\":", child->key);
            write_node(child, out);
            assert_ptr_equal(child->parent, node);
        }
        bireme_text_append(out, object ? "}" : "]");
        break;
    }
}

static const struct {
    const char *target, *patch, *result;
} examples[] = {
    {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
    {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
    {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
    {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
    {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
    {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
    {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
    {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
    {"[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"},
    {"{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"},
    {"{\"a\":\"foo\"}", "null", "null"},
    {"{\"a\":\"foo\"}", "\"bar\"", "\"bar\""},
    {"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"},
    {"[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"},
    {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
};

static bireme_node *parse(const char *text, const char *file, bireme_arena *arena)
{
    bireme_report report = {0};
    bireme_node *node = bireme_node_parse(text, strlen(text), file, arena, &report);
    assert_non_null(node);
    bireme_report_free(&report);
    return node;
}

static void the_examples_of_rfc_7396_hold(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof examples / sizeof examples[0]; i++) {
        bireme_arena arena = {0};
        bireme_text out = {0};
        bireme_node *target = parse(examples[i].target, "base", &arena);
        bireme_node *patch = parse(examples[i].patch, "own", &arena);
        write_node(bireme_node_merge(target, patch, &arena), &out);
        assert_string_equal(bireme_text_string(&out), examples[i].result);
        bireme_text_free(&out);
        bireme_arena_free(&arena);
    }
}

static void merged_nodes_keep_the_file_and_place_that_they_came_from(void **state)
{
    (void)state;
    bireme_arena arena = {0};
    bireme_node *target = parse("{\"a\": {\"b\": 1, \"c\": 2},\n \"d\": 3}", "base.json", &arena);
    bireme_node *patch = parse("{\n  \"a\": {\"c\": 4, \"e\": 5}}", "own.json", &arena);
    const bireme_node *merged = bireme_node_merge(target, patch, &arena), *a = bireme_node_find(merged, "a");
    assert_string_equal(bireme_node_find(a, "b")->file, "base.json");
    assert_int_equal(bireme_node_find(a, "b")->column, 13);
    assert_string_equal(bireme_node_find(a, "c")->file, "own.json");
    assert_int_equal(bireme_node_find(a, "c")->line, 2);
    assert_string_equal(bireme_node_find(a, "e")->file, "own.json");
    assert_string_equal(bireme_node_find(merged, "d")->file, "base.json");
    assert_string_equal(a->file, "own.json"); /* an object that both have a part in is at the patch's place */
    bireme_text pointer = {0};
    bireme_node_pointer(bireme_node_find(a, "e"), &pointer);
    assert_string_equal(bireme_text_string(&pointer), "/a/e");
    bireme_text_free(&pointer);
    bireme_arena_free(&arena);
}

static void pointers_escape_as_rfc_6901_says(void **state)
{
    (void)state;
    bireme_arena arena = {0};
    bireme_text pointer = {0};
    const bireme_node *root = parse("{\"a/b\": [0, {\"m~n\": 1}]}", "x", &arena);
    bireme_node_pointer(bireme_node_find(bireme_node_at(bireme_node_find(root, "a/b"), 1), "m~n"), &pointer);
    assert_string_equal(bireme_text_string(&pointer), "/a~1b/1/m~0n");
    bireme_text_free(&pointer);
    bireme_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_examples_of_rfc_7396_hold),
        cmocka_unit_test(merged_nodes_keep_the_file_and_place_that_they_came_from),
        cmocka_unit_test(pointers_escape_as_rfc_6901_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
