"""The part of Microsoft Graph that tells who is in a group and who holds an app role."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.entra.moods import Mood

#: What the app may do unless a test takes it away (application permissions).
USUAL_PERMISSIONS = frozenset({"User.Read.All", "GroupMember.Read.All", "Directory.Read.All"})
MOST_GROUPS = 20
CLAIMS = web.RequestKey("claims", dict)


@dataclass
class User:
    """Somebody in the directory."""

    groups: set[str] = field(default_factory=set)
    roles: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Asked:
    """One request that Graph was sent."""

    method: str
    path: str
    body: Any
    query: dict[str, str]


class Graph:
    """Answers below `/v1.0`, for bearers of a token that the stand-in gave for Graph.

    Further routes: `graph.router.add_post("/users/{id}/sendMail", handler)` before the stand-in
    starts. A handler finds the token's claims with `claims_of(request)` and checks permissions
    with `refuse_without(request, "Mail.Send")`, which gives a response or None.
    """

    def __init__(
        self,
        read_token: Callable[[str], dict[str, Any] | None],
        app_id: str,
        routes: Iterable[web.AbstractRouteDef] = (),
    ) -> None:
        self._read_token = read_token
        self.app_id = app_id
        self.service_principal = str(uuid.uuid4())
        self.app_roles: dict[str, str] = {}
        self.users: dict[str, User] = {}
        self.groups: dict[str, set[str]] = {}
        """Groups that hold an app role, with its value."""
        self.page = 100
        """How many members are listed at once."""
        self.mood = Mood()
        self.asked: list[Asked] = []
        self.rejected_tokens: set[str] = set()
        self.app = web.Application(middlewares=[self._guarded])
        self.app.add_routes(routes)
        self.app.router.add_post("/users/{id}/checkMemberGroups", self._check_member_groups)
        self.app.router.add_get("/users/{id}/appRoleAssignments", self._app_role_assignments)
        self.app.router.add_get(r"/servicePrincipals(appId='{app}')", self._service_principal)
        self.app.router.add_get("/groups/{id}/{kind:members|transitiveMembers}", self._members)
        self.app.router.add_get("/servicePrincipals/{id}/appRoleAssignedTo", self._assigned_to)

    @property
    def router(self) -> web.UrlDispatcher:
        return self.app.router

    def put(self, object_id: str, *, groups: Iterable[str] = (), roles: Iterable[str] = ()) -> None:
        """Put somebody into the directory, in these groups and with these app roles."""
        for role in roles:
            self.app_roles.setdefault(role, str(uuid.uuid4()))
        self.users[object_id.lower()] = User({one.lower() for one in groups}, set(roles))

    def asked_for(self, ending: str) -> list[Asked]:
        """What was asked so far with a path of this ending."""
        return [one for one in self.asked if one.path.endswith(ending)]

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Any) -> web.StreamResponse:
        body = await _body(request)
        path = request.path.removeprefix("/v1.0")
        self.asked.append(Asked(request.method, path, body, dict(request.query)))
        shown = await self.mood.show(request)
        if shown is not None:
            return shown
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        claims = self._read_token(token) if scheme == "Bearer" else None
        if claims is None or token in self.rejected_tokens:
            return graph_error(401, "InvalidAuthenticationToken")
        request[CLAIMS] = claims
        response: web.StreamResponse = await handler(request)
        return response

    async def _check_member_groups(self, request: web.Request) -> web.Response:
        refused = refuse_without(request, "User.Read.All", "GroupMember.Read.All")
        if refused is not None:
            return refused
        user = self.users.get(request.match_info["id"].lower())
        if user is None:
            return graph_error(404, "Request_ResourceNotFound")
        wanted = (await request.json())["groupIds"]
        if not 0 < len(wanted) <= MOST_GROUPS:
            return graph_error(400, "Request_BadRequest")
        held = [group for group in wanted if group.lower() in user.groups]
        return web.json_response({"@odata.context": "standin", "value": held})

    async def _app_role_assignments(self, request: web.Request) -> web.Response:
        refused = refuse_without(request, "Directory.Read.All")
        if refused is not None:
            return refused
        object_id = request.match_info["id"].lower()
        user = self.users.get(object_id)
        if user is None:
            return graph_error(404, "Request_ResourceNotFound")
        rows = [self._assignment(object_id, self.app_roles[role]) for role in sorted(user.roles)]
        other = {"resourceId": str(uuid.uuid4()), "appRoleId": str(uuid.UUID(int=0))}
        if "resourceId eq" not in request.query.get("$filter", ""):
            rows.append({"principalId": object_id, **other})
        return web.json_response({"value": rows})

    async def _members(self, request: web.Request) -> web.Response:
        refused = refuse_without(request, "GroupMember.Read.All")
        if refused is not None:
            return refused
        group, start = request.match_info["id"].lower(), int(request.query.get("$skiptoken", 0))
        held = sorted(each for each, user in self.users.items() if group in user.groups)
        if not held and group not in self.groups:
            return graph_error(404, "Request_ResourceNotFound")
        rows = [{"@odata.type": "#microsoft.graph.user", "id": each} for each in held]
        rows.append({"@odata.type": "#microsoft.graph.device", "id": str(uuid.UUID(int=1))})
        end = start + self.page
        more = request.url.update_query({"$skiptoken": str(end)})
        link = {"@odata.nextLink": str(more)} if end < len(rows) else {}
        return web.json_response({"value": rows[start:end], **link})

    async def _assigned_to(self, request: web.Request) -> web.Response:
        refused = refuse_without(request, "Directory.Read.All")
        if refused is not None:
            return refused
        holders = [(each, user.roles, "User") for each, user in self.users.items()]
        holders += [(group, roles, "Group") for group, roles in self.groups.items()]
        rows = [
            self._assignment(each, self.app_roles[role], kind)
            for each, roles, kind in holders
            for role in sorted(roles)
        ]
        return web.json_response({"value": rows})

    def _assignment(self, object_id: str, role_id: str, kind: str = "User") -> dict[str, str]:
        return {
            "id": uuid.uuid4().hex,
            "principalId": object_id,
            "principalType": kind,
            "resourceId": self.service_principal,
            "appRoleId": role_id,
        }

    async def _service_principal(self, request: web.Request) -> web.Response:
        refused = refuse_without(request, "Directory.Read.All")
        if refused is not None:
            return refused
        if request.match_info["app"] != self.app_id:
            return graph_error(404, "Request_ResourceNotFound")
        roles = [
            {"id": role_id, "value": value, "isEnabled": True, "allowedMemberTypes": ["User"]}
            for value, role_id in self.app_roles.items()
        ]
        return web.json_response({"id": self.service_principal, "appRoles": roles})


async def _body(request: web.Request) -> Any:
    """What was sent: decoded where it says it is JSON, as bytes otherwise."""
    if not request.can_read_body:
        return None
    is_json = request.content_type == "application/json"
    return await request.json() if is_json else await request.read()


def claims_of(request: web.Request) -> dict[str, Any]:
    """The claims of the token that a request came with."""
    claims: dict[str, Any] = request[CLAIMS]
    return claims


def refuse_without(request: web.Request, *permissions: str) -> web.Response | None:
    """Give Graph's refusal where the token lacks one of the application permissions."""
    if set(permissions) <= set(claims_of(request).get("roles", ())):
        return None
    return graph_error(403, "Authorization_RequestDenied")


def graph_error(status: int, code: str) -> web.Response:
    """An error in the form that Graph gives."""
    return web.json_response({"error": {"code": code, "message": code}}, status=status)
