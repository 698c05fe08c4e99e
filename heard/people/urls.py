"""Where people sign in and look after their account; the rest of allauth has no address here."""

from allauth.account import views as account
from allauth.mfa.webauthn import views as passkeys
from django.urls import URLPattern, include, path
from django.views.generic import RedirectView

from heard.people.views import consents, data, entering, owning, sessions, stepping


def leads_to(page: str, *, route: str, name: str) -> URLPattern:
    """A name that allauth looks up, for a page that is another one here."""
    return path(route, RedirectView.as_view(pattern_name=page, query_string=True), name=name)


own = [
    path("people/me/", entering.me, name="me"),
    path("people/me/consents/", consents.consents, name="consents"),
    path("people/me/data/", data.data, name="data"),
    path("people/me/data/download/", data.download, name="download"),
    path("people/me/data/forget/", data.forget, name="forget"),
    path("people/me/looks/", data.looks, name="looks"),
    path("people/me/sessions/", sessions.sessions, name="sessions"),
    path("people/me/sessions/others/end/", sessions.end_others, name="end_others"),
    path("people/me/sessions/<str:mark>/end/", sessions.end_one, name="end_session"),
    path("people/", owning.people, name="people"),
    path("people/<int:person_id>/close/", owning.close, name="close"),
    path("people/<int:person_id>/reopen/", owning.reopen, name="reopen"),
    path("people/<int:person_id>/own/", owning.share, name="share"),
    path("owner/<str:token>/", entering.owner, name="owner"),
]

urlpatterns = [
    path("", include((own, "people"))),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/login/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path(
        "accounts/passkeys/add/",
        stepping.signed_in_lately(passkeys.add_webauthn),
        name="mfa_add_webauthn",
    ),
    path("accounts/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("accounts/again/", stepping.again, name="account_reauthenticate"),
    path(
        "accounts/again/passkey/",
        stepping.AgainByPasskey.as_view(),
        name="mfa_reauthenticate_webauthn",
    ),
    path("accounts/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path(
        "accounts/passkeys/<int:pk>/remove/",
        stepping.signed_in_lately(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    leads_to("account_login", route="accounts/signup/", name="account_signup"),
    leads_to("account_login", route="accounts/code/", name="account_request_login_code"),
    leads_to("account_login", route="accounts/sent/", name="account_email_verification_sent"),
    leads_to("people:me", route="accounts/email/", name="account_email"),
    leads_to("mfa_list_webauthn", route="accounts/keys/", name="mfa_index"),
]
