"""A card -> its facts about a client or a person, in keys of the ledger language."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ledgerkit.clients.records.address_entry import (
    AddressBook,
    AddressEntry,
    AddressProblem,
)
from ledgerkit.importers.address_book.card_lines import ContentLine, read_cards
from ledgerkit.importers.address_book.card_values import (
    birthday,
    is_at_home,
    mail_address,
    mail_keys,
    number_to_call,
    parts,
    telephone_keys,
    unescaped,
)
from ledgerkit.importers.bank_files.text import one_line
from ledgerkit.language.relation_words import wrong_word
from ledgerkit.language.word import On
from ledgerkit.parties.codes import country_code, language_code
from ledgerkit.parties.party import normalised_name
from ledgerkit.text.unreadable import excerpt

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from ledgerkit.importers.address_book.card_lines import Card

#: The card's author and presentation: nothing to keep in books.
_OF_THE_FILE = frozenset(
    {
        *("VERSION", "PRODID", "UID", "REV", "KIND", "N", "FN", "ORG", "CLASS"),
        *("SORT-STRING", "SOURCE", "NAME", "MAILER", "LABEL", "XML", "CLIENTPIDMAP"),
        *("X-ABSHOWAS", "X-ABLABEL", "X-ABADR", "X-ABUID", "X-PHONETIC-ORG"),
        *("X-PHONETIC-FIRST-NAME", "X-PHONETIC-LAST-NAME"),
    }
)
_OUR_PRODUCT = "-//ledgerkit//"
_CONTACT_UID = "contact-"
_COMPANY_KINDS = frozenset({"org", "organization"})
_ADDRESS = ("street", "locality", "region", "postal-code", "country")


def read_card_file(data: bytes, file: str, encoding: str | None = None) -> AddressBook:
    """Read a file of vCards.

    Raises:
        UnreadableFileError: If it is not valid, or can't be read: see `read_cards`.
    """
    entries: list[AddressEntry] = []
    problems: list[AddressProblem] = []
    unread: Counter[str] = Counter()
    for card in read_cards(data, file, encoding):
        reader = _CardReader(card, file)
        entry = reader.entry()
        if entry is not None:
            entries.append(entry)
        problems += reader.problems
        unread.update(set(reader.unread))
    return AddressBook(entries=entries, problems=problems, unread=unread)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names on a card."""

    full: str
    family: str
    given: str
    company: str

    @property
    def is_of_company(self) -> bool:
        """Whether only a company is named: a first name means a person."""
        names = {normalised_name(name) for name in (self.full, self.family) if name}
        only_one = names <= {normalised_name(self.company)} and not self.given
        return bool(self.company) and only_one


class _CardReader:
    """Reads one card, and remembers the parts that have no place."""

    def __init__(self, card: Card, file: str) -> None:
        self._card = card
        self._file = file
        self._facts: dict[str, Any] = {}
        self._company_facts: dict[str, Any] = {}
        self._is_person = True
        self.problems: list[AddressProblem] = []
        self.unread: list[str] = []

    def entry(self) -> AddressEntry | None:
        """The card's entry; None if it names neither a person nor a company."""
        kind = self._text("KIND").casefold()
        if kind and kind not in {"individual", *_COMPANY_KINDS}:
            self.unread.append(f"KIND:{kind[:20]}")
            return None
        names = self._names()
        shown_as = self._text("X-ABSHOWAS").casefold()
        self._is_person = kind not in _COMPANY_KINDS and shown_as != "company"
        if not kind and self._is_person and not self._is_ours:
            self._is_person = not names.is_of_company
        for number, text in self._card.malformed:
            self._problem(f"{text} is no line of a vCard", number)
        for line in self._card.lines:
            self._read(line)
        if len(list(filter(None, self._parts("ORG")))) > 1:
            self.unread.append("ORG's department")
        company = names.company if self._is_person else ""
        if not self._is_person:
            self._name_company(names)
        return AddressEntry(
            file=self._file,
            line=self._card.line,
            is_person=self._is_person,
            name=names.full if self._is_person else names.full or names.company,
            id=self._id(),
            company=company,
            facts=self._facts,
            company_facts=self._company_facts,
        )

    @property
    def _is_ours(self) -> bool:
        return self._text("PRODID").startswith(_OUR_PRODUCT)

    def _names(self) -> _Names:
        family, first, middle, *_rest = [*self._parts("N"), "", "", ""][:4]
        composed = " ".join(filter(None, (first, middle, family)))
        return _Names(
            full=self._text("FN") or composed,
            family=family,
            given=first,
            company=next(iter(self._parts("ORG")), ""),
        )

    def _name_company(self, names: _Names) -> None:
        full, registered = names.full or names.company, names.company
        if registered and registered != full:
            self._facts.setdefault("legal-name", registered)

    def _id(self) -> str:
        """The id in our books, if the card is one of ours."""
        if not self._is_ours:
            return ""
        id_ = self._text("UID").rpartition("@")[0]
        return id_.removeprefix(_CONTACT_UID) if self._is_person else id_

    def _text(self, name: str) -> str:
        for line in self._card.lines:
            if line.name == name and line.value.strip():
                return one_line(unescaped(line.value))
        return ""

    def _parts(self, name: str) -> Sequence[str]:
        for line in self._card.lines:
            if line.name == name and line.value.strip():
                return [one_line(part) for part in parts(line.value)]
        return ()

    def _problem(self, reason: str, line: int) -> None:
        problem = AddressProblem(file=self._file, line=line, reason=reason)
        self.problems.append(problem)

    def _read(self, line: ContentLine) -> None:
        read = _READERS.get(line.name)
        if read is not None and not line.is_binary:
            if line.value.strip(" ;"):
                read(self, line)
        elif line.name not in _OF_THE_FILE:
            self.unread.append(line.name)

    def _take(self, keys: Sequence[str], value: Any, line: ContentLine) -> None:
        """Put a fact under the first of the keys that is free."""
        if not value or value in [self._facts.get(key) for key in keys]:
            return
        key = next((key for key in keys if key not in self._facts), None)
        if key is None:
            self.unread.append(f"another {line.name}")
        else:
            self._facts[key] = value

    def mail(self, line: ContentLine) -> None:
        """An e-mail address."""
        keys = mail_keys(line.types, is_person=self._is_person)
        self._take(keys, one_line(mail_address(line.value)), line)

    def telephone(self, line: ContentLine) -> None:
        """A telephone number."""
        keys = telephone_keys(line.types, is_person=self._is_person)
        if not keys:
            self.unread.append("TEL of a fax")
            return
        self._take(keys, one_line(number_to_call(line.value)), line)

    def address(self, line: ContentLine) -> None:
        """An address: the company's, as people have none here."""
        if self._is_person and is_at_home(line.types):
            self.unread.append("ADR of a person")
            return
        facts = self._company_facts if self._is_person else self._facts
        if facts.keys() & set(_ADDRESS):
            self.unread.append("another ADR")
            return
        cells = [one_line(part) for part in [*parts(line.value), *[""] * 7][:7]]
        box, extended, street, locality, region, code, country = cells
        street = ", ".join(filter(None, (street, extended, box)))
        texts = (street, locality, region, code, self._country(country, line))
        facts.update({k: v for k, v in zip(_ADDRESS, texts, strict=True) if v})

    def _country(self, text: str, line: ContentLine) -> str:
        code = country_code(text) if text else ""
        if code is None:
            self._problem(
                f"country: {excerpt(text)} is no country that is known here; write its"
                " two-letter ISO 3166 code",
                line.line,
            )
        return code or ""

    def born(self, line: ContentLine) -> None:
        """A birthday."""
        day = birthday(line.value)
        if day is None or not self._is_person:
            self.unread.append("BDAY without a year" if day is None else "BDAY")
        else:
            self._take(("bday",), day, line)

    def title(self, line: ContentLine) -> None:
        """A person's job title."""
        self._of_person("title", line)

    def role(self, line: ContentLine) -> None:
        """A person's role: one of ours, or else a title."""
        text = one_line(unescaped(line.value))
        if wrong_word(On.CONTACT, "role", text) is None:
            self._of_person("role", line)
        else:
            self._of_person("title", line)

    def _of_person(self, key: str, line: ContentLine) -> None:
        if self._is_person:
            self._take((key,), one_line(unescaped(line.value)), line)
        else:
            self.unread.append(line.name)

    def language(self, line: ContentLine) -> None:
        """The language to use."""
        text = one_line(unescaped(line.value))
        code = language_code(text)
        if code is None:
            self._problem(
                f"lang: {excerpt(text)} is no language that is known here; write its"
                " ISO 639 code",
                line.line,
            )
        else:
            self._take(("lang",), code, line)

    def site(self, line: ContentLine) -> None:
        """A website: the company's."""
        if not self._is_person:
            self._take(("url",), one_line(unescaped(line.value)), line)
        elif not is_at_home(line.types):
            address = one_line(unescaped(line.value))
            self._company_facts.setdefault("url", address)
        else:
            self.unread.append("URL of a person")

    def categories(self, line: ContentLine) -> None:
        """Tags for a client."""
        words = ["-".join(one_line(w).split()) for w in parts(line.value, ",")]
        if self._is_person:
            self.unread.append("CATEGORIES")
        else:
            self._take(("tags",), " ".join(filter(None, words)), line)

    def nickname(self, line: ContentLine) -> None:
        """Other names of a company."""
        if self._is_person:
            self.unread.append("NICKNAME")
        else:
            names = [one_line(name) for name in parts(line.value, ",")]
            self._take(("aliases",), ", ".join(filter(None, names)), line)


_READERS: Mapping[str, Callable[[_CardReader, ContentLine], None]] = {
    "EMAIL": _CardReader.mail,
    "TEL": _CardReader.telephone,
    "ADR": _CardReader.address,
    "BDAY": _CardReader.born,
    "TITLE": _CardReader.title,
    "ROLE": _CardReader.role,
    "LANG": _CardReader.language,
    "URL": _CardReader.site,
    "CATEGORIES": _CardReader.categories,
    "NICKNAME": _CardReader.nickname,
}
