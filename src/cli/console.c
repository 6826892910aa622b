/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/console.h"

#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "base/nearest.h"
#include "output/utf8.h"

/* Standard output that was closed is opened for reading only: writing to it must fail, not vanish. */
static void take_descriptors(void)
{
    for (int d = 0; d <= 2; d++) {
        if (fcntl(d, F_GETFD) >= 0 || errno != EBADF) continue;
        int taken = open("/dev/null", d == 1 ? O_RDONLY : O_RDWR);
        if (taken >= 0 && taken != d) close(taken);
    }
}

bireme_console bireme_console_open(void)
{
    take_descriptors();
    signal(SIGPIPE, SIG_IGN);
    setlocale(LC_CTYPE, "");
    const char *terminal = getenv("TERM"), *no_color = getenv("NO_COLOR");
    bool dumb = terminal == NULL || strcmp(terminal, "dumb") == 0;
    return (bireme_console){
        .output_is_terminal = isatty(STDOUT_FILENO),
        .errors_are_terminal = isatty(STDERR_FILENO) && !dumb,
        .unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0,
        .colour = !dumb && (no_color == NULL || *no_color == '\0'),
    };
}

int bireme_console_write(const bireme_text *text)
{
    const char *data = bireme_text_string(text);
    size_t left = text->length;
    while (left > 0) {
        ssize_t put = write(STDOUT_FILENO, data, left);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0) {
            int code = errno;
            bireme_console_complain("cannot write to standard output: %s", strerror(code));
            return BIREME_EXIT_IO;
        }
        data += put;
        left -= (size_t)put;
    }
    return BIREME_EXIT_DONE;
}

static void append_formatted(bireme_text *out, const char *format, va_list arguments)
{
    char message[2048];
    vsnprintf(message, sizeof message, format, arguments);
    bireme_utf8_append_clean(out, bireme_utf8_end(message, sizeof message));
}

static void print_line(bireme_text *line)
{
    bireme_text_append(line, "\n");
    fputs(bireme_text_string(line), stderr);
    bireme_text_free(line);
}

void bireme_console_complain(const char *format, ...)
{
    bireme_text line = {0};
    va_list arguments;
    va_start(arguments, format);
    bireme_text_append(&line, "bireme: ");
    append_formatted(&line, format, arguments);
    va_end(arguments);
    print_line(&line);
}

void bireme_console_complain_nearest(const char *name, const char *const *candidates, size_t n,
                                     const char *format, ...)
{
    bireme_text line = {0};
    va_list arguments;
    va_start(arguments, format);
    bireme_text_append(&line, "bireme: ");
    append_formatted(&line, format, arguments);
    va_end(arguments);
    const char *nearest = bireme_nearest(name, candidates, n);
    if (nearest != NULL) bireme_text_format(&line, "; did you mean '%s'?", nearest);
    print_line(&line);
}

void bireme_console_problem(bireme_severity severity, const bireme_error *error)
{
    bireme_text line = {0};
    bireme_utf8_append_clean(&line, *error->file ? error->file : "bireme");
    if (error->line > 0) bireme_text_format(&line, ":%d:%d", error->line, error->column);
    bireme_text_append(&line, severity == BIREME_SEVERITY_ERROR ? ": error: " : ": warning: ");
    bireme_utf8_append_clean(&line, error->message);
    if (*error->pointer) {
        bireme_text_append(&line, " (at ");
        bireme_utf8_append_clean(&line, error->pointer);
        bireme_text_append(&line, ")");
    }
    print_line(&line);
}

void bireme_console_problems(const bireme_problems *problems, bool warnings, const bireme_error *error)
{
    for (size_t i = 0; i < bireme_problems_count(problems); i++) {
        bireme_severity severity;
        const bireme_error *problem = bireme_problems_get(problems, i, &severity);
        if (severity == BIREME_SEVERITY_ERROR || warnings) bireme_console_problem(severity, problem);
    }
    if (bireme_problems_count_errors(problems) == 0 && error->status != BIREME_OK)
        bireme_console_problem(BIREME_SEVERITY_ERROR, error);
}
