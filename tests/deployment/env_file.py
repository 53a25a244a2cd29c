"""Reads the example of the settings file, and fills it in as a partner would."""

import re
from pathlib import Path

EXAMPLE = Path(__file__).parents[2] / "deployment/env.example"
LINE = re.compile(r"(#?)([A-Z][A-Z0-9_]*)=(.*)")
PARTNER = {
    "CPOR_PUBLIC_URL": "https://claims.contoso.example",
    "CPOR_SECRET": "0123456789abcdef0123456789abcdef",
    "CPOR_APP_ID": "3b1d7a52-6c0e-4f7e-9a55-0c7f5a1e9d10",
    "CPOR_APP_PASSWORD": "not a real one",
    "CPOR_TENANT_IDS": "3b1d7a52-6c0e-4f7e-9a55-0c7f5a1e9d11",
    "CPOR_ADMINS": "0a1b2c3d-0000-4000-8000-00000000ada1",
    "CPOR_PARTNER_NAME": "Contoso Consulting",
    "CPOR_PARTNER_DOMAINS": "contoso.example",
    "CPOR_MAIL_FROM": "associations@contoso.example",
    "CPOR_SMTP_HOST": "smtp.contoso.example",
}


def rows() -> list[tuple[bool, str, str]]:
    """Each line that is or could be a setting: whether it counts, its name, its value."""
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    found = filter(None, map(LINE.fullmatch, lines))
    return [(not match[1], match[2], match[3]) for match in found]


def filled(**more: str) -> dict[str, str]:
    """The example with a made-up partner's values where it is empty."""
    example = {name: value for counts, name, value in rows() if counts}
    return {**example, **PARTNER, **more}
