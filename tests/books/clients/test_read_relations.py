"""What is written of client relations is read, with its history."""

from datetime import date
from decimal import Decimal

import pytest

from ledgerkit.api import load
from ledgerkit.clients.records.record import RecordKind

DAY = date(2026, 12, 31)


def messages(books):
    return [f.message for f in books.findings() if not f.advice]


def test_a_later_directive_amends_and_an_empty_key_clears(books):
    """
    2026-01-05 custom "opportunity" "opp-12" "Support renewal"
      client: "rossi"
      stage: "proposal"
      amount: 12000 EUR
      competitor: "Delta"

    2026-03-01 custom "opportunity" "opp-12"
      stage: "negotiation"
      competitor:

    2026-01-01 custom "client" "rossi" "Rossi"
    """
    relations = books.relations
    before = relations.as_of(RecordKind.OPPORTUNITY, "opp-12", date(2026, 2, 1))
    after = relations.as_of(RecordKind.OPPORTUNITY, "opp-12", DAY)
    assert relations.as_of(RecordKind.OPPORTUNITY, "opp-12", date(2026, 1, 4)) is None
    assert (before.text("stage"), before.text("competitor")) == ("proposal", "Delta")
    assert (after.text("stage"), after.text("competitor")) == ("negotiation", "")
    assert after.title == "Support renewal"
    assert (after.number("amount"), after.currency("amount")) == (12000, "EUR")
    assert after.since["stage"] == date(2026, 3, 1)
    assert (after.declared, after.changed) == (date(2026, 1, 5), date(2026, 3, 1))


def test_activities_surveys_and_targets_are_read_in_order(books):
    """
    2026-02-01 custom "activity" "rossi" "call" "Asked about answer times"
      sentiment: "negative"
    2026-03-01 custom "survey" "rossi" "csat" 4
    2026-01-01 custom "target" "company" "revenue" "yearly" 100000 EUR
    2026-01-01 custom "target" "team" "north" "new-clients" "yearly" 4
    2026-01-01 custom "client" "rossi" "Rossi"
    """
    relations = books.relations
    assert [a.text("sentiment") for a in relations.activities] == ["negative"]
    assert [(s.score, s.scale) for s in relations.surveys] == [(4, 5)]
    assert [(t.scope, t.id, t.number, t.currency) for t in relations.targets] == [
        ("company", "", Decimal(100000), "EUR"),
        ("team", "north", Decimal(4), ""),
    ]


@pytest.mark.parametrize(
    ("directive", "message"),
    [
        (
            '"task" "T 31" "Call"',
            (
                '"T 31" is no task id: ids are lower-case letters, digits and hyphens,'
                ' e.g. "t-31"; write 2026-01-01 custom "task" "t-31" "Send the recovery'
                ' plan"'
            ),
        ),
        (
            '"survey" "rossi" "nps" 11',
            (
                '11 is no answer from 0 to 10; write 2026-01-01 custom "survey" "rossi"'
                ' "nps" 9'
            ),
        ),
        (
            '"target" "company" "revenue" "yearly" 5000',
            (
                "a target of revenue is an amount with its currency; write 2026-01-01"
                ' custom "target" "manager" "gverdi" "revenue" "quarterly" 5000 EUR'
            ),
        ),
        (
            '"activity" "rossi" "call"',
            (
                "an activity needs a client, what it was and a summary, all in quotes;"
                ' write 2026-01-01 custom "activity" "rossi" "call" "Asked about answer'
                ' times"'
            ),
        ),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path, directive, message):
    file = tmp_path / "main.beancount"
    file.write_text(f"2026-01-01 custom {directive}\n")
    assert messages(load(file)) == [message]
