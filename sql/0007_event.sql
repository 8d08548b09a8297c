-- 0007: what changed, and what that is told from.
-- Read and written by: daemon/store/{event_writer,event_facts,event_rows,event_reader,field_rows,memory_rows,series_event_rows,stale_event}.cpp.

-- One row a change of an item, a list or a run (daemon/events/event.hpp says when each kind is opened, confirmed and closed).
-- Never deleted: what a later run of the same day takes back is closed, and says so.
CREATE TABLE event (
    event        integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind         text        NOT NULL CHECK (kind IN (
                     'item_lost', 'item_returned', 'creator_lost', 'list_fell', 'arm_void', 'mass_change', 'api_silent',
                     'corruption', 'vantages_disagree', 'schema_changed', 'stale')),
    platform     text        NOT NULL DEFAULT 'tiktok',
    list         integer     REFERENCES watchlist,   -- NULL: of an item, on whichever lists it is; or of a whole run
    item         integer     REFERENCES item,
    creator      text,
    vantage      text,
    field        text,
    aspect       text,                               -- which of several: arm 'api'; 'fall'; 'vanished'
    day          date        NOT NULL,               -- the day it concerns: opened_on
    opened_at    timestamptz NOT NULL,               -- by the clock of the run that saw it
    updated_at   timestamptz NOT NULL,
    confirmed_on date,
    closed_on    date,
    closed_why   text,                               -- 'returned', 'excluded', 'withdrawn' …
    details      jsonb       NOT NULL DEFAULT '{}',  -- numbers over all items
    -- Of a whole run's event: what may be told whoever sees public lists only. NULL: to them it does not exist.
    -- Of an item or a list it is NULL: who may see that, may see its events.
    public_details jsonb,
    run          integer     REFERENCES run,         -- that opened it; NULL: a clock or an import
    rule_version smallint    NOT NULL,
    UNIQUE NULLS NOT DISTINCT (kind, day, list, item, creator, vantage, field, aspect)
);
CREATE INDEX event_open ON event (kind) WHERE closed_on IS NULL;
CREATE INDEX event_by_closing ON event (closed_on) WHERE closed_on IS NOT NULL;
CREATE INDEX event_by_day ON event (day);
CREATE INDEX event_by_item ON event (item) WHERE item IS NOT NULL;
CREATE INDEX event_by_list ON event (list) WHERE list IS NOT NULL;
CREATE INDEX event_by_update ON event (updated_at);

-- What each item's counting days up to a day say of the next change (daemon/events/item_memory.hpp): a row a day, of the newest
-- days only. It follows from the verdicts.
CREATE TABLE item_memory (
    day    date      PRIMARY KEY,
    items  integer[] NOT NULL,
    states text      NOT NULL                        -- a letter an item
);

-- A list's paired panel day by day (daemon/statistics/panel_change.hpp): what a fall of it is told from.
CREATE TABLE panel_day (
    list              integer NOT NULL REFERENCES watchlist,
    day               date    NOT NULL,
    panel             integer NOT NULL,
    creators          integer NOT NULL,
    lost_items        integer NOT NULL,
    returned_items    integer NOT NULL,
    lost_creators     integer NOT NULL,
    returned_creators integer NOT NULL,
    PRIMARY KEY (list, day)
);

-- Which fields the items of one answer had; summed up when the run ends, then dropped.
CREATE TABLE field_sighting (
    day          date      NOT NULL,
    fields       text[]    NOT NULL,
    types        "char"[]  NOT NULL,                 -- as in field_census
    items        integer[] NOT NULL,
    public_items integer[] NOT NULL                  -- of those on public lists
);
CREATE INDEX field_sighting_by_day ON field_sighting (day);

-- How many of a day's returned items had which field: field presence, and what a change of the schema is told from.
CREATE TABLE field_census (
    day          date    NOT NULL,
    field        text    NOT NULL,                   -- '': the items themselves
    type         "char"  NOT NULL CHECK (type IN ('s', 'n', 'b', 'a', 'o', '*')),  -- string, number, boolean, array, object; '*' of items
    items        integer NOT NULL,
    public_items integer NOT NULL,
    PRIMARY KEY (day, field, type)
);
