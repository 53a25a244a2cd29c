"""An admin's claims in three groups: needs you, in progress, done."""

from __future__ import annotations

from collections.abc import Sequence

from bot.cards.buttons import button
from bot.cards.claim_rows import claim_row
from bot.cards.due import DONE, NEEDS, PROGRESS, group
from bot.cards.inputs import Form
from bot.cards.kit import action_set, card, column, headline, hint, notes, section, sentence, small
from bot.cards.scene import Card, Element, Scene
from bot.claims.models import Claim, Status
from bot.claims.ports import ClaimPage
from bot.text.markdown import Markdown

#: Statuses that by themselves wait for the admin.
_COUNTED = (Status.DRAFT, Status.ACTION_REQUIRED, Status.REJECTED)
#: Value of the filter that narrows nothing.
ALL = "all"


def claims_list(
    scene: Scene,
    page: ClaimPage,
    *,
    chosen: str = "",
    offset: int = 0,
    needing: int | None = None,
) -> Card:
    """List claims.

    `chosen` is the status filter (a status id, or empty for all), `offset` that of the page,
    `needing` how many wait for the admin by their status, over all pages; what else needs them (a
    renewal, a mail that came back), and what no longer does (a rejection past dispute), is counted
    as far as it is on this page.
    """
    words, stamp = scene.words, scene.stamp
    more = offset + len(page.claims) < page.total
    buttons = [button(words, "start", "new_claim", stamp, validates=False)]
    if more:
        buttons.insert(0, show_more(scene, "my_claims", offset + len(page.claims)))
    if page.total:
        buttons.append(button(words, "export", "export", stamp, validates=False))
    return card(
        [
            headline(words("my_claims.headline")),
            *notes(scene),
            sentence(_facts(scene, page, chosen, needing)),
            filter_row(scene, "my_claims", chosen, list(Status)) if page.total or chosen else None,
            *_groups(scene, page),
            page_line(scene, page, offset),
            hint(words("my_claims.hint")),
        ],
        buttons,
        summary=words.plain("my_claims.headline"),
    )


def _facts(scene: Scene, page: ClaimPage, chosen: str, needing: int | None) -> Markdown:
    words = scene.words
    if not page.total:
        return words("my_claims.none_filtered" if chosen else "my_claims.none")
    on_page = _in_group(scene, page, NEEDS)
    if needing is None:
        needing = len(on_page)
    else:
        needing += len(on_page) - sum(claim.status in _COUNTED for claim in page.claims)
    claims = words.plain("my_claims.claims", count=page.total)
    if not needing:
        return words("my_claims.quiet", claims=claims)
    need = words.plain("my_claims.need", count=needing)
    return words("my_claims.needing", claims=claims, needing=need)


def _groups(scene: Scene, page: ClaimPage) -> list[Element]:
    found: list[Element] = []
    for name in (NEEDS, PROGRESS, DONE):
        mine = _in_group(scene, page, name)
        if mine:
            found.append(section(scene.words(f"my_claims.{name}"), spacing="Medium"))
            found += [claim_row(scene, claim) for claim in mine]
    return found


def _in_group(scene: Scene, page: ClaimPage, name: str) -> list[Claim]:
    periods = scene.rules.periods
    return [claim for claim in page.claims if group(claim, scene.today, periods) == name]


def filter_row(scene: Scene, code: str, chosen: str, statuses: list[Status]) -> Element:
    """Draw the filter with its button beside it."""
    words = scene.words
    choices = [(ALL, words.plain(f"{code}.all"))]
    choices += [(status, words.plain(f"status.{status}")) for status in statuses]
    (box,) = Form(scene, None).choice("status", choices, compact=True)
    box["value"] = chosen if chosen in set(Status) else ALL
    verb = "my_claims" if code == "my_claims" else "review"
    apply = button(words, "apply", verb, scene.stamp)
    columns = [
        column([box], "stretch"),
        column([action_set(apply)], "auto", verticalContentAlignment="Bottom"),
    ]
    return {"type": "ColumnSet", "columns": columns, "spacing": "Medium"}


def show_more(scene: Scene, verb: str, offset: int) -> Element:
    """Make the button to the next page: `choice` is its offset, the filter goes along."""
    return button(scene.words, "show_more", verb, scene.stamp, choice=str(offset))


def page_line(scene: Scene, page: ClaimPage, offset: int) -> Element | None:
    """Say which part of the list is shown, where it is not the whole."""
    if len(page.claims) == page.total or not page.claims:
        return None
    last = offset + len(page.claims)
    line = scene.words("my_claims.page", **{"from": offset + 1, "to": last, "count": page.total})
    return small(line, spacing="Medium")


def which_one(scene: Scene, claims: Sequence[Claim]) -> Card:
    """List the claims that a name or a file could have meant, to open one."""
    words = scene.words
    return card(
        [
            headline(words("which_claim.headline")),
            *notes(scene),
            *(claim_row(scene, claim) for claim in claims),
            hint(words("which_claim.hint")),
        ],
        summary=words.plain("which_claim.headline"),
    )
