"""Directives are said otherwise where they stand; every other byte stays."""

import re
from decimal import Decimal

import pytest
from beancount.core.data import Custom, Transaction
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.errors import WriteRefusedError
from ledgerkit.ledger.writing.rewrite import rewrite


def with_client(old, new):
    """Every ``client:`` of one id becomes another's."""

    def change(directive):
        if isinstance(directive, Transaction):
            postings = [
                posting._replace(meta={**posting.meta, "client": new})
                if (posting.meta or {}).get("client") == old
                else posting
                for posting in directive.postings
            ]
            directive = (
                directive
                if postings == directive.postings
                else directive._replace(postings=postings)
            )
        if directive.meta.get("client") == old:
            return directive._replace(meta={**directive.meta, "client": new})
        return directive

    return change


def rewritten(text, change):
    return rewrite(text.encode(), change, name="a.beancount").data.decode()


def test_only_the_value_changes_wherever_the_key_stands():
    text = """\
; client: "acme"
2026-01-01 * "Acme" "two
lines, client: \\"acme\\""   ; here
\tclient:   "acme" ; and why
  Assets:Receivable  1.00 EUR
      client: "acme"
  ; a remark: client: "acme"
  Income:Services   -1.00 EUR
    client: "other"
2026-01-02 custom "task" "t" "client: acme"\r
  client: "acme"\r
"""
    expected = text.replace('client:   "acme"', 'client: "x"')
    expected = re.sub(
        r'^( +)client: "acme"', r'\1client: "x"', expected, flags=re.MULTILINE
    )
    assert rewritten(text, with_client("acme", "x")) == expected


def test_a_pushed_key_is_changed_where_it_is_pushed():
    text = """\
pushmeta client: "acme"
2026-01-01 * "A" "B"
  Assets:Receivable  1.00 EUR
  Income:Services   -1.00 EUR
popmeta client:
"""
    assert rewritten(text, with_client("acme", "x")) == text.replace("acme", "x")


def test_a_removed_directive_takes_its_lines_and_one_blank_line():
    text = """\
2026-01-01 custom "a" "1"

2026-01-02 custom "a" "2"
  key: "v"
  ; of it

; not of it
2026-01-03 custom "a" "3"
"""
    out = rewritten(text, lambda d: None if d.values[0].value == "2" else d)
    assert (
        out == '2026-01-01 custom "a" "1"\n\n; not of it\n2026-01-03 custom "a" "3"\n'
    )
    last = rewritten(text, lambda d: None if d.values[0].value == "3" else d)
    assert last.endswith("; not of it\n")


def test_a_layout_that_nobody_foresaw_is_refused():
    text = '2026-01-01 custom "a" "1" "x"\n'
    change = lambda d: d._replace(meta={**d.meta, "n": Decimal(1)})  # noqa: E731
    with pytest.raises((WriteRefusedError, AttributeError)):
        rewritten(text, change)
    # A change that no string and no key shows.
    with pytest.raises(WriteRefusedError, match=r"a.beancount:1: the custom of"):
        rewritten(text, lambda d: d._replace(date=d.date.replace(day=2)))


WORDS = st.text(
    st.sampled_from('abc;" \\{}é\n:'),
    min_size=1,
    max_size=8,
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["acme", "b"]), WORDS, st.booleans()), max_size=6
    ),
    st.sampled_from(["\n", "\r\n"]),
)
def test_a_rename_and_its_way_back_leave_the_same_bytes(ones, ending):
    lines = []
    for id_, word, has_blank in ones:
        said = word.replace("\\", "\\\\").replace('"', '\\"')
        lines += [
            f'2026-01-01 custom "activity" "{id_}" "call" "{said}" ; "acme"',
            f'  client: "{id_}"; client: "acme"',
            f'  outcome: "{said}"',
            *[""] * has_blank,
        ]
    data = ending.join([*lines, "; end"]).encode()
    there = rewrite(data, with_client("acme", "other"), name="a").data
    assert there.count(b'client: "other"') == sum(id_ == "acme" for id_, *_ in ones)
    assert rewrite(there, with_client("other", "acme"), name="a").data == data


def test_customs_of_any_kind_keep_their_values():
    text = '2026-01-01 custom "target" "client" "acme" "revenue" "yearly" 5 EUR\n'

    def change(directive):
        assert isinstance(directive, Custom)
        values = list(directive.values)
        values[1] = values[1]._replace(value='a "b"')
        return directive._replace(values=values)

    assert rewritten(text, change) == text.replace('"acme"', '"a \\"b\\""')
