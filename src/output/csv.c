/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/csv.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

bireme_csv bireme_csv_begin(bireme_text *out)
{
    return (bireme_csv){.out = out};
}

static void separate(bireme_csv *csv)
{
    if (csv->in_row) bireme_text_append(csv->out, ",");
    csv->in_row = true;
}

void bireme_csv_text(bireme_csv *csv, const char *value)
{
    separate(csv);
    if (value == NULL || *value == '\0') return;
    bool formula = strchr("=+-@\t\r", *value) != NULL;
    if (strpbrk(value, ",\"\r\n") == NULL) {
        if (formula) bireme_text_append(csv->out, "'");
        bireme_text_append(csv->out, value);
        return;
    }
    bireme_text_append(csv->out, formula ? "\"'" : "\"");
    for (; *value; value++) {
        if (*value == '"') bireme_text_append(csv->out, "\"");
        bireme_text_append_n(csv->out, value, 1);
    }
    bireme_text_append(csv->out, "\"");
}

void bireme_csv_number(bireme_csv *csv, double value)
{
    separate(csv);
    if (isfinite(value)) bireme_text_append_number(csv->out, value);
}

void bireme_csv_whole(bireme_csv *csv, uint64_t value)
{
    separate(csv);
    bireme_text_format(csv->out, "%" PRIu64, value);
}

void bireme_csv_end_row(bireme_csv *csv)
{
    bireme_text_append(csv->out, "\r\n");
    csv->in_row = false;
}
