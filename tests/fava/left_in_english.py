"""What a walk over the pages of a book finds left in English.

Whatever the catalogue says is put in brackets. What stands outside them is what the
books say, or else a text that nobody translated.
"""

import re
import tomllib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from beancount.core.data import Close, Custom, Document, Note, Open, Transaction

import ledgerkit
from ledgerkit.fava.serving import OUR_PAGES
from ledgerkit.general_ledger.layout import CASH_LAYOUTS, LAYOUT_NAMES

_SOURCE = Path(ledgerkit.__file__).parent
#: Texts of others: names of banks, boxes of tax forms, lines of a law's layout.
_OF_OTHERS = (
    "importers/bank_files/profiles/*.toml",
    "taxes/forms/*.toml",
    "general_ledger/layouts/*.toml",
)
#: What says the same in Italian, or is a name.
_SAME = frozenset({
    *("CSV", "IBAN", "BIC", "DSO", "DPO", "NPS", "CSAT", "CEI", "RFM"),
    *("RF", "IFRS", "EUR", "GBP", "USD"),
    *("PEC", "LEI", "SdI", "Peppol"),
    *("Id", "utf", "cp1250", "cp1251", "cp1252", "cp850"),
    *("iso8859_15", "mac_roman", "pdf"),
    *("html", "ISO", "Budget", "Agenda", "File", "Stock", "Form", "case", "opp"),
    *("slip", "plain", "FEC", "SAF", "EC"),
    "One Stop Shop, Union scheme",
})  # fmt: skip
_SAID = re.compile(r"⟦[^⟦⟧]*⟧")
_READ = frozenset({"title", "aria-label", "placeholder", "data-label", "data-reason"})
_SKIPPED = frozenset({"style", "script", "pre", "iframe", "copyable-text"})
_QUERIES = frozenset({"t", "find", "state", "sort", "desc", "part", "time", "partial"})
#: What these say makes another page; of whatever else is asked, one page is enough.
_PAGES = frozenset({"view", "do", "file"})
_LETTERS = re.compile(r"[^\W\d_]{2}")
_BETWEEN = re.compile(r"[|,:;()·]")
_DATES = re.compile(r"%[a-zA-Z]|[^\s,:;()]*\d[\w.,:/-]*")


class Left:
    """One walk over one book.

    Attributes:
        pages: How many pages were looked at.
    """

    def __init__(self, reader, until):
        self.pages = 0
        self._reader, self._until = reader, until
        data = {*_strings_of(reader.ledger.all_entries), *_of_others(), *_SAME}
        data |= {*LAYOUT_NAMES, *CASH_LAYOUTS}
        folder = Path(reader.ledger.beancount_file_path).parent
        data |= {str(p.relative_to(folder)) for p in folder.rglob("*")}
        data |= {p.read_text("utf-8") for p in folder.glob("inbox/*.*")}
        text = "\n".join(data)
        self._data = _plain(f"{text}\n{_BETWEEN.sub(' ', text)}")

    def say(self, catalogue, text):
        """In place of the catalogue's: the text in brackets, if it is known."""
        found = catalogue._found(text, 0)
        if found is None:
            return text
        return f"⟦{found.replace('⟦', '').replace('⟧', '')}⟧"

    def walk(self):
        """Each text left in English, with the address of the first page that has it."""
        slug, found = self._reader.slug, {}
        seeds = [f"/{slug}/extension/{page.__name__}/" for page in OUR_PAGES]
        waiting, seen = [f"{s}?time={self._until}" for s in seeds], Counter()
        while waiting:
            address = waiting.pop(0)
            if seen[_kind_of(address)]:
                continue
            seen[_kind_of(address)] += 1
            response = self._reader.client.get(f"{address}&partial=1")
            assert response.status_code == 200, address
            page = _Read(response.text)
            for text in page.texts:
                if self._is_left(text):
                    found.setdefault(text, address)
            waiting += [link for link in page.links if link.startswith(f"/{slug}/ext")]
        self.pages = seen.total()
        return sorted(f"{text!r} on {address}" for text, address in found.items())

    def _is_left(self, text):
        """Whether a piece of it stands neither in the books nor in the catalogue."""
        pieces = _BETWEEN.split(_SAID.sub("|", text))
        words = (_plain(piece).strip(" .-") for piece in pieces)
        return any(_LETTERS.search(w) and w not in self._data for w in words)


def _plain(text):
    """A text without its case, figures and runs of spaces."""
    return re.sub(r"\s+", " ", _DATES.sub(" ", text)).casefold()


class _Read(HTMLParser):
    """The texts that people read on a page, and its links."""

    def __init__(self, html):
        super().__init__()
        self.texts, self.links, self._skipped = [], [], 0
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        if tag in _SKIPPED:
            self._skipped += 1
        for name, value in attrs:
            if name in _READ and value:
                self.texts.append(value)
            if name == "href" and not {"download"} & {n for n, _ in attrs}:
                self.links.append(value.replace(" ", "%20"))

    def handle_endtag(self, tag):
        if tag in _SKIPPED:
            self._skipped -= 1

    def handle_data(self, data):
        if data.strip() and not self._skipped:
            self.texts.append(data.strip())


def _kind_of(address):
    parts = urlsplit(address)
    asked = {k: v[0] for k, v in parse_qs(parts.query).items() if k not in _QUERIES}
    kinds = {key: value if key in _PAGES else "" for key, value in asked.items()}
    return parts.path, frozenset(kinds.items())


def _strings_of(entries):
    """Whatever somebody wrote into the books."""
    for entry in entries:
        yield from _strings_in(entry.meta)
        if isinstance(entry, Transaction):
            yield from (entry.payee or "", entry.narration, *entry.links, *entry.tags)
            for posting in entry.postings:
                yield from (posting.account, *_strings_in(posting.meta))
        elif isinstance(entry, Open | Close | Document | Note):
            yield entry.account
        elif isinstance(entry, Custom):
            yield from (str(value.value) for value in entry.values)
            yield entry.type


def _strings_in(meta):
    return [
        str(value) for key, value in (meta or {}).items() if not key.startswith("__")
    ]


def _of_others():
    for pattern in _OF_OTHERS:
        for path in _SOURCE.glob(pattern):
            yield path.stem
            yield from _texts_in(tomllib.loads(path.read_text("utf-8")))


def _texts_in(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts_in(one)
    elif isinstance(value, list):
        for one in value:
            yield from _texts_in(one)
