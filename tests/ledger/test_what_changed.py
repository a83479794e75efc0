"""What a change adds and takes away, told from where the texts begin to differ."""

import io
import random
from pathlib import Path

from beancount.parser import parser
from tests.fast_loader.made_books import Maker

from ledgerkit.ledger.loader import directives_in, load_unpublished
from ledgerkit.ledger.writing.check import _by_value, lost_and_added

BOOKS = 150


def parsed(text, name):
    return parser.parse_file(io.BytesIO(text), report_filename=name)[0]


def changed(text, chance, maker):
    """The text with lines taken out, or a transaction put in, somewhere."""
    lines = text.splitlines(keepends=True)
    place = chance.randrange(len(lines) + 1)
    taken = chance.choice([0, 0, 1, 3, 9])
    put = chance.choice(["", maker.plain(), maker.with_keys(), maker.price()])
    return "".join([*lines[:place], put, *lines[place + taken :]])


def counted(directives):
    return {value: len(same) for value, same in _by_value(directives).items()}


def test_what_is_lost_and_added_is_the_same_as_between_the_whole_texts(tmp_path):
    chance = random.Random(1)
    main = tmp_path / "main.beancount"
    left_out = 0
    for seed in range(BOOKS):
        maker = Maker(seed)
        old = maker.file(main=True)
        new = changed(old, chance, maker).encode()
        old = old.encode()
        main.write_bytes(old)
        path = Path(main).resolve()
        books = load_unpublished(main, {path: new}, before={path: old})
        since = books.since.get(path, 1)
        found = lost_and_added(directives_in(old, str(main), since), books.said[path])
        whole = lost_and_added(parsed(old, str(main)), parsed(new, str(main)))
        assert [counted(each) for each in found] == [counted(each) for each in whole]
        left_out += since > 1
    assert left_out > BOOKS / 3
