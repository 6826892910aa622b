/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who gets how much of a deal, by enumeration of everyone who may have touched it.
 */
#include "support/check.h"

#include <math.h>
#include "compile/touches.h"

enum { CHANNELS = 5, SOURCE = 1 };

/* Weights of products of 0.2, 0.4 and a few divisions. */
static const double ULPS = 1e-15;

/* Channels 0 and 1 are marketing's, 2 and 4 those of sales, 3 is a partner's. */
static bireme_touches *touches_of(bireme_owner source, double t0, double t2, double t3, double t4)
{
    static bireme_channel channels[CHANNELS];
    static double touches[CHANNELS];
    const bireme_owner owners[CHANNELS] = {BIREME_OWNER_MARKETING, source, BIREME_OWNER_SALES,
                                           BIREME_OWNER_PARTNER, BIREME_OWNER_SALES};
    const double given[CHANNELS] = {t0, 0.7, t2, t3, t4}; /* the source's own entry means nothing */
    static char name[] = "source";
    for (int c = 0; c < CHANNELS; c++) {
        channels[c] = (bireme_channel){.owner = owners[c], .name = name};
        touches[c] = given[c];
    }
    channels[SOURCE].touches = touches;
    const bireme_model model = {.n_channels = CHANNELS, .channels = channels};
    bireme_touches *made = NULL;
    bireme_error error;
    assert_int_equal(bireme_touches_create(&model, SOURCE, &made, &error), BIREME_OK);
    return made;
}

static const double *weights_of(const bireme_touches *touches, bireme_credit rule, size_t class)
{
    return touches->weight + ((size_t)rule * touches->n_classes + class) * (touches->n + 1);
}

static void check_weights(const bireme_touches *touches, bireme_credit rule, size_t class, double w0,
                          double w2, double w3, double w4, double source)
{
    const double expected[CHANNELS] = {w0, w2, w3, w4, source};
    assert_int_equal(touches->n, 4);
    for (int i = 0; i < CHANNELS; i++)
        assert_close(weights_of(touches, rule, class)[i], expected[i], ULPS, 0);
}

static void only_channels_that_may_touch_are_kept(void **state)
{
    (void)state;
    assert_null(touches_of(BIREME_OWNER_MARKETING, 0, 0, 0, 0));
    bireme_touches *touches = touches_of(BIREME_OWNER_MARKETING, 0.3, 0, 1, 0);
    assert_int_equal(touches->n, 2);
    assert_int_equal(touches->n_classes, 4);
    assert_int_equal(touches->channel[0], 0);
    assert_int_equal(touches->channel[1], 3);
    assert_close(touches->probability[0], 0.3, 0, 0);
    assert_close(touches->probability[1], 1, 0, 0);
    bireme_touches_free(touches);
}

static void every_rule_shares_out_the_whole_deal(void **state)
{
    (void)state;
    for (int owner = 0; owner < BIREME_OWNER_COUNT; owner++) {
        bireme_touches *touches = touches_of((bireme_owner)owner, 0.1, 0.2, 0.3, 0.4);
        for (int rule = 0; rule < BIREME_CREDIT_COUNT; rule++)
            for (size_t class = 0; class < touches->n_classes; class ++) {
                const double *weight = weights_of(touches, (bireme_credit)rule, class);
                double sum = 0;
                for (size_t i = 0; i <= touches->n; i++) {
                    bool touched = i == touches->n || (class >> i & 1);
                    assert_true(weight[i] >= 0 && (touched || weight[i] == 0));
                    sum += weight[i];
                }
                assert_close(sum, 1, ULPS, 0);
            }
        bireme_touches_free(touches);
    }
}

/* Bits of a class: channels 0, 2, 3, 4. */
enum { NOBODY = 0, MARKETING = 1, SALES = 2, PARTNER = 4, MORE_SALES = 8 };

static void the_last_are_those_of_sales_or_the_source(void **state)
{
    (void)state;
    bireme_touches *touches = touches_of(BIREME_OWNER_MARKETING, 0.1, 0.2, 0.3, 0.4);
    check_weights(touches, BIREME_CREDIT_LAST, NOBODY, 0, 0, 0, 0, 1);
    check_weights(touches, BIREME_CREDIT_LAST, MARKETING | PARTNER, 0, 0, 0, 0, 1);
    check_weights(touches, BIREME_CREDIT_LAST, MARKETING | SALES, 0, 1, 0, 0, 0);
    check_weights(touches, BIREME_CREDIT_LAST, SALES | MORE_SALES | PARTNER, 0, 0.5, 0, 0.5, 0);
    bireme_touches_free(touches);
    touches = touches_of(BIREME_OWNER_SALES, 0.1, 0.2, 0.3, 0.4); /* another one of sales comes after it */
    check_weights(touches, BIREME_CREDIT_LAST, MARKETING, 0, 0, 0, 0, 1);
    check_weights(touches, BIREME_CREDIT_LAST, SALES, 0, 1, 0, 0, 0);
    bireme_touches_free(touches);
}

static void linear_credit_is_equal(void **state)
{
    (void)state;
    bireme_touches *touches = touches_of(BIREME_OWNER_MARKETING, 0.1, 0.2, 0.3, 0.4);
    check_weights(touches, BIREME_CREDIT_LINEAR, NOBODY, 0, 0, 0, 0, 1);
    check_weights(touches, BIREME_CREDIT_LINEAR, MARKETING, 0.5, 0, 0, 0, 0.5);
    check_weights(touches, BIREME_CREDIT_LINEAR, MARKETING | SALES | PARTNER, 0.25, 0.25, 0.25, 0, 0.25);
    bireme_touches_free(touches);
}

static void position_credit_is_40_20_40(void **state)
{
    (void)state;
    bireme_touches *touches = touches_of(BIREME_OWNER_MARKETING, 0.1, 0.2, 0.3, 0.4);
    check_weights(touches, BIREME_CREDIT_POSITION, NOBODY, 0, 0, 0, 0, 1);
    check_weights(touches, BIREME_CREDIT_POSITION, SALES, 0, 0.5, 0, 0, 0.5);
    check_weights(touches, BIREME_CREDIT_POSITION, SALES | MORE_SALES, 0, 0.25, 0, 0.25, 0.5);
    check_weights(touches, BIREME_CREDIT_POSITION, MARKETING | SALES, 0.2, 0.4, 0, 0, 0.4);
    check_weights(touches, BIREME_CREDIT_POSITION, MARKETING | PARTNER | SALES | MORE_SALES, 0.1, 0.2, 0.1,
                  0.2, 0.4);
    check_weights(touches, BIREME_CREDIT_POSITION, MARKETING | PARTNER, 0.1, 0, 0.1, 0, 0.8);
    bireme_touches_free(touches);
}

static void too_many_to_tell_apart_are_refused(void **state)
{
    (void)state;
    enum { MANY = BIREME_TOUCHES_MOST + 2 };
    bireme_channel channels[MANY] = {0};
    double touches[MANY];
    char name[] = "events";
    for (int c = 0; c < MANY; c++) touches[c] = 0.5;
    channels[0] = (bireme_channel){.touches = touches, .name = name};
    bireme_model model = {.n_channels = MANY, .channels = channels};
    bireme_touches *made = NULL;
    bireme_error error = {0};
    assert_int_equal(bireme_touches_create(&model, 0, &made, &error), BIREME_DOMAIN);
    assert_null(made);
    assert_string_equal(error.message,
                        "11 channels may touch the deals of events; at most 10 can be told apart");
    model.n_channels--;
    assert_int_equal(bireme_touches_create(&model, 0, &made, &error), BIREME_OK);
    assert_int_equal(made->n_classes, 1024);
    bireme_touches_free(made);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_channels_that_may_touch_are_kept),
        cmocka_unit_test(every_rule_shares_out_the_whole_deal),
        cmocka_unit_test(the_last_are_those_of_sales_or_the_source),
        cmocka_unit_test(linear_credit_is_equal),
        cmocka_unit_test(position_credit_is_40_20_40),
        cmocka_unit_test(too_many_to_tell_apart_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
