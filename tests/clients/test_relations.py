"""What is measured of relations, by a book whose figures were worked by hand.

The book is after the example of section 5.3 of the specification: on 30 November
2025 rossi made 8,000 of 10,000, nord 2,000, and 12,000 may be won at 40 %.
"""

import re
import tempfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ledgerkit.api import load
from ledgerkit.clients.measures.concentration import measure_concentration
from ledgerkit.clients.measures.year import Stretch, twelve_months
from ledgerkit.clients.records.agenda import When
from ledgerkit.clients.records.contact import freshness
from ledgerkit.clients.records.duration import Duration, parse_duration
from ledgerkit.clients.records.pipeline import win_rate
from ledgerkit.clients.records.record import Survey
from ledgerkit.clients.records.renewal import ContractState
from ledgerkit.clients.records.satisfaction import satisfaction
from ledgerkit.errors import Place

D = Decimal
DAY = date(2025, 11, 30)
BOOK = Path(__file__).parent / "relations.beancount"


@pytest.fixture(scope="module")
def lumen():
    books = load(BOOK)
    assert [error.message for error in books.errors] == []
    return books


def test_an_opportunity_keeps_the_name_of_its_first_directive(lumen):
    (found,) = lumen.relations_read.opportunities(DAY)
    assert found.record.title == "Support renewal 2026"
    assert found.weighted == 4800
    assert (found.stage, found.stage_since) == ("negotiation", date(2025, 11, 18))
    # 15 December to 31 January.
    assert (found.slips, found.slipped_days) == (1, 47)


def test_an_opportunity_stood_in_the_past_as_it_was_written_by_then(lumen):
    (found,) = lumen.relations_read.opportunities(date(2025, 11, 17))
    assert (found.stage, found.weighted, found.slips) == ("proposal", 6000, 0)


def test_a_promoter_and_a_detractor_make_a_score_of_zero(lumen):
    found = lumen.relations_read.satisfaction(DAY)
    assert (found.nps, found.nps_answers) == (0, 2)
    assert lumen.relations_read.satisfaction(DAY, "rossi").nps == -100


def test_two_clients_of_eighty_and_twenty_percent(lumen):
    sales = lumen.clients_read.sales(DAY)
    year = twelve_months(DAY)
    made = {client: sales.revenue(client, year) for client in sales.clients}
    assert made == {"rossi": 8000, "nord": 2000}
    assert measure_concentration(made, {}).herfindahl == 6800


def test_a_contract_is_inside_its_notice_sixty_days_before_it_ends(lumen):
    (found,) = lumen.relations_read.renewals(DAY)
    assert found.notice_from == date(2025, 11, 1)
    assert found.state is ContractState.IN_NOTICE
    (before,) = lumen.relations_read.renewals(date(2025, 10, 31))
    assert before.state is ContractState.RUNNING
    (after,) = lumen.relations_read.renewals(date(2026, 1, 1))
    assert after.state is ContractState.ENDED


def test_a_client_nobody_spoke_with_is_past_its_cadence(lumen):
    nord = lumen.relations_read.freshness("nord", DAY)
    # 302 days since 1 February.
    assert (nord.last, nord.days, nord.cadence) == (None, 302, 60)
    assert nord.ratio > 1
    rossi = lumen.relations_read.freshness("rossi", DAY)
    assert (rossi.days, rossi.ratio) == (12, D("0.4"))
    assert rossi.next_due == date(2025, 12, 18)


def test_who_is_missing_among_the_people_of_a_client(lumen):
    found = lumen.relations_read.key_players("rossi", DAY)
    assert [person.id for person in found.there] == ["abianchi", "lneri"]
    assert found.missing == ["executive-sponsor", "champion"]


def test_milestones_are_measured_by_the_books(lumen):
    (plan,) = lumen.relations_read.plans(DAY)
    by_id = {one.record.id: one for one in plan.milestones}
    assert list(by_id) == ["m-2", "m-3", "m-1"]
    # 4,000 of support less the credit note of 1,000, of 15,000.
    assert (by_id["m-1"].reached, by_id["m-1"].progress) == (3000, D("0.2"))
    assert by_id["m-2"].completed
    assert not by_id["m-2"].late
    assert by_id["m-3"].late
    assert plan.progress == D("0.4")


def test_a_case_is_open_since_it_was_opened(lumen):
    (case,) = lumen.relations_read.open_cases(DAY)
    assert (case.record.id, case.client, case.kind, case.days) == (
        "case-7",
        "rossi",
        "complaint",
        12,
    )


@pytest.mark.parametrize(
    ("text", "duration"),
    [
        ("P30D", Duration(0, 30)),
        ("P2W", Duration(0, 14)),
        ("P3M", Duration(3, 0)),
        ("P1Y", Duration(12, 0)),
    ],
)
def test_durations_are_those_of_iso_8601(text, duration):
    assert parse_duration(text) == duration


@pytest.mark.parametrize("text", ["", "P", "30D", "P30", "p30d", "PT5M", "P0D", "P-1D"])
def test_what_is_no_duration_is_refused_with_what_to_write(text):
    with pytest.raises(ValueError, match="write P30D"):
        parse_duration(text)


def test_a_month_after_the_last_of_january_is_the_last_of_february():
    assert parse_duration("P1M").after(date(2025, 1, 31)) == date(2025, 2, 28)
    assert parse_duration("P3M").before(date(2025, 5, 31)) == date(2025, 2, 28)


def test_a_client_without_cadence_has_no_ratio():
    found = freshness(None, "", since=date(2025, 1, 1), as_of=DAY)
    assert (found.ratio, found.next_due) == (None, None)


def survey(day, score, *, client="a", contact="", instrument="nps", scale=10):
    return Survey(
        day=day,
        client=client,
        instrument=instrument,
        score=D(score),
        scale=D(scale),
        contact=contact,
        comment="",
        place=Place("main.beancount", 1),
    )


def test_nps_takes_detractors_from_promoters_and_passives_only_count():
    """Reichheld: 9 and 10 promote, 7 and 8 are passive; 5 + 2 + 3 answers give 20."""
    scores = [10, 10, 9, 9, 9, 8, 7, 6, 3, 0]
    found = satisfaction(
        [survey(DAY, s, contact=str(n)) for n, s in enumerate(scores)], DAY
    )
    assert (found.nps, found.nps_answers) == (20, 10)


def test_the_latest_answer_of_a_person_within_twelve_months_counts():
    answers = [
        survey(date(2025, 1, 10), 3, contact="x"),
        survey(date(2025, 8, 1), 10, contact="x"),
        survey(date(2024, 11, 29), 0, contact="y"),
    ]
    found = satisfaction(answers, DAY)
    assert (found.nps, found.nps_answers) == (100, 1)


def test_csat_is_the_share_of_the_two_highest_of_five():
    """Fours and fives over all: 3 of 4."""
    answers = [
        survey(DAY, score, contact=str(n), instrument="csat", scale=5)
        for n, score in enumerate([5, 4, 4, 3])
    ]
    found = satisfaction(answers, DAY)
    assert (found.csat, found.csat_answers) == (D("0.75"), 4)
    assert found.nps is None


def test_a_scale_up_to_nothing_measures_nothing():
    found = satisfaction([survey(DAY, 0, scale=0)], DAY)
    assert (found.nps, found.nps_answers) == (None, 0)


def test_a_limit_of_nothing_is_shown_without_a_percentage(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
      credit-limit: 0.00 EUR
    2025-03-01 * "Acme" "Shop" ^INV-1
      client: "acme"
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR
    """
    rows = books.party_card("acme", as_of=DAY).to_dicts()
    (limit,) = (row for row in rows if row["what"] == "credit-limit")
    assert (limit["amount"], limit["value"]) == (0, None)


SURVEYS = st.lists(
    st.builds(
        survey,
        st.dates(date(2024, 6, 1), date(2025, 12, 31)),
        st.integers(0, 10),
        client=st.sampled_from("ab"),
        contact=st.sampled_from(["", "x", "y"]),
    ),
    max_size=8,
)


@settings(max_examples=40)
@given(SURVEYS, st.randoms())
def test_satisfaction_is_independent_of_the_order_of_files(surveys, random):
    mixed = list(surveys)
    random.shuffle(mixed)
    found = satisfaction(surveys, DAY)
    assert satisfaction(mixed, DAY) == found
    assert found.nps is None or -100 <= found.nps <= 100


def test_the_win_rate_counts_what_was_decided_in_the_time(books):
    """
    2025-01-05 custom "opportunity" "o-1" "Fair stand"
      stage: "proposal"
      amount: 3000 EUR
    2025-03-01 custom "opportunity" "o-1"
      stage: "won"
    2025-02-01 custom "opportunity" "o-2" "Catalogue"
      stage: "lost"
      amount: 1000 EUR
    2025-02-02 custom "opportunity" "o-3" "Site"
      stage: "negotiation"
      amount: 9000 EUR
    2023-02-02 custom "opportunity" "o-4" "Long ago"
      stage: "won"
      amount: 5000 EUR
    """
    reading = books.relations_read
    found = win_rate(
        reading.opportunities(DAY),
        reading.stages,
        Stretch(date(2025, 1, 1), DAY),
    )
    assert (found.won, found.lost) == (1, 1)
    assert found.by_count == D("0.5")
    assert found.by_value("EUR") == D("0.75")
    # Negotiation's own 75 %.
    site = next(o for o in reading.opportunities(DAY) if o.record.id == "o-3")
    assert site.weighted == 6750


def test_the_agenda_has_everything_with_a_day_the_most_overdue_first(lumen):
    found = lumen.agenda(as_of=DAY).to_dicts()
    assert [(row["when"], row["kind"], row["id"]) for row in found] == [
        ("Overdue", "check-in", None),
        ("Overdue", "milestone", "m-3"),
        ("Overdue", "renewal", "ctr-4"),
        ("Overdue", "task", "t-31"),
        ("Next week", "birthday", "abianchi"),
        ("Later", "check-in", None),
        ("Later", "milestone", "m-1"),
        ("Later", "opportunity", "opp-12"),
    ]


@pytest.mark.parametrize(
    ("day", "when"),
    [
        (date(2026, 1, 6), "Overdue"),
        (date(2026, 1, 7), "Today"),
        (date(2026, 1, 11), "This week"),
        (date(2026, 1, 12), "Next week"),
        (date(2026, 1, 18), "Next week"),
        (date(2026, 1, 19), "Later"),
    ],
)
def test_a_week_ends_with_its_sunday(day, when):
    # 7 January 2026 is a Wednesday.
    assert When.of(day, date(2026, 1, 7)).value == when


def test_a_promise_to_pay_is_on_the_agenda_until_it_is_kept(books):
    """
    2026-01-05 * "Acme" "Design" ^INV-1
      due: 2026-02-04
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR
    2026-02-10 note Assets:Receivable "Will pay on Friday" ^INV-1
      promise: 2026-02-13
    2026-02-13 * "Acme" "Transfer" ^INV-1
      Assets:Bank         100.00 EUR
      Assets:Receivable  -100.00 EUR
    """
    (row,) = books.agenda(as_of=date(2026, 2, 12)).to_dicts()
    assert (row["date"], row["kind"]) == (date(2026, 2, 13), "promise")
    assert row["what"] == "promised 100.00 EUR of INV-1"
    assert books.agenda(as_of=date(2026, 2, 13)).rows == []


def test_a_contract_is_renewed_by_one_that_begins_later_and_ends_later(books):
    """
    2025-01-01 custom "contract" "c-1" "Support 2025"
      client: "acme"
      from: 2025-01-01
      until: 2025-12-31
      notice: "P3M"
    2025-11-01 custom "contract" "c-2" "Support 2026"
      client: "acme"
      from: 2026-01-01
      until: 2026-12-31
    2025-01-01 custom "contract" "c-3" "Hosting"
      client: "birch"
      from: 2025-01-01
      until: 2025-12-31
      notice: "P3M"
      auto-renew: TRUE
    2025-01-01 custom "contract" "c-4" "Cleaning"
      client: "birch"
      until: 2025-12-31
      status: "cancelled"
    """
    found = {
        one.record.id: one.state.value
        for one in books.relations_read.renewals(date(2025, 12, 1))
    }
    assert found == {
        "c-1": "renewed",
        "c-2": "running",
        "c-3": "renews by itself",
        "c-4": "cancelled",
    }
    then = {
        one.record.id: one.state.value
        for one in books.relations_read.renewals(date(2025, 10, 1))
    }
    assert then["c-1"] == "inside notice"


def test_what_was_won_and_never_invoiced_is_named_after_some_time(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-01-01 custom "client" "birch" "Birch"
    2025-02-01 custom "opportunity" "o-1" "Site"
      client: "acme"
      stage: "won"
    2025-02-01 custom "opportunity" "o-2" "Shop"
      client: "birch"
      stage: "won"
    2025-03-01 * "Birch" "Shop" ^INV-1
      client: "birch"
      Assets:Receivable   100.00 EUR
      Income:Services    -100.00 EUR
    """
    reading = books.relations_read
    assert not reading.won_not_invoiced(date(2025, 3, 15))
    (found,) = reading.won_not_invoiced(date(2025, 4, 15))
    assert found.record.id == "o-1"


def test_milestones_count_talks_and_how_many_days_of_sales_a_client_owes(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-01-01 custom "plan" "p" "Acme 2025"
      client: "acme"
      from: 2025-01-01
      until: 2025-12-31
    2025-01-01 custom "milestone" "m-1" "Four reviews"
      plan: "p"
      measure: "activities"
      target: 4
    2025-01-01 custom "milestone" "m-2" "Owes no more than a month of sales"
      plan: "p"
      measure: "dso"
      target: 30
    2025-01-01 custom "milestone" "m-3" "Dropped"
      plan: "p"
      due: 2025-02-01
      status: "cancelled"
    2025-03-01 custom "activity" "acme" "review" "First quarter"
    2024-12-31 custom "activity" "acme" "review" "Before the plan"
    2025-05-05 * "Acme" "Design" ^INV-1
      client: "acme"
      Assets:Receivable   310.00 EUR
      Income:Services    -310.00 EUR
    2025-06-10 * "Acme" "Design" ^INV-2
      client: "acme"
      Assets:Receivable   300.00 EUR
      Income:Services    -300.00 EUR
    2025-06-24 * "Acme" "Transfer" ^INV-1
      Assets:Bank         155.00 EUR
      Assets:Receivable  -155.00 EUR
    2025-06-20 * "Bolt" "Another's sales" ^INV-3
      Assets:Receivable   900.00 EUR
      Income:Services    -900.00 EUR
    2025-12-31 * "Acme" "Transfer" ^INV-1 ^INV-2
      Assets:Bank         455.00 EUR
      Assets:Receivable  -455.00 EUR
    """
    (plan,) = books.relations_read.plans(date(2025, 6, 30))
    by_id = {one.record.id: one for one in plan.milestones}
    assert (by_id["m-1"].reached, by_id["m-1"].progress) == (1, D("0.25"))
    # Of 455.00 owed, 300.00 are all of June's 30 days, 155.00 half of May's 31.
    assert by_id["m-2"].reached == D("45.5")
    assert by_id["m-2"].progress == D(30) / D("45.5")
    assert not by_id["m-2"].completed
    assert by_id["m-3"].cancelled
    assert not by_id["m-3"].late
    # Nothing is owed at the end; until then that might change.
    (plan,) = books.relations_read.plans(date(2025, 12, 31))
    milestone = next(one for one in plan.milestones if one.record.id == "m-2")
    assert (milestone.reached, milestone.completed) == (0, True)


def test_the_timeline_mixes_money_and_words(lumen):
    found = lumen.party_timeline("rossi", as_of=DAY).to_dicts()
    assert [(str(row["date"]), row["kind"]) for row in found] == [
        ("2025-11-20", "credit note"),
        ("2025-11-18", "call"),
        ("2025-11-18", "complaint"),
        ("2025-11-18", "opportunity"),
        ("2025-11-18", "task"),
        ("2025-10-01", "survey"),
        ("2025-09-30", "invoice"),
        ("2025-05-05", "opportunity"),
        ("2025-04-28", "payment"),
        ("2025-03-31", "invoice"),
        ("2025-03-04", "meeting"),
    ]


@settings(max_examples=5)
@given(st.randoms())
def test_what_is_said_of_relations_is_independent_of_the_order_in_the_file(random):
    """Blocks of the book, mixed; what has the same day keeps no order of its own."""
    head, *blocks = re.split(r"\n(?=2025-)", BOOK.read_text(encoding="utf-8"))
    random.shuffle(blocks)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "main.beancount"
        path.write_text("\n".join([head, *blocks]), encoding="utf-8")
        mixed, usual = load(path), load(BOOK)
    for report in ("agenda", "pipeline", "opportunities", "plans", "renewals"):
        found, wanted = (getattr(b, report)(as_of=DAY) for b in (mixed, usual))
        assert found.to_csv() == wanted.to_csv()
        assert found.notes == wanted.notes
    for report in ("party_card", "party_timeline", "plan"):
        found, wanted = (getattr(b, report)("rossi", as_of=DAY) for b in (mixed, usual))
        assert found.to_csv() == wanted.to_csv()


@pytest.mark.parametrize("said", ["status", "completed", "both"])
def test_what_has_its_day_of_completion_is_done_everywhere(tmp_path, said):
    words = {"status": 'status: "completed"', "completed": "completed: 2025-11-20"}
    facts = [words[said]] if said in words else list(words.values())
    done = "\n  ".join(facts)
    ledger = tmp_path / "main.beancount"
    ledger.write_text(f"""
2025-01-01 custom "client" "acme" "Acme"
2025-11-03 custom "plan" "p" "Acme 2026"
  client: "acme"
2025-11-03 custom "milestone" "m-1" "Framework contract signed"
  plan: "p"
  due: 2025-11-25
2025-11-03 custom "task" "t-1" "Send the papers"
  client: "acme"
  due: 2025-11-25
2025-11-20 custom "milestone" "m-1" "Framework contract signed"
  {done}
2025-11-20 custom "task" "t-1" "Send the papers"
  {done}
""")
    books = load(ledger)

    def told(day):
        (plan,) = books.relations_read.plans(day)
        agenda = {row["id"] for row in books.agenda(as_of=day).to_dicts()}
        card = {row["what"] for row in books.party_card("acme", as_of=day).to_dicts()}
        listed = {row["task"] for row in books.tasks(as_of=day).to_dicts()}
        return {
            "plan": plan.milestones[0].completed,
            "late": plan.milestones[0].late,
            "agenda": not {"m-1", "t-1"} & agenda,
            "card": "t-1" not in card,
            "tasks": "t-1" not in listed,
        }

    open_, over = date(2025, 11, 19), DAY
    assert told(open_) == dict.fromkeys(told(open_), False)
    assert told(over) == dict.fromkeys(told(over), True) | {"late": False}


def test_a_day_of_completion_to_come_leaves_a_task_open(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-11-03 custom "task" "t-1" "Send the papers"
      client: "acme"
      due: 2025-11-25
      completed: 2025-12-01
    """
    for day, count in ((DAY, 1), (date(2025, 12, 1), 0)):
        assert len(books.tasks(as_of=day).rows) == count
        assert len(books.agenda(as_of=day).rows) == count


def test_a_case_resolved_on_the_day_it_was_opened_ends_in_the_timeline(books):
    """
    2025-01-01 custom "client" "acme" "Acme"
    2025-11-03 custom "case" "c-1" "Wrong address"
      client: "acme"
      kind: "complaint"
    2025-11-03 custom "case" "c-1" "Wrong address"
      status: "resolved"
      resolution: "Printed anew"
    """
    found = books.party_timeline("acme", as_of=DAY).to_dicts()
    assert [row["what"] for row in found if row["kind"] == "complaint"] == [
        "resolved: Printed anew",
        "Wrong address",
    ]
