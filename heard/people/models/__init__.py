"""Who has an account, what they agreed to, how old they are, and who looked at what is theirs."""

from heard.people.models.ages import GuardianConsent, Vetting
from heard.people.models.consents import Consent
from heard.people.models.persons import OwnerLink, People, Person
from heard.people.models.records import Erasure, Look

__all__ = [
    "Consent",
    "Erasure",
    "GuardianConsent",
    "Look",
    "OwnerLink",
    "People",
    "Person",
    "Vetting",
]
