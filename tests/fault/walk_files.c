/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE
#include "walk_files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

void die(const char *what)
{
    fprintf(stderr, "walk: %s: %s\n", what, strerror(errno));
    exit(1);
}

void *must(void *memory)
{
    if (memory == NULL) die("memory");
    return memory;
}

bytes read_whole(const char *path)
{
    struct stat info;
    int f = open(path, O_RDONLY);
    if (f < 0 || fstat(f, &info) != 0) die(path);
    bytes b = {must(malloc((size_t)info.st_size + 1)), 0};
    ssize_t got;
    while ((got = read(f, b.data + b.length, (size_t)info.st_size - b.length)) > 0) b.length += (size_t)got;
    b.data[b.length] = '\0';
    close(f);
    return b;
}

void write_whole(const char *path, bytes b)
{
    int f = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (f < 0 || write(f, b.data, b.length) != (ssize_t)b.length) die(path);
    close(f);
}

void forget_time(bytes *b)
{
    char *at = b->length > 0 ? memmem(b->data, b->length, "\"elapsed_s\": ", 13) : NULL;
    if (at == NULL) return;
    char *end = memchr(at, ',', b->length - (size_t)(at - b->data));
    if (end == NULL) return;
    memmove(at, end, b->length - (size_t)(end - b->data) + 1);
    b->length -= (size_t)(end - at);
}

bool same(bytes a, bytes b)
{
    return a.length == b.length && memcmp(a.data, b.data, a.length) == 0;
}

void look(folder *out)
{
    DIR *dir = opendir(".");
    if (dir == NULL) die("folder");
    out->n = 0;
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (e->d_name[0] == '.') continue;
        if (out->n == FILES_MOST) die("too many files");
        file *f = &out->files[out->n++];
        snprintf(f->name, sizeof f->name, "%s", e->d_name);
        f->content = read_whole(e->d_name);
        forget_time(&f->content);
    }
    closedir(dir);
}

void forget(folder *f)
{
    for (size_t i = 0; i < f->n; i++) free(f->files[i].content.data);
    f->n = 0;
}

const file *find(const folder *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (strcmp(f->files[i].name, name) == 0) return &f->files[i];
    return NULL;
}

void remove_all(void)
{
    DIR *dir = opendir(".");
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;)
        if (e->d_name[0] != '.') unlink(e->d_name);
    if (dir != NULL) closedir(dir);
}

bool ends_with(const char *text, const char *end)
{
    size_t a = strlen(text), b = strlen(end);
    return a >= b && strcmp(text + a - b, end) == 0;
}
