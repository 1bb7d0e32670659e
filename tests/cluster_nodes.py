"""cluster_nodes: the servers of a cluster on loopback, of the configurations that cluster/configure makes, and what is done with them:
started, killed, asked. Used by tests/cluster and bench/cluster."""
import importlib.machinery, importlib.util, json, os, random, shutil, signal, subprocess, sys, time, urllib.request
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))
import warc_maker

PROGRAM = str(Path(os.environ.get("DRAGOMAN", ROOT / "build" / "dragoman")).resolve())
SANITIZED = "asan" in PROGRAM
EXPORTS = ["plover", "gdelt-events", "gdelt-mentions", "dyads", "keds", "months", "jsonld", "records"]


def program(name):
    for folder in (*os.environ["PATH"].split(":"), "/usr/sbin", "/usr/share/zookeeper/bin"):
        if os.access(Path(folder) / name, os.X_OK):
            return str(Path(folder) / name)
    return None


def missing(replicated=False):
    wanted = ["nats-server", "clickhouse-server"] + (["zkServer.sh"] if replicated else [])
    return [name for name in wanted if not program(name)]


def wait_for(what, condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"waited {seconds} s for {what}")
        time.sleep(0.05)


def get(url, body=None, timeout=10):
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    return opener.open(urllib.request.Request(url, data=body), timeout=timeout).read().decode()


class Servers:
    """n nodes, each with nats-server, clickhouse-server and, of several, zookeeper."""

    def __init__(self, folder, n=1):
        self.folder, self.n, self.running = Path(folder), n, {}
        subprocess.run([ROOT / "cluster" / "configure", "--out", self.folder / "conf", "--data", f"{self.folder}/data/{{name}}", "--loopback", str(n),
                        "--memory", str(1 << 30), "--queue", "2GB"], check=True, capture_output=True)
        self.conf = json.loads((self.folder / "conf" / "cluster.json").read_text())
        self.nats, self.store, self.nodes = self.conf["nats"], self.conf["store"], self.conf["nodes"]

    def start(self, kind, node=0):
        here, conf = self.nodes[node], self.folder / "conf" / self.nodes[node]["NAME"]
        command = {"nats": [program("nats-server"), "-c", str(conf / "nats.conf")],
                   "clickhouse": [program("clickhouse-server"), f"--config-file={conf / 'clickhouse.xml'}"],
                   "zookeeper": [program("zkServer.sh"), "start-foreground", str(conf / "zookeeper.cfg")]}[kind]
        out = open(Path(here["DATA"]) / f"{kind}.out", "ab")
        self.running[kind, node] = subprocess.Popen(command, stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True, cwd=here["DATA"],
                                                    env={**os.environ, "JVMFLAGS": "-Xmx128m", "ZOO_LOG_DIR": here["DATA"]})
        out.close()

    def kill(self, kind, node=0):
        p = self.running.pop((kind, node))
        try:
            os.killpg(p.pid, signal.SIGKILL)  # zkServer.sh has Java below it
        except ProcessLookupError:
            pass
        p.wait()

    def ready(self, kind, node=0):
        here = self.nodes[node]
        url = f'http://{here["HOST"]}:{here["HTTP"]}/' if kind == "clickhouse" else f'http://{here["HOST"]}:{here["NATS_MONITOR"]}/healthz'
        try:
            get(url, timeout=2)
            return True
        except OSError:
            return False

    def start_all(self):
        for node in range(self.n):
            if self.n > 1:
                self.start("zookeeper", node)
            self.start("nats", node)
        for node in range(self.n):
            self.start("clickhouse", node)
        for node in range(self.n):
            wait_for(f"nats {node}", lambda: self.ready("nats", node))
            wait_for(f"clickhouse {node}", lambda: self.ready("clickhouse", node))

    def create(self, name):
        """A database with the tables of the store, on all nodes."""
        schema = (ROOT / "cluster" / ("schema.sql" if self.n == 1 else "schema-replicated.sql")).read_text()
        for node in range(self.n):
            wait_for("a database", lambda: self.try_sql(f"CREATE DATABASE IF NOT EXISTS {name}", node), 90)
            for statement in statements(schema.replace("/clickhouse/dragoman/", f"/clickhouse/{name}/")):
                wait_for(f"the tables of node {node + 1}", lambda: self.try_sql(statement, node, name), 90)

    def urls(self, name, more=""):
        """The addresses of the store with this database, for --store."""
        return ",".join(f"{url}/?database={name}{more}" for url in self.store.split(","))

    def sql(self, statement, node=0, database="default"):
        here = self.nodes[node]
        return get(f'http://{here["HOST"]}:{here["HTTP"]}/?database={database}', statement.encode(), 60)

    def try_sql(self, statement, node=0, database="default"):
        try:
            self.sql(statement, node, database)
            return True
        except OSError as e:
            self.said = e.read().decode()[:300] if hasattr(e, "read") else str(e)
            return False

    def replicated(self, name):
        """Has every replica all rows? One that has just been started may not know yet what it lacks."""
        if self.n == 1:
            return True
        try:
            told = [self.sql("SELECT (SELECT sum(queue_size) FROM system.replicas WHERE database = currentDatabase()), (SELECT uniqExact(id) FROM article_local), "
                             "(SELECT uniqExact(id) FROM placed_local), (SELECT uniqExact(id) FROM happening_local)", node, name).split() for node in range(self.n)]
        except OSError:
            return False
        return all(t == told[0] and t[0] == "0" for t in told)

    def leader(self, stream="dragoman"):
        """The node whose nats-server leads the stream."""
        for node, here in enumerate(self.nodes):
            try:
                told = json.loads(get(f'http://{here["HOST"]}:{here["NATS_MONITOR"]}/jsz?streams=true&config=true', timeout=2))
            except OSError:
                continue
            for account in told.get("account_details", []):
                for s in account.get("stream_detail", []):
                    if s["name"] == stream and s.get("cluster", {}).get("leader"):
                        return next(i for i, n in enumerate(self.nodes) if n["NAME"] == s["cluster"]["leader"])
        return 0

    def streams(self, name):
        """What every node says of a stream; its leader alone knows all."""
        for here in self.nodes:
            try:
                told = json.loads(get(f'http://{here["HOST"]}:{here["NATS_MONITOR"]}/jsz?consumers=true', timeout=2))
            except OSError:
                continue
            for account in told.get("account_details", []):
                for s in account.get("stream_detail", []):
                    if s["name"] == name and s.get("cluster", {}).get("leader", here["NAME"]) == here["NAME"]:
                        yield s

    def messages(self, stream="dragoman"):
        return max((s["state"]["messages"] for s in self.streams(stream)), default=0)

    def drained(self, stream="dragoman"):
        """Has every message been acked, and is none left? The stream and its consumer say it, each through its leader."""
        found = list(self.streams(stream))
        consumers = [c for s in found for c in s.get("consumer_detail", [])]
        return bool(consumers) and all(c["num_pending"] == 0 and c["num_ack_pending"] == 0 for c in consumers) and self.messages(stream) == 0

    def stop_all(self):
        for p in Process.started:
            if p.poll() is None:
                p.kill()
                p.wait()
        for kind, node in list(self.running):
            self.kill(kind, node)


def statements(text):
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("--"))
    return [s.strip() for s in lines.split(";") if s.strip()]


class Process:
    """A `dragoman` that goes on: its log, one JSON object a line, is in a file."""
    started = []  # all that were, to be ended with the servers

    def __init__(self, folder, name, *args):
        self.log = Path(folder) / f"{name}.log"
        self.args = [PROGRAM, *map(str, args)]
        self.p = None

    def start(self):
        with open(self.log, "ab") as log:
            self.p = subprocess.Popen(self.args, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=log)
        Process.started.append(self.p)
        return self

    def kill(self, how=signal.SIGKILL):
        self.p.send_signal(how)
        return self.p.wait(timeout=60)

    def events(self, which=None):
        found = [json.loads(line) for line in self.log.read_text().splitlines() if line.startswith("{")]
        return [e for e in found if which is None or e["event"] == which]


def run(*args, timeout=600):
    return subprocess.run([PROGRAM, *map(str, args)], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=timeout, check=False)


def exported(archive):
    """Everything that an archive says: all exports, and all that it holds as text."""
    out = {kind: run("export", kind, "--archive", archive).stdout for kind in EXPORTS}
    out["archive"] = run("archive", "export", "--archive", archive).stdout
    return out


def differences(a, b):
    return [kind for kind in a if a[kind] != b[kind]]


def load(name):
    loader = importlib.machinery.SourceFileLoader(name.replace("/", "_"), str(ROOT / name))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader(loader.name, loader))
    loader.exec_module(module)
    return module


def corpus(folder, n, pages=60, seed=7):
    """Articles as JSON Lines, pages of three sites as a crawl archive, some twice at other addresses, and some that cannot be read."""
    rng, day = random.Random(seed), load("bench/day")
    maker = load("bench/archive")
    folder = Path(folder)
    folder.mkdir()
    articles = list(maker.articles(n))
    again = [{**a, "url": a.get("url", "https://copy.example/") + f"?copy={i}"} for i, a in enumerate(rng.sample(articles, n // 10))]
    with open(folder / "a.jsonl", "w", encoding="utf-8") as f:
        for a in articles + again:
            f.write(json.dumps(a, ensure_ascii=False) + "\n")
    with open(folder / "b.warc.gz", "wb") as f:
        for i in range(pages):
            f.write(warc_maker.member(warc_maker.response(f"https://paper-{i % 3}.example/{i}", day.page(maker, rng, i)[1]), 1))
    with open(folder / "c.warc.gz", "wb") as f:
        for i in range(3):
            f.write(warc_maker.member(warc_maker.response(f"https://empty.example/{i}", b"<html><title>Nothing %d</title><body></body></html>" % i), 1))
    return folder
