"""Advice on client relations, which affects no figure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from beancount.core.data import Transaction

from ledgerkit.books.clients.check import check_relations
from ledgerkit.books.slips.refused import record_subject
from ledgerkit.clients.records.contact import has_left
from ledgerkit.clients.records.pipeline import all_opportunities, won_not_invoiced
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.errors import finding
from ledgerkit.language.finding_kinds import (
    BAD_VAT_ID,
    LOST_CLIENT_BUYS,
    NO_KEY_PLAYER,
    PLAN_WITHOUT_GOAL,
    UNDECLARED_CLIENT,
    WON_NOT_INVOICED,
)
from ledgerkit.parties.directory import names_of
from ledgerkit.parties.party import PartyRole
from ledgerkit.parties.vat_number import is_wrong_vat_number
from ledgerkit.text.closest_word import KnownWords, did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from beancount.core.data import Directive

    from ledgerkit.books.reading import Reading
    from ledgerkit.errors import Finding
    from ledgerkit.open_items.building import SubledgerItem
    from ledgerkit.open_items.subledger import Subledger


_KEY_PLAYERS = ("decision-maker", "champion")


_CLIENT = PartyRole.CLIENT


def advise_relations(
    reading: Reading, receivables: Subledger, directives: Sequence[Directive]
) -> Iterator[Finding]:
    """Report what looks forgotten.

    Args:
        reading: The reading of the book.
        receivables: What clients owe, and owed.
        directives: Of the book, in Beancount's order.
    """
    yield from _bad_vat_ids(reading)
    yield from _undeclared(reading, receivables)
    yield from _lost_and_buying(reading, receivables)
    yield from _won_not_invoiced(reading, receivables, directives)
    yield from _without_key_player(reading)
    for plan in reading.relations.all(RecordKind.PLAN, date.max):
        if not plan.text("client-goal"):
            message = (
                f"plan {plan.id} doesn't say what the client wants to reach; ask, and"
                " write client-goal:"
            )
            yield finding(PLAN_WITHOUT_GOAL, plan.place, message)


def _bad_vat_ids(reading: Reading) -> Iterator[Finding]:
    directory = reading.directory
    for role in (_CLIENT, PartyRole.VENDOR):
        for id_ in directory.ids(role):
            for declaration in directory.declarations(role, id_):
                number = declaration.facts.get("vat-id")
                if isinstance(number, str) and is_wrong_vat_number(number):
                    message = (
                        f'{role.value} {id_}: vat-id: "{number}" is no VAT number of'
                        f" {number[:2].upper()}; compare it with the VIES register"
                    )
                    yield finding(
                        BAD_VAT_ID, declaration.place, message, party=id_, key="vat-id"
                    )


def _invoices(receivables: Subledger) -> Iterator[SubledgerItem]:
    return (d for d in receivables.items if d.first.credit is None and d.party)


def _undeclared(reading: Reading, receivables: Subledger) -> Iterator[Finding]:
    """Clients known only from invoices, in books that declare most of theirs."""
    directory = reading.directory
    declared = len(directory.ids(_CLIENT))
    first: dict[str, SubledgerItem] = {}
    for item in _invoices(receivables) if declared else ():
        known = first.setdefault(item.party, item)
        if item.first.day < known.first.day:
            first[item.party] = item
    unknown = [id_ for id_ in first if not directory.is_declared(_CLIENT, id_)]
    if len(unknown) >= declared:
        return
    names = KnownWords(
        name
        for id_ in (directory.ids(_CLIENT) if unknown else ())
        for declaration in directory.declarations(_CLIENT, id_)
        for name in (id_, *names_of(declaration))
    )
    for id_ in sorted(unknown):
        meant = names.alike(id_)
        remedy = did_you_mean(meant) or (
            "; declare it, or add the name to the aliases: of who is meant"
        )
        message = f'client "{id_}" is only known from its invoices{remedy}'
        yield finding(
            UNDECLARED_CLIENT,
            first[id_].first.place,
            message,
            party=id_,
            about=record_subject("client", id_),
        )


def _lost_and_buying(reading: Reading, receivables: Subledger) -> Iterator[Finding]:
    lost = dict(_lost_since(reading))
    reported: set[str] = set()
    for item in sorted(
        (d for d in _invoices(receivables) if d.party in lost),
        key=lambda d: (d.first.day, d.first.place),
    ):
        since = lost[item.party]
        if item.first.day > since and item.party not in reported:
            reported.add(item.party)
            message = (
                f"client {item.party} is lost since {since}, and {item.label} was"
                f" invoiced on {item.first.day}; amend its status:"
            )
            yield finding(LOST_CLIENT_BUYS, item.first.place, message, party=item.party)


def _lost_since(reading: Reading) -> Iterator[tuple[str, date]]:
    """The clients lost as at the end of the book, and since when."""
    for id_ in reading.directory.ids(_CLIENT):
        since: date | None = None
        for declaration in reading.directory.declarations(_CLIENT, id_):
            if "status" in declaration.facts:
                is_lost = declaration.facts["status"] == "lost"
                since = (since or declaration.day) if is_lost else None
        if since is not None:
            yield id_, since


def _won_not_invoiced(
    reading: Reading, receivables: Subledger, directives: Sequence[Directive]
) -> Iterator[Finding]:
    settings = reading.settings
    opportunities = all_opportunities(reading.relations, settings.stages, date.max)
    if not opportunities:
        return
    forgotten = won_not_invoiced(
        opportunities,
        settings.stages,
        _latest_invoices(receivables),
        days=int(settings.won_without_invoice_days),
        as_of=_last_day(directives),
    )
    for opportunity in forgotten:
        message = (
            f"opportunity {opportunity.record.id} was won on {opportunity.stage_since},"
            " and"
            f" {opportunity.client or 'its client'} was not invoiced since; write the"
            " invoice, or amend the stage"
        )
        yield finding(WON_NOT_INVOICED, opportunity.record.place, message)


def _last_day(directives: Sequence[Directive]) -> date:
    """The end of the book: the day of its last transaction."""
    days = (d.date for d in reversed(directives) if isinstance(d, Transaction))
    return next(days, date.min + timedelta(days=36525))


def _latest_invoices(receivables: Subledger) -> Mapping[str, date]:
    latest: dict[str, date] = {}
    for item in _invoices(receivables):
        day = item.first.day
        if day > latest.get(item.party, date.min):
            latest[item.party] = day
    return latest


def _without_key_player(reading: Reading) -> Iterator[Finding]:
    """Key clients without a contact in a key role, in books that keep contacts."""
    contacts = reading.relations.all(RecordKind.CONTACT, date.max)
    roles: dict[str, set[str]] = {}
    for contact in contacts:
        if not has_left(contact, date.max):
            for at in contact.clients:
                roles.setdefault(at, set()).update(contact.words("role"))
    for id_ in reading.directory.ids(_CLIENT) if contacts else ():
        client = reading.directory.as_of(_CLIENT, id_, date.max)
        if client.text("tier") != "key" or client.text("status") == "lost":
            continue
        missing = [role for role in _KEY_PLAYERS if role not in roles.get(id_, ())]
        if missing:
            message = (
                f"client {id_} is of tier key, and no {' or '.join(missing)} is known;"
                f" ledgerkit contact new NAME --client {id_} --role {missing[0]}"
            )
            assert client.place is not None
            yield finding(NO_KEY_PLAYER, client.place, message, party=id_)


def relation_findings(
    reading: Reading,
    receivables: Subledger,
    directives: Sequence[Directive],
    *,
    advice: bool,
) -> Iterator[Finding]:
    """Findings that can't be read or can't be right, and what looks forgotten.

    Args:
        reading: The reading of the book.
        receivables: What clients owe, and owed.
        directives: Of the book, in Beancount's order.
        advice: Whether to include findings that affect no figure.
    """
    yield from reading.relation_findings
    yield from check_relations(reading, receivables)
    if advice:
        yield from advise_relations(reading, receivables, directives)
