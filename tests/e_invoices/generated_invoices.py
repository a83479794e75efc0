"""Invoices of every kind, drawn by a seed: the same each time."""

import random
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from ledgerkit.errors import Place
from ledgerkit.invoices.invoice import (
    Adjustment,
    Invoice,
    InvoiceLine,
    PaymentAccount,
    Withholding,
    tax_subtotals,
)
from ledgerkit.invoices.line_amount import tax_on
from ledgerkit.invoices.tax_code import TaxCategory, TaxCode
from ledgerkit.money import ZERO, quantum
from ledgerkit.open_items.document import DocumentKind
from ledgerkit.parties.party import Party, PartyRole
from ledgerkit.parties.payment_terms import DuePart, parse_terms

PLACE = Place("main.beancount", 1)
EPOCH = date(2024, 1, 1)

#: Each category, with what Italy calls it.
CODES = {
    "it22": (Decimal("0.22"), TaxCategory.STANDARD, "", ""),
    "it10": (Decimal("0.10"), TaxCategory.STANDARD, "", ""),
    "it04": (Decimal("0.04"), TaxCategory.STANDARD, "", ""),
    "zero": (ZERO, TaxCategory.ZERO, "N3.6", ""),
    "exempt": (ZERO, TaxCategory.EXEMPT, "N4", "Art. 10 DPR 633/72"),
    "reverse": (ZERO, TaxCategory.REVERSE_CHARGE, "N6.9", "Art. 17 DPR 633/72"),
    "eu": (ZERO, TaxCategory.INTRA_COMMUNITY, "N3.2", ""),
    "export": (ZERO, TaxCategory.EXPORT, "N3.1", "Art. 8 DPR 633/72"),
    "outside": (ZERO, TaxCategory.OUTSIDE_SCOPE, "N2.2", "Fuori campo IVA"),
}
NAMES = (
    "Acme S.r.l.",
    "<script>alert(1)</script> & Söhne",
    "{{7*7}} ${7*7} %s",
    'Caffè "L\'Ora" ]]> S.p.A.',
    "Łódź Šiška d.o.o.",
)
ADDRESSES = {
    "IT": ("Via Savona 197", "20144", "Milano", "MI", "IT12345670017"),
    "DE": ("Klenzestraße 208", "80469", "München", "", "DE994180273"),
    "GR": ("Ermou 3", "105 63", "Athina", "", "EL123456783"),
    "CH": ("Bahnhofstrasse 1", "8001", "Zürich", "ZH", "CHE123456788"),
    "JP": ("Ginza 4-5", "104-0061", "Tokyo", "", "JP1234567890123"),
}


def tax_code(id_):
    rate, category, nature, reason = CODES[id_]
    return TaxCode(
        id=id_,
        day=EPOCH,
        rate=rate,
        category=category,
        nature=nature,
        reason=reason,
        place=PLACE,
    )


def rounded(number, currency):
    return number.quantize(quantum(currency), rounding=ROUND_HALF_UP)


class Draw:
    """Draws one invoice."""

    def __init__(self, seed):
        self.seed = seed
        self.random = random.Random(seed)
        self.currency = self.random.choice(["EUR"] * 4 + ["USD", "CHF", "JPY"])
        self.issued = EPOCH + timedelta(days=self.random.randrange(700))
        self.codes = [tax_code(id_) for id_ in self._code_ids()]

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def _code_ids(self):
        """All of them over the seeds; what is outside VAT stands alone."""
        ids = list(CODES)
        first = ids[self.seed % len(ids)]
        if first == "outside" or self.chance(50):
            return [first]
        return [first, *self.random.sample(ids[:-1], self.random.randrange(1, 3))]

    def number(self, least, most, decimals):
        scale = 10**decimals
        drawn = self.random.randrange(least * scale, most * scale)
        return Decimal(drawn).scaleb(-decimals)

    def money(self, least, most):
        return rounded(self.number(least, most, 2), self.currency)

    def period(self, percent):
        if not self.chance(percent):
            return None
        first = self.issued - timedelta(days=self.random.randrange(90))
        return first, first + timedelta(days=self.random.randrange(90))

    def seller(self):
        facts = {
            "legal-name": "Studio Aurora S.r.l.",
            "vat-id": "IT 99077340158",
            "country": "IT",
            "street": "Via Savona 197",
            "postal-code": "20144",
            "locality": "Milano",
            "tax-regime": "RF01",
        }
        outside = any(code.id == "outside" for code in self.codes)
        if outside or self.chance(60):
            facts |= {"register": "MI-9914207", "tax-id": "99077340158"}
        if self.chance(60):
            facts |= {"tel": "+39 02 555 0142", "email": "ciao@aurora.example"}
        return Party(
            id="company",
            role=PartyRole.COMPANY,
            name="Studio Aurora",
            facts=facts,
            place=PLACE,
        )

    def buyer(self):
        country = self.random.choice(list(ADDRESSES))
        street, postal_code, locality, region, vat_id = ADDRESSES[country]
        facts = {
            "country": country,
            "street": street,
            "postal-code": postal_code,
            "locality": locality,
            "region": region,
            "vat-id": vat_id,
            "sdi-code": self.random.choice(["M5UXCR1", "UFABCD", "0000000"]),
            "pec": "acme@pec.example",
        }
        if self.chance(30):
            facts["peppol-id"] = "0211:IT12345670017"
        if self.chance(30):
            facts["email"] = "acme@example.org"
        if country == "IT" and self.chance(50):
            facts["tax-id"] = "RSSMRA80A01H501U"
        name = self.random.choice(NAMES)
        return Party(
            id="acme", role=PartyRole.CLIENT, name=name, facts=facts, place=PLACE
        )

    def line(self, code):
        quantity = self.number(1, 40, self.random.randrange(4)) or Decimal(1)
        price = self.number(1, 300, self.random.randrange(5))
        if self.chance(10):
            quantity = -quantity
        discount, percent = ZERO, None
        if self.chance(30):
            percent = self.number(1, 40, self.random.randrange(4))
            discount = rounded(quantity * price * percent / 100, self.currency)
        elif self.chance(20):
            discount = self.money(-20, 20)
        return InvoiceLine(
            description=self.random.choice([*NAMES, "Design\nand print"]),
            quantity=quantity,
            unit=self.random.choice(["", "HUR", "DAY", "KGM", "C62"]),
            unit_price=price,
            discount=discount,
            discount_percent=percent,
            net=rounded(quantity * price - discount, self.currency),
            tax=code,
            account="Income:Services",
            period=self.period(20),
            place=PLACE,
        )

    def adjustment(self):
        is_charge = self.chance(50)
        return Adjustment(
            reason="Transport" if is_charge else "Old friends",
            amount=self.money(1, 50),
            is_charge=is_charge,
            tax=self.random.choice(self.codes),
            account="Income:Services",
            place=PLACE,
        )

    def due_parts(self, owed):
        if not self.chance(40):
            return (DuePart(due=self.issued + timedelta(days=30), amount=owed),), None
        terms = parse_terms("30% 0, 70% 60")
        return terms.due_parts(self.issued, owed, self.currency), terms

    def invoice(self):
        credit = self.chance(25)
        lines = [self.line(code) for code in self.codes]
        lines += [
            self.line(self.random.choice(self.codes))
            for _ in range(self.random.randrange(4))
        ]
        adjustments = [self.adjustment() for _ in range(self.random.randrange(3))]
        bases = [(part.tax, part.net) for part in (*lines, *adjustments)]
        sums = tax_subtotals(bases, [])
        taxes = tax_subtotals(
            bases, [(s.code, tax_on(s.base, s.code.rate, self.currency)) for s in sums]
        )
        gross = sum(s.base + s.tax for s in taxes)
        prepaid = rounded(gross / 4, self.currency) if self.chance(20) else ZERO
        rounding = quantum(self.currency) * 3 if self.chance(20) else ZERO
        withheld = []
        if self.chance(15):
            amount = rounded(sum(base for _code, base in bases) / 5, self.currency)
            withheld = [
                Withholding(kind="RT02", percent=Decimal(20), reason="A", amount=amount)
            ]
        owed = gross - prepaid + rounding - sum(w.amount for w in withheld)
        due_parts, terms = self.due_parts(owed)
        foreign = self.currency != "EUR"
        tax = sum(s.tax for s in taxes)
        return Invoice(
            kind=DocumentKind.CREDIT_NOTE if credit else DocumentKind.INVOICE,
            number=f"{'CN' if credit else 'INV'}-{self.issued.year}-{self.seed:03d}",
            issued=self.issued,
            currency=self.currency,
            seller=self.seller(),
            buyer=self.buyer(),
            subject=self.random.choice(NAMES),
            lines=tuple(lines),
            adjustments=tuple(adjustments),
            taxes=tuple(taxes),
            prepaid=prepaid,
            rounding=rounding,
            withholdings=tuple(withheld),
            owed=owed,
            due_parts=due_parts,
            terms=terms,
            payment_account=PaymentAccount(
                iban="IT60X0542811101000000123456",
                bic=self.random.choice(["", "BPMOIT22XXX"]),
                holder=self.random.choice(["", "Studio Aurora S.r.l."]),
            )
            if self.chance(80)
            else None,
            order="PO-7" if self.chance(30) else "",
            buyer_reference="Mr. Rossi" if self.chance(30) else "",
            remark="Thank you.\nSee you." if self.chance(30) else "",
            delivered=self.issued,
            period=self.period(30),
            preceding=(("INV-2023-001", date(2023, 12, 31)), ("INV-X", None))
            if credit
            else (),
            stamp_duty=Decimal("2.00") if self.chance(20) else ZERO,
            place=PLACE,
            accounting_currency="EUR" if foreign else "",
            accounting_tax=rounded(tax * Decimal("0.9137"), "EUR") if foreign else ZERO,
        )


def generated_invoices(count):
    return [Draw(seed).invoice() for seed in range(count)]
