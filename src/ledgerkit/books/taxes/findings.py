"""What is wrong with a book's tax schemes, stated figures, codes and their boxes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from ledgerkit.books.general_ledger.fiscal_year import read_fiscal_year_end
from ledgerkit.books.taxes.expired_codes import find_expired_codes
from ledgerkit.books.taxes.forms import FORM_NAMES, national_form, shipped_form
from ledgerkit.books.taxes.schemes import read_figures, read_pro_rata, read_schemes
from ledgerkit.errors import UsageError, finding
from ledgerkit.general_ledger.period import parse_period
from ledgerkit.language.finding_kinds import BAD_DECLARATION, BAD_VALUE
from ledgerkit.language.tax_kinds import UNKNOWN_BOX, UNKNOWN_TAX_SCHEME
from ledgerkit.parties.party import OURSELVES, PartyRole
from ledgerkit.taxes.jurisdictions import parse_jurisdictions
from ledgerkit.taxes.share import parse_shares
from ledgerkit.taxes.tax_return import round_box
from ledgerkit.text.closest_word import suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.books.source import Source
    from ledgerkit.books.taxes.schemes import SchemeStart, TaxFigure
    from ledgerkit.errors import Finding
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.taxes.form import FormBox, TaxForm


def find_in_taxes(source: Source) -> Iterator[Finding]:
    """The mistakes that make a tax return wrong."""
    yield from find_in_declarations(source)
    if source.reading.tax_codes:
        yield from find_expired_codes(source)


def find_in_declarations(source: Source) -> Iterator[Finding]:
    """The mistakes in schemes, figures and codes as such."""
    starts, unread = read_schemes(source.reading.customs)
    codes = list(source.reading.tax_codes.declared)
    # Forms take some milliseconds to read, and every load of the book goes here.
    form = _own_form(source) if starts or any(map(_boxes_of, codes)) else None
    yield from unread
    for start in starts:
        yield from _scheme(start, form)
    yield from read_pro_rata(source.reading.customs)[1]
    figures, unread = read_figures(source.reading.customs)
    yield from unread
    for figure in figures:
        yield from _figure(figure, source)
    for code in codes:
        yield from _code(code, form)


def _boxes_of(code: TaxCode) -> str:
    """What a code says of boxes; empty if nothing."""
    return code.base_box + code.tax_box + code.reverse_charge_box


def _own_form(source: Source) -> TaxForm | None:
    """The form of the company's country; None if there is none."""
    us = source.directory.as_of(PartyRole.COMPANY, OURSELVES, date.max)
    return national_form(us.text("country"))


def _scheme(start: SchemeStart, form: TaxForm | None) -> Iterator[Finding]:
    forms = [form] if form is not None else [shipped_form(name) for name in FORM_NAMES]
    known = {name: scheme for each in forms for name, scheme in each.schemes.items()}
    scheme = known.get(start.name)
    written = f'{start.day} custom "tax-scheme"'
    if scheme is None:
        which = f"the form {form.name} knows" if form is not None else "any form knows"
        remedy = suggestion(start.name, known) or f"; write one of {', '.join(known)}"
        message = f'"{start.name}" is no tax scheme that {which}{remedy}'
        yield finding(UNKNOWN_TAX_SCHEME, start.place, message)
    elif scheme.is_flat_rate and start.rate is None:
        message = (
            f'the tax scheme "{start.name}" has no rate, so no tax falls due; write'
            f' {written} "{start.name}" 0.13, with the rate of your trade'
        )
        yield finding(BAD_DECLARATION, start.place, message)
    elif start.rate is not None and not scheme.is_flat_rate:
        message = (
            f'the tax scheme "{start.name}" has no rate; write {written} "{start.name}"'
        )
        yield finding(BAD_DECLARATION, start.place, message)


def _figure(figure: TaxFigure, source: Source) -> Iterator[Finding]:
    about = "a figure of a tax return"
    if figure.form not in FORM_NAMES:
        known = suggestion(figure.form, FORM_NAMES) or f"; {_one_of(FORM_NAMES)}"
        message = f'{about} is for the form "{figure.form}", and there is none{known}'
        yield finding(UNKNOWN_BOX, figure.place, message)
        return
    try:
        parse_period(figure.period, read_fiscal_year_end(source.reading.customs))
    except UsageError as error:
        message = f"{about} is for no period: {error}"
        yield finding(BAD_DECLARATION, figure.place, message)
    own = source.options["operating_currency"]
    if own and figure.currency != own[0]:
        message = (
            f"{about} is in {figure.currency}, and the books are in {own[0]}; write"
            f" what it is in {own[0]}"
        )
        yield finding(BAD_DECLARATION, figure.place, message)
    yield from _stated_box(figure)


def _stated_box(figure: TaxFigure) -> Iterator[Finding]:
    form = shipped_form(figure.form)
    id_ = form.box_id(figure.box)
    stated = [box.id for box in form.boxes if box.is_stated]
    if id_ is None:
        known = suggestion(figure.box, stated) or f"; {_one_of(stated)}"
        message = f'the form {form.name} has no box "{figure.box}"{known}'
        yield finding(UNKNOWN_BOX, figure.place, message)
    elif id_ in stated and figure.amount != round_box(_box(form, id_), figure.amount):
        message = (
            f"box {id_} of {form.name} has whole amounts, and {figure.amount} is none;"
            " write what the return before says"
        )
        yield finding(BAD_DECLARATION, figure.place, message)
    elif id_ not in stated:
        message = (
            f"box {id_} of {form.name} follows from postings, so what is stated for it"
            f" is left out; {_one_of(stated)}"
        )
        yield finding(UNKNOWN_BOX, figure.place, message)


def _box(form: TaxForm, id_: str) -> FormBox:
    return next(box for box in form.boxes if box.id == id_)


def _one_of(names: Sequence[str]) -> str:
    return f"write one of {', '.join(names)}" if names else "take the line away"


def _code(code: TaxCode, form: TaxForm | None) -> Iterator[Finding]:
    about = f"tax code {code.id}"
    is_ours = not code.country or form is None or code.country == form.country
    for key, text in (
        ("base-box", code.base_box),
        ("tax-box", code.tax_box),
        ("reverse-charge-box", code.reverse_charge_box),
    ):
        try:
            shares = parse_shares(text)
        except ValueError as error:
            yield finding(BAD_VALUE, code.place, f"{about}: {key}: {error}", key=key)
            continue
        for share in shares if form is not None and is_ours else ():
            if form is not None and form.boxes and form.box_id(share.box) is None:
                ids = [box.id for box in form.boxes]
                known = suggestion(share.box, ids) or f"; it has {', '.join(ids)}"
                message = f'{about}: {form.name} has no box "{share.box}"{known}'
                yield finding(UNKNOWN_BOX, code.place, message, key=key)
    try:
        parse_jurisdictions(code.jurisdictions, code.rate)
    except ValueError as error:
        message = f"{about}: jurisdictions: {error}"
        yield finding(BAD_VALUE, code.place, message, key="jurisdictions")
