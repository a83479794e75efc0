"""A small book as values, written in many ways, and edited in many ways.

Each way of writing says the same; each edit changes what is said, and knows where. The
tests hold what `closed-period` names against what was edited.
"""

import copy
import hashlib
from datetime import date, timedelta
from decimal import Decimal

FIRST, LAST = date(2025, 4, 1), date(2025, 6, 30)
ACCOUNTS = [
    "Assets:Bank",
    "Assets:Receivable",
    "Income:Services",
    "Expenses:Rent",
    "Liabilities:VAT",
    "Assets:Stock",
]
#: Never posted to, and opened long before: its figures are in no period.
UNUSED = "Expenses:Unused"
FILES = ["main.beancount", "sales.beancount", "sub/bank.beancount"]
WORDS = ["Acme", "Beta", "Rent of April", 'Say "hello"', "Two\\three", "Größe", "a;b"]
EDITS_OF_TRANSACTIONS = [
    *("day", "flag", "payee", "narration", "blank", "case", "tag", "link", "key"),
    *("value", "account", "amount", "sign", "currency", "posting-flag", "posting-key"),
]
KEYS = ["invoice", "note", "project", "due"]


class Book:
    """Directives by id, each a dictionary."""

    def __init__(self, random):
        self.random = random
        self.ids = iter(range(10_000))
        self.items = {}
        for account in [*ACCOUNTS, UNUSED]:
            self.add(
                kind="open",
                date=date(2025, 1, 1),
                account=account,
                currencies=[],
                keys={},
            )
        for _ in range(random.randint(1, 12)):
            self.add(**self.transaction(self.day()))
        inside = self.add(**self.transaction(self.day_inside()))
        if random.random() < 0.4:  # two equal transactions are legal
            self.add(**copy.deepcopy(self.items[inside]))
        for make in (self.balance, self.price, self.statement, self.document):
            if random.random() < 0.6:
                self.add(**make(self.day()))
                self.add(**make(self.day_inside()))
        for make in (self.client, self.note):
            self.add(**make(self.day_inside()))

    def add(self, **item):
        id_ = next(self.ids)
        self.items[id_] = item
        return id_

    def day(self):
        return date(2025, 2, 1) + timedelta(days=self.random.randrange(240))

    def day_inside(self):
        return FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days + 1))

    def day_outside(self):
        while FIRST <= (day := self.day()) <= LAST:
            pass
        return day

    def word(self):
        return self.random.choice(WORDS)

    def value(self):
        return self.random.choice(
            [
                self.word(),
                date(2025, 5, 5),
                Decimal("5.50"),
                ("Amount", Decimal("5.50"), "EUR"),
                True,
                None,
            ]
        )

    def keys(self):
        chosen = self.random.sample(KEYS, self.random.choice([0, 0, 0, 1, 2]))
        return {key: self.value() for key in chosen}

    def cents(self):
        # With both decimals: an amount that is left out is rounded to what is written.
        return Decimal(self.random.randrange(100, 100_000)).scaleb(-2)

    def transaction(self, day):
        random = self.random
        first, second, third = random.sample(ACCOUNTS[:5], 3)
        amount = self.cents()
        lead = self.posting(first, amount)
        weight = amount
        if random.random() < 0.3:
            units = Decimal(random.randrange(1, 50))
            price = Decimal(random.randrange(50, 200)) / 100
            lead |= {"number": units, "currency": "USD", "price": price}
            weight = units * price
        elif random.random() < 0.2:
            units = Decimal(random.randrange(1, 50))
            lead = self.posting("Assets:Stock", units)
            lead |= {"currency": "HOOL", "cost": amount}
            weight = units * amount
        postings = [lead]
        if random.random() < 0.5:
            part = (weight / 3).quantize(Decimal("0.01"))
            postings.append(self.posting(third, -part))
            weight -= part
        postings.append(self.posting(second, -weight))
        return {
            "kind": "transaction",
            "date": day,
            "flag": random.choice("**!"),
            "payee": random.choice([None, self.word()]),
            "narration": self.word(),
            "tags": set(random.sample(["trip", "q2", "vat"], random.choice([0, 0, 1]))),
            "links": set(random.sample(["INV-1", "INV-2"], random.choice([0, 0, 1]))),
            "keys": self.keys(),
            "postings": postings,
        }

    def posting(self, account, number):
        return {
            "account": account,
            "number": number,
            "currency": "EUR",
            "price": None,
            "cost": None,
            "flag": self.random.choice([None] * 9 + ["!"]),
            "keys": self.keys(),
        }

    def balance(self, day):
        account, number = self.random.choice(ACCOUNTS[:5]), self.cents()
        return {"kind": "balance", "date": day, "account": account, "number": number}

    def price(self, day):
        return {"kind": "price", "date": day, "number": self.cents()}

    def statement(self, day):
        return {"kind": "statement", "date": day, "number": self.cents()}

    def document(self, day):
        text = f"{self.random.random()}"
        return {"kind": "document", "date": day, "content": text, "name": text}

    def client(self, day):
        return {"kind": "client", "date": day, "name": self.word()}

    def note(self, day):
        return {"kind": "note", "date": day, "text": self.word()}

    def of(self, *kinds, inside=True):
        return [
            id_
            for id_, item in self.items.items()
            if item["kind"] in kinds and (FIRST <= item["date"] <= LAST) is inside
        ]

    def has_usd(self):
        items = [i for i in self.items.values() if i["date"] <= LAST]
        postings = (p for i in items for p in i.get("postings", ()))
        return any(p["currency"] == "USD" for p in postings)


# --- Writing ---------------------------------------------------------------------


class Writer:
    """Writes a book to files, in one of many ways that all say the same."""

    def __init__(self, random, folder, book, *, plain=False):
        self.random, self.folder, self.plain = random, folder, plain
        self.book = book
        self.places = {}

    def maybe(self, chance=0.5):
        return not self.plain and self.random.random() < chance

    def write(self, closing):
        texts = {name: [] for name in FILES}
        texts[FILES[0]] += [
            'option "operating_currency" "EUR"',
            'plugin "ledgerkit.plugins.periods"',
            *(f'include "{name}"' for name in FILES[1:]),
            *closing,
        ]
        ids = list(self.book.items)
        if self.maybe(0.9):
            self.random.shuffle(ids)
        for id_ in ids:
            name = self.random.choice(FILES) if self.maybe(0.7) else FILES[0]
            self._item(id_, texts[name], name)
        (self.folder / "sub").mkdir(exist_ok=True)
        (self.folder / "docs").mkdir(exist_ok=True)
        for name, lines in texts.items():
            end = "\r\n" if self.maybe(0.2) else "\n"
            data = end.join([*lines, ""]).encode()
            (self.folder / name).write_bytes(data)

    def _item(self, id_, lines, name):
        item = self.book.items[id_]
        if self.maybe(0.3):
            lines += ["", "; a comment", "* A heading"][: self.random.randint(1, 3)]
        tag = next(iter(item.get("tags", ())), None)
        pushed = tag if tag and self.maybe() else None
        if pushed:
            lines.append(f"pushtag #{pushed}")
        self.places[id_] = (str(self.folder / name), len(lines) + 1)
        lines += getattr(self, f"_{item['kind']}")(item, pushed, name)
        if pushed:
            lines.append(f"poptag #{pushed}")

    def number(self, number):
        text = f"{number}"
        if self.maybe(0.4):
            text += "0" if "." in text else ".00"
        if self.maybe(0.2) and abs(number) >= 1000:
            whole, dot, rest = text.partition(".")
            text = f"{int(whole):,}{dot}{rest}"
        return text

    def _keys(self, keys, indent):
        written = [f"{indent}{key}: {self._value(v)}" for key, v in keys.items()]
        if self.maybe():
            self.random.shuffle(written)
        return written

    def _value(self, value):
        match value:
            case str():
                return quoted(value)
            case bool():
                return str(value).upper()
            case None:
                return ""
            case ("Amount", number, currency):
                return f"{self.number(number)} {currency}"
            case Decimal():
                return self.number(value)
        return str(value)

    def _transaction(self, item, pushed, _name):
        texts = [item["payee"]] if item["payee"] is not None else []
        head = [str(item["date"]), item["flag"]]
        head += [quoted(text) for text in [*texts, item["narration"]]]
        marks = [f"#{t}" for t in item["tags"] if t != pushed]
        marks += [f"^{link}" for link in item["links"]]
        if self.maybe():
            self.random.shuffle(marks)
        indent = self.random.choice(["  ", "    ", "\t"]) if self.maybe() else "  "
        lines = [" ".join([*head, *marks])]
        if self.maybe(0.3):
            lines[0] += "  ; a comment"
        lines += self._keys(item["keys"], indent)
        postings = list(item["postings"])
        if self.maybe():
            self.random.shuffle(postings)
        elided = len(postings) - 1 if self.maybe() else -1
        # Beancount can't fill in a price or cost together with the units.
        for index, posting in enumerate(postings):
            is_plain = posting["price"] is posting["cost"] is None
            lines += self._posting(posting, indent, elide=index == elided and is_plain)
        return lines

    def _posting(self, posting, indent, *, elide):
        line = f"{indent}{posting['flag'] + ' ' if posting['flag'] else ''}"
        line += posting["account"]
        if not elide:
            gap = " " * self.random.randint(2, 20) if self.maybe() else "  "
            line += f"{gap}{self.number(posting['number'])} {posting['currency']}"
            if posting["cost"] is not None:
                line += f" {{{self.number(posting['cost'])} EUR}}"
            if posting["price"] is not None:
                line += self._price_of(posting)
        return [line, *self._keys(posting["keys"], indent * 2)]

    def _price_of(self, posting):
        if self.maybe():
            total = abs(posting["number"]) * posting["price"]
            return f" @@ {self.number(total)} EUR"
        return f" @ {self.number(posting['price'])} EUR"

    def _open(self, item, _pushed, _name):
        currencies = list(item["currencies"])
        if self.maybe():
            self.random.shuffle(currencies)
        line = f"{item['date']} open {item['account']} {','.join(currencies)}".rstrip()
        return [line, *self._keys(item["keys"], "  ")]

    def _close(self, item, _pushed, _name):
        return [f"{item['date']} close {item['account']}"]

    def _balance(self, item, _pushed, _name):
        number = self.number(item["number"])
        return [f"{item['date']} balance {item['account']}  {number} EUR"]

    def _price(self, item, _pushed, _name):
        return [f"{item['date']} price USD  {self.number(item['number'])} EUR"]

    def _statement(self, item, _pushed, _name):
        number = self.number(item["number"])
        return [f'{item["date"]} custom "statement" Assets:Bank "S" {number} EUR']

    def _document(self, item, _pushed, name):
        path = self.folder / "docs" / hashlib.sha256(item["name"].encode()).hexdigest()
        path.parent.mkdir(exist_ok=True)
        path.write_text(item["content"])
        up = "../" if name.startswith("sub/") else ""
        return [f'{item["date"]} document Assets:Bank "{up}docs/{path.name}"']

    def _client(self, item, _pushed, _name):
        return [f'{item["date"]} custom "client" "acme" {quoted(item["name"])}']

    def _note(self, item, _pushed, _name):
        return [f"{item['date']} note Assets:Bank {quoted(item['text'])}"]


def quoted(text):
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# --- Editing ---------------------------------------------------------------------


def edit_transaction(book, random):
    """Change one part of a transaction of the period; its id, and what was done."""
    id_ = random.choice(book.of("transaction"))
    item = book.items[id_]
    edits = list(EDITS_OF_TRANSACTIONS)
    if any(p["price"] is not None for p in item["postings"]):
        edits.append("price")
    if any(p["cost"] is not None for p in item["postings"]):
        edits.append("cost")
        edits.remove("sign")  # nothing is there to be sold
    edit = random.choice(edits)
    before = copy.deepcopy(item)
    while item == before:
        _edit(book, item, edit, random)
    return id_, f"transaction {edit}"


def _edit(book, item, edit, random):  # noqa: C901, PLR0912 - one case for each edit
    posting = random.choice(item["postings"])
    lead, last = item["postings"][0], item["postings"][-1]
    match edit:
        case "day":
            item["date"] = book.day_inside()
        case "flag":
            item["flag"] = random.choice("*!#")
        case "payee":
            item["payee"] = random.choice([None, *WORDS])
        case "narration":
            item["narration"] = random.choice(WORDS)
        case "blank":
            item["narration"] += " "
        case "case":
            item["narration"] = item["narration"].swapcase()
        case "tag":
            item["tags"] ^= {random.choice(["trip", "q2", "vat"])}
        case "link":
            item["links"] ^= {random.choice(["INV-1", "INV-2"])}
        case "key" | "posting-key":
            keys = (item if edit == "key" else posting)["keys"]
            key = random.choice(KEYS)
            if key in keys:
                del keys[key]
            else:
                keys[key] = book.value()
        case "value":
            keys = item["keys"] or posting["keys"]
            keys[random.choice(list(keys) or KEYS)] = book.value()
        case "account":
            posting["account"] = random.choice(ACCOUNTS[:5])
        case "amount":
            _add(lead, last, Decimal(random.randrange(1, 500)))
        case "sign":
            for each in item["postings"]:
                each["number"] = -each["number"]
        case "currency":
            for each in item["postings"]:
                each["currency"] = "GBP"
                each["cost"] = each["price"] = None
            last["number"] = -sum(p["number"] for p in item["postings"][:-1])
        case "posting-flag":
            posting["flag"] = "!" if posting["flag"] is None else None
        case "price" | "cost":
            change = Decimal(random.randrange(1, 9)) / 100
            lead[edit] += change
            last["number"] -= lead["number"] * change


def _add(lead, last, more):
    rate = lead["price"] or lead["cost"] or 1
    lead["number"] += more
    last["number"] -= more * rate


def edit_whole(book, random):
    """Add, remove, repeat or move a directive; ids now and before, what was done."""
    kinds = ["transaction", "balance", "statement", "document"]
    if book.has_usd():
        kinds.append("price")
    edit = random.choice(["add", "remove", "repeat", "move-out", "move-in"])
    kind = random.choice(kinds)
    if edit == "add":
        make = getattr(book, kind)
        return book.add(**make(book.day_inside())), None, f"add {kind}"
    ids = book.of(kind) or book.of(kind := "transaction")
    id_ = random.choice(ids)
    if edit == "remove":
        return None, book.items.pop(id_), f"remove {kind}"
    if edit == "repeat" and kind in {"transaction", "statement"}:
        again = book.add(**copy.deepcopy(book.items[id_]))
        return again, None, f"repeat {kind}"
    if edit == "move-in":
        outside = book.of("transaction", inside=False)
        if outside:
            id_ = random.choice(outside)
            book.items[id_]["date"] = book.day_inside()
            return id_, None, "move in"
    before = copy.deepcopy(book.items[id_])
    if kind != "transaction":
        return None, book.items.pop(id_), f"remove {kind}"
    book.items[id_]["date"] = book.day_outside()
    return id_, before, "move out"


def edit_other(book, random):
    """Change what is no transaction."""
    kinds = ["balance", "statement", "document", "open"]
    if book.has_usd():
        kinds.append("price")
    kind = random.choice(kinds)
    if kind == "open":
        used = {
            posting["account"]
            for id_ in book.of("transaction")
            for posting in book.items[id_]["postings"]
        }
        ids = [
            id_
            for id_, item in book.items.items()
            if item["kind"] == "open" and item["account"] in used
        ]
        id_ = random.choice(ids)
        item = book.items[id_]
        if random.random() < 0.5:
            item["keys"]["role"] = random.choice(["bank", "suspense", "rounding"])
        else:
            item["currencies"] = ["EUR", "USD", "GBP", "HOOL"]
        return id_, f"open of {item['account']}"
    ids = book.of(kind)
    if not ids:
        return edit_transaction(book, random)
    id_ = random.choice(ids)
    if kind == "document":
        book.items[id_]["content"] += "!"
    else:
        book.items[id_]["number"] += Decimal(random.randrange(1, 900)) / 100
    return id_, f"{kind} changed"


def edit_nothing_closed(book, random):
    """Change what is no part of the closed period; what was done."""
    edit = random.choice(
        ["later", "client", "note", "unused", "custodian", "later-add"]
    )
    if edit == "later":
        ids = [
            id_
            for id_ in book.of("transaction", inside=False)
            if book.items[id_]["date"] > LAST
        ]
        if ids:
            book.items[random.choice(ids)]["narration"] += "!"
    elif edit == "client":
        book.items[random.choice(book.of("client"))]["name"] += " S.r.l."
    elif edit == "note":
        book.items[random.choice(book.of("note"))]["text"] += "!"
    elif edit == "later-add":
        day = LAST + timedelta(days=random.randint(1, 60))
        book.add(**book.transaction(day))
        book.add(**book.price(day))
    else:
        account = UNUSED if edit == "unused" else "Assets:Bank"
        [id_] = [
            id_
            for id_, item in book.items.items()
            if item["kind"] == "open" and item["account"] == account
        ]
        key = "role" if edit == "unused" else "custodian"
        book.items[id_]["keys"][key] = "suspense"
    return edit
