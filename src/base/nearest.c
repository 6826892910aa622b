/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Optimal string alignment distance in half steps, so that a difference in case alone costs 1 and any other
 * edit 2. Names longer than LONGEST are compared by their first LONGEST bytes.
 */
#include "base/nearest.h"

#include <ctype.h>
#include <string.h>
#include "base/utf8.h"

enum { LONGEST = 63 };

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int replace_cost(char a, char b)
{
    if (a == b) return 0;
    return tolower((unsigned char)a) == tolower((unsigned char)b) ? 1 : 2;
}

static int distance(const char *a, const char *b)
{
    int row[3][LONGEST + 1];
    int n = (int)strnlen(a, LONGEST), m = (int)strnlen(b, LONGEST);
    for (int j = 0; j <= m; j++) row[0][j] = 2 * j;
    for (int i = 1; i <= n; i++) {
        int *now = row[i % 3], *last = row[(i + 2) % 3], *before = row[(i + 1) % 3];
        now[0] = 2 * i;
        for (int j = 1; j <= m; j++) {
            int best = last[j - 1] + replace_cost(a[i - 1], b[j - 1]);
            best = smaller(best, smaller(last[j], now[j - 1]) + 2);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = smaller(best, before[j - 2] + 2);
            now[j] = best;
        }
    }
    return row[n % 3][m];
}

/* Whether the two differ only by spaces and invisible characters in `name`. */
static bool is_seen_as(const char *name, const char *candidate)
{
    for (const char *next = name; *name != '\0'; name = next) {
        const uint32_t code = bireme_utf8_next(&next);
        const size_t length = (size_t)(next - name);
        if (strncmp(name, candidate, length) == 0)
            candidate += length;
        else if (code == BIREME_UTF8_INVALID || (code != ' ' && !bireme_utf8_is_unseen(code)))
            return false;
    }
    return *candidate == '\0';
}

const char *bireme_nearest(const char *name, const char *const *candidates, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (candidates[i][0] != '\0' && is_seen_as(name, candidates[i])) return candidates[i];
    const char *best = NULL;
    int best_distance = 0;
    for (size_t i = 0; i < n; i++) {
        size_t a = strlen(name), b = strlen(candidates[i]);
        int longer = (int)(a > b ? a : b);
        if (longer > LONGEST) longer = LONGEST; /* only so many bytes are compared */
        int allowed = 2 * (longer / 3 > 1 ? longer / 3 : 1);
        int d = distance(name, candidates[i]);
        if (d <= allowed && (best == NULL || d < best_distance)) {
            best = candidates[i];
            best_distance = d;
        }
    }
    return best;
}

bireme_status bireme_fail_nearest(bireme_error *error, const char *kind, const char *name,
                                  const char *const *candidates, size_t n)
{
    char quoted[BIREME_QUOTE_SIZE];
    if (name == NULL)
        return bireme_fail(error, BIREME_DOMAIN, "the name of a %s is needed, found none", kind);
    const char *nearest = bireme_nearest(name, candidates, n);
    bireme_quote(quoted, name);
    if (nearest != NULL)
        return bireme_fail(error, BIREME_DOMAIN, "there is no %s `%s`; did you mean `%s`?", kind, quoted,
                           nearest);
    return bireme_fail(error, BIREME_DOMAIN, "there is no %s `%s` among the %zu that there are", kind, quoted,
                       n);
}
