-- 0013: what may be told without a key of what our own audit found.
-- Read by: daemon/store/{call_reader,event_facts,event_reader,field_rows,item_search,run_closing,run_evidence,run_reader,
-- run_totals,status_reader,told}.cpp.

-- Items that are or were on a public list which is asked for. On a public imported series alone an item is asked for by nobody: what
-- our audit knows of it, it knows from a private list, and that is told to none. An item on several such lists is there several times.
CREATE VIEW publicly_audited AS
    SELECT m.item FROM watchlist_item m JOIN watchlist w USING (list) WHERE w.public AND NOT w.imported;
