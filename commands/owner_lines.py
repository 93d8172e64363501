"""How the answer of owners is printed for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any

from commands.parties import share_text
from graph.values import percent

LANGUAGES = ("zh", "en", "both")
MOST_CHAINS = 6
MOST_COALITIONS = 8
MOST_CHANGES = 200
Value = Mapping[str, Any]

_HEADS = {
    "direct": ("直接持股", "Direct holders"),
    "ultimate": ("最终权益", "Ultimate owners"),
    "control": ("控制", "Control"),
    "joint": ("联合控制", "Nobody alone: joint control"),
    "rings": ("循环持股的方程", "Rings and their equations"),
    "rules": ("受益所有人", "Beneficial owners"),
    "proven": ("如代持得到证实", "If the nominee holding is proven"),
    "changes": ("变动", "Changes"),
    "over": ("登记合计超过100%", "More than 100 % recorded"),
    "notes": ("计算所依据的假定", "What the figures take for granted"),
    "paragraph": ("可直接引用的段落", "Ready to paste"),
}
_WORDS = {
    "unknown": ("不详", "unknown"),
    "since": ("自", "since"),
    "until": ("至", "until"),
    "votes": ("表决权", "votes"),
    "certain": ("确定", "certain"),
    "possible": ("可能", "possible"),
    "no": ("否", "no"),
    "at_most": ("至多", "at most"),
    "between": ("区间", "between"),
    "sums_to": ("累计", "cumulative"),
    "self": ("自持", "owns of itself"),
    "remainder": ("最终权益人不详", "nobody known holds in the end"),
    "unrecorded": ("未登记", "not recorded"),
    "nobody": ("登记资料未显示任何一方单独支配过半数表决权", "nobody alone commands more than half of the votes"),
    "as_stated": ("依行内记载", "as a row states"),
    "maybe": ("可能控制", "may control"),
    "group": ("一致行动人", "in concert"),
    "ordinary": ("过半数决议", "more than half"),
    "special": ("三分之二以上决议", "two thirds or more"),
    "veto": ("可否决三分之二决议", "can block two thirds"),
    "power": ("夏普利—舒比克／班扎夫", "Shapley–Shubik / Banzhaf"),
    "too_many": ("表决权块过多，未计算", "too many blocks, not counted"),
    "more": ("其余从略", "more are not shown"),
    "fallback": ("无自然人达标时", "where nobody is"),
    "state": ("国有公司", "state-owned"),
    "exempt": ("免报", "exempt"),
    "unread": ("条文待核", "provision to be checked"),
    "not_yet": ("施行日", "applies from"),
    "none": ("无", "none"),
    "passed": ("控制权转移", "control passed"),
    "holder_in": ("新增股东", "holder in"),
    "holder_out": ("退出股东", "holder out"),
    "share_changed": ("持股变动", "share changed"),
    "ultimate_changed": ("最终权益变动", "ultimate share changed"),
    "control_gained": ("取得控制", "gains control"),
    "control_lost": ("丧失控制", "loses control"),
    "joint_control_gained": ("取得联合控制", "gain joint control"),
    "joint_control_lost": ("丧失联合控制", "lose joint control"),
    "verdict_changed": ("受益所有人认定变动", "beneficial owner"),
    "nothing": ("其间无变动", "nothing changed"),
    "row": ("行", "row"),
}


class _Tongue:
    """Words in the language asked for; both: Chinese, then English."""

    def __init__(self, lang: str) -> None:
        self.lang = lang

    def of(self, pair: Sequence[str] | Value) -> str:
        zh, en = (pair["zh"], pair["en"]) if isinstance(pair, Mapping) else (pair[0], pair[1])
        return {"zh": zh, "en": en}.get(self.lang) or f"{zh} {en}"

    def word(self, key: str) -> str:
        zh, en = _WORDS[key]
        return {"zh": zh, "en": en}.get(self.lang) or f"{zh}/{en}"

    def head(self, key: str) -> str:
        return self.of(_HEADS[key])


def lines_of(value: Value, lang: str) -> Iterator[str]:
    t = _Tongue(lang)
    who = value["party"]
    if "from" in value:
        yield f"{who['name']} ({who['id']}) · {value['from']} → {value['to']}"
        yield from _changes(value, t)
        yield ""
    yield f"{who['name']} ({who['id']}) · {t.of(('截至', 'as of'))} {value['as_of']}"
    for part in (_direct, _ultimate, _control, _joint, _rings, _rules, _proven, _over):
        yield from part(value, t)
    if value["notes"]:
        yield from ("", t.head("notes"))
        for note in value["notes"]:
            yield f"  – {t.of(note)}" if lang != "both" else f"  – {note['zh']} / {note['en']}"
    yield from ("", t.head("paragraph"))
    for language in ("zh", "en") if lang == "both" else (lang,):
        yield f"  {value['paragraph'][language]}"


def _rows(evidence: Sequence[Value]) -> str:
    return ", ".join(f"{e['source']}:{e['row']}" for e in evidence)


def _who(party: Value) -> str:
    return f"{party['name']} ({party['id']})" if party["name"] != party["id"] else str(party["id"])


def _share(share: Any, t: _Tongue) -> str:
    return t.word("unknown") if share is None else share_text(share)


def _direct(value: Value, t: _Tongue) -> Iterator[str]:
    yield from ("", t.head("direct"))
    for d in value["direct"]:
        votes = "" if d["votes"] == d["share"] else f" · {t.word('votes')} {_share(d['votes'], t)}"
        days = f" · {t.word('since')} {d['start']}" if d["start"] else ""
        days += f" {t.word('until')} {d['end']}" if d["end"] else ""
        yield f"  {_share(d['share'], t):>8}  {_who(d['holder'])}{votes}{days}  [{_rows(d['evidence'])}]"
    if not value["direct"]:
        yield f"  {t.word('none')}"


def _ultimate(value: Value, t: _Tongue) -> Iterator[str]:
    yield from ("", t.head("ultimate"))
    for u in value["ultimate"]:
        yield f"  {_share(u['ownership'], t):>8}  {_who(u['holder'])}{_precisely(u, t)}"
        names = _Names(value)
        plain = len(u["chains"]) == 1 and len(u["chains"][0]) == 2
        for at, chain in enumerate([] if plain else u["chains"][:MOST_CHAINS]):
            steps = u["chain_steps"][at]
            walk = names(chain[0]) + "".join(
                f" —{_share(s, t)}→ {names(p)}" for s, p in zip(steps, chain[1:], strict=True)
            )
            total = f" · {t.word('sums_to')} {_share(u['cumulative'][at], t)}" if at else ""
            product = f" = {_share(u['chain_shares'][at], t)}" if len(steps) > 1 else ""
            yield f"            {walk}{product}{total}"
        if len(u["chains"]) > MOST_CHAINS or u["truncated"]:
            yield f"            … {t.word('more')}: {u['truncated'] or len(u['chains']) - MOST_CHAINS}"
    remainder = value["unknown_between"]
    if remainder and Fraction(remainder["high"]) > 0:
        yield f"  {share_text(remainder):>8}  {t.word('remainder')}"
    own = value["self_ownership"]
    if own and own != "0":
        yield f"  {share_text(own):>8}  {t.word('self')}"


def _precisely(u: Value, t: _Tongue) -> str:
    """The fraction where per cent is rounded; the interval where an unsure row widens it; what the unknown could add."""
    told = ""
    share = u["ownership"]
    if isinstance(share, str) and percent(Fraction(share), 2) != percent(Fraction(share), 6) and len(share) < 24:
        told += f" = {share}"
    low, high = u["interval"]["low"], u["interval"]["high"]
    if low != high and {"low": low, "high": high} != share:
        told += f" · {t.word('between')} {share_text({'low': low, 'high': high})}"
    if Fraction(u["at_most"]) > Fraction(high):
        told += f" · {t.word('at_most')} {share_text(u['at_most'])}"
    return told


class _Names:
    """A party's name by id, as far as the answer names it."""

    def __init__(self, value: Value) -> None:
        found = [value["party"], *(d["holder"] for d in value["direct"]), *(u["holder"] for u in value["ultimate"])]
        found += [r["company"] for r in value["remainders"]] + list(value["parties"])
        self.names = {p["id"]: p["name"] for p in found}

    def __call__(self, party: str) -> str:
        return str(self.names.get(party, party))


def _control(value: Value, t: _Tongue) -> Iterator[str]:
    yield from ("", t.head("control"))
    names = _Names(value)
    for c in value["controllers"]:
        how = " → ".join(names(p) for p in c["how"])
        votes = f"{t.word('votes')} {share_text(c['votes'])}" if c["votes"] else t.word("as_stated")
        rows = f"  [{_rows(c['evidence'])}]" if c.get("evidence") else ""
        yield f"  {_who(c['holder'])} · {votes} · {t.word(c['certainty'])} · {how}{rows}"
    for c in value["possible_controllers"]:
        yield f"  {_who(c['holder'])} · {t.word('maybe')} · {t.word('votes')} {_share(c['votes'], t)}"
    for g in value["groups"]:
        members = " + ".join(_who(m) for m in g["members"])
        yield f"  {t.word('group')}: {members} · {t.word('votes')} {_share(g['votes'], t)} · {t.word(g['controls'])}  [{_rows(g['evidence'])}]"
    if not value["controllers"]:
        yield f"  {t.word('nobody')}"


def _joint(value: Value, t: _Tongue) -> Iterator[str]:
    joint = value["joint"]
    if not joint or len(joint["blocks"]) < 2 or value["controllers"]:
        return
    names = _Names(value)
    yield from ("", f"{t.head('joint')} · {t.word('power')}")
    for b in joint["blocks"][:MOST_CHAINS]:
        power = (
            f"{share_text(b['shapley_shubik'])} / {share_text(b['banzhaf'])}"
            if b["shapley_shubik"]
            else t.word("too_many")
        )
        yield f"  {share_text(b['votes']):>8}  {_who(b['head'])} · {power}"
    for line in ("ordinary", "special"):
        found = joint[line]["coalitions"]
        told = "; ".join(" + ".join(names(p) for p in c) for c in found[:MOST_COALITIONS])
        more = f" … ({t.word('more')})" if len(found) > MOST_COALITIONS or joint[line]["truncated"] else ""
        yield f"  {t.word(line)}: {told or t.word('none')}{more}"
    if joint["vetoes"]["special"]:
        yield f"  {t.word('veto')}: {', '.join(names(p) for p in joint['vetoes']['special'])}"


def _rings(value: Value, t: _Tongue) -> Iterator[str]:
    if not value["equations"]:
        return
    yield from ("", t.head("rings"))
    for ring in value["equations"]:
        if ring["note"]:
            yield f"  {t.of(ring['note'])}"
        for line in ring["lines"]:
            yield f"  {line}"
        for line in ring["solution"]:
            yield f"    ⇒ {line}"


def _rules(value: Value, t: _Tongue) -> Iterator[str]:
    yield from ("", t.head("rules"))
    for rule, told in value["rules"].items():
        later = "" if told["applies_on_day"] else f" ({t.word('not_yet')} {told['in_force']})"
        yield f"  {rule} · {t.of(told['name'])}{later}"
        for owner in told["beneficial_owners"]:
            unread = f" ({t.word('unread')})" if owner["status"] == "unverified" else ""
            provision = t.of(owner["provision"]) + unread if owner["provision"] else ""
            yield f"      {t.word(owner['verdict'])}: {_who(owner['holder'])} · {provision}"
        if not told["beneficial_owners"]:
            yield f"      {t.word('none')}"
        if told["fallback"]:
            key = "state" if told["fallback"]["when"] == "state_owned" else "fallback"
            persons = ", ".join(f"{p['name']} ({p['role']})" for p in told["fallback"]["persons"]) or t.word("unknown")
            yield f"      {t.word(key)}: {persons} · {t.of(told['fallback']['provision'])}"
        for each in told["exemptions"]:
            if each["verdict"] != "no":
                yield f"      {t.word('exempt')}: {t.word(each['verdict'])} · {t.of(each['provision'])}"


def _proven(value: Value, t: _Tongue) -> Iterator[str]:
    if not value["if_proven"]:
        return
    yield from ("", t.head("proven"))
    for view in value["if_proven"]:
        shares = ", ".join(f"{_who(u['holder'])} {share_text(u['ownership'])}" for u in view["ultimate"])
        yield f"  {_who(view['nominee'])} → {_who(view['principal'])}: {shares}  [{_rows(view['evidence'])}]"


def _over(value: Value, t: _Tongue) -> Iterator[str]:
    if not value["over_whole"]:
        return
    yield from ("", t.head("over"))
    for over in value["over_whole"]:
        yield f"  {_who(over['company'])}: {share_text(over['sum'])}"
        for row in over["rows"]:
            yield f"      {row['holder']} {_share(row['share'], t)}  [{row['source']}:{row['row']}]"


def _changes(value: Value, t: _Tongue) -> Iterator[str]:
    yield t.head("changes")
    for passed in value["control_passed"]:
        before = ", ".join(_who(p) for p in passed["from"]) or t.word("none")
        after = ", ".join(_who(p) for p in passed["to"]) or t.word("none")
        yield f"  {passed['day']}  {t.word('passed')}: {before} → {after}  [{_rows(passed['evidence'])}]"
    for c in value["changes"][:MOST_CHANGES]:
        who = " + ".join(_who(m) for m in c["members"]) if "members" in c else _who(c["holder"])
        yield f"  {c['day']}  {t.word(c['what'])}: {who}{_from_to(c, t)}  [{_rows(c['evidence'])}]"
    if not value["changes"]:
        yield f"  {t.word('nothing')}"
    hidden = len(value["changes"]) - MOST_CHANGES
    if hidden > 0 or value["changes_truncated"]:
        yield f"  … {t.word('more')}: {value['changes_truncated'] or hidden}"


def _from_to(change: Value, t: _Tongue) -> str:
    if change["what"] == "verdict_changed":
        return f" · {change['rule']}: {t.word(change['before'])} → {t.word(change['after'])}"
    if change["before"] is None and change["after"] is None:
        return " · → ?" if change["what"] == "share_changed" else ""
    before, after = (None if s is None else share_text(s) for s in (change["before"], change["after"]))
    return f" {before or '–'} → {after or '–'}"
