"""The matrix of rights: every route of the API, tried by nobody, a rep, the rep's colleague, the
administrator. The routes come from GET /api/v1/openapi.json, the wanted answers from
rights.matrix: a route without a row fails, a row without a route too."""
import os

import scenario

HERE = os.path.dirname(os.path.abspath(__file__))
PEOPLE = ("nobody", "viewer", "stranger", "owner", "admin")
LOGINS = {"nobody": "nobody", "viewer": "kan", "stranger": "sun", "owner": "li", "admin": "admin"}


def read_matrix():
    rows = []
    with open(os.path.join(HERE, "rights.matrix"), encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip("\n")
            if not line or line.startswith("#"):
                continue
            words = line.split(None, 2 + len(PEOPLE))
            rows.append((number, words[0], words[1], words[2:2 + len(PEOPLE)],
                         words[2 + len(PEOPLE)] if len(words) > 2 + len(PEOPLE) else ""))
    return rows


def run(tally, template):
    rows = read_matrix()
    runner = scenario.Runner(tally, template.copy(), "rights")
    runner.start()
    try:
        prepare(runner)
        routes = {(method, path) for _, method, _, path, _ in runner.contract.routes}
        written = {(method, path.split("?")[0]) for _, method, path, _, _ in rows}
        for method, path in sorted(routes - written):
            tally.check("rights: %s %s has no row in rights.matrix" % (method, path), False)
        for method, path in sorted(written - routes):
            tally.check("rights: the row %s %s has no route" % (method, path), False)
        for row in rows:
            if (row[1], row[2].split("?")[0]) in routes:
                try_row(tally, runner, *row)
    finally:
        runner.close()


def prepare(runner):
    """One record of each kind that rows speak of; {{names}} for their paths."""
    li = runner.client("li")
    made = li.must(201, li.post("/records/account", {"name": "权限试验有限公司"}))
    runner.kept["account"] = made["id"]
    for name in ("spare", "other"):
        made_too = li.must(201, li.post("/records/account", {"name": name + "有限公司"}))
        runner.kept[name] = made_too["id"]
    contact = li.must(201, li.post("/records/contact", {
        "name": "钱多", "account": made["id"], "mobile": "13812345678"}))
    runner.kept["contact"] = contact["id"]
    opportunity = li.must(201, li.post("/records/opportunity", {
        "name": "权限试验商机", "account": made["id"], "amount": "1000.00"}))
    runner.kept["opportunity"] = opportunity["id"]
    quote = li.must(201, li.post("/records/quote", {
        "name": "权限试验报价", "account": made["id"], "opportunity": opportunity["id"],
        "lines": [{"name": "机", "quantity": "1", "price": "1000"}]}))
    runner.kept["quote"] = quote["id"]
    view = li.must(201, li.post("/views", {"object": "account", "name": "权限试验视图"}))
    runner.kept["view"] = view["id"]
    roles = li.must(200, li.get("/records/role"))
    runner.kept["role"] = roles["records"][0]["id"]
    make_exchange(runner, li)


def upload(parts):
    """A body of parts (name, file name or "", bytes) and its headers."""
    edge, body = "edge-of-parts", b""
    for name, file_name, value in parts:
        head = '--%s\r\nContent-Disposition: form-data; name="%s"' % (edge, name)
        head += '; filename="%s"' % file_name if file_name else ""
        body += head.encode() + b"\r\n\r\n" + value + b"\r\n"
    return body + b"--%s--\r\n" % edge.encode(), {
        "Content-Type": "multipart/form-data; boundary=" + edge}


UPLOADS = {
    "file": [("file", "note.txt", "备注".encode())],
    "import": [("object", "", b"account"), ("file", "a.csv", "客户名称\n导入一号\n".encode())],
}


def make_exchange(runner, li):
    """An import with its job, and a file, of the rep."""
    for name, path in (("file", "/files"), ("import", "/imports")):
        body, headers = upload(UPLOADS[name])
        made = li.must(201, li.call("POST", path, body, headers))
        runner.kept[name] = made["id"]
        if name == "import":
            runner.kept["job"] = made["job"]["id"]


def try_row(tally, runner, number, method, path, wanted, body):
    for person, status in zip(PEOPLE, wanted):
        where = "rights.matrix:%d %s %s as %s" % (number, method, path, person)
        real = substitute(runner, path)
        text, headers = runner.fill(body) if body else None, {}
        if body.startswith("multipart:"):
            text, headers = upload(UPLOADS[body.partition(":")[2]])
        if path == "/events":
            got = event_status(runner, person)
        else:
            answer = runner.client(LOGINS[person]).call(method, real, text, headers)
            got = answer.status
            if method != "GET" or got >= 400:
                broken = runner.contract.breaches(method, real, answer, "zh-CN")
                tally.check(where + ": keeps its promise", not broken, "%s %r" % (broken, answer))
        if method == "DELETE" and path == "/session" and got == 204:
            for key in [k for k in runner.clients if k[0] == LOGINS[person]]:
                runner.clients.pop(key).close()
            runner.company.tokens.pop(LOGINS[person], None)
        tally.check(where, str(got) in status.split("|"), "got %s, wanted %s" % (got, status))


def substitute(runner, path):
    """The path of a row with the records of this run in the places of its {names}."""
    path, _, query = path.partition("?")
    chosen = dict(p.split("=") for p in query.split("&") if p.startswith("{"))
    rest = "&".join(p for p in query.split("&") if p and not p.startswith("{"))
    for name, value in chosen.items():
        is_word = name in ("{object}", "{verb}", "{name}", "{metric}")
        path = path.replace(name, value if is_word else runner.kept.get(value, value))
    return path + ("?" + rest if rest else "")


def event_status(runner, person):
    """The stream never ends: read its head only."""
    import http.client
    client = runner.client(LOGINS[person])
    connection = http.client.HTTPConnection("127.0.0.1", client.port, timeout=10)
    try:
        headers = {"Authorization": "Bearer " + client.token} if client.token else {}
        connection.request("GET", "/api/v1/events", headers=headers)
        return connection.getresponse().status
    finally:
        connection.close()
