"""Every template makes a correct sentence, in both languages, and says only the numbers it was given."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from briefing.compose.sentences import say
from data.errors import Problem
from data.tables import read

ROOT = Path(__file__).parents[3]
PLACE = "huyện Kỳ Sơn (địa bàn huyện cũ)"
PLAN = {"plan": "Kế hoạch 107/KH-UBND", "aim": "ít nhất 30%", "needed": 39, "base": 130, "deadline": "12/2026"}
DAYS = {"last": "31/10/2026", "first": "30/09/2026"}
SAID: list[tuple[str, dict[str, str | int], str]] = [
    ("place.province", {}, "tỉnh Nghệ An"),
    ("place.commune", {"name": "xã Na Ngoi", "district": "huyện Kỳ Sơn"}, "xã Na Ngoi, huyện Kỳ Sơn"),
    ("tom_tat.sites_some", {"n": 7, "models": 2, "place": PLACE, "communes": 4, "total": 12},
     f"Sổ có 7 địa điểm của 2 mô hình tại {PLACE}, ở 4/12 đơn vị cấp xã."),
    ("tom_tat.sites_commune", {"n": 5, "models": 5, "place": "xã Hưng Nguyên Nam"},
     "Sổ có 5 địa điểm của 5 mô hình tại xã Hưng Nguyên Nam."),
    ("tom_tat.sites_none", {"place": PLACE},
     f"Sổ chưa có địa điểm nào tại {PLACE} trong phạm vi báo cáo; "
     "chưa có trong sổ không có nghĩa là trên thực tế không có."),
    ("tom_tat.drug_some", {"total": 130, "free": 44, "partly": 7, "unknown": 79},
     "Về ma túy, trong 130 đơn vị cấp xã: 44 được công bố sạch ở mọi phần, 7 sạch một phần, 79 không có số liệu."),
    ("tom_tat.drug_refused", {"total": 130, "free": 43, "partly": 7, "refused": 1, "unknown": 79},
     "Về ma túy, trong 130 đơn vị cấp xã: 43 được công bố sạch ở mọi phần, 7 sạch một phần, "
     "1 được nêu là chưa đạt tiêu chí, 79 không có số liệu."),
    ("tom_tat.drug_none", {"total": 8}, "Về ma túy, không có số liệu về đơn vị cấp xã nào trong 8 đơn vị."),
    ("tom_tat.drug_all", {"total": 12}, "Về ma túy, cả 12 đơn vị cấp xã đều được công bố sạch ở mọi phần."),
    ("tom_tat.drug_commune", {"told": "tình trạng ma túy: không có số liệu"}, "Tình trạng ma túy: không có số liệu."),
    ("ban_do.commune_level", {"place": PLACE, "n": 7},
     f"Bản đồ {PLACE} vẽ 7 địa điểm, đều mới biết đến cấp xã nên vẽ bằng vòng tròn ở giữa xã."),
    ("ban_do.mixed", {"place": PLACE, "n": 7, "exact": 3, "rings": 4},
     f"Bản đồ {PLACE} vẽ 7 địa điểm: 3 đúng vị trí, 4 mới biết đến cấp xã nên vẽ bằng vòng tròn ở giữa xã."),
    ("ban_do.exact", {"place": PLACE, "n": 7}, f"Bản đồ {PLACE} vẽ 7 địa điểm, đều đúng vị trí."),
    ("ban_do.none", {"place": PLACE}, f"Bản đồ {PLACE} chưa có địa điểm nào trong sổ để vẽ."),
    ("dia_ban.most", {"names": "xã Na Ngoi; xã Nậm Cắn", "n": 4},
     "Có nhiều địa điểm trong sổ nhất: xã Na Ngoi; xã Nậm Cắn (4)."),
    ("dia_ban.equal", {"areas": 3, "n": 1}, "3 địa bàn có địa điểm trong sổ, mỗi địa bàn 1."),
    ("dia_ban.without_some", {"n": 6, "total": 20}, "6/20 địa bàn chưa có địa điểm nào trong sổ."),
    ("dia_ban.without_none", {}, "Mọi địa bàn đều có địa điểm trong sổ."),
    ("dia_ban.without_all", {"total": 20}, "Chưa địa bàn nào trong 20 địa bàn có địa điểm trong sổ."),
    ("lop.some", {"n": 11, "communes": 9, "total": 130}, "Sổ có 11 địa điểm, ở 9/130 đơn vị cấp xã."),
    ("lop.commune", {"n": 1}, "Sổ có 1 địa điểm."),
    ("lop.none", {}, "Sổ chưa có địa điểm nào trong phạm vi báo cáo; "
     "chưa có trong sổ không có nghĩa là trên thực tế không có."),
    ("lop.reported", {"indicator": "Camera giám sát", "value": "gần 600", "unit": "camera", "where": "Thành phố Vinh",
                      "source": "Báo Nghệ An, 26/10/2024"},
     "Camera giám sát: gần 600 camera (Thành phố Vinh; Báo Nghệ An, 26/10/2024)."),
    ("lop.not_reported", {"indicator": "Camera giám sát"}, "Camera giám sát: không có số liệu công bố."),
    ("camera.stated_all", {"places": 3, "n": "hơn 30"}, "3/3 địa điểm có nguồn nêu số camera, cộng lại hơn 30."),
    ("camera.stated_some", {"places": 4, "n": "khoảng 152", "unstated": 1},
     "Nguồn của 4 địa điểm nêu số camera, cộng lại khoảng 152; 1 địa điểm không nêu, "
     "nên đây không phải tổng số camera."),
    ("camera.stated_none", {}, "Không nguồn nào nêu số camera tại các địa điểm này."),
    ("duong_co.length_all", {"n": "500"}, "Tổng chiều dài nguồn nêu: 500 m."),
    ("duong_co.length_some", {"n": "500", "places": 1},
     "Tổng chiều dài nguồn nêu: 500 m, ở 1 địa điểm; các nơi khác không có số liệu."),
    ("duong_co.length_none", {}, "Chiều dài: không có số liệu."),
    ("xa_sach.target_unrecognised", {**PLAN, "gap": 39},
     "Kế hoạch 107/KH-UBND: ít nhất 30% số đơn vị cấp xã không ma túy, tức 39/130 đơn vị, đến 12/2026. "
     "Chưa có công bố nào theo tiêu chí của mục tiêu, nên còn 39 đơn vị phải được công nhận."),
    ("xa_sach.target_short", {**PLAN, "recognised": 10, "gap": 29},
     "Kế hoạch 107/KH-UBND: ít nhất 30% số đơn vị cấp xã không ma túy, tức 39/130 đơn vị, đến 12/2026. "
     "Đã công nhận 10, còn thiếu 29."),
    ("xa_sach.target_reached", {**PLAN, "recognised": 40},
     "Kế hoạch 107/KH-UBND: ít nhất 30% số đơn vị cấp xã không ma túy, tức 39/130 đơn vị, đến 12/2026. "
     "Đã công nhận 40, đạt mục tiêu."),
    ("xa_sach.known", {"known": 44, "base": 130},
     "Tính mọi công bố đã biết, kể cả theo tiêu chí cũ, 44/130 đơn vị sạch ở mọi phần."),
    ("xa_sach.no_target", {}, "Đến ngày của báo cáo không có mục tiêu nào được nêu."),
    ("xa_sach.rule", {}, "Đơn vị sáp nhập chỉ được tính là sạch khi mọi phần của nó đều được công bố sạch."),
    ("xa_sach.rest", {"n": 79}, "Bảng chỉ nêu đơn vị đã có công bố; 79 đơn vị khác không có số liệu."),
    ("mo_hinh.counts", {"told": 15, "total": 18, "placed": 13},
     "15/18 mô hình có số công bố; 13 mô hình có địa điểm trong sổ."),
    ("mo_hinh.placed", {"placed": 2, "total": 18}, "2/18 mô hình có địa điểm trong sổ."),
    ("mo_hinh.without", {"names": "Camera an ninh; Dòng họ tiêu biểu"},
     "Chưa có địa điểm trong sổ: Camera an ninh; Dòng họ tiêu biểu."),
    ("mo_hinh.neither", {"names": "Chung cư an toàn PCCC"},
     "Chưa có cả số công bố lẫn địa điểm trong sổ: Chung cư an toàn PCCC."),
    ("mo_hinh.all_known", {}, "Mô hình nào cũng có số công bố hoặc có địa điểm trong sổ."),
    ("so_sanh.up", {**DAYS, "after": 1234, "n": 4, "before": 1230},
     "Đến 31/10/2026 sổ có 1.234 địa điểm, tăng 4 so với 30/09/2026 (1.230)."),
    ("so_sanh.down", {**DAYS, "after": 1230, "n": 4, "before": 1234},
     "Đến 31/10/2026 sổ có 1.230 địa điểm, giảm 4 so với 30/09/2026 (1.234)."),
    ("so_sanh.same", {**DAYS, "after": 6}, "Đến 31/10/2026 sổ có 6 địa điểm, không đổi so với 30/09/2026."),
    ("so_sanh.first", {**DAYS, "after": 6},
     "Đến 31/10/2026 sổ có 6 địa điểm; đến 30/09/2026 chưa có địa điểm nào trong sổ."),
    ("so_sanh.no_data", {**DAYS},
     "Đến 30/09/2026 và đến 31/10/2026, sổ đều chưa có địa điểm nào trong phạm vi báo cáo."),
    ("so_sanh.undated", {"n": 13}, "13 địa điểm không rõ ngày không tính vào ngày nào."),
    ("so_sanh.figure", {"indicator": "Xã sạch", "newest": "281/412 (30/06/2025)", "before": "284/460 (21/11/2024)",
                        "change": "không so được, mẫu số hoặc tiêu chí đổi"},
     "Xã sạch: mới nhất 281/412 (30/06/2025); lần trước 284/460 (21/11/2024); "
     "không so được, mẫu số hoặc tiêu chí đổi."),
    ("so_sanh.figure_none", {}, "Chưa chỉ số nào có hai số công bố để so."),
    ("con_thieu.points_some", {"n": 51, "total": 51}, "51/51 địa điểm mới biết đến cấp xã, chưa có vị trí đúng."),
    ("con_thieu.points_none", {"total": 12}, "Cả 12 địa điểm đều có vị trí đúng."),
    ("con_thieu.no_sites", {}, "Trong phạm vi báo cáo chưa có địa điểm nào trong sổ."),
    ("con_thieu.without", {"n": 103, "total": 130}, "103/130 đơn vị cấp xã chưa có địa điểm nào trong sổ."),
    ("con_thieu.without_none", {}, "Đơn vị cấp xã nào cũng có địa điểm trong sổ."),
    ("con_thieu.status", {"n": 79, "total": 130}, "Tình trạng ma túy của 79/130 đơn vị cấp xã: không có số liệu."),
    ("con_thieu.status_none", {}, "Đơn vị cấp xã nào cũng có công bố về tình trạng ma túy."),
]  # fmt: skip


@pytest.mark.parametrize(("key", "values", "sentence"), SAID, ids=[key for key, _, _ in SAID])
def test_a_template_makes_this_sentence(key: str, values: dict[str, str | int], sentence: str) -> None:
    assert say(key, "vi", **values) == sentence
    english = say(key, "en", **values)
    assert english and "{" not in english


def test_every_template_is_held_to_a_sentence_and_has_both_languages_with_the_same_blanks() -> None:
    table = read("sentences")
    assert sorted(table["key"]) == sorted(key for key, _, _ in SAID)
    for row in table.to_dict("records"):
        blanks = [set(re.findall(r"\{(\w+)\}", row[lang])) for lang in ("vi", "en")]
        assert blanks[0] == blanks[1], row["key"]


def test_every_sentence_asked_for_is_in_the_table() -> None:
    known = set(read("sentences")["key"])
    for path in (ROOT / "briefing" / "compose").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "say" and node.args:
                keys = [node.args[0]]
                keys = [keys[0].body, keys[0].orelse] if isinstance(keys[0], ast.IfExp) else keys
                for key in keys:
                    if isinstance(key, ast.Constant):
                        assert key.value in known, f"{path}: {key.value}"


def test_an_unknown_number_is_never_said() -> None:
    with pytest.raises(ValueError, match="n"):
        say("lop.commune", "vi", n=float("nan"))
    with pytest.raises(Problem, match="khong_co"):
        say("khong_co", "vi")


def test_braces_of_a_name_are_text() -> None:
    assert say("place.commune", "vi", name="{n}", district="{0}") == "{n}, {0}"
