"""Two people reach for one thing: one has it, the other gets a conflict that says so."""
import threading

import scenario
from http_client import Client

RACERS = 6
ROUNDS = 3


def run(tally, template):
    runner = scenario.Runner(tally, template.copy(), "races")
    runner.start()
    try:
        for number in range(ROUNDS):
            one_round(tally, runner, number)
        stages(tally, runner)
        tags(tally, runner)
        same_key(tally, runner)
        numbers(tally, runner)
    finally:
        runner.close()


def at_once(runner, logins, call):
    """The answers of calls made at the same moment, one thread and connection each."""
    gate, answers = threading.Barrier(len(logins)), [None] * len(logins)

    def racer(index, login):
        client = Client(runner.server.port, runner.client(login).token)
        client.get("/session")
        gate.wait()
        answers[index] = call(client, index)
        client.close()
    for login in set(logins):
        runner.client(login)
    threads = [threading.Thread(target=racer, args=pair) for pair in enumerate(logins)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def one_winner(tally, name, answers):
    good = [a for a in answers if a.status == 200]
    bad = [a for a in answers if a.status not in (200, 409)]
    tally.check("races: %s: one winner" % name, len(good) == 1, answers)
    tally.check("races: %s: the others get 409 and hear why" % name,
                not bad and all(a.json.get("detail") for a in answers if a.status == 409), bad)


def one_round(tally, runner, number):
    li, fan = runner.client("li"), runner.client("fan")
    account = li.must(201, li.post("/records/account", {"name": "竞争客户%d" % number}))["id"]
    lead = li.must(201, li.post("/records/lead", {"name": "竞争线索%d" % number}))["id"]
    one_winner(tally, "convert a lead", at_once(
        runner, ["li"] * RACERS, lambda c, i: c.verb("lead", lead, "convert")))
    contract = li.must(201, li.post("/records/contract", {
        "name": "竞争合同%d" % number, "account": account, "amount": "1000.00"}))["id"]
    path = ("contract", contract)
    one_winner(tally, "submit", at_once(
        runner, ["li"] * RACERS, lambda c, i: c.verb(*path, "submit")))
    one_winner(tally, "approve or reject", at_once(
        runner, ["wang", "admin"] * 3,
        lambda c, i: c.verb(*path, "approve") if i % 2 else c.verb(*path, "reject", note="不行")))
    state = li.get("/records/contract/" + contract).json["approval_state"]
    if state == "rejected":
        li.must(200, li.verb(*path, "submit"))
        wang = runner.client("wang")
        wang.must(200, wang.verb(*path, "approve"))
    one_winner(tally, "sign", at_once(
        runner, ["li"] * RACERS, lambda c, i: c.verb(*path, "sign", date="2026-11-23")))
    parts = li.must(200, li.verb(*path, "plan", instalments=(
        '[{"kind":"advance","basis":"date","due_date":"2026-12-01","amount":"1000.00"}]')))
    part = parts["result"]["instalments"][0]
    receipts = []
    for _ in range(RACERS):
        receipt = fan.must(201, fan.post("/records/receipt", {
            "account": account, "amount": "1000.00"}))["id"]
        fan.must(200, fan.verb("receipt", receipt, "confirm"))
        receipts.append(receipt)
    one_winner(tally, "allocate to the last instalment", at_once(
        runner, ["fan"] * RACERS, lambda c, i: c.verb(
            "receipt", receipts[i], "allocate",
            allocations='[{"instalment":"%s","amount":"1000.00"}]' % part)))
    booked = runner.server.sql("SELECT coalesce(sum(amount), 0) FROM ledger WHERE metric = "
                               "'allocated' AND contract = ?", (int(contract),))[0][0]
    tally.equal("races: the ledger has it once", booked, 100000)
    account_version = li.get("/records/account/" + account).json["version"]
    one_winner(tally, "change one version", at_once(
        runner, ["li", "wang", "boss"] * 2, lambda c, i: c.patch(
            "/records/account/" + account, {"note": "第%d人" % i, "version": account_version})))


def stages(tally, runner):
    """Two who move one opportunity on move it one stage."""
    li = runner.client("li")
    account = li.must(201, li.post("/records/account", {"name": "阶段竞争客户"}))["id"]
    known = {
        "the version": lambda c, one: c.verb("opportunity", one["id"], "advance",
                                             version=one["version"]),
        "If-Match": lambda c, one: c.post("/records/opportunity/%s/verbs/advance" % one["id"], {},
                                          headers={"If-Match": one["tag"]}),
        "the stage it leaves": lambda c, one: c.verb("opportunity", one["id"], "advance",
                                                     **{"from": one["stage"]["id"]})}
    for what, act in known.items():
        made = li.post("/records/opportunity", {"name": what, "account": account})
        one = dict(li.must(201, made), tag=made.header("ETag"))
        one_winner(tally, "advance with " + what,
                   at_once(runner, ["li", "wang"] * 2, lambda c, i: act(c, one)))
        now = li.get("/records/opportunity/" + one["id"]).json
        tally.equal("races: advance with %s: one stage" % what, now["stage"]["name"], "需求确认")
    one = li.must(201, li.post("/records/opportunity", {"name": "不知", "account": account}))
    answers = at_once(runner, ["li", "wang"], lambda c, i: c.verb(
        "opportunity", one["id"], "advance"))
    tally.check("races: advance of who does not say what is known is refused",
                [a.status for a in answers] == [422, 422] and all(
                    a.json["issues"][0]["field"] == "from" for a in answers), answers)
    tally.equal("races: and moves nothing", li.get(
        "/records/opportunity/" + one["id"]).json["version"], one["version"])


def tags(tally, runner):
    """ETag is what If-Match takes, wherever a version is taken."""
    li = runner.client("li")
    made = li.post("/records/account", {"name": "标签客户"})
    path = "/records/account/" + li.must(201, made)["id"]
    tally.equal("races: a new record has a tag", made.header("ETag"), '"1"')
    tally.equal("races: a read record has it", li.get(path).header("ETag"), '"1"')
    tally.equal("races: the past has none", li.get(path, as_of="2026-11-23").header("ETag"), "")

    def patch(tag, **fields):
        return li.patch(path, dict({"note": "n" + tag}, **fields), headers={"If-Match": tag})
    first = patch('"1"')
    tally.equal("races: If-Match fits", (first.status, first.header("ETag")), (200, '"2"'))
    stale = patch('"1"')
    tally.equal("races: a stale If-Match is a conflict", (stale.status, stale.json.get("code")),
                (409, "conflict"))
    tally.equal("races: any version", patch("*").status, 200)
    for tag in ('W/"3"', '"a"', '"3", "4"', ""):
        tally.equal("races: If-Match %s is no tag" % tag, patch(tag).status, 400)
    tally.equal("races: two versions that differ", patch('"3"', version=2).status, 422)
    tally.equal("races: two that do not", patch('"3"', version=3).status, 200)
    admin = runner.client("admin")
    for tag, wanted in (('"3"', 409), ('"4"', 204)):
        tally.equal("races: DELETE with If-Match " + tag,
                    admin.delete(path, headers={"If-Match": tag}).status, wanted)


def same_key(tally, runner):
    answers = at_once(runner, ["li"] * RACERS, lambda c, i: c.post(
        "/records/account", {"name": "同一把钥匙有限公司"}, headers={"Idempotency-Key": "race-1"}))
    ids = {a.json.get("id") for a in answers}
    tally.check("races: one key makes one record", len(ids) == 1 and
                all(a.status == 201 for a in answers), answers)


def numbers(tally, runner):
    """Numbers of documents are given once each, without holes."""
    answers = at_once(runner, ["li"] * RACERS, lambda c, i: [c.post(
        "/records/lead?allow_duplicates=1", {"name": "编号%d-%d" % (i, n)}).json["number"]
        for n in range(10)])
    given = sorted(n for some in answers for n in some)
    counts = [int(n[-5:]) for n in given]
    tally.check("races: autonumbers are unique and without holes",
                counts == list(range(counts[0], counts[0] + len(counts))), given)
