"""What is written of client relations reads back as what was meant."""

import inspect
from datetime import date
from decimal import Decimal

import pytest
from beancount.core.amount import Amount
from hypothesis import given
from hypothesis import strategies as st

from ledgerkit.api import load
from ledgerkit.books.clients.relations import read_relations
from ledgerkit.clients.records.record import RecordKind
from ledgerkit.entries.clients.event import (
    ActivityDraft,
    SurveyDraft,
    TargetDraft,
    plan_activity,
    plan_survey,
    plan_target,
)
from ledgerkit.entries.clients.facts import relation_directive
from ledgerkit.entries.clients.record import RelationDraft, plan_move, plan_relation
from ledgerkit.entries.directives import ledger_text
from ledgerkit.entries.usual_file import usual_file_of
from ledgerkit.errors import UsageError
from ledgerkit.language.relation_words import WORDS
from ledgerkit.language.vocabulary import KEYS, keys_on
from ledgerkit.language.word import Holds, On

DAY = date(2026, 3, 2)
BOOK = """\
option "operating_currency" "EUR"
plugin "ledgerkit.plugins.all"
2025-01-01 open Assets:Receivable
2025-01-01 open Income:Services
2025-01-01 custom "client" "acme" "Acme S.r.l."
  aliases: "Acme Italy"
2025-01-01 custom "manager" "gverdi" "Giulia Verdi"
  team: "north"
2025-01-01 custom "contact" "anna" "Anna Bianchi"
  client: "acme"
2025-01-01 custom "task" "t-09" "Call"
  client: "acme"
  priority: 1
2025-02-01 custom "opportunity" "opp-12" "Support"
  client: "acme"
  stage: "proposal"
  probability: 0.4
2025-06-01 custom "opportunity" "opp-12"
  amount: 12000 EUR
2025-02-01 * "Passing Trade" "Work" ^INV-1
  Assets:Receivable   100.00 EUR
  Income:Services    -100.00 EUR
"""


@pytest.fixture
def book(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(BOOK)
    return load(path)


def draft(on, **facts):
    given_ = {key: facts.pop(key) for key in ("id", "title") if key in facts}
    is_new = facts.pop("is_new", "id" not in given_)
    day = facts.pop("day", DAY)
    written = {key.replace("_", "-"): value for key, value in facts.items()}
    return RelationDraft(on=on, day=day, is_new=is_new, facts=written, **given_)


def text(planned):
    return ledger_text(planned.directives)


@pytest.mark.parametrize(
    ("on", "facts", "id_"),
    [
        # Numbered on, with as many digits as the last one has.
        (On.TASK, {"title": "Write"}, "t-10"),
        (On.OPPORTUNITY, {"title": "Training"}, "opp-13"),
        (On.CASE, {"title": "Too slow"}, "case-1"),
        (On.PLAN, {"title": "More", "client": "acme"}, "acme-2026"),
        (On.CONTACT, {"title": "Luca Neri"}, "luca-neri"),
    ],
)
def test_a_record_without_an_id_is_given_the_next_one(book, on, facts, id_):
    assert plan_relation(book, draft(on, **facts)).number == id_


def test_names_become_ids_and_only_what_changes_is_written(book):
    planned = plan_relation(
        book,
        draft(On.TASK, id="t-09", client="Acme Italy", manager="Giulia Verdi"),
    )
    assert text(planned) == '2026-03-02 custom "task" "t-09"\n  manager: "gverdi"\n'
    assert planned.done == "task t-09 (manager gverdi)"


def test_where_nothing_changes_nothing_is_written(book):
    same = draft(On.TASK, id="t-09", title="Call", client="acme", priority=Decimal(1))
    assert plan_relation(book, same).directives == ()


def test_another_stage_has_its_own_probability(book):
    moved = plan_move(book, draft(On.OPPORTUNITY, id="opp-12", stage="negotiation"))
    assert text(moved) == (
        '2026-03-02 custom "opportunity" "opp-12"\n'
        '  stage: "negotiation"\n'
        "  probability:\n"
    )
    said = draft(
        On.OPPORTUNITY, id="opp-12", stage="negotiation", probability=Decimal("0.6")
    )
    assert "probability: 0.6" in text(plan_move(book, said))


def test_a_change_that_a_later_one_takes_back_is_pointed_out(book):
    early = draft(
        On.OPPORTUNITY,
        id="opp-12",
        day=date(2025, 3, 1),
        amount=Amount(Decimal(9000), "EUR"),
    )
    notes = plan_relation(book, early).notes
    assert notes == ["amount is changed again on 2025-06-01 (main.beancount:18)"]


def test_what_is_about_a_client_that_nobody_declared_says_so(book):
    planned = plan_relation(book, draft(On.TASK, title="Ask", client="Passing Trade"))
    assert planned.notes == [
        (
            'client "Passing Trade" is only known from its invoices; declare it with'
            " ledgerkit client new"
        )
    ]


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"client": "amce"}, 'there is no client "amce"; did you mean "acme"?'),
        ({"client": "north"}, 'there is no client "north"; see ledgerkit client list'),
        ({"manager": "gverd"}, 'no manager "gverd"; did you mean "gverdi"?'),
        ({"status": "complete"}, 'did you mean "completed"?'),
        ({"related_to": "opp-1"}, 'no opportunity, case, plan or task "opp-1"'),
        ({"statu": "completed"}, 'a task has no key "statu"; did you mean "status"?'),
        ({"due": "soon"}, '"soon" is no date'),
        ({"title": " "}, "needs a name or title"),
        ({"title": "two\nlines"}, "can't be seen"),
        ({"day": date(26, 3, 2)}, "not of our time"),
    ],
)
def test_what_cant_be_right_is_refused_in_a_sentence(book, facts, message):
    with pytest.raises(UsageError) as refused:
        plan_relation(book, draft(On.TASK, **{"title": "Call", **facts}))
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (draft(On.TASK, id="t-9"), 'no task "t-9"; did you mean "t-09"?'),
        (draft(On.TASK, id="t-09", day=date(2024, 1, 1)), "declared on 2025-01-01"),
        (draft(On.TASK, id="t-09", title="x", is_new=True), "is there already"),
        (draft(On.TASK, id="T 9", title="x", is_new=True), "is no task id"),
        (draft(On.CLIENT, id="Passing Trade"), "only known from its invoices"),
        (draft(On.OPPORTUNITY, id="opp-12", probability=Decimal(40)), "half is 0.5"),
        (draft(On.MILESTONE, title="x", account="Income:Servics"), "Income:Services"),
    ],
)
def test_ids_are_those_there_are(book, change, message):
    with pytest.raises(UsageError) as refused:
        plan_relation(book, change)
    assert message in str(refused.value)


def test_what_passed_was_answered_or_is_aimed_at_reads_back(book):
    activity = ActivityDraft(
        client="Acme Italy",
        kind="call",
        summary='Said "soon"',
        day=DAY,
        facts={"contact": "Anna Bianchi"},
    )
    survey = SurveyDraft(client="acme", instrument="nps", score=Decimal(9), day=DAY)
    goal = Amount(Decimal(5000), "EUR")
    target = TargetDraft(
        scope="manager",
        whose="gverdi",
        measure="revenue",
        interval="quarterly",
        goal=goal,
        day=DAY,
    )
    customs = [
        *plan_activity(book, activity).directives,
        *plan_survey(book, survey).directives,
        *plan_target(book, target).directives,
    ]
    assert (
        ledger_text(customs)
        == inspect.cleandoc(
            r"""
        2026-03-02 custom "activity" "acme" "call" "Said \"soon\""
          contact: "anna"

        2026-03-02 custom "survey" "acme" "nps" 9
        2026-03-02 custom "target" "manager" "gverdi" "revenue" "quarterly" 5000.00 EUR
        """
        )
        + "\n"
    )
    relations, findings = read_relations(customs)
    assert findings == []
    assert (relations.targets[0].number, relations.surveys[0].score) == (5000, 9)


def test_it_is_written_where_the_latest_of_its_kind_stands(tmp_path):
    main = tmp_path / "main.beancount"
    main.write_text('include "*.beancount"\n' + BOOK)
    (tmp_path / "contacts.beancount").write_text("")
    (tmp_path / "diary.beancount").write_text(
        '2026-01-01 custom "activity" "acme" "call" "Hello"\n'
    )
    main.write_text(
        'include "contacts.beancount"\ninclude "diary.beancount"\n'
        '2025-01-01 custom "client" "acme" "Acme"\n'
    )
    books = load(main)
    found = {
        kind: usual_file_of(books, kind).name
        for kind in ("activity", "contact", "client", "task")
    }
    assert found == {
        "activity": "diary.beancount",
        "contact": "contacts.beancount",
        "client": "main.beancount",
        # None yet: with the latest of any kind.
        "task": "diary.beancount",
    }


def test_every_word_belongs_to_a_key_that_may_stand_there():
    assert all(key in keys_on(on) for on, key in WORDS)


VALUES = {
    Holds.TEXT: st.text(st.characters(exclude_categories=("C", "Z")), min_size=1),
    Holds.DATE: st.dates(date(1990, 1, 1), date(2100, 1, 1)),
    Holds.NUMBER: st.decimals(0, 10**9, places=3),
    Holds.AMOUNT: st.builds(
        Amount, st.decimals(-(10**9), 10**9, places=2), st.just("EUR")
    ),
    Holds.FLAG: st.booleans(),
    Holds.ACCOUNT: st.just("Income:Services"),
}


@st.composite
def records(draw):
    kind = draw(st.sampled_from([*RecordKind]))
    # These have a form of their own, or bounds.
    own = {"lang", "notice", "repeat", "email", "email-work", "disputed"}
    own |= {"percent-complete"}
    keys = [k for k in KEYS if On(kind.value) in k.on and k.name not in own]
    chosen = draw(st.lists(st.sampled_from(keys), max_size=5, unique=True))
    return (
        kind,
        draw(VALUES[Holds.TEXT]),
        {k.name: draw(VALUES[k.holds]) for k in chosen},
    )


@given(records())
def test_whatever_is_written_reads_back(tmp_path_factory, record):
    kind, title, facts = record
    custom = relation_directive(kind.value, DAY, ("x-1", title), facts)
    path = tmp_path_factory.mktemp("book") / "main.beancount"
    path.write_text(ledger_text([custom]), encoding="utf-8")
    found = load(path).relations.as_of(kind, "x-1", DAY)
    assert found is not None
    assert (found.title, dict(found.facts)) == (title, facts)


def test_a_program_writes_what_a_command_writes(tmp_path):
    path = tmp_path / "main.beancount"
    path.write_text(BOOK)
    call = ActivityDraft(client="acme", kind="call", summary="Asked", day=DAY)
    load(path).record(call)
    done = load(path).record(draft(On.TASK, title="Answer", client="acme"))
    books = load(path)
    assert (done.number, books.errors) == ("t-10", [])
    assert [a.summary for a in books.relations.activities] == ["Asked"]
    assert books.relations.as_of(RecordKind.TASK, "t-10", DAY).title == "Answer"
