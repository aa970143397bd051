"""How sign-in behaves here: nobody registers by themselves, people are invited."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

from byalag.rooms.people import api as people


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Users sign in with their e-mail address; there is no user name to make."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):
    """Single sign-on lets in whom an account, or an open invitation, has been made for under a verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return bool(_invitations(sociallogin))

    def save_user(self, request: HttpRequest, sociallogin: Any, form: Any = None) -> Any:
        """A first sign-in by invitation accepts what waits for that address."""
        invitations = _invitations(sociallogin)
        user = super().save_user(request, sociallogin, form)
        for invitation in invitations:
            people.accept_invitation(people.system(invitation.organisation), invitation=invitation, user=user)
        return user


def _invitations(sociallogin: Any) -> list[people.Invitation]:
    verified = [address.email for address in sociallogin.email_addresses if address.verified]
    return people.open_invitations_for(verified)
