"""What this node holds of people, table by table: what an export has, what erasing does, and when
it goes by itself. A table or a field that is not in here fails `heard/site/tests/test_data_rules`.

Erasing goes from the first row to the last, so the person comes after all that points at them.
"""

from typing import Final

from heard.base.holdings import DataRules
from heard.circles.actions import forget_unbegun
from heard.people.actions import forget_unconfirmed_people, let_go_of_old_looks
from heard.site.data_rules.circles import CIRCLES
from heard.site.data_rules.communities import COMMUNITIES
from heard.site.data_rules.libraries import LIBRARIES
from heard.site.data_rules.people import ACCOUNTS, RECORDS
from heard.site.data_subjects import subject_of_person, subject_of_seat

RULES: Final = (*CIRCLES, *COMMUNITIES, *RECORDS, *LIBRARIES, *ACCOUNTS)

DATA_RULES: Final = DataRules(
    RULES,
    person=subject_of_person,
    seat=subject_of_seat,
    chores=(forget_unbegun, forget_unconfirmed_people, let_go_of_old_looks),
)
