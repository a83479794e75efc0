"""A printed remittance advice: what we paid, and for which bills."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.rendering.language import choose_language
from ledgerkit.rendering.letter import Letter, is_abroad, printed_party
from ledgerkit.rendering.qr_code import grouped_iban
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.payables.credit_transfer import RemittanceAdvice, RemittanceLine
    from ledgerkit.rendering.language import Language
    from ledgerkit.rendering.reminder import LetterAddress
    from ledgerkit.rendering.stationery import Stationery


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRemittanceLine:
    """One bill or credit; every text is safe to show."""

    kind: str
    number: str
    issued: str
    amount: str
    discount: str
    paid: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedRemittance:
    """What ``remittance.html`` shows.

    Attributes:
        text: The letter's text.
        lines: The bills paid.
        has_discount: Whether any discount is taken.
        total: The amount sent.
    """

    text: str
    lines: Sequence[PrintedRemittanceLine]
    has_discount: bool
    total: str


def render_remittance(
    advice: RemittanceAdvice, address: LetterAddress, stationery: Stationery
) -> str:
    """A remittance advice as a complete page, in the vendor's language.

    Args:
        advice: The remittance advice.
        address: Ourselves, and the vendor as its ``client``.
        stationery: Templates and logo.

    Raises:
        StationeryError: If a user's template or the logo is wrong.
    """
    company, vendor = address.company, address.client
    language = choose_language(vendor.text("lang"), company.text("lang"))
    abroad = is_abroad(company, vendor)
    words = language.words["remittance"]
    letter = Letter(
        language=language,
        title=words["title"],
        subject="",
        dated=address.day.isoformat(),
        sender=printed_party(company, language, abroad=abroad),
        recipient=printed_party(vendor, language, abroad=abroad),
        logo=stationery.logo_of(company),
        facts=list(_facts(advice, language)),
        remark="",
    )
    document = PrintedRemittance(
        text=words["text"],
        lines=[_line(line, advice.currency, language) for line in advice.lines],
        has_discount=any(line.discount for line in advice.lines),
        total=language.money(advice.amount, advice.currency),
    )
    return stationery.pages.render("remittance.html", letter, document)


def _facts(advice: RemittanceAdvice, language: Language) -> Iterator[tuple[str, str]]:
    words = language.words["remittance"]
    yield words["day"], language.day(advice.day)
    if advice.iban:
        yield words["account"], visible(grouped_iban(advice.iban))
    yield words["reference"], visible(advice.reference or advice.run)
    yield language.words["document"]["currency"], visible(advice.currency)


def _line(
    line: RemittanceLine, currency: str, language: Language
) -> PrintedRemittanceLine:
    words = language.words["invoice"]
    discount = language.amount(line.discount, currency) if line.discount else ""
    return PrintedRemittanceLine(
        kind=words["credit_note" if line.is_credit else "invoice"],
        number=visible(line.number),
        issued=language.short_day(line.issued) if line.issued else "",
        amount=language.amount(line.settled, currency),
        discount=discount,
        paid=language.amount(line.paid, currency),
    )
