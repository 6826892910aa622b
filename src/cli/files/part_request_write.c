/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/files/part_request.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include "model/model.h"

const char *const bireme_part_decimal_words[] = {"", "point", "comma"};
const char *const bireme_part_date_words[] = {"", "dmy", "mdy"};

void bireme_part_put(bireme_text *out, const char *name, const char *data, size_t length)
{
    bireme_text_format(out, "%s %zu\n", name, length);
    bireme_text_append_n(out, data, length);
}

static void put_text(bireme_text *out, const char *name, const char *text)
{
    bireme_part_put(out, name, text, strlen(text));
}

static void put_number(bireme_text *out, const char *name, uint64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRIu64, number);
    put_text(out, name, text);
}

/* "comma", or "Deal value=comma" for one column, as on the command line. */
static void put_tables(const bireme_table_options *tables, bireme_text *out)
{
    for (size_t i = 0; i < tables->n_choices; i++) {
        const bireme_table_choice *choice = &tables->choices[i];
        const bool dates = choice->dates != BIREME_DATES_INFERRED;
        bireme_text text = {0};
        if (choice->column != NULL) bireme_text_format(&text, "%s=", choice->column);
        bireme_text_append(&text, dates ? bireme_part_date_words[choice->dates]
                                        : bireme_part_decimal_words[choice->decimal]);
        put_text(out, dates ? "dates" : "decimal", bireme_text_string(&text));
        out->failed |= text.failed;
        bireme_text_free(&text);
    }
    for (size_t i = 0; i < tables->n_rates; i++) {
        char number[BIREME_NUMBER_SIZE];
        bireme_text text = {0};
        bireme_text_format(&text, "%s=%s", tables->rates[i].currency,
                           bireme_number_format(number, tables->rates[i].rate));
        put_text(out, "rate", bireme_text_string(&text));
        out->failed |= text.failed;
        bireme_text_free(&text);
    }
    if (tables->encoding == BIREME_ENCODING_LATIN1) put_text(out, "encoding", "latin1");
}

static void put_file(bireme_text *out, const bireme_opened_file *file)
{
    bireme_text text = {0};
    if (file->size == UINT64_MAX) return; /* it was only named, not read */
    bireme_text_format(&text, "%016" PRIx64 " %" PRIu64 " %s", file->hash, file->size, file->path);
    out->failed |= text.failed;
    bireme_part_put(out, "file", bireme_text_string(&text), text.length);
    bireme_text_free(&text);
}

void bireme_part_request_write(const char *scenario, const bireme_load_options *load,
                               const bireme_run_options *run, const bireme_opened *opened, bireme_text *out)
{
    bireme_text_append(out, BIREME_PART_FIRST_LINE);
    put_text(out, "scenario", scenario);
    for (size_t i = 0; i < load->n_assumptions; i++) put_text(out, "assumptions", load->assumptions[i]);
    for (size_t i = 0; i < load->n_overrides; i++) {
        put_text(out, "path", load->overrides[i].path);
        put_text(out, "json", load->overrides[i].json);
    }
    for (size_t i = 0; i < run->n_given; i++) {
        put_text(out, run->given[i].never ? "never" : "given", run->given[i].regime);
        if (run->given[i].by != NULL) put_text(out, "by", run->given[i].by);
    }
    if (run->trials > 0) put_number(out, "trials", run->trials);
    if (run->has_seed) put_number(out, "seed", run->seed);
    if (run->sampler != BIREME_SAMPLER_UNSET) put_number(out, "sampler", run->sampler);
    if (run->totals_only) put_number(out, "totals", 1);
    if (run->fiscal_year_start > 0) put_number(out, "quarters", (uint64_t)run->fiscal_year_start);
    if (load->root != NULL) put_number(out, "root", 1);
    if (load->repair_correlations) put_number(out, "repair", 1);
    if (load->tables != NULL) put_tables(load->tables, out);
    for (size_t i = 0; i < opened->n; i++) put_file(out, &opened->files[i]);
}
