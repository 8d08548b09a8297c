-- 0002: what was asked and what came back.
-- Read and written by: daemon/store/{run_queries,call_rows,block_rows,observation_rows,run_reader,call_reader}.cpp.

CREATE TABLE run (
    run            integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    day            date        NOT NULL,
    started_at     timestamptz NOT NULL,
    ended_at       timestamptz,                    -- NULL: under way, or cut off and to be resumed
    seed           bigint      NOT NULL,           -- every random choice of the run follows from it
    rule_version   smallint    NOT NULL,
    api_arm        text        CHECK (api_arm IN ('valid', 'void')),       -- NULL until it ended
    presence_arm   text        CHECK (presence_arm IN ('valid', 'void', 'off')),
    void_reason    text,
    due            integer     NOT NULL DEFAULT 0,  -- items that were due when it started
    measured       integer     NOT NULL DEFAULT 0,
    -- Totals, written when it ends …
    calls          integer     NOT NULL DEFAULT 0,
    calls_failed   integer     NOT NULL DEFAULT 0,
    readings       integer     NOT NULL DEFAULT 0,
    -- … and what is left of them for whoever may see public lists only, as they were then.
    public_due          integer NOT NULL DEFAULT 0,
    public_measured     integer NOT NULL DEFAULT 0,
    public_calls        integer NOT NULL DEFAULT 0,
    public_calls_failed integer NOT NULL DEFAULT 0,
    public_readings     integer NOT NULL DEFAULT 0
);
CREATE INDEX run_by_day ON run (day);

-- Where a probe asks from. Small numbers, so that call and presence_block stay narrow.
CREATE TABLE vantage (
    vantage smallint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    probe   text     NOT NULL,                     -- 'tiktok.research', 'tiktok.oembed'
    name    text     NOT NULL,
    UNIQUE (probe, name)
);

-- Charged, durably, before each call is sent: never lower than what the platform counted.
CREATE TABLE quota_day (
    vantage smallint NOT NULL REFERENCES vantage,
    day     date     NOT NULL,
    spent   integer  NOT NULL CHECK (spent >= 0),
    PRIMARY KEY (vantage, day)
);

-- One request of the API arm that was sent, whatever came back. A further page of the same batch is a call of its own
-- (it costs quota) whose `continues` names the first; `items` stands only on the first.
CREATE TABLE call (
    call            integer     PRIMARY KEY,       -- drawn from call_number when it is charged
    run             integer     NOT NULL REFERENCES run,
    day             date        NOT NULL,
    sent_at         timestamptz NOT NULL,
    continues       integer,
    latency_ms      integer     NOT NULL,
    vantage         smallint    NOT NULL REFERENCES vantage,
    purpose         smallint    NOT NULL CHECK (purpose BETWEEN 1 AND 5),  -- first_pass confirmation alone quarantine harvest
    outcome         smallint    NOT NULL CHECK (outcome BETWEEN 0 AND 8),  -- 0 answered, else probe_failure
    complete        boolean     NOT NULL,          -- answered, and nothing more to page: what it left out is absent
    http_status     smallint    NOT NULL,          -- 0: no HTTP answer
    window_start    date        NOT NULL,
    window_end      date        NOT NULL,
    error_code      text,                          -- the platform's, cut at 100 characters
    log_id          text,                          -- the platform's, cut at 100 characters
    items           integer[]   NOT NULL,
    controls        integer[]   NOT NULL DEFAULT '{}',  -- the subset of items that test the call
    returned        integer[]   NOT NULL,          -- items of ours that came back, each once
    views           bigint[]    NOT NULL,          -- the five counts, in the order of returned; NULL where absent
    likes           bigint[]    NOT NULL,
    comments        bigint[]    NOT NULL,
    shares          bigint[]    NOT NULL,
    favourites      bigint[]    NOT NULL,
    request_sha256  bytea       NOT NULL,
    response_sha256 bytea,                         -- NULL: no body
    body            bytea                          -- zstd; erased with the metadata
);
CREATE SEQUENCE call_number AS integer OWNED BY call.call;
CREATE INDEX call_by_run ON call (run, call);
CREATE INDEX call_continuing ON call (continues) WHERE continues IS NOT NULL;
CREATE INDEX call_by_day ON call (day);
-- All arrays are compressed, however small the row is, and stay in it; bodies are compressed already, and go elsewhere.
ALTER TABLE call SET (toast_tuple_target = 128);
ALTER TABLE call ALTER body SET STORAGE EXTERNAL,
    ALTER items SET STORAGE MAIN, ALTER controls SET STORAGE MAIN, ALTER returned SET STORAGE MAIN,
    ALTER views SET STORAGE MAIN, ALTER likes SET STORAGE MAIN, ALTER comments SET STORAGE MAIN,
    ALTER shares SET STORAGE MAIN, ALTER favourites SET STORAGE MAIN;

-- Up to 100 items asked one by one by the presence arm. A block that was not stored is asked again.
CREATE TABLE presence_block (
    block        integer     PRIMARY KEY,          -- drawn from presence_block_number beforehand
    run          integer     NOT NULL REFERENCES run,
    day          date        NOT NULL,
    asked_from   timestamptz NOT NULL,
    asked_until  timestamptz NOT NULL,
    vantage      smallint    NOT NULL REFERENCES vantage,
    purpose      smallint    NOT NULL CHECK (purpose BETWEEN 1 AND 2),  -- 1 sweep, 2 read again after a deciding absence
    items        integer[]   NOT NULL,
    readings     "char"[]    NOT NULL,             -- 'p' public, 'n' not public, 's' shell, else failed: 'u' unreachable,
                                                   -- 't' timed_out, 'x' tls, 'r' refused, 'l' rate_limited,
                                                   -- 'e' server_error, 'j' unreadable, 'b' too_large
    milliseconds smallint[]  NOT NULL,             -- until the answer, capped at 32767
    hashes       bigint[]    NOT NULL              -- first 8 bytes of the answer body's SHA-256, big-endian; 0: no body
);
CREATE SEQUENCE presence_block_number AS integer OWNED BY presence_block.block;
CREATE INDEX presence_block_by_run ON presence_block (run);
CREATE INDEX presence_block_by_day ON presence_block (day);

-- What the audited API returned beside the counts: one row a change. Erased by retention without touching a verdict.
CREATE TABLE metadata (
    item       integer NOT NULL REFERENCES item,
    valid_from date    NOT NULL,
    last_seen  date    NOT NULL,                   -- kept to within a week, to spare a write an item and day
    hash       bigint  NOT NULL,                   -- first 8 bytes of the SHA-256 of the canonical text
    fields     jsonb   NOT NULL,
    PRIMARY KEY (item, valid_from)
);

-- What one batch said about one item: the evidence in rows.
CREATE VIEW observation AS
    SELECT head.run, head.day, head.call, head.purpose, head.vantage, asked.item,
           asked.item = ANY (head.returned)
               OR EXISTS (SELECT FROM call page
                           WHERE page.continues = head.call AND asked.item = ANY (page.returned)) AS returned,
           head.complete
               OR EXISTS (SELECT FROM call page WHERE page.continues = head.call AND page.complete) AS answered
      FROM call head, unnest(head.items) AS asked (item)
     WHERE head.continues IS NULL;
