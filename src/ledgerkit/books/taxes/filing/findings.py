"""What a person should look at in filed returns, and in postings without a tax code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.general_ledger.fiscal_year import read_fiscal_year_end
from ledgerkit.books.general_ledger.movements import weight_of
from ledgerkit.books.taxes.filing.filed_returns import FiledReturns
from ledgerkit.books.taxes.filing.filings import read_filings
from ledgerkit.books.taxes.forms import FORM_NAMES, shipped_form
from ledgerkit.books.taxes.reading import TaxReading
from ledgerkit.errors import UsageError, finding
from ledgerkit.language.document_kinds import FILED_RETURN, TAX_IN_NO_BOX, TAX_PROOF
from ledgerkit.ledger.place import place_of, short_place, written
from ledgerkit.money import ZERO, rounded, with_cents
from ledgerkit.taxes.filing.rules import Route

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet
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
    for name in filings.forms:
        for filing, other in filings.overlapping(name):
            message = (
                f"filed return {filing.name} has days in common with {other.name}"
                f" ({short_place(other.place)}), so that both count them; remove one"
            )
            yield finding(FILED_RETURN, filing.place, message)
    yield from _settling_nothing(source, {filing.name for filing in filings.all})
    try:
        reading = TaxReading(source)
    except UsageError:
        # Without a currency there is no return; that is said where one is asked for.
        return
    returns = FiledReturns(source, reading)
    yield from returns.broken_lists()
    for routed in returns.routed:
        yield _changed(returns, routed)
    yield from _other_figures(returns)
    for name in set(filings.forms) & set(FORM_NAMES):
        for filing in filings.of(name):
            yield from _proven(source, returns, filing)


def _settling_nothing(source: Source, names: AbstractSet[str]) -> Iterator[Finding]:
    """Entries that settle what isn't filed: what says so was taken out."""
    for directive in source.reading.marked:
        name = written(directive.meta, "tax-return")
        if isinstance(directive, Transaction) and name and name not in names:
            message = (
                f"the entry settles {name}, and no tax-filing says that it was filed;"
                " put that back, or remove the entry"
            )
            yield finding(TAX_PROOF, place_of(directive), message)


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


def _other_figures(returns: FiledReturns) -> Iterator[Finding]:
    """Filed returns whose figures differ, though no posting in them was changed."""
    explained = {routed.filing.digest for routed in returns.routed}
    for name in set(returns.filings.forms) & set(FORM_NAMES):
        for filing in returns.filings.of(name):
            boxes = returns.changed_boxes(filing)
            if not boxes or filing.digest in explained:
                continue
            differing = ", ".join(
                f"{id_} {_money(was, filing.currency)}, now"
                f" {_money(now, filing.currency)}"
                for id_, (was, now) in list(boxes.items())[:_SHOWN]
            )
            message = (
                f"filed return {filing.name}: it was filed with {differing}; what is"
                " stated, carried over or the rate was changed; put that back, or run"
                f" ledgerkit tax-return {filing.period.label} --file to correct it"
            )
            # What follows from a correction before it must not stand in its way.
            follows = returns.is_carried(filing, boxes)
            yield finding(FILED_RETURN, filing.place, message, unfinished=follows)


def _proven(source: Source, returns: FiledReturns, filing: Filing) -> Iterator[Finding]:
    """Whether accounts of tax are settled, and hold nothing that no box takes."""
    listed = returns.filed_list(filing)
    if listed is None:
        return
    name, entries = filing.name, _settled(source, filing)
    for account, number in listed.accounts.items():
        rest = number - entries.get(account, ZERO)
        if rest:
            message = (
                f"filed return {name}: {_money(abs(rest), filing.currency)} of what"
                f" it counts isn't settled on {account}; its entry with tax-return:"
                f' "{name}" is missing or was changed'
            )
            yield finding(TAX_PROOF, filing.place, message)
    for amount in returns.nowhere(filing):
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
            number, _currency = weight_of(posting)
            found[posting.account] = found.get(posting.account, ZERO) + number
    return {
        account: rounded(number, filing.currency) for account, number in found.items()
    }


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
