"""One choice for all lines: the best in all, and nothing is used twice."""

from decimal import Decimal
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.banking.matching.choose import LineChoice, choose_together

WHOLE = Decimal(100)


def choice(gain, *uses):
    return LineChoice(
        gain=gain, uses=tuple((thing, Decimal(amount)) for thing, amount in uses)
    )


def used(choices, chosen):
    """What is used of each thing, and the gain of it all."""
    sums, gain = {}, 0
    for options, position in zip(choices, chosen, strict=True):
        if position is not None:
            gain += options[position].gain
            for thing, amount in options[position].uses:
                sums[thing] = sums.get(thing, 0) + amount
    return sums, gain


def test_a_line_that_has_another_choice_leaves_a_document_to_one_that_has_none():
    lines = [
        [choice(10, (0, 100)), choice(9, (1, 100))],
        [choice(10, (0, 100))],
    ]
    assert choose_together(lines, {0: WHOLE, 1: WHOLE}) == [1, 0]


def test_two_parts_that_come_to_exactly_what_is_open_go_before_one_whole():
    lines = [[choice(10, (0, 60))], [choice(15, (0, 100))], [choice(9, (0, 40))]]
    assert choose_together(lines, {0: WHOLE}) == [0, None, 0]
    assert choose_together(lines, {0: Decimal("99.99")}) == [0, None, None]


def test_a_line_alone_takes_the_best_that_there_is_enough_for():
    line = [choice(10, (0, "100.01")), choice(8, (0, 100)), choice(8, (1, 1))]
    assert choose_together([line], {0: WHOLE, 1: WHOLE}) == [1]
    assert choose_together([line[:1]], {0: WHOLE}) == [None]


def test_of_hundreds_of_lines_the_surest_are_served_and_no_cent_twice():
    lines = [[choice(1000 - number, (0, "0.50"))] for number in range(203)]
    chosen = choose_together(lines, {0: WHOLE})
    assert chosen == [0] * 200 + [None] * 3
    turned = choose_together(lines[::-1], {0: WHOLE})
    assert turned == [None] * 3 + [0] * 200


BLOCKS = st.lists(
    st.lists(
        st.builds(
            lambda gain, uses: choice(gain, *uses.items()),
            st.integers(1, 99),
            st.dictionaries(
                st.integers(0, 2), st.sampled_from([40, 60, 100]), min_size=1
            ),
        ),
        max_size=3,
    ),
    max_size=4,
)


@given(BLOCKS)
def test_no_other_choice_for_all_is_better(choices):
    available = dict.fromkeys(range(3), WHOLE)
    sums, gain = used(choices, choose_together(choices, available))
    assert all(amount <= available[thing] for thing, amount in sums.items())
    every = product(*([None, *range(len(options))] for options in choices))
    best = 0
    for chosen in every:
        other_sums, other = used(choices, chosen)
        if all(amount <= WHOLE for amount in other_sums.values()):
            best = max(best, other)
    assert gain == best


@given(
    st.lists(
        st.dictionaries(st.integers(0, 3), st.integers(1, 99), max_size=4), max_size=5
    )
)
def test_no_other_assignment_of_whole_documents_is_better(gains):
    choices = [
        [choice(gain, (thing, 100)) for thing, gain in sorted(options.items())]
        for options in gains
    ]
    sums, gain = used(choices, choose_together(choices, dict.fromkeys(range(4), WHOLE)))
    assert all(amount <= WHOLE for amount in sums.values())
    best = 0
    for chosen in product(*([None, *range(len(options))] for options in choices)):
        other_sums, other = used(choices, chosen)
        if all(amount <= WHOLE for amount in other_sums.values()):
            best = max(best, other)
    assert gain == best
