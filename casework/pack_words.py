"""What a pack says of itself, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

_COMMON = """
SHA256SUMS          sha256 of every file / 各文件的 sha256 (sha256sum -c SHA256SUMS)
manifest.json       case, snapshot, level, software / 案件、快照、文本级别、软件版本
report/             the report in each format; leads.json holds all of it / 各格式报告
given.jsonl         the rows as their files gave them: file, line, sha256, cells / 原始行：文件、行号、sha256、单元格
sources.json        the files: name, sha256 / 来源文件及其 sha256
decisions.json      what people decided on identities and leads / 人工决定
law/                the tables of legal grounds applied / 所用法律依据表
"""

README: Mapping[bool, str] = {
    True: f"""证据包 · evidence pack (internal 内部)

本包含未遮盖的个人信息，请加密传递。This pack holds numbers of persons unmasked: encrypt it when you pass it on.

lookthrough verify PACK               every file against its hash / 逐个核对文件
lookthrough verify PACK --rederive    the analysis run again from this pack alone, compared byte for byte / 仅凭本包重新推导并逐字节比对
{_COMMON}case.json           the case file / 案件文件
statements/         what each row says, as read, with its hash / 逐行陈述及其哈希
parties.jsonl, matches.jsonl    who is one party, and why / 主体及同一性认定
register.json       what only the whole register could tell: reach, hubs, crowds / 全库数字：检索范围、枢纽、共用数

A hash shows only that a file was not changed after import, not that its source is true. 仅证明导入后未改动，不证明来源真实。
""",
    False: f"""证据包（遮盖文本）· evidence pack (masked)

本包仅含报告所引各行，个人信息已遮盖，不能据以重新推导；可重新推导的是内部证据包。
This pack holds the cited rows only, masked; the report can be derived again from the internal pack, not from this one.

lookthrough verify PACK               every file against its hash / 逐个核对文件
{_COMMON}
A hash shows only that a file was not changed after import, not that its source is true. 仅证明导入后未改动，不证明来源真实。
""",
}

WHY_NOT = {
    "zh": "本文本遮盖了个人信息和案外人，不含全部行；请以内部证据包重新推导",
    "en": "numbers of persons and persons outside the case are masked, and not all rows are in it: re-derive from the internal pack",
}
