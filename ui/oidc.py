"""Signing in through another server (OpenID Connect): Streamlit's own `st.login` routes ask it, a session here follows.

Streamlit keeps who came back in a signed cookie for thirty days. Here it serves once, right after the way back: it is
exchanged for a session of the register's, which ends when it is unused, signed out or revoked.
"""

from __future__ import annotations

import json
import logging
import urllib.request
from collections.abc import Mapping
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import HTTPConnection
from starlette.responses import Response
from streamlit import auth_util
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME

from data import secret
from data import settings as installation

log = logging.getLogger("oidc")
_PATIENCE_S = 3
_FRESH_DAYS = 2 / (24 * 60)  # what came back is good for two minutes


def configured() -> bool:
    """Say whether the settings name another server."""
    return all(_named())


def _named() -> tuple[str, str, str, str]:
    """Give the address of the other server's metadata, our name and password there, and our own address."""
    found = installation.settings()
    password = found.nghean_oidc_client_secret.get_secret_value()
    told = (found.nghean_oidc_metadata_url, found.nghean_oidc_client_id, password, found.nghean_public_url)
    metadata, client, password, own = (one.strip() for one in told)
    return metadata, client, password, own


def settings() -> dict[str, Any]:
    """Give what `st.login` needs, as st.App's secrets; nothing where no other server is named."""
    if not configured() or not secret.secret():
        return {}
    metadata, client, password, own = _named()
    auth = {
        "redirect_uri": own.rstrip("/") + "/oauth2callback",
        "cookie_secret": secret.keyed("oidc", "cookie"),
        "client_id": client,
        "client_secret": password,
        "server_metadata_url": metadata,
    }
    return {"auth": auth}


def link() -> str:
    """Give the address that `st.login` sends a browser to, "" where no other server is named."""
    return f"/auth/login?provider={auth_util.encode_provider_token('default')}" if settings() else ""


def sign_out_link() -> str:
    """Give the address at which the other server ends its own session and sends back here.

    "" where no other server is named, it does not answer, or it has no such address.
    """
    if not settings():
        return ""
    metadata, client, _, own = _named()
    try:
        ending = _ending(metadata)
    except (OSError, ValueError) as error:
        log.warning("the address to sign out at was not found: %s", error)
        return ""
    return auth_util.build_logout_url(ending, client, own.rstrip("/") + "/dang-nhap") if ending else ""


@lru_cache(maxsize=1)
def _ending(metadata: str) -> str:
    """Ask the other server where a session is ended, "" where it does not say. Raises OSError or ValueError."""
    with urllib.request.urlopen(metadata, timeout=_PATIENCE_S) as answer:  # noqa: S310 - an address of the settings
        told = json.load(answer).get("end_session_endpoint", "")
    return told if urlsplit(str(told)).scheme in ("https", "http") else ""


def came_back(request: HTTPConnection) -> Mapping[str, Any] | None:
    """Give the claims of somebody who just came back from the other server, None for everybody else."""
    if USER_COOKIE_NAME not in request.cookies or not settings():
        return None
    key = get_cookie_secret()

    def single(name: str) -> bytes | None:
        value = request.cookies.get(name)
        return decode_signed_value(key, name, value, _FRESH_DAYS) if value else None

    found = auth_util.get_cookie_with_chunks(single, USER_COOKIE_NAME)
    claims = json.loads(found) if found else {}
    return claims if claims.get("is_logged_in") and claims.get("sub") else None


def role_of(claims: Mapping[str, Any]) -> str:
    """Give the role that the claim named in the settings holds, alone or in a list; "" where it holds none."""
    told = claims.get(installation.settings().nghean_oidc_role_claim.strip(), ())
    values = told if isinstance(told, list) else [told]
    return next((role for role in ("admin", "editor", "viewer") if role in values), "")


def forget(request: HTTPConnection, answer: Response) -> None:
    """Take from the browser what Streamlit left there."""
    for name in request.cookies:
        if name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME)):
            answer.delete_cookie(name, path="/")
