/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program: finds the command, reads its options, runs it, and returns its exit status.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "cli/console.h"
#include "cli/options/options.h"
#include "cli/files/outputs.h"
#include "cli/watch.h"
#include "output/forms/utf8.h"

static const bireme_command *const commands[] = {
    &bireme_command_init,  &bireme_command_check, &bireme_command_run,         &bireme_command_compare,
    &bireme_command_plan,  &bireme_command_split, &bireme_command_sensitivity, &bireme_command_report,
    &bireme_command_batch, &bireme_command_merge, &bireme_command_schema};
enum { COMMAND_COUNT = sizeof commands / sizeof *commands };

static const char *const later[] = {"fit", "backtest", "serve"};

static void append_usage(bireme_text *out)
{
    bireme_text_append(out,
                       "bireme forecasts what sales and marketing book together, and how sure that is.\n\n"
                       "usage: bireme COMMAND [options]\n\ncommands\n");
    int names = 0, arguments = 0;
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const int name = bireme_utf8_width(commands[i]->name),
                  wide = bireme_utf8_width(commands[i]->arguments);
        names = name > names ? name : names;
        arguments = wide > arguments ? wide : arguments;
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) {
        const int gap = arguments - bireme_utf8_width(commands[i]->arguments);
        bireme_text_format(out, "  %-*s %s%*s  %s\n", names, commands[i]->name, commands[i]->arguments, gap,
                           "", commands[i]->summary);
    }
    bireme_text_append(
        out, "\n`bireme COMMAND --help` says more and shows an example; `bireme --version` the version.\n"
             "A scenario `-` is read from standard input.\n"
             "Begin with: bireme init, bireme check scenario.json, bireme run scenario.json\n"
             "\nexit status: 0 done; 1 the answer is no; 2 wrong usage; 3 invalid scenario; 4 a file\n"
             "cannot be read or written; 5 not enough memory, or an internal error; 130 interrupted\n");
}

static int write_and_free(bireme_text *text)
{
    int status = bireme_console_write(text);
    bireme_text_free(text);
    return status;
}

static int print_usage(void)
{
    bireme_text text = {0};
    append_usage(&text);
    return write_and_free(&text);
}

static int print_version(void)
{
    bireme_text text = {0};
    bireme_text_format(&text, "bireme %s\n", bireme_version());
    bireme_text_append(&text,
                       "Licence GPL-3.0-or-later; there is no warranty, to the extent permitted by law.\n");
    return write_and_free(&text);
}

static int unknown_command(const char *name)
{
    const char *names[COMMAND_COUNT];
    for (size_t i = 0; i < sizeof later / sizeof *later; i++) {
        if (strcmp(name, later[i]) != 0) continue;
        return bireme_console_refuse("`%s` is not yet supported by this version", name);
    }
    for (size_t i = 0; i < COMMAND_COUNT; i++) names[i] = commands[i]->name;
    if (*name == '-')
        return bireme_console_refuse("the command comes first: bireme COMMAND %s ...; see `bireme --help`",
                                     name);
    return bireme_console_refuse_nearest(name, names, COMMAND_COUNT,
                                         "there is no command '%s' (`bireme --help` lists them)", name);
}

static const bireme_command *find_command(const char *name)
{
    for (size_t i = 0; i < COMMAND_COUNT; i++)
        if (strcmp(commands[i]->name, name) == 0) return commands[i];
    return NULL;
}

static int run_command(const bireme_console *console, const bireme_command *command, int argc,
                       const char **argv)
{
    bireme_options options;
    bireme_text help = {0};
    int status = bireme_options_parse(command, argc, argv, &options);
    if (status == 0 && options.help) {
        bireme_command_help(command, &help);
        status = write_and_free(&help);
    } else if (status == 0) {
        if (command->reads_arguments) status = bireme_outputs_check_options(&options, NULL);
        if (status == 0) status = command->run(console, &options);
    }
    bireme_options_free(&options);
    return status;
}

/* libgomp ends the process by itself, with exit status 1, when it gets no memory or, in spite of
 * engine/run/parallel.c, no thread; it has then said so. That must not look like the answer "no". */
static bool is_done;

static void end_by_a_library(void)
{
    static const char message[] =
        "bireme: ended for want of memory or threads; --threads 1 needs the least, the answer is the same\n";
    if (is_done) return;
    ssize_t ignored = write(STDERR_FILENO, message, sizeof message - 1);
    (void)ignored;
    _exit(bireme_status_exit(BIREME_MEMORY));
}

static int answer(int argc, char **argv)
{
    bireme_console console = bireme_console_open();
    const char **words = (const char **)argv;
    if (argc < 2) return print_usage();
    if (strcmp(words[1], "--help") == 0 || strcmp(words[1], "-h") == 0) return print_usage();
    if (strcmp(words[1], "--version") == 0) return print_version();
    if (strcmp(words[1], "help") == 0) {
        const char *help[] = {argc > 2 ? words[2] : "", "--help", NULL};
        if (argc == 2) return print_usage();
        const bireme_command *command = find_command(words[2]);
        return command ? run_command(&console, command, 2, help) : unknown_command(words[2]);
    }
    const bireme_command *command = find_command(words[1]);
    return command ? run_command(&console, command, argc - 1, words + 1) : unknown_command(words[1]);
}

int main(int argc, char **argv)
{
    bireme_watch_open();
    atexit(end_by_a_library);
    int status = bireme_watch_close(answer(argc, argv));
    is_done = true;
    return status;
}
