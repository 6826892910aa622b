/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Scenario files: reading, `extends` by JSON Merge Patch (RFC 7396, the pseudo-code of its section 2),
 * overrides.
 */
#include "oracle_internal.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void oracle_stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("oracle: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(EXIT_FAILURE);
}

const cJSON *oracle_get(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

double oracle_number(const cJSON *object, const char *name)
{
    const cJSON *node = oracle_get(object, name);
    if (!cJSON_IsNumber(node)) oracle_stop("no number \"%s\"", name);
    return node->valuedouble;
}

double oracle_number_or(const cJSON *object, const char *name, double fallback)
{
    return oracle_get(object, name) == NULL ? fallback : oracle_number(object, name);
}

const char *oracle_text_or(const cJSON *object, const char *name, const char *fallback)
{
    const char *text = cJSON_GetStringValue(oracle_get(object, name));
    return text == NULL ? fallback : text;
}

void oracle_know(const cJSON *object, const char *where, const char *list)
{
    char padded[512], word[80];
    if (object == NULL) return;
    snprintf(padded, sizeof padded, " %s note source ", list);
    for (const cJSON *member = object->child; member != NULL; member = member->next) {
        snprintf(word, sizeof word, " %s ", member->string);
        if (strstr(padded, word) == NULL)
            oracle_stop("the oracle does not know \"%s\" of %s", member->string, where);
    }
}

void *oracle_need(size_t count, size_t size)
{
    void *memory = calloc(count == 0 ? 1 : count, size);
    if (memory == NULL) oracle_stop("out of memory");
    return memory;
}

char *oracle_text_read(const char *file)
{
    FILE *stream = fopen(file, "rb");
    if (stream == NULL) oracle_stop("cannot open %s", file);
    size_t size = 0, room = 4096;
    char *text = malloc(room);
    for (;;) {
        if (text == NULL) oracle_stop("out of memory");
        size += fread(text + size, 1, room - size - 1, stream);
        if (size < room - 1) break;
        room *= 2;
        text = realloc(text, room);
    }
    text[size] = '\0';
    fclose(stream);
    return text;
}

/* MergePatch(target, patch) of RFC 7396; takes target, leaves patch alone, returns the result. */
static cJSON *merge(cJSON *target, const cJSON *patch)
{
    if (!cJSON_IsObject(patch)) {
        cJSON_Delete(target);
        return cJSON_Duplicate(patch, 1);
    }
    if (!cJSON_IsObject(target)) {
        cJSON_Delete(target);
        target = cJSON_CreateObject();
    }
    for (const cJSON *member = patch->child; member != NULL; member = member->next) {
        cJSON *old = cJSON_DetachItemFromObjectCaseSensitive(target, member->string);
        if (cJSON_IsNull(member))
            cJSON_Delete(old);
        else
            cJSON_AddItemToObject(target, member->string, merge(old, member));
    }
    return target;
}

static cJSON *read_with_parents(const char *file)
{
    char *text = oracle_text_read(file);
    cJSON *own = cJSON_Parse(text);
    free(text);
    if (own == NULL) oracle_stop("%s is not JSON", file);
    const cJSON *parent = oracle_get(own, "extends");
    if (parent == NULL) return own;
    char path[1024];
    const char *slash = strrchr(file, '/');
    int folder = slash == NULL ? 0 : (int)(slash - file) + 1;
    snprintf(path, sizeof path, "%.*s%s", folder, file, parent->valuestring);
    cJSON *merged = merge(read_with_parents(path), own);
    cJSON_Delete(own);
    return merged;
}

/* Sets one value by its path; members and list entries on the way must exist. */
static void set(cJSON *root, const oracle_override *override)
{
    char path[ORACLE_PATH];
    snprintf(path, sizeof path, "%s", override->path);
    cJSON *node = root;
    char *segment = path;
    for (char *dot = strchr(segment, '.'); dot != NULL; segment = dot + 1, dot = strchr(segment, '.')) {
        *dot = '\0';
        node = cJSON_IsArray(node) ? cJSON_GetArrayItem(node, atoi(segment))
                                   : cJSON_GetObjectItemCaseSensitive(node, segment);
        if (node == NULL) oracle_stop("%s leads nowhere", override->path);
    }
    cJSON *value = cJSON_Parse(override->json);
    if (value == NULL) oracle_stop("%s is not JSON", override->json);
    if (cJSON_IsArray(node)) {
        cJSON_ReplaceItemInArray(node, atoi(segment), value);
    } else {
        cJSON_DeleteItemFromObjectCaseSensitive(node, segment);
        cJSON_AddItemToObject(node, segment, value);
    }
}

cJSON *oracle_file_read(const char *file, const oracle_override *overrides, size_t n_overrides)
{
    cJSON *root = read_with_parents(file);
    for (size_t i = 0; i < n_overrides; i++) set(root, &overrides[i]);
    return root;
}
