"""Visits the customer's page the way a browser, a link scanner or an attacker does."""

from html.parser import HTMLParser


class Served(HTMLParser):
    """The form as a robot sees it: every field with the value it came with."""

    def __init__(self, text):
        super().__init__()
        self.fields, self.labels, self.ids, self.tags = {}, set(), {}, []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append(tag)
        if "id" in values:
            self.ids[values["id"]] = tag
        if tag == "label":
            self.labels.add(values["for"])
        if tag in ("input", "textarea") and (
            values.get("type") not in ("radio", "checkbox") or "checked" in values
        ):
            self.fields[values["name"]] = values.get("value") or ""


async def served(site, **headers):
    async with site.client.get(site.link, headers=headers) as answer:
        assert answer.status == 200
        return Served(await answer.text())


async def post(site, seal=None, headers=None, link=None, **fields):
    """Fill the form in and send it; give status, text and headers, redirects not followed."""
    seal = (await served(site)).fields["seal"] if seal is None else seal
    form = {"seal": seal, "decision": "decline", "name": "Casey Customer", "may": "yes", **fields}
    async with site.client.post(
        link or site.link, data=form, headers=headers, allow_redirects=False
    ) as answer:
        return answer.status, await answer.text(), answer.headers


async def status_of(site):
    return (await site.world.claim(site.number)).status


async def untouched(site):
    claim = await site.world.claim(site.number)
    return claim.consent.answer is None and claim.version == 2
