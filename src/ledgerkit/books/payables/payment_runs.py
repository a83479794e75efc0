"""``custom "payment-run"`` and ``"direct-debit"``, and what names them -> runs.

Both are orders to the bank; one pays bills and the other collects invoices.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from beancount.core.amount import Amount
from beancount.core.data import Custom, Transaction

from ledgerkit.books.slips.refused import effects_of_refusing, record_subject
from ledgerkit.errors import Finding, finding
from ledgerkit.language.document_kinds import UNKNOWN_PAYMENT_RUN
from ledgerkit.language.finding_kinds import BAD_DECLARATION
from ledgerkit.ledger.place import place_of, written
from ledgerkit.open_items.side import Side
from ledgerkit.payables.vendor_account import PaidAccount, compact_iban
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from collections.abc import Set as AbstractSet
    from datetime import date

    from beancount.core.data import Directive

    from ledgerkit.errors import Place

#: The custom directive of each side, and the key that names it on a payment.
RUN_WORDS: Mapping[Side, str] = {
    Side.PAYABLE: "payment-run",
    Side.RECEIVABLE: "direct-debit",
}
_RUN_OF = {word: side for side, word in RUN_WORDS.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRun:
    """A payment run, or direct debits, as declared.

    Attributes:
        side: Whether it pays bills, or collects invoices.
        id: Its id.
        day: The day it was made.
        amount: The total it moves: the payment file's control sum and the payments by
            hand.
        account: The account of ours that the money moves from or to; empty if not
            stated.
        file: Name of the payment file; empty if there is none.
        digest: SHA-256 of the file, in hexadecimal; empty if there is none.
        place: Where it stands.
    """

    side: Side
    id: str
    day: date
    amount: Amount
    account: str
    file: str
    digest: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentRuns:
    """Every run of a book.

    Attributes:
        by_id: The runs.
        payments: The transactions of each, in ledger order, by its id.
        paid_accounts: The account to which the last run paid a vendor, by the vendor's
            id.
        paid_to: Vendor and account, without spaces, of every payment of a run.
        findings: Findings on any of it.
    """

    by_id: Mapping[str, PaymentRun] = field(default_factory=dict)
    payments: Mapping[str, Sequence[Transaction]] = field(default_factory=dict)
    paid_accounts: Mapping[str, PaidAccount] = field(default_factory=dict)
    paid_to: AbstractSet[tuple[str, str]] = frozenset()
    findings: Sequence[Finding] = ()


def read_payment_runs(directives: Iterable[Directive]) -> PaymentRuns:
    """Read every run and its payments."""
    reader = _Reader()
    payments: list[tuple[Transaction, str]] = []
    for directive in directives:
        if isinstance(directive, Transaction):
            payments += (
                (directive, word)
                for word in _RUN_OF
                if written(directive.meta, word) is not None
            )
        elif isinstance(directive, Custom) and directive.type in _RUN_OF:
            reader.add_run(directive)
    for txn, word in payments:
        reader.add_payment(txn, word)
    return PaymentRuns(
        by_id=reader.runs,
        payments=reader.payments,
        paid_accounts=reader.accounts,
        paid_to=reader.paid_to,
        findings=reader.findings,
    )


class _Reader:
    def __init__(self) -> None:
        self.runs: dict[str, PaymentRun] = {}
        self.payments: dict[str, list[Transaction]] = {}
        self.accounts: dict[str, PaidAccount] = {}
        self.paid_to: set[tuple[str, str]] = set()
        self.findings: list[Finding] = []

    def add_run(self, custom: Custom) -> None:
        run = _run(custom)
        if run is None or run.id in self.runs:
            self.findings.append(_unreadable(custom, is_repeated=run is not None))
        else:
            self.runs[run.id] = run

    def add_payment(self, txn: Transaction, word: str) -> None:
        id_ = str(written(txn.meta, word))
        if id_ not in self.runs:
            self.findings.append(_unknown(txn, word, id_, self.runs))
        self.payments.setdefault(id_, []).append(txn)
        iban = written(txn.meta, "paid-to") or written(txn.meta, "paid-to-account")
        vendor = written(txn.meta, "vendor")
        if iban and vendor:
            self.accounts[str(vendor)] = PaidAccount(iban=str(iban), day=txn.date)
            self.paid_to.add((str(vendor), compact_iban(str(iban))))


def _run(custom: Custom) -> PaymentRun | None:
    values = [value.value for value in custom.values or ()]
    if len(values) != 2 or not isinstance(values[0], str):
        return None
    id_, amount = values
    if not id_ or not isinstance(amount, Amount) or amount.number is None:
        return None
    return PaymentRun(
        side=_RUN_OF[custom.type],
        id=id_,
        day=custom.date,
        amount=amount,
        account=str(written(custom.meta, "account") or ""),
        file=str(written(custom.meta, "file") or ""),
        digest=str(written(custom.meta, "digest") or ""),
        place=place_of(custom),
    )


def _unreadable(custom: Custom, *, is_repeated: bool) -> Finding:
    if is_repeated:
        message = (
            f'{custom.type} "{custom.values[0].value}" is declared twice; delete one'
            " of the two, or give its payments another id"
        )
    else:
        message = (
            f"{custom.type} needs an id in quotes and what it moves in all; write"
            f' {custom.date} custom "{custom.type}" "PR-{custom.date}-1" 1220.00 EUR'
        )
    effects = set() if is_repeated else effects_of_refusing(custom)
    return finding(BAD_DECLARATION, place_of(custom), message, explains=effects)


def _unknown(
    txn: Transaction, word: str, id_: str, runs: Mapping[str, object]
) -> Finding:
    message = f'{word}: "{id_}" is declared nowhere' + (
        suggestion(id_, runs)
        or f'; add {txn.date} custom "{word}" "{id_}" with its amount'
    )
    return finding(
        UNKNOWN_PAYMENT_RUN,
        place_of(txn),
        message,
        unfinished=True,
        key=word,
        about=record_subject(word, id_),
    )
