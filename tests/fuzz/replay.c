/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Gives a target the inputs of files and folders, each whole and cut off at a few places. Called with their
 * names; one that is not there is passed over, as long as another is.
 */
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "fuzz.h"

static size_t n_inputs;

static void give(const uint8_t *data, size_t size)
{
    uint8_t *exact = malloc(size > 0 ? size : 1); /* so that a sanitizer sees a byte too many */
    if (exact == NULL) abort();
    memcpy(exact, data, size);
    (void)LLVMFuzzerTestOneInput(exact, size);
    free(exact);
}

static bool give_file(const char *path)
{
    enum { MOST = 1 << 20, CUTS = 4 };
    FILE *file = fopen(path, "rb");
    uint8_t *data = malloc(MOST);
    if (file == NULL || data == NULL) {
        free(data);
        return false;
    }
    size_t size = fread(data, 1, MOST, file);
    bool good = !ferror(file);
    fclose(file);
    printf("%s\n", path);
    fflush(stdout);
    for (size_t cut = 0; good && cut <= CUTS; cut++) give(data, size - size * cut / CUTS);
    free(data);
    n_inputs += good;
    return good;
}

static bool give_folder(const char *path)
{
    DIR *folder = opendir(path);
    if (folder == NULL) return false;
    bool good = true;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        char name[4096];
        if (entry->d_name[0] == '.') continue;
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        good &= give_file(name);
    }
    closedir(folder);
    return good;
}

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++)
        if (!give_folder(argv[i]) && !give_file(argv[i])) fprintf(stderr, "%s: nothing to read\n", argv[i]);
    printf("%zu inputs\n", n_inputs);
    return n_inputs > 0 ? 0 : 1;
}
