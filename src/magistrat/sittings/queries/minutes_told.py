"""What the minutes are told besides the steps: names in their forms, titles and decisions, guests, polls, instructions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Prefetch, Q

from magistrat.bodies.models import Event, Gathering, Membership, Outcome
from magistrat.bodies.queries import composition, halls
from magistrat.bodies.queries import outcomes as ended
from magistrat.documents.models import Document
from magistrat.organisation import declension
from magistrat.organisation import queries as organisation
from magistrat.organisation.models import FormerCard, Holding, Person, Post, on_day
from magistrat.organisation.queries import then
from magistrat.regulation import queries as regulation
from magistrat.rules import words
from magistrat.rules.minutes_told import Asked, Decided, Guest, Named, Told, key
from magistrat.sittings.models import Instruction, Invited, Minutes, Question, Sitting
from magistrat.sittings.queries import hall

REPORT = "poll_decision_report"


def of(sitting: Sitting, rows: Sequence[Event], minutes: Minutes | None) -> Told:
    """All of it; a fixed number of statements, however many questions and members there are."""
    gathering = sitting.gathering
    payloads = [row.payload for row in rows]
    members = {one["id"] for said in payloads for one in said.get("members", ()) if isinstance(one, dict)}
    polls = {int(one) for row in rows if row.code == "called" for one in row.payload.get("polls", ())}
    who = {str(row.payload.get("who", "")) for row in rows if row.code == "speaker_called"}
    return Told(
        place=gathering.place,
        people=_members(members, gathering.on),
        chairs={one.membership: _low(one.lines) for one in composition.chairs(gathering.body, gathering.on)},
        speakers=_speakers(who, gathering.on),
        reporter=_reporter(gathering) if polls else None,
        guests=_guests(sitting),
        questions=_questions(sitting),
        polls=_polls(gathering, polls) if polls else {},
        by_name=minutes.is_by_name if minutes else True,
        without_transcript=minutes.without_transcript if minutes else "",
    )


def instruction_line(one: Instruction, posts: Iterable[str]) -> str:
    """An instruction as a sentence: to whom, what, by when."""
    due = f" Строк: до {words.day(one.due_on)}." if one.due_on else ""
    return f"{words.sentence(', '.join(posts))} – {declension.lowered(one.text.rstrip('.'))}.{due}"


def instructions_of(sitting: int, on: date) -> list[Instruction]:
    """Instructions of a sitting in their order with their executors, called as on the day; two statements."""
    posts = Post.objects.annotate(said_then=then.changes("post", on))
    found = Instruction.objects.filter(sitting=sitting).select_related("question", "document")
    rows = list(found.prefetch_related(Prefetch("executors", posts)).order_by("id"))
    for post in {id(post): post for one in rows for post in one.executors.all()}.values():
        then.put(post, post.said_then)
    return rows


def line_of(one: Instruction) -> str:
    """The instruction as a sentence, its executors in the dative."""
    return instruction_line(one, [organisation.dative(post) for post in one.executors.all()])


def _members(wanted: Iterable[int], on: date) -> dict[int, Named]:
    found = Membership.objects.filter(pk__in=list(wanted)).select_related("person")
    rows = found.annotate(person_then=then.changes("person", on, "person_id"))
    return {one.pk: _named(then.put(one.person, one.person_then), one.printed) for one in rows}


def _named(person: Person, post: str) -> Named:
    """The person's name in its forms, with the post; the forms of one name are made once."""
    names = declension.name_in(
        declension.GENITIVE, surname=person.surname, given=person.given, patronymic=person.patronymic,
        gender=person.gender,
    )  # fmt: skip
    initials = person.short_name.removeprefix(person.surname)
    title = declension.lowered(post) if post else ""
    genitive = declension.title_in(declension.GENITIVE, title) if title else ""
    return Named(person.short_name, f"{names['surname']}{initials}", title, genitive, person.gender)


def _speakers(who: Iterable[str], on: date) -> dict[str, Named]:
    """People of the city hall among those who had the floor and are no members, called as on the day; two statements."""
    wanted = {key(one) for one in who if one.strip()}
    surnames = {word.strip(".,").title() for one in wanted for word in one.split()}
    people = _called(surnames, on) if wanted else []
    held = Holding.objects.filter(on_day(on), person__in=people).select_related("post").order_by("post__rank", "id")
    posts: dict[int, str] = {}
    for one in held.annotate(post_then=then.changes("post", on, "post_id")) if people else ():
        posts.setdefault(one.person_id, then.put(one.post, one.post_then).title)
    found: dict[str, Named] = {}
    for person in people:
        named = _named(person, posts.get(person.pk, ""))
        for form in (person.short_name, person.signature_name):
            if key(form) in wanted:
                found.setdefault(key(form), named)
    return found


def _called(surnames: Iterable[str], on: date) -> list[Person]:
    """People who may have had one of these surnames on the day, called as then; one statement."""
    wanted = list(surnames)
    former = FormerCard.objects.filter(values__surname__in=wanted, until__gt=on).values("person")
    found = Person.objects.filter(Q(surname__in=wanted) | Q(pk__in=former)).order_by("id")
    return [then.put(one, one.said_then) for one in found.annotate(said_then=then.changes("person", on))]


def _reporter(gathering: Gathering) -> Named | None:
    """Whom the clause lets report on decisions between meetings, or who stands in (KR 4.41.4)."""
    rule, on = regulation.rules_of(gathering.edition_id).get(REPORT), gathering.on
    held = (organisation.posts_with_role(role, on) for role in (rule.actor if rule else ()))
    post = next((posts[0] for posts in held if posts), None)
    signature = organisation.signature_of(post.pk, on) if post else None
    if signature is None or signature.person_id is None:
        return None
    person = Person.objects.annotate(said_then=then.changes("person", on)).get(pk=signature.person_id)
    return _named(then.put(person, person.said_then), signature.title)


def _guests(sitting: Sitting) -> list[Guest]:
    """Who was invited and came, each once."""
    came = Invited.objects.filter(sitting=sitting, came=True).order_by("question_id", "id")
    seen: dict[tuple[str, bool], Guest] = {}
    for one in came:
        seen.setdefault((key(one.name), one.is_press), Guest(one.name, one.post, one.is_press))
    return list(seen.values())


def _questions(sitting: Sitting) -> list[Asked]:
    found = Question.objects.filter(hall.IN_HALL, sitting=sitting).exclude(stage=Question.Stage.OUT)
    rows = found.select_related("block", "document").defer("document__lemmas", "document__search_text")
    outcomes = ended.of_gathering(sitting.gathering_id)
    given: dict[int | None, list[str]] = {}
    for one in instructions_of(sitting.pk, sitting.gathering.on):
        given.setdefault(one.question_id, []).append(line_of(one))
    return [
        Asked(
            id=row.pk, title=row.title, number=row.number, block=row.block.title if row.block else "",
            speaker=row.speaker, decision=_decision(row.document, outcomes.get(row.pk)),
            is_additional=row.lateness == Question.Lateness.BY_VOTE, instructions=given.get(row.pk, ()),
        )
        for row in rows.order_by("block__position", "position", "id")
    ]  # fmt: skip


def _decision(document: Document | None, outcome: Outcome | None) -> str:
    """How the minutes cite a registered decision: «від 18.03.2026 № 712»."""
    if document is None or outcome is None or document.state != Document.State.REGISTERED:
        return ""
    return f"від {words.day(outcome.on)} № {document.index}"


def _polls(gathering: Gathering, wanted: Iterable[int]) -> Mapping[int, Decided]:
    """Decisions between sittings with their answers; four statements."""
    held = {one.pk: one for one in Gathering.objects.filter(pk__in=list(wanted)).select_related("body")}
    events: dict[int, list[Event]] = {}
    for row in Event.objects.filter(gathering__in=held).order_by("gathering", "number"):
        events.setdefault(row.gathering_id, []).append(row)
    outcomes = {one.gathering_id: one for one in Outcome.objects.filter(gathering__in=held).select_related("document")}
    found = {}
    for number, one in held.items():
        poll, outcome = halls.poll_of(one, events.get(number, [])), outcomes.get(number)
        adopted = outcome is not None and outcome.result in ended.CARRIED
        found[number] = Decided(
            poll.facts.title if poll.facts else "", poll, outcome.on if outcome else None,
            _decision(outcome.document, outcome) if outcome else "", adopted,
        )  # fmt: skip
    return found


def _low(lines: Sequence[str]) -> str:
    return declension.lowered(" ".join(lines))
