-- 0005: changes compare only items that count on both days.
-- Written and read by daemon/store/{day_counts,rate_reader}.cpp, for the stratum 'all'.

ALTER TABLE day_rate
    ADD pair_items integer NOT NULL DEFAULT 0,  -- of those that count, how many counted a week before, too;
    ADD pair_then  integer NOT NULL DEFAULT 0,  -- of these were retrievable then …
    ADD pair_now   integer NOT NULL DEFAULT 0;  -- … and are now
