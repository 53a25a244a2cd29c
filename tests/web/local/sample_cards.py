"""Cards shaped like the assistant's, so that the page can be tried and looked at without it."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"


def card(body: list[Json], actions: list[Json]) -> Json:
    return {
        "$schema": SCHEMA,
        "type": "AdaptiveCard",
        "version": "1.5",
        "msteams": {"width": "Full"},
        "body": body,
        "actions": actions,
    }


def text(words: str, **more: Any) -> Json:
    return {"type": "TextBlock", "text": words, "wrap": True, **more}


def hint(words: str, spacing: str = "Medium") -> Json:
    return text(words, size="Small", isSubtle=True, spacing=spacing)


def headline(words: str) -> Json:
    return text(words, size="Large", weight="Bolder", style="heading", spacing="Small")


def section(words: str) -> Json:
    return text(words, size="Default", weight="Bolder", style="heading", spacing="Large")


def columns(*parts: tuple[str, list[Json]], **more: Any) -> Json:
    return {
        "type": "ColumnSet",
        "columns": [{"type": "Column", "width": width, "items": items} for width, items in parts],
        **more,
    }


def progress(words: str, right: str) -> Json:
    left = text(words, size="Small", weight="Bolder", color="Accent")
    return columns(("stretch", [left]), ("auto", [text(right, size="Small", isSubtle=True)]))


def button(title: str, verb: str, **more: Any) -> Json:
    data = {"claim_id": 1042, "nonce": "n1", "revision": 3}
    press = {"type": "Action.Execute", "title": title, "verb": verb, "data": data, **more}
    return press | {"fallback": {**press, "type": "Action.Submit"}}


def primary(title: str, verb: str, **more: Any) -> Json:
    return button(title, verb, style="positive", **more)


def start_claim() -> Json:
    roles = [
        "Use or consume: adoption and usage of Microsoft 365 and security. Pays, unless you opt "
        "out.",
        "Build intent - Advisor: you influenced the purchase of Dynamics 365 or Power Platform. "
        "Pays.",
        "Usage recognition - Non-Incentivized: adoption and usage of Dynamics 365 or Power "
        "Platform. Does not pay.",
    ]
    customer = {
        "type": "Input.ChoiceSet",
        "id": "customer_name",
        "label": "Customer",
        "isRequired": True,
        "errorMessage": "✕ Choose a customer.",
        "placeholder": "Customer",
        "choices": [
            {"title": "Fabrikam · last claimed March 2026", "value": "fabrikam"},
            {"title": "Northwind Traders", "value": "northwind"},
        ],
    }
    role = {
        "type": "Input.ChoiceSet",
        "id": "partner_role",
        "label": "Partner role",
        "style": "expanded",
        "isRequired": True,
        "errorMessage": "✕ Choose one role.",
        "wrap": True,
        "spacing": "Medium",
        "choices": [{"title": title, "value": f"role_{n}"} for n, title in enumerate(roles)],
    }
    return card(
        [
            text("Step 1 of 6 · Role", size="Small", weight="Bolder", color="Accent"),
            headline("Who is it for, and what did you do?"),
            text("The role also sets the solution area.", spacing="Small"),
            customer | {"spacing": "Large"},
            role,
            hint("You can also type the role or the customer’s name."),
        ],
        [primary("Next", "next"), button("Help me choose", "choose_role", associatedInputs="none")],
    )


def customer_mismatch() -> Json:
    def field(name: str, label: str, value: str, required: bool = True) -> Json:
        return {
            "type": "Input.Text",
            "id": name,
            "label": label,
            "value": value,
            "isRequired": required,
            "errorMessage": f"✕ {label} is missing.",
        }

    return card(
        [
            progress("Step 2 of 6 · Customer", "✓ Saved"),
            headline("Who is the customer?"),
            {
                "type": "Container",
                "style": "attention",
                "spacing": "Medium",
                "items": [
                    text("✕ One thing to fix", weight="Bolder", color="Attention"),
                    text("The domain and the tenant ID belong to two organisations."),
                ],
            },
            field("customer_name", "Customer", "Fabrikam") | {"spacing": "Large"},
            field("customer_domain", "Customer domain (optional)", "fabrikam.example", False),
            field("tenant_id", "Tenant ID", "b7705c2a-91e4-4d0f-8a36-1c9e52f04b17"),
            text(
                "✕ This is not the tenant of fabrikam.example.",
                size="Small",
                weight="Bolder",
                color="Attention",
                spacing="Small",
            ),
            {"type": "Input.Toggle", "id": "opt_out_of_incentive", "title": "No payment for this"},
            {"type": "Input.Date", "id": "poe_signed_on", "label": "Signed on"},
            {"type": "Input.Text", "id": "comments", "isMultiline": True, "label": "Comments"},
            hint("You can also type one answer at a time."),
        ],
        [primary("Next", "next"), button("Back", "back", associatedInputs="none")],
    )


def review() -> Json:
    def rows(*pairs: tuple[str, str]) -> list[Json]:
        return [
            columns(("104px", [text(left, isSubtle=True)]), ("stretch", [text(right)]))
            | {"spacing": "Small"}
            for left, right in pairs
        ]

    def head(title: str) -> Json:
        change = {"type": "ActionSet", "actions": [button("Change", "edit", tooltip=title)]}
        heading = text(title, size="Default", weight="Bolder", style="heading")
        both = columns(("stretch", [heading]), ("auto", [change]), separator=True)
        both["columns"][0]["verticalContentAlignment"] = "Center"
        return both

    return card(
        [
            progress("Step 5 of 6 · Review", "✓ Saved"),
            headline("Is everything right?"),
            text("Nothing has been sent to anyone. **Add customer** makes the draft."),
            head("Role"),
            *rows(("Partner role", "Use or consume"), ("Area", "Modern Work and Security")),
            hint("Neither can be changed once you press Add customer.", "Small"),
            head("Customer"),
            *rows(
                ("Customer", "Fabrikam · fabrikam.example"),
                ("Tenant ID", "8d2f41c6-0b7a-4e35-9c12-5fa3b7e60d94"),
                ("Claim name", "Fabrikam \\- Use or consume \\- June 2026"),
            ),
            text("◇ Tenant ID not verified yet", size="Small", weight="Bolder", color="Warning"),
            hint("You can also type: add customer, or change contacts."),
        ],
        [primary("Add customer", "add_customer"), button("Back", "back")],
    )


def submitted() -> Json:
    def step(shape: str, colour: str, words: str, when: str, weight: str = "Default") -> Json:
        return columns(
            ("20px", [text(shape, color=colour)]),
            (
                "stretch",
                [
                    text(words, weight=weight),
                    hint(when, "None"),
                ],
            ),
        ) | {"spacing": "Small"}

    return card(
        [
            columns(
                ("stretch", [text("◐ Submitted", weight="Bolder", color="Accent")]),
                ("auto", [text("Claim 1042", size="Small", isSubtle=True)]),
            ),
            headline("Fabrikam: your claim is on its way"),
            text("Casey Customer has been e-mailed. No answer by Tue 16 June counts as agreement."),
            section("Where it is"),
            step("✓", "Good", "Draft made", "Mon 8 June"),
            step("✓", "Good", "Claim submitted and customer e-mailed", "Tue 9 June, 09:58"),
            step("◐", "Accent", "Waiting for the review to begin", "By Tue 16 June", "Bolder"),
            step("○", "Default", "Review", "Decision by Mon 6 July"),
            {
                "type": "Container",
                "style": "emphasis",
                "spacing": "Medium",
                "items": [text("**Next** · Nothing for you to do. I write to you here.")],
            },
            hint("You can also type: claim 1042, or withdraw 1042."),
        ],
        [
            button("See details", "open_claim"),
            button("E-mail customer again", "resend_consent"),
            button("Withdraw claim", "withdraw"),
        ],
    )


def colours() -> Json:
    """Every text colour on every box, to measure contrast."""
    names = ("Default", "Accent", "Good", "Warning", "Attention")
    boxes = ("default", "emphasis", "good", "warning", "attention", "accent")
    return card(
        [
            {
                "type": "Container",
                "style": box,
                "items": [
                    text(f"{name} on {box}", color=name, isSubtle=subtle)
                    for name in names
                    for subtle in (False, True)
                ],
            }
            for box in boxes
        ],
        [primary("Go", "next"), button("Stay", "back")],
    )
