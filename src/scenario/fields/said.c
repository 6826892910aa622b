/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A path is followed through the field table, part by part. What is left of it when a number is reached is a
 * parameter of its distribution: "mean".
 */
#include "scenario/fields/said.h"

#include <stdlib.h>
#include <string.h>
#include "scenario/fields/fields.h"

typedef struct part {
    const char *text;
    size_t length;
} part;

/* Where a path has led to. */
typedef struct walk {
    const bireme_field *field; /* NULL: nowhere */
    part owner, key;           /* the name before the last, and the last name that is a key of a map */
    part giver, taker;         /* the first name that is a key of a map, and the second */
    const char *rest;          /* what has not been followed */
    bool shared;               /* it began with `defaults` */
} walk;

static part next_part(const char **rest)
{
    const part next = {*rest, strcspn(*rest, ".")};
    *rest += next.length + ((*rest)[next.length] == '.');
    return next;
}

static bool has_parts(bireme_field_kind kind)
{
    return kind == BIREME_FIELD_MAP || kind == BIREME_FIELD_LIST;
}

/* Of several kinds of value, the object with the name that follows, else the map or the list; if none
 * follows, the number. */
static const bireme_field *choose(const bireme_field *field, const char *rest)
{
    const bool more = *rest != '\0';
    if (field->kind != BIREME_FIELD_ONE_OF || (!more && field->said != NULL)) return field;
    for (const bireme_field *member = field->members; member->kind != BIREME_FIELD_END; member++)
        if (more && member->kind == BIREME_FIELD_OBJECT &&
            bireme_field_find(member->members, rest, strcspn(rest, ".")) != NULL)
            return member;
    for (const bireme_field *member = field->members; member->kind != BIREME_FIELD_END; member++)
        if (has_parts(member->kind) == more) return member;
    return field;
}

static walk follow(const char *path)
{
    walk w = {.field = &bireme_field_root, .rest = path};
    while (w.field != NULL && *w.rest != '\0') {
        w.field = choose(w.field, w.rest);
        if (w.field->kind == BIREME_FIELD_OBJECT) {
            const part name = next_part(&w.rest);
            w.shared = w.shared || (w.field == &bireme_field_root && strncmp(name.text, "defaults", 8) == 0);
            w.field = bireme_field_find(w.field->members, name.text, name.length);
        } else if (has_parts(w.field->kind)) {
            if (w.key.length > 0) w.owner = w.key;
            w.key = next_part(&w.rest);
            if (w.owner.length == 0) w.owner = w.key;
            if (w.giver.length == 0)
                w.giver = w.key;
            else if (w.taker.length == 0)
                w.taker = w.key;
            w.field = w.field->members;
        } else {
            break;
        }
    }
    if (w.field != NULL) w.field = choose(w.field, "");
    return w;
}

static void append_said(const char *said, const walk *w, bireme_text *out)
{
    static const char of_owner[] = " of *";
    for (const char *at = said; *at != '\0'; at++) {
        if (w->shared && strncmp(at, of_owner, sizeof of_owner - 1) == 0)
            at += sizeof of_owner - 2; /* nobody's own */
        else if (*at == '*')
            bireme_text_append_n(out, w->owner.text, w->owner.length);
        else if (*at == '+')
            bireme_text_append_n(out, w->key.text, w->key.length);
        else if (*at == '@')
            bireme_text_append_n(out, w->giver.text, w->giver.length);
        else if (*at == '!')
            bireme_text_append_n(out, w->taker.text, w->taker.length);
        else
            bireme_text_append_n(out, at, 1);
    }
}

/* "drift of the leads of events in period 4", for the increment of a walk, with the index [3]. False: that is
 * not what path is. */
static bool say_increment(const char *path, bireme_text *out)
{
    const size_t length = strcspn(path, "[");
    bireme_text whole = {0};
    bireme_text_append_n(&whole, path, length);
    const walk w = follow(whole.failed ? "" : bireme_text_string(&whole));
    const bool is = path[length] == '[' && w.field != NULL && w.field->walk;
    if (is) {
        if (w.shared) bireme_text_append(out, "shared ");
        append_said(w.field->said, &w, out);
        bireme_text_format(out, " in period %d", atoi(path + length + 1) + 1);
    }
    if (whole.failed) out->failed = true;
    bireme_text_free(&whole);
    return is;
}

static void say(const char *path, const char *won, bool alone, bireme_text *out)
{
    walk w = follow(path);
    const char *said = w.field != NULL ? w.field->said : NULL;
    if (w.field != NULL && w.field->said_won != NULL && w.key.length == strlen(won) &&
        strncmp(w.key.text, won, w.key.length) == 0)
        said = w.field->said_won;
    if (said == NULL && say_increment(path, out)) return;
    if (said == NULL) {
        bireme_text_append(out, w.field != NULL && *w.rest == '\0' && w.field->name != NULL ? w.field->name
                                                                                            : path);
        return;
    }
    if (w.shared && !alone) bireme_text_append(out, "shared ");
    w.shared = w.shared || alone;
    if (*w.rest != '\0') bireme_text_format(out, "%s ", w.rest);
    append_said(said, &w, out);
}

void bireme_field_say(const char *path, const char *won, bireme_text *out)
{
    say(path, won, false, out);
}

void bireme_field_say_alone(const char *path, const char *won, bireme_text *out)
{
    say(path, won, true, out);
}

const char *bireme_field_unit(const char *path)
{
    const walk w = follow(path);
    const bool itself = *w.rest == '\0' || strcmp(w.rest, "mean") == 0;
    return w.field != NULL && itself ? w.field->unit : NULL;
}
