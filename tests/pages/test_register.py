"""The page Sổ đăng ký part by part: what each shows of a register, and what it refuses to do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from data import imports
from data.checking.check import Options
from data.store import Changes, Store, open_store
from tests.data.sent import LOCATOR, TODAY, site, sites
from tests.pages.visit import visit
from ui import caches

PAGE = "pages/work/register.py"


@pytest.fixture(autouse=True)
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    """Give a register of its own, so that the one of this installation is neither read nor changed."""
    url = f"sqlite:///{tmp_path}/register.db"
    monkeypatch.setenv("REGISTER_DATABASE_URL", url)
    _forget()
    yield open_store(url)
    _forget()


def _forget() -> None:
    for kept in (caches.store, caches.stamp):
        kept.clear()


def opened(part: str, **query: str) -> AppTest:
    app = visit(PAGE, **query)
    app.button_group(key="register-part").set_value(part).run()
    healthy(app)
    return app


def healthy(app: AppTest) -> None:
    assert not app.exception
    assert not app.error


def texts(app: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*app.markdown, *app.caption, *app.text, *app.success)).replace("\\", "")


def tables(app: AppTest) -> list[pd.DataFrame]:
    return [one.value for one in app.dataframe]


def button(app: AppTest, label: str):
    return next(one for one in app.button if one.label.startswith(label))


def sent(store: Store, *rows: list[object], name: str = "so.xlsx") -> None:
    imports.run(sites(*rows), name, store, LOCATOR, by="Tổ số liệu", options=Options(today=TODAY))


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("part", ["send", "aside", "edit", "versions"])
def test_every_part_opens_on_the_public_record(part: str, lang: str) -> None:
    opened(part, lang=lang)


def test_sites_are_shown_as_people_read_them() -> None:
    shown = next(rows for rows in tables(opened("edit")) if "evidence" in rows).set_index("site_id")
    assert len(shown) == 51
    row = shown.loc["camera_an_ninh_thon_35_xa_dai_dong"]
    assert (row["model"], row["launched"]) == ("Camera an ninh", "03/2022")
    assert (shown.loc["giao_ho_binh_yen_xom_4_giao_xu_phi_loc", "launched"]) == "2016"


def test_nothing_is_saved_before_something_is_edited() -> None:
    app = opened("edit")
    app.text_input(key="editing-by").set_value("Tổ số liệu")
    app.text_input(key="editing-note").set_value("Theo báo cáo").run()
    assert button(app, "Ghi 0 địa điểm").disabled


def test_a_name_given_in_one_part_stands_in_the_others(store: Store) -> None:
    sent(store, site("Chợ"))
    app = opened("edit")
    app.text_input(key="editing-by").set_value("Tổ số liệu").run()
    app.button_group(key="register-part").set_value("versions").run()
    assert app.text_input(key="version-back-by").value == "Tổ số liệu"


def test_versions_say_when_in_local_time_and_count_rows_not_sources(store: Store) -> None:
    sent(store, site("Chợ"), site("Trường"))
    listed = next(rows for rows in tables(opened("versions")) if "author" in rows)
    assert list(listed["number"]) == [2, 1]
    assert listed.iloc[0][["author", "file_name", "added", "changed", "removed"]].tolist() == [
        *("Tổ số liệu", "so.xlsx"),
        *(2, 0, 0),
    ]
    assert len(listed.iloc[0]["file_sha256"]) == 64


def test_a_difference_names_rows_and_cells_as_people_do(store: Store) -> None:
    sent(store, site("Chợ"), site("Trường"))
    added = next(rows for rows in tables(opened("versions")) if "area" in rows)
    assert added.loc[added["kind"] == "Địa điểm", ["name", "area"]].to_numpy().tolist() == [
        ["Chợ", "xã Hưng Tân"],
        ["Trường", "xã Hưng Tân"],
    ]
    rows = store.tables()["sites"]
    chosen = rows[rows["site_name"] == "Chợ"].assign(launched="2024")
    store.commit(Changes({"sites": chosen}), by="An", note="sửa ngày")
    cells = next(rows for rows in tables(opened("versions")) if "before" in rows)
    assert cells[["kind", "name", "field", "before", "after"]].to_numpy().tolist() == [
        ["Địa điểm", "Chợ", "Thời điểm ra mắt", "2023-06-15", "2024"]
    ]


def test_going_back_shows_what_went_as_removed(store: Store) -> None:
    sent(store, site("Chợ"))
    app = opened("versions")
    assert button(app, "Quay về phiên bản 1").disabled
    app.text_input(key="version-back-by").set_value("Tổ số liệu").run()
    button(app, "Quay về phiên bản 1").click().run()
    healthy(app)
    assert "Đã lập phiên bản 3 giống phiên bản 1." in texts(app)
    removed = next(rows for rows in tables(app) if "area" in rows)
    assert ["Địa điểm", "Chợ", "xã Hưng Tân"] in removed[["kind", "name", "area"]].to_numpy().tolist()
    assert "Bỏ: Địa điểm 1" in texts(app).replace("*", "")


BAD = site("Trạm", **{"Ngày ra mắt": "31/02/2023"})


def test_rows_kept_aside_are_shown_with_what_is_wrong_and_cannot_be_kept_aside_once_more(store: Store) -> None:
    sent(store, site("Chợ"), BAD)
    app = opened("aside")
    app.text_input(key="aside-by").set_value("Tổ số liệu").run()
    assert app.selectbox[0].options == ["so.xlsx: 1 dòng"]
    wrong = next(rows for rows in tables(app) if "mended" in rows)
    assert wrong[["row", "heading", "came"]].to_numpy().tolist() == [["3", "Ngày ra mắt", "«31/02/2023»"]]
    assert button(app, "Nhập 0 dòng").disabled


def test_a_row_kept_aside_is_dropped_only_with_a_name_and_a_reason(store: Store) -> None:
    sent(store, site("Chợ"), BAD)
    app = opened("aside")
    assert button(app, "Bỏ 1 dòng").disabled
    app.text_input(key="aside-by").set_value("Tổ số liệu").run()
    assert button(app, "Bỏ 1 dòng").disabled
    app.text_input(key="aside-drop-note").set_value("Ghi nhầm").run()
    button(app, "Bỏ 1 dòng").click().run()
    healthy(app)
    assert "Đã bỏ 1 dòng" in texts(app)
    assert "Không có dòng nào để riêng." in texts(app)
    closed = store.quarantine.rows(closed=True)
    assert closed[["outcome", "closed_by", "note"]].to_numpy().tolist() == [["dropped", "Tổ số liệu", "Ghi nhầm"]]


def test_rows_of_two_files_of_one_name_are_not_mixed(store: Store) -> None:
    for name in ("Trạm", "Chợ"):
        sent(store, site(name, **{"Ngày ra mắt": "31/02/2023"}))
    app = opened("aside")
    files = app.selectbox[0]
    assert [label.split(" (")[0] for label in files.options] == ["so.xlsx: 1 dòng"] * 2
    wrong = next(rows for rows in tables(app) if "mended" in rows)
    assert len(wrong) == 1


def test_rows_of_a_csv_file_are_mended_here_too(store: Store) -> None:
    rows = ("Mô hình;Tên điểm;Xã;Huyện;Ngày ra mắt", "Camera an ninh;Chợ;xã Hưng Tân;Hưng Nguyên;31/02/2023")
    imports.run("\n".join(rows).encode(), "so.csv", store, LOCATOR, by="An", options=Options(today=TODAY))
    app = opened("aside")
    assert next(one.value for one in app.metric if one.label == "Dòng để riêng") == "1"
    assert "Cần xem lại" not in texts(app)
