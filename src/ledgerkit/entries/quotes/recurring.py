"""Lines of an accepted quote -> a recurring template that invoices them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.entries.clients.facts import relation_directive
from ledgerkit.entries.entry import PlannedEntries, as_money
from ledgerkit.errors import UsageError
from ledgerkit.ledger.place import short_place
from ledgerkit.money import ZERO
from ledgerkit.parties.party import identifier
from ledgerkit.receivables.recurring.recurrence import parse_recurrence
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.books import Books
    from ledgerkit.quotes.invoicing import Invoiced
    from ledgerkit.quotes.quote import ClientQuote, QuoteLine


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteTemplate:
    """What of a quote is to be invoiced again and again.

    Attributes:
        quote: The quote's number.
        day: The first day of the first period.
        rule: How often, as in a template, e.g. ``monthly``.
        lines: Names of lines; none for every line of which nothing is invoiced.
        id: The template's id; empty for one of the client and the quote's title.
        until: The last day that is invoiced; None for no end.
        in_arrears: Whether a period is invoiced when it is over.
    """

    quote: str
    day: date
    rule: str
    lines: tuple[str, ...] = ()
    id: str = ""
    until: date | None = None
    in_arrears: bool = False


def plan_quote_template(books: Books, request: QuoteTemplate) -> PlannedEntries:
    """Plan the template; the lines are then invoiced by it, and no longer left.

    Raises:
        UsageError: If the quote is not accepted, or a line is invoiced already.
    """
    quote = books.quotes_read.find(request.quote, request.day)
    if why := quote.why_not_invoiced(request.day):
        raise UsageError(why)
    try:
        parse_recurrence(request.rule)
    except ValueError as error:
        raise UsageError(str(error)) from None
    if request.until is not None and request.until < request.day:
        raise UsageError(f"it would end on {request.until}, before {request.day}")
    lines = _lines(books.quotes_read.invoiced_of(quote.number, date.max), request)
    id_ = request.id or identifier(f"{quote.client} {quote.title}")
    _check_id(books, id_)
    head = _head(quote, request)
    directives: list[Directive] = [
        relation_directive("recurring", request.day, (id_, request.rule), head)
    ]
    directives += [
        relation_directive(
            "recurring-line", request.day, (id_, line.id), _facts(line, quote.currency)
        )
        for line in lines
    ]
    net = as_money(sum((line.net for line in lines), ZERO), quote.currency)
    return PlannedEntries(
        done=f"template {id_} over {net} without tax, {request.rule}",
        directives=directives,
        number=id_,
        notes=["ledgerkit recur writes its invoices"],
    )


def _head(quote: ClientQuote, request: QuoteTemplate) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "client": quote.client,
        "text": quote.title,
        "quote": quote.number,
        "terms": quote.terms,
        "order": quote.order,
        "remark": quote.remark,
        "until": request.until,
        "invoiced": "in arrears" if request.in_arrears else "",
    }
    return {key: value for key, value in facts.items() if value}


def _lines(invoiced: Invoiced, request: QuoteTemplate) -> Sequence[QuoteLine]:
    """The lines that are asked for, of which nothing may be invoiced yet."""
    quote = invoiced.quote
    known = {line.id: line for line in quote.agreed}
    for name in request.lines:
        if name not in known:
            remedy = suggestion(name, known) or f"; there are {', '.join(known)}"
            raise UsageError(f'quote {quote.number} has no line "{name}"{remedy}')
        if name in invoiced.recurring:
            template = invoiced.recurring[name]
            raise UsageError(
                f'line "{name}" is invoiced by template {template} already'
            )
        if invoiced.by_line.get(name):
            amount = as_money(invoiced.by_line[name], quote.currency)
            raise UsageError(f'{amount} of line "{name}" are invoiced already')
    names = request.lines or tuple(_untouched(invoiced))
    if not names:
        raise UsageError(f"no line of quote {quote.number} is wholly left to invoice")
    return [known[name] for name in dict.fromkeys(names)]


def _untouched(invoiced: Invoiced) -> Iterator[str]:
    for line in invoiced.quote.agreed:
        if line.id not in invoiced.recurring and not invoiced.by_line.get(line.id):
            yield line.id


def _check_id(books: Books, id_: str) -> None:
    known = books.recurring.templates.get(id_)
    if known is not None:
        raise UsageError(
            f'there is a template "{id_}" ({short_place(known.place)}); give this one'
            " another id with --id"
        )


def _facts(line: QuoteLine, currency: str) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "account": line.account,
        "description": line.allowance or line.charge or line.description,
        "quote-line": line.id,
        "tax": line.tax,
    }
    # A template has no discount as an amount, so that line says what it comes to.
    if line.unit_price is None or (line.discount and line.discount_percent is None):
        facts["amount"] = Amount(line.net, currency)
    else:
        facts |= {
            "quantity": line.quantity,
            "unit": line.unit,
            "unit-price": Amount(line.unit_price, currency),
            "discount-percent": line.discount_percent,
        }
    return {key: value for key, value in facts.items() if value not in {None, ""}}
