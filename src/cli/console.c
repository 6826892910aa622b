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
#include <strings.h>
#include <unistd.h>
#include "base/nearest.h"
#include "output/forms/utf8.h"

/* A standard output that was closed is opened for reading only, so that writing to it fails instead of
 * vanishing. */
static void take_descriptors(void)
{
    for (int d = 0; d <= 2; d++) {
        if (fcntl(d, F_GETFD) >= 0 || errno != EBADF) continue;
        int taken = open("/dev/null", d == 1 ? O_RDONLY : O_RDWR);
        if (taken >= 0 && taken != d) close(taken);
    }
}

/* The locale could not be loaded, because it does not exist or memory was out: whether its name says
 * UTF-8. */
static bool locale_names_utf8(void)
{
    static const char *const names[] = {"LC_ALL", "LC_CTYPE", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *locale = getenv(names[i]);
        if (locale == NULL || *locale == '\0') continue;
        const char *code = strchr(locale, '.');
        return code != NULL && (strncasecmp(code, ".utf-8", 6) == 0 || strncasecmp(code, ".utf8", 5) == 0);
    }
    return false;
}

bireme_console bireme_console_open(void)
{
    take_descriptors();
    signal(SIGPIPE, SIG_IGN);
    bool loaded = setlocale(LC_CTYPE, "") != NULL;
    const char *terminal = getenv("TERM"), *no_color = getenv("NO_COLOR");
    bool dumb = terminal == NULL || strcmp(terminal, "dumb") == 0;
    return (bireme_console){
        .output_is_terminal = isatty(STDOUT_FILENO),
        .errors_are_terminal = isatty(STDERR_FILENO) && !dumb,
        .unicode = loaded ? strcmp(nl_langinfo(CODESET), "UTF-8") == 0 : locale_names_utf8(),
        .colour = !dumb && (no_color == NULL || *no_color == '\0'),
    };
}

int bireme_console_write(const bireme_text *text)
{
    const char *data = bireme_text_string(text);
    size_t left = text->length;
    if (text->failed) return bireme_console_fail(bireme_status_exit(BIREME_MEMORY), "out of memory");
    while (left > 0) {
        ssize_t put = write(STDOUT_FILENO, data, left);
        if (put < 0 && errno == EINTR) continue;
        if (put < 0)
            return bireme_console_fail(BIREME_EXIT_IO, "cannot write to standard output: %s",
                                       strerror(errno));
        data += put;
        left -= (size_t)put;
    }
    return BIREME_EXIT_DONE;
}

/* A line for standard error, composed without any allocation, because one thing it reports is lack of
 * memory. */
typedef struct line {
    char data[8192];
    size_t length;
} line;

static void append(line *to, const char *text)
{
    size_t length = strlen(text), most = sizeof to->data - 2; /* room for the end of the line */
    while (to->length + length > most && length > 0) do
            length--;
        while (length > 0 && ((unsigned char)text[length] & 0xC0) == 0x80);
    memcpy(to->data + to->length, text, length);
    to->length += length;
}

/* Text from outside; see bireme_utf8_append_clean(). */
static void append_clean(line *to, const char *text)
{
    while (*text) {
        char piece[8] = "";
        const char *start = text;
        uint32_t code = bireme_utf8_next(&text);
        if (code == '\n' || code == '\r' || code == '\t')
            append(to, " ");
        else if (bireme_utf8_is_unsafe(code))
            append(to, "?");
        else
            append(to, memcpy(piece, start, (size_t)(text - start)));
    }
}

static void append_formatted(line *to, const char *format, va_list arguments)
{
    char message[2048];
    vsnprintf(message, sizeof message, format, arguments);
    append_clean(to, bireme_utf8_end(message, sizeof message));
}

static void print_line(line *l)
{
    l->data[l->length++] = '\n';
    l->data[l->length] = '\0';
    fputs(l->data, stderr);
}

/* nearest: what was probably meant; NULL: nothing is close. */
static void complain(const char *format, va_list arguments, const char *nearest)
{
    line l = {.length = 0};
    append(&l, "bireme: ");
    append_formatted(&l, format, arguments);
    if (nearest != NULL) {
        append(&l, "; did you mean '");
        append(&l, nearest);
        append(&l, "'?");
    }
    print_line(&l);
}

void bireme_console_complain(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain(format, arguments, NULL);
    va_end(arguments);
}

int bireme_console_fail(int exit_status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain(format, arguments, NULL);
    va_end(arguments);
    return exit_status;
}

int bireme_console_refuse(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain(format, arguments, NULL);
    va_end(arguments);
    return BIREME_EXIT_USAGE;
}

int bireme_console_refuse_nearest(const char *name, const char *const *candidates, size_t n,
                                  const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    complain(format, arguments, bireme_nearest(name, candidates, n));
    va_end(arguments);
    return BIREME_EXIT_USAGE;
}

void bireme_console_problem(bireme_severity severity, const bireme_error *error)
{
    line l = {.length = 0};
    char place[32];
    append_clean(&l, *error->file ? error->file : "bireme");
    snprintf(place, sizeof place, ":%d:%d", error->line, error->column);
    if (error->line > 0) append(&l, place);
    append(&l, severity == BIREME_SEVERITY_ERROR ? ": error: " : ": warning: ");
    append_clean(&l, error->message);
    if (*error->pointer) {
        append(&l, " (at ");
        append_clean(&l, error->pointer);
        append(&l, ")");
    }
    print_line(&l);
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
