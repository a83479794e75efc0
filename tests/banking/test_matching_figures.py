"""How many generated lines are proposed rightly, and how sure the engine may be."""

from collections import Counter
from dataclasses import replace

import pytest
from tests.banking.generated_statement import GeneratedStatement, is_right

from ledgerkit.banking.matching.match import match_lines

AUTOMATIC = 95


@pytest.mark.parametrize("seed", [1, 2, 13])
def test_generated_lines_are_proposed_rightly_and_what_is_sure_is_right(seed):
    made = GeneratedStatement(seed)
    assert len(made.lines) == 2000
    proposals = match_lines(made.lines, made.known)
    lines, right, percents, rights = Counter(), Counter(), Counter(), Counter()
    for proposal, truth in zip(proposals, made.truths, strict=True):
        percent, good = int(proposal.confidence * 100), is_right(proposal, truth)
        lines[truth.sort] += 1
        right[truth.sort] += good
        percents[percent] += 1
        rights[percent] += good
    share = sum(right.values()) / 2000
    sure = sum(n for percent, n in percents.items() if percent >= AUTOMATIC)
    surely_right = sum(n for percent, n in rights.items() if percent >= AUTOMATIC)
    print(f"\nseed {seed}: {share:.1%} right first; {sure / 2000:.1%} from 0.95 on,")
    print(f"of which {surely_right / sure:.2%} are right")
    for sort in sorted(lines):
        print(f"  {sort:32} {lines[sort]:5} {right[sort] / lines[sort]:7.1%}")
    for percent in sorted(percents, reverse=True):
        good = rights[percent] / percents[percent]
        print(f"  {percent:3} {percents[percent]:5} {good:7.1%}")
    assert share >= 0.97
    assert surely_right / sure >= 0.995


@pytest.mark.parametrize("seed", [4, 5])
def test_nothing_is_settled_beyond_what_is_open_and_parts_sum_to_the_line(seed):
    made = GeneratedStatement(seed, lines=300)
    settled = Counter()
    for proposal in match_lines(made.lines, made.known):
        if proposal.parts:
            assert proposal.rest == 0
        for part in proposal.parts:
            if part.document is not None:
                amount = part.amount if part.settles is None else part.settles
                assert amount * part.document.open > 0
                settled[part.document.place] += abs(amount)
    open_ = {d.place: abs(d.open) for d in made.documents}
    assert all(amount <= open_[place] for place, amount in settled.items())
    cleared = [m.place for p in match_lines(made.lines, made.known) for m in p.booked]
    assert len(cleared) == len(set(cleared))


@pytest.mark.parametrize("seed", [6, 7])
def test_the_order_of_what_comes_in_changes_nothing(seed):
    made = GeneratedStatement(seed, lines=300)
    known, shuffle = made.known, made.random.shuffle
    first = dict(zip(made.lines, match_lines(made.lines, known), strict=True))
    lines = list(made.lines)
    parts = {
        field: list(getattr(known, field))
        for field in ("documents", "parties", "booked")
    }
    for some in (lines, *parts.values()):
        shuffle(some)
    again = match_lines(lines, replace(known, **parts))
    assert dict(zip(lines, again, strict=True)) == first
