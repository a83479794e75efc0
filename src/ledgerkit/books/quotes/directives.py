"""``custom "quote"`` and ``custom "quote-line"`` -> quotes with their history."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.books.slips.refused import effects_of_refusing
from ledgerkit.errors import Finding, finding
from ledgerkit.invoices.line_amount import line_discount, line_net
from ledgerkit.language.check_words import check_keys, wrong_value
from ledgerkit.language.quote_kinds import BAD_QUOTE
from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of
from ledgerkit.money import ZERO
from ledgerkit.parties.directory import Amendment, facts_on
from ledgerkit.quotes.quote import ClientQuote, QuoteLine, QuoteStatus
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from beancount.core.data import Custom

    from ledgerkit.invoices.tax_code import TaxCodes

_NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.-]*")
_FORMS = {
    "quote": '"quote" "Q-2026-001" "New website"',
    "quote-line": '"quote-line" "Q-2026-001" "design"',
}
_KNOWN = {on: keys_on(on) for on in (On.QUOTE, On.QUOTE_LINE)}
_STATUSES = frozenset(status.value for status in QuoteStatus)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteHistory:
    """Everything the books say of a quote.

    Attributes:
        number: Its number.
        titles: Its titles, each with its day.
        amendments: Its directives, earliest first.
        lines: Those of each line, by its id, in the order of the first of each.
    """

    number: str
    titles: Sequence[tuple[date, str]]
    amendments: Sequence[Amendment]
    lines: Mapping[str, Sequence[Amendment]]

    def as_of(self, day: date, codes: TaxCodes) -> ClientQuote | None:
        """The quote as at a day; None if it is of a later one."""
        written = [a for a in self.amendments if a.day <= day]
        if not written:
            return None
        facts = _facts(written, day)
        titles = [title for given_on, title in self.titles if given_on <= day]
        declared = written[0].day
        lines = [
            line
            for id_, amendments in self.lines.items()
            if (line := _line(id_, amendments, day)) is not None
        ]
        known = {x.tax: code for x in lines if (code := codes.on(x.tax, declared))}
        return ClientQuote(
            number=self.number,
            title=titles[-1] if titles else self.number,
            client=facts.get("client", ""),
            status=_status(facts, day),
            currency=self.currency,
            lines=lines,
            codes=known,
            chosen=frozenset(_words(facts.get("options", ""))),
            valid_until=facts.get("valid-until"),
            deposit=_number(facts.get("deposit")) or ZERO,
            declared=declared,
            amended=self._amended(declared, day),
            sent=self._first(day, "sent"),
            answered=self._answered(facts, day),
            place=written[0].place,
            **{key: facts.get(key, "") for key in _TEXTS},
        )

    @property
    def currency(self) -> str:
        """Of its first line with a price; empty if there is none."""
        return next(iter(self.currencies()), "")

    def currencies(self) -> Iterator[str]:
        """The currencies of its prices, in the order of the text."""
        for amendments in self.lines.values():
            for amendment in amendments:
                for key in ("amount", "unit-price", "discount"):
                    value = amendment.facts.get(key)
                    if isinstance(value, Amount):
                        yield value.currency

    def changed_since_accepted(self, day: date) -> Sequence[Amendment]:
        """What changed the offer after the client last accepted it, up to a day."""
        accepted: Amendment | None = None
        for amendment in self.amendments:
            if amendment.day <= day and "status" in amendment.facts:
                is_it = amendment.facts["status"] == QuoteStatus.ACCEPTED.value
                accepted = amendment if is_it else None
        if accepted is None:
            return []
        return [a for a in self._changes(day) if _is_later(a, accepted)]

    def _changes(self, day: date) -> Iterator[Amendment]:
        """The directives that say what is offered, up to a day."""
        heads = (a for a in self.amendments if not _ANSWERS.issuperset(a.facts))
        lines = (a for amendments in self.lines.values() for a in amendments)
        return (a for a in (*heads, *lines) if a.day <= day)

    def _amended(self, declared: date, day: date) -> date | None:
        last = max((a.day for a in self._changes(day)), default=declared)
        return last if last > declared else None

    def _first(self, day: date, status: str) -> date | None:
        """The day it got a status for the first time."""
        days = (
            a.day
            for a in self.amendments
            if a.day <= day and a.facts.get("status") == status
        )
        return next(days, None)

    def _answered(self, facts: Mapping[str, Any], day: date) -> date | None:
        status = facts.get("status", "")
        if status not in {QuoteStatus.ACCEPTED.value, QuoteStatus.DECLINED.value}:
            return None
        answered: date | None = None
        for amendment in self.amendments:
            if amendment.day <= day and "status" in amendment.facts:
                same = amendment.facts["status"] == status
                answered = (answered or amendment.day) if same else None
        return answered


#: What may be said of a quote without changing what it offers.
_ANSWERS = frozenset(
    {"status", "options", "reason", "manager", "contact", "opportunity"}
    | {"order", "valid-until"}
)
_TEXTS = ("terms", "opportunity", "manager", "contact", "order", "remark", "reason")


def _is_later(one: Amendment, other: Amendment) -> bool:
    """Whether a directive comes after another; of one day, by their lines."""
    if one.day != other.day:
        return one.day > other.day
    ours, theirs = one.place, other.place
    return ours.filename == theirs.filename and ours.lineno > theirs.lineno


def _facts(amendments: Iterable[Amendment], day: date) -> dict[str, Any]:
    known = facts_on(tuple(amendments), day)
    return {k: fact.value for k, fact in known.items() if fact.value is not None}


def _words(text: str) -> list[str]:
    return [word.strip() for word in text.split(",") if word.strip()]


def _number(value: Any) -> Decimal | None:
    number = getattr(value, "number", value)
    return number if isinstance(number, Decimal) else None


def _status(facts: Mapping[str, Any], day: date) -> QuoteStatus:
    written = QuoteStatus(facts.get("status", QuoteStatus.DRAFT.value))
    until = facts.get("valid-until")
    is_over = until is not None and until < day
    return QuoteStatus.EXPIRED if written.is_open and is_over else written


def _line(id_: str, amendments: Sequence[Amendment], day: date) -> QuoteLine | None:
    """A line as at a day; None before its first directive."""
    written = [amendment for amendment in amendments if amendment.day <= day]
    if not written:
        return None
    facts = _facts(written, day)
    quantity, price = _number(facts.get("quantity")), _number(facts.get("unit-price"))
    currency = next((v.currency for v in facts.values() if isinstance(v, Amount)), "")
    percent = _number(facts.get("discount-percent"))
    discount = _number(facts.get("discount")) or ZERO
    units = Decimal(1) if quantity is None else quantity
    net = _number(facts.get("amount"))
    if price is not None:
        if percent is not None:
            discount = line_discount(units, price, percent, currency)
        net = line_net(units, price, discount, currency)
    first, last = facts.get("period-from"), facts.get("period-to")
    return QuoteLine(
        id=id_,
        account=facts.get("account", ""),
        net=net or ZERO,
        description=facts.get("description", id_),
        quantity=quantity,
        unit=facts.get("unit", ""),
        unit_price=price,
        discount=discount,
        discount_percent=percent,
        tax=facts.get("tax", ""),
        option=facts.get("option", ""),
        allowance=facts.get("allowance", ""),
        charge=facts.get("charge", ""),
        period=(first, last) if first and last else None,
        place=written[0].place,
    )


def read_quote_histories(
    customs: Iterable[Custom],
) -> tuple[Mapping[str, QuoteHistory], Sequence[Finding]]:
    """Every quote by its number, in ledger order, and what can't be read of them."""
    reader = _Reader()
    for custom in customs:
        if custom.type in _FORMS:
            reader.read(custom)
    for history in reader.quotes.values():
        reader.check(history)
    return reader.quotes, reader.findings


class _Reader:
    def __init__(self) -> None:
        self.quotes: dict[str, QuoteHistory] = {}
        self.findings: list[Finding] = []

    def read(self, custom: Custom) -> None:
        try:
            values = _texts(custom)
            if custom.type == "quote":
                self._quote(custom, *values)
            else:
                self._line(custom, *values)
        except ValueError as error:
            text = str(error)
            if "; did you mean" not in text:
                text += f"; write {custom.date} custom {_FORMS[custom.type]}"
            effects = effects_of_refusing(custom)
            self.findings.append(
                finding(BAD_QUOTE, place_of(custom), text, explains=effects)
            )

    def check(self, history: QuoteHistory) -> None:
        """Report what makes its total wrong."""
        currencies = list(dict.fromkeys(history.currencies()))
        if len(currencies) > 1:
            place = history.amendments[0].place
            text = f"quote {history.number} has prices in {' and '.join(currencies)}"
            self.findings.append(
                finding(BAD_QUOTE, place, f"{text}; write all of them in one")
            )
        for id_, amendments in history.lines.items():
            line = _line(id_, amendments, date.max)
            assert line is not None
            facts = _facts(amendments, date.max)
            for lacks in _lacking(line, facts):
                text = f"quote-line {history.number} {id_}: {lacks}"
                self.findings.append(finding(BAD_QUOTE, line.place, text))

    def _quote(self, custom: Custom, number: str, title: str) -> None:
        known = self.quotes.get(number)
        if known is None and not title:
            raise ValueError(
                f'quote "{number}" is first written without its title'
                + suggestion(number, self.quotes)
            )
        if not _NUMBER.fullmatch(number):
            raise ValueError(f'"{number}" is no number of a quote')
        amendment = self._amendment(custom, On.QUOTE, f"quote {number}")
        self.quotes[number] = QuoteHistory(
            number=number,
            titles=[*(known.titles if known else ()), (custom.date, title)]
            if title
            else known.titles
            if known
            else (),
            amendments=[*(known.amendments if known else ()), amendment],
            lines=known.lines if known else {},
        )
        if known is None and not amendment.facts.get("client"):
            text = f'quote {number} has no client; write client: "acme"'
            self.findings.append(finding(BAD_QUOTE, place_of(custom), text))

    def _line(self, custom: Custom, number: str, id_: str) -> None:
        known = self.quotes.get(number)
        if known is None:
            raise ValueError(
                f'quote-line of "{number}", which is no quote by then'
                + suggestion(number, self.quotes)
            )
        if not id_:
            raise ValueError(f'quote-line of "{number}" has no name')
        label = f"quote-line {number} {id_}"
        amendment = self._amendment(custom, On.QUOTE_LINE, label)
        lines = dict(known.lines)
        lines[id_] = [*lines.get(id_, ()), amendment]
        self.quotes[number] = QuoteHistory(
            number=number,
            titles=known.titles,
            amendments=known.amendments,
            lines=lines,
        )

    def _amendment(self, custom: Custom, on: On, label: str) -> Amendment:
        """The readable keys; the others are reported."""
        self.findings += check_keys(custom, on, label)
        facts = {
            key: value
            for key, value in custom.meta.items()
            if key not in {"filename", "lineno"}
            and not key.startswith("__")
            and not (key in _KNOWN[on] and wrong_value(key, value))
            and (key != "status" or value is None or value in _STATUSES)
        }
        return Amendment(day=custom.date, facts=facts, place=place_of(custom))


def _texts(custom: Custom) -> tuple[str, str]:
    values = [value.value for value in custom.values or ()]
    texts = [value for value in values if isinstance(value, str) and value]
    if len(texts) != len(values) or not 1 <= len(values) <= 2:
        second = "a title" if custom.type == "quote" else "the name of a line"
        raise ValueError(f"a {custom.type} needs a number and {second}, in quotes")
    return texts[0], texts[1] if len(texts) > 1 else ""


def _lacking(line: QuoteLine, facts: Mapping[str, Any]) -> Iterator[str]:
    """What a line needs and lacks, with what to write."""
    if not line.account:
        yield 'it has no account; write account: "Income:Services"'
    if "amount" not in facts and "unit-price" not in facts:
        yield "it has no price; write amount: 1000.00 EUR, or unit-price: and quantity:"
    if "amount" in facts and "unit-price" in facts:
        amount = _number(facts["amount"])
        if amount != line.net:
            yield (
                f"amount: {amount} is not what quantity and unit-price come to,"
                f" {line.net}; take one of the two away"
            )
