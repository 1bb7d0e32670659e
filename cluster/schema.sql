-- The store of a cluster, on one ClickHouse server, for 18.16 (Debian 12) and all later ones:
--
--     clickhouse-client --multiquery < cluster/schema.sql
--
-- A row is replaced by the one of the same id with the higher version, when ClickHouse merges and whenever it is read (LIMIT 1 BY
-- id): what is written twice is there once. Several servers: schema-replicated.sql, which has the same tables.

-- What the workers write (dragoman work). version: 2^64 - 1 - the order in which it was published, so that of one article at two
-- addresses the first one published stays, as in an archive. line: the article and all that was read in it, as
-- `dragoman archive export` writes it; the other columns are for choosing and counting. published: a day, '' where it is unknown.
CREATE TABLE IF NOT EXISTS article
(
    id String,
    version UInt64,
    stored DateTime DEFAULT now(),
    published String,
    lang String,
    outlet String,
    uri String,
    title String,
    parties Array(String),
    line String
)
ENGINE = ReplacingMergeTree(version)
ORDER BY id
SETTINGS index_granularity = 128;
