#!/usr/bin/env python3
"""The proofs of .ci/rest-proofs, against what it has started. usage: rest_proofs.py PORT REQUESTS PID"""
import base64
import collections
import hashlib
import hmac
import json
import random
import socket
import subprocess
import sys
import threading
import time
import urllib.parse

PORT, REQUESTS, PID = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
PIPELINED = 32
chance = random.Random(20)


def sql(text):
    command = ["psql", "-At", "-v", "ON_ERROR_STOP=1", "-d", "proofs"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout.strip()


def token(tenant):
    def part(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=").decode()

    claims = {"role": "tenant", "tenant": tenant, "exp": int(time.time()) + 7200}
    signed = part(b'{"alg":"HS256"}') + "." + part(json.dumps(claims).encode())
    return signed + "." + part(hmac.digest(b"reallyreallyreallyreallyverysafe", signed.encode(), hashlib.sha256))


TOKENS = {tenant: token(tenant) for tenant in ("left", "right")}


class Client:
    """One connection, many requests in flight on it."""

    def __init__(self):
        self.socket = socket.create_connection(("127.0.0.1", PORT), timeout=60)
        self.read = self.socket.makefile("rb", 1 << 16)

    def ask(self, requests):
        self.socket.sendall(b"".join(requests))
        return [self.answer() for _ in requests]

    def answer(self):
        status = int(self.read.readline().split(b" ", 2)[1])
        headers = {}
        while (line := self.read.readline()) != b"\r\n":
            name, _, value = line.partition(b":")
            headers[name.strip().lower().decode()] = value.strip().decode("latin-1")
        return status, headers, self.read.read(int(headers.get("content-length", 0)))


def request(method, path, tenant, headers=(), body=None):
    content = b"" if body is None else json.dumps(body).encode()
    lines = [f"{method} /rest/v1/{path} HTTP/1.1", "Host: localhost", f"Authorization: Bearer {TOKENS[tenant]}"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body is not None:
        lines += ["Content-Type: application/json", f"Content-Length: {len(content)}"]
    return "\r\n".join(lines).encode("latin-1", "replace") + b"\r\n\r\n" + content


def in_batches(client, requests):
    for at in range(0, len(requests), PIPELINED):
        yield from client.ask(requests[at : at + PIPELINED])


# --- hostile values

PIECES = [
    "'", '"', "''", "\\", "\\'", ";", "--", "/*", "*/", "$1", "$$", "%", "_", "(", ")", ",", ".", ":", "::", "\n", "\t",
    "{", "}", "[", "]", "null", "NULL", "0", "-1", "1e999", "NaN", "'; drop table canary; --", "') or true --",
    "\"; delete from canary; select \"", "$$; update canary set word = 'dead'; $$", "E'\\x27'", "U&\"\\0061\"", "\ufffd",
    "é", "漢", "😀", "\u202e", "\x7f", "eq.", "in.(", "not.", "and(", "->", "->>", "#>>", "!inner", "*", "...", "&", "=",
    "pg_sleep(10)", "chr(39)", "\x00", "\ud800", "a" * 300, " ",
]


def hostile():
    return "".join(chance.choice(PIECES) for _ in range(chance.randint(1, 6)))


def quoted(value):
    return urllib.parse.quote(value.encode("utf-8", "surrogatepass"), safe="")


def header(value):
    return "".join(c for c in value if c.isprintable() and ord(c) < 256)


def positions():
    """A request with a value at each position that a client can fill."""
    get = lambda path: lambda v: request("GET", path.replace("?", "?", 1) % quoted(v), "left")
    yield "filter of a text", get("notes?word=eq.%s&select=id")
    yield "pattern", get("notes?word=ilike.%s&select=id")
    yield "regular expression", get("notes?word=match.%s&select=id&limit=1")
    yield "filter of a number", get("notes?n=gt.%s&select=id&limit=1")
    yield "list", get("notes?word=in.(%s)&select=id")
    yield "filter of an array", get("notes?tags=cs.%s&select=id")
    yield "filter of JSON", get("notes?data=cs.%s&select=id")
    yield "path into JSON", get("notes?select=data->>%s&limit=1")
    yield "whole filter", get("notes?word=%s&select=id")
    yield "logic tree", get("notes?or=(word.eq.%s,id.eq.1)&select=id")
    yield "text search", get("notes?word=plfts.%s&select=id&limit=1")
    yield "column of a filter", get("notes?%s=eq.1&select=id")
    yield "column to select", get("notes?select=%s&limit=1")
    yield "alias", get("notes?select=%s:id&limit=1")
    yield "cast", get("notes?select=id::%s&limit=1")
    yield "column to order by", get("notes?order=%s&limit=1")
    yield "limit", get("notes?limit=%s&select=id")
    yield "offset", get("notes?offset=%s&select=id&limit=1")
    yield "related table", get("notes?select=id,%s(id)&limit=1")
    yield "table", get("%s?limit=1")
    yield "function", get("rpc/%s")
    yield "argument", get("rpc/echo?value=%s")
    yield "name of an argument", get("rpc/echo?%s=1")
    yield "argument in a body", lambda v: request("POST", "rpc/echo", "left", body={"value": v})
    rolled = [("Prefer", "tx=rollback")]
    row = lambda v: {"id": 9999, "word": v}
    yield "value to write", lambda v: request("PATCH", "notes?id=eq.0", "left", rolled, {"word": v})
    yield "column to write", lambda v: request("PATCH", "notes?id=eq.0", "left", rolled, {v: 1})
    yield "columns", lambda v: request("POST", "notes?columns=" + quoted(v), "left", rolled, row("x"))
    yield "on_conflict", lambda v: request("POST", "notes?on_conflict=" + quoted(v), "left",
        [("Prefer", "resolution=merge-duplicates, tx=rollback")], row("x"))
    for name in ("Prefer", "Range", "Accept", "Accept-Profile", "Cache-Control", "If-None-Match", "X-Request-Id"):
        yield name, lambda v, name=name: request("GET", "notes?select=id&limit=1", "left", [(name, header(v))])


SELECTING = {"path into JSON", "column to select", "alias", "cast", "column to order by", "related table"}


def query_ids():
    own = "query not like 'select distinct queryid%' and query not like 'select word from canary%'"
    own += " and query not like '%twinlane.%'"
    return set(sql(f"select distinct queryid from pg_stat_statements where toplevel and {own}").split())


def hostile_values():
    client = Client()
    made = list(positions())
    for _, make in made:
        # what is asked for often and well-formed is known before
        list(in_batches(client, [make(v) for v in ("0", "1", "id", "a", "text", "{}", "{a}", '{"a":1}', "eq.a", "not.eq.a", "in.(a)", "not.in.(a)", "(a)", "*", "", " ", ",", ".", "()")]))
    time.sleep(1)
    list(in_batches(client, [make("id") for _, make in made]))
    before = query_ids()
    statuses = collections.Counter()
    began = time.monotonic()
    for name, make in made:
        values = [hostile() for _ in range(REQUESTS)]
        if name in SELECTING:
            # well-formed lists are other statements by right
            values = [value.replace(",", "").replace("*", "") for value in values]
        answers = collections.Counter(status for status, _, _ in in_batches(client, [make(value) for value in values]))
        statuses.update(answers)
        print(f"  {name}: {dict(sorted(answers.items()))}", flush=True)
        assert not any(status >= 500 for status in answers), f"{name} made the server fail"
    after = query_ids()
    alive = sql("select word from canary")
    assert alive == "alive", alive
    fresh = after - before
    if fresh:
        print(sql(f"select left(query, 300) from pg_stat_statements where queryid in ({','.join(sorted(fresh)[:5])})"))
    print(f"hostile values: {sum(statuses.values())} requests at {len(made)} positions in {time.monotonic() - began:.0f} s, "
          f"{dict(sorted(statuses.items()))}, {len(before)} kinds of statements before, {len(fresh)} new")
    assert not fresh, "hostile values made new kinds of statements"


# --- tenants

def tenant_request(tenant):
    number = chance.randint(1, 200)
    kind = chance.randrange(100)
    if kind == 0:
        return request("PATCH", f"notes?id=eq.{number}", tenant, body={"n": chance.randint(1, 999)})
    if kind == 1:
        return request("POST", "rpc/found", tenant, body={"part": str(number)})
    path = chance.choice([
        f"notes?id=eq.{number}", f"notes?select=id,word,replies(text)&id=eq.{number}", "notes_seen?order=id&limit=3",
        f"notes?id=gt.{number}&order=id&limit=3", f"rpc/found?part={number % 20}", "notes?select=count()", "notes?limit=2",
        f"replies?select=text,notes!inner(word)&notes.id=eq.{number}",
    ])
    return request("GET", path, tenant, [("Prefer", "count=exact")] if kind % 10 == 2 else ())


def tenants(requests):
    strange, hits, bad = [], [0], collections.Counter()

    def run(seed):
        client = Client()
        asked = [chance.choice(["left", "right"]) for _ in range(requests // 4)]
        answers = in_batches(client, [tenant_request(tenant) for tenant in asked])
        for tenant, (status, headers, body) in zip(asked, answers):
            hits[0] += "hit" in headers.get("cache-status", "")
            bad[status] += 1
            other = b"right" if tenant == "left" else b"left"
            if other in body:
                strange.append((tenant, body[:200]))

    threads = [threading.Thread(target=run, args=(seed,)) for seed in range(4)]
    began = time.monotonic()
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    print(f"tenants: {sum(bad.values())} requests in {time.monotonic() - began:.0f} s, {dict(bad)}, {hits[0]} from the cache, "
          f"{len(strange)} with rows of the other tenant")
    assert not strange, strange[:3]
    assert sum(bad.values()) == requests // 4 * 4 and hits[0] > 0
    assert not any(status >= 500 and status != 503 for status in bad), bad


# --- a large schema

def heap():
    """Bytes of live objects, after a collection."""
    lines = subprocess.run(["jcmd", PID, "GC.class_histogram"], capture_output=True, text=True).stdout.splitlines()
    return int(lines[-1].split()[2]) if lines else 0


def large_schema(tables):
    client = Client()
    # what is kept of the proofs before is let go
    sql("notify pgrst")
    time.sleep(2)
    before = heap()
    text = ["begin;"]
    for i in range(tables):
        text.append(f"create table t{i} (id int primary key, a text, b text, c numeric, d timestamptz, e jsonb, f int[], "
                    f"g date, parent int references {'t%d' % (i - 1) if i else 'canary_key'});")
    sql("create table canary_key (id int primary key);" + "\n".join(text) + "commit; grant select on all tables in schema public to tenant;")
    slowest, running = [0.0], [True]

    def others():
        other = Client()
        while running[0]:
            began = time.monotonic()
            other.ask([request("GET", "notes?id=eq.1", "left", [("Cache-Control", "no-cache")])])
            slowest[0] = max(slowest[0], time.monotonic() - began)

    thread = threading.Thread(target=others)
    thread.start()
    sql("notify pgrst")
    time.sleep(0.2)
    began = time.monotonic()
    last = request("GET", f"t{tables - 1}?select=id,t{tables - 2}(id)", "left")
    while client.ask([last])[0][0] != 200:
        time.sleep(0.02)
    loaded = time.monotonic() - began
    time.sleep(1)
    running[0] = False
    thread.join()
    after = heap()
    print(f"{tables} tables: usable {loaded:.2f} s after they were told of, {(after - before) / 1048576:.1f} MiB more on the heap, "
          f"the slowest other request meanwhile {slowest[0] * 1000:.0f} ms")


hostile_values()
tenants(10 * REQUESTS)
large_schema(2000)
