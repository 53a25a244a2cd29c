"""The style of every card: what a headline, a row, a box or a list line looks like, once."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bot.cards.scene import Card, Element, Scene
from bot.text.markdown import Markdown, escape
from bot.text.words import Words

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
#: Teams on desktop draws up to 1.5 and needs it for Action.Execute; phones skip what they lack.
VERSION = "1.5"
#: A heading of a part keeps the size of body text; the style is for screen readers.
HEADING = {"size": "Default", "weight": "Bolder", "style": "heading"}
LABEL_WIDTH = "128px"
SHAPE_WIDTH = "20px"
BULLET_WIDTH = "8px"


def card(body: Iterable[Element | None], actions: Sequence[Element] = (), *, summary: str) -> Card:
    """Put a card together; `summary` is the plain line for notifications and old clients."""
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        "fallbackText": summary,
        "msteams": {"width": "Full"},
        "body": [element for element in body if element],
        **({"actions": list(actions)} if actions else {}),
    }


def text(content: str, **style: object) -> Element:
    """Draw body text; anything that is not `Markdown` already is escaped."""
    return {"type": "TextBlock", "text": escape(content), "wrap": True, **style}


def headline(content: str) -> Element:
    """Draw the fact or the question that is enough alone."""
    return text(content, size="Large", weight="Bolder", style="heading", spacing="Small")


def sentence(content: str) -> Element:
    """Draw the one sentence under a headline."""
    return text(content, spacing="Small")


def section(content: str, **style: object) -> Element:
    """Draw the heading of a part."""
    return text(content, **{**HEADING, "spacing": "Large", **style})


def small(content: str, **style: object) -> Element:
    """Draw a hint, a source or other meta text."""
    return text(content, **{"size": "Small", "isSubtle": True, "spacing": "Small", **style})


def hint(content: str) -> Element:
    """Draw the last line: what can be typed instead."""
    return small(content, spacing="Medium")


def two_columns(left: Element, right: Element | None, **style: object) -> Element:
    """Draw one thing left that may grow, and one right that is as wide as it needs."""
    columns = [column([left], "stretch")]
    if right:
        columns.append(column([right], "auto", verticalContentAlignment="Center"))
    return {"type": "ColumnSet", "columns": columns, **style}


def column(items: Sequence[Element], width: str, **style: object) -> Element:
    """Draw one column."""
    return {"type": "Column", "width": width, "items": list(items), **style}


def progress(content: str, right: str = "", *, accent: bool = True) -> Element:
    """Draw "Step 3 of 6 · Workloads" with "✓ Saved" or the claim's number on the right."""
    color = {"color": "Accent"} if accent else {}
    return two_columns(
        text(content, size="Small", weight="Bolder", **color), small(right) if right else None
    )


def status_line(content: str, color: str, right: str) -> Element:
    """Draw a status with its shape and colour, and the claim's number on the right."""
    return two_columns(text(content, weight="Bolder", color=color), small(right))


def rows(pairs: Iterable[tuple[str, str]], spacing: str = "Small") -> list[Element]:
    """Draw labels and values in two columns that align over the whole card."""
    found = [_row(label, value) for label, value in pairs]
    if found:
        found[0]["spacing"] = spacing
    return found


def _row(label: str, value: str) -> Element:
    columns = [
        column([text(label, isSubtle=True)], LABEL_WIDTH),
        column([text(value)], "stretch", spacing="Small"),
    ]
    return {"type": "ColumnSet", "columns": columns, "spacing": "None"}


def box(items: Iterable[Element], style: str = "emphasis") -> Element:
    """Draw a coloured box: emphasis, good, warning or attention."""
    return {"type": "Container", "style": style, "spacing": "Medium", "items": list(items)}


def next_box(words: Words, content: str) -> Element:
    """Draw the box that says what is next."""
    return box([text(words("card.next", what=Markdown(content)))])


def marked(shape: str, content: str, detail: str, *, color: str, **more: object) -> Element:
    """Draw a line of a timeline or of checks: a shape, a text, and small print below."""
    bold, button = more.get("bold", False), more.get("button")
    width = str(more.get("width", SHAPE_WIDTH))
    items = [text(content, **({"weight": "Bolder"} if bold else {}))]
    if detail:
        items.append(small(detail, spacing="None"))
    columns = [column([text(shape, color=color)], width), column(items, "stretch", spacing="Small")]
    if isinstance(button, dict):
        columns.append(column([action_set(button)], "auto", verticalContentAlignment="Center"))
    return {"type": "ColumnSet", "columns": columns, "spacing": "Small"}


def list_row(left: Sequence[Element], right: Sequence[Element], button: Element) -> Element:
    """Draw one claim of a list: two columns of two lines, and its button."""
    columns = [
        column(left, "stretch"),
        column(right, "stretch"),
        column([action_set(button)], "auto", verticalContentAlignment="Center"),
    ]
    return {"type": "ColumnSet", "columns": columns, "separator": True, "spacing": "Medium"}


def action_set(*actions: Element) -> Element:
    """Draw buttons inside the body."""
    return {"type": "ActionSet", "actions": list(actions), "spacing": "Small"}


def notes(scene: Scene) -> list[Element]:
    """Draw the sentences that have to be said first, in one box."""
    return [box([text(note) for note in scene.notes])] if scene.notes else []
