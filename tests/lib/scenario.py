"""Runs scenarios written as text: requests, who makes them, and what must come of it.

A file is a list of steps. Lines:
  # text                      a remark (in *.md everything outside ```steps blocks is prose)
  ### title                   names the steps that follow
  @clock 2026-12-01T09:00:00+08:00      stop the server, start it with a later clock
  @figure NAME SOURCE         one more way to compute a figure (see figures.py)
  @check                      `bihuan check` on a copy must find the data sound
  li[/en] POST /records/account         a step: person, language, method, path below /api/v1
  ? where = name contains "x"           a parameter of the query, to be encoded
  Header-Name: value
  {"name": "x"}               the body, as many lines as it takes; <<REPEAT n text>> is repeated
  = 201                       the status (403|404: either); what stands below is expected of the answer
  name == "x"                 path, operator, JSON: == != < <= > >= contains lacks ~ count
  id -> account               keeps a value for {{account}}; people's ids are {{li}}, {{wang}} ...
  header Name OP JSON   ·   text OP JSON   ·   sql SELECT ... OP JSON
  events account.created, ledger:signed ...    exactly these events came, in this order (or none)
  events has X, Y  ·  events lacks X           among others
  figure = 1200.00            from here on this figure has this value; all figures are checked
                              after every step that writes and after every @clock
  @expect figure = 1200.00    the same, for what only the passing of time changes
Every answer must also keep the promise of OpenAPI, and a refused request must have changed
nothing: no event, no ledger row."""
import json
import re
from decimal import Decimal, InvalidOperation

from answers import Contract
import figures

STEP = re.compile(r"^([a-z0-9_.]+)(?:/(zh-CN|en|zh))? (GET|POST|PATCH|DELETE|PUT|HEAD|OPTIONS) (\S+)$")
OPERATORS = ("==", "!=", "<=", ">=", "<", ">", "~", "contains", "lacks", "count")
WORD = re.compile(r"\{\{(\w[\w.]*)\}\}")
REPEAT = re.compile(r"<<REPEAT (\d+) (.*?)>>", re.S)
FIGURE = re.compile(r"^([a-z][\w.]*) = (-?[\d.]+|none)$")


class Step:
    def __init__(self, line, title, person, language, method, path):
        self.line, self.title = line, title
        self.person, self.language, self.method, self.path = person, language or "", method, path
        self.query, self.headers, self.body, self.status = [], {}, [], None
        self.expected = []


class ScenarioError(Exception):
    pass


def parse(text, is_prose=False):
    """The steps and directives of a file, in order."""
    items, title, step, inside = [], "", None, not is_prose
    for number, line in enumerate(text.split("\n"), 1):
        if is_prose and line.startswith("```"):
            inside = line.strip() == "```steps"
            step = None
            continue
        if is_prose and line.startswith("#"):
            title = line.lstrip("# ")
        if not inside:
            continue
        line = line.rstrip()
        if line.startswith("### "):
            title, step = line[4:], None
            continue
        if not line or line.startswith("# "):
            continue
        if line.startswith("@"):
            items.append((number, title, line[1:]))
            step = None
            continue
        found = STEP.match(line)
        if found:
            step = Step(number, title, *found.groups())
            items.append(step)
        elif step is None:
            raise ScenarioError("line %d is not understood: %s" % (number, line))
        else:
            add_line(step, number, line)
    return items


def add_line(step, number, line):
    if step.status is not None:
        step.expected.append((number, line))
    elif re.match(r"^= \d{3}(\|\d{3})*$", line):
        step.status = [int(word) for word in line[2:].split("|")]
    elif line.startswith("? "):
        name, _, value = line[2:].partition(" = ")
        step.query.append((name, value))
    elif not step.body and re.match(r"^[A-Za-z-]+: ", line):
        name, _, value = line.partition(": ")
        step.headers[name] = value
    else:
        step.body.append(line)


def values_at(value, path):
    """The values at a path like records[0].owner.name, issues[*].field, rows[key.name=王芳].value"""
    found = [value]
    for part in re.findall(r"\[[^\]]*\]|\"[^\"]+\"|[^.\[\]]+", path):
        after = []
        for one in found:
            if part == "[*]":
                after += one if isinstance(one, list) else []
            elif part.startswith("[") and "=" in part:
                name, _, wanted = part[1:-1].partition("=")
                after += [x for x in one if [str(v) for v in values_at(x, name)] == [wanted]]
            elif part.startswith("["):
                index = int(part[1:-1])
                if isinstance(one, list) and -len(one) <= index < len(one):
                    after.append(one[index])
            elif isinstance(one, dict) and part.strip('"') in one:
                after.append(one[part.strip('"')])
        found = after
    return found


def compare(got, operator, wanted):
    if operator == "==":
        return got == wanted
    if operator == "!=":
        return got != wanted
    if operator == "count":
        return isinstance(got, (list, dict)) and len(got) == wanted
    if operator == "contains":
        return got is not None and wanted in got
    if operator == "lacks":
        return got is None or wanted not in got
    if operator == "~":
        return isinstance(got, str) and re.search(wanted, got) is not None
    try:
        left, right = Decimal(str(got)), Decimal(str(wanted))
    except InvalidOperation:
        left, right = str(got), str(wanted)
    return {"<": left < right, "<=": left <= right, ">": left > right,
            ">=": left >= right}[operator]


class Runner:
    """Runs one file on one company."""

    def __init__(self, tally, company, name):
        self.tally, self.company, self.name = tally, company, name
        self.server = company.server
        self.kept = {}
        self.clients = {}
        self.figures = figures.Figures(self)
        self.objects = {}
        self.contract = None
        self.blocked = 0

    def start(self):
        self.server.start()
        admin = self.company.client("admin")
        self.contract = Contract(admin.must(200, admin.get("/openapi.json")))
        self.kept.update(self.company.ids)
        for one in admin.get("/records/stage", limit="50").json["records"]:
            self.kept["stage." + one["code"]] = one["id"]
        self.learn_objects()

    def learn_objects(self):
        schema = self.company.client("admin").get("/schema").json
        self.objects = {o["number"]: o["object"] for o in schema["objects"]}

    def client(self, person, language=""):
        key = (person, language)
        if key not in self.clients:
            self.clients[key] = self.company.client(person, language)
        return self.clients[key]

    def restart(self, now):
        for client in self.clients.values():
            client.close()
        self.clients.clear()
        self.server.restart(now)

    def close(self):
        self.tally.check("%s: every step could be taken" % self.name, self.blocked == 0,
                         "%d steps lacked what an earlier step should have made" % self.blocked)
        for client in self.clients.values():
            client.close()
        self.tally.equal(self.name + ": the server stops cleanly", self.server.stop(), 0)

    def fill(self, text):
        def put(found):
            if found.group(1) not in self.kept:
                raise ScenarioError("nothing is kept as " + found.group(1))
            value = self.kept[found.group(1)]
            return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
        text = REPEAT.sub(lambda found: found.group(2) * int(found.group(1)), text)
        return WORD.sub(put, text)

    def marks(self):
        """Where the events and the ledger end now."""
        return (self.server.sql("SELECT coalesce(max(seq), 0), count(*) FROM event")[0],
                self.server.sql("SELECT coalesce(max(id), 0), count(*) FROM ledger")[0])

    def events_since(self, mark):
        rows = self.server.sql("SELECT seq, kind, object, fields FROM event WHERE seq > ? "
                               "ORDER BY seq", (mark[0],))
        out = []
        for _, kind, number, fields in rows:
            name = self.objects.get(number, str(number))
            out.append(kind if "." in kind else "%s.%s" % (name, kind))
        return out

    def run(self, items):
        for item in items:
            if isinstance(item, tuple):
                self.direct(*item)
            else:
                self.step(item)

    def direct(self, number, title, text):
        word, _, rest = text.partition(" ")
        place = "%s:%d %s" % (self.name, number, title)
        if word == "clock":
            self.restart(self.fill(rest))
            self.figures.check(place)
        elif word == "expect":
            name, _, value = rest.partition(" = ")
            self.figures.wanted[name] = value
        elif word == "figure":
            self.figures.define(*rest.split(" ", 1))
        elif word == "check":
            sound, said = self.server.check()
            self.tally.check(place + ": bihuan check", sound, said)
        else:
            raise ScenarioError("line %d: unknown directive @%s" % (number, word))

    def step(self, step):
        place = "%s:%d %s: %s %s" % (self.name, step.line, step.title, step.method, step.path)
        try:
            client = self.client(step.person, step.language)
            path = self.fill(step.path)
            body = self.fill("\n".join(step.body)) if step.body else None
            query = [(k, self.fill(v)) for k, v in step.query]
            headers = {k: self.fill(v) for k, v in step.headers.items()}
            before = self.marks()
            answer = client.call(step.method, path, body, headers, query)
        except ScenarioError:
            self.blocked += 1   # what it needs was not made: said once at the end
            return
        except (OSError, RuntimeError) as error:
            self.tally.check(place, False, repr(error))
            return
        self.judge(step, place, path, answer, before)
        if self.figures.wanted and step.method != "GET":
            self.figures.check(place)

    def judge(self, step, place, path, answer, before):
        right = self.tally.check(place + " -> %s" % "|".join(map(str, step.status)),
                                 answer.status in step.status, answer)
        language = step.headers.get("Accept-Language", step.language or "zh-CN")
        if step.method != "HEAD" and not path.startswith("//"):
            broken = self.contract.breaches(step.method, path, answer, language)
            self.tally.check(place + ": keeps its promise", not broken,
                             "%s\n     %r" % ("; ".join(broken), answer))
        if answer.status >= 400:
            self.tally.check(place + ": refused and nothing changed", self.marks() == before,
                             self.events_since(before[0]))
        for number, line in step.expected if right else []:  # else they would only echo it
            where = "%s:%d %s: %s" % (self.name, number, step.title, line)
            try:
                ok, detail = self.expect(line, answer, before)
                self.tally.check(where, ok, "%s\n     %r" % (detail, answer))
            except (ScenarioError, ValueError, KeyError, TypeError) as error:
                self.tally.check(where, False, "%r\n     %r" % (error, answer))

    def expect(self, line, answer, before):
        if line.startswith("events"):
            return self.expect_events(line, before)
        figure = FIGURE.match(line)
        if figure:
            self.figures.wanted[figure.group(1)] = figure.group(2)
            return True, ""
        if " -> " in line:
            path, _, name = line.partition(" -> ")
            found = values_at(answer.json, path)
            if len(found) != 1:
                return False, "found %d values at %s" % (len(found), path)
            self.kept[name] = found[0]
            return True, ""
        return self.expect_value(line, answer)

    def expect_value(self, line, answer):
        for operator in OPERATORS:
            path, found, wanted = line.partition(" %s " % operator)
            if found:
                break
        else:
            raise ScenarioError("not understood: " + line)
        if line.startswith("sql "):      # its own text may hold operators: split at the last
            path, operator, wanted = re.match(r"^(.*) (==|!=|<=|>=|<|>) (\S.*)$", line).groups()
        wanted = json.loads(self.fill(wanted))
        if path.startswith("sql "):
            got = [list(row) for row in self.server.sql(self.fill(path[4:]))]
            got = got[0][0] if len(got) == 1 and len(got[0]) == 1 else got
        elif path.startswith("header "):
            got = answer.header(path[7:])
        elif path == "text":
            got = answer.text()
        else:
            found = values_at(answer.json, path) if path != "body" else [answer.json]
            if "[*]" in path:
                got = found
            elif len(found) != 1:
                return False, "found %d values at %s" % (len(found), path)
            else:
                got = found[0]
        return compare(got, operator, wanted), "got %r" % (got,)

    def expect_events(self, line, before):
        came = self.events_since(before[0])
        rest = line[len("events"):].strip()
        if rest == "none":
            return came == [], came
        word, _, names = rest.partition(" ")
        if word in ("has", "lacks"):
            wanted = [n.strip() for n in names.split(",")]
            if word == "has":
                return all(n in came for n in wanted), came
            return not any(n in came for n in wanted), came
        return came == [n.strip() for n in rest.split(",")], came
