"""What a person should look at in quotes and their invoices."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.slips.refused import record_subject
from ledgerkit.clients.records.pipeline import all_opportunities
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.errors import finding
from ledgerkit.language.finding_kinds import UNKNOWN_PARTY, UNKNOWN_RECORD
from ledgerkit.language.quote_kinds import (
    ACCEPTED_LATE,
    AMENDED_QUOTE,
    INVOICED_UNACCEPTED,
    OPPORTUNITY_DIFFERS,
    OVER_INVOICED_QUOTE,
    UNKNOWN_OPTION,
    UNKNOWN_QUOTE,
    UNKNOWN_QUOTE_LINE,
)
from ledgerkit.ledger.place import place_of, written
from ledgerkit.money import with_cents
from ledgerkit.parties.party import PartyRole
from ledgerkit.quotes.quote import QuoteStatus
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.books.quotes.directives import QuoteHistory
    from ledgerkit.books.quotes.reading import QuoteReading
    from ledgerkit.books.source import Source
    from ledgerkit.clients.records.pipeline import Opportunity
    from ledgerkit.errors import Finding
    from ledgerkit.quotes.invoicing import Invoiced
    from ledgerkit.quotes.quote import ClientQuote


def find_in_quotes(source: Source, *, advice: bool) -> Iterator[Finding]:
    """All findings on quotes, and on the invoices that name one."""
    reading = source.quotes
    yield from reading.findings
    yield from _unknown_quotes(source, reading)
    for history in reading.histories.values():
        yield from _amended(history)
    for invoiced in reading.invoiced(date.max).values():
        yield from _unknown_names(source, invoiced.quote)
        yield from _wrongly_invoiced(invoiced)
        yield from _unknown_recurring(reading, invoiced.quote)
        if advice:
            yield from _out_of_order(invoiced)
    if advice:
        yield from _opportunities(source, reading)


def _unknown_quotes(source: Source, reading: QuoteReading) -> Iterator[Finding]:
    templates = (c for c in source.reading.customs if c.type == "recurring")
    for txn in (*source.reading.marked, *templates):
        number = written(txn.meta, "quote")
        if number is None or number in reading.histories:
            continue
        remedy = suggestion(str(number), reading.histories) or (
            f'; declare it: {txn.date} custom "quote" "{number}" "Its title"'
        )
        yield finding(
            UNKNOWN_QUOTE,
            place_of(txn),
            f'quote "{number}" is not declared{remedy}',
            unfinished=getattr(txn, "flag", "") == "!",
            key="quote",
            about=record_subject("quote", number),
            is_unknown=True,
        )


def _unknown_names(source: Source, quote: ClientQuote) -> Iterator[Finding]:
    known = source.directory.ids(PartyRole.CLIENT)
    if quote.client and quote.client not in known:
        remedy = suggestion(quote.client, known) or (
            f'; declare it: {quote.declared} custom "client" "{quote.client}"'
            ' "Its name"'
        )
        yield finding(
            UNKNOWN_PARTY,
            quote.place,
            f'quote {quote.number}: client "{quote.client}" is not declared{remedy}',
            key="client",
            about=record_subject("client", quote.client),
            is_unknown=True,
        )
    yield from _unknown_records(source, quote)
    for option in sorted(quote.chosen - {*quote.options}):
        known = quote.options
        remedy = suggestion(option, known) or (
            f"; its options are {', '.join(known)}" if known else "; it has no options"
        )
        text = f'quote {quote.number} has no option "{option}"{remedy}'
        yield finding(UNKNOWN_OPTION, quote.place, text, key="options")


def _unknown_records(source: Source, quote: ClientQuote) -> Iterator[Finding]:
    for kind in (RecordKind.MANAGER, RecordKind.CONTACT, RecordKind.OPPORTUNITY):
        id_ = getattr(quote, kind.value)
        known = source.relations.ids(kind) if id_ else ()
        if id_ and id_ not in known:
            remedy = suggestion(id_, known) or (
                f'; declare it: {quote.declared} custom "{kind.value}" "{id_}" "Its'
                ' name"'
            )
            yield finding(
                UNKNOWN_RECORD,
                quote.place,
                f'quote {quote.number}: {kind.value} "{id_}" is not declared{remedy}',
                key=kind.value,
                about=record_subject(kind.value, id_),
                is_unknown=True,
            )


def _wrongly_invoiced(invoiced: Invoiced) -> Iterator[Finding]:
    quote = invoiced.quote
    for part in invoiced.unknown:
        named = f'line "{part.line}"' if part.line else f"a line on {part.account}"
        if part.currency != quote.currency:
            named += f" in {part.currency}"
        lines = ", ".join(line.id for line in quote.agreed) or "none"
        yield finding(
            UNKNOWN_QUOTE_LINE,
            part.place,
            f"{named} is none of quote {quote.number}; name one with quote-line:"
            f' ({lines}), or write quote-line: "none"',
        )
    for line in invoiced.over:
        amount = invoiced.by_line.get(line.id, line.net - line.net)
        last = invoiced.invoices[-1]
        yield finding(
            OVER_INVOICED_QUOTE,
            last.place,
            f'line "{line.id}" of quote {quote.number} is over'
            f" {with_cents(line.net, quote.currency):f} {quote.currency}, and"
            f" {with_cents(amount, quote.currency):f} of it are invoiced; credit what"
            " is too much, or name another line",
        )


def _unknown_recurring(reading: QuoteReading, quote: ClientQuote) -> Iterator[Finding]:
    known = [line.id for line in quote.agreed]
    for recurring in reading.recurring.get(quote.number, ()):
        if recurring.line not in known:
            remedy = suggestion(recurring.line, known) or (
                f"; it has {', '.join(known) or 'none'}"
            )
            yield finding(
                UNKNOWN_QUOTE_LINE,
                recurring.place,
                f"recurring-line {recurring.template}: quote {quote.number} has no line"
                f' "{recurring.line}"{remedy}',
                key="quote-line",
            )


def _out_of_order(invoiced: Invoiced) -> Iterator[Finding]:
    quote = invoiced.quote
    if invoiced.net and quote.status is not QuoteStatus.ACCEPTED:
        first = invoiced.invoices[0]
        yield finding(
            INVOICED_UNACCEPTED,
            first.place,
            f"{first.number} invoices quote {quote.number}, which is"
            f" {quote.status.value}; write {first.day} custom"
            f' "quote" "{quote.number}" with status: "accepted"',
        )
    until, answered = quote.valid_until, quote.answered
    if until is None or answered is None or quote.status is not QuoteStatus.ACCEPTED:
        return
    if answered > until:
        yield finding(
            ACCEPTED_LATE,
            quote.place,
            f"quote {quote.number} was accepted on {answered} and valid until {until};"
            f" correct the day, or write valid-until: {answered}",
            key="valid-until",
        )


def _amended(history: QuoteHistory) -> Iterator[Finding]:
    """The first change of an offer after the client accepted it."""
    for amendment in history.changed_since_accepted(date.max)[:1]:
        number, day = history.number, amendment.day
        yield finding(
            AMENDED_QUOTE,
            amendment.place,
            f"quote {number} is changed after it was accepted, so its total is not what"
            f' was agreed; once the client agrees, write {day} custom "quote"'
            f' "{number}" with status: "accepted" below it, or make it a new quote',
        )


def _opportunities(source: Source, reading: QuoteReading) -> Iterator[Finding]:
    """Opportunities that say something else than their quotes."""
    quotes: dict[str, list[ClientQuote]] = defaultdict(list)
    for quote in reading.all(date.max):
        if quote.opportunity:
            quotes[quote.opportunity].append(quote)
    if not quotes:
        return
    every = all_opportunities(source.relations, source.settings.stages, date.max)
    for opportunity in every:
        offers = quotes.get(opportunity.record.id, [])
        if offers:
            yield from _wrong_stage(source, opportunity, offers)
            yield from _wrong_amount(opportunity, offers)


def _wrong_stage(
    source: Source, opportunity: Opportunity, offers: Sequence[ClientQuote]
) -> Iterator[Finding]:
    stages, id_ = source.settings.stages, opportunity.record.id
    accepted = [q for q in offers if q.status is QuoteStatus.ACCEPTED]
    if accepted and not stages.is_won(opportunity.stage):
        said, stage = f"quote {accepted[0].number} is accepted", "won"
    elif stages.is_open(opportunity.stage) and all(
        quote.status is QuoteStatus.DECLINED for quote in offers
    ):
        said, stage = f"quote {offers[-1].number} is declined", "lost"
    else:
        return
    yield finding(
        OPPORTUNITY_DIFFERS,
        opportunity.record.place,
        f'{said}, and opportunity {id_} is at "{opportunity.stage}"; move it on:'
        f" ledgerkit opportunity move {id_} {stage}",
    )


def _wrong_amount(
    opportunity: Opportunity, offers: Sequence[ClientQuote]
) -> Iterator[Finding]:
    """An amount that is older than the only quote that stands."""
    stands = {QuoteStatus.DRAFT, QuoteStatus.SENT, QuoteStatus.ACCEPTED}
    standing = [quote for quote in offers if quote.status in stands]
    if len(standing) != 1 or opportunity.amount is None:
        return
    [quote], id_ = standing, opportunity.record.id
    changed = max(quote.declared, quote.amended or quote.declared)
    if quote.status is QuoteStatus.ACCEPTED and quote.chosen:
        changed = max(changed, quote.answered or changed)
    since = opportunity.record.since.get("amount", opportunity.record.declared)
    same = (opportunity.amount, opportunity.currency) == (quote.net, quote.currency)
    if since > changed or same:
        return
    net = f"{with_cents(quote.net, quote.currency):f} {quote.currency}"
    said = with_cents(opportunity.amount, opportunity.currency)
    yield finding(
        OPPORTUNITY_DIFFERS,
        opportunity.record.place,
        f"opportunity {id_} is over {said:f} {opportunity.currency}, and its quote"
        f' {quote.number} over {net}; write {changed} custom "opportunity" "{id_}" with'
        f" amount: {net}",
    )
