"""The plain sentences a case note may hold, in two languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from graph.schema import WORDS

_DAY = r"\d{4}(?:[-/.]\d{1,2}(?:[-/.]\d{1,2})?|年(?:\d{1,2}月(?:\d{1,2}[日号])?)?)?"
_MONEY = r"(?:[A-Z]{3}|人民币|US\$|HK\$|[¥￥$€£])?\s*\d[\d,]*(?:\.\d+)?\s*(?:[百千]?[万亿])?(?:[美港欧日]?元|英镑|人民币|整)*"
_SHARE = r"(?:约|[<>≥≤])?\s*\d+(?:\.\d+)?(?:\s*[-–~]\s*\d+(?:\.\d+)?)?\s*[%％]|\d+/\d+"

_COMMA = r"(?:(?<!\d)[，,]|[，,](?!\s*\d))"  # not the one within 500,000
# Clauses at the end of a line, taken off one by one: what they give, by pattern.
TAILS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(rf"\s*(?:{pattern})\s*[.。]?$"))
    for name, pattern in (
        ("start", rf",?\s*\bfrom\s+({_DAY})|[，,]?\s*自\s*({_DAY})\s*起?"),
        ("end", rf",?\s*\b(?:to|until)\s+({_DAY})|[，,]?\s*至\s*({_DAY})\s*止?"),
        ("date", rf",?\s*\bon\s+({_DAY})|[，,]\s*于?\s*({_DAY})"),
        ("value", rf",?\s*\bworth\s+({_MONEY})|[，,]\s*价值\s*({_MONEY})"),
        ("free", r",?\s*\bfor\s+(nothing)|[，,]\s*(无偿)"),
        ("amount", rf",?\s*\bfor\s+({_MONEY})|{_COMMA}\s*(?:担保|金额|价款)?\s*({_MONEY})"),
        ("number", r",\s*number\s+(\S+)|[，,]\s*案号\s*[:：]?\s*(\S+)"),
        ("purpose", r",\s*for\s+([^,\d][^,]*)|[，,]\s*用途\s*[:：]?\s*([^，,]+)"),
    )
)
# A line may open with how sure it is; without one it is taken as recorded.
STANDINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("alleged", re.compile(r"(?:alleged(?:ly)?|据称|主张)\s*[:：,，]\s*", re.I)),
    ("denied", re.compile(r"(?:denied|否认)\s*[:：,，]\s*", re.I)),
    ("admitted", re.compile(r"(?:admitted|自认)\s*[:：,，]\s*", re.I)),
    ("found_by_court", re.compile(r"(?:found by court|法院认定)\s*[:：,，]\s*", re.I)),
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A form of line: its table, its pattern (groups are columns; `p_…` are parties), what it sets, and an example."""

    table: str
    example: str
    pattern: re.Pattern[str]
    sets: Mapping[str, str] = field(default_factory=dict)
    renames: Mapping[str, str] = field(default_factory=dict)


def _words(name: str) -> str:
    """Every spelling of a word list, the longest first; underscores may be blanks."""
    spelled = {s for word, others in WORDS[name].items() for s in (word, word.replace("_", " "), *others)}
    return "|".join(re.escape(s) for s in sorted(spelled, key=lambda s: (-len(s), s)))


def _line(table: str, example: str, pattern: str, **sets: str) -> Sentence:
    renames = {k: v[1:] for k, v in sets.items() if v.startswith(">")}
    filled = pattern.replace("<DAY>", _DAY).replace("<MONEY>", _MONEY).replace("<SHARE>", _SHARE)
    filled = re.sub(r"<WORD:(\w+)>", lambda m: _words(m[1]), filled)
    return Sentence(table, example, re.compile(filled), {k: v for k, v in sets.items() if k not in renames}, renames)


# renames: which column a clause at the end goes to ("date": ">filed"); without one it keeps its own name.
SENTENCES: tuple[Sentence, ...] = (
    _line("parties", "王某 is a person", r"(?P<p_id>.+?) is an? (?P<kind><WORD:party_kind>)"),
    _line("parties", "王某 是 自然人", r"(?P<p_id>.+?)\s*是\s*(?:一[个家名])?\s*(?P<kind><WORD:party_kind>)"),
    _line("parties", "甲公司 has address 1 Harbour Road", r"(?P<p_id>.+?) has address:? (?P<address>.+)"),
    _line("parties", "甲公司 地址：杭州市文一路1号", r"(?P<p_id>.+?)\s*的?(?:注册)?(?:地址|住所)\s*[:：是为]\s*(?P<address>.+)"),
    _line(
        "parties", "甲公司 has registered capital CNY 1,000,000",
        r"(?P<p_id>.+?) has registered capital (?P<registered_capital><MONEY>)",
    ),
    _line("parties", "甲公司 注册资本 1000万元", r"(?P<p_id>.+?)\s*的?注册资本\s*[:：是为]?\s*(?P<registered_capital><MONEY>)"),
    _line("parties", "甲公司 has identifier 91330106589876543T", r"(?P<p_id>.+?) has identifier (?P<identifier>\S+)"),
    _line("parties", "甲公司 信用代码：91330106589876543T", r"(?P<p_id>.+?)\s*的?(?:统一社会)?信用代码\s*[:：是为]?\s*(?P<identifier>\S+)"),
    _line(
        "parties", "甲公司 was deregistered on 2022-05-01", r"(?P<p_id>.+?) (?:is|was) (?:deregistered|dissolved)",
        status="deregistered", date=">dissolved",
    ),
    _line("parties", "甲公司 注销，2022-05-01", r"(?P<p_id>.+?)\s*(?:已)?注销", status="注销", date=">dissolved"),
    _line("parties", "甲公司 was incorporated on 2010-01-01", r"(?P<p_id>.+?) (?:is|was) incorporated", date=">incorporated"),
    _line("parties", "甲公司 成立，2010-01-01", r"(?P<p_id>.+?)\s*成立", date=">incorporated"),
    _line("holdings", "王某 holds 100% of 甲公司 from 2015-01-01", r"(?P<p_owner>.+?) holds (?P<share><SHARE>) of (?P<p_company>.+)"),
    _line("holdings", "王某 持有 甲公司 100%，自2015-01-01", r"(?P<p_owner>.+?)\s*持有\s*(?P<p_company>.+?)\s*(?P<share><SHARE>)(?:的?(?:股权|股份))?"),
    _line(
        "share_transfers", "甲公司 sells 60% of 乙公司 to 丙公司 for CNY 1 on 2021-03-01",
        r"(?P<p_from>.+?) sells (?P<share><SHARE>) of (?P<p_company>.+?) to (?P<p_to>.+)", amount=">price",
    ),
    _line(
        "share_transfers", "甲公司 gives 60% of 乙公司 to 丙公司 on 2021-03-01",
        r"(?P<p_from>.+?) gives (?P<share><SHARE>) of (?P<p_company>.+?) to (?P<p_to>.+)", consideration="none",
    ),
    _line(
        "share_transfers", "甲公司 将 乙公司 60% 以 1元 转让给 丙公司，2021-03-01",
        r"(?P<p_from>.+?)\s*[将把]\s*(?P<p_company>.+?)\s*(?P<share><SHARE>)(?:的?(?:股权|股份))?\s*"
        r"(?:以\s*(?P<price><MONEY>)\s*的?(?:价格|对价)?)?\s*(?:转让|出售|卖)给\s*(?P<p_to>.+)", amount=">price",
    ),
    _line(
        "share_transfers", "甲公司 将 乙公司 60% 赠与 丙公司，2021-03-01",
        r"(?P<p_from>.+?)\s*[将把]\s*(?P<p_company>.+?)\s*(?P<share><SHARE>)(?:的?(?:股权|股份))?\s*(?:无偿)?(?:赠与|赠给|转给)\s*(?P<p_to>.+)",
        consideration="none",
    ),
    _line("asset_transfers", "甲公司 sells house-1 to 丙公司 for CNY 1 on 2021-03-01", r"(?P<p_from>.+?) sells (?P<asset>.+?) to (?P<p_to>.+)", amount=">price"),
    _line("asset_transfers", "甲公司 gives house-1 to 丙公司 on 2021-03-01", r"(?P<p_from>.+?) gives (?P<asset>.+?) to (?P<p_to>.+)", consideration="none"),
    _line(
        "asset_transfers", "甲公司 将 房产一 以 500万元 转让给 丙公司，2021-03-01",
        r"(?P<p_from>.+?)\s*[将把]\s*(?P<asset>.+?)\s*(?:以\s*(?P<price><MONEY>)\s*的?(?:价格|对价)?)?\s*(?:转让|出售|卖)给\s*(?P<p_to>.+)", amount=">price",
    ),
    _line(
        "asset_transfers", "甲公司 将 房产一 赠与 丙公司，2021-03-01",
        r"(?P<p_from>.+?)\s*[将把]\s*(?P<asset>.+?)\s*(?:无偿)?(?:赠与|赠给|转给)\s*(?P<p_to>.+)", consideration="none",
    ),
    _line("payments", "甲公司 pays 乙公司 CNY 500,000 on 2021-03-02", r"(?P<p_from>.+?) pays (?P<p_to>.+?) (?P<amount><MONEY>)"),
    _line("payments", "甲公司 向 乙公司 支付 50万元，2021-03-02", r"(?P<p_from>.+?)\s*向\s*(?P<p_to>.+?)\s*(?:支付|付款|转账|汇款)\s*(?P<amount><MONEY>)"),
    _line("contracts", "银行 lends 甲公司 CNY 8,000,000 on 2020-01-10", r"(?P<p_from>.+?) lends (?P<p_to>.+?) (?P<amount><MONEY>)", kind="loan"),
    _line("contracts", "银行 借给 甲公司 800万元，2020-01-10", r"(?P<p_from>.+?)\s*(?:借给|出借给)\s*(?P<p_to>.+?)\s*(?P<amount><MONEY>)", kind="loan"),
    _line("relations", "王某 controls 甲公司", r"(?P<p_a>.+?) controls (?P<p_b>.+)", kind="controls"),
    _line("relations", "王某 控制 甲公司", r"(?P<p_a>.+?)\s*(?:实际)?控制\s*(?P<p_b>.+)", kind="controls"),
    _line("relations", "王某 acts in concert with 李某", r"(?P<p_a>.+?) acts in concert with (?P<p_b>.+)", kind="acts_in_concert"),
    _line("relations", "王某 is nominee for 李某", r"(?P<p_a>.+?) is (?:a |the )?nominee for (?P<p_b>.+)", kind="nominee_for"),
    _line("relations", "王某 代 李某 持股", r"(?P<p_a>.+?)\s*代\s*(?P<p_b>.+?)\s*持股", kind="nominee_for"),
    _line("relations", "王某 is spouse of 李某", r"(?P<p_a>.+?) is (?:a |an |the )?(?P<kind><WORD:relation_kind>) of (?P<p_b>.+)"),
    _line("relations", "王某 是 李某 的 配偶", r"(?P<p_a>.+?)\s*是\s*(?P<p_b>.+?)\s*的?\s*(?P<kind><WORD:relation_kind>)"),
    _line("roles", "王某 is legal representative of 甲公司 from 2015-01-01", r"(?P<p_person>.+?) is (?:a |an |the )?(?P<role><WORD:role>) of (?P<p_company>.+)"),
    _line("roles", "王某 是 甲公司 的 法定代表人", r"(?P<p_person>.+?)\s*(?:是|担任)\s*(?P<p_company>.+?)\s*的?\s*(?P<role><WORD:role>)"),
    _line(
        "court_cases", "court 2021-06-10: 银行 against 甲公司, CNY 8,000,000",
        r"(?P<kind>court|<WORD:court_kind>) (?P<filed><DAY>): (?P<p_claimant>.+?) against (?P<p_defendant>.+)",
    ),
    _line(
        "court_cases", "法院 2021-06-10：银行 诉 甲公司，800万元",
        r"(?P<kind>法院|<WORD:court_kind>)\s*(?P<filed><DAY>)\s*[:：]\s*(?P<p_claimant>.+?)\s*诉\s*(?P<p_defendant>.+)",
    ),
    _line("assets", "甲公司 owns house-1 (real_estate) worth CNY 5,000,000", r"(?P<p_owner>.+?) owns (?P<id>.+?)(?:\s*\((?P<kind><WORD:asset_kind>)\))?"),
    _line("assets", "甲公司 拥有 房产一（不动产），价值500万元", r"(?P<p_owner>.+?)\s*拥有\s*(?P<id>.+?)(?:\s*[(（](?P<kind><WORD:asset_kind>)[)）])?"),
    _line(
        "encumbrances", "王某 pledges its stake in 甲公司 to 银行 for CNY 1,000,000 on 2020-01-01",
        r"(?P<p_of>.+?) pledges (?:its|his|her|their) stake in (?P<p_stake>.+?) to (?P<p_holder>.+)", kind="pledge", date=">start",
    ),
    _line("encumbrances", "王某 将 甲公司 股权 质押给 银行，2020-01-01", r"(?P<p_of>.+?)\s*[将把]\s*(?P<p_stake>.+?)\s*的?股权\s*质押给\s*(?P<p_holder>.+)", kind="pledge", date=">start"),
    _line(
        "encumbrances", "杭州法院 freezes the stake of 王某 in 甲公司 from 2021-01-01 to 2024-01-01",
        r"(?P<authority>.+?) freezes the stake of (?P<p_of>.+?) in (?P<p_stake>.+)", kind="freeze", date=">start",
    ),
    _line("encumbrances", "杭州法院 冻结 王某 持有的 甲公司 股权，自2021-01-01", r"(?P<authority>.+?)\s*冻结\s*(?P<p_of>.+?)\s*持有的\s*(?P<p_stake>.+?)\s*的?股权", kind="freeze", date=">start"),
    _line("encumbrances", "house-1 is mortgaged to 银行 for CNY 3,000,000 on 2020-01-01", r"(?P<asset>.+?) is mortgaged to (?P<p_holder>.+)", kind="mortgage", date=">start"),
    _line("encumbrances", "房产一 抵押给 银行，担保300万元，2020-01-01", r"(?P<asset>.+?)\s*抵押给\s*(?P<p_holder>.+)", kind="mortgage", date=">start"),
    _line("encumbrances", "杭州法院 freezes account-1 from 2021-01-01", r"(?P<authority>.+?) freezes (?P<asset>.+)", kind="freeze", date=">start"),
    _line("encumbrances", "杭州法院 冻结 账户一，自2021-01-01", r"(?P<authority>.+?)\s*(?:冻结|查封)\s*(?P<asset>.+)", kind="freeze", date=">start"),
    _line(
        "changes", "甲公司 changed its address from A to B on 2021-01-01",
        r"(?P<p_party>.+?) changed its (?P<item><WORD:change_item>) from (?P<before>.+?) to (?P<after>.+)",
    ),
    _line("changes", "甲公司 名称 由 旧名 变更为 新名，2021-01-01", r"(?P<p_party>.+?)\s*的?(?P<item><WORD:change_item>)\s*[由从]\s*(?P<before>.+?)\s*(?:变更|改)为\s*(?P<after>.+)"),
)  # fmt: skip


def nearest(line: str) -> str:
    """The example most like a line that nobody understands."""
    blank = re.compile(r"[\d,.\-/%％]+")

    def alike(sentence: Sentence) -> float:
        return SequenceMatcher(None, blank.sub("0", line), blank.sub("0", sentence.example), autojunk=False).ratio()

    return max(SENTENCES, key=alike).example
