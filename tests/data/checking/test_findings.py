"""The words of findings: one reviewed table, no text with a hole in it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data.checking import findings
from data.checking.findings import Place, finding
from data.checking.places import Candidate
from data.tables import read

ROOT = Path(__file__).parents[3]
KINDS = read("findings").to_dict("records")
PLACE = Place("Điểm", 17, "E", "Xã", "commune")
UNIT = Candidate("2020", "18031", "xã Hưng Tân", "Hưng Nguyên", 92.3)


@pytest.mark.parametrize("kind", KINDS, ids=[kind["key"] for kind in KINDS])
def test_every_kind_has_its_words_and_a_severity(kind: dict[str, str]) -> None:
    assert kind["severity"] in findings.SEVERITIES
    for name in ("title_vi", "title_en", "came_vi", "todo_vi"):
        assert kind[name].strip(), name
    assert kind["expected_vi"] or kind["severity"] == "note"
    holes = {hole for text in kind.values() for hole in re.findall(r"{(\w+)}", text)}
    made = finding(kind["key"], PLACE, **dict.fromkeys(holes - {"heading"}, "…"))
    assert "{" not in made.came + made.expected + made.todo


def test_every_kind_is_used_and_every_kind_used_is_in_the_table() -> None:
    code = "\n".join(path.read_text() for path in (ROOT / "data").rglob("*.py"))
    used = set(re.findall(r'"([a-z]\w+)"', code))
    known = {kind["key"] for kind in KINDS}
    assert known - used == set()
    assert set(re.findall(r'finding\(\s*"(\w+)"', code)) <= known


def test_a_finding_says_where_what_and_what_to_do() -> None:
    made = finding("commune_unknown", PLACE, [UNIT], came="xã Hưng Tâm")
    assert made.as_dict() == {
        "severity": "error",
        "code": "commune_unknown",
        "title": "Không có xã nào tên như vậy",
        "sheet": "Điểm",
        "row": 17,
        "column": "E",
        "heading": "Xã",
        "field": "commune",
        "came": "«xã Hưng Tâm»",
        "expected": "tên một xã, phường, thị trấn của Nghệ An, cũ hay mới",
        "todo": "Chọn một gợi ý, hoặc ghi lại tên.",
        "suggestions": [
            {"epoch": "2020", "code": "18031", "label": "xã Hưng Tân", "district": "Hưng Nguyên", "score": 92.3}
        ],
    }


def test_hostile_text_in_a_finding_stays_text() -> None:
    assert finding("commune_unknown", PLACE, came="{0.__class__} %s <b>").came == "«{0.__class__} %s <b>»"


def test_the_table_of_findings_has_errors_first() -> None:
    made = [finding("rows_skipped", Place("A"), came="1 dòng"), finding("commune_unknown", PLACE, [UNIT], came="x")]
    table = findings.frame(made)
    assert list(table.columns) == findings.COLUMNS
    assert table["severity"].tolist() == ["error", "note"]
    assert table["suggestions"].tolist() == ["xã Hưng Tân (Hưng Nguyên, mốc 2020)", ""]
    assert findings.frame([]).empty
    assert findings.counts(made) == {"error": 1, "warning": 0, "note": 1}
