"""Mixed acts of the loop under fault, and what must be true of them afterwards.

An act is acknowledged when its 2xx answer was read whole. Every request carries an
Idempotency-Key, so that one whose answer was lost can be asked again after the restart."""
import random
import threading

from http_client import Client

KINDS = ("account", "lead", "opportunity", "contract", "receipt", "batch", "edit", "void")
BATCH = 10
PLAN = '[{"kind":"advance","basis":"date","due_date":"2026-12-10","share":"30"},' \
       '{"kind":"progress","basis":"date","due_date":"2027-01-10","share":"30"},' \
       '{"kind":"acceptance","basis":"date","due_date":"2027-02-10","share":"40"}]'


class Journal:
    """What was acknowledged, and what was asked without an answer. Shared by threads."""

    def __init__(self):
        self.lock = threading.Lock()
        self.acknowledged = {}    # key -> (method, path, body, status, JSON)
        self.unanswered = {}      # key -> (login, method, path, body)
        self.refused = []         # (path, status, code) of 4xx and 5xx
        self.open = threading.Event()   # while clear, workers begin no act
        self.open.set()
        self.number = 0

    def key(self):
        with self.lock:
            self.number += 1
            return "k-%06d" % self.number

    def acknowledge(self, key, login, method, path, body, answer):
        with self.lock:
            self.acknowledged[key] = (method, path, body, answer.status, answer.json)
            self.unanswered.pop(key, None)


class Lost(Exception):
    """The connection ended before the answer came."""


class Person:
    """One thread's client that writes every act into the journal."""

    def __init__(self, client, login, journal):
        self.client, self.login, self.journal = client, login, journal

    def act(self, method, path, body):
        key = self.journal.key()
        with self.journal.lock:
            self.journal.unanswered[key] = (self.login, method, path, body)
        try:
            answer = self.client.call(method, path, body, {"Idempotency-Key": key}, timeout=30)
        except Exception as error:
            self.client.close()
            raise Lost(repr(error))
        if answer.status >= 400:
            with self.journal.lock:
                self.journal.unanswered.pop(key, None)
                self.journal.refused.append((path, answer.status, (answer.json or {}).get("key")))
            return None
        self.journal.acknowledge(key, self.login, method, path, body, answer)
        return answer.json

    def verb(self, name, record, verb, **arguments):
        if record is None:
            return None
        return self.act("POST", "/records/%s/%s/verbs/%s" % (name, record, verb), arguments)


class Worker(threading.Thread):
    """Mixed acts until stopped or cut off."""

    def __init__(self, number, company, journal, seed, stop):
        super().__init__(daemon=True)
        self.people = {login: Person(fresh(company, login), login, journal)
                       for login in ("boss", "li", "wang", "fan")}
        self.number, self.journal, self.stop_asked = number, journal, stop
        self.random = random.Random("%s-%s" % (seed, number))
        self.count = 0

    def run(self):
        try:
            while not self.stop_asked.is_set():
                self.journal.open.wait()
                self.count += 1
                getattr(self, self.random.choice(KINDS))("%d-%d-%016x" % (
                    self.number, self.count, self.random.getrandbits(64)))
        except Lost:
            pass

    def made(self, body):
        return body["id"] if body else None

    def new_account(self, name, who="li"):
        return self.made(self.people[who].act("POST", "/records/account?allow_duplicates=1",
                                              {"name": "客户" + name}))

    def account(self, name):
        self.new_account(name)

    def lead(self, name):
        li = self.people["li"]
        lead = self.made(li.act("POST", "/records/lead?allow_duplicates=1", {
            "name": "线索" + name, "contact_name": "联系" + name}))
        li.verb("lead", lead, "convert", create_opportunity=True, allow_duplicate=True,
                opportunity_name="商机" + name, amount="1000.00")

    def new_opportunity(self, name):
        account = self.new_account(name)
        return account and self.made(self.people["li"].act("POST", "/records/opportunity", {
            "name": "商机" + name, "account": account, "amount": "5000.00",
            "expected_close": "2026-12-31"}))

    def opportunity(self, name):
        opportunity = self.new_opportunity(name)
        li = self.people["li"]
        for stage in ("contact", "needs")[:self.random.randrange(3)]:
            li.verb("opportunity", opportunity, "advance", **{"from": {"key": stage}})
        if self.random.random() < 0.5:
            li.verb("opportunity", opportunity, "win", amount="5000.00")
        else:
            li.verb("opportunity", opportunity, "lose", reason="price")

    def new_contract(self, name, amount="10000.00"):
        account = self.new_account(name)
        li = self.people["li"]
        contract = account and self.made(li.act("POST", "/records/contract", {
            "name": "合同" + name, "account": account, "amount": amount}))
        li.verb("contract", contract, "submit")
        self.people["wang"].verb("contract", contract, "approve")
        li.verb("contract", contract, "sign", date="2026-11-23")
        plan = li.verb("contract", contract, "plan", instalments=PLAN)
        parts = (plan or {}).get("result") or {}
        return account, contract, parts.get("instalments", [])

    def contract(self, name):
        self.new_contract(name)

    def receipt(self, name):
        account, _, parts = self.new_contract(name)
        fan = self.people["fan"]
        receipt = account and self.made(fan.act("POST", "/records/receipt", {
            "account": account, "amount": "4000.00", "note": "收款" + name}))
        fan.verb("receipt", receipt, "confirm")
        if len(parts) == 3:
            fan.verb("receipt", receipt, "allocate", allocations=
                     '[{"instalment":"%s","amount":"3000.00"},{"instalment":"%s",'
                     '"amount":"1000.00"}]' % (parts[0], parts[1]))
            if self.random.random() < 0.4:
                fan.verb("receipt", receipt, "reverse", reason="退票")

    def void(self, name):
        _, contract, _ = self.new_contract(name)
        self.people["boss"].verb("contract", contract, "void", reason="客户取消")

    def batch(self, name):
        self.people["li"].act("POST", "/batch", [
            {"op": "create", "object": "task", "body": {"name": "批次%s-%d" % (name, i)}}
            for i in range(BATCH)])

    def edit(self, name):
        account = self.new_account(name)
        for grade in ("A", "B", "C"):
            if account:
                self.people["li"].act("PATCH", "/records/account/" + account, {"grade": grade})


def fresh(company, login):
    return Client(company.server.port, company.client(login).token)


def ask_again(company, journal, tally, place):
    """Acts without an answer: the same key again must end them, once."""
    clients = {}
    for key, (login, method, path, body) in list(journal.unanswered.items()):
        client = clients.setdefault(login, fresh(company, login))
        answer = client.call(method, path, body, {"Idempotency-Key": key})
        if answer.status < 300:
            journal.acknowledge(key, login, method, path, body, answer)
        else:
            journal.unanswered.pop(key)
            tally.check("%s: an unanswered act can be asked again" % place,
                        answer.status in (404, 409, 422), "%s %r" % (path, answer))
    for client in clients.values():
        client.close()
