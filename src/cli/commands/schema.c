/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * `bireme schema`: the JSON Schema of the scenario file, for editors and other tools.
 */
#include "cli/options/options.h"

#include "scenario/fields/schema.h"

static int run(const bireme_console *console, const bireme_options *options)
{
    (void)console;
    bireme_text text = {0};
    bireme_status status = options->reference ? bireme_scenario_reference(&text)
                                              : bireme_scenario_schema(&text);
    int exit_status = bireme_status_exit(status);
    if (status != BIREME_OK)
        bireme_console_complain("%s", bireme_status_text(status));
    else
        exit_status = bireme_options_write(options, &text);
    bireme_text_free(&text);
    return exit_status;
}

static const bireme_option taken[] = {BIREME_OPTION_OUT, BIREME_OPTION_REFERENCE, BIREME_OPTION_HELP,
                                      BIREME_OPTION_NONE};

const bireme_command bireme_command_schema = {
    .name = "schema",
    .arguments = "",
    .summary = "the JSON Schema of the scenario file, for your editor",
    .about =
        "Prints the JSON Schema (draft-07) of the scenario file. An editor that knows it completes names,\n"
        "explains every field and marks mistakes while you type: write it beside your scenario and name\n"
        "it there with \"$schema\": \"scenario.schema.json\".",
    .example = "  bireme schema --out scenario.schema.json",
    .options = taken,
    .run = run,
};
