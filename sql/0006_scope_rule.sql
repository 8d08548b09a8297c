-- 0006: what the platform itself says that its API leaves out, as dated data.
-- Read and written by: daemon/store/scope_rules.cpp.

-- A rule explains an absence and never hides one. `needs` says what has to be known of an item to apply it: 'region' (values are
-- region codes) is decided from item.region, which never comes from the audited API; 'creator_age' has no source that is independent
-- of the platform, and 'visibility' is what the presence arm finds out: both are shown and never applied.
CREATE TABLE scope_rule (
    rule        integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    slug        text        NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
    platform    text        NOT NULL CHECK (platform = 'tiktok'),
    needs       text        NOT NULL CHECK (needs IN ('region', 'creator_age', 'visibility')),
    "values"    text[]      NOT NULL,
    words       text        NOT NULL CHECK (words <> ''),
    source      text        NOT NULL CHECK (source <> ''),
    valid_from  date,                              -- first day in force; NULL: since when is not known
    valid_to    date,                              -- first day no longer in force; NULL: still in force
    created_at  timestamptz NOT NULL DEFAULT now(),
    created_by  text        NOT NULL,
    archived_at timestamptz,                       -- a mistake: applied to no day, never deleted
    CHECK (valid_from < valid_to),
    CHECK ((needs = 'region') = (cardinality("values") > 0))
);

-- What a rule was before each change. Nothing is deleted.
CREATE TABLE scope_rule_edit (
    edit      integer     GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    rule      integer     NOT NULL REFERENCES scope_rule,
    edited_at timestamptz NOT NULL,
    edited_by text        NOT NULL,
    was       jsonb       NOT NULL
);
CREATE INDEX scope_rule_edit_by_rule ON scope_rule_edit (rule);

INSERT INTO scope_rule (slug, platform, needs, "values", words, source, valid_from, valid_to, created_by) VALUES
    ('canada', 'tiktok', 'region', '{CA}',
     'Public videos "AND do not belong to Canada". In the codebook by 2025-05-20 at the latest; since when is not known. The Chinese '
     'codebook of 2026-09-10 no longer has the line, so it is taken to have ended that day. Whether the rule was lifted or the '
     'translation has a gap is unresolved, and so is the exact day: a Canadian video called missing after it is to be read with that.',
     'developers.tiktok.com/doc/research-api-codebook, quoted on 2025-05-20 in arXiv 2506.09746; zh-Hans page of 2026-09-10',
     NULL, '2026-09-10', 'Lacuna'),
    ('creators-under-18', 'tiktok', 'creator_age', '{}',
     'Videos of creators under 18: the API covers public videos of creators aged 18 and over (another scope, research.data.u18eu, covers '
     'European users under 18). Nobody but the platform knows a creator''s age, so this is never applied: a missing video may be one of these. '
     'Since when it is documented is not known; by 2025-05-20 at the latest.',
     'developers.tiktok.com/doc/research-api-codebook, quoted on 2025-05-20 in arXiv 2506.09746; zh-Hans page of 2026-09-10',
     NULL, NULL, 'Lacuna'),
    ('visibility-not-everyone', 'tiktok', 'visibility', '{}',
     'Videos that not everyone may see: the API covers the visibility "Everyone" only. The presence arm finds that out: a video that '
     'the public does not see is "not public" and never "missing". So this is not applied a second time.',
     'developers.tiktok.com/doc/research-api-codebook, zh-Hans page of 2026-09-10',
     NULL, NULL, 'Lacuna');
