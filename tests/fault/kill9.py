"""kill -9 in the middle of mixed acts, again and again, on one company."""
import random
import threading
import time

import acts
import invariants

WORKERS = 4
RUN_SECONDS = (0.3, 1.5)     # a server lives this long under load before it is killed


def run(tally, template, rounds, seed=None):
    seed = seed if seed is not None else random.randrange(1 << 30)
    tally.say("kill9: seed %d" % seed)
    chance = random.Random(seed)
    company = template.copy()
    server = company.server.start()
    for login in ("admin", "boss", "li", "wang", "fan"):
        company.client(login)
    journal, starts, total = acts.Journal(), [], 0
    for number in range(1, rounds + 1):
        place = "kill9 round %d (seed %d)" % (number, seed)
        stop = threading.Event()
        workers = [acts.Worker(i, company, journal, "%d-%d" % (seed, number), stop)
                   for i in range(WORKERS)]
        for worker in workers:
            worker.start()
        time.sleep(chance.uniform(*RUN_SECONDS))
        server.kill()
        stop.set()
        for worker in workers:
            worker.join(30)
        server.start()
        starts.append(server.start_seconds)
        whole = invariants.nothing_lost(server, journal, tally, place)
        acts.ask_again(company, journal, tally, place)
        whole &= invariants.hold(server, tally, place)
        sound, said = server.check()
        whole &= tally.check(place + ": bihuan check", sound, said)
        total += len(journal.acknowledged)
        journal.acknowledged.clear()
        if not whole:
            tally.say("kept for a look: " + server.folder)
            break
    # A number or an id that comes up twice is refused by the engine: nothing here asks for that.
    surprises = [r for r in journal.refused if r[1] >= 500 or r[2] == "error.db.unique"]
    tally.check("kill9: no act met an internal error", not surprises, surprises[:5])
    tally.check("kill9: the acts did happen", total > rounds * 10, total)
    tally.equal("kill9: the server stops cleanly", server.stop(), 0)
    refused = {}
    for path, status, key in journal.refused:
        name = "%s %d %s" % ("/".join(path.split("/")[2:3] + path.split("/")[4:]), status, key)
        refused[name] = refused.get(name, 0) + 1
    tally.say("kill9: %d rounds, %d writes acknowledged, start at most %.2f s; refused: %s"
              % (number, total, max(starts), refused or "none"))
