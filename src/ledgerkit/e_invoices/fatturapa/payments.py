"""The payment details of a received FatturaPA (DatiPagamento)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ledgerkit.e_invoices.received import without_repeats
from ledgerkit.e_invoices.received_facts import account
from ledgerkit.money import ZERO
from ledgerkit.parties.payment_terms import DuePart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from ledgerkit.invoices.invoice import PaymentAccount
    from ledgerkit.xml.part import XmlPart

#: Longer terms than ten years are typing errors.
_DAYS_MAX = 3660


@dataclass(frozen=True, slots=True, kw_only=True)
class ItalianPayments:
    """The payments requested.

    Attributes:
        payable: The sum of the payments; None if there are none.
        due: The latest due date; None if there is none.
        parts: The instalments; empty if none has a due date.
        accounts: The accounts to pay into, each once.
        terms: Codes of terms and means, and early-payment discounts.
        payee: The payee, if stated.
        warning: A warning for the user; empty if none.
    """

    payable: Decimal | None
    due: date | None
    parts: tuple[DuePart, ...]
    accounts: tuple[PaymentAccount, ...]
    terms: str
    payee: str
    warning: str = ""


def italian_payments(
    body: XmlPart, *, issued: date, payable: Decimal
) -> ItalianPayments:
    """The payments of one document.

    Args:
        body: Its FatturaElettronicaBody.
        issued: Its date: the due date of a payment without one, if others have one.
        payable: The amount to pay by its totals; it tells instalments from one payment
            offered in several ways.

    Raises:
        UnreadableFileError: If an amount or a day can't be read.
    """
    details = list(body.all("DatiPagamento/DettaglioPagamento"))
    amounts = [
        d.required_number("ImportoPagamento", "ImportoPagamento") for d in details
    ]
    days = [_due(detail) for detail in details]
    parts = [
        DuePart(due=day or issued, amount=amount)
        for day, amount in zip(days, amounts, strict=True)
    ]
    warning = ""
    if len(amounts) > 1 and sum(amounts) != payable and set(amounts) == {payable}:
        parts = [min(parts, key=lambda part: part.due)]
        warning = f"it offers {len(amounts)} ways to pay the same amount once"
    known_days = [day for day in days if day]
    return ItalianPayments(
        payable=sum((part.amount for part in parts), ZERO) if parts else None,
        due=max(part.due for part in parts) if known_days else None,
        parts=tuple(sorted(parts, key=lambda part: part.due)) if known_days else (),
        accounts=_accounts(details),
        terms=" ".join(without_repeats(_terms(body))),
        payee="; ".join(
            without_repeats(detail.text("Beneficiario") for detail in details)
        ),
        warning=warning,
    )


def _due(detail: XmlPart) -> date | None:
    """The due date, or a number of days from another."""
    named = detail.day("DataScadenzaPagamento", "DataScadenzaPagamento")
    start = detail.day(
        "DataRiferimentoTerminiPagamento", "DataRiferimentoTerminiPagamento"
    )
    days = detail.number("GiorniTerminiPagamento", "GiorniTerminiPagamento")
    if named or start is None or days is None or not 0 <= days <= _DAYS_MAX:
        return named
    try:
        return start + timedelta(days=int(days))
    except OverflowError:
        return None


def _accounts(details: list[XmlPart]) -> tuple[PaymentAccount, ...]:
    by_iban: dict[str, PaymentAccount] = {}
    for detail in details:
        names = detail.text("IBAN"), detail.text("BIC"), detail.text("Beneficiario")
        payment_account = account(*names)
        if payment_account:
            by_iban.setdefault(payment_account.iban, payment_account)
    return tuple(by_iban.values())


def _terms(body: XmlPart) -> Iterator[str]:
    for block in body.all("DatiPagamento"):
        yield block.text("CondizioniPagamento")
        for detail in block.all("DettaglioPagamento"):
            yield detail.text("ModalitaPagamento")
            discount = detail.text("ScontoPagamentoAnticipato")
            until = detail.text("DataLimitePagamentoAnticipato")
            if discount:
                yield f"(less {discount} if paid by {until or 'an early day'})"
