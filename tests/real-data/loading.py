"""The data sets, one company each: files, mappings, facts. Called by scripts/real-data."""
import csv
import gzip
import json
import os
import shutil
import time
import traceback

from http_client import Client
from server import PASSWORD, Server, test_folder

HERE = os.path.dirname(os.path.abspath(__file__))
NOW = "2026-11-23T09:00:00+08:00"
IMPORT_SECONDS = 900


class Loader:
    """An empty company and its administrator."""

    def __init__(self, tally, name, data, keep):
        self.tally, self.name, self.data, self.keep = tally, name, data, keep
        self.base = test_folder("real-" + name)
        self.server = Server(os.path.join(self.base, "company"), NOW).start()
        self.admin = Client(self.server.port).log_in("admin", PASSWORD)
        self.results = {}

    def close(self):
        self.tally.check(self.name + ": bihuan check", *self.server.check())
        self.server.stop()
        if self.keep:
            print("  kept: " + self.server.folder)
        else:
            shutil.rmtree(self.base, ignore_errors=True)

    def path(self, name):
        return os.path.join(self.data, name)

    def bytes_of(self, name):
        opened = gzip.open if name.endswith(".gz") else open
        with opened(self.path(name), "rb") as file:
            return file.read()

    def upload(self, object_name, file_name, data, options):
        edge = "edge-of-the-parts-of-an-upload"
        parts = [('name="object"', object_name.encode()),
                 ('name="options"', json.dumps(options).encode()),
                 ('name="file"; filename="%s"' % file_name, data)]
        body = b"".join(b"--" + edge.encode() + b"\r\nContent-Disposition: form-data; " +
                        head.encode() + b"\r\n\r\n" + value + b"\r\n" for head, value in parts)
        return self.admin.call("POST", "/imports", body + b"--" + edge.encode() + b"--\r\n", {
            "Content-Type": "multipart/form-data; boundary=" + edge}, timeout=600)

    def wait(self, record, states):
        end = time.monotonic() + IMPORT_SECONDS
        while time.monotonic() < end:
            body = self.admin.must(200, self.admin.get("/imports/" + record))
            if body["state"] not in states:
                return body
            time.sleep(0.1)
        raise RuntimeError("the import does not end")

    def load(self, object_name, file_name, mapping, data=None):
        """Checks and runs one file; returns the finished import."""
        with open(os.path.join(HERE, mapping + ".map.json"), encoding="utf-8") as file:
            options = json.load(file)
        begin = time.monotonic()
        name = os.path.basename(file_name[:-3] if file_name.endswith(".gz") else file_name)
        data = self.bytes_of(file_name) if data is None else data
        made = self.admin.must(201, self.upload(object_name, name, data, options))
        checked = self.wait(made["id"], ("checking",))
        if checked["state"] != "checked":
            raise RuntimeError("%s: %s %s" % (mapping, checked["state"], checked))
        before = checked["issues"]
        started = self.admin.post("/imports/%s/run" % made["id"], {})
        if started.status != 202:
            raise RuntimeError("%s: %r" % (mapping, started))
        done = self.wait(made["id"], ("checked", "running"))
        done["issues"] = done["issues"] or before
        self.results[mapping] = done
        print("  %-26s %s, %d rows: %d created, %d updated, %d skipped, %d bad, %.1f s" % (
            mapping, done.get("encoding"), done["rows"], done["created"], done["updated"],
            done["skipped"], done["bad"], time.monotonic() - begin))
        for issue in done["issues"][:3]:
            print("      row %s, %s: %s" % (issue["row"], issue.get("column"), issue["message"]))
        self.tally.equal("%s: %s ran to its end" % (self.name, mapping), done["state"], "done")
        return done

    def count(self, object_name, where=""):
        return self.measure(object_name, "count", "", where)

    def measure(self, object_name, fn, field, where=""):
        body = {"object": object_name, "measures": [{"fn": fn, "field": field, "name": "it"}]}
        if where:
            body["where"] = where
        return self.admin.must(200, self.admin.post("/query", body))["rows"][0]["it"]

    def metric(self, name, **options):
        return self.admin.must(200, self.admin.get("/metrics/" + name, **options))["value"]

    def fact(self, text, stated, got):
        """A stated fact beside the product's own answer."""
        same = str(got) == str(stated)
        print("  %-58s %16s %16s  %s" % (text, stated, got, "=" if same else "DIFFERS"))
        self.tally.check("%s: %s" % (self.name, text), same, "stated %s, got %s" % (stated, got))


def maven(load):
    period = {"from": "2016-10-01", "to": "2017-12-31"}
    folder = "pipeline-maven/"
    load.load("user", folder + "sales_teams.csv", "maven-users")
    load.load("account", folder + "accounts.csv", "maven-accounts")
    load.load("account", folder + "accounts.csv", "maven-parents")
    load.load("product", folder + "products.csv", "maven-products")
    load.load("opportunity", folder + "sales_pipeline.csv", "maven-pipeline")
    load.fact("sales agents (and 6 managers, and the administrator)", 35 + 6 + 1,
              load.count("user"))
    load.fact("regional offices", 3, load.count("department"))
    load.fact("accounts", 85, load.count("account"))
    load.fact("products", 7, load.count("product"))
    load.fact("opportunities", 8800, load.count("opportunity"))
    load.fact("won", 4238, load.count("opportunity", 'state == "won"'))
    load.fact("lost", 2473, load.count("opportunity", 'state == "lost"'))
    load.fact("engaging", 1589, load.count("opportunity", 'stage.code == "needs"'))
    load.fact("prospecting", 500, load.count("opportunity", 'stage.code == "contact"'))
    load.fact("without an account", 1425, load.count("opportunity", "account is empty"))
    load.fact("and marked as having a gap", 1425, load.count("opportunity", "tags is not empty"))
    load.fact("without an engage date", 500, load.count("opportunity", "engaged_on is empty"))
    load.fact("win rate of closed, %", "63.15", load.metric("win_rate", **period))
    load.fact("won value, list", "10005534.00",
              load.measure("opportunity", "sum", "amount", 'state == "won"'))
    load.fact("won value, metric", "10005534.00", load.metric("won", **period))
    load.fact("median days engage to close of won deals", "57", whole(load.metric(
        "sales_cycle", **period)))
    on = {"as_of": "2017-06-30", "object": "opportunity", "where": 'state == "open"',
          "measures": [{"fn": "count", "name": "it"}]}
    rows = list(csv.DictReader(open(load.path(folder + "sales_pipeline.csv"), newline="")))
    stated = sum(1 for r in rows if r["engage_date"] and r["engage_date"] <= "2017-06-30"
                 and not (r["close_date"] and r["close_date"] <= "2017-06-30"))
    load.fact("engaging as of 2017-06-30, from history", stated,
              load.admin.must(200, load.admin.post("/query", on))["rows"][0]["it"])


def whole(text):
    return text[:-2] if text and text.endswith(".0") else text


def ibm(load):
    file_name = "opportunities-ibm/win_loss_dev.csv.gz"
    with gzip.open(load.path(file_name), "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    won = [r for r in rows if r["Opportunity Result"] == "Won"]
    done = load.load("opportunity", file_name, "ibm-opportunities")
    load.fact("rows", 62487, done["rows"])
    load.fact("opportunities", 62487, load.count("opportunity"))
    load.fact("won (counted in the file)", len(won), load.count("opportunity", 'state == "won"'))
    load.fact("closed", len(rows), load.count("opportunity", 'state in ["won","lost"]'))
    load.fact("won amount (summed in the file)",
              "%d.00" % sum(int(r["Opportunity Amount USD"]) for r in won),
              load.measure("opportunity", "sum", "amount", 'state == "won"'))
    load.fact("win rate, % (README: 22.6 of the whole file)",
              "%.2f" % (100 * len(won) / len(rows)),
              load.metric("win_rate", **{"from": "2026-01-01", "to": "2026-12-31"}))


def superstore(load):
    folder = "orders-superstore-cn/"
    refused = load.upload("order", "workbook.xls", load.bytes_of(folder + "workbook.xls.gz"), {})
    load.tally.check("superstore: .xls is refused with what to do", refused.status == 422 and
                     "xlsx" in refused.text(), refused)
    load.load("account", folder + "orders.gb18030.csv.gz", "superstore-accounts")
    load.load("order", folder + "orders.gb18030.csv.gz", "superstore-orders")
    period = {"from": "2014-01-01", "to": "2017-12-31"}
    load.fact("encoding found", "GB18030",
              str(load.results["superstore-orders"]["encoding"]).upper())
    load.fact("order lines", 10000, load.count("order"))
    load.fact("order ids", 2773, load.measure("order", "distinct", "name"))
    load.fact("customer ids", 790, load.count("account"))
    load.fact("customer names", 771, load.measure("account", "distinct", "name"))
    print("  sales are stated as 16,117,548.24 unrounded; rounded to fen per line they are .34")
    load.fact("sales, list, rounded per line", "16117548.34",
              load.measure("order", "sum", "amount"))
    load.fact("sales, metric", "16117548.34", load.metric("ordered", **period))
    data = load.bytes_of(folder + "orders.gb18030.csv.gz").decode("gb18030").encode("utf-8-sig")
    twin = Loader(load.tally, "superstore-utf8", load.data, load.keep)
    try:
        twin.load("account", "orders.csv", "superstore-accounts", data)
        twin.load("order", "orders.csv", "superstore-orders", data)
        twin.fact("the same file in UTF-8 with BOM: sales", "16117548.34",
                  twin.measure("order", "sum", "amount"))
    finally:
        twin.close()


def salesforce(load):
    folder = "salesforce-dataloader/"
    done = load.load("account", folder + "accountData.csv", "salesforce-accounts")
    load.fact("accounts in the file", 423, done["rows"])
    load.fact("accounts", 423, load.count("account"))
    opportunities = load.load("opportunity", folder + "opportunityData.csv",
                              "salesforce-opportunities")
    load.fact("opportunities in the file", 38, opportunities["rows"])
    load.fact("opportunities", 38, load.count("opportunity"))
    with open(load.path(folder + "opportunityData.csv"), encoding="latin-1", newline="") as file:
        rows = list(csv.DictReader(file))
    won = [r for r in rows if r["ISWON"] == "true"]
    load.fact("won", len(won), load.count("opportunity", 'state == "won"'))
    load.fact("won amount", "%.2f" % sum(float(r["AMOUNT"] or 0) for r in won),
              load.measure("opportunity", "sum", "amount", 'state == "won"'))


def northwind(load):
    for name, object_name in (("customers", "account"), ("suppliers", "account"),
                              ("orders", "order")):
        file_name = "northwind-csv/%s.csv" % name
        with open(load.path(file_name), encoding="utf-8", newline="") as file:
            reader = csv.reader(file)
            width = len(next(reader))
            bad, good, line = [], 0, reader.line_num + 1
            for row in reader:
                if len(row) != width:
                    bad.append(line)
                else:
                    good += 1
                line = reader.line_num + 1
        done = load.load(object_name, file_name, "northwind-" + name)
        reported = sorted({i["row"] for i in done["issues"] if not i.get("column")})
        load.fact("%s: rows" % name, good + len(bad), done["rows"])
        load.fact("%s: line numbers of misshapen rows" % name, bad[:12], reported[:12])
        errors = load.admin.call("GET", "/imports/%s/errors.csv" % done["id"])
        load.tally.check("northwind: the error file of %s has the bad rows" % name,
                         errors.status == 200 and len(errors.text().splitlines()) >= len(bad) + 1,
                         errors)
        if name != "orders":
            load.fact("%s: good rows came in" % name, good, done["created"])
    shifted = load.count("account", 'phone is not empty and phone contains "Germany"')
    load.fact("no column was shifted", 0, shifted)


SETS = {"maven": maven, "ibm": ibm, "superstore": superstore, "salesforce": salesforce,
        "northwind": northwind}


def run(tally, data, only, keep):
    for name, one in SETS.items():
        if only and name not in only:
            continue
        print("%s%50s %16s %16s" % (name, "", "stated", "answered"))
        load = Loader(tally, name, data, keep)
        try:
            one(load)
        except Exception:
            tally.check("%s: ended early" % name, False, traceback.format_exc())
        finally:
            load.close()
