-- The store of a cluster, on one ClickHouse server, for 18.16 (Debian 12) and all later ones:
--
--     cluster/make-tables, or clickhouse-client --multiquery < cluster/schema.sql
--
-- A row is replaced by the one of the same id with the higher version, when ClickHouse merges and whenever it is read (LIMIT 1 BY
-- id): what is written twice is there once. Several servers: schema-replicated.sql, which has the same tables.

-- What the workers write (dragoman work). version: 2^64 - 1 - the order in which it was published, so that of one article at two
-- addresses the first one published stays, as in an archive. line: the article and all that was read in it, as
-- `dragoman archive export` writes it; the other columns are for choosing and counting. published and until:
-- the first and the last day on which it may have been, '' where that is unknown; parties: countries and keys of all that it names,
-- speakers: of who is quoted, names: as it has them, words: of title and text.
CREATE TABLE IF NOT EXISTS article
(
    id String,
    version UInt64,
    stored DateTime DEFAULT now(),
    published String,
    until String,
    lang String,
    outlet String,
    uri String,
    title String,
    parties Array(String),
    speakers Array(String),
    names Array(String),
    words Array(String),
    line String
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id
SETTINGS index_granularity = 128;

-- What the joiner makes of all articles together (dragoman join), for questions that are asked of the store. version: of the writing;
-- gone: there is no such thing any more. placed: an article's story, versions and happenings; happening: one with its parties, the
-- articles that tell it, and its rows in `line`.
CREATE TABLE IF NOT EXISTS placed
(
    id String,
    version UInt64,
    gone UInt8,
    day String,
    story String,
    happenings Array(String),
    line String
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id
SETTINGS index_granularity = 1024;

CREATE TABLE IF NOT EXISTS happening
(
    id String,
    version UInt64,
    gone UInt8,
    day String,
    until String,
    type String,
    status String,
    parties Array(String),
    articles Array(String),
    line String
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id
SETTINGS index_granularity = 1024;
