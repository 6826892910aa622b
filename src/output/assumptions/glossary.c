/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/assumptions/glossary.h"

#include <ctype.h>
#include <string.h>

/* "channel.NAME.leads": the first `*` is the name of a thing, the last of a kind with rules the rule. */
static void append_name(bireme_text *out, const bireme_metric_row *row)
{
    static const char *const things[] = {[BIREME_OF_STAGE] = "NAME",
                                         [BIREME_OF_OWNER] = "OWNER",
                                         [BIREME_OF_CHANNEL] = "NAME",
                                         [BIREME_OF_TEAM] = "NAME"};
    const char *rest = row->name, *star;
    for (int n = 0; (star = strchr(rest, '*')) != NULL; n++, rest = star + 1)
        bireme_text_format(out, "%.*s%s", (int)(star - rest), rest, n > 0 ? "RULE" : things[row->of]);
    bireme_text_append(out, rest);
}

static const char *unit_of(const bireme_metric_row *row)
{
    static const char *const units[] = {[BIREME_UNIT_MONEY] = "An amount of money",
                                        [BIREME_UNIT_COUNT] = "A number",
                                        [BIREME_UNIT_SHARE] = "A share",
                                        [BIREME_UNIT_RATIO] = "A multiple",
                                        [BIREME_UNIT_MONTHS] = "A number of months",
                                        [BIREME_UNIT_NONE] = "A figure"};
    return units[row->unit];
}

static void append_kind(bireme_text *out, const bireme_metric_row *row)
{
    static const char *const totals[] = {
        [BIREME_TOTAL_SUM] = "added up over the periods",
        [BIREME_TOTAL_LAST] = "as it is at the end of a period; over the horizon, at its end",
        [BIREME_TOTAL_OWN] = "of each period, and of the whole horizon by the same formula",
        [BIREME_TOTAL_ALONE] = "of the whole horizon only"};
    bireme_text_format(out, "%s%s, %s%s.", unit_of(row), row->expected ? ", expected and so not whole" : "",
                       totals[row->total], row->less_is_better ? "; less is better" : "");
}

static void add(const bireme_metric_row *row, const char *name, const char *same, bireme_document *document)
{
    bireme_text heading = {0}, meaning = {0}, kind = {0};
    if (name != NULL)
        bireme_text_append(&heading, name);
    else
        append_name(&heading, row);
    bireme_text_format(&heading, ": %s", row->words);
    bireme_document_heading(document, bireme_text_string(&heading));
    bireme_document_release(document, &heading);
    bireme_text_append(&meaning, row->meaning);
    bireme_document_paragraph_take(document, &meaning);
    append_kind(&kind, row);
    if (same != NULL) bireme_text_format(&kind, " In this scenario the same as %s, by definition.", same);
    bireme_document_paragraph_take(document, &kind);
}

void bireme_glossary_metric(const bireme_model *model, const bireme_metrics *metrics, size_t metric,
                            bireme_document *document)
{
    const bireme_metric *m = &metrics->items[metric];
    size_t same = bireme_metrics_same(metrics, model, metric);
    add(bireme_metric_row_of(m->kind), m->name, same != metric ? metrics->items[same].name : NULL, document);
}

void bireme_glossary_all(const bireme_model *model, const bireme_metrics *metrics, bireme_document *document)
{
    (void)model;
    bireme_metric_kind last = BIREME_METRIC_KINDS;
    for (int kind = 0; kind < BIREME_METRIC_KINDS; kind++)
        for (size_t m = 0; m < metrics->count && last != (bireme_metric_kind)kind; m++)
            if (metrics->items[m].kind == (bireme_metric_kind)kind) {
                add(bireme_metric_row_of(metrics->items[m].kind), NULL, NULL, document);
                last = (bireme_metric_kind)kind;
            }
}

/* Whether text holds the words, letters as large or small as they are. */
static bool holds(const char *text, const char *words)
{
    const size_t length = strlen(words);
    for (; strlen(text) >= length; text++) {
        size_t i = 0;
        while (i < length && tolower((unsigned char)text[i]) == tolower((unsigned char)words[i])) i++;
        if (i == length) return true;
    }
    return false;
}

static void say_absent(const bireme_metric_row *row, bireme_document *document)
{
    bireme_text said = {0};
    bireme_text_append(&said, "This scenario does not have it");
    if (row->needs != NULL) bireme_text_format(&said, ": it takes %s", row->needs);
    bireme_text_append(&said, ".");
    bireme_document_paragraph_take(document, &said);
}

size_t bireme_glossary_search(const bireme_metrics *metrics, const char *words, bireme_document *document)
{
    size_t found = 0;
    for (int kind = 0; kind < BIREME_METRIC_KINDS && words[0] != '\0'; kind++) {
        const bireme_metric_row *row = bireme_metric_row_of((bireme_metric_kind)kind);
        bool here = false;
        if (!holds(row->words, words)) continue;
        for (size_t m = 0; m < metrics->count && !here; m++)
            here = metrics->items[m].kind == (bireme_metric_kind)kind;
        add(row, NULL, NULL, document);
        if (!here) say_absent(row, document);
        found++;
    }
    return found;
}

void bireme_glossary_absent(const char *name, bireme_document *document)
{
    for (int kind = 0; kind < BIREME_METRIC_KINDS; kind++) {
        const bireme_metric_row *row = bireme_metric_row_of((bireme_metric_kind)kind);
        if (strcmp(row->name, name) != 0) continue;
        add(row, NULL, NULL, document);
        say_absent(row, document);
    }
}
