"""allauth's pages where they need a rule of ours."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from minassa.web.policy import LOGIN, page


@page(LOGIN, methods=("GET", "HEAD", "POST"))
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Remove a passkey, unless it is the person's last factor (S03)."""
    mine = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    adapter = get_adapter()
    if not adapter.can_delete_authenticator(mine):
        messages.error(request, str(adapter.error_messages["cannot_delete_authenticator"]))
        return HttpResponseRedirect("/account/factors/")
    response: HttpResponseBase = RemoveWebAuthnView.as_view()(request, pk=pk)
    return response
