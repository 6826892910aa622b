/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The numbers of a picture as a table.
 */
#include "support/drawn.h"

#include <math.h>
#include <string.h>

static void numbers_as_a_table(void **state)
{
    (void)state;
    bireme_document document;
    bireme_document_init(&document, "USD");
    bireme_picture *picture = drawn_fan(4, 4.3e6, "USD");
    bireme_picture_table(picture, &document);
    assert_false(document.failed);
    assert_int_equal(document.n_blocks, 1);
    const bireme_document_block *block = &document.blocks[0];
    assert_int_equal(block->n_rows, 4);
    assert_int_equal(block->n_columns, 5); /* the place, two intervals, the median, the points */
    assert_string_equal(block->column[1].title, "8 of 10 futures");
    assert_string_equal(block->rows[1].cell[0].text, "2027-02");
    assert_int_equal(block->rows[1].cell[1].kind, BIREME_CELL_RANGE);
    assert_true(block->rows[1].cell[1].value[0] == picture->series[0].low[1]);
    assert_true(block->rows[1].cell[3].value[0] == picture->series[2].value[1]);
    assert_int_equal(block->rows[3].cell[3].kind, BIREME_CELL_EMPTY);
    bireme_picture_free(picture);
    bireme_document_free(&document);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_as_a_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
