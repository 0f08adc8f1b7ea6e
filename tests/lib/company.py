"""The small company on which scenarios and stories run: named people, nothing else.

It is made once per run through the API and copied for every scenario, so that each starts alike."""
import json
import os
import shutil

from http_client import Client
from place import place_of
from server import PASSWORD, Server, test_folder

MADE_AT = "2026-09-30T09:00:00+08:00"     # before every scenario begins
START = "2026-11-23T09:00:00+08:00"

DEPARTMENTS = [("east", "华东大区", None), ("west", "西部大区", None),
               ("finance", "财务部", None), ("service", "售后部", None),
               ("sales1", "销售一部", "east")]
PEOPLE = [  # login, name, department, leader, role
    ("boss", "周总", "east", None, "owner"),
    ("wang", "王芳", "east", "boss", "sales_manager"),
    ("chen", "陈刚", "west", "boss", "sales_manager"),
    ("li", "李文静", "sales1", "wang", "sales_rep"),
    ("zhao", "赵磊", "sales1", "wang", "sales_rep"),
    ("sun", "孙悦", "west", "chen", "sales_rep"),
    ("fan", "范敏", "finance", "boss", "finance"),
    ("he", "何静", "service", "boss", "after_sales"),
    ("kan", "阚平", "finance", "boss", "viewer"),
]


class Company:
    """A company folder with its server and the sessions of its people."""

    def __init__(self, folder, now=START):
        self.server = Server(folder, now)
        self.password = PASSWORD
        self.tokens = {}
        self.ids = {}

    def client(self, login, language=""):
        if login == "nobody":
            return Client(self.server.port, "", language)
        known = Client(self.server.port, self.tokens.get(login, ""), language)
        if not known.token or known.get("/session").status == 401:
            known.log_in(login, self.password)
            self.tokens[login] = known.token
        return known

    def save_sessions(self):
        with open(os.path.join(self.server.folder, "sessions.json"), "w") as file:
            json.dump({"tokens": self.tokens, "ids": self.ids}, file)

    def load_sessions(self):
        with open(os.path.join(self.server.folder, "sessions.json")) as file:
            kept = json.load(file)
        self.tokens, self.ids = kept["tokens"], kept["ids"]


def make(folder):
    """Fills an empty folder; the server is stopped afterwards."""
    company = Company(folder, MADE_AT)
    company.server.start()
    admin = company.client("admin")
    ids = company.ids
    for code, name, parent in DEPARTMENTS:
        body = {"code": code, "name": name}
        if parent:
            body["parent"] = ids["dept." + parent]
        ids["dept." + code] = admin.must(201, admin.post("/records/department", body))["id"]
    for login, name, dept, leader, role in PEOPLE:
        body = {"login": login, "name": name, "dept": ids["dept." + dept]}
        if leader:
            body["leader"] = ids[leader]
        ids[login] = admin.must(201, admin.post("/records/user", body))["id"]
        expect(admin.post("/users/%s/password" % ids[login], {"password": PASSWORD}), 204)
        expect(admin.verb("user", ids[login], "assign_roles", roles=role), 200)
        company.client(login)
    ids["admin"] = admin.get("/session").json["user"]["id"]
    status = company.server.stop()
    if status != 0:
        raise RuntimeError("the server stopped with status %s" % status)
    company.save_sessions()


def expect(answer, status):
    if answer.status != status:
        raise RuntimeError("wanted %d, got %r" % (status, answer))
    return answer


class Template:
    """The made company, copied for each scenario."""

    def __init__(self):
        self.base = test_folder("company")
        self.folder = os.path.join(self.base, "template")
        make(self.folder)
        self.count = 0

    def copy(self, now=START):
        self.count += 1
        folder = os.path.join(self.base, "copy%d" % self.count)
        place_of(self.folder).copy_to(folder)
        company = Company(folder, now)
        company.load_sessions()
        return company

    def remove(self):
        if not os.environ.get("BIHUAN_TEST_KEEP"):
            shutil.rmtree(self.base, ignore_errors=True)
