/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers for people: rounded to what the standard error supports, the same under every locale.
 */
#include "support/check.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include "output/forms/number.h"

#define assert_money(value, se, expected)                                                                    \
    assert_string_equal(bireme_money_format(buffer, "USD", value, se), expected)
#define assert_count(value, se, expected)                                                                    \
    assert_string_equal(bireme_count_format(buffer, value, se), expected)
#define assert_whole(value, se, expected)                                                                    \
    assert_string_equal(bireme_whole_format(buffer, value, se), expected)
#define assert_share(value, se, expected)                                                                    \
    assert_string_equal(bireme_share_format(buffer, value, se), expected)
#define assert_plain(value, expected) assert_string_equal(bireme_plain_format(buffer, value), expected)
#define assert_exact(value, expected)                                                                        \
    assert_string_equal(bireme_money_format_exact(buffer, "USD", value), expected)

static char buffer[BIREME_PEOPLE_SIZE];

static void money_has_a_unit_that_fits_its_size(void **state)
{
    (void)state;
    assert_money(1.3, 0, "$1.30");
    assert_money(24123, 0, "$24,100");
    assert_money(99949, 0, "$99,900");
    assert_money(850000, 0, "$850K");
    assert_money(6234567, 0, "$6.23M");
    assert_money(62345678, 0, "$62.3M");
    assert_money(1.5e9, 0, "$1.50B");
    assert_money(2.5e12, 0, "$2.50T");
    assert_money(0, 0, "$0");
    assert_money(-6234567, 0, "-$6.23M");
}

static void money_that_rounds_up_moves_to_the_next_unit(void **state)
{
    (void)state;
    assert_money(99951, 0, "$100K");
    assert_money(999600, 0, "$1.00M");
    assert_money(999.6e6, 0, "$1.00B");
    assert_money(9.996, 0, "$10.0");
}

static void money_shows_no_digit_that_the_standard_error_denies(void **state)
{
    (void)state;
    assert_money(6234567, 4000, "$6.23M");
    assert_money(6234567, 12000, "$6.23M");
    assert_money(6234567, 50000, "$6.2M");
    assert_money(6234567, 150000, "$6.2M");
    assert_money(6234567, 900000, "$6.2M");
    assert_money(6234567, 2e6, "$6M");
    assert_money(24123, 700, "$24,000");
    assert_money(24123, 5000, "$24,000");
    assert_money(24123, 7000, "$20,000");
    assert_money(3, 400, "$0"); /* nothing is left of it */
}

static void money_of_unknown_error_keeps_two_digits(void **state)
{
    (void)state;
    assert_money(6234567, NAN, "$6.2M");
    assert_count(1234, NAN, "1,200");
    assert_whole(1234, NAN, "1,200");
}

/* A standard error is shown with two digits, whatever it begins with. */
static void errors_are_all_rounded_the_same_way(void **state)
{
    (void)state;
    assert_money(162875, NAN, "$160K");
    assert_money(25790, NAN, "$26,000");
    assert_money(77123, NAN, "$77,000");
    assert_count(1.632, NAN, "1.6");
    assert_string_equal(bireme_points_format(buffer, 0.000712, NAN), "0.071 points");
}

/* Rounding moves a number by no more than its standard error, and takes no digit that 25 % allows. */
static void rounding_adds_little_to_the_error(void **state)
{
    (void)state;
    for (int k = 0; k < 4000; k++) {
        double value = 100 * pow(1.0023, k), se = value * (0.0005 + 0.9 * (k % 97) / 97);
        char digits[BIREME_PEOPLE_SIZE];
        size_t n = 0;
        bireme_whole_format(buffer, value, se);
        for (const char *c = buffer; *c; c++)
            if (*c != ',') digits[n++] = *c;
        digits[n] = '\0';
        double shown = atof(digits);
        assert_true(fabs(shown - value) <= fmax(se, 0.5));
        if (se <= value / 4) assert_true(fabs(shown - value) <= 0.0501 * value);
    }
}

static void amounts_of_a_column_have_one_unit(void **state)
{
    (void)state;
    assert_int_equal(bireme_money_scale(302e3, 4.3e6), 6);
    assert_int_equal(bireme_money_scale(24100, 4.3e6), 6);
    assert_int_equal(bireme_money_scale(4962, 4.3e6), 3);
    assert_int_equal(bireme_money_scale(640e6, 1.36e9), 9);
    assert_int_equal(bireme_money_scale(808e9, 2.39e12), 12);
    assert_int_equal(bireme_money_scale(5, 4.3e6), 3); /* seven digits are not easier than three decimals */
    assert_int_equal(bireme_money_scale(850, 24100), 0);
    assert_int_equal(bireme_money_scale(INFINITY, 0), 0);
    assert_string_equal(bireme_money_format_in(buffer, "USD", 302134, 0, 6), "$0.30M");
    assert_string_equal(bireme_money_format_in(buffer, "USD", -91234, 0, 6), "-$0.091M");
    assert_string_equal(bireme_money_format_in(buffer, "USD", 4.3e6, 20000, 3), "$4,300K");
    assert_string_equal(bireme_money_format_in(buffer, "USD", 4962, 0, 3), "$4.96K");
    assert_string_equal(bireme_money_format_in(buffer, "USD", 9.13, 0, 3), "$9.13"); /* not $0.009K */
    assert_string_equal(bireme_money_format_in(buffer, "USD", 0, 0, 6), "$0");
    assert_string_equal(bireme_money_format_in(buffer, "USD", 850000, 0, 0), "$850,000");
}

static void money_names_its_currency(void **state)
{
    (void)state;
    assert_string_equal(bireme_money_format(buffer, "EUR", 6.2e6, 5e4), "€6.2M");
    assert_string_equal(bireme_money_format(buffer, "CHF", 6.2e6, 5e4), "CHF 6.2M");
    assert_string_equal(bireme_money_format(buffer, "", 6.2e6, 5e4), "6.2M");
}

static void exact_money_is_short_where_it_can_be_and_whole_where_not(void **state)
{
    (void)state;
    assert_exact(6e6, "$6M");
    assert_exact(6.25e6, "$6.25M");
    assert_exact(6.005e6, "$6.005M");
    assert_exact(1234567, "$1,234,567");
    assert_exact(40000, "$40,000");
    assert_exact(12345, "$12,345");
    assert_exact(1500, "$1,500");
    assert_exact(2.5, "$2.50");
    assert_exact(123456.78, "$123,456.78");
    assert_exact(0, "$0");
}

static void a_mean_count_has_a_decimal_below_a_hundred_only(void **state)
{
    (void)state;
    assert_count(7.123, 0.01, "7.1");
    assert_count(41.0, 0.05, "41.0");
    assert_count(123.7, 0.05, "124");
    assert_count(1234.4, 0.3, "1,234");
    assert_count(1234.4, 30, "1,230");
    assert_count(1234.4, 80, "1,200");
    assert_count(1234567, 3, "1,234,567");
    assert_count(1234567, 6, "1,234,570");
    assert_count(0.0423, 0.0001, "0.042");
    assert_count(0, 0, "0");
}

static void a_quantile_of_a_count_is_whole(void **state)
{
    (void)state;
    assert_whole(7, 0, "7");
    assert_whole(7.4, 0.2, "7");
    assert_whole(1000000, 0, "1,000,000");
}

static void a_share_is_a_percentage(void **state)
{
    (void)state;
    assert_share(0.5812, 0.002, "58 %");
    assert_share(0.5412, 0.017, "54 %");
    assert_share(0.5812, 0.2, "58 %"); /* whole per cents, whatever the error */
    assert_share(0.0423, 0.02, "4 %");
    assert_share(0.0423, 0, "4.2 %");
    assert_share(0.0004, 0, "< 0.1 %");
    assert_share(1, 0, "100 %");
    assert_share(0.9949, 0, "99 %");
    assert_share(0.9951, 0.001, "99.5 %");
    assert_share(0.996, 0.01, "99.6 %");
    assert_share(0.99951, 0, "> 99.9 %");
    assert_share(0.99999999, 0, "> 99.9 %");
    assert_share(0, 0, "0 %");
}

static void a_plain_number_keeps_four_digits_and_no_trailing_zero(void **state)
{
    (void)state;
    assert_plain(0.34, "0.34");
    assert_plain(1.14159, "1.142");
    assert_plain(24000, "24,000");
    assert_plain(123456, "123,456");
    assert_plain(-0.5, "-0.5");
    assert_plain(0, "0");
    assert_plain(1e-5, "0.00001");
}

static void a_ratio_says_how_many_times(void **state)
{
    (void)state;
    assert_string_equal(bireme_ratio_format(buffer, 3.2345, 0), "3.23×");
    assert_string_equal(bireme_ratio_format(buffer, 0.4512, 0), "0.45×");
    assert_string_equal(bireme_ratio_format(buffer, -0.4512, 0.06), "-0.45×");
    assert_string_equal(bireme_ratio_format(buffer, -0.4512, 0.2), "-0.5×");
    assert_string_equal(bireme_ratio_format(buffer, 14.26, 0.02), "14.3×");
    assert_string_equal(bireme_ratio_format(buffer, 123.4, 0), "123×");
    assert_string_equal(bireme_ratio_format(buffer, 0, 0), "0×");
    assert_string_equal(bireme_ratio_format(buffer, NAN, 0), "n/a");
}

static void what_shares_differ_by_is_in_points(void **state)
{
    (void)state;
    assert_string_equal(bireme_points_format(buffer, -0.0842, 0), "-8.4 points");
    assert_string_equal(bireme_points_format(buffer, 0.1652, 0.001), "17 points");
    assert_string_equal(bireme_points_format(buffer, 0.0842, 0.01), "8.4 points");
    assert_string_equal(bireme_points_format(buffer, 0.0842, 0.03), "8 points");
    assert_string_equal(bireme_points_format(buffer, 0.00034, 0), "0.034 points");
    assert_string_equal(bireme_points_format(buffer, 0.1652, 0.2), "17 points");
    assert_string_equal(bireme_points_format(buffer, 0, 0), "0 points");
    assert_string_equal(bireme_points_format(buffer, NAN, 0), "n/a");
}

static void months_name_their_unit(void **state)
{
    (void)state;
    assert_string_equal(bireme_months_format(buffer, 14.52, 0), "14.5 months");
    assert_string_equal(bireme_months_format(buffer, 14.52, 0.5), "15 months");
    assert_string_equal(bireme_months_format(buffer, 0.96, 0.001), "1.0 months");
    assert_string_equal(bireme_months_format(buffer, 240.4, 0), "240 months");
    assert_string_equal(bireme_months_format(buffer, INFINITY, 0), "n/a");
}

static void what_is_not_finite_is_said_to_be_so(void **state)
{
    (void)state;
    assert_money(NAN, 0, "n/a");
    assert_count(INFINITY, 0, "n/a");
    assert_whole(-INFINITY, 0, "n/a");
    assert_share(NAN, 0, "n/a");
    assert_plain(NAN, "n/a");
    assert_exact(NAN, "n/a");
}

/* The largest numbers must not overrun the buffer; what they look like is of no interest. */
static void the_largest_numbers_fit_the_buffer(void **state)
{
    (void)state;
    const double large[] = {1e17, 9.99e18, 1e30, 1e300, 1.7e308, -1.7e308, 5e-324};
    for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
        assert_true(strlen(bireme_money_format(buffer, "ABCDEFGHIJKLMNOP", large[i], 0)) <
                    BIREME_PEOPLE_SIZE);
        assert_true(strlen(bireme_money_format_exact(buffer, "USD", large[i])) < BIREME_PEOPLE_SIZE);
        assert_true(strlen(bireme_count_format(buffer, large[i], 1e-300)) < BIREME_PEOPLE_SIZE);
        assert_true(strlen(bireme_share_format(buffer, large[i], 1e300)) < BIREME_PEOPLE_SIZE);
        assert_true(strlen(bireme_plain_format(buffer, large[i])) < BIREME_PEOPLE_SIZE);
        assert_true(strlen(bireme_ratio_format(buffer, large[i], 0)) < BIREME_PEOPLE_SIZE);
        assert_true(strlen(bireme_months_format(buffer, large[i], 0)) < BIREME_PEOPLE_SIZE);
        assert_true(strlen(bireme_points_format(buffer, large[i], 0)) < BIREME_PEOPLE_SIZE);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(money_has_a_unit_that_fits_its_size),
        cmocka_unit_test(money_that_rounds_up_moves_to_the_next_unit),
        cmocka_unit_test(money_shows_no_digit_that_the_standard_error_denies),
        cmocka_unit_test(money_of_unknown_error_keeps_two_digits),
        cmocka_unit_test(errors_are_all_rounded_the_same_way),
        cmocka_unit_test(rounding_adds_little_to_the_error),
        cmocka_unit_test(amounts_of_a_column_have_one_unit),
        cmocka_unit_test(money_names_its_currency),
        cmocka_unit_test(exact_money_is_short_where_it_can_be_and_whole_where_not),
        cmocka_unit_test(a_mean_count_has_a_decimal_below_a_hundred_only),
        cmocka_unit_test(a_quantile_of_a_count_is_whole),
        cmocka_unit_test(a_share_is_a_percentage),
        cmocka_unit_test(a_plain_number_keeps_four_digits_and_no_trailing_zero),
        cmocka_unit_test(a_ratio_says_how_many_times),
        cmocka_unit_test(what_shares_differ_by_is_in_points),
        cmocka_unit_test(months_name_their_unit),
        cmocka_unit_test(what_is_not_finite_is_said_to_be_so),
        cmocka_unit_test(the_largest_numbers_fit_the_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
