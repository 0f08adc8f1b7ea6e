"""Input that can be wrong, in every place where a person or a program can put it: each is refused
with a clear 4xx, within a limit of time, and nothing is changed."""
import json
import time

import scenario
from answers import problem_breaches
from http_client import raw, raw_status

SECONDS = 10        # a refusal may not cost more, on a busy machine and a debug build


def deep(levels, opening="[", closing="]"):
    return opening * levels + closing * levels


def accounts():
    """(name, statuses, body of POST /records/account)"""
    yield "deep lists", (400, 413, 422), '{"name":' + deep(100000) + "}"
    yield "deep objects", (400, 413), '{"a":' * 5000 + "1" + "}" * 5000
    yield "half a document", (400,), '{"name": "甲'
    yield "nothing but spaces", (400,), "   "
    yield "a text", (400, 422), '"name"'
    yield "a list", (400, 422), '[{"name": "甲"}]'
    yield "null", (400, 422), "null"
    yield "two documents", (400,), '{"name":"甲"}{"name":"乙"}'
    yield "a comma too many", (400,), '{"name":"甲",}'
    yield "comments", (400,), '{"name":"甲" /* x */}'
    yield "single quotes", (400,), "{'name':'甲'}"
    yield "NaN", (400,), '{"name":"甲","employees":NaN}'
    yield "a key twice", (400,), '{"name":"甲","name":"乙"}'
    yield "broken UTF-8", (400,), b'{"name":"\xff\xfe\xe4\xbd"}'
    yield "overlong UTF-8", (400,), b'{"name":"\xc0\xaf"}'
    yield "UTF-8 of a surrogate", (400,), b'{"name":"\xed\xa0\x80"}'
    yield "lone surrogate", (400, 422), '{"name":"\\ud800"}'
    yield "reversed surrogates", (400, 422), '{"name":"\\udc00\\ud800"}'
    yield "NUL in a text", (400, 422), '{"name":"甲\\u0000乙"}'
    yield "raw NUL", (400,), b'{"name":"a\x00b"}'
    yield "NUL in a key", (400, 422), '{"na\\u0000me":"x"}'
    yield "control characters", (400,), b'{"name":"a\x01b"}'
    yield "UTF-16", (400,), '{"name":"甲"}'.encode("utf-16")
    yield "GB18030", (400,), '{"name":"甲乙丙"}'.encode("gb18030")
    yield "a name too long", (422,), json.dumps({"name": "长" * 201})
    yield "a name of spaces", (422,), json.dumps({"name": "   "})
    yield "a name as a list", (422,), json.dumps({"name": ["甲"]})
    yield "a name as an object", (422,), json.dumps({"name": {"zh": "甲"}})
    yield "a name as a number", (422,), json.dumps({"name": 5})
    yield "many keys", (400, 413, 422), json.dumps({"k%d" % i: i for i in range(200000)})
    for amount in ("1e400", "99999999999999999999", "-1", "1.2.3", "12abc", "0x10",
                   "9223372036854775808", "--5", "1e-400", "Infinity", ""):
        if amount:
            yield "revenue %s" % amount, (422,), json.dumps({"name": "甲", "annual_revenue": amount})
    yield "revenue beyond every number", (400, 422), '{"name":"甲","annual_revenue":1e999}'
    yield "revenue of 40 digits", (400, 422), '{"name":"甲","annual_revenue":%s}' % ("9" * 40)
    yield "revenue as true", (422,), '{"name":"甲","annual_revenue":true}'
    for year in (0, -5, 3000, 2.5, "20x6"):
        yield "founded in %s" % year, (422,), json.dumps({"name": "甲", "founded_year": year})
    for dead in ("1", "abc", -1, 0, 999999999999, {"id": "7"}, {"name": "王芳"}, [], True,
                 "99999999999999999999999999"):
        yield "owner %s" % dead, (422,), json.dumps({"name": "甲", "owner": dead})
    yield "unknown industry grade", (422,), json.dumps({"name": "甲", "grade": ["A"]})
    yield "a website of javascript", (422,), json.dumps({"name": "甲", "website": "javascript:alert(1)"})
    yield "an e-mail without @", (422,), json.dumps({"name": "甲", "email": "nobody"})
    yield "its own parent", (422,), json.dumps({"name": "甲", "parent": "{{account}}x"})


def days():
    for day in ("2026-02-30", "2026-13-01", "2026-00-10", "0000-00-00", "2026-1-1x", "tomorrow",
                "99999-01-01", 20260101, True, "2026-11-31", "23.11.2026"):
        yield day


def filters():
    """(name, statuses, filter)"""
    yield "10,000 terms", (413, 414, 422), " or ".join(['name == "x"'] * 10000)
    yield "10,000 values", (413, 422), "name in [%s]" % ",".join(['"x"'] * 10000)
    yield "5,000 brackets", (422,), "(" * 5000 + "1 == 1" + ")" * 5000
    yield "5,000 nots", (413, 422), "not " * 5000 + "(1 == 1)"
    yield "a number too long", (422,), "employees > " + "9" * 400
    yield "an unknown function", (422,), "frobnicate(name) == 1"
    yield "a wrong number of arguments", (422,), "contains(name)"
    yield "the wrong types", (422,), "name > 5"
    yield "another table", (422,), "credential.hash == \"x\""
    yield "an open text", (422,), 'name == "abc'
    yield "SQL", (422,), "1=1; DELETE FROM account; --"
    yield "a path without an end", (422,), "parent" + ".parent" * 300 + ".name == \"x\""
    yield "control characters", (422,), "name == \u0007"
    yield "a date that is none", (422,), "created_at > date(\"2026-02-30\")"
    yield "a text of 200 KB", (413, 422), 'name == "%s"' % ("x" * 200000)


def sizes():
    """(name, statuses, method, path, body) of what is too large"""
    yield "1,001 steps", (413, 422), "POST", "/batch", json.dumps(
        [{"op": "create", "object": "account", "body": {"name": "批%d" % i}} for i in range(1001)])
    yield "40,000 lines", (400, 413, 422), "POST", "/records/opportunity", json.dumps(
        {"name": "多行", "account": "{{account}}", "lines": [{"name": "x"}] * 40000})
    yield "an address of 100 KB", (414,), "GET", "/records/account?where=" + "x" * 100000, None
    yield "2,000 parameters", (400, 414, 422), "GET", "/records/account?" + "&".join(
        "p%d=1" % i for i in range(2000)), None
    yield "500 fields", (422,), "GET", "/records/account?fields=" + ",".join(["name"] * 500), None
    yield "50 sorts", (422,), "GET", "/records/account?sort=" + ",".join(["name"] * 50), None
    yield "100 measures", (422,), "POST", "/query", json.dumps(
        {"object": "account", "measures": [{"fn": "count", "name": "m%d" % i} for i in range(100)]})
    yield "50 groups", (422,), "POST", "/query", json.dumps(
        {"object": "account", "group": ["grade"] * 50})


def shapes():
    """(name, statuses, method, path, body): the right route, the wrong kind of thing"""
    for path in ("/query", "/batch", "/schema/check", "/duplicates/account"):
        for body in ('"text"', "5", "null", "[[[]]]", "{"):
            if path == "/duplicates/account" and body == "null":
                continue
            if path == "/batch" and body == "[[[]]]":
                yield "a list of lists", (404, 422), "POST", path, body
                continue
            yield "%s with %s" % (path, body), (400, 404, 422), "POST", path, body
    yield "a limit of text", (400, 422), "POST", "/query", '{"object":"account","limit":"ten"}'
    yield "a group of numbers", (422,), "POST", "/query", '{"object":"account","group":[1,2]}'
    yield "a where of lists", (400, 422), "POST", "/query", '{"object":"account","where":["x"]}'
    yield "measures of text", (400, 422), "POST", "/query", '{"object":"account","measures":"sum"}'
    yield "a version of text", (422,), "PATCH", "/records/account/{{account}}", '{"version":"1"}'
    yield "a version of half", (422,), "PATCH", "/records/account/{{account}}", '{"version":1.5}'
    yield "a negative id", (404,), "GET", "/records/account/-1", None
    yield "an id too long", (404,), "GET", "/records/account/" + "9" * 40, None
    yield "an id with a NUL", (400, 404), "GET", "/records/account/1%00", None
    yield "broken UTF-8 in the path", (400, 404), "GET", "/records/%ff%fe", None
    yield "a half escape", (400,), "GET", "/records/account?where=%4", None
    yield "dots in the path", (400, 404), "GET", "/records/../../etc/passwd", None
    yield "verb arguments of text", (400, 422), "POST", \
        "/records/opportunity/{{opportunity}}/verbs/lose", '"because"'
    yield "a verb without its reason", (422,), "POST", \
        "/records/opportunity/{{opportunity}}/verbs/lose", "{}"
    yield "a verb with a reason that is none", (422,), "POST", \
        "/records/opportunity/{{opportunity}}/verbs/lose", '{"reason":"bad luck"}'
    yield "a verb with a date that is none", (422,), "POST", \
        "/records/opportunity/{{opportunity}}/verbs/win", '{"amount":"5","date":"2026-02-30"}'
    yield "a verb with an unknown argument", (422,), "POST", \
        "/records/opportunity/{{opportunity}}/verbs/lose", '{"reason":"price","luck":"bad"}'
    for language in ("", "xx", "en;q=banana", "*", "z" * 5000):
        yield "Accept-Language %.10s" % language, (404,), "GET", "/records/unicorn", language


class Table:
    def __init__(self, tally, runner):
        self.tally, self.runner = tally, runner
        self.client = runner.client("li")

    def one(self, name, statuses, method, path, body, headers=None):
        before = self.runner.marks()
        begin = time.monotonic()
        place = "bad_input: %s" % name
        if isinstance(body, str):
            body = self.runner.fill(body)
        try:
            answer = self.client.call(method, self.runner.fill(path), body, headers)
        except (OSError, ValueError) as error:
            self.tally.check(place, False, repr(error))
            return
        took = time.monotonic() - begin
        self.tally.check(place, answer.status in statuses,
                         "wanted %s, got %r" % (statuses, answer))
        if answer.status >= 400:
            broken = problem_breaches(answer, "zh-CN")
            self.tally.check(place + ": says why", not broken, "%s %r" % (broken, answer))
        self.tally.check(place + ": nothing changed", self.runner.marks() == before,
                         self.runner.events_since(before[0]))
        self.tally.check(place + ": in time", took < SECONDS, "%.1f s" % took)


def run(tally, template):
    runner = scenario.Runner(tally, template.copy(), "bad_input")
    runner.start()
    try:
        prepare(runner)
        table = Table(tally, runner)
        for name, statuses, body in accounts():
            table.one("account: " + name, statuses, "POST", "/records/account", body)
        for day in days():
            table.one("a day of %s" % day, (422,), "POST", "/records/opportunity",
                      json.dumps({"name": "日期", "account": runner.kept["account"],
                                  "expected_close": day}))
        for name, statuses, text in filters():
            table.one("filter: " + name, statuses, "POST", "/query",
                      json.dumps({"object": "account", "where": text}))
        for name, statuses, method, path, body in sizes():
            table.one("size: " + name, statuses, method, path, body)
        for name, statuses, method, path, body in shapes():
            if name.startswith("Accept-Language"):
                language(tally, runner, name, body)
                continue
            table.one("shape: " + name, statuses, method, path, body)
        cycles(table)
        too_long(tally, runner)
        multipart(tally, runner)
        after(tally, runner)
    finally:
        runner.close()


def prepare(runner):
    li = runner.client("li")
    made = li.must(201, li.post("/records/account", {"name": "坏输入试验有限公司"}))
    runner.kept["account"] = made["id"]
    made = li.must(201, li.post("/records/opportunity",
                                {"name": "坏输入商机", "account": made["id"]}))
    runner.kept["opportunity"] = made["id"]


def language(tally, runner, name, value):
    answer = runner.client("li").call("GET", "/records/unicorn",
                                      headers={"Accept-Language": value})
    tally.check("bad_input: " + name, answer.status in (404, 431), answer)


def cycles(table):
    """Formulas that need themselves, over one, two and three steps."""
    def formula(name, text):
        return {"name": name, "type": "formula", "label": {"zh": name, "en": name},
                "settings": {"formula": text, "result_type": "decimal"}}
    table.client = table.runner.client("admin")
    table.one("a formula of itself", (422,), "PATCH", "/schema/account",
              json.dumps({"fields": [formula("x_a", "x_a + 1")]}))
    table.one("formulas in a circle of three", (422,), "PATCH", "/schema/account",
              json.dumps({"fields": [formula("x_a", "x_b"), formula("x_b", "x_c * 2"),
                                     formula("x_c", "x_a - 1")]}))
    table.one("a formula of 100,000 characters", (413, 422), "PATCH", "/schema/account",
              json.dumps({"fields": [formula("x_long", "1" + "+1" * 50000)]}))
    table.one("a formula of the wrong type", (422,), "PATCH", "/schema/account",
              json.dumps({"fields": [formula("x_text", "name")]}))
    table.one("1,000 new fields", (413, 422), "PATCH", "/schema/account", json.dumps(
        {"fields": [{"name": "x_f%d" % i, "type": "text", "label": {"zh": "字", "en": "F"}}
                    for i in range(1000)]}))
    table.client = table.runner.client("li")


def too_long(tally, runner):
    """A body over the limit is refused before it is read; the answer still arrives."""
    li, before = runner.client("li"), runner.marks()
    for name, head in (("announced", "Content-Length: %d\r\n\r\n" % (5 << 20)),
                       ("in chunks", "Transfer-Encoding: chunked\r\n\r\n500000\r\n")):
        data = raw(runner.server.port, (
            "POST /api/v1/records/account HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
            "Authorization: Bearer %s\r\nContent-Type: application/json\r\n%s"
            % (runner.server.port, li.token, head)).encode() + b"x" * (5 << 20))
        tally.check("bad_input: a body of 5 MB, %s, is refused with 413" % name,
                    raw_status(data) == 413, data[:300])
    tally.check("bad_input: and nothing changed", runner.marks() == before)


def multipart(tally, runner):
    """Uploads that are not what they say."""
    if runner.contract.route("POST", "/files")[0] is None:
        return
    li = runner.client("li")
    edge = "edge-of-parts"
    kind = {"Content-Type": "multipart/form-data; boundary=" + edge}

    def part(name, file_name, value):
        return ("--%s\r\nContent-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\n\r\n"
                % (edge, name, file_name)).encode() + value + b"\r\n"
    end = ("--%s--\r\n" % edge).encode()
    cases = [("no parts", (400, 422), "/files", end, kind),
             ("not multipart", (400, 415, 422), "/files", b"x" * 100,
              {"Content-Type": "text/plain"}),
             ("no boundary", (400, 422), "/files", end, {"Content-Type": "multipart/form-data"}),
             ("cut off", (400, 422), "/files", part("file", "a.txt", b"abc")[:-10], kind),
             ("an empty file", (422,), "/files", part("file", "a.txt", b"") + end, kind),
             ("an import of no object", (400, 404, 422), "/imports",
              part("file", "a.csv", b"a,b\n1,2\n") + end, kind)]
    for name, statuses, path, body, headers in cases:
        before = runner.marks()
        answer = li.call("POST", path, body, headers)
        tally.check("bad_input: upload: " + name, answer.status in statuses,
                    "wanted %s, got %r" % (statuses, answer))
        if answer.status >= 400:
            broken = problem_breaches(answer, "zh-CN")
            tally.check("bad_input: upload: %s: says why" % name, not broken,
                        "%s %r" % (broken, answer))
        tally.check("bad_input: upload: %s: nothing changed" % name, runner.marks() == before)
    data = raw(runner.server.port, (
        "POST /api/v1/files HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nAuthorization: Bearer %s\r\n"
        "Content-Type: %s\r\nContent-Length: 1073741825\r\n\r\n"
        % (runner.server.port, li.token, kind["Content-Type"])).encode())
    tally.check("bad_input: an upload of over 1 GB is refused before it comes",
                raw_status(data) == 413, data[:300])


def after(tally, runner):
    """All that left the server whole."""
    tally.check("bad_input: the server still runs", runner.server.is_running())
    answer = runner.client("li").get("/records/account")
    tally.check("bad_input: and answers", answer.status == 200, answer)
    sound, said = runner.server.check()
    tally.check("bad_input: and its data is sound", sound, said)
