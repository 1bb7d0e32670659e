/* schema.h: the tables of the archive, version by version: step i takes a file of version i to i +
 * 1 (PRAGMA user_version). A step that was released is never changed; a new one is added behind it.
 */
#ifndef DG_SCHEMA_H
#define DG_SCHEMA_H

static const char *const dg_schema_steps[] = {
    "CREATE TABLE article("
    " n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, uri TEXT NOT NULL, outlet TEXT, format TEXT "
    "NOT NULL,"
    " lang TEXT, title TEXT, published_from TEXT, published_to TEXT, basis TEXT NOT NULL, text "
    "TEXT NOT NULL,"
    " record TEXT NOT NULL);"
    "CREATE TABLE entity("
    " article INTEGER NOT NULL REFERENCES article(n) ON DELETE CASCADE, n INTEGER NOT NULL, kind "
    "TEXT NOT NULL,"
    " name TEXT NOT NULL, key TEXT NOT NULL, country TEXT, sector TEXT, role TEXT,"
    " PRIMARY KEY(article, n)) WITHOUT ROWID;"
    "CREATE INDEX entity_key ON entity(key);"
    "CREATE INDEX entity_country ON entity(country);"
    "CREATE TABLE quote("
    " article INTEGER NOT NULL REFERENCES article(n) ON DELETE CASCADE, n INTEGER NOT NULL, form "
    "TEXT NOT NULL,"
    " stance TEXT NOT NULL, speaker INTEGER, span_from INTEGER NOT NULL, span_to INTEGER NOT NULL,"
    " PRIMARY KEY(article, n)) WITHOUT ROWID;"
    "CREATE TABLE quote_via("
    " article INTEGER NOT NULL, quote INTEGER NOT NULL, place INTEGER NOT NULL, entity INTEGER NOT "
    "NULL,"
    " PRIMARY KEY(article, quote, place),"
    " FOREIGN KEY(article, quote) REFERENCES quote(article, n) ON DELETE CASCADE) WITHOUT ROWID;"
    "CREATE TABLE event("
    " article INTEGER NOT NULL REFERENCES article(n) ON DELETE CASCADE, n INTEGER NOT NULL, type "
    "TEXT NOT NULL,"
    " mode TEXT, cameo TEXT, score REAL NOT NULL, negated INTEGER NOT NULL, status TEXT NOT NULL,"
    " when_from TEXT, when_to TEXT, where_country TEXT, where_place TEXT, quote INTEGER,"
    " span_from INTEGER NOT NULL, span_to INTEGER NOT NULL, trigger_from INTEGER NOT NULL, "
    "trigger_to INTEGER NOT NULL,"
    " confidence REAL NOT NULL, PRIMARY KEY(article, n)) WITHOUT ROWID;"
    "CREATE INDEX event_type ON event(type);"
    "CREATE TABLE side("
    " article INTEGER NOT NULL, event INTEGER NOT NULL, side TEXT NOT NULL CHECK(side IN "
    "('actor','recipient')),"
    " place INTEGER NOT NULL, entity INTEGER NOT NULL, country TEXT, key TEXT NOT NULL,"
    " PRIMARY KEY(article, event, side, place),"
    " FOREIGN KEY(article, event) REFERENCES event(article, n) ON DELETE CASCADE) WITHOUT ROWID;"
    "CREATE INDEX side_country ON side(country, article, event);"
    "CREATE INDEX side_key ON side(key, article, event);"
    "CREATE VIRTUAL TABLE article_text USING fts5(title, text, content='article', "
    "content_rowid='n',"
    " tokenize='unicode61 remove_diacritics 2');",
    /* what stands across articles: stories, happenings (join.h) */
    "CREATE TABLE features("
    " article INTEGER PRIMARY KEY REFERENCES article(n) ON DELETE CASCADE, packed BLOB NOT NULL);"
    "CREATE TABLE unjoined(article INTEGER PRIMARY KEY REFERENCES article(n) ON DELETE CASCADE);"
    "INSERT INTO unjoined SELECT n FROM article;"
    "ALTER TABLE article ADD COLUMN day TEXT;"
    "ALTER TABLE article ADD COLUMN story TEXT;"
    "CREATE INDEX article_day ON article(day, id);"
    "CREATE INDEX article_story ON article(story, day);"
    "CREATE TABLE happening("
    " n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, matter TEXT NOT NULL, type TEXT NOT NULL, "
    "mode "
    "TEXT,"
    " negated INTEGER NOT NULL, status TEXT NOT NULL, score REAL NOT NULL, when_from TEXT, when_to "
    "TEXT,"
    " by_report INTEGER NOT NULL, tellings INTEGER NOT NULL, articles INTEGER NOT NULL, witnesses "
    "INTEGER NOT NULL);"
    "CREATE INDEX happening_matter ON happening(matter);"
    "CREATE INDEX happening_when ON happening(when_from);"
    "ALTER TABLE event ADD COLUMN matter TEXT;"
    "ALTER TABLE event ADD COLUMN happening INTEGER;"
    "CREATE INDEX event_matter ON event(matter);"
    "CREATE INDEX event_happening ON event(happening);",
    /* versions of one article (versions.h); apart from the articles, whose rows are large */
    "CREATE TABLE version("
    " article INTEGER PRIMARY KEY REFERENCES article(n) ON DELETE CASCADE, url TEXT, family TEXT);"
    "CREATE INDEX version_family ON version(family);"
    "CREATE INDEX version_url ON version(url) WHERE url IS NOT NULL;"
    "CREATE TABLE band(hash INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY(hash, article)) "
    "WITHOUT ROWID;"
    "INSERT INTO version(article) SELECT n FROM article;"
    "INSERT OR IGNORE INTO unjoined SELECT n FROM article;",
    /* what a promise or a threat is about; what a statement is about (position.h) */
    "ALTER TABLE event ADD COLUMN planned TEXT;"
    "ALTER TABLE happening ADD COLUMN planned TEXT;"
    "ALTER TABLE quote ADD COLUMN packed BLOB;",
    /* who is who, as a person has corrected it (correction.h); read_key NULL: as key */
    "ALTER TABLE entity ADD COLUMN read_key TEXT;"
    "CREATE INDEX entity_read_key ON entity(read_key) WHERE read_key IS NOT NULL;"
    "CREATE TABLE correction("
    " key TEXT NOT NULL, form TEXT NOT NULL, country TEXT NOT NULL, actor TEXT NOT NULL,"
    " PRIMARY KEY(key, form, country)) WITHOUT ROWID;",
    /* amounts told with an event: what sources may differ in */
    "CREATE TABLE quantity("
    " article INTEGER NOT NULL, event INTEGER NOT NULL, place INTEGER NOT NULL, kind TEXT NOT "
    "NULL, "
    "unit TEXT,"
    " low REAL NOT NULL, high REAL NOT NULL, bound TEXT, span_from INTEGER NOT NULL, span_to "
    "INTEGER "
    "NOT NULL,"
    " PRIMARY KEY(article, event, place),"
    " FOREIGN KEY(article, event) REFERENCES event(article, n) ON DELETE CASCADE) WITHOUT ROWID;",
    /* what a watch has handed out (watch.h) */
    "CREATE TABLE watched("
    " rule TEXT NOT NULL, article INTEGER NOT NULL REFERENCES article(n) ON DELETE CASCADE, event "
    "INTEGER NOT NULL,"
    " PRIMARY KEY(rule, article, event)) WITHOUT ROWID;",
    /* feeds that are followed, and what they announced (subscription.h) */
    "CREATE TABLE feed("
    " url TEXT PRIMARY KEY, title TEXT, etag TEXT, modified TEXT, next_ms INTEGER NOT NULL,"
    " polled_ms INTEGER, failures INTEGER NOT NULL DEFAULT 0, status INTEGER, error TEXT) WITHOUT "
    "ROWID;"
    "CREATE INDEX feed_next ON feed(next_ms);"
    "CREATE TABLE feed_item("
    " url TEXT PRIMARY KEY, feed TEXT NOT NULL REFERENCES feed(url) ON DELETE CASCADE, title TEXT,"
    " byline TEXT, outlet TEXT, lang TEXT, date TEXT, state TEXT NOT NULL, next_ms INTEGER NOT "
    "NULL,"
    " tries INTEGER NOT NULL, fetched INTEGER NOT NULL, seen_ms INTEGER NOT NULL, error TEXT) "
    "WITHOUT ROWID;"
    "CREATE INDEX feed_item_feed ON feed_item(feed);"
    "CREATE INDEX feed_item_next ON feed_item(next_ms) WHERE state='waiting';",
};

#endif
