"""Which of the groups and app roles that matter to us somebody holds, as Entra says now.

Application permissions: `User.Read.All` and `GroupMember.Read.All` for groups (Microsoft Graph,
"directoryObject: checkMemberGroups"), `Directory.Read.All` for app roles (Microsoft Graph, "List
appRoleAssignments granted to a user"). The least that Graph's pages name, as of 2026.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from bot.identity.graph import Graph, GraphDown
from bot.identity.kept import Fetched, Kept

_RENEWED, _GOOD_FOR = 600.0, 24 * 3600.0
_PAUSE, _EMPTY_PAUSE = 20.0, 2.0
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Memberships:
    """What somebody holds of what was asked for: ids of groups, values of app roles."""

    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Service:
    """Our own app in the tenant: its service principal, and its app roles by their id."""

    id: str
    roles: Mapping[str, str]


class EntraMemberships:
    """Asks Graph, for all groups in one request."""

    def __init__(
        self, graph: Graph, app_id: str, groups: Collection[str], roles: Collection[str]
    ) -> None:
        """Take ids of at most 20 groups, and values of our app registration's app roles."""
        self._graph, self._app_id = graph, app_id
        self._groups = sorted(group.lower() for group in groups)
        self._roles = frozenset(roles)
        self._service: Kept[Service] = Kept(
            self._find_service, pause=_PAUSE, empty_pause=_EMPTY_PAUSE
        )

    async def of(self, object_id: str) -> Memberships:
        """Give what somebody holds; nothing, for somebody who is gone. Raises `GraphDown`."""
        groups, roles = await asyncio.gather(
            self._groups_of(object_id), self._roles_of(object_id), return_exceptions=True
        )
        if isinstance(groups, BaseException):
            raise groups
        if isinstance(roles, BaseException):
            raise roles
        return Memberships(groups, roles)

    async def close(self) -> None:
        """Stop what is still asked."""
        await self._service.close()

    async def _groups_of(self, object_id: str) -> frozenset[str]:
        """Groups within groups count: the check is transitive."""
        if not self._groups:
            return frozenset()
        path = f"users/{quote(object_id, safe='')}/checkMemberGroups"
        answer = await self._graph.post(path, {"groupIds": self._groups})
        held = answer.get("value") if answer else None
        named = held if isinstance(held, list) else []
        return frozenset(str(group).lower() for group in named) & frozenset(self._groups)

    async def _roles_of(self, object_id: str) -> frozenset[str]:
        """Roles given to the person, or to a group they are directly in."""
        if not self._roles:
            return frozenset()
        service = await self.own_service()
        path = f"users/{quote(object_id, safe='')}/appRoleAssignments"
        answer = await self._graph.get(path, {"$filter": f"resourceId eq {service.id}"})
        rows = [row for row in _rows(answer) if row.get("resourceId") == service.id]
        held = {service.roles.get(str(row.get("appRoleId")), "") for row in rows}
        return frozenset(held) & self._roles

    async def own_service(self) -> Service:
        """Give our own app in the tenant. Raises `GraphDown`."""
        if self._service.value is None:
            await self._service.renew()
        else:
            self._service.freshen()
        if (service := self._service.value) is None:
            raise GraphDown("own service principal")
        return service

    async def _find_service(self) -> Fetched[Service] | None:
        path = f"servicePrincipals(appId='{self._app_id}')"
        try:
            answer = await self._graph.get(path, {"$select": "id,appRoles"})
        except GraphDown:
            return None
        if answer is None:
            return None
        rows = _rows(answer, "appRoles")
        roles = {str(row.get("id")): str(row.get("value")) for row in rows if row.get("isEnabled")}
        return Fetched(Service(str(answer.get("id")), roles), _RENEWED, _GOOD_FOR)


def _rows(answer: Row | None, name: str = "value") -> Iterator[Row]:
    found = answer.get(name) if answer else None
    for row in found if isinstance(found, list) else []:
        if isinstance(row, dict):
            yield row
