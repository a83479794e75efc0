"""Books to close in a test, written as a ledger and closed as the command does."""

from datetime import date

from ledgerkit.api import load
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.general_ledger.close import ClosePeriod, plan_close

ACCOUNTS = """\
plugin "ledgerkit.plugins.periods"
2025-01-01 open Assets:Bank
2025-01-01 open Assets:Stock
2025-01-01 open Assets:Receivable
2025-01-01 open Income:Services
2025-01-01 open Income:Gains
2025-01-01 open Expenses:Rent
2025-01-01 open Equity:Opening-Balances
"""


def close(main, period="2025-Q2", day=date(2025, 7, 5)):
    """Close a period: the directive is added to the ledger, the list written."""
    planned = plan_close(
        load(main), ClosePeriod(period=period, day=day, by="", waivers={})
    )
    path = main.parent / planned.file
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(planned.content)
    text = ledger_text(planned.directives, main.parent)
    main.write_text(f"{main.read_text()}\n{text}")
    return path


def closed(tmp_path, text, **how):
    """A ledger with these directives, closed."""
    main = tmp_path / "main.beancount"
    main.write_text(ACCOUNTS + text)
    close(main, **how)
    return main


def edit(main, old, new):
    """Replace a text that is there once."""
    text = main.read_text()
    assert text.count(old) == 1, text.count(old)
    main.write_text(text.replace(old, new))


def named(main):
    """What is named: file:line, and the sentence; the same by plugin and by check."""
    books = load(main)
    found = [
        (f"{f.place.filename.rpartition('/')[2]}:{f.place.lineno}", f.message)
        for f in books.findings()
        if f.kind.name == "closed-period"
    ]
    by_plugin = [
        error.message
        for error in books.errors
        if getattr(error, "kind", None) and error.kind.name == "closed-period"
    ]
    if "ledgerkit.plugins" in main.read_text():
        assert by_plugin == [message for _place, message in found]
    return found
