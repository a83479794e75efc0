"""How to pay: the terms in words, the bank's details and a code to scan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.rendering.payment import payment_code
from ledgerkit.rendering.totals import to_pay
from ledgerkit.text.untrusted_text import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from ledgerkit.invoices.invoice import Invoice, PaymentAccount
    from ledgerkit.rendering.language import Language


#: What fits into the text of a SEPA transfer.
_REFERENCE_MAX = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPayment:
    """How to pay.

    Attributes:
        terms: In sentences.
        details: Label and value of the bank's details.
        code: A code to scan, as the ``data:`` address of a picture; empty if there
            is none.
    """

    terms: Sequence[str]
    details: Sequence[tuple[str, str]]
    code: str


def printed_payment(invoice: Invoice, language: Language) -> PrintedPayment | None:
    """How to pay an invoice; None if there is nothing to be paid."""
    amount = to_pay(invoice)
    if invoice.is_credit or amount <= 0:
        return None
    account = invoice.payment_account
    code = payment_code(account, amount, invoice.currency, invoice.number)
    return PrintedPayment(
        terms=list(_terms(invoice, language)),
        details=list(bank_details(account, invoice.number, language)),
        code=code or "",
    )


def payment_of(
    account: PaymentAccount | None,
    amount: Decimal,
    currency: str,
    reference: str,
    language: Language,
) -> PrintedPayment | None:
    """How to pay an amount that no invoice is about; None if there is nowhere to."""
    if account is None or amount <= 0:
        return None
    return PrintedPayment(
        terms=(),
        details=list(bank_details(account, reference, language)),
        code=payment_code(account, amount, currency, reference) or "",
    )


def reference_to(numbers: Sequence[str]) -> str:
    """Several documents as the text of one transfer, cut where a bank cuts it."""
    reference = ", ".join(numbers)
    return reference if len(reference) <= _REFERENCE_MAX else f"{numbers[0]} …"


def bank_details(
    account: PaymentAccount | None, reference: str, language: Language
) -> Iterator[tuple[str, str]]:
    """Where to pay and what to say, with labels; nothing if no account is known."""
    if account is None:
        return
    words = language.words["payment"]
    yield words["iban"], visible(grouped_iban(account.iban))
    if account.bic:
        yield words["bic"], visible(account.bic)
    if account.holder:
        yield words["holder"], visible(account.holder)
    yield words["reference"], visible(reference)


def grouped_iban(iban: str) -> str:
    """In groups of four, as people read it.

    >>> grouped_iban("IT60X0542811101000000123456")
    'IT60 X054 2811 1010 0000 0123 456'
    """
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))


def _terms(invoice: Invoice, language: Language) -> Iterator[str]:
    words, currency = language.words["terms"], invoice.currency
    parts = invoice.due_parts
    if len(parts) == 1:
        on_receipt = invoice.due == invoice.issued
        day = language.day(invoice.due)
        yield words["on_receipt"] if on_receipt else words["by"].format(day=day)
    else:
        yield words["parts"].format(count=len(parts))
        for part in parts:
            amount = language.money(part.amount, currency)
            yield words["part"].format(amount=amount, day=language.day(part.due))
    offer = invoice.discount
    if offer is not None:
        yield words["discount"].format(
            percent=language.percent(offer.percent),
            day=language.day(offer.until),
            amount=language.money(to_pay(invoice) - offer.amount, currency),
        )
