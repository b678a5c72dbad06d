"""Whether a body may decide and has decided, from its numbers and what clauses and laws say of its votes."""

from dataclasses import dataclass

from magistrat.rules.provisions import Provision, Provisions
from magistrat.rules.voting import BODIES, QUESTIONS, Share


class NoProvision(LookupError):
    """Neither the regulation nor a law says how the body decides; the message is Ukrainian."""


@dataclass(frozen=True, slots=True)
class Count:
    """The numbers of a vote.

    ``members`` is the general composition, ``present`` those at the meeting, members with a conflict of interests among
    them (nothing for a decision between sessions); ``recused`` those who may not vote, without those whom the body
    admitted; votes are nothing when there was no vote yet.
    """

    members: int
    present: int | None
    recused: int = 0
    in_favour: int | None = None
    against: int | None = None
    abstained: int | None = None

    @property
    def voters(self) -> int:
        """How many may vote."""
        return (self.members if self.present is None else self.present) - self.recused


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer about a vote.

    ``valid``: the meeting has a quorum, or the body has a poll; ``adopted``: nothing when there was no vote;
    ``needs_admission``: there is a quorum, but none without the recused, so nothing is adopted before they are admitted;
    ``reason`` in Ukrainian; ``clause``: what decided.
    """

    valid: bool
    adopted: bool | None
    needs_admission: bool
    reason: str
    clause: str


def judge(provisions: Provisions, count: Count, question: str | None = None) -> Verdict:
    """Judge a vote of a body; without ``count.present`` a decision between sessions.

    :raises ValueError: for numbers that cannot be, or that do not suffice, with the Ukrainian reason.
    :raises NoProvision: when nothing says how the body decides.
    """
    _check(count)
    if count.present is None:
        return _judge_poll(provisions, count, question)
    quorum = provisions.quorum
    if quorum is None or quorum.vote.quorum is None:
        raise NoProvision(f"{BODIES[provisions.body]}: кворуму не встановлюють ні регламент, ні закон")
    share = quorum.vote.quorum
    if not share.reached(count.present, count.members):
        adopted = None if count.in_favour is None else False
        return Verdict(
            False, adopted, False, f"Кворуму немає: {_presence(count.present, share, count, quorum)}", quorum.clause
        )
    reasons = [f"Кворум є: {_presence(count.present, share, count, quorum)}"]
    return _decide(provisions, count, question, share, quorum, reasons)


def _judge_poll(provisions: Provisions, count: Count, question: str | None) -> Verdict:
    poll = provisions.majority(question, poll=True)
    if poll is None or poll.vote.majority is None:
        return _no_poll(provisions, count)
    return _decide(
        provisions, count, question, poll.vote.majority, poll, [f"Рішення між засіданнями передбачено ({poll.cited})."]
    )


def _no_poll(provisions: Provisions, count: Count) -> Verdict:
    meets = provisions.majority() or provisions.quorum
    if meets is None:
        raise NoProvision(f"{BODIES[provisions.body]}: як ухвалюють рішення, не встановлюють ні регламент, ні закон")
    instead = provisions.instead_of_poll
    said = ["Рішень між засіданнями для такого органу не передбачено.", _saying(meets)]
    if instead is not None:
        said.append(_saying(instead))
    clauses = [provision.clause for provision in (instead, meets) if provision is not None]
    return Verdict(
        False, None if count.in_favour is None else False, False, " ".join(said), ", ".join(dict.fromkeys(clauses))
    )


def _decide(
    provisions: Provisions, count: Count, question: str | None, needed: Share, base: Provision, reasons: list[str]
) -> Verdict:
    """What follows where a quorum is there: recusal, admission, majority."""
    recusal, admission = provisions.recusal, provisions.admission
    if count.recused:
        reasons.append(f"Через конфлікт інтересів не голосують: {count.recused}{_citing(recusal)}.")
    if count.recused and not needed.reached(count.voters, count.members):
        reasons.append(
            f"Без них для рішення замало: лишається {count.voters} з {count.members}, потрібно щонайменше"
            f" {needed.least(count.members)}. {_saying(admission)}"
        )
        adopted = None if count.in_favour is None else False
        return Verdict(True, adopted, True, " ".join(reasons), (admission or recusal or base).clause)
    if count.in_favour is None:
        return Verdict(True, None, False, " ".join(reasons), base.clause)
    majority = provisions.majority(question, poll=count.present is None)
    if majority is None or majority.vote.majority is None:
        raise NoProvision(f"{BODIES[provisions.body]}: більшості для рішень не встановлюють ні регламент, ні закон")
    adopted, said = _outcome(majority, majority.vote.majority, count)
    if question is not None and majority.vote.question != question:
        reasons.append(f"Окремої більшості ({QUESTIONS[question]}) для такого органу не встановлено.")
    reasons.append(f"{said} ({majority.cited}).")
    return Verdict(True, adopted, False, " ".join(reasons), majority.clause)


def _outcome(majority: Provision, share: Share, count: Count) -> tuple[bool, str]:
    vote = majority.vote
    if count.against is None and (vote.of == "votes" or vote.tie == "adopted"):
        raise ValueError("не вказано голосів проти: від них залежить рішення цього органу")
    in_favour, against = count.in_favour or 0, count.against or 0
    if vote.tie == "adopted" and in_favour == against:
        return (
            True,
            f"Голоси розділилися порівну, {in_favour} на {against}: рішення ухвалено на користь того, кого воно стосується",
        )
    whole, named = {
        "composition": (count.members, "загального складу"),
        "present": (count.voters, "присутніх, які мають право голосу"),
        "votes": (in_favour + against, "голосів за і проти"),
    }[vote.of]
    adopted, least = share.reached(in_favour, whole), share.least(whole)
    enough = (
        f"потрібні всі {whole} {named}"
        if share.part == 1
        else f"потрібно щонайменше {least} із {whole}, {share.in_words()} {named}"
    )
    return adopted, f"Рішення {'' if adopted else 'не '}ухвалено: за — {in_favour}, {enough}"


def _presence(present: int, share: Share, count: Count, quorum: Provision) -> str:
    return (
        f"присутні {present} з {count.members}, потрібно щонайменше {share.least(count.members)},"
        f" {share.in_words()} загального складу ({quorum.cited})."
    )


def _citing(provision: Provision | None) -> str:
    return f" ({provision.cited})" if provision else ""


def _saying(provision: Provision | None) -> str:
    if provision is None:
        return "Допуску таких членів до голосування не передбачено."
    return f"{provision.meaning.rstrip('.')} ({provision.cited})."


def _check(count: Count) -> None:
    given = (
        ("членів", count.members),
        ("присутніх", count.present),
        ("тих, хто не голосує", count.recused),
        ("голосів за", count.in_favour),
        ("голосів проти", count.against),
        ("тих, хто утримався", count.abstained),
    )
    for named, number in given:
        if number is not None and number < 0:
            raise ValueError(f"число {named} не може бути від'ємним: {number}")
    if count.members == 0:
        raise ValueError("орган не може не мати жодного члена")
    present = count.members if count.present is None else count.present
    if present > count.members:
        raise ValueError(f"присутніх більше, ніж членів: {present} з {count.members}")
    if count.recused > present:
        among = "членів" if count.present is None else "присутніх"
        raise ValueError(f"тих, хто не голосує, більше, ніж {among}: {count.recused} з {present}")
    if count.in_favour is None:
        if count.against is not None or count.abstained is not None:
            raise ValueError("не вказано голосів за, а без них рішення не визначити")
        return
    votes = count.in_favour + (count.against or 0) + (count.abstained or 0)
    if votes > count.voters:
        raise ValueError(f"голосів більше, ніж тих, хто має право голосувати: {votes} з {count.voters}")
