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

-- A day's verdicts never change under the same rules once it has closed, at the end of the next. The sum of the rows' hashes does
-- not depend on their order. These hashes place rows into partitions, so they are the same on every version of PostgreSQL.
SELECT 'day', day, rule_version, count(*), sum(hash_record_extended(v, 0))
  FROM verdict v -- Not by its name: that is also a column's.
 WHERE day < (now() AT TIME ZONE 'UTC')::date - 1
 GROUP BY day, rule_version
 ORDER BY day, rule_version;

SELECT 'run', run, day, ended_at, api_arm, presence_arm, due, measured, calls
  FROM run
 ORDER BY run DESC
 LIMIT 1;
