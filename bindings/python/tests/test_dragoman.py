"""Tests of the Python package against the library that was built: unittest, nothing else."""
import dataclasses
import gc
import json
import os
import subprocess
import tempfile
import threading
import unittest
from pathlib import Path

import dragoman

try:
    import pandas
except ImportError:
    pandas = None

ARTICLE = "Peru's foreign minister, Elena Quispe, visited Iceland on Monday. “We want to fish together,” she said.\n"
LINES = (json.dumps({"id": "1", "text": "Peru and Iceland signed a treaty on fish in Lima on 4 March 2024."}) + "\n{broken\n"
         + json.dumps({"id": "2", "text": "Iceland condemned Peru on 9 March 2024 for fishing near its coast."}) + "\n")


class Reading(unittest.TestCase):
    def test_one_article(self):
        record = dragoman.read(ARTICLE, date="2024-03-13")
        event = record.events[0]
        self.assertEqual((event.type, event.mode, event.status, event.negated), ("CONSULT", "visit", "actual", False))
        self.assertEqual(record.entities[event.actors[0]].country, "PER")
        self.assertEqual(record.names(event.recipients), ["Iceland"])
        self.assertEqual(event.when.first, "2024-03-11")
        self.assertEqual(record.words(record.quotes[0].span), "We want to fish together,")
        self.assertEqual(record.entities[record.quotes[0].speaker].name, "Elena Quispe")
        self.assertEqual(record.words(None), "")

    def test_same_as_the_program(self):
        program = os.environ.get("DRAGOMAN_PROGRAM")
        if not program:
            self.skipTest("DRAGOMAN_PROGRAM is not set")
        theirs = json.loads(subprocess.run([program, "read", "-"], input=ARTICLE.encode(), capture_output=True, check=True).stdout)
        ours = json.loads(dragoman.read(ARTICLE, name="stdin").json)
        theirs["source"]["file"] = ours["source"]["file"]
        self.assertEqual(ours, theirs)

    def test_every_key_of_the_record_has_a_field(self):
        o = json.loads(dragoman.read(ARTICLE).json)
        for key in ("entities", "quotes"):
            names = {f.name for f in dataclasses.fields({"entities": dragoman.Entity, "quotes": dragoman.Quote}[key])}
            self.assertEqual(set(o[key][0]) - names, set())
        self.assertEqual(set(o["source"]) - {f.name for f in dataclasses.fields(dragoman.Source)}, set())
        self.assertEqual(set(o["events"][0]) - {f.name for f in dataclasses.fields(dragoman.Event)}, {"where"})

    def test_errors(self):
        for article, code in (("", "EMPTY"), (b"\x7fELF\0\1\2\3\0\0\0\0\0\0", "BINARY")):
            with self.assertRaises(dragoman.Error) as caught:
                dragoman.read(article)
            self.assertEqual(caught.exception.code, code)
        with self.assertRaises(dragoman.Error) as caught:
            dragoman.Reader(lang="english")
        self.assertEqual(caught.exception.code, "ARG")
        with self.assertRaises(dragoman.Error) as caught:
            dragoman.Engine(model="/no/such/model")
        self.assertEqual(caught.exception.code, "NOT_FOUND")
        self.assertIn("/no/such/model", str(caught.exception))
        with self.assertRaises(TypeError):
            dragoman.Reader().set(colour="blue")

    def test_many(self):
        told = []
        reader = dragoman.Reader()
        records = list(reader.read_all(LINES, "two.jsonl", on_error=told.append))
        self.assertEqual([r.source.uri for r in records], ["two.jsonl#1", "two.jsonl#2"])
        self.assertEqual([e.code for e in told], ["SYNTAX"])
        self.assertGreater(told[0].at, 0)
        with self.assertRaises(dragoman.Error):
            list(reader.read_all(LINES))

    def test_closed(self):
        reader = dragoman.Reader()
        reader.close()
        reader.close()
        with self.assertRaises(ValueError):
            reader.read(ARTICLE)

    def test_threads(self):
        found = []

        def work():
            found.append(dragoman.read(ARTICLE).json)

        threads = [threading.Thread(target=work) for _ in range(4)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()
        self.assertEqual(len(found), 4)
        self.assertEqual(len(set(found)), 1)

    def test_lexicon_of_ones_own(self):
        with tempfile.TemporaryDirectory() as folder:
            Path(folder, "organisations.tsv").write_text(
                "key\tkind\tcountry\tsector\tall\ten\nfishcouncil\tigo\tIGO\tGOV\t\tNorthern Fish Council\n", encoding="utf-8")
            engine = dragoman.Engine(lexicon=":" + folder)
            text = "The Northern Fish Council condemned Peru on Monday."
            record = dragoman.Reader(engine).read(text)
            self.assertIn("fishcouncil", [e.key for e in record.entities])
            self.assertNotIn("fishcouncil", [e.key for e in dragoman.read(text).entities])


class Archives(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "a.db")
        lines = Path(self.folder.name, "two.jsonl")
        lines.write_text(LINES, encoding="utf-8")
        self.told = []
        self.archive = dragoman.Archive(self.path, write=True)
        self.counts = self.archive.add(lines, on_error=lambda name, e: self.told.append((name, e.code)))

    def tearDown(self):
        self.archive.close()
        gc.collect()
        self.folder.cleanup()

    def test_counts(self):
        self.assertEqual(self.counts, {"read": 2, "added": 2, "left_out": 0, "errors": 1})
        self.assertEqual([code for _, code in self.told], ["SYNTAX"])
        self.assertEqual(self.archive.add_bytes(LINES, on_error=lambda *_: None)["added"], 0)

    def test_callback_that_raises(self):
        with self.assertRaises(KeyError):
            self.archive.add_bytes(LINES, on_error=lambda *_: {}["x"])

    def test_query(self):
        brief = self.archive.query("brief", party=["Island", "PER"])
        self.assertEqual((brief["a"], brief["b"]), ("ISL", "PER"))
        self.assertEqual(sorted(e["type"] for e in brief["events"]), ["ACCUSE", "AGREE"])
        later = self.archive.query("brief", party=["Island", "PER"], since="2024-03-08")
        self.assertEqual([e["type"] for e in later["events"]], ["ACCUSE"])
        self.assertIn("<svg", self.archive.query("network"))
        self.assertIn("type", self.archive.query("timeline", format="csv").splitlines()[0])
        for wrong in ({"colour": "blue"}, {"since": "yesterday"}, {}):
            with self.assertRaises(dragoman.Error) as caught:
                self.archive.query("brief", **wrong)
            self.assertEqual(caught.exception.code, "ARG")
        self.assertIn("brief", dragoman.questions())

    def test_records(self):
        records = list(self.archive.records())
        self.assertEqual(len(records), 2)
        self.assertEqual(self.archive.record(records[0].id).json, records[0].json)
        self.assertEqual("".join(r.json + "\n" for r in records), self.archive.export("records"))
        with self.assertRaises(dragoman.Error) as caught:
            self.archive.record("none")
        self.assertEqual(caught.exception.code, "NOT_FOUND")

    def test_exports(self):
        self.assertIn("plover", dragoman.exports())
        for name in dragoman.exports():
            self.assertTrue(self.archive.export(name), name)

    @unittest.skipUnless(pandas, "pandas is not installed")
    def test_frames(self):
        table = self.archive.frame("timeline", party="Peru")
        self.assertEqual(sorted(table["type"]), ["ACCUSE", "AGREE"])
        events = dragoman.frame(self.archive.records())
        self.assertEqual(list(events.columns[:2]), ["article", "n"])
        self.assertEqual(set(events["actor_countries"]) & {"ISL"}, {"ISL"})

    def test_no_archive(self):
        with self.assertRaises(dragoman.Error) as caught:
            dragoman.Archive(Path(self.folder.name, "none.db"))
        self.assertEqual(caught.exception.code, "NOT_FOUND")


class Versions(unittest.TestCase):
    def test_versions(self):
        self.assertEqual(dragoman.library_version(), dragoman.__version__)


if __name__ == "__main__":
    unittest.main()
