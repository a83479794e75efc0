"""Two or three made-up lines in each format that ledgerkit has a profile of.

By profile: the file, the days and amounts that it says, and the name, text or other
field of its first line.
"""

# ruff: noqa: ISC004, E501
SAMPLES = {
    "abn-amro": (
        "123456789\tEUR\t20260102\t1000,00\t987,50\t20260102\t-12,50\tBEA Bakery\n"
        "123456789\tEUR\t20260105\t987,50\t1087,50\t20260105\t100,00\tSEPA Client\n",
        ["2026-01-02 -12.50 EUR", "2026-01-05 100.00 EUR"],
        {"text": "BEA Bakery"},
    ),
    "bank-of-america": (
        "Description,,Summary Amt.\n"
        'Beginning balance as of 01/01/2026,,"1,000.00"\n\n'
        "Date,Description,Amount,Running Bal.\n"
        '01/01/2026,Beginning balance as of 01/01/2026,,"1,000.00"\n'
        '01/05/2026,"PAPER CO","-20.25","979.75"\n'
        '01/15/2026,"CLIENT","1,100.00","2,079.75"\n',
        ["2026-01-05 -20.25 USD", "2026-01-15 1100.00 USD"],
        {"text": "PAPER CO"},
    ),
    "bank-of-america-card": (
        "Posted Date,Reference Number,Payee,Address,Amount\n"
        '01/05/2026,24000001,"PAPER CO","AUSTIN TX",-20.25\n',
        ["2026-01-05 -20.25 USD"],
        {"name": "PAPER CO", "reference": "24000001"},
    ),
    "bank-of-ireland": (
        "Date,Details,Debit,Credit,Balance\n"
        "01/02/2026,Paper,12.50,,87.50\n02/02/2026,Client,,10.00,97.50\n",
        ["2026-02-01 -12.50 EUR", "2026-02-02 10.00 EUR"],
        {"text": "Paper"},
    ),
    "barclays": (
        "Number,Date,Account,Amount,Subcategory,Memo\n"
        " ,02/03/2026,20-00-00 12345678,-15.00,Card Purchase,PAPER SHOP\n"
        " ,03/03/2026,20-00-00 12345678,250.00,Funds Transfer,CLIENT LTD\n",
        ["2026-03-02 -15.00 GBP", "2026-03-03 250.00 GBP"],
        {"text": "PAPER SHOP", "kind": "Card Purchase"},
    ),
    "boursobank": (
        "dateOp;dateVal;label;category;categoryParent;supplierFound;amount;comment;"
        "accountNum;accountLabel;accountbalance\n"
        "2026-01-02;2026-01-03;CARTE PAPETERIE;Bureau;Achats;Papeterie;-1 012,50;;"
        "00040123;Compte;100.00\n",
        ["2026-01-02 -1012.50 EUR"],
        {"name": "Papeterie"},
    ),
    "bunq": (
        '"Date","Amount","Account","Counterparty","Name","Description"\n'
        '"2026-01-02","-8,78","NL91ABNA0417164300","","PAPER","Ink"\n'
        '"2026-01-03","1.008,00","NL91ABNA0417164300","NL02ABNA0123456789","A","B"\n',
        ["2026-01-02 -8.78 EUR", "2026-01-03 1008.00 EUR"],
        {"name": "PAPER", "text": "Ink"},
    ),
    "bunq-nl": (
        '"Datum","Bedrag","Rekening","Tegenrekening","Naam","Omschrijving"\n'
        '"2026-01-02","-8,78","NL91ABNA0417164300","NL02ABNA0123456789","P","Inkt"\n',
        ["2026-01-02 -8.78 EUR"],
        {"iban": "NL02ABNA0123456789"},
    ),
    "capital-one": (
        "Account Number,Transaction Description,Transaction Date,Transaction Type,"
        "Transaction Amount,Balance\n"
        "4795,Deposit,01/13/26,Credit,246.03,336.96\n"
        "4795,Paper,01/03/26,Debit,9.07,90.93\n",
        ["2026-01-13 246.03 USD", "2026-01-03 -9.07 USD"],
        {"text": "Deposit"},
    ),
    "capital-one-card": (
        "Transaction Date,Posted Date,Card No.,Description,Category,Debit,Credit\n"
        "2026-01-01,2026-01-02,1234,PAPER,Office,89.99,\n"
        "2026-01-03,2026-01-04,1234,PAYMENT,,,500.00\n",
        ["2026-01-02 -89.99 USD", "2026-01-04 500.00 USD"],
        {"kind": "Office"},
    ),
    "chase": (
        "Details,Posting Date,Description,Amount,Type,Balance,Check or Slip #\n"
        "DEBIT,01/13/2026,PAPER,-10.50,ACH_DEBIT,89.50,,\n"
        "CREDIT,01/12/2026,CLIENT,100.00,ACH_CREDIT,100.00,,\n",
        ["2026-01-13 -10.50 USD", "2026-01-12 100.00 USD"],
        {"kind": "ACH_DEBIT"},
    ),
    "chase-card": (
        "Transaction Date,Post Date,Description,Category,Type,Amount,Memo\n"
        "01/02/2026,01/03/2026,PAPER,Office,Sale,-25.00,\n",
        ["2026-01-03 -25.00 USD"],
        {"text": "PAPER"},
    ),
    "citi": (
        "Status,Date,Description,Debit,Credit\n"
        "Cleared,01/05/2026,PAPER,20.00,\nCleared,01/06/2026,PAYMENT,,-50.00\n"
        "Pending,01/07/2026,INK,5.00,\n",
        ["2026-01-05 -20.00 USD", "2026-01-06 50.00 USD", "2026-01-07 -5.00 USD"],
        {"text": "PAPER"},
    ),
    "commerzbank": (
        "Buchungstag;Wertstellung;Umsatzart;Buchungstext;Betrag;Währung;"
        "IBAN Kontoinhaber;Kategorie\n"
        "02.01.2026;03.01.2026;Lastschrift;Papier;-1.017,22;EUR;"
        "DE89370400440532013000;Büro\n",
        ["2026-01-02 -1017.22 EUR"],
        {"text": "Papier", "kind": "Lastschrift"},
    ),
    "deutsche-bank": (
        "Umsätze Girokonto;;;Kundennummer: 100 2000000\n01.01.2026 - 31.01.2026\n"
        "Letzter Kontostand;;;;1.000,00;EUR\n"
        "Buchungstag;Wert;Umsatzart;Begünstigter / Auftraggeber;Verwendungszweck;IBAN;"
        "BIC;Kundenreferenz;Mandatsreferenz ;Gläubiger ID;Fremde Gebühren;Betrag;"
        "Abweichender Empfänger;Soll;Haben;Währung\n"
        "2.1.2026;2.1.2026;SEPA;Papier AG;RE 12;DE89370400440532013000;X;E1;;;;;;"
        "-12,50;;EUR\n"
        "03.01.2026;03.01.2026;SEPA;Kunde;RE 13;;;;;;;;;;1.200,00;EUR\n"
        "Kontostand;31.01.2026;;;2.187,50;EUR\n",
        ["2026-01-02 -12.50 EUR", "2026-01-03 1200.00 EUR"],
        {"name": "Papier AG", "end_to_end": "E1"},
    ),
    "dkb": (
        '"Girokonto";"DE89370400440532013000"\n""\n'
        '"Kontostand vom 31.01.2026:";"100,00 €"\n""\n'
        '"Buchungsdatum";"Wertstellung";"Status";"Zahlungspflichtige*r";'
        '"Zahlungsempfänger*in";"Verwendungszweck";"Umsatztyp";"IBAN";"Betrag (€)";'
        '"Gläubiger-ID";"Mandatsreferenz";"Kundenreferenz"\n'
        '"02.01.26";"02.01.26";"Gebucht";"Wir";"Papier";"RE 1";"Ausgang";'
        '"DE02120300000000202051";"-9,99";"";"";""\n'
        '"03.01.26";"03.01.26";"Gebucht";"Kunde";"Wir";"RE 2";"Eingang";"";"50";"";"";""\n',
        ["2026-01-02 -9.99 EUR", "2026-01-03 50 EUR"],
        {"name": "Papier", "iban": "DE02120300000000202051"},
    ),
    "dkb-2022": (
        '"Kontonummer:";"DE89370400440532013000 / Girokonto";\n\n'
        '"Buchungstag";"Wertstellung";"Buchungstext";"Auftraggeber / Begünstigter";'
        '"Verwendungszweck";"Kontonummer";"BLZ";"Betrag (EUR)";"Gläubiger-ID";'
        '"Mandatsreferenz";"Kundenreferenz";\n'
        '"02.01.2022";"02.01.2022";"Lastschrift";"Papier";"RE 1";'
        '"DE02120300000000202051";"BYLADEM1001";"-9,99";"";"";"";\n',
        ["2022-01-02 -9.99 EUR"],
        {"name": "Papier"},
    ),
    "fineco": (
        "Data_Operazione;Data_Valuta;Entrate;Uscite;Descrizione;Descrizione_Completa;"
        "Stato\n"
        "02/01/2026;03/01/2026;;-459,25;Bonifico;Bonifico Carta srl;Contabilizzato\n"
        "05/01/2026;05/01/2026;1.707,97;;Accredito;Cliente;Contabilizzato\n",
        ["2026-01-02 -459.25 EUR", "2026-01-05 1707.97 EUR"],
        {"text": "Bonifico Bonifico Carta srl"},
    ),
    "hsbc": (
        '10/02/2026,"PAPER SHOP",-5.00\n11/02/2026,"CLIENT","1,100.00"\n',
        ["2026-02-10 -5.00 GBP", "2026-02-11 1100.00 GBP"],
        {"text": "PAPER SHOP"},
    ),
    "ing-de": (
        "Umsatzanzeige;Datei erstellt am: 31.01.2026\n\nIBAN;DE89 3704 0044 0532 0130 00\n"
        "Saldo;890,00;EUR\n\n"
        "Buchung;Wertstellungsdatum;Auftraggeber/Empfänger;Buchungstext;"
        "Verwendungszweck;Saldo;Währung;Betrag;Währung\n"
        "03.01.2026;03.01.2026;Papier;Lastschrift;RE 1;890,00;EUR;-10,00;EUR\n"
        "02.01.2026;02.01.2026;Kunde;Gutschrift;RE 2;900,00;EUR;900,00;EUR\n",
        ["2026-01-03 -10.00 EUR", "2026-01-02 900.00 EUR"],
        {"name": "Papier", "kind": "Lastschrift"},
    ),
    "ing-nl": (
        '"Datum";"Naam / Omschrijving";"Rekening";"Tegenrekening";"Code";"Af Bij";'
        '"Bedrag (EUR)";"Mutatiesoort";"Mededelingen";"Saldo na mutatie";"Tag"\n'
        '"20260103";"Klant";"NL91ABNA0417164300";"NL02ABNA0123456789";"OV";"Bij";'
        '"1210,00";"Overschrijving";"Factuur 1";"1.300,00";""\n'
        '"20260102";"Papier";"NL91ABNA0417164300";"";"BA";"Af";"10,00";"Automaat";"";'
        '"90,00";""\n',
        ["2026-01-03 1210.00 EUR", "2026-01-02 -10.00 EUR"],
        {"name": "Klant", "text": "Factuur 1"},
    ),
    "ing-nl-en": (
        '"Date";"Name / Description";"Account";"Counterparty";"Code";"Debit/credit";'
        '"Amount (EUR)";"Transaction type";"Notifications"\n'
        '"20260102";"Paper";"NL91ABNA0417164300";"";"BA";"Debit";"10,00";"Terminal";"x"\n',
        ["2026-01-02 -10.00 EUR"],
        {"name": "Paper"},
    ),
    "intesa-sanpaolo": (
        "Lista movimenti\n\n"
        "Data,Operazione,Dettagli,Conto o carta,Contabilizzazione,Categoria,Valuta,"
        "Importo\n"
        '02/01/2026,Carta srl,Fattura 1,Conto 1000,CONTABILIZZATO,Ufficio,EUR,"-1012,50"\n',
        ["2026-01-02 -1012.50 EUR"],
        {"text": "Carta srl Fattura 1"},
    ),
    "kbc": (
        "Rekeningnummer;Rubrieknaam;Naam;Munt;Afschriftnummer;Datum;Omschrijving;"
        "Valuta;Bedrag;Saldo;credit;debet;rekeningnummer tegenpartij;BIC tegenpartij;"
        "Naam tegenpartij;Adres tegenpartij;gestructureerde mededeling;"
        "Vrije mededeling\n"
        "BE68539007547034;;WIJ;EUR;02026001;02/01/2026;Betaling;02/01/2026;-3,40;96,60;"
        ";-3,40;BE71 0961 2345 6769;;Papier;;+++010/8068/17183+++;Dank\n",
        ["2026-01-02 -3.40 EUR"],
        {"name": "Papier", "creditor_reference": "+++010/8068/17183+++"},
    ),
    "kbc-card": (
        "kredietkaart;kaarthouder;uitgavenstaat;datum verrichting;Datum verrekening;"
        "bedrag;credit;debet;munt;koers;bedrag in EUR;Kosten op verrichting;Handelaar;"
        "locatie;land;toelichting\n"
        "1234;WIJ;;01/02/2026;03/02/2026;-20,00;;-20,00;USD;1,25;-16,00;0;Paper;;US;\n",
        ["2026-02-03 -16.00 EUR"],
        {"name": "Paper", "original_currency": "USD"},
    ),
    "lloyds": (
        "Transaction Date,Transaction Type,Sort Code,Account Number,"
        "Transaction Description,Debit Amount,Credit Amount,Balance\n"
        "03/01/2026,DEB,'11-22-33,12345678,PAPER,12.50,,87.50\n"
        "02/01/2026,BGC,'11-22-33,12345678,CLIENT,,100.00,100.00\n",
        ["2026-01-03 -12.50 GBP", "2026-01-02 100.00 GBP"],
        {"text": "PAPER"},
    ),
    "mercury": (
        "Date (UTC),Description,Amount,Status,Source Account,Bank Description,"
        "Reference,Note,Last Four Digits,Tracking ID\n"
        "01-12-2026,Paper Co,-55.99,Sent,Mercury Checking xx1234,PAPER,,,1234,t1\n"
        "01-13-2026,Ink Co,-5.99,Failed,Mercury Checking xx1234,INK,,,1234,t2\n",
        ["2026-01-12 -55.99 USD"],
        {"name": "Paper Co", "reference": "t1"},
    ),
    "mint": (
        '"Date","Description","Original Description","Amount","Transaction Type",'
        '"Category","Account Name","Labels","Notes"\n'
        '"1/05/2026","Paper","PAPER CO","12.50","debit","Office","CHECKING","",""\n'
        '"1/06/2026","Client","ACME","100.00","credit","Income","CHECKING","",""\n',
        ["2026-01-05 -12.50 USD", "2026-01-06 100.00 USD"],
        {"name": "Paper"},
    ),
    "monzo": (
        "Transaction ID,Date,Time,Type,Name,Emoji,Category,Amount,Currency,"
        "Local amount,Local currency,Notes and #tags,Address,Receipt,Description,"
        "Category split,Money Out,Money In\n"
        "tx_1,03/02/2026,09:12:01,Card payment,Paper,,Office,-10.99,GBP,-12.50,EUR,,,,"
        "PAPER,,-10.99,\n",
        ["2026-02-03 -10.99 GBP"],
        {"reference": "tx_1", "name": "Paper", "original_currency": "EUR"},
    ),
    "monzo-2018": (
        "id,created,amount,currency,local_amount,local_currency,category,emoji,"
        "description,address,notes,receipt\n"
        "tx_1,2018-02-25 12:34:56 +0000,-10,GBP,-10,GBP,general,,Paper,,,\n",
        ["2018-02-25 -10 GBP"],
        {"reference": "tx_1"},
    ),
    "n26": (
        '"Booking Date","Value Date","Partner Name","Partner Iban",Type,'
        '"Payment Reference","Account Name","Amount (EUR)","Original Amount",'
        '"Original Currency","Exchange Rate"\n'
        "2026-01-02,2026-01-02,Paper,DE89370400440532013000,Presentment,RE 1,Main,"
        "-15.00,-18.00,USD,1.2\n",
        ["2026-01-02 -15.00 EUR"],
        {"iban": "DE89370400440532013000", "original_currency": "USD"},
    ),
    "n26-2022": (
        '"Date","Payee","Account number","Transaction type","Payment reference",'
        '"Amount (EUR)","Amount (Foreign Currency)","Type Foreign Currency",'
        '"Exchange Rate"\n'
        '"2022-01-02","Paper","DE89370400440532013000","Income","RE 1","15.0","","",""\n',
        ["2022-01-02 15.0 EUR"],
        {"name": "Paper"},
    ),
    "n26-de": (
        '"Datum","Empfänger","Kontonummer","Transaktionstyp","Verwendungszweck",'
        '"Kategorie","Betrag (EUR)","Betrag (Fremdwährung)","Fremdwährung",'
        '"Wechselkurs"\n'
        '"2020-01-02","Papier","","MasterCard Zahlung","","Büro","-59.99","","",""\n',
        ["2020-01-02 -59.99 EUR"],
        {"name": "Papier"},
    ),
    "nationwide": (
        '"Account Name:","FlexAccount ****12345"\n"Account Balance:","£97.50"\n\n'
        '"Date","Transaction type","Description","Paid out","Paid in","Balance"\n'
        '"02 Jan 2026","Visa purchase","PAPER","£12.50","","£87.50"\n'
        '"03 Jan 2026","Bank credit","CLIENT","","£10.00","£97.50"\n',
        ["2026-01-02 -12.50 GBP", "2026-01-03 10.00 GBP"],
        {"text": "PAPER"},
    ),
    "natwest": (
        "Date, Type, Description, Value, Balance, Account Name, Account Number\n"
        '02/01/2026,POS,"\'PAPER",-12.50,87.50,"\'WE","\'600001-12345678",\n',
        ["2026-01-02 -12.50 GBP"],
        {"kind": "POS"},
    ),
    "paypal": (
        '"Date","Time","TimeZone","Name","Type","Status","Currency","Gross","Fee",'
        '"Net","From Email Address","To Email Address","Transaction ID","Item Title",'
        '"Balance"\n'
        '"01/20/2026","10:00:00","PST","Client","Website Payment","Completed","USD",'
        '"100.00","-3.20","96.80","c@example.com","w@example.com","T1","Design","96.80"\n'
        '"01/21/2026","10:00:00","PST","","Bank Deposit","Denied","USD","5.00","0.00",'
        '"5.00","","","T2","","96.80"\n',
        ["2026-01-20 96.80 USD"],
        {"charges": "3.20", "reference": "T1", "name": "Client"},
    ),
    "paypal-activity": (
        '"Date","Time","TimeZone","Name","Type","Status","Currency","Amount",'
        '"Receipt ID","Balance"\n'
        '"13/01/2026","10:00:00","CET","Client","Payment","Completed","EUR","10.00","",'
        '"10.00"\n',
        ["2026-01-13 10.00 EUR"],
        {"name": "Client"},
    ),
    "paypal-de": (
        '"Datum","Uhrzeit","Zeitzone","Name","Typ","Status","Währung","Brutto",'
        '"Gebühr","Netto","Absender E-Mail-Adresse","Empfänger E-Mail-Adresse",'
        '"Transaktionscode","Guthaben"\n'
        '"02.01.2026","10:00:00","CET","Kunde","Zahlung","Abgeschlossen","EUR",'
        '"1.100,00","-3,20","1.096,80","","","T1","1.096,80"\n',
        ["2026-01-02 1096.80 EUR"],
        {"charges": "3.20", "reference": "T1"},
    ),
    "postfinance": (
        "Datum von:;2026-01-01\nKonto:;CH9300762011623852957\n"
        "Datum;Bewegungstyp;Avisierungstext;Gutschrift in CHF;Lastschrift in CHF;"
        "Label;Kategorie\n"
        '02.01.2026;Lastschrift;"PAPIER AG";;-12.50;;\n'
        '03.01.2026;Gutschrift;"KUNDE";100;;;\n',
        ["2026-01-02 -12.50 CHF", "2026-01-03 100 CHF"],
        {"text": "PAPIER AG"},
    ),
    "qonto": (
        "Status,Settlement date (UTC),Operation date (UTC),Total amount (incl. VAT),"
        "Currency,Counterparty name,Payment method,Transaction ID,IBAN,Reference\n"
        "settled,2026-01-10 08:00:00,2026-01-10 08:00:00,-150.00,EUR,Papier,debit,q1,,R\n",
        ["2026-01-10 -150.00 EUR"],
        {"reference": "q1", "name": "Papier"},
    ),
    "rabobank": (
        '"IBAN/BBAN","Munt","BIC","Volgnr","Datum","Rentedatum","Bedrag",'
        '"Saldo na trn","Tegenrekening IBAN/BBAN","Naam tegenpartij","Code",'
        '"Transactiereferentie","Betalingskenmerk","Omschrijving-1"\n'
        '"NL77RABO0311467415","EUR","RABONL2U","000001","2026-01-02","2026-01-02",'
        '"-337,49","+5257,28","NL02ABNA0123456789","Papier","db","E1","","Inkt"\n'
        '"NL77RABO0311467415","EUR","RABONL2U","000002","2026-01-03","2026-01-03",'
        '"+50,00","+5307,28","","Klant","cb","","","Factuur"\n',
        ["2026-01-02 -337.49 EUR", "2026-01-03 50.00 EUR"],
        {"reference": "000001", "end_to_end": "E1"},
    ),
    "raiffeisen-at": (
        '02.01.2026;"PAPIER";02.01.2026;-33,87;EUR;02.01.2026 10:00:00:000\n'
        '03.01.2026;"KUNDE";03.01.2026;1.100,00;EUR;03.01.2026 10:00:00:000\n',
        ["2026-01-02 -33.87 EUR", "2026-01-03 1100.00 EUR"],
        {"text": "PAPIER"},
    ),
    "revolut": (
        "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,"
        "State,Balance\n"
        "CARD_PAYMENT,Current,2026-01-02 09:12:03,2026-01-03 10:22:31,Paper,-3.40,0.10,"
        "EUR,COMPLETED,96.50\n"
        "CARD_PAYMENT,Current,2026-01-04 09:12:03,,Ink,-1.00,0.00,EUR,REVERTED,\n",
        ["2026-01-03 -3.50 EUR"],
        {"charges": "0.10", "text": "Paper"},
    ),
    "revolut-business": (
        "Date started (UTC),Date completed (UTC),ID,Type,State,Description,Reference,"
        "Payer,Card number,Orig currency,Orig amount,Payment currency,Amount,"
        "Total amount,Exchange rate,Fee,Fee currency,Balance,Account,Beneficiary IBAN\n"
        "2026-01-02,2026-01-03,r1,TRANSFER,COMPLETED,To Paper,INV 1,,,EUR,-10.00,EUR,"
        "-10.00,-10.20,,0.20,EUR,89.80,EUR Main,DE89370400440532013000\n",
        ["2026-01-03 -10.20 EUR"],
        {"charges": "0.20", "reference": "r1", "iban": "DE89370400440532013000"},
    ),
    "revolut-business-2021": (
        "Date started (UTC),Date completed (UTC),ID,Type,Description,Reference,Payer,"
        "Card number,Orig currency,Orig amount,Payment currency,Amount,Fee,Balance,"
        "Account\n"
        "2021-01-02,2021-01-03,r1,TRANSFER,To Paper,INV 1,,,EUR,-10.00,EUR,-10.00,0.20,"
        "89.80,EUR Main\n",
        ["2021-01-03 -10.20 EUR"],
        {"charges": "0.20"},
    ),
    "schwab": (
        "Date,Status,Type,CheckNumber,Description,Withdrawal,Deposit,RunningBalance\n"
        '01/15/2026,Posted,ACH,,PAPER,$45.67,,"$1,454.33"\n'
        '01/14/2026,Posted,ACH,,CLIENT,,"$1,500.00","$1,500.00"\n',
        ["2026-01-15 -45.67 USD", "2026-01-14 1500.00 USD"],
        {"text": "PAPER"},
    ),
    "shopify-payments": (
        "Transaction Date,Type,Order,Card Brand,Payout Status,Payout Date,Amount,Fee,"
        "Net,Checkout,Currency\n"
        "2026-01-02 10:00:00 -0400,charge,#1001,visa,paid,2026-01-04,45.00,1.61,43.39,"
        "#C1,USD\n",
        ["2026-01-02 43.39 USD"],
        {"charges": "1.61", "text": "#1001"},
    ),
    "shopify-payouts": (
        "Payout Date,Status,Charges,Refunds,Adjustments,Reserved Funds,Fees,"
        "Retried Amount,Total,Currency\n"
        "2026-01-04,paid,450.00,-20.00,0.00,0.00,-13.35,0.00,416.65,USD\n",
        ["2026-01-04 416.65 USD"],
        {"charges": "13.35"},
    ),
    "sparkasse-camt": (
        '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";'
        '"Verwendungszweck";"Glaeubiger ID";"Mandatsreferenz";'
        '"Kundenreferenz (End-to-End)";"Sammlerreferenz";'
        '"Lastschrift Ursprungsbetrag";"Auslagenersatz Ruecklastschrift";'
        '"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";'
        '"Betrag";"Waehrung";"Info"\n'
        '"DE89370400440532013000";"02.01.26";"02.01.26";"FOLGELASTSCHRIFT";"RE 1";"";'
        '"";"E1";"";"";"";"Papier";"DE02120300000000202051";"X";"-36,99";"EUR";'
        '"Umsatz gebucht"\n'
        '"DE89370400440532013000";"05.01.26";"05.01.26";"GUTSCHRIFT";"RE 2";"";"";"";"";'
        '"";"";"Kunde";"";"";"50,00";"EUR";"Umsatz vorgemerkt"\n',
        ["2026-01-02 -36.99 EUR", "2026-01-05 50.00 EUR"],
        {"end_to_end": "E1", "name": "Papier"},
    ),
    "sparkasse-mt940": (
        '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";'
        '"Verwendungszweck";"Beguenstigter/Zahlungspflichtiger";"Kontonummer";"BLZ";'
        '"Betrag";"Waehrung";"Info"\n'
        '"1000594757";"22.01.26";"22.01.26";"LASTSCHRIFT";"RE 1";"Papier";"";"";'
        '"-36,99";"EUR";"Umsatz gebucht"\n',
        ["2026-01-22 -36.99 EUR"],
        {"name": "Papier"},
    ),
    "square": (
        "Date,Time,Time Zone,Gross Sales,Discounts,Net Sales,Tax,Tip,Total Collected,"
        "Fees,Net Total,Transaction ID,Payment ID,Description,Customer Name,Deposit ID\n"
        '01/15/26,10:00:00,UTC,"$1,100.00",$0.00,"$1,100.00",$0.00,$0.00,"$1,100.00",'
        '($28.70),"$1,071.30",s1,p1,Design,Client,d1\n'
        "01/16/26,10:00:00,UTC,$10.00,$0.00,$10.00,$0.00,$0.00,$10.00,($0.36),$9.64,s2,"
        "p2,Ink,,d1\n",
        ["2026-01-15 1071.30", "2026-01-16 9.64"],
        {"charges": "28.70", "name": "Client", "end_to_end": "d1"},
    ),
    "starling": (
        "Date,Counter Party,Reference,Type,Amount (GBP),Balance (GBP),"
        "Spending Category,Notes\n"
        "03/01/2026,Paper,INV 1,CARD,-10.99,89.01,OFFICE,\n",
        ["2026-01-03 -10.99 GBP"],
        {"name": "Paper", "text": "INV 1"},
    ),
    "stripe-balance": (
        "id,Type,Source,Amount,Fee,Net,Currency,Created (UTC),Available On (UTC),"
        "Description\n"
        "txn_1,charge,ch_1,25.00,1.03,23.97,eur,2026-01-01 10:00,2026-01-08 00:00,Design\n"
        "txn_2,payout,po_1,-23.97,0.00,-23.97,eur,2026-01-09 06:00,2026-01-09 06:00,\n",
        ["2026-01-01 23.97 EUR", "2026-01-09 -23.97 EUR"],
        {"charges": "1.03", "reference": "txn_1", "end_to_end": "ch_1"},
    ),
    "stripe-itemised": (
        "balance_transaction_id,created_utc,available_on_utc,currency,gross,fee,net,"
        "reporting_category,description\n"
        "txn_1,2026-01-23 08:26:29,2026-01-27 00:00:00,usd,12.00,0.65,11.35,charge,Ink\n",
        ["2026-01-23 11.35 USD"],
        {"charges": "0.65", "kind": "charge"},
    ),
    "unicredit": (
        "Data Registrazione;Data valuta;Descrizione;Importo (EUR);\n"
        "05.01.2026;05.01.2026;BONIFICO CLIENTE;1.202,00;\n"
        "06.01.2026;06.01.2026;COMMISSIONI;-1,50;\n",
        ["2026-01-05 1202.00 EUR", "2026-01-06 -1.50 EUR"],
        {"text": "BONIFICO CLIENTE"},
    ),
    "venmo": (
        "Account Statement - (@we) ,,,,,,,,,\nAccount Activity,,,,,,,,,\n"
        ",ID,Datetime,Type,Status,Note,From,To,Amount (total),Beginning Balance\n"
        ",,,,,,,,,$0.00\n"
        ",31,2026-01-03T10:00:00,Payment,Complete,Design,Client,We,+ $10.00,\n"
        ',32,2026-01-04T10:00:00,Payment,Complete,Ink,We,Paper,"- $1,005.00",\n',
        ["2026-01-03 10.00 USD", "2026-01-04 -1005.00 USD"],
        {"reference": "31", "text": "Design Client We"},
    ),
    "volksbank": (
        "Bezeichnung Auftragskonto;IBAN Auftragskonto;BIC Auftragskonto;"
        "Bankname Auftragskonto;Buchungstag;Valutadatum;Name Zahlungsbeteiligter;"
        "IBAN Zahlungsbeteiligter;BIC (SWIFT-Code) Zahlungsbeteiligter;Buchungstext;"
        "Verwendungszweck;Betrag;Waehrung;Saldo nach Buchung\n"
        "Konto;DE89370400440532013000;X;VR;02.01.2026;02.01.2026;Papier;"
        "DE02120300000000202051;Y;Lastschrift;RE 1;-12,50;EUR;87,50\n",
        ["2026-01-02 -12.50 EUR"],
        {"name": "Papier", "iban": "DE02120300000000202051"},
    ),
    "wells-fargo": (
        '"01/15/2026","-45.23","*","","PAPER CO"\n'
        '"01/16/2026","100.00","*","1201","CLIENT"\n',
        ["2026-01-15 -45.23 USD", "2026-01-16 100.00 USD"],
        {"text": "PAPER CO"},
    ),
    "wise": (
        '"TransferWise ID",Date,Amount,Currency,Description,"Payment Reference",'
        '"Running Balance","Exchange From","Exchange To","Exchange Rate","Payer Name",'
        '"Payee Name","Payee Account Number",Merchant,"Total fees"\n'
        "TRANSFER-2,05-01-2026,-1.20,EUR,Wise Charges,,98.80,,,,,,,,1.20\n"
        "TRANSFER-1,04-01-2026,100.00,EUR,Received from Client,INV 1,100.00,,,,Client,,,"
        ",0.00\n",
        ["2026-01-05 -1.20 EUR", "2026-01-04 100.00 EUR"],
        {"reference": "TRANSFER-2"},
    ),
}
