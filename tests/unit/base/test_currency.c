/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The one table of the signs of currencies: what people are shown is read as what it was.
 */
#include "support/check.h"

#include <string.h>
#include "base/currency.h"
#include "table/currency_signs.h"

static void what_is_shown_is_read_as_it_was(void **state)
{
    (void)state;
    size_t shown = 0;
    for (const bireme_currency_of_sign *row = bireme_currency_signs; row->sign != NULL; row++) {
        char found[4];
        assert_true(bireme_currency_find(row->sign, found));
        assert_string_equal(found, row->read);
        if (row->shown == NULL) continue;
        shown++;
        assert_string_equal(bireme_currency_sign(row->shown), row->sign);
        assert_true(bireme_currency_fits(row->read, row->shown));
    }
    assert_int_equal(shown, 5);
    assert_null(bireme_currency_sign("CHF"));
}

/* Else a part of a sign would be taken for another one. */
static void longer_signs_come_first(void **state)
{
    (void)state;
    for (const bireme_currency_of_sign *a = bireme_currency_signs; a->sign != NULL; a++)
        for (const bireme_currency_of_sign *b = a + 1; b->sign != NULL; b++) {
            size_t short_of = strlen(a->sign), n = strlen(b->sign);
            if (n <= short_of) continue;
            assert_true(memcmp(b->sign, a->sign, short_of) != 0);
            assert_true(memcmp(b->sign + n - short_of, a->sign, short_of) != 0);
        }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_shown_is_read_as_it_was),
        cmocka_unit_test(longer_signs_come_first),
    };
    return cmocka_run_group_tests_name("base.currency", tests, NULL, NULL);
}
