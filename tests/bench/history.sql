-- Makes years of history in a migrated, empty database: lists, items, runs, verdicts, counts, calls. Run by history.py, which
-- passes :items, :days, :call_days and :last (the last day), and then calls bench.fill_month for each month. The same numbers
-- give the same rows. What follows from the rows is computed from them; intervals are Wilson's alone.

CREATE SCHEMA bench;

CREATE FUNCTION bench.dice(a integer, b integer) RETURNS integer LANGUAGE sql IMMUTABLE
    RETURN (hashint4extended(a, b) & 1073741823)::integer;

-- One in 97 days is void, one in 173 a gap; the rules change once, at the beginning of the middle month.
CREATE TABLE bench.day AS
    SELECT n, :'last'::date - :days + 1 + n AS day, n % 97 = 13 AS void, n % 173 = 50 AS gap,
           CASE WHEN :'last'::date - :days + 1 + n < date_trunc('month', :'last'::date - :days / 2)::date THEN 1 ELSE 2 END::smallint AS rule,
           NULL::integer AS run
      FROM generate_series(0, :days - 1) AS n;
INSERT INTO rule_set (rule_version, judge, from_day, made_at, words)
    SELECT 2, 2, min(day), min(day)::timestamp AT TIME ZONE 'UTC', 'A generated history changes its rules once.'
      FROM bench.day WHERE rule = 2;

-- What becomes of each item: most come back nearly always, some hardly ever, some vanish. A fifth joins in the first half.
CREATE TABLE bench.shape AS
    SELECT item, 20 + bench.dice(item, 1) % 180 AS stretch, bench.dice(item, 2) % 10000 AS shift,
           CASE WHEN bench.dice(item, 3) % 100 < 80 THEN 'sound' WHEN bench.dice(item, 3) % 100 < 90 THEN 'withheld'
                WHEN bench.dice(item, 3) % 100 < 98 THEN 'gone' ELSE 'excluded' END AS fate,
           CASE WHEN bench.dice(item, 4) % 5 = 0 THEN bench.dice(item, 5) % (:days / 2) ELSE 0 END AS joined,
           bench.dice(item, 6) % :days AS gone
      FROM generate_series(1, :items) AS item;
ALTER TABLE bench.shape ADD PRIMARY KEY (item);

INSERT INTO item (item, platform, platform_id, username, region, region_source, created_at, created_at_source, added_at)
    OVERRIDING SYSTEM VALUE
    SELECT item, 'tiktok', (extract(epoch FROM created)::bigint << 32) + item, 'creator' || bench.dice(item, 7) % greatest(:items / 8, 1),
           region, CASE WHEN region IS NOT NULL THEN 'given' END, created, 3, added
      FROM (SELECT item, (d.day - 10 - bench.dice(item, 8) % 700)::timestamp AT TIME ZONE 'UTC' + item * interval '1 second' AS created,
                   d.day::timestamp AT TIME ZONE 'UTC' AS added,
                   CASE WHEN fate = 'excluded' THEN 'CA' ELSE (ARRAY['DE', 'FR', 'US', 'BR', 'JP', NULL])[1 + bench.dice(item, 9) % 6] END AS region
              FROM bench.shape JOIN bench.day d ON d.n = joined) made
     ORDER BY item;
SELECT setval(pg_get_serial_sequence('item', 'item'), :items);

INSERT INTO watchlist (slug, title, question, selection, public, created_at)
    SELECT slug, title, question, selection, public, (SELECT min(day) FROM bench.day)::timestamp AT TIME ZONE 'UTC'
      FROM (VALUES (1, 'everything', 'Everything', 'How much of all that is watched here comes back?', 2, true),
                   (2, 'a-thousand', 'A thousand together', 'How much of a list that was added at once comes back?', 1, true),
                   (3, 'scattered', 'A thousand, scattered', 'How much of a list drawn from all others comes back?', 1, true),
                   (4, 'found-missing', 'Found missing', 'What becomes of videos that were missing?', 4, true),
                   (5, 'ours', 'A private list', '', 3, false)) AS made (place, slug, title, question, selection, public)
     ORDER BY place;
INSERT INTO watchlist (slug, title, selection, public, imported, origin) VALUES ('others', 'A series of others', 3, true, true, 'Somebody else');
INSERT INTO watchlist_item (list, item, added_at, added_by)
    SELECT list, item, added_at, 'history' FROM item JOIN bench.shape USING (item) JOIN watchlist ON CASE slug
        WHEN 'everything' THEN true
        WHEN 'a-thousand' THEN item <= 1000
        WHEN 'scattered' THEN item % greatest(:items / 1000, 1) = 0
        WHEN 'found-missing' THEN fate = 'withheld' AND item <= 3000
        WHEN 'ours' THEN item <= 500
        ELSE item <= 11 END
     ORDER BY list, item;

INSERT INTO vantage (probe, name) VALUES ('tiktok.research', 'main'), ('tiktok.oembed', 'here');
INSERT INTO run (day, started_at, ended_at, seed, rule_version, api_arm, presence_arm, void_reason, due, measured, calls, calls_failed,
                 readings, public_due, public_measured, public_calls, public_calls_failed, public_readings)
    SELECT day, at + interval '3 hours', at + interval '5 hours 12 minutes', n, rule, CASE WHEN void THEN 'void' ELSE 'valid' END, 'valid',
           CASE WHEN void THEN 'more than a third of the items stayed unmeasured' END, due, done, calls, failed, due, due, done, calls, failed, due
      FROM (SELECT *, day::timestamp AT TIME ZONE 'UTC' AS at, :items AS due, CASE WHEN void THEN 0 ELSE :items END AS done,
                   (:items + 99) / 100 AS calls, CASE WHEN void THEN (:items + 99) / 100 ELSE 0 END AS failed
              FROM bench.day WHERE NOT gap) ran
     ORDER BY day;
UPDATE bench.day SET run = run.run FROM run WHERE run.day = bench.day.day;
ALTER TABLE bench.day ADD PRIMARY KEY (day);
INSERT INTO quota_day SELECT 1, day, (:items + 99) / 100 FROM bench.day WHERE NOT gap;
ANALYZE;

CREATE FUNCTION bench.letter(s bench.shape, d bench.day) RETURNS "char" LANGUAGE sql IMMUTABLE RETURN (
    CASE WHEN d.void THEN 'g'
         WHEN d.n < s.joined + 3 THEN 'y'
         WHEN bench.dice(s.item, 100000 + d.n) % 1000 < 5 THEN 'u'
         WHEN bench.dice(s.item, 100000 + d.n) % 1000 < 8 THEN 'g'
         WHEN bench.dice(s.item, 100000 + d.n) % 1000 < 9 THEN 'l'
         WHEN s.fate = 'excluded' THEN 'x'
         WHEN s.fate = 'gone' AND d.n >= s.gone THEN 'n'
         WHEN s.fate = 'withheld' AND bench.dice(s.item, (d.n + s.shift) / s.stretch) % 1000 < 850 THEN 'm'
         WHEN bench.dice(s.item, (d.n + s.shift) / s.stretch) % 1000 < 955 THEN 'r'
         WHEN bench.dice(s.item, (d.n + s.shift) / s.stretch) % 1000 < 970 THEN 'm'
         WHEN bench.dice(s.item, (d.n + s.shift) / s.stretch) % 1000 < 980 THEN 'c'
         WHEN bench.dice(s.item, (d.n + s.shift) / s.stretch) % 1000 < 990 THEN 'n'
         ELSE 'r' END)::"char";

-- A day's rows lie together, by item, as a run writes them.
CREATE FUNCTION bench.fill_verdicts(of_month date) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    d bench.day;
    batches constant integer := ((SELECT count(*) FROM bench.shape) + 99) / 100;
BEGIN
    FOR d IN SELECT * FROM bench.day WHERE day BETWEEN of_month AND of_month + interval '1 month - 1 day' AND NOT gap ORDER BY day LOOP
        PERFORM ensure_verdict_partition(d.day, d.rule);
        INSERT INTO verdict (item, day, decided_by, confirmed_by, presence_before, presence_after, rule_version, verdict, reason, grade,
                             counts, countable, first_ask)
            SELECT item, d.day, batch, CASE WHEN v = 'm' THEN batch ELSE 0 END, batch, CASE WHEN v = 'm' THEN batch ELSE 0 END, d.rule, v,
                   CASE v WHEN 'g' THEN 'f' WHEN 'u' THEN 'p' WHEN 'c' THEN '1' ELSE '-' END::"char",
                   CASE v WHEN 'm' THEN '2' WHEN 'c' THEN '1' ELSE '-' END::"char", v IN ('r', 'm'), v IN ('r', 'm', 'c', 'g'),
                   CASE v WHEN 'r' THEN 'y' WHEN 'm' THEN 'n' WHEN 'c' THEN 'n' ELSE '-' END::"char"
              FROM (SELECT s.item, d.n * batches + (s.item - 1) / 100 + 1 AS batch, bench.letter(s, d) AS v
                      FROM bench.shape s WHERE s.joined <= d.n ORDER BY s.item) judged;
    END LOOP;
END $$;

CREATE FUNCTION bench.wilson(k bigint, n bigint, side integer) RETURNS double precision LANGUAGE sql IMMUTABLE RETURN
    (k + 1.9208 + side * 1.96 * sqrt(k::double precision * (n - k) / n + 0.9604)) / (n + 3.8416);

CREATE FUNCTION bench.count_month(of_month date) RETURNS void LANGUAGE sql AS $$
    INSERT INTO day_count (list, day, stratum, rule_version, verdict, counts, n)
        WITH cells AS MATERIALIZED (
            SELECT m.list, v.day, v.rule_version, v.verdict, v.counts, i.region, extract(year FROM i.created_at) AS year, count(*) AS n
              FROM verdict v JOIN watchlist_item m USING (item) JOIN watchlist w USING (list) JOIN item i USING (item)
             WHERE v.day BETWEEN of_month AND of_month + interval '1 month - 1 day' AND v.rule_version > 0 AND NOT w.imported
             GROUP BY 1, 2, 3, 4, 5, 6, 7)
        SELECT list, day, stratum, rule_version, verdict, counts, sum(n)
          FROM cells, LATERAL (VALUES ('all'), ('region:' || region), ('created:' || year),
                                      (CASE WHEN region IS NOT NULL AND verdict <> 'x' THEN 'scope:in' END)) AS of (stratum)
         WHERE stratum IS NOT NULL
         GROUP BY 1, 2, 3, 4, 5, 6;
    INSERT INTO day_rate (list, day, stratum, rule_version, retrievable, missing, open, creators, completeness, low, high, range_low,
                          range_high, first_ask, coverage, pair_items, pair_then, pair_now)
        WITH sums AS (
            SELECT list, day, stratum, rule_version, coalesce(sum(n) FILTER (WHERE verdict = 'r' AND counts), 0) AS r,
                   coalesce(sum(n) FILTER (WHERE verdict = 'm' AND counts), 0) AS m, coalesce(sum(n) FILTER (WHERE verdict IN ('c', 'g')), 0) AS o
              FROM day_count WHERE day BETWEEN of_month AND of_month + interval '1 month - 1 day' AND rule_version > 0
             GROUP BY 1, 2, 3, 4),
        rated AS (
            SELECT sums.*, r + m >= 30 AND (r + m) * 1.0 / (r + m + o) >= 0.95 AND w.selection <> 4 AND NOT d.void AS rated
              FROM sums JOIN watchlist w USING (list) JOIN bench.day d USING (day))
        SELECT list, day, stratum, rule_version, r, m, o, (r + m) / 8 + 1, CASE WHEN rated THEN r::double precision / (r + m) END,
               CASE WHEN rated THEN bench.wilson(r, r + m, -1) END, CASE WHEN rated THEN bench.wilson(r, r + m, 1) END,
               CASE WHEN rated THEN r::double precision / (r + m + o) END, CASE WHEN rated THEN (r + o)::double precision / (r + m + o) END,
               CASE WHEN rated THEN 0.99 * r / (r + m) END, (r + m)::double precision / nullif(r + m + o, 0), r + m, r, r
          FROM rated;
$$;

-- The calls that decided the days from `since` on, with what they returned.
CREATE FUNCTION bench.ask_month(of_month date, since date) RETURNS void LANGUAGE sql AS $$
    INSERT INTO call (call, run, day, sent_at, latency_ms, vantage, purpose, outcome, complete, http_status, window_start, window_end,
                      error_code, log_id, items, returned, views, likes, comments, shares, favourites, request_sha256, response_sha256)
        SELECT decided_by, d.run, v.day, v.day::timestamp AT TIME ZONE 'UTC' + interval '3 hours', 90 + decided_by % 200, 1, 1, 0, true, 200,
               v.day - 40, v.day - 12, 'ok', to_char(v.day, 'YYYYMMDD') || lpad(decided_by::text, 10, '0'), array_agg(item ORDER BY item),
               coalesce(array_agg(item ORDER BY item) FILTER (WHERE came), '{}'),
               coalesce(array_agg(1000::bigint + item * d.n ORDER BY item) FILTER (WHERE came), '{}'),
               coalesce(array_agg(100::bigint + item + d.n ORDER BY item) FILTER (WHERE came), '{}'),
               coalesce(array_agg(item::bigint % 500 ORDER BY item) FILTER (WHERE came), '{}'),
               coalesce(array_agg(item::bigint % 90 ORDER BY item) FILTER (WHERE came), '{}'),
               coalesce(array_agg(item::bigint % 40 ORDER BY item) FILTER (WHERE came), '{}'),
               sha256(decided_by::text::bytea), sha256(('answer' || decided_by)::bytea)
          FROM (SELECT *, verdict IN ('r', 'l') AS came FROM verdict
                 WHERE day BETWEEN greatest(of_month, since) AND of_month + interval '1 month - 1 day' AND rule_version > 0) v
          JOIN bench.day d ON d.day = v.day
         GROUP BY decided_by, d.run, v.day
         ORDER BY decided_by;
$$;

CREATE FUNCTION bench.fill_month(of_month date, calls_since date) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM bench.fill_verdicts(of_month);
    PERFORM rebuild_verdict_month(of_month, rule) FROM (SELECT DISTINCT rule FROM bench.day WHERE date_trunc('month', day) = of_month) ruled;
    PERFORM bench.count_month(of_month);
    PERFORM bench.ask_month(of_month, calls_since);
END $$;

-- What is left when all months are there: an imported series, texts, events.
CREATE PROCEDURE bench.finish() LANGUAGE plpgsql AS $$
DECLARE
    first constant date := (SELECT min(day) FROM bench.day);
BEGIN
    PERFORM ensure_verdict_partition((first + interval '1 month' * m)::date, 0::smallint) FROM generate_series(0, 10) AS m;
    INSERT INTO verdict
        SELECT item, day, 0, 0, 0, 0, 0, CASE WHEN n % 40 = 7 THEN 'E' WHEN bench.dice(item, n / 30) % 3 = 0 THEN 'N' ELSE 'A' END::"char",
               '-', '-', false, false, '-'
          FROM bench.day, generate_series(1, 11) AS item WHERE n < 280 ORDER BY day, item;
    PERFORM rebuild_verdict_month(month, 0::smallint)
       FROM (SELECT DISTINCT date_trunc('month', day)::date AS month FROM verdict WHERE rule_version = 0) imported;
    INSERT INTO day_count
        SELECT m.list, v.day, 'all', 0, v.verdict, false, count(*)
          FROM verdict v JOIN watchlist_item m USING (item) JOIN watchlist w USING (list)
         WHERE v.rule_version = 0 AND w.imported GROUP BY 1, 2, 5;
    INSERT INTO metadata
        SELECT item, first + joined + 3, (SELECT max(day) FROM bench.day), item,
               jsonb_build_object('video_description', 'Item ' || item || ' of a generated history, with a text of ordinary length',
                                  'duration', item % 60, 'hashtag_names', '["fyp", "bench"]'::jsonb, 'music_id', item::text)
          FROM bench.shape;
    INSERT INTO event (kind, item, creator, day, opened_at, updated_at, confirmed_on, closed_on, closed_why, run, rule_version)
        SELECT CASE WHEN part = 0 THEN 'item_lost' ELSE 'item_returned' END, item, username, d.day, at, at, d.day, d.day + 20,
               CASE WHEN part = 0 THEN 'returned' ELSE 'withdrawn' END, d.run, d.rule
          FROM (SELECT item, username, k, part, bench.dice(item, 200 + 2 * k + part) % (SELECT count(*) FROM bench.day)::integer AS n
                  FROM bench.shape JOIN item USING (item), generate_series(1, 5) AS k, generate_series(0, 1) AS part) told
          JOIN bench.day d USING (n), LATERAL (SELECT d.day::timestamp AT TIME ZONE 'UTC' + interval '5 hours' AS at) said
         ORDER BY d.day ON CONFLICT DO NOTHING;
    PERFORM setval('call_number', (SELECT max(decided_by) FROM verdict WHERE day > (SELECT max(day) FROM bench.day) - 7));
    UPDATE installation SET data_version = data_version + 1;
END $$;
