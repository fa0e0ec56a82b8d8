"""Which area a name on the command line means: it is offered, never guessed."""

from __future__ import annotations

from briefing.compose.request import PROVINCE, Area
from briefing.compose.scene import place_name
from data.errors import Problem
from geo import units
from geo.names import Match, find
from geo.query import district_name
from geo.spelling import bare_key, exact_key, is_bare

_PROVINCE = {"nghe an", "tinh nghe an", "toan tinh"}
_SHOWN = 6


class Ambiguous(Problem):
    """A name that means several areas, or none but has likenesses: the choices are in its text."""


def area_named(text: str, epoch: str) -> Area:
    """Give the area of an epoch that a name or code means: a commune, else a district, else the province.

    Raises Ambiguous, which lists the choices, for a name of several areas or of another epoch; Problem for one of none.
    """
    wanted = text.strip()
    if bare_key(wanted) in _PROVINCE:
        return PROVINCE
    found = [*_communes(wanted, epoch), *_districts(wanted, epoch)]
    if len(found) == 1:
        return found[0]
    choices = [_choice(area, epoch) for area in found] or _elsewhere(wanted, epoch)
    if not choices:
        raise Problem(
            where="Tên địa bàn (--area)",
            came=f"«{wanted[:60]}» không có ở địa giới {epoch}",
            expected="tên hoặc mã một xã, phường, huyện cũ, hoặc «toàn tỉnh»",
            todo='Tra tên bằng: python -m geo find "TÊN".',
        )
    came = f"«{wanted[:60]}» có thể là:\n  " + "\n  ".join(choices)
    raise Ambiguous("Tên địa bàn (--area)", came, "một địa bàn", "Ghi rõ loại đơn vị và huyện, hoặc ghi mã.")


def _communes(text: str, epoch: str) -> list[Area]:
    codes = set(units.units(epoch)["code"])
    if text in codes:
        return [Area("commune", text)]
    named = [one for one in find(text, epoch) if one.match != "fuzzy"]
    exact = [one for one in named if one.match == "exact"]
    return [Area("commune", one.unit.code) for one in exact or named]


def _districts(text: str, epoch: str) -> list[Area]:
    """The districts of that name, with or without the word for their kind: "Kỳ Sơn", "huyện Kỳ Sơn", "ky son"."""
    table = units.districts(epoch)
    if text in set(table["code"]):
        return [Area("district", text)]
    name = district_name(text)
    key = bare_key if is_bare(name) else exact_key
    return [Area("district", code) for code in table.loc[table["name"].map(key) == key(name), "code"]]


def _elsewhere(text: str, epoch: str) -> list[str]:
    """What the name means at other epochs, and likenesses: choices to look at, not to take."""
    return [_told(one, epoch) for one in find(text, limit=_SHOWN)]


def _choice(area: Area, epoch: str) -> str:
    return f"{place_name(epoch, area, 'vi')}: mã {area.code}"


def _told(one: Match, epoch: str) -> str:
    where = f"{one.unit.label}, {one.unit.district} (địa giới {one.unit.epoch})"
    if one.unit.epoch == epoch:
        return f"{where}: mã {one.unit.code}"
    now = "; ".join(f"{unit.label}, mã {unit.code}" for unit in one.today)
    return f"{where}: nay thuộc {now}"
