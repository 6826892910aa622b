/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme init`: writes a scenario to start from. It never overwrites: the file is opened for creation only.
 */
#include "cli/options/options.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>
#include "cli/commands/starter.h"
#include "cli/watch.h"

static int complain_io(const char *file, int code)
{
    if (code == EEXIST)
        return bireme_console_fail(BIREME_EXIT_IO,
                                   "%s is already there and is not overwritten; give another name", file);
    return bireme_console_fail(BIREME_EXIT_IO, "cannot write %s: %s", file, strerror(code));
}

static int write_new(const char *file, const bireme_text *text)
{
    const char *data = bireme_text_string(text);
    size_t left = text->length;
    const bireme_file_guard *guard = &bireme_watch_guard; /* half a scenario must not be left behind */
    guard->hold(guard->context);
    int descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666), code = errno;
    guard->release(guard->context, descriptor >= 0 ? file : NULL);
    if (descriptor < 0) return complain_io(file, code);
    code = 0;
    while (left > 0 && code == 0) {
        ssize_t put = write(descriptor, data, left);
        if (put < 0)
            code = errno == EINTR ? 0 : errno;
        else
            data += put, left -= (size_t)put;
    }
    if (close(descriptor) != 0 && code == 0) code = errno;
    guard->hold(guard->context);
    if (code != 0) unlink(file);
    guard->release(guard->context, NULL);
    return code == 0 ? 0 : complain_io(file, code);
}

static bool ends_with(const char *text, const char *end)
{
    size_t a = strlen(text), b = strlen(end);
    return a >= b && strcmp(text + a - b, end) == 0;
}

/* A name as a shell takes it: unchanged, or in quotes. */
static void append_for_shell(bireme_text *out, const char *name)
{
    if (strpbrk(name, " \t\"'$&()*;<>?[\\]`|~#!{}") == NULL) {
        bireme_text_append(out, name);
        return;
    }
    bireme_text_append(out, "'");
    for (const char *c = name; *c != '\0'; c++)
        if (*c == '\'')
            bireme_text_append(out, "'\\''");
        else
            bireme_text_append_n(out, c, 1);
    bireme_text_append(out, "'");
}

static int run(const bireme_console *console, const bireme_options *options)
{
    (void)console;
    bireme_text file = {0}, name = {0}, scenario = {0}, remark = {0}, shown = {0};
    const char *given = options->n_arguments > 0 ? options->arguments[0] : "scenario";
    const char *slash = strrchr(given, '/');
    const char *base = slash ? slash + 1 : given;
    int status = BIREME_EXIT_USAGE;
    bireme_text_append(&file, given);
    if (!ends_with(given, ".json")) bireme_text_append(&file, ".json");
    bireme_text_append_n(&name, base, strlen(base) - (ends_with(base, ".json") ? 5 : 0));
    if (name.length == 0 && !name.failed) {
        bireme_console_complain("`init` takes the name of a file, such as acme or plans/acme.json, not '%s'",
                                given);
        goto done;
    }
    bireme_starter_write(options->n_arguments > 0 ? bireme_text_string(&name) : "My company", &scenario);
    status = bireme_status_exit(BIREME_MEMORY);
    if (file.failed || name.failed || scenario.failed)
        bireme_console_complain("out of memory");
    else
        status = write_new(bireme_text_string(&file), &scenario);
    if (status != 0 || options->quiet) goto done;
    append_for_shell(&shown, file.data);
    bireme_text_format(&remark,
                       "%s is written: a small company with made-up numbers and a note at each of them.\n"
                       "Put yours in their place, then see what it assumes and what it answers:\n"
                       "  bireme check %s\n  bireme run %s\n"
                       "An editor helps while you type once the schema is there too:\n"
                       "  bireme schema --out scenario.schema.json\n",
                       file.data, bireme_text_string(&shown), bireme_text_string(&shown));
    if (shown.failed) remark.failed = true;
    status = bireme_console_write(&remark);
done:
    bireme_text_free(&file);
    bireme_text_free(&name);
    bireme_text_free(&scenario);
    bireme_text_free(&remark);
    bireme_text_free(&shown);
    return status;
}

static const bireme_option taken[] = {BIREME_OPTION_QUIET, BIREME_OPTION_HELP, BIREME_OPTION_NONE};

const bireme_command bireme_command_init = {
    .name = "init",
    .arguments = "[NAME]",
    .summary = "write a scenario to begin from, with a note at every number",
    .about =
        "Writes NAME.json (scenario.json without a name): a complete scenario of a small company, with a\n"
        "note at each number that says what it means and where yours can be found. It passes `check`\n"
        "and runs as it is. A file that is already there is never overwritten.",
    .example = "  bireme init acme              writes acme.json\n"
               "  bireme run acme.json          answers at once, with made-up numbers",
    .options = taken,
    .most = 1,
    .run = run,
};
