"""The lines of a drafted document: whole accounts, tax by code, withholdings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ledgerkit.books.accounts_by_role import find_account
from ledgerkit.entries.documents.document import NewLine
from ledgerkit.errors import UsageError
from ledgerkit.invoices.invoice import tax_subtotals
from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.invoices.tax_code import TaxCode, TaxKind
from ledgerkit.money import ZERO
from ledgerkit.open_items.side import Side
from ledgerkit.text.closest_word import suggestion
from ledgerkit.text.typed_amounts import read_percent

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from ledgerkit.books.books import Books
    from ledgerkit.entries.documents.draft import InvoiceDraft

#: The kind of tax codes not allowed on a document of this side.
_OTHERS = {Side.RECEIVABLE: TaxKind.PURCHASE, Side.PAYABLE: TaxKind.SALES}


def document_lines(
    books: Books, draft: InvoiceDraft, currency: str
) -> Sequence[NewLine]:
    """The draft's lines with whole account names, then withholdings, then tax."""
    if not draft.lines:
        raise UsageError("say what it is for, with at least one --line")
    if draft.tax_is_given:
        return _with_accounts(books, draft.lines, draft.side)
    lines = whole_lines(books, draft.lines, draft.issued, draft.side)
    codes = {
        line.tax: find_tax_code(books, line.tax, draft.issued, draft.side)
        for line in lines
        if line.tax is not None
    }
    return [
        *lines,
        *_tax_lines(lines, codes, currency),
        *_withheld(books, draft, lines, currency),
    ]


def whole_lines(
    books: Books, lines: Sequence[NewLine], day: date, side: Side
) -> Sequence[NewLine]:
    """A person's lines with whole account names, and tax codes that may be used.

    Raises:
        UsageError: If one names no account or code, or one that doesn't exist.
    """
    if side is Side.RECEIVABLE and any(line.bill_to or line.mark_up for line in lines):
        raise UsageError(
            "bill-to= and mark-up= pass an expense on, so they stand on a bill's line;"
            " leave them out"
        )
    lines, usable = _with_accounts(books, lines, side), usable_codes(books, day, side)
    for line in lines:
        if line.tax not in {None, NO_TAX}:
            find_tax_code(books, str(line.tax), day, side)
        if line.tax is None and usable:
            text = line.description or line.account
            known = ", ".join(usable)
            raise UsageError(
                f'the line "{text}" has no tax code; write tax=CODE, one of {known}, or'
                " tax=none"
            )
    return [replace(x, tax=None) if x.tax == NO_TAX else x for x in lines]


def _with_accounts(
    books: Books, lines: Sequence[NewLine], side: Side
) -> Sequence[NewLine]:
    for line in lines:
        if not line.account:
            raise UsageError(
                f'the line "{line.description}" names no account; write for instance'
                f' "{_usual_account(books, side)}; Design; 100.00"'
            )
    return [replace(x, account=find_account(books, x.account)) for x in lines]


def _usual_account(books: Books, side: Side) -> str:
    """An account of the book that such a line may be booked on, as an example."""
    is_sale = side is Side.RECEIVABLE
    root = str(books.options["name_income" if is_sale else "name_expenses"])
    opened = sorted(books.opened_accounts.names)
    return next((n for n in opened if n.startswith(f"{root}:")), f"{root}:Services")


#: Marks a line without a tax code, in a book that has some.
NO_TAX = "none"


def usable_codes(
    books: Books, day: date, side: Side = Side.RECEIVABLE
) -> Sequence[str]:
    """The ids of the tax codes a line may have on a day: ours, or a vendor's."""
    codes = [books.tax_codes.on(id_, day) for id_ in books.tax_codes.ids]
    return [c.id for c in codes if c is not None and c.kind is not _OTHERS[side]]


def find_tax_code(
    books: Books, id_: str, day: date, side: Side = Side.RECEIVABLE
) -> TaxCode:
    """The code a person means, as in force on a day.

    Raises:
        UsageError: If there is none, with the nearest one, or it is for the other side.
    """
    code = books.tax_codes.on(id_, day)
    if code is None:
        known = usable_codes(books, day, side)
        remedy = suggestion(id_, known) or (
            f"; the codes are {', '.join(known)}"
            if known
            else f'; declare it: {day} custom "tax-code" "{id_}" and its rate as a'
            " fraction"
        )
        raise UsageError(f'there is no tax code "{id_}"{remedy}')
    if code.kind is _OTHERS[side]:
        ours, purpose = "sell", "purchases"
        if side is Side.RECEIVABLE:
            ours, purpose = "buy", "sales"
        raise UsageError(
            f'tax code "{id_}" is for what we {ours}; name one for {purpose}'
        )
    return code


def _tax_lines(
    lines: Sequence[NewLine], codes: dict[str, TaxCode], currency: str
) -> Iterator[NewLine]:
    """The tax lines: by code, on the sum of the lines under it."""
    bases = [(codes[x.tax], x.amount) for x in lines if x.tax is not None]
    for subtotal in tax_subtotals(bases, ()):
        code = subtotal.code
        assert code is not None
        tax = tax_on(subtotal.base, code.rate, currency)
        if not tax:
            continue
        if code.account is None:
            raise UsageError(
                f"{code.place}: tax code {code.id} does not say where its tax is"
                " posted; add account: Liabilities:VAT, or whatever yours is called"
            )
        yield NewLine(account=code.account, amount=tax, tax=code.id)
        if code.reverse_charge_account is not None:
            # The seller charges no tax: the tax we owe for it, we may deduct.
            yield NewLine(account=code.reverse_charge_account, amount=-tax, tax=code.id)


def _withheld(
    books: Books, draft: InvoiceDraft, lines: Sequence[NewLine], currency: str
) -> Iterator[NewLine]:
    """The tax that the buyer withholds from the net amount."""
    if draft.withholding is None or draft.withholding == NO_TAX:
        return
    percent, written = typed_withholding(draft.withholding)
    if draft.withholding_account is None:
        raise UsageError(
            "say where the tax that is withheld is posted: --withholding-account"
        )
    net = sum((line.amount for line in lines), ZERO)
    withheld = tax_on(net, percent / 100, currency)
    yield NewLine(
        account=find_account(books, draft.withholding_account),
        amount=-withheld,
        withholding=written,
    )


def typed_withholding(text: str) -> tuple[Decimal, str]:
    """The percentage in a text as ``RT02 20% A``, and the text as the ledger has it.

    Raises:
        UsageError: If it isn't a kind, a percentage and perhaps a reason.
    """
    kind, percent_text, *reason = [*text.replace(" %", "%").split(), "", ""]
    try:
        percent = read_percent(percent_text)
    except ValueError:
        raise UsageError(
            f'--withholding "{text}" is not a kind, a percentage and a reason; write'
            ' for instance "RT02 20 A"'
        ) from None
    return percent, " ".join([kind, f"{percent:f}", *reason]).strip()
