/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "support/check.h"

#include <stdio.h>
#include "engine/points/layout.h"

static bireme_stream stream(int number)
{
    char path[32];
    snprintf(path, sizeof path, "quantity.%d", number);
    return bireme_stream_create(1, path, "");
}

static void number(bireme_layout *layout)
{
    const bireme_points_options options = {.kind = BIREME_POINTS_SOBOL, .trials = 1024};
    assert_int_equal(bireme_layout_number(layout, options, NULL), BIREME_OK);
}

/* More than the room that it begins with, each asked for again, some for more slots. */
static void dimensions_come_in_the_order_of_asking(void **state)
{
    (void)state;
    enum { STREAMS = 700 };
    bireme_layout layout = {0};
    for (int round = 0; round < 2; round++)
        for (int k = 0; k < STREAMS; k++) {
            bireme_stream s = stream(k);
            bireme_layout_ask(&layout, &s, 0, round == 1 && k % 7 == 0 ? 3 : 1);
            bireme_layout_ask(&layout, &s, 4, 2);
        }
    number(&layout);
    uint32_t next = 0;
    for (int k = 0; k < STREAMS; k++) {
        bireme_stream s = stream(k);
        const bireme_layout_entry *first = bireme_layout_find(&layout, &s, 0),
                                  *second = bireme_layout_find(&layout, &s, 4);
        assert_non_null(first);
        assert_non_null(second);
        assert_int_equal(first->first, next);
        assert_int_equal(first->count, k % 7 == 0 ? 3 : 1);
        assert_int_equal(second->first, next + first->count);
        assert_int_equal(second->count, 2);
        next = second->first + 2;
        assert_null(bireme_layout_find(&layout, &s, 1));
    }
    bireme_layout_free(&layout);
}

static void what_is_beyond_the_last_dimension_has_none(void **state)
{
    (void)state;
    bireme_layout layout = {0};
    bireme_stream a = stream(0), b = stream(1), c = stream(2);
    assert_null(bireme_layout_find(&layout, &a, 0));
    bireme_layout_ask(&layout, &a, 0, BIREME_POINTS_DIMENSIONS_MOST - 2);
    bireme_layout_ask(&layout, &b, 0, 5);
    bireme_layout_ask(&layout, &c, 0, 1);
    number(&layout);
    assert_int_equal(bireme_layout_find(&layout, &b, 0)->count, 2);
    assert_int_equal(bireme_layout_find(&layout, &c, 0)->count, 0);
    bireme_layout_free(&layout);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dimensions_come_in_the_order_of_asking),
        cmocka_unit_test(what_is_beyond_the_last_dimension_has_none),
    };
    return cmocka_run_group_tests_name("engine.layout", tests, NULL, NULL);
}
