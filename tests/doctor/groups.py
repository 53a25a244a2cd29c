"""The part of Graph that tells who is in a group, and to whom an app role is assigned."""

from __future__ import annotations

from aiohttp import web

from tests.entra.graph import Graph, graph_error, refuse_without
from tests.mail.fake_graph import FakeGraph


class Groups:
    """Groups exist once they are put here; people are those of the stand-in's own Graph."""

    def __init__(self) -> None:
        self.known: set[str] = set()
        self.graph: Graph | None = None

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/groups/{id}/transitiveMembers", self.members),
            web.get("/servicePrincipals/{id}/appRoleAssignedTo", self.assigned),
        ]

    async def members(self, request: web.Request) -> web.Response:
        refused = refuse_without(request, "GroupMember.Read.All")
        if refused is not None:
            return refused
        group = request.match_info["id"]
        if group not in self.known:
            return graph_error(404, "Request_ResourceNotFound")
        assert self.graph
        people = self.graph.users.items()
        rows = [{"id": who} for who, user in people if group in user.groups]
        return web.json_response({"value": rows})

    async def assigned(self, request: web.Request) -> web.Response:
        refused = refuse_without(request, "Directory.Read.All")
        if refused is not None:
            return refused
        assert self.graph
        assert request.match_info["id"] == self.graph.service_principal
        rows = [
            {"principalId": who, "appRoleId": self.graph.app_roles[role]}
            for who, user in self.graph.users.items()
            for role in user.roles
        ]
        return web.json_response({"value": rows})


class Mailbox(FakeGraph):
    """A mailbox that also answers when asked for the first message of all."""

    async def list_inbox(self, request: web.Request) -> web.Response:
        if "$filter" in request.query:
            return await super().list_inbox(request)
        refusal = self._refusal(request, allowed=self.may_read)
        return refusal or web.json_response({"value": []})
