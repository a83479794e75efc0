"""A small book, and every command that writes to it, with arguments that succeed."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

import click

from ledgerkit.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BOOK = """\
plugin "ledgerkit.plugins.all"
option "operating_currency" "EUR"
1970-01-01 custom "ledgerkit" "payment-tolerance" 5.00 EUR
include "log.beancount"
1970-01-01 open Assets:Bank EUR
  role: "bank"
  iban: "DE75512108001245126199"
  holder: "Me S.r.l."
1970-01-01 open Assets:Cash EUR
  role: "cash"
1970-01-01 open Assets:Receivable
1970-01-01 open Assets:Receivable-Revaluation
  role: "fx-valuation"
1970-01-01 open Assets:Advances
  role: "vendor-advance"
1970-01-01 open Liabilities:Payable
1970-01-01 open Liabilities:Advances
  role: "client-advance"
1970-01-01 open Liabilities:Deferred-Revenue
  role: "deferred-revenue"
1970-01-01 open Income:Sales
1970-01-01 open Income:Unrealised
  role: "unrealised-gain"
1970-01-01 open Income:Exchange
  role: "exchange-gain"
1970-01-01 open Expenses:Paper
1970-01-01 open Expenses:Bad-Debt
  role: "bad-debt"
1970-01-01 open Expenses:Insurance
1970-01-01 open Assets:Prepaid
1970-01-01 open Expenses:Rounding
  role: "rounding"
1970-01-01 open Expenses:Unknown
  role: "suspense"
1970-01-01 custom "company" "Me S.r.l."
  country: "DE"
  email: "me@ours.example"
  creditor-id: "DE98ZZZ09999999999"
1970-01-01 custom "client" "acme" "Acme"
  payment-terms: "net 30"
  country: "DE"
  email: "office@acme.example"
1970-01-01 custom "client" "beta" "Beta"
1970-01-01 custom "client" "dora" "Dora"
  reminders: "pause"
1970-01-01 custom "mandate" "M-1" "acme"
  iban: "DE89370400440532013000"
1970-01-01 custom "vendor" "hock" "Hock"
  iban: "DE89370400440532013000"
  email: "office@hock.example"
  expense-account: Expenses:Paper
1970-01-02 custom "order" "PO-1" "hock"
1970-01-02 custom "order-line" "PO-1" "paper"
  quantity: 9
  unit-price: 1.00 EUR
1970-01-01 custom "reminder-level" 1
  days: 3
2026-01-01 custom "recurring" "care" "monthly"
  client: "beta"
  amount: 5.00 EUR
  account: Income:Sales
2026-01-01 custom "quote" "Q-2026-001" "Offer"
  client: "acme"
2026-01-01 custom "quote-line" "Q-2026-001" "work"
  account: "Income:Sales"
  amount: 50.00 EUR
2026-01-01 custom "quote" "Q-2026-002" "Accepted"
  client: "acme"
2026-01-01 custom "quote-line" "Q-2026-002" "work"
  account: "Income:Sales"
  amount: 50.00 EUR
2026-01-02 custom "quote" "Q-2026-002"
  status: "accepted"
2026-01-01 custom "schedule" "cover" "prepaid"
  amount: 365.00 EUR
  account: Assets:Prepaid
  expense-account: Expenses:Insurance
  until: 2026-12-31
2026-01-02 price USD 0.90 EUR
2026-01-31 price USD 0.95 EUR
2026-01-02 * "Dora" "abroad" ^INV-2026-003
  client: "dora"
  Assets:Receivable   10.00 USD @ 0.90 EUR
  Income:Sales        -9.00 EUR
2026-01-03 * "Dora" "abroad" ^USD-1
  client: "dora"
  Assets:Receivable    5.00 USD @ 0.90 EUR
  Income:Sales        -4.50 EUR
2026-01-20 ! "Dora" "paid in kind" ^USD-1
  client: "dora"
  Assets:Receivable   -5.00 USD @ 0.95 EUR
  Expenses:Paper       4.75 EUR
2025-11-01 * "Acme" "old" ^INV-2025-001
  due: 2025-12-01
  Assets:Receivable   100.00 EUR
  Income:Sales
2026-01-05 * "Acme" "new" ^INV-2026-001
  Assets:Receivable   20.00 EUR
  Income:Sales
2026-01-06 * "Acme" "a cent less" ^INV-2026-001
  Assets:Bank   19.99 EUR
  Assets:Receivable
2026-01-05 * "Hock" "bill" ^B-1
  due: 2026-02-01
  Liabilities:Payable   -30.00 EUR
  Expenses:Paper
2026-01-05 * "Acme" "a year of care" ^INV-2026-002
  period-from: 2026-01-01
  period-to: 2026-12-31
  Assets:Receivable   12.00 EUR
  Liabilities:Deferred-Revenue  -12.00 EUR
    recognise: Income:Sales
    description: "Care"
"""
LOG = """\
2026-01-02 custom "manager" "gv" "Giulia Verdi"
  hourly-rate: 90.00 EUR
2026-01-02 custom "project" "pr" "Project"
  client: "acme"
2026-01-02 custom "time" "h-1" "gv" "pr" 1 "Design"
  billable: FALSE
2026-01-02 custom "contact" "ab" "Anna Bianchi"
  client: "acme"
2026-01-02 custom "activity" "acme" "call" "Asked for a quote"
  contact: "ab"
  manager: "gv"
2026-01-02 custom "plan" "pl" "Plan"
  client: "acme"
2026-01-02 custom "milestone" "mi" "Milestone"
  plan: "pl"
2026-01-02 custom "task" "ta" "Task"
  client: "acme"
2026-01-02 custom "case" "ca" "Case"
  client: "acme"
2026-01-02 custom "opportunity" "op" "Opportunity"
  client: "acme"
2026-01-02 custom "playbook" "py" "Playbook"
  starts: "won"
  tasks: "Call: P2D"
2026-01-02 custom "contract" "co" "Contract"
  client: "acme"
  amount: 10.00 EUR
  period: "monthly"
2026-01-02 custom "scenario" "bad" "unpaid" "acme"
"""
STATEMENT = """\
Date,Description,Amount,Balance
2026-02-03,Acme INV-2025-001,100.00,119.99
2026-02-04,Somebody,-5.00,114.99
"""
BILL = "ubl.xml"
POST = """\
From MAILER-DAEMON Tue Feb  3 10:00:00 2026
From: office@acme.example
Date: Tue, 03 Feb 2026 10:00:00 +0100
Subject: A question
Message-ID: <1@acme.example>

How much is it?
"""
CARD = """\
BEGIN:VCARD
VERSION:3.0
FN:Carla Conti
ORG:Cedar
EMAIL:carla@cedar.example
END:VCARD
"""
TABLE = """\
number,date,party,account,amount,currency,due
X-1,2026-01-20,Acme,Income:Sales,50.00,EUR,2026-02-20
"""
WAGES = """\
Name,Gross,Net
Anna,9.00,9.00
"""
TIMER = """\
User,Client,Description,Start date,Start time,Duration
Giulia Verdi,Acme,Design,2026-01-05,09:00:00,01:30:00
"""

RATES = """\
Date,USD,JPY,
2026-02-05,1.05,160.00,
2026-02-06,1.06,161.00,
"""
ON = "--on 2026-02-10"
DATE = "--date 2026-02-10"

CLOSE = "2025 BOOKS --by gv --date 2026-02-10"

#: What follows the command's name; ``BOOKS`` is where the main file is named.
COMMANDS = {
    "bank import": "statement.csv --account Assets:Bank -f BOOKS",
    "bill approve": f"B-1 -f BOOKS --by gv {DATE}",
    "bill import": f"{BILL} -f BOOKS",
    "bill new": f"-f BOOKS --vendor hock --number B-2 {DATE}"
    " --line 'Expenses:Paper; Paper; 9'",
    "bill pay": f"B-1 -f BOOKS {DATE}",
    "pay": f"B-1 -f BOOKS {DATE}",
    "case edit": f"ca --priority 1 -f BOOKS {ON}",
    "case new": f"Late -f BOOKS --client acme {ON}",
    "case resolve": f"ca Settled -f BOOKS {ON}",
    "cash count": f"Assets:Cash --amount 0 -f BOOKS {DATE}",
    "claim approve": f"B-1 -f BOOKS --by gv {DATE}",
    "claim new": f"BOOKS --employee hock {DATE} --line 'Expenses:Paper; Paper; 9'"
    " --receipt invoices.csv",
    "client edit": f"acme -f BOOKS --tier key {ON}",
    "client forget": "ab -f BOOKS",
    "client merge": "beta acme -f BOOKS",
    "client new": f"cedar Cedar -f BOOKS {ON}",
    "client statement": "acme -f BOOKS --as-of 2026-02-10 --send",
    "client rename": "acme acme-new -f BOOKS",
    "close": CLOSE,
    "contact edit": f"ab -f BOOKS --title Boss {ON}",
    "contact left": f"ab -f BOOKS {ON}",
    "contact new": f"Carla -f BOOKS --client acme {ON}",
    "contract edit": f"co -f BOOKS --notice P30D {ON}",
    "contract new": f"Care -f BOOKS --client acme --amount 9 {ON}",
    "invoice credit": f"INV-2025-001 BOOKS {DATE} --amount 10",
    "client deposit": f"-f BOOKS --client acme --amount 9 {DATE}",
    "differences": "-f BOOKS --account Expenses:Rounding --as-of 2026-03-31",
    "import clients": "card.vcf -f BOOKS",
    "direct-debit": "BOOKS --collect-to Assets:Bank --until 2026-03-01 --as-of"
    " 2026-02-10 --write bank",
    "exchange-results": "BOOKS",
    "import documents": "invoices.csv --into BOOKS --kind invoice",
    "import payroll": f"wages.csv -f BOOKS {DATE} --book Gross=Expenses:Paper"
    " --book Net=-Assets:Bank",
    "invoice new": f"-f BOOKS --client acme {DATE} --line 'Income:Sales; Work; 9'",
    "invoice void": f"INV-2026-004 BOOKS --reason misprint {DATE}",
    "log activity": f"acme call Hello -f BOOKS {ON}",
    "log time": f"acme 1.5 Design -f BOOKS {ON}",
    "mail import": "post.mbox -f BOOKS",
    "manager edit": f"gv -f BOOKS --team north {ON}",
    "manager new": f"ro Robin -f BOOKS {ON}",
    "milestone done": f"mi -f BOOKS {ON}",
    "milestone edit": f"mi -f BOOKS --benefits us {ON}",
    "milestone new": f"More -f BOOKS --plan pl {ON}",
    "opportunity edit": f"op -f BOOKS --competitor Dora {ON}",
    "opportunity move": f"op won -f BOOKS {ON}",
    "opportunity new": f"More -f BOOKS --client acme --amount 9 {ON}",
    "payment-run": "BOOKS --from Assets:Bank --until 2026-03-01 --as-of 2026-02-10"
    " --write bank",
    "plan edit": f"pl -f BOOKS --our-goal More {ON}",
    "plan new": f"Next -f BOOKS --client acme {ON}",
    "playbook edit": f"py -f BOOKS --starts lost {ON}",
    "playbook new": f"More -f BOOKS --starts won --tasks 'Call: P2D' {ON}",
    "prices import": "rates.csv -f BOOKS",
    "vendor prepayment": f"-f BOOKS --vendor hock --amount 9 {DATE}",
    "project edit": f"pr -f BOOKS --manager gv {ON}",
    "project new": f"site Site -f BOOKS --client acme {ON}",
    "quote accept": f"Q-2026-001 -f BOOKS {DATE}",
    "quote decline": f"Q-2026-001 -f BOOKS --reason dear {DATE}",
    "quote invoice": f"Q-2026-002 -f BOOKS --share 50% {DATE}",
    "quote new": f"-f BOOKS --client acme {DATE} --line 'Income:Sales; Work; 9'",
    "quote recur": f"Q-2026-002 -f BOOKS --every monthly {DATE}",
    "quote send": f"Q-2026-001 -f BOOKS {DATE}",
    "receipt": f"BOOKS --amount 100 {DATE} --invoice INV-2025-001",
    "schedules": "BOOKS --until 2026-01-31 --write",
    "order new": f"BOOKS --vendor hock --line 'Expenses:Paper; Paper; 9' {DATE}",
    "order receive": f"PO-1 BOOKS --quantity 2 {DATE}",
    "recognise": "BOOKS --until 2026-12-31",
    "recurring write": "BOOKS --until 2026-01-31",
    "reopen": "2025 BOOKS --reason mistake --by gv --date 2026-02-10",
    "remittance": f"PR-2026-02-10-1 -f BOOKS --send {DATE}",
    "revalue": "2026-01-31 BOOKS",
    "reminders": "BOOKS --as-of 2026-02-10 --write letters",
    "send": f"INV-2026-002 Q-2026-001 -f BOOKS --as html {DATE}",
    "survey new": f"acme nps 9 -f BOOKS {ON}",
    "target new": f"client acme revenue yearly 5 EUR -f BOOKS {ON}",
    "task done": f"ta -f BOOKS {ON}",
    "task edit": f"ta -f BOOKS --priority 1 {ON}",
    "task new": f"Call -f BOOKS --client acme {ON}",
    "tax codes": "de BOOKS",
    "tax return": f"2026-01 BOOKS --file {DATE}",
    "time import": "timer.csv -f BOOKS",
    "time new": f"acme 1.5 Design -f BOOKS {ON}",
    "time write-off": f"h-1 -f BOOKS --reason Late {ON}",
    "vendor edit": f"hock -f BOOKS --tier key {ON}",
    "vendor new": f"mill Mill -f BOOKS {ON}",
    "bill credit": f"B-1 -f BOOKS --number C-1 {DATE} --amount 5",
    "invoice write-off": f"INV-2025-001 -f BOOKS {DATE}",
}


#: Commands that need another one first.
AFTER = {"reopen": "close", "remittance": "payment-run"}


def write_books(folder: Path, bill: bytes) -> None:
    """The book and what the commands read, in a folder."""
    (folder / "books").mkdir(parents=True)
    for name, text in {
        "books/main.beancount": BOOK,
        "books/log.beancount": LOG,
        "statement.csv": STATEMENT,
        "card.vcf": CARD,
        "post.mbox": POST,
        "invoices.csv": TABLE,
        "rates.csv": RATES,
        "timer.csv": TIMER,
        "wages.csv": WAGES,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / BILL).write_bytes(bill)


def arguments(command: str) -> list[str]:
    """The command line, for somebody who stands in the folder."""
    rest = COMMANDS[command].replace("BOOKS", "books/main.beancount")
    return [*command.split(), *shlex.split(rest), "--yes"]


def writing_commands() -> Iterator[str]:
    """The commands of the tree that ask before they write."""

    def walk(command: click.Command, *path: str) -> Iterator[str]:
        context = click.Context(command)
        if isinstance(command, click.Group):
            for name in command.list_commands(context):
                inner = command.get_command(context, name)
                assert inner is not None
                yield from walk(inner, *path, name)
        if "yes" in {parameter.name for parameter in command.params}:
            yield " ".join(path)

    yield from walk(main)
