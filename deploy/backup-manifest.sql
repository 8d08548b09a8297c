-- What deploy/backup writes down beside a dump, in the dump's own snapshot, and deploy/restore-check compares with what it
-- restored: the rows of every table, a checksum of the verdicts of every closed day, and the last run. Run by psql -XAtq -F TAB.
SET datestyle = 'ISO';
SET timezone = 'UTC';
SET enable_nestloop = off;

SELECT format('SELECT %L, %L, count(*) FROM %I', 'rows', relname, relname)
  FROM pg_class
 WHERE relkind IN ('r', 'p') AND NOT relispartition AND relnamespace = 'public'::regnamespace
 ORDER BY relname
\gexec

-- A day's verdicts never change under the same rules once it has closed, at the end of the next. The sum does not depend on
-- the order of the rows, and md5 is the same on every version and machine, which PostgreSQL's own hashes are not.
SELECT 'day', day, rule_version, count(*), sum(('x' || left(md5(verdict::text), 15))::bit(60)::bigint)
  FROM verdict
 WHERE day < (now() AT TIME ZONE 'UTC')::date - 1
 GROUP BY day, rule_version
 ORDER BY day, rule_version;

SELECT 'run', run, day, ended_at, api_arm, presence_arm, due, measured, calls
  FROM run
 ORDER BY run DESC
 LIMIT 1;
