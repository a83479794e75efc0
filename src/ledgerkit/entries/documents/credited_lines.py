"""The lines that credit an invoice: the rest of it, an amount, or given lines.

Lines here are as on the invoice, so positive for what it charged; the tax under each of
its codes, and what goes with the lines, such as tax withheld, are credited in
proportion. `ledgerkit.invoices.crediting` says how the parts sum to the invoice.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.books.documents.crediting import LineKey
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.entries.entry import as_money
from ledgerkit.errors import UsageError
from ledgerkit.invoices.crediting import (
    BaseAndTax,
    left_of,
    part_of_gross,
    part_of_rest,
    shared_out,
    tax_of_part,
)
from ledgerkit.money import ZERO

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from ledgerkit.books.documents.crediting import Creditable, PartsUnderCode


class CreditedLines:
    """Makes the lines of a credit of one document."""

    def __init__(self, creditable: Creditable, label: str, currency: str) -> None:
        """Credit what is left of a document.

        Args:
            creditable: What is left of it.
            label: Its name in a sentence.
            currency: Of every amount.
        """
        self._creditable = creditable
        self._invoiced = creditable.invoiced
        self._credited = creditable.credited
        self._label = label
        self._currency = currency

    @property
    def most(self) -> Decimal:
        """The most that an amount may credit."""
        return sum(self._all_left(), ZERO)

    def of_amount(self, amount: Decimal) -> Iterator[NewLine]:
        """An amount with tax, in proportion to what is left; at most `most`."""
        shares = shared_out(amount, self._all_left(), currency=self._currency)
        codes, rest = list(self._invoiced.by_code), list(self._invoiced.rest)
        for code, gross in zip(codes, shares[: len(codes)], strict=True):
            if gross:
                yield from self._of_gross(code, gross)
        for key, part in zip(rest, shares[len(codes) :], strict=True):
            if part:
                yield _line(key, part)

    def of_lines(self, lines: Sequence[NewLine]) -> Iterator[NewLine]:
        """These lines, then their tax and their share of the rest.

        Raises:
            UsageError: If they credit more under a code than is left.
        """
        yield from lines
        net = ZERO
        for code, given in _by_code(lines).items():
            under = self._invoiced.by_code.get(code)
            is_tax = under.taxes if under else ()
            base = sum((x.amount for x in given if x.account not in is_tax), ZERO)
            self._check(code, base)
            net += base
            if under is not None and all(x.account not in is_tax for x in given):
                yield from self._taxes(under, code, base)
        upto, whole = self._credited.net + net, self._invoiced.net
        for key, invoiced in self._invoiced.rest.items():
            part = part_of_rest(
                invoiced,
                self._credited.rest[key],
                upto=upto,
                whole=whole,
                currency=self._currency,
            )
            if part:
                yield _line(key, part)

    def _all_left(self) -> list[Decimal]:
        """What is left under each code with its tax, then of each of the rest."""
        return [
            *(self._creditable.left_under(c).gross for c in self._invoiced.by_code),
            *(self._creditable.left_of_rest(key) for key in self._invoiced.rest),
        ]

    def _check(self, code: str, base: Decimal) -> None:
        left = self._creditable.left_under(code).base
        if min(ZERO, left) <= base <= max(ZERO, left):
            return
        under = f"under tax code {code}" if code else "without a tax code"
        known = [id_ for id_, parts in self._invoiced.by_code.items() if parts.bases]
        if code not in known:
            names = ", ".join(id_ or "none" for id_ in known)
            raise UsageError(
                f"{self._label} has nothing {under} to credit; its tax codes are"
                f" {names}"
            )
        raise UsageError(
            f"{as_money(base, self._currency)} {under} can't be credited:"
            f" {self._label} has {as_money(left, self._currency)} of it left, without"
            " tax"
        )

    def _of_gross(self, code: str, gross: Decimal) -> Iterator[NewLine]:
        under, taken = self._invoiced.by_code[code], self._credited.by_code[code]
        if under.is_reverse_charge:
            part = BaseAndTax(gross, ZERO)
        else:
            part = part_of_gross(
                gross,
                invoiced=under.sums,
                credited=taken.sums,
                rate=under.code.rate if under.code else None,
                currency=self._currency,
            )
        yield from self._bases(under, code, part.base)
        if under.is_reverse_charge:
            yield from self._taxes(under, code, part.base)
        else:
            yield from self._shared_tax(under, code, part.tax)

    def _bases(
        self, under: PartsUnderCode, code: str, base: Decimal
    ) -> Iterator[NewLine]:
        """A base on the accounts of its lines; of nothing where there is only tax."""
        taken = self._credited.by_code[code].bases
        # The largest takes what the others can't.
        keys = sorted(under.bases, key=lambda key: -abs(under.bases[key]))
        left = [left_of(under.bases[key], taken[key]) for key in keys]
        parts = shared_out(base, left, currency=self._currency) if keys else []
        for number, (key, part) in enumerate(zip(keys, parts, strict=True)):
            if part or (not base and not number):
                yield _line(key, part, code)

    def _taxes(
        self, under: PartsUnderCode, code: str, base: Decimal
    ) -> Iterator[NewLine]:
        """The tax on a base; each half of a reverse charge by itself."""
        rate = under.code.rate if under.code else None
        credited = self._credited.by_code[code]
        if not under.is_reverse_charge:
            tax = tax_of_part(
                base,
                invoiced=under.sums,
                credited=credited.sums,
                rate=rate,
                currency=self._currency,
            )
            yield from self._shared_tax(under, code, tax)
            return
        for account, amount in under.taxes.items():
            assert rate is not None
            half = tax_of_part(
                base,
                invoiced=BaseAndTax(under.sums.base, amount),
                credited=BaseAndTax(credited.sums.base, credited.taxes[account]),
                rate=rate if amount * under.sums.base > 0 else -rate,
                currency=self._currency,
            )
            if half:
                yield _line(LineKey(account), half, code)

    def _shared_tax(
        self, under: PartsUnderCode, code: str, tax: Decimal
    ) -> Iterator[NewLine]:
        if not tax:
            return
        taken = self._credited.by_code[code].taxes
        left = [left_of(amount, taken[a]) for a, amount in under.taxes.items()]
        parts = shared_out(tax, left, currency=self._currency)
        for account, part in zip(under.taxes, parts, strict=True):
            if part:
                yield _line(LineKey(account), part, code)


def turned(lines: Iterable[NewLine]) -> tuple[NewLine, ...]:
    """The same lines as they stand on a credit."""
    return tuple(replace(line, amount=-line.amount) for line in lines)


def _by_code(lines: Sequence[NewLine]) -> Mapping[str, Sequence[NewLine]]:
    grouped: dict[str, list[NewLine]] = defaultdict(list)
    for line in lines:
        grouped[line.tax or ""].append(line)
    return grouped


def _line(key: LineKey, amount: Decimal, code: str = "") -> NewLine:
    return NewLine(
        account=key.account,
        amount=amount,
        tax=code or None,
        allowance=key.allowance or None,
        charge=key.charge or None,
        withholding=key.withholding or None,
        quote_line=key.quote_line or None,
    )
