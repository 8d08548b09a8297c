-- 0003: what was made of it, and the counts that pages and metrics read.
-- Read and written by: daemon/store/{verdict_writer,day_counts,series_store,rate_reader,item_reader,verdict_export}.cpp.

-- The words of daemon/verdict/verdict.cpp, for whoever reads the tables by hand.
CREATE TABLE verdict_kind (verdict "char" PRIMARY KEY, name text NOT NULL UNIQUE);
INSERT INTO verdict_kind VALUES
    ('l', 'lingering'), ('r', 'retrievable'), ('n', 'not_public'), ('g', 'not_measured'), ('u', 'unknown'),
    ('y', 'too_young'), ('x', 'excluded'), ('c', 'unconfirmed'), ('m', 'missing'),
    ('A', 'imported_available'), ('N', 'imported_not_available'), ('E', 'imported_error');

-- One row an item, day and rule version; widths matter: it is the table that grows. So 0 stands for "none" in the four
-- numbers and '-' in first_ask: a single NULL would cost each row 8 bytes. Partitions are made by ensure_verdict_partition: one
-- a rule version, below it one a month, where an item's few rows share an entry of its index (11 bytes a row by the month's
-- end; a unique one on (item, day), filled day by day, takes 24 to 34). That an item has one row a day is kept by its writers, who
-- compare under LOCK TABLE. A day's rows lie together, so BRIN finds them. No foreign keys from here: it is to be spread over machines by item one day.
CREATE TABLE verdict (
    item            integer  NOT NULL,
    day             date     NOT NULL,
    decided_by      integer  NOT NULL,       -- call that decided it
    confirmed_by    integer  NOT NULL,       -- call that confirmed an absence
    presence_before integer  NOT NULL,       -- presence_block that read it before the deciding call …
    presence_after  integer  NOT NULL,       -- … and after
    rule_version    smallint NOT NULL,
    verdict         "char"   NOT NULL,       -- verdict_kind, by its letter
    reason          "char"   NOT NULL,       -- verdict_reason, by its letter
    grade           "char"   NOT NULL,       -- '-' none, '1' once, '2' twice, 'a' alone
    counts          boolean  NOT NULL,
    countable       boolean  NOT NULL,
    first_ask       "char"   NOT NULL        -- its first ordinary batch of the day returned it: 'y', 'n'; '-' not asked in one
) PARTITION BY LIST (rule_version);

CREATE FUNCTION ensure_verdict_partition(of_day date, of_rule smallint) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first date := date_trunc('month', of_day)::date;
    rule text := 'verdict_rule_' || of_rule;
    name text := rule || '_' || to_char(first, 'YYYY_MM');
BEGIN
    IF to_regclass(name) IS NOT NULL THEN
        RETURN;
    END IF;
    -- 1280131412 is daemon/store/advisory_lock.hpp's class.
    PERFORM pg_advisory_xact_lock(1280131412, 3);
    IF to_regclass(rule) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF verdict FOR VALUES IN (%s) PARTITION BY RANGE (day)', rule, of_rule);
    END IF;
    IF to_regclass(name) IS NULL THEN
        EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)',
                       name, rule, first, (first + interval '1 month')::date);
        EXECUTE format('CREATE INDEX ON %I (item)', name);
        EXECUTE format('CREATE INDEX ON %I USING brin (day) WITH (pages_per_range = 16, autosummarize = on)', name);
    END IF;
END $$;

-- Stratum: 'all', 'region:DE', 'created:2025'; never a creator.
CREATE TABLE day_count (
    list         integer  NOT NULL REFERENCES watchlist,
    day          date     NOT NULL,
    stratum      text     NOT NULL,
    rule_version smallint NOT NULL,
    verdict      "char"   NOT NULL REFERENCES verdict_kind,
    counts       boolean  NOT NULL,
    n            integer  NOT NULL,
    PRIMARY KEY (list, day, stratum, rule_version, verdict, counts)
);

CREATE TABLE day_rate (
    list         integer  NOT NULL REFERENCES watchlist,
    day          date     NOT NULL,
    stratum      text     NOT NULL,
    rule_version smallint NOT NULL,
    retrievable  integer  NOT NULL,          -- of those that count
    missing      integer  NOT NULL,
    open         integer  NOT NULL,          -- countable, but unconfirmed or not measured
    creators     integer  NOT NULL,
    completeness double precision,           -- NULL: no headline (fewer than 30 counting items, or coverage < 0.95)
    low          double precision,
    high         double precision,
    range_low    double precision,
    range_high   double precision,
    first_ask    double precision,
    coverage     double precision,
    PRIMARY KEY (list, day, stratum, rule_version)
);

-- Dated changes of the platform or of its documents, to mark on charts.
CREATE TABLE annotation (
    annotation integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day        date NOT NULL,
    platform   text NOT NULL,
    words      text NOT NULL,
    source     text NOT NULL
);
INSERT INTO annotation (day, platform, words, source) VALUES
    ('2025-05-16', 'tiktok', 'Batch Compliance API introduced', 'developers.tiktok.com, Research API changelog'),
    ('2026-02-26', 'tiktok', '"Updated data pipeline logic to ensure comprehensive coverage of all public video content"',
     'developers.tiktok.com, Research API changelog');
