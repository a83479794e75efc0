"""How to pay: bank details, and the EPC QR code that banking apps read (GiroCode)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from stdnum import iban as iban_check

from ledgerkit.rendering.qr_code import grouped_iban, qr_picture
from ledgerkit.rendering.swiss_slip import SwissSlip, swiss_slip
from ledgerkit.rendering.totals import to_pay
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.invoices.invoice import DebitNotice, Invoice, PaymentAccount
    from ledgerkit.rendering.language import Language


#: EPC069-12, section 2: the largest amount, and the longest name and text.
_AMOUNT_MAX = Decimal("999999999.99")


_NAME_MAX, _TEXT_MAX = 70, 140


#: EPC069-12, section 2.2: what the code may hold, at error level M.
_BYTES_MAX = 331


_CENT = Decimal("0.01")


def payment_code(
    account: PaymentAccount | None, amount: Decimal, currency: str, text: str
) -> str | None:
    """The QR code as the ``data:`` address of an image.

    Args:
        account: The account to pay into.
        amount: The amount to pay.
        currency: Of the amount.
        text: The remittance text: the document's number.

    Returns:
        None if the standard allows no code: for a currency other than the euro,
        nothing to pay, no valid IBAN, or a name or text that doesn't fit.
    """
    if account is None:
        return None
    message = epc_message(account, amount, currency, text)
    content = b"" if message is None else message.encode()
    if not content or len(content) > _BYTES_MAX:
        return None
    return qr_picture(content)


def epc_message(
    account: PaymentAccount, amount: Decimal, currency: str, text: str
) -> str | None:
    """The lines of the code by EPC069-12 version 3.1; None as in `payment_code`."""
    fits = 0 < len(account.holder) <= _NAME_MAX and len(text) <= _TEXT_MAX
    payable = currency == "EUR" and _CENT <= amount <= _AMOUNT_MAX
    one_line = (account.holder + text).isprintable()
    if not (fits and payable and one_line and _is_iban(account.iban)):
        return None
    cents = amount.quantize(_CENT)
    if cents != amount:
        return None
    return "\n".join(
        (
            "BCD",
            "002",  # The version that does not require the BIC.
            "1",  # UTF-8
            "SCT",
            account.bic,
            account.holder,
            account.iban,
            f"EUR{cents:f}",
            "",  # Purpose
            "",  # Structured reference
            text,
        )
    )


@lru_cache
def _is_iban(iban: str) -> bool:
    return bool(iban_check.is_valid(iban))


#: The length of the remittance text of a SEPA transfer.
_REFERENCE_MAX = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedPayment:
    """How to pay.

    Attributes:
        terms: The payment terms, in sentences.
        details: Labels and values of the bank details.
        code: A QR code, as the ``data:`` address of an image; empty if there is
            none.
        slip: The payment part of a Swiss QR-bill; None if there is none.
    """

    terms: Sequence[str]
    details: Sequence[tuple[str, str]]
    code: str
    slip: SwissSlip | None = None


def printed_payment(invoice: Invoice, language: Language) -> PrintedPayment | None:
    """How to pay an invoice; None if there is nothing to pay."""
    amount = to_pay(invoice)
    if invoice.is_credit or amount <= 0:
        return None
    if invoice.debit is not None:
        # Whoever pays all the same would pay twice, so nothing says where to.
        said = list(_collected(invoice, invoice.debit, language))
        return PrintedPayment(terms=said, details=[], code="")
    account = invoice.payment_account
    slip = swiss_slip(invoice, amount, language)
    code = None
    if slip is None:
        code = payment_code(account, amount, invoice.currency, invoice.number)
    return PrintedPayment(
        terms=list(_terms(invoice, language)),
        details=list(bank_details(account, invoice.number, language)),
        code=code or "",
        slip=slip,
    )


def payment_of(
    account: PaymentAccount | None,
    amount: Decimal,
    currency: str,
    reference: str,
    language: Language,
) -> PrintedPayment | None:
    """How to pay an amount without an invoice; None without an account."""
    if account is None or amount <= 0:
        return None
    return PrintedPayment(
        terms=(),
        details=list(bank_details(account, reference, language)),
        code=payment_code(account, amount, currency, reference) or "",
    )


def reference_to(numbers: Sequence[str]) -> str:
    """Several document numbers as the text of one transfer, cut to its length."""
    reference = ", ".join(numbers)
    return reference if len(reference) <= _REFERENCE_MAX else f"{numbers[0]} …"


def bank_details(
    account: PaymentAccount | None, reference: str, language: Language
) -> Iterator[tuple[str, str]]:
    """Bank details and reference, with labels; nothing without an account."""
    if account is None:
        return
    words = language.words["payment"]
    yield words["iban"], visible(grouped_iban(account.iban))
    if account.bic:
        yield words["bic"], visible(account.bic)
    if account.holder:
        yield words["holder"], visible(account.holder)
    yield words["reference"], visible(reference)


def _collected(
    invoice: Invoice, debit: DebitNotice, language: Language
) -> Iterator[str]:
    """When each part is collected, from where, and by which mandate."""
    words = language.words["terms"]
    for part in invoice.due_parts:
        amount = language.money(part.amount, invoice.currency)
        yield words["collected"].format(amount=amount, day=language.day(part.due))
    yield words["mandate"].format(
        iban=grouped_iban(debit.iban),
        mandate=visible(debit.mandate),
        creditor=visible(debit.creditor_id),
    )


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
