"""10,000 bank lines against 40,000 open documents."""

import time

from ledgerkit.banking.matching.match import match_lines
from ledgerkit.garbage_collection import garbage_collection_off
from tests.banking.generated_statement import GeneratedStatement

#: Guards against a slip; the aim is 10.
SECONDS_MAX = 25


def test_ten_thousand_lines_are_matched_in_seconds():
    made = GeneratedStatement(21, lines=10_000)
    companies = [*made.clients, *made.vendors]
    while len(made.documents) < 40_000:
        made.document(made.random.choice(companies))
    known, lines = made.known, made.lines
    started = time.process_time()
    with garbage_collection_off():  # As an import does.
        proposals = match_lines(lines, known)
    seconds = time.process_time() - started
    print(f"\n{len(lines)} lines, {len(known.documents)} open: {seconds:.1f} s")
    assert len(proposals) == len(lines)
    assert seconds <= SECONDS_MAX
