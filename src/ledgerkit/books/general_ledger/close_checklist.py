"""The checklist of a close: what a bookkeeper looks at before the period is locked."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from beancount.core.data import Balance, Pad, Transaction

from ledgerkit.books.currencies.revaluations import written_gains
from ledgerkit.books.documents.cash_sales import cash_sale_numbers
from ledgerkit.books.documents.numbers import check_numbering, numbers_in
from ledgerkit.books.general_ledger.foreign_items import read_foreign_items
from ledgerkit.books.receivables.recurring_states import recurring_states
from ledgerkit.general_ledger.chart_of_accounts import Role
from ledgerkit.general_ledger.closing.checklist import CheckedItem
from ledgerkit.language.document_kinds import NUMBER_GAP
from ledgerkit.language.finding_kinds import CONTROL_ACCOUNT_DIFFERS
from ledgerkit.ledger.place import place_of, short_place
from ledgerkit.money import ZERO, rounded, with_cents
from ledgerkit.open_items.side import Side

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.general_ledger.period import Period

#: A statement may end so long before the period does, and still prove its balance.
_STATEMENT_AGE = timedelta(days=31)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    name: str
    meaning: str
    look: Callable[[Books, Period], Iterator[str]]


def _findings(books: Books, period: Period) -> Iterator[str]:
    """Errors at what is dated by the end, and at what has no date."""
    lines: dict[str, list[tuple[int, date]]] = {}
    for directive in books.directives:
        place = place_of(directive)
        lines.setdefault(place.filename, []).append((place.lineno, directive.date))
    for known in lines.values():
        known.sort()
    for found in books.findings(advice=False):
        known = lines.get(found.place.filename, [])
        # A key's line belongs to the directive above it.
        index = bisect_right(known, (found.place.lineno, date.max))
        is_later = index and known[index - 1][1] > period.last
        if not is_later and found.kind is not CONTROL_ACCOUNT_DIFFERS:
            yield f"{short_place(found.place)}: {found.message}"


def _control_accounts(books: Books, period: Period) -> Iterator[str]:
    for side in Side:
        for proof in books.control_account_proofs(side, period.last):
            if proof.difference:
                owed = _money(proof.difference, proof.currency)
                yield f"{proof.account} differs from its open items by {owed}"


def _bank_statements(books: Books, period: Period) -> Iterator[str]:
    for (account, currency), balance in _money_accounts(books, period, Role.BANK):
        proven = _proven(books, account, currency, period.last)
        if proven is None and balance:
            held = _money(balance, currency)
            yield f"{account} holds {held}, and no statement or assertion proves it"
        elif proven is not None and proven < period.last - _STATEMENT_AGE:
            yield f"{account} was proven on {proven} last"


def _proven(books: Books, account: str, currency: str, last: date) -> date | None:
    """The last day at whose end a statement or an assertion says what is there."""
    days = [
        statement.day
        for statement in books.bank_read.statements
        if (statement.account, statement.currency) == (account, currency)
    ]
    days += [
        # An assertion is about the beginning of its day.
        directive.date - timedelta(days=1)
        for directive in books.directives
        if isinstance(directive, Balance)
        and (directive.account, directive.amount.currency) == (account, currency)
    ]
    return max((day for day in days if day <= last), default=None)


def _clearing(books: Books, period: Period) -> Iterator[str]:
    for role in (Role.CLEARING, Role.SUSPENSE):
        for (account, currency), balance in _money_accounts(books, period, role):
            if balance:
                yield f"{account} is not empty: {_money(balance, currency)}"


def _cash(books: Books, period: Period) -> Iterator[str]:
    return _below_zero(books, period, Role.CASH)


def _stock(books: Books, period: Period) -> Iterator[str]:
    return _below_zero(books, period, Role.STOCK)


def _below_zero(books: Books, period: Period, role: Role) -> Iterator[str]:
    """The first day of the period on which an account of a role was below zero."""
    accounts = {key for key, _ in _money_accounts(books, period, role)}
    running: dict[tuple[str, str], Decimal] = {}
    below: dict[tuple[str, str], date] = {}
    for day, changes in _daily(books, period.last, accounts):
        for key, change in changes.items():
            running[key] = running.get(key, ZERO) + change
            if running[key] < 0 and day >= period.first:
                below.setdefault(key, day)
    for (account, currency), day in sorted(below.items()):
        yield f"{account} is below zero in {currency} on {day}"


def _daily(
    books: Books, last: date, accounts: set[tuple[str, str]]
) -> Iterator[tuple[date, Mapping[tuple[str, str], Decimal]]]:
    by_day: dict[date, dict[tuple[str, str], Decimal]] = {}
    for directive in books.directives:
        if isinstance(directive, Transaction) and directive.date <= last:
            for posting in directive.postings:
                units = posting.units
                if units is None or (posting.account, units.currency) not in accounts:
                    continue
                key = posting.account, units.currency
                day = by_day.setdefault(directive.date, {})
                day[key] = day.get(key, ZERO) + (units.number or ZERO)
    yield from sorted(by_day.items())


def _money_accounts(
    books: Books, period: Period, role: Role
) -> Sequence[tuple[tuple[str, str], Decimal]]:
    """The accounts of a role with what they hold at the end, by currency."""
    held: dict[tuple[str, str], Decimal] = {}
    for directive in books.directives:
        if not isinstance(directive, Transaction) or directive.date > period.last:
            continue
        for posting in directive.postings:
            found = books.chart.role(posting.account)
            if found is not None and found.role is role and posting.units is not None:
                key = posting.account, posting.units.currency
                held[key] = held.get(key, ZERO) + (posting.units.number or ZERO)
    return sorted(held.items())


def _numbers(books: Books, period: Period) -> Iterator[str]:
    receivables = books.subledger(Side.RECEIVABLE, period.last)
    known = [*numbers_in(receivables), *books.voids]
    cash = list(cash_sale_numbers(books.source, known, period.last))
    for found in check_numbering(receivables, cash, books.voids):
        if found.kind is NUMBER_GAP:
            yield f"{short_place(found.place)}: {found.message}"


def _bills(books: Books, period: Period) -> Iterator[str]:
    for document in books.subledger(Side.PAYABLE, period.last).documents:
        if document.is_credit or not period.first <= document.issued <= period.last:
            continue
        missing = books.approval_state(document, period.last).lacks_approval
        if missing:
            yield f"bill {document.number or document.issued}: {'; '.join(missing)}"


def _recurring(books: Books, period: Period) -> Iterator[str]:
    for state in recurring_states(books, period.last):
        if state.missing:
            template, count = state.template.id, len(state.missing)
            yield f"{template}: {count} not written; run ledgerkit recurring write"


def _deferred(books: Books, period: Period) -> Iterator[str]:
    basis = books.settings.deferral_basis
    for group in books.deferred_groups:
        entries = list(group.due_entries(period.last, basis))
        if entries:
            number = group.lines[0].number
            yield f"{number}: {len(entries)} not recognised; run ledgerkit recognise"


def _schedules(books: Books, period: Period) -> Iterator[str]:
    """Depreciation, loans, accruals and what is prepaid, as far as they are due."""
    for id_, written in books.general_ledger.schedules.written.items():
        missing = written.missing(period.last)
        if missing:
            count = "1 entry" if len(missing) == 1 else f"{len(missing)} entries"
            first = min(entry.day for entry in missing)
            yield (
                f"{id_}: {count} not written, the first of {first}; run ledgerkit"
                f" schedules --write --until {period.last}"
            )


def _revaluation(books: Books, period: Period) -> Iterator[str]:
    """Foreign items that aren't valued at the end; where the book means to."""
    own, day = books.general_ledger.currency, period.last
    if own is None or not books.chart.has(Role.FX_VALUATION):
        return
    office = books.general_ledger.exchange_office(own)
    there, _back = written_gains(books.directives, day)
    left: dict[str, Decimal] = {}
    for (_account, name), gain in there.items():
        left[name] = left.get(name, ZERO) - gain
    for item in read_foreign_items(books.source, own, day).items:
        rate = office.closing(item.currency, day)
        gain = item.gain(rate) if rate is not None else ZERO
        left[item.name] = left.get(item.name, ZERO) + gain
    for missing in office.missing:
        yield f"{missing.why(own)}; write {missing.remedy(own)}"
    for name, gain in sorted(left.items()):
        if gain and not office.missing:
            yield (
                f"{name}: {_money(gain, own)} not revalued at the end of the period;"
                f" run ledgerkit revalue {day}"
            )


def _trial_balance(books: Books, period: Period) -> Iterator[str]:
    balances = books.general_ledger.ledger.balances(period.last)
    for currency, amount in balances.rounding.items():
        if rounded(amount, currency):
            yield (
                f"transactions up to {period.last} don't balance by"
                f" {_money(rounded(amount, currency), currency)}, within the tolerance"
            )


def _unfinished(books: Books, period: Period) -> Iterator[str]:
    for directive in books.directives:
        if (
            isinstance(directive, Transaction)
            and directive.flag == "!"
            and period.first <= directive.date <= period.last
        ):
            text = directive.payee or directive.narration or "a transaction"
            yield f"{short_place(place_of(directive))}: {text} is flagged !"


def _pads(books: Books, period: Period) -> Iterator[str]:
    """Pads of the period, and those of before that an assertion after it decides."""
    for directive in books.directives:
        if not isinstance(directive, Pad) or directive.date > period.last:
            continue
        asserted = next(
            (
                later.date
                for later in books.directives
                if isinstance(later, Balance)
                and later.account == directive.account
                and later.date > directive.date
            ),
            None,
        )
        if directive.date >= period.first or (asserted and asserted > period.last):
            yield (
                f"{short_place(place_of(directive))}: what pads {directive.account}"
                " follows from an assertion; write the transaction that it makes"
            )


def _tax(books: Books, period: Period) -> Iterator[str]:
    """Returns not filed, in books that file any, and those changed since."""
    if not books.source.has("tax-filing"):
        return
    returns = books.filed_returns
    for form in returns.filings.forms:
        for first, last in returns.filings.missing(form, period):
            yield f"{form}: no return is filed of {first} to {last}"
    changed = {
        routed.filing.name
        for routed in returns.routed
        if routed.filing.period.first <= period.last
        and period.first <= routed.filing.period.last
    }
    for name in sorted(changed):
        yield f"what {name} counts was changed after it was filed"


def _money(number: Decimal, currency: str) -> str:
    return f"{with_cents(number, currency):f} {currency}"


_ITEMS: tuple[_Item, ...] = (
    _Item(name="findings", meaning="ledgerkit check has no errors", look=_findings),
    _Item(
        name="control-accounts",
        meaning="control accounts are their open items",
        look=_control_accounts,
    ),
    _Item(
        name="bank-statements",
        meaning="a statement or assertion of the last 31 days proves each bank",
        look=_bank_statements,
    ),
    _Item(
        name="clearing",
        meaning="clearing and suspense accounts are empty",
        look=_clearing,
    ),
    _Item(name="cash", meaning="no cash account was below zero", look=_cash),
    _Item(name="stock", meaning="no stock was below zero", look=_stock),
    _Item(name="numbers", meaning="no number of ours is missing", look=_numbers),
    _Item(name="bills", meaning="bills are approved", look=_bills),
    _Item(
        name="recurring",
        meaning="recurring invoices are written",
        look=_recurring,
    ),
    _Item(name="deferred", meaning="deferred revenue is recognised", look=_deferred),
    _Item(
        name="schedules",
        meaning="depreciation and other schedules are written",
        look=_schedules,
    ),
    _Item(
        name="revaluation",
        meaning="open foreign items are revalued",
        look=_revaluation,
    ),
    _Item(
        name="trial-balance",
        meaning="the trial balance balances to the cent",
        look=_trial_balance,
    ),
    _Item(name="unfinished", meaning="nothing is flagged !", look=_unfinished),
    _Item(name="tax", meaning="tax returns are filed, and as filed", look=_tax),
    _Item(name="pads", meaning="no pad decides a balance", look=_pads),
)

#: Files that wait are looked for on the disk, by whoever closes.
_INBOX = "inbox"

#: The names of the items, in their order.
CHECKLIST: Sequence[str] = [*(item.name for item in _ITEMS), _INBOX]


def close_checklist(
    books: Books,
    period: Period,
    waivers: Mapping[str, str],
    waiting: Sequence[str] | None = None,
) -> Sequence[CheckedItem]:
    """Every item, as it is at the end of a period.

    Args:
        books: The books.
        period: The period to close.
        waivers: Reasons to close it all the same, by item.
        waiting: The files that wait to be imported, a sentence each; None if nobody
            has looked, which makes it no item.
    """
    found = [(i.name, i.meaning, list(i.look(books, period))) for i in _ITEMS]
    if waiting is not None:
        found.append((_INBOX, "no file waits to be imported", list(waiting)))
    return [
        CheckedItem(
            name=name,
            meaning=meaning,
            problems=problems,
            reason=waivers.get(name, ""),
        )
        for name, meaning, problems in found
    ]
