"""Reads the news in English, German, Danish and Norwegian and writes the diplomatic record: who did or said what to whom, when, where,
according to whom, and the sentence that proves it.

    import dragoman
    record = dragoman.read("Peru's foreign minister visited Iceland on Monday.", date="2024-03-13")
    record.events[0].type          # 'CONSULT'
    dragoman.Archive("press.db").query("brief", party=["Peru", "Iceland"])
"""
from __future__ import annotations

import ctypes
import json
import threading
from os import PathLike
from typing import Any, Callable, Dict, Iterator, List, Optional, Union

from . import _native
from ._native import Error
from .records import Days, Entity, Event, Quantity, Quote, Record, Source, Span, Time, record_of

__version__ = "1.0.0"
__all__ = ["Archive", "Counts", "Days", "Engine", "Entity", "Error", "Event", "Quantity", "Quote", "Reader", "Record", "Source", "Span",
           "Time", "engine", "exports", "frame", "library_version", "questions", "read", "record_of"]

Path = Union[str, "PathLike[str]"]
Article = Union[str, bytes]
Counts = Dict[str, int]
_LANG, _DATE, _FORMAT = 1, 2, 3


def library_version() -> str:
    """The version of the shared library that is loaded."""
    return _native.function("version")().decode()


def _names(function: str) -> List[str]:
    names: List[str] = []
    while True:
        name = _native.function(function)(len(names))
        if name is None:
            return names
        names.append(name.decode())


def questions() -> List[str]:
    """The names that Archive.query answers."""
    return _names("query_name")


def exports() -> List[str]:
    """The forms that Archive.export writes."""
    return _names("export_name")


class _Owner:
    """Holds what the library gave out and gives it back once; what was made of it keeps it alive."""

    _handle: Optional[ctypes.c_void_p] = None
    _close = ""

    def _get(self) -> ctypes.c_void_p:
        if self._handle is None:
            raise ValueError(f"{type(self).__name__} is closed")
        return self._handle

    def close(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            _native.function(self._close)(handle)

    def __del__(self) -> None:
        self.close()

    def __enter__(self):
        return self

    def __exit__(self, *_) -> None:
        self.close()


class Engine(_Owner):
    """Model and lexicon, loaded once, for all threads. lexicon may be several folders with ":" between them; an empty one is the own."""

    _close = "close"

    def __init__(self, model: Optional[Path] = None, lexicon: Optional[Path] = None):
        share = _native.share()
        if share and model is None:
            model = share / "models" / "dragoman.model"
        if share and lexicon is None:
            lexicon = share / "lexicon"
        self._handle = _native.make("open", _native.text(model), _native.text(lexicon))

    @property
    def model(self) -> str:
        return _native.function("model_path")(self._get()).decode()

    @property
    def lexicon(self) -> str:
        return _native.function("lexicon_path")(self._get()).decode()


_default: Optional[Engine] = None
_lock = threading.Lock()


def engine() -> Engine:
    """The engine that is used where none is given; made at the first call."""
    global _default
    with _lock:
        if _default is None:
            _default = Engine()
        return _default


def _take(handle: ctypes.c_void_p) -> Record:
    n = ctypes.c_size_t()
    try:
        pointer = _native.function("record_json")(handle, ctypes.byref(n))
        line = _native.bytes_at(pointer, n.value).decode("utf-8")
    finally:
        _native.function("record_free")(handle)
    return record_of(line)


def _bytes(article: Article) -> bytes:
    return article.encode("utf-8") if isinstance(article, str) else bytes(article)


class _Input(_Owner):
    _close = "input_close"

    def __init__(self, name: str, *arguments):
        self._handle = _native.make(name, *arguments)


class Reader(_Owner):
    """Reads articles; one thread at a time. lang, date (of publication) and format hold for all that it reads; None: find it."""

    _close = "reader_free"

    def __init__(self, engine: Optional[Engine] = None, lang: Optional[str] = None, date: Optional[str] = None, format: Optional[str] = None):
        self.engine = engine or globals()["engine"]()
        self._handle = _native.make("reader_new", self.engine._get())
        self._format = format
        self.set(lang=lang, date=date, format=format)

    def set(self, **known: Optional[str]) -> None:
        """lang, date, format of what comes next."""
        options = {"lang": _LANG, "date": _DATE, "format": _FORMAT}
        for key, value in known.items():
            if key not in options:
                raise TypeError(f"no option {key}: lang, date, format")
            _native.call("reader_set", self._get(), options[key], _native.text(value))
            if key == "format":
                self._format = value

    def read(self, article: Article, name: Optional[str] = None) -> Record:
        """The first article of the text or bytes. Error EMPTY where there is none."""
        data = _bytes(article)
        return _take(_native.make("read", self._get(), data, len(data), _native.text(name)))

    def read_all(self, article: Article, name: Optional[str] = None, on_error: Optional[Callable[[Error], Any]] = None) -> Iterator[Record]:
        """All articles of the bytes (JSON Lines, a feed, WARC …), one at a time. What cannot be read is handed to on_error and passed
        over; without on_error it is raised, and what follows it is not read."""
        data = _bytes(article)
        with _Input("input_memory", data, len(data), _native.text(name), _native.text(self._format)) as source:
            yield from self._records(source, on_error)

    def read_file(self, path: Path, on_error: Optional[Callable[[Error], Any]] = None) -> Iterator[Record]:
        """The same of a file of any size: one article is in memory at a time."""
        with _Input("input_file", _native.text(path), _native.text(self._format)) as source:
            yield from self._records(source, on_error)

    def _records(self, source: _Input, on_error: Optional[Callable[[Error], Any]]) -> Iterator[Record]:
        while True:
            try:
                handle = _native.make("input_next", source._get(), self._get())
            except Error as e:
                if on_error is None:
                    raise
                on_error(e)
                continue
            if handle is None:
                return
            yield _take(handle)


def read(article: Article, lang: Optional[str] = None, date: Optional[str] = None, format: Optional[str] = None, name: Optional[str] = None) -> Record:
    """Reads one article with the default engine. For many articles a Reader is faster: it keeps its buffers."""
    with Reader(lang=lang, date=date, format=format) as reader:
        return reader.read(article, name)


def frame(records) -> Any:
    """The events of records as a pandas.DataFrame, one row an event. Needs pandas."""
    import pandas

    return pandas.DataFrame([row for record in records for row in record.rows()])


class Archive(_Owner):
    """An archive: one SQLite file with articles, stories and happenings. One thread at a time; write=True to add."""

    _close = "archive_close"

    def __init__(self, path: Path, write: bool = False, engine: Optional[Engine] = None):
        self.engine = engine or globals()["engine"]()
        self._handle = _native.make("archive_open", self.engine._get(), _native.text(path), int(write))

    def add(self, path: Path, reader: Optional[Reader] = None, on_error: Optional[Callable[[str, Error], Any]] = None) -> Counts:
        """Reads a file into the archive. What is there already stays. Returns counts: read, added, left_out, errors."""
        own = reader or Reader(self.engine)
        with _Input("input_file", _native.text(path), _native.text(own._format)) as source:
            return self._add(own, source, on_error)

    def add_bytes(self, article: Article, name: Optional[str] = None, reader: Optional[Reader] = None,
                  on_error: Optional[Callable[[str, Error], Any]] = None) -> Counts:
        """The same of text or bytes in memory."""
        data, own = _bytes(article), reader or Reader(self.engine)
        with _Input("input_memory", data, len(data), _native.text(name), _native.text(own._format)) as source:
            return self._add(own, source, on_error)

    def _add(self, reader: Reader, source: _Input, on_error) -> Counts:
        counts = _native.Counts()
        raised: List[BaseException] = []

        def tell(_, name, e):
            try:
                if on_error:
                    on_error(name.decode("utf-8", "replace"), _native.error_of(e.contents))
            except BaseException as problem:  # a callback cannot raise through C
                raised.append(problem)

        _native.call("archive_add", self._get(), reader._get(), source._get(), _native.ON_ERROR(tell), None, ctypes.byref(counts))
        if raised:
            raise raised[0]
        return {name: getattr(counts, name) for name, _ in counts._fields_}

    def query(self, name: str, **filters: Any) -> Any:
        """The answer to a named question (questions() lists them). Filters: party (one, or a list of two), id, words, since, until, type,
        limit, by, about, format. JSON, which is the default format, comes as lists and dicts; other formats as text."""
        pairs: List[Optional[bytes]] = []
        filters = {"format": "svg" if name == "network" else "json", **filters}
        for key, value in filters.items():
            for one in value if isinstance(value, (list, tuple)) else [value]:
                if one is not None:
                    pairs += [key.encode(), str(one).encode("utf-8")]
        array = (ctypes.c_char_p * (len(pairs) + 1))(*pairs, None)
        answer, n, e = ctypes.c_void_p(), ctypes.c_size_t(), _native.NativeError()
        if _native.function("archive_query")(self._get(), name.encode(), array, ctypes.byref(answer), ctypes.byref(n), ctypes.byref(e)):
            raise _native.error_of(e)
        try:
            text = _native.bytes_at(answer, n.value).decode("utf-8")
        finally:
            _native.function("free")(answer)
        return json.loads(text) if filters["format"] == "json" else text

    def frame(self, name: str, **filters: Any) -> Any:
        """The answer's rows as a pandas.DataFrame: its CSV, read. Needs pandas."""
        import io

        import pandas

        return pandas.read_csv(io.StringIO(self.query(name, **{**filters, "format": "csv"})), keep_default_na=False, na_values=[""])

    def records(self, since: Optional[str] = None, until: Optional[str] = None) -> Iterator[Record]:
        """All records, the oldest publication first."""
        cursor = _Cursor(self, since, until)
        try:
            while True:
                handle = _native.make("cursor_next", cursor._get())
                if handle is None:
                    return
                yield _take(handle)
        finally:
            cursor.close()

    def record(self, id: str) -> Record:
        """One article by its id. Error NOT_FOUND."""
        return _take(_native.make("archive_record", self._get(), id.encode()))

    def export(self, format: str) -> str:
        """The archive in a form that other tools read: one of exports() (docs/EXPORT.md)."""
        pieces: List[bytes] = []

        def put(_, pointer, n):
            pieces.append(_native.bytes_at(pointer, n))
            return 0

        _native.call("archive_export", self._get(), format.encode(), _native.PUT(put), None)
        return b"".join(pieces).decode("utf-8")


class _Cursor(_Owner):
    _close = "cursor_close"

    def __init__(self, archive: Archive, since: Optional[str], until: Optional[str]):
        self._archive = archive  # lives as long as the walk
        self._handle = _native.make("archive_records", archive._get(), _native.text(since), _native.text(until))
