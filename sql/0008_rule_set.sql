-- 0008: under which rules each day is judged.
-- Read and written by: daemon/store/{rule_sets,rejudging}.cpp; rule_in_force and rule_of by whatever reads verdicts.

-- A rule set is a judge (daemon/verdict/judge_version.hpp) and the scope rules as they stood when it was made. It is in force
-- from from_day until the day before that of a later one. Its row is written last: verdicts and counts under a number that has
-- no row here are of a re-judging that was cut off, seen by nobody and dropped by the next that takes the number.
CREATE TABLE rule_set (
    rule_version smallint    PRIMARY KEY CHECK (rule_version >= 0),
    judge        smallint    NOT NULL,
    from_day     date        NOT NULL,
    made_at      timestamptz,                      -- NULL: before there was this table
    words        text        NOT NULL CHECK (length(words) <= 2000)
);
INSERT INTO rule_set (rule_version, judge, from_day, words) VALUES
    (0, 0, '1970-01-01', 'States of imported series: nobody here judged them.'),
    (1, 1, '1970-01-01', 'An absence is confirmed by a second call; one negative reading makes a video not public.');

-- Which of ours is in force on which days; those that a later one has replaced on all their days are not there.
CREATE VIEW rule_in_force AS
    SELECT r.rule_version, r.from_day AS first_day, coalesce(min(later.from_day) - 1, date 'infinity') AS last_day
      FROM rule_set r LEFT JOIN rule_set later ON later.rule_version > r.rule_version
     WHERE r.rule_version > 0
     GROUP BY r.rule_version
    HAVING coalesce(min(later.from_day) > r.from_day, true);

CREATE FUNCTION rule_of(of_day date) RETURNS smallint LANGUAGE sql STABLE
    RETURN (SELECT max(rule_version) FROM rule_set WHERE from_day <= of_day AND rule_version > 0);
