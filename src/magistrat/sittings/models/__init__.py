"""Sittings of the committee: their questions, papers, readers, invited, minutes and what was told to the public."""

from magistrat.sittings.models.minutes import Instruction, Minutes, MinutesSigning
from magistrat.sittings.models.papers import Binder, PaperReceipt
from magistrat.sittings.models.people import AgendaReading, Invited, MemberReading
from magistrat.sittings.models.public import Comment, Disclosure
from magistrat.sittings.models.questions import OPEN_STAGES, Block, Enclosure, Question
from magistrat.sittings.models.sitting import Announcement, Sitting

__all__ = [
    "OPEN_STAGES",
    "AgendaReading",
    "Announcement",
    "Binder",
    "Block",
    "Comment",
    "Disclosure",
    "Enclosure",
    "Instruction",
    "Invited",
    "MemberReading",
    "Minutes",
    "MinutesSigning",
    "PaperReceipt",
    "Question",
    "Sitting",
]
