"""The facts FatturaPA requires, with the codes (00417 …) of the SdI's checks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ledgerkit.e_invoices.en16931.missing import (
    about,
    named,
    of_party,
    of_tax_code,
    shared_facts,
    short,
    texts,
)
from ledgerkit.e_invoices.en16931.norm import (
    country,
    spaceless,
    unbroken,
)
from ledgerkit.e_invoices.fatturapa.text import latin, unwritable
from ledgerkit.e_invoices.fatturapa.write import (
    NO_ADDRESS,
    SPLIT_PAYMENT,
    fatturapa_vat_number,
    recipient,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ledgerkit.e_invoices.en16931.missing import MissingFact
    from ledgerkit.invoices.invoice import Invoice, Withholding
    from ledgerkit.invoices.tax_code import TaxCode
    from ledgerkit.parties.party import Party


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_NATURES = _words(
    "N1 N2.1 N2.2 N3.1 N3.2 N3.3 N3.4 N3.5 N3.6 N4 N5 N6.1 N6.2 N6.3 N6.4 N6.5 N6.6"
    " N6.7 N6.8 N6.9 N7"
)
_WITHHOLDINGS = _words("RT01 RT02 RT03 RT04 RT05 RT06")
_REASONS = _words("A B C D E G H I L M N O P Q R S T U V W X Y L1 M1 M2 O1 V1 ZO")
_REGIME = re.compile("RF(?:0[1-24-9]|1[0-9]|20)")
_SDI_CODE = re.compile("[A-Z0-9]{6,7}")
_TAX_ID = re.compile("[A-Z0-9]{11}|[A-Z0-9]{16}")
_EMAIL = re.compile(r"(?=.{7,256}$).+@.+\.+.+")
_VAT_ID = re.compile("[A-Z]{2}.{1,28}")
_POSTAL_CODE = re.compile("[0-9]{5}")
_PROVINCE = re.compile("[A-Z]{2}")
#: The longest text of each field.
_NAME, _STREET, _TOWN = 80, 60, 60
_NUMBER, _DESCRIPTION, _LAW, _UNIT, _HOLDER = 20, 1000, 100, 10, 200


def italian_facts(invoice: Invoice) -> Sequence[MissingFact]:
    """Everything FatturaPA requires that the books don't state, once each."""
    facts = [
        *shared_facts(invoice),
        *_numbers(invoice),
        *_seller(invoice),
        *_buyer(invoice),
        *_lines(invoice),
        *(fact for code in _codes(invoice) for fact in _tax_code(invoice, code)),
        *(f for w in invoice.withholdings for f in _withholding(invoice, w)),
        *_letters(invoice),
    ]
    return list(dict.fromkeys(facts))


def _numbers(invoice: Invoice) -> Iterator[MissingFact]:
    number = invoice.number
    if not (number.isascii() and len(number) <= _NUMBER and re.search("[0-9]", number)):
        yield about(
            invoice,
            "a number in FatturaPA has at most 20 plain characters and at least one"
            " digit (00425)",
        )
    for name, text in (
        ("order", invoice.order),
        *(("credited number", number) for number, _day in invoice.preceding),
    ):
        if len(unbroken(text)) > _NUMBER or not text.isascii():
            problem = f'{name} "{short(text)}" has more than 20 plain characters'
            yield about(invoice, f"{problem}; shorten it")
    account = invoice.payment_account
    if account and len(latin(account.holder)) > _HOLDER:
        yield about(invoice, _too_long("the bank account's holder", _HOLDER))


def _seller(invoice: Invoice) -> Iterator[MissingFact]:
    seller = invoice.seller
    if country(seller) not in {"", "IT"}:
        problem = f'country "{country(seller)}", and FatturaPA is for Italian sellers'
        yield of_party(invoice, seller, problem, 'country: "IT"')
    if not fatturapa_vat_number(seller)[1]:
        yield of_party(invoice, seller, "no VAT number", 'vat-id: "IT01234567890"')
    regime = spaceless(seller, "tax-regime")
    if not _REGIME.fullmatch(regime):
        problem = f'tax-regime "{short(regime)}"' if regime else "no tax regime"
        yield of_party(invoice, seller, problem, 'one such as tax-regime: "RF01"')
    email = unbroken(seller.text("email"))
    if email and not _EMAIL.fullmatch(email):
        problem = f'email "{short(email)}", which is no address'
        yield of_party(invoice, seller, problem, 'email: "name@example.com"')
    yield from _record(invoice, seller)


def _buyer(invoice: Invoice) -> Iterator[MissingFact]:
    buyer = invoice.buyer
    code, tax_id = recipient(invoice), spaceless(buyer, "tax-id").upper()
    if not (fatturapa_vat_number(buyer)[1] or tax_id):
        problem = "neither a VAT number nor a tax number (00417)"
        yield of_party(invoice, buyer, problem, 'vat-id: "IT01234567890"')
    if not _SDI_CODE.fullmatch(code):
        problem = f'sdi-code "{short(code)}", which has not 6 or 7 letters and digits'
        yield of_party(invoice, buyer, problem, 'one such as sdi-code: "M5UXCR1"')
    is_firm = bool(spaceless(buyer, "vat-id"))
    stated_code = spaceless(buyer, "sdi-code")
    if code == NO_ADDRESS and not stated_code and is_firm and not buyer.text("pec"):
        write = 'sdi-code: "M5UXCR1", or pec: "…", or "0000000" if it has neither,'
        yield of_party(invoice, buyer, "no SDI code and no PEC address", write)
    yield from _record(invoice, buyer)


def _record(invoice: Invoice, party: Party) -> Iterator[MissingFact]:
    """Name and address, which FatturaPA requires in full."""
    italian = country(party) in {"", "IT"}
    vat_id = spaceless(party, "vat-id")
    if vat_id and not _VAT_ID.fullmatch(vat_id):
        problem = f'VAT number "{short(vat_id)}", which is none with its country'
        yield of_party(invoice, party, problem, 'vat-id: "IT01234567890"')
    tax_id = spaceless(party, "tax-id").upper()
    if italian and tax_id and not _TAX_ID.fullmatch(tax_id):
        problem = f'tax-id "{short(tax_id)}", which has not 11 or 16 letters and digits'
        yield of_party(invoice, party, problem, "the codice fiscale")
    for key, example in (("street", "Via Savona 197"), ("locality", "Milano")):
        if not party.text(key).strip():
            yield of_party(invoice, party, f"no {key}", f'{key}: "{example}"')
    if italian and not _POSTAL_CODE.fullmatch(spaceless(party, "postal-code")):
        yield of_party(
            invoice, party, "no postal code of five digits", 'postal-code: "20144"'
        )
    region = spaceless(party, "region").upper()
    if italian and region and not _PROVINCE.fullmatch(region):
        problem = (
            f'region "{short(region)}", which is not the two letters of a province'
        )
        yield of_party(invoice, party, problem, 'region: "MI"')
    town = f"{spaceless(party, 'postal-code')} {party.text('locality')}"
    for name, text, most in (
        ("a legal name", party.legal_name, _NAME),
        ("a street", party.text("street"), _STREET),
        ("a locality", party.text("locality") if italian else town, _TOWN),
    ):
        if len(latin(text)) > most:
            problem = f"{name} of more than {most} characters"
            yield of_party(invoice, party, problem, "a shorter one")


def _lines(invoice: Invoice) -> Iterator[MissingFact]:
    for line in invoice.lines:
        name = f'line "{short(line.description)}"'
        if len(latin(line.description)) > _DESCRIPTION:
            yield about(invoice, _too_long(name, _DESCRIPTION), line.place)
        if len(line.unit) > _UNIT or not line.unit.isascii():
            problem = f'unit "{short(line.unit)}" has more than 10 plain characters'
            yield about(invoice, f"{name}: {problem}; shorten it", line.place)
    for adjustment in invoice.adjustments:
        if len(latin(adjustment.reason)) > _DESCRIPTION:
            name = f'"{short(adjustment.reason)}"'
            yield about(invoice, _too_long(name, _DESCRIPTION), adjustment.place)


def _codes(invoice: Invoice) -> Iterator[TaxCode]:
    return (subtotal.code for subtotal in invoice.taxes if subtotal.code)


def _tax_code(invoice: Invoice, code: TaxCode) -> Iterator[MissingFact]:
    if not code.rate and code.nature not in _NATURES:
        problem = "has no rate and no nature (00400)"
        if code.nature:
            problem = f'has nature "{short(code.nature)}", which is none'
        write = 'one such as nature: "N2.1" (N1 to N7)'
        yield of_tax_code(invoice, code, problem, write)
    if code.rate and code.nature:
        problem = "has both a rate and a nature (00401)"
        yield of_tax_code(invoice, code, problem, "only one of them")
    if code.rate and code.percent != round(code.percent, 2):
        yield of_tax_code(
            invoice, code, "has more than two decimals of a percent", "a rounded rate"
        )
    if len(latin(code.reason)) > _LAW:
        problem = f"has a reason of more than {_LAW} characters"
        yield of_tax_code(invoice, code, problem, "a shorter one")


def _withholding(invoice: Invoice, withheld: Withholding) -> Iterator[MissingFact]:
    if withheld.kind == SPLIT_PAYMENT:
        return
    has_codes = withheld.kind in _WITHHOLDINGS and withheld.reason in _REASONS
    if not has_codes or not 0 < withheld.percent <= 100:
        text = f"{withheld.kind} {withheld.percent:f} {withheld.reason}".strip()
        yield about(
            invoice,
            f'withholding "{short(text)}" is not kind, percent and reason; write one'
            ' such as withholding: "RT02 20 A"',
        )


def _letters(invoice: Invoice) -> Iterator[MissingFact]:
    """Text in characters that FatturaPA can't hold."""
    for field, text, place in texts(invoice):
        letters = unwritable(text)
        if letters and field not in _unwritten(invoice):
            problem = f'{field} holds "{letters}", and FatturaPA has only Latin letters'
            yield about(invoice, f"{problem}; write it in those", place)


def _unwritten(invoice: Invoice) -> set[str]:
    """The facts of a record that no file includes."""
    written_keys = {"legal-name", "street", "locality", "email"}
    return {
        *(f"the name of {named(p)}" for p in _with_legal_name(invoice)),
        *(
            f"{key} of {named(party)}"
            for party in (invoice.seller, invoice.buyer)
            for key in party.facts
            if key not in written_keys
        ),
    }


def _with_legal_name(invoice: Invoice) -> Iterator[Party]:
    return (p for p in (invoice.seller, invoice.buyer) if p.text("legal-name"))


def _too_long(name: str, most: int) -> str:
    return f"{name} has more than {most} characters; shorten it"
