-- 0010: what the public sees of a video's counts, beside what the audited API says; and a quick way to what retention erases.
-- Read and written by: daemon/store/{count_reader,retention}.cpp.

-- The five counts as a source of the presence arm gave them on a day, where it has counts; oEmbed has none. Stored as said, also
-- where no count can be so. Evidence for no verdict. Erased by retention, as the counts of `call` are.
CREATE TABLE public_count (
    item       integer  NOT NULL REFERENCES item,
    day        date     NOT NULL,
    views      bigint,                             -- NULL: not said
    likes      bigint,
    comments   bigint,
    shares     bigint,
    favourites bigint,
    source     smallint NOT NULL REFERENCES vantage,  -- whose probe read it; of two the last of the day stands
    PRIMARY KEY (item, day)
);
CREATE INDEX public_count_by_day ON public_count (day);

-- Calls whose content is still there. Erased are the body and the five arrays of counts (then '{}'); what was asked, what came
-- back and the hashes stay.
CREATE INDEX call_with_content ON call (day) WHERE body IS NOT NULL OR views <> '{}';
