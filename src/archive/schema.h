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
};

#endif
