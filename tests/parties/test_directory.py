"""The directory: who a name is, and what is known of a party on a day."""

from datetime import date, timedelta

from ledgerkit.errors import Place
from ledgerkit.parties.directory import PartyDirectory
from ledgerkit.parties.party import Declaration, PartyRole, identifier, normalised_name

CLIENT, VENDOR = PartyRole.CLIENT, PartyRole.VENDOR


def declared(id_, name=None, *, day=date(2025, 1, 1), role=CLIENT, **facts):
    facts = {key.replace("_", "-"): value for key, value in facts.items()}
    return Declaration(
        day=day, role=role, id=id_, name=name, facts=facts, place=Place("x", 1)
    )


def test_a_name_is_found_whatever_its_case_and_punctuation():
    directory = PartyDirectory([declared("acme", "Acme S.r.l.")])
    for spelling in ("acme", "ACME SRL", "Acme  S.R.L."):
        assert directory.identify(CLIENT, spelling) == "acme"


def test_aliases_and_legal_names_are_names_too():
    directory = PartyDirectory(
        [
            declared(
                "acme", "Acme", aliases="The Acme Co, ACM", legal_name="Acme Holding"
            )
        ]
    )
    for name in ("the acme co", "acm", "ACME HOLDING"):
        assert directory.identify(CLIENT, name) == "acme"


def test_a_spelling_that_two_parties_share_names_neither():
    directory = PartyDirectory([declared("a", "Rossi"), declared("b", "ROSSI")])
    assert directory.identify(CLIENT, "rossi") is None


def test_a_client_is_not_found_as_a_vendor():
    directory = PartyDirectory([declared("acme", "Acme")])
    assert directory.identify(VENDOR, "Acme") is None


def test_a_later_directive_amends_only_what_it_names():
    directory = PartyDirectory(
        [
            declared("acme", "Acme", payment_terms="net 30", manager="anna"),
            declared("acme", day=date(2026, 1, 1), payment_terms="net 60"),
        ]
    )
    before = directory.as_of(CLIENT, "acme", date(2025, 12, 31))
    after = directory.as_of(CLIENT, "acme", date(2026, 1, 1))
    assert (before.payment_terms, after.payment_terms) == ("net 30", "net 60")
    assert (after.name, after.facts["manager"]) == ("Acme", "anna")


def test_an_empty_value_clears_a_key():
    directory = PartyDirectory(
        [
            declared("acme", "Acme", payment_terms="net 30"),
            declared("acme", day=date(2026, 1, 1), payment_terms=None),
        ]
    )
    assert directory.as_of(CLIENT, "acme", date(2026, 1, 1)).payment_terms is None


def test_before_its_first_directive_a_record_counts_as_first_declared():
    directory = PartyDirectory([declared("acme", "Acme", payment_terms="net 30")])
    assert directory.as_of(CLIENT, "acme", date(2020, 1, 1)).payment_terms == "net 30"


def test_how_the_relation_stands_holds_from_its_day_on():
    record = declared(
        "acme", "Acme", manager="anna", cadence="P30D", status="lost", tier="key"
    )
    directory = PartyDirectory([record])
    before = directory.as_of(CLIENT, "acme", record.day - timedelta(days=1))
    assert (before.name, dict(before.facts)) == ("Acme", {})
    assert directory.as_of(CLIENT, "acme", record.day).text("manager") == "anna"


def test_the_order_of_the_directives_does_not_matter():
    later = declared("acme", day=date(2026, 1, 1), payment_terms="net 60")
    first = declared("acme", "Acme", payment_terms="net 30")
    for order in ([first, later], [later, first]):
        record = PartyDirectory(order).as_of(CLIENT, "acme", date(2026, 6, 1))
        assert record.payment_terms == "net 60"


def test_an_account_below_a_partys_account_is_the_partys():
    directory = PartyDirectory(
        [declared("acme", "A", account="Assets:Receivable:Acme")]
    )
    assert directory.of_account(CLIENT, "Assets:Receivable:Acme:Old") == "acme"
    assert directory.of_account(CLIENT, "Assets:Receivable:Acmex") is None


def test_names_of_any_script_stay_apart():
    assert normalised_name("日本商事") != normalised_name("中国商事")
    assert normalised_name("Caffè") == normalised_name("CAFFE")
    assert normalised_name("Rossi 1") != normalised_name("Rossi 2")
    assert normalised_name("***") == "***"


def test_an_identifier_has_the_ledgers_form():
    assert identifier("Caffè & Co. S.r.l.") == "caffe-co-srl"
    assert identifier("日本") == "party"
