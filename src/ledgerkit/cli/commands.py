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

#: Where the books are kept that -f names before the command.
NAMED_BOOKS = "ledgerkit.file"

#: The first screen of help: what most people need, in the order in which they do.
FIRST: Mapping[str, str] = {
    "Start": "init today check serve import query",
    "Money": "aging invoice receipt bill pay bank cash forecast reminders",
    "People": "client vendor",
    "Analyses and statements": "report",
}

#: The headings of ``help --all``, with the commands under each.
TOPICS: Mapping[str, str] = {
    "Start": "init today practice check serve import query",
    "What is owed": "aging open-items documents ledger due",
    "Our invoices": "invoice numbers next-number credit-note write-off recurring recur "
    "deferred recognise",
    "Being paid": "receipt direct-debit deposit differences discounts statement "
    "reminders collection credit-limits allowance",
    "By e-mail": "send mail",
    "Our bills": "order bill claim pay payment-run remittance vendor-credit prepayment "
    "approvals vendor-statement cash-requirements cash-conversion spend withholding "
    "form-1099",
    "Bank and cash": "bank cash cash-count forecast",
    "General ledger": "balance-sheet income-statement trial-balance equity-changes "
    "cash-flow ratios budget journal schedules exchange-results revalue prices",
    "Tax": "tax-return tax-register tax-codes pro-rata stamp-duty",
    "Periods": "close reopen",
    "Out to the adviser": "export pack",
    "People": "client clients vendor vendors contact manager",
    "Hours and expenses": "time project unbilled profitability",
    "How clients fare": "health at-risk client-measures rfm concentration retention "
    "whitespace",
    "Working with clients": "log agenda task playbook case survey opportunity quote "
    "pipeline contract renewals plan plans milestone target targets",
    "The command itself": "help trust",
}

#: Names that commands had before; they still work.
OLD_NAMES: Mapping[str, str] = {
    "bills": "bill list",
    "card": "report ledger",
    "cash-required": "report cash-requirements",
    "invoices": "invoice list",
}

#: The reports that are asked for as ``ledgerkit report NAME``.
_REPORTS = (
    "open-items documents ledger due discounts collection credit-limits allowance "
    "deferred cash-requirements cash-conversion spend withholding form-1099 "
    "trial-balance balance-sheet income-statement equity-changes cash-flow ratios "
    "budget journal health at-risk client-measures rfm concentration retention "
    "whitespace pipeline unbilled profitability"
)

#: Where a command stands, noun and verb, if not at the top. The name by which it goes
#: here was once its own, and still works.
PLACES: Mapping[str, str] = {
    **{name: f"report {name}" for name in _REPORTS.split()},
    "approvals": "bill approvals",
    "cash-count": "cash count",
    "clients": "client list",
    "credit-note": "invoice credit",
    "deposit": "client deposit",
    "next-number": "invoice next-number",
    "numbers": "invoice numbers",
    "plans": "plan list",
    "prepayment": "vendor prepayment",
    "pro-rata": "tax pro-rata",
    "recur": "recurring write",
    "renewals": "contract renewals",
    "stamp-duty": "tax stamp-duty",
    "statement": "client statement",
    "targets": "target list",
    "tax-codes": "tax codes",
    "tax-register": "tax register",
    "tax-return": "tax return",
    "vendor-credit": "bill credit",
    "vendor-statement": "vendor statement",
    "vendors": "vendor list",
    "write-off": "invoice write-off",
}


class Verbs(NamedTuple):
    """A noun that has no module of its own, as all its verbs are elsewhere.

    Attributes:
        help: As the list of commands shows it.
        usual: The verb that is meant where none is named; it goes by the noun's name.
    """

    help: str
    usual: str | None = None


#: The nouns that are made of this table alone.
NOUNS: Mapping[str, Verbs] = {
    "cash": Verbs(
        "Show each bank, cash, card and clearing account, and count cash.", "list"
    ),
    "recurring": Verbs(
        "Show the templates of what comes again, and write what is due.", "list"
    ),
    "report": Verbs("Show an analysis or a statement, by its NAME."),
    "target": Verbs("Set targets, and show what is reached of them.", "new"),
    "tax": Verbs("Show tax returns and registers, and write tax codes."),
}

#: The commands that are more than a report.
HOMES: Mapping[str, Home] = {
    "bank": Home(
        "bank.bank",
        "Read and import bank statements, and reconcile the books with them.",
    ),
    "bill": Home(
        "bills.bill",
        "Enter, list, show, approve and pay vendors' bills.",
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
    "claim": Home("bills.claim", "Enter, list, show and approve expense claims."),
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
    "direct-debit": Home(
        "bills.direct_debit", "Propose what to collect by direct debit, and collect it."
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
        "Write, list, show, credit and void invoices.",
    ),
    "log": Home(
        "clients.log",
        "Record a call, meeting, email, visit or review with CLIENT, or hours worked.",
    ),
    "mail": Home(
        "mail.mail_import", "List what was sent by e-mail; read e-mails that came."
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
    "order": Home(
        "bills.order", "Enter and show orders to vendors, and record what came."
    ),
    "pay": Home("bills.pay", "Record that bills NUMBER were paid, in the order named."),
    "pack": Home(
        "exports.pack",
        "Write a folder for the auditor: all of a period, with digests.",
    ),
    "payment-run": Home(
        "bills.payment_run",
        "Propose which bills to pay by a day, and why, and pay them.",
    ),
    "plan": Home("clients.records", "Write account plans, and show their progress."),
    "playbook": Home(
        "clients.records",
        "Write the lists of tasks that a new client or a stage starts.",
    ),
    "practice": Home(
        "today.practice",
        "Show all clients' books below FOLDER: what is overdue, due, and wrong.",
    ),
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
    "quote": Home(
        "quotes.quote",
        "Write, send and answer quotes, and invoice what was accepted.",
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
        "Write the recurring invoices, bills and entries that are due and missing.",
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
    "send": Home(
        "mail.send",
        "Send invoices, credit notes and quotes NUMBER by e-mail, each once.",
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
        "work.hours",
        "Write down or import hours worked, list them, and give up charging some.",
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


def _verbs() -> Mapping[str, Mapping[str, str]]:
    verbs: dict[str, dict[str, str]] = {noun: {} for noun in NOUNS}
    for noun, of in NOUNS.items():
        if of.usual is not None:
            verbs[noun][of.usual] = noun
    for name, place in PLACES.items():
        noun, verb = place.split()
        verbs.setdefault(noun, {})[verb] = name
    return verbs


#: The verbs of each noun that are in this table, with the names of their commands.
VERBS: Mapping[str, Mapping[str, str]] = _verbs()


def short_help(name: str) -> str:
    """The help of a command, in a line; of a noun, that of the whole."""
    if name in NOUNS:
        return NOUNS[name].help.removesuffix(".")
    return short_help_of_command(name)


def short_help_of_command(name: str) -> str:
    """The help of a command, in a line, also where a noun has its name."""
    text = HOMES[name].help if name in HOMES else REPORT_COMMANDS[name].help
    return text.partition("\n")[0].removesuffix(".")


def called(name: str) -> str:
    """The words by which a command is called."""
    return PLACES.get(name, name)


def names() -> list[str]:
    """Every noun and verb that stands at the top, in alphabetical order."""
    return sorted({*HOMES, *REPORT_COMMANDS, *NOUNS} - set(PLACES))


def places() -> list[str]:
    """Every command as it is called, in alphabetical order, but for mere nouns."""
    silent = {noun for noun, of in NOUNS.items() if of.usual is None}
    return sorted([*{*names()} - silent, *PLACES.values()])
