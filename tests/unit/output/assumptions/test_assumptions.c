/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a model assumes, as a list, as a document and as JSON, from a model that is made by hand.
 */
#include "unit/dist/make.h"

#include <stdio.h>
#include "output/assumptions/assumptions.h"

enum { CHURN, PRICE, FACTOR, WON, QUANTITIES };

static char names[][8] = {"Made", "USD", "lead", "won", "search", "talk"};
static char file_place[] = "base.json:14:21", note[] = "From the invoices.";
static char *stages[] = {names[2], names[3]};
static double ones[] = {1, 1}, spend[] = {1000, 3000};
static int won[] = {-1, WON}, odds[] = {-1, FACTOR};
static bireme_quantity quantities[QUANTITIES];
static bireme_item cycle[2], value;
static bireme_channel channel;
static bireme_initiative initiative;
static bireme_open_group open_group;
static bireme_hire hire;
static bireme_statement statements[4];
static bireme_model model;
static char path_churn[] = "revenue.churn", path_price[] = "channels.search.cost_per_lead";
static char path_factor[] = "initiatives.talk.effect.conversion_odds",
            path_won[] = "channels.search.conversion.won";
static char path_spend[] = "channels.search.spend", path_ramp[] = "sales.ramp_months";
static char path_from[] = "initiatives.talk.from", path_count[] = "pipeline.0.count";
static char text_spend[] = "[1000, 3000]", text_ramp[] = "2", text_from[] = "\"2027-02\"",
            text_count[] = "14";
static char path_open[] = "pipeline.0";
static char unit_money[] = "money per period", unit_months[] = "months";

static void set_quantity(size_t q, char *path, bireme_dist *dist)
{
    quantities[q] = (bireme_quantity){.path = path, .dist = dist, .origin = file_place};
}

static int set_up(void **state)
{
    (void)state;
    set_quantity(CHURN, path_churn, make("beta", ARGUMENTS(NUMBER("mean", 0.01), NUMBER("sd", 0.003))));
    set_quantity(PRICE, path_price, make_fixed(100));
    set_quantity(FACTOR, path_factor, make("lognormal", ARGUMENTS(NUMBER("p10", 1.05), NUMBER("p90", 1.5))));
    set_quantity(WON, path_won, make_fixed(0.2));
    value = (bireme_item){.shape = make_fixed(26000), .scale = -1};
    channel = (bireme_channel){
        .name = names[4],
        .has_spend = true,
        .spend = spend,
        .response = {.curve = BIREME_CURVE_POWER, .reference_spend = 1000, .elasticity = 0.5},
        .cost_per_lead = PRICE,
        .organic_leads = -1,
        .leads_per_rep = -1,
        .growth = {-1, -1, -1, -1, -1},
        .drift = {-1, -1, -1},
        .spend_factor = -1,
        .fixed_cost = -1,
        .cost_per_organic_lead = -1,
        .season = ones,
        .conversion = won,
        .cycle = cycle};
    initiative = (bireme_initiative){
        .name = names[5], .cost = -1, .one_time_cost = -1, .effects = {-1, -1, -1, -1, -1, odds}};
    open_group = (bireme_open_group){.path = path_open,
                                     .win_probability = NAN,
                                     .channel = 0,
                                     .stage = 0,
                                     .count = 14,
                                     .conversion = won,
                                     .cycle = cycle,
                                     .value = value};
    hire = (bireme_hire){.at = 1, .count = 2};
    model =
        (bireme_model){.name = names[0], .currency = names[1], .periods = 2, .stages = 2, .stage = stages};
    model.calendar = (bireme_calendar){BIREME_PERIOD_MONTH, 2027, 1, 1};
    model.pace = ones;
    model.trials = 65536;
    model.seed = 3;
    model.sampler = BIREME_SAMPLER_SOBOL;
    model.n_channels = 1;
    model.economy.drift = (bireme_drift){-1, -1, -1};
    model.channels = &channel;
    model.revenue = (bireme_revenue){
        .recurring = true, .churn = CHURN, .expansion = -1, .gross_margin = -1, .unit_cost = -1};
    model.n_quantities = QUANTITIES;
    model.quantities = quantities;
    model.statements = statements;
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    for (size_t q = 0; q < QUANTITIES; q++) bireme_dist_free(quantities[q].dist);
    bireme_dist_free(value.shape);
    return 0;
}

static void add_statement(char *path, char *text, char *unit, int of_channel, char *origin)
{
    statements[model.n_statements++] = (bireme_statement){
        .path = path, .text = text, .unit = unit, .channel = of_channel, .origin = origin, .note = note};
}

static void add_blocks(void)
{
    static bool works[] = {true, true};
    static bireme_team team;
    team = (bireme_team){.works = works,
                         .reps = 4,
                         .n_hires = 1,
                         .hires = &hire,
                         .ramp_months = 2,
                         .has_capacity = true,
                         .stage = 0,
                         .items_per_rep = 10,
                         .cost_per_rep = -1,
                         .cost_growth = -1,
                         .commission = -1};
    model.teams = &team;
    model.n_teams = 1;
    model.n_initiatives = 1;
    model.initiatives = &initiative;
    model.n_open = 1;
    model.open = &open_group;
    add_statement(path_spend, text_spend, unit_money, 0, file_place);
    add_statement(path_ramp, text_ramp, unit_months, -1, NULL);
    add_statement(path_from, text_from, NULL, -1, file_place);
    add_statement(path_count, text_count, NULL, -1, file_place);
}

static bireme_assumptions *collect(void)
{
    bireme_error error;
    bireme_assumptions *list = NULL;
    assert_int_equal(bireme_assumptions_create(&model, &list, &error), BIREME_OK);
    return list;
}

static const bireme_assumption *find(const bireme_assumptions *list, const char *path, bireme_section section)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->items[i].path, path) == 0) {
            assert_int_equal(list->items[i].section, section);
            return &list->items[i];
        }
    fail_msg("%s is not listed", path);
    return NULL;
}

static void every_number_and_figure_is_listed_once_in_its_section(void **state)
{
    (void)state;
    add_blocks();
    bireme_assumptions *list = collect();
    find(list, path_churn, BIREME_SECTION_REVENUE);
    find(list, path_factor, BIREME_SECTION_INITIATIVES);
    find(list, path_ramp, BIREME_SECTION_SALES);
    find(list, path_count, BIREME_SECTION_PIPELINE);
    const bireme_assumption *figure = find(list, path_spend, BIREME_SECTION_CHANNEL);
    assert_int_equal(figure->channel, 0);
    assert_string_equal(figure->words, "[1000, 3000] money per period");
    assert_string_equal(figure->origin, file_place);
    assert_string_equal(figure->note, note);
    /* The deal's conversion is the channel's: it is not listed again. Four figures, four numbers, no delay
     * and no value of the channel. */
    assert_int_equal(list->n, 10);
    bireme_assumptions_free(list);
}

/* x0·√(x/x0) with x0 = 1,000 buys 10 and 17.32 leads at 100 each: 4,000 of spend. The next lead costs twice
 * the average: the elasticity is a half. */
static void the_planned_spend_is_priced(void **state)
{
    (void)state;
    bireme_assumptions *list = collect();
    double leads = 10 * (1 + sqrt(3));
    /* portable.h's power is good to a few units in the last place. */
    assert_close(list->lead_cost[0].leads, leads, 1e-14, 0);
    assert_close(list->lead_cost[0].average, 4000 / leads, 1e-14, 0);
    assert_close(list->lead_cost[0].next, 2 * 4000 / leads, 1e-14, 0);
    assert_null(list->heads);
    bireme_assumptions_free(list);
    channel.has_spend = false;
    channel.cost_per_lead = -1;
    list = collect();
    assert_true(isnan(list->lead_cost[0].leads));
    bireme_assumptions_free(list);
}

/* Two more from the start of the second month, who ramp over two months: a quarter of each on average. */
static void reps_and_open_deals_are_counted(void **state)
{
    (void)state;
    add_blocks();
    bireme_assumptions *list = collect();
    assert_close(list->heads[0], 4, 1e-12, 0); /* quadrature over the period */
    assert_close(list->heads[1], 6, 1e-12, 0);
    assert_close(list->effective[1], 4.5, 1e-12, 0);
    assert_int_equal(list->open_deals, 14);
    assert_close(list->open_value, 14 * 26000, 0, 0);
    bireme_assumptions_free(list);
}

static void assert_document_of(bool said, const char *const *expected, size_t n, const char *missing)
{
    const bireme_text_style style = {.unicode = true, .width = 100};
    bireme_assumptions *list = collect();
    bireme_document document;
    bireme_text text = {0};
    bireme_error error;
    bireme_document_init(&document, "USD");
    bireme_assumptions_document(&model, list, said, &document);
    assert_int_equal(bireme_document_write_text(&document, &style, &text, &error), BIREME_OK);
    for (size_t i = 0; i < n; i++)
        if (strstr(bireme_text_string(&text), expected[i]) == NULL) {
            puts(bireme_text_string(&text)); /* cmocka's messages are cut */
            fail_msg("'%s' is not in the document above", expected[i]);
        }
    assert_null(strstr(bireme_text_string(&text), missing));
    bireme_document_free(&document);
    bireme_text_free(&text);
    bireme_assumptions_free(list);
}

static void assert_document(const char *const *expected, size_t n, const char *missing)
{
    assert_document_of(false, expected, n, missing);
}

static void blocks_that_are_not_given_are_said_to_be_defaults(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "Sales\n  None is given: sales costs nothing here and can work all that comes (default).\n",
        "Initiatives\n  None is given (default).\n",
        "Open pipeline\n  None is given: nothing is open at the start (default).\n",
        "Economy\n  None is given: nothing changes but by season and pace (default).\n"};
    assert_document(expected, 4, "averages over the period");
}

static void the_document_shows_figures_and_what_follows_from_them(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "Owner: marketing. At the median cost per lead the planned spend buys 27.3 leads at $146 each; one\n"
        "  more would cost $293.\n",
        "[1000, 3000]            base.json:14:21\n      USD per month\n      note: From the invoices.\n",
        "the rest is lost. Defaults:\n  ramp_months 2 months.\n",
        "\n  2027-02                    6.0        4.5             45.0\n",
        "Open pipeline\n  14 open deals, worth $364K if all of them were won: 14 at lead. Deals that are at "
        "the "
        "stage",
        "Revenue\n  Recurring:"};
    add_blocks();
    assert_document(expected, 6, "None is given (default)");
}

/* Two correlations of one number are told apart, and whoever edits the file finds the path. */
static void people_are_told_names_with_the_paths_beside(void **state)
{
    (void)state;
    int members[] = {CHURN, PRICE, WON};
    double pearson[] = {1, 0.3, 0.5, 0.3, 1, 0, 0.5, 0, 1};
    bireme_correlated set = {.n = 3, .quantity = members, .pearson = pearson};
    static const char *const said[] = {"cost per lead of search",
                                       "spend of search ",
                                       " revenue.churn\n",
                                       "start of talk",
                                       "ramp-up time of reps 2 months.",
                                       "correlation of churn and cost per lead of search",
                                       "correlation of churn and win rate of search"};
    add_blocks();
    model.correlated = &set;
    model.n_correlated = 1;
    assert_document_of(true, said, sizeof said / sizeof *said, "  with: ");
    static const char *const paths[] = {"  revenue.churn ", "      with: channels.search.cost_per_lead\n",
                                        "      with: channels.search.conversion.won\n"};
    assert_document_of(false, paths, sizeof paths / sizeof *paths, "win rate of");
}

static void the_run_is_told_with_its_sampler_and_precision(void **state)
{
    (void)state;
    static const char *const plain[] = {"65,536 trials, seed 3, scrambled Sobol points."};
    assert_document(plain, 1, "at most");
    model.precision = 0.002;
    model.sampler = BIREME_SAMPLER_LHS;
    static const char *const precise[] = {"65,536 trials at most, until"};
    assert_document(precise, 1, "Sobol");
}

static void open_deals_have_a_row_each(void **state)
{
    (void)state;
    static const char *const expected[] = {
        "              deals  stage  value each  days there   win  channel  written at\n"
        "  pipeline.0     14  lead      $26,000          20  40 %  search   base.json:14:21\n"
        "      note: From the invoices.\n"};
    add_blocks();
    open_group.age_days = 20;
    open_group.win_probability = 0.4;
    open_group.origin = file_place;
    open_group.note = note;
    assert_document(expected, 1, "pipeline.0.count");
}

static void json_keeps_numbers_and_figures_apart(void **state)
{
    (void)state;
    add_blocks();
    bireme_assumptions *list = collect();
    bireme_text text = {0};
    bireme_json json = bireme_json_begin(&text);
    bireme_json_open(&json, NULL, '{', false);
    bireme_assumptions_write_json(&model, list, &json, "assumptions");
    bireme_json_close(&json, '}');
    const char *shown = bireme_text_string(&text);
    assert_non_null(
        strstr(shown, "{\"path\": \"channels.search.spend\", \"text\": \"[1000, 3000]\", \"unit\": "
                      "\"money per period\", \"section\": \"channel\", \"channel\": \"search\", \"origin\": "
                      "\"base.json:14:21\", \"note\": \"From the invoices.\"}"));
    assert_non_null(strstr(shown, "{\"path\": \"sales.ramp_months\", \"text\": \"2\", \"unit\": \"months\", "
                                  "\"section\": \"sales\", \"origin\": \"default\","));
    assert_non_null(strstr(shown, "\"pipeline\": {\"count\": 14, \"value\": 364000}"));
    assert_non_null(strstr(shown, "\"seed\": 3,\n    \"sampler\": \"sobol\",\n"));
    assert_null(strstr(shown, "precision"));
    assert_non_null(strstr(shown, "\"planned\": {\"leads\": 27.3"));
    assert_non_null(strstr(shown, "\"effective\": ["));
    assert_null(strstr(shown, "nan"));
    bireme_text_free(&text);
    bireme_assumptions_free(list);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(every_number_and_figure_is_listed_once_in_its_section),
        TEST(the_planned_spend_is_priced),
        TEST(reps_and_open_deals_are_counted),
        TEST(blocks_that_are_not_given_are_said_to_be_defaults),
        TEST(the_document_shows_figures_and_what_follows_from_them),
        TEST(open_deals_have_a_row_each),
        TEST(people_are_told_names_with_the_paths_beside),
        TEST(the_run_is_told_with_its_sampler_and_precision),
        TEST(json_keeps_numbers_and_figures_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
