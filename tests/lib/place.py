"""Where a test company keeps its records: a file in its folder or, when BIHUAN_TEST_DATABASE names
a server (scripts/postgres), a database of its own there.

A place belongs to one thread."""
import atexit
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess

SERVER = os.environ.get("BIHUAN_TEST_DATABASE", "")
_made = {}          # names of databases of this run -> place


def place_of(folder):
    return ServerPlace(folder) if SERVER else FilePlace(folder)


class FilePlace:
    def __init__(self, folder):
        self.folder = folder
        self.variables = {}

    def prepare(self):
        pass

    def close(self):
        pass

    def copy_to(self, folder):
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*.sock", "*.lock"))

    def file(self):
        return os.path.join(self.folder, "bihuan.db")

    def tables(self):
        return {row[0] for row in self.sql("SELECT name FROM sqlite_master WHERE type = 'table'")}

    def sql(self, text, arguments=()):
        """Rows read beside the running server, read-only."""
        connection = sqlite3.connect("file:%s?mode=ro" % self.file(), uri=True, timeout=20)
        try:
            return connection.execute(text, arguments).fetchall()
        finally:
            connection.close()


class ServerPlace:
    """A folder's database is named by the folder, so that who opens the folder again finds it."""

    def __init__(self, folder):
        self.folder = folder
        digest = hashlib.sha256(os.path.abspath(folder).encode()).hexdigest()
        self.name = "b_" + digest[:16]
        self.url = re.sub(r"^(postgres(?:ql)?://[^/]*/)[^?]*", r"\g<1>" + self.name, SERVER)
        self.variables = {"BIHUAN_DATABASE": self.url}
        self.reader = None

    def prepare(self):
        if self.name not in _made:
            self._make("TEMPLATE template0")

    def _make(self, how):
        _made[self.name] = self
        _psql(SERVER, 'CREATE DATABASE "%s" %s' % (self.name, how))

    def close(self):
        if self.reader:
            self.reader.close()
            self.reader = None

    def copy_to(self, folder):
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("*.sock", "*.lock"))
        self.close()        # nobody else may be in a database that is copied
        ServerPlace(folder)._make('TEMPLATE "%s" STRATEGY file_copy' % self.name)

    def file(self):
        raise RuntimeError("a database on a server is no file")

    def tables(self):
        return {row[0] for row in self.sql("SELECT table_name FROM information_schema.tables "
                                           "WHERE table_schema = 'public'")}

    def setting(self, name):
        """Of the server, such as data_directory."""
        return self.sql("SELECT current_setting(?)", (name,))[0][0]

    def sql(self, text, arguments=()):
        if not self.reader:
            self.reader = _Reader(self.url)
        return self.reader.rows(_filled(text, arguments))


def _filled(text, arguments):
    """Text with its `?` replaced, for a client that has no parameters."""
    values = iter(arguments)

    def literal(_):
        value = next(values)
        if value is None:
            return "NULL"
        return str(value) if isinstance(value, int) else "'%s'" % str(value).replace("'", "''")
    return re.sub(r"\?", literal, text) if arguments else text


class _Reader:
    """A psql that stays open: rows come as JSON, a line a statement."""
    END = "-- that was all --"

    def __init__(self, url):
        self.process = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", url], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, encoding="utf-8",
            env={**os.environ, "PGOPTIONS": "-c default_transaction_read_only=on"})

    def rows(self, text):
        one = " ".join(text.split())
        self.process.stdin.write("SELECT coalesce(json_agg(to_json(q)), '[]') FROM (%s) q;\n"
                                 "\\echo %s\n" % (one, self.END))
        self.process.stdin.flush()
        said = ""
        for line in self.process.stdout:
            if line.strip() == self.END:
                break
            said += line
        try:
            return [tuple(row.values()) for row in json.loads(said)]
        except ValueError:
            raise RuntimeError("%s\n%s" % (text, said)) from None

    def close(self):
        self.process.stdin.close()
        self.process.wait()
        self.process.stdout.close()


def _psql(url, text):
    subprocess.run(["psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-c", text, url], check=True,
                   stdout=subprocess.DEVNULL)


@atexit.register
def _drop_all():
    if os.environ.get("BIHUAN_TEST_KEEP"):
        return
    for name, place in _made.items():
        place.close()
        try:
            _psql(SERVER, 'DROP DATABASE IF EXISTS "%s" WITH (FORCE)' % name)
        except subprocess.CalledProcessError as error:
            print("not dropped: %s (%s)" % (name, error))
