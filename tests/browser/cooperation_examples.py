"""Examples of the addresses of cooperation, and what the demo does not hold of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from types import SimpleNamespace as World
from typing import Any

from django.utils import timezone

from byalag.rooms.cooperation import actions as cooperation_actions
from byalag.rooms.cooperation import api as cooperation
from byalag.rooms.people import api as people
from byalag.rooms.records.api import Document


def _pages(
    names: str, arguments: Callable[[World], dict[str, Any]]
) -> Iterator[tuple[str, Callable[[World], dict[str, Any]]]]:
    return ((name, arguments) for name in names.split())


PAGES: dict[str, Callable[[World], dict[str, Any]]] = {
    **dict(
        _pages(
            "cooperation:cooperation cooperation:change cooperation:move cooperation:trash cooperation:add_party"
            " cooperation:note_contact",
            lambda w: {"pk": w.cooperation},
        )
    ),
    **dict(
        _pages(
            "cooperation:change_contact cooperation:step_done cooperation:remove_contact",
            lambda w: {"pk": w.cooperation, "contact": w.contact},
        )
    ),
    **dict(
        _pages(
            "cooperation:draft_agreement cooperation:sides cooperation:write_benefit",
            lambda w: {"pk": w.cooperation},
        )
    ),
    **dict(
        _pages(
            "cooperation:agreement cooperation:change_agreement cooperation:agreement_decision"
            " cooperation:sign_agreement cooperation:end_agreement cooperation:agreement_paper",
            lambda w: {"pk": w.cooperation, "agreement": w.agreement},
        )
    ),
    "cooperation:remove_agreement_paper": lambda w: {
        "pk": w.cooperation,
        "agreement": w.agreement,
        "paper": w.agreement_paper,
    },
    **dict(_pages("cooperation:write_side cooperation:propose", lambda w: {"pk": w.cooperation, "part": "aims"})),
    **dict(
        _pages(
            "cooperation:change_benefit cooperation:remove_benefit",
            lambda w: {"pk": w.cooperation, "benefit": w.benefit},
        )
    ),
    **dict(
        _pages("cooperation:answer cooperation:withdraw", lambda w: {"pk": w.cooperation, "change": w.joint_change})
    ),
    "cooperation:note_answer": lambda w: {"pk": w.cooperation, "change": w.joint_change, "party": w.partner},
    **dict(
        _pages(
            "cooperation:card cooperation:change_card cooperation:publish_card cooperation:enquire cooperation:enquired",
            lambda w: {"pk": w.card},
        )
    ),
    **dict(_pages("cooperation:take_up cooperation:decline", lambda w: {"pk": w.enquiry})),
    "cooperation:country_rule": lambda w: {"pk": w.cooperation},
    "cooperation:link_strategy": lambda w: {"pk": w.cooperation},
    "cooperation:unlink_strategy": lambda w: {"pk": w.cooperation, "strategy": w.strategy},
    "cooperation:change_membership": lambda w: {"pk": w.membership},
    "cooperation:change_initiative": lambda w: {"pk": w.initiative},
    **dict(
        _pages(
            "cooperation:eligibility_list cooperation:change_list cooperation:write_edition", lambda w: {"pk": w.list}
        )
    ),
    "cooperation:eligibility_file": lambda w: {"pk": w.list, "number": 0, "suffix": "csv"},
    "cooperation:tie_funding": lambda w: {"pk": w.cooperation},
    **dict(
        _pages(
            "cooperation:change_funding cooperation:untie_funding",
            lambda w: {"pk": w.cooperation, "funding": w.funding},
        )
    ),
    "cooperation:answer_departure": lambda w: {
        "pk": w.cooperation,
        "funding": w.funding,
        "country": w.country_that_left,
    },
    **dict(
        _pages(
            "cooperation:matching cooperation:change_matching cooperation:trash_matching cooperation:add_participant"
            " cooperation:bring_cards cooperation:bring_participants cooperation:set_match_wish cooperation:set_match_quota"
            " cooperation:start_run",
            lambda w: {"pk": w.matching},
        )
    ),
    "cooperation:participants_file": lambda w: {"pk": w.matching, "suffix": "csv"},
    **dict(
        _pages(
            "cooperation:change_participant cooperation:remove_participant",
            lambda w: {"pk": w.matching, "participant": w.participant},
        )
    ),
    "cooperation:drop_match_wish": lambda w: {"pk": w.matching, "wish": w.match_wish},
    "cooperation:drop_match_quota": lambda w: {"pk": w.matching, "quota": w.match_quota},
    **dict(_pages("cooperation:matching_run cooperation:take_up_run", lambda w: {"pk": w.matching_run})),
    "cooperation:matching_run_file": lambda w: {"pk": w.matching_run, "suffix": "pdf"},
    "cooperation:undo_take_up": lambda w: {"pk": w.matching_run_taken_up},
    "cooperation:check_partner": lambda w: {"pk": w.partner},
    "cooperation:note_agreed": lambda w: {"pk": w.cooperation},
    **dict(
        _pages(
            "cooperation:change_agreed cooperation:settle_agreed", lambda w: {"pk": w.cooperation, "action": w.agreed}
        )
    ),
    "cooperation:reopen_agreed": lambda w: {"pk": w.cooperation, "action": w.agreed_and_done},
    "cooperation:keep_paper": lambda w: {"pk": w.cooperation},
    "cooperation:let_go_of_paper": lambda w: {"pk": w.cooperation, "kept": w.kept_paper},
    "cooperation:change_party": lambda w: {"pk": w.cooperation, "party": w.party},
    "cooperation:add_contact_post": lambda w: {"pk": w.cooperation},
    **dict(
        _pages(
            "cooperation:change_contact_post cooperation:remove_contact_post",
            lambda w: {"pk": w.cooperation, "whom": w.contact_post},
        )
    ),
    "cooperation:register_preview": lambda w: {"pk": w.register_of_twins},
    "cooperation:undo_register": lambda w: {"pk": w.register_read_in},
    "cooperation:plan_phase": lambda w: {"pk": w.cooperation},
    **dict(
        _pages(
            "cooperation:change_phase cooperation:take_seat cooperation:set_gate",
            lambda w: {"pk": w.cooperation, "phase": w.phase},
        )
    ),
    "cooperation:write_output": lambda w: {"pk": w.cooperation},
    **dict(
        _pages(
            "cooperation:output cooperation:change_output cooperation:agree_output cooperation:remove_output",
            lambda w: {"pk": w.cooperation, "output": w.output},
        )
    ),
    "cooperation:publish_output": lambda w: {"pk": w.cooperation, "output": w.output_agreed},
    "cooperation:reopen_output": lambda w: {"pk": w.cooperation, "output": w.output_agreed},
    "cooperation:leave_seat": lambda w: {"pk": w.cooperation, "phase": w.phase, "seat": w.seat},
    "cooperation:decide_gate": lambda w: {"pk": w.cooperation, "phase": w.phase, "gate": w.gate},
    "cooperation:partner_place": lambda w: {"pk": w.partner},
    "cooperation:map_file": lambda w: {"suffix": "pdf"},
    "cooperation:partner": lambda w: {"pk": w.partner},
    "cooperation:brief": lambda w: {"pk": w.partner, "suffix": "pdf"},
    "cooperation:handover": lambda w: {"suffix": "docx"},
    "cooperation:end_party": lambda w: {"pk": w.cooperation, "party": w.party},
}


def world(actor: people.Actor, organisation: people.Organisation, paper: Document) -> dict[str, int]:
    """A cooperation with all that can stand beside it: the numbers of it all, by name."""
    party = (
        cooperation.Party.objects.filter(cooperation__organisation=organisation, cooperation__kind="partnership")
        .exclude(organisation=organisation)
        .first()
    )
    contact = cooperation.note_contact(
        actor, cooperation=party.cooperation, on=timezone.localdate(),
        told="Sekretariatet ringde.", next_step="Svara", next_on=timezone.localdate(),
    )  # fmt: skip
    shared = {"cooperation": party.cooperation, "language": "sv"}
    agreement = cooperation_actions.draft_agreement(
        actor, cooperation=party.cooperation, title="Vänortsavtal", costs={"travel": "guest", "lodging": "host"}
    )
    agreed, done = (
        cooperation.note_agreed_action(actor, cooperation=party.cooperation, text=text, organisation=organisation)
        for text in ("Elever skriver till varandra", "Bjuda in till kulturveckan")
    )
    cooperation_actions.settle_agreed_action(actor, agreed_action=done, is_done=True, on=timezone.localdate())
    membership = cooperation_actions.note_membership(
        actor, organisation=organisation, network="C-Cities", purpose="Kultur och besöksnäring"
    )
    initiative = cooperation_actions.note_initiative(actor, organisation=organisation, title="Ett konstnärshem")
    strategy = cooperation_actions.link_strategy(
        actor, cooperation=party.cooperation, title="Besöksnäringsstrategin", body="Falu kommun"
    )
    benefit = cooperation_actions.write_benefit(
        actor, level="home", text="Vi frågar fler.", on=timezone.localdate(), **shared
    )
    card = cooperation_actions.publish_card(
        actor,
        card=cooperation_actions.write_card(
            actor, organisation=organisation, title="Vi söker en dansk vänort", seeks=["Skola"], offers=["Världsarv"]
        ),
    )
    enquiry = cooperation_actions.receive_enquiry(
        people.PUBLIC, card=card, name="Gmina Zachodnia", country="PL", message="Dzień dobry", language="pl"
    )
    kept = cooperation_actions.keep_paper(
        actor, cooperation=party.cooperation, paper="agreement", note="Stadsarkivet, volym 12"
    )
    whom = cooperation_actions.add_contact_post(
        actor, cooperation=party.cooperation, organisation=organisation, title="Internationell sekreterare",
        email="international@falun.example", language="en", is_main=True,
    )  # fmt: skip
    pairs = b"qid_a,name_a,qid_b,name_b\nQ26509,Falun,Q3771,G\xc3\xbctersloh\nQ26509,Falun,Q1,Ingenstans\n"
    people.gazetteer.SMALLEST = 15_000  # all towns of the world take seconds to read
    waiting, read_in = (cooperation_actions.start_twinning(actor, name="par.csv", raw=pairs) for _each in range(2))
    for row in (waiting, read_in):
        cooperation_actions.recognise_twinning(people.system(), number=row.pk)
        row.refresh_from_db()
    cooperation_actions.save_twinning(actor, read_in=read_in)
    today = timezone.localdate()
    phase = cooperation_actions.plan_phase(
        actor, cooperation=party.cooperation, kind="project", starts=today, ends=today + timedelta(1000)
    )
    seat = cooperation_actions.take_seat(actor, phase=phase, role="official", post="Ungdomschef")
    gate = cooperation_actions.set_gate(actor, phase=phase, question="Räcker pengarna?", due=today)
    made, made_and_agreed = (
        cooperation_actions.write_output(
            actor, cooperation=party.cooperation, title=title, languages=["sv"], documents=[paper]
        )
        for title in ("En guide till medborgardialog", "En gemensam deklaration")
    )
    cooperation_actions.agree_output(actor, output=made_and_agreed, on=today, where="Protokoll, § 4")
    joint_change = cooperation_actions.propose_change(actor, part="plan", text="Två möten om året.", **shared)
    return {
        **_matched(actor, organisation, party),
        "cooperation": party.cooperation_id, "party": party.pk, "contact": contact.pk, "agreement": agreement.pk,
        "agreement_paper": cooperation_actions.add_agreement_paper(
            actor, agreement=agreement, document=paper, language="sv"
        ).pk,
        "benefit": benefit.pk,
        "phase": phase.pk, "kept_paper": kept.pk, "contact_post": whom.pk,
        "register_of_twins": waiting.pk, "register_read_in": read_in.pk,
        "membership": membership.pk, "initiative": initiative.pk, "strategy": strategy.pk,
        "output": made.pk, "output_agreed": made_and_agreed.pk, "seat": seat.pk, "agreed": agreed.pk, "agreed_and_done": done.pk,
        "gate": gate.pk, "card": card.pk, "enquiry": enquiry.pk, "joint_change": joint_change.pk, "partner": party.organisation_id
    }  # fmt: skip


def _matched(actor: people.Actor, organisation: people.Organisation, party: cooperation.Party) -> dict[str, Any]:
    """A list that the partner's country leaves, and a matching with two runs, one of them taken up."""
    today, country = timezone.localdate(), party.organisation.country
    funds = cooperation.make_list(actor, organisation=organisation, name="Partnerskap", funder="Finansiären")
    for starts, codes in ((today - timedelta(900), [country, "CO"]), (today - timedelta(9), ["CO"])):
        cooperation.write_edition(
            actor, eligibility_list=funds, starts=starts, source="Finansiärens sida",
            countries=dict.fromkeys(codes, (None, None)),
        )  # fmt: skip
    funding = cooperation.tie_funding(
        actor, cooperation=party.cooperation, eligibility_list=funds, granted_on=today - timedelta(800)
    )
    matching = cooperation.open_matching(actor, organisation=organisation, title="Vänorter 2027")
    one, other, last = cooperation.add_participants(
        actor,
        matching=matching,
        rows=[
            {"name": "Östby", "country": "SE", "offers": ["Vatten"]},
            {"name": "Gmina Zachodnia", "country": "PL", "side": "second", "seeks": ["Vatten"]},
            {"name": "Gmina Wschodnia", "country": "PL", "side": "second", "seeks": ["Vatten", "Skola"]},
        ],
    )
    wish = cooperation_actions.set_match_wish(actor, matching=matching, one=one, other=other, together=True)
    quota = cooperation_actions.set_match_quota(actor, matching=matching, country="PL", most=3)
    first, second = (
        cooperation.work_out_run(cooperation.start_run(actor, matching=matching).pk) for _number in range(2)
    )  # fmt: skip
    assert first is not None
    assert second is not None
    cooperation_actions.take_up_run(actor, run=second, pairs=[(f"p{one.pk}", f"p{other.pk}")])
    return {
        "list": funds.pk, "funding": funding.pk, "country_that_left": country, "matching": matching.pk,
        "participant": last.pk, "match_wish": wish.pk, "match_quota": quota.pk, "matching_run": first.pk,
        "matching_run_taken_up": second.pk,
    }  # fmt: skip
