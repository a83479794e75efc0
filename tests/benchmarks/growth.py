"""How the time grows with the book, where it once grew with its square.

Run as ``make bench``; ``python -m tests.benchmarks.growth 1000`` is a short form. Each
book is twice the one before: twice the time is linear, four times is a square.
"""

import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path
from time import process_time

from ledgerkit.api import load
from ledgerkit.garbage_collection import garbage_collection_off
from ledgerkit.open_items.side import Side

START = date(2016, 1, 1)
OPENS = """
2015-01-01 open Assets:Receivable
2015-01-01 open Assets:Bank
2015-01-01 open Income:Sales
2015-01-02 custom "client" "acme" "Acme"
"""


def days(count):
    """So many days in order, over eight years."""
    return [START + timedelta(days=number * 3000 // count) for number in range(count)]


def paid_without_a_word(count):
    """The same, and the oldest invoice is settled."""
    yield '1970-01-01 custom "ledgerkit" "apply" "oldest"\n'
    yield from on_account(count)


def on_account(count):
    """Invoices of one client, and payments that name none."""
    for number, day in enumerate(days(count)):
        amount = 100 + number % 7
        yield f'{day} * "Acme" "Sold" ^INV-{number:06}\n'
        yield f"  Assets:Receivable  {amount} EUR\n  Income:Sales\n"
        if number % 5:
            yield f'{day + timedelta(days=20)} * "Acme" "Transfer"\n'
            yield f"  Assets:Bank  {amount} EUR\n  Assets:Receivable\n"


def talks(count):
    """Records with keys, of which each is looked for twice in the text."""
    for number, day in enumerate(days(count)):
        yield f'{day} custom "activity" "acme" "call" "Talk {number}"\n  minutes: 5\n'


def allocate(books):
    """Settle the oldest invoices."""
    books.subledger(Side.RECEIVABLE, date.max)


def find(books):
    """Look for all that a plugin reports."""
    books.findings(advice=False)


def advise(books):
    """Look for all that `ledgerkit check` shows."""
    books.findings()


GROWTHS = {
    "payments that stay on account": (on_account, advise),
    "payments that name nothing": (paid_without_a_word, allocate),
    "records of client relations": (talks, find),
}


def measure(what, count, folder):
    """Seconds of processor time for a book of this size, without loading it."""
    text, work = GROWTHS[what]
    path = Path(folder, "main.beancount")
    path.write_text(OPENS + "".join(text(count)), encoding="utf-8")
    books = load(path)
    with garbage_collection_off():
        start = process_time()
        work(books)
        return process_time() - start


def main(count=10_000):
    """Print the factors for three books."""
    with tempfile.TemporaryDirectory() as folder:
        for what in GROWTHS:
            one, two, four = (measure(what, count * n, folder) for n in (1, 2, 4))
            print(
                f"{what}, {count:,}, {2 * count:,} and {4 * count:,}:"
                f" {one:.2f}, {two:.2f} and {four:.2f} s,"
                f" {two / one:.1f} and {four / two:.1f} times a doubling"
            )


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
