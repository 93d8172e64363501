"""What the screens say, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from graph.schema import WORDS as LISTS
from screens.words_desk import DESK
from screens.words_portfolio import PORTFOLIO
from screens.words_report import REPORT
from screens.words_screening import SCREENING
from screens.words_trail import TRAIL
from screens.words_watching import WATCHING

WORDS: dict[str, tuple[str, str]] = {
    **DESK,
    **PORTFOLIO,
    **REPORT,
    **SCREENING,
    **TRAIL,
    **WATCHING,
    # frame
    "cases": ("案件", "Cases"),
    "leads": ("线索", "Leads"),
    "chain": ("链条", "Chain"),
    "data": ("数据", "Data"),
    "queries": ("查询", "Queries"),
    "case": ("案件", "Case"),
    "choose_case": ("选择案件", "Choose a case"),
    "language": ("语言", "Language"),
    "unforeseen": (
        "此页面出现未预料的错误，数据未受影响：请重新加载；详情见启动程序的终端窗口。",
        "This screen failed in a way nobody foresaw; your data is as it was: reload. The terminal that runs the app says more.",
    ),
    "none": ("无", "none"),
    "unknown": ("未知", "unknown"),
    "evidence": ("证据", "Evidence"),
    "file": ("文件", "File"),
    "row": ("行", "row"),
    "what": ("事项", "What"),
    "kind": ("性质", "Kind"),
    "basis": ("依据", "Basis"),
    # strip
    "as_of": ("截至", "as of"),
    "claim": ("债权", "claim"),
    "debtor": ("债务人", "debtor"),
    "sources": ("来源文件", "source files"),
    "contradictions": ("来源之间的矛盾", "Contradictions between sources"),
    "next_day": ("最近期限", "next last day"),
    "days_left": ("余{}日", "{} days left"),
    "days_past": ("已过{}日", "{} days past"),
    "report_html": ("报告", "Report"),
    "knowledge": (
        "打开报告之日可能被主张为知悉日，期间自此起算；下载记入操作记录。",
        "The day a report is opened may be argued to be the day of knowledge, from which periods run; a download stands in the trail.",
    ),
    "report_xlsx": ("线索清单 XLSX", "Workbook XLSX"),
    # cases
    "open": ("打开", "Open"),
    "no_cases": ("已有数据，尚无案件：请在下方新建。", "There is data but no case yet: make one below."),
    "no_data": ("工作区尚无数据。", "The workspace holds no data yet."),
    "choose_first": ("请先选择一个案件。", "Choose a case first."),
    "to_cases": ("去“案件”页", "Go to Cases"),
    "to_data": ("导入自己的文件", "Bring in your own files"),
    "welcome": ("从这里开始", "Start here"),
    "what_it_does": (
        "把工商导出、股权变更、银行流水放进来，看债务人的资产可能经哪条链条流向何处：每句话都有文件和行号，也列出不利于线索的事实。",
        "Bring in registry exports, share transfers and bank rows, and see along which chain a debtor's assets may have moved: each sentence with its file and row, and what speaks against it.",
    ),
    "start_1": ("导入示例（约十秒），或在“数据”页导入自己的文件。", "Import the examples (some ten seconds), or your own files on the Data screen."),
    "start_2": ("打开一个案件：先看名下可见财产，再看线索。", "Open a case: first what the debtor holds in plain sight, then the leads."),
    "start_3": ("打开线索的链条，点击任一条线，核对它所依据的那一行。", "Open a lead's chain, click a line, and check the row it stands on."),
    "load_examples": ("导入示例", "Import the examples"),
    "make_case": ("新建案件", "Make a case"),
    "case_id": ("案件编号（用作文件名）", "Case id (names a file)"),
    "case_title": ("名称", "Title"),
    "case_debtors": ("债务人：编号、证件号或名称，分号分隔", "Debtors: id, identifier or name; separated by semicolons"),
    "case_creditor": ("债权人（可空）", "Creditor (may be empty)"),
    "case_amount": ("债权金额（可空）", "Amount of the claim (may be empty)"),
    "case_currency": ("币种", "Currency"),
    "case_arose": ("债务形成日（可空）", "Debt arose on (may be empty)"),
    "case_due": ("到期日（可空）", "Due on (may be empty)"),
    "case_judgment": ("判决日（可空）", "Judgment on (may be empty)"),
    "case_enforcement": ("执行立案日（可空）", "Enforcement since (may be empty)"),
    "case_jurisdiction": ("法域", "Jurisdiction"),
    "case_purpose": ("合法目的与授权", "Lawful purpose and authority"),
    "keep": ("保存并打开", "Keep and open"),
    # leads
    "plain_sight": ("名下可见财产（先于任何方案）", "In plain sight: what the debtor holds today"),
    "no_assets": ("数据中未见名下财产。", "The data shows nothing in the debtor's name."),
    "no_value": ("数据中无估值", "no value in the data"),
    "burdens": ("权利限制", "encumbrances"),
    "how_to_reach": ("如何查控 · 依据", "How to reach it · rows"),
    "office": ("协助单位", "office"),
    "ranked": ("线索，按优先级", "Leads, by priority"),
    "no_leads": ("没有线索达到阈值；检索了什么、什么未能检索，见下方“检索记录”。", "No lead reached a threshold; what was searched, and what could not be, stands below."),
    "open_chain": ("查看链条", "Open chain"),
    "amount": ("可追回估计", "Recoverable, estimated"),
    "period": ("发生期间", "Period"),
    "last_day": ("最后期限", "Last day"),
    "counter": ("反证", "Counter-evidence"),
    "counted": ("已见 {} 条 · 查而未见 {} 项", "{} found · {} looked for, not found"),
    "no_counter": ("数据中未见反证；这不等于没有。", "None found in the data; that is not proof that there is none."),
    "rows_cited": ("引用行数", "Rows cited"),
    "route": ("路径", "Route"),
    "more": ("靠什么成立 · 其他解释 · 所余价值 · 法律依据 · 尚缺材料 · 检验", "What it hangs on · other explanations · what is left · grounds · what is missing · tests"),
    "priority": ("优先级", "Priority"),
    "signals": ("背景信号", "Background signals"),
    "signals_note": ("单独不足以支持任何请求。", "They support no request by themselves."),
    # annexes
    "indicators": ("十二项指标", "Twelve indicators"),
    "deadlines": ("期限", "Last days"),
    "days": ("余日", "Days left"),
    "liable": ("潜在责任人（内部）", "Parties who may answer (internal)"),
    "column_addable": ("可在执行程序中申请追加", "To be added in enforcement"),
    "column_suit": ("须另行起诉", "By suit"),
    "column_check_only": ("仅待核查", "To be checked only"),
    "up_to": ("至多", "up to"),
    "missing": ("尚缺", "missing"),
    "settle": ("以何核定", "What would settle it"),
    "value_said": ("记载", "Says"),
    "merges": ("所依赖的同一主体判断", "Same-party decisions relied on"),
    "record": ("记录", "Record"),
    "decision": ("判断", "Decision"),
    "searched": ("检索记录：有、无、未能检索", "What was searched: found, nothing, could not look"),
    "outcome": ("结果", "Outcome"),
    "hits": ("命中", "Hits"),
    "needs": ("所缺材料", "What it lacked"),
    "left_out": ("未纳入之处 · 散列值说明", "Left out · what a hash shows"),
    # chain and evidence
    "stepper": ("线索", "Lead"),
    "previous": ("上一条", "Previous"),
    "next": ("下一条", "Next"),
    "lead_gone": ("链接中的线索已不在当前数据中，现显示第一条。", "The lead in this link is not in the data any more; the first one is shown."),
    "no_chain": ("此线索没有链条可画，依据见右侧证据。", "This lead has no chain to draw; its rows are its evidence."),
    "pick": ("点击链上的线或框，只看它的证据。", "Click a line or a box of the chain to see its evidence alone."),
    "all_evidence": ("本线索全部证据", "All evidence of this lead"),
    "no_evidence": ("此处没有单独的行：由其他行推断，或未引为证据。", "No row of its own: inferred from others, or not cited as evidence."),
    "hash": ("仅证明导入后未改动，不证明来源真实。", "shows no change since import, not that the source is true."),
    "as_given": ("原行（已遮蔽个人信息）", "The row as given (personal numbers masked)"),
    "no_grade": ("来源等级未注明", "grade of source not stated"),
    # data
    "bring_in": ("导入文件", "Bring files in"),
    "upload": ("CSV、Excel，或案情便条（.txt）", "CSV, Excel, or a case note (.txt)"),
    "folder": ("或：本机文件夹路径（适合大文件）", "Or: a folder on this machine (for large files)"),
    "label": ("来源名称", "Name of the source"),
    "label_help": ("同一来源内编号指同一主体；不同来源的编号互不相干。", "Within one source an id means one party; ids of different sources are unrelated."),
    "import": ("导入", "Import"),
    "importing": ("正在导入", "Importing"),
    "nothing_given": ("请先选择文件，或写明文件夹路径。", "Choose files first, or name a folder."),
    "outcome_said": ("文件 {} · 读入行 {} · 搁置行 {} · 无法读取的文件 {}", "Files {} · rows read {} · set aside {} · unreadable files {}"),
    "format": ("格式", "Format"),
    "rows_in": ("读入行", "Rows in"),
    "stated": ("新记载", "New"),
    "merged": ("已有", "Held already"),
    "rejected": ("搁置", "Set aside"),
    "note": ("说明", "Note"),
    "rejected_rows": ("搁置的行", "Rows set aside"),
    "rejects_file": ("下载全部搁置行（未遮蔽，供改正）", "Download all of them (as given, unmasked, to be mended)"),
    "and_more": ("另有 {} 条未显示。", "{} more are not shown."),
    "mend": ("如何改正", "To mend it"),
    "held": ("已有来源", "Sources held"),
    "source": ("来源", "Source"),
    # queries
    "question": ("问题", "Question"),
    "party_hint": ("编号、证件号或名称", "id, identifier or name"),
    "run": ("运行", "Run"),
    "rows_found": ("行数：{}", "Rows: {}"),
    "no_rows": ("0 行：数据中没有符合条件的记载。", "0 rows: the data holds nothing that fits."),
    "truncated": ("结果已截断", "The result was cut"),
    "download_csv": ("下载 CSV", "Download CSV"),
}  # fmt: skip

CONFLICTS: dict[str, tuple[str, str]] = {
    "shares-over-whole": ("持股合计超过百分之百", "shares above the whole"),
    "paid-in-capital": ("实缴资本不一致", "paid-in capital differs"),
    "legal-representative": ("法定代表人不一致", "legal representative differs"),
    "identifier": ("证号不一致", "identifier differs"),
    "holding-share": ("持股比例不一致", "share held differs"),
    "holding-dates": ("持股期间不一致", "days of a holding differ"),
    "holding-amount": ("出资额不一致", "capital of a holding differs"),
    "holder-dissolved-before": ("股东早已注销", "holder dissolved before"),
    "active-and-dissolved": ("存续与注销并存", "both active and dissolved"),
}


def say(key: str, language: str) -> str:
    """The words of a key; a missing key is a fault that the tests find."""
    zh, en = WORDS[key]
    return zh if language == "zh" else en


def conflict(kind: str, language: str) -> str:
    """What sources differ on; a kind of a later version is shown as it is called."""
    zh, en = CONFLICTS.get(kind, (kind, kind))
    return zh if language == "zh" else en


def of(pair: Mapping[str, str] | None, language: str) -> str:
    """One language of a bilingual value of the lead document."""
    return "" if not pair else str(pair.get(language) or pair.get("en") or "")


def coded(table: str, code: str | None, language: str) -> str:
    """A word of a closed list of the template: in Chinese its first spelling there, in English the word itself."""
    if not code:
        return "—"
    spellings = LISTS.get(table, {}).get(code, ())
    return spellings[0] if language == "zh" and spellings else code.replace("_", " ")
