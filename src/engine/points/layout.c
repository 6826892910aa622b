/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/points/layout.h"

#include "base/memory.h"

/* The keys of streams are already hashes. */
static size_t home_of(const bireme_layout *layout, const bireme_stream *stream, uint32_t draw)
{
    uint64_t key = ((uint64_t)stream->key[0] << 32 | stream->key[1]) + draw * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(key ^ key >> 29) & (layout->n_places - 1);
}

static bool is_it(const bireme_layout_entry *entry, const bireme_stream *stream, uint32_t draw)
{
    return entry->draw == draw && bireme_stream_equal(&entry->stream, stream);
}

/* The place of the draw, or the one where it would go. There is always a free place. */
static uint32_t *look_up(const bireme_layout *layout, const bireme_stream *stream, uint32_t draw)
{
    size_t at = home_of(layout, stream, draw);
    while (layout->place[at] != 0 && !is_it(&layout->entries[layout->place[at] - 1], stream, draw))
        at = (at + 1) & (layout->n_places - 1);
    return &layout->place[at];
}

bireme_layout_entry *bireme_layout_find(const bireme_layout *layout, const bireme_stream *stream,
                                        uint32_t draw)
{
    if (layout->n_places == 0) return NULL;
    uint32_t at = *look_up(layout, stream, draw);
    return at != 0 ? &layout->entries[at - 1] : NULL;
}

/* Makes room for one more entry; at most half of the places are taken. */
static bool make_room(bireme_layout *layout)
{
    if (layout->n_entries < layout->room) return true;
    size_t room = layout->room > 0 ? 2 * layout->room : 256;
    bireme_layout_entry *entries = bireme_realloc(layout->entries, room, sizeof *entries);
    if (entries != NULL) layout->entries = entries;
    uint32_t *place = bireme_calloc(2 * room, sizeof *place);
    if (entries == NULL || place == NULL) {
        bireme_free(place);
        layout->failed = true;
        return false;
    }
    bireme_free(layout->place);
    layout->place = place;
    layout->n_places = 2 * room;
    layout->room = room;
    for (size_t i = 0; i < layout->n_entries; i++)
        *look_up(layout, &entries[i].stream, entries[i].draw) = (uint32_t)i + 1;
    return true;
}

void bireme_layout_ask(bireme_layout *layout, const bireme_stream *stream, uint32_t draw, uint64_t slots)
{
    bireme_layout_entry *entry = bireme_layout_find(layout, stream, draw);
    if (entry != NULL) {
        if (slots > entry->slots) entry->slots = slots;
        return;
    }
    if (!make_room(layout)) return;
    layout->entries[layout->n_entries] =
        (bireme_layout_entry){.stream = *stream, .draw = draw, .slots = slots};
    *look_up(layout, stream, draw) = (uint32_t)++layout->n_entries;
}

bireme_status bireme_layout_number(bireme_layout *layout, bireme_points_options options, bireme_error *error)
{
    uint32_t next = 0;
    if (layout->failed) return bireme_fail_memory(error);
    for (size_t i = 0; i < layout->n_entries; i++) {
        bireme_layout_entry *entry = &layout->entries[i];
        uint32_t left = BIREME_POINTS_DIMENSIONS_MOST - next;
        entry->first = next;
        entry->count = entry->slots < left ? (uint32_t)entry->slots : left;
        next += entry->count;
    }
    options.n_dimensions = next;
    bireme_status status = bireme_points_create(&options, &layout->points, error);
    if (status != BIREME_OK) return status;
    for (size_t i = 0; i < layout->n_entries; i++) {
        const bireme_layout_entry *entry = &layout->entries[i];
        for (uint32_t slot = 0; slot < entry->count; slot++) /* below 2^20: periods, or open deals */
            bireme_points_assign(layout->points, entry->first + slot, &entry->stream,
                                 entry->draw << 20 | slot);
    }
    return BIREME_OK;
}

void bireme_layout_free(bireme_layout *layout)
{
    bireme_points_free(layout->points);
    bireme_free(layout->reflection);
    bireme_free(layout->is_score);
    bireme_free(layout->entries);
    bireme_free(layout->place);
    *layout = (bireme_layout){0};
}
