"""What every answer owes, whatever was asked: the shape that GET /api/v1/openapi.json promises,
and problem+json in the reader's language when something is refused."""
import re

CJK = re.compile("[\u4e00-\u9fff]")


def violations(schema, value, root, place="body"):
    """Where a value breaks a JSON schema (the part of it that the API uses)."""
    if "$ref" in schema:
        return violations(resolve(schema["$ref"], root), value, root, place)
    if "anyOf" in schema:
        tried = [violations(one, value, root, place) for one in schema["anyOf"]]
        return [] if any(not t for t in tried) else min(tried, key=len)
    out = []
    wanted = schema.get("type")
    if wanted and not is_type(value, wanted):
        return ["%s is %s, not %s" % (place, type(value).__name__, wanted)]
    if "enum" in schema and value not in schema["enum"]:
        out.append("%s is %r, not one of %s" % (place, value, schema["enum"]))
    if isinstance(value, dict):
        for name in schema.get("required", []):
            if name not in value:
                out.append("%s lacks %s" % (place, name))
        for name, one in schema.get("properties", {}).items():
            if name in value:
                out += violations(one, value[name], root, place + "." + name)
    if isinstance(value, list) and "items" in schema:
        for number, one in enumerate(value):
            out += violations(schema["items"], one, root, "%s[%d]" % (place, number))
    return out


def is_type(value, wanted):
    if isinstance(wanted, list):
        return any(is_type(value, one) for one in wanted)
    if wanted == "integer":
        return isinstance(value, int) and not isinstance(value, bool)
    if wanted == "number":
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool, "null": type(None)}
    return isinstance(value, kinds[wanted])


def resolve(reference, root):
    for part in reference.lstrip("#/").split("/"):
        root = root[part]
    return root


class Contract:
    """The document of the API, and what an answer breaks of it."""

    def __init__(self, openapi):
        self.document = openapi
        self.routes = []
        for template, methods in openapi["paths"].items():
            pattern = re.compile("^" + re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)) + "$")
            for method, operation in methods.items():
                if method.upper() in ("GET", "POST", "PATCH", "DELETE", "PUT"):
                    weight = template.count("{")
                    self.routes.append((weight, method.upper(), pattern, template, operation))
        self.routes.sort(key=lambda route: route[0])
        self.seen = {}      # (method, template) -> statuses that came

    def route(self, method, path):
        path = path.split("?")[0]
        for _, its_method, pattern, template, operation in self.routes:
            if its_method == method and pattern.match(path):
                return template, operation
        return None, None

    def breaches(self, method, path, answer, language):
        out = []
        if answer.status >= 400:
            out += problem_breaches(answer, language)
        template, operation = self.route(method, path)
        if not template:
            return out
        self.seen.setdefault((method, template), set()).add(answer.status)
        promised = operation["responses"].get(str(answer.status))
        if promised is None:
            return out + ["%s %s does not promise the status %d" % (method, template,
                                                                  answer.status)]
        kinds = promised.get("content", {})
        kind = answer.header("Content-Type").split(";")[0]
        if kinds and kind not in kinds:
            out.append("came as %r, promised %s" % (kind, list(kinds)))
        elif not kinds and answer.body and answer.status < 400:
            out.append("has a body where none is promised")
        elif kind == "application/json" and "schema" in kinds.get(kind, {}):
            out += violations(kinds[kind]["schema"], answer.json, self.document)[:5]
        return out


def problem_breaches(answer, language):
    """problem+json, whole, in the language that was asked for (Chinese when none was)."""
    if not answer.header("Content-Type").startswith("application/problem+json"):
        return ["refused as %r" % answer.header("Content-Type")]
    body = answer.json
    out = []
    for name, kind in (("type", str), ("title", str), ("status", int), ("code", str),
                       ("detail", str), ("trace", str)):
        if not isinstance(body.get(name), kind) or body.get(name) == "":
            out.append("the problem lacks %s" % name)
    if out:
        return out
    if body["status"] != answer.status:
        out.append("status %s inside, %d outside" % (body["status"], answer.status))
    if answer.status >= 500 and answer.status not in (503, 507):
        out.append("an internal error reached the reader")
    texts = [("title", body["title"]), ("detail", body["detail"])]
    for number, issue in enumerate(body.get("issues", [])):
        for name in ("field", "code", "message"):
            if not isinstance(issue.get(name), str):
                out.append("issue %d lacks %s" % (number, name))
        texts.append(("issue %d" % number, issue.get("message", "")))
    for place, text in texts:
        if re.search(r"\{[a-z_]+\}", text):
            out.append("%s has an unfilled place: %s" % (place, text))
        if re.match(r"^[a-z_]+(\.[a-z_]+)+$", text):
            out.append("%s is a bare key: %s" % (place, text))
    english = language.startswith("en")
    if bool(CJK.search(body["title"])) == english:
        out.append("the title is in the wrong language: %s" % body["title"])
    for place, text in texts:
        if not english and text and not CJK.search(text):
            out.append("%s is not Chinese: %s" % (place, text))
        if english and not re.search("[A-Za-z]", text):
            out.append("%s is not English: %s" % (place, text))
    return out
