"""Companies, people and texts that don't exist, as payers and banks write them."""

import unicodedata

COUNTRIES = ("IT", "DE", "FR", "GB", "ES", "SE")
_WORDS = {
    "IT": """
        Rossi Bianchi Ferrari Esposito Romano Colombo Ricci Marino Greco Bruno Gallo
        Conti De-Luca Costa Giordano Mancini Rizzo Lombardi Moretti Barbieri Fontana
        Santoro Caffè Mariani Rinaldi Caruso Ferrara Galli Martini Leone Longo Gentile
        Martinelli
    """,
    "DE": """
        Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann
        Schäfer Koch Bauer Richter Klein Wolf Schröder Neumann Schwarz Zimmermann
        Braun Krüger Hofmann Hartmann Lange Werner Krause Köhler Lehmann Walter Größer
        Böhm Jäger
    """,
    "FR": """
        Martin Bernard Dubois Thomas Robert Richard Petit Durand Leroy Moreau Simon
        Laurent Lefèvre Michel Garnier Chevalier François Mercier Blanc Guérin Boyer
        Rousseau
    """,
    "GB": """
        Smith Jones Taylor Brown Williams Wilson Johnson Davies Patel Robinson Wright
        Evans Thompson Walker Hughes Edwards Green Hall Wood Harris Clarke Jackson
        Turner Hill
    """,
    "ES": """
        García Martínez López Sánchez González Rodríguez Fernández Pérez Gómez Ruiz
        Díaz Hernández Jiménez Moreno Muñoz Álvarez Romero Alonso Gutiérrez Navarro
        Torres
    """,
    "SE": """
        Andersson Johansson Karlsson Nilsson Eriksson Larsson Olsson Persson Svensson
        Gustafsson Pettersson Jonsson Hansson Bengtsson Sjöberg Ångström Öberg
        Håkansson
    """,
}
_TRADES = {
    "IT": """
        Impianti Costruzioni Trasporti Consulting Ceramiche Alimentari Grafica
        Meccanica Servizi Arredamenti Tessuti Elettronica
    """,
    "DE": """
        Bau Technik Logistik Software Elektro Maschinenbau Druck Beratung Handel
        Werkzeuge Metallbau Medien
    """,
    "FR": """
        Conseil Travaux Transports Informatique Imprimerie Boulangerie Menuiserie
        Électricité Services Immobilier
    """,
    "GB": """
        Engineering Consulting Logistics Software Printing Catering Builders Design
        Trading Electrical Services Media
    """,
    "ES": """
        Construcciones Transportes Consultores Informática Muebles Alimentación
        Servicios Gráficas Instalaciones
    """,
    "SE": """
        Bygg Teknik Konsult Transport Elektro Fastigheter Tryckeri Möbler Service Data
    """,
}
_FORMS = {
    "IT": ["S.r.l.", "S.p.A.", "S.n.c.", "S.a.s.", ""],
    "DE": ["GmbH", "GmbH & Co. KG", "AG", "e.K.", "UG (haftungsbeschränkt)", "KG"],
    "FR": ["SARL", "SAS", "SA", "EURL", ""],
    "GB": ["Ltd", "Limited", "PLC", "LLP", ""],
    "ES": ["S.L.", "S.A.", "S.L.U.", ""],
    "SE": ["AB", "HB", ""],
}
_FIRST = {
    "IT": "Mario Giulia Luca Anna Paolo Chiara",
    "DE": "Jürgen Anna Thomas Sabine Klaus Heike",
    "FR": "Jean Marie Pierre Sophie Luc Claire",
    "GB": "John Emma David Sarah Peter Lucy",
    "ES": "José María Antonio Carmen Juan Ana",
    "SE": "Lars Anna Erik Karin Björn Eva",
}
#: How a company numbers its invoices: its number, the year, the year's last digits.
NUMBER_STYLES = (
    "{y}/{n:03}", "INV-{y}-{n:04}", "RE{n:05}", "INV-{n:03}", "{n}/{y}", "F{yy}-{n:05}",
    "{yy}-{n:04}", "{y}{n:04}", "1{n:04}", "A/{y}/{n}",
)  # fmt: skip
#: Pairs that are easily taken for each other, with their country.
SIMILAR = (
    (("Rossi Impianti S.r.l.", "Rossi Impianti Elettrici S.r.l."), "IT"),
    (("Acme Italia S.r.l.", "Acme Italia S.p.A."), "IT"),
    (("Müller Bau GmbH", "Müller Bautechnik GmbH"), "DE"),
    (("Northwind Trading Ltd", "Northwind Training Ltd"), "GB"),
    (("Studio Legale Conti e Associati", "Studio Legale Conti e Marini"), "IT"),
)
#: Account, what the rule asks for, and a name and a text for which it is.
RULES = (
    (
        "Expenses:Rent",
        {"contains": "canone locazione"},
        "Immobiliare Verdi",
        "CANONE LOCAZIONE {}",
    ),
    (
        "Expenses:Power",
        {"contains": "enel energia"},
        "ENEL ENERGIA SPA",
        "SDD FATTURA {}",
    ),
    ("Expenses:Phone", {"regex": "telekom|vodafone"}, "", "LASTSCHRIFT VODAFONE KD {}"),
    (
        "Expenses:Fuel",
        {"regex": r"\b(pos|carta)\b.*tamoil"},
        "",
        "POS 12/03 TAMOIL {} MILANO",
    ),
    ("Expenses:Software", {"contains": "github"}, "", "CARD GITHUB INC {}"),
    ("Expenses:BankFees", {"contains": "imposta di bollo"}, "", "IMPOSTA DI BOLLO {}"),
    ("Liabilities:Tax", {"name": "Agenzia delle Entrate"}, "AGENZIA ENTRATE", "F24 {}"),
)
HABITS = (
    ("Poste Italiane", "Expenses:Postage"),
    ("Allianz Versicherung AG", "Expenses:Insurance"),
    ("Trenitalia", "Expenses:Travel"),
    ("Amazon EU Sarl", "Expenses:Office"),
    ("Hetzner Online GmbH", "Expenses:Hosting"),
    ("Notaio Guidi", "Expenses:Advice"),
)
_BEFORE = ("SEPA CREDIT TRANSFER", "BONIF. V/FAVORE", "TRF", "EREF+NOTPROVIDED SVWZ+")
_SAID = (
    "Invoice {}",
    "Fattura {}",
    "SALDO FATT. {}",
    "Rechnung Nr. {}",
    "RG {}",
    "RE-NR {}",
    "Facture {} merci",
    "FACTURE N° {}",
    "pago factura {}",
    "Faktura {}",
    "{}",
    "INVOICE {} CUST 4471",
    "saldo fattura n. {} del 12.02.2026",
    "BONIFICO PER {}",
    "Zahlung {} KD-NR 88213",
    "VS FATTURA {} DEL 3/2/26 EUR",
    "payment {} - thank you",
    "/INV/{} 15.1.2026",
)
_EMPTY = (
    "",
    "",
    "BONIFICO A VOSTRO FAVORE",
    "Zahlung",
    "payment",
    "saldo",
    "VIREMENT",
    "Vielen Dank",
    "PAGAMENTO FORNITORI 03/2026",
    "Gutschrift 14.03.2026",
    "transfer",
    "saldo fatture",
    "FT MARZO",
    "Ihre Rechnung",
    "IHRE LIEFERUNG VOM 12.03.26",
    "CUST 4471",
    "PO 4500012345",
    "ORD. 2026/4471 DEL 3.2.2026",
    "Vertrag 7781-22",
    "TEL 02 8845512",
)


class MadeUpNames:
    """Gives names that it hasn't given before."""

    def __init__(self, random):
        self.random = random
        self._given = {name for pair, _ in SIMILAR for name in pair}

    def company(self, country):
        while True:
            name = self._name(country)
            if name not in self._given:
                self._given.add(name)
                return name

    def _name(self, country):
        pick = self.random.choice
        words = [word.replace("-", " ") for word in _WORDS[country].split()]
        first, second = pick(words), pick(words)
        trade, form = pick(_TRADES[country].split()), pick(_FORMS[country])
        kind = self.random.random()
        if kind < 0.2:
            return f"{pick(_FIRST[country].split())} {first}"
        if kind < 0.4:
            return f"{first} & {second} {form}".strip()
        if kind < 0.7:
            return f"{first} {trade} {form}".strip()
        if kind < 0.85:
            return f"{trade} {first} {second} {form}".strip()
        return f"{first} {second} {trade} International {form}".strip()

    def iban(self, country):
        number = self.random.randrange(10**17, 10**18)
        return f"{country}{self.random.randrange(10, 99)}{number}"

    def reference(self, numbers):
        pick = self.random.choice
        between = pick([", ", " ", " + ", "; ", " e ", " und "])
        said = between.join(numbers)
        if len(numbers) > 1 and self.random.random() < 0.3:
            said = _shared_beginning(numbers)
        how = self.random.random()
        if how < 0.25:
            said = said.replace("-", " " if self.random.random() < 0.5 else "/")
        return pick(_SAID).format(said)

    def empty_text(self):
        return self.random.choice(_EMPTY)


def _shared_beginning(numbers):
    """``INV-2026-0014/0015``: the rest without what stands before it."""
    first, *others = numbers
    beginning = first[: max(first.rfind(c) for c in "-/ ") + 1]
    if not beginning or not all(n.startswith(beginning) for n in others):
        return ", ".join(numbers)
    return "/".join([first, *(n.removeprefix(beginning) for n in others)])


def with_slip(number, random):  # noqa: PLR0911
    """A number as it is mistyped."""
    kind = random.choice(
        ["zeros", "letter", "prefix", "swapped", "joined", "blank", "lost"]
    )
    digits = [i for i, c in enumerate(number) if c.isdigit()]
    if kind == "zeros":
        return "-".join(p.lstrip("0") or "0" for p in number.split("-"))
    if kind == "letter":
        return number.replace("0", "O", random.choice([1, 2, 9]))
    if kind == "prefix":
        return number.partition("-")[2] or number
    if kind == "joined":
        return number.replace("-", "").replace("/", "")
    if kind == "blank":
        at = random.randrange(2, len(number))
        return f"{number[:at]} {number[at:]}"
    if kind == "lost":
        at = random.choice(digits[:-1])
        return number[:at] + number[at + 1 :]
    swaps = [i for i in digits if i + 1 in digits and number[i] != number[i + 1]]
    if not swaps:
        return number
    i = random.choice(swaps)
    return number[:i] + number[i + 1] + number[i] + number[i + 2 :]


def as_bank(name, random):
    """A name as it stands on a statement."""
    words = name.split()
    if random.random() < 0.35 and words[-1] in {
        f for fs in _FORMS.values() for f in fs
    }:
        words.pop()
    if len(words) == 2 and random.random() < 0.2:
        words.reverse()
    name = " ".join(words)
    if random.random() < 0.85:
        for umlaut, written in zip(
            "äöüÄÖÜß", ("ae", "oe", "ue", "Ae", "Oe", "Ue", "ss"), strict=True
        ):
            name = name.replace(umlaut, written if random.random() < 0.7 else umlaut)
        name = _plain(name).upper()
    if random.random() < 0.4:
        name = name.replace(".", "").replace("&", random.choice(["&", "E", "UND", "+"]))
    if random.random() < 0.07:
        name += random.choice(
            [" VIA ROMA 12 20121 MILANO", " HAUPTSTR. 5", " C/O BANCA"]
        )
    if random.random() < 0.03 and len(name) > 6:
        at = random.randrange(2, len(name) - 2)
        name = name[:at] + name[at + 1 :]
    return name[: random.choice([27, 35, 35, 70])].strip()


def text_as_bank(text, random):
    """A text as it stands on a statement."""
    if random.random() < 0.15:
        text = f"{random.choice(_BEFORE)} {text}"
    if random.random() < 0.5:
        text = _plain(text).upper()
    if random.random() < 0.06 and len(text) > 27:
        text = f"{text[:27]} {text[27:]}"
    return text[: random.choice([70, 140, 140, 140])].strip()


def _plain(text):
    return "".join(
        c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)
    )
