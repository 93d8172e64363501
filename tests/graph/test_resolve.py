"""Who is one party: identifiers join, names do not."""

from __future__ import annotations

from graph.resolve import Verdict, match_id
from tests.shelf import decided, frozen, ids

USCC_A, USCC_B = "91350100M000100Y43", "91110000600037341L"
PERSON = "cn-id:11010519491231002X"


def test_the_same_valid_identifier_joins_across_labels() -> None:
    one = {"parties.csv": f"id,kind,name,identifier\nB2,company,甲公司,{USCC_A}\n"}
    two = {"parties.csv": f"id,kind,name,identifier\nA7,company,甲有限公司,{USCC_A.lower()}\n"}
    found = frozen({"one": one, "two": two})
    assert ids(found) == ["A7"], "records joined by an identifier print under the smallest id"


def test_a_wrong_check_digit_joins_nothing() -> None:
    wrong = USCC_A[:-1] + ("4" if USCC_A[-1] != "4" else "5")
    one = {"parties.csv": f"id,kind,name,identifier\nA,company,甲,{wrong}\n"}
    two = {"parties.csv": f"id,kind,name,identifier\nB,company,乙,{wrong}\n"}
    assert ids(frozen({"one": one, "two": two})) == ["A", "B"]


def test_the_same_id_under_another_label_is_another_party() -> None:
    one = {"parties.csv": "id,kind,name\nD,company,甲\n"}
    two = {"parties.csv": "id,kind,name\nD,company,乙\n"}
    assert ids(frozen({"one": one, "two": two})) == ["one:D", "two:D"]


def test_a_full_registered_name_is_presumed_one_company() -> None:
    one = {"parties.csv": "id,kind,name\nD,company,重庆澜江建设有限公司\n"}
    two = {"holdings.csv": "owner,company,share\n张三,重庆澜江建设有限公司,60%\n"}
    found = frozen({"one": one, "two": two})
    assert "D" in ids(found) and "重庆澜江建设有限公司" not in ids(found)
    assert "same:registered-name" in decided(found).values()


def test_a_registered_name_with_two_identifiers_is_nobody_in_particular() -> None:
    one = {"parties.csv": f"id,kind,name,identifier\nD,company,重庆澜江建设有限公司,{USCC_A}\n"}
    two = {"parties.csv": f"id,kind,name,identifier\nE,company,重庆澜江建设有限公司,{USCC_B}\n"}
    three = {"holdings.csv": "owner,company,share\n张三,重庆澜江建设有限公司,60%\n"}
    found = frozen({"one": one, "three": three, "two": two})
    assert {"D", "E", "重庆澜江建设有限公司"} <= set(ids(found))
    assert "not:identifiers-differ" in decided(found).values()


def test_a_persons_name_never_joins_across_companies() -> None:
    rows = {"holdings.csv": "owner,company,share\n张伟,重庆甲江建设有限公司,60%\n张伟,重庆乙江建设有限公司,60%\n"}
    found = frozen({"one": rows})
    assert sum("张伟" in i for i in ids(found)) == 2
    assert list(decided(found).values()).count("perhaps:same-name") == 1


def test_a_persons_name_is_one_within_one_company() -> None:
    rows = {
        "holdings.csv": "owner,company,share\n张伟,重庆甲江建设有限公司,60%\n",
        "roles.csv": "person,company,role\n张伟,重庆甲江建设有限公司,legal_representative\n",
    }
    assert sum("张伟" in i for i in ids(frozen({"one": rows}))) == 1


def test_people_with_different_numbers_are_not_one() -> None:
    other = "cn-id:110105194912310038"
    rows = {"parties.csv": f"id,kind,name,other_identifiers\nP,person,张伟,{PERSON}\nQ,person,张伟,{other}\n"}
    found = frozen({"one": rows})
    assert ids(found) == ["P", "Q"]
    assert set(decided(found).values()) <= {"not:identifiers-differ", "perhaps:same-name"}


def test_a_verdict_joins_and_its_reversal_restores_the_hash() -> None:
    rows = {"holdings.csv": "owner,company,share\n张伟,重庆甲江建设有限公司,60%\n张伟,重庆乙江建设有限公司,60%\n"}
    before = frozen({"one": rows})
    offer = next(m for m in before.matches if m.decision == "perhaps")
    same = Verdict(offer.id, offer.left, offer.right, "same", "me", "2026-01-01T00:00:00Z")
    joined = frozen({"one": rows}, [same])
    assert len(ids(joined)) == len(ids(before)) - 1
    assert joined.id != before.id
    assert frozen({"one": rows}).id == before.id


def test_a_refusal_keeps_apart_what_a_rule_would_join() -> None:
    one = {"parties.csv": "id,kind,name\nD,company,重庆澜江建设有限公司\n"}
    two = {"parties.csv": "id,kind,name\nE,company,重庆澜江建设有限公司\n"}
    joined = frozen({"one": one, "two": two})
    assert ids(joined) == ["D"]
    made = next(m for m in joined.matches if m.decision == "same")
    assert made.id == match_id(made.right, made.left)
    no = Verdict(made.id, made.left, made.right, "not", "me", "2026-01-01T00:00:00Z")
    assert ids(frozen({"one": one, "two": two}, [no])) == ["D", "E"]


def test_personal_numbers_never_enter_the_snapshot() -> None:
    rows = {"parties.csv": f"id,kind,name,other_identifiers\nP,person,张伟,{PERSON}\n"}
    found = frozen({"one": rows})
    assert "11010519491231002X" not in str(found.parties.to_dicts())


def test_a_numbered_and_a_declared_bearer_of_one_name_are_one_within_one_company() -> None:
    one = {
        "parties.csv": "id,kind,name\nP,person,张伟\nD,company,重庆甲江建设有限公司\n",
        "roles.csv": "person,company,role\nP,D,director\n",
    }
    two = {
        "parties.csv": "id,kind,name,other_identifiers\nx1,person,张伟,person-no:77\n",
        "roles.csv": "person,company,role\nx1,重庆甲江建设有限公司,director\n",
    }
    three = {
        "parties.csv": "id,kind,name\nQ,person,张伟\n",
        "roles.csv": "person,company,role\nQ,重庆乙江建设有限公司,director\n",
    }
    found = frozen({"one": one, "two": two, "three": three})
    assert [i for i in ids(found) if i in ("P", "Q", "x1")] == ["P", "Q"], "Q bears the name in another company"


def test_two_numbers_of_one_source_are_two_people() -> None:
    one = {
        "parties.csv": "id,kind,name,other_identifiers\nx1,person,张伟,person-no:77\nx2,person,张伟,person-no:78\n",
        "roles.csv": "person,company,role\nx1,重庆甲江建设有限公司,director\nx2,重庆甲江建设有限公司,manager\n",
    }
    assert {"x1", "x2"} <= set(ids(frozen({"one": one})))
