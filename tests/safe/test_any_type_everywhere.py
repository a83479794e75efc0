"""Values of every type in every word: no plugin, report or page ends in a traceback.

The reports, ``check`` among them, answer or refuse in one sentence; of Fava every
address is asked, and what our pages link to. None answers with 500.
"""

from itertools import islice
from traceback import format_exception

import pytest

from tests.any_type import answer
from tests.fava.conftest import Reader, build_app, stop_watching
from tests.safe.campaign import SEED, WHOLE, share
from tests.safe.crawl import crawl
from tests.safe.mutations import books, mutations, text_of

#: Twenty books with eight each in the suite, and all by sixteens in the whole campaign:
#: each value is at a place of its own, so that none hides another.
TOGETHER, BOOKS = (16, None) if WHOLE else (8, 20)
CHUNKS = 40 if WHOLE else 1
#: Pages are asked of one book in so many.
SHOWN_ONE_IN = 1 if WHOLE else 4
PAGES = 120 if WHOLE else 60


@pytest.fixture(scope="module")
def groups():
    return list(islice(books(TOGETHER, SEED), BOOKS))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_no_value_of_any_type_ends_in_a_traceback(chunk, groups, tmp_path, counts):
    reader, wrong = None, []
    for number, (group, text) in enumerate(share(groups[chunk::CHUNKS])):
        said = "\n".join(mutation.said for mutation in group)
        try:
            answer(text, tmp_path)
        except Exception as error:  # noqa: BLE001 - The next books are tried as well.
            wrong.append(f"{said}\n{''.join(format_exception(error)[-3:])}")
        counts.add("values of other types in reports", len(group))
        if number % SHOWN_ONE_IN:
            continue
        if reader is None:
            reader = Reader(build_app(tmp_path / "main.beancount"))
        reader.ledger.load_file()
        failed, seen = crawl(reader, PAGES)
        wrong += [f"{said}\n{failed}"] if failed else []
        counts.add("values of other types on pages", len(group))
        counts.add("pages with them", seen)
    if reader is not None:
        stop_watching([reader])
    assert not wrong, "\n\n".join(wrong)


def test_every_word_is_tried():
    assert len(list(mutations())) > 20_000


def test_the_book_is_right_without_mutations(tmp_path):
    assert [f for f in answer(text_of([]), tmp_path) if not f.advice] == []


def test_a_directive_saved_without_values_is_shown_as_an_error(tmp_path):
    book = tmp_path / "main.beancount"
    book.write_text(text_of([]))
    reader = Reader(build_app(book))
    book.write_text(text_of([]) + '2026-02-03 custom "write-off"\n')
    reader.ledger.load_file()
    assert len(reader.ledger.all_entries) > 40
    assert "write-off" in str(reader.ledger.errors)
    stop_watching([reader])
