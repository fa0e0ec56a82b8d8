"""Every query, export and change × role × scope, held against a written list of what is allowed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
import pandas as pd
import pytest

from access import accounts, roles
from access.desk import Desk
from access.office import Office
from access.person import Forbidden, Person
from access.scope import EVERYTHING, NOTHING, Scope
from data import export, tables
from data.errors import Problem
from data.reading.register_columns import SHEET_KINDS
from data.record import SCHEMAS
from data.store import Changes, SetAside, Store, open_store
from geo.territory import territory
from tests.data.test_store import SOURCE, site

ROOT = Path(__file__).parents[2]
IN, OUT = "16813", "16849"  # xã Mường Xén, xã Hữu Kiệm of 2025
OWN = f"2025:{IN}"


class Allowed(NamedTuple):
    """What one person may: see these sites, of these the exact points, these figures and statuses; do these things."""

    sites: str
    points: str
    figures: str
    statuses: str
    aside: str = ""
    does: str = ""


ALL = "cam_in cam_out flag_in lost"
PEOPLE = {
    "quantri1": Person("quantri1", "admin", EVERYTHING),
    "canbo1": Person("canbo1", "editor", EVERYTHING),
    "lanhdao1": Person("lanhdao1", "viewer", Scope(whole=True)),
    "canboxa1": Person("canboxa1", "editor", Scope(areas=(OWN,), exact=True)),
    "lanhdaoxa1": Person("lanhdaoxa1", "viewer", Scope(areas=(OWN,))),
    "khach1": Person("", "", NOTHING),
}
# The list: whatever is not in it is refused.
ALLOWED = {
    "quantri1": Allowed(ALL, ALL, "f_in f_out f_province", "s_in s_out", "all", "import edit out rollback drop office"),
    "canbo1": Allowed(ALL, ALL, "f_in f_out f_province", "s_in s_out", "all", "import edit out drop"),
    "lanhdao1": Allowed(ALL, "flag_in", "f_in f_out f_province", "s_in s_out"),
    "canboxa1": Allowed("cam_in flag_in", "cam_in flag_in", "f_in f_province", "s_in", "own", "import edit drop"),
    "lanhdaoxa1": Allowed("cam_in flag_in", "flag_in", "f_in f_province", "s_in"),
    "khach1": Allowed("", "", "f_province", ""),
}
POINTS = {
    "cam_in": ("104.12345", "19.43215"),
    "cam_out": ("104.22222", "19.33333"),
    "lost": ("104.55555", "19.55555"),
    "flag_in": ("104.45678", "19.45678"),
}


def placed(site_id: str, code: str, **cells: object) -> pd.DataFrame:
    lon, lat = POINTS[site_id]
    told = {"hamlet": f"xóm của {site_id}", "evidence": f"tọa độ {lat.replace('.', ',')}; {lon}", "precision": "exact"}
    return site(site_id, unit_epoch="2025" if code else "", unit_code=code, lon=lon, lat=lat, **told, **cells)


def figure(figure_id: str, kind: str, code: str) -> dict[str, str]:
    row = dict.fromkeys(SCHEMAS["figures"].columns, "")
    return row | {
        "figure_id": figure_id,
        "model_key": "camera_an_ninh",
        "indicator_key": tables.read("figures").query("model_key == 'camera_an_ninh'")["indicator_key"].iloc[0],
        "qualifier": "exact",
        "value": "5",
        "area_kind": kind,
        "area_epoch": "2025",
        "area_code": code,
        "area_name": "nơi kiểm thử",
        "as_of": "2026-01-01",
        "base": "điểm",
        "source_url": SOURCE,
        "evidence": "dữ liệu kiểm thử",
    }


def status(status_id: str, code: str) -> dict[str, str]:
    where = {"area_kind": "commune", "unit_epoch": "2025", "unit_code": code, "area_text": "xã", "as_of": "2026-01-01"}
    row = {"status_id": status_id, "status_key": "drug_free", "criterion": "tiêu chí", "source_url": SOURCE}
    return row | where | {"evidence": "dữ liệu kiểm thử"}


def seed() -> dict[str, pd.DataFrame]:
    whole = {kind: tables.read(kind) for kind in SCHEMAS}
    kept = ("dataset", "sources")
    return {kind: frame if kind in kept else frame.head(0) for kind, frame in whole.items()}


@pytest.fixture
def store(url: str) -> Store:
    return filled(url)


def filled(url: str) -> Store:
    """Give a register with places in two communes, and one nowhere; version 2 has all, version 3 changes two."""
    made = open_store(url, seed=seed)
    sites = [placed("cam_in", IN), placed("cam_out", OUT), placed("lost", "")]
    sites.append(placed("flag_in", IN, model_key="duong_co_to_quoc"))
    figures = [figure("f_in", "commune", IN), figure("f_out", "commune", OUT), figure("f_province", "province", "")]
    rows = {
        "sites": pd.concat(sites),
        "figures": pd.DataFrame(figures),
        "statuses": pd.DataFrame([status("s_in", IN), status("s_out", OUT)]),
    }
    aside = [SetAside("Camera", "9", "sites", {"Xã": "?"})]
    made.commit(Changes(rows), by="canboxa1", file_name="a.xlsx", aside=aside)
    edits = pd.DataFrame({"site_id": ["cam_in", "cam_out"], "hamlet": ["xóm mới", "xóm mới"]})
    made.commit(Changes({"sites": edits}), by="canbo1", file_name="b.xlsx", aside=aside)
    return made


@pytest.fixture(params=PEOPLE)
def person(request: pytest.FixtureRequest) -> Person:
    return PEOPLE[str(request.param)]


@pytest.fixture
def desk(store: Store, person: Person) -> Desk:
    return Desk(store, person, territory)


@pytest.fixture
def allowed(person: Person) -> Allowed:
    return ALLOWED[person.name or "khach1"]


def names(found: pd.Series) -> str:
    return " ".join(sorted(set(found)))


QUERIES: dict[str, Callable[[Desk], dict[str, pd.DataFrame]]] = {
    "tables": lambda desk: desk.tables(),
    "an older version": lambda desk: desk.tables(2),
    "record": lambda desk: {kind: getattr(desk.record(), kind) for kind in ("sites", "figures", "statuses")},
    "last_changed": lambda desk: {
        kind: desk.last_changed(kind).rename(columns={"row_id": f"{kind[:-1] if kind != 'statuses' else 'status'}_id"})
        for kind in ("sites", "figures", "statuses")
    },
    "diff": lambda desk: {
        kind: rows.rename(columns={"row_id": f"{kind[:-1] if kind != 'statuses' else 'status'}_id"})
        for kind, rows in desk.diff(1, 3).groupby("kind")
    },
}


@pytest.mark.parametrize("query", QUERIES)
def test_each_query_gives_what_is_allowed_and_no_more(desk: Desk, allowed: Allowed, query: str) -> None:
    found = QUERIES[query](desk)

    def seen(kind: str, key: str) -> str:
        return names(found[kind][key]) if kind in found else ""

    assert seen("sites", "site_id") == allowed.sites
    assert seen("figures", "figure_id") == allowed.figures
    assert seen("statuses", "status_id") == allowed.statuses
    whole = " ".join(frame.to_csv() for frame in found.values())
    for site_id, point in POINTS.items():
        exact = site_id in allowed.points.split()
        if query != "last_changed":
            assert all((part in whole) == exact for part in point), site_id
        if not exact:
            assert f"xóm của {site_id}" not in whole, "its hamlet tells where it is"
            assert all(part.replace(".", ",") not in whole for part in point), "nor do its words"


@pytest.mark.parametrize("form", ["xlsx", "csv", "geojson", "gpkg"])
def test_no_export_holds_a_point_that_is_not_allowed(
    desk: Desk, allowed: Allowed, form: str, tmp_path: Path, store: Store
) -> None:
    for kind in SHEET_KINDS:
        path = tmp_path / f"{kind}.{form}"
        export.write(desk.tables(), store.version(), path, kind)
        if form == "xlsx":
            book = openpyxl.load_workbook(path)
            told = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
        else:
            told = path.read_bytes().decode("utf-8", "replace")
        for site_id, (lon, _) in POINTS.items():
            if site_id not in allowed.points.split():
                assert lon not in told
                assert lon.replace(".", ",") not in told
            if site_id not in allowed.sites.split():
                assert f"Điểm {site_id}" not in told


@pytest.mark.parametrize("name", ["quantri1", "lanhdao1", "canboxa1", "lanhdaoxa1"])
def test_a_command_in_an_accounts_name_writes_what_it_may_see(
    name: str, sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    from briefing.__main__ import main as briefing
    from data.__main__ import main as data

    filled(sqlite_url)
    monkeypatch.delenv("NGHEAN_FILES")  # a briefing draws maps, and the boundaries are there
    monkeypatch.setenv("REGISTER_DATABASE_URL", sqlite_url)
    who, allowed = PEOPLE[name], ALLOWED[name]
    accounts.add(open_store(), name, who.role, who.scope.areas, by="quantri1")
    assert data(["export", str(tmp_path / "a.csv"), "--as", name]) == 0
    assert data(["export", str(tmp_path / "b.csv"), "--as", "aido"]) == 1
    told = (tmp_path / "a.csv").read_text("utf-8-sig")
    assert briefing(["--area", "Hữu Kiệm", "--out", str(tmp_path / "a.xlsx"), "--as", name]) == 0
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    paper = "\n".join(str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)
    for site_id, (lon, _) in POINTS.items():
        assert (f"Điểm {site_id}" in told) == (site_id in allowed.sites.split())
        assert (lon.replace(".", ",") in told) == (site_id in allowed.points.split())
    assert ("Điểm cam_out" in paper) == ("cam_out" in allowed.sites.split())
    assert list(open_store().trail.entries(2)["account"]) == [name, name]


def test_submissions_and_rows_aside(desk: Desk, allowed: Allowed, person: Person) -> None:
    codes = set(desk.submissions()["code"])
    assert codes == ({IN, OUT, ""} if person.scope.whole else {IN} if person.scope.areas else set())
    assert len(desk.quarantine.rows()) == {"all": 2, "own": 1, "": 0}[allowed.aside]


CHANGES = {
    "import": (lambda desk: desk.commit(Changes({"sites": placed("flag_in", IN)}), file_name="c.xlsx"), "import"),
    "edit": (lambda desk: desk.commit(edited("cam_in")), "edit"),
    "a new one": (lambda desk: desk.commit(Changes({"sites": renamed("cam_in", "cam_new")})), "edit"),
    "edit elsewhere": (lambda desk: desk.commit(edited("cam_out")), "out"),
    "move away": (lambda desk: desk.commit(edited("cam_in", unit_code=OUT)), "out"),
    "take from elsewhere": (lambda desk: desk.commit(edited("cam_out", unit_code=IN)), "out"),
    "remove elsewhere": (lambda desk: desk.commit(Changes(removed={"sites": ["cam_out"]})), "out"),
    "the province's figure": (
        lambda desk: desk.commit(
            Changes({"figures": pd.DataFrame([figure("f_province", "province", "") | {"value": "6"}])})
        ),
        "out",
    ),
    "a source of others": (
        lambda desk: desk.commit(Changes({"sources": pd.DataFrame([{"source_url": SOURCE, "title": "khác"}])})),
        "out",
    ),
    "replace a model": (
        lambda desk: desk.commit(
            Changes({"sites": placed("cam_in", IN)}, models=("camera_an_ninh",)), mode="replace", file_name="c.xlsx"
        ),
        "out",
    ),
    "rollback": (lambda desk: desk.rollback(2), "rollback"),
    "drop": (lambda desk: desk.quarantine.drop([1], by="", note="bỏ"), "drop"),
    "mend of others": (lambda desk: desk.commit(edited("cam_in"), mended=[2]), "out"),
    "name": (lambda desk: desk.decisions.remember_name("Xã", "2025", IN, by=""), "import"),
    "forget": (lambda desk: desk.decisions.forget_name("Xã"), "import"),
    "mapping": (lambda desk: desk.decisions.remember_mapping(["Xã"], {"Xã": "commune"}, by=""), "import"),
}


def edited(site_id: str, **cells: object) -> Changes:
    return Changes({"sites": pd.DataFrame([{"site_id": site_id, "site_name": "tên khác", **cells}])})


def renamed(site_id: str, other: str) -> pd.DataFrame:
    return placed(site_id, IN).assign(site_id=other)


@pytest.mark.parametrize("change", CHANGES)
def test_each_change_is_allowed_or_refused_and_then_nothing_is_written(
    desk: Desk, allowed: Allowed, store: Store, person: Person, change: str
) -> None:
    act, what = CHANGES[change]
    before = store.latest()
    if what in allowed.does.split():
        act(desk)
        if store.latest() > before:
            assert store.version().author == person.name, "in the name of who signed in, whatever was typed"
    else:
        with pytest.raises(Forbidden):
            act(desk)
        assert store.latest() == before
        assert len(store.quarantine.rows()) == 2


def test_the_office_is_the_administrators(store: Store, person: Person, allowed: Allowed) -> None:
    office = Office(store, person)
    acts: list[Callable[[], object]] = [
        office.accounts,
        lambda: office.add("moi1", "viewer", ()),
        lambda: office.reset("moi1"),
        lambda: office.shut("moi1", True),
        lambda: office.set_role("moi1", "editor", ()),
        office.sessions,
        lambda: office.revoke("0" * 8),
        lambda: office.trail(5),
        office.verify,
        office.trail_file,
    ]
    for act in acts:
        if "office" in allowed.does.split():
            act()
        else:
            with pytest.raises(Forbidden):
                act()


def test_an_administrator_cannot_shut_themselves_out(store: Store) -> None:
    office = Office(store, PEOPLE["quantri1"])
    for act in (lambda: office.shut("quantri1", True), lambda: office.set_role("quantri1", "viewer", ())):
        with pytest.raises(Problem, match="của chính mình"):
            act()


def test_the_tables_of_rights_are_whole() -> None:
    assert set(tables.read("sensitivity")["model_key"]) == set(tables.read("models")["model_key"])
    assert set(tables.read("sensitivity")["precision"]) == {"commune", "exact"}
    for role in roles.ROLES:
        mine = {what for what in roles.capabilities() if roles.may(role, what)}
        assert (
            mine
            == {
                "viewer": {"look", "export"},
                "editor": {"look", "export", "exact_points", "import", "edit"},
                "admin": set(roles.capabilities()),
            }[role]
        )
    assert not roles.may("", "look")
    with pytest.raises(KeyError):
        roles.may("admin", "unheard of")


def test_a_scope_holds_in_every_epoch() -> None:
    ground = territory((OWN,))
    assert ("2025", IN) in ground
    assert ("2025", OUT) not in ground
    assert ("2025", "417") not in ground, "a district is more than one of its communes"
    assert ("2025", "417") in territory(("2025:417",))
    assert {epoch for epoch, _ in ground} == {"2013", "2020", "2024", "2025"}
    assert territory(()) == frozenset()
