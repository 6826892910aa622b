/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form of an answer and where it goes: --format, --out and its extension, --wide, --samples.
 */
#include "cli/options/options.h"

#include <string.h>
#include <unistd.h>
#include "base/file.h"
#include "cli/watch.h"

/* The forms, with their name for --format and the extension of a file. */
static const struct {
    const char *name, *ending;
    bireme_output output;
} forms[] = {{"text", "txt", BIREME_OUTPUT_TEXT},  {"md", "md", BIREME_OUTPUT_MARKDOWN},
             {"json", "json", BIREME_OUTPUT_JSON}, {"csv", "csv", BIREME_OUTPUT_CSV},
             {"xlsx", "xlsx", BIREME_OUTPUT_XLSX}, {"html", "html", BIREME_OUTPUT_HTML}};
enum { FORMS = sizeof forms / sizeof *forms };

static bool can_write(const bireme_command *command, bireme_output output)
{
    if (command->pages) return output == BIREME_OUTPUT_HTML || output == BIREME_OUTPUT_MARKDOWN;
    if (command->csv_first) return output != BIREME_OUTPUT_TEXT && output != BIREME_OUTPUT_JSON;
    return output == BIREME_OUTPUT_CSV    ? command->csv
           : output == BIREME_OUTPUT_HTML ? command->xlsx
           : output == BIREME_OUTPUT_XLSX ? command->xlsx
           : output == BIREME_OUTPUT_JSON ? command->json
                                          : true;
}

static int choose(const bireme_command *command, const char *form, const char *found_in, bireme_options *out)
{
    const char *names[FORMS];
    for (size_t i = 0; i < FORMS; i++) {
        names[i] = forms[i].name;
        if (strcmp(form, forms[i].name) != 0 && strcmp(form, forms[i].ending) != 0) continue;
        out->output = forms[i].output;
        if (can_write(command, out->output)) return 0;
        return bireme_console_refuse("'%s': `%s` does not write %s", found_in, command->name, form);
    }
    return bireme_console_refuse_nearest(
        form, names, FORMS,
        "'%s': the format must be text, md, html, json, csv or xlsx (.txt, .md, .html, "
        ".json, .csv, .xlsx)",
        found_in);
}

static const char *ending(const char *file)
{
    const char *slash = strrchr(file, '/');
    const char *dot = strrchr(slash ? slash + 1 : file, '.');
    return dot == NULL ? "" : dot + 1;
}

/* CSV whatever the ending, except that of another form. */
static int choose_csv_first(const bireme_command *command, bireme_options *out)
{
    static const char *const none[] = {"json", "parquet"}, *const others[] = {"xlsx", "html", "md"};
    const char *end = bireme_options_to_standard_output(out) ? "" : ending(out->out);
    out->output = BIREME_OUTPUT_CSV;
    if (out->format != NULL) return choose(command, out->format, out->format, out);
    for (size_t i = 0; i < sizeof none / sizeof *none; i++)
        if (strcmp(end, none[i]) == 0)
            return bireme_console_refuse(
                "`%s` writes CSV, HTML, Markdown or XLSX: name a .csv, .html, .md or .xlsx file, not '%s'",
                command->name, out->out);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (strcmp(end, others[i]) == 0) return choose(command, end, out->out, out);
    return 0;
}

bool bireme_options_to_standard_output(const bireme_options *options)
{
    return options->out == NULL || strcmp(options->out, "-") == 0;
}

/* Checks the files that are written in addition to the answer. */
static int check_beside(const bireme_options *out)
{
    static const char *const others[] = {"json", "xlsx", "html", "md", "parquet"};
    for (size_t i = 0; out->samples != NULL && i < sizeof others / sizeof *others; i++) {
        if (strcmp(ending(out->samples), others[i]) != 0) continue;
        return bireme_console_refuse("--samples writes CSV: name a .csv file, not '%s'", out->samples);
    }
    if (out->sipmath == NULL || strcmp(ending(out->sipmath), "json") == 0 ||
        strcmp(ending(out->sipmath), "SIPmath") == 0)
        return 0;
    return bireme_console_refuse("--sipmath writes JSON: name a .json or .SIPmath file, not '%s'",
                                 out->sipmath);
}

int bireme_options_settle_form(const bireme_command *command, bireme_options *out)
{
    bool to_file = !bireme_options_to_standard_output(out);
    int failed = 0;
    if (out->shard != NULL && command->xlsx && out->format == NULL && to_file &&
        strcmp(ending(out->out), "part") == 0) {
        out->output = BIREME_OUTPUT_PART;
        return 0;
    }
    if (command->pages) out->output = BIREME_OUTPUT_HTML;
    if (command->csv_first)
        failed = choose_csv_first(command, out);
    else if (out->format != NULL)
        failed = choose(command, out->format, out->format, out);
    else if (to_file && (command->json || command->csv || command->pages))
        failed = choose(command, ending(out->out), out->out, out);
    if (failed) return failed;
    if (out->output == BIREME_OUTPUT_XLSX && !to_file && isatty(STDOUT_FILENO))
        return bireme_console_refuse("a workbook is not for a terminal: use --out FILE.xlsx");
    if (out->wide && out->output != BIREME_OUTPUT_CSV)
        return bireme_console_refuse("--wide is for CSV: use it with --format csv or --out FILE.csv");
    if (out->csv_style != BIREME_CSV_PLAIN && out->output != BIREME_OUTPUT_CSV && out->samples == NULL)
        return bireme_console_refuse(
            "--excel and --european are for CSV: use them with --format csv or --out FILE.csv");
    return check_beside(out);
}

int bireme_options_fail(const bireme_error *error)
{
    bireme_console_problem(BIREME_SEVERITY_ERROR, error);
    return bireme_status_exit(error->status);
}

int bireme_options_write(const bireme_options *options, bireme_text *text)
{
    if (text->failed) return bireme_console_fail(bireme_status_exit(BIREME_MEMORY), "out of memory");
    if (bireme_options_to_standard_output(options)) return bireme_console_write(text);
    bireme_error error = {0};
    bireme_status status = bireme_file_write(options->out, bireme_text_string(text), text->length,
                                             &bireme_watch_guard, &error);
    if (status != BIREME_OK) bireme_console_problem(BIREME_SEVERITY_ERROR, &error);
    return bireme_status_exit(status);
}
