/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/commands/batch_names.h"

#include <inttypes.h>
#include <string.h>
#include "base/file.h"
#include "base/hash.h"
#include "base/memory.h"
#include "cli/commands/batch_form.h"
#include "model/model.h"

/* The choices for tables affect how the manifest and the runs' own tables are read. */
static uint64_t hash_choices(const bireme_table_options *tables, bool dates)
{
    uint64_t hash = BIREME_HASH_START;
    for (size_t i = 0; i < tables->n_choices; i++) {
        const bireme_table_choice *choice = &tables->choices[i];
        const int told = dates ? (int)choice->dates : (int)choice->decimal;
        if (told == 0) continue; /* inferred: the choice concerns the other kind */
        bireme_hash_stir_text(&hash, choice->column != NULL ? choice->column : "");
        bireme_hash_stir(&hash, &told, sizeof told);
    }
    return hash;
}

char *bireme_batch_line(const bireme_options *o, const bireme_manifest *manifest, const bireme_shard *shard)
{
    static const char *const styles[] = {
        [BIREME_CSV_PLAIN] = "", [BIREME_CSV_EXCEL] = "-excel", [BIREME_CSV_EUROPEAN] = "-european"};
    bireme_text line = {0}, rates = {0};
    for (size_t i = 0; i < o->tables.n_rates; i++) {
        char number[BIREME_NUMBER_SIZE];
        bireme_text_format(&rates, "%s%s:%s", i > 0 ? "," : "", o->tables.rates[i].currency,
                           bireme_number_format(number, o->tables.rates[i].rate));
    }
    bireme_text_format(&line,
                       "bireme-batch 5 version=%s encoding=%s decimal=%016" PRIx64 " dates=%016" PRIx64
                       " rates=%s hash=%s runs=%zu form=%s%s periods=%d trials=%" PRIu64
                       " sampler=%s root=%d repair=%d shard=%zu/%zu",
                       bireme_version(), o->tables.encoding == BIREME_ENCODING_LATIN1 ? "latin1" : "utf-8",
                       hash_choices(&o->tables, false), hash_choices(&o->tables, true),
                       rates.length > 0 ? bireme_text_string(&rates) : "none", bireme_manifest_hash(manifest),
                       bireme_manifest_count(manifest), o->wide ? "wide" : "tidy", styles[o->csv_style],
                       o->periods, o->trials,
                       o->sampler != BIREME_SAMPLER_UNSET ? bireme_sampler_name(o->sampler) : "own",
                       o->load.root != NULL, o->load.repair_correlations, shard->number, shard->of);
    char *copy = line.failed || rates.failed ? NULL : bireme_strdup(bireme_text_string(&line));
    bireme_text_free(&line);
    bireme_text_free(&rates);
    return copy;
}

/* Symbolic links are followed: the files beside the table are beside the real file. */
static char *real_file(const char *path)
{
    bireme_file_place place;
    bireme_error error = {0};
    if (bireme_file_find(path, &place, &error) == BIREME_OK)
        return place.descriptor >= 0 ? (bireme_free(place.path), bireme_strdup(path)) : place.path;
    return error.status == BIREME_MEMORY ? NULL : bireme_strdup(path); /* opening it will say why */
}

/* The table that FILE.html is made from: FILE.html.csv. */
static char *beside(const char *out)
{
    bireme_text name = {0};
    bireme_text_format(&name, "%s.csv", out);
    char *file = name.failed ? NULL : real_file(bireme_text_string(&name));
    bireme_text_free(&name);
    return file;
}

char *bireme_batch_table_file(const bireme_options *options, const bireme_shard *shard, bool forms)
{
    const char *out = options->out;
    if (out == NULL || strcmp(out, "-") == 0) return NULL;
    if (forms) return bireme_batch_form_is_device(options) ? NULL : beside(out);
    bool own = shard->from != NULL && strcmp(shard->from, "--shard") != 0 && shard->of > 1;
    if (!own) return real_file(out);
    const char *slash = strrchr(out, '/'), *dot = strrchr(slash != NULL ? slash : out, '.');
    size_t stem = dot != NULL ? (size_t)(dot - out) : strlen(out);
    bireme_text name = {0};
    bireme_text_append_n(&name, out, stem);
    bireme_text_format(&name, ".%zu-of-%zu%s", shard->number, shard->of, out + stem);
    char *file = name.failed ? NULL : real_file(bireme_text_string(&name));
    bireme_text_free(&name);
    return file;
}

/* The exit status for a complete table. */
