-- 0011: the past as it stood: what a reader sees who asks for the data as of an earlier day.
-- Set by daemon/store/audience.cpp, for one transaction; who sets nothing sees all there is.

CREATE FUNCTION as_of_day() RETURNS date LANGUAGE sql STABLE
    RETURN coalesce(nullif(current_setting('lacuna.as_of', true), '')::date, date 'infinity');
-- The end of that day, UTC.
CREATE FUNCTION as_of_end() RETURNS timestamptz LANGUAGE sql STABLE
    RETURN CASE WHEN as_of_day() = date 'infinity' THEN timestamptz 'infinity' ELSE (as_of_day() + 1)::timestamp AT TIME ZONE 'UTC' END;

-- Rules that were made later judge nothing of what was seen then. The first ones bear no time: they were always there.
CREATE VIEW known_rule_set AS
    SELECT * FROM rule_set WHERE made_at IS NULL OR made_at < as_of_end();

CREATE OR REPLACE VIEW rule_in_force AS
    SELECT r.rule_version, r.from_day AS first_day, coalesce(min(later.from_day) - 1, date 'infinity') AS last_day
      FROM known_rule_set r LEFT JOIN known_rule_set later ON later.rule_version > r.rule_version
     WHERE r.rule_version > 0
     GROUP BY r.rule_version, r.from_day
    HAVING coalesce(min(later.from_day) > r.from_day, true);

CREATE OR REPLACE FUNCTION rule_of(of_day date) RETURNS smallint LANGUAGE sql STABLE
    RETURN (SELECT max(rule_version) FROM known_rule_set WHERE from_day <= of_day AND rule_version > 0);

CREATE OR REPLACE VIEW day_ending AS
    SELECT DISTINCT ON (run.day) run.day, coalesce(again.api_arm, run.api_arm) AS api_arm
      FROM run
      LEFT JOIN (SELECT r.run, r.api_arm
                   FROM rejudged_run r JOIN run judged USING (run)
                   JOIN rule_in_force f ON f.rule_version = r.rule_version AND judged.day BETWEEN f.first_day AND f.last_day) again
             ON again.run = run.run
     WHERE run.ended_at IS NOT NULL AND run.day <= as_of_day()
     ORDER BY run.day, run.run DESC;
