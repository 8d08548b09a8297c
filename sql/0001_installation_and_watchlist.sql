-- 0001: what this installation is, what it watches, and who may write.
-- Read and written by: daemon/store/{migrations,list_store,item_adding,item_reader,key_store}.cpp.

-- One row. Simulated and live data never mix in one database.
CREATE TABLE installation (
    only_one       boolean     PRIMARY KEY DEFAULT true CHECK (only_one),
    made_at        timestamptz NOT NULL,
    method_version smallint    NOT NULL,
    simulated      boolean     NOT NULL,
    -- Raised by every transaction that changes what a page could show, but for those that store a call or a block: their own
    -- numbers rise, and a row that all of them update would make their commits wait for one another.
    data_version   bigint      NOT NULL DEFAULT 1
);

CREATE TABLE item (
    item              integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    platform          text        NOT NULL CHECK (platform = 'tiktok'),
    platform_id       bigint      NOT NULL CHECK (platform_id > 0),
    username          text,
    region            text        CHECK (region ~ '^[A-Z]{2}$'),
    region_source     text,                       -- never the audited API: scope evidence comes from elsewhere
    created_at        timestamptz,                -- NULL: unplannable by id
    created_at_source smallint    CHECK (created_at_source BETWEEN 1 AND 4),  -- creation_source, best first
    added_at          timestamptz NOT NULL DEFAULT now(),
    archived_at       timestamptz,                -- nothing is deleted
    note              text,
    UNIQUE (platform, platform_id),
    CHECK ((created_at IS NULL) = (created_at_source IS NULL))
);
CREATE INDEX item_by_username ON item (username text_pattern_ops) WHERE username IS NOT NULL;

CREATE TABLE watchlist (
    list        integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug        text        NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    title       text        NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
    question    text        NOT NULL DEFAULT '' CHECK (length(question) <= 2000),
    selection   smallint    NOT NULL CHECK (selection BETWEEN 1 AND 4),
    public      boolean     NOT NULL,
    imported    boolean     NOT NULL DEFAULT false,  -- somebody else's series: shown, never asked for, never in a rate
    origin      text        NOT NULL DEFAULT '',     -- of an imported series: who published it
    created_at  timestamptz NOT NULL DEFAULT now(),
    archived_at timestamptz
);

CREATE TABLE watchlist_item (
    list        integer     NOT NULL REFERENCES watchlist,
    item        integer     NOT NULL REFERENCES item,
    added_at    timestamptz NOT NULL DEFAULT now(),
    added_by    text        NOT NULL,
    source      text        NOT NULL DEFAULT '',
    archived_at timestamptz,
    PRIMARY KEY (list, item)
);
CREATE INDEX watchlist_item_by_item ON watchlist_item (item);

-- The key itself is shown once, when it is made; only its SHA-256 is kept.
CREATE TABLE api_key (
    key        integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text        NOT NULL UNIQUE,
    sha256     bytea       NOT NULL UNIQUE CHECK (length(sha256) = 32),
    scopes     text[]      NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    last_used  timestamptz,
    revoked_at timestamptz
);
