"""A printed reminder: unpaid invoices, claims, and how to pay."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.rendering.language import choose_language
from ledgerkit.rendering.letter import Letter, is_abroad, printed_party
from ledgerkit.rendering.payment import PrintedPayment, payment_of, reference_to
from ledgerkit.rendering.totals import PrintedTotal
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from ledgerkit.invoices.invoice import PaymentAccount
    from ledgerkit.parties.party import Party
    from ledgerkit.receivables.reminders.planned import PlannedLetter, PlannedReminder
    from ledgerkit.rendering.language import Language
    from ledgerkit.rendering.stationery import Stationery


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedReminderLine:
    """One invoice of a reminder; every text is safe to show."""

    number: str
    issued: str
    due: str
    days_late: str
    open: str
    interest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedInterest:
    """Interest for a period of one amount and rate; every text is safe to show."""

    number: str
    after: str
    until: str
    days: str
    base: str
    rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedReminder:
    """What ``reminder.html`` shows.

    Attributes:
        text: The letter's text, by paragraph.
        lines: The invoices.
        has_interest: Whether it claims interest.
        totals: From the unpaid amount to the amount to pay.
        interest: The calculation of the interest.
        payment: How to pay.
    """

    text: Sequence[str]
    lines: Sequence[PrintedReminderLine]
    has_interest: bool
    totals: Sequence[PrintedTotal]
    interest: Sequence[PrintedInterest]
    payment: PrintedPayment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterAddress:
    """Sender, recipient, date and bank account of a letter.

    Attributes:
        company: Ourselves.
        client: The recipient.
        day: The letter's date.
        account: The account to pay into; None if none of ours has an IBAN.
    """

    company: Party
    client: Party
    day: date
    account: PaymentAccount | None


def render_reminder(
    planned: PlannedLetter, address: LetterAddress, stationery: Stationery
) -> str:
    """A reminder as a complete page, in the client's language.

    Raises:
        StationeryError: If a user's template or the logo is wrong.
    """
    company, client = address.company, address.client
    language = choose_language(client.text("lang"), company.text("lang"))
    abroad, words = is_abroad(company, client), language.words["reminder"]
    letter = Letter(
        language=language,
        title=_said(planned, language, "title"),
        subject="",
        dated=address.day.isoformat(),
        sender=printed_party(company, language, abroad=abroad),
        recipient=printed_party(client, language, abroad=abroad),
        logo=stationery.logo_of(company),
        facts=[(language.words["document"]["date"], language.day(address.day))],
        remark="\n".join([*_disputed(planned, language), words["paid"]]),
    )
    document = _printed(planned, address, language)
    return stationery.pages.render("reminder.html", letter, document)


def _printed(
    planned: PlannedLetter, address: LetterAddress, language: Language
) -> PrintedReminder:
    reference = reference_to([r.document.label for r in planned.reminders])
    return PrintedReminder(
        text=_said(planned, language, "text").split("\n\n"),
        lines=[
            _line(reminder, planned.currency, language)
            for reminder in planned.reminders
        ],
        has_interest=bool(planned.interest),
        totals=list(_totals(planned, language)),
        interest=list(_interest(planned, language)) if planned.interest else (),
        payment=payment_of(
            address.account, planned.to_pay, planned.currency, reference, language
        ),
    )


def _disputed(planned: PlannedLetter, language: Language) -> Iterator[str]:
    """The amount disputed on each invoice; the client knows why."""
    for reminder in planned.reminders:
        disputed = reminder.disputed
        if disputed is not None:
            yield language.words["reminder"]["disputed"].format(
                number=visible(reminder.document.label),
                amount=language.money(disputed.amount, planned.currency),
                day=language.day(disputed.since),
            )


def _said(planned: PlannedLetter, language: Language, kind: str) -> str:
    """The level's own title or text in the language, or else the default."""
    level, lang = planned.level, language.tag.partition("-")[0]
    texts = level.titles if kind == "title" else level.texts
    text = texts.get(lang) or texts.get("")
    if text:
        return visible(text) if kind == "title" else _visible_lines(text)
    key = planned.kind.value if kind == "title" else f"{planned.kind.value}_text"
    return str(language.words["reminder"][key])


def _visible_lines(text: str) -> str:
    return "\n".join(visible(line) for line in text.splitlines())


def _line(
    reminder: PlannedReminder, currency: str, language: Language
) -> PrintedReminderLine:
    document, late = reminder.document, reminder.days_late
    return PrintedReminderLine(
        number=visible(document.label),
        issued=language.short_day(document.issued),
        due=language.short_day(document.due),
        days_late=str(late) if late > 0 else "",
        open=language.amount(reminder.amount, currency),
        interest=language.amount(reminder.interest, currency),
    )


def _totals(planned: PlannedLetter, language: Language) -> Iterator[PrintedTotal]:
    words = language.words["reminder"]
    parts = (
        ("amount", planned.amount),
        ("interest", planned.interest),
        ("compensation", planned.compensation),
        ("fee", planned.fee),
        ("earlier", planned.earlier_claims),
        ("on_account", -planned.on_account),
    )
    for key, amount in parts:
        if amount:
            money = language.money(amount, planned.currency)
            yield PrintedTotal(label=words[key], amount=money)
    yield PrintedTotal(
        label=language.words["invoice"]["payable"],
        amount=language.money(planned.to_pay, planned.currency),
        kind="payable",
    )


def _interest(planned: PlannedLetter, language: Language) -> Iterator[PrintedInterest]:
    for reminder in planned.reminders:
        for period in reminder.periods:
            yield PrintedInterest(
                number=visible(reminder.document.label),
                after=language.short_day(period.after),
                until=language.short_day(period.until),
                days=str(period.days),
                base=language.amount(period.amount, planned.currency),
                rate=language.percent(period.rate * 100),
            )
