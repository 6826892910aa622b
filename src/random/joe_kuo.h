/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The direction numbers of Joe and Kuo as data: what random/sobol.c builds its tables from. The first
 * dimension needs none. Those of dimension d (from 0) are for the primitive polynomial of degree s with the
 * bits 2p + 1, p its entry d − 1. The entries of the second table follow each other: m_2 … m_s of dimension
 * 1, of dimension 2 and so on; m_1 is always 1.
 */
#ifndef BIREME_RANDOM_JOE_KUO_H
#define BIREME_RANDOM_JOE_KUO_H

#include <stdint.h>

enum { BIREME_JOE_KUO_DIMENSIONS = 4096, BIREME_JOE_KUO_DEGREE_MOST = 16 };

extern const uint16_t bireme_joe_kuo_polynomial[BIREME_JOE_KUO_DIMENSIONS - 1];
extern const uint16_t bireme_joe_kuo_initial[];

#endif
