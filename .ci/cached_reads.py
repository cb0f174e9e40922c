#!/usr/bin/env python3
"""Repeats every GET of the conformance cases on the CACHED lane and compares it with the DIRECT lane.

usage: cached_reads.py BASE_URL CASES

Each is asked three times: past the cache, then twice through it. All three must be the same to the byte, in
status, headers and body. The second answer through the cache must be a hit, unless the gateway says why it is
not kept. Ends with the numbers of each kind, and status 1 if anything is not as it must be.
"""
import collections
import http.client
import json
import re
import sys
import urllib.parse

base = urllib.parse.urlsplit(sys.argv[1])
# what differs from one answer to the next by its nature
OF_THE_MOMENT = {"date", "age", "cache-status", "x-request-id", "server-timing", "cache-control", "traceparent"}
connection = http.client.HTTPConnection(base.hostname, base.port, timeout=30)


def ask(case, extra):
    headers = {}
    for name, value in case["headers"]:
        if name.lower() != "cache-control":
            headers[name] = headers[name] + ", " + value if name in headers else value
    headers = {name: value.encode().decode("latin-1") for name, value in {**headers, **extra}.items()}
    path = urllib.parse.quote(case["path"], safe="/?&=%:@!$'()*+,;-._~[]#")
    connection.request("GET", base.path + path, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    kept = sorted((k.lower(), v) for k, v in answer.getheaders() if k.lower() not in OF_THE_MOMENT)
    return (answer.status, kept, body), answer.getheader("Cache-Status") or "none"


def without_tag(answer):
    """Only what may be kept has an ETag."""
    status, headers, body = answer
    return status, [header for header in headers if header[0] != "etag"], body


kinds = collections.Counter()
wrong = 0
for line in open(sys.argv[2]):
    case = json.loads(line)
    if case["method"] != "GET" or case["config"] != "baseCfg":
        continue
    direct, _ = ask(case, {"Cache-Control": "no-cache"})
    first, _ = ask(case, {})
    second, status = ask(case, {})
    if not without_tag(direct) == without_tag(first) or first != second:
        wrong += 1
        print("not the same:", case["file"], case["line"], case["path"])
        for answer in (direct, first, second):
            other = [header for header in answer[1] if header not in direct[1]]
            print("   ", answer[0], other, answer[2][:200])
    if "hit" in status:
        kinds["from the cache"] += 1
    elif second[0] >= 400 or "PGRST" in str(second[2][:40]):
        kinds["errors, which are not kept"] += 1
    else:
        reason = re.search(r"detail=\"?([^;\"]+)", status)
        if reason is None:
            wrong += 1
            print("not kept, without a word:", case["path"], status)
        if "-v" in sys.argv:
            print(status, case["path"], case["headers"])
        kinds["not kept: " + (reason.group(1) if reason else status)] += 1
for kind, count in kinds.most_common():
    print(f"{count:5} {kind}")
print(f"{sum(kinds.values())} reads, {wrong} not as they must be")
sys.exit(1 if wrong else 0)
