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
    "CREATE TABLE band(hash INTEGER NOT NULL, article INTEGER NOT NULL, PRIMARY KEY(hash, "
    "article)) "
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
    /* what is asked for most, ready: the days that a telling allows; who took part in a happening,
     * by party and day, and as its tellings name them; who acted on whom (join.c) */
    "ALTER TABLE event ADD COLUMN first_day TEXT;"
    "ALTER TABLE event ADD COLUMN last_day TEXT;"
    "DROP INDEX event_matter;"
    "CREATE INDEX event_matter ON event(matter, first_day, last_day);"
    "ALTER TABLE happening ADD COLUMN quad INTEGER;"
    "DROP INDEX happening_when;"
    "CREATE INDEX happening_when ON happening(when_from, id);"
    "CREATE INDEX happening_type ON happening(type, when_from, id);"
    "CREATE TABLE party("
    " party TEXT NOT NULL, day TEXT NOT NULL, happening INTEGER NOT NULL REFERENCES happening(n) "
    "ON "
    "DELETE CASCADE,"
    " PRIMARY KEY(party, day, happening)) WITHOUT ROWID;"
    "CREATE INDEX party_happening ON party(happening);"
    "CREATE TABLE actor("
    " happening INTEGER NOT NULL REFERENCES happening(n) ON DELETE CASCADE, side TEXT NOT NULL "
    "CHECK(side IN ('actor','recipient')), place INTEGER NOT NULL,"
    " name TEXT NOT NULL, key TEXT NOT NULL, country TEXT, kind TEXT NOT NULL, role TEXT,"
    " PRIMARY KEY(happening, side, place)) WITHOUT ROWID;"
    "CREATE TABLE dyad("
    " source TEXT NOT NULL, target TEXT NOT NULL, day TEXT NOT NULL, happening INTEGER NOT NULL "
    "REFERENCES happening(n) ON DELETE CASCADE, quad INTEGER NOT NULL, score REAL NOT NULL,"
    " PRIMARY KEY(source, target, day, happening)) WITHOUT ROWID;"
    "CREATE INDEX dyad_happening ON dyad(happening);"
    "CREATE INDEX dyad_target ON dyad(target, source, day);"
    "CREATE TABLE touched(matter TEXT NOT NULL, first_day TEXT, last_day TEXT);"
    "DELETE FROM happening; UPDATE event SET happening=NULL;"
    "CREATE TRIGGER happening_gone AFTER DELETE ON happening BEGIN UPDATE event SET happening=NULL "
    "WHERE happening=old.n; END;"
    "INSERT OR IGNORE INTO unjoined SELECT n FROM article;",
    /* for people with a notebook (docs/EXPORT.md) */
    "CREATE VIEW articles AS SELECT a.id,a.uri,a.outlet,a.lang,a.title,a.published_from,"
    "a.published_to,a.story,v.family,a.text FROM article a LEFT JOIN version v ON v.article=a.n;"
    "CREATE VIEW events AS SELECT h.id,h.when_from AS day,h.when_to AS until,h.by_report AS "
    "day_of_report,h.type,h.mode,h.quad,h.score,h.status,h.negated,"
    "(SELECT group_concat(name,'; ') FROM (SELECT name FROM actor WHERE happening=h.n AND "
    "side='actor' ORDER BY place)) AS actors,"
    "(SELECT group_concat(name,'; ') FROM (SELECT name FROM actor WHERE happening=h.n AND "
    "side='recipient' ORDER BY place)) AS recipients,"
    "h.tellings,h.articles,h.witnesses,h.matter FROM happening h;"
    "CREATE VIEW tellings AS SELECT h.id AS event,a.id AS article,a.outlet,a.lang,"
    "a.published_from AS published,a.story,e.type,e.mode,e.cameo,e.status,e.negated,e.confidence,"
    "e.where_country,e.where_place,CAST(substr(CAST(a.text AS BLOB),e.span_from+1,"
    "e.span_to-e.span_from) AS TEXT) AS sentence FROM event e JOIN article a ON a.n=e.article LEFT "
    "JOIN happening h ON h.n=e.happening;"
    "CREATE VIEW statements AS SELECT a.id AS article,a.outlet,a.lang,a.published_from AS "
    "published,a.story,t.name AS speaker,t.key AS speaker_key,t.country,t.role,q.form,q.stance,"
    "CAST(substr(CAST(a.text AS BLOB),q.span_from+1,q.span_to-q.span_from) AS TEXT) AS words FROM "
    "quote q JOIN article a ON a.n=q.article LEFT JOIN entity t ON t.article=q.article AND "
    "t.n=q.speaker;"
    "CREATE VIEW dyads AS SELECT d.day,d.source,d.target,h.type,h.mode,d.quad,d.score,h.witnesses,"
    "h.id AS event FROM dyad d JOIN happening h ON h.n=d.happening;"
    "CREATE VIEW stories AS SELECT story AS id,min(day) AS first_day,max(day) AS last_day,count(*) "
    "AS articles,count(DISTINCT lang) AS languages,count(DISTINCT outlet) AS outlets,"
    "(SELECT title FROM article t WHERE t.story=a.story AND title IS NOT NULL ORDER BY t.day,t.id "
    "LIMIT 1) AS title FROM article a WHERE story IS NOT NULL GROUP BY story;",
    /* bands by day: only texts of the same weeks are compared (versions.h); the language is in the
     * hash */
    "DROP TABLE band;"
    "CREATE TABLE band(hash INTEGER NOT NULL, day INTEGER NOT NULL, article INTEGER NOT NULL, "
    "PRIMARY KEY(hash, day, article)) WITHOUT ROWID;"
    "UPDATE version SET family=NULL;"
    "INSERT OR IGNORE INTO unjoined SELECT n FROM article;",
    /* lists by language and by outlet, without walking the texts (lists.c) */
    "CREATE INDEX article_lang ON article(lang);"
    "CREATE INDEX article_outlet ON article(outlet);",
    /* a month without a year; tellings that name one side only, and by which sides they may be
     * completed (join.c): half is the matter that such a telling has of its own */
    "ALTER TABLE event ADD COLUMN any_year INTEGER;"
    "ALTER TABLE event ADD COLUMN half TEXT;"
    "CREATE INDEX event_half ON event(half) WHERE half IS NOT NULL;"
    "CREATE INDEX event_by_actor ON event(substr(matter,1,instr(matter,'>')),first_day) WHERE half "
    "IS NULL AND type IN ('ASSAULT','COERCE','SANCTION');"
    "CREATE INDEX event_by_recipient ON event(type||' '||substr(matter,instr(matter,'>')),"
    "first_day) WHERE half IS NULL AND type IN ('ASSAULT','COERCE','SANCTION');"
    "INSERT OR IGNORE INTO unjoined SELECT n FROM article;",
    /* the head of an article without its text, twenty to a page (query.c) */
    "CREATE INDEX article_head ON article(n,id,day,published_from,published_to,story,lang,outlet);",
    /* who stands in the archive under which names, n times: found without walking all entities */
    "CREATE TABLE form(name TEXT NOT NULL, key TEXT NOT NULL, kind TEXT NOT NULL, n INTEGER NOT "
    "NULL,"
    " PRIMARY KEY(key, name, kind)) WITHOUT ROWID;"
    "CREATE INDEX form_name ON form(name COLLATE NOCASE, key, n);"
    "INSERT INTO form SELECT name,key,kind,count(*) FROM entity GROUP BY name,key,kind;"
    "CREATE TRIGGER form_more AFTER INSERT ON entity BEGIN INSERT INTO form "
    "VALUES(new.name,new.key,"
    "new.kind,1) ON CONFLICT(key,name,kind) DO UPDATE SET n=n+1; END;"
    "CREATE TRIGGER form_less AFTER DELETE ON entity BEGIN UPDATE form SET n=n-1 WHERE key=old.key "
    "AND "
    "name=old.name AND kind=old.kind; DELETE FROM form WHERE key=old.key AND name=old.name AND "
    "kind=old.kind AND n<=0; END;"
    "CREATE TRIGGER form_other AFTER UPDATE OF key,name,kind ON entity BEGIN UPDATE form SET n=n-1 "
    "WHERE key=old.key AND name=old.name AND kind=old.kind; DELETE FROM form WHERE key=old.key AND "
    "name=old.name AND kind=old.kind AND n<=0; INSERT INTO form "
    "VALUES(new.name,new.key,new.kind,1) ON "
    "CONFLICT(key,name,kind) DO UPDATE SET n=n+1; END;",
    /* who takes part in a happening, each state once: what networks are counted from */
    "CREATE TABLE acting(happening INTEGER NOT NULL REFERENCES happening(n) ON DELETE CASCADE, id "
    "TEXT NOT NULL, name TEXT NOT NULL, country TEXT, PRIMARY KEY(happening,id)) WITHOUT ROWID;"
    "INSERT OR IGNORE INTO unjoined SELECT n FROM article;",
    /* who is said to have begun it */
    "ALTER TABLE event ADD COLUMN began INTEGER;",
};

#endif
