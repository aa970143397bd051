"""A visit with all that can stand beside it, and the addresses of its pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from byalag.core.models import User
from byalag.rooms.people import api as people
from byalag.rooms.visits import actions
from byalag.rooms.work import api as work


def _pages(names: str, arguments: Callable[[Any], dict[str, Any]]) -> dict[str, Callable[[Any], dict[str, Any]]]:
    return dict.fromkeys((f"visits:{name}" for name in names.split()), arguments)


PAGES: dict[str, Callable[[Any], dict[str, Any]]] = {
    **_pages(
        "visit change add_delegate count add_item add_cost take_costs note_gift note_incident note_agreed exchange"
        " assess decide name_leader add_pupil forget",
        lambda w: {"pk": w.visit},
    ),
    "visits:open": lambda w: {"pk": w.to_visit},
    "visits:open_exchange": lambda w: {"pk": w.plain_visit},
    "visits:answer": lambda w: {"pk": w.visit_request},
    "visits:programme": lambda w: {"pk": w.visit, "suffix": "pdf"},
    "visits:change_item": lambda w: {"pk": w.visit, "item": w.item},
    "visits:spent": lambda w: {"pk": w.visit, "cost": w.cost},
    "visits:remove": lambda w: {"pk": w.visit, "what": "item", "row": w.item},
    "visits:remove_leader": lambda w: {"pk": w.visit, "leader": w.leader},
    **_pages("pupil remove_pupil paper_consent take_back guardian_link", lambda w: {"pk": w.visit, "pupil": w.pupil}),
    "visits:guardian": lambda w: {"token": w.guardian_token},
}


def world(organisation: people.Organisation) -> dict[str, Any]:
    """The numbers of it all, by name. The coordinator of the demo leads the trip."""
    user = User.objects.get(email="coordinator@falu-kommun.example")
    actor = people.actor_of(user, organisation)
    day = timezone.localdate() + timedelta(days=40)
    about = {"organisation": organisation, "purpose": "Kulturarv och vänskap", "partner_name": "Røros skole"}
    visit = actions.plan_visit(
        actor, title="Elevutbyte med Røros", kind="pupil_exchange", direction="outgoing", starts=day,
        ends=day + timedelta(days=2), place_text="Røros", **about,
    )  # fmt: skip
    item = actions.add_item(actor, visit=visit, day=day, starts=time(9), title="Gruvan", place="Olavsgruva")
    cost = actions.add_cost(actor, visit=visit, item="travel", payer="guest", amount=Decimal(9000), currency="SEK")
    actions.add_delegate(actor, visit=visit, post="Lärare", audience="official", count=2)
    actions.note_gift(actor, visit=visit, way="given", on=timezone.localdate(), what="En dalahäst", post="Rektor")
    exchange = actions.open_exchange(actor, visit=visit, school="En skola, klass 8B")
    actions.assess(
        actor, exchange=exchange, expected=None, interests="Vänner", heard="Klassrådet vill resa",
        assessed_by="Rektor", conclusion="yes",
    )  # fmt: skip
    leader = actions.name_leader(actor, exchange=exchange, user_id=user.pk, post="Lärare")
    pupil = actions.add_pupil(actor, exchange=exchange, name="Barn A")
    actions.note_guardian_consent(actor, pupil=pupil, to=["travel"], given_on=timezone.localdate())
    plain = actions.plan_visit(actor, title="Elevbesök", kind="pupil_exchange", direction="incoming", **about)
    request = actions.ask(actor, asker_name="Ville de Châteauroux", purpose="Musikskolan")
    to_visit = work.plan_activity(actor, organisation=organisation, title="Besök i Gütersloh", kind="visit")
    return {
        "visit": visit.pk, "plain_visit": plain.pk, "visit_request": request.pk, "to_visit": to_visit.pk,
        "item": item.pk, "cost": cost.pk, "leader": leader.pk, "pupil": pupil.pk,
        "guardian_token": actions.give_guardian_link(actor, pupil=pupil),
    }  # fmt: skip
