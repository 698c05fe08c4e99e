"""Who has an account, and the one-time link with which a node gets its first owner."""

from typing import ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from heard.people.core.ages import AgeBand

AGE_BANDS = (
    (AgeBand.CHILD.value, _("under 13")),
    (AgeBand.TEEN.value, _("13 to 17")),
    (AgeBand.ADULT.value, _("18 or older")),
)


class People(BaseUserManager["Person"]):
    """Finds and makes people by their e-mail address, however it is capitalised."""

    def welcome(self, email: str) -> "Person":
        """The one with this address; a new person when nobody has it, also for two who ask."""
        address = email.strip()
        return self.get_or_create(email__iexact=address, defaults={"email": address.lower()})[0]

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=(username or "").strip())


class Person(AbstractBaseUser):
    """Someone with an account; signs in by an e-mail code or a passkey."""

    # There are no passwords in this house, so there is no column for one.
    password = None  # type: ignore[assignment]

    email = models.EmailField(_("e-mail"), max_length=254)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, blank=True, default=""
    )
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True, default="")
    nickname = models.CharField(_("nickname"), max_length=80, blank=True, db_default="")
    languages = models.JSONField(_("languages"), default=list, db_default=[], blank=True)
    access_needs = models.CharField(_("access needs"), max_length=300, blank=True, db_default="")
    age_band = models.CharField(
        _("age"), max_length=10, choices=AGE_BANDS, default=AgeBand.ADULT, db_default="adult"
    )
    is_owner = models.BooleanField(_("owns this node"), default=False)
    is_active = models.BooleanField(_("may sign in"), default=True)
    joined_at = models.DateTimeField(_("joined at"), default=timezone.now, editable=False)

    objects: ClassVar[People] = People()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        constraints = (
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_is_unique",
                violation_error_message=_("Someone with this e-mail address is already here."),
            ),
            models.CheckConstraint(
                condition=models.Q(age_band__in=[band.value for band in AgeBand]),
                name="person_age_band_is_known",
            ),
        )

    def __str__(self) -> str:
        return self.nickname or _("person %(number)s") % {"number": self.pk}

    def has_usable_password(self) -> bool:
        return False

    def check_password(self, raw_password: str) -> bool:
        return False

    def set_password(self, raw_password: str | None) -> None:
        """There is nothing to set."""

    def set_unusable_password(self) -> None:
        """There is nothing to set."""

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # Where Django takes the password: who changes the address is signed out everywhere else.
        return salted_hmac(
            "heard.people.session", self.email, secret=secret, algorithm="sha256"
        ).hexdigest()


class OwnerLink(models.Model):
    """A one-time link that makes its holder an owner; only the hash of its token is kept."""

    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="owner_link_expires_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=models.Q(used_by__isnull=True) | models.Q(used_at__isnull=False),
                name="owner_link_used_by_someone_is_used",
            ),
        )

    def __str__(self) -> str:
        return f"owner link {self.pk}"
