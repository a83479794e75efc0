"""``custom "order"``, ``"order-line"``, ``"goods-received"`` -> orders of a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from beancount.core.amount import Amount

from ledgerkit.books.slips.refused import effects_of_refusing
from ledgerkit.errors import finding
from ledgerkit.language.check_words import check_keys
from ledgerkit.language.finding_kinds import BAD_VALUE
from ledgerkit.language.order_kinds import BAD_ORDER
from ledgerkit.language.vocabulary import keys_on
from ledgerkit.language.word import On
from ledgerkit.ledger.place import place_of, written
from ledgerkit.money import ZERO, amount_is_readable, rounded
from ledgerkit.parties.directory import Amendment
from ledgerkit.parties.payment_terms import parse_terms
from ledgerkit.payables.order import OrderLine, PurchaseOrder
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from beancount.core.data import Custom

    from ledgerkit.errors import Finding, Place

ORDER, ORDER_LINE, GOODS_RECEIVED = "order", "order-line", "goods-received"
_FORMS = {
    ORDER: '"order" "PO-7" "rossi"',
    ORDER_LINE: '"order-line" "PO-7" "paper"',
    GOODS_RECEIVED: '"goods-received" "PO-7" "paper" 60',
}


@dataclass(slots=True)
class _Draft:
    """An order while its directives are read."""

    vendor: str
    said: list[Amendment] = field(default_factory=list)
    lines: dict[str, list[Amendment]] = field(default_factory=dict)
    came: list[tuple[date, str, Decimal]] = field(default_factory=list)


class OrderRecords:
    """Every order of a book.

    Attributes:
        findings: Directives that can't be read.
    """

    def __init__(self, customs: Iterable[Custom]) -> None:
        """Read every order, and note those that can't be read."""
        self.findings: list[Finding] = []
        self._drafts: dict[str, _Draft] = {}
        self._unread: set[str] = set()
        for custom in customs:
            if custom.type in _FORMS:
                self._read(custom)

    def __bool__(self) -> bool:
        """Whether the book keeps orders."""
        return bool(self._drafts)

    @property
    def ids(self) -> Sequence[str]:
        """The orders' ids, in ledger order."""
        return list(self._drafts)

    def is_unread(self, id_: str) -> bool:
        """Whether a directive of this order can't be read."""
        return id_ in self._unread

    def on(self, day: date) -> Mapping[str, PurchaseOrder]:
        """The orders given by a day, as amended by then."""
        found = ((id_, self.order(id_, day)) for id_ in self._drafts)
        return {id_: order for id_, order in found if order is not None}

    def order(self, id_: str, day: date) -> PurchaseOrder | None:
        """An order as amended by a day; None if there is none by then."""
        draft = self._drafts.get(id_)
        if draft is None or draft.said[0].day > day:
            return None
        facts = _facts(draft.said, day)
        lines = {}
        currency = ""
        for name, said in draft.lines.items():
            own = _facts(said, day)
            if own:
                line, currency = _line(name, own, said[0].place)
                lines[name] = line
        return PurchaseOrder(
            id=id_,
            vendor=draft.vendor,
            day=draft.said[0].day,
            expected=facts.get("expected"),
            closed=facts.get("closed"),
            terms=str(facts.get("terms") or ""),
            text=str(facts.get("text") or ""),
            currency=currency,
            lines=lines,
            place=draft.said[0].place,
        )

    def received(self, id_: str, day: date) -> Mapping[str, Decimal]:
        """How many units of each line of an order came by a day."""
        sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for came_on, line, units in self._drafts[id_].came:
            if came_on <= day:
                sums[line] += units
        return sums

    def _read(self, custom: Custom) -> None:
        values = [value.value for value in custom.values or ()]
        try:
            _check_values(custom, values)
            if custom.type == ORDER:
                self._read_order(custom, *values)
            elif custom.type == ORDER_LINE:
                self._read_line(custom, *values)
            else:
                self._read_goods(custom, *values)
        except ValueError as error:
            if values and isinstance(values[0], str):
                self._unread.add(values[0])
            form = f"; write for instance {custom.date} custom {_FORMS[custom.type]}"
            text = str(error)
            text += "" if "write" in text or "did you mean" in text else form
            self.findings.append(
                finding(
                    BAD_ORDER,
                    place_of(custom),
                    text,
                    explains=effects_of_refusing(custom),
                )
            )

    def _read_order(self, custom: Custom, id_: str, vendor: str) -> None:
        draft = self._drafts.get(id_)
        if draft is not None and draft.vendor != vendor:
            raise ValueError(
                f'order {id_} is with "{draft.vendor}", and here with "{vendor}"; write'
                " the same vendor, or another number"
            )
        said = self._said(custom, On.ORDER, f"order {id_}")
        if said.facts.get("terms"):
            try:
                parse_terms(str(said.facts["terms"]))
            except ValueError as error:
                raise ValueError(f"order {id_}: terms: {error}") from None
        if draft is None:
            draft = self._drafts[id_] = _Draft(vendor=vendor)
        draft.said.append(said)

    def _read_line(self, custom: Custom, id_: str, name: str) -> None:
        draft = self._known(id_, ORDER_LINE)
        said = self._said(custom, On.ORDER_LINE, f"order-line {id_} {name}")
        earlier = draft.lines.get(name, [])
        _read, currency = _line(
            f"{id_} {name}", _facts([*earlier, said], custom.date), said.place
        )
        other = next((c for c in self._currencies(draft) if c != currency), None)
        if other is not None:
            raise ValueError(
                f"order-line {id_} {name} is in {currency}, and the order in {other};"
                " write another order for it"
            )
        draft.lines[name] = [*earlier, said]

    def _read_goods(self, custom: Custom, id_: str, name: str, units: Decimal) -> None:
        draft = self._known(id_, GOODS_RECEIVED)
        if name not in draft.lines:
            remedy = suggestion(name, draft.lines) or (
                f'; write {custom.date} custom "order-line" "{id_}" "{name}" above it'
            )
            raise ValueError(f'order {id_} has no line "{name}" by then{remedy}')
        if not units or not amount_is_readable(units):
            raise ValueError(f"goods-received {id_} {name}: {units:f} is no quantity")
        draft.came.append((custom.date, name, units))

    def _known(self, id_: str, type_: str) -> _Draft:
        draft = self._drafts.get(id_)
        if draft is None:
            remedy = suggestion(id_, self._drafts)
            raise ValueError(f'{type_} of "{id_}", which is no order by then{remedy}')
        return draft

    @staticmethod
    def _currencies(draft: _Draft) -> Iterator[str]:
        for said in draft.lines.values():
            yield _line("", _facts(said, said[-1].day), said[0].place)[1]

    def _said(self, custom: Custom, on: On, about: str) -> Amendment:
        """What a directive says; what can't be read is reported and left out."""
        mistakes = list(check_keys(custom, on, about))
        self.findings += mistakes
        wrong = {each.key for each in mistakes if each.kind is BAD_VALUE}
        facts = {
            key: written(custom.meta, key)
            for key in custom.meta
            if key in keys_on(on) and key not in wrong
        }
        return Amendment(day=custom.date, facts=facts, place=place_of(custom))


def _check_values(custom: Custom, values: Sequence[Any]) -> None:
    is_goods = custom.type == GOODS_RECEIVED
    texts = values[:2]
    is_right = len(values) == 2 + is_goods and all(
        isinstance(text, str) and text.strip() for text in texts
    )
    if not is_right or (is_goods and not isinstance(values[2], Decimal)):
        what = {
            ORDER: "the order's number and its vendor's id, in quotes",
            ORDER_LINE: "the order's number and a name, in quotes",
            GOODS_RECEIVED: "an order's number and line, in quotes, and a quantity",
        }[custom.type]
        raise ValueError(f"{custom.type} needs {what}")


def _facts(said: Iterable[Amendment], day: date) -> Mapping[str, Any]:
    """The latest value of each key by a day."""
    facts: dict[str, Any] = {}
    for each in said:
        if each.day <= day:
            facts |= each.facts
    return facts


def _line(name: str, facts: Mapping[str, Any], place: Place) -> tuple[OrderLine, str]:
    """A line, and its currency.

    Raises:
        ValueError: If its price isn't known.
    """
    quantity, price, amount = (
        facts.get(key) for key in ("quantity", "unit-price", "amount")
    )
    stated = price if isinstance(price, Amount) else amount
    if not isinstance(stated, Amount) or stated.number is None or stated.number <= 0:
        raise ValueError(
            f"order-line {name} has no price; write quantity: 60 and unit-price:"
            " 4.00 EUR, or amount: 240.00 EUR"
        )
    if quantity is None and isinstance(price, Amount):
        raise ValueError(f"order-line {name} has no quantity; write quantity: 60")
    if quantity is not None and not quantity > 0:
        raise ValueError(
            f"order-line {name}: quantity: {quantity} is none; write 60, say"
        )
    currency, whole = stated.currency, stated.number
    if isinstance(price, Amount) and quantity is not None:
        whole = rounded(quantity * stated.number, currency)
        if isinstance(amount, Amount) and amount != Amount(whole, currency):
            raise ValueError(
                f"order-line {name}: quantity times unit-price is {whole:f} {currency},"
                f" and amount: {amount}; write one of the two"
            )
    goods = facts.get("goods")
    line = OrderLine(
        name=name,
        account=str(facts.get("account") or ""),
        quantity=quantity,
        price=None
        if quantity is None
        else (stated.number if isinstance(price, Amount) else whole / quantity),
        ordered=whole,
        description=str(facts.get("description") or name),
        tax=str(facts.get("tax") or ""),
        is_goods=quantity is not None and goods is not False,
        place=place,
    )
    return line, currency
