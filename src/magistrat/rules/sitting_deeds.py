"""What is done on the way to a sitting, and of which entries the last day of each deed is.

KR 4.7-4.10, 4.14, 4.17, 4.23, 4.24, 4.33; DR 4.7, 4.13, 4.14, 6.2, 6.16.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from magistrat.rules.edition import Edition
from magistrat.rules.sitting_days import EXTRAORDINARY, REGULAR

# What is done for the sitting itself.
ORDER, AGREED, TO_MAYOR, MEMBERS = "order", "agenda_agreed", "agenda_to_mayor", "members"
# How the sitting is made known: copies of the order, the city's site, the agenda given to the press.
COPIES, WEBSITE, PRESS = "copies", "website", "press"
# What is done with each question.
BUDGET, PROPOSAL, PREPARATION, PUBLICATION, DELIVERY, REVIEW = (
    "budget", "proposal", "preparation", "publication", "delivery", "review",
)  # fmt: skip
OF_SITTING = (ORDER, COPIES, WEBSITE, AGREED, TO_MAYOR, MEMBERS, PRESS)
OF_QUESTION = (BUDGET, PROPOSAL, PREPARATION, PUBLICATION, DELIVERY, REVIEW)
LABELS = {
    BUDGET: "пропозиції щодо змін бюджету",
    PROPOSAL: "перелік питань",
    PREPARATION: "проєкт підготовлено й погоджено з юридичною службою",
    ORDER: "розпорядження про скликання",
    COPIES: "копії розпорядження – членам і виконавчим органам",
    WEBSITE: "інформація про скликання – на вебсайті",
    PUBLICATION: "пропозиція щодо оприлюднення проєкту",
    DELIVERY: "подання проєкту",
    REVIEW: "розгляд керуючим справами",
    AGREED: "порядок денний узгоджено",
    TO_MAYOR: "порядок денний – міському голові",
    MEMBERS: "матеріали – членам виконкому",
    PRESS: "проєкт порядку денного – представникам медіа",
}
# What a draft is about, where the day depends on it: flags of `rules.steps` and of the editions' own steps.
OF_BUDGET, PUBLIC, AT_RISK = "budget", "public-information", "service-term-at-risk"


@dataclass(frozen=True, slots=True)
class Sitting:
    """The sitting towards which days are counted.

    :param called_on: the day of the order that calls it, once there is one (DR 6.16: the site is told on that day).
    """

    on: date
    kind: str = REGULAR
    called_on: date | None = None

    @property
    def is_extraordinary(self) -> bool:
        """Whether it was called beyond the usual days."""
        return self.kind == EXTRAORDINARY


@dataclass(frozen=True, slots=True)
class Matter:
    """What of a question decides its days.

    :param flags: what the draft is about; ``roles``: of the head of the unit that brings it in.
    :param delivered_on: when the draft was delivered, if it was: the review is counted from it.
    :param has_draft: a question without a draft decision (an information) is not published and not prepared.
    """

    flags: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    delivered_on: date | None = None
    has_draft: bool = True


def keys(deed: str, sitting: Sitting, matter: Matter, edition: Edition) -> tuple[str, ...]:
    """The entries whose day is the last of the deed.

    An extraordinary sitting is called at latest a day before (KR 4.10), or its agenda and drafts are prepared on its own
    day (DR 6.16, an exception to 4.13 and 6.2): the days before a regular one are not asked of it.
    """
    if sitting.is_extraordinary:
        return _keys_extraordinary(deed, edition)
    if deed == BUDGET:
        return ("budget_change_proposals",) if OF_BUDGET in matter.flags else ()
    if deed == PREPARATION:
        return ("draft_preparation",) if matter.has_draft else ()
    if deed == DELIVERY:
        is_public = PUBLIC in matter.flags and edition.get("draft_delivery_public") is not None
        return ("draft_delivery_public",) if is_public else ("draft_delivery",)
    return {
        PROPOSAL: ("items_list_submission",),
        ORDER: ("meeting_convening_order",),
        COPIES: ("convening_order_dispatch",),
        WEBSITE: (),
        PRESS: ("media_agenda",),
        AGREED: ("agenda_agreement", "agenda_mayor_agreement"),
        TO_MAYOR: ("agenda_to_mayor",),
        MEMBERS: ("members_acquaintance",),
    }[deed]


def _keys_extraordinary(deed: str, edition: Edition) -> tuple[str, ...]:
    same_day = "extraordinary_meeting_preparation"
    return {
        # The order names the questions that it is proposed to bring in (KR 4.10).
        PROPOSAL: ("meeting_notice_extraordinary",),
        ORDER: ("meeting_notice_extraordinary",),
        COPIES: ("meeting_notice_extraordinary",),
        WEBSITE: ("extraordinary_meeting_notice",),
        PRESS: ("media_agenda",),
        DELIVERY: (same_day,),
        AGREED: (same_day, "agenda_mayor_agreement"),
    }.get(deed, ())
