"""What the portfolio page says, in both languages."""

from __future__ import annotations

PORTFOLIO: dict[str, tuple[str, str]] = {
    "portfolio": ("组合", "Portfolio"),
    "portfolio_lead": (
        "一次批量运行的全部案件：最近期限在前，其次是首要线索的优先级；未能完成的列在最后并说明原因。",
        "All cases of one batch run: the nearest deadline first, then the priority of the first lead; cases that could not be done come last, each with its reason.",
    ),
    "no_runs": (
        "尚无批量运行。准备一份 cases.csv（每行一个案件），在终端运行下面的命令，结果即列在此页。",
        "No batch has been run yet. Write cases.csv (one case a line) and run the command below in a terminal: its results come to stand here.",
    ),
    "which_run": ("哪次运行", "Which run"),
    "run_counted": ("{} 个案件完成，{} 个未能完成", "{} cases done, {} not done"),
    "run_older": (
        "此次运行读取的是较早的数据，此后数据有变：用 --resume 重新运行。",
        "This run read earlier data, which has changed since: run it again with --resume.",
    ),
    "run_place": ("报告所在文件夹", "Folder of the reports"),
    "only_due": ("30 日内到期", "Due within 30 days"),
    "only_strong": ("有多重印证以上线索", "With strong leads"),
    "only_plain": ("名下可见财产", "Assets in plain sight"),
    "only_failed": ("未能完成", "Not done"),
    "shown_of": ("显示第 {}–{} 个，共 {} 个", "{}–{} of {}"),
    "earlier_page": ("上一页", "Earlier"),
    "later_page": ("下一页", "Later"),
    "first_lead": ("首要线索", "First lead"),
    "no_lead_found": ("没有线索达到阈值", "no lead reached a threshold"),
    "not_done": ("未能完成", "Not done"),
    "summary_csv": ("汇总 CSV", "Summary CSV"),
    "summary_xlsx": ("汇总 XLSX", "Summary XLSX"),
}  # fmt: skip
