"""Builds the use cases from the settings and the adapters."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from bot.advisor.advisor import Advisor
from bot.assembly.adapters import Adapters
from bot.claims.calendar import Calendar
from bot.claims.catalogue import load_catalogue
from bot.claims.models import Claim, Person
from bot.claims.roles import roles
from bot.claims.rules import Rulebook
from bot.dialogs.desk import Desk
from bot.files.inspect import Inspector
from bot.services.consent import Consents
from bot.services.customer_language import language_of
from bot.services.drafts import Drafts
from bot.services.evidence import Evidence
from bot.services.intake import Intake
from bot.services.renewal import Renewals
from bot.services.review import Review
from bot.services.submission import Submission
from bot.settings import Settings
from bot.web.file_links import FileLinks


def rulebook(settings: Settings) -> Rulebook:
    """Gather the partner's own facts from the settings."""
    return Rulebook(
        partner_name=settings.partner_name,
        locations=dict(settings.partner_locations),
        own_tenants=frozenset(tenant.lower() for tenant in settings.tenant_ids),
        own_domains=frozenset(domain.lower() for domain in settings.partner_domains),
        catalogue=load_catalogue(settings.catalogue),
        calendar=_calendar(settings),
    )


def _calendar(settings: Settings) -> Calendar:
    zone = ZoneInfo(settings.time_zone)
    if not settings.holidays:
        return Calendar(zone)
    import holidays

    country, _, subdivision = settings.holidays.partition("-")
    days = holidays.country_holidays(country, subdiv=subdivision or None)
    return Calendar(zone, lambda day: day in days)


def build_desk(
    settings: Settings,
    adapters: Adapters,
    rules: Rulebook,
    consents: Consents,
    links: FileLinks,
) -> Desk:
    """Build the use cases the dialogs work with."""
    store, clock = adapters.store, adapters.clock
    drafts = Drafts(store, rules, clock, adapters.directory)
    evidence = _evidence(settings, adapters, rules)

    def file_urls(claim: Claim, person: Person) -> dict[str, str]:
        addresses = {file.id: links.url(claim, file, person) for file in claim.poe_files}
        return {file_id: url for file_id, url in addresses.items() if url}

    return Desk(
        rules=rules,
        clock=clock,
        store=store,
        drafts=drafts,
        submission=Submission(rules, clock, drafts, consents),
        review=Review(rules, clock),
        renewals=Renewals(rules, clock),
        intake=Intake(store, rules, clock, evidence),
        advisor=Advisor(),
        exchange=adapters.files,
        template=lambda claim: _template(claim, rules),
        file_urls=file_urls,
    )


async def _template(claim: Claim, rules: Rulebook) -> tuple[str, bytes]:
    """Write a claim's proof template and name it; the customer signs it, so it speaks to them."""
    # python-docx is loaded with the first template, not with every start
    from bot.files.template import Facts, claim_template, template_name

    role = roles()[claim.partner_role].name if claim.partner_role else ""
    names = tuple(rules.catalogue.names(claim.items))
    locale = language_of(claim.customer_contact_email or "")
    facts = Facts(partner_name=rules.partner_name, role_name=role, item_names=names, locale=locale)
    return template_name(claim, locale), await claim_template(claim, facts)


def _evidence(settings: Settings, adapters: Adapters, rules: Rulebook) -> Evidence:
    quarantine = settings.data_dir / "quarantine"
    quarantine.mkdir(parents=True, exist_ok=True)
    return Evidence(
        adapters.blobs,
        adapters.files,
        Inspector(),
        adapters.scanner,
        adapters.clock,
        rules.limits,
        lambda: (*rules.catalogue.workloads.values(), *rules.catalogue.products.values()),
        quarantine,
    )
