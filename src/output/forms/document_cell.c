/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "output/forms/document.h"

#include <math.h>
#include <string.h>
#include "output/forms/number.h"

void bireme_document_append_spread(bireme_text *out, const bireme_column *column, const bireme_cell *cell,
                                   int width)
{
    int at[BIREME_CELL_VALUES];
    double span = column->high - column->low;
    for (int i = 0; i < BIREME_CELL_VALUES; i++) {
        double share = span > 0 && isfinite(cell->value[i]) ? (cell->value[i] - column->low) / span : 0;
        share = share < 0 ? 0 : share > 1 ? 1 : share;
        at[i] = (int)floor(share * (width - 1) + 0.5);
    }
    for (int x = 0; x <= at[4]; x++)
        bireme_text_append(out, x == at[2] ? "█" : x >= at[1] && x <= at[3] ? "▒" : x >= at[0] ? "─" : " ");
}

void bireme_document_append_cell(bireme_text *out, const bireme_document *document,
                                 const bireme_document_block *block, size_t row, size_t column)
{
    const bireme_cell *cell = &block->rows[row].cell[column];
    char low[BIREME_PEOPLE_SIZE], high[BIREME_PEOPLE_SIZE];
    if (cell->kind == BIREME_CELL_TEXT && cell->text != NULL) bireme_text_append(out, cell->text);
    if (cell->kind != BIREME_CELL_NUMBER && cell->kind != BIREME_CELL_RANGE) return;
    /* A range names its unit once if the unit is a word. */
    int scale = bireme_document_scale(block, row, column);
    const int decimals = bireme_document_decimals(block, column);
    if (cell->format == BIREME_FORMAT_COUNT && cell->kind == BIREME_CELL_NUMBER && decimals >= 0)
        bireme_decimals_format(low, cell->value[0], decimals);
    else
        bireme_format_number_in(low, cell->format, document->currency, cell->value[0], cell->se[0], scale);
    bool word = cell->format == BIREME_FORMAT_MONTHS || cell->format == BIREME_FORMAT_POINTS;
    if (cell->kind == BIREME_CELL_RANGE && word) low[strcspn(low, " ")] = '\0';
    bireme_text_append(out, low);
    if (cell->kind == BIREME_CELL_NUMBER) return;
    bireme_format_number_in(high, cell->format, document->currency, cell->value[1], cell->se[1], scale);
    /* a dash next to a minus sign, or to "> 99.9 %", is unreadable */
    bool signs = cell->value[0] < 0 || cell->value[1] < 0 || high[0] == '>' || high[0] == '<';
    bireme_text_format(out, signs ? " to %s" : "–%s", high);
}
