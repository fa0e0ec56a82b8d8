"""The commands find and recode, as typed."""

from __future__ import annotations

import argparse
import csv
import io
import json
from itertools import permutations

import pytest

from data.errors import Problem
from geo import cli_names
from geo.cli_names import COLUMNS
from geo.lineage import moves
from geo.units import EPOCHS, by_code


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli_names.add_commands(parser.add_subparsers(required=True))
    args = parser.parse_args(words)
    return int(args.run(args))


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_find_hung_tan(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("find", "hung tan") == 0
    found = lines(capsys)
    assert [(line["epoch"], line["name"], line["match"]) for line in found] == [
        ("2020", "Hưng Tân", "unaccented"),
        ("2013", "Hưng Tân", "unaccented"),
    ]
    assert list(found[0]) == ["code", "name", "type", "district", "epoch", "match", "score", "today"]
    assert found[0]["today"] == {"code": "18028", "name": "Hưng Nguyên Nam", "type": "xã"}


def test_find_without_quotes_and_with_filters(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("find", "Đồng", "Văn", "--epoch", "2024", "--district", "Tân Kỳ", "--limit", "1") == 0
    assert [line["district"] for line in lines(capsys)] == ["Tân Kỳ"]


def test_find_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("find", "zzzz") == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "words",
    [
        ("find",),
        ("find", " "),
        ("find", "Hưng Tân", "--epoch", "1999"),
        ("find", "Hưng Tân", "--district", "Hà Đông"),
        ("find", "Hưng Tân", "--limit", "nhiều"),
        ("find", "Hưng Tân", "--limit", "0"),
        ("recode", "--from", "2020"),
        ("recode", "18031", "--all", "--from", "2020"),
        ("recode", "18031", "--from", "1999"),
        ("recode", "99999", "--from", "2020"),
        ("recode", "18031", "--from", "2020", "--to", "2030"),
    ],
)
def test_bad_usage_is_explained(words: tuple[str, ...]) -> None:
    with pytest.raises(Problem):
        run(*words)


def test_recode_forward(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("recode", "18031", "--from", "2020", "--to", "2025") == 0
    assert lines(capsys) == [
        {
            "from": {"epoch": "2020", "code": "18031", "name": "Hưng Tân", "type": "xã", "district": "Hưng Nguyên"},
            "direction": "forward",
            "to_epoch": "2025",
            "units": [
                {
                    "epoch": "2025",
                    "code": "18028",
                    "name": "Hưng Nguyên Nam",
                    "type": "xã",
                    "district": "Hưng Nguyên",
                    "extent": "whole",
                    "change": "joined",
                    "law": "1243/NQ-UBTVQH15; 1678/NQ-UBTVQH15",
                    "date": "2024-12-01; 2025-07-01",
                }
            ],
        }
    ]


def test_recode_backward(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("recode", "17254", "--from", "2024", "--to", "2020") == 0
    [answer] = lines(capsys)
    assert answer["direction"] == "backward"
    assert [(one["name"], one["extent"]) for one in answer["units"]] == [  # type: ignore[attr-defined]
        ("Con Cuông", "whole"),
        ("Chi Khê", "part"),
        ("Bồng Khê", "whole"),
    ]


def table(capsys: pytest.CaptureFixture[str], first: str, last: str) -> list[dict[str, str]]:
    assert run("recode", "--all", "--from", first, "--to", last) == 0
    reader = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert tuple(reader.fieldnames or ()) == COLUMNS
    return list(reader)


def test_recode_all_412_to_130(capsys: pytest.CaptureFixture[str]) -> None:
    rows = table(capsys, "2024", "2025")
    assert len(rows) == 412
    assert len({row["to_code"] for row in rows}) == 130
    assert rows[0] == {
        "from_code": "16663",
        "from_name": "Đông Vĩnh",
        "from_type": "phường",
        "from_district": "Vinh",
        "to_code": "16681",
        "to_name": "Thành Vinh",
        "to_type": "phường",
        "law": "1678/NQ-UBTVQH15",
        "date": "2025-07-01",
    }


@pytest.mark.parametrize("pair", list(permutations(EPOCHS, 2)))
def test_recode_all_covers_every_pair_of_epochs(capsys: pytest.CaptureFixture[str], pair: tuple[str, str]) -> None:
    rows = table(capsys, *pair)
    assert {row["from_code"] for row in rows} == set(by_code(pair[0]))
    assert {row["to_code"] for row in rows} == set(by_code(pair[1]))
    assert len(rows) == sum(map(len, moves(min(pair), max(pair)).values()))
