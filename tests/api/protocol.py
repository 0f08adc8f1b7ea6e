"""HTTP beneath the API: requests that could be read in two ways, health, the metrics for
operators, the document of the API itself, the stream of events."""
import http.client
import json
import os
import re
import subprocess
import threading
import time

import scenario
from http_client import raw, raw_status
from server import PASSWORD

MUST_SAY = ("openapi", "info", "paths", "components")


def run(tally, template):
    runner = scenario.Runner(tally, template.copy(), "protocol")
    runner.start()
    try:
        strict(tally, runner)
        health(tally, runner)
        metrics(tally, runner)
        document(tally, runner)
        events(tally, runner)
        ends(tally, runner)
        clock(tally, runner)
    finally:
        runner.close()


def strict(tally, runner):
    """What an attacker between two readings would send: the server takes none of it."""
    port = runner.server.port
    host = "Host: 127.0.0.1:%d\r\n" % port
    get = "GET /healthz HTTP/1.1\r\n"
    post = "POST /api/v1/session HTTP/1.1\r\n" + host
    cases = [
        ("no Host", get + "\r\n", 400),
        ("two Hosts", get + host + host + "\r\n", 400),
        ("a bad Host", get + "Host: a b\r\n\r\n", 400),
        ("both lengths", post + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         400),
        ("two lengths", post + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello", 400),
        ("a negative length", post + "Content-Length: -5\r\n\r\n", 400),
        ("a signed length", post + "Content-Length: +5\r\n\r\nhello", 400),
        ("gzip, chunked", post + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", (400, 501)),
        ("chunked twice", post + "Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n",
         (400, 501)),
        ("chunked in HTTP/1.0", "POST /api/v1/session HTTP/1.0\r\n" + host +
         "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
        ("a folded header", get + host + "X-A: 1\r\n  2\r\n\r\n", 400),
        ("a space before the colon", get + host + "X-A : 1\r\n\r\n", 400),
        ("a NUL in a header", get + host + "X-A: a\0b\r\n\r\n", 400),
        ("CONNECT", "CONNECT a:1 HTTP/1.1\r\n" + host + "\r\n", (400, 405, 501)),
        ("TRACE", "TRACE / HTTP/1.1\r\n" + host + "\r\n", (405, 501)),
        ("HTTP/2.0", "GET /healthz HTTP/2.0\r\n" + host + "\r\n", (400, 505)),
        ("lines without CR", "GET /healthz HTTP/1.1\n" + host.replace("\r", "") + "\n", 400),
        ("a bad chunk", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n", 400),
        ("rubbish", "\x16\x03\x01\x02\x00\x01\r\n\r\n", 400),
        ("a header of 100 KB", get + host + "X-A: " + "a" * 100000 + "\r\n\r\n", 431),
        ("1,000 headers", get + host + "".join("X-%d: 1\r\n" % i for i in range(1000)) + "\r\n",
         431),
    ]
    for name, request, wanted in cases:
        data = raw(port, request.encode("latin-1"))
        wanted = wanted if isinstance(wanted, tuple) else (wanted,)
        tally.check("protocol: %s is refused" % name, raw_status(data) in wanted, data[:200])
        tally.check("protocol: %s: no second answer" % name, data.count(b"HTTP/1.1 ") <= 1,
                    data[:400])
    smuggled = raw(port, (post + "Transfer-Encoding: chunked\r\n\r\n3\r\n{}x\r\n0\r\n\r\n"
                          "GET /healthz HTTP/1.1\r\n" + host + "\r\n").encode())
    tally.check("protocol: bad JSON in chunks", raw_status(smuggled) == 400, smuggled[:200])


def health(tally, runner):
    admin = runner.client("admin")
    for path, wanted in (("//healthz", 200), ("//readyz", 200), ("//metrics", 200)):
        tally.equal("protocol: GET %s" % path, admin.call("GET", path).status, wanted)
    answer = runner.client("li").get("/records/account")
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy"):
        tally.check("protocol: answers carry " + name, answer.header(name) != "", answer.headers)
    names = [k.lower() for k, _ in answer.headers]
    tally.check("protocol: answers name their request", "x-request-id" in names, names)


def metrics(tally, runner):
    """The metrics for operators, read by promtool when there is one, else by their grammar."""
    text = runner.client("nobody").call("GET", "//metrics").text()
    tool = os.environ.get("BIHUAN_PROMTOOL")
    if tool:
        done = subprocess.run([tool, "check", "metrics"], input=text, capture_output=True,
                              text=True, timeout=60)
        tally.check("protocol: promtool accepts the metrics", done.returncode == 0,
                    done.stdout + done.stderr)
    known, wrong = set(), []
    for line in text.splitlines():
        if line.startswith("# "):
            known.add(line.split(" ")[2])
            continue
        sample = re.match(r'^([a-z_:][a-z0-9_:]*)(\{.*\})? -?[0-9.e+]+$', line)
        name = sample and re.sub("_(bucket|sum|count)$", "", sample.group(1))
        if not sample or not ({name, sample.group(1)} & known):
            wrong.append(line)
    tally.check("protocol: every line of the metrics is lawful", not wrong, wrong[:5])
    tally.check("protocol: requests are counted", "bihuan_http_requests_total" in text or
                "requests_total" in text, text[:500])


def by_the_letter(runner, body):
    """What an OpenAPI validator says: (is valid, its words)."""
    path = os.path.join(runner.server.folder, "openapi.json")
    with open(path, "w", encoding="utf-8") as file:
        json.dump(body, file)
    done = subprocess.run([os.environ.get("BIHUAN_NODE", "node"),
                           os.path.join(os.path.dirname(__file__), "openapi_valid.mjs"), path],
                          capture_output=True, text=True)
    return done.returncode == 0 and "OpenAPI 3.1" in done.stdout, done.stdout + done.stderr


def broken(body):
    wrong = json.loads(json.dumps(body))
    wrong["paths"]["/session"]["post"]["responses"] = "none"
    return wrong


def document(tally, runner):
    """OpenAPI: whole, without dead references, every operation named once."""
    answer = runner.client("li").get("/openapi.json")
    tally.equal("protocol: anybody who works here reads the document", answer.status, 200)
    body = answer.json
    tally.check("protocol: OpenAPI 3.1", str(body.get("openapi", "")).startswith("3.1."))
    for what, text, wanted in (("the document", body, True),
                               ("none without its paths' answers", broken(body), False)):
        fits, said = by_the_letter(runner, text)
        tally.check("protocol: a validator takes " + what, fits == wanted, said)
    tally.check("protocol: the document is whole", all(k in body for k in MUST_SAY), list(body))
    dead = [r for r in set(re.findall(r'"\$ref": "#/components/(schemas/\w+)"', json.dumps(body)))
            if r.split("/")[1] not in body["components"]["schemas"]]
    tally.check("protocol: no dead references", not dead, dead)
    names, wrong = [], []
    for path, methods in body["paths"].items():
        for method, operation in methods.items():
            names.append(operation.get("operationId"))
            asked = [p["name"] for p in operation["parameters"] if p["in"] == "path"]
            if asked != re.findall(r"\{(\w+)\}", path):
                wrong.append("%s %s: path parameters %s" % (method, path, asked))
            if not operation.get("summary") or not operation.get("responses"):
                wrong.append("%s %s: no summary or responses" % (method, path))
            for one in operation["parameters"]:
                if "schema" not in one or one.get("required") is not (one["in"] == "path"):
                    wrong.append("%s %s: parameter %s" % (method, path, one["name"]))
    tally.check("protocol: operations have one name each", len(names) == len(set(names)), names)
    tally.check("protocol: operations are whole", not wrong, wrong[:5])


class Listener(threading.Thread):
    """Reads server-sent events until it is told to stop."""

    def __init__(self, client, last=""):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=20)
        headers = {"Authorization": "Bearer " + client.token}
        if last:
            headers["Last-Event-ID"] = last
        self.connection.request("GET", "/api/v1/events", headers=headers)
        self.response = self.connection.getresponse()
        self.events = []
        self.ended = threading.Event()
        self.start()

    def run(self):
        one = {}
        try:
            while True:
                line = self.response.readline().decode()
                if not line:             # the server has ended the stream
                    self.ended.set()
                    return
                line = line.rstrip("\n")
                if line.startswith("data: "):
                    one["data"] = json.loads(line[6:])
                elif line.startswith("id: "):
                    one["id"] = line[4:]
                elif line.startswith("event: "):
                    one["event"] = line[7:]
                elif not line and "data" in one:
                    self.events.append(one)
                    one = {}
        except (OSError, ValueError, AttributeError):
            return

    def wait_for(self, condition, seconds=10):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            found = [e for e in self.events if condition(e)]
            if found:
                return found[0]
            time.sleep(0.02)
        return None

    def close(self):
        self.connection.close()


def events(tally, runner):
    """A person hears of what that person may see, and can take up the thread again."""
    li, sun = runner.client("li"), runner.client("sun")
    mine, other = Listener(li), Listener(sun)
    made = li.must(201, li.post("/records/account", {"name": "听得见有限公司"}))

    def about(event):
        return event["data"].get("id") == made["id"]
    heard = mine.wait_for(about)
    tally.check("protocol: the owner hears of a new account", heard is not None, mine.events)
    seen = sun.must(201, sun.post("/records/account", {"name": "孙悦的公司"}))
    tally.check("protocol: each hears of the own",
                other.wait_for(lambda e: e["data"].get("id") == seen["id"]) is not None)
    tally.check("protocol: a stranger hears nothing of it", not [e for e in other.events if about(e)])
    mine.close()
    other.close()
    if heard:
        for key in ("object", "id", "version", "kind"):
            tally.check("protocol: an event tells its " + key, key in heard["data"], heard)
        later = li.must(200, li.patch("/records/account/" + made["id"], {"grade": "A"}))
        again = Listener(li, heard["id"])
        missed = again.wait_for(lambda e: about(e) and e["data"].get("version") == 2)
        tally.check("protocol: what was missed comes after Last-Event-ID", missed is not None
                    and later["version"] == 2, again.events)
        again.close()


def ends(tally, runner):
    """A stream ends with the session: log-out, and the leaving of its person."""
    for name, end in (("log-out", lambda one: one.delete("/session")),
                      ("leaving", lambda one: runner.client("admin").verb(
                          "user", runner.company.ids["sun"], "leave",
                          to=runner.company.ids["wang"]))):
        one = runner.client("sun").copy().log_in("sun", PASSWORD)
        stream, other = Listener(one), Listener(runner.client("li"))
        made = one.must(201, one.post("/records/account", {"name": "流到%s" % name}))
        stream.wait_for(lambda e: e["data"].get("id") == made["id"])
        tally.check("protocol: a stream goes on before " + name, not stream.ended.is_set())
        answer = end(one)
        tally.check("protocol: %s is done" % name, answer.status in (200, 204), answer)
        tally.check("protocol: %s ends the stream" % name, stream.ended.wait(10))
        tally.check("protocol: %s ends nobody else's" % name, not other.ended.is_set())
        stream.close()
        other.close()


def clock(tally, runner):
    """BIHUAN_NOW is for test companies; a company of the real world refuses it."""
    server = runner.server
    server.stop()
    folder, now = server.folder, server.now
    server.folder, server.now = folder + "-real", ""
    server.start()
    server.stop()
    server.now = now
    try:
        server.start()
        tally.check("protocol: a real company refuses BIHUAN_NOW", False)
        server.stop()
    except RuntimeError as error:
        tally.check("protocol: a real company refuses BIHUAN_NOW", "BIHUAN_NOW" in str(error),
                    error)
    server.folder = folder
    server.start()
