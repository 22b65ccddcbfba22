"""Your own account: what others see of you, and how you want to see things."""

from __future__ import annotations

from zoneinfo import available_timezones

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from truenorth.server.services import leaving, people
from truenorth.server.views.here import person


class You(forms.Form):
    """What somebody says of themselves."""

    name = forms.CharField(max_length=80, label="Your name", widget=forms.TextInput(attrs={"autocomplete": "name"}))
    zone = forms.CharField(
        max_length=60,
        label="Your time zone",
        help_text="Times are told in it, such as Europe/Berlin.",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
    )
    theme = forms.ChoiceField(
        required=False,
        label="Light or dark",
        choices=[("", "As my machine has it"), ("light", "Light"), ("dark", "Dark")],
    )


@login_required
@reauthentication_required
def leave(request: HttpRequest) -> HttpResponse:
    """Delete the account of whoever is signed in, after what has to be done first."""
    user, error = person(request), ""
    if request.method == "POST":
        try:
            leaving.leave(user)
        except people.Refused as refused:
            error = str(refused)
        else:
            logout(request)
            messages.success(request, "Your account is deleted. What you did for a plan stays in its history.")
            return redirect("account_login")
    context = {"stays": leaving.stays(user), "name": leaving.NAME, "error": error}
    return render(request, "account/leave.html", context, status=409 if error else 200)


@login_required
def account(request: HttpRequest) -> HttpResponse:
    """Name, time zone and theme."""
    user = person(request)
    form = You(request.POST or None, initial={"name": user.name, "zone": user.zone, "theme": user.theme})
    if request.method == "POST" and form.is_valid():
        try:
            people.describe(user, **form.cleaned_data)
        except people.Refused as error:
            form.add_error("zone" if "zone" in str(error) else "name", str(error))
        else:
            messages.success(request, "Saved.")
            return redirect("account")
    context = {"form": form, "zones": sorted(available_timezones()), "seats": list(people.memberships(user))}
    return render(request, "account/account.html", context, status=400 if form.errors else 200)
