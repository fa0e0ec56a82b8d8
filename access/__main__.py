"""Command line of the accounts: add, list, disable, reset, sessions, audit. `python -m access --help` lists all.

An entrance: it joins the accounts to the geography, which lies on a floor above.
"""

from __future__ import annotations

import argparse
import getpass
import secrets
import sys
from collections.abc import Callable
from pathlib import Path

from access import accounts, sessions
from access.office import csv_text
from access.roles import ROLES
from briefing.compose.naming import area_named
from data import secret
from data.choice import TODAY
from data.command import Parser, run
from data.errors import Problem
from data.store import Entry, open_store, people
from data.wording import word

DONE, NOT_DONE = 0, 1


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give its exit code: 0 done, 1 not done or the audit trail is not sound."""
    parser = Parser(prog="python -m access", description="Tài khoản, phiên đăng nhập và nhật ký của sổ đăng ký")
    commands = parser.add_subparsers(dest="command", required=True)

    def command(name: str, function: Callable[[argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=text, description=text)
        made.set_defaults(run=function)
        return made

    add = command("add", _add, "lập tài khoản và in mật khẩu dùng một lần")
    add.add_argument("name", metavar="NAME")
    _rights(add)
    add.add_argument("--oidc", default="", metavar="SUBJECT", help="đăng nhập qua máy chủ danh tính, bằng tên này ở đó")
    role = command("role", _role, "đổi vai trò và phạm vi của tài khoản")
    role.add_argument("name", metavar="NAME")
    _rights(role)
    command("list", _list, "liệt kê tài khoản")
    for name, function, text in (
        ("disable", _disable, "khóa tài khoản và kết thúc mọi phiên của nó"),
        ("enable", _enable, "mở lại tài khoản"),
        ("reset", _reset, "đặt lại mật khẩu dùng một lần và kết thúc mọi phiên"),
    ):
        command(name, function, text).add_argument("name", metavar="NAME")
    command("sessions", _sessions, "liệt kê các phiên đăng nhập")
    command("revoke", _revoke, "kết thúc một phiên").add_argument(
        "session", metavar="SESSION", help="8 ký tự đầu của mã phiên"
    )
    audit = command("audit", _audit, "kiểm tra hoặc xuất nhật ký")
    audit.add_argument("what", choices=("verify", "export"))
    audit.add_argument("out", type=Path, nargs="?", metavar="OUT.csv")
    command("secret", _secret, "in một chuỗi bí mật mới, đặt vào NGHEAN_SECRET")
    return run(parser, arguments)


def _rights(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--role", choices=ROLES, required=True, help="viewer xem, editor nhập và sửa, admin quản trị")
    parser.add_argument(
        "--area", action="append", default=[], metavar="TÊN", help="chỉ xã, phường hoặc huyện cũ này; nhiều lần được"
    )
    parser.add_argument("--epoch", default=TODAY, help=f"mốc địa giới của --area (mặc định {TODAY})")


def _by() -> str:
    """Who types: the account of the computer, marked so that it is never taken for one of the register."""
    return f"dòng lệnh:{getpass.getuser()}"


def _areas(args: argparse.Namespace) -> list[str]:
    found = [area_named(name, args.epoch) for name in args.area]
    if any(not area.code for area in found):
        raise Problem("Phạm vi", "toàn tỉnh", "xã, phường, huyện cũ", "Bỏ --area: không ghi là toàn tỉnh.")
    return [f"{args.epoch}:{area.code}" for area in found]


def _add(args: argparse.Namespace) -> int:
    made = secret.make()
    password = accounts.add(open_store(), args.name, args.role, _areas(args), subject=args.oidc, by=_by())
    if made:
        print(f"Đã tạo chuỗi bí mật ở {secret.file()}: cất một bản riêng, mất nó thì mọi phiên kết thúc.")
    print(f"Đã lập tài khoản {args.name} ({word(f'role.{args.role}')}).")
    if password:
        print(f"Mật khẩu dùng một lần, đổi ở lần đăng nhập đầu: {password}")
    return DONE


def _role(args: argparse.Namespace) -> int:
    accounts.set_role(open_store(), args.name, args.role, _areas(args), by=_by())
    print(f"{args.name} nay là {word(f'role.{args.role}')}; các phiên đang mở đã kết thúc.")
    return DONE


def _list(args: argparse.Namespace) -> int:
    for one in accounts.listed(open_store()):
        marks = [word(f"role.{one.role}"), ", ".join(one.areas) or "toàn tỉnh"]
        marks += ["đã khóa"] if one.disabled else ["phải đổi mật khẩu"] if one.must_change else []
        marks += [f"qua máy chủ danh tính: {one.subject}"] if one.subject else []
        marks += [f"tạm khóa đến {one.locked_until}"] if one.locked_until else []
        print(f"{one.name}: {'; '.join(marks)}")
    return DONE


def _disable(args: argparse.Namespace) -> int:
    accounts.disable(open_store(), args.name, by=_by())
    print(f"Đã khóa {args.name}; các phiên đang mở đã kết thúc.")
    return DONE


def _enable(args: argparse.Namespace) -> int:
    accounts.enable(open_store(), args.name, by=_by())
    print(f"Đã mở lại {args.name}.")
    return DONE


def _reset(args: argparse.Namespace) -> int:
    password = accounts.reset(open_store(), args.name, by=_by())
    print(f"Mật khẩu dùng một lần của {args.name}: {password}")
    return DONE


def _sessions(args: argparse.Namespace) -> int:
    with open_store().reading() as connection:
        found = people.all_sessions(connection)
    for row in found.to_dict("records"):
        state = sessions.state(row)
        print(f"{row['token_sha256'][:8]}  {row['account']}  từ {row['begun_at']}  dùng {row['seen_at']}  {state}")
    return DONE


def _revoke(args: argparse.Namespace) -> int:
    ended = sessions.revoke(open_store(), args.session, by=_by())
    print(f"Đã kết thúc {ended} phiên.")
    return DONE if ended else NOT_DONE


def _audit(args: argparse.Namespace) -> int:
    return _verify() if args.what == "verify" else _export(args.out)


def _verify() -> int:
    verdict = open_store().trail.verify()
    for number in verdict.altered:
        print(f"LỖI mục {number}: bị sửa, thiếu mục trước nó, hoặc niêm sai.")
    for number in verdict.unsealed:
        print(f"LỖI mục {number}: không có niêm, ghi khi không có chuỗi bí mật.")
    if verdict.foreign:
        print(f"{verdict.foreign} mục niêm bằng chuỗi bí mật khác: không kiểm được niêm của chúng.")
    number, told = verdict.last
    if verdict.sound:
        print(f"Nhật ký nguyên vẹn: {verdict.count} mục, mục cuối {number} mã {told}.")
        print("Ghi lại số và mã này ở nơi khác để biết nếu phần cuối bị cắt.")
    return DONE if verdict.sound else NOT_DONE


def _export(out: Path | None) -> int:
    if out is None or out.suffix != ".csv":
        raise Problem(
            "Xuất nhật ký", str(out or "không có tên tệp"), "tên tệp .csv", "python -m access audit export T.csv"
        )
    store = open_store()
    store.trail.add(Entry(_by(), "audit_exported", out.name))
    entries = store.trail.entries()
    try:
        out.write_bytes(csv_text(entries))
    except OSError as error:
        raise Problem(f"Tệp {out}", "không ghi được", "quyền ghi", "Chọn thư mục khác.", str(error)) from error
    print(f"Đã xuất {len(entries)} mục ra {out}")
    return DONE


def _secret(args: argparse.Namespace) -> int:
    print(secrets.token_hex(32))
    return DONE


if __name__ == "__main__":
    sys.exit(main())
