"""Files, imports, exports and jobs over the API: from an upload to its undoing."""
import json
import time

import scenario
from rights import upload

CSV = """客户名称,客户级别,员工人数,负责人,备注
甲进口有限公司,A,10,赵磊,"一, 二"
乙进口有限公司,Z,20,赵磊,级别错
丙进口有限公司,B,三十,赵磊,人数错
,B,5,赵磊,没有名称
丁进口有限公司,B,40,无此人,负责人错
戊进口有限公司,C,50,,"=cmd|'/c calc'!A1"
己进口有限公司,C,60,赵磊,多出,一列
"""


def run(tally, template):
    runner = scenario.Runner(tally, template.copy(), "exchange")
    runner.start()
    try:
        imports(tally, runner)
        origins(tally, runner)
        repeated(tally, runner)
        exports(tally, runner)
        files(tally, runner)
        bulk(tally, runner)
        bombs(tally, runner)
    finally:
        runner.close()


def records_mark(runner):
    """Events of records; those that tell of a job's progress come when they come."""
    return runner.server.sql("SELECT count(*) FROM event WHERE kind NOT LIKE 'job.%'")[0][0]


def send(client, path, parts):
    body, headers = upload(parts)
    return client.call("POST", path, body, headers)


def wait(client, record, busy, path="/imports/"):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        body = client.must(200, client.get(path + record))
        if body["state"] not in busy:
            return body
        time.sleep(0.05)
    return body


def imports(tally, runner):
    wang = runner.client("wang")
    before = records_mark(runner)
    answer = send(wang, "/imports", [("object", "", b"account"),
                                     ("options", "", b'{"duplicates":"skip"}'),
                                     ("file", "客户.csv", CSV.encode("gb18030"))])
    tally.equal("exchange: an upload is taken", answer.status, 201)
    if answer.status != 201:
        return
    record = answer.json["id"]
    checked = wait(wang, record, ("checking",))
    tally.equal("exchange: the encoding is found", checked["encoding"].upper(), "GB18030")
    tally.equal("exchange: columns go to fields by their labels",
                [c["field"] for c in checked["columns"]][:2], ["name", "grade"])
    tally.equal("exchange: rows, sound, bad", (checked["rows"], checked["sound"], checked["bad"]),
                (7, 2, 5))
    rows = sorted({i["row"] for i in checked["issues"]})
    tally.equal("exchange: issues name the lines of the file", rows, [3, 4, 5, 6, 8])
    tally.check("exchange: and say why in Chinese",
                all(scenario.re.search("[\u4e00-\u9fff]", i["message"]) for i in checked["issues"]),
                checked["issues"])
    tally.equal("exchange: checking writes no record", records_mark(runner), before)
    started = wang.post("/imports/%s/run" % record, {})
    tally.equal("exchange: the run is accepted", started.status, 202)
    done = wait(wang, record, ("running", "checked"))
    tally.equal("exchange: done", (done["state"], done["created"]), ("done", 2))
    page = wang.get("/records/account", where='name contains "进口"', fields="name,owner,note",
                    sort="name")
    tally.equal("exchange: the good rows are there",
                [r["name"] for r in page.json["records"]], ["戊进口有限公司", "甲进口有限公司"])
    owners = {r["name"]: r["owner"]["name"] for r in page.json["records"]}
    tally.equal("exchange: owners come by name", owners["甲进口有限公司"], "赵磊")
    errors = wang.call("GET", "/imports/%s/errors.csv" % record)
    lines = errors.body.decode("utf-8-sig").splitlines()
    tally.check("exchange: the error file has the bad rows and their reasons",
                errors.body.startswith(b"\xef\xbb\xbf") and len(lines) == 6
                and "乙进口有限公司" in errors.text(), lines)
    again = wang.post("/imports/%s/run" % record, {})
    tally.equal("exchange: an import runs once", again.status, 409)
    undone = wang.post("/imports/%s/undo" % record, {})
    tally.equal("exchange: undo is accepted", undone.status, 202)
    tally.equal("exchange: undone", wait(wang, record, ("undoing", "done"))["state"], "undone")
    page = wang.get("/records/account", where='name contains "进口"')
    tally.equal("exchange: and its records are gone", page.json["records"], [])


def origins(tally, runner):
    """Who made a record first, and when, comes along with it."""
    wang = runner.client("wang")
    text = ("客户名称,创建时间,创建人,负责人\n老客户有限公司,2024-05-06 10:30,孙悦,赵磊\n"
            "将来有限公司,2099-01-01,孙悦,赵磊\n无名有限公司,2024-05-06,没有这个人,赵磊\n")
    made = send(wang, "/imports", [("object", "", b"account"),
                                   ("file", "旧系统.csv", text.encode())]).json
    checked = wait(wang, made["id"], ("checking",))
    tally.equal("exchange: the original columns are proposed",
                [c["field"] for c in checked["columns"]],
                ["name", "created_at", "created_by", "owner"])
    tally.equal("exchange: a future date and an unknown creator are bad",
                (checked["sound"], checked["bad"]), (1, 2))
    wang.post("/imports/%s/run" % made["id"], {})
    wait(wang, made["id"], ("running", "checked"))
    page = wang.get("/records/account", where='name == "老客户有限公司"',
                    fields="name,created_at,created_by,owner")
    row = page.json["records"][0]
    tally.equal("exchange: made when it was made, by who made it",
                (row["created_at"], row["created_by"]["name"], row["owner"]["name"]),
                ("2024-05-06T02:30:00Z", "孙悦", "赵磊"))
    tally.equal("exchange: it is there on that day",
                wang.get("/records/account/" + row["id"], as_of="2024-05-06").status, 200)
    tally.equal("exchange: and not the day before",
                wang.get("/records/account/" + row["id"], as_of="2024-05-05").status, 404)
    tally.equal("exchange: the ones who typed it in stand in its history",
                wang.get("/records/account/%s/history" % row["id"])
                .json["versions"][-1]["actor"]["name"], "王芳")


def repeated(tally, runner):
    """A client that heard no answer sends again: one upload, one answer."""
    wang = runner.client("wang")

    def again(path, parts, key, edge):
        body, headers = upload(parts)
        body = body.replace(b"edge-of-parts", edge)
        headers = {"Content-Type": "multipart/form-data; boundary=" + edge.decode(),
                   "Idempotency-Key": key}
        return wang.call("POST", path, body, headers)

    parts = [("file", "一次.txt", "一次".encode())]
    first = again("/files", parts, "once-1", b"first-edge")
    second = again("/files", parts, "once-1", b"second-edge")
    tally.equal("exchange: the same upload twice is one file",
                (first.status, second.status, first.json["id"]), (201, 201, second.json["id"]))
    tally.equal("exchange: one row of it", runner.server.sql(
        "SELECT count(*) FROM file WHERE name = '一次.txt'")[0][0], 1)
    other = again("/files", [("file", "一次.txt", "两次".encode())], "once-1", b"third-edge")
    tally.equal("exchange: other bytes under the same key are refused", other.status, 422)
    parts = [("object", "", b"account"), ("file", "a.csv", "客户名称\n只来一次\n".encode())]
    imports = [again("/imports", parts, "once-2", b"e%d" % i).json["id"] for i in range(2)]
    tally.equal("exchange: the same import twice is one import", imports[0], imports[1])
    wait(wang, imports[0], ("checking",))
    change = {"options": {"duplicates": "create"}}
    answers = [wang.call("PATCH", "/imports/" + imports[0], json.dumps(change).encode(),
                         {"Content-Type": "application/json", "Idempotency-Key": "once-3"})
               for _ in range(2)]
    tally.equal("exchange: a repeated change starts one check",
                [a.json["job"]["id"] for a in answers][0], answers[1].json["job"]["id"])


def exports(tally, runner):
    boss, li = runner.client("boss"), runner.client("li")
    li.must(201, li.post("/records/account", {"name": "=1+1 公式公司", "note": "@风险"}))
    li.must(201, li.post("/records/account", {"name": '逗号, "引号" 公司'}))
    answer = boss.call("GET", "/exports/account.csv?labels=1&fields=name,note&sort=name")
    tally.equal("exchange: CSV comes", answer.status, 200)
    text = answer.body.decode("utf-8-sig")
    tally.check("exchange: with a byte order mark", answer.body.startswith(b"\xef\xbb\xbf"))
    tally.check("exchange: labels on top", "客户名称" in text.splitlines()[0], text[:80])
    tally.check("exchange: formulas are disarmed", "'=1+1" in text and "'@风险" in text, text)
    tally.check("exchange: quotes and commas are kept", '"逗号, ""引号"" 公司"' in text, text)
    sheet = boss.call("GET", "/exports/account.xlsx?fields=name")
    tally.check("exchange: XLSX comes", sheet.status == 200 and sheet.body.startswith(b"PK"),
                sheet.status)
    for query, status in (("fields=nmae", 422), ("where=nmae", 422), ("sort=nmae", 422)):
        tally.equal("exchange: export with " + query,
                    boss.call("GET", "/exports/account.csv?" + query).status, status)
    tally.equal("exchange: what one may not export", li.call(
        "GET", "/exports/account.csv").status, 403)
    tally.equal("exchange: what is not there", boss.call(
        "GET", "/exports/unicorn.csv").status, 404)


def files(tally, runner):
    li, sun = runner.client("li"), runner.client("sun")
    made = send(li, "/files", [("file", "../../合同 一.txt", "正文".encode())])
    tally.equal("exchange: a file is stored", made.status, 201)
    body = made.json
    tally.check("exchange: its name is only a name", "/" not in body["name"], body)
    back = li.call("GET", "/files/" + body["id"])
    tally.equal("exchange: and comes back as it was", back.body.decode(), "正文")
    tally.check("exchange: never shown inline as a page",
                "nosniff" in back.header("X-Content-Type-Options"), back.headers)
    tally.equal("exchange: not for strangers", sun.call("GET", "/files/" + body["id"]).status, 404)
    page = send(li, "/files", [("file", "x.html", b"<script>alert(1)</script>")])
    if page.status == 201:
        shown = li.call("GET", "/files/" + page.json["id"])
        tally.check("exchange: HTML is not served as HTML",
                    "text/html" not in shown.header("Content-Type") or
                    "attachment" in shown.header("Content-Disposition"), shown.headers)


def bulk(tally, runner):
    admin, li = runner.client("admin"), runner.client("li")
    ids = [li.must(201, li.post("/records/account", {"name": "批量锁定%d" % i}))["id"]
           for i in range(20)]
    answer = admin.post("/records/account/verbs/transfer", {
        "ids": ids, "args": {"to": runner.kept["zhao"], "reason": "区域调整"}})
    tally.equal("exchange: a bulk act is a job", answer.status, 202)
    if answer.status == 202:
        done = wait(admin, answer.json["job"]["id"], ("queued", "running"), "/jobs/")
        tally.equal("exchange: the job is done", (done["state"], done["done"]), ("done", 20))
        moved = admin.get("/records/account", count="exact",
                          where='owner.login == "zhao" and name contains "批量"').json["count"]
        tally.equal("exchange: all were handed over", moved, 20)
    for body, name in (({}, "nothing"), ({"ids": "all"}, "a word"),
                       ({"ids": ["1"] * 20000}, "too many"),
                       ({"ids": ids, "where": "locked"}, "both"),
                       ({"where": "nmae"}, "a bad filter")):
        refused = admin.post("/records/account/verbs/transfer", body)
        tally.check("exchange: bulk with %s is refused" % name, 400 <= refused.status < 500,
                    refused)


def bombs(tally, runner):
    """Workbooks that are not, or would be too large unpacked."""
    import io
    import zipfile
    wang = runner.client("wang")

    def workbook(sheet, method=zipfile.ZIP_DEFLATED):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", method) as file:
            file.writestr("[Content_Types].xml", "<Types/>")
            file.writestr("xl/workbook.xml", '<workbook xmlns:r="r"><sheets><sheet name="a" '
                          'sheetId="1" r:id="rId1"/></sheets></workbook>')
            file.writestr("xl/_rels/workbook.xml.rels", '<Relationships><Relationship Id="rId1" '
                          'Target="worksheets/sheet1.xml"/></Relationships>')
            file.writestr("xl/worksheets/sheet1.xml", sheet)
        return out.getvalue()
    cases = [
        ("a zip bomb", "a.xlsx", workbook(b"<worksheet><sheetData>" + b" " * (400 << 20))),
        ("a cut-off workbook", "a.xlsx", workbook(b"<worksheet/>")[:-30]),
        ("a workbook of rubbish", "a.xlsx", b"PK\x03\x04" + b"\x00" * 200),
        ("a deep sheet", "a.xlsx", workbook(b"<a>" * 100000)),
        ("entities", "a.xlsx", workbook(b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]>'
                                        b"<worksheet>&c;</worksheet>")),
        ("an old workbook", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 2000),
        ("a picture", "a.csv", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20),
        ("an empty file", "a.csv", b""),
        ("an open quote", "a.csv", '客户名称\n"没有结束'.encode() + b"x" * 300000),
        ("600 columns", "a.csv", (",".join("c%d" % i for i in range(600)) + "\n").encode()),
        ("bad options", "a.csv", None),
    ]
    for name, file_name, data in cases:
        before = records_mark(runner)
        parts = [("object", "", b"account"), ("file", file_name, data or b"a\n1\n")]
        if data is None:
            parts.insert(1, ("options", "", json.dumps(
                {"mode": "destroy", "mapping": [], "zeal": True}).encode()))
        begin = time.monotonic()
        answer = send(wang, "/imports", parts)
        body = answer.json
        if answer.status == 201:
            body = wait(wang, body["id"], ("checking",))
        refused = 400 <= answer.status < 500 or body["state"] == "failed" or \
            (body.get("sound") == 0)
        tally.check("exchange: %s does not come in" % name, refused, answer)
        tally.check("exchange: %s: quickly" % name, time.monotonic() - begin < 20)
        tally.check("exchange: %s: nothing changed" % name, records_mark(runner) == before)
    tally.check("exchange: the server still runs", runner.server.is_running())
