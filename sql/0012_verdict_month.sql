-- 0012: verdicts side by side: what strips and histories are drawn from.
-- Written by daemon/store/verdict_months.cpp, in the transaction that writes the verdicts, and read there.

-- A month of 32 items: an item's 31 letters (verdict_kind) stand together, ' ' where there is no verdict. Item n stands in part
-- n / 32, at place n % 32. It follows from `verdict` and holds nothing else: ten years of one item are 120 rows here, and 3,650
-- there, each on a page of its own; a hundred days of a thousand items are some hundred rows instead of 100,000.
CREATE TABLE verdict_month (
    part         integer  NOT NULL,
    month        date     NOT NULL CHECK (extract(day FROM month) = 1),
    rule_version smallint NOT NULL,
    letters      text     NOT NULL CHECK (length(letters) = 32 * 31),
    PRIMARY KEY (part, rule_version, month)
) WITH (fillfactor = 70);  -- A row is written anew each day of its month.

-- Bytes, for every step of the aggregate copies them: set_byte(so far, where, letter).
DO $$ BEGIN
    EXECUTE format('CREATE AGGREGATE letters_in_place(integer, integer) (sfunc = set_byte, stype = bytea, initcond = %L)', repeat(' ', 32 * 31));
END $$;

-- Makes a month anew from its verdicts, with the same result as those who write day by day.
CREATE FUNCTION rebuild_verdict_month(of_month date, of_rule smallint) RETURNS void LANGUAGE sql AS $$
    DELETE FROM verdict_month WHERE month = of_month AND rule_version = of_rule;
    INSERT INTO verdict_month (part, month, rule_version, letters)
        SELECT item / 32, of_month, of_rule,
               convert_from(letters_in_place(item % 32 * 31 + extract(day FROM day)::integer - 1, ascii(verdict::text)), 'UTF8')
          FROM verdict
         WHERE rule_version = of_rule AND day >= of_month AND day < (of_month + interval '1 month')::date
         GROUP BY item / 32;
$$;

SELECT rebuild_verdict_month(month, rule_version)
  FROM (SELECT DISTINCT date_trunc('month', day)::date AS month, rule_version FROM verdict) written;
