"""Where people sign in and look after their account; the rest of allauth has no address here."""

from allauth.account import views as account
from allauth.mfa.webauthn import views as passkeys
from django.urls import include, path
from django.views.generic import RedirectView

from heard.people import views

own = [
    path("people/me/", views.me, name="me"),
    path("owner/<str:token>/", views.owner, name="owner"),
]

urlpatterns = [
    path("", include((own, "people"))),
    path("accounts/login/", account.login, name="account_login"),
    path("accounts/login/code/", account.confirm_login_code, name="account_confirm_login_code"),
    path("accounts/logout/", account.logout, name="account_logout"),
    path("accounts/inactive/", account.account_inactive, name="account_inactive"),
    path("accounts/passkeys/", passkeys.list_webauthn, name="mfa_list_webauthn"),
    path("accounts/passkeys/add/", passkeys.add_webauthn, name="mfa_add_webauthn"),
    path("accounts/passkeys/login/", passkeys.login_webauthn, name="mfa_login_webauthn"),
    path("accounts/passkeys/<int:pk>/", passkeys.edit_webauthn, name="mfa_edit_webauthn"),
    path("accounts/passkeys/<int:pk>/remove/", passkeys.remove_webauthn, name="mfa_remove_webauthn"),
    # Names that allauth looks up; each leads to the page that does it here.
    path("accounts/signup/", RedirectView.as_view(pattern_name="account_login"), name="account_signup"),
    path("accounts/code/", RedirectView.as_view(pattern_name="account_login"), name="account_request_login_code"),
    path("accounts/again/", RedirectView.as_view(pattern_name="account_login"), name="account_reauthenticate"),
    path("accounts/keys/", RedirectView.as_view(pattern_name="mfa_list_webauthn"), name="mfa_index"),
    path("accounts/email/", RedirectView.as_view(pattern_name="people:me"), name="account_email"),
    path("accounts/sent/", RedirectView.as_view(pattern_name="account_login"), name="account_email_verification_sent"),
]
