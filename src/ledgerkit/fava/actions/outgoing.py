"""What leaves the house: reminders, and the payment of several bills at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from ledgerkit.entries.bills.bill_files import kept_files_at
from ledgerkit.entries.bills.payment_run import RunRequest
from ledgerkit.entries.entry import as_money
from ledgerkit.entries.kept_files import file_name
from ledgerkit.entries.usual_file import usual_file
from ledgerkit.errors import UsageError
from ledgerkit.exporters.sepa_credit_transfer import TransferVersion
from ledgerkit.exporters.sepa_direct_debit import DebitVersion
from ledgerkit.fava.actions.action import (
    ActionDraft,
    PageAction,
    draft_of,
)
from ledgerkit.fava.actions.field import ActionField, DraftChoice, Kind
from ledgerkit.fava.actions.offered import money_accounts, parties
from ledgerkit.open_items.side import Side
from ledgerkit.outgoing import (
    LETTER_FORMATS,
    letters_to_send,
    outgoing_letters,
    outgoing_payments,
)
from ledgerkit.parties.party import PartyRole
from ledgerkit.payables.proposal import Action
from ledgerkit.reports.payables.payment_run import NOTHING_TO_MOVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.api import LedgerBooks
    from ledgerkit.entries.bills.payment_run import RunPlan
    from ledgerkit.ledger.writing.writer import LoadedFiles
    from ledgerkit.outgoing import Outgoing
    from ledgerkit.payables.proposal import ProposedLine
    from ledgerkit.text.typed_parts import PartOfDocument

_LETTERS, _PAYMENTS = "letters", "payments"
_DAY = ActionField(name="day", label="Date", kind=Kind.DAY, is_needed=True)


def _folder(usual: str) -> ActionField:
    return ActionField(
        name="folder",
        label="Folder",
        hint=f"beside the main ledger; {usual}, if it is empty",
    )


def _folder_named(books: LedgerBooks, text: str) -> Path:
    """A folder in that of the books, as it is typed.

    Raises:
        UsageError: If it leads out of it.
    """
    parts = PurePosixPath(text).parts
    if not parts or any(part != file_name(part) for part in parts):
        raise UsageError(
            f'Folder: "{text}" is no folder beside the main ledger; write a plain name'
        )
    return Path(books.filename).parent.joinpath(*parts)


def _draft(
    books: LedgerBooks, outgoing: Outgoing, side: Side, known: LoadedFiles
) -> ActionDraft:
    """The draft; no other file is written over, and none outside the books' folder."""
    folder = Path(books.filename).parent
    named = {str(p.relative_to(folder)): data for p, data in outgoing.files.items()}
    return draft_of(
        books,
        outgoing.planned,
        known=known,
        into=usual_file(books, side),
        files=kept_files_at(books, named),
    )


def _reminders(
    books: LedgerBooks, values: Mapping[str, Any], known: LoadedFiles
) -> ActionDraft:
    client = values.get("client")
    if client is not None:
        client = books.find_party(PartyRole.CLIENT, client)
    letters = letters_to_send(books, values["day"], client=client)
    outgoing = outgoing_letters(
        books,
        letters,
        values["day"],
        folder=_folder_named(books, values.get("folder", _LETTERS)),
        as_=values.get("as", LETTER_FORMATS[0]),
    )
    draft = _draft(books, outgoing, Side.RECEIVABLE, known)
    return replace(draft, pages=outgoing.pages, nothing="Nothing to send.")


def _payment_run(
    books: LedgerBooks, values: Mapping[str, Any], known: LoadedFiles
) -> ActionDraft:
    return _run(books, values, known, Side.PAYABLE)


def _direct_debit(
    books: LedgerBooks, values: Mapping[str, Any], known: LoadedFiles
) -> ActionDraft:
    return _run(books, values, known, Side.RECEIVABLE)


def _run(
    books: LedgerBooks, values: Mapping[str, Any], known: LoadedFiles, side: Side
) -> ActionDraft:
    """A payment run, or direct debits: what it moves, and what it leaves."""
    skipped, added = values.get("skip", ()), values.get("pay", ())
    request = RunRequest(
        until=values["until"],
        account=values["bank"],
        made_on=values["day"],
        day=values.get("execution"),
        skip=skipped,
        pay=_to_pay(books, added, values["day"], side),
        side=side,
    )
    is_paying = side is Side.PAYABLE
    make = books.payment_run_plan if is_paying else books.direct_debit_plan
    plan = make(request)
    choices = list(_choices(plan, skipped, [part.number for part in added]))
    if not plan.proposal.payments:
        nothing = NOTHING_TO_MOVE[side]
        return ActionDraft(change=None, done="", nothing=nothing, choices=choices)
    outgoing = outgoing_payments(
        books,
        plan,
        folder=_folder_named(books, values.get("folder", _PAYMENTS)),
        version=TransferVersion.V09 if is_paying else DebitVersion.V08,
    )
    files = {path.name: data.decode() for path, data in outgoing.files.items()}
    draft = _draft(books, outgoing, side, known)
    return replace(draft, choices=choices, files=files)


def _to_pay(
    books: LedgerBooks, added: Sequence[PartOfDocument], day: date, side: Side
) -> Sequence[tuple[str, Decimal]]:
    """What was added, each with what is to be moved: mostly all of it."""
    return [
        (
            number,
            _open_of(books, number, day, side) if amount is None else amount.number,
        )
        for number, amount in added
    ]


def _open_of(books: LedgerBooks, value: str, day: date, side: Side) -> Decimal:
    """What is open of a bill; where vendors share a number theirs stands before it."""
    bills = books.subledger(side, day).open_documents
    for bill in bills:
        if value in {bill.number, f"{bill.party}:{bill.number}"}:
            return bill.open
    raise UsageError(f"{value} is no open {side.number_key}; show the run again")


def _choices(
    plan: RunPlan, skipped: Sequence[str], added: Sequence[str]
) -> Iterator[DraftChoice]:
    """The bills that the run pays, those taken out of it, and those it leaves."""
    proposal = plan.proposal
    paid = [
        line
        for payment in proposal.payments
        for line in payment.lines
        if line.action in {Action.PAY, Action.BY_HAND}
    ]
    lines = [*paid, *proposal.left]
    numbers = [line.document.number for line in lines]
    for place, line in enumerate(lines):
        number, is_in = line.document.number or "", place < len(paid)
        is_shared = numbers.count(number) > 1
        value = f"{line.vendor}:{number}" if is_shared else number
        if number and not line.document.is_credit:
            yield DraftChoice(
                value=value,
                label=_said(line, number),
                is_in=is_in,
                is_extra=value in added or not (is_in or value in skipped),
            )


def _said(line: ProposedLine, number: str) -> str:
    amount = line.cash or line.document.open
    money = as_money(abs(amount), line.document.currency)
    return f"{line.vendor}, {number}: {money}; {line.why}"


def _fill_until(
    _books: LedgerBooks, _given: Mapping[str, str], day: date
) -> Mapping[str, str]:
    return {"until": day.isoformat()}


SEND_REMINDERS = PageAction(
    name="reminders",
    title="Send reminders",
    fields=(
        ActionField(
            name="client",
            label="Client",
            offered=parties(Side.RECEIVABLE),
            hint="all who are to be reminded, if it is empty",
        ),
        _DAY,
        _folder(_LETTERS),
        ActionField(name="as", label="Letters as", words=LETTER_FORMATS),
    ),
    first=("client",),
    draft=_reminders,
)


def _run_fields(
    bank: str, execution: str, taken: str, left: str
) -> tuple[ActionField, ...]:
    """The fields of a run, with the labels of its account, day and documents."""
    return (
        ActionField(name="bank", label=bank, is_needed=True, offered=money_accounts),
        ActionField(
            name="until", label="What is due by", kind=Kind.DAY, is_needed=True
        ),
        _DAY,
        ActionField(
            name="execution",
            label=execution,
            kind=Kind.DAY,
            hint="the next day on which it can, if it is empty",
        ),
        _folder(_PAYMENTS),
        ActionField(name="skip", label=taken, kind=Kind.UNTICKED),
        ActionField(name="pay", label=left, kind=Kind.TICKED),
    )


_OF_A_RUN = ("execution", "skip", "pay")
RUN_PAYMENT = PageAction(
    name="payment-run",
    title="Pay bills together",
    fields=_run_fields(
        "Pay from", "The bank pays on", "Bills to pay", "Bills it leaves"
    ),
    first=_OF_A_RUN,
    draft=_payment_run,
    fill=_fill_until,
)
COLLECT = PageAction(
    name="direct-debit",
    title="Collect by direct debit",
    fields=_run_fields(
        "Collect to",
        "The bank collects on",
        "Invoices to collect",
        "Invoices it leaves",
    ),
    first=_OF_A_RUN,
    draft=_direct_debit,
    fill=_fill_until,
)
