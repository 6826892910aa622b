/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What every benchmark shares: the machine, contenders timed by turns, JSON lines.
 *
 * A program prints first a line about the machine, then one line for every contender of every case:
 *     {"bench": …, "case": …, "who": …, "unit": "ns/sample", "min": …, "median": …, "max": …, "spread": …,
 *      "repeats": …}
 * spread: the interquartile range over the median. min is the figure to compare with, because what else the
 * machine does only makes a run slower. Contenders of a case take turns, so that what disturbs one disturbs
 * all.
 *
 * Options of every program: --smoke (few repeats: does it run?); --count CASE WHO TIMES runs that contender
 * so often, times nothing and prints how many samples one time has: for a program that counts instructions.
 */
#ifndef BENCH_HARNESS_H
#define BENCH_HARNESS_H

#include <stdbool.h>
#include <stddef.h>

typedef struct bench {
    const char *name;
    bool smoke;
    const char *count_case, *count_who; /* NULL: everything is timed */
    unsigned long count_times;
    int argc; /* what is left of the command line */
    char **argv;
} bench;

/* Reads the options, which must be the first on the command line, and prints the line about the machine. */
bench bench_begin(const char *name, int argc, char **argv);
/* false: the case is not to be counted, so nothing need be made ready for it. */
bool bench_wants(const bench *b, const char *label);
/* 0 where everything went well; consumed values are used here. */
int bench_end(const bench *b);

/* One call does `samples` samples, or one job of its unit; what it returns depends on what it computed. */
typedef struct bench_contender {
    const char *who;
    double (*work)(void *context);
    void *context;
    double samples;
    const char *unit; /* "ns/sample", "ns/trial", …: what begins with "ms" or "s" is in that unit of time */
} bench_contender;

/* Warms up, then runs all contenders by turns and prints a line for each. repeats: 0: the usual number. */
void bench_by_turns(const bench *b, const char *label, size_t repeats, size_t n,
                    const bench_contender *contenders);
/* A figure that is no time (bytes, nodes, an error). */
void bench_figure(const bench *b, const char *label, const char *who, const char *unit, double value);

double bench_seconds(void); /* of a clock that only goes forward */
void bench_consume(double value);

#endif
