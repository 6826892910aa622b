/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef BIREME_BASE_PATH_H
#define BIREME_BASE_PATH_H

#include <stdbool.h>
#include <string.h>

/* Whether path is inside the folder, at any depth; both are real paths (realpath(3)). */
static inline bool bireme_path_is_inside(const char *path, const char *folder)
{
    size_t n = strlen(folder);
    if (n > 0 && folder[n - 1] == '/') n--;
    return strncmp(path, folder, n) == 0 && path[n] == '/';
}

#endif
