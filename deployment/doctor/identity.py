"""Looks at Microsoft Entra and Graph: our token, the keys we judge by, groups and app roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.identity.app_tokens import AppTokens, TokenUnavailable
from bot.identity.graph import Graph, GraphDown
from bot.identity.keys import KeysDown, SigningKeys
from bot.identity.memberships import EntraMemberships
from bot.identity.people import Holders
from deployment.doctor.findings import Finding, bad, doubtful, good

Heard = Sequence[Mapping[str, Any]]
"""What the assistant's own parts logged meanwhile: they name the code, never the secret."""
_APP = "CPOR_APP_ID and CPOR_APP_TENANT_ID"
#: What to mend, by Entra's error code (AADSTS…).
_TO_MEND = {
    "7000215": "The client secret is wrong: CPOR_APP_PASSWORD takes its value, not its id.",
    "7000222": "The client secret has run out: make a new one and set CPOR_APP_PASSWORD.",
    "700016": f"The tenant has no such app: look at {_APP}.",
    "7000229": f"The app has no service principal in the tenant: look at {_APP}.",
    "700027": "The certificate is not registered with the app, or has run out: upload it in Entra.",
    "90002": "There is no such tenant: look at CPOR_APP_TENANT_ID, or at CPOR_TENANT_IDS.",
}
ENTRA_HINT = "Look whether CPOR_AUTHORITY_URL can be reached from here, and at the app's settings."
_IDENTITY = "Look whether the managed identity is assigned to where this runs: CPOR_APP_ID is its "
_RIGHTS = (
    "Grant the app User.Read.All and GroupMember.Read.All for groups, Directory.Read.All for app "
    "roles, as application permissions with an administrator's consent."
)


async def look_at_token(tokens: AppTokens, scope: str, heard: Heard, *, managed: bool) -> Finding:
    """Get the token that the chat's answers are sent with."""
    try:
        await tokens.token(scope)
    except TokenUnavailable:
        said = _why(scope, heard)
        code = next((word for word in said.split() if word in _TO_MEND), "")
        hint = f"{_IDENTITY}client id." if managed else ENTRA_HINT
        return bad("Entra", f"gives no token ({said})", _TO_MEND.get(code, hint))
    return good("Entra", "gives the bot's token")


def _why(scope: str, heard: Heard) -> str:
    said = [
        str(row["error"])
        for row in heard
        if row.get("event") == "token.unavailable" and row.get("scope") == scope
    ]
    return said[-1] if said else "no answer"


async def look_at_keys(keys: SigningKeys, whose: str, address: str) -> Finding:
    """Fetch the keys by which incoming tokens are judged."""
    try:
        await keys.find("doctor")
    except KeysDown:
        mend = f"Let https to {address} through: without it every request is refused."
        return bad(f"keys of {whose}", "cannot be had", mend)
    finally:
        await keys.close()
    return good(f"keys of {whose}", "are at hand")


async def look_at_people(
    graph: Graph, app_id: str, named: Mapping[str, Sequence[str]]
) -> list[Finding]:
    """Look up each group and app role that the settings name, and ask for somebody's rights.

    `named` is the setting's name and its entries. Only called where one names a group or a role.
    """
    found: list[Finding] = []
    for setting, entries in named.items():
        holders = Holders.named(entries)
        found += [await _group(graph, setting, group) for group in sorted(holders.groups)]
        if holders.roles:
            found += await _roles(graph, app_id, setting, sorted(holders.roles))
    everybody = Holders.named([entry for entries in named.values() for entry in entries])
    return [*found, await _rights(graph, app_id, everybody)]


async def _group(graph: Graph, setting: str, group: str) -> Finding:
    name = f"group in {setting}"
    try:
        answer = await graph.get(f"groups/{group}/transitiveMembers", {"$select": "id"})
    except GraphDown as down:
        return _unreadable(name, f"{group} cannot be read", down)
    if answer is None:
        mend = f"Correct CPOR_{setting}: it takes the group's object id, of the app's own tenant."
        return bad(name, f"there is no group {group}", mend)
    if not _rows(answer):
        return doubtful(name, f"{group} is empty", "Put people into it: nobody has this right.")
    return good(name, f"{group} has members")


async def _roles(graph: Graph, app_id: str, setting: str, wanted: Sequence[str]) -> list[Finding]:
    name = f"app role in {setting}"
    query = {"$select": "id,appRoles"}
    try:
        service = await graph.get(f"servicePrincipals(appId='{app_id}')", query)
        if service is None:
            mend = (
                "Make it under Enterprise applications: the app registration alone is not enough."
            )
            return [bad(name, "the app has no service principal in its tenant", mend)]
        path = f"servicePrincipals/{service.get('id')}/appRoleAssignedTo"
        assigned = _rows(await graph.get(path, {"$top": "999"}))
    except GraphDown as down:
        return [_unreadable(name, "app roles cannot be read", down)]
    known = {row.get("value"): row.get("id") for row in _enabled(service)}
    held = {row.get("appRoleId") for row in assigned}
    return [_role(name, role, role in known, known.get(role) in held) for role in wanted]


def _enabled(service: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    return (row for row in _rows(service, "appRoles") if row.get("isEnabled"))


def _role(name: str, role: str, is_known: bool, is_held: bool) -> Finding:
    if not is_known:
        mend = "Make it under App registrations › App roles, with this very value, and enable it."
        return bad(name, f"the app has no role {role}", mend)
    if not is_held:
        mend = "Assign it under Enterprise applications › Users and groups."
        return doubtful(name, f"nobody is assigned {role}", mend)
    return good(name, f"{role} is assigned")


async def _rights(graph: Graph, app_id: str, named: Holders) -> Finding:
    """Ask just what is asked before anybody changes anything, about somebody who does not exist."""
    memberships = EntraMemberships(graph, app_id, named.groups, named.roles)
    try:
        await memberships.of("00000000-0000-4000-8000-000000000000")
    except GraphDown as down:
        return _unreadable("rights", "nobody's rights can be asked", down)
    finally:
        await memberships.close()
    return good("rights", "Graph tells who holds what")


def _unreadable(name: str, what: str, down: GraphDown) -> Finding:
    said = str(down)
    mend = _RIGHTS if said.startswith(("401", "403")) else "Look whether Graph can be reached."
    return bad(name, f"{what} ({said.strip()})", mend)


def _rows(answer: Mapping[str, Any] | None, name: str = "value") -> list[Mapping[str, Any]]:
    found = answer.get(name) if answer else None
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []
