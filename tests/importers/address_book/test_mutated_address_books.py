"""No change to an address book brings down its reader, or keeps it busy."""

from tests.importers.bank_files.mutations import survive

from ledgerkit.importers.address_book.read import read_address_book

PHONE = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:"
    b"M=C3=BCller;J=C3=B6rg;;;\r\nTEL;CELL;PREF:0170 1234567\r\n"
    b"ADR;WORK;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;;Lange=20Stra=C3=9Fe=\r\n"
    b"=205;K=C3=B6ln;;50667;Deutschland\r\nORG:Acme\r\n"
    b"PHOTO;ENCODING=BASE64;JPEG:/9j/4AAQ\r\n SkZJRg==\r\n\r\nEND:VCARD\r\n"
)
CARDS = (
    b"BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Rossi\\, Neri\r\nORG:Rossi\r\n"
    b'ADR;TYPE="work,pref";LABEL="Via: Roma":;;Via Roma 1;Milano;MI;20100;Italia\r\n'
    b"CATEGORIES:key,machine tools\r\nLANG:it\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\r\nVERSION:4.0\r\nN:Bianchi;Anna;;;\r\nFN:Anna Bianchi\r\n"
    b"ORG:Rossi;Purchasing\r\nTEL;VALUE=uri;TYPE=cell:tel:+39-333;ext=1\r\n"
    b"BDAY:19800203\r\nitem1.EMAIL;TYPE=work:a@rossi.example\r\nROLE:champion\r\n"
    b"NOTE:long\r\n  folded\r\nEND:VCARD\r\n"
)
TABLE = (
    "kind;id;Name;Firma;USt-IdNr.;Land;Geburtstag;credit-limit;Straße\r\n"
    "client;rossi;Rossi;;IT00743110157;Italien;;20000 EUR;Via Roma 1\r\n"
    'contact;anna;"Anna ""A"" Bianchi";rossi;;;03.02.1980;;\r\n'
).encode()


def test_mutated_cards_are_read_or_refused():
    assert survive(read_address_book, [PHONE, CARDS]).read


def test_mutated_tables_are_read_or_refused():
    assert survive(read_address_book, [TABLE, CARDS], seed=2).read
