"""Every page × role × scope: what is sent to the browser holds no row and no point that is not allowed."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from access.person import Person
from access.scope import EVERYTHING, Scope
from data.store import Changes, Store, open_store
from tests.data.test_store import site
from tests.pages.visit import visit, visited
from ui import caches, person
from ui.frame import ADMIN, MENU, Entry

IN, OUT = "16813", "16849"  # xã Mường Xén, xã Hữu Kiệm
LON = {"cam_in": 104.12345, "cam_out": 104.22222}
PEOPLE = {
    "quantri1": Person("quantri1", "admin", EVERYTHING, via="password"),
    "lanhdao1": Person("lanhdao1", "viewer", Scope(whole=True)),
    "canboxa1": Person("canboxa1", "editor", Scope(areas=(f"2025:{IN}",), exact=True)),
    "lanhdaoxa1": Person("lanhdaoxa1", "viewer", Scope(areas=(f"2025:{IN}",))),
}
# Which pages open to whom; all others do to everybody who has signed in.
OPENS = {"pages/work/register.py": {"quantri1", "canboxa1"}, "pages/work/access.py": {"quantri1"}}
SEES = {"quantri1": {"cam_in", "cam_out"}, "lanhdao1": {"cam_in", "cam_out"}} | {
    name: {"cam_in"} for name in ("canboxa1", "lanhdaoxa1")
}
POINTS = {"quantri1": {"cam_in", "cam_out"}, "lanhdao1": set(), "canboxa1": {"cam_in"}, "lanhdaoxa1": set()}
ENTRIES = [*(entry for group in MENU.values() for entry in group), ADMIN]
# Whose scope is narrowest goes everywhere; the others where pages open to some only. Browsers side by side do the rest.
VISITS = [(entry, "lanhdaoxa1") for entry in ENTRIES]
VISITS += [(entry, name) for entry in ENTRIES for name in PEOPLE if entry.script in OPENS and name != "lanhdaoxa1"]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Give a register with one camera in each of two communes."""
    visited()
    with pytest.MonkeyPatch.context() as patch:
        url = f"sqlite:///{tmp_path_factory.mktemp('register')}/register.db"
        patch.setenv("REGISTER_DATABASE_URL", url)
        rows = [
            site(one, unit_epoch="2025", unit_code=code, precision="exact", lon=LON[one], lat=19.4, hamlet=f"xóm {one}")
            for one, code in (("cam_in", IN), ("cam_out", OUT))
        ]
        made = open_store(url)
        made.commit(Changes({"sites": pd.concat(rows)}), by="canbo1", file_name="a.xlsx")
        for kept in (caches.store, caches.stamp):
            kept.clear()
        yield made
    for kept in (caches.store, caches.stamp):
        kept.clear()


def sent(app: AppTest) -> bytes:
    """Give all that a run of a page sends to the browser, tables and charts included."""
    return b"".join(one.proto.SerializeToString() for one in [*app.main, *app.sidebar] for one in _leaves(one))


def _leaves(node: object) -> Iterator[object]:
    children = getattr(node, "children", None)
    if children:
        for child in children.values():
            yield from _leaves(child)
    elif hasattr(getattr(node, "proto", None), "SerializeToString"):
        yield node


@pytest.mark.parametrize(("entry", "name"), VISITS, ids=lambda one: getattr(one, "script", one))
def test_each_page_shows_what_is_allowed_and_no_more(
    entry: Entry, name: str, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person, "current", lambda *_: PEOPLE[name])
    opens = name in OPENS.get(entry.script, PEOPLE)
    app = visit(entry.script)
    refused = [one.value for one in app.warning if "không mở được với quyền" in one.value]
    assert bool(refused) != opens
    pages = [app, visit(entry.script, commune=OUT)] if entry.filtered else [app]
    for shown in pages:
        assert not shown.exception
        load = sent(shown)
        for site_id, lon in LON.items():
            if site_id not in SEES[name] or not opens:
                assert f"Điểm {site_id}".encode() not in load
            if site_id not in POINTS[name]:
                assert struct.pack("<d", lon) not in load
                assert str(lon).encode() not in load
                assert f"xóm {site_id}".encode() not in load


def test_the_walk_would_see_a_point(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may see everything is sent it: what the test above does not find elsewhere is really not there."""
    monkeypatch.setattr(person, "current", lambda *_: PEOPLE["quantri1"])
    load = sent(visit("pages/look/cameras.py", commune=IN)) + sent(visit("pages/work/register.py"))
    assert "Điểm cam_in".encode() in load
    assert "Điểm cam_out".encode() in sent(visit("pages/look/cameras.py", commune=OUT))
