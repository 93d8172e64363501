"""Tables read one at a time freeze to the same snapshot."""

from __future__ import annotations

from pathlib import Path

from casework.load import Import, bring_in
from casework.shelf import gather, keep_files
from graph.snapshot import freeze
from graph.store.sums import folder_hashes
from graph.store.workspace import Workspace

AT = "2026-01-01T00:00:00Z"
FILES = {
    "one/parties.csv": "id,kind,name\nD,company,重庆甲江建设有限公司\nE,company,重庆乙江建设有限公司\n",
    "one/holdings.csv": "owner,company,share\n张伟,D,60%\nD,E,100%\n张伟,D,60%\n",
    "two/holdings.csv": "owner,company,subscribed\n重庆甲江建设有限公司,重庆丙江建设有限公司,10万元\n",
    "two/assets.csv": "id,kind,owner\nL1,land,D\n",
    "two/encumbrances.csv": "asset,kind,holder\nequity:D:张伟,pledge,E\n",
}


def test_reading_tables_when_asked_changes_no_byte(tmp_path: Path) -> None:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    workspace = Workspace.at(tmp_path / "workspace")
    results = [bring_in(workspace, Import((tmp_path / label,)), actor="anna", at=AT).files for label in ("one", "two")]
    assert all(f.rows_in == f.stated + f.merged + f.rejected > 0 for files in results for f in files)
    rows = workspace.sources()
    asked, sources = gather(rows, {s.id: workspace.source_folder(s.id) for s in rows})
    held = {table: asked[table] for table in asked}
    assert sum(frame.height for frame in held.values()) == 8
    for name, tables in (("asked", asked), ("held", held), ("apart", {t: f.rechunk() for t, f in held.items()})):
        (tmp_path / name).mkdir()
        keep_files(freeze(tables, sources), tmp_path / name)
    kept = workspace.current_snapshot()
    assert kept is not None and freeze(held, sources).id == kept.id
    assert folder_hashes(tmp_path / "asked") == folder_hashes(tmp_path / "held") == folder_hashes(tmp_path / "apart")
    assert folder_hashes(tmp_path / "asked") == folder_hashes(workspace.snapshot_folder(kept.id))
