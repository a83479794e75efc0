"""Every setting and key of the language with a value of every type of Beancount."""

from __future__ import annotations

import inspect
from datetime import date
from typing import TYPE_CHECKING

import ledgerkit
from ledgerkit.errors import LedgerkitError as RefusedError
from ledgerkit.language.setting_names import SETTINGS
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import On
from ledgerkit.open_items.side import Side
from ledgerkit.report_methods import Report, ReportMethods

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: A value of each type, as it stands in the text; an empty one is None.
VALUES = (
    '"y"',
    '""',
    "7",
    f"{10**27}",
    "-3",
    "0",
    "0.5",
    "12.50 EUR",
    "-1 USD",
    "0001-01-01",
    "9999-12-31",
    "Assets:Bank",
    "EUR",
    "#tag",
    "TRUE",
    "",
)
#: A usual day, and the ends of the calendar.
DAYS = (date(2026, 3, 1), date.min, date.max)
#: A small book with one directive of each kind; ``{on}`` is where its keys go.
BOOK = """\
plugin "ledgerkit.plugins.all"
option "operating_currency" "EUR"
1970-01-01 open Assets:Bank
{open}
1970-01-01 open Assets:Cash
1970-01-01 open Assets:Receivable
1970-01-01 open Liabilities:Payable
1970-01-01 open Income:Sales
1970-01-01 open Expenses:X
1970-01-01 open Liabilities:Tax
1970-01-01 custom "company" "Me S.r.l."
  country: "IT"
{company}
1970-01-01 custom "client" "acme" "Acme"
{client}
1970-01-01 custom "vendor" "hock" "Hock"
{vendor}
1970-01-01 custom "manager" "gv" "G V"
{manager}
1970-01-01 custom "contact" "ab" "A B"
{contact}
1970-01-01 custom "plan" "pl" "Plan"
{plan}
1970-01-01 custom "milestone" "mi" "Milestone"
{milestone}
1970-01-01 custom "tax-code" "it22" 0.22
{tax-code}
1970-01-01 custom "tax-scheme" "cash"
1970-01-01 custom "pro-rata" "period"
2026-01-01 custom "tax-figure" "it-lipe" "2026" "VP9" 1.00 EUR
1970-01-01 custom "reminder-level" 1
{reminder-level}
2026-01-02 custom "activity" "acme" "call" "x"
{activity}
2026-01-02 custom "task" "ta" "Task"
{task}
2026-01-02 custom "case" "ca" "Case"
{case}
2026-01-02 custom "survey" "acme" "nps" 9
{survey}
2026-01-02 custom "opportunity" "op" "Opportunity"
{opportunity}
2026-01-02 custom "playbook" "py" "Playbook"
{playbook}
2026-01-02 custom "contract" "co" "Contract"
{contract}
2026-01-02 custom "project" "pr" "Project"
{project}
2026-01-03 custom "time" "h-1" "gv" "pr" 1.5 "Design"
{time}
2026-02-03 custom "write-off" "h-1" "Late"
2026-01-02 custom "recurring" "re" "monthly"
{recurring}
2026-01-02 custom "recurring-line" "re" "backup"
{recurring-line}
2026-01-02 custom "quote" "INV-1" "Offer"
{quote}
2026-01-02 custom "quote-line" "INV-1" "work"
{quote-line}
2026-01-03 custom "quote" "INV-1"
  status: "accepted"
2026-01-02 custom "payment-run" "PR-1" 10.00 EUR
{payment-run}
1970-01-01 custom "mandate" "M-1" "acme"
{mandate}
2026-01-02 custom "direct-debit" "DD-1" 10.00 EUR
{direct-debit}
2026-01-31 custom "statement" Assets:Bank "2026-01" 0.00 EUR
{statement}
2026-01-31 custom "cash-count" Assets:Cash 0.00 EUR
{cash-count}
2026-01-02 custom "bank-rule" "rent" Expenses:X
{bank-rule}
2026-04-02 custom "forecast-item" "vat" -20.00 EUR
{forecast-item}
2026-04-03 custom "schedule" "laptop" "asset"
{schedule}
2026-01-02 custom "order" "PO-1" "hock"
{order}
2026-01-02 custom "order-line" "PO-1" "paper"
{order-line}
2026-01-03 custom "goods-received" "PO-1" "paper" 1
2026-01-06 custom "payroll-column" "Gross" Expenses:X
2026-01-06 custom "claim" "B-1" "hock"
{claim}
2026-01-02 custom "mail" "INV-0" "office@acme.example"
{mail}
2026-01-02 custom "mail-delivered" "x" "250 Ok"
2026-01-02 custom "scenario" "slow" "delay" 14
{scenario}
2026-01-10 note Assets:Receivable "x"
{note}
2025-11-01 * "Acme" "old" ^INV-0
  due: 2025-12-01
  Assets:Receivable  122.00 EUR
  Income:Sales  -100.00 EUR
    tax: "it22"
  Liabilities:Tax  -22.00 EUR
    tax: "it22"
2025-11-01 * "Hock" "bill" ^B-0
  Liabilities:Payable  -10.00 EUR
  Expenses:X
2026-01-05 * "Acme" "new" ^INV-1
{transaction}
  Assets:Receivable  10.00 EUR
{posting}
  Income:Sales
{line}
2026-01-06 * "Hock" "bill" ^B-1
{bill}
  Liabilities:Payable  -10.00 EUR
{owed}
  Expenses:X
2026-02-06 * "Acme" "paid" ^INV-1
{paid}
  Assets:Bank  4.00 EUR
{bank}
  Assets:Receivable
{settled}
"""
PLACES = {
    On.TRANSACTION: ("transaction", "bill", "paid"),
    On.POSTING: ("posting", "line", "owed", "bank", "settled"),
}
NEEDS = {
    "contact": '  client: "acme"',
    "plan": '  client: "acme"',
    "milestone": '  plan: "pl"',
    "task": '  client: "acme"',
    "case": '  client: "acme"',
    "opportunity": '  client: "acme"',
    "contract": '  client: "acme"\n  amount: 10 EUR\n  period: "monthly"',
    "playbook": '  starts: "won"\n  tasks: "Call: P2D"',
    "project": '  client: "acme"',
    "time": "  hourly-rate: 9.00 EUR",
    "tax-code": "  account: Liabilities:Tax",
    "reminder-level": "  days: 3",
    "recurring": '  client: "acme"\n  amount: 5.00 EUR\n  account: Income:Sales',
    "recurring-line": "  amount: 5.00 EUR\n  account: Income:Sales",
    "quote": '  client: "acme"',
    "quote-line": "  amount: 5.00 EUR\n  account: Income:Sales",
    "payment-run": "  account: Assets:Bank",
    "direct-debit": "  account: Assets:Bank",
    "bank-rule": '  contains: "rent"',
    "forecast-item": "  account: Assets:Bank",
    "order-line": "  quantity: 2\n  unit-price: 5.00 EUR",
    "schedule": "  cost: 10 EUR\n  account: Assets:Bank\n  expense-account: Expenses:X"
    '\n  life: "3 years"',
}
ARGUMENTS = {
    "side": Side.RECEIVABLE,
    "client": "acme",
    "vendor": "hock",
    "party": "acme",
    "number": "INV-1",
    "account": "Assets:Bank",
    "name": "acme",
    "id": "acme",
    "lines": (),
    "explain": "result",
    "schedule": "laptop",
    "since": date(2026, 1, 1),
    "year": 2026,
    "period": "2026",
    "register": "sales",
    "kind": "contact",
}


def filled(**added: str) -> str:
    """The book with lines added at some places."""
    names = [*(on.value for on in On), *(n for names in PLACES.values() for n in names)]
    parts = {}
    for name in names:
        keys = added.get(name, "")
        needed = [
            line
            for line in NEEDS.get(name, "").splitlines()
            if not keys.strip().startswith(line.split(":")[0].strip() + ":")
        ]
        parts[name] = "\n".join([*needed, keys] if keys else needed)
    text = BOOK
    for name, lines in parts.items():
        text = text.replace("{" + name + "}\n", lines + "\n" if lines else "")
    return text


def books() -> Iterator[tuple[str, str]]:
    """What is said in each book, and its text."""
    for setting in SETTINGS:
        for value in VALUES:
            line = f'1970-01-01 custom "ledgerkit" "{setting.name}" {value}'
            yield line, f"{filled()}{line}\n"
    for key in dict.fromkeys((k.name, on) for k in KEYS for on in k.on):
        name, on = key
        for place in PLACES.get(on, (on.value,)):
            for value in VALUES:
                said = f"{name}: {value}"
                if on is On.DOCUMENT:
                    line = f'2026-01-10 document Assets:Bank "{__file__}"'
                    text = f"{filled()}{line}\n  {said}\n"
                else:
                    text = filled(**{place: f"  {said}"})
                yield f"{place}: {said}", text


_OF_BEANCOUNT = 'Error applying plugin "beancount.ops.'


def answer(text: str, folder: Path) -> Sequence[ledgerkit.Finding]:
    """Load a book and make every report."""
    path = folder / "main.beancount"
    path.write_text(text)
    loaded = ledgerkit.load(path)
    findings = loaded.findings()
    said = "\n".join(finding.message for finding in findings)
    for error in loaded.errors:
        message = str(error.message)
        # Beancount's own plugins fail on a directive without values, which is said.
        if _OF_BEANCOUNT in message and "and Beancount fails on it" in said:
            continue
        if "Traceback" in message or "Error:" in message:
            raise AssertionError(message)
    for day in DAYS:
        for name, report in REPORTS.items():
            make = getattr(loaded, name)
            needed = inspect.signature(report).parameters
            arguments = {
                n: day if n in {"as_of", "day"} else ARGUMENTS[n]
                for n, p in list(needed.items())[1:]
                if p.default is p.empty
            }
            if "as_of" in needed:
                arguments["as_of"] = day
            try:
                make(**arguments)
            except RefusedError:
                continue  # In one sentence.
    return findings


REPORTS = {
    name: report.function
    for kind in ReportMethods.__mro__
    for name, report in vars(kind).items()
    if isinstance(report, Report) and name not in {"payment_run", "payment_plan"}
}
