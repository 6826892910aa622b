/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A column is read once, cell by cell; then it is decided what its cells mean, and checked whether they are
 * consistent: currencies (currency.c), percent signs.
 */
#include "table/column.h"

#include <stdio.h>
#include <string.h>
#include "base/text.h"
#include "base/utf8.h"
#include "table/date.h"
#include "table/number.h"

static void fail_percent(bireme_column_reading *c)
{
    const size_t later = c->percent_row > c->plain_row ? c->percent_row : c->plain_row,
                 earlier = c->percent_row > c->plain_row ? c->plain_row : c->percent_row;
    char quoted[BIREME_QUOTE_SIZE], other[BIREME_QUOTE_SIZE];
    BIREME_COLUMN_FAIL(
        c, bireme_column_at(c, later),
        "`%s` and `%s` in line %d of the same column `%s`: one has a percent sign, the other does not; "
        "write all of "
        "them with it or none",
        bireme_quote(quoted, bireme_column_at(c, later).text),
        bireme_quote(other, bireme_column_at(c, earlier).text), bireme_column_at(c, earlier).line,
        bireme_table_title(c->table, c->index));
}

static void tell_use(const bireme_column_reading *c)
{
    const bireme_table_options *o = c->table->options;
    if (o != NULL && o->column != NULL)
        o->column(o->context, bireme_table_title(c->table, c->index),
                  bireme_column_is_date(c) ? BIREME_COLUMN_DATES : BIREME_COLUMN_NUMBERS);
}

bireme_status bireme_table_read(bireme_table *table, size_t index, bireme_table_kind kind, double *values,
                                bireme_problems *problems, bireme_error *error)
{
    bireme_column_reading c = {.table = table,
                               .index = index,
                               .kind = kind,
                               .values = values,
                               .outcome = {.kind = kind},
                               .problems = problems,
                               .error = error};
    const size_t rows = bireme_table_rows(table);
    for (size_t row = 0; row < rows; row++) bireme_column_read_cell(&c, row);
    if (bireme_table_kind_is_numbers(kind) || bireme_table_kind_is_dates(kind)) {
        tell_use(&c);
        bireme_column_decide(&c);
    }
    bireme_column_convert(&c);
    if ((kind == BIREME_TABLE_NUMBER || kind == BIREME_TABLE_MIXED_ALIKE) && c.percent_row != 0 &&
        c.plain_row != 0)
        fail_percent(&c);
    c.outcome.percent = c.percent_row != 0;
    table->outcomes[index] = c.outcome;
    return c.status;
}
