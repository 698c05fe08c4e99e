"""Addresses of communities."""

from django.urls import path

from heard.communities.views import communities, inviting, members

app_name = "communities"
urlpatterns = [
    path("communities/", communities.mine, name="mine"),
    path("communities/make/", communities.make, name="make"),
    path("communities/<slug:slug>/", communities.community, name="community"),
    path("communities/<slug:slug>/make/", communities.make_below, name="make_below"),
    path("communities/<slug:slug>/change/", communities.change, name="change"),
    path("communities/<slug:slug>/leave/", members.leave_it, name="leave"),
    path("communities/<slug:slug>/members/", members.members, name="members"),
    path("communities/<slug:slug>/members/<int:person_id>/", members.member, name="member"),
    path("communities/<slug:slug>/members/<int:person_id>/remove/", members.remove, name="remove"),
    path("communities/<slug:slug>/invitations/", inviting.invitations, name="invitations"),
    path(
        "communities/<slug:slug>/invitations/<int:invitation_id>/withdraw/",
        inviting.withdraw,
        name="withdraw",
    ),
    path("invitation/<str:token>/", inviting.invitation, name="invitation"),
]
