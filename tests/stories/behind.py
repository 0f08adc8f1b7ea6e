"""Behind every figure: the records that its card opens are those that were counted. What they add
up to is the figure, for every metric of the dictionary, by period and by person."""
from decimal import Decimal

# What a ratio's records add up to stands below its line, or above it.
ABOVE = {"overdue_share": "numerator", "pipeline_coverage": "numerator",
         "attainment": "numerator", "attainment_collected": "numerator",
         "pace": "numerator", "pace_collected": "numerator"}
# One customer, case or deal is one record here, and counts by stage or by what it lasted there.
COUNTED_ELSE = {"stage_conversion"}


def lists(answer):
    first = answer["records"]
    return [first] + first["more"]


def added_up(client, one):
    measure = {"fn": "sum", "field": one["sum"]} if one["sum"] else {"fn": "count"}
    body = {"object": one["object"], "measures": [dict(measure, name="it")]}
    body.update({key: one[key] for key in ("where", "as_of") if one[key]})
    rows = client.must(200, client.post("/query", body))["rows"]
    return Decimal(str(rows[0]["it"] or 0)) if rows else Decimal(0)


def figure_of(answer, unit):
    """The number that records of this kind add up to; None where there is none."""
    if answer["name"] in COUNTED_ELSE:
        return None
    if unit in ("money", "count"):
        return Decimal(answer["value"] or 0)
    if unit == "percent":
        return Decimal(answer.get(ABOVE.get(answer["name"], "denominator")) or 0)
    parts = [p["count"] for p in answer.get("parts", [])]
    return Decimal(parts[0]) if parts else None


def questions(client):
    """Of the company, a person, a department; of a past, a running, a long period."""
    people = client.must(200, client.get("/records/user", limit="50", where='status == "active"'))
    depts = client.must(200, client.get("/records/department", limit="50"))
    quarter = {"from": "2026-07-01", "to": "2026-09-30"}
    return {
        "month": {},
        "quarter": quarter,
        "year": {"from": "2026-01-01", "to": "2026-12-31"},
        "person": dict(quarter, owner=people["records"][8]["id"]),
        "department": dict(quarter, dept=depts["records"][1]["id"]),
    }


def check(tally, client, asked):
    """Every metric under each question, {name: parameters}."""
    dictionary = client.must(200, client.get("/metrics"))["metrics"]
    for metric in dictionary:
        for name, question in asked.items():
            answer = client.must(200, client.get("/metrics/" + metric["name"], **question))
            check_one(tally, client, answer, metric["unit"],
                      "%s of a %s" % (metric["name"], name))


def check_one(tally, client, answer, unit, place):
    sums, is_exact = Decimal(0), True
    for one in lists(answer):
        query = {key: one[key] for key in ("where", "as_of") if one[key]}
        listed = client.must(200, client.get("/records/" + one["object"], count="exact",
                                             limit="1", **query))
        tally.equal(place + ": the list is as long as the card says",
                    listed["count"], one["count"])
        is_exact = is_exact and one["exact"]
        sums += added_up(client, one) if one["exact"] else 0
    if answer["name"] in COUNTED_ELSE:
        return
    tally.check(place + ": the records are exactly those counted", is_exact)
    figure = figure_of(answer, unit)
    if is_exact and figure is not None:
        tally.equal("%s: sum over the records where %s"
                    % (place, [one["where"][:200] for one in lists(answer)]), sums, figure)
