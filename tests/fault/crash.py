"""The database server crashes in the middle of mixed acts and comes back; the program stays up.

Its own server only (scripts/postgres): it is stopped as by a power failure, with nothing flushed."""
import os
import random
import subprocess
import threading
import time

import acts
import invariants
from server import ROOT

WORKERS = 4
RUN_SECONDS = (0.3, 1.5)     # the database lives this long under load before it crashes
BACK_SECONDS = 60            # until the program answers again


def _postgres(command, folder):
    subprocess.run([os.path.join(ROOT, "scripts", "postgres"), command, folder], check=True,
                   stdout=subprocess.DEVNULL)


def _answers_again(company):
    deadline = time.monotonic() + BACK_SECONDS
    while time.monotonic() < deadline:
        try:
            if company.client("admin").get("/records/account?limit=1").status == 200:
                return True
        except (OSError, AssertionError):
            pass
        time.sleep(0.05)
    return False


def run(tally, template, rounds, seed=None):
    seed = seed if seed is not None else random.randrange(1 << 30)
    tally.say("crash: seed %d" % seed)
    chance = random.Random(seed)
    company = template.copy()
    server = company.server.start()
    for login in ("admin", "boss", "li", "wang", "fan"):
        company.client(login)
    journal, total = acts.Journal(), 0
    folder = os.path.dirname(server.place.setting("data_directory"))
    for number in range(1, rounds + 1):
        where = "crash round %d (seed %d)" % (number, seed)
        stop = threading.Event()
        workers = [acts.Worker(i, company, journal, "c%d-%d" % (seed, number), stop)
                   for i in range(WORKERS)]
        for worker in workers:
            worker.start()
        time.sleep(chance.uniform(*RUN_SECONDS))
        server.place.close()
        _postgres("crash", folder)
        stop.set()
        for worker in workers:
            worker.join(30)
        dead = company.client("li").get("/records/account?limit=1")
        tally.check(where + ": without a database it says so", dead.status == 503, dead)
        _postgres("start", folder)
        whole = tally.check(where + ": it answers again by itself", _answers_again(company))
        whole &= invariants.nothing_lost(server, journal, tally, where)
        acts.ask_again(company, journal, tally, where)
        whole &= invariants.hold(server, tally, where)
        total += len(journal.acknowledged)
        journal.acknowledged.clear()
        if not whole:
            tally.say("kept for a look: " + server.folder)
            break
    surprises = [r for r in journal.refused if r[1] == 500 or r[2] == "error.db.unique"]
    tally.check("crash: no act met an internal error", not surprises, surprises[:5])
    tally.check("crash: the acts did happen", total > rounds * 10, total)
    tally.equal("crash: the program stops cleanly", server.stop(), 0)
    tally.say("crash: %d rounds, %d writes acknowledged" % (rounds, total))
