"""What the register's page asks and shows of a checked file."""

from __future__ import annotations

from pathlib import Path

from data import imports
from data.checking.check import Checked, Options
from data.checking.placing import name_key
from data.store import open_store
from tests.data.sent import LOCATOR, TODAY, site, sites
from ui.sending import preview
from ui.suggestions import questions


def checked(data: bytes, tmp_path: Path) -> Checked:
    store = open_store(f"sqlite:///{tmp_path / 'register.db'}")
    return imports.checked(data, "so.xlsx", store, LOCATOR, options=Options(today=TODAY))


def test_a_name_of_two_places_is_asked_once_for_all_its_rows(tmp_path: Path) -> None:
    rows = [site(name, commune="Xuân Lâm", district="") for name in ("Chợ", "Trường", "Trạm")]
    asked = questions(checked(sites(*rows, site("Đình")), tmp_path))
    assert list(asked) == [name_key("Xuân Lâm")]
    places = {(one.district, one.code) for one in asked[name_key("Xuân Lâm")].candidates}
    assert ("Nam Đàn", "17980") in places and ("Thanh Chương", "17779") in places


def test_the_preview_holds_only_the_places_of_the_file(tmp_path: Path) -> None:
    record = preview(checked(sites(site("Ngã tư chợ"), site("Sai", **{"Ngày ra mắt": "31/02/2023"})), tmp_path))
    assert list(record.sites["site_name"]) == ["Ngã tư chợ"]
    assert len(record.figures) == 59  # what else is on record stays
