-- The store of a cluster on several ClickHouse servers: the tables of schema.sql, each replicated within its shard (through
-- ZooKeeper or ClickHouse Keeper) and distributed over the shards by id, so that all versions of an article meet on one. To be run
-- on every server, whose configuration has the macros shard and replica and the cluster `dragoman` (cluster/configure):
--
--     cluster/make-tables, or clickhouse-client --multiquery < cluster/schema-replicated.sql

CREATE TABLE IF NOT EXISTS article_local
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/dragoman/{shard}/article', '{replica}', version)
ORDER BY id
SETTINGS index_granularity = 128;

CREATE TABLE IF NOT EXISTS article AS article_local
ENGINE = Distributed(dragoman, currentDatabase(), article_local, cityHash64(id));

CREATE TABLE IF NOT EXISTS placed_local
(
    id String,
    version UInt64,
    gone UInt8,
    day String,
    story String,
    happenings Array(String),
    line String
)
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/dragoman/{shard}/placed', '{replica}', version)
ORDER BY id
SETTINGS index_granularity = 1024;

CREATE TABLE IF NOT EXISTS placed AS placed_local
ENGINE = Distributed(dragoman, currentDatabase(), placed_local, cityHash64(id));

CREATE TABLE IF NOT EXISTS happening_local
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
ENGINE = ReplicatedReplacingMergeTree('/clickhouse/dragoman/{shard}/happening', '{replica}', version)
ORDER BY id
SETTINGS index_granularity = 1024;

CREATE TABLE IF NOT EXISTS happening AS happening_local
ENGINE = Distributed(dragoman, currentDatabase(), happening_local, cityHash64(id));
