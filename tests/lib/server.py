"""A server of the program under test: started on a free port, stopped, killed, started again.

A Server belongs to one thread; the HTTP clients of http_client.py may use it from many."""
import http.client
import os
import random
import signal
import socket
import subprocess
import tempfile
import time

from place import place_of

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PASSWORD = "tests-only-1"      # of every person in a test company
START_SECONDS = 40             # a debug build on a busy machine
DEMO_SECONDS = 600             # loading the demo company with it
STOP_SECONDS = 20
PORTS = (20001, 32000)         # below the ports that outgoing connections take


def program():
    """The program under test: BIHUAN_BIN, or the newest one in the usual build folders."""
    given = os.environ.get("BIHUAN_BIN")
    if given:
        return os.path.abspath(given)
    built = [os.path.join(ROOT, "build", preset, "bihuan") for preset in ("release", "dev")]
    built = sorted((p for p in built if os.path.exists(p)), key=os.path.getmtime)
    if not built:
        raise SystemExit("no program: build it with scripts/build dev, or set BIHUAN_BIN")
    return built[-1]


def test_folder(name):
    """An empty folder of this run; kept afterwards only where BIHUAN_TEST_DIR points."""
    base = os.environ.get("BIHUAN_TEST_DIR") or tempfile.gettempdir()
    os.makedirs(base, exist_ok=True)
    return tempfile.mkdtemp(prefix=name + "-", dir=base)


def free_port():
    for _ in range(200):
        port = random.randrange(*PORTS)
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise SystemExit("no free port between %d and %d" % PORTS)


class Server:
    def __init__(self, folder, now="", environment=None, port=None):
        self.place = None
        self.folder = folder
        self.now = now
        self.port = port or free_port()
        self.environment = environment or {}
        self.arguments = []        # further ones of serve
        self.process = None
        self.start_seconds = 0.0

    @property
    def folder(self):
        return self._folder

    @folder.setter
    def folder(self, folder):      # another folder is another company
        if self.place:
            self.place.close()
        self._folder = folder
        self.place = place_of(folder)

    def variables(self):
        out = {k: v for k, v in os.environ.items() if not k.startswith("BIHUAN_")}
        out["BIHUAN_ADMIN_PASSWORD"] = PASSWORD
        if self.now:
            out["BIHUAN_NOW"] = self.now
        out.update(self.place.variables)
        out.update(self.environment)
        return out

    def start(self, wait=True):
        self.place.prepare()
        log = open(self.folder + ".log", "ab")
        command = [program(), "serve", "--data", self.folder,
                   "--listen", "127.0.0.1:%d" % self.port, *self.arguments]
        self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self.variables(),
                                        start_new_session=True)
        log.close()
        if wait:
            self.wait_ready()
        return self

    def wait_ready(self):
        begin = time.monotonic()
        limit = DEMO_SECONDS if "--demo" in self.arguments else START_SECONDS
        while time.monotonic() - begin < limit:
            if self.process.poll() is not None:
                raise RuntimeError("the server ended with status %s:\n%s"
                                   % (self.process.returncode, self.log_tail()))
            if self.probe("/readyz") == 200:
                self.start_seconds = time.monotonic() - begin
                return
            time.sleep(0.02)
        self.kill()
        raise RuntimeError("the server was not ready in %d s:\n%s" % (limit, self.log_tail()))

    def probe(self, path):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=2)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def stop(self):
        """SIGTERM; returns the exit status."""
        if not self.is_running():
            return self.process.returncode if self.process else None
        self.process.terminate()
        try:
            return self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            return "did not stop in %d s" % STOP_SECONDS

    def kill(self):
        if self.is_running():
            os.kill(self.process.pid, signal.SIGKILL)
        if self.process:
            self.process.wait()

    def restart(self, now=None):
        status = self.stop()
        if status != 0:
            raise RuntimeError("the server stopped with status %s:\n%s"
                               % (status, self.log_tail()))
        if now:
            self.now = now
        return self.start()

    def log_tail(self):
        try:
            with open(self.folder + ".log", encoding="utf-8", errors="replace") as file:
                return file.read()[-2500:]
        except OSError:
            return ""

    def database(self):
        return self.place.file()

    def sql(self, text, arguments=()):
        """Rows read beside the running server, read-only."""
        return self.place.sql(text, arguments)

    def command(self, *arguments, **settings):
        """Runs another command of the program on this folder."""
        return subprocess.run([program(), *arguments, "--data", self.folder],
                              env=self.variables(), capture_output=True, text=True,
                              timeout=settings.get("timeout", 600), errors="replace")

    def check(self):
        """`bihuan check`: (is sound, what it said)."""
        done = self.command("check")
        return done.returncode == 0, (done.stdout + done.stderr).strip()[-1500:]
