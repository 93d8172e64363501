"""What the screening page says, in both languages."""

from __future__ import annotations

SCREENING: dict[str, tuple[str, str]] = {
    "screening": ("筛查", "Screening"),
    "screening_lead": (
        "不设案件，对全部登记数据按规则筛查：每条命中引至文件与行，并列出不利于它的事实。命中是核查的起点，不是结论。",
        "The whole register put to rules without a case: each hit with its file and rows, and with what speaks against it. A hit is where checking begins, not a verdict.",
    ),
    "screen_now": ("筛查全部数据", "Screen the register"),
    "screen_counted": ("{} 条命中", "{} hits"),
    "screen_rules": ("规则、阈值与未能检索之处", "Rules, lines, and what could not be looked for"),
    "screen_rule": ("规则", "Rule"),
    "screen_lines": ("阈值与依据", "Lines and their basis"),
    "screen_told": ("（列出 {} 条）", "({} told)"),
    "screen_unexplained": ("隐藏数据已有解释的", "Hide what the data explains"),
    "screen_explained": ("数据已有通常解释", "explained by the data"),
    "screen_also": ("同一主体亦见于", "The same parties also under"),
    "screen_none": ("没有符合条件的命中。", "No hit fits."),
    "screen_debtor": ("以谁为债务人", "Whose case"),
    "screen_open": ("作为案件打开", "Open as a case"),
    "screen_looked": ("已查未见：{}", "looked for, not found: {}"),
}  # fmt: skip
