"""A client's printed statement of account, with an ageing block."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.open_items.ageing import AgingBasis
from ledgerkit.receivables.collection.statement import ClientStatement, StatementKind
from ledgerkit.rendering.language import choose_language
from ledgerkit.rendering.letter import Letter, is_abroad, printed_party
from ledgerkit.rendering.payment import PrintedPayment, payment_of, reference_to
from ledgerkit.rendering.totals import PrintedTotal
from ledgerkit.text.untrusted import visible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.receivables.collection.statement import ClientStatementLine
    from ledgerkit.rendering.language import Language
    from ledgerkit.rendering.reminder import LetterAddress
    from ledgerkit.rendering.stationery import Stationery


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedStatementLine:
    """One line; every text is safe to show.

    Attributes:
        day: Of the document or payment.
        kind: Its kind.
        text: Its number, or what it settles, and what it was for.
        due: Its due date; empty where that does not apply.
        amounts: Its amounts in the statement's number columns.
        is_late: Whether it is open and past due.
    """

    day: str
    kind: str
    number: str
    text: str
    due: str
    amounts: Sequence[str]
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedAge:
    """One column of the ageing block."""

    label: str
    amount: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedStatement:
    """What ``statement.html`` shows.

    Attributes:
        lines: The movements or open items.
        columns: The labels of the number columns.
        empty: The text to show without any lines.
        ages: The ageing block; the last column is the sum of the others.
        closing_label: The label of the balance.
        closing: The balance.
        totals: Shown below it if any of it is disputed: that amount, and the amount to
            pay now.
        payment: How to pay it; None if there is nothing to pay.
    """

    lines: Sequence[PrintedStatementLine]
    columns: Sequence[str]
    empty: str
    ages: Sequence[PrintedAge]
    closing_label: str
    closing: str
    totals: Sequence[PrintedTotal]
    payment: PrintedPayment | None


def render_statement(
    statement: ClientStatement, address: LetterAddress, stationery: Stationery
) -> str:
    """A statement as a complete page, in the client's language.

    Raises:
        StationeryError: If a user's template or the logo is wrong.
    """
    company, client = address.company, address.client
    language = choose_language(client.text("lang"), company.text("lang"))
    abroad = is_abroad(company, client)
    letter = Letter(
        language=language,
        title=language.words["statement"]["title"],
        subject="",
        dated=address.day.isoformat(),
        sender=printed_party(company, language, abroad=abroad),
        recipient=printed_party(client, language, abroad=abroad),
        logo=stationery.logo_of(company),
        facts=list(_facts(statement, language)),
        remark="\n".join(_disputed(statement, language)),
    )
    document = _printed(statement, address, language)
    return stationery.pages.render("statement.html", letter, document)


def _facts(statement: ClientStatement, language: Language) -> Iterator[tuple[str, str]]:
    words = language.words["statement"]
    if statement.since is not None:
        yield words["period"], language.span(statement.since, statement.until)
    else:
        yield words["as_of"], language.day(statement.until)
    yield language.words["document"]["currency"], visible(statement.currency)


def _printed(
    statement: ClientStatement, address: LetterAddress, language: Language
) -> PrintedStatement:
    words, currency = language.words["statement"], statement.currency
    is_open = statement.kind is StatementKind.OPEN_ITEM
    numbers = [line.number for line in statement.lines if is_open and line.number]
    reference = reference_to(numbers) or f"{words['title']} {statement.until}"
    return PrintedStatement(
        lines=list(_lines(statement, language)),
        columns=list(_columns(statement.kind, language)),
        empty=words["nothing_open" if is_open else "nothing"],
        ages=list(_ages(statement, language)),
        closing_label=words["closing" if statement.closing >= 0 else "credit"],
        closing=language.money(abs(statement.closing), currency),
        payment=payment_of(
            address.account, statement.undisputed, currency, reference, language
        ),
        totals=list(_totals(statement, language)),
    )


def _totals(statement: ClientStatement, language: Language) -> Iterator[PrintedTotal]:
    if not statement.disputed or statement.closing <= 0:
        return
    disputed = statement.closing - statement.undisputed
    yield PrintedTotal(
        label=language.words["statement"]["of_which_disputed"],
        amount=language.money(disputed, statement.currency),
    )
    yield PrintedTotal(
        label=language.words["invoice"]["payable"],
        amount=language.money(statement.undisputed, statement.currency),
        kind="payable",
    )


def _disputed(statement: ClientStatement, language: Language) -> Iterator[str]:
    """The disputed amount of each document; the client knows why."""
    for document, disputed in statement.disputed:
        yield language.words["statement"]["disputed"].format(
            number=visible(document.label),
            open=language.money(document.open, statement.currency),
            amount=language.money(disputed.amount, statement.currency),
            day=language.day(disputed.since),
        )


def _columns(kind: StatementKind, language: Language) -> Iterator[str]:
    words = language.words["statement"]
    yield language.words["invoice"]["amount"]
    if kind is StatementKind.OPEN_ITEM:
        yield words["settled"]
        yield words["open"]
    elif kind is StatementKind.BALANCE_FORWARD:
        yield words["balance"]


def _lines(
    statement: ClientStatement, language: Language
) -> Iterator[PrintedStatementLine]:
    if statement.kind is StatementKind.BALANCE_FORWARD and statement.since:
        opening = language.amount(statement.opening, statement.currency)
        yield PrintedStatementLine(
            day=language.short_day(statement.since),
            kind=language.words["statement"]["opening"],
            number="",
            text="",
            due="",
            amounts=("", opening),
            is_late=False,
        )
    for line in statement.lines:
        yield _line(line, statement, language)


def _line(
    line: ClientStatementLine, statement: ClientStatement, language: Language
) -> PrintedStatementLine:
    numbers = {
        StatementKind.OPEN_ITEM: (line.amount, line.settled, line.balance),
        StatementKind.BALANCE_FORWARD: (line.amount, line.balance),
        StatementKind.ACTIVITY: (line.amount,),
    }[statement.kind]
    return PrintedStatementLine(
        day=language.short_day(line.day),
        kind=_kind(line.kind, language),
        number=visible(line.number or ""),
        text=visible(_settles(line, language) or line.text),
        due=language.short_day(line.due) if line.due else "",
        amounts=[language.amount(n, statement.currency) for n in numbers],
        is_late=line.is_late,
    )


def _kind(kind: str, language: Language) -> str:
    key = kind.replace(" ", "_")
    words = language.words
    return str(words["statement"].get(key) or words["invoice"][key])


def _settles(line: ClientStatementLine, language: Language) -> str:
    """What a payment settles, in the client's language."""
    if line.settles is None:
        return ""
    words = language.words["statement"]
    return line.settles.replace("on account", words["on_account"])


def _ages(statement: ClientStatement, language: Language) -> Iterator[PrintedAge]:
    """A column for each age, for money on account, and for the total."""
    words, aged = language.words["statement"], statement.aged

    def column(label: str, amount: object) -> PrintedAge:
        return PrintedAge(label=label, amount=str(amount))

    for label, amount in zip(_labels(statement, language), aged.amounts, strict=True):
        yield column(label, language.amount(amount, statement.currency))
    if aged.unapplied:
        label = words["on_account"]
        amount_text = language.amount(aged.unapplied, statement.currency)
        yield column(label[0].upper() + label[1:], amount_text)
    yield column(words["closing"], language.amount(aged.balance, statement.currency))


def _labels(statement: ClientStatement, language: Language) -> Iterator[str]:
    words, limits = language.words["statement"], statement.buckets.limits
    by_due = statement.basis is AgingBasis.DUE
    yield words["not_due" if by_due else "today"]
    for first, last in zip((0, *limits), limits, strict=False):
        form = words["span" if by_due else "span_issued"]
        yield form.format(first=first + 1, last=last)
    yield words["over" if by_due else "over_issued"].format(days=limits[-1])
