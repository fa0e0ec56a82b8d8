"""What an administrator sets for an installation: every environment variable that the program reads, in one class.

docs/operations.md has a row for each. A command and a test see what is set at the moment of the call; it is checked
once, as that takes most of a millisecond and a page asks several times.
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from data.errors import Problem
from data.tables import TABLES


class Settings(BaseSettings):
    """The settings in force; a variable has the name of its field in capitals, and an empty one is as if not set."""

    model_config = SettingsConfigDict(env_ignore_empty=True, extra="ignore", frozen=True)

    # Secret, as it may hold a password: it is not shown when the settings are printed.
    register_database_url: SecretStr = SecretStr("")
    register_upload_mb: int = Field(default=10, ge=1, le=100)  # more does not fit into the memory that a check may take
    nghean_files: Path = TABLES.parent / "files"
    nghean_secret: SecretStr = SecretStr("")
    nghean_sign_in: str = "auto"
    nghean_public_url: str = ""
    nghean_oidc_metadata_url: str = ""
    nghean_oidc_client_id: str = ""
    nghean_oidc_client_secret: SecretStr = SecretStr("")
    nghean_oidc_role_claim: str = ""
    nghean_tile_url: str = ""
    nghean_tile_attribution: str = ""
    nghean_log_file: Path | None = None
    nghean_log_mb: int = Field(default=10, ge=1, le=1000)
    nghean_log_kept: int = Field(default=9, ge=1, le=1000)
    nghean_least_free_mb: int = Field(default=1000, ge=0)
    # Streamlit reads these itself; here they are only looked at by ui/deploy_check.py.
    streamlit_server_cookie_secret: SecretStr = SecretStr("")
    streamlit_server_allowed_hosts: str = ""


def settings() -> Settings:
    """Give the settings in force. Raises Problem naming every variable that is wrong; a secret one is never wrong."""
    named = {name: value for name, value in os.environ.items() if name.lower() in Settings.model_fields}
    return _checked(tuple(sorted(named.items())))


@lru_cache(maxsize=8)
def _checked(_: tuple[tuple[str, str], ...]) -> Settings:
    """Read the environment, which the argument tells from another."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = [(str(one["loc"][0]).upper(), str(one["input"])[:20], one["msg"]) for one in error.errors()]
        raise Problem(
            where="Biến môi trường " + ", ".join(name for name, *_ in wrong),
            came=", ".join(f"«{value}»" for _, value, _ in wrong),
            expected="giá trị như bảng thiết lập ở docs/operations.md",
            todo="Sửa lại, hoặc bỏ trống để dùng giá trị mặc định.",
            detail="; ".join(f"{name}: {message}" for name, _, message in wrong),
        ) from None
