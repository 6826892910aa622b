/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a metric means, for people: from its row.
 */
#ifndef BIREME_OUTPUT_ASSUMPTIONS_GLOSSARY_H
#define BIREME_OUTPUT_ASSUMPTIONS_GLOSSARY_H

#include "model/metric.h"
#include "output/forms/document.h"

/* Adds to an initialised document, which remembers failures, what the metric means, in which unit and over
 * what; and which metric has the same values by definition. */
void bireme_glossary_metric(const bireme_model *model, const bireme_metrics *metrics, size_t metric,
                            bireme_document *document);
/* The same for each kind of metric that the model has, in the order in which they are shown. */
void bireme_glossary_all(const bireme_model *model, const bireme_metrics *metrics, bireme_document *document);
/* The same for each kind of metric whose words hold these ("CAC", "cost per win"), whether the model has it
 * or not. How many there are. */
size_t bireme_glossary_search(const bireme_metrics *metrics, const char *words, bireme_document *document);
/* The same of the metric of that name, which the model does not have. */
void bireme_glossary_absent(const char *name, bireme_document *document);

#endif
