"""A full disk, a disk whose fsync fails, a disk that writes badly."""
import os
import shutil
import subprocess
import threading
import time

import acts
import invariants
from server import test_folder

HERE = os.path.dirname(os.path.abspath(__file__))
TMPFS_BYTES = 48 << 20
ROOM_BYTES = 700 << 10          # what is left when the ballast lies in the folder
FILL_ACTS = 4000                # more than fit


def full(tally, template):
    """Fills the disk under the running server: refused with a reason, reads go on, a restart on
    the full disk, recovery without one."""
    base = test_folder("diskfull")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=%d" % TMPFS_BYTES, "tmpfs",
                              base], capture_output=True, text=True)
    if mounted.returncode != 0:
        tally.say("disk full: skipped, a tmpfs cannot be mounted here (needs root)")
        os.rmdir(base)
        return
    company = None
    try:
        company = template.copy()
        moved = os.path.join(base, "company")
        shutil.move(company.server.folder, moved)
        company.server.folder = moved
        full_on(tally, company, base)
    finally:
        if company:
            company.server.kill()
        subprocess.run(["umount", base], check=False)
        os.rmdir(base)


def full_on(tally, company, base):
    server = company.server.start()
    li = company.client("li")
    made = [li.must(201, li.post("/records/account", {"name": "满盘之前%d" % i}))["id"]
            for i in range(20)]
    ballast = os.path.join(base, "ballast")
    with open(ballast, "wb") as file:
        room = os.statvfs(base)
        file.write(b"x" * max(0, room.f_bavail * room.f_frsize - ROOM_BYTES))
    status, said = 0, None
    for number in range(FILL_ACTS):
        answer = li.post("/records/account", {"name": "满盘%d" % number, "note": "满" * 3900})
        if answer.status != 201:
            status, said = answer.status, answer
            break
        made.append(answer.json["id"])
    tally.check("disk full: a write is refused with 503 or 507", status in (503, 507), said)
    tally.check("disk full: and says that the disk is full",
                said is not None and (said.json or {}).get("key") == "error.disk_full", said)
    for number in range(5):
        answer = li.post("/records/account", {"name": "满了再写%d" % number, "note": "满" * 3900})
        if answer.status == 201:
            made.append(answer.json["id"])
        tally.check("disk full: every further write answers",
                    answer.status in (201, 503, 507), answer)
    count = li.get("/records/account", count="exact", limit="1")
    tally.check("disk full: reads go on", count.status == 200 and
                count.json["count"] == len(made), "%r of %d" % (count, len(made)))
    tally.check("disk full: the server lives", server.is_running(), server.log_tail())
    server.kill()
    try:
        server.start()
        again = company.client("li").get("/records/account", count="exact", limit="1")
        tally.check("disk full: it starts on the full disk and reads",
                    again.status == 200 and again.json["count"] == len(made), again)
    except RuntimeError as error:
        tally.check("disk full: it starts on the full disk", False, error)
        os.remove(ballast)
        server.start()
    if os.path.exists(ballast):
        os.remove(ballast)
    li = company.client("li")
    answer = li.post("/records/account", {"name": "腾出空间之后", "note": "好" * 3900})
    tally.check("disk full: with room again it writes, without a restart", answer.status == 201,
                answer)
    invariants.hold(server, tally, "disk full")
    sound, said = server.check()
    tally.check("disk full: bihuan check", sound, said)
    tally.equal("disk full: the server stops cleanly", server.stop(), 0)


def shim():
    """The compiled shim, or None where there is no compiler."""
    folder = test_folder("shim")
    built = os.path.join(folder, "faultshim.so")
    try:
        done = subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", built,
                               os.path.join(HERE, "faultshim.c"), "-ldl"], capture_output=True)
    except OSError:
        return None
    return built if done.returncode == 0 else None


def faults(tally, template, seconds):
    library = shim()
    if not library:
        tally.say("failing disk: skipped, no gcc")
        return
    lawful(tally, template, library, seconds)
    failing_sync(tally, template, library)
    failing_write(tally, template, library)


def under(company, library, **settings):
    """Starts the server with the shim; the faults begin when the returned file is made."""
    begin = company.server.folder + ".begin"
    environment = {"LD_PRELOAD": library, "FAULT_MATCH": "bihuan.db", "FAULT_FILE": begin}
    environment.update({k.upper(): str(v) for k, v in settings.items()})
    company.server.environment = environment
    company.server.start()
    for login in ("boss", "li", "wang", "fan", "admin"):
        company.client(login)
    return begin


def load(company, seconds, seed):
    """Mixed acts for a while, or until the server is gone."""
    journal, stop = acts.Journal(), threading.Event()
    workers = [acts.Worker(i, company, journal, seed, stop) for i in range(3)]
    for worker in workers:
        worker.start()
    end = time.monotonic() + seconds
    while time.monotonic() < end and company.server.is_running():
        time.sleep(0.05)
    stop.set()
    for worker in workers:
        worker.join(40)
    return journal


def lawful(tally, template, library, seconds):
    """Short and interrupted writes are lawful: nobody may notice."""
    company = template.copy()
    begin = under(company, library, short_every=7, eintr_every=11)
    open(begin, "w").close()
    journal = load(company, seconds, "lawful")
    bad = [r for r in journal.refused if r[1] >= 500]
    tally.check("short and interrupted writes: nobody notices", not bad and
                len(journal.acknowledged) > 10, "%s %d" % (bad[:3], len(journal.acknowledged)))
    settle(tally, company, journal, "short and interrupted writes")


def failing_sync(tally, template, library):
    """A failed fsync is never tried again: the process ends, and a new one recovers."""
    company = template.copy()
    begin = under(company, library, fsync_every=20)
    open(begin, "w").close()
    journal = load(company, 15, "fsync")
    try:
        status = company.server.process.wait(10)
    except Exception:
        status = None
    tally.check("failing fsync: the server ends itself and says so", status not in (None, 0),
                "status %s, %s" % (status, company.server.log_tail()))
    bad = [r for r in journal.refused if r[1] >= 500 and r[1] not in (503, 507)]
    tally.check("failing fsync: what could not be kept is refused with 503", not bad, bad[:3])
    settle(tally, company, journal, "failing fsync")


def failing_write(tally, template, library):
    """Writes that fail with EIO: refused or ended, never lost, never half."""
    company = template.copy()
    begin = under(company, library, write_every=40, write_err="EIO")
    open(begin, "w").close()
    journal = load(company, 4, "eio")
    tally.check("failing writes: some were refused or the server ended",
                bool(journal.refused) or not company.server.is_running())
    settle(tally, company, journal, "failing writes")


def settle(tally, company, journal, place):
    """A new process without faults finds everything."""
    server = company.server
    server.kill()
    server.environment = {}
    server.start()
    invariants.nothing_lost(server, journal, tally, place)
    acts.ask_again(company, journal, tally, place)
    invariants.hold(server, tally, place)
    sound, said = server.check()
    tally.check(place + ": bihuan check", sound, said)
    tally.equal(place + ": the server stops cleanly", server.stop(), 0)
