"""Communities in their tree, who is what in them, and who is invited."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import LessThanOrEqual
from django.utils.translation import gettext_lazy as _

from heard.base.triggers import Trigger
from heard.communities.core import kinds, names, roles, trees


class Kind(models.TextChoices):
    NETWORK = kinds.Kind.NETWORK.value, _("Network")
    COUNTRY = kinds.Kind.COUNTRY.value, _("Country")
    CHAPTER = kinds.Kind.CHAPTER.value, _("Chapter")
    SCHOOL = kinds.Kind.SCHOOL.value, _("School")
    HOSPITAL = kinds.Kind.HOSPITAL.value, _("Hospital or ward")
    COMPANY = kinds.Kind.COMPANY.value, _("Company")
    GROUP = kinds.Kind.GROUP.value, _("Group")


class Colour(models.TextChoices):
    INK = kinds.Colour.INK.value, _("ink")
    LAKE = kinds.Colour.LAKE.value, _("lake")
    PLUM = kinds.Colour.PLUM.value, _("plum")
    MOSS = kinds.Colour.MOSS.value, _("moss")


class Role(models.TextChoices):
    MEMBER = roles.Role.MEMBER.value, _("member")
    FACILITATOR = roles.Role.FACILITATOR.value, _("facilitator")
    STEWARD = roles.Role.STEWARD.value, _("steward")


class Community(models.Model):
    """A place in the tree that people belong to. `path` names all communities from the top down to
    it; parent, path and slug never change. `children_sit` and `teens_sit` say which minors may."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    path = models.CharField(max_length=trees.LONGEST_PATH, unique=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    kind = models.CharField(max_length=10, choices=Kind)
    name = models.CharField(max_length=names.LONGEST_NAME)
    welcome = models.TextField(max_length=names.LONGEST_WELCOME, blank=True)
    languages = models.JSONField(default=list)
    time_zone = models.CharField(max_length=60, blank=True)
    colour = models.CharField(max_length=10, choices=Colour, default=Colour.INK)
    is_public = models.BooleanField(default=False)
    children_sit = models.BooleanField(default=False)
    teens_sit = models.BooleanField(default=False)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="community_kind"),
            models.CheckConstraint(condition=Q(colour__in=Colour.values), name="community_colour"),
            models.CheckConstraint(condition=~Q(name=""), name="a_community_has_a_name"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="nothing_is_its_own_parent"
            ),
            models.CheckConstraint(
                condition=LessThanOrEqual(Length("path"), trees.LONGEST_PATH),
                name="the_tree_has_six_storeys",
            ),
            models.CheckConstraint(
                condition=Q(children_sit=False, teens_sit=False) | Q(kind__in=kinds.CARING_KINDS),
                name="minors_sit_where_somebody_cares",
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def bands(self) -> tuple[str, ...]:
        """The ages below eighteen that may sit here."""
        said = {"child": self.children_sit, "teen": self.teens_sit}
        return tuple(band for band, may in said.items() if may)


class Membership(models.Model):
    """What one person is in one community."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField(max_length=12, choices=Role)
    joined_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=["community", "person"], name="once_in_a_community"),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="role_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.role} {self.person_id} of {self.community_id}"


class Invitation(models.Model):
    """A personal link, good once. Of its token only a hash is kept, and of its address nothing
    once it is accepted or withdrawn."""

    community = models.ForeignKey(Community, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254, blank=True)
    role = models.CharField(max_length=12, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-made_at", "-id")
        constraints = (
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invited_as_something"),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="an_invitation_lasts_for_a_time"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                name="accepted_or_withdrawn",
            ),
            models.CheckConstraint(
                condition=Q(accepted_by=None) | Q(accepted_at__isnull=False),
                name="accepted_by_somebody_is_accepted",
            ),
            models.CheckConstraint(
                condition=Q(email="") | Q(accepted_at=None, withdrawn_at=None),
                name="no_address_is_kept_without_need",
            ),
            models.UniqueConstraint(
                fields=["community", "email"],
                condition=~Q(email=""),
                name="one_open_invitation_for_an_address",
            ),
        )

    def __str__(self) -> str:
        return f"invitation {self.pk}"


_OWN_STEP = "replace(CAST(NEW.id AS TEXT), '-', '') || '/'"
_ABOVE = "coalesce((SELECT c.path FROM communities_community c WHERE c.id = NEW.parent_id), '')"

IN_THEIR_PLACES = (
    Trigger(
        name="community_below_its_parent",
        after="INSERT",
        table="communities_community",
        refuses=f"NEW.path <> {_ABOVE} || {_OWN_STEP}",
        why="The path of a community is that of its parent, and its own id.",
    ),
    Trigger(
        name="community_stays_in_its_place",
        after="UPDATE",
        of=("parent_id", "path", "slug"),
        table="communities_community",
        refuses="1 = 1",
        why="A community stays where it was made, under its own address.",
    ),
)
