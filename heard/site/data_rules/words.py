"""What several rules say in the same words."""

from typing import Final

from django.utils.translation import gettext_lazy as _

from heard.site.data_subjects import DAYS_30

AFTER_CIRCLE: Final = _("30 days after the circle closes")
UNTIL_ERASED: Final = _("until you erase it")
AT_ONCE: Final = DAYS_30 * 0
NUMBER: Final = _("numbers of rows")
SECRET: Final = _("secrets, of which we keep digests only")
OF_OTHERS: Final = _("about other people")
OWN_RULES: Final = _("settings of the circle")
NOBODYS: Final = _("nothing personal")
