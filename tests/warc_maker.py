#!/usr/bin/env python3
"""warc_maker: crawl archives for the tests and for bench/warc, made of the pages in samples/.

    tests/warc_maker.py OUT [--packed gzip|whole|zstd|none] [--size BYTES]

gzip: a member a record (as crawlers write), whole: one member around all, zstd: a frame a record. With --size the pages come again
and again, each with a number in its title and in a sentence of its own, until the archive holds so many bytes unpacked; else once,
with every oddity of heads and bodies that the tests ask for. The same call gives the same bytes.
"""
import argparse, ctypes, ctypes.util, html, zlib
from pathlib import Path

SAMPLES = Path(__file__).resolve().parent.parent / "samples"


def pages():
    """The samples as pages: what is HTML as it is, texts in the plainest of pages."""
    out = [p.read_bytes() for p in sorted(SAMPLES.glob("*.html"))]
    for p in sorted(SAMPLES.glob("*.txt")):
        lines = [html.escape(line) for line in p.read_text(encoding="utf-8").splitlines() if line.strip()]
        out.append(("<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%s</title></head>\n<body><article>\n<h1>%s</h1>\n%s\n</article>\n"
                    "</body></html>\n" % (lines[0], lines[0], "\n".join(f"<p>{line}</p>" for line in lines[1:]))).encode())
    return out


# ---- packings ----

def member(data, level=6):
    c = zlib.compressobj(level, zlib.DEFLATED, 31)
    return c.compress(data) + c.flush()


def raw_deflate(data):
    c = zlib.compressobj(6, zlib.DEFLATED, -15)
    return c.compress(data) + c.flush()


def library(name):
    path = ctypes.util.find_library(name)
    return ctypes.CDLL(path) if path else None


def zstd(data):
    """One frame, or None without the library."""
    lib = library("zstd")
    if not lib:
        return None
    lib.ZSTD_compressBound.restype = lib.ZSTD_compress.restype = ctypes.c_size_t
    lib.ZSTD_compressBound.argtypes = [ctypes.c_size_t]
    lib.ZSTD_compress.argtypes = [ctypes.c_char_p, ctypes.c_size_t, ctypes.c_char_p, ctypes.c_size_t, ctypes.c_int]
    out = ctypes.create_string_buffer(lib.ZSTD_compressBound(len(data)))
    n = lib.ZSTD_compress(out, len(out), data, len(data), 3)
    return out.raw[:n]


def zeros(n):
    """n bytes of zero packed by gzip, in little memory."""
    c = zlib.compressobj(9, zlib.DEFLATED, 31)
    return b"".join(c.compress(bytes(min(1 << 20, n - i))) for i in range(0, n, 1 << 20)) + c.flush()


def brotli(data):
    """None without the library."""
    lib = library("brotlienc")
    if not lib:
        return None
    n = ctypes.c_size_t(len(data) + len(data) // 2 + 1024)
    out = ctypes.create_string_buffer(n.value)
    lib.BrotliEncoderCompress.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_size_t, ctypes.c_char_p,
                                          ctypes.POINTER(ctypes.c_size_t), ctypes.c_char_p]
    assert lib.BrotliEncoderCompress(5, 22, 0, len(data), data, ctypes.byref(n), out)
    return out.raw[:n.value]


def chunked(data, size=700, extension=b""):
    parts = [data[i:i + size] for i in range(0, len(data), size)]
    return b"".join(b"%x%s\r\n%s\r\n" % (len(p), extension, p) for p in parts) + b"0\r\n\r\n"


# ---- records ----

def record(kind, uri, block, media="application/http; msgtype=response", date="2024-10-01T12:00:00Z", version="1.0", length=None, end="\r\n",
           extra=()):
    fields = [("WARC-Type", kind), ("WARC-Target-URI", uri), ("WARC-Date", date), ("Content-Type", media), *extra,
              ("Content-Length", str(len(block) if length is None else length))]
    lines = [f"WARC/{version}"] + [f"{k}: {v}" for k, v in fields if v is not None]
    return (end.join(lines) + end * 2).encode() + block + b"\r\n\r\n"


def http(body, head="HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n"):
    return head.encode() + b"\r\n" + body


def response(uri, body, head="HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n", **kw):
    return record("response", uri, http(body, head), **kw)


def odd():
    """(name, record, what it is read as: "article", "cut", the word it is skipped with, or None when its packing is not to be had)"""
    page = pages()[0]
    text = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
    latin = "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"windows-1252\"\r\n"
    u = "https://example.org/"
    out = [
        ("warcinfo", record("warcinfo", None, b"software: maker\r\n", "application/warc-fields"), "warcinfo"),
        ("request", record("request", u + "plain", b"GET / HTTP/1.1\r\nHost: example.org\r\n\r\n",
                           "application/http; msgtype=request"), "request"),
        ("plain", response(u + "plain", page), "article"),
        ("metadata", record("metadata", u + "plain", b"fetchTimeMs: 12\r\n", "application/warc-fields"), "metadata"),
        ("chunked", response(u + "chunked", chunked(page), text + "Transfer-Encoding: chunked\r\n"), "article"),
        ("chunk-extension", response(u + "chunk-extension", chunked(page, 333, b";a=b"), text + "transfer-encoding:Chunked\r\n"), "article"),
        ("chunked-not", response(u + "chunked-not", page, text + "Transfer-Encoding: chunked\r\n"), "article"),
        ("gzip", response(u + "gzip", member(page), text + "Content-Encoding: gzip\r\n"), "article"),
        ("gzip-chunked", response(u + "gzip-chunked", chunked(member(page)),
                                  text + "Content-Encoding: x-gzip\r\nTransfer-Encoding: gzip, chunked\r\n"), "article"),
        ("gzip-not", response(u + "gzip-not", page, text + "Content-Encoding: gzip\r\n"), "article"),
        ("gzip-untold", response(u + "gzip-untold", member(page), text), "article"),
        ("gzip-twice", response(u + "gzip-twice", member(member(page)), text + "Content-Encoding: gzip, gzip\r\n"), "article"),
        ("gzip-broken-off", response(u + "gzip-broken-off", member(page)[:-300], text + "Content-Encoding: gzip\r\n"), "cut"),
        ("deflate", response(u + "deflate", zlib.compress(page), text + "Content-Encoding: deflate\r\n"), "article"),
        ("deflate-raw", response(u + "deflate-raw", raw_deflate(page), text + "Content-Encoding: deflate\r\n"), "article"),
        ("status-404", response(u + "status-404", page, "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n"), "status not 2xx"),
        ("status-301", response(u + "status-301", b"", "HTTP/1.1 301 Moved\r\nLocation: /x\r\n"), "status not 2xx"),
        ("image", response(u + "image", b"\x89PNG\r\n\x1a\n" * 20, "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n"),
         "neither HTML nor text"),
        ("script", response(u + "script", b"let a = 1;" * 20, "HTTP/1.1 200 OK\r\nContent-Type: text/javascript\r\n"),
         "neither HTML nor text"),
        ("bodyless", response(u + "bodyless", b"", text), "no body"),
        ("bare-lf", record("response", u + "bare-lf", b"HTTP/1.1 200 OK\nContent-Type: text/html\n\n" + page, end="\n"), "article"),
        ("folded", response(u + "folded", page, "HTTP/1.1 200 OK\r\nContent-Type:\r\n text/html;\r\n\tcharset=utf-8\r\n"), "article"),
        ("no-reason", response(u + "no-reason", page, "HTTP/1.1 200\r\nContent-Type: text/html\r\n"), "article"),
        ("http2", response(u + "http2", page, "HTTP/2 200 \r\ncontent-type: text/html\r\n"), "article"),
        ("odd-case", response(u + "odd-case", page, "http/1.1 200 ok\r\nCONTENT-TYPE : Text/HTML; Charset=UTF-8\r\n"), "article"),
        ("doubled", response(u + "doubled", page, text + "Content-Type:\r\nContent-Type: text/html\r\nServer: a\r\nServer: b\r\n"), "article"),
        ("no-colon", response(u + "no-colon", page, text + "a line that is no field\r\n"), "article"),
        ("continue", response(u + "continue", page, "HTTP/1.1 100 Continue\r\n\r\n" + text), "article"),
        ("no-type", response(u + "no-type", page, "HTTP/1.1 200 OK\r\nServer: a\r\n"), "article"),
        ("wrong-http-length", response(u + "wrong-http-length", page, text + "Content-Length: 7\r\n"), "article"),
        ("megabyte-head", response(u + "megabyte-head", page, text + "X-Long: " + "a" * 1_000_000 + "\r\n"), "article"),
        ("many-fields", response(u + "many-fields", page, text + "X: y\r\n" * 50_000), "article"),
        ("latin1", response(u + "latin1", page.decode().replace("utf-8", "windows-1252").encode("cp1252"), latin), "article"),
        ("charset-by-meta", response(u + "charset-by-meta", page.decode().replace("utf-8", "windows-1252").encode("cp1252"), text), "article"),
        ("brackets", response(f"<{u}brackets>", page), "article"),
        ("version-1.1", response(u + "version-1.1", page, version="1.1", date="2024-10-01T12:00:00.123456Z"), "article"),
        ("truncated", response(u + "truncated", page[:-200], extra=[("WARC-Truncated", "length")]), "cut"),
        ("revisit", record("revisit", u + "revisit", b"HTTP/1.1 200 OK\r\n\r\n"), "revisit"),
        ("continuation", record("continuation", u + "continuation", page), "other records"),
        ("conversion", record("conversion", u + "conversion", "The ministers of Peru and Iceland met on Tuesday in Lima.\n".encode() * 3,
                              "text/plain"), "article"),
        ("resource", record("resource", u + "resource", page, "text/html"), "article"),
        ("log", record("resource", "metadata://example.org/crawl.log", b"all went well\n", "text/plain"), "other records"),
        ("length-too-long", response(u + "length-too-long", page, length=len(http(page)) + 1500), "article"),
        ("length-too-short", response(u + "length-too-short", page, length=400), "article"),
        ("nuls", response(u + "nuls", page.replace(b"<p>", b"<p>\0\0"), text), "article"),
    ]
    for name, pack, coding in (("brotli", brotli, "br"), ("zstd", zstd, "zstd")):
        packed = pack(page)
        if packed:
            out.append((name, response(u + name, packed, text + f"Content-Encoding: {coding}\r\n"), "article"))
    return out


def archive(records, packed):
    """Bytes of records, packed as asked."""
    if packed == "whole":
        return member(b"".join(records))
    pack = {"gzip": member, "zstd": zstd, "none": bytes}[packed]
    return b"".join(pack(r) for r in records)


def large(path, size, packed):
    """Writes the samples again and again, with requests between, until `size` bytes are in; bytes of HTML in it."""
    base, done, n, size_of_pages = pages(), 0, 0, 0
    filler = ("<div class=\"teaser\"><a href=\"/%d/%d\"><img src=\"/i/%d.jpg\" alt=\"\"><span>Read this as well</span></a></div>\n")
    script = "function f%d(a) { if (a < %d && !a.done) { window.queue.push({id: %d, name: \"slot-%d\"}); } return a; }\n"
    # as on the pages of newspapers about half the bytes are scripts and styles
    navigation = ("".join(filler % (i, i, i) for i in range(300)) + "<script>" + "".join(script % (i, i, i, i) for i in range(300)) +
                  "</script><style>" + "".join(".slot-%d { margin: 0 %dpx; color: #333 }\n" % (i, i) for i in range(200)) + "</style>").encode()
    pack = {"gzip": lambda d: member(d, 1), "zstd": zstd, "none": bytes}[packed]
    with open(path, "wb") as out:
        while done < size:
            page = base[n % len(base)].replace(b"</h1>", b" %d</h1>" % n, 1).replace(b"<article>", navigation + b"<article>", 1)
            page = page.replace(b"</article>", b"<p>The ministers of Peru and Iceland met for the time number %d on Tuesday.</p></article>" % n, 1)
            uri = f"https://example.org/{n}"
            for r in (record("request", uri, b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"), response(uri, page)):
                out.write(pack(r))
                done += len(r)
            size_of_pages += len(page)
            n += 1
    return size_of_pages, n


def main():
    p = argparse.ArgumentParser()
    p.add_argument("out")
    p.add_argument("--packed", choices=["gzip", "whole", "zstd", "none"], default="gzip")
    p.add_argument("--size", type=int)
    a = p.parse_args()
    if a.size:
        size, n = large(a.out, a.size, a.packed)
        print(f"{n} pages, {size} bytes of HTML")
    else:
        Path(a.out).write_bytes(archive([r for _, r, _ in odd()], a.packed))


if __name__ == "__main__":
    main()
