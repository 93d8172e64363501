"""The registers whose numbers are known, as tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from graph import check_digits as check

OTHER = "other"


def _as_written(text: str) -> str:
    return text


def _unhyphened(text: str) -> str:
    return text.replace("-", "")


def _unbracketed(text: str) -> str:
    return re.sub(r"[-()]", "", text)


def _eight_digits(text: str) -> str:
    """British numbers: digits alone are padded to eight, prefixed ones are never padded."""
    return text.zfill(8) if text.isascii() and text.isdigit() else text


def _seven_digits(text: str) -> str:
    return text.zfill(7) if text.isascii() and text.isdigit() else text


def _before_branch(text: str) -> str:
    """Hong Kong business number without the branch, date and check that a certificate appends."""
    found = re.fullmatch(r"(\d{8})-?\d{3}-.*", text)
    return found[1] if found else text


@dataclass(frozen=True, slots=True)
class Scheme:
    """One register: how its numbers are written, shaped and proved; labels are what sources call it.

    shape None: any text; right None: the register has no check digit. personal: a natural person's own number.
    """

    slug: str
    title_en: str
    title_zh: str
    labels: str
    shape: re.Pattern[str] | None = None
    right: Callable[[str], bool] | None = None
    settle: Callable[[str], str] = _as_written
    personal: bool = False

    def title(self, lang: Literal["en", "zh"]) -> str:
        return self.title_en if lang == "en" else self.title_zh


# Prefixes of Companies House numbers: Scotland, Northern Ireland, partnerships, overseas entities, societies, others.
_GB_PREFIX = (
    "SC|NI|OC|SO|NC|FC|SF|NF|OE|LP|SL|NL|BR|GE|GS|GN|ES|SE|SA|AC|NA|NV|CE|CS|IC|SI|IP|SP|NP|RS|NO|RC|SR|NR|SG|SZ|ZC|PC"
)

_TABLE = (
    Scheme(
        "cn-uscc",
        "unified social credit code",
        "统一社会信用代码",
        "uscc 统一社会信用代码 統一社會信用代碼 统一信用代码 社会信用代码 信用代码 统一代码 税号 纳税人识别号 "
        "uniscid creditcode",
        re.compile(f"[{check.USCC_LETTERS}]{{18}}"),
        check.uscc_right,
        _unhyphened,
    ),
    Scheme(
        "cn-regno",
        "old business registration number",
        "注册号",
        "注册号 註冊號 工商注册号 营业执照注册号 营业执照号 regno registrationnumber cnreg",
        re.compile(r"\d{15}"),
        check.regno_right,
        _unhyphened,
    ),
    Scheme(
        "cn-org",
        "organisation code",
        "组织机构代码",
        "组织机构代码 組織機構代碼 机构代码 组织机构代码证 orgcode organisationcode organizationcode",
        re.compile(r"[0-9A-Z]{8}[0-9X]"),
        check.org_right,
        _unhyphened,
    ),
    Scheme(
        "cn-id",
        "resident identity number",
        "居民身份证号",
        "身份证 身份证号 身份证号码 身份證 身份證號碼 居民身份证 公民身份号码 居民身份证号 中华人民共和国居民身份证 "
        "idcard idnumber residentid ric",
        re.compile(r"\d{17}[0-9X]"),
        check.resident_right,
        _unhyphened,
        personal=True,
    ),
    Scheme(
        "lei",
        "legal entity identifier",
        "全球法人识别编码",
        "lei 全球法人识别编码 法人识别编码 法人机构识别编码 xilei",
        re.compile(r"[0-9A-Z]{18}\d\d"),
        check.lei_right,
        _unhyphened,
    ),
    Scheme(
        "gb-coh",
        "UK company number",
        "英国公司编号",
        "gbcoh coh companieshouse crn ukcompanynumber 英国公司编号 英国公司注册号",
        re.compile(rf"\d{{8}}|(?:{_GB_PREFIX})\d{{5}}[0-9R]|R0\d{{6}}"),
        settle=_eight_digits,
    ),
    Scheme(
        "hk-cr",
        "Hong Kong company number",
        "香港公司编号",
        "cr crno crnumber hkcr 公司注册编号 香港公司编号 香港公司編號 公司註冊編號",
        re.compile(r"F?\d{7}"),
        settle=_seven_digits,
    ),
    Scheme(
        "hk-brn",
        "Hong Kong business registration number",
        "香港商业登记号码",
        "br brn hkbrn ubi 商业登记号码 商業登記號碼 商业登记证号 商業登記證號碼 businessregistrationnumber",
        re.compile(r"\d{8}"),
        settle=_before_branch,
    ),
    Scheme(
        "hk-id",
        "Hong Kong identity card number",
        "香港身份证号码",
        "hkid 香港身份证 香港身份證 香港身份证号码 香港身份證號碼",
        re.compile(r"[A-Z]{1,2}\d{6}[0-9A]"),
        check.hk_id_right,
        _unbracketed,
        personal=True,
    ),
    Scheme(
        "passport",
        "passport number",
        "护照号码",
        "护照 護照 护照号 护照号码 護照號碼 passportno passportnumber",
        re.compile(r"(?=.*\d)[A-Z0-9]{5,15}"),
        settle=_unhyphened,
        personal=True,
    ),
    Scheme(
        "person-document",
        "person's document",
        "其他证件",
        "通行证 回乡证 台胞证 军官证 驾驶证 港澳通行证 其他证件 证件号码",
        personal=True,
    ),
    Scheme(
        "person-no", "a source's own person number", "人员编号", "人员编号 股东编号 人员id 股东标识 personid hid hcgid"
    ),
    Scheme(
        "iban", "IBAN", "国际银行账号", "国际银行账号", re.compile(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}"), check.iban_right
    ),
    Scheme(
        "br-cnpj",
        "Brazilian company number",
        "巴西法人编号",
        "cnpj",
        re.compile(r"\d{14}"),
        check.cnpj_right,
        lambda text: re.sub(r"[-./]", "", text),
    ),
    Scheme("dk-cvr", "Danish company number", "丹麦公司编号", "cvr cvrnummer", re.compile(r"\d{8}"), check.cvr_right),
    Scheme("no-brc", "Norwegian company number", "挪威公司编号", "orgnr", re.compile(r"\d{9}"), check.orgnr_right),
)
SCHEMES = {known.slug: known for known in _TABLE}

SCHEME_OF_LABEL = (
    {label: known.slug for known in _TABLE for label in known.labels.split()}
    | {known.slug.replace("-", ""): known.slug for known in _TABLE}
    | dict.fromkeys(("公司编号", "公司編號", "companynumber", "companyno", "registerednumber"), "company-number")
)

# One word, another register in another country.
BY_PLACE = {
    ("company-number", "GB"): "gb-coh",
    ("company-number", "HK"): "hk-cr",
    ("company-number", "CN"): "cn-regno",
    ("cn-regno", "GB"): "gb-coh",
    ("cn-regno", "HK"): "hk-cr",
    ("cn-id", "HK"): "hk-id",
}

# What a number is taken for in a cell without a scheme, once its party's jurisdiction is known.
GUESSES = (
    ("GB", rf"\d{{1,8}}|(?:{_GB_PREFIX}|R0)\d.*", "gb-coh"),
    ("HK", r"F?\d{1,7}", "hk-cr"),
    ("HK", r"\d{8}(?:-\d{3}.*)?", "hk-brn"),
    ("CN", r"[0-9A-Z]{8}-?[0-9X]", "cn-org"),
    ("CN", r"\d{15}", "cn-regno"),
    ("BR", r"[\d./-]{14,18}", "br-cnpj"),
    ("DK", r"\d{8}", "dk-cvr"),
    ("NO", r"\d{9}", "no-brc"),
)

# Labels that name a register by country ("lv-re", "us-de-ein") or by GLEIF's register code ("ra000585").
REGISTER_LABEL = re.compile(r"[a-z]{2}(?:-[a-z]{2,3})?-[a-z0-9]{2,10}|ra\d{6}")

# A label with one of these words names a person's document, whatever else it says.
PERSONAL_LABEL = ("身份", "护照", "護照", "通行证", "通行證", "passport", "idcard", "nationalid", "socialsecurity")

Told = tuple[str, str]
FAULTS: dict[str, dict[Literal["en", "zh"], Told]] = {
    "missing": {"en": ("no identifier is given", ""), "zh": ("未填写证件号码", "")},
    "filler": {
        "en": ("{} fills the cell and names nobody", "leave the cell empty or enter the registered number"),
        "zh": ("{} 只是占位，不指向任何主体", "留空，或填写登记的号码"),
    },
    "lost": {
        "en": (
            "a spreadsheet turned the number into {} and its digits are lost",
            "format the column as text and export again",
        ),
        "zh": ("表格软件已将号码变为 {}，部分数字已丢失", "将该列设为文本格式后重新导出"),
    },
    "masked": {
        "en": ("part of the number is blacked out", "ask the source for the full number"),
        "zh": ("号码部分被遮盖", "向来源索取完整号码"),
    },
    "letter": {
        "en": (
            "{} stands where the number has no such letter",
            "see in the original whether {} was read for a digit (O for 0, I for 1)",
        ),
        "zh": ("号码中不应出现 {}", "核对原件，{} 是否为数字误识（O 与 0、I 与 1）"),
    },
    "old-form": {
        "en": (
            "a resident number of 15 digits has no check digit",
            "enter the number of 18 digits, or name the register",
        ),
        "zh": ("15 位旧身份证号没有校验码", "填写 18 位号码，或注明号码类型"),
    },
    "shape": {
        "en": ("not written as a {} is", "copy the number from the register, all its characters"),
        "zh": ("号码格式不符（{}）", "从登记机关抄录完整号码"),
    },
    "check": {
        "en": ("the check digit of this {} is wrong", "compare every character with the original; two may be swapped"),
        "zh": ("校验码不符（{}）", "逐位核对原件，注意相邻字符颠倒"),
    },
    "no-issuer": {
        "en": ("passport numbers repeat from country to country", "give the issuing country as jurisdiction"),
        "zh": ("不同国家的护照号码可能重复", "在法域栏填写签发国"),
    },
    "no-scheme": {
        "en": ("no register is named whose number this is", "write scheme:number, for example gb-coh:01234567"),
        "zh": ("未说明号码属于哪个登记机关", "写成 类型:号码，例如 gb-coh:01234567"),
    },
    "inner-check": {
        "en": ("the organisation code {} inside fails its own check digit; the code's check digit is right", ""),
        "zh": ("其中的组织机构代码 {} 校验码不符；统一社会信用代码校验码正确", ""),
    },
    "own-source": {
        "en": ("a number of this source alone; elsewhere it says nothing", ""),
        "zh": ("仅在本来源内有效的编号", ""),
    },
}
