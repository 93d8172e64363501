"""A second small world, in which each further question has an answer."""

from __future__ import annotations

from collections.abc import Mapping

from tests.graph.store.small_world import small

MORE = small(
    parties="""
id kind name status incorporated dissolved address phone licence
D company 甲公司 存续 2010-01-01 - 上海市浦东新区张杨路500号1203室 021-55550001 -
A company 乙公司 注销 2020-12-01 2021-09-30 上海市浦东新区张杨路500号1203室 021-55550001 -
B company 丙公司 存续 2021-02 - 上海市浦东新区张杨路500号1204室 021-55550002 -
C company 丁公司 存续 2000 - - 021-55550001 -
H company 控股公司 存续 - - - - -
G public_body 国资委 - - - - - -
W person 王某 - - - - - -
S person 孙某 - - - - - professional_director
BANK company 银行 - - - - - bank
""",
    holdings="""
owner company share subscribed paid currency due start end
H D 6/10 600 600 CNY 2015-01-01 2010-01-01 -
W D 4/10 400 100 CNY 2020-12-31 2010-01-01 2021-06-15
S D - 50 - CNY - 2021 -
H C 1/4 - - - - - -
H B 1/5 - - - - - -
H A - - - - - - -
G C 3/4 - - - - - -
""",
    roles="""
person company role start end
W D director 2015-01-01 2021-07-01
S D supervisor 2016-01-01 -
S A director 2020-12-01 -
S B director - 2022-01-01
""",
    share_transfers="""
company from to share price reference_value currency date consideration
X D A 6/10 1 8000000 CNY 2021-03-01 cash
X A B 6/10 90 100 CNY 2021-05-01 cash
X B C 6/10 69 100 CNY 2021-04-30 cash
Y D B 1/10 - 900 CNY 2021-03 none
Y D C 1/10 70 100 CNY 2020-03-01 cash
""",
    asset_transfers="asset from to price currency date\nHOUSE D W - CNY -",
    payments="""
from to amount currency date date_to status kind
D A 100.10 CNY 2021-03-01 - - price
A B 90 CNY 2021-03-02 - - loan
B D 80 CNY 2021-03-05 - - repayment
B D 7 CNY 2021-02-28 - - other
A D 5 CNY 2021-05-01 2021-05-31 - other
D B 3 CNY 2021-09-01 - - other
D C 2 CNY 2021-03-01 - failed other
""",
    assets="""
id kind name owner share value currency
HOUSE real_estate 房屋 D 1/2 300 CNY
CAR vehicle 车 W - 20 CNY
""",
    encumbrances="""
asset kind holder amount currency start end rank status authority published_on
HOUSE mortgage BANK 200 CNY 2019-01-01 - 1 - - -
HOUSE pledge H 90 CNY 2021-01-01 - 2 - - -
HOUSE freeze - 50 CNY 2022-01-01 2025-01-01 - waiting 某法院 2022-01-02
""",
    contracts="""
id kind from to amount currency date
K1 loan D A 40 CNY 2020-01-01
K2 guarantee D BANK 500 CNY 2020-02-02
K3 guarantee D H 60 CNY -
K4 lease W D 1 CNY 2020-01-01
""",
    relations="a b kind start\nD CAR uses 2021-01-01\nW D controls -",
    court_cases="""
number claimant defendant kind amount outstanding currency filed closed
一号 BANK D civil 500 450 CNY 2021-01-10 -
二号 BANK D civil 5 - CNY 2019-01-10 2020-01-10
三号 - A dishonesty - - - 2021-08-01 -
四号 D B civil 8 - CNY 2021-09-09 -
五号 BANK C civil 8 - CNY 2021-09-09 -
""",
    changes="""
party item before after date notice
D name 旧名 甲公司 2021-02-01 -
D address 甲地 乙地 2020-06-01 -
D registered_capital 1000 10 - no
""",
    successions="predecessor successor kind date\nD A division 2021-01-01\nA B merger -",
    declarations="debtor asset value currency declared_on\nD CAR 30 CNY 2022-02-02",
    accounts="""
party year_end equity revenue insured_staff currency
D 2021 -5 100 3 CNY
D 2020-12-31 90 - - CNY
""",
)
EXAMPLES: Mapping[str, Mapping[str, str]] = {
    "assets-of": {"party": "D"},
    "changes-after": {"party": "D", "after": "2021-01-01"},
    "crowded-contacts": {"least": "3"},
    "declared": {"party": "D"},
    "enforced-counterparties": {"party": "D"},
    "figures-by-year": {"party": "D"},
    "freeze-queue": {"asset": "HOUSE"},
    "gifts": {},
    "gone-after-taking": {"days": "213"},
    "guarantees-given": {"party": "D"},
    "holders-who-left": {"party": "D", "on": "2021-01-01", "days": "165"},
    "low-price-transfers": {"percent": "70"},
    "many-posts": {"least": "3"},
    "money-in": {"party": "D", "after": "2021-03-01"},
    "money-to-young": {"party": "D", "days": "90"},
    "officers-who-left": {"party": "D", "on": "2021-01-01", "days": "181"},
    "open-cases": {"party": "D"},
    "owed-to": {"party": "D"},
    "payments-between": {"first": "B", "second": "D"},
    "round-trips": {"party": "D", "days": "4"},
    "same-phone": {"party": "D"},
    "security-for-related": {"party": "D"},
    "sister-companies": {"party": "D", "percent": "25"},
    "successors-of": {"party": "D"},
    "transfer-chains": {"party": "D", "after": "2021-01-01"},
    "unpaid-capital": {"party": "D", "on": "2021-01-01"},
    "used-by": {"party": "D"},
    "young-takers": {"days": "90"},
}
