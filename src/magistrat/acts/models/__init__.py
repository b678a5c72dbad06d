"""Acts: drafts of orders and decisions, their signing, sending, relations, and the text in force on a day."""

from magistrat.acts.models.act import ADOPTED_KINDS, OPEN_STATES, Act, Kind
from magistrat.acts.models.drafts import Aside, Consent, Enclosure
from magistrat.acts.models.handing import Handover
from magistrat.acts.models.history import OuterDeed, Redaction, Relation
from magistrat.acts.models.sending import Copy, Delivery, Recipient, Round
from magistrat.acts.models.signing import Signing

__all__ = [
    "ADOPTED_KINDS",
    "OPEN_STATES",
    "Act",
    "Aside",
    "Consent",
    "Copy",
    "Delivery",
    "Enclosure",
    "Handover",
    "Kind",
    "OuterDeed",
    "Recipient",
    "Redaction",
    "Relation",
    "Round",
    "Signing",
]
