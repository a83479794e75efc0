"""A posting as a filed tax return counted it, so that a later change can be named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from hashlib import sha256
from json import JSONEncoder, loads
from typing import TYPE_CHECKING

from ledgerkit.errors import Place
from ledgerkit.invoices.tax_code import TaxCode, TaxKind
from ledgerkit.taxes.due_amount import DueAmount, TaxedPart, sign_of_owing
from ledgerkit.taxes.share import Share

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_FIELDS = 15
#: Six hexadecimal digits tell two parties apart, and tell nobody who they are.
_PRINT_LENGTH = 6
_json = JSONEncoder(separators=(",", ":"), ensure_ascii=False).encode


@dataclass(frozen=True, kw_only=True)
class FiledPosting:
    """A posting, or the part of it that fell due, as a return counted it.

    Attributes:
        due: The day on which it fell due.
        day: The day of its transaction.
        kind: Of a sale or a purchase.
        code: The id of its tax code.
        part: What it is to the code.
        amount: As `DueAmount` has it.
        account: The account posted to.
        party: A short print of the party: a list names nobody.
        number: Of the document; empty if it has none.
        is_bad_debt: Whether it takes tax back because the debt is given up.
        is_reckoned: Whether it stands in no posting but follows from the base.
        shares: The boxes that it counts in, each with its factor.
        place: Where it stood; no part of the digest, as lines move.
        earlier: The filed period that it corrects; empty for the return's own.
        is_taken_back: Whether that period no longer has it.
    """

    due: date
    day: date
    kind: TaxKind
    code: str
    part: TaxedPart
    amount: Decimal
    account: str
    party: str
    number: str
    is_bad_debt: bool
    is_reckoned: bool
    shares: tuple[Share, ...]
    place: Place
    earlier: str = ""
    is_taken_back: bool = False

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of all that a return rests on, in hexadecimal."""
        return sha256(_json(self._facts()).encode()).hexdigest()

    def _facts(self) -> list[object]:
        boxes = sorted(f"{s.box} {_plain(s.factor)}" for s in self.shares)
        return [
            str(self.due),
            str(self.day),
            self.kind.value,
            self.code,
            self.part.value,
            _plain(self.amount),
            self.account,
            self.party,
            self.number,
            self.is_bad_debt,
            self.is_reckoned,
            boxes,
        ]

    def line(self) -> str:
        """Its line in the list of a filing."""
        place = f"{self.place.filename}:{self.place.lineno}"
        facts = [*self._facts(), place, self.earlier, self.is_taken_back]
        return f"{self.digest} {_json(facts)}"

    @property
    def effect(self) -> Decimal:
        """What it adds to a return: of what is taken back, the opposite."""
        return -self.amount if self.is_taken_back else self.amount

    @property
    def owed(self) -> Decimal:
        """What it adds to what is owed or sold; negative for a purchase."""
        return self.effect * sign_of_owing(self.kind, self.part)

    @property
    def is_posted_tax(self) -> bool:
        """Whether it is tax that stands in a posting, and no base."""
        return self.part is not TaxedPart.BASE and not self.is_reckoned

    def taxed(self) -> DueAmount:
        """The same as an amount of a return."""
        code = TaxCode(id=self.code, day=self.day, rate=Decimal(0), place=self.place)
        return DueAmount(
            due=self.due,
            day=self.day,
            kind=self.kind,
            code=code,
            part=self.part,
            amount=self.effect,
            account=self.account,
            party="",
            number=self.number,
            text="",
            place=self.place,
            is_bad_debt=self.is_bad_debt,
            is_reckoned=self.is_reckoned,
            earlier=self.earlier,
        )


def print_of_party(id_: str) -> str:
    """The print of a party's id that stands in a list."""
    return sha256(id_.encode()).hexdigest()[:_PRINT_LENGTH]


def filed_posting(
    taxed: DueAmount, shares: Sequence[Share], place: Callable[[Place], Place]
) -> FiledPosting:
    """An amount of a return as its filing keeps it.

    Args:
        taxed: The amount.
        shares: The boxes that it counts in.
        place: From a place to the same with the file's name from the books' folder.
    """
    party = print_of_party(taxed.party)
    return FiledPosting(
        due=taxed.due,
        day=taxed.day,
        kind=taxed.kind,
        code=taxed.code.id,
        part=taxed.part,
        amount=taxed.amount,
        account=taxed.account,
        party=party if taxed.party else "",
        number=taxed.number,
        is_bad_debt=taxed.is_bad_debt,
        is_reckoned=taxed.is_reckoned,
        shares=tuple(shares),
        place=place(taxed.place),
    )


#: What text that isn't ours may bring: another shape, or more depth than Python has.
_ODD = (TypeError, AttributeError, LookupError, RecursionError)


def parse_filed_posting(line: str) -> FiledPosting:
    """The posting that a line of a list is about.

    Raises:
        ValueError: If the line is about none, or was changed.
    """
    digest, _, text = line.partition(" ")
    try:
        facts = loads(text)
        posting = _posting(facts) if len(facts) == _FIELDS else None
    except (ValueError, InvalidOperation, *_ODD) as error:
        raise ValueError(f"{line[:40]!r} describes no posting") from error
    if posting is None or posting.digest != digest:
        raise ValueError(f"{line[:40]!r} describes no posting")
    return posting


def _posting(facts: Sequence[str]) -> FiledPosting:
    filename, _, lineno = facts[12].rpartition(":")
    pairs = [box.rpartition(" ") for box in facts[11]]
    return FiledPosting(
        due=date.fromisoformat(facts[0]),
        day=date.fromisoformat(facts[1]),
        kind=TaxKind(facts[2]),
        code=facts[3],
        part=TaxedPart(facts[4]),
        amount=Decimal(facts[5]),
        account=facts[6],
        party=facts[7],
        number=facts[8],
        is_bad_debt=bool(facts[9]),
        is_reckoned=bool(facts[10]),
        shares=tuple(Share(box, Decimal(factor)) for box, _, factor in pairs),
        place=Place(filename, int(lineno)),
        earlier=facts[13],
        is_taken_back=bool(facts[14]),
    )


def _plain(number: Decimal) -> str:
    """A number without zeros at its end."""
    if not number:
        return "0"
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
