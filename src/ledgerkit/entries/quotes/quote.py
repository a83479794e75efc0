"""A quote, or what became of it -> the directives a person would write."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.books.clients.ids import id_named
from ledgerkit.books.documents.party import declared_party, document_currency
from ledgerkit.entries.clients.facts import relation_directive
from ledgerkit.entries.clients.record import RelationDraft, plan_move, plan_relation
from ledgerkit.entries.documents.draft_lines import whole_lines
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.errors import UsageError
from ledgerkit.invoices.number_pattern import NumberHabit, NumberPattern, next_number
from ledgerkit.invoices.numbering import UsedNumber
from ledgerkit.language.word import On
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.parties.party import identifier
from ledgerkit.parties.payment_terms import parse_terms
from ledgerkit.quotes.quote import QuoteStatus
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Custom, Directive

    from ledgerkit.books.books import Books
    from ledgerkit.clients.records.pipeline import Opportunity
    from ledgerkit.entries.documents.document import NewLine
    from ledgerkit.quotes.quote import ClientQuote

#: The numbers of quotes, where no quote of the book shows another pattern.
DEFAULT_PATTERN = NumberPattern("Q-{year}-{number:03}")


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteDraft:
    """A quote before it has a number.

    Attributes:
        client: The client: id, name or alias.
        issued: Its date.
        lines: Those that always count, as an invoice's.
        choices: Those of an option, each after the option's name.
        title: What it is for; None for the first line's description.
        number: As printed; None for the next of the series.
        currency: None for the client's, else the book's.
        valid_until: The last day on which it may be accepted.
        deposit: The deposit asked for, without tax.
        terms: Payment terms of its invoices; empty for the client's.
        opportunity: The opportunity that it is the offer for; empty for none.
        manager: Who made it; empty for the client's manager.
        contact: Whom it goes to; empty if not stated.
        order: The client's order.
        remark: Text to print.
    """

    client: str
    issued: date
    lines: tuple[NewLine, ...] = ()
    choices: tuple[tuple[str, NewLine], ...] = ()
    title: str | None = None
    number: str | None = None
    currency: str | None = None
    valid_until: date | None = None
    deposit: Decimal | None = None
    terms: str = ""
    opportunity: str = ""
    manager: str = ""
    contact: str = ""
    order: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteAnswer:
    """What became of a quote.

    Attributes:
        number: Its number.
        day: The day.
        status: What it now is: sent, accepted or declined.
        reason: Why it was declined.
        options: The options that the client chose.
        valid_until: A new last day on which it may be accepted.
    """

    number: str
    day: date
    status: QuoteStatus
    reason: str = ""
    options: tuple[str, ...] = ()
    valid_until: date | None = None


def plan_quote(books: Books, draft: QuoteDraft) -> PlannedEntries:
    """Plan a quote; its number is the next of these books.

    Raises:
        UsageError: If something it names does not exist, or doesn't fit.
    """
    party = declared_party(books, Side.RECEIVABLE, draft.client, draft.issued)
    currency = draft.currency or document_currency(books, party)
    if draft.valid_until is not None and draft.valid_until < draft.issued:
        raise UsageError(
            f"it would be valid until {draft.valid_until}, before its own date"
            f" {draft.issued}; correct one of the two"
        )
    lines = list(_lines(books, draft, currency))
    if not lines:
        raise UsageError("say what it offers, with at least one --line")
    number = draft.number or next_quote_number(books, draft.issued)
    _check_number(books, number)
    title = draft.title or draft.lines[0].description if draft.lines else draft.title
    head = relation_directive(
        "quote",
        draft.issued,
        (number, title or "Quote"),
        _head(books, draft, party.id, currency),
    )
    directives: list[Directive] = [head]
    directives += [
        relation_directive("quote-line", draft.issued, (number, id_), facts)
        for id_, facts in lines
    ]
    net = sum((line.amount for line in draft.lines), ZERO)
    directives += _followed(books, draft, Amount(net, currency))
    return PlannedEntries(
        done=f"quote {number} over {as_money(net, currency)} without tax",
        directives=directives,
        number=number,
    )


def next_quote_number(books: Books, day: date) -> str:
    """The number that the next quote gets; certain only under the lock."""
    firsts = (
        (number, history.amendments[0])
        for number, history in books.quotes_read.histories.items()
    )
    used = [
        UsedNumber(number=number, day=first.day, place=first.place)
        for number, first in firsts
    ]
    pattern = NumberHabit(used).pattern(day) or DEFAULT_PATTERN
    return next_number(used, pattern, day)


def _check_number(books: Books, number: str) -> None:
    known = books.quotes_read.histories.get(number)
    if known is not None:
        place = short_place(known.amendments[0].place)
        raise UsageError(
            f"the number {number} is taken ({place}); leave --number out for the next"
            " one"
        )


def _head(
    books: Books, draft: QuoteDraft, client: str, currency: str
) -> Mapping[str, Any]:
    """The quote's keys, without empty ones."""
    if draft.terms:
        try:
            parse_terms(draft.terms)
        except ValueError as error:
            raise UsageError(str(error)) from None
    if draft.deposit is not None and draft.deposit <= 0:
        raise UsageError("a deposit is a positive amount; correct it")
    ids = {
        key: id_named(books, on, name) if name else ""
        for key, on, name in (
            ("opportunity", On.OPPORTUNITY, draft.opportunity),
            ("manager", On.MANAGER, draft.manager),
            ("contact", On.CONTACT, draft.contact),
        )
    }
    deposit = draft.deposit
    facts: dict[str, Any] = {
        "client": client,
        **ids,
        "valid-until": draft.valid_until,
        "terms": draft.terms,
        "deposit": Amount(deposit, currency) if deposit is not None else None,
        "order": draft.order,
        "remark": draft.remark,
    }
    return {key: value for key, value in facts.items() if value}


def _lines(
    books: Books, draft: QuoteDraft, currency: str
) -> Iterator[tuple[str, dict[str, Any]]]:
    """The name and the keys of each line."""
    always = whole_lines(books, draft.lines, draft.issued, Side.RECEIVABLE)
    chosen = whole_lines(
        books, [line for _option, line in draft.choices], draft.issued, Side.RECEIVABLE
    )
    options = ["" for _line in always] + [option for option, _line in draft.choices]
    taken: set[str] = set()
    for line, option in zip([*always, *chosen], options, strict=True):
        base = identifier(line.description or line.allowance or line.charge or "line")
        id_, count = base, 1
        while id_ in taken:
            count += 1
            id_ = f"{base}-{count}"
        taken.add(id_)
        yield id_, _line_facts(line, option, currency)


def _line_facts(line: NewLine, option: str, currency: str) -> dict[str, Any]:
    is_single = line.quantity in {None, 1} and not line.unit
    is_plain = is_single and not line.discount and line.discount_percent is None
    first, last = line.period or (None, None)
    facts: dict[str, Any] = {"account": line.account, "description": line.description}
    if is_plain or line.unit_price is None:
        facts["amount"] = Amount(line.amount, currency)
    else:
        facts |= {
            "quantity": line.quantity,
            "unit": line.unit,
            "unit-price": Amount(line.unit_price, currency),
            "discount-percent": line.discount_percent,
        }
        if line.discount_percent is None and line.discount:
            facts["discount"] = Amount(line.discount, currency)
    facts |= {
        "tax": line.tax,
        "allowance": line.allowance,
        "charge": line.charge,
        "option": option or None,
        "period-from": first,
        "period-to": last,
    }
    return {key: value for key, value in facts.items() if value is not None}


def _followed(books: Books, draft: QuoteDraft, amount: Amount) -> Sequence[Directive]:
    """What the opportunity's record says of the offer: its amount."""
    if not draft.opportunity:
        return []
    change = RelationDraft(
        on=On.OPPORTUNITY,
        id=draft.opportunity,
        day=draft.issued,
        facts={"amount": amount},
    )
    return plan_relation(books, change).directives


def plan_answer(books: Books, answer: QuoteAnswer) -> PlannedEntries:
    """Plan the directive that says what became of a quote.

    Its opportunity is moved on: to the won stage if it is accepted, and to the lost one
    if it is declined and no other quote of the opportunity may still be accepted.

    Raises:
        UsageError: If that can't follow on what the quote is.
    """
    quote = books.quotes_read.find(answer.number, answer.day)
    _check_answer(books, quote, answer)
    facts: dict[str, Any] = {"status": answer.status.value}
    if answer.valid_until is not None and answer.valid_until != quote.valid_until:
        facts["valid-until"] = answer.valid_until
    if answer.options:
        facts["options"] = ", ".join(answer.options)
    if answer.reason:
        facts["reason"] = answer.reason
    directive: Custom = relation_directive("quote", answer.day, (quote.number,), facts)
    moved, notes = _moved(books, quote, answer)
    if answer.status is QuoteStatus.ACCEPTED and quote.options and not answer.options:
        notes = [*notes, f"none of its options is chosen: {', '.join(quote.options)}"]
    return PlannedEntries(
        done=f"quote {quote.number} ({answer.status.value})",
        directives=[directive, *moved],
        number=quote.number,
        notes=notes,
    )


def _check_answer(books: Books, quote: ClientQuote, answer: QuoteAnswer) -> None:
    history = books.quotes_read.histories[quote.number]
    last = history.amendments[-1]
    if last.day > answer.day:
        raise UsageError(
            f"quote {quote.number} was changed on {last.day}"
            f" ({short_place(last.place)}), after {answer.day}; correct the date"
        )
    if quote.status in {QuoteStatus.ACCEPTED, QuoteStatus.DECLINED}:
        raise UsageError(
            f"quote {quote.number} was {quote.status.value} on {quote.answered};"
            " write a new one"
        )
    valid = answer.valid_until or quote.valid_until
    if answer.status is not QuoteStatus.DECLINED and valid and valid < answer.day:
        raise UsageError(
            f"quote {quote.number} is valid until {valid}, before {answer.day}; give it"
            " a later day with --valid-until DAY"
        )
    if answer.status is QuoteStatus.DECLINED and not answer.reason:
        raise UsageError(f"say why {quote.number} was declined: --reason TEXT")
    for option in answer.options:
        if option not in quote.options:
            known = quote.options
            remedy = suggestion(option, known) or (
                f"; its options are {', '.join(known)}" if known else ""
            )
            raise UsageError(f'quote {quote.number} has no option "{option}"{remedy}')


def _moved(
    books: Books, quote: ClientQuote, answer: QuoteAnswer
) -> tuple[Sequence[Directive], Sequence[str]]:
    """The directive that moves the quote's opportunity on, and what to note."""
    opportunity = _opportunity_of(books, quote, answer.day)
    stages = books.settings.stages
    if opportunity is None or not stages.is_open(opportunity.stage):
        return [], []
    facts: dict[str, Any] = {}
    if answer.status is QuoteStatus.ACCEPTED:
        facts["stage"] = _stage(books, won=True)
        whole = replace(quote, chosen=frozenset(answer.options))
        facts["amount"] = Amount(whole.net, quote.currency)
    elif answer.status is QuoteStatus.DECLINED:
        if _has_another(books, quote, answer.day):
            return [], [f"another quote of {quote.opportunity} may still be accepted"]
        facts |= {"stage": _stage(books, won=False), "loss-reason": answer.reason}
    elif "proposal" in stages.probabilities:
        facts["stage"] = "proposal"
    change = RelationDraft(
        on=On.OPPORTUNITY, id=quote.opportunity, day=answer.day, facts=facts
    )
    if not facts or facts.get("stage") == opportunity.stage:
        return [], []
    planned = plan_move(books, change)
    return planned.directives, planned.notes


def _opportunity_of(books: Books, quote: ClientQuote, day: date) -> Opportunity | None:
    every = books.relations_read.opportunities(day)
    return next((o for o in every if o.record.id == quote.opportunity), None)


def _has_another(books: Books, quote: ClientQuote, day: date) -> bool:
    return any(
        other.opportunity == quote.opportunity
        and other.number != quote.number
        and (other.status.is_open or other.status is QuoteStatus.ACCEPTED)
        for other in books.quotes_read.all(day)
    )


def _stage(books: Books, *, won: bool) -> str:
    stages = books.settings.stages
    is_it = stages.is_won if won else stages.is_lost
    return next(stage for stage in stages.probabilities if is_it(stage))
