"""Figures that a story carries along: each is asked in several ways, and all must agree after
every step.

  @figure signed metric signed from=2026-11-01 to=2026-11-30 [group=owner key=李文静]
  @figure signed ledger signed 2026-11-01 2026-11-30 [owner=li]
  @figure signed sum contract amount_in_force [where ...]      asked of POST /query
  @figure open count opportunity where ...
  @figure signed row [PATH] GET /path                          one value of an answer
  @figure signed sql SELECT ...                                read beside the server"""
from decimal import Decimal, InvalidOperation


class Figures:
    def __init__(self, runner):
        self.runner = runner
        self.sources = {}      # name -> texts
        self.wanted = {}       # name -> text of the number
        self.answers = {}      # of one round of checks: what was asked -> what came
        self.person = "boss"   # sees everything, and is not the system

    def define(self, name, source):
        self.sources.setdefault(name, []).append(source)

    def check(self, place):
        self.answers.clear()
        for name, wanted in self.wanted.items():
            for source in list(self.sources.get(name, [])):
                try:
                    got = self.ask(source)
                except (RuntimeError, KeyError, ValueError, TypeError) as error:
                    got = repr(error)
                    self.sources[name].remove(source)   # said once is enough
                self.runner.tally.check("%s: %s = %s by %s" % (place, name, wanted, source),
                                        same(got, wanted), "got %s" % got)
            if name not in self.sources:
                self.runner.tally.check("%s: nothing tells %s" % (place, name), False)

    def ask(self, source):
        source = self.runner.fill(source)
        kind, _, rest = source.partition(" ")
        return getattr(self, "ask_" + kind)(rest)

    def client(self):
        return self.runner.client(self.person)

    def get(self, path, options=None):
        asked = (path, tuple(sorted((options or {}).items())))
        if asked not in self.answers:
            answer = self.client().call("GET", path, query=options)
            self.answers[asked] = self.client().must(200, answer)
        return self.answers[asked]

    def ask_metric(self, rest):
        name, *pairs = rest.split(" ")
        options = dict(p.split("=", 1) for p in pairs)
        key = options.pop("key", None)
        part = options.pop("part", "value")
        body = self.get("/metrics/" + name, options)
        if key is None:
            return body[part]
        for row in body.get("rows", []):
            its = row["key"]
            if (its["name"] if isinstance(its, dict) else its) == key:
                return row["value"]
        return "0"

    def ask_ledger(self, rest):
        metric, first, last, *pairs = rest.split(" ")
        text = "SELECT coalesce(sum(amount), 0) FROM ledger WHERE metric = ? AND date >= ? " \
               "AND date <= ?"
        arguments = [metric, first, last]
        for pair in pairs:
            name, _, value = pair.partition("=")
            if name == "count":
                text = text.replace("amount", "count")
                continue
            text += " AND %s = ?" % name
            arguments.append(value if name == "tag"
                             else int(self.runner.kept.get(value, value)))
        value = self.runner.server.sql(text, arguments)[0][0]
        return str(value) if "count" in text.split("FROM")[0].replace("coalesce", "") \
            else str(Decimal(value) / 100)

    def measure(self, measure, rest):
        words, _, where = rest.partition(" where ")
        parts = words.split(" ")
        body = {"object": parts[0], "measures": [dict(measure, name="it")]}
        if len(parts) > 1:
            body["measures"][0]["field"] = parts[1]
        if where:
            body["where"] = where
        got = self.client().must(200, self.client().post("/query", body))
        value = got["rows"][0]["it"] if got["rows"] else 0
        return "0" if value is None else str(value)

    def ask_sum(self, rest):
        return self.measure({"fn": "sum"}, rest)

    def ask_count(self, rest):
        return self.measure({"fn": "count"}, rest)

    def ask_row(self, rest):
        from scenario import values_at
        path, _, call = rest.partition(" GET ")
        body = self.get(call)
        found = values_at(body, path)
        if len(found) != 1:
            raise ValueError("found %d values at %s" % (len(found), path))
        return found[0]

    def ask_sql(self, rest):
        value = self.runner.server.sql(rest)[0][0]
        return "0" if value is None else str(value)


def same(got, wanted):
    if got is None or wanted == "none":
        return (got is None) == (wanted == "none")
    try:
        return Decimal(str(got)) == Decimal(wanted)
    except InvalidOperation:
        return str(got) == wanted
