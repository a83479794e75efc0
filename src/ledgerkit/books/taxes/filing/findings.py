"""What a person should look at in filed returns, and in postings without a tax code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.fiscal_year import read_fiscal_year_end
from ledgerkit.books.taxes.filing.filed_returns import FiledReturns
from ledgerkit.books.taxes.filing.filings import read_filings
from ledgerkit.books.taxes.forms import FORM_NAMES, shipped_form
from ledgerkit.books.taxes.proof import prove_return
from ledgerkit.books.taxes.reading import TaxReading
from ledgerkit.errors import UsageError, finding
from ledgerkit.language.document_kinds import FILED_RETURN, TAX_IN_NO_BOX, TAX_PROOF
from ledgerkit.ledger.place import written
from ledgerkit.money import ZERO, with_cents
from ledgerkit.taxes.filing.rules import Route
from ledgerkit.taxes.filing.settlement import settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.filing.filed_returns import RoutedChange
    from ledgerkit.errors import Finding
    from ledgerkit.taxes.filing.filed_posting import FiledPosting
    from ledgerkit.taxes.filing.filing import Filing

#: How many parts of one posting a sentence names.
_SHOWN = 3


def find_in_filed_returns(source: Source) -> Iterator[Finding]:
    """What was changed of filed returns, each posting once, and broken lists."""
    customs = source.reading.customs
    filings, unreadable = read_filings(customs, read_fiscal_year_end(customs))
    yield from unreadable
    for filing in filings.all:
        if filing.form not in FORM_NAMES:
            message = f"filed return {filing.name}: there is no form {filing.form}"
            yield finding(FILED_RETURN, filing.place, message)
    try:
        reading = TaxReading(source)
    except UsageError:
        # Without a currency there is no return; that is said where one is asked for.
        return
    returns = FiledReturns(source, reading)
    yield from returns.broken_lists()
    for routed in returns.routed:
        yield _changed(returns, routed)
    for name in set(filings.forms) & set(FORM_NAMES):
        for filing in filings.of(name):
            yield from _proven(source, reading, returns, filing)


def _changed(returns: FiledReturns, routed: RoutedChange) -> Finding:
    filing, change = routed.filing, routed.change
    [one, *_] = change.after or change.before
    number = f" of {one.number}" if one.number else ""
    said = f"{one.account}{number} {change.what}: {_said(routed)}"
    if not change.after:
        said += f"; it stood at {one.place}"
    place = returns.lists.whole(one.place) if change.after else filing.place
    message = f"filed return {filing.name}: {said}; {_where(routed)}"
    return finding(FILED_RETURN, place, message)


def _proven(
    source: Source, reading: TaxReading, returns: FiledReturns, filing: Filing
) -> Iterator[Finding]:
    """Whether accounts of tax are settled, and hold nothing that no box takes."""
    form, listed = shipped_form(filing.form), returns.filed_list(filing)
    if listed is None:
        return
    name, entries = filing.name, _settled(source, filing)
    for account, number in settle(form, listed.boxes, listed.postings).accounts.items():
        rest = number - entries.get(account, ZERO)
        if rest:
            message = (
                f"filed return {name}: {_money(abs(rest), filing.currency)} of what"
                f" it counts isn't settled on {account}; its entry with tax-return:"
                f' "{name}" is missing or was changed'
            )
            yield finding(TAX_PROOF, filing.place, message)
    for amount in prove_return(reading, form, filing.period).nowhere:
        message = (
            f"filed return {name}: {_money(amount.amount, filing.currency)} under"
            f" {amount.code.id} stands on {amount.account}, and no box takes it; post"
            " it to the expense or income that it belongs to"
        )
        yield finding(TAX_IN_NO_BOX, amount.place, message)


def _settled(source: Source, filing: Filing) -> Mapping[str, Decimal]:
    """What the entries that settle a return post, by account."""
    found: dict[str, Decimal] = {}
    for directive in source.reading.marked:
        if not isinstance(directive, Transaction):
            continue
        if written(directive.meta, "tax-return") != filing.name:
            continue
        for posting in directive.postings:
            if posting.units is not None and posting.units.number is not None:
                number = found.get(posting.account, ZERO) + posting.units.number
                found[posting.account] = number
    return found


def _where(routed: RoutedChange) -> str:
    """Where the change goes, and what to do."""
    filing = routed.filing
    words = shipped_form(filing.form).filing.correction.in_words(routed.route)
    if routed.route is Route.NEXT_RETURN:
        return f"put it back, or it counts in {words}"
    return (
        f"put it back, or hand in {words}, and run ledgerkit tax-return"
        f" {filing.period.label} --file"
    )


def _said(routed: RoutedChange) -> str:
    currency, change = routed.filing.currency, routed.change
    was, now = (_in_words(p, currency) for p in (change.before, change.after))
    if was and now:
        return f"{was} was filed, now {now}"
    return was or now


def _in_words(postings: Sequence[FiledPosting], currency: str) -> str:
    """Its parts, with day, amount, code, and the boxes that they are in."""
    parts = [
        f"{with_cents(p.amount, currency):f} under {p.code} on {p.due}"
        f" in {', '.join(share.box for share in p.shares)}"
        for p in postings[:_SHOWN]
    ]
    more = len(postings) - _SHOWN
    return " and ".join(parts) + (f" and {more} more" if more > 0 else "")


def _money(number: Decimal, currency: str) -> str:
    return f"{with_cents(number, currency):f} {currency}"
