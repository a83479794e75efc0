"""Every command by name: where it is, what it does, and under which words it is listed.

Help and completion are made of this table alone and import no command; a test holds
it against what the commands say of themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.cli.reports import REPORT_COMMANDS

if TYPE_CHECKING:
    from collections.abc import Mapping


class Home(NamedTuple):
    """Where a command is, and what it does.

    Attributes:
        module: Below ``ledgerkit.cli``; the command is called as it is named.
        help: As the list of commands shows it.
    """

    module: str
    help: str


#: Exit statuses: done; done, and there are findings; asked wrongly, or unreadable.
DONE, FINDINGS, UNUSABLE = 0, 1, 2

#: In which order, and under which words, ``--help`` lists them.
TOPICS: Mapping[str, str] = {
    "What is owed": "aging open-items documents ledger due clients vendors",
    "Our invoices": "invoice credit-note recurring recur numbers next-number",
    "Being paid": "receipt deposit write-off differences discounts statement reminders "
    "collection credit-limits allowance deferred recognise",
    "Our bills": "bill vendor-credit prepayment approvals cash-requirements "
    "cash-conversion payment-run remittance vendor-statement spend withholding "
    "form-1099",
    "Bank and cash": "bank cash cash-count forecast",
    "Our clients": "health at-risk client-measures rfm concentration retention "
    "whitespace targets",
    "Client relations": "client contact manager log survey task case opportunity "
    "contract plan milestone target agenda pipeline plans renewals",
    "The books": "init import check query serve",
}

#: Names that commands had before; they still work.
OLD_NAMES: Mapping[str, str] = {"card": "ledger", "cash-required": "cash-requirements"}

#: The commands that are more than a report.
HOMES: Mapping[str, Home] = {
    "bank": Home(
        "bank.bank",
        "Read bank statements, import them, and hold the books against them.",
    ),
    "bill": Home(
        "bills.bill",
        "Write the bills and credits that vendors send us, and read their files.",
    ),
    "case": Home(
        "clients.records",
        "Write what a client disputes, complains of or asks for, and how it ended.",
    ),
    "cash-count": Home(
        "bank.cash_count",
        "Put a count of the cash in ACCOUNT on record, and what is over or short.",
    ),
    "check": Home(
        "check", "Check the books: Beancount's errors and ledgerkit's findings."
    ),
    "client": Home(
        "clients.client", "Show a client on one page, and write who our clients are."
    ),
    "contact": Home("clients.records", "Write whom we know at a client."),
    "contract": Home(
        "clients.records", "Write what was agreed with a client, and until when."
    ),
    "credit-note": Home(
        "documents.credit_note",
        "Write credit notes; ledgerkit invoice show prints them.",
    ),
    "deposit": Home(
        "documents.deposit",
        "Enter a deposit of --client, or --apply its deposits to an invoice.",
    ),
    "differences": Home(
        "documents.differences",
        "Show small payment differences, and book them if told to.",
    ),
    "import": Home(
        "imports.import_group", "Bring other programs' files into the books."
    ),
    "init": Home("init", "Start books in DIR."),
    "invoice": Home(
        "documents.invoice",
        "Write our invoices, and show them and our credit notes as they are sent.",
    ),
    "log": Home(
        "clients.log",
        "Note what passed with CLIENT: a call, meeting, email, visit or review.",
    ),
    "manager": Home("clients.records", "Write who looks after clients."),
    "milestone": Home(
        "clients.records",
        "Write the milestones of account plans, and that one is reached.",
    ),
    "next-number": Home(
        "documents.invoice",
        "Print the number that the next invoice or credit note gets.",
    ),
    "opportunity": Home(
        "clients.records", "Write what may be sold, and how far it is."
    ),
    "payment-run": Home(
        "bills.payment_run",
        "Propose what to pay by a day and from an account, and why; and pay it.",
    ),
    "plan": Home("clients.records", "Write account plans, and show how far one is."),
    "prepayment": Home(
        "documents.deposit",
        "Enter what --vendor was paid in advance, or --apply it to a bill.",
    ),
    "query": Home("query", "Ask the books, in Beancount's query language."),
    "receipt": Home(
        "documents.receipt", "Enter money from a client, and what it settles."
    ),
    "recognise": Home(
        "documents.recurring",
        "Write the month-end entries that turn deferred revenue into income.",
    ),
    "recur": Home(
        "documents.recurring",
        "Write the recurring invoices that are due and not in the books yet.",
    ),
    "reminders": Home(
        "documents.reminders",
        "Show whom to remind of what, and why; and whom not, and why not.",
    ),
    "remittance": Home(
        "bills.write_payment_run",
        "Write to each vendor of payment run RUN which bills are paid, and how much.",
    ),
    "serve": Home(
        "serve", "Show the books in the browser: Fava, with Receivables and Payables."
    ),
    "statement": Home(
        "documents.statement",
        "Show CLIENT's statement of account: what is open, or what happened.",
    ),
    "survey": Home(
        "clients.log",
        "Note how satisfied CLIENT says it is: nps 0 to 10, csat or satisfaction to 5.",
    ),
    "target": Home("clients.log", "Set what is to be reached in each interval."),
    "task": Home(
        "clients.records", "Write what is to be done, and that it is; and list it."
    ),
    "vendor-credit": Home("documents.credit_note", "Write what vendors credit us."),
    "vendor-statement": Home(
        "bills.vendor_statement",
        "Hold the statement of account FILE of VENDOR against our books.",
    ),
    "write-off": Home(
        "documents.receipt",
        "Write off what is open of the invoices NUMBER, or an --amount of one.",
    ),
}


def short_help(name: str) -> str:
    """What a command does, in a line."""
    text = HOMES[name].help if name in HOMES else REPORT_COMMANDS[name].help
    return text.partition("\n")[0].removesuffix(".")


def names() -> list[str]:
    """Every command, in alphabetical order."""
    return sorted([*HOMES, *REPORT_COMMANDS])
