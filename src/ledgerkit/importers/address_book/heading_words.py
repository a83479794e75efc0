"""The usual column names of address books, customer lists and CRMs.

For each field the words, as `headings.compact` leaves them, the surest first: if
several columns match, the first word decides. English, Italian and German; the
commonest in French and Spanish.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ledgerkit.importers.tables.headings import compact
from ledgerkit.language.vocabulary import KEYS
from ledgerkit.language.word import On

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

#: Fields that are not keys of the ledger language.
KIND, ID, NAME, COMPANY = "kind", "id", "name", "company"
#: A customer's name in programs whose customers are companies or people.
CUSTOMER = "customer"
#: Several numbers in one cell, each after its label.
PHONES = "phones"
FIRST, MIDDLE, LAST = "first-name", "middle-name", "last-name"

_WORDS: dict[str, str] = {
    KIND: "kind recordtype",
    ID: """
        id clientid customerid customernumber customerno customercode clientcode
        codicecliente codcliente kundennummer kundennr debitorennummer
        accountreference customerreference
    """,
    CUSTOMER: """
        contactname displayname customerdisplayname customerfullname
    """,
    NAME: """
        name fullname contact personname anzeigename primarycontact contactperson
        contactfullname
        ansprechpartner kontakt nomecompleto nominativo referente contatto
        nomcomplet nombrecompleto
    """,
    COMPANY: """
        company companyname associatedcompany organisation organization organisationname
        organizationname organization1name account accountname customer customername
        client clientname business businessname employer billingcompany
        defaultaddresscompany addresscompany ragionesociale
        denominazione azienda societa ditta impresa nomeazienda cliente firma
        firmenname unternehmen organisationsname kunde kundenname firma1 societe
        entreprise raisonsociale empresa razonsocial
    """,
    FIRST: """
        firstname givenname forename contactfirstname billingfirstname vorname prenom
        primonome nombredepila nome nombre
    """,
    MIDDLE: "middlename additionalname secondonome zweitervorname",
    LAST: """
        lastname familyname surname contactlastname billinglastname cognome nachname
        familienname nomdefamille
        apellidos apellido
    """,
    "legal-name": "legalname registeredname nomelegale rechtlichername",
    "aliases": "aliases alias alsoknownas",
    "email": """
        email emailaddress emailid email1 mail emailprimary primaryemail billingemail
        personalemail indirizzoemail postaelettronica indirizzodipostaelettronica
        emailadresse mailadresse courriel correo correoelectronico
    """,
    "email-work": "emailwork workemail businessemail emailgeschaftlich emaillavoro",
    "tel": """
        tel telephone phone phonenumber telephonenumber phone1 billingphone
        primaryphone mainphone companymainphone telefono telefono1 telefon
        telefonnummer rufnummer homephone telefonprivat telefonocasa telephone1
    """,
    "tel-work": """
        telwork workphone businessphone officephone directphone ddinumber
        directdialnumber telefonolavoro
        telefonoufficio telefongeschaftlich telefonburo
    """,
    PHONES: "phonenumbers phones telephonenumbers telefoni telefonnummern",
    "tel-cell": """
        telcell mobile mobilephone cell cellphone mobilenumber mobiletelephone
        cellulare telefonocellulare mobil mobiltelefon handy handynummer
        mobiltelefonnummer telefonmobil portable movil
    """,
    "street": """
        street streetaddress address address1 addressline1 address1street
        street1 streetaddress1 businessstreet billingstreet billingaddress
        billingaddress1 billingaddressline1 poaddressline1 mainaddressline1
        defaultaddressaddress1 mailingstreet workstreet
        companystreet indirizzo via viaenumero indirizzo1 strasse
        strasseundhausnummer strassehausnummer adresse anschrift strassegeschaftlich
        rue direccion calle
    """,
    "postal-code": """
        postalcode zip zipcode postcode postalzipcode zippostalcode postalcodezipcode
        billingcode billingpostcode popostalcode defaultaddresszip
        address1postalcode businesspostalcode billingzippostalcode billingzip
        billingpostalcode mailingzippostalcode mailingzip cap codicepostale plz
        postleitzahl codepostal codigopostal cp
    """,
    "locality": """
        locality city town cityortown towncity address1city businesscity billingcity
        pocity defaultaddresscity
        mailingcity citta comune localita ort stadt wohnort ville ciudad poblacion
    """,
    "region": """
        region state province stateregion stateprovince provincestate poregion
        address1region businessstate
        billingstate billingstateprovince mailingstate mailingstateprovince county
        provincia prov regione bundesland kanton
    """,
    "country": """
        country countryregion countrycode address1country businesscountry pocountry
        defaultaddresscountrycode
        businesscountryregion billingcountry mailingcountry nazione paese stato land
        landercode pays pais
    """,
    "vat-id": """
        vatid vat vatnumber vatno vatregistrationnumber businessvatid taxidvat
        partitaiva piva
        ustid ustidnr ustidnummer umsatzsteuerid umsatzsteueridentifikationsnummer
        uid uidnummer tvaintracommunautaire numerotva nif
    """,
    "tax-id": """
        taxid taxnumber taxidentificationnumber codicefiscale codfiscale cf
        steuernummer steuernr siren siret
    """,
    "pec": "pec emailpec indirizzopec postacertificata",
    "sdi-code": "sdicode sdi codicedestinatario codicesdi codiceunivoco",
    "peppol-id": "peppolid peppol leitwegid",
    "url": """
        url website website1value web webpage websiteurl site homepage companydomainname
        sitoweb sito internetseite webseite webadresse siteweb sitioweb
    """,
    "title": """
        jobtitle title contacttitle position organization1title organizationtitle
        jobposition function funktion stelle berufsbezeichnung qualifica mansione ruolo
        ruoloaziendale posizione fonction poste cargo puesto
    """,
    "role": "buyingrole role contactrole",
    "bday": """
        bday birthday birthdate dateofbirth dob compleanno datadinascita geburtstag
        geburtsdatum datedenaissance fechadenacimiento
    """,
    "lang": "lang language preferredlanguage lingua sprache langue idioma",
    "currency": """
        currency currencycode customercurrency valuta wahrung waehrung devise moneda
    """,
    "payment-terms": """
        paymentterms terms condizionidipagamento terminidipagamento
        zahlungsbedingungen zahlungsziel
    """,
    "credit-limit": "creditlimit fido limitedicredito kreditlimit",
    "manager": """
        manager owner accountowner accountmanager contactowner responsabile
        referenteinterno betreuer kundenbetreuer
    """,
    "industry": "industry sector settore branche",
    "status": "status lifecyclestage kundenstatus",
    "parent": "parent parentaccount parentcompany capogruppo muttergesellschaft",
    "tags": """
        tags tag labels categories groups etichette categorie schlagworte kategorien
    """,
    "source": "source leadsource originalsource provenienza quelle",
}


def _words() -> Mapping[str, Sequence[str]]:
    """The words of each field; a key is also recognised by its own name."""
    by_field = {field: words.split() for field, words in _WORDS.items()}
    for key in KEYS:
        if On.CLIENT in key.on or On.CONTACT in key.on:
            words = by_field.setdefault(key.name, [])
            if compact(key.name) not in words:
                words.insert(0, compact(key.name))
    # A person's client is found by the words for the company.
    del by_field["client"]
    return by_field


ADDRESS_WORDS: Mapping[str, Sequence[str]] = _words()
