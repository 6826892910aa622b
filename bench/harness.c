/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Timing by turns. The machine's line is made of what the compiler, the build and /proc/cpuinfo say.
 */
#include "harness.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { REPEATS = 200, REPEATS_SMOKE = 2, REPEATS_MOST = 1000, CONTENDERS_MOST = 8 };

static volatile double consumed;

double bench_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

void bench_consume(double value)
{
    consumed = consumed + value;
}

/* ------------------------ the machine */

/* The processor's name as Linux gives it; "unknown" elsewhere. */
static void read_processor(char *name, size_t size)
{
    char line[256];
    snprintf(name, size, "unknown");
    FILE *file = fopen("/proc/cpuinfo", "r");
    if (file == NULL) return;
    while (fgets(line, sizeof line, file) != NULL) {
        const char *colon = strchr(line, ':');
        if (strncmp(line, "model name", 10) != 0 || colon == NULL) continue;
        line[strcspn(line, "\n\"\\")] = '\0';
        snprintf(name, size, "%s", colon + 2);
        break;
    }
    fclose(file);
}

/* Which clone of the block loops (base/kernel.h) the loader takes here. */
static const char *vectors(void)
{
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
#ifdef BIREME_VECTOR_PLAIN
    return "baseline";
#endif
#ifndef BIREME_VECTOR_AVX2
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
        __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq"))
        return "AVX-512";
#endif
    if (__builtin_cpu_supports("avx2")) return "AVX2";
#endif
    return "baseline";
}

static void print_machine(const char *name)
{
    char processor[128], date[32];
    time_t now = time(NULL);
    struct tm day;
    read_processor(processor, sizeof processor);
    if (gmtime_r(&now, &day) == NULL || strftime(date, sizeof date, "%Y-%m-%d", &day) == 0) date[0] = '\0';
    printf("{\"bench\":\"machine\",\"program\":\"%s\",\"cpu\":\"%s\",\"processors\":%ld,\"vectors\":\"%s\","
           "\"compiler\":\"%s %s\",\"flags\":\"%s\",\"date\":\"%s\"}\n",
           name, processor, sysconf(_SC_NPROCESSORS_ONLN), vectors(), BENCH_COMPILER, __VERSION__,
           BENCH_FLAGS, date);
}

/* ------------------------ the command line */

bench bench_begin(const char *name, int argc, char **argv)
{
    bench b = {.name = name};
    int i = 1;
    if (i < argc && strcmp(argv[i], "--smoke") == 0) {
        b.smoke = true;
        i++;
    } else if (i + 3 < argc && strcmp(argv[i], "--count") == 0) {
        b.count_case = argv[i + 1];
        b.count_who = argv[i + 2];
        b.count_times = strtoul(argv[i + 3], NULL, 10);
        i += 4;
    }
    b.argc = argc - i;
    b.argv = argv + i;
    if (b.count_case == NULL) print_machine(name);
    return b;
}

bool bench_wants(const bench *b, const char *label)
{
    return b->count_case == NULL || strcmp(b->count_case, label) == 0;
}

int bench_end(const bench *b)
{
    fflush(stdout);
    if (!isnan(consumed)) return 0;
    fprintf(stderr, "%s: a contender computed no number\n", b->name);
    return 1;
}

/* ------------------------ timing */

static int ascending(const void *a, const void *b)
{
    double p = *(const double *)a, q = *(const double *)b;
    return (p > q) - (p < q);
}

static double unit_of(const bench_contender *c)
{
    return strncmp(c->unit, "ns", 2) == 0 ? 1e-9 : strncmp(c->unit, "ms", 2) == 0 ? 1e-3 : 1;
}

static void print_times(const bench *b, const char *label, const bench_contender *c, size_t n, double *times)
{
    for (size_t r = 0; r < n; r++) times[r] /= c->samples * unit_of(c);
    qsort(times, n, sizeof *times, ascending);
    double median = n % 2 == 1 ? times[n / 2] : (times[n / 2 - 1] + times[n / 2]) / 2;
    printf("{\"bench\":\"%s\",\"case\":\"%s\",\"who\":\"%s\",\"unit\":\"%s\",\"min\":%.4g,\"median\":%.4g,"
           "\"max\":%.4g,\"spread\":%.3f,\"repeats\":%zu}\n",
           b->name, label, c->who, c->unit, times[0], median, times[n - 1],
           (times[3 * (n - 1) / 4] - times[(n - 1) / 4]) / median, n);
    fflush(stdout);
}

/* Prints what one time has in samples. */
static void count(const bench *b, size_t n, const bench_contender *contenders)
{
    for (size_t i = 0; i < n; i++) {
        if (strcmp(contenders[i].who, b->count_who) != 0) continue;
        for (unsigned long k = 0; k < b->count_times; k++)
            bench_consume(contenders[i].work(contenders[i].context));
        printf("%.0f\n", contenders[i].samples);
    }
}

void bench_by_turns(const bench *b, const char *label, size_t repeats, size_t n,
                    const bench_contender *contenders)
{
    static double times[CONTENDERS_MOST][REPEATS_MOST];
    if (!bench_wants(b, label)) return;
    if (b->count_case != NULL) {
        count(b, n, contenders);
        return;
    }
    repeats = b->smoke ? REPEATS_SMOKE : repeats == 0 ? REPEATS : repeats;
    if (n > CONTENDERS_MOST || repeats > REPEATS_MOST) {
        fprintf(stderr, "%s: too many contenders or repeats for %s\n", b->name, label);
        exit(1);
    }
    size_t warm = repeats / 20 + 1;
    for (size_t r = 0; r < warm + repeats; r++)
        for (size_t i = 0; i < n; i++) {
            double start = bench_seconds();
            bench_consume(contenders[i].work(contenders[i].context));
            if (r >= warm) times[i][r - warm] = bench_seconds() - start;
        }
    for (size_t i = 0; i < n; i++) print_times(b, label, &contenders[i], repeats, times[i]);
}

void bench_figure(const bench *b, const char *label, const char *who, const char *unit, double value)
{
    if (b->count_case != NULL) return;
    printf("{\"bench\":\"%s\",\"case\":\"%s\",\"who\":\"%s\",\"unit\":\"%s\",\"value\":%.6g}\n", b->name,
           label, who, unit, value);
}
