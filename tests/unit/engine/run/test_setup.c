/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever numbers a distribution has, making its tables ends soon: it is accepted, and then a run succeeds,
 * or refused before a run, with its place. Families × extreme parameters × roles: every day as the value of
 * deals, and in some of the other roles.
 */
#include "support/check.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "bireme/bireme.h"
#include "support/tier.h"

/* mean: of values of moderate spread, which a run of a few trials shows; NAN: not looked at. */
static const struct {
    const char *text;
    double mean;
} laws[] = {
    {"{'dist':'normal','mean':1000,'sd':1e-14,'min':0}", 1000},
    {"{'dist':'normal','mean':1000,'sd':1e-300,'min':0}", 1000},
    {"{'dist':'normal','mean':1e12,'sd':1e-5,'min':0}", 1e12},
    {"{'dist':'normal','mean':1000,'sd':2e-6,'min':0}", 1000},
    {"{'dist':'normal','mean':1,'sd':1e12,'min':0}", NAN},
    {"{'dist':'normal','mean':0,'sd':1e-300,'min':0}", NAN},
    {"{'dist':'normal','mean':1000,'sd':100,'min':1000,'max':1000.0000000000001}", 1000},
    {"{'dist':'normal','mean':1000,'sd':100,'min':3000}", NAN},
    {"{'dist':'normal','mean':1000,'sd':100,'min':0,'max':1e-300}", NAN},
    {"{'dist':'exponential','mean':1e-300}", NAN},
    {"{'dist':'exponential','mean':1e-310}", NAN},
    {"{'dist':'exponential','mean':1e-30}", 1e-30},
    {"{'dist':'exponential','mean':1e12}", 1e12},
    {"{'dist':'exponential','mean':1,'min':650}", NAN},
    {"{'dist':'lognormal','mean':1000,'cv':1e-17}", 1000},
    {"{'dist':'lognormal','mean':1000,'cv':1e-7}", 1000},
    {"{'dist':'lognormal','mean':1e12,'cv':10}", NAN},
    {"{'dist':'lognormal','mu':0,'sigma':1e-17}", 1},
    {"{'dist':'lognormal','mu':-700,'sigma':5}", NAN},
    {"{'dist':'lognormal','mu':-700,'sigma':10}", NAN},
    {"{'dist':'lognormal','mu':0,'sigma':6}", NAN},
    {"{'dist':'lognormal','mu':0,'sigma':18}", NAN},
    {"{'dist':'lognormal','mu':0,'sigma':300}", NAN},
    {"{'dist':'lognormal','mean':1000,'cv':1,'min':1e6}", NAN},
    {"{'dist':'gamma','mean':1000,'cv':1e-5}", 1000},
    {"{'dist':'gamma','mean':1000,'cv':10}", NAN},
    {"{'dist':'gamma','shape':1e-8,'scale':1}", NAN},
    {"{'dist':'gamma','shape':0.01,'scale':1e6}", NAN},
    {"{'dist':'gamma','shape':1e12,'scale':1e-9}", 1000},
    {"{'dist':'gamma','shape':1e12,'scale':1e-300}", NAN},
    {"{'dist':'gamma','shape':1e20,'scale':1}", NAN},
    {"{'dist':'gamma','mean':1000,'cv':1,'max':1e-9}", NAN},
    {"{'dist':'weibull','shape':1e-3,'scale':1}", NAN},
    {"{'dist':'weibull','shape':0.1,'scale':1}", NAN},
    {"{'dist':'weibull','shape':1e6,'scale':1000}", NAN},
    {"{'dist':'weibull','shape':1e12,'scale':1000}", NAN},
    {"{'dist':'beta','alpha':1e-12,'beta':1}", NAN},
    {"{'dist':'beta','alpha':1e-3,'beta':1e-3}", 0.5},
    {"{'dist':'beta','alpha':1e15,'beta':1e15}", 0.5},
    {"{'dist':'beta','alpha':1e9,'beta':1e-12}", NAN},
    {"{'dist':'beta','successes':0,'trials':1e15}", NAN},
    {"{'dist':'uniform','min':1000,'max':1000.0000000000001}", 1000},
    {"{'dist':'uniform','min':0,'max':5e-324}", NAN},
    {"{'dist':'uniform','min':0,'max':1.7e308}", NAN},
    {"{'dist':'triangular','min':1000,'mode':1000,'max':1000.0000000000001}", 1000},
    {"{'dist':'pert','min':1000,'mode':1000,'max':1000.0000000000001}", 1000},
    {"{'dist':'pert','min':0,'mode':1e-300,'max':1}", NAN},
    {"{'dist':'histogram','edges':[1000,1000.0000000000001,1000.0000000000002],'weights':[0.5,0.5]}", 1000},
    {"{'dist':'histogram','edges':[0,5e-324,1],'weights':[0.5,0.5]}", 0.25},
    {"{'dist':'histogram','edges':[1,1.0000000000000002,3],'weights':[0.5,0.5]}", 1.5},
    {"{'dist':'metalog','p10':1000,'p50':1000.0000000000001,'p90':1000.0000000000002}", NAN},
    {"{'dist':'metalog','p10':1,'p50':1.0001,'p90':1000}", NAN},
    {"{'dist':'metalog','p10':1,'p50':10,'p90':20,'lower':0.999999999999}", NAN},
    {"{'dist':'metalog','p10':1e-9,'p50':0.5,'p90':0.999999999,'lower':0,'upper':1}", NAN},
    {"{'dist':'discrete','values':[1000,1000.0000000000001],'weights':[0.5,0.5]}", 1000},
    {"{'dist':'discrete','values':[0,5e-324],'weights':[0.5,0.5]}", NAN},
    {"{'dist':'discrete','values':[1,1.7e308],'weights':[0.5,0.5]}", NAN},
    {"{'dist':'empirical','values':[1,1.000000000000001,1.000000000000002]}", 1},
    {"{'dist':'mixture','components':[{'dist':'normal','mean':1000,'sd':1e-14},{'dist':'normal','mean':2000,"
     "'sd':1e-14}],'weights':[0.5,0.5]}",
     1500},
    {"{'dist':'mixture','components':[{'dist':'exponential','mean':1e-300},{'dist':'exponential','mean':1e10}"
     "],"
     "'weights':[0.5,0.5]}",
     NAN},
    {"{'dist':'mixture','components':[{'dist':'lognormal','mean':1,'cv':1},{'dist':'lognormal','mean':1e12,'"
     "cv':1}],"
     "'weights':[0.5,0.5]}",
     NAN},
    {"{'dist':'mixture','components':[{'dist':'gamma','mean':1,'cv':1e-3},{'dist':'gamma','mean':10,'cv':1e-"
     "3},"
     "{'dist':'gamma','mean':100,'cv':1e-3},{'dist':'gamma','mean':1000,'cv':1e-3},{'dist':'gamma','mean':"
     "1e4,'cv':1e-3},"
     "{'dist':'gamma','mean':1e5,'cv':1e-3},{'dist':'gamma','mean':1e6,'cv':1e-3},{'dist':'gamma','mean':1e7,"
     "'cv':1e-3}],"
     "'weights':[0.125,0.125,0.125,0.125,0.125,0.125,0.125,0.125]}",
     NAN},
};

enum { PERIODS = 6, TRIALS = 256, VALUE = 0 };

/* % is the distribution. 300 wins are expected in each. */
#define HEAD "{'name':'extreme','start':'2027-01','periods':6,'funnel':['lead','won'],'channels':{'a':{"
static const char *const roles[] = {
    HEAD "'organic_leads':100,'conversion':{'won':0.5},'deal_value':%}}}",
    HEAD "'organic_leads':100,'conversion':{'won':0.5},'deal_value':10,'cycle_days':{'won':%}}}}",
    HEAD "'organic_leads':%,'conversion':{'won':0.5},'deal_value':10}}}",
    HEAD "'organic_leads':100,'conversion':{'won':%},'deal_value':10}}}",
    HEAD "'organic_leads':100,'spend':1000,'cost_per_lead':%,'conversion':{'won':0.5},'deal_value':10}}}",
    HEAD "'organic_leads':100,'conversion':{'won':0.5},'deal_value':{'dist':'gamma','mean':%,'cv':0.5}}}}",
    HEAD
    "'organic_leads':100,'conversion':{'won':0.5},'cycle_days':{'won':{'dist':'gamma','mean':%,'cv':0.5}}}}}",
    HEAD "'organic_leads':100,'conversion':{'won':0.5},'deal_value':10}},"
         "'economy':{'regimes':{'g':{'deal_value':%}},'path':['g','g','g','g','g','g']}}",
    HEAD "'organic_leads':100,'conversion':{'won':0.5},'deal_value':10,'cycle_days':{'won':{'dist':'gamma','"
         "mean':30,"
         "'cv':0.5}}}},'economy':{'regimes':{'g':{'cycle_time':%}},'path':['g','g','g','g','g','g']}}",
    HEAD "'organic_leads':100,'conversion':{'won':0.5},'deal_value':10,'cycle_days':{'won':%}}},"
         "'pipeline':[{'stage':'lead','age_days':20,'channel':'a','count':3,'value':%}]}",
};
enum { ROLES = sizeof roles / sizeof roles[0], LAWS = sizeof laws / sizeof laws[0] };

static void write_scenario(const char *file, const char *role, const char *law)
{
    FILE *stream = fopen(file, "w");
    assert_non_null(stream);
    for (const char *c = role; *c != '\0'; c++) {
        if (*c != '%') {
            fputc(*c == '\'' ? '"' : *c, stream);
            continue;
        }
        for (const char *d = law; *d != '\0'; d++) fputc(*d == '\'' ? '"' : *d, stream);
    }
    assert_int_equal(fclose(stream), 0);
}

/* The scenario, if it is valid and everything that a run needs can be made; else every error has its
 * place. */
static bireme_scenario *check(const char *file, const char *law, size_t role)
{
    bireme_problems *problems = bireme_problems_create();
    bireme_scenario *scenario = NULL;
    bireme_error error = {0};
    assert_non_null(problems);
    bireme_status status = bireme_scenario_load(file, NULL, problems, &scenario, &error);
    if (status == BIREME_OK) {
        status = bireme_forecast_check(scenario, 1, problems, &error);
        bireme_forecast *forecast = NULL;
        const bireme_run_options options = {
            .size = sizeof(bireme_run_options), .trials = TRIALS, .threads = 1};
        bireme_error of_run = {0};
        bireme_status run = status == BIREME_OK ? BIREME_OK
                                                : bireme_forecast_run(scenario, &options, &forecast, &of_run);
        if (run != status) fail_msg("%s, role %zu: the run does not fail as the check does", law, role);
        if (status != BIREME_OK) assert_int_equal(of_run.line, error.line);
    }
    if (status != BIREME_OK && bireme_problems_count_errors(problems) == 0)
        fail_msg("%s, role %zu: refused without a problem", law, role);
    for (size_t i = 0; i < bireme_problems_count(problems); i++) {
        const bireme_error *one = bireme_problems_get(problems, i, NULL);
        if (one->line == 0 || one->column == 0 || one->pointer[0] == '\0')
            fail_msg("%s, role %zu: no place: %s", law, role, one->message);
    }
    bireme_problems_free(problems);
    if (status == BIREME_OK) return scenario;
    bireme_scenario_free(scenario);
    return NULL;
}

static void run(const bireme_scenario *scenario, size_t law, size_t role)
{
    bireme_forecast *forecast = NULL;
    bireme_error error = {0};
    const bireme_run_options options = {.size = sizeof(bireme_run_options), .trials = TRIALS, .threads = 1};
    if (bireme_forecast_run(scenario, &options, &forecast, &error) != BIREME_OK)
        fail_msg("%s, role %zu: valid, but: %s", laws[law].text, role, error.message);
    for (size_t m = 0; m < bireme_forecast_metric_count(forecast); m++) {
        const bireme_summary *total = bireme_forecast_total(forecast, m);
        if (total->n > 0 && isnan(total->mean))
            fail_msg("%s, role %zu: %s is no number", laws[law].text, role,
                     bireme_forecast_metric_name(forecast, m));
    }
    if (role == VALUE && !isnan(laws[law].mean)) { /* five standard errors: 15 means are looked at */
        const bireme_summary *revenue = bireme_forecast_total(forecast, 0);
        double expected = PERIODS * 50 * laws[law].mean;
        assert_string_equal(bireme_forecast_metric_name(forecast, 0), "revenue");
        assert_close(revenue->mean, expected, 1e-3, 5 * revenue->mean_se);
    }
    bireme_forecast_free(forecast);
}

/* What the program needs for one scenario at most, beside what a slow or a watched machine makes of it. */
static const double SECONDS_MOST = 20;

static void what_cannot_be_tabulated_is_refused_with_its_place(void **state)
{
    (void)state;
    char folder[] = "/tmp/bireme-test-XXXXXX", file[64];
    size_t accepted = 0, tried = 0;
    assert_non_null(mkdtemp(folder));
    snprintf(file, sizeof file, "%s/scenario.json", folder);
    for (size_t law = 0; law < LAWS; law++)
        for (size_t role = 0; role < ROLES; role++) {
            if (role != VALUE && (law + role) % of_tier(4, 1) != 0) continue;
            tried++;
            clock_t start = clock();
            alarm(240); /* a loop without an end */
            write_scenario(file, roles[role], laws[law].text);
            bireme_scenario *scenario = check(file, laws[law].text, role);
            if (scenario != NULL) run(scenario, law, role), accepted++;
            bireme_scenario_free(scenario);
            double seconds = (double)(clock() - start) / CLOCKS_PER_SEC;
            if (getenv("BIREME_SHOW") != NULL && seconds > 0.3)
                print_message("%.2f s: role %zu %s\n", seconds, role, laws[law].text);
            if (seconds > SECONDS_MOST) fail_msg("%s, role %zu: %.1f s", laws[law].text, role, seconds);
        }
    alarm(0);
    print_message("%zu of %zu accepted\n", accepted, tried);
    assert_true(accepted > tried / 3);
    unlink(file);
    rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(what_cannot_be_tabulated_is_refused_with_its_place)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
