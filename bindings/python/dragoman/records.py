"""The record of an article as dataclasses: docs/RECORD.md is the contract, names and values are those of its JSON.

Spans are [start, end) bytes of the text in UTF-8, as everywhere in Dragoman; Record.words cuts them out."""
from __future__ import annotations

import json
from dataclasses import dataclass, field, fields
from typing import Any, Dict, Iterator, List, Optional, Tuple

Span = Tuple[int, int]


def _span(value: Any) -> Optional[Span]:
    return None if value is None else (value[0], value[1])


def _known(cls, values: Dict[str, Any]) -> Dict[str, Any]:
    names = {f.name for f in fields(cls)}
    return {key: value for key, value in values.items() if key in names}


@dataclass(frozen=True)
class Days:
    """First and last day that are meant, ISO, both included; None: unknown."""
    first: Optional[str] = None
    last: Optional[str] = None

    @classmethod
    def of(cls, value: Optional[Dict[str, Any]]) -> "Days":
        return cls(value.get("from"), value.get("to")) if value else cls()


@dataclass(frozen=True)
class Source:
    uri: str
    outlet: Optional[str] = None
    url: Optional[str] = None
    format: str = "text"
    kind: str = "article"
    file: Optional[str] = None
    at: int = 0
    within: Optional[int] = None


@dataclass(frozen=True)
class Entity:
    id: int
    kind: str
    name: str
    key: str
    country: Optional[str] = None
    sector: Optional[str] = None
    role: Optional[str] = None
    members: List[int] = field(default_factory=list)
    mentions: List[Span] = field(default_factory=list)


@dataclass(frozen=True)
class Time:
    span: Span
    days: Days


@dataclass(frozen=True)
class Quote:
    id: int
    span: Span
    form: str
    stance: str = "assert"
    speaker: Optional[int] = None
    cue: Optional[Span] = None
    addressees: List[int] = field(default_factory=list)
    via: List[int] = field(default_factory=list)


@dataclass(frozen=True)
class Quantity:
    kind: str
    value: float
    high: float
    unit: Optional[str] = None
    currency: Optional[str] = None
    direction: Optional[str] = None
    extent: Optional[str] = None
    bound: Optional[str] = None
    span: Optional[Span] = None


@dataclass(frozen=True)
class Event:
    type: str
    mode: Optional[str]
    planned: Optional[str]
    cameo: Optional[str]
    score: float
    actors: List[int]
    recipients: List[int]
    negated: bool
    status: str
    contexts: List[str]
    when: Days
    country: Optional[str]
    place: Optional[str]
    quote: Optional[int]
    via: List[int]
    quantities: List[Quantity]
    span: Span
    trigger: Span
    again: List[Span]
    confidence: float
    began: bool = False  # its actors (of an ACCUSE its recipients) are said to have begun the violence


@dataclass(frozen=True)
class Record:
    id: str
    source: Source
    lang: Optional[str]
    lang_p: float
    title: Optional[str]
    byline: Optional[str]
    published: Days
    published_basis: str
    text: str
    sentences: List[Span]
    entities: List[Entity]
    times: List[Time]
    quotes: List[Quote]
    events: List[Event]
    cut: bool
    json: str  # as `dragoman read` writes it

    def words(self, span: Optional[Span]) -> str:
        """The words of a span; "" for None."""
        return self.text.encode("utf-8")[span[0]:span[1]].decode("utf-8", "replace") if span else ""

    def names(self, ids: List[int]) -> List[str]:
        return [self.entities[i].name for i in ids]

    def rows(self) -> Iterator[Dict[str, Any]]:
        """The events as flat rows, lists joined by ";", for tables."""
        for n, e in enumerate(self.events):
            yield {"article": self.id, "n": n, "outlet": self.source.outlet, "lang": self.lang, "published": self.published.first,
                   "type": e.type, "mode": e.mode, "cameo": e.cameo, "score": e.score, "negated": e.negated, "status": e.status,
                   "from": e.when.first, "to": e.when.last, "actors": ";".join(self.names(e.actors)),
                   "actor_countries": ";".join(self.entities[i].country or "" for i in e.actors),
                   "recipients": ";".join(self.names(e.recipients)),
                   "recipient_countries": ";".join(self.entities[i].country or "" for i in e.recipients),
                   "contexts": ";".join(e.contexts), "country": e.country, "place": e.place, "sentence": self.words(e.span),
                   "confidence": e.confidence}


def _event(o: Dict[str, Any]) -> Event:
    where = o.get("where") or {}
    return Event(type=o["type"], mode=o.get("mode"), planned=o.get("planned"), cameo=o.get("cameo"), score=float(o.get("score", 0)),
                 actors=o.get("actors", []), recipients=o.get("recipients", []), negated=o.get("negated", False), status=o["status"],
                 contexts=o.get("contexts", []), when=Days.of(o.get("when")), country=where.get("country"), place=where.get("place"),
                 quote=o.get("quote"), via=o.get("via", []),
                 quantities=[Quantity(**{**_known(Quantity, q), "span": _span(q.get("span"))}) for q in o.get("quantities", [])],
                 span=_span(o["span"]), trigger=_span(o["trigger"]), again=[_span(s) for s in o.get("again", [])],
                 confidence=float(o.get("confidence", 0)), began=o.get("began", False))


def record_of(line: str) -> Record:
    """A record from its JSON."""
    o = json.loads(line)
    entities = [Entity(**{**_known(Entity, e), "mentions": [_span(s) for s in e.get("mentions", [])]}) for e in o.get("entities", [])]
    quotes = [Quote(**{**_known(Quote, q), "span": _span(q["span"]), "cue": _span(q.get("cue"))}) for q in o.get("quotes", [])]
    return Record(id=o["id"], source=Source(**_known(Source, o["source"])), lang=o.get("lang"), lang_p=float(o.get("lang_p", 0)),
                  title=o.get("title"), byline=o.get("byline"), published=Days.of(o.get("published")),
                  published_basis=(o.get("published") or {}).get("basis", "none"), text=o["text"],
                  sentences=[_span(s) for s in o.get("sentences", [])], entities=entities,
                  times=[Time(_span(t["span"]), Days.of(t)) for t in o.get("times", [])], quotes=quotes,
                  events=[_event(e) for e in o.get("events", [])], cut=o.get("cut", False), json=line)
