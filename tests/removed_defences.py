"""Every defence of docs/security.md taken away, one after the other: `make defences`.

In a copy of the project a line is changed so that the defence is gone; then the tests that stand for it must fail. It
takes a few minutes, so it is a command of its own; that each change still finds its line is part of the tests.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]


class Defence(NamedTuple):
    """A defence: the threat's number, the file, what stands there, what stands there without it, a test that fails."""

    threat: int
    file: str
    there: str
    instead: str
    test: str


_STATE = "tests/ui/test_map_state.py::test_safe_json_ends_no_script_template_line_or_placeholder"
_OFFICIAL = "tests/geo/test_official_file.py"
_GUARD = "tests/data/reading/test_guard.py"
_SECURITY = "tests/test_security.py"
DEFENCES = (
    Defence(
        1, "ui/map_state.py", "return _UNSAFE.sub(lambda match:", "return text or _UNSAFE.sub(lambda match:", _STATE
    ),
    Defence(
        1,
        "ui/map_view.py",
        'attr=attribution or " "',
        'tooltip=folium.Tooltip(url), attr=attribution or " "',
        f"{_SECURITY}::test_nothing_from_data_can_reach_what_folium_compiles",
    ),
    Defence(
        2,
        "ui/web/map_frame.js",
        "made.textContent = text",
        "made.innerHTML = text",
        f"{_SECURITY}::test_the_scripts_of_the_page_put_text_in_as_text",
    ),
    Defence(
        2,
        "ui/web/map_frame.js",
        "made.textContent = text",
        "made.innerHTML = text",
        "tests/browser/test_map_view.py::test_hostile_texts_are_shown_and_run_nothing",
    ),
    Defence(
        3, "ui/map_state.py", "return _UNSAFE.sub(lambda match:", "return text or _UNSAFE.sub(lambda match:", _STATE
    ),
    Defence(
        4,
        "ui/map_view.py",
        "html.escape(settings().nghean_tile_attribution)",
        "settings().nghean_tile_attribution",
        "tests/browser/test_map_view.py::test_a_base_map_lies_below_and_its_attribution_is_plain_text",
    ),
    Defence(
        5,
        "ui/faults.py",
        "st.text(said)",
        "st.markdown(said, unsafe_allow_html=True)",
        "tests/test_floors.py::test_no_markup_is_let_through_unescaped",
    ),
    Defence(
        6,
        "access/seeing.py",
        "frame if scope.whole else frame[inside(kind, frame, territory)]",
        "frame",
        "tests/access/test_scope.py::test_each_query_gives_what_is_allowed_and_no_more",
    ),
    Defence(
        7,
        "ui/caches.py",
        'return f"{version} {told}" if told else version',
        "return version",
        "tests/browser/test_access.py::test_two_people_side_by_side_never_see_what_is_not_theirs",
    ),
    Defence(
        8,
        "data/secret.py",
        "if not is_strong(found):",
        "if False:",
        "tests/access/test_secret.py::test_no_server_starts_for_others_without_a_strong_secret",
    ),
    Defence(
        9,
        "geo/official_file.py",
        "if not path.is_file():",
        "if False:",
        f"{_OFFICIAL}::test_only_a_local_file_is_read",
    ),
    Defence(
        9,
        "geo/official_file.py",
        'rb"<!DOCTYPE|<!ENTITY|OGRVRT"',
        'rb"never there"',
        f"{_OFFICIAL}::test_what_would_open_or_expand_something_else_meets_no_reader",
    ),
    Defence(
        10,
        "data/reading/guard.py",
        "    _compare_suffix(found.kind, name)\n",
        "",
        f"{_GUARD}::test_a_file_that_is_something_else_is_told_what_it_is",
    ),
    Defence(
        11,
        "data/reading/archive.py",
        "            raise self._bomb(name)\n",
        "            pass\n",
        f"{_GUARD}::test_a_zip_bomb_is_refused_with_little_memory",
    ),
    Defence(
        12,
        "data/reading/xml_stream.py",
        "    parser.StartDoctypeDeclHandler = _refuse_document_type\n",
        "",
        f"{_GUARD}::test_entities_are_refused_in_every_member_and_encoding",
    ),
    Defence(
        13,
        "data/export.py",
        "out.write_string(row, column, text,",
        "out.write_formula(row, column, text,",
        "tests/data/test_export.py::test_a_workbook_holds_no_formula_and_no_link",
    ),
    Defence(
        13,
        "data/shield.py",
        """return f"'{text}" if is_formula(text) else text""",
        "return text",
        "tests/data/test_export.py",
    ),
    Defence(
        14,
        "deploy/nginx.conf",
        "; Secure; HttpOnly",
        "",
        "tests/test_deploy.py::test_every_cookie_of_nginx_is_for_tls_only_and_hidden_from_scripts",
    ),
    Defence(
        14,
        "access/sessions.py",
        "IDLE, LONGEST = timedelta(minutes=30)",
        "IDLE, LONGEST = timedelta(days=30)",
        "tests/access/test_sessions.py::test_a_session_ends_when_it_is_not_used_and_lives_no_longer_than_a_working_day",
    ),
    Defence(
        15,
        "access/accounts.py",
        "session_version=found.session_version + 1",
        "session_version=found.session_version",
        "tests/access/test_accounts.py::test_what_ends_sessions",
    ),
    Defence(
        16,
        "ui/faults.py",
        'st.error(word("fault.unknown", incident=incident), icon=":material/error:")',
        "st.exception(error)",
        "tests/ui/test_faults.py",
    ),
    Defence(
        16,
        "data/log.py",
        '"message": masked(_said(error)),',
        '"message": _said(error),',
        "tests/data/test_log.py::test_a_line_is_json_with_the_places_of_an_error_and_no_values",
    ),
    Defence(
        17,
        "ui/caches.py",
        "    last = store().version()\n",
        "    import socket\n\n    socket.socket(type=socket.SOCK_DGRAM).connect(('192.0.2.1', 9))\n"
        "    last = store().version()\n",
        f"{_SECURITY}::test_the_server_connects_to_no_other_computer",
    ),
    Defence(
        17,
        ".streamlit/config.toml",
        "gatherUsageStats = false",
        "gatherUsageStats = true",
        f"{_SECURITY}::test_nobody_sees_details_of_an_error_and_nothing_is_reported_outside",
    ),
    Defence(
        18,
        "data/store/database.py",
        '"PRAGMA journal_mode = WAL"',
        '"PRAGMA journal_mode = DELETE"',
        "tests/ui/test_health.py::test_a_locked_register_is_read_all_the_same",
    ),
    Defence(
        18,
        "data/store/database.py",
        'self._engine(self._open_to_write, "BEGIN IMMEDIATE")',
        'self._engine(self._open_to_write, "BEGIN")',
        "tests/data/test_store_faults.py::test_two_imports_at_once_both_come_in_one_after_the_other",
    ),
    Defence(
        18,
        "data/store/database.py",
        "return no_index or ",
        "return ",
        "tests/data/test_store_faults.py::test_a_full_disk_is_read_all_the_same",
    ),
    Defence(
        18,
        "data/store/database.py",
        "timeout=self.timeout_s, isolation_level",
        "timeout=0, isolation_level",
        "tests/data/test_store_faults.py::test_two_imports_at_once_both_come_in_one_after_the_other",
    ),
    Defence(
        19,
        "Makefile",
        "--require-hashes -r requirements.lock",
        "-r requirements.txt",
        "tests/test_locks.py::test_make_installs_from_the_locks_with_their_hashes_only",
    ),
    Defence(
        20,
        "access/seeing.py",
        "if not scope.exact:",
        "if False:",
        "tests/access/test_sensitivity.py::test_what_a_viewer_sees_of_a_sensitive_place_is_its_commune",
    ),
)


def without(defence: Defence, root: Path) -> str:
    """Give the text of a defence's file without it. ValueError when its line is not there."""
    text = (root / defence.file).read_text("utf-8")
    if defence.there not in text:
        raise ValueError(f"{defence.file} has no «{defence.there}»")
    return text.replace(defence.there, defence.instead)


def holds_without(defence: Defence, copy: Path) -> bool:
    """Tell whether the defence's test passes although the defence is gone: then it stands for nothing."""
    path = copy / defence.file
    whole = path.read_text("utf-8")
    path.write_text(without(defence, copy), "utf-8")
    try:
        command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", defence.test]
        done = subprocess.run(command, cwd=copy, env=os.environ | {"PYTHONPATH": str(copy)}, capture_output=True)
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{defence.test}: {done.stdout.decode()[-2000:]}")
        return done.returncode == 0
    finally:
        path.write_text(whole, "utf-8")


def main() -> int:
    """Take every defence away in turn, or those of the threats that are named; give the number of tests that passed."""
    asked = {int(number) for number in sys.argv[1:]}
    useless = 0
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name) / "copy"
        leave = shutil.ignore_patterns(".git", ".venv*", "__pycache__", "results", ".*_cache")
        shutil.copytree(ROOT, copy, ignore=leave)
        for defence in DEFENCES:
            if not asked or defence.threat in asked:
                held = holds_without(defence, copy)
                useless += held
                said = "PASSES WITHOUT" if held else "fails, as it must"
                print(f"{defence.threat:2} {defence.file}: {defence.test}: {said}", flush=True)
    return useless


if __name__ == "__main__":
    sys.exit(main())
