"""Who is told what comes in: reviewers by object id, and whoever Entra has in group or app role.

Application permissions: `GroupMember.Read.All` (Microsoft Graph, "List group transitive members")
and `Directory.Read.All` ("List appRoleAssignments granted for a service principal"), as rights are
asked with. A group whose members are hidden stays hidden.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import quote

from bot.claims.ports import TryLater
from bot.identity.graph import Graph, GraphDown, GraphRefused
from bot.identity.memberships import EntraMemberships
from bot.identity.people import Holders

_USER = "#microsoft.graph.user"
_PAGE = {"$select": "id", "$top": "999"}


class NamedReviewers:
    """Knows the reviewers from their object ids alone."""

    def __init__(self, named: Holders) -> None:
        self.named = named.ids

    async def others(self) -> frozenset[str]:
        """Give nobody: all are named."""
        return frozenset()


class EntraReviewers:
    """Asks Graph anew each time, as claims come in seldom."""

    def __init__(self, graph: Graph, memberships: EntraMemberships, named: Holders) -> None:
        """Take whom the settings name, and `memberships` to find our own service principal."""
        self.named = named.ids
        self._graph, self._memberships = graph, memberships
        self._groups, self._roles = sorted(named.groups), named.roles

    async def others(self) -> frozenset[str]:
        """Give object ids of those who review by group or app role.

        Raises `TryLater` while Graph does not answer. What it does not let us see (the log says
        so) is left out: waiting would not help.
        """
        try:
            found = [await self._members(group, "transitiveMembers") for group in self._groups]
            found.append(await self._by_role())
        except GraphRefused:
            return frozenset()
        except GraphDown as error:
            raise TryLater("who reviews cannot be looked up now") from error
        return frozenset().union(*found) - self.named

    async def _members(self, group: str, kind: str) -> frozenset[str]:
        rows = await self._graph.rows(f"groups/{quote(group, safe='')}/{kind}", _PAGE)
        return frozenset(_id(row) for row in rows if row.get("@odata.type") == _USER)

    async def _by_role(self) -> frozenset[str]:
        """Give whom the roles are assigned to; of a group, those directly in it."""
        if not self._roles:
            return frozenset()
        service = await self._memberships.own_service()
        rows = await self._graph.rows(f"servicePrincipals/{service.id}/appRoleAssignedTo", {})
        held = [row for row in rows if service.roles.get(str(row.get("appRoleId"))) in self._roles]
        groups = [await self._members(_principal(row), "members") for row in _of(held, "Group")]
        return frozenset(_principal(row) for row in _of(held, "User")).union(*groups)


def _of(rows: Iterable[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    return [row for row in rows if row.get("principalType") == kind]


def _principal(row: Mapping[str, Any]) -> str:
    return str(row.get("principalId", "")).lower()


def _id(row: Mapping[str, Any]) -> str:
    return str(row.get("id", "")).lower()
