"""Every command by name: its module, its help and the heading it is listed under.

Help and completion are made of this table alone and import no command; a test holds
it against what the commands say of themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.cli.reports import REPORT_COMMANDS

if TYPE_CHECKING:
    from collections.abc import Mapping


class Home(NamedTuple):
    """The module of a command, and its help.

    Attributes:
        module: Below ``ledgerkit.cli``; the command is called as it is named.
        help: As the list of commands shows it.
    """

    module: str
    help: str


#: Exit statuses: done; done, and there are findings; asked wrongly, or unreadable.
DONE, FINDINGS, UNUSABLE = 0, 1, 2

#: The first screen of help: what most people need, in the order in which they do.
FIRST: Mapping[str, str] = {
    "Start": "init today check serve import query",
    "Money": "aging invoice receipt bill payment-run bank cash forecast reminders",
    "People": "client vendor agenda",
    "Accounts and tax": "balance-sheet income-statement close tax-return",
}

#: The headings of ``help --all``, with the commands under each.
TOPICS: Mapping[str, str] = {
    "The morning": "today",
    "What is owed": "aging open-items documents ledger due clients vendors",
    "Our invoices": "invoice credit-note recurring recur numbers next-number",
    "Being paid": "receipt deposit write-off differences discounts statement reminders "
    "collection credit-limits allowance deferred recognise",
    "Our bills": "bill vendor vendor-credit prepayment approvals cash-requirements "
    "cash-conversion payment-run remittance vendor-statement spend withholding "
    "form-1099",
    "Bank and cash": "bank cash cash-count forecast",
    "General ledger": "trial-balance balance-sheet income-statement equity-changes "
    "cash-flow ratios budget journal schedules exchange-results revalue prices",
    "Tax": "tax-return tax-register tax-codes pro-rata stamp-duty",
    "Out to the adviser": "export pack",
    "Hours and expenses": "time project unbilled profitability",
    "Our clients": "health at-risk client-measures rfm concentration retention "
    "whitespace targets",
    "Client relations": "client contact manager log survey task case opportunity "
    "contract plan milestone target agenda pipeline plans renewals",
    "Periods": "close reopen",
    "The books": "init import check query serve trust help",
}

#: Names that commands had before; they still work.
OLD_NAMES: Mapping[str, str] = {"card": "ledger", "cash-required": "cash-requirements"}

#: The commands that are more than a report.
HOMES: Mapping[str, Home] = {
    "bank": Home(
        "bank.bank",
        "Read and import bank statements, and reconcile the books with them.",
    ),
    "bill": Home(
        "bills.bill",
        "Enter, approve, pay and show vendors' bills, and read e-invoices.",
    ),
    "case": Home(
        "clients.records",
        "Record clients' disputes, complaints and requests, and list them.",
    ),
    "cash-count": Home(
        "bank.cash_count",
        "Record a count of the cash in ACCOUNT, and what is over or short.",
    ),
    "check": Home(
        "check", "Check the books: Beancount's errors and ledgerkit's findings."
    ),
    "client": Home(
        "clients.client", "Show a client on one page, and keep client records."
    ),
    "close": Home(
        "periods.close",
        "Close PERIOD (2025, 2025-Q2, 2025-06 or FY2025), so that changes are named.",
    ),
    "contact": Home("clients.records", "Keep records of people at clients."),
    "contract": Home(
        "clients.records", "Keep records of contracts with clients, and list them."
    ),
    "credit-note": Home(
        "documents.credit_note",
        "Write credit notes; ledgerkit invoice show prints them.",
    ),
    "deposit": Home(
        "documents.deposit",
        "Enter a client's deposit, or apply deposits to an invoice.",
    ),
    "differences": Home(
        "documents.differences",
        "Show small payment differences, and book them on request.",
    ),
    "exchange-results": Home(
        "currencies.exchange_results",
        "Show what settling documents in foreign currencies gained or lost, and book"
        " it.",
    ),
    "export": Home(
        "exports.export", "Export the books to advisers, auditors and offices."
    ),
    "help": Home("help", "Show the help of COMMAND, or with --all every command."),
    "import": Home(
        "imports.import_group", "Import other programs' files into the books."
    ),
    "init": Home("init", "Start new books in DIR, or in this directory."),
    "invoice": Home(
        "documents.invoice",
        "Write and void invoices, and show invoices and credit notes as they are sent.",
    ),
    "log": Home(
        "clients.log",
        "Record a call, meeting, email, visit or review with CLIENT, or hours worked.",
    ),
    "manager": Home("clients.records", "Keep records of who looks after clients."),
    "milestone": Home(
        "clients.records",
        "Add milestones to account plans, and mark them as reached.",
    ),
    "next-number": Home(
        "documents.invoice",
        "Print the number that the next invoice or credit note gets.",
    ),
    "opportunity": Home(
        "clients.records",
        "Record sales opportunities, and move them from stage to stage.",
    ),
    "pack": Home(
        "exports.pack",
        "Write a folder for the auditor: all of a period, with digests.",
    ),
    "payment-run": Home(
        "bills.payment_run",
        "Propose which bills to pay by a day, and why, and pay them.",
    ),
    "plan": Home("clients.records", "Write account plans, and show their progress."),
    "prices": Home(
        "currencies.prices", "Import rates of exchange, as price directives."
    ),
    "prepayment": Home(
        "documents.deposit",
        "Enter a prepayment to a vendor, or apply prepayments to a bill.",
    ),
    "query": Home("query", "Query the books in Beancount's query language."),
    "project": Home(
        "clients.records", "Keep records of clients' projects, which hours go to."
    ),
    "pro-rata": Home(
        "taxes.pro_rata",
        "Show how much input tax of PERIOD may be deducted where some sales are"
        " exempt.",
    ),
    "receipt": Home(
        "documents.receipt", "Enter a client's payment, and what it settles."
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
        "Show which clients to remind of what, or why not, and write the letters.",
    ),
    "remittance": Home(
        "bills.write_payment_run",
        "Write a remittance advice to each vendor that payment run RUN paid.",
    ),
    "revalue": Home(
        "currencies.revalue",
        "Revalue open foreign documents and money at the closing rates of DAY.",
    ),
    "reopen": Home(
        "periods.reopen", "Open the closed PERIOD again, so that it can be changed."
    ),
    "schedules": Home(
        "general_ledger.schedules",
        "Show assets, loans, prepaid expenses and accruals, and book what is due.",
    ),
    "serve": Home(
        "serve", "Show the books in the browser: Fava, with Receivables and Payables."
    ),
    "stamp-duty": Home(
        "taxes.stamp_duty",
        "Show which invoices of PERIOD bear Italian stamp duty, and what is to be"
        " paid.",
    ),
    "statement": Home(
        "documents.statement",
        "Show CLIENT's statement of account: open items, or all of a period.",
    ),
    "survey": Home(
        "clients.log",
        "Record clients' answers to surveys, and list them.",
    ),
    "target": Home("clients.log", "Set a target to reach in each interval."),
    "task": Home(
        "clients.records", "Write down tasks, list them, and mark them as done."
    ),
    "tax-register": Home(
        "taxes.tax_register",
        "Show the tax register of PERIOD: each document's base and tax, by code.",
    ),
    "tax-codes": Home(
        "taxes.tax_codes",
        "Write the tax codes of COUNTRY into the books: rates, accounts and the law.",
    ),
    "tax-return": Home(
        "taxes.tax_return",
        "Show the tax return of PERIOD: each box, as the form rounds it and exactly.",
    ),
    "today": Home(
        "today.today",
        "Show where we stand, and what is to be done today, the most urgent first.",
    ),
    "trust": Home(
        "trust",
        "Let programs that lie in FOLDER, or below it, run with the books there.",
    ),
    "time": Home(
        "work.hours", "Write down hours worked, list them, and give up charging some."
    ),
    "vendor": Home("bills.vendor", "Keep vendor records, and list vendors."),
    "vendor-credit": Home("documents.credit_note", "Enter credits from vendors."),
    "vendor-statement": Home(
        "bills.vendor_statement",
        "Compare VENDOR's statement of account in FILE with our books.",
    ),
    "write-off": Home(
        "documents.receipt",
        "Write off what is open on invoices NUMBER, or an --amount of one.",
    ),
}


def short_help(name: str) -> str:
    """The help of a command, in a line."""
    text = HOMES[name].help if name in HOMES else REPORT_COMMANDS[name].help
    return text.partition("\n")[0].removesuffix(".")


def names() -> list[str]:
    """Every command, in alphabetical order."""
    return sorted([*HOMES, *REPORT_COMMANDS])
