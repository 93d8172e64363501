"""Addresses, telephones and mail: one door, one building, neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.addresses import address_key, email_key, phone_key

ROOM = "云岭市青溪区示例路88号2号楼301室"


@pytest.mark.parametrize(
    "written",
    [
        "云岭市青溪区示例路８８号２号楼３０１室",
        "云岭市 青溪区 示例路88号2幢301室",
        "云岭市青溪区示例路88号2栋3层301室",
        "云岭市青溪区示例路88号2座301",
        "雲嶺市青溪區示例路88號2號樓301室",
        "云岭市青溪区示例路八十八号二号楼301室",
        "云岭市青溪区示例路88号2号楼301室（集群登记）",
        "中国云岭市青溪区示例路88号2号楼301房间",
    ],
)
def test_one_room_however_written(written: str) -> None:
    assert address_key(written) == address_key(ROOM)
    assert address_key(written).unit is not None


@pytest.mark.parametrize(
    "written",
    [
        "云岭市青溪区示例路88号2号楼302室",
        "云岭市青溪区示例路88号2号楼1单元301室",
        "云岭市青溪区示例路88号2号楼3层",
        "云岭市青溪区示例路88号2号楼",
    ],
)
def test_another_door_of_the_building(written: str) -> None:
    assert address_key(written).unit != address_key(ROOM).unit
    assert address_key(written).building == address_key(ROOM).building


@pytest.mark.parametrize(
    "written", ["云岭市青溪区示例路88号3号楼301室", "云岭市青溪区示例路8号2号楼301室", "示例路88号2号楼301室"]
)
def test_another_building(written: str) -> None:
    assert address_key(written).building != address_key(ROOM).building


@pytest.mark.parametrize(
    ("written", "unit", "building"),
    [
        ("云岭市示例路88号集群登记大厅", None, "云岭市示例路88号"),
        ("云岭市静安区示例路12号三楼", "云岭市静安区示例路12号3层", "云岭市静安区示例路12号"),
        ("示例大道1000弄8号1201室", "示例大道1000弄8号1201室", "示例大道1000弄8号"),
        ("云岭市示例大厦A座1203", "云岭市示例大厦a栋1203室", "云岭市示例大厦a栋"),
        ("云岭市示例路88号C楼5层", "云岭市示例路88号c栋5层", "云岭市示例路88号c栋"),
        ("示例镇工业园区", None, ""),
        ("云岭市", None, ""),
        ("", None, ""),
        ("云岭市某路8号101室", None, ""),
        ("云岭市示例路**号101室", None, ""),
        ("Flat 3, 12 Example Rd., London, AB1 2CD", "flat 3, 12 example road ab12cd", "12 example road ab12cd"),
        ("Apartment 3, 12 Example Road, London AB12CD", "flat 3, 12 example road ab12cd", "12 example road ab12cd"),
        ("71-75 Alder Street, London, AB1 2CD, England", None, "71-75 alder street ab12cd"),
        ("2nd Floor, 5 Alder Street, Leeds", "2nd, 5 alder street leeds", "5 alder street leeds"),
        ("PO Box 957, Road Town, Tortola", None, "po box 957 tortola"),
        ("Alder Street, London", None, ""),
        ("Alder Street, London, AB1 2CD", None, ""),
        ("Unit 7 Quay Road, Poole AB1 2CD", "unit 7, quay road ab12cd", "quay road ab12cd"),
        ("Unit 7, Quay Rd, Poole, Dorset, AB12CD, UK", "unit 7, quay road ab12cd", "quay road ab12cd"),
        (
            "Unit 3 Riverside Business Park, Leeds AB1 2CD",
            "unit 3, riverside business park ab12cd",
            "riverside business park ab12cd",
        ),
        ("Unit 7, Quay Road, Poole", None, ""),
        ("London", None, ""),
    ],
)
def test_how_fine_an_address_is(written: str, unit: str | None, building: str) -> None:
    key = address_key(written)
    assert (key.unit, key.building) == (unit, building)


@given(st.text(st.one_of(st.characters(), st.sampled_from("路号楼室层栋弄123A十二()某市区 ,Flat")), max_size=24))
def test_a_unit_lies_in_its_building(text: str) -> None:
    key = address_key(text)
    assert key.unit is None or (key.building and key.building in key.unit and key.unit != key.building)


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("021-55550101", "02155550101"),
        ("+86 21 5555 0101", "02155550101"),
        ("0086-21-55550101", "02155550101"),
        ("021-55550101转801", "02155550101"),
        ("021-55550101-801", "02155550101"),
        ("(86)13900010002", "13900010002"),
        ("１３９-0001-0002", "13900010002"),
        ("400-555-0101", "4005550101"),
        ("+44 20 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "+442079460958"),
        ("+852 2123 4567", "+85221234567"),
        ("139****0002", None),
        ("00000000", None),
        ("11111111111", None),
        ("12345", None),
        ("无", None),
        ("", None),
    ],
)
def test_telephones(written: str, key: str | None) -> None:
    assert phone_key(written) == key


@pytest.mark.parametrize(
    ("written", "key"),
    [
        (" Office@Alder.example ", "office@alder.example"),
        ("ｏｆｆｉｃｅ@alder.example", "office@alder.example"),
        ("mailto:office@alder.example", "office@alder.example"),
        ("o***e@alder.example", None),
        ("alder.example", None),
        ("无", None),
    ],
)
def test_mail_addresses(written: str, key: str | None) -> None:
    assert email_key(written) == key
