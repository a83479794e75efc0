"""Which boxes of a form an amount goes to."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ledgerkit.invoices.tax_code import TaxKind
from ledgerkit.money import ZERO
from ledgerkit.taxes.due_amount import TaxedPart
from ledgerkit.taxes.form import NOWHERE, Places
from ledgerkit.taxes.share import parse_shares

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from decimal import Decimal

    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.taxes.due_amount import DueAmount
    from ledgerkit.taxes.form import Rule, TaxForm
    from ledgerkit.taxes.share import Share


@dataclass(frozen=True, slots=True)
class BoxEntry:
    """An amount in a box.

    Attributes:
        taxed: The amount, and where it is from.
        factor: The part of it that counts here; negative if it is taken off.
    """

    taxed: DueAmount
    factor: Decimal

    @property
    def amount(self) -> Decimal:
        """What it adds to the box."""
        return self.taxed.amount * self.factor


class Placed(NamedTuple):
    """A period's amounts in the boxes of a form.

    Attributes:
        entries: The amounts of each box, by its id.
        unplaced: The amounts that no rule and no code put anywhere.
        nowhere: Those, and the amounts that a rule puts in no box.
    """

    entries: dict[str, list[BoxEntry]]
    unplaced: Sequence[DueAmount]
    nowhere: Sequence[DueAmount]


class _Way(NamedTuple):
    """Where amounts of a code go; the rule is None if the code says so itself."""

    places: Places
    rule: Rule | None


def place(
    form: TaxForm,
    amounts: Iterable[DueAmount],
    counting: Callable[[DueAmount], Decimal],
) -> Placed:
    """Put the amounts of a period in the boxes of a form.

    Args:
        form: The form.
        amounts: What falls due in its period.
        counting: The part of an amount that counts.
    """
    placer = Placer(form)
    unplaced: list[DueAmount] = []
    nowhere: list[DueAmount] = []
    found: list[tuple[DueAmount, Rule | None, Sequence[Share]]] = []
    for amount in amounts:
        way = placer.way(amount)
        if way is None:
            unplaced.append(amount)
        else:
            boxes = _of_part(way.places, amount.part)
            found.append((amount, way.rule, boxes))
            if boxes:
                continue
        nowhere.append(amount)
    negative = _negative_rules((amount, rule) for amount, rule, _ in found)
    entries: dict[str, list[BoxEntry]] = {box.id: [] for box in form.boxes}
    for amount, rule, shares in found:
        turned = rule.if_negative if rule is not None and id(rule) in negative else None
        # The form has no negative boxes, but lines for what takes back.
        part = counting(amount)
        for share in _of_part(turned, amount.part) if turned is not None else shares:
            entries[share.box].append(BoxEntry(amount, share.factor * part))
    _turn_negative_boxes(form, entries)
    return Placed(entries, unplaced, nowhere)


def _negative_rules(
    amounts: Iterable[tuple[DueAmount, Rule | None]],
) -> frozenset[int]:
    """The rules under which all amounts come to less than nothing."""
    bases: dict[int, Decimal] = defaultdict(lambda: ZERO)
    taxes: dict[int, Decimal] = defaultdict(lambda: ZERO)
    for amount, rule in amounts:
        if rule is not None and rule.if_negative is not None:
            by_part = bases if amount.part is TaxedPart.BASE else taxes
            by_part[id(rule)] += amount.amount
    return frozenset(
        key for key in {*bases, *taxes} if (bases[key] or taxes[key]) < ZERO
    )


def _turn_negative_boxes(form: TaxForm, entries: dict[str, list[BoxEntry]]) -> None:
    """Move what comes to less than nothing to the box for it."""
    for box in form.boxes:
        own = entries[box.id]
        if box.negative_to and sum((entry.amount for entry in own), ZERO) < ZERO:
            entries[box.negative_to] += [BoxEntry(e.taxed, -e.factor) for e in own]
            entries[box.id] = []


class Placer:
    """Finds where the amounts of each code go, once for each code."""

    def __init__(self, form: TaxForm) -> None:
        self._form = form
        self._ids = form.ids
        self._known: dict[tuple[object, ...], _Way | None] = {}

    def boxes(self, amount: DueAmount) -> Sequence[Share]:
        """The boxes that an amount goes to, if what it is among isn't negative."""
        way = self.way(amount)
        return () if way is None else _of_part(way.places, amount.part)

    def way(self, amount: DueAmount) -> _Way | None:
        """The boxes for a code's amounts; None if nothing says.

        Those that the code itself names, if the form has them; else those of the first
        rule of the form that fits. A code of another country has none, but by a rule
        for such codes.
        """
        code = amount.code
        key = (code.id, code.day, amount.kind, amount.is_bad_debt, amount.scheme)
        by_part = (*key, amount.part)
        if by_part not in self._known:
            self._known[by_part] = self._way(amount)
        return self._known[by_part]

    def _way(self, amount: DueAmount) -> _Way | None:
        form, code = self._form, amount.code
        is_abroad = bool(code.country and form.country and code.country != form.country)
        special = self._of_scheme(amount)
        if special is not None:
            return special
        if not is_abroad and not amount.is_bad_debt:
            stated = self._stated(code)
            if _of_part(stated, amount.part):
                return _Way(stated, None)
        for rule in form.rules:
            if rule.is_abroad == is_abroad and _fits(rule, amount):
                return _Way(rule.places, rule)
        return _Way(NOWHERE, None) if is_abroad else None

    def _of_scheme(self, amount: DueAmount) -> _Way | None:
        """Where a scheme puts sales, whatever boxes their code names; None for none.

        Under a flat rate, tax that is charged goes to no box of tax.
        """
        for rule in self._form.rules:
            if rule.scheme and amount.kind is TaxKind.SALES and _fits(rule, amount):
                return _Way(rule.places, rule)
        return None

    def _stated(self, code: TaxCode) -> Places:
        """The boxes of this form that a code names.

        The other half of a reverse charge has boxes by rule if only that isn't named.
        """
        texts = (code.base_box, code.tax_box, code.reverse_charge_box)
        return Places(*(self._known_shares(text) for text in texts))

    def _known_shares(self, text: str) -> tuple[Share, ...]:
        try:
            shares = parse_shares(text)
        except ValueError:  # A finding names it.
            return ()
        named = ((self._form.box_id(share.box) or share.box, share) for share in shares)
        return tuple(s._replace(box=id_) for id_, s in named if id_ in self._ids)


def _of_part(places: Places, part: TaxedPart) -> tuple[Share, ...]:
    if part is TaxedPart.BASE:
        return places.base
    return places.tax if part is TaxedPart.TAX else places.owed


def _fits(rule: Rule, amount: DueAmount) -> bool:
    code = amount.code
    return (
        rule.kind is amount.kind
        and rule.is_bad_debt == amount.is_bad_debt
        and rule.is_split_payment == code.is_split_payment
        and rule.scheme in {"", amount.scheme}
        and _fits_code(rule, code)
    )


def _fits_code(rule: Rule, code: TaxCode) -> bool:
    return (
        (not rule.categories or code.category in rule.categories)
        and (not rule.rates or code.rate in rule.rates)
        and (not rule.supply or code.supply == rule.supply)
        and (not rule.natures or code.nature.startswith(rule.natures))
        and (not rule.jurisdiction or _is_of(rule.jurisdiction, code))
    )


def _is_of(jurisdiction: str, code: TaxCode) -> bool:
    """Whether a code is of a jurisdiction, or says nothing of any."""
    named = code.jurisdictions.strip().casefold()
    return not named or named.startswith(jurisdiction.casefold())
