"""What must hold of every sitting, whatever the steps; the oracle counts by the clauses' own numbers, without the rules.

Both regulations: a meeting needs more than half of the composition (KR 4.3; DR 6.11), a decision more than half of the
composition in favour (KR 4.4; DR 6.23), one with a conflict of interests does not vote (KR 1.16; law 1700-VII, 35-1), and
when the quorum breaks without him, only the committee itself may let him (KR 1.17).
"""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from magistrat.rules import hall
from magistrat.rules.hall_events import CODES, VOTES, Event
from magistrat.rules.hall_state import Item
from tests.rules.halls import BEGAN, DR, KR, Hall, facts, members, setting

SEATS = 7
QUESTIONS = (10, 11, 12)
CAST = st.sampled_from([*VOTES, "for", "for", "for"])
WHO = st.integers(1, SEATS)
BALLOT = st.just(["for"] * SEATS) | st.lists(CAST, min_size=SEATS, max_size=SEATS)
CONSIDERED = st.tuples(
    st.just("considered"), st.sampled_from(QUESTIONS), st.sets(WHO, max_size=3), BALLOT, BALLOT, st.booleans()
)
STEPS = st.one_of(
    *[CONSIDERED] * 6,
    st.tuples(st.just("arrived"), WHO),
    st.tuples(st.just("left"), WHO),
    st.tuples(st.just("conflict_declared"), st.sampled_from(QUESTIONS), WHO),
    st.tuples(st.just("admission_voted"), BALLOT),
    st.tuples(st.just("amendment"), BALLOT),
    st.tuples(st.just("question_begun"), st.sampled_from(QUESTIONS)),
    st.tuples(st.just("block")),
    st.tuples(st.just("announce")),
    st.tuples(st.just("vote_cast"), WHO, CAST),
    st.tuples(st.just("votes"), BALLOT),
    st.tuples(st.just("result")),
    st.tuples(st.just("postponed"), st.sampled_from(QUESTIONS)),
    st.tuples(st.just("undo"), st.integers(1, 12)),
)
SCRIPTS = st.lists(STEPS, min_size=5, max_size=25)


class Actors:
    """Tries each step on the hall and keeps beside it the oracle's own, plain account of who is there and who may vote."""

    def __init__(self, slug: str, present: int) -> None:
        self.hall = Hall(slug, SEATS, present=present)
        if 2 * present > SEATS:
            self.hall.open()

    def attempt(self, code: str, item: int | None = None, **payload: object) -> bool:
        if self.hall.refusal(code, item, **payload):
            return False
        self.hall.do(code, item, **payload)
        return True

    def play(self, said: tuple) -> None:  # noqa: C901 one line for each kind of step
        state = self.hall.state
        current = state.current[0] if state.current else 0
        match said:
            case ("considered", question, conflicts, admission, ballot, is_amended):
                whole = [("question_begun", question), *(("conflict_declared", question, who) for who in conflicts)]
                whole += [("admission_voted", admission), *([("amendment", admission)] if is_amended else [])]
                for part in (*whole, ("announce",), ("votes", ballot), ("result",)):
                    self.play(part)
            case ("arrived" | "left", who):
                self.attempt(said[0], member=who)
            case ("conflict_declared", question, who):
                self.attempt("conflict_declared", question, member=who, reason="родич")
            case ("admission_voted", ballot):
                self.attempt(
                    "admission_voted", current, members=sorted(state.barred), votes=self.ballot(ballot, state.present)
                )
            case ("amendment", ballot):
                self.attempt("amendment_proposed", current, by="Член", text="так")
                self.attempt("speaker_called", current, who="Доповідач", kind="report")
                self.attempt("speaker_done", current)
                self.attempt("voting_announced", current, text="так")
                self.attempt("amendment_voted", current, number=1, votes=self.ballot(ballot, state.voters))
            case ("question_begun", question):
                self.attempt("question_begun", question, facts=facts(is_undisputed=True))
            case ("block",):
                items = [{"id": one, "facts": facts(is_undisputed=True)} for one in QUESTIONS[1:]]
                self.attempt("vote_of_block", QUESTIONS[1], items=items)
            case ("announce",):
                self.attempt("discussion_waived", current)
                self.attempt("voting_announced", current, text="так")
            case ("vote_cast", who, vote):
                self.attempt("vote_cast", current, votes={str(who): vote})
            case ("votes", ballot):
                self.attempt("vote_cast", current, votes=self.ballot(ballot, state.voters))
            case ("result",):
                self.attempt("result", current)
            case ("postponed", question):
                self.attempt("postponed", question, reason="так")
            case ("undo", back):
                self.attempt("undo", undoes=max(1, len(self.hall.events) - back))

    @staticmethod
    def ballot(cast: list[str], who: frozenset[int]) -> dict[str, str]:
        return {str(member): cast[member - 1] for member in who}


def played(slug: str, present: int, script: list[tuple]) -> Hall:
    actors = Actors(slug, present)
    for said in script:
        actors.play(said)
    return actors.hall


def live(events: list[Event]) -> list[Event]:
    """Steps that were not undone."""
    gone = {event.payload["undoes"] for event in events if event.code == "undo"}
    return [event for event in events if event.code != "undo" and event.number not in gone]


def oracle(events: list[Event]) -> dict[int, str]:  # noqa: C901 one case for each kind of step
    """How each question must have ended, counted from the bare steps."""
    present, conflicts, admitted, amended, cast, in_hand, ended = set(), {}, {}, {}, {}, [], {}
    for event in live(events):
        payload = event.payload
        match event.code:
            case "arrived":
                present.add(payload["member"])
            case "left":
                present.discard(payload["member"])
            case "conflict_declared":
                conflicts.setdefault(event.item, set()).add(payload["member"])
            case "admission_voted":
                if 2 * sum(vote == "for" for vote in payload["votes"].values()) > SEATS:
                    admitted.setdefault(event.item, set()).update(payload["members"])
            case "amendment_voted":
                if 2 * sum(vote == "for" for vote in payload["votes"].values()) > SEATS:
                    amended[event.item] = True
            case "question_begun":
                in_hand, cast = [event.item], {}
            case "vote_of_block":
                in_hand, cast = [one["id"] for one in payload["items"]], {}
            case "vote_cast":
                cast |= {int(member): vote for member, vote in payload["votes"].items()}
            case "postponed":
                ended[event.item] = "postponed"
            case "result":
                for question in in_hand:
                    barred = conflicts.get(question, set()) - admitted.get(question, set())
                    may = present - barred
                    # A result exists only of a full vote of those who may vote, and they are more than half.
                    assert set(cast) == may
                    assert 2 * len(may) > SEATS
                    in_favour = sum(vote == "for" for vote in cast.values())
                    carried = "changed" if amended.get(question) else "adopted"
                    ended[question] = carried if 2 * in_favour > SEATS else "rejected"
                in_hand, cast = [], {}
    return ended


@settings(max_examples=150)
@given(st.sampled_from([KR, DR]), st.integers(0, SEATS), SCRIPTS)
def test_nothing_is_adopted_that_the_clauses_would_not_adopt(slug, present, script):
    stage = played(slug, present, script)
    results = {number: item.result.result for number, item in stage.state.items.items() if item.result}
    assert results == oracle(stage.events)


@settings(max_examples=60)
@given(st.sampled_from([KR, DR]), st.integers(4, SEATS), SCRIPTS)
def test_every_prefix_folds_and_is_consistent(slug, present, script):
    events = played(slug, present, script).events
    for length in range(len(events) + 1):
        state = hall.fold(setting(slug), events[:length])
        assert state.present <= state.members.keys()
        assert all(item.result for item in state.items.values() if item.id not in state.current and item.votes)
        if state.question and state.question.votes:
            assert set(state.question.votes) <= state.voters
        assert hall.replay(setting(slug), events[:length]) == state


@settings(max_examples=60)
@given(st.sampled_from([KR, DR]), st.integers(4, SEATS), SCRIPTS)
def test_undoing_the_last_step_gives_the_former_state(slug, present, script):
    stage = played(slug, present, script)
    last = hall.last_undoable(stage.events)
    if last is None:
        return
    state = hall.fold(setting(slug), [event for event in live(stage.events) if event.number != last.number])
    stage.do("undo", undoes=last.number)
    assert stage.state == state


@settings(max_examples=60)
@given(st.sampled_from([KR, DR]), st.integers(4, SEATS), BALLOT)
def test_a_block_ends_as_its_questions_would_singly(slug, present, cast):
    one, many = Hall(slug, SEATS, present=present).open(), Hall(slug, SEATS, present=present).open()
    ballot = Actors.ballot(cast, one.state.present)
    many.do("vote_of_block", 10, items=[{"id": number, "facts": facts(is_undisputed=True)} for number in QUESTIONS])
    many.do("vote_cast", 10, votes=ballot)
    many.close()
    for question in QUESTIONS:
        one.begin(question, is_undisputed=True)
        if slug == DR:
            one.do("discussion_waived", question)
            one.do("voting_announced", question, text="")
        one.do("vote_cast", question, votes=ballot)
        one.close(question)
    singly, together = (
        {number: replace(item.result, at=BEGAN, block=(), number=0) for number, item in stage.state.items.items()}
        for stage in (one, many)
    )
    assert singly == together


NAMES = (
    "member",
    "votes",
    "facts",
    "items",
    "members",
    "seats",
    "chair",
    "kind",
    "number",
    "undoes",
    "reason",
    "polls",
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=5,
)


@settings(max_examples=100)
@given(
    st.sampled_from(sorted(CODES)),
    st.one_of(st.none(), st.integers(), st.just(10)),
    st.dictionaries(st.sampled_from(NAMES), ANYTHING),
)
def test_whatever_a_console_sends_is_done_or_refused_never_broken(code, item, payload):
    for stage in (Hall(KR, SEATS), Hall(DR, SEATS, present=5).open().begin()):
        if stage.refusal(code, item, **payload) is None:
            stage.do(code, item, **payload)
        assert isinstance(stage.state.item(10), Item)


def test_the_oracle_itself_tells_adopted_from_rejected():
    """By hand: 7 seats, 4 are more than half, 3 are not."""
    events = [Event(1, "called", BEGAN, None, {"seats": 7, "members": members(7)})]
    events += [Event(number + 1, "arrived", BEGAN, None, {"member": number}) for number in range(1, 6)]
    for question, in_favour in ((10, 4), (11, 3)):
        votes = {str(member): "for" if member <= in_favour else "against" for member in range(1, 6)}
        events += [
            Event(len(events) + 1, "question_begun", BEGAN, question, {"facts": facts()}),
            Event(len(events) + 2, "vote_cast", BEGAN, question, {"votes": votes}),
            Event(len(events) + 3, "result", BEGAN, question, {}),
        ]
    assert oracle(events) == {10: "adopted", 11: "rejected"}


def test_yes_is_no_number_of_a_step():
    """`True` equals 1: what is undone was found by it, and every later folding broke on it."""
    stage = Hall(DR, SEATS, present=5).open().begin()
    assert stage.refusal("undo", undoes=True) is not None


def test_a_step_whose_effect_cannot_be_folded_is_refused():
    """«noted» may carry a reason: nothing instead of words was let in, and every later folding broke on it."""
    stage = Hall(DR, SEATS, present=5).open().begin()
    assert stage.refusal("noted", 10, reason=None) is not None
    assert stage.refusal("noted", 10) is None
