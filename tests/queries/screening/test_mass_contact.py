"""Shared telephones and mail: the crowd, the agent, the group."""

from __future__ import annotations

from pathlib import Path

from queries.screening.mass_contact import CROWD, RULE
from tests.screenings import against, hits_of, lines

HEAD = "id,kind,name,phone,email,scope\n"


def crowd(count: int, phone: str = "021-5588 1234", email: str = "") -> str:
    return "".join(f"C{n:02},company,C{n:02}商贸有限公司,{phone},{email},\n" for n in range(count))


FILES = {"parties.csv": HEAD + crowd(CROWD)}


def test_a_shared_telephone_is_told_by_its_key(tmp_path: Path) -> None:
    text = HEAD + crowd(CROWD - 1) + "C99,company,C99有限公司,(021)55881234,,\n"
    (hit,) = hits_of({"parties.csv": text}, tmp_path, RULE)
    assert (hit.figures["value"], hit.figures["explained"]) == (CROWD, 0)
    assert hit.figures["key"].startswith("phone:") and len(lines(hit)) == 8


def test_one_firm_fewer_is_no_crowd(tmp_path: Path) -> None:
    assert hits_of({"parties.csv": HEAD + crowd(CROWD - 1)}, tmp_path, RULE) == ()


def test_mail_is_told_apart_from_telephones(tmp_path: Path) -> None:
    text = HEAD + crowd(CROWD, "", "kuaiji@example.cn")
    (hit,) = hits_of({"parties.csv": text}, tmp_path, RULE)
    assert hit.figures["key"] == "email:kuaiji@example.cn" and "mail address" in hit.said.text.en


def test_an_agent_among_them_explains_it(tmp_path: Path) -> None:
    text = HEAD + crowd(CROWD) + "H,company,滨江财税有限公司,021-55881234,,代理记账\n"
    (hit,) = hits_of({"parties.csv": text}, tmp_path, RULE)
    assert hit.figures["explained"] == 1 and against(hit) == {("parties.csv", CROWD + 2)}


def test_a_groups_switchboard_is_explained(tmp_path: Path) -> None:
    held = "owner,company,share\n" + "".join(f"C00,C{n:02},100%\n" for n in range(1, 6))
    (hit,) = hits_of({**FILES, "holdings.csv": held}, tmp_path, RULE)
    assert (hit.figures["biggest"], hit.figures["explained"]) == (6, 1)
