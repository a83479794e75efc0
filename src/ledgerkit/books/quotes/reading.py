"""A book's quotes, and what is invoiced of each, on any day."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from ledgerkit.books.documents.lines import PartKind, PartsReader, PostedParts
from ledgerkit.books.quotes.directives import read_quote_histories
from ledgerkit.errors import UsageError
from ledgerkit.general_ledger.chart_of_accounts import Role, RootAccount
from ledgerkit.ledger.place import place_in, place_of, written
from ledgerkit.money import ZERO
from ledgerkit.open_items.purpose import Purpose
from ledgerkit.open_items.side import Side
from ledgerkit.quotes.invoicing import QuotedPart, QuoteInvoice, invoiced_of
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from beancount.core.data import Directive, Transaction

    from ledgerkit.books.documents.lines import PostedPart
    from ledgerkit.books.quotes.directives import QuoteHistory
    from ledgerkit.books.reading import Reading
    from ledgerkit.errors import Finding, Place
    from ledgerkit.open_items.control_posting import ControlPosting
    from ledgerkit.quotes.invoicing import Invoiced
    from ledgerkit.quotes.quote import ClientQuote

_DAYS_KEPT = 4
_LINES = frozenset({PartKind.LINE, PartKind.ADJUSTMENT})
_RECURRING = frozenset({"recurring", "recurring-line"})


@dataclass(frozen=True, slots=True, kw_only=True)
class RecurringQuoteLine:
    """A line of a quote that a recurring template invoices.

    Attributes:
        line: The line's id.
        template: The template's id.
        day: From when on.
        place: Where that is said.
    """

    line: str
    template: str
    day: date
    place: Place


class QuoteReading:
    """Every quote of a book.

    Attributes:
        histories: What the books say of each, by its number, in ledger order.
        findings: The directives that can't be read.
    """

    def __init__(
        self,
        reading: Reading,
        directives: Sequence[Directive],
        options: Mapping[str, Any],
    ) -> None:
        """Read from the result of a loader, and a reading of it."""
        self._reading, self._directives, self._options = reading, directives, options
        self.histories: Mapping[str, QuoteHistory]
        self.findings: Sequence[Finding]
        self.histories, self.findings = read_quote_histories(reading.customs)
        self.all = lru_cache(maxsize=_DAYS_KEPT)(self._all)
        self.invoiced = lru_cache(maxsize=_DAYS_KEPT)(self._invoiced)

    def _all(self, as_of: date) -> Sequence[ClientQuote]:
        """Every quote as at a day, in the order of their days."""
        codes = self._reading.tax_codes
        quotes = (h.as_of(as_of, codes) for h in self.histories.values())
        return sorted(
            (quote for quote in quotes if quote is not None),
            key=attrgetter("declared"),
        )

    def _invoiced(self, as_of: date) -> Mapping[str, Invoiced]:
        """How much of each quote is invoiced as at a day, by its number."""
        return {quote.number: self._of(quote, as_of) for quote in self.all(as_of)}

    def _of(self, quote: ClientQuote, as_of: date) -> Invoiced:
        invoices = self.invoices_of(quote.number, as_of)
        lines = self.recurring.get(quote.number, ())
        recurring = {line.line: line.template for line in lines if line.day <= as_of}
        return invoiced_of(quote, invoices, recurring)

    @cached_property
    def recurring(self) -> Mapping[str, Sequence[RecurringQuoteLine]]:
        """The lines that recurring templates invoice, by their quote's number."""
        quote_of: dict[str, str] = {}
        lines: dict[str, list[RecurringQuoteLine]] = defaultdict(list)
        for custom in self._reading.customs:
            if custom.type not in _RECURRING or not custom.values:
                continue
            template = str(custom.values[0].value)
            if custom.type == "recurring" and "quote" in custom.meta:
                quote_of.setdefault(template, str(written(custom.meta, "quote") or ""))
            line = written(custom.meta, "quote-line")
            if line is not None and template in quote_of:
                lines[quote_of[template]].append(
                    RecurringQuoteLine(
                        line=str(line),
                        template=template,
                        day=custom.date,
                        place=place_of(custom),
                    )
                )
        return lines

    def find(self, number: str, as_of: date) -> ClientQuote:
        """The quote with a number, as at a day.

        Raises:
            UsageError: If there is none by then.
        """
        history = self.histories.get(number)
        if history is None:
            remedy = suggestion(number, self.histories) or (
                "; see ledgerkit quote list for all"
            )
            raise UsageError(f'there is no quote "{number}"{remedy}')
        quote = history.as_of(as_of, self._reading.tax_codes)
        if quote is None:
            declared = history.amendments[0].day
            raise UsageError(f"quote {number} is of {declared}, after {as_of}")
        return quote

    def invoiced_of(self, number: str, as_of: date) -> Invoiced:
        """How much of one quote is invoiced as at a day, without reckoning all.

        Raises:
            UsageError: If there is none by then.
        """
        return self._of(self.find(number, as_of), as_of)

    def invoices_of(self, number: str, as_of: date) -> Sequence[QuoteInvoice]:
        """The invoices of a quote up to a day, and what takes them back."""
        invoices = self.invoices.get(number, ())
        return invoices[: bisect_right(invoices, as_of, key=attrgetter("day"))]

    @cached_property
    def invoices(self) -> Mapping[str, Sequence[QuoteInvoice]]:
        """The invoices of each quote by its number, in the order of their days."""
        quote_of: dict[str, str] = {}
        by_quote: dict[str, list[QuoteInvoice]] = defaultdict(list)
        credits_: list[tuple[ControlPosting, Transaction]] = []
        for posting, txn in self._documents():
            quote = written(txn.meta, "quote")
            if quote is not None:
                number = _number(posting)
                quote_of.setdefault(number, str(quote))
                by_quote[str(quote)].append(self._invoice(str(quote), posting, txn))
            elif _takes_back(posting):
                credits_.append((posting, txn))
        for posting, txn in credits_:
            # One that somebody wrote without the key: its invoice says the quote.
            named = {quote_of[n] for n in _named(posting) if n in quote_of}
            if len(named) == 1:
                quote = named.pop()
                by_quote[quote].append(self._invoice(quote, posting, txn))
        return {
            quote: sorted(invoices, key=lambda x: (x.day, x.place))
            for quote, invoices in by_quote.items()
        }

    def _documents(self) -> Iterator[tuple[ControlPosting, Transaction]]:
        """The transactions that may be of a quote, each with a receivable of it."""
        marked = {id(d) for d in self._reading.marked if "quote" in d.meta}
        if not marked:
            return
        reading, directives, last = self._reading, self._directives, -1
        for posting, index in zip(
            reading.control_postings, reading.origins, strict=True
        ):
            txn = directives[index]
            # One with several due dates has several postings.
            is_ours = id(txn) in marked or _takes_back(posting)
            if index != last and is_ours and posting.side is Side.RECEIVABLE:
                last = index
                yield posting, txn  # type: ignore[misc]

    def _invoice(
        self, quote: str, posting: ControlPosting, txn: Transaction
    ) -> QuoteInvoice:
        parts = PostedParts()
        self._parts.read(parts, txn, -1, posting.currency)
        taxes: dict[str, Decimal] = {}
        for part in parts.posted:
            if part.kind is PartKind.TAX:
                code = str(written(part.posting.meta, "tax") or "")
                taxes[code] = taxes.get(code, ZERO) + part.amount
        return QuoteInvoice(
            quote=quote,
            number=_number(posting),
            day=txn.date,
            currency=posting.currency,
            parts=tuple(
                self._part(p, posting.currency)
                for p in parts.posted
                if p.kind in _LINES
            ),
            taxes=taxes,
            place=place_of(txn),
            credits=_credited(posting) if _takes_back(posting) else (),
        )

    def _part(self, part: PostedPart, currency: str) -> QuotedPart:
        posting = part.posting
        role = self._reading.chart.role(posting.account)
        return QuotedPart(
            account=posting.account,
            tax=str(written(posting.meta, "tax") or ""),
            net=part.amount,
            currency=currency,
            line=str(written(posting.meta, "quote-line") or ""),
            is_deposit=role is not None and role.role is Role.CLIENT_ADVANCE,
            place=place_in(posting.meta),
        )

    @cached_property
    def _parts(self) -> PartsReader:
        reading, options = self._reading, self._options
        roots = (RootAccount.ASSETS, RootAccount.LIABILITIES)
        return PartsReader(
            reading.chart,
            reading.tax_codes,
            frozenset(options[f"name_{root.value}"] for root in roots),
        )


def _number(posting: ControlPosting) -> str:
    """The document's own number; its first link if it has none."""
    return posting.credit or posting.number or next(iter(posting.links), "")


def _named(posting: ControlPosting) -> frozenset[str]:
    return frozenset((*posting.links, posting.number or ""))


def _credited(posting: ControlPosting) -> tuple[str, ...]:
    """What a credit takes back; a void takes back what has its own number."""
    own = _number(posting)
    return tuple(sorted(_named(posting) - {own, ""})) or (own,)


def _takes_back(posting: ControlPosting) -> bool:
    return posting.credit is not None or posting.purpose is Purpose.TAKEN_BACK
