"""The pages in Italian: chosen by the books, and nothing left in English."""

import os
import re
import shutil
import time
from importlib import resources
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tests.conftest import SAMPLE_BOOKS
from tests.fava.conftest import Reader, build_app, stop_watching
from tests.fava.left_in_english import Left

from ledgerkit.fava.words.catalogue import CATALOGUES, Catalogue, catalogue_of
from ledgerkit.fava.words.page_words import SCRIPT_WORDS

SETTING = '2020-01-01 custom "ledgerkit" "lang" "it"\n'
SLOT = re.compile(r"\{(\w+)(?::\w+)?\}")


def messages(language):
    source = resources.files("ledgerkit.fava.words").joinpath(f"{language}.po")
    with source.open("rb") as file:
        return [message for message in read_po(file, locale=language) if message.id]


@pytest.fixture(scope="module")
def in_italian(tmp_path_factory):
    """Opens a sample book, read in Italian."""
    opened = {}

    def open_(book):
        if book not in opened:
            copy = tmp_path_factory.mktemp("books") / book
            shutil.copytree(SAMPLE_BOOKS / book, copy)
            main = copy / "main.beancount"
            main.write_text(f"{main.read_text('utf-8')}\n{SETTING}", "utf-8")
            opened[book] = Reader(build_app(main))
        return opened[book]

    yield open_
    stop_watching(opened.values())


@pytest.fixture(scope="module")
def agency(in_italian):
    return in_italian("agency")


@pytest.mark.parametrize("language", sorted(CATALOGUES))
def test_every_message_is_translated_with_the_parameters_of_its_english(language):
    wrong = [
        message.id
        for message in messages(language)
        if not message.string
        or set(SLOT.findall(message.id)) != set(SLOT.findall(message.string))
        or ":" in "".join(re.findall(r"\{[^}]*\}", message.string))
    ]
    assert wrong == []
    assert len(messages(language)) > 300


def test_a_sentence_keeps_its_figures_and_names_word_for_word():
    italian = Catalogue(
        "it",
        {
            "{days:number} days late; {rest:words}": "{days} giorni di ritardo; {rest}",
            "due {day:day}": "scade il {day}",
            "{name} owes {amount:amount}": "{name} deve {amount}",
        },
    )
    assert italian.say("12 days late; due 2026-01-31") == (
        "12 giorni di ritardo; scade il 2026-01-31"
    )
    assert italian.say("Open & Paid Ltd owes 1,220.00 EUR.") == (
        "Open & Paid Ltd deve 1,220.00 EUR."
    )
    assert italian.say("nobody knows this") == "nobody knows this"


def test_what_stands_around_a_sentence_is_no_part_of_a_name_at_its_end():
    italian = Catalogue(
        "it",
        {
            "{title:words}, as at {day:day}": "{title} al {day}",
            "Statement of account of {name}": "Estratto conto di {name}",
        },
    )
    assert italian.say("Statement of account of Rossi, as at 2026-01-31") == (
        "Estratto conto di Rossi al 2026-01-31"
    )


@pytest.mark.parametrize(
    "piece", ["abc: de; ", "Abc de. ", "a (1); ", "of for and is "]
)
def test_a_text_by_strangers_can_t_hold_a_page_up(piece):
    italian = Catalogue("it", catalogue_of("it").messages)
    before = time.process_time()
    for length in (60, 110, 2000):
        italian.say(piece * length)
    assert time.process_time() - before < 2


def test_the_receivables_are_in_the_language_that_is_set(agency):
    page = agency.receivables(time="2025-12-31")
    assert "Scadenzario clienti al 2025-12-31" in page.text
    assert "A scadere" in page.text
    assert "Not due" not in page.text
    assert 'lang="it"' in page.html
    reminders = agency.receivables(view="reminders", time="2025-12-31")
    assert "118 giorni di ritardo, livello 1 inviato il 2025-09-12" in reminders.text


def test_what_the_books_say_is_not_translated(reader_of):
    reader = reader_of(
        f"""{SETTING}
2020-01-01 custom "client" "paid" "Paid"
2026-01-15 * "Paid" "Open" ^INV-1
  Assets:Receivable  10.00 EUR
  Income:Services
"""
    )
    page = reader.receivables(view="documents", time="2026-02-01")
    heads, line = page.tables[0][:2]
    assert heads[:3] == ["Numero", "Tipo", "Nome"]
    assert line[:3] == ["INV-1", "fattura", "Paid"]


def test_letters_keep_the_language_of_their_party_and_pages_that_of_the_setting(
    agency_reader,
):
    """The studio writes in Italian, and its pages are in English all the same."""
    page = agency_reader.get(
        "extension/Receivables/", document="INV-2025-044", time="2025-12-31"
    )
    assert "Where it stands" in page.text
    assert "Spett.le" in page.html


def test_what_the_browser_asks_for_decides_nothing(agency_reader):
    page = agency_reader.client.get(
        f"/{agency_reader.slug}/extension/Receivables/?time=2025-12-31&partial=1",
        headers={"Accept-Language": "it"},
    )
    assert "Receivables by age" in page.text


def test_a_catalogue_is_read_once():
    assert catalogue_of("it") is catalogue_of("it")
    assert catalogue_of("en") is None


#: LEDGERKIT_WALK_WHOLE walks over all of them.
BOOKS = ("agency", "shop", "exporter", "joiner", "existing_ledger")
WALKED = BOOKS if os.environ.get("LEDGERKIT_WALK_WHOLE") else BOOKS[:1]


@pytest.mark.parametrize("book", WALKED)
def test_no_page_leaves_a_text_of_ours_in_english(in_italian, book, monkeypatch):
    left = Left(in_italian(book), "2025-12-31")

    def say(catalogue, text):
        return left.say(catalogue, text)

    monkeypatch.setattr(Catalogue, "_say", say)
    catalogue_of.cache_clear()
    try:
        found = left.walk()
        assert not found, "\n".join(found)
    finally:
        catalogue_of.cache_clear()
    assert left.pages > 60


def test_the_scripts_say_what_the_catalogue_has(agency):
    folder = Path("src/ledgerkit/fava")
    scripts = "".join(file.read_text("utf-8") for file in folder.glob("*.js"))
    said = re.findall(r'say\(\s*form,\s*"([^"]+)"', scripts)
    assert len(said) >= 6
    assert set(said) <= set(SCRIPT_WORDS)
    page = agency.get("extension/Record/", do="receipt", time="2025-12-31")
    assert "non si \\u00e8 registrato niente" in page.html
    assert "Mostra che cosa si scriverebbe" in page.text


def test_a_form_is_answered_in_italian(agency):
    answer = agency.client.put(
        f"/{agency.slug}/extension/Record/do",
        json={"action": "receipt", "values": {"day": "2025-12-31"}, "dry_run": True},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.json["error"] == "Importo: non c'è scritto niente"


def test_a_search_finds_the_words_that_the_page_shows(agency):
    found = agency.receivables(view="documents", find="scaduta", time="2025-12-31")
    assert len(found.tables[0]) > 2
    english = agency.receivables(view="documents", find="overdue", time="2025-12-31")
    assert found.tables == english.tables
