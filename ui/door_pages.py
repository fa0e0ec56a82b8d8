"""The plain pages before the dashboard: sign-in and password. No script, no file, nothing from elsewhere."""

from __future__ import annotations

import secrets
from html import escape

import streamlit as st
from starlette.responses import HTMLResponse

from access.passwords import LEAST_LENGTH
from access.person import Person
from data.errors import Problem
from data.wording import word

_STYLE = """
*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;padding:1rem;background:light-dark(var(--l2),var(--d2));
color:light-dark(var(--lt),var(--dt));font:16px/1.5 "Be Vietnam Pro","Segoe UI",Roboto,"Noto Sans",sans-serif;
color-scheme:light dark}
main{width:100%;max-width:24rem;padding:2rem;border-radius:.5rem;background:light-dark(var(--l1),var(--d1));
border:1px solid light-dark(var(--lb),var(--db))}
h1{font-size:1.375rem;margin:0 0 .25rem}p{margin:0 0 1rem}
label{display:block;margin:0 0 1rem;font-weight:500}
input{display:block;width:100%;margin-top:.25rem;padding:.6rem .75rem;font:inherit;color:inherit;background:transparent;
border:1px solid light-dark(#6b7d77,#7d918e);border-radius:.5rem}
button,.button{display:block;width:100%;padding:.7rem;font:inherit;font-weight:600;text-align:center;text-decoration:none;
color:light-dark(#fff,#10191a);background:light-dark(var(--la),var(--da));border:0;border-radius:.5rem;cursor:pointer}
.button{margin-top:1rem}
:focus-visible{outline:3px solid light-dark(var(--ll),var(--dl));outline-offset:2px}
[role=alert]{padding:.75rem 1rem;border-radius:.5rem;border:1px solid #c44e00;border-left-width:.4rem}
code{overflow-wrap:anywhere}
"""
_COLOURS = (("1", "backgroundColor"), ("2", "secondaryBackgroundColor"), ("t", "textColor"), ("b", "borderColor"))
_COLOURS += (("a", "primaryColor"), ("l", "linkColor"))


def sign_in(goal: str, problem: Problem | None, ready: bool, status: int = 200, elsewhere: str = "") -> HTMLResponse:
    """Give the sign-in page, which goes on to `goal`; `elsewhere` is the address of another server's sign-in."""
    if not ready:
        told = f"<p>{_said('door.no_account')}</p><p><code>python -m access add TÊN --role admin</code></p>"
        return _page("door.title", told, status)
    form = (
        f'<form method="post" action="dang-nhap"><input type="hidden" name="next" value="{escape(goal)}">'
        + _field("name", "door.name", "text", "username", "autofocus autocapitalize=none spellcheck=false")
        + _field("password", "door.password", "password", "current-password")
        + f"<button>{_said('door.enter')}</button></form>"
    )
    if elsewhere:
        form += f'<a class="button" href="{escape(elsewhere)}">{_said("door.elsewhere")}</a>'
    return _page("door.title", _alert(problem) + form, status)


def password(found: Person, problem: Problem | None = None) -> HTMLResponse:
    """Give the page on which somebody changes their own password."""
    told = f"<p>{_said('door.first' if found.must_change else 'door.change_help', least=LEAST_LENGTH)}</p>"
    form = (
        f'<form method="post" action="mat-khau"><input type="hidden" name="name" value="{escape(found.name)}" '
        'autocomplete="username">'
        + _field("old", "door.old", "password", "current-password", "autofocus")
        + _field("new", "door.new", "password", "new-password", f"minlength={LEAST_LENGTH}")
        + _field("again", "door.again", "password", "new-password", f"minlength={LEAST_LENGTH}")
        + f"<button>{_said('door.change')}</button></form>"
    )
    return _page("door.change", told + _alert(problem) + form, 400 if problem else 200)


def failed(problem: Problem) -> HTMLResponse:
    """Give the page that says why nobody can be let in at the moment."""
    return _page("door.title", _alert(problem), 503)


def _page(title: str, body: str, status: int) -> HTMLResponse:
    nonce = secrets.token_urlsafe(16)
    colours = ";".join(
        f"--{base[0]}{name}:{st.get_option(f'theme.{base}.{key}')}"
        for base in ("light", "dark")
        for name, key in _COLOURS
    )
    page = (
        '<!doctype html><html lang="vi"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{_said(title)} · {_said('app.name')}</title>"
        f'<style nonce="{nonce}">:root{{{colours}}}{_STYLE}</style></head>'
        f"<body><main><h1>{_said(title)}</h1><p>{_said('app.name')}</p>{body}</main></body></html>"
    )
    policy = f"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'; frame-ancestors 'none'"
    headers = {"Content-Security-Policy": f"{policy}; base-uri 'none'", "Cache-Control": "no-store"}
    headers |= {"Referrer-Policy": "same-origin", "X-Content-Type-Options": "nosniff"}
    return HTMLResponse(page, status, headers)


def _field(name: str, label: str, kind: str, complete: str, more: str = "") -> str:
    return (
        f"<label>{_said(label)}"
        f'<input name="{name}" type="{kind}" autocomplete="{complete}" required maxlength="256" {more}></label>'
    )


def _alert(problem: Problem | None) -> str:
    if problem is None:
        return ""
    came = problem.came[:1].upper() + problem.came[1:]
    return f'<p role="alert">{escape(problem.where)}: {escape(came)}. {escape(problem.todo)}</p>'


def _said(key: str, **values: object) -> str:
    return escape(word(key, **values))
