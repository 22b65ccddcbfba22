"""How people become users: by an invitation, or as the first one on a new server."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from truenorth.server.models import Invitation, User
from truenorth.server.services import people

INVITATION = "invitation"  # where a session keeps the digest of the invitation that was opened in it


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Signing up is open to the first user, and to whoever follows an invitation."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "email_taken": "This address cannot be used for a new account. If it is yours, sign in with it instead.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Whether this visitor may make an account."""
        return opened(request) is not None or not User.objects.exists()

    def validation_error(self, code: str, *args: Any) -> ValidationError:
        """What is wrong with what was typed; trying which addresses have accounts closes an invitation."""
        if code == "email_taken" and (found := opened(self.request)) and not found.email:
            people.tried(found)
        return super().validation_error(code, *args)

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """There are no user names."""

    def clean_email(self, email: str) -> str:
        """An address as it is kept; at sign-up, the one that the invitation is for."""
        kept = User.objects.normal(email)
        match = self.request.resolver_match
        found = opened(self.request) if match and match.url_name in ("account_signup", "socialaccount_signup") else None
        if found and found.email and found.email != kept:
            raise ValidationError(f"This invitation is for {found.email}.")
        return kept


class SignUp(forms.Form):
    """What an account is made with, besides the address and the password."""

    name = forms.CharField(max_length=80, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))

    field_order = ["name", "email", "password1"]

    def clean_name(self) -> str:
        """A name that can be shown."""
        return named(self.cleaned_data["name"])

    def signup(self, request: HttpRequest, user: User) -> None:
        """Keep the name of a new user."""
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])


def named(text: str) -> str:
    """A name in one line, of letters that can be seen. ValidationError where nothing is left of it."""
    try:
        return people.named(text)
    except people.Refused as error:
        raise ValidationError(str(error)) from None


def remember(request: HttpRequest, token: str) -> None:
    """Keep in the session that an invitation was opened: its digest, so that the database never holds a link."""
    request.session[INVITATION] = people.digest(token)


def opened(request: HttpRequest) -> Invitation | None:
    """The invitation that was opened in this session, while it holds."""
    kept = request.session.get(INVITATION)
    return people.invitation_of(kept) if kept else None
