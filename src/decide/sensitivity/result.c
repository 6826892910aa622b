/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The sensitivity as a result: queried.
 */
#include "decide/sensitivity/result.h"

const char *bireme_sensitivity_scenario(const bireme_sensitivity *sensitivity)
{
    return sensitivity->scenario;
}

const char *bireme_sensitivity_metric(const bireme_sensitivity *sensitivity)
{
    return sensitivity->metric;
}

const char *bireme_sensitivity_until(const bireme_sensitivity *sensitivity)
{
    return sensitivity->until;
}

bool bireme_sensitivity_whole_horizon(const bireme_sensitivity *sensitivity)
{
    return sensitivity->whole_horizon;
}

bireme_unit bireme_sensitivity_unit(const bireme_sensitivity *sensitivity)
{
    return sensitivity->unit;
}

uint64_t bireme_sensitivity_trials(const bireme_sensitivity *sensitivity)
{
    return sensitivity->trials;
}

uint64_t bireme_sensitivity_seed(const bireme_sensitivity *sensitivity)
{
    return sensitivity->seed;
}

bireme_sampler bireme_sensitivity_sampler(const bireme_sensitivity *sensitivity)
{
    return sensitivity->sampler;
}

double bireme_sensitivity_runs(const bireme_sensitivity *sensitivity)
{
    return sensitivity->runs;
}

const bireme_summary *bireme_sensitivity_summary(const bireme_sensitivity *sensitivity)
{
    return &sensitivity->summary;
}

const bireme_input *bireme_sensitivity_chance(const bireme_sensitivity *sensitivity)
{
    return &sensitivity->chance;
}

double bireme_sensitivity_sum_first(const bireme_sensitivity *sensitivity)
{
    return sensitivity->sum_first;
}

const char *bireme_sensitivity_worth_metric(const bireme_sensitivity *sensitivity)
{
    return sensitivity->worth_metric;
}

bireme_unit bireme_sensitivity_worth_unit(const bireme_sensitivity *sensitivity)
{
    return sensitivity->worth_unit;
}

size_t bireme_sensitivity_best(const bireme_sensitivity *sensitivity)
{
    return sensitivity->best;
}

size_t bireme_sensitivity_input_count(const bireme_sensitivity *sensitivity)
{
    return sensitivity->n_inputs;
}

const bireme_input *bireme_sensitivity_input(const bireme_sensitivity *sensitivity, size_t input)
{
    return input < sensitivity->n_inputs ? &sensitivity->inputs[input] : NULL;
}

size_t bireme_sensitivity_alternative_count(const bireme_sensitivity *sensitivity)
{
    return sensitivity->n_alternatives;
}

const bireme_alternative *bireme_sensitivity_alternative(const bireme_sensitivity *sensitivity,
                                                         size_t alternative)
{
    return alternative < sensitivity->n_alternatives ? &sensitivity->alternatives[alternative] : NULL;
}

const char *bireme_input_path(const bireme_input *input)
{
    return input->path;
}

bireme_input_kind bireme_input_kind_of(const bireme_input *input)
{
    return input->kind;
}

const bireme_index *bireme_input_index(const bireme_input *input)
{
    return &input->index;
}

double bireme_input_rank_correlation(const bireme_input *input)
{
    return input->rank_correlation;
}

double bireme_input_low(const bireme_input *input)
{
    return input->low;
}

double bireme_input_low_se(const bireme_input *input)
{
    return input->low_se;
}

double bireme_input_high(const bireme_input *input)
{
    return input->high;
}

double bireme_input_high_se(const bireme_input *input)
{
    return input->high_se;
}

double bireme_input_low_at(const bireme_input *input)
{
    return input->low_at;
}

double bireme_input_high_at(const bireme_input *input)
{
    return input->high_at;
}

const char *bireme_input_low_regime(const bireme_input *input)
{
    return input->low_regime;
}

const char *bireme_input_high_regime(const bireme_input *input)
{
    return input->high_regime;
}

double bireme_input_worth(const bireme_input *input)
{
    return input->worth;
}

double bireme_input_worth_se(const bireme_input *input)
{
    return input->worth_se;
}

size_t bireme_input_member_count(const bireme_input *input)
{
    return input->n_members;
}

const bireme_input *bireme_input_member(const bireme_input *input, size_t member)
{
    return member < input->n_members ? &input->members[member] : NULL;
}
