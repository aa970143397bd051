"""An account for one reader: made from its sources while it is a draft, read from what was frozen once it is signed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from byalag.core import formats
from byalag.rooms.people.api import Actor, system

from . import queries
from .accounts import Account, Seal, SignatureLine
from .building import build_account
from .definitions import definition_of
from .enums import SEALED
from .freezing import Change, changes, seen_by, thaw
from .models import FrozenAccount, Report


def account_of(actor: Actor, report: Report) -> Account:
    """The account as this actor may see it, in its own language."""
    if not report.is_frozen:
        return made_now(actor, report)
    frozen = queries.last_frozen(report)
    account = seen_by(actor, thaw(frozen.content), **_where(actor, report))
    return replace(account, seal=_seal(report, frozen))


def made_now(actor: Actor, report: Report) -> Account:
    """The account as its sources stand now."""
    return build_account(
        actor,
        framework=report.framework,
        cooperation=report.cooperation,
        organisation=report.organisation,
        inside=queries.is_inside(actor, report),
        definition=definition_of(report),
        period=report.period,
        language=report.language,
        title=report.title,
        texts=queries.texts_of(report),
        elsewhere=queries.texts_elsewhere(report),
    )


def _where(actor: Actor, report: Report) -> dict[str, Any]:
    """Whose the account is and of what, and whether the actor is inside: what decides what it shows of its sources."""
    return {
        "organisation_id": report.organisation_id,
        "framework_id": report.framework_id,
        "cooperation_id": report.cooperation_id,
        "inside": queries.is_inside(actor, report),
    }


def changed_since_signing(actor: Actor, report: Report) -> list[Change]:
    """What the sources say now and did not say when the account was signed, as far as the actor may see them."""
    where = _where(actor, report)
    owner = system(report.organisation)
    with translation.override(report.language):
        signed = seen_by(actor, thaw(queries.last_frozen(report).content), **where)
        return changes(signed, seen_by(actor, made_now(owner, report), **where))


def _seal(report: Report, frozen: FrozenAccount) -> Seal:
    with translation.override(report.language):
        sentences = []
        if report.state not in SEALED:
            sentences.append(_("One signature of two. The account is not signed until a second person has signed."))
        if frozen.signers == 1:
            sentences.append(_("This organisation lets one person sign its accounts."))
        return Seal(
            checksum=frozen.checksum,
            signatures=tuple(
                SignatureLine(row.capacity, formats.day(row.signed_at.date(), report.language))
                for row in frozen.signatures.all()
            ),
            sentences=tuple(sentences),
        )


def public_url(report: Report) -> str:
    return f"/{report.organisation.slug}/{report.slug}/"
