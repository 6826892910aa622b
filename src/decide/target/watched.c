/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "decide/target/watched.h"

static void progress(void *context, uint64_t done, uint64_t trials)
{
    const bireme_target_watched *w = context;
    uint64_t before = w->study->done, expected = w->study->options.expected;
    uint64_t all = before + trials > expected ? before + trials : expected;
    if (w->run->progress != NULL) w->run->progress(w->run->context, before + done, all);
}

static bool cancelled(void *context)
{
    const bireme_target_watched *w = context;
    return w->run->cancelled != NULL && w->run->cancelled(w->run->context);
}

bireme_run_options bireme_target_watch(bireme_target_watched *watched)
{
    bireme_run_options options = *watched->run;
    options.progress = progress;
    options.cancelled = cancelled;
    options.context = watched;
    return options;
}
