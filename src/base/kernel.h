/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * BIREME_KERNEL marks a loop over a block of trials that is compiled for several instruction sets and
 * dispatched at load time. The bits do not differ between them: contraction to FMA is off for the whole
 * project, and a kernel uses only + − × ÷ sqrt, comparisons, integers and table look-ups, lane by lane, with
 * no reduction over lanes.
 */
#ifndef BIREME_BASE_KERNEL_H
#define BIREME_BASE_KERNEL_H

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) &&     \
    defined(__OPTIMIZE__) && !defined(BIREME_VECTOR_PLAIN)
#ifdef BIREME_VECTOR_AVX2 /* no AVX-512 */
#define BIREME_KERNEL __attribute__((target_clones("avx2", "default")))
#else
#define BIREME_KERNEL __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
#endif
#else
#define BIREME_KERNEL
#endif

#endif
