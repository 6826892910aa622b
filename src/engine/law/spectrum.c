/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The characteristic function of a metric, summed over the trials of each part, at equal steps of u. A term
 * of deals with mean number μ, each worth a V + b, adds to its logarithm
 *
 *     μ (ψ(u a) e^(iu (a centre + b)) − 1),
 *
 * with ψ from the table of the value (dist/sums/transform.h). From one u to the next the argument of ψ goes
 * on by a step of its own and the factor turns by an angle of its own, so that a term takes a few products
 * and a look-up. Where deals are many the terms are summed at a few u only (nodes.c). What is left, an
 * exponential and a sine a trial, is the same for any number of terms. Blocks of trials go in parallel, CHUNK
 * values of u at a time, and their sums are added in order.
 */
#include "engine/law/nodes.h"

#include <math.h>
#include <string.h>
#include "base/kernel.h"
#include "base/memory.h"
#include "engine/run/parallel.h"
#include "engine/trial/kernels.h"
#include "numeric/special/exp_block.h"
#include "numeric/special/sincos_block.h"

enum { CHUNK = 16, STATES = 7, BASE_STATES = 4, MOST = 4096 };
/* What a chunk that is left out may hold. */
static const double NOTHING = 1e-9;
static const double TURN = 6.283185307179586;

typedef struct spectrum {
    bireme_law *law;
    double du;
    bool less_none;
    bireme_law_nodes nodes; /* panels 0: each term goes step by step */
    size_t first;           /* the number of the chunk's first u */
    double *sums;           /* [n_blocks × CHUNK × PARTS × 2] */
    double **room;          /* [threads] [2 × CHUNK + 4][BIREME_BLOCK] */
} spectrum;

/* The states of a term: where its factor points and how it turns, where it is in the table and how it goes
 * on; side: −1 where a value counts negatively, ψ(−v) being the conjugate of ψ(v). */
typedef struct state {
    double *re, *im, *by_re, *by_im, *at, *step, *side;
} state;

static state state_of(double *base)
{
    return (state){base,
                   base + BIREME_BLOCK,
                   base + 2 * BIREME_BLOCK,
                   base + 3 * BIREME_BLOCK,
                   base + 4 * BIREME_BLOCK,
                   base + 5 * BIREME_BLOCK,
                   base + 6 * BIREME_BLOCK};
}

/* ------------------------ beginning */

static void set_turn(double *angle, const state *to)
{
    for (int i = 0; i < BIREME_BLOCK; i++) angle[i] -= TURN * floor(angle[i] / TURN + 0.5);
    bireme_sincos_block(BIREME_BLOCK, angle, to->by_im, to->by_re);
    bireme_lanes_set(1, to->re);
    bireme_lanes_set(0, to->im);
}

static void begin_term(const spectrum *s, const bireme_law_term *term, double *base)
{
    const bireme_transform *table = s->law->transforms[term->channel];
    const state to = state_of(base);
    bireme_lanes angle;
    for (int i = 0; i < BIREME_BLOCK; i++) {
        angle[i] = s->du * (term->each[i] * table->centre + term->besides[i]);
        to.at[i] = 0;
        if (table->n == 0) continue;
        double step = s->du * fabs(term->each[i]) / table->step;
        to.side[i] = term->each[i] < 0 ? -1 : 1;
        if (table->lattice > 0) step -= floor(step / (double)table->n) * (double)table->n;
        to.step[i] = step;
    }
    set_turn(angle, &to);
}

static bireme_status begin(spectrum *s, bireme_error *error)
{
    for (size_t b = 0; b < s->law->n_blocks; b++) {
        bireme_law_block *block = &s->law->blocks[b];
        bireme_lanes angle;
        const size_t terms = s->nodes.panels > 0 ? 0 : block->n;
        block->turning = bireme_calloc_aligned(terms * STATES + BASE_STATES, sizeof(bireme_lanes));
        if (block->turning == NULL) return bireme_fail_memory(error);
        for (size_t k = 0; k < terms; k++)
            begin_term(s, &block->terms[k], block->turning + k * STATES * BIREME_BLOCK);
        double *base = block->turning + terms * STATES * BIREME_BLOCK;
        const state of_base = {.re = base,
                               .im = base + BIREME_BLOCK,
                               .by_re = base + 2 * BIREME_BLOCK,
                               .by_im = base + 3 * BIREME_BLOCK};
        for (int i = 0; i < BIREME_BLOCK; i++) angle[i] = s->du * (block->base[i] - s->law->low);
        set_turn(angle, &of_base);
    }
    return BIREME_OK;
}

static void end(const spectrum *s)
{
    for (size_t b = 0; b < s->law->n_blocks; b++) {
        bireme_free(s->law->blocks[b].turning);
        s->law->blocks[b].turning = NULL;
    }
}

/* ------------------------ a chunk */

/* Deals that all have the same value: ψ = 1. */
BIREME_KERNEL static void add_fixed(const double *restrict mean, double *restrict re, double *restrict im,
                                    const double *restrict by_re, const double *restrict by_im,
                                    double *restrict sum_re, double *restrict sum_im)
{
    for (size_t k = 0; k < CHUNK; k++) {
        double *restrict to_re = sum_re + k * BIREME_BLOCK, *restrict to_im = sum_im + k * BIREME_BLOCK;
        for (size_t i = 0; i < BIREME_BLOCK; i++) {
            to_re[i] += mean[i] * (re[i] - 1);
            to_im[i] += mean[i] * im[i];
            double next = re[i] * by_re[i] - im[i] * by_im[i];
            im[i] = re[i] * by_im[i] + im[i] * by_re[i];
            re[i] = next;
        }
    }
}

/* The others. period: of the table, in entries; without one `at` stops at the end. */
BIREME_KERNEL static void add_values(const double *restrict mean, const double *restrict table_re,
                                     const double *restrict table_im, double end, double period,
                                     const state *states, double *restrict sum_re, double *restrict sum_im)
{
    double *restrict re = states->re, *restrict im = states->im, *restrict at = states->at;
    const double *restrict by_re = states->by_re, *restrict by_im = states->by_im;
    const double *restrict step = states->step, *restrict side = states->side;
    for (size_t k = 0; k < CHUNK; k++) {
        double *restrict to_re = sum_re + k * BIREME_BLOCK, *restrict to_im = sum_im + k * BIREME_BLOCK;
        for (size_t i = 0; i < BIREME_BLOCK; i++) {
            int j = (int)at[i];
            double x = 0, y = 0, w[6];
            bireme_transform_weights(at[i] - j, w);
            for (int n = 0; n < 6; n++) x += w[n] * table_re[j + n], y += w[n] * table_im[j + n];
            y *= side[i];
            to_re[i] += mean[i] * (x * re[i] - y * im[i] - 1);
            to_im[i] += mean[i] * (x * im[i] + y * re[i]);
            double next = re[i] * by_re[i] - im[i] * by_im[i];
            im[i] = re[i] * by_im[i] + im[i] * by_re[i];
            re[i] = next;
            double on = at[i] + step[i];
            on = on >= end ? (period > 0 ? on - period : end) : on;
            at[i] = on;
        }
    }
}

/* (e^(re + i im) − none) times A's factor, where the trial counts. size, sine, cosine: of that
 * exponential. */
BIREME_KERNEL static void finish(const double *restrict size, const double *restrict sine,
                                 const double *restrict cosine, const double *restrict none,
                                 const double *restrict alive, const double *restrict base_re,
                                 const double *restrict base_im, double *restrict out_re,
                                 double *restrict out_im)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        double x = size[i] * cosine[i] - none[i], y = size[i] * sine[i];
        out_re[i] = alive[i] * (x * base_re[i] - y * base_im[i]);
        out_im[i] = alive[i] * (x * base_im[i] + y * base_re[i]);
    }
}

BIREME_KERNEL static void turn(double *restrict re, double *restrict im, const double *restrict by_re,
                               const double *restrict by_im)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) {
        double next = re[i] * by_re[i] - im[i] * by_im[i];
        im[i] = re[i] * by_im[i] + im[i] * by_re[i];
        re[i] = next;
    }
}

static void sum_parts(const double *lanes, double *out, size_t stride)
{
    for (size_t i = 0; i < BIREME_BLOCK; i++) out[i % BIREME_LAW_PARTS * stride] += lanes[i];
}

static void interpolate(const spectrum *s, size_t b, double *re, double *im)
{
    for (size_t k = 0; k < CHUNK; k++)
        bireme_law_nodes_at(&s->nodes, b, s->du * (double)(s->first + k), re + k * BIREME_BLOCK,
                            im + k * BIREME_BLOCK);
}

static void sum_terms(const spectrum *s, const bireme_law_block *block, double *re, double *im)
{
    memset(re, 0, 2 * CHUNK * sizeof(bireme_lanes));
    for (size_t k = 0; k < block->n; k++) {
        const bireme_law_term *term = &block->terms[k];
        const bireme_transform *table = s->law->transforms[term->channel];
        const state at = state_of(block->turning + k * STATES * BIREME_BLOCK);
        if (table->n == 0)
            add_fixed(term->mean, at.re, at.im, at.by_re, at.by_im, re, im);
        else
            add_values(term->mean, table->re, table->im, (double)table->n,
                       table->lattice > 0 ? (double)table->n : 0, &at, re, im);
    }
}

static void run_chunk(void *context, size_t thread, size_t b)
{
    const spectrum *s = context;
    const bireme_law_block *block = &s->law->blocks[b];
    double *re = s->room[thread], *im = re + CHUNK * BIREME_BLOCK, *size = im + CHUNK * BIREME_BLOCK,
           *sine = size + BIREME_BLOCK, *cosine = sine + BIREME_BLOCK;
    static const bireme_lanes nothing = {0};
    if (s->nodes.panels > 0)
        interpolate(s, b, re, im);
    else
        sum_terms(s, block, re, im);
    double *base = block->turning + (s->nodes.panels > 0 ? 0 : block->n) * STATES * BIREME_BLOCK,
           *out = s->sums + b * CHUNK * BIREME_LAW_PARTS * 2;
    memset(out, 0, CHUNK * BIREME_LAW_PARTS * 2 * sizeof *out);
    for (size_t k = 0; k < CHUNK; k++, out += 2 * BIREME_LAW_PARTS) {
        double *here_re = re + k * BIREME_BLOCK, *here_im = im + k * BIREME_BLOCK;
        for (size_t i = 0; i < BIREME_BLOCK; i++) here_re[i] = here_re[i] > -700 ? here_re[i] : -700;
        bireme_exp_block(BIREME_BLOCK, here_re, size);
        bireme_sincos_block(BIREME_BLOCK, here_im, sine, cosine);
        finish(size, sine, cosine, s->less_none ? block->none : nothing, block->alive, base,
               base + BIREME_BLOCK, here_re, here_im);
        turn(base, base + BIREME_BLOCK, base + 2 * BIREME_BLOCK, base + 3 * BIREME_BLOCK);
        sum_parts(here_re, out, 2);
        sum_parts(here_im, out + 1, 2);
    }
}

/* ------------------------ all */

/* Adds a chunk to the law's sums; returns the largest that is left of the function. */
static double take_chunk(const spectrum *s, size_t first, size_t n)
{
    const bireme_law *law = s->law;
    double largest = 0, alive = 0;
    for (size_t r = 0; r < BIREME_LAW_PARTS; r++) alive += law->alive[r];
    for (size_t k = 0; k < CHUNK && first + k < n; k++) {
        double *re = law->re + (first + k) * BIREME_LAW_PARTS, *im = law->im + (first + k) * BIREME_LAW_PARTS;
        double all_re = 0, all_im = 0;
        for (size_t b = 0; b < law->n_blocks; b++) {
            const double *from = s->sums + (b * CHUNK + k) * BIREME_LAW_PARTS * 2;
            for (size_t r = 0; r < BIREME_LAW_PARTS; r++) re[r] += from[2 * r], im[r] += from[2 * r + 1];
        }
        for (size_t r = 0; r < BIREME_LAW_PARTS; r++) all_re += re[r], all_im += im[r];
        double size = sqrt(all_re * all_re + all_im * all_im) / (alive > 0 ? alive : 1);
        largest = size > largest ? size : largest;
    }
    return largest;
}

static bireme_status make_room(spectrum *s, size_t n, size_t threads, bireme_error *error)
{
    bireme_law *law = s->law;
    law->re = bireme_calloc(bireme_times(2 * BIREME_LAW_PARTS, n), sizeof *law->re);
    s->sums = bireme_calloc(bireme_times(law->n_blocks, CHUNK * BIREME_LAW_PARTS * 2), sizeof *s->sums);
    s->room = bireme_calloc(threads, sizeof *s->room);
    if (law->re == NULL || s->sums == NULL || s->room == NULL) return bireme_fail_memory(error);
    law->im = law->re + n * BIREME_LAW_PARTS;
    for (size_t i = 0; i < threads; i++) {
        s->room[i] = bireme_calloc_aligned(2 * CHUNK + 4, sizeof(bireme_lanes));
        if (s->room[i] == NULL) return bireme_fail_memory(error);
    }
    return begin(s, error);
}

static bireme_status go_on(spectrum *s, size_t n, bool fades, const bireme_study *study, size_t threads,
                           bireme_error *error)
{
    bireme_law *law = s->law;
    double last = INFINITY, before = INFINITY;
    for (law->n = 0; law->n < n; law->n = law->n + CHUNK < n ? law->n + CHUNK : n) {
        if (fades && law->n > 0 && last < NOTHING && before < NOTHING) break;
        if (study->options.cancelled != NULL && study->options.cancelled(study->options.context))
            return bireme_fail(error, BIREME_CANCELLED, "the run was interrupted");
        s->first = law->n;
        bireme_parallel_each((int)threads, law->n_blocks, run_chunk, s);
        before = last;
        last = take_chunk(s, law->n, n);
    }
    law->unresolved = fades && (last >= NOTHING || before >= NOTHING) ? fmax(last, before) : 0;
    return BIREME_OK;
}

bireme_status bireme_law_transform(bireme_law *law, double du, size_t n, bool fades,
                                   const bireme_study *study, bireme_error *error)
{
    spectrum s = {.law = law, .du = du, .less_none = fades};
    size_t threads = (size_t)study->options.threads;
    if (threads > law->n_blocks) threads = law->n_blocks;
    bireme_status status = BIREME_OK;
    if (fades) {
        n = bireme_law_reach(law, du, MOST);
        status = bireme_law_nodes_create(law, du * (double)n, n / (2 * BIREME_LAW_NODES), (int)threads,
                                         &s.nodes, error);
        n = n < MOST ? n + 2 * CHUNK : n; /* room to see that nothing is left; nodes go a little beyond */
    }
    if (status == BIREME_OK) status = make_room(&s, n, threads, error);
    if (status == BIREME_OK) status = go_on(&s, n, fades, study, threads, error);
    end(&s);
    bireme_law_nodes_free(&s.nodes);
    for (size_t i = 0; s.room != NULL && i < threads; i++) bireme_free(s.room[i]);
    bireme_free(s.room);
    bireme_free(s.sums);
    return status;
}
