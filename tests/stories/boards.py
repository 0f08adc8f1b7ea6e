"""As-of: what was stored at the end of last month is what is answered about it later, field by
field, whatever happened since."""
import os

import behind
from company import Company
from scenario import Runner
from server import test_folder

MONTH_END = "2026-10-31"
LAST_DAY = "2026-10-31T18:00:00+08:00"
LATER = "2026-11-23T09:00:00+08:00"
STAGES = ("contact", "needs", "proposal", "negotiation")
BOARDS = {  # object -> fields of its board
    "opportunity": "name,number,amount,stage,state,owner,owner_dept,account,expected_close,"
                   "win_rate,forecast,closed_on,lost_reason,lines",
    "account": "name,number,owner,owner_dept,grade,phone,locked,annual_revenue",
    "contract": "name,number,amount,stage,approval_state,owner,account,sign_date",
    "instalment": "number,contract,period,amount,due_date,void,settled",
    "receipt": "number,date,amount,state,account",
    "lead": "name,number,state,owner",
    "task": "name,state,due,owner",
    "user": "name,dept,leader,status",
}
GROUPS = [("opportunity", "stage", "amount"), ("opportunity", "owner", "amount"),
          ("opportunity", "owner_dept", "amount"), ("contract", "owner", "amount"),
          ("instalment", "contract", "amount"), ("receipt", "state", "amount")]


def run(tally, template):
    runner = Runner(tally, template.copy(LAST_DAY), "boards")
    runner.company.tokens.clear()
    runner.start()
    try:
        Story(tally, runner).tell()
    finally:
        runner.close()


def pages(client, name, query):
    """All records of a list, page after page."""
    out, after = [], None
    while True:
        answer = client.call("GET", "/records/" + name,
                             query=dict(query, after=after) if after else query)
        page = client.must(200, answer)
        out += page["records"]
        after = page["next"]
        if not after:
            return out


class Story:
    """The small company: all of it is known, so almost everything can be moved."""

    name = "boards"

    def __init__(self, tally, runner):
        self.tally, self.runner, self.ids = tally, runner, runner.company.ids

    def person(self, login):
        return self.runner.client(login)

    def make(self, login, what, **body):
        client = self.person(login)
        return client.must(201, client.post("/records/" + what, body))["id"]

    def act(self, login, what, record, verb, **arguments):
        client = self.person(login)
        return client.must(200, client.verb(what, record, verb, **arguments))

    def tell(self):
        self.fill()
        before = self.boards("")
        self.runner.restart(LATER)
        self.change()
        now = self.boards("")
        for name in ("opportunity", "contract", "instalment", "receipt", "task", "user"):
            self.tally.check("%s: %s did change (else this proves nothing)" % (self.name, name),
                             now[name] != before[name])
        self.compare("after changes", before, self.boards(MONTH_END))
        records = {n: self.singles(n, before[n]) for n in ("opportunity", "contract")}
        for name, found in records.items():
            self.tally.check("%s: single %s as of %s" % (self.name, name, MONTH_END), not found,
                             found)
        self.runner.restart("2026-12-15T09:00:00+08:00")
        self.compare("three weeks later", before, self.boards(MONTH_END))

    def fill(self):
        """October: opportunities in all stages, a signed and planned contract, a receipt."""
        self.opportunities = []
        for number in range(12):
            login = ("li", "zhao", "sun")[number % 3]
            account = self.make(login, "account", name="十月客户%d" % number, grade="A")
            one = self.make(login, "opportunity", name="十月商机%d" % number, account=account,
                            amount="%d.00" % (10000 * (number + 1)), expected_close="2026-12-31",
                            lines=[{"name": "设备", "quantity": "2", "price": "5000"}]
                            if number % 4 == 0 else [])
            for stage in STAGES[:number % 4]:
                self.act(login, "opportunity", one, "advance", **{"from": {"key": stage}})
            self.opportunities.append((login, one, account))
        self.act("li", "opportunity", self.opportunities[3][1], "win", amount="40000.00")
        self.act("zhao", "opportunity", self.opportunities[4][1], "lose", reason="price")
        login, opportunity, account = self.opportunities[0]
        self.contract = self.make(login, "contract", name="十月合同", account=account,
                                  opportunity=opportunity, amount="90000.00")
        self.act(login, "contract", self.contract, "submit")
        self.act("wang", "contract", self.contract, "approve")
        self.act(login, "contract", self.contract, "sign", date="2026-10-31")
        self.parts = self.act(login, "contract", self.contract, "plan", instalments=(
            '[{"kind":"advance","basis":"date","due_date":"2026-11-10","amount":"30000.00"},'
            '{"kind":"acceptance","basis":"date","due_date":"2026-12-10","amount":"60000.00"}]'
        ))["result"]["instalments"]
        self.receipt = self.make("fan", "receipt", account=account, amount="20000.00")
        self.act("fan", "receipt", self.receipt, "confirm")
        self.make("li", "lead", name="十月线索")
        self.task = self.make("li", "task", name="十月任务", due="2026-11-05")

    def change(self):
        """November: almost everything moves."""
        for number, (login, one, account) in enumerate(self.opportunities):
            if number in (1, 2, 5):
                here = {"key": STAGES[number % 4]}
                self.act(login, "opportunity", one, "advance", **{"from": here})
            if number == 6:
                self.act(login, "opportunity", one, "win", amount="77777.00")
            if number == 8:
                client = self.person(login)
                client.must(200, client.patch("/records/opportunity/" + one, {
                    "name": "改名商机", "amount": "1.00", "expected_close": "2027-06-30"}))
            if number == 9:
                self.act("boss", "opportunity", one, "transfer", to=self.ids["zhao"])
            if number == 10:
                self.person("boss").delete("/records/opportunity/" + one)
            if number == 11:
                client = self.person(login)
                client.must(200, client.patch("/records/account/" + account, {"grade": "C"}))
        self.act("wang", "opportunity", self.opportunities[3][1], "reopen", reason="客户反悔")
        self.act("fan", "receipt", self.receipt, "allocate", allocations=(
            '[{"instalment":"%s","amount":"20000.00"}]' % self.parts[0]))
        self.act("fan", "receipt", self.receipt, "reverse", reason="退票")
        self.act("boss", "contract", self.contract, "transfer", to=self.ids["sun"])
        self.act("li", "task", self.task, "finish")
        self.act("admin", "user", self.ids["zhao"], "leave", to=self.ids["li"])
        self.make("sun", "opportunity", name="十一月商机", amount="5.00",
                  account=self.opportunities[2][2])

    def boards(self, as_of):
        client, out = self.person("boss"), {}
        for name, fields in BOARDS.items():
            query = {"fields": fields.replace(",lines", ""), "limit": "200",
                     "sort": "number" if "number" in fields else "name"}
            if as_of:
                query["as_of"] = as_of
            out[name] = {r["id"]: r for r in pages(client, name, query)}
        for name, group, field in GROUPS:
            body = {"object": name, "group": group, "measures": [
                {"fn": "sum", "field": field, "name": "total"}, {"fn": "count", "name": "n"}]}
            if as_of:
                body["as_of"] = as_of
            rows = client.must(200, client.post("/query", body))["rows"]
            out["%s by %s" % (name, group)] = {str(r[group] and r[group].get("id") if isinstance(
                r[group], dict) else r[group]): (r["total"], r["n"]) for r in rows}
        return out

    def compare(self, when, before, after):
        for name, wanted in before.items():
            got = after[name]
            self.tally.equal("%s: %s: the same rows in %s" % (self.name, when, name),
                             sorted(got), sorted(wanted))
            for key in set(wanted) & set(got):
                if isinstance(wanted[key], tuple):
                    self.tally.equal("%s: %s: %s of %s" % (self.name, when, name, key), got[key],
                                     wanted[key])
                    continue
                wrong = {field: (got[key].get(field), value)
                         for field, value in wanted[key].items() if got[key].get(field) != value}
                self.tally.check("%s: %s: %s %s, field by field" % (
                    self.name, when, name, wanted[key].get("name") or key), not wrong, wrong)

    def singles(self, name, wanted):
        """Single records as of the day, their version included."""
        client, wrong = self.person("boss"), []
        for key, record in wanted.items():
            answer = client.call("GET", "/records/%s/%s" % (name, key),
                                 query={"as_of": MONTH_END})
            body = answer.json if answer.status == 200 else {}
            for field, value in record.items():
                if body.get(field) != value:
                    wrong.append((key, field, body.get(field), value, answer.status))
        return wrong[:5]


class DemoStory(Story):
    """The demo company as it stood on the last day of last month; then a wild November."""

    name = "demo boards"

    def __init__(self, tally, runner):
        super().__init__(tally, runner)
        client = self.person("boss")
        people = client.must(200, client.get("/records/user", limit="200"))["records"]
        self.active = [p["id"] for p in people if p["status"] == "active"]

    def person(self, login):
        return self.runner.client("admin")

    def fill(self):
        """The demo is there already."""

    def some(self, name, where, count):
        client = self.person("admin")
        page = client.get("/records/" + name, where=where, limit=str(count))
        return client.must(200, page)["records"]

    def another(self, record, number):
        """Somebody who does not own it yet."""
        others = [p for p in self.active if p != record["owner"]["id"]]
        return others[number % len(others)]

    def change(self):
        """Owners, amounts, stages, money: whatever the administrator's hand can reach."""
        client = self.person("admin")
        for number, one in enumerate(self.some("opportunity", 'state == "open"', 40)):
            path = "/records/opportunity/" + one["id"]
            if number % 4 == 0:
                client.must(200, client.verb("opportunity", one["id"], "transfer",
                                             to=self.another(one, number)))
            elif number % 4 == 1:
                client.must(200, client.patch(path, {"amount": "%d.11" % number,
                                                     "name": "改名%d" % number}))
            elif number % 4 == 2:
                client.must(200, client.verb("opportunity", one["id"], "lose", reason="price"))
            else:
                client.delete(path)
        for one in self.some("contract", 'stage in ["signed","in_progress"]', 20):
            client.must(200, client.verb("contract", one["id"], "transfer",
                                         to=self.another(one, 3)))
        for one in self.some("receipt", 'state == "confirmed"', 10):
            client.must(200, client.verb("receipt", one["id"], "reverse", reason="退票"))
        for one in self.some("task", 'state == "open"', 10):
            client.must(200, client.verb("task", one["id"], "finish"))
        for one in self.some("account", "", 30):
            client.must(200, client.patch("/records/account/" + one["id"], {"grade": "C"}))
        client.must(200, client.patch("/records/user/" + self.active[5], {"dept": None}))

    def singles(self, name, wanted):
        some = dict(list(wanted.items())[::37])
        return super().singles(name, some)


def run_demo(tally):
    """Takes the time that the demo takes to load: part of the long form."""
    company = Company(os.path.join(test_folder("demo-boards"), "company"), LAST_DAY)
    company.server.arguments = ["--demo"]
    company.password = "bihuan-demo"
    runner = Runner(tally, company, "demo boards")
    runner.start()
    try:
        story = DemoStory(tally, runner)
        behind.check(tally, runner.client("admin"), behind.questions(runner.client("admin")))
        story.tell()
    finally:
        runner.close()
