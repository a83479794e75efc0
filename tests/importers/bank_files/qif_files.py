"""QIF files, made up, as Quicken and banks write them."""

QUICKEN = b"""\
!Option:AutoSwitch
!Account
NHouse Bank
TBank
^
NVisa
TCCard
^
!Clear:AutoSwitch
!Type:Cat
NFood:Groceries
DNot a day
E
^
!Account
NHouse Bank
TBank
$1,000.00
^
!Type:Bank
D1/ 2'26
U-1,234.50
T-1,234.50
CX
N101
PLumen, Ltd
MBulbs
LOffice:Light/Studio
SOffice:Light
Ekitchen
$-1,000.00
SOffice:Light
Eporch
$-234.50
^
 ^
D1/13'26
T+2,000
PAcme
L[Visa]
^
!Account
NVisa
TCCard
^
!Type:CCard
D1/13'26
T-2,000.00
PTransfer
L[House Bank]
^
!Type:Invst
D1/14'26
NBuy
YApple
I32.00
Q3
T96.00
^
!Account
NHouse Bank
TBank
^
!Type:Bank
D1/15'26
T-1.00
PFee
"""

BANK = "!Type:Bank\r\nD25.03.99\r\nT-1.234,50\r\nPB\u00e4cker\r\nMBrot\r\n^\r\n".encode(
    "cp1252"
)
