"""Who may do what with registers of twin towns."""

from __future__ import annotations

from django.utils.translation import gettext as _

from byalag.core.verdicts import YES, Verdict, no
from byalag.rooms.people.api import Actor
from byalag.rooms.people.enums import Role

from .models import TwinningImport


def may_import_twinning(actor: Actor) -> Verdict:
    """The system: whoever runs the installation, by command."""
    return YES if actor.is_system else no(_("Registers of twin towns are read in by those who run the installation."))


def may_read_twinning(actor: Actor) -> Verdict:
    """Coordinators and administrators of any organisation: the register is everybody's, as places are."""
    if actor.is_system or (actor.is_member and actor.has(Role.COORDINATOR, Role.ADMINISTRATOR)):
        return YES
    return no(_("Registers of twin towns are read in by coordinators and administrators."))


def may_save_twinning(actor: Actor, read_in: TwinningImport) -> Verdict:
    """Coordinators and administrators of the organisation that looked it through, when its towns are recognised."""
    if not actor.acts_for(read_in.organisation_id):
        return no(_("A register is read in by those who looked it through."))
    verdict = may_read_twinning(actor)
    if verdict and read_in.saved_at is not None:
        return no(_("This register has been read in already."))
    if verdict and read_in.recognised_at is None:
        return no(_("The towns are still being recognised. Look again in half a minute."))
    if verdict and read_in.reading.get("faults"):
        return no(
            _("Nothing is saved as long as a line cannot be taken. Put the lines right and choose the file again.")
        )
    return verdict


def may_undo_twinning(actor: Actor, read_in: TwinningImport) -> Verdict:
    """Coordinators and administrators of the organisation that read it in, while no other was read in after it."""
    if not actor.acts_for(read_in.organisation_id):
        return no(_("A register is taken back by those who read it in."))
    verdict = may_read_twinning(actor)
    if not verdict:
        return verdict
    if read_in.saved_at is None or read_in.undone_at is not None:
        return no(_("There is nothing to take back."))
    later = TwinningImport.objects.filter(saved_at__gt=read_in.saved_at, undone_at=None)
    if later.exists():
        return no(
            _("Another register was read in after this one and rests on it. That one has to be taken back first.")
        )
    return YES
