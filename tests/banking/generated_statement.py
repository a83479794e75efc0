"""Half a year of a company's bank lines, made up with what each of them is.

Nothing here knows how lines are matched: a payer decides what to pay and what to
write, a bank writes it its way, and the truth is what the payer decided.
"""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from tests.banking import made_up_names

from ledgerkit.banking.matching.books_side import (
    BankRule,
    BookedMovement,
    KnownParty,
    MatchingContext,
    OpenDocument,
    PastLine,
    SpecialAccounts,
)
from ledgerkit.banking.statement import StatementLine
from ledgerkit.errors import Place
from ledgerkit.open_items.side import Side

START, END = date(2026, 1, 2), date(2026, 6, 30)
CENT = Decimal("0.01")
AR, AP = "Assets:Receivable", "Liabilities:Payable"
SPECIAL = SpecialAccounts(
    bank_fees="Expenses:BankFees",
    exchange_gain="Income:Exchange",
    rounding="Expenses:Rounding",
    discount_given="Expenses:Discounts",
    discount_taken="Income:Discounts",
    suspense="Expenses:Suspense",
)
OWN = {
    "IT60X0542811101000000999999": "Assets:Bank:Savings",
    "DE02120300000000202051": "Assets:Bank:Berlin",
}
RATE = {"USD": Decimal("0.9200"), "GBP": Decimal("1.1700"), "CHF": Decimal("1.0500")}

#: How payers and banks say that less arrived.
CHARGED = [
    "LESS BANK CHARGES",
    "net of transfer fees",
    "abzgl. Bankspesen",
    "al netto spese",
    "MENO COMMISSIONI",
    "moins frais",
    "CHARGES EUR 12,50",
    "CHGS:BEN",
]

#: How often a payer does what.
CLIENT_WAYS = {
    "reference": 30, "slip": 9, "structured": 5, "no reference": 13,
    "named together": 7, "oldest together": 4, "some together": 2,
    "with credit note": 2, "discount": 4, "late discount": 1, "fee": 5,
    "stated charges": 1, "currency": 5, "currency by rate": 2, "rounding": 1,
    "part": 4, "little short": 2, "too much": 2, "by another": 1,
    "paid long ago": 1, "in advance": 1, "paid twice": 1,
    "one paid already": 1, "discounts together": 1, "together less fee": 1,
    "nothing": 14,
}  # fmt: skip
VENDOR_WAYS = {
    "reference": 24, "no reference": 18, "named together": 6, "run": 22, "batch": 2,
    "by hand": 8, "wire fee": 4, "discount": 4, "nothing": 10,
}  # fmt: skip
PLAIN_WAYS = {
    "transfer": 12, "transfer booked": 5, "transfer in text": 3, "refund": 9,
    "vendor refund": 4, "rule": 26, "as before": 18, "unknown": 22, "on account": 6,
    "twice": 4,
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Truth:
    """What a line is.

    Attributes:
        sort: What sort of line.
        settles: What it settles, by party and number.
        posts: What else it posts, by account.
        clears: The lines in the file of the movements that it clears.
    """

    sort: str
    settles: dict = field(default_factory=dict)
    posts: dict = field(default_factory=dict)
    clears: frozenset = frozenset()


@dataclass(kw_only=True)
class Company:
    """A party as it behaves."""

    id: str
    name: str
    iban: str
    knows_iban: bool
    series: int
    country: str
    side: Side
    same_amount: Decimal | None


class GeneratedStatement:
    """Lines, what the books know, and what each line is."""

    def __init__(self, seed, lines=2000):
        self.random = random.Random(seed)
        self.documents, self.booked, self.made = [], [], []
        self.history, self.rules = [], []
        self._numbers = {}
        self._style = made_up_names.NUMBER_STYLES[
            seed % len(made_up_names.NUMBER_STYLES)
        ]
        self._lineno = 0
        self._names = made_up_names.MadeUpNames(self.random)
        parties = lines // 16
        self.clients = [self._company(Side.RECEIVABLE) for _ in range(parties)]
        self.clients += self._similar_pairs()
        self.vendors = [self._company(Side.PAYABLE) for _ in range(parties // 2)]
        self.idle = [self._company(Side.RECEIVABLE) for _ in range(parties // 8)]
        self._rules_and_habits()
        while len(self.made) < lines:
            self._one_more()
        self.made = sorted(self.made[:lines], key=lambda made: made[0].day)
        self._the_oldest_first()

    @property
    def lines(self):
        return [line for line, _ in self.made]

    @property
    def truths(self):
        return [truth for _, truth in self.made]

    @property
    def known(self):
        companies = [*self.clients, *self.vendors, *self.idle]
        return MatchingContext(
            account="Assets:Bank:Main",
            currency="EUR",
            documents=self.documents,
            parties=[
                KnownParty(
                    id=c.id,
                    side=c.side,
                    names=(c.name,),
                    account=AR if c.side is Side.RECEIVABLE else AP,
                    ibans=(c.iban,) if c.knows_iban else (),
                )
                for c in companies
            ],
            booked=self.booked,
            rules=self.rules,
            history=self.history,
            special=SPECIAL,
            own_ibans=OWN,
        )

    # --- the world

    def _company(self, side, name=None, country=None):
        country = country or self.random.choice(made_up_names.COUNTRIES)
        name = name or self._names.company(country)
        self._lineno += 1
        usual = self.random.random() < 0.15
        return Company(
            id=f"p{self._lineno}",
            name=name,
            iban=self._names.iban(country),
            knows_iban=self.random.random() < 0.55,
            series=self.random.randrange(6),
            country=country,
            side=side,
            same_amount=self._amount() if usual else None,
        )

    def _similar_pairs(self):
        return [
            self._company(Side.RECEIVABLE, name, country)
            for pair, country in made_up_names.SIMILAR
            for name in pair
        ]

    def _amount(self):
        size = self.random.choice([90, 400, 1200, 5000, 18000])
        cents = self.random.randrange(size * 10, size * 200)
        if self.random.random() < 0.25:
            cents = round(cents, -3)
        return Decimal(max(cents, 1000)).scaleb(-2)

    def _day(self):
        return START + timedelta(days=self.random.randrange((END - START).days))

    def _number(self, company, issued):
        """Our own series for clients; a vendor has one of its own."""
        key = company.id if company.side is Side.PAYABLE else "ours"
        if key not in self._numbers:
            first = self.random.randrange(1, 400) if key != "ours" else 1
            self._numbers[key] = first
        number = self._numbers[key]
        step = 1 if key == "ours" else self.random.randrange(1, 9)
        self._numbers[key] += step
        if company.side is Side.RECEIVABLE:
            return self._style.format(n=number, y=issued.year, yy=issued.year % 100)
        return [
            f"{number}",
            f"{issued.year}/{number}",
            f"R-{issued.year}-{number:03}",
            f"FT {number}/A",
            f"{100000 + number * 37}",
            f"{issued:%y}-{number:05}",
        ][company.series]

    def document(self, company, amount=None, issued=None, **more):
        """An open document; an amount is as it is owed, negative for a credit."""
        issued = issued or self._day() - timedelta(days=self.random.randrange(20, 60))
        amount = amount or company.same_amount or self._amount()
        sign = 1 if company.side is Side.RECEIVABLE else -1
        self._lineno += 1
        number = more.pop("number", None) or self._number(company, issued)
        made = OpenDocument(
            side=company.side,
            number=number,
            party=company.id,
            account=AR if company.side is Side.RECEIVABLE else AP,
            currency=more.pop("currency", "EUR"),
            open=sign * amount,
            issued=issued,
            due=issued + timedelta(days=30),
            place=Place("main.beancount", self._lineno),
            **more,
        )
        self.documents.append(made)
        return made

    def _the_oldest_first(self):
        """Who always pays one amount and names nothing pays what is due longest."""
        silent = {
            _key(d): d
            for d in self.documents
            if any(
                c.id == d.party and abs(d.open) == c.same_amount
                for c in [*self.clients, *self.vendors]
            )
        }
        free = sorted(silent.values(), key=lambda d: (d.due, d.issued, d.number))
        named = [t for _, t in self.made if t.sort != "party and amount"]
        taken = {key for truth in named for key in truth.settles}
        for i, (line, truth) in enumerate(self.made):
            if (
                truth.sort != "party and amount"
                or not truth.settles.keys() & silent.keys()
            ):
                continue
            [key] = truth.settles
            oldest = next(
                d for d in free
                if d.party == key[0] and _key(d) not in taken and d.issued <= line.day
            )  # fmt: skip
            taken.add(_key(oldest))
            settles = {_key(oldest): oldest.open}
            self.made[i] = line, Truth(sort="same amounts, unnamed", settles=settles)

    # --- lines

    def line(self, company, day, amount, text, truth, **more):
        self._lineno += 1
        name = company.name if company else more.pop("name", "")
        iban = company.iban if company else more.pop("iban", "")
        if company and self.random.random() < 0.3:
            iban = ""
        if company and not iban and self.random.random() < 0.06:
            # All that the bank has is the text.
            text, name = f"{made_up_names.as_bank(name, self.random)} {text}", ""
        self.made.append(
            (
                StatementLine(
                    day=day,
                    amount=amount,
                    currency="EUR",
                    reference=f"B{self._lineno}",
                    name=made_up_names.as_bank(name, self.random) if name else "",
                    iban=iban,
                    text=made_up_names.text_as_bank(text, self.random),
                    place=Place("bank.xml", self._lineno),
                    **more,
                ),
                truth,
            )
        )

    def _one_more(self):
        which = self.random.random()
        if which < 0.60:
            company, ways = self.random.choice(self.clients), CLIENT_WAYS
        elif which < 0.80:
            company, ways = self.random.choice(self.vendors), VENDOR_WAYS
        else:
            company, ways = None, PLAIN_WAYS
        way = self.random.choices(list(ways), ways.values())[0]
        getattr(self, f"_{way.replace(' ', '_')}")(*([company] if company else []))

    def _pays(self, company, document, text, amount=None, sort="", **more):
        """One document is paid; posts are what is paid besides it."""
        posts, settles = more.pop("posts", {}), more.pop("settles", document.open)
        payer = more.pop("payer", company)
        late = self.random.choice([-8, -2, 0, 0, 1, 3, 7, 15, 30])
        day = more.pop("day", document.due + timedelta(days=late))
        truth = Truth(sort=sort, settles={_key(document): settles}, posts=posts)
        self.line(
            payer, day, document.open if amount is None else amount, text, truth, **more
        )

    def _said(self, *documents):
        return self._names.reference([d.number for d in documents])

    def _reference(self, company):
        document = self.document(company)
        self._pays(company, document, self._said(document), sort="reference")

    def _slip(self, company):
        document = self.document(company)
        number = made_up_names.with_slip(document.number, self.random)
        text = self._names.reference([number])
        self._pays(company, document, text, sort="reference with a slip")

    def _structured(self, company):
        body = f"{self.random.randrange(10**8, 10**9)}"
        reference = f"RF{self.random.randrange(10, 99)}{body}"
        document = self.document(company, references=(reference,))
        if self.random.random() < 0.5:
            more, text = {"creditor_reference": reference}, ""
        else:
            parts = [reference[i : i + 4] for i in range(0, len(reference), 4)]
            more, text = {}, " ".join(parts)
        self._pays(company, document, text, sort="structured reference", **more)

    def _no_reference(self, company):
        document = self.document(
            company, None if company.same_amount else self._amount()
        )
        text = self._names.empty_text()
        self._pays(company, document, text, sort="party and amount")

    def _together(self, company, documents, text, sort, credit=None):
        day = max(d.due for d in documents) + timedelta(
            days=self.random.randrange(-3, 9)
        )
        all_ = [*documents, *([credit] if credit else [])]
        truth = Truth(sort=sort, settles={_key(d): d.open for d in all_})
        self.line(company, day, sum(d.open for d in all_), text, truth)

    def _some(self, company, count):
        issued = self._day() - timedelta(days=60)
        return [
            self.document(
                company,
                self._amount(),
                issued + timedelta(days=self.random.randrange(1, 12) + 7 * i),
            )
            for i in range(count)
        ]

    def _named_together(self, company):
        documents = self._some(company, self.random.choice([2, 2, 2, 3, 3, 4, 6]))
        self._together(company, documents, self._said(*documents), "several, named")

    def _oldest_together(self, company):
        documents = self._some(company, self.random.choice([2, 2, 3, 4]))
        text = self._names.empty_text()
        self._together(company, documents, text, "several, the oldest")

    def _some_together(self, company):
        documents = self._some(company, 5)
        chosen = self.random.sample(documents, self.random.choice([2, 3]))
        text = self._names.empty_text()
        self._together(company, chosen, text, "several, any")

    def _with_credit_note(self, company):
        documents = self._some(company, self.random.choice([1, 2]))
        least = min(d.open for d in documents)
        amount = (least * self.random.randrange(10, 60) / 100).quantize(CENT)
        issued = documents[0].issued + timedelta(days=4)
        number = f"CN-{issued.year}-{self._lineno:04}"
        credit = self.document(company, -amount, issued, number=number)
        said = [*documents, credit] if self.random.random() < 0.7 else documents
        self._together(
            company, documents, self._said(*said), "less a credit note", credit
        )

    def _discount(self, company, late=None, sort="discount"):
        issued = self._day()
        amount = self._amount()
        off = (amount * self.random.choice([2, 3]) / 100).quantize(CENT)
        until = issued + timedelta(days=10)
        sign = 1 if company.side is Side.RECEIVABLE else -1
        document = self.document(
            company, amount, issued, discount=sign * off, discount_until=until
        )
        account = SPECIAL.discount_given if sign == 1 else SPECIAL.discount_taken
        named = self.random.random() < 0.6
        self._pays(
            company,
            document,
            self._said(document) if named else self._names.empty_text(),
            document.open - sign * off,
            sort,
            posts={account: -sign * off},
            day=until
            + timedelta(days=-self.random.randrange(9) if late is None else late),
        )

    def _late_discount(self, company):
        self._discount(company, self.random.randrange(1, 6), "discount, late")

    def _fee(self, company):
        document = self.document(company, max(self._amount(), Decimal(400)))
        fee = Decimal(
            self.random.choice(
                ["1.50", "5.00", "7.50", "10.00", "12.50", "15.00", "20.00"]
            )
        )
        named = self.random.random() < 0.75
        text = self._said(document) if named else self._names.empty_text()
        self._pays(
            company,
            document,
            self._charged(text),
            document.open - fee,
            "bank fee",
            posts={SPECIAL.bank_fees: -fee},
        )

    def _charged(self, text):
        """A text that also says that banks took charges."""
        return f"{text} {self.random.choice(CHARGED)}"

    def _little_short(self, company):
        """Short by what might be a fee, and nothing says that it is one."""
        document = self.document(company, max(self._amount(), Decimal(400)))
        paid = document.open - Decimal(self.random.choice(["5.00", "12.50", "20.00"]))
        text = self._said(document)
        self._pays(company, document, text, paid, "little short", settles=paid)

    def _stated_charges(self, company):
        document = self.document(company)
        fee = Decimal(self.random.choice(["1.50", "5.00", "8.75"]))
        self._pays(
            company,
            document,
            self._said(document),
            document.open - fee,
            "charges stated",
            posts={SPECIAL.bank_fees: -fee},
            charges=fee,
        )

    def _currency(self, company, *, stated=True):
        currency = self.random.choice(list(RATE))
        amount = self._amount()
        document = self.document(
            company, amount, currency=currency, booked_rate=RATE[currency]
        )
        moved = Decimal(self.random.randrange(-300, 300)) / 10_000
        paid = (amount * RATE[currency] * (1 + moved)).quantize(CENT)
        gain = paid - (amount * RATE[currency]).quantize(CENT)
        more = (
            {"original_amount": amount, "original_currency": currency} if stated else {}
        )
        named = self.random.random() < 0.7 or not stated
        self._pays(
            company,
            document,
            self._said(document) if named else self._names.empty_text(),
            paid,
            "foreign currency" if stated else "foreign currency, by its rate",
            posts={SPECIAL.exchange_gain: gain} if gain else {},
            **more,
        )

    def _currency_by_rate(self, company):
        self._currency(company, stated=False)

    def _rounding(self, company):
        document = self.document(company)
        off = Decimal(self.random.choice(["-0.05", "-0.02", "-0.01", "0.01", "0.03"]))
        self._pays(
            company,
            document,
            self._said(document),
            document.open + off,
            "rounding",
            posts={SPECIAL.rounding: off},
        )

    def _part(self, company):
        document = self.document(company, max(self._amount(), Decimal(300)))
        first = (document.open * self.random.choice([30, 40, 50]) / 100).quantize(CENT)
        word = self.random.choice(["ACCONTO", "Teilzahlung", "part payment", ""])
        for share, days in ((first, 0), (document.open - first, 25)):
            self._pays(
                company,
                document,
                f"{word} {self._said(document)}",
                share,
                "part payment",
                settles=share,
                day=document.due + timedelta(days=days),
            )

    def _too_much(self, company):
        document = self.document(company)
        more = Decimal(
            self.random.choice(["10.00", "50.00", "100.00", "9.90", "61.00"])
        )
        self._pays(
            company,
            document,
            self._said(document),
            document.open + more,
            "over-payment",
            posts={AR: more},
        )

    def _by_another(self, company):
        document = self.document(company)
        payer = self._company(Side.RECEIVABLE)
        self._pays(
            company, document, self._said(document), sort="paid by another", payer=payer
        )

    def _paid_long_ago(self, company):
        """An invoice that isn't open any more is named."""
        number = self._number(company, self._day())
        amount = self._amount()
        truth = Truth(sort="names what is not open", posts={AR: amount})
        self.line(company, self._day(), amount, self._names.reference([number]), truth)

    def _in_advance(self, company):
        self.document(company)
        truth = Truth(
            sort="on account, others open", posts={AR: (amount := self._amount())}
        )
        self.line(company, self._day(), amount, "ANTICIPO ORDINE 4500", truth)

    def _paid_twice(self, company):
        document = self.document(company)
        text = self._said(document)
        self._pays(company, document, text, sort="reference", day=document.due)
        truth = Truth(sort="paid twice", posts={AR: document.open})
        day = document.due + timedelta(days=9)
        self.line(company, day, document.open, text, truth)

    def _one_paid_already(self, company):
        documents = self._some(company, self.random.choice([2, 3]))
        gone = self._number(company, documents[0].issued)
        text = self._names.reference([d.number for d in documents] + [gone])
        self._together(company, documents, text, "several, one not open")

    def _discounts_together(self, company):
        issued = self._day()
        documents = []
        for _ in range(self.random.choice([2, 3])):
            amount = self._amount()
            documents.append(
                self.document(
                    company, amount, issued, discount=(amount * 2 / 100).quantize(CENT),
                    discount_until=issued + timedelta(days=14),
                )
            )  # fmt: skip
        off = sum(d.discount for d in documents)
        named = self.random.random() < 0.6
        text = self._said(*documents) if named else self._names.empty_text()
        truth = Truth(
            sort="several, less discounts",
            settles={_key(d): d.open for d in documents},
            posts={SPECIAL.discount_given: -off},
        )
        total = sum(d.open for d in documents) - off
        self.line(company, issued + timedelta(days=8), total, text, truth)

    def _together_less_fee(self, company):
        documents, fee = self._some(company, 2), Decimal("12.50")
        truth = Truth(
            sort="several, less a fee",
            settles={_key(d): d.open for d in documents},
            posts={SPECIAL.bank_fees: -fee},
        )
        total = sum(d.open for d in documents) - fee
        day = documents[-1].due
        if total > 300:
            text = self._charged(self._said(*documents))
            self.line(company, day, total, text, truth)

    def _nothing(self, company):
        self.document(company)

    # --- what we pay

    def _movement(self, day, amount, names, texts, *, pending=False, transfer=""):
        self._lineno += 1
        made = BookedMovement(
            day=day,
            amount=amount,
            currency="EUR",
            pending=pending,
            transfer_from=transfer,
            names=names,
            texts=texts,
            place=Place("main.beancount", self._lineno),
        )
        self.booked.append(made)
        return made

    def _run(self, company):
        day, amount = self._day(), -self._amount()
        id_ = (
            f"run-{self.random.randrange(100, 999)}-{self.random.randrange(16**6):06x}"
        )
        made = self._movement(
            day, amount, (company.name,), (id_, f"B{self._lineno}"), pending=True
        )
        truth = Truth(sort="payment run", clears=frozenset({made.place.lineno}))
        more = {"end_to_end": id_} if self.random.random() < 0.7 else {}
        late = timedelta(days=self.random.randrange(4))
        self.line(company, day + late, amount, self._names.empty_text(), truth, **more)

    def _batch(self, _):
        day, id_ = self._day(), f"run-{self.random.randrange(1000, 9999)}"
        made = [
            self._movement(
                day,
                -self._amount(),
                (company.name,),
                (id_, f"{id_}-{i}f0{i}"),
                pending=True,
            )
            for i, company in enumerate(self.random.sample(self.vendors, 4))
        ]
        truth = Truth(
            sort="payment run in one sum",
            clears=frozenset(m.place.lineno for m in made),
        )
        self.line(None, day, sum(m.amount for m in made), "SAMMELUEBERWEISUNG", truth)

    def _by_hand(self, company):
        day, amount = self._day(), -self._amount()
        made = self._movement(day, amount, (company.name,), ("bill paid",))
        truth = Truth(sort="booked by hand", clears=frozenset({made.place.lineno}))
        late = timedelta(days=self.random.randrange(-2, 4))
        self.line(company, day + late, amount, self._names.empty_text(), truth)

    def _wire_fee(self, company):
        document = self.document(company, max(self._amount(), Decimal(500)))
        fee = Decimal(self.random.choice(["8.00", "12.50", "25.00"]))
        self._pays(
            company,
            document,
            self._charged(self._said(document)),
            document.open - fee,
            "wire fee",
            posts={SPECIAL.bank_fees: -fee},
        )

    # --- what is no payment of a document

    def _transfer(self):
        iban = self.random.choice(list(OWN))
        truth = Truth(sort="transfer", posts={OWN[iban]: (amount := self._signed())})
        self.line(None, self._day(), amount, "GIROCONTO", truth, iban=iban)

    def _transfer_in_text(self):
        iban = self.random.choice(list(OWN))
        truth = Truth(sort="transfer", posts={OWN[iban]: (amount := self._signed())})
        self.line(None, self._day(), amount, f"TRANSFER TO/FROM {iban}", truth)

    def _transfer_booked(self):
        iban, day, amount = self.random.choice(list(OWN)), self._day(), self._signed()
        made = self._movement(day, amount, (), (), transfer=OWN[iban])
        truth = Truth(sort="transfer, booked", clears=frozenset({made.place.lineno}))
        late = timedelta(days=self.random.randrange(3))
        self.line(None, day + late, amount, "GIROCONTO", truth, iban=iban)

    def _signed(self):
        return self._amount() * self.random.choice([1, -1])

    def _refund(self):
        client = self.random.choice(self.clients)
        issued = self._day()
        number = f"CN-{issued.year}-{self._lineno:04}"
        credit = self.document(client, -self._amount(), issued, number=number)
        named = self.random.random() < 0.6
        text = self._said(credit) if named else "RIMBORSO"
        self._pays(client, credit, text, sort="refund", day=issued + timedelta(days=8))

    def _vendor_refund(self):
        vendor = self.random.choice(self.vendors)
        issued = self._day()
        number = f"VC{self._lineno:04}"
        credit = self.document(vendor, -self._amount(), issued, number=number)
        named = self.random.random() < 0.5
        text = self._said(credit) if named else "GUTSCHRIFT"
        self._pays(vendor, credit, text, sort="refund", day=issued + timedelta(days=8))

    def _rules_and_habits(self):
        self.rules = [
            BankRule(
                id=f"rule-{i}", account=account, place=Place("main.beancount", i), **how
            )
            for i, (account, how, _, _) in enumerate(made_up_names.RULES)
        ]
        for name, account in made_up_names.HABITS:
            for month in range(self.random.randrange(3, 9)):
                self.history.append(
                    PastLine(
                        day=date(2025, month + 1, 5),
                        name=name,
                        amount=-self._amount(),
                        account=account,
                    )
                )

    def _rule(self):
        account, _, name, text = self.random.choice(made_up_names.RULES)
        amount = -self._amount() / 20
        amount = amount.quantize(CENT)
        text = text.format(self.random.randrange(1000, 99999))
        truth = Truth(sort="bank rule", posts={account: amount})
        self.line(None, self._day(), amount, text, truth, name=name)

    def _as_before(self):
        name, account = self.random.choice(made_up_names.HABITS)
        amount = -self._amount()
        truth = Truth(sort="as before", posts={account: amount})
        self.line(None, self._day(), amount, self._names.empty_text(), truth, name=name)

    def _unknown(self):
        name = self._names.company(self.random.choice(made_up_names.COUNTRIES))
        truth = Truth(sort="unknown")
        text = self._names.reference([f"{self.random.randrange(1000, 99999)}"])
        self.line(
            None, self._day(), self._signed(), text, truth, name=name,
            iban=self._names.iban("IT"),
        )  # fmt: skip

    def _on_account(self):
        client, amount = self.random.choice(self.idle), self._amount()
        truth = Truth(sort="on account", posts={AR: amount})
        self.line(client, self._day(), amount, "ANTICIPO", truth)

    def _twice(self):
        """Two equal lines on one day pay two equal documents."""
        client = self.random.choice(self.clients)
        amount, issued = self._amount(), self._day() - timedelta(days=40)
        pair = [self.document(client, amount, issued) for _ in range(2)]
        for document in pair:
            self._pays(
                client, document, self._said(document), sort="equal amounts",
                day=issued + timedelta(days=30),
            )  # fmt: skip


def _key(document):
    return document.party, document.number


def is_right(proposal, truth):
    """Whether a proposal settles, posts and clears what the payer meant."""
    settles = {
        _key(part.document): part.amount if part.settles is None else part.settles
        for part in proposal.parts
        if part.document is not None
    }
    posts = {p.account: p.amount for p in proposal.parts if p.document is None}
    clears = frozenset(movement.place.lineno for movement in proposal.booked)
    return (settles, posts, clears) == (truth.settles, truth.posts, truth.clears)
