"""An example of every address. Runs inside an installation that holds the demo, and prints what to ask for.

What the demo does not hold (an amendment, an invitation, a paper in the trash …) is added by the actions first.
An address with parameters that has no example here fails the walk over all pages.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from types import SimpleNamespace as World
from typing import Any
from uuid import UUID

from allauth.account.models import EmailConfirmationHMAC
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from byalag.core import links, registries
from byalag.core.models import User
from byalag.core.periods import Period
from byalag.rooms.cooperation.api import Cooperation
from byalag.rooms.exchange import api as exchange
from byalag.rooms.exchange.models import TableImport
from byalag.rooms.people import api as people
from byalag.rooms.people.actions import give_consent, invite
from byalag.rooms.promises import actions as promises_actions
from byalag.rooms.promises import api as promises
from byalag.rooms.records import actions as records_actions
from byalag.rooms.records import api as records
from byalag.rooms.records.queries import purposes_for
from byalag.rooms.reminders import actions as reminder_actions
from byalag.rooms.reminders import api as reminders
from byalag.rooms.reminders.models import MailedLine, Mailing
from byalag.rooms.reports import api as reports
from byalag.rooms.work import actions as work_actions
from byalag.rooms.work import api as work
from tests.browser import cooperation_examples, survey_examples, takeout_examples, visit_examples
from tests.house.test_urls import patterns

ROLES = ["reader", "contributor", "coordinator", "controller", "administrator"]


def _pages(
    names: str, arguments: Callable[[World], dict[str, Any]]
) -> Iterator[tuple[str, Callable[[World], dict[str, Any]]]]:
    return ((name, arguments) for name in names.split())


EXAMPLES: dict[str, Callable[[World], dict[str, Any]]] = {
    # people
    **dict(_pages("people:body people:change_body", lambda w: {"pk": w.body})),
    **dict(_pages("people:post people:change_post people:end_post", lambda w: {"pk": w.post})),
    **dict(
        _pages("people:person people:change_person people:erase_person people:give_consent", lambda w: {"pk": w.person})
    ),
    **dict(_pages("people:protect_name people:where_name_stands", lambda w: {"pk": w.at_risk})),
    "people:let_name_go": lambda w: {"pk": w.protected_name},
    **dict(_pages("people:change_safety people:remove_safety", lambda w: {"pk": w.safety})),
    "people:withdraw_consent": lambda w: {"pk": w.person, "consent": w.name_consent},
    "people:roles": lambda w: {"user": w.reader},
    "people:withdraw_invitation": lambda w: {"pk": w.invitation},
    "people:accept": lambda w: {"token": w.token},
    "people:leave": lambda w: {"pk": w.organisation},
    # records
    **dict(
        _pages(
            "records:document records:change_document records:trash_document records:download",
            lambda w: {"pk": w.document},
        )
    ),
    "records:register_file": lambda w: {"suffix": "csv"},
    **dict(
        _pages(
            "records:change_retention records:remove_retention records:put_back_retention",
            lambda w: {"pk": w.retention},
        )
    ),
    "records:note_consent": lambda w: {"pk": w.document},
    **dict(_pages("records:withdraw_consent records:consent_link", lambda w: {"pk": w.use_consent})),
    **dict(_pages("records:mask records:disclose", lambda w: {"pk": w.document})),
    "records:masked_file": lambda w: {"pk": w.masked_copy},
    "records:strike_disclosure": lambda w: {"pk": w.disclosure},
    "records:own_consent": lambda w: {"token": w.use_consent_token},
    **dict(_pages("records:decision records:correct_decision", lambda w: {"pk": w.decision})),
    **dict(_pages("records:case records:change_case", lambda w: {"pk": w.case})),
    **cooperation_examples.PAGES,
    **takeout_examples.PAGES,
    **visit_examples.PAGES,
    **survey_examples.PAGES,
    # promises
    "promises:route": lambda w: {"kind": "operations_plan"},
    **dict(
        _pages(
            "promises:framework promises:tie promises:publish promises:unpublish promises:share"
            " promises:amendment_start",
            lambda w: {"pk": w.plan},
        )
    ),
    "promises:version": lambda w: {"pk": w.plan, "number": 0},
    "promises:step": lambda w: {"pk": w.draft, "kind": "propose"},
    **dict(
        _pages(
            "promises:edit promises:source promises:trash promises:outline promises:section_add"
            " promises:objective_add promises:means_add promises:duty_add",
            lambda w: {"pk": w.draft},
        )
    ),
    **dict(
        _pages(
            "promises:section_edit promises:section_move promises:section_remove promises:section_put_back",
            lambda w: {"pk": w.section},
        )
    ),
    "promises:objective": lambda w: {"pk": w.goal},
    "promises:condition": lambda w: {"pk": w.conditional_goal},
    **dict(
        _pages(
            "promises:objective_edit promises:objective_themes promises:objective_move promises:objective_remove"
            " promises:objective_put_back",
            lambda w: {"pk": w.draft_goal},
        )
    ),
    **dict(_pages("promises:means_edit promises:means_remove promises:means_put_back", lambda w: {"pk": w.means})),
    **dict(
        _pages(
            "promises:duty_edit promises:duty_answer promises:duty_remove promises:duty_put_back promises:duty_take_back",
            lambda w: {"pk": w.duty},
        )
    ),
    **dict(
        _pages(
            "promises:amendment promises:amendment_edit promises:change_add promises:amendment_adopt"
            " promises:amendment_withdraw",
            lambda w: {"pk": w.amendment},
        )
    ),
    "promises:comment": lambda w: {"pk": w.plan},
    "promises:hold_together": lambda w: {"pk": w.draft},
    "promises:propose": lambda w: {"pk": w.held},
    "promises:amendment_propose": lambda w: {"pk": w.amendment},
    **dict(_pages("promises:comment_answer promises:comment_withdraw", lambda w: {"pk": w.comment})),
    "promises:indicators": lambda w: {"pk": w.plan},
    **dict(_pages("promises:indicator_add promises:period_add", lambda w: {"pk": w.plan})),
    **dict(
        _pages(
            "promises:indicator promises:indicator_edit promises:indicator_remove promises:targets",
            lambda w: {"pk": w.indicator},
        )
    ),
    "promises:indicator_put_back": lambda w: {"pk": w.removed_indicator},
    "promises:period_open": lambda w: {"pk": w.period, "verb": "lock"},
    **dict(
        _pages(
            "promises:measure promises:indicator_rows promises:keep_computed",
            lambda w: {"pk": w.indicator, "period": w.period},
        )
    ),
    "promises:judge_figure": lambda w: {"pk": w.figure, "verb": "submit"},
    "promises:return_figure": lambda w: {"pk": w.figure},
    "promises:change_remove": lambda w: {"pk": w.change},
    **dict(_pages("web:history web:history_file", lambda w: {"kind": "work.activity", "pk": w.activity})),
    # work
    **dict(
        _pages(
            "work:ask work:activity work:change work:finish work:benefit work:goals work:trash work:journal work:participants work:money work:spreading"
            " work:evidence work:list_participants",
            lambda w: {"pk": w.activity},
        )
    ),
    "work:upload": lambda w: {"key": UUID(int=1)},
    "work:hand_in": lambda w: {"token": w.hand_in_token},
    "work:close_asked": lambda w: {"pk": w.asked},
    **dict(_pages("work:accept work:decline", lambda w: {"pk": w.handed_in})),
    "work:handed_file": lambda w: {"pk": w.handed_file},
    "work:step": lambda w: {"pk": w.planned, "verb": "start"},
    "work:carry_over": lambda w: {"pk": w.draft},
    "work:objective_evidence": lambda w: {"pk": w.goal},
    "work:duty_evidence": lambda w: {"pk": w.duty},
    **dict(_pages("work:verify work:take_back_verification work:evidence_remove", lambda w: {"pk": w.evidence})),
    "work:remove": lambda w: {"pk": w.with_evidence, "what": "participants", "row": w.participants},
    # reports
    "reports:open": lambda w: {"framework": w.plan},
    "reports:open_cooperation": lambda w: {"cooperation": w.cooperation},
    **dict(
        _pages(
            "reports:report reports:trash reports:ask_partners reports:sign reports:submit reports:answer reports:publish",
            lambda w: {"pk": w.report},
        )
    ),
    **dict(_pages("reports:define reports:lay_aside_definition", lambda w: {"key": "operations_report"})),
    **dict(_pages("reports:draft reports:drop_draft", lambda w: {"pk": w.report, "section": w.report_section})),
    "reports:layout_file": lambda w: {"which": "sample"},
    "reports:answer_review": lambda w: {"pk": w.asked_report},
    **dict(_pages("reports:changes reports:signed_data", lambda w: {"pk": w.signed_report})),
    "reports:figure": lambda w: {"pk": w.report, "number": 1},
    "reports:text": lambda w: {"pk": w.report, "section": w.report_section},
    "reports:change": lambda w: {"pk": w.report, "verb": "unpublish"},
    "reports:download": lambda w: {"pk": w.report, "suffix": "json"},
    # exchange
    **dict(_pages("exchange:preview exchange:undo exchange:discard", lambda w: {"pk": w.plan_import})),
    **dict(
        _pages("exchange:table_preview exchange:discard_table exchange:undo_table", lambda w: {"pk": w.table_import})
    ),
    "exchange:plan_word": lambda w: {"pk": w.plan},
    "exchange:bring_table": lambda w: {"kind": "work.activities"},
    "exchange:table_file": lambda w: {"kind": "work.activities", "suffix": "csv"},
    "exchange:line": lambda w: {"pk": w.plan_import, "line": 0},
    "exchange:rename_section": lambda w: {"pk": w.plan_import},
    # reminders
    **dict(
        _pages(
            "reminders:reminder reminders:change reminders:done reminders:not_done reminders:trash",
            lambda w: {"pk": w.reminder},
        )
    ),
    **dict(_pages("reminders:delegate reminders:put_off", lambda w: {"key": w.duty_key})),
    **dict(
        _pages(
            "reminders:delegation reminders:reply reminders:hand_back reminders:reopen reminders:withdraw",
            lambda w: {"pk": w.delegation},
        )
    ),
    "reminders:undo_put_off": lambda w: {"pk": w.put_off},
    "reminders:read": lambda w: {"pk": w.notice},
    "reminders:feed": lambda w: {"token": w.calendar_token},
    "reminders:answer": lambda w: {"token": w.answer_token},
    "reminders:unsubscribe": lambda w: {"token": w.unsubscribe_token},
    # web and sign-in
    "web:restore": lambda w: {"kind": w.trashed_kind, "pk": w.trashed},
    "public:organisation": lambda w: {"slug": "falu-kommun"},
    "public:feed": lambda w: {"slug": "falu-kommun"},
    "public:box": lambda w: {"organisation": "falu-kommun", "slug": "verksamhetsplan-2023"},
    "public:published": lambda w: {"organisation": "falu-kommun", "slug": "verksamhetsplan-2023"},
    "account_confirm_email": lambda w: {"key": w.confirmation},
    "account_reset_password_from_key": lambda w: {"uidb36": "1", "key": "set-password"},
    **dict(_pages("mfa_remove_webauthn mfa_edit_webauthn", lambda w: {"pk": 1})),
    **dict(_pages("openid_connect_login openid_connect_callback", lambda w: {"provider_id": "oidc"})),
}


def world() -> World:
    """Numbers of things of each kind; those that the demo lacks are made."""
    organisation = people.Organisation.objects.get(slug="falu-kommun")
    actor = people.system(organisation)
    plan = promises.Framework.objects.get(organisation=organisation, slug="verksamhetsplan-2023")
    goals = promises.Objective.objects.filter(framework=plan, removed_at__isnull=True).order_by("pk")

    draft = promises.open_framework(
        actor, organisation=organisation, kind="operations_plan", title="Verksamhetsplan 2024 (utkast)",
        starts=date(2024, 1, 1), ends=date(2024, 12, 31), body=plan.body,
    )  # fmt: skip
    section = promises.add_section(actor, framework=draft, name="Norden", kind="region")
    draft_goal = promises.add_objective(
        actor, framework=draft, section=section, text="Fördjupa samarbetet med vänorterna", level="goal"
    )
    means = promises.add_means(
        actor, framework=draft, kind="amount", amount=180000, currency="SEK", origin="own", certainty="secured"
    )
    duty = promises.add_duty(actor, framework=draft, text="Redovisa till kommunstyrelsen", objective=draft_goal)
    amendment = promises.start_amendment(actor, framework=plan, reason="Ny vänort")
    promises.add_change(
        actor, amendment=amendment, kind="objective_text", objective=goals.first(), after="En ny lydelse av målet"
    )
    held = promises.open_framework(
        actor, organisation=organisation, kind="results_framework", title="Ungas inflytande 2025 (utkast)",
        starts=date(2025, 1, 1), ends=date(2025, 12, 31),
    )  # fmt: skip
    promises.add_objective(actor, framework=held, text="Unga blir hörda i alla nämnder.", level="outcome")
    promises.hold_together(actor, framework=held, within=Cooperation.objects.get(name="Modern Youth Participation"))
    measured = promises_actions.add_indicator(actor, framework=plan, name="Deltagande skolor", unit="skolor")
    removed = promises_actions.add_indicator(actor, framework=plan, name="Besök på webbplatsen")
    promises_actions.remove_indicator(actor, indicator=removed)
    promises_actions.add_indicator(
        actor, framework=plan, name="Kvinnor bland deltagarna", measure="women_among_participations"
    )
    period = promises_actions.add_period(actor, framework=plan, starts=plan.starts, ends=plan.ends)
    figure = promises_actions.write_measurement(actor, indicator=measured, period=period, value=4)
    promises_actions.submit_measurement(actor, measurement=figure)
    comment = promises_actions.comment(actor, framework=plan, text="Når det här målet alla skolor?", language="sv")
    person = people.add_person(actor, organisation=organisation, name="Exempel Exempelsson")
    at_risk = people.add_person(actor, organisation=organisation, name="Exempla Skyddad", alias="En vän", at_risk=True)
    work.plan_activity(actor, organisation=organisation, title="Samtal med Exempla Skyddad")
    invitation, token = invite(
        actor, organisation=organisation, email="new@falu-kommun.example", roles=["reader"], language="sv"
    )
    report = reports.open_report(
        actor, framework=plan, definition="operations_report", period=Period.of_year(2023), language="sv"
    )
    texts = reports.definition("operations_report").text_sections()
    plan_import = exchange.start_import(
        actor, organisation=organisation, pasted="Verksamhetsplan 2025\n\nMål\n\nAtt stärka ungas inflytande.\n"
    )
    rows = [["id", "What", "Kind"], ["", "Studiebesök från Mogale City", "visit"]]
    table_import = TableImport.objects.create(
        organisation=organisation, kind="work.activities", name="aktiviteter.csv", rows=rows
    )
    activities = work.Activity.objects.filter(organisation=organisation, trashed_at__isnull=True).order_by("pk")
    planned = work.plan_activity(actor, organisation=organisation, title="Besök från Hamina", kind="visit")
    trashed = work.plan_activity(actor, organisation=organisation, title="Inställt besök", kind="visit")
    work.trash_activity(actor, activity=trashed)
    evidence = work.Evidence.objects.filter(organisation=organisation, activity__isnull=False).first()
    participants = work.count_participants(actor, activity=evidence.activity, audience="resident", count=4)
    decision = records.decisions_visible_to(actor).filter(organisation=organisation).first()
    paper = records.documents_visible_to(actor).filter(organisation=organisation).first()
    printed = purposes_for(organisation.pk).get(code="print")
    use_consent = records_actions.note_consent(
        actor, document=paper, purpose=printed, who="Eleven till vänster", given_on=date(2023, 5, 8)
    )
    masked = records_actions.add_masked_copy(
        actor, document=paper, upload=ContentFile(b"xxx", name="maskad.txt"),
        maskings=[{"what": "sida 2, ett namn", "ground": "OSL 21:7"}],
    )  # fmt: skip
    disclosure = records_actions.answer_request(
        actor, document=paper, answer="masked", given_on=date(2023, 5, 8), given_as="file", masked_copy=masked
    )
    made = cooperation_examples.world(actor, organisation, paper) | visit_examples.world(organisation)
    made |= survey_examples.world(actor, organisation)
    user = User.objects.get(email="reader@falu-kommun.example")
    told = due_things(organisation)
    trashed_kind = next(
        kind.key for kind in registries.trashables if any(row == trashed for row in kind.find(actor))
    )  # fmt: skip
    return World(
        organisation=organisation.pk, plan=plan.pk, draft=draft.pk, section=section.pk, draft_goal=draft_goal.pk,
        goal=goals.first().pk, conditional_goal=(goals.exclude(condition="").first() or goals.first()).pk,
        comment=comment.pk, held=held.pk, indicator=measured.pk, removed_indicator=removed.pk, period=period.pk, figure=figure.pk,
        means=means.pk, duty=duty.pk, amendment=amendment.pk, change=amendment.changes.get().pk,
        body=plan.body_id, post=people.Post.objects.filter(organisation=organisation).first().pk,
        person=person.pk, invitation=invitation.pk, token=token, reader=user.pk,
        document=paper.pk, use_consent=use_consent.pk,
        at_risk=at_risk.pk, protected_name=at_risk.protected_names.get().pk,
        safety=people.set_country_safety(
            people.system(organisation), organisation=organisation, country="UA", level="some", delay_days=90
        ).pk,
        name_consent=give_consent(
            people.system(organisation), person=person, purpose="name_on_web", given_on=date(2023, 5, 8)
        ).pk,
        masked_copy=masked.pk, disclosure=disclosure.pk,
        use_consent_token=records_actions.give_withdrawal_link(actor, consent=use_consent),
        decision=decision.pk, case=decision.case_id,
        retention=records_actions.set_retention(actor, organisation=organisation, months=None, ground="Plan § 1").pk,
        **made,
        activity=activities.first().pk, planned=planned.pk, with_evidence=evidence.activity_id, evidence=evidence.pk,
        participants=participants.pk,
        report=report.pk, report_section=texts[0].key, plan_import=plan_import.pk, table_import=table_import.pk,
        trashed=trashed.pk, trashed_kind=trashed_kind,
        confirmation=EmailConfirmationHMAC(user.emailaddress_set.get()).key,
        **takeout_examples.world(actor, organisation),
        **told, **accounts_on_their_way(organisation, plan), **told_by_others(organisation, planned),
    )  # fmt: skip


def accounts_on_their_way(organisation: people.Organisation, plan: promises.Framework) -> dict[str, Any]:
    """An account that two persons have signed, with a source that changed since; one of others, sent to us to look at."""
    signers = [User.objects.get(email=f"{role}@falu-kommun.example") for role in ("coordinator", "controller")]
    actors = [people.actor_of(user, organisation) for user in signers]
    signed = reports.open_report(
        actors[0], framework=plan, definition="follow_up", period=Period.of_year(2023), language="sv"
    )
    for section in reports.definition("follow_up").text_sections():
        reports.write_report_text(actors[0], report=signed, section=section.key, text="Ett gott år.", expected=0)
    for actor, capacity in zip(actors, ["Rådets ordförande", "Revisor"], strict=True):
        reports.sign_report(actor, report=signed, capacity=capacity)
    activity = work.Activity.objects.filter(organisation=organisation, status="done").first()
    work.write_journal(actors[0], activity=activity, text="Efteråt", written_on=plan.ends, language="sv")
    work.count_participants(actors[0], activity=activity, audience="official", count=7)
    theirs = promises.Framework.objects.filter(kind="declaration", status="adopted").exclude(organisation=organisation)[
        0
    ]
    asked = reports.open_report(
        people.system(theirs.organisation), framework=theirs, definition="declaration_answer",
        period=Period.of_year(2023), language="en",
    )  # fmt: skip
    reports.ask_partners(people.system(theirs.organisation), report=asked, organisations=[organisation])
    return {"signed_report": signed.pk, "asked_report": asked.pk}


def told_by_others(organisation: people.Organisation, activity: work.Activity) -> dict[str, Any]:
    """Somebody without an account was asked to tell of an activity, and has."""
    giver = User.objects.get(email="coordinator@falu-kommun.example")
    asked, token = work_actions.ask_for_entry(
        people.actor_of(giver, organisation), activity=activity, asked_as="lärare på gymnasiet", language="sv"
    )
    handed_in = work_actions.hand_in(
        people.Actor("link", link_id=1), asked=asked, sent_as=UUID(int=2), day=timezone.localdate(),
        note="Tjugo elever kom.", groups=[{"audience": "pupil", "sex": "women", "age_band": "13-17", "count": 20}],
        files={"attachment": ContentFile(b"Vi enades.", name="anteckningar.txt")},
    )  # fmt: skip
    file = handed_in.files.get()
    return {"asked": asked.pk, "hand_in_token": token, "handed_in": handed_in.pk, "handed_file": file.pk}


def due_things(organisation: people.Organisation) -> dict[str, Any]:
    """A reminder, delegated by the coordinator to a contributor; another one put off; links as a mail carries them."""
    giver, taker = (User.objects.get(email=f"{role}@falu-kommun.example") for role in ("coordinator", "contributor"))
    today = timezone.localdate()
    coordinator = people.actor_of(giver, organisation)
    row, other = (
        reminders.add_reminder(
            coordinator, organisation=organisation, title=title, due=today, due_rule="quarterly 3-31"
        )
        for title in ("Skriv till vänorten", "Beställ diplom")
    )
    found = {item.duty.key: item.duty for item in reminders.standing_of(coordinator)}
    delegation = reminder_actions.delegate_duty(coordinator, duty=found[row.key], to=taker, note="Du känner dem")
    put_off = reminder_actions.put_off(
        coordinator, duty=found[other.key], until=today + timedelta(days=9), reason="Väntar", today=today
    )
    _feed, calendar_token = reminder_actions.open_feed(coordinator, user=giver)
    mailing = Mailing.objects.create(user=giver, kind="weekly", day=today, state="sent")
    line = MailedLine.objects.create(
        mailing=mailing, organisation=organisation, duty_key=row.key, title=row.title, url="/", due=row.due
    )
    return {
        "reminder": row.pk,
        "duty_key": row.key,
        "delegation": delegation.pk,
        "notice": delegation.notices.get().pk,
        "put_off": put_off.pk,
        "calendar_token": calendar_token,
        "answer_token": links.issue("reminders.answer", line, lasts=timedelta(days=14)),
        "unsubscribe_token": links.issue("reminders.unsubscribe", mailing, lasts=timedelta(days=14)),
    }


def addresses() -> dict[str, str]:
    """The path of every pattern by its name; patterns with parameters and no example are left out."""
    here = world()
    paths = {}
    for name, _ in patterns():
        if not name:
            continue
        arguments = EXAMPLES[name](here) if name in EXAMPLES else {}
        try:
            paths[name] = reverse(name, kwargs=arguments)
        except NoReverseMatch:
            continue
    return paths


def sessions() -> dict[str, str]:
    """A fresh session of the demo's user in each role of the municipality."""
    made = {}
    for role in ROLES:
        user = User.objects.get(email=f"{role}@falu-kommun.example")
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        # As after a sign-in with a password a moment ago: pages that ask again do not ask now.
        session["account_authentication_methods"] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.create()
        made[role] = session.session_key
    return made


def tell() -> None:
    sys.stdout.write(json.dumps({"addresses": addresses(), "sessions": sessions()}))


def tell_sessions() -> None:
    sys.stdout.write(json.dumps({"sessions": sessions()}))
