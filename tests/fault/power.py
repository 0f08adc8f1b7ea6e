"""Power cuts. The company lies on ext4 in an image on XFS; a cut is: stop the server, note what was
acknowledged, copy the image by reflink (atomic; it holds only what reached the device), let the
server run on; mount the copy, start a second server on it, compare. A control with fsync that lies
must lose writes: a check that cannot fail proves nothing."""
import copy
import os
import random
import shutil
import signal
import subprocess
import threading
import time

import acts
import disk
import invariants
from company import Company
from server import test_folder

HOST_BYTES, DISK_BYTES = 3 << 30, 600 << 20
NEEDED = ("mkfs.xfs", "mkfs.ext4", "mount")
CONTROL_CUTS = 6


def shell(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError("%s: %s" % (" ".join(command), done.stderr.strip()))


class Bench:
    """The file systems of one run."""

    def __init__(self):
        self.base = test_folder("power")
        self.mounted = []
        self.at = {name: os.path.join(self.base, name) for name in ("host", "live", "cut")}
        for folder in self.at.values():
            os.mkdir(folder)
        image = os.path.join(self.base, "host.img")
        with open(image, "wb") as file:
            file.truncate(HOST_BYTES)
        shell("mkfs.xfs", "-q", "-m", "reflink=1", image)
        self.mount(image, "host", "loop")
        self.disk = os.path.join(self.at["host"], "disk.img")
        with open(self.disk, "wb") as file:
            file.truncate(DISK_BYTES)
        shell("mkfs.ext4", "-q", "-F", self.disk)
        # The file system's own timer must not write what nobody asked to be written.
        self.mount(self.disk, "live", "loop,commit=300")

    def mount(self, image, name, options):
        shell("mount", "-o", options, image, self.at[name])
        self.mounted.append(self.at[name])

    def cut(self):
        copied = os.path.join(self.at["host"], "cut.img")
        shell("cp", "--reflink=always", self.disk, copied)
        return copied

    def unmount(self, name):
        for _ in range(50):
            if subprocess.run(["umount", self.at[name]], capture_output=True).returncode == 0:
                self.mounted.remove(self.at[name])
                return
            time.sleep(0.1)

    def close(self):
        for folder in reversed(self.mounted):
            subprocess.run(["umount", folder], capture_output=True)
        shutil.rmtree(self.base, ignore_errors=True)


def run(tally, template, cuts):
    lacking = [n for n in NEEDED if not shutil.which(n)]
    if lacking or os.geteuid() != 0:
        tally.say("power cuts: skipped, they need root and %s" % ", ".join(NEEDED))
        return
    lost = series(tally, template, cuts, "power cut", {})
    tally.equal("power cuts: none of %d lost an acknowledged write" % cuts, lost, 0)
    library = disk.shim()
    if library:
        quiet = type(tally)("control")
        quiet.check = lambda what, ok, detail="": bool(ok)
        lost = series(quiet, template, CONTROL_CUTS, "control",
                      {"LD_PRELOAD": library, "FSYNC_LIES": "1"})
        tally.check("power cuts: the control with a lying fsync loses writes", lost > 0)


def series(tally, template, cuts, name, environment):
    """Cuts one after the other; how many lost something."""
    bench, company, lost = Bench(), None, 0
    journal = acts.Journal()
    stop = threading.Event()
    try:
        company = template.copy()
        folder = os.path.join(bench.at["live"], "company")
        shutil.move(company.server.folder, folder)
        os.sync()
        company.server.folder = folder
        company.server.environment = environment
        company.server.start()
        for login in ("boss", "li", "wang", "fan", "admin"):
            company.client(login)
        workers = [acts.Worker(i, company, journal, name, stop) for i in range(3)]
        for worker in workers:
            worker.start()
        for number in range(1, cuts + 1):
            time.sleep(random.uniform(0.2, 0.9))
            lost += not one_cut(tally, bench, company, journal, "%s %d" % (name, number))
    finally:
        stop.set()
        journal.open.set()
        if company:
            company.server.kill()
        bench.close()
    return lost


def one_cut(tally, bench, company, journal, place):
    """True when nothing that was acknowledged is missing after the cut."""
    process = company.server.process
    os.kill(process.pid, signal.SIGSTOP)
    time.sleep(0.1)
    with journal.lock:
        known = acts.Journal()
        known.acknowledged = copy.copy(journal.acknowledged)
    image = bench.cut()
    # Who went on writing while a copy is examined would make each examination longer than the last.
    journal.open.clear()
    os.kill(process.pid, signal.SIGCONT)
    try:
        bench.mount(image, "cut", "loop")
    except RuntimeError as error:
        journal.open.set()
        tally.check(place + ": the file system mounts", False, error)
        return False
    after = Company(os.path.join(bench.at["cut"], "company"))
    after.tokens = dict(company.tokens)
    try:
        after.server.start()
        whole = invariants.nothing_lost(after.server, known, tally, place)
        whole &= invariants.hold(after.server, tally, place)
        sound, said = after.server.check()
        whole &= tally.check(place + ": bihuan check", sound, said)
    except Exception as error:
        whole = tally.check(place + ": it starts on what was left", False, repr(error))
    finally:
        after.server.kill()
        bench.unmount("cut")
        os.remove(image)
        journal.open.set()
    return whole
