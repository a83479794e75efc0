"""The other party, purpose and references: one ``TxDtls`` of a CAMT message."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ledgerkit.importers.bank_files.text import (
    account_number,
    joined,
    one_line,
    reference,
    stated_reference,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ledgerkit.errors import Place
    from ledgerkit.xml.part import XmlPart

#: Remittance text comes in pieces of at most this length; a full one was cut.
_PIECE = 140
#: A party of version 8 and later is a person or firm (Pty), or a bank (Agt).
_PARTY_NAMES = ("Nm", "Pty/Nm", "Agt/FinInstnId/Nm", "Agt/FinInstnId/BICFI")
_ACCOUNTS = ("Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/UPIC", "Id/PrtryAcct/Id")
_OTHER_SIDE = {"Dbtr": "Cdtr", "Cdtr": "Dbtr"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """The account holder, to be told from the other party.

    Attributes:
        name: As the bank has it; empty if not stated.
        account: IBAN or number; empty likewise.
    """

    name: str
    account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Details:
    """The details of one payment besides its amount; empty if not stated.

    Attributes:
        name: The other party.
        iban: Their account.
        text: The remittance text.
        creditor_reference: The structured reference, without blanks.
        end_to_end: The id given by whoever ordered it.
        kind: The code for this kind of transaction.
        bank_reference: The account bank's own id.
        payment_reference: The payment's id among banks.
        place: Where it begins.
    """

    name: str = ""
    iban: str = ""
    text: str = ""
    creditor_reference: str = ""
    end_to_end: str = ""
    kind: str = ""
    bank_reference: str = ""
    payment_reference: str = ""
    place: Place


def read_details(part: XmlPart, owner: Owner, *, from_debtor: bool) -> Details:
    """The details of a ``TxDtls``.

    Args:
        part: The element.
        owner: The holder of the account.
        from_debtor: Whether the debtor is the other party, as for money in.
    """
    name, iban, ultimate = _other_side(part, owner, from_debtor=from_debtor)
    return Details(
        name=name,
        iban=iban,
        text=_text(part, ultimate),
        creditor_reference=_creditor_reference(part),
        end_to_end=stated_reference(part.text("Refs/EndToEndId")),
        kind=transaction_code(part),
        bank_reference=stated_reference(part.text("Refs/AcctSvcrRef")),
        payment_reference=stated_reference(
            part.text("Refs/TxId", "Refs/UETR", "Refs/InstrId")
        ),
        place=part.place,
    )


def transaction_code(part: XmlPart) -> str:
    """The bank transaction code: the domain's, else the bank's own.

    ``PMNT-RCDT-ESCT`` is an incoming SEPA transfer.
    """
    domain = part.text("BkTxCd/Domn/Cd")
    if domain:
        family = part.text("BkTxCd/Domn/Fmly/Cd")
        below = part.text("BkTxCd/Domn/Fmly/SubFmlyCd")
        return one_line("-".join(filter(None, (domain, family, below))))
    return one_line(part.text("BkTxCd/Prtry/Cd"))


def _other_side(
    part: XmlPart, owner: Owner, *, from_debtor: bool
) -> tuple[str, str, str]:
    """Name, account and ultimate party of the one who isn't the account holder.

    A returned payment often keeps the parties of the first one, so that the party named
    by the direction is ourselves; then it is the other one.
    """
    side = "Dbtr" if from_debtor else "Cdtr"
    name, iban, ultimate = _party(part, side)
    if not (name or iban or ultimate) or _is_owner(name, iban, owner):
        other = _party(part, _OTHER_SIDE[side])
        if any(other) and not _is_owner(other[0], other[1], owner):
            name, iban, ultimate = other
    return name or ultimate, iban, ultimate if name not in {"", ultimate} else ""


def _party(part: XmlPart, side: str) -> tuple[str, str, str]:
    parties = part.first("RltdPties")
    if parties is None:
        return "", "", ""
    name, ultimate = (_name(parties.first(role)) for role in (side, f"Ultmt{side}"))
    account = parties.first(f"{side}Acct")
    return name, account_number(account.text(*_ACCOUNTS)) if account else "", ultimate


def _name(party: XmlPart | None) -> str:
    return one_line(party.text(*_PARTY_NAMES)) if party else ""


def _is_owner(name: str, iban: str, owner: Owner) -> bool:
    if iban and owner.account:
        return iban == owner.account
    return bool(name) and name.casefold() == owner.name.casefold()


def _text(part: XmlPart, ultimate: str) -> str:
    remittance = part.first("RmtInf")
    return joined(
        *(_remittance(remittance) if remittance else ()),
        ultimate,
        part.text("AddtlTxInf"),
        part.text("RtrInf/Rsn/Cd", "RtrInf/RtrRsn/Cd", "RtrInf/Rsn/Prtry"),
        *part.texts("RtrInf/AddtlInf"),
    )


def _remittance(remittance: XmlPart) -> Iterator[str]:
    yield "".join(
        piece if len(piece) == _PIECE else f"{piece} "
        for piece in remittance.texts("Ustrd")
    )
    for structured in remittance.all("Strd"):
        yield from structured.texts("RfrdDocInf/Nb")
        yield from structured.texts("CdtrRefInf/Ref")
        yield from structured.texts("CdtrRefInf/CdtrRef")
        yield from structured.texts("AddtlRmtInf")


def _creditor_reference(part: XmlPart) -> str:
    text = part.text("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/CdtrRefInf/CdtrRef")
    return reference("".join(text.split()))
