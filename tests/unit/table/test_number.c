/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A number as people write it is that number, is said to be two, or is none; it is never another one.
 */
#include "table/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/text.h"
#include "support/check.h"

#define NBSP  "\xC2\xA0"
#define NNBSP "\xE2\x80\xAF"
#define MINUS "\xE2\x88\x92"
#define EURO  "\xE2\x82\xAC"

static bireme_number read(const char *text)
{
    bireme_number number;
    if (!bireme_number_read(text, strlen(text), &number)) assert_false(number.point || number.comma);
    return number;
}

static void assert_both(const char *text, double value)
{
    const bireme_number n = read(text);
    if (!n.point || !n.comma || n.with_point != value || n.with_comma != value)
        fail_msg("`%s`: point %d %.17g, comma %d %.17g; expected %.17g both ways", text, n.point,
                 n.with_point, n.comma, n.with_comma, value);
}

static void assert_only(const char *text, bool comma, double value)
{
    const bireme_number n = read(text);
    if (n.point == comma || n.comma != comma || (comma ? n.with_comma : n.with_point) != value)
        fail_msg("`%s`: point %d %.17g, comma %d %.17g; expected %.17g with the %s only", text, n.point,
                 n.with_point, n.comma, n.with_comma, value, comma ? "comma" : "point");
}

static void assert_ambiguous(const char *text, double point, double comma)
{
    const bireme_number n = read(text);
    if (!bireme_number_is_ambiguous(&n) || n.with_point != point || n.with_comma != comma)
        fail_msg("`%s`: point %d %.17g, comma %d %.17g; expected both, %.17g and %.17g", text, n.point,
                 n.with_point, n.comma, n.with_comma, point, comma);
}

static void assert_none(const char *text)
{
    bireme_number number;
    if (bireme_number_read(text, strlen(text), &number)) fail_msg("`%s` was read as a number", text);
}

static void what_has_no_decimal_sign_reads_both_ways(void **state)
{
    (void)state;
    assert_both("0", 0);
    assert_both("25000", 25000);
    assert_both("007", 7);
    assert_both("+5", 5);
    assert_both("-5", -5);
    assert_both(MINUS "5", -5);
    assert_both(MINUS " 5", -5);
    assert_both("(5)", -5);
    assert_both("(1 234)", -1234);
    assert_both("1 234 567", 1234567);
    assert_both("1" NBSP "234", 1234);
    assert_both("1" NNBSP "234" NBSP "567", 1234567);
    assert_both("1'234", 1234);
    assert_both("1\xE2\x80\x99"
                "234",
                1234);
    assert_both("1e5", 1e5);
    assert_both("1E+05", 1e5);
    assert_both("25%", 0.25);
    assert_both("25 %", 0.25);
    assert_both("7" NNBSP "%", 0.07);
    assert_both("-7%", -0.07);
    assert_both(" \t25 " NBSP, 25);
}

static void one_sign_decides(void **state)
{
    (void)state;
    assert_only("1234.5", false, 1234.5);
    assert_only("0.250", false, 0.25);
    assert_only("1234.567", false, 1234.567);
    assert_only(".5", false, 0.5);
    assert_only(".500", false, 0.5);
    assert_only("1.5e3", false, 1500);
    assert_only("1.234e5", false, 123400);
    assert_only("1,234.50", false, 1234.5);
    assert_only("1,234,567", false, 1234567);
    assert_only("1'234.5", false, 1234.5);
    assert_only("1 234.567", false, 1234.567);
    assert_only("12.5%", false, 0.125);
    assert_only("1234,5", true, 1234.5);
    assert_only("0,250", true, 0.25);
    assert_only("112,50", true, 112.5);
    assert_only("1.234,50", true, 1234.5);
    assert_only("1.234.567", true, 1234567);
    assert_only("1,5E+03", true, 1500);
    assert_only("1 234,567", true, 1234.567);
    assert_only("12,5 %", true, 0.125);
    assert_only("12,3450", true, 12.345);
}

static void three_digits_after_one_sign_are_two_numbers(void **state)
{
    (void)state;
    assert_ambiguous("1.000", 1, 1000);
    assert_ambiguous("25.000", 25, 25000);
    assert_ambiguous("25,000", 25000, 25);
    assert_ambiguous("-123.456", -123.456, -123456);
    assert_ambiguous("1.234 %", 0.01234, 12.34);
    assert_ambiguous("1,234 " EURO, 1234, 1.234);
}

static void a_currency_stands_before_or_behind(void **state)
{
    (void)state;
    static const char *const euros[] = {EURO "5", EURO " 5", "5 " EURO, "5" NBSP EURO,
                                        "EUR 5",  "5 EUR",   "5EUR",    "EUR5"};
    for (size_t i = 0; i < sizeof euros / sizeof *euros; i++) {
        assert_both(euros[i], 5);
        assert_string_equal(read(euros[i]).currency, "EUR");
    }
    static const char *const negative[] = {"-$5",  "$-5",     "$ -5",        "($5)",
                                           "$(5)", "(5 USD)", MINUS "5 CHF", "(5 kr)"};
    for (size_t i = 0; i < sizeof negative / sizeof *negative; i++) assert_both(negative[i], -5);
    assert_only("$1,234.50", false, 1234.5);
    assert_only("1.234,50 " EURO, true, 1234.5);
    assert_string_equal(read("US$5").currency, "USD");
    assert_string_equal(read("$5").currency, "$");
    assert_string_equal(read("5").currency, "");
}

static void a_dash_for_cents_is_none(void **state)
{
    (void)state;
    assert_both("25000.-", 25000);
    assert_both("25000,-", 25000);
    assert_both("25000.--", 25000);
    assert_both("25000,\xE2\x80\x93", 25000);
    assert_both("CHF 1'000.-", 1000);
    assert_string_equal(read("CHF 1'000.-").currency, "CHF");
    assert_both("-1'000.\xE2\x80\x94 CHF", -1000);
    assert_only("25.000,-", true, 25000);
    assert_only("25,000.-", false, 25000);
    assert_only("1.000.-", true, 1000);
    static const char *const none[] = {"25.5.-", "5.-%", "1e3.-", ".-", ",-", "5-", "5.-.-", "5..-"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) assert_none(none[i]);
}

static void assert_why(const char *text, const char *why)
{
    char buffer[BIREME_NUMBER_WHY_SIZE];
    assert_none(text);
    if (strcmp(bireme_number_why(buffer, text), why) != 0)
        fail_msg("`%.40s`: expected \"%s\", found \"%s\"", text, why, buffer);
}

static void what_is_wrong_with_it_is_true(void **state)
{
    (void)state;
    static char nines[100001];
    memset(nines, '9', sizeof nines - 1);
    assert_why("12,34,567", "; groups are of three digits each");
    assert_why("1.2.3", "; groups are of three digits each");
    assert_why("5.", "; behind the `.` digits are missing: leave it out, or write them");
    assert_why("5,", "; behind the `,` digits are missing: leave it out, or write them");
    assert_why("'25000",
               "; the apostrophe in front, a spreadsheet's mark of a text, does not belong to the number");
    assert_why(nines, "; its 100000 digits are more than a number has here");
    assert_why("25K", "; `K` is not read: write the number out in full, 25000, or as 1.5e3");
    assert_why("25 Tsd.", "; `Tsd.` is not read: write the number out in full, 25000, or as 1.5e3");
    assert_why("$2.5M", "; `M` is not read: write the number out in full, 2500000, or as 1.5e6");
    assert_why("2,5 Mio. " EURO, "; `Mio.` is not read: write the number out in full, 2500000, or as 1.5e6");
    assert_why("1.250k", "; `k` is not read: write the number out in full, or as 1.5e3");
    assert_why("x", "");
    assert_why("web2", "");
    assert_why("5 Stk", "");
}

static void what_is_no_number_is_none(void **state)
{
    (void)state;
    static const char *const none[] = {
        "",          "x",           "-",           "+",          "%",         "$",         ".",
        ",",         "5.",          "5,",          "1,23,4",     "12,34,567", "1.5.2",     "1,5,2",
        "1.234.56",  "1,,234",      "1 23",        "1  234",     "1 2345",    "0,123,456", "01,234,567",
        "1.234 567", "1,234'567",   "1 234,567.8", "inf",        "nan",       "0x10",      "1e",
        "1e+",       "e5",          "1,234e5,0",   "--5",        "+-5",       "(-5)",      "(5",
        "5)",        "((5))",       "$5 EUR",      "5%%",        "$5%",       "5 5",       "5 Stk",
        "SEO 12",    "Q3 2027",     "2027-01",     "1/2",        "1_000",     "5-",        "1.5M",
        "10k",       "1.234,567,8", "12.34.5678",  "{\"a\": 1}", "[1, 2]",    "\"5\"",     "true",
        "1e400",     "1.2,3,4",     "1'23",        "A5"};
    for (size_t i = 0; i < sizeof none / sizeof *none; i++) assert_none(none[i]);
    char long_one[500];
    memset(long_one, '1', sizeof long_one);
    long_one[499] = '\0';
    assert_none(long_one);
}

static void missing_is_said_in_many_ways(void **state)
{
    (void)state;
    static const char *const words[] = {"",    " ",   NBSP,   "N/A",  "n/a",  "NA", "NaN",
                                        "nan", "NaT", "None", "NULL", "null", "-",  "#N/A"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (!bireme_table_is_missing(words[i], strlen(words[i]))) fail_msg("`%s` is not missing", words[i]);
    static const char *const others[] = {"0", "no", "nano", "N", "--", "nul", "x"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        assert_false(bireme_table_is_missing(others[i], strlen(others[i])));
}

/* ------------------------ every number in every style */

static uint64_t draw(uint64_t *state)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return *state >> 33;
}

/* whole and fraction are digits. */
static void print_styled(char *out, size_t size, const char *whole, const char *fraction, const char *group,
                         char decimal)
{
    size_t n = 0, digits = strlen(whole);
    for (size_t i = 0; i < digits; i++) {
        if (i > 0 && (digits - i) % 3 == 0) n += (size_t)snprintf(out + n, size - n, "%s", group);
        out[n++] = whole[i];
    }
    out[n] = '\0';
    if (fraction[0] != '\0') snprintf(out + n, size - n, "%c%s", decimal, fraction);
}

static void a_number_in_any_style_is_that_number_or_ambiguous(void **state)
{
    (void)state;
    static const char *const groups[] = {"", ",", ".", "'", "\xE2\x80\x99", " ", NBSP, NNBSP};
    static const char *const styles[][2] = {{"", ""},         {"-", ""},      {MINUS, ""},        {"(", ")"},
                                            {"$", ""},        {"", " " EURO}, {"EUR ", ""},       {"-$", ""},
                                            {"$(", ")"},      {"", " %"},     {"-", "%"},         {"(", "%)"},
                                            {"", NBSP "CHF"}, {" ", " "},     {EURO NBSP "-", ""}};
    uint64_t seed = 7;
    size_t n = 0, n_ambiguous = 0;
    for (int i = 0; i < 4000; i++) {
        char whole[16], fraction[16] = "", plain[48];
        const int digits = 1 + (int)(draw(&seed) % 10), decimals = (int)(draw(&seed) % 7);
        whole[0] = (char)('0' + (digits == 1 ? draw(&seed) % 10 : 1 + draw(&seed) % 9));
        for (int k = 1; k < digits; k++) whole[k] = (char)('0' + draw(&seed) % 10);
        whole[digits] = '\0';
        for (int k = 0; k < decimals; k++) fraction[k] = (char)('0' + draw(&seed) % 10);
        fraction[decimals] = '\0';
        for (size_t g = 0; g < sizeof groups / sizeof *groups; g++)
            for (int comma = 0; comma < 2; comma++)
                for (size_t s = 0; s < sizeof styles / sizeof *styles; s++) {
                    char body[64], cell[96];
                    if (groups[g][0] == (comma ? ',' : '.')) continue;
                    print_styled(body, sizeof body, whole, fraction, groups[g], comma ? ',' : '.');
                    snprintf(cell, sizeof cell, "%s%s%s", styles[s][0], body, styles[s][1]);
                    const bool percent = strchr(cell, '%') != NULL,
                               negative = strpbrk(cell, "-(") != NULL || strstr(cell, MINUS) != NULL;
                    snprintf(plain, sizeof plain, "%s%s.%se%d", negative ? "-" : "", whole,
                             decimals ? fraction : "0", percent ? -2 : 0);
                    const double value = bireme_number_parse(plain, NULL);
                    const bireme_number number = read(cell);
                    const bool reads = comma ? number.comma : number.point,
                               other = comma ? number.point : number.comma;
                    const double is = comma ? number.with_comma : number.with_point;
                    n++;
                    if (!reads || is != value)
                        fail_msg("`%s` (%s): %d %.17g, expected %.17g", cell, comma ? "comma" : "point",
                                 reads, is, value);
                    n_ambiguous += bireme_number_is_ambiguous(&number);
                    /* Two meanings only where one sign stands before three digits. */
                    if (other && bireme_number_is_ambiguous(&number) != (strpbrk(body, ",.") != NULL))
                        fail_msg("`%s` reads in two ways", cell);
                }
    }
    assert_true(n > 700000 && n_ambiguous > 1000 && n_ambiguous < n / 5);
}

static void a_double_reads_back_to_the_bit(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int i = 0; i < 200000; i++) {
        char text[BIREME_NUMBER_SIZE];
        const double value = (i % 3 == 0   ? 1e-9
                              : i % 3 == 1 ? 1
                                           : 1e12) *
                             ((double)draw(&seed) + (double)draw(&seed) / 0x1p31) /
                             (1 + (double)(draw(&seed) % 1000));
        bireme_number_format(text, value);
        const bireme_number number = read(text);
        if (!number.point || number.with_point != value) fail_msg("%s became %.17g", text, number.with_point);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_has_no_decimal_sign_reads_both_ways),
        cmocka_unit_test(one_sign_decides),
        cmocka_unit_test(three_digits_after_one_sign_are_two_numbers),
        cmocka_unit_test(a_currency_stands_before_or_behind),
        cmocka_unit_test(a_dash_for_cents_is_none),
        cmocka_unit_test(what_is_wrong_with_it_is_true),
        cmocka_unit_test(what_is_no_number_is_none),
        cmocka_unit_test(missing_is_said_in_many_ways),
        cmocka_unit_test(a_number_in_any_style_is_that_number_or_ambiguous),
        cmocka_unit_test(a_double_reads_back_to_the_bit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
