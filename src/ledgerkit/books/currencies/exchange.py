"""Rates of exchange on control accounts, and findings on what they leave behind."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from beancount.core.amount import Amount
from beancount.core.convert import get_weight
from beancount.core.data import Transaction

from ledgerkit.books.currencies.exchange_rates import PRODUCT
from ledgerkit.errors import Finding, finding
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.general_ledger.currencies.carried import (
    Carried,
    DocumentAccount,
    ExchangeCause,
    carried,
)
from ledgerkit.general_ledger.exchange import ExchangeDifference, exchange_differences
from ledgerkit.language.document_kinds import (
    EXCHANGE_DIFFERENCE,
    NO_EXCHANGE_RATE,
    REVALUATION_ON_CONTROL_ACCOUNT,
)
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO, rounded, with_cents, without_needless_zeros

if TYPE_CHECKING:
    from collections.abc import Iterator

    from beancount.core.data import Posting

    from ledgerkit.books.source import Source
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.open_items.document import Document
    from ledgerkit.open_items.subledger import Subledger

_RATE = Decimal("0.000001")
_RATE_DECIMALS = 12
_GAINS = frozenset({Role.EXCHANGE_GAIN, Role.UNREALISED_GAIN})


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeCorrection:
    """The postings to write where a settlement leaves base behind.

    Attributes:
        difference: The difference.
        account: The control account, whose posting is to be written anew.
        units: Its units, in the ledger's signs.
        total: Its total price.
        gain_account: The account of exchange gains; None if none states the role.
        gain: What to add on it, in the ledger's signs: a gain is negative. None if
            the settlement states no rate of the books, so that it isn't known.
    """

    difference: ExchangeDifference
    account: str
    units: Decimal
    total: Decimal
    gain_account: str | None
    gain: Decimal | None


def carried_of(source: Source, document: Document) -> Carried | None:
    """What is carried of a document; None if it isn't booked at a rate of exchange."""
    subledger = source.subledger(document.side, date.max)
    for item in subledger.by_number.get(document.number or "", ()):
        if (item.party, item.first.currency) == (document.party, document.currency):
            return carried(item, source.exchange_weights[document.side])
    return None


def carrying_rate(source: Source, document: Document, units: Decimal) -> Amount | None:
    """The rate at which a credit takes units off a document; None if it has no one.

    That is the document's own, unless settlements have taken off another share of its
    base: then what is left goes with what is open.
    """
    subledger = source.subledger(document.side, date.max)
    weights = source.exchange_weights[document.side]
    for item in subledger.by_number.get(document.number or "", ()):
        if (item.party, item.first.currency) != (document.party, document.currency):
            continue
        account = DocumentAccount.of(item, weights)
        if account is None:
            return None
        own = weights[id(item.first)].base / item.first.amount
        base = account.base
        if not account.open or base == account.open * own:
            return Amount(_exact(own), account.currency)
        if units < account.open:
            base = rounded(base * units / account.open, account.currency)
        return Amount(_exact(base / min(units, account.open)), account.currency)
    return None


def _exact(rate: Decimal) -> Decimal:
    """A rate of so few digits that what is multiplied by it can balance exactly."""
    short = round(rate, _RATE_DECIMALS)
    return rate if short == rate else short


def exchange_corrections(
    source: Source, subledger: Subledger
) -> Iterator[ExchangeCorrection]:
    """What to write so that nothing is left of settled documents."""
    weights = source.exchange_weights[subledger.side]
    if not weights:
        return
    indices = {id(posting): index for posting, index in source.origins(subledger.side)}
    gains = source.chart.stated_accounts(Role.EXCHANGE_GAIN)
    for difference in exchange_differences(subledger.items, weights):
        posting = difference.posting
        sign = posting.side.sign
        gain = None
        if difference.cause is ExchangeCause.OTHER_RATE:
            txn = source.directives[indices[id(posting)]]
            assert isinstance(txn, Transaction)
            others = _sum(txn, difference.currency) - sign * weights[id(posting)].base
            gain = rounded(sign * difference.should_be - others, difference.currency)
        yield ExchangeCorrection(
            difference=difference,
            account=posting.account,
            units=sign * posting.amount,
            total=abs(difference.should_be),
            gain_account=gains[0] if gains else None,
            gain=gain,
        )


def find_exchange_differences(
    source: Source, subledger: Subledger, *, advice: bool
) -> Iterator[Finding]:
    """Report the settlements that leave base of settled documents behind."""
    for correction in exchange_corrections(source, subledger):
        difference = correction.difference
        posting, kind = difference.posting, EXCHANGE_DIFFERENCE
        if difference.cause is ExchangeCause.NO_RATE:
            kind = NO_EXCHANGE_RATE
        if advice or not kind.advice:
            yield finding(
                kind,
                posting.place,
                f"{_left(difference)}: {_cause(difference)}; {_remedy(correction)}",
                unfinished=posting.unfinished,
                party=difference.documents[0].party,
            )


def find_rates_only_of_settlements(
    source: Source, subledger: Subledger
) -> Iterator[Finding]:
    """Advise on documents without a rate that are settled at one.

    Nothing is owed then, and both currencies stand on the control account.
    """
    weights = source.exchange_weights[subledger.side]
    for item in subledger.items if weights else ():
        if any(id(posting) in weights for posting in item.postings):
            continue
        posting = next((p for p, *_rest in item.kept() if id(p) in weights), None)
        if posting is None or weights[id(posting)].currency == item.first.currency:
            continue
        at = weights[id(posting)]
        units = f"{with_cents(abs(posting.amount), posting.currency):f}"
        base = f"{rounded(abs(at.base), at.currency):f}"
        yield finding(
            NO_EXCHANGE_RATE,
            posting.place,
            f"{item.label}: {units} {posting.currency} are settled here at a rate, as"
            f" {base} {at.currency}, and were booked without one, so {posting.account}"
            " keeps both; write the rate of its day on the document too"
            f" ({short_place(item.first.place)})"
            ", and what differs on an account of exchange gains",
            unfinished=posting.unfinished,
            party=item.party,
        )


def find_revaluations(source: Source, subledger: Subledger) -> Iterator[Finding]:
    """Report gains and losses of exchange that are booked as a debt.

    A posting in the books' currency against an account of exchange gains alone makes a
    debt that nobody owes, unless it settles the rest of a document in that currency.
    """
    if not any(source.chart.has(role) for role in _GAINS):
        return
    for posting, index in source.origins(subledger.side):
        txn = source.directives[index]
        assert isinstance(txn, Transaction)
        roles = {_role(source, other) for other in txn.postings} - {
            Role(posting.side.value)
        }
        if not roles or not roles <= _GAINS or _has_rate(txn):
            continue
        if Role.UNREALISED_GAIN not in roles and _settles(posting, subledger):
            continue
        amount = f"{with_cents(posting.amount, posting.currency):f} {posting.currency}"
        yield finding(
            REVALUATION_ON_CONTROL_ACCOUNT,
            posting.place,
            f"{posting.account}: a revaluation of {amount} makes a debt that nobody"
            f" owes; post it to an account of its own, e.g."
            f" {posting.account}-Revaluation",
            unfinished=posting.unfinished,
            party=posting.party,
        )


def _sum(txn: Transaction, currency: str) -> Decimal:
    """What a transaction's postings weigh in one currency."""
    weights: list[Amount] = [get_weight(p) for p in txn.postings if p.units is not None]
    numbers = (w.number or ZERO for w in weights if w.currency == currency)
    return PRODUCT.plus(sum(numbers, ZERO))


def _role(source: Source, posting: Posting) -> Role | None:
    account_role = source.chart.role(posting.account)
    return account_role.role if account_role is not None else None


def _has_rate(txn: Transaction) -> bool:
    return any(p.price is not None or p.cost is not None for p in txn.postings)


def _settles(posting: ControlPosting, subledger: Subledger) -> bool:
    """Whether a posting settles a document in its own currency."""
    names = (posting.number,) if posting.number is not None else posting.links
    return any(
        item.first.currency == posting.currency and item.first is not posting
        for name in names
        for item in subledger.by_number.get(name, ())
    )


def _left(difference: ExchangeDifference) -> str:
    names = ", ".join(item.label for item in difference.documents)
    left, whole = (
        without_needless_zeros(
            rounded(number, difference.currency), difference.currency
        )
        for number in (difference.left, difference.whole)
    )
    return (
        f"{names}: {left:f} of {whole:f} {difference.currency} are left, though all of"
        f" the {difference.posting.currency} are settled"
    )


def _cause(difference: ExchangeDifference) -> str:
    units, currency = abs(difference.settled), difference.posting.currency
    what = f"{with_cents(units, currency):f} {currency} are settled here"
    booked = f"and booked at {_rate(difference.booked_at, difference)}"
    if difference.cause is ExchangeCause.NO_RATE:
        return f"{what} without a rate, {booked} {difference.currency}"
    if difference.cause is ExchangeCause.OTHER_CURRENCY:
        return f"{what} at a rate in another currency, {booked} {difference.currency}"
    return f"{what} at {_rate(difference.settled_at, difference)}, {booked}"


def _rate(base: Decimal, difference: ExchangeDifference) -> str:
    rate = abs(base / difference.settled).quantize(_RATE)
    return f"{without_needless_zeros(rate, difference.currency):f}"


def _remedy(correction: ExchangeCorrection) -> str:
    posting, currency = correction.difference.posting, correction.difference.currency
    units = f"{with_cents(correction.units, posting.currency):f} {posting.currency}"
    total = f"{with_cents(correction.total, currency):f} {currency}"
    write = f"write {correction.account} {units} @@ {total}"
    account = correction.gain_account or 'an account with role: "exchange-gain"'
    if correction.gain is None:
        return (
            f"{write}, the other postings at rates in {currency}, and their difference"
            f" on {account}"
        )
    gain = f"{with_cents(correction.gain, currency):f} {currency}"
    if correction.gain_account is None:
        return f"{write}, and add {gain} on {account}"
    return f"{write}, and add {account} {gain}"
