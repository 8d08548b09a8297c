-- 0009: what a run that has ended came to when it was judged again.
-- Written by daemon/store/rejudging_store.cpp; read through day_ending.

-- The run itself keeps the ending that it had.
CREATE TABLE rejudged_run (
    run          integer  NOT NULL REFERENCES run,  -- the last of its day
    rule_version smallint NOT NULL,
    api_arm      text     NOT NULL CHECK (api_arm IN ('valid', 'void')),
    presence_arm text     NOT NULL CHECK (presence_arm IN ('valid', 'void', 'off')),
    void_reason  text,
    PRIMARY KEY (run, rule_version)
);

-- How a day ended, by its last run, under the rules in force for it.
CREATE VIEW day_ending AS
    SELECT DISTINCT ON (run.day) run.day, coalesce(again.api_arm, run.api_arm) AS api_arm
      FROM run
      LEFT JOIN (SELECT r.run, r.api_arm
                   FROM rejudged_run r JOIN run judged USING (run)
                   JOIN rule_in_force f ON f.rule_version = r.rule_version AND judged.day BETWEEN f.first_day AND f.last_day) again
             ON again.run = run.run
     WHERE run.ended_at IS NOT NULL
     ORDER BY run.day, run.run DESC;
