"""What must be true of a company after any fault, read from its file beside the server."""

MONEY = {  # metric -> (its records' sum, in words)
    "signed": "SELECT coalesce(sum(amount), 0) FROM contract WHERE approval_state = 'approved' "
              "AND stage IN ('signed', 'in_progress', 'completed', 'archived', 'change') "
              "AND deleted_at IS NULL",
    "collected": "SELECT coalesce(sum(amount), 0) FROM receipt WHERE state = 'confirmed' "
                 "AND deleted_at IS NULL",
    "allocated": "SELECT coalesce(sum(amount), 0) FROM allocation WHERE kind = 'receipt' "
                 "AND to_instalment = 1 AND deleted_at IS NULL",
}
COUNTS = {
    "lead_created": "SELECT count(*) FROM lead",
    "lead_converted": "SELECT count(*) FROM lead WHERE state = 'converted'",
    "opportunity_created": "SELECT count(*) FROM opportunity",
}
EMPTY = {  # what no row may show
    "a converted lead without its account, contact or opportunity":
        "SELECT id FROM lead l WHERE state = 'converted' AND ("
        "NOT EXISTS (SELECT 1 FROM account WHERE id = l.converted_account) OR "
        "NOT EXISTS (SELECT 1 FROM contact WHERE id = l.converted_contact) OR "
        "NOT EXISTS (SELECT 1 FROM opportunity WHERE id = l.converted_opportunity))",
    "an opportunity of a lead that is not converted":
        "SELECT o.id FROM opportunity o JOIN lead l ON l.id = o.lead WHERE l.state != 'converted' "
        "OR l.converted_opportunity != o.id",
    "a plan that is not the whole contract":
        "SELECT c.id FROM contract c JOIN instalment i ON i.contract = c.id AND i.void = 0 "
        "GROUP BY c.id HAVING sum(i.amount) != c.amount",
    "allocations of half a receipt":
        "SELECT receipt FROM allocation WHERE to_instalment = 1 GROUP BY receipt "
        "HAVING sum(amount) NOT IN (0, 400000)",
    "more allocated than was received":
        "SELECT r.id FROM receipt r WHERE (SELECT coalesce(sum(amount), 0) FROM allocation a "
        "WHERE a.receipt = r.id AND a.to_instalment = 1) > r.amount",
    "a receipt whose roll-up is not its allocations":
        "SELECT r.id FROM receipt r WHERE r.allocated != (SELECT coalesce(sum(amount), 0) "
        "FROM allocation a WHERE a.receipt = r.id AND a.to_instalment = 1 AND a.kind = 'receipt')",
    "an instalment whose roll-up is not its allocations":
        "SELECT i.id FROM instalment i WHERE i.received != (SELECT coalesce(sum(amount), 0) "
        "FROM allocation a WHERE a.instalment = i.id AND a.kind = 'receipt')",
    "a contract in approval without an open request, or the other way round":
        "SELECT id FROM contract c WHERE (approval_state = 'approving') != EXISTS ("
        "SELECT 1 FROM approval a WHERE a.record = CAST(c.id AS TEXT) AND a.state = 'approving')",
    "a record without the versions before it":
        "SELECT id FROM account t WHERE version - 1 != (SELECT count(*) FROM h_account h "
        "WHERE h.id = t.id)",
    "a lead without the versions before it":
        "SELECT id FROM lead t WHERE version - 1 != (SELECT count(*) FROM h_lead h "
        "WHERE h.id = t.id)",
    "a contract without the versions before it":
        "SELECT id FROM contract t WHERE version - 1 != (SELECT count(*) FROM h_contract h "
        "WHERE h.id = t.id)",
    "a record without an event":
        "SELECT id FROM account t WHERE NOT EXISTS (SELECT 1 FROM event e WHERE e.record = t.id)",
    "a ledger row without its event":
        "SELECT id FROM ledger l WHERE event != 0 AND NOT EXISTS ("
        "SELECT 1 FROM event e WHERE e.seq = l.event)",
    "a batch in part":
        "SELECT substr(name, 1, length(name) - 2) FROM task WHERE name LIKE '批次%' "
        "GROUP BY 1 HAVING count(*) != 10",
}


def hold(server, tally, place):
    """Checks them all; True when nothing is broken."""
    ok = True
    for metric, records in MONEY.items():
        booked = server.sql("SELECT coalesce(sum(amount), 0) FROM ledger WHERE metric = ?",
                            (metric,))[0][0]
        ok &= tally.equal("%s: the ledger's %s is what the records say" % (place, metric), booked,
                          server.sql(records)[0][0])
    for metric, records in COUNTS.items():
        booked = server.sql("SELECT coalesce(sum(count), 0) FROM ledger WHERE metric = ?",
                            (metric,))[0][0]
        ok &= tally.equal("%s: the ledger counts %s as the records do" % (place, metric), booked,
                          server.sql(records)[0][0])
    for name, text in EMPTY.items():
        found = server.sql(text)
        ok &= tally.check("%s: no %s" % (place, name), not found, found[:5])
    return ok


def nothing_lost(server, journal, tally, place):
    """Every acknowledged write is there, at least in the version that was acknowledged."""
    lost, half = [], []
    tables = server.place.tables()
    for key, (method, path, _, status, body) in list(journal.acknowledged.items()):
        parts = path.split("?")[0].split("/")
        if parts[1] == "batch":
            for step in body["results"]:
                if not server.sql("SELECT 1 FROM task WHERE id = ?", (int(step["id"]),)):
                    lost.append((key, step))
            continue
        record = body.get("record") if len(parts) > 4 else body
        if not record or parts[2] not in tables:
            continue
        rows = server.sql('SELECT version FROM "%s" WHERE id = ?' % parts[2],
                          (int(record["id"]),))
        if not rows:
            lost.append((key, path))
        elif rows[0][0] < record["version"]:
            half.append((key, path, rows[0][0], record["version"]))
    tally.check("%s: no acknowledged write is lost" % place, not lost, lost[:5])
    tally.check("%s: no acknowledged version is lost" % place, not half, half[:5])
    return not lost and not half
