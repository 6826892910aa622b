/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/files/outputs.h"

#include <string.h>
#include "base/file.h"
#include "base/memory.h"
#include "base/opened.h"
#include "cli/options/option_values.h"

static bireme_status find(const bireme_output_file *output, bireme_file_place *place, bireme_error *error)
{
    return bireme_file_find(output->path != NULL ? output->path : "/dev/stdout", place, error);
}

/* Two outputs into one pipe would be mixed up; into a terminal or /dev/null they may go. */
static bool may_be_shared(const bireme_file_place *place)
{
    return place->device_of_characters;
}

static int complain_input(const bireme_output_file *output, const char *input)
{
    if (output->path == NULL)
        bireme_console_complain("standard output is '%s', which is read: an output never replaces an input",
                                input);
    else if (strcmp(output->path, input) == 0)
        bireme_console_complain("%s would replace '%s', which is read: name another file", output->what,
                                input);
    else
        bireme_console_complain(
            "%s '%s' would replace '%s', which is read (the two are one file): name another file",
            output->what, output->path, input);
    return BIREME_EXIT_USAGE;
}

static int complain_outputs(const bireme_output_file *a, const bireme_output_file *b)
{
    const bireme_output_file *named = b->path != NULL ? b : a, *other = named == b ? a : b;
    if (other->path == NULL)
        bireme_console_complain("%s names standard output, '%s', which takes the answer", named->what,
                                named->path);
    else if (strcmp(a->path, b->path) == 0)
        bireme_console_complain("%s and %s name the same file, '%s'", b->what, a->what, a->path);
    else
        bireme_console_complain("%s '%s' and %s '%s' name the same file", b->what, b->path, a->what, a->path);
    return BIREME_EXIT_USAGE;
}

static int check_input(const bireme_output_file *output, const bireme_file_place *place,
                       const bireme_opened *inputs)
{
    for (size_t i = 0; inputs != NULL && place->regular && i < inputs->n; i++) {
        const bireme_opened_file *input = &inputs->files[i];
        if (input->device == place->device && input->inode == place->inode)
            return complain_input(output, input->path);
    }
    return 0;
}

int bireme_outputs_check(const bireme_output_file *outputs, size_t n, const bireme_opened *inputs)
{
    bireme_error error = {0};
    int failed = 0;
    size_t found = 0;
    bireme_file_place *places = bireme_calloc(n, sizeof *places);
    if (places == NULL) return bireme_value_no_memory();
    for (size_t i = 0; i < n && failed == 0; i++) {
        if (find(&outputs[i], &places[i], &error) != BIREME_OK) {
            failed = bireme_options_fail(&error);
            break;
        }
        found++;
        failed = check_input(&outputs[i], &places[i], inputs);
        for (size_t k = 0; k < i && failed == 0; k++)
            if (bireme_file_place_same(&places[i], &places[k]) && !may_be_shared(&places[i]))
                failed = complain_outputs(&outputs[k], &outputs[i]);
    }
    for (size_t i = 0; i < found; i++) bireme_free(places[i].path);
    bireme_free(places);
    return failed;
}

int bireme_outputs_check_options(const bireme_options *options, const bireme_opened *inputs)
{
    bireme_opened all = {0};
    bireme_output_file outputs[3] = {
        {"--out", bireme_options_to_standard_output(options) ? NULL : options->out}};
    size_t n = 1;
    if (options->samples != NULL) outputs[n++] = (bireme_output_file){"--samples", options->samples};
    if (options->sipmath != NULL) outputs[n++] = (bireme_output_file){"--sipmath", options->sipmath};
    bool good = inputs == NULL || bireme_opened_join(&all, inputs);
    for (size_t i = 0; i < options->n_arguments && good; i++)
        good = bireme_opened_name(&all, options->arguments[i]);
    for (size_t i = 0; i < options->load.n_assumptions && good; i++)
        good = bireme_opened_name(&all, options->load.assumptions[i]);
    int failed = good ? bireme_outputs_check(outputs, n, &all) : bireme_value_no_memory();
    bireme_opened_free(&all);
    return failed;
}
