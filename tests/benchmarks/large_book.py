"""How ledgerkit compares with Beancount's own load of a large book.

Run as ``make bench``; ``python -m tests.benchmarks.large_book 4000`` is a short
form. Each figure is a ratio of runs taken in turn, in fresh processes, so that a
slow minute of the machine slows both.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.benchmarks.trading_company import Company

#: Runs in a process of its own: seconds of processor time, and peak memory.
LOAD = """
import json, resource, sys, time
from beancount import loader
start = time.process_time()
entries, errors, options = loader.load_file(sys.argv[1])
seconds = time.process_time() - start
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"seconds": seconds, "peak": peak, "errors": len(errors)}))
"""

REPORT = """
import json, sys, time
from datetime import date
import ledgerkit
books = ledgerkit.load(sys.argv[1])
found = {}
for side in ledgerkit.Side:
    start = time.perf_counter()
    table = books.aging(as_of=date(2025, 12, 31), side=side)
    found[f"ageing of {side.value}s"] = time.perf_counter() - start
start = time.perf_counter()
table = books.forecast(as_of=date(2025, 12, 31))
found["cash forecast"] = time.perf_counter() - start
print(json.dumps(found))
"""

#: Each statement for the first time, and once more.
STATEMENTS = """
import json, sys, time
from datetime import date
import ledgerkit
books = ledgerkit.load(sys.argv[1])
found = {}
for again in ("", ", once more"):
    for name in ("income_statement", "balance_sheet", "cash_flow"):
        start = time.process_time()
        getattr(books, name)(as_of=date(2025, 12, 31))
        found[name.replace("_", " ") + again] = time.process_time() - start
print(json.dumps(found))
"""

#: Every measure of every client; the seconds include the first look at the sales.
CLIENTS = """
import json, sys, time
from datetime import date
import ledgerkit
books = ledgerkit.load(sys.argv[1])
day = date(2025, 12, 31)
reports = {
    "all measures of all clients": [
        "client_measures", "rfm", "retention", "cohorts", "concentration", "whitespace"
    ],
    "health of all clients, after that": ["health"],
    "who is at risk, after that": ["at_risk"],
    "list of clients, after that": ["client_list"],
    "agenda, after that": ["agenda"],
}
found = {}
for label, names in reports.items():
    start = time.perf_counter()
    for name in names:
        getattr(books, name)(as_of=day)
    found[label] = time.perf_counter() - start
print(json.dumps(found))
"""


def measure(code, path):
    """Run a piece of code on a ledger in a fresh process."""
    environment = {**os.environ, "BEANCOUNT_DISABLE_LOAD_CACHE": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        env=environment,
        capture_output=True,
        check=True,
        text=True,
    )
    return json.loads(done.stdout)


def main(invoices=40_000, pairs=5):
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as folder:
        names = ("plain.beancount", "with.beancount", "clients.beancount")
        plain, annotated, many = (Path(folder, name) for name in names)
        company = Company(invoices)
        company.write(plain)
        Company(invoices).write(annotated, plugin="ledgerkit.plugins.all")
        clients = invoices // 20
        Company(invoices, clients=clients).write(many)
        print(f"{len(company.transactions):,} transactions, {pairs} pairs of runs")
        runs = [(measure(LOAD, plain), measure(LOAD, annotated)) for _ in range(pairs)]
        for key, label in (("seconds", "time"), ("peak", "peak memory")):
            ratios = [ours[key] / own[key] for own, ours in runs]
            print(
                f"load with all plugins / without, {label}:"
                f" median {statistics.median(ratios):.2f}"
                f" ({min(ratios):.2f}-{max(ratios):.2f})"
            )
        load = statistics.median(own["seconds"] for own, _ours in runs)
        for code, path in ((STATEMENTS, plain), (REPORT, plain), (CLIENTS, many)):
            if code is CLIENTS:
                print(f"with {clients:,} clients:")
            for report, seconds in measure(code, path).items():
                print(
                    f"{report} on loaded books: {seconds:.2f} s,"
                    f" {seconds / load:.1%} of Beancount's load"
                )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
