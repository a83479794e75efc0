"""Tax codes: what a line's ``tax:`` names, with the rate in force on a day."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from ledgerkit.errors import Place


class TaxCategory(StrEnum):
    """The tax category, by EN 16931 (UNTDID 5305)."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUTSIDE_SCOPE = "O"

    @property
    def is_taxed(self) -> bool:
        """Whether the rate may be other than zero."""
        return self is TaxCategory.STANDARD

    @property
    def needs_reason(self) -> bool:
        """Whether an e-invoice must say why there is no tax."""
        return self not in {TaxCategory.STANDARD, TaxCategory.ZERO}


class TaxKind(StrEnum):
    """Whether a code is for sales or for purchases."""

    SALES = "sales"
    PURCHASE = "purchase"


class TaxPoint(StrEnum):
    """When tax falls due."""

    DOCUMENT = "document"
    PAYMENT = "payment"
    """By the share that each payment has in its document."""
    EARLIER = "earlier"
    """At payment as far as it comes before the document; else at the document."""
    PAYMENT_WITHIN_YEAR = "payment-within-year"
    """At payment, and a year after the document at the latest."""


class UsedFor(StrEnum):
    """Which sales a purchase is for, where some are exempt."""

    TAXED = "taxed"
    EXEMPT = "exempt"
    BOTH = "both"


class Supply(StrEnum):
    """What is sold or bought under a code."""

    GOODS = "goods"
    SERVICES = "services"
    TRIANGULAR = "triangular"
    """Goods that go straight from our vendor to our client, all three in the Union."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCode:
    """One tax code as in force from a day.

    Attributes:
        id: As named by ``tax:``, e.g. ``it22``.
        day: The day it takes effect.
        rate: As a fraction: 0.22 is 22 percent.
        kind: For sales or purchases; None if it may stand on both.
        account: The account the tax is posted to; None if there is none to post.
        category: By EN 16931; None if not stated.
        name: Printed instead of the rate; empty for the rate alone.
        reason: Why there is no tax, in words (BT-120); empty if taxed.
        reason_code: The same as a VATEX code (BT-121); empty if there is none.
        nature: The same as an Italian nature code, e.g. ``N2.1``; empty if none.
        base_box: Box of the tax return for the base.
        tax_box: Box of the tax return for the tax.
        reverse_charge_account: The account for the other half of a reverse charge.
        reverse_charge_box: Box of the tax return for that half.
        country: The country whose tax it is, if it isn't the company's; else empty.
        supply: Goods, services or a triangular trade; None if not stated.
        tax_point: When the tax falls due; None for as the company's scheme says.
        is_split_payment: Whether the client pays the tax to the office itself.
        used_for: Which sales a purchase is for; None for taxed ones.
        is_incidental: Whether its sales don't count for how much may be deducted.
        until: The last day on which it may be used; None for no end.
        jurisdictions: Who shares the rate, e.g. state and county; empty if nobody does.
        dispatch: The country that goods go out from, if it isn't the company's; else
            empty.
        place: Where it was declared.
    """

    id: str
    day: date
    rate: Decimal
    kind: TaxKind | None = None
    account: str | None = None
    category: TaxCategory | None = None
    name: str = ""
    reason: str = ""
    reason_code: str = ""
    nature: str = ""
    base_box: str = ""
    tax_box: str = ""
    reverse_charge_account: str | None = None
    reverse_charge_box: str = ""
    country: str = ""
    supply: Supply | None = None
    tax_point: TaxPoint | None = None
    is_split_payment: bool = False
    used_for: UsedFor | None = None
    is_incidental: bool = False
    until: date | None = None
    jurisdictions: str = ""
    dispatch: str = ""
    place: Place

    @property
    def is_reverse_charge(self) -> bool:
        """Whether we owe the tax on it in the vendor's place."""
        return self.reverse_charge_account is not None or (
            self.kind is TaxKind.PURCHASE
            and self.category
            in {TaxCategory.REVERSE_CHARGE, TaxCategory.INTRA_COMMUNITY}
        )

    @property
    def nets_to_nothing(self) -> bool:
        """Whether both halves of its tax are on one account, or on none."""
        return self.is_reverse_charge and (
            self.reverse_charge_account in {None, self.account}
        )

    @property
    def percent(self) -> Decimal:
        """The rate in percent, without trailing zeros.

        >>> from datetime import date
        >>> from ledgerkit.errors import Place
        >>> day, place = date(2026, 1, 1), Place("main.beancount", 1)
        >>> TaxCode(id="it22", day=day, rate=Decimal("0.220"), place=place).percent
        Decimal('22')
        """
        # Through text: normalize() alone writes 20 as 2E+1.
        return Decimal(f"{(self.rate * 100).normalize():f}")


class TaxCodes:
    """Every declared tax code, with its history."""

    def __init__(self, declared: Iterable[TaxCode]) -> None:
        """Take the declarations in any order."""
        self._history: dict[str, list[TaxCode]] = defaultdict(list)
        for code in sorted(declared, key=lambda code: (code.day, code.place)):
            self._history[code.id].append(code)

    def __bool__(self) -> bool:
        """Whether any is declared."""
        return bool(self._history)

    @property
    def declared(self) -> Iterator[TaxCode]:
        """Every declaration, in no order."""
        return (code for history in self._history.values() for code in history)

    @property
    def ids(self) -> Sequence[str]:
        """The ids, in alphabetical order."""
        return sorted(self._history)

    @property
    def every(self) -> Iterator[TaxCode]:
        """Each declaration of a code."""
        return (code for history in self._history.values() for code in history)

    def on(self, id_: str, day: date) -> TaxCode | None:
        """The code in force on a day; None if undeclared.

        Before its first directive, a code counts as first declared.
        """
        history = self._history.get(id_)
        if not history:
            return None
        in_force = [code for code in history if code.day <= day]
        return in_force[-1] if in_force else history[0]

    def accounts(self) -> frozenset[str]:
        """Every account that a code posts its tax to."""
        return frozenset(
            account
            for history in self._history.values()
            for code in history
            for account in (code.account, code.reverse_charge_account)
            if account
        )
