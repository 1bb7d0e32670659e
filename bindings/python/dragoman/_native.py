"""The shared library by ctypes: finds it, declares its functions, turns its errors into exceptions. Nothing else in the package
knows of ctypes; include/dragoman.h is the manual of what is called here."""
from __future__ import annotations

import ctypes
import ctypes.util
import os
from pathlib import Path
from typing import List, Optional

HERE = Path(__file__).resolve().parent
MAJOR = 1


class Error(Exception):
    """What the library refused or could not do: code ("NOT_FOUND"), at (byte of the input), and the text."""

    def __init__(self, code: str, text: str, at: int = 0):
        super().__init__(text)
        self.code, self.at = code, at


class NativeError(ctypes.Structure):
    _fields_ = [("code", ctypes.c_int), ("at", ctypes.c_uint64), ("text", ctypes.c_char * 240)]


class Counts(ctypes.Structure):
    _fields_ = [(name, ctypes.c_uint64) for name in ("read", "added", "left_out", "errors")]


Handle = ctypes.c_void_p
ON_ERROR = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_char_p, ctypes.POINTER(NativeError))
PUT = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.POINTER(ctypes.c_char), ctypes.c_size_t)
_TEXT, _SIZE, _OUT, _ERR = ctypes.c_char_p, ctypes.c_size_t, ctypes.POINTER(Handle), ctypes.POINTER(NativeError)

# name: result, arguments
_FUNCTIONS = {
    "version": (_TEXT, []), "version_number": (ctypes.c_int, []), "error_name": (_TEXT, [ctypes.c_int]),
    "error_text": (_TEXT, [ctypes.c_int]), "free": (None, [Handle]),
    "open": (ctypes.c_int, [_TEXT, _TEXT, _OUT, _ERR]), "close": (None, [Handle]),
    "model_path": (_TEXT, [Handle]), "lexicon_path": (_TEXT, [Handle]),
    "record_json": (ctypes.POINTER(ctypes.c_char), [Handle, ctypes.POINTER(_SIZE)]), "record_free": (None, [Handle]),
    "reader_new": (ctypes.c_int, [Handle, _OUT, _ERR]), "reader_free": (None, [Handle]),
    "reader_set": (ctypes.c_int, [Handle, ctypes.c_int, _TEXT, _ERR]),
    "read": (ctypes.c_int, [Handle, _TEXT, _SIZE, _TEXT, _OUT, _ERR]),
    "input_file": (ctypes.c_int, [_TEXT, _TEXT, _OUT, _ERR]),
    "input_memory": (ctypes.c_int, [_TEXT, _SIZE, _TEXT, _TEXT, _OUT, _ERR]),
    "input_next": (ctypes.c_int, [Handle, Handle, _OUT, _ERR]), "input_close": (None, [Handle]),
    "archive_open": (ctypes.c_int, [Handle, _TEXT, ctypes.c_int, _OUT, _ERR]), "archive_close": (None, [Handle]),
    "archive_add": (ctypes.c_int, [Handle, Handle, Handle, ON_ERROR, ctypes.c_void_p, ctypes.POINTER(Counts), _ERR]),
    "archive_query": (ctypes.c_int, [Handle, _TEXT, ctypes.POINTER(_TEXT), _OUT, ctypes.POINTER(_SIZE), _ERR]),
    "query_name": (_TEXT, [_SIZE]), "export_name": (_TEXT, [_SIZE]),
    "archive_export": (ctypes.c_int, [Handle, _TEXT, PUT, ctypes.c_void_p, _ERR]),
    "archive_record": (ctypes.c_int, [Handle, _TEXT, _OUT, _ERR]),
    "archive_records": (ctypes.c_int, [Handle, _TEXT, _TEXT, _OUT, _ERR]),
    "cursor_next": (ctypes.c_int, [Handle, _OUT, _ERR]), "cursor_close": (None, [Handle]),
}


def _candidates() -> List[str]:
    name = f"libdragoman.so.{MAJOR}"
    own = os.environ.get("DRAGOMAN_LIBRARY")
    if own:
        return [own]
    found = [HERE / "_lib" / name]
    if len(HERE.parents) > 2:  # bindings/python/dragoman in a source tree
        found.append(HERE.parents[2] / "build" / name)
    return [str(p) for p in found if p.exists()] + [name]


def _load() -> ctypes.CDLL:
    tried = []
    for path in _candidates():
        try:
            return ctypes.CDLL(path)
        except OSError as e:
            tried.append(str(e))
    raise ImportError("libdragoman is not to be had: " + "; ".join(tried))


def _declare(library: ctypes.CDLL) -> None:
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, "dragoman_" + name)
        function.restype, function.argtypes = result, arguments
    if library.dragoman_version_number() // 10000 != MAJOR:
        raise ImportError(f"libdragoman {library.dragoman_version().decode()} is not of version {MAJOR}")


_library = _load()
_declare(_library)


def function(name: str):
    return getattr(_library, "dragoman_" + name)


def error_of(e: NativeError) -> Error:
    """The exception of a filled error."""
    general, text = function("error_text")(e.code).decode(), e.text.decode("utf-8", "replace")
    return Error(function("error_name")(e.code).decode(), f"{general}: {text}" if text else general, e.at)


def call(name: str, *arguments) -> int:
    """Calls a function whose last parameter is the error; returns its count."""
    e = NativeError()
    result = function(name)(*arguments, ctypes.byref(e))
    if result < 0:
        raise error_of(e)
    return result


def make(name: str, *arguments) -> Optional[Handle]:
    """The same for a function that gives an object out; None when it returned 0 of a walk."""
    handle = Handle()
    e = NativeError()
    result = function(name)(*arguments, ctypes.byref(handle), ctypes.byref(e))
    if result < 0:
        raise error_of(e)
    return handle if handle.value else None


def text(value: Optional[str]) -> Optional[bytes]:
    return None if value is None else os.fspath(value).encode("utf-8", "surrogateescape")


def bytes_at(pointer, n: int) -> bytes:
    return ctypes.string_at(pointer, n)


def share() -> Optional[Path]:
    """The folder with models/ and lexicon/ that came with the package, if any."""
    folder = HERE / "_share"
    return folder if (folder / "models" / "dragoman.model").exists() else None
