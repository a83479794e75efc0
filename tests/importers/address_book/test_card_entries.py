"""What vCards say, of every version and as telephones write them."""

from datetime import date

import pytest

from ledgerkit.errors import UnreadableFileError
from ledgerkit.importers.address_book.cards import read_card_file


def read(text, encoding=None):
    data = text if isinstance(text, bytes) else text.encode()
    return read_card_file(data, "book.vcf", encoding)


def only(text, encoding=None):
    (entry,) = read(text, encoding).entries
    return entry


def card(*lines, version="3.0"):
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""])


def test_a_person_of_a_company():
    entry = only(
        card(
            "N:Bianchi;Anna;Maria;Dr.;",
            "FN:Anna Bianchi",
            "ORG:Rossi\\, Neri S.p.A.;Purchasing",
            "TITLE:Chief Operating Officer",
            "EMAIL;TYPE=INTERNET,WORK:a@rossi.example",
            "item1.TEL;TYPE=CELL:+39 333 1234567",
            "item1.X-ABLabel:mobile",
            "TEL;TYPE=work,voice:02 555",
            "BDAY:1980-02-03",
            "ADR;TYPE=WORK:;;Via Roma 1;Milano;MI;20100;Italia",
        )
    )
    assert entry.is_person
    assert (entry.name, entry.company) == ("Anna Bianchi", "Rossi, Neri S.p.A.")
    assert entry.facts == {
        "title": "Chief Operating Officer",
        "email-work": "a@rossi.example",
        "tel-cell": "+39 333 1234567",
        "tel-work": "02 555",
        "bday": date(1980, 2, 3),
    }
    assert entry.company_facts == {
        "street": "Via Roma 1",
        "locality": "Milano",
        "region": "MI",
        "postal-code": "20100",
        "country": "IT",
    }


@pytest.mark.parametrize(
    "lines",
    [
        ("KIND:org", "FN:Acme", "ORG:Acme"),
        ("X-ABShowAs:COMPANY", "N:;;;;", "FN:Acme", "ORG:Acme"),
        ("N:;;;;", "FN:Acme", "ORG:Acme"),
        ("N:Acme;;;;", "FN:Acme", "ORG:Acme;"),
        ("ORG:Acme",),
    ],
)
def test_a_card_that_names_only_a_company_is_a_client(lines):
    entry = only(card(*lines, "EMAIL:info@acme.example", "URL:https\\://acme.example"))
    assert not entry.is_person
    assert entry.name.casefold() == "acme"
    assert entry.facts == {"email": "info@acme.example", "url": "https://acme.example"}


def test_a_telephone_writes_version_2_1():
    entry = only(
        b"BEGIN:VCARD\r\nVERSION:2.1\r\n"
        b"N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;J=C3=B6rg;;;\r\n"
        b"TEL;CELL;PREF:0170 1234567\r\n"
        b"ADR;WORK;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;Lange=20Stra=C3=9Fe=\r\n"
        b"=205;K=C3=B6ln;;50667;Deutschland\r\n"
        b"ORG:Acme\r\n"
        b"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n SkZJRg==\r\n\r\n"
        b"END:VCARD\r\n"
    )
    assert entry.name == "Jörg Müller"
    assert entry.facts == {"tel-cell": "0170 1234567"}
    assert entry.company_facts["street"] == "Lange Straße 5"
    assert entry.company_facts["country"] == "DE"


def test_a_line_may_be_folded_within_a_letter():
    data = card("FN:Jörg Müller").encode().replace(b"\xc3\xbc", b"\xc3\r\n \xbc")
    assert only(data).name == "Jörg Müller"


def test_what_has_no_place_is_told():
    book = read(
        card("FN:Anna", "NOTE:Likes tea", "TEL;TYPE=fax:1", "PHOTO;ENCODING=b:QQ==")
        + card("KIND:group", "FN:Friends", "MEMBER:urn:uuid:1", version="4.0")
    )
    assert [entry.name for entry in book.entries] == ["Anna"]
    assert book.unread == {
        "NOTE": 1, "TEL of a fax": 1, "PHOTO": 1, "KIND:group": 1
    }  # fmt: skip


def test_what_is_wrong_is_told_with_its_line():
    book = read(card("FN:Acme", "KIND:org", "ADR:;;;;;;Atlantis", version="4.0"))
    (problem,) = book.problems
    assert str(problem).startswith('book.vcf:5: country: "Atlantis" is no country')


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"BEGIN:VCARD\nFN:Anna\n", "breaks off"),
        (b"FN:Anna\n", "stands in no vCard"),
        (b"", "holds no card"),
        (b"BEGIN:VCARD\nFN:M\xfcller\nEND:VCARD\n", "is not utf-8"),
    ],
)
def test_no_vcard_file(data, says):
    with pytest.raises(UnreadableFileError, match=says):
        read(data)


def test_an_old_encoding_can_be_named():
    assert only(b"BEGIN:VCARD\nFN:M\xfcller\nEND:VCARD\n", "cp1252").name == "Müller"
