"""Mass addresses: the crowd, the host, the group, the building."""

from __future__ import annotations

from pathlib import Path

import pytest

from queries.screening.mass_address import CROWD, RULE
from tests.screenings import against, hits_of, ids, lines

HEAD = "id,kind,name,address,scope,licence,status,dissolved\n"
ROOM = "江临市滨江区同德路18号1201室"


def crowd(count: int, address: str = ROOM, mark: str = "C") -> str:
    rows = (
        f"{mark}{n:02},company,{mark}{n:02}商贸有限公司,{address},,,{'注销' if n == 1 else '存续'},\n"
        for n in range(count)
    )
    return "".join(rows)


FILES = {"parties.csv": HEAD + crowd(CROWD)}


def test_a_crowd_at_one_door_is_told_with_its_rows(tmp_path: Path) -> None:
    (hit,) = hits_of(FILES, tmp_path, RULE)
    assert (hit.figures["value"], hit.figures["gone"], hit.figures["explained"]) == (CROWD, 1, 0)
    assert lines(hit) == {("parties.csv", n) for n in range(2, 10)}
    assert ids(hit) == [f"C{n:02}" for n in range(8)] and hit.said.more == CROWD - 8
    assert against(hit) == set() and len(hit.said.counter) == 1


def test_one_firm_fewer_is_no_crowd(tmp_path: Path) -> None:
    assert hits_of({"parties.csv": HEAD + crowd(CROWD - 1)}, tmp_path, RULE) == ()


def test_persons_are_not_counted(tmp_path: Path) -> None:
    text = HEAD + crowd(CROWD).replace("C00,company,", "C00,person,")
    assert hits_of({"parties.csv": text}, tmp_path, RULE) == ()


def test_two_rows_of_one_firm_are_one_firm(tmp_path: Path) -> None:
    files = {"a.parties.csv": HEAD + crowd(CROWD - 1), "b.parties.csv": HEAD + crowd(1)}
    renamed = {"parties.csv": files["a.parties.csv"], "parties2.csv": files["b.parties.csv"]}
    assert hits_of(renamed, tmp_path, RULE) == ()


@pytest.mark.parametrize(
    "host",
    [
        f"H,company,滨江集群注册托管有限公司,{ROOM},,,存续,",
        f"H,company,滨江商务有限公司,{ROOM},商务秘书服务,,存续,",
        f"H,company,滨江商务有限公司,{ROOM},,address_host,存续,",
    ],
)
def test_a_host_at_the_door_explains_it_and_is_cited(tmp_path: Path, host: str) -> None:
    (hit,) = hits_of({"parties.csv": HEAD + crowd(CROWD) + host + "\n"}, tmp_path, RULE)
    assert hit.figures["explained"] == 1
    assert against(hit) == {("parties.csv", CROWD + 2)}


def test_a_building_is_no_door(tmp_path: Path) -> None:
    (hit,) = hits_of({"parties.csv": HEAD + crowd(CROWD, "江临市滨江区同德路18号")}, tmp_path, RULE)
    assert (hit.figures["door"], hit.figures["explained"]) == (0, 1)
    assert any("neighbours" in note.en for note in hit.said.notes)


def test_the_seat_of_one_group_is_explained(tmp_path: Path) -> None:
    held = "owner,company,share\n" + "".join(f"C00,C{n:02},100%\n" for n in range(1, 12))
    (hit,) = hits_of({**FILES, "holdings.csv": held}, tmp_path, RULE)
    assert (hit.figures["biggest"], hit.figures["explained"]) == (12, 1)


def test_what_is_not_explained_comes_first(tmp_path: Path) -> None:
    host = f"H,company,滨江商务有限公司,{ROOM},,address_host,存续,\n"
    text = HEAD + crowd(CROWD + 9) + host + crowd(CROWD, "江临市滨江区同德路18号1202室", "E")
    hits = hits_of({"parties.csv": text}, tmp_path, RULE)
    assert [(h.figures["value"], h.figures["explained"], h.rank) for h in hits] == [(CROWD, 0, 1), (CROWD + 10, 1, 2)]
