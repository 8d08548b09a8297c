-- 0004: what one day leaves behind for the next, and which answers may be believed.
-- Read and written by: daemon/store/{past_rows,run_closing,observation_rows,call_rows}.cpp.

-- What is known of an item at the end of a day: its states and their evidence outlive outages of either arm. Only the newest
-- days are kept (a run of the day, one that resumes it and the closing of the day before each need what came before them);
-- all of it follows from calls and blocks and is rebuilt from them by re-judging. 0 and NULL stand for never.
CREATE TABLE item_past (
    item          integer  NOT NULL,
    day           date     NOT NULL,       -- at the end of it
    public_at     timestamptz,             -- began then: the last sound reading that found it public …
    public_by     integer  NOT NULL,       -- … in that presence_block
    negative_days smallint NOT NULL,       -- days since with a sound negative reading, up to 3: then the loss is confirmed
    returned_on   date,
    returned_by   integer  NOT NULL,       -- call
    absent_since  date,                    -- first day of a sound absence since it was last returned
    confirmed_on  date,                    -- its absence was last confirmed then …
    confirmed_by  integer  NOT NULL,       -- … by that call
    later_days    bigint   NOT NULL        -- bit i: a sound call left it out whose window held the i-th day after its creation by id
);
CREATE INDEX item_past_by_day ON item_past (day);

-- 'c': a later call of the day returned what this one left out; 's': one of many empty answers in a row. Decided when the run ends.
ALTER TABLE call ADD unsound "char" NOT NULL DEFAULT '-' CHECK (unsound IN ('-', 'c', 's')),
                 ADD contradicted_by integer;

-- Before the first item of a block a known-live one is asked, after the last an invented id: readings between two that
-- fail are not believed. NULL: none was asked; a reading as in readings.
ALTER TABLE presence_block ADD live_control integer, ADD live_reading "char", ADD invented_id bigint, ADD invented_reading "char";

ALTER TABLE run
    ADD calls_contradicted   integer NOT NULL DEFAULT 0,
    ADD items_dropped        integer NOT NULL DEFAULT 0,  -- by those
    ADD controls_asked       integer NOT NULL DEFAULT 0,  -- places of controls in confirmation calls
    ADD controls_lost        integer NOT NULL DEFAULT 0,  -- left out, and left out again when asked again: a finding
    ADD silent               boolean NOT NULL DEFAULT false,
    ADD mass_change          "char"  NOT NULL DEFAULT '-' -- a fall: 'p' provisional, 'f' repeated; a rise: 'q', 'r'; 'x' refuted
        CHECK (mass_change IN ('-', 'p', 'f', 'q', 'r', 'x')),
    ADD changed_items        integer NOT NULL DEFAULT 0,  -- by a mass change
    ADD vantages_disagree    integer NOT NULL DEFAULT 0,  -- items that one vantage was given and another, soundly, was not
    ADD live_controls_asked  integer NOT NULL DEFAULT 0,
    ADD live_controls_failed integer NOT NULL DEFAULT 0,
    ADD invented_asked       integer NOT NULL DEFAULT 0,
    ADD invented_failed      integer NOT NULL DEFAULT 0;
