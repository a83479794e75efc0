"""What is exported and taken into empty books is the same."""

import unicodedata
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit import load
from ledgerkit.cli.clients.client import exported
from ledgerkit.entries.clients.address_book import plan_address_book
from ledgerkit.entries.clients.facts import relation_directive
from ledgerkit.entries.directives import ledger_text
from ledgerkit.importers.address_book.read import read_address_book
from ledgerkit.parties.party import normalised_name
from ledgerkit.text.untrusted import without_tags

TITLE = 'option "title" "Nobody yet"\n'
DAY = date(2026, 1, 15)
TEXTS = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=["C", "Z"]),
        min_size=1,
        max_size=90,
    )
    .map(lambda text: " ".join(unicodedata.normalize("NFC", text).split()))
    # What could begin HTML is written otherwise.
    .map(without_tags)
    # An apostrophe before a formula is what spreadsheets are given for one.
    .filter(lambda text: text and not text.startswith(("'", "mailto:", "tel:")))
)
NAMES = TEXTS.filter(lambda text: any(map(str.isalnum, text)))
IDS = st.from_regex(r"[a-z0-9][a-z0-9-]{0,9}", fullmatch=True)
#: What is no address is refused by each import.
EMAILS = st.from_regex(r"[a-z0-9]{1,8}@[a-z0-9]{1,8}\.example", fullmatch=True)
CLIENT_KEYS = {
    "legal-name": NAMES,
    "email": EMAILS,
    "tel": TEXTS,
    "street": TEXTS,
    "postal-code": TEXTS,
    "locality": TEXTS,
    "region": TEXTS,
    "country": st.sampled_from(["IT", "DE", "US"]),
    "url": TEXTS,
    "tags": st.sampled_from(["key", "key export", "machine-tools key"]),
}
CONTACT_KEYS = {
    "email": EMAILS,
    "email-work": EMAILS,
    "tel": TEXTS,
    "tel-work": TEXTS,
    "tel-cell": TEXTS,
    "title": TEXTS,
    "role": st.sampled_from(["champion", "decision-maker"]),
    "bday": st.dates(date(1900, 1, 1), date(2020, 1, 1)),
}


@st.composite
def address_books(draw):
    """Directives on clients and people, told apart by their names."""
    clients = draw(
        st.lists(
            st.tuples(IDS, NAMES, st.fixed_dictionaries({}, optional=CLIENT_KEYS)),
            max_size=3,
            unique_by=(lambda c: c[0], lambda c: normalised_name(c[1])),
        )
    )
    spellings = [
        {normalised_name(n) for n in (id_, name, facts.get("legal-name", name))}
        for id_, name, facts in clients
    ]
    apart = sum(map(len, spellings)) == len(set().union(*spellings))
    directives = [
        # A registered name that is the name says nothing.
        relation_directive(
            "client",
            DAY,
            (id_, name),
            {k: v for k, v in facts.items() if (k, v) != ("legal-name", name)},
        )
        for id_, name, facts in (clients if apart else clients[:1])
    ]
    ids = [d.values[0].value for d in directives]
    if not ids:
        return []
    people = draw(
        st.lists(
            st.tuples(
                IDS,
                NAMES,
                st.fixed_dictionaries(
                    {"client": st.sampled_from(ids)}, optional=CONTACT_KEYS
                ),
            ),
            max_size=3,
            unique_by=(lambda c: c[0], lambda c: normalised_name(c[1])),
        )
    )
    return directives + [
        relation_directive("contact", DAY, (id_, name), facts)
        for id_, name, facts in people
    ]


def said(directives):
    return sorted(
        (
            d.type,
            *(v.value for v in d.values),
            tuple(sorted((k, str(v)) for k, v in d.meta.items() if k not in _PLACE)),
        )
        for d in directives
    )


_PLACE = {"filename", "lineno"}


@pytest.fixture(scope="module")
def nobody(tmp_path_factory):
    """Books without clients."""
    file = tmp_path_factory.mktemp("books") / "main.beancount"
    file.write_text(TITLE, encoding="utf-8")
    return load(file)


@settings(max_examples=60)
@pytest.mark.parametrize("form", ["vcard", "vcard4", "csv"])
@given(directives=address_books())
def test_an_export_taken_over_is_the_same_book(form, nobody, directives):
    with TemporaryDirectory() as folder:
        file = Path(folder) / "main.beancount"
        file.write_text(TITLE + ledger_text(directives), encoding="utf-8")
        books = load(file)
        data = exported(books, form, DAY, "aurora.example")
        if not directives:
            return
        book = read_address_book(data, f"book.{form}")
        assert (book.problems, book.unread) == ([], {})
        planned = plan_address_book(nobody, book.entries, day=DAY)
        assert (planned.problems, planned.differences) == ([], [])
        assert said(planned.directives) == said(directives)
        again = plan_address_book(books, book.entries, day=DAY, update=True)
        assert again.directives == []


def test_the_agency_exported_and_taken_over_again_adds_nothing(agency):
    for form in ("vcard", "vcard4", "csv"):
        data = exported(agency, form, DAY, "aurora.example")
        book = read_address_book(data, "book")
        planned = plan_address_book(agency, book.entries, day=DAY, update=True)
        assert (planned.directives, planned.problems) == ([], [])
