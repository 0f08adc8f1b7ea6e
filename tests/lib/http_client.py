"""HTTP as a person uses it: one connection, one session, one language. One thread each."""
import http.client
import json
import socket
import urllib.parse

API = "/api/v1"
TIMEOUT = 60


class Answer:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = headers
        self.body = body
        self.json = None
        if "json" in self.header("Content-Type") and body:
            try:
                self.json = json.loads(body.decode("utf-8"))
            except ValueError as error:
                self.json = {"not json": str(error)}

    def header(self, name):
        return ", ".join(v for k, v in self.headers if k.lower() == name.lower())

    def text(self):
        return self.body.decode("utf-8", "replace")

    def __repr__(self):
        return "%d %s" % (self.status, self.text()[:900])


class Client:
    def __init__(self, port, token="", language=""):
        self.port = port
        self.token = token
        self.language = language
        self.connection = None

    def copy(self, language=None):
        return Client(self.port, self.token, self.language if language is None else language)

    def close(self):
        if self.connection:
            self.connection.close()
            self.connection = None

    def call(self, method, path, body=None, headers=None, query=None, timeout=TIMEOUT):
        """`body`: bytes or text as they are, anything else as JSON. `path` below /api/v1 unless
        it begins with "//"."""
        path = path[1:] if path.startswith("//") else API + path
        if query:
            path += ("&" if "?" in path else "?") + urllib.parse.urlencode(query)
        sent = {}
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body, ensure_ascii=False)
        if isinstance(body, str):
            body = body.encode("utf-8", "surrogatepass")
        if body is not None:
            sent["Content-Type"] = "application/json"
        if self.token:
            sent["Authorization"] = "Bearer " + self.token
        if self.language:
            sent["Accept-Language"] = self.language
        sent.update(headers or {})
        sent = {k: v for k, v in sent.items() if v is not None}
        for again in (True, False):
            fresh = self.connection is None
            try:
                return self._once(method, path, body, sent, timeout)
            except (ConnectionError, http.client.BadStatusLine):
                self.close()
                # An idle connection may have been closed by the server meanwhile.
                if fresh or not again:
                    raise

    def _once(self, method, path, body, headers, timeout):
        if self.connection is None:
            self.connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
            self.connection.connect()
            self.connection.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            self.connection.request(method, path, body, headers)
            got = self.connection.getresponse()
            data = got.read()
        except Exception:
            self.close()
            raise
        answer = Answer(got.status, got.getheaders(), data)
        if got.will_close:
            self.close()
        return answer

    def get(self, path, **query):
        return self.call("GET", path, query=query)

    def post(self, path, body=None, **rest):
        return self.call("POST", path, {} if body is None else body, **rest)

    def patch(self, path, body, **rest):
        return self.call("PATCH", path, body, **rest)

    def delete(self, path, **rest):
        return self.call("DELETE", path, **rest)

    def verb(self, object_name, record, verb, **arguments):
        return self.post("/records/%s/%s/verbs/%s" % (object_name, record, verb), arguments)

    def must(self, status, answer):
        """The JSON of an answer that a test's preparation relies on."""
        if answer.status != status:
            raise RuntimeError("wanted %d, got %r" % (status, answer))
        return answer.json

    def log_in(self, login, password):
        answer = self.copy().call("POST", "/session", {"login": login, "password": password})
        self.token = self.must(201, answer)["token"]
        return self


def raw(port, data, timeout=10, shut=False):
    """Sends bytes as they are; returns what came back until the server closed or fell silent."""
    out = b""
    with socket.create_connection(("127.0.0.1", port), timeout=timeout) as connection:
        try:
            connection.sendall(data)
        except OSError:
            pass  # refused before it was all sent; the answer may be there
        try:
            if shut:
                connection.shutdown(socket.SHUT_WR)
            while True:
                part = connection.recv(65536)
                if not part:
                    break
                out += part
                if is_whole(out):
                    break
        except OSError:
            pass
    return out


def is_whole(data):
    """Whether data holds one complete answer with a Content-Length."""
    head, gap, body = data.partition(b"\r\n\r\n")
    if not gap:
        return False
    for line in head.split(b"\r\n"):
        if line.lower().startswith(b"content-length:"):
            return len(body) >= int(line.split(b":")[1])
    return False


def raw_status(data):
    parts = data.split(b" ", 2)
    return int(parts[1]) if data.startswith(b"HTTP/1.") and len(parts) > 1 else 0
