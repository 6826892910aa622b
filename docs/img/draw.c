/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Draws the pictures of docs/model.md and docs/performance.md as reports draw theirs (src/output/picture).
 * scripts/update-pictures calls it:
 *
 *     docs_pictures FOLDER <NUMBERS
 *
 * NUMBERS are lines of four fields with tabs between: picture, series, place, value. Those of formulas in
 * docs/model.md are computed here.
 */
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "output/picture/draw.h"

enum {
    PLACES_MOST = 200,
    ROWS_MOST = 1000,
    WORD_SIZE = 48,
    WIDE = BIREME_PICTURE_WIDE,
    WIDER = 900,
    WIDEST = 1000
};

typedef struct row {
    char picture[WORD_SIZE], series[WORD_SIZE], place[WORD_SIZE];
    double value;
} row;

typedef struct numbers {
    size_t n;
    row rows[ROWS_MOST];
} numbers;

__attribute__((noreturn, format(printf, 1, 2))) static void stop(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    fputs("docs_pictures: ", stderr);
    vfprintf(stderr, format, arguments);
    fputc('\n', stderr);
    va_end(arguments);
    exit(1);
}

/* ------------------------ numbers */

static void read_numbers(numbers *all)
{
    char line[256];
    while (fgets(line, sizeof line, stdin) != NULL) {
        if (all->n == ROWS_MOST) stop("more than %d lines", ROWS_MOST);
        row *r = &all->rows[all->n++];
        char value[WORD_SIZE], *end;
        if (sscanf(line, "%47[^\t]\t%47[^\t]\t%47[^\t]\t%47[^\t\n]", r->picture, r->series, r->place,
                   value) != 4)
            stop("line %zu is not a picture, a series, a place and a value: %s", all->n, line);
        r->value = bireme_number_parse(value, &end);
        if (*end != '\0' || !isfinite(r->value)) stop("line %zu: '%s' is no number", all->n, value);
    }
}

/* The places of a picture, in the order of the lines. Returns how many. */
static size_t places_of(const numbers *all, const char *picture, const char *places[PLACES_MOST])
{
    size_t n = 0;
    for (size_t i = 0; i < all->n; i++) {
        const row *r = &all->rows[i];
        size_t k = 0;
        if (strcmp(r->picture, picture) != 0) continue;
        while (k < n && strcmp(places[k], r->place) != 0) k++;
        if (k == PLACES_MOST) stop("%s: more than %d places", picture, PLACES_MOST);
        if (k == n) places[n++] = r->place;
    }
    if (n == 0) stop("%s: no numbers", picture);
    return n;
}

/* The values of a series at these places, NAN where there is none. */
static void values_of(const numbers *all, const char *picture, const char *series, size_t n,
                      const char *const *places, double *values)
{
    bool any = false;
    for (size_t k = 0; k < n; k++) {
        values[k] = NAN;
        for (size_t i = 0; i < all->n; i++) {
            const row *r = &all->rows[i];
            if (strcmp(r->picture, picture) != 0 || strcmp(r->series, series) != 0) continue;
            if (strcmp(r->place, places[k]) == 0) values[k] = r->value;
        }
        any = any || isfinite(values[k]);
    }
    if (!any) stop("%s: no numbers of '%s'", picture, series);
}

static double least(size_t n, const double *values)
{
    double found = INFINITY;
    for (size_t i = 0; i < n; i++) found = fmin(found, values[i]);
    return found;
}

static double most(size_t n, const double *values)
{
    double found = -INFINITY;
    for (size_t i = 0; i < n; i++) found = fmax(found, values[i]);
    return found;
}

/* ------------------------ drawing */

static bireme_picture *start(bireme_picture_kind kind, const char *title)
{
    bireme_picture *picture = bireme_picture_create(kind, title, "USD");
    if (picture == NULL) stop("no memory");
    return picture;
}

/* What the places are, where these have names. */
static void name_places(bireme_picture *picture, const char *title)
{
    picture->x_title = bireme_strdup(title);
    if (picture->x_title == NULL) picture->failed = true;
}

/* Adds a series of the numbers. values: [PLACES_MOST], what was added. */
static void add(bireme_picture *picture, const numbers *all, const char *of, const char *series,
                const char *const *places, bireme_picture_mark mark, const char *name, double *values)
{
    values_of(all, of, series, picture->n, places, values);
    bireme_picture_series(picture, mark, name, values);
}

static void finish(bireme_picture *picture, const char *folder, const char *name, double width)
{
    bireme_text out = {0}, path = {0};
    bireme_error error = {0};
    const bireme_picture_look look = {width, true, name};
    bireme_picture_draw(picture, &look, &out);
    bireme_text_format(&path, "%s/%s.svg", folder, name);
    if (out.failed || path.failed) stop("no memory");
    if (bireme_file_write(bireme_text_string(&path), bireme_text_string(&out), out.length, NULL, &error) !=
        BIREME_OK)
        stop("%s", error.message);
    bireme_text_free(&out);
    bireme_text_free(&path);
    bireme_picture_free(picture);
}

/* ------------------------ adstock: x[t] = r x[t−1] + (1 − r) spend[t] */

static void draw_adstock(const char *folder)
{
    enum { PERIODS = 12, EVERY = 3 };
    static const char *const periods[PERIODS] = {"1", "2", "3", "4",  "5",  "6",
                                                 "7", "8", "9", "10", "11", "12"};
    static const double adstock[] = {0.4, 0.7};
    static const char *const names[] = {"effective spend, adstock 0.4", "effective spend, adstock 0.7"};
    double spend[PERIODS], effective[PERIODS];
    bireme_picture *picture = start(BIREME_PICTURE_PLOT, "Adstock: what is spent, and what works of it");
    bireme_picture_places(picture, PERIODS, periods);
    name_places(picture, "period");
    bireme_picture_values(picture, BIREME_FORMAT_PLAIN, "spend of a period");
    for (size_t t = 0; t < PERIODS; t++) spend[t] = (t + 1) % EVERY == 0 ? 100 : NAN;
    bireme_picture_series(picture, BIREME_MARK_BARS, "spend", spend);
    for (size_t a = 0; a < sizeof adstock / sizeof adstock[0]; a++) {
        double x = 0;
        for (size_t t = 0; t < PERIODS; t++) {
            x = adstock[a] * x + (1 - adstock[a]) * (isfinite(spend[t]) ? spend[t] : 0);
            effective[t] = x;
        }
        bireme_picture_series(picture, BIREME_MARK_LINE, names[a], effective);
    }
    bireme_picture_message(picture,
                           "Of a spend of 100 in every third period a part works in that period, and "
                           "the rest in those after it: the higher the adstock, the less at once and "
                           "the more later.");
    finish(picture, folder, "adstock", WIDE);
}

/* ------------------------ response curves; spend in thousands, a lead costs 100 at the reference spend */

static const double reference = 60, elasticity = 0.7, half = 90, shape = 1.2;
enum { LINEAR, POWER, HILL, CURVES };
static const char *const curve_names[CURVES] = {"linear", "power, elasticity 0.7",
                                                "hill, half-saturation 90, shape 1.2"};

static double hill(double x)
{
    return pow(x, shape) / (pow(half, shape) + pow(x, shape));
}

static double leads_of(int curve, double x)
{
    const double at_reference = 600;
    return at_reference * (curve == LINEAR  ? x / reference
                           : curve == POWER ? pow(x / reference, elasticity)
                                            : hill(x) / hill(reference));
}

static double average_cost(int curve, double x)
{
    return 1000 * x / leads_of(curve, x);
}

static double marginal_cost(int curve, double x)
{
    return average_cost(curve, x) / (curve == LINEAR  ? 1
                                     : curve == POWER ? elasticity
                                                      : shape * (1 - hill(x)));
}

static void draw_leads(const char *folder)
{
    enum { N = 76 };
    double x[N], y[N];
    bireme_picture *picture = start(BIREME_PICTURE_PLOT, "Response curves: leads over spend");
    for (int i = 0; i < N; i++) x[i] = 2 * i;
    bireme_picture_numbers(picture, N, x, BIREME_FORMAT_PLAIN, "spend of a month, thousands");
    bireme_picture_values(picture, BIREME_FORMAT_PLAIN, "leads of a month");
    for (int curve = 0; curve < CURVES; curve++) {
        for (int i = 0; i < N; i++) y[i] = x[i] > 0 ? leads_of(curve, x[i]) : 0;
        bireme_picture_series(picture, BIREME_MARK_LINE, curve_names[curve], y);
    }
    bireme_picture_line_at(picture, true, reference, "reference spend");
    bireme_picture_message(picture,
                           "All three curves give 600 leads at the reference spend of 60 thousand. At 150 "
                           "thousand the linear one gives %.0f, power %.0f and hill %.0f.",
                           leads_of(LINEAR, x[N - 1]), leads_of(POWER, x[N - 1]), leads_of(HILL, x[N - 1]));
    finish(picture, folder, "response", WIDE);
}

static void draw_costs(const char *folder)
{
    enum { N = 74 };
    double x[N], average[N], marginal[N];
    bireme_picture *picture = start(BIREME_PICTURE_PANELS, "Response curves: cost of a lead over spend");
    for (int i = 0; i < N; i++) x[i] = 4 + 2 * i;
    bireme_picture_numbers(picture, N, x, BIREME_FORMAT_PLAIN, "spend of a month, thousands");
    bireme_picture_values(picture, BIREME_FORMAT_PLAIN, "cost of a lead");
    for (int curve = 0; curve < CURVES; curve++) {
        bireme_picture *panel = bireme_picture_panel(picture, curve_names[curve]);
        for (int i = 0; i < N; i++) {
            average[i] = average_cost(curve, x[i]);
            marginal[i] = marginal_cost(curve, x[i]);
        }
        bireme_picture_series(panel, BIREME_MARK_LINE, "on average", average);
        bireme_picture_series(panel, BIREME_MARK_LINE, "of the next one", marginal);
        bireme_picture_line_at(panel, true, reference, "reference spend");
    }
    bireme_picture_message(
        picture,
        "On average a lead costs 100 at a spend of 60 thousand under all three curves. The "
        "next one costs %.0f if the curve is linear, %.0f with power and %.0f with hill, "
        "and at 150 thousand %.0f, %.0f and %.0f.",
        marginal_cost(LINEAR, reference), marginal_cost(POWER, reference), marginal_cost(HILL, reference),
        marginal_cost(LINEAR, x[N - 1]), marginal_cost(POWER, x[N - 1]), marginal_cost(HILL, x[N - 1]));
    finish(picture, folder, "response-cost", WIDER);
}

/* ------------------------ reps, capacity */

static void draw_reps(const numbers *all, const char *folder)
{
    const char *places[PLACES_MOST];
    double heads[PLACES_MOST], effective[PLACES_MOST];
    const size_t n = places_of(all, "reps", places);
    bireme_picture *picture = start(BIREME_PICTURE_PLOT, "Reps of mid-market.json: heads and effective reps");
    bireme_picture_places(picture, n, places);
    bireme_picture_values(picture, BIREME_FORMAT_PLAIN, "reps");
    add(picture, all, "reps", "heads", places, BIREME_MARK_LINE, "heads (paid)", heads);
    add(picture, all, "reps", "effective", places, BIREME_MARK_LINE, "effective reps", effective);
    bireme_picture_message(picture,
                           "Heads go from %.0f to %.0f. Effective reps go from %.1f down to %.1f and then to "
                           "%.1f: who is hired, for a new seat or after somebody left, must learn first.",
                           heads[0], heads[n - 1], effective[0], least(n, effective), effective[n - 1]);
    finish(picture, folder, "reps", WIDE);
}

static void draw_capacity(const numbers *all, const char *folder)
{
    const char *places[PLACES_MOST];
    double worked[PLACES_MOST], backlog[PLACES_MOST], demand[PLACES_MOST], capacity[PLACES_MOST];
    const size_t n = places_of(all, "capacity", places);
    size_t above = 0;
    bireme_picture *picture = start(BIREME_PICTURE_PLOT, "Opportunities of a month, means of base.json");
    bireme_picture_places(picture, n, places);
    bireme_picture_values(picture, BIREME_FORMAT_PLAIN, "opportunities");
    add(picture, all, "capacity", "worked", places, BIREME_MARK_BARS, "taken up", worked);
    add(picture, all, "capacity", "backlog", places, BIREME_MARK_BARS, "wait at the end", backlog);
    add(picture, all, "capacity", "stage.opportunity", places, BIREME_MARK_LINE, "come to be worked", demand);
    add(picture, all, "capacity", "capacity", places, BIREME_MARK_LINE, "can be taken up", capacity);
    for (size_t i = 0; i < n; i++) above += demand[i] > capacity[i];
    bireme_picture_message(picture,
                           "%.0f to %.0f opportunities come to be worked in a month, and %.0f to %.0f can be "
                           "taken up; more come "
                           "than that in %zu of %zu months. Up to %.0f wait at the end of a month.",
                           least(n, demand), most(n, demand), least(n, capacity), most(n, capacity), above, n,
                           most(n, backlog));
    finish(picture, folder, "capacity", WIDE);
}

static void draw_teams(const numbers *all, const char *folder)
{
    const char *places[PLACES_MOST];
    double callers[PLACES_MOST], small[PLACES_MOST], large[PLACES_MOST];
    const size_t n = places_of(all, "teams", places);
    bireme_picture *picture = start(BIREME_PICTURE_PLOT,
                                    "How much of what they can take up the teams of hand-over.json use");
    bireme_picture_places(picture, n, places);
    bireme_picture_values(picture, BIREME_FORMAT_SHARE, "utilisation, means");
    add(picture, all, "teams", "sdr", places, BIREME_MARK_LINE, "sdr, who call", callers);
    add(picture, all, "teams", "smb", places, BIREME_MARK_LINE, "smb, who close small deals", small);
    add(picture, all, "teams", "accounts", places, BIREME_MARK_LINE, "accounts, who close large ones", large);
    bireme_picture_message(
        picture,
        "In the last month sdr uses %.0f %%, smb %.0f %% and accounts %.0f %% of what they can "
        "take up.",
        100 * callers[n - 1], 100 * small[n - 1], 100 * large[n - 1]);
    finish(picture, folder, "teams", WIDE);
}

/* ------------------------ what bench/run.sh measured */

static void draw_families(const numbers *all, const char *folder)
{
    const char *places[PLACES_MOST];
    double own[PLACES_MOST], pinv[PLACES_MOST], gsl[PLACES_MOST];
    const size_t n = places_of(all, "families", places);
    bireme_picture *picture = start(BIREME_PICTURE_PLOT, "Nanoseconds for a sample, its uniforms included");
    bireme_picture_places(picture, n, places);
    bireme_picture_values(picture, BIREME_FORMAT_PLAIN, "nanoseconds");
    add(picture, all, "families", "bireme", places, BIREME_MARK_BARS, "bireme's quantile table", own);
    add(picture, all, "families", "pinv", places, BIREME_MARK_BARS, "UNU.RAN, PINV", pinv);
    add(picture, all, "families", "gsl", places, BIREME_MARK_BARS, "gsl_ran_*", gsl);
    bireme_picture_message(
        picture,
        "A sample takes %.2g to %.2g ns from bireme's quantile table, %.2g to %.2g ns from "
        "UNU.RAN's PINV and %.2g to %.2g ns from gsl_ran_*. PINV and gsl_ran_* do not have "
        "all families.",
        least(n, own), most(n, own), least(n, pinv), most(n, pinv), least(n, gsl), most(n, gsl));
    finish(picture, folder, "performance-families", WIDEST);
}

/* Places that are numbers, which rise. */
static void number_places(bireme_picture *picture, size_t n, const char *const *places, const char *title)
{
    double x[PLACES_MOST];
    for (size_t i = 0; i < n; i++) {
        char *end;
        x[i] = bireme_number_parse(places[i], &end);
        if (*end != '\0' || (i > 0 && !(x[i] > x[i - 1])))
            stop("places must be rising numbers: %s", places[i]);
    }
    bireme_picture_numbers(picture, n, x, BIREME_FORMAT_PLAIN, title);
}

static void draw_poisson(const numbers *all, const char *folder)
{
    const char *places[PLACES_MOST];
    double own[PLACES_MOST], gsl[PLACES_MOST];
    const size_t n = places_of(all, "poisson", places);
    bireme_picture *picture = start(BIREME_PICTURE_PLOT,
                                    "Nanoseconds for a Poisson count by its mean, its uniform included");
    picture->x_log = picture->y_log = true;
    number_places(picture, n, places, "mean, 30 % different from trial to trial");
    bireme_picture_values(picture, BIREME_FORMAT_PLAIN, "nanoseconds");
    add(picture, all, "poisson", "bireme", places, BIREME_MARK_LINE, "bireme", own);
    add(picture, all, "poisson", "gsl", places, BIREME_MARK_LINE, "gsl_ran_poisson", gsl);
    bireme_picture_message(picture,
                           "From a mean of %s to one of %s bireme takes %.2g to %.2g ns for a count; "
                           "gsl_ran_poisson takes %.2g ns at the smallest mean and %.3g ns at the largest.",
                           places[0], places[n - 1], least(n, own), most(n, own), gsl[0], gsl[n - 1]);
    finish(picture, folder, "performance-poisson", WIDE);
}

/* A panel: what grows. full, totals: how long the largest takes. */
static const char *draw_growth(bireme_picture *picture, const numbers *all, const char *of, const char *title,
                               const char *along, double *full, double *totals)
{
    const char *places[PLACES_MOST];
    double values[PLACES_MOST];
    const size_t n = places_of(all, of, places);
    bireme_picture *panel = bireme_picture_panel(picture, title);
    if (panel == NULL) stop("no memory");
    panel->x_log = strcmp(of, "leads") == 0;
    number_places(panel, n, places, along);
    bireme_picture_values(panel, BIREME_FORMAT_PLAIN, "times the reference");
    panel->from_zero = true;
    add(panel, all, of, "every period", places, BIREME_MARK_LINE, "every period", values);
    *full = values[n - 1];
    add(panel, all, of, "totals", places, BIREME_MARK_LINE, "totals alone, over the totals of the reference",
        values);
    *totals = values[n - 1];
    return places[n - 1];
}

static void draw_scaling(const numbers *all, const char *folder)
{
    enum { LEADS, CHANNELS, PERIODS, GROW };
    double full[GROW], totals[GROW];
    bireme_picture *picture = start(BIREME_PICTURE_PANELS, "How the time of a trial grows");
    const char *leads = draw_growth(picture, all, "leads", "Leads", "times the leads of the reference",
                                    &full[LEADS], &totals[LEADS]);
    const char *channels = draw_growth(picture, all, "channels", "Channels", "channels", &full[CHANNELS],
                                       &totals[CHANNELS]);
    const char *periods = draw_growth(picture, all, "periods", "Periods", "periods", &full[PERIODS],
                                      &totals[PERIODS]);
    bireme_picture_message(picture,
                           "Compared with the reference, a trial takes %.1f times as long with %s times the "
                           "leads, %.1f times with %s channels and %.1f times with %s periods; totals alone "
                           "%.1f, %.1f and %.1f times.",
                           full[LEADS], leads, full[CHANNELS], channels, full[PERIODS], periods,
                           totals[LEADS], totals[CHANNELS], totals[PERIODS]);
    finish(picture, folder, "performance-scaling", WIDER);
}

int main(int argc, char **argv)
{
    if (argc != 2) stop("usage: docs_pictures FOLDER <NUMBERS");
    numbers *all = bireme_calloc(1, sizeof *all);
    if (all == NULL) stop("no memory");
    read_numbers(all);
    draw_adstock(argv[1]);
    draw_leads(argv[1]);
    draw_costs(argv[1]);
    draw_reps(all, argv[1]);
    draw_capacity(all, argv[1]);
    draw_teams(all, argv[1]);
    draw_families(all, argv[1]);
    draw_poisson(all, argv[1]);
    draw_scaling(all, argv[1]);
    bireme_free(all);
    return 0;
}
