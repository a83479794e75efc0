"""Keys as other programs and people call them, and keys where nothing reads them.

People may keep keys of their own, so only what can hardly be one of those is listed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.language.vocabulary import KEYS, keys_on
from ledgerkit.language.word import On

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Another program's words on transactions, where they are no slip of the hand.
_OF_DOCUMENTS = {
    **dict.fromkeys(
        ("due-date", "duedate", "due-on", "date-due", "payment-due"), "due"
    ),
    **{
        f"{own}{joint}{word}": own
        for own in ("invoice", "bill", "credit-note", "vendor-credit")
        for joint in ("-", "")
        for word in ("id", "no", "nr", "num", "number", "ref", "reference")
    },
    **{
        f"{name}{joint}{word}": own
        for own, name in (
            ("client", "client"),
            ("client", "customer"),
            ("vendor", "vendor"),
            ("vendor", "supplier"),
        )
        for joint in ("-", "")
        for word in ("id", "no", "nr", "number", "code", "name")
    },
    "customer": "client",
    "supplier": "vendor",
    "payment-terms": "terms",
    **dict.fromkeys(("projekt", "projet", "progetto", "proyecto"), "project"),
    **dict.fromkeys(
        ("cost-centre", "costcenter", "costcentre", "kostenstelle", "centro-di-costo"),
        "cost-center",
    ),
}
_OF_LINES = {
    "qty": "quantity",
    "price": "unit-price",
    "unitprice": "unit-price",
    "tax-code": "tax",
    "vat": "tax",
    "vat-code": "tax",
    "discount-rate": "discount-percent",
}
_OF_PARTIES = {
    "terms": "payment-terms",
    "due": "payment-terms",
    "net-days": "payment-terms",
    "limit": "credit-limit",
    "account-manager": "manager",
    "vat": "vat-id",
    "vat-number": "vat-id",
    "phone": "tel",
    "telephone": "tel",
    "mail": "email",
    "e-mail": "email",
    "zip": "postal-code",
    "zip-code": "postal-code",
    "postcode": "postal-code",
    "city": "locality",
    "town": "locality",
    "language": "lang",
}

#: By place and by the word that is written there, the key that is read.
OTHER_WORDS: Mapping[On, Mapping[str, str]] = {
    On.TRANSACTION: _OF_DOCUMENTS,
    On.POSTING: {**_OF_DOCUMENTS, **_OF_LINES},
    On.CLIENT: _OF_PARTIES,
    On.VENDOR: _OF_PARTIES,
    On.COMPANY: {
        word: key for word, key in _OF_PARTIES.items() if key in keys_on(On.COMPANY)
    },
    On.OPEN: {
        "credit-line": "overdraft-limit",
        "overdraft": "overdraft-limit",
        "min-balance": "minimum-balance",
        "minimum": "minimum-balance",
    },
    On.TASK: {"deadline": "due", "due-date": "due", "done": "completed"},
    On.OPPORTUNITY: {
        **dict.fromkeys(("closing-date", "until", "end"), "close-date"),
        "value": "amount",
    },
    On.CONTRACT: {
        **dict.fromkeys(("end", "to", "end-date", "close-date"), "until"),
        "start": "from",
        "value": "amount",
        "stage": "status",
    },
    On.RECURRING: {"payment-terms": "terms", "end": "until", "price": "amount"},
}

#: What other programs and people call our types of directive.
OTHER_TYPES: Mapping[str, str] = {
    **dict.fromkeys(("customer", "debtor", "buyer"), "client"),
    **dict.fromkeys(("supplier", "creditor"), "vendor"),
    **dict.fromkeys(("salesperson", "account-manager"), "manager"),
    **dict.fromkeys(("deal", "lead"), "opportunity"),
    **dict.fromkeys(("ticket", "complaint"), "case"),
    **dict.fromkeys(("todo", "to-do"), "task"),
    **dict.fromkeys(("subscription", "recurring-invoice"), "recurring"),
    **dict.fromkeys(("vat-code", "tax-rate", "vat-rate"), "tax-code"),
}

#: Keys without a hyphen that are no word of everyday life below a directive.
_DISTINCTIVE = frozenset(
    {"terms", "due", "invoice", "bill", "iban", "bic", "tax", "quantity"}
    | {"lang", "aliases", "cadence"}
)


def other_word_for(key: str, on: On = On.TRANSACTION) -> str | None:
    """The key that is read there and that this one is another word for; mostly None.

    >>> other_word_for("invoice_id"), other_word_for("due_date"), other_word_for("dues")
    ('invoice', 'due', None)
    >>> other_word_for("terms", On.CLIENT), other_word_for("hobby", On.CLIENT)
    ('payment-terms', None)
    """
    return OTHER_WORDS.get(on, {}).get(key.casefold().replace("_", "-"))


def is_a_key_of_ours(key: str) -> bool:
    """Whether a key is read on any directive.

    >>> is_a_key_of_ours("payment-terms"), is_a_key_of_ours("due-date")
    (True, False)
    """
    return key in _PLACES


def belongs_elsewhere(key: str, on: On) -> str | None:
    """Where a key of ours belongs that nothing reads there; None if it is no such key.

    Args:
        key: The key.
        on: The directive that it stands on.

    >>> belongs_elsewhere("credit-limit", On.OPEN)
    'a client or vendor'
    >>> belongs_elsewhere("title", On.CLIENT) is None
    True
    """
    places = _PLACES.get(key, ())
    if not places or on in places or not ("-" in key or key in _DISTINCTIVE):
        return None
    names = ["open directive" if place == On.OPEN else place for place in places]
    either = " or ".join([", ".join(names[:-1]), names[-1]] if names[1:] else names)
    return f"{'an' if either[0] in 'aeio' else 'a'} {either}"


_PLACES: Mapping[str, tuple[str, ...]] = {
    name: tuple(dict.fromkeys(on.value for k in KEYS if k.name == name for on in k.on))
    for name in {key.name for key in KEYS}
}
