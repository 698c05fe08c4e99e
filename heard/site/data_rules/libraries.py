"""What the libraries hold that sign people in and work in the background."""

from typing import Final

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from heard.base.holdings import (
    Delete,
    Lapse,
    OfPerson,
    Rule,
)
from heard.site.data_rules.words import (
    AT_ONCE,
    NOBODYS,
    NUMBER,
    SECRET,
    UNTIL_ERASED,
)
from heard.site.data_subjects import (
    A_WEEK,
    FINISHED,
    finished_tasks,
    in_sessions,
    name_of_passkey,
)

LIBRARIES: Final = (
    Rule(
        Session,
        what=_("Devices on which you are signed in"),
        kept=_("until you sign out, or two weeks"),
        found=(in_sessions,),
        takes=("expire_date",),
        leaves={SECRET: ("session_key", "session_data")},
        erases=(Delete(in_sessions),),
        lapses=(Lapse(AT_ONCE, "expire_date"),),
    ),
    Rule(
        DBTaskResult,
        what=_("Work in the background, which names people by numbers only"),
        kept=_("a week after it is done"),
        leaves={
            NOBODYS: (
                *("id", "status", "enqueued_at", "started_at", "finished_at", "args_kwargs"),
                *("priority", "task_path", "worker_ids", "queue_name", "backend_name"),
                *("run_after", "return_value", "exception_class_path", "traceback"),
            )
        },
        erases=(Delete(finished_tasks),),
        lapses=(Lapse(A_WEEK, "finished_at", only=Q(status__in=FINISHED)),),
    ),
    Rule(
        EmailConfirmation,
        what=_("Letters sent to confirm your address"),
        kept=_("a week"),
        found=(OfPerson("email_address__user"),),
        takes=("created", "sent"),
        leaves={NUMBER: ("id", "email_address_id"), SECRET: ("key",)},
        erases=(Delete(OfPerson("email_address__user")),),
        lapses=(Lapse(A_WEEK, "created"),),
    ),
    Rule(
        EmailAddress,
        what=_("Your e-mail address, and whether you confirmed it"),
        kept=UNTIL_ERASED,
        found=(OfPerson("user"),),
        takes=("email", "verified", "primary"),
        leaves={NUMBER: ("id", "user_id")},
        erases=(Delete(OfPerson("user")),),
    ),
    Rule(
        Authenticator,
        what=_("Your passkeys, by the names that you gave them"),
        kept=UNTIL_ERASED,
        found=(OfPerson("user"),),
        takes=("type", "created_at", "last_used_at"),
        tells={"name": name_of_passkey},
        leaves={NUMBER: ("id", "user_id"), SECRET: ("data",)},
        erases=(Delete(OfPerson("user")),),
    ),
    Rule(Group, what=NOBODYS, kept=NOBODYS, leaves={NOBODYS: ("id", "name")}),
    Rule(
        Group.permissions.through,
        what=NOBODYS,
        kept=NOBODYS,
        leaves={NOBODYS: ("id", "group_id", "permission_id")},
    ),
    Rule(
        Permission,
        what=NOBODYS,
        kept=NOBODYS,
        leaves={NOBODYS: ("id", "name", "content_type_id", "codename")},
    ),
    Rule(ContentType, what=NOBODYS, kept=NOBODYS, leaves={NOBODYS: ("id", "app_label", "model")}),
)
