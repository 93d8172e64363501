"""What every loader owes: titles, a sample, a round trip, accounts."""

from __future__ import annotations

import io

import polars as pl
import pytest

from graph.errors import UnreadableInput
from graph.tables import TABLES
from loaders.detect import LOADERS, load
from loaders.loader import Form, Loaded, Loader, Options
from tests.loaders.accounts import FAULTS, SAMPLES, balanced

# A cell that is right for each type of column.
CELL = {"share": "60%", "money": "5", "date": "2020-01-01", "whole": "5", "yes_no": "yes", "currency": "CNY"}
WITH_FORMS = [loader for loader in LOADERS.values() if any(form.headings for form in loader.forms)]
FORMS = [(loader, form) for loader in WITH_FORMS for form in loader.forms]


def sample(loader: Loader) -> tuple[bytes, str]:
    (path,) = SAMPLES.glob(f"{loader.name}.*")
    return path.read_bytes(), path.name


def read(loader: Loader) -> Loaded:
    return load(*sample(loader))


@pytest.mark.parametrize("loader", LOADERS.values(), ids=lambda loader: loader.name)
def test_it_has_titles_in_both_languages_and_says_what_it_reads(loader: Loader) -> None:
    assert sorted(loader.titles) == ["en", "zh"] and all(loader.titles.values())
    assert loader.publisher and loader.reads and loader.recognised_by and loader.forms
    assert {form.table for form in loader.forms} <= set(TABLES)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in loader.titles["zh"])


@pytest.mark.parametrize("loader", LOADERS.values(), ids=lambda loader: loader.name)
def test_its_sample_is_recognised_and_read_whole(loader: Loader) -> None:
    loaded = read(loader)
    assert loaded.format == loader.name and loaded.rows_in and not loaded.rejects
    assert balanced(loaded) and loaded.given.height == loaded.rows_in
    assert any((FAULTS / loader.name).iterdir())


@pytest.mark.parametrize("loader", LOADERS.values(), ids=lambda loader: loader.name)
def test_read_twice_it_says_the_same(loader: Loader) -> None:
    first, second = read(loader), read(loader)
    assert list(first.tables) == list(second.tables) and first.notes == second.notes
    assert all(first.tables[t].equals(second.tables[t], null_equal=True) for t in first.tables)


@pytest.mark.parametrize("loader", LOADERS.values(), ids=lambda loader: loader.name)
def test_what_it_states_survives_the_template(loader: Loader) -> None:
    """Written as the template and read again, every table is the same: exact values, nothing lost."""
    for table, frame in read(loader).tables.items():
        cells = frame.select(c for c in frame.columns if not c.startswith("_") and not c.endswith("_ident"))
        filled = cells.select(c.name for c in cells if c.null_count() < cells.height)
        out = io.BytesIO()
        filled.write_csv(out)
        again = load(out.getvalue(), f"{table}.csv", format_name="csv")
        assert not again.rejects and again.tables[table].select(cells.columns).equals(cells, null_equal=True)


def filled_form(form: Form) -> dict[str, str]:
    """One heading for each column of a form that it knows, with a cell of the right type."""
    types = {c.name: c.type for c in form.columns}
    one = {name: heading for heading, name in form.headings.items() if name in types}
    return {
        heading: CELL.get(types[name], "甲公司" if types[name] in ("party", "asset") else "word")
        for name, heading in one.items()
    }


@pytest.mark.parametrize(
    ("loader", "form"), FORMS, ids=lambda x: x.name if isinstance(x, Loader) else f"{x.table}{x.titles[:1]}"
)
def test_without_a_required_column_nothing_is_stated_and_it_is_said(loader: Loader, form: Form) -> None:
    whole = filled_form(form)
    for required in form.required:
        cells = {h: cell for h, cell in whole.items() if form.headings[h] != required}
        content = f"{','.join(cells)}\n{','.join(cells.values())}\n".encode()
        try:
            loaded = loader.read(content, "x.csv", Options())
        except UnreadableInput as fault:
            assert fault.what and fault.mend
            continue
        assert balanced(loaded)
        stated = loaded.tables.get(form.table, pl.DataFrame())
        assert stated.height == 0 or required not in stated.columns or stated[required].null_count() == 0


@pytest.mark.parametrize(
    ("loader", "form"), FORMS, ids=lambda x: x.name if isinstance(x, Loader) else f"{x.table}{x.titles[:1]}"
)
def test_with_all_its_columns_a_form_states_its_row(loader: Loader, form: Form) -> None:
    cells = filled_form(form)
    name = f"浙江杭州甲乙科技有限公司-{form.titles[0]}.csv" if form.titles else f"{form.table}.csv"
    loaded = loader.read(f"{','.join(cells)}\n{','.join(cells.values())}\n".encode(), name, Options())
    assert (loaded.rows_in, loaded.rejects) == (1, ()) and form.table in loaded.tables and balanced(loaded)
