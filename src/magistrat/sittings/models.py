"""Sittings of the committee: their questions, papers, readers, invited, minutes and what was told to the public."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

OPEN_STAGES = ["proposed", "prepared", "agreed", "delivered", "reviewed"]


class Sitting(models.Model):
    """A sitting that is being prepared, held, and written down; its conduct is `bodies.Gathering`."""

    gathering = models.OneToOneField("bodies.Gathering", on_delete=models.PROTECT, related_name="sitting")
    convening = models.ForeignKey(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="+", help_text="the order (KR 4.8)"
    )
    agenda_frozen_at = models.DateTimeField(null=True)
    agenda_text = models.TextField(blank=True, help_text="the agenda as it was frozen")
    agreed_at = models.DateTimeField(null=True, help_text="when the mayor agreed the agenda (KR 4.23; DR 4.14, 6.2)")
    agreed_by = models.CharField(max_length=400, blank=True)
    changed_at = models.DateTimeField()
    convened_at = models.DateTimeField(null=True, help_text="when the order was made known (KR 4.9, 4.10; DR 6.16)")
    convened_by = models.CharField(max_length=400, blank=True)
    order_printed = models.CharField("розпорядження про скликання", max_length=200, blank=True)
    to_mayor_at = models.DateTimeField(null=True, help_text="when the mayor was given the agenda with drafts (DR 4.14)")
    to_mayor_by = models.CharField(max_length=400, blank=True)
    sent_at = models.DateTimeField(null=True, help_text="when members were given agenda and papers (KR 4.24; DR 6.3)")
    sent_by = models.CharField(max_length=400, blank=True)
    invitation = models.TextField("телефонограма", blank=True)
    invitation_signed_at = models.DateTimeField(null=True, help_text="by the mayor (KR 4.28)")
    invitation_signed_by = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agenda_frozen_at__isnull=False) | Q(agenda_text=""), name="sittings_frozen_has_moment"
            ),
        ]


class Announcement(models.Model):
    """How a sitting was made known, once each: copies of its order, the city's site, the agenda for the press."""

    class Kind(models.TextChoices):
        COPIES = "copies", "копії розпорядження надіслано"
        WEBSITE = "website", "інформацію розміщено на вебсайті"
        PRESS = "press", "порядок денний передано представникам медіа"

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="announcements")
    kind = models.CharField("що зроблено", max_length=8, choices=Kind)
    at = models.DateTimeField()
    by = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "kind"], name="sittings_announced_once")]


class Block(models.Model):
    """A block of the agenda."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="blocks")
    title = models.CharField("назва", max_length=300)
    position = models.PositiveIntegerField()

    class Meta:
        indexes = [models.Index("sitting", "position", "id", name="sittings_blocks")]


class Question(models.Model):
    """A question proposed for a sitting, with its draft when there is one."""

    class Stage(models.TextChoices):
        PROPOSED = "proposed", "запропоновано"
        PREPARED = "prepared", "готується проєкт"
        AGREED = "agreed", "погоджено"
        DELIVERED = "delivered", "подано"
        REVIEWED = "reviewed", "розглянуто керуючим справами"
        ON_AGENDA = "on_agenda", "у порядку денному"
        DONE = "done", "розглянуто"
        OUT = "out", "виключено"

    class Lateness(models.TextChoices):
        NONE = "none", "вчасно"
        ASKED = "asked", "запитано дозвіл"
        ALLOWED = "allowed", "дозволено"
        REFUSED = "refused", "не дозволено"
        BY_VOTE = "by_vote", "додаткове питання: голосуванням"

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="questions")
    document = models.ForeignKey(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="questions", help_text="the draft"
    )
    title = models.CharField("питання", max_length=600)
    block = models.ForeignKey(Block, null=True, on_delete=models.SET_NULL, related_name="questions")
    position = models.PositiveIntegerField(default=0, help_text="order in its block")
    number = models.CharField("№", max_length=10, blank=True, help_text="in the frozen agenda")
    stage = models.CharField("стан", max_length=10, choices=Stage, default=Stage.PROPOSED)
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="questions")
    proposer = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="questions_proposed")
    in_charge = models.ForeignKey(
        "organisation.Post", null=True, on_delete=models.PROTECT, related_name="questions_in_charge"
    )
    speaker = models.CharField("доповідає", max_length=300, blank=True)
    co_speakers = models.CharField("співдоповідають", max_length=600, blank=True)
    experts = models.CharField("залучені науковці, фахівці", max_length=600, blank=True, help_text="KR 4.12; DR 4.2")
    is_main = models.BooleanField("основне планове", default=False)
    is_regulatory = models.BooleanField("за регуляторною процедурою", default=False)
    is_normative = models.BooleanField("нормативно-правовий характер", default=False)
    is_undisputed = models.BooleanField("для голосування блоком", default=False)
    flags = ArrayField(models.CharField(max_length=40), default=list)
    minutes = models.JSONField(
        "регламент розгляду",
        default=dict,
        help_text="minutes by kind of speech, of rules.hall_events.SPEECHES (KR annex 5)",
    )
    lateness = models.CharField(max_length=8, choices=Lateness, default=Lateness.NONE)
    late_reason = models.CharField("причина", max_length=600, blank=True)
    late_by = models.CharField(max_length=400, blank=True, help_text="who allowed or refused, and when")
    proposed_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    returned_reason = models.CharField(max_length=600, blank=True)
    published_at = models.DateTimeField(null=True, help_text="the draft's publication (KR 15.7; DR 4.7, 4.13)")
    publication_exception = models.CharField(max_length=300, blank=True)
    proposals_until = models.DateField(
        "пропозиції приймають до", null=True, help_text="as the drafter sets it, inclusive (DR 7.6)"
    )
    is_information = models.BooleanField("інформація без проєкту рішення", default=False)
    repeat_ground = models.CharField(
        "нормативно-правовий акт, що дозволяє повтор", max_length=300, blank=True, help_text="KR 4.7"
    )
    proposed_by = models.CharField(max_length=400, blank=True)
    delivered_by = models.CharField(max_length=400, blank=True)
    copies = models.PositiveSmallIntegerField("примірників на папері", null=True)
    reviewed_by = models.CharField(max_length=400, blank=True)
    review_due_on = models.DateField("строк розгляду", null=True)
    review_due_clause = models.CharField(max_length=60, blank=True)
    publication = models.JSONField(default=dict, help_text="what the letter about publication says (KR 15.7)")
    publication_asked_at = models.DateTimeField(null=True)
    publication_due_on = models.DateField(null=True)
    publication_due_clause = models.CharField(max_length=60, blank=True)
    publication_agreed_at = models.DateTimeField(null=True, help_text="with the manager of affairs (DR 4.7)")
    publication_agreed_by = models.CharField(max_length=400, blank=True)
    public_title = models.CharField(
        "назва для оприлюднення", max_length=600, blank=True, help_text="without personal data"
    )
    is_closed = models.BooleanField(
        "зміст не оприлюднюють", default=False, help_text="a closed question: its ground below"
    )
    closed_ground = models.CharField("підстава", max_length=300, blank=True)
    out_reason = models.CharField("причина виключення", max_length=600, blank=True)
    moved_from = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="moved_to")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sitting", "document"],
                condition=Q(document__isnull=False) & ~Q(stage="out"),
                name="sittings_draft_once",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="sittings_question_has_title"),
            models.CheckConstraint(condition=~Q(stage="out") | ~Q(out_reason=""), name="sittings_out_has_reason"),
            models.CheckConstraint(
                condition=Q(is_closed=False) | ~Q(closed_ground=""), name="sittings_closed_has_ground"
            ),
            models.CheckConstraint(
                condition=~Q(lateness__in=["allowed", "refused"]) | ~Q(late_by=""), name="sittings_late_decided_by"
            ),
        ]
        indexes = [
            models.Index("sitting", "block", "position", "id", name="sittings_agenda"),
            models.Index("document", name="sittings_question_document"),
            models.Index("sitting", condition=Q(stage="delivered"), name="sittings_to_review"),
            models.Index("department", "id", condition=Q(stage__in=OPEN_STAGES), name="sittings_of_department"),
        ]


class Enclosure(models.Model):
    """A part of a main item's package: a form filled in on the screen (KR annexes 5-7) or a file (KR 4.19; DR 6.6)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="enclosures")
    key = models.CharField(max_length=40, help_text="as the edition's entry names it: item_rules, report_note…")
    data = models.JSONField(default=dict)
    file = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    by = models.CharField(max_length=400)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "key"], name="sittings_enclosed_once")]


class PaperReceipt(models.Model):
    """A line of the hand-over register of paper originals: the draft with its copies given in, and given back."""

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="receipts")
    copies = models.PositiveSmallIntegerField("примірників")
    sheets = models.PositiveSmallIntegerField("аркушів", null=True)
    handed_by = models.CharField("здав", max_length=400)
    taken_at = models.DateTimeField("прийнято")
    taken_by = models.CharField("прийняв", max_length=400)
    returned_at = models.DateTimeField("повернуто", null=True)
    returned_to = models.CharField("кому повернуто", max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["question"], condition=Q(returned_at__isnull=True), name="sittings_original_held_once"
            ),
            models.CheckConstraint(
                condition=Q(returned_at__isnull=True) | ~Q(returned_to=""), name="sittings_original_returned_to"
            ),
        ]


class Binder(models.Model):
    """All materials of a sitting as one PDF, set by a worker; the newest one that is ready is read."""

    class State(models.TextChoices):
        WAITING = "waiting", "складається"
        READY = "ready", "готово"
        FAILED = "failed", "не складено"

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="binders")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    pages = models.PositiveIntegerField(null=True)
    left_out = models.JSONField(default=list, help_text="names of files that are no PDF and stand as a line only")
    blob = models.ForeignKey("storage.Blob", null=True, on_delete=models.PROTECT, related_name="binders")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=400)
    asked_by_post = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting"], condition=Q(state="waiting"), name="sittings_one_binder_waits"),
            models.CheckConstraint(condition=~Q(state="ready") | Q(blob__isnull=False), name="sittings_binder_has_pdf"),
        ]


class AgendaReading(models.Model):
    """A member has opened the agenda of a sitting (a receipt)."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "person"], name="sittings_agenda_read_once")]


class MemberReading(models.Model):
    """A member has opened the papers of a question (a receipt)."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["question", "person"], name="sittings_read_once")]


class Invited(models.Model):
    """Somebody invited to the sitting or to one of its questions (KR 4.27–4.33, annex 6; DR 6.14)."""

    sitting = models.ForeignKey(Sitting, on_delete=models.CASCADE, related_name="invited")
    question = models.ForeignKey(Question, null=True, on_delete=models.CASCADE, related_name="invited")
    name = models.CharField("прізвище, ім'я, по батькові", max_length=400)
    post = models.CharField("посада", max_length=400, blank=True)
    note = models.CharField("примітки", max_length=300, blank=True)
    is_press = models.BooleanField("засіб масової інформації", default=False)
    told_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True, help_text="was shown the draft before the sitting (KR 4.31)")
    came = models.BooleanField("був присутній", null=True)

    class Meta:
        indexes = [models.Index("sitting", "question", "id", name="sittings_invited_to")]


class Minutes(models.Model):
    """The minutes: assembled from the events, edited, signed, numbered in the calendar year (KR 4.45; DR 6.28)."""

    class State(models.TextChoices):
        DRAFT = "draft", "проєкт"
        SIGNING = "signing", "на підписі"
        SIGNED = "signed", "підписано"

    sitting = models.OneToOneField(Sitting, on_delete=models.PROTECT, related_name="minutes")
    document = models.OneToOneField("documents.Document", null=True, on_delete=models.PROTECT, related_name="minutes")
    state = models.CharField("стан", max_length=8, choices=State, default=State.DRAFT)
    text = models.JSONField(
        default=dict, help_text="`written`: parts that the secretary rewrote; `frozen`: all parts as they were signed"
    )
    revision = models.PositiveIntegerField(default=0)
    is_by_name = models.BooleanField("голоси поіменно", default=True)
    without_transcript = models.CharField("чому немає стенограми", max_length=300, blank=True, help_text="KR 4.45")
    changed_at = models.DateTimeField(null=True)
    changed_by = models.CharField(max_length=400, blank=True)
    due_on = models.DateField("строк підписання", null=True)
    due_clause = models.CharField(max_length=60, blank=True)
    handed_at = models.DateTimeField("подано на підпис", null=True)
    chair = models.ForeignKey(
        "organisation.Person",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="who presided, at handing in",
    )
    signed_on = models.DateField(null=True)
    signed_printed = models.JSONField(default=list, help_text="who signed: role, lines of the post, name, day")
    is_electronic = models.BooleanField(default=False, help_text="signed by electronic signatures, not on paper")
    transcript = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")
    recording = models.ForeignKey("documents.File", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["signing", "signed"]) | Q(document__isnull=False, handed_at__isnull=False),
                name="sittings_handed_minutes_has_card",
            ),
            models.CheckConstraint(
                condition=~Q(state="signed") | Q(signed_on__isnull=False), name="sittings_signed_minutes_has_day"
            ),
        ]
        indexes = [models.Index("due_on", "id", condition=~Q(state="signed"), name="sittings_minutes_waiting")]


class MinutesSigning(models.Model):
    """An attempt to sign the minutes electronically; each signature is added to the file that the former one made."""

    class State(models.TextChoices):
        WAITING = "waiting", "очікує на підпис"
        DONE = "done", "підписано"
        FAILED = "failed", "не вдалося"

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signings")
    role = models.CharField(max_length=20, help_text="of rules.minutes.signatory_roles")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    provider = models.CharField(max_length=40)
    reference = models.CharField(max_length=200, blank=True, help_text="by which the provider knows it, while it waits")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=400)
    person = models.BigIntegerField(help_text="who signs")
    printed_title = models.CharField(max_length=400)
    printed_name = models.CharField(max_length=200)
    ended_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=600, blank=True)
    given = models.ForeignKey(
        "storage.Blob", on_delete=models.PROTECT, related_name="+", help_text="what was to be signed"
    )
    made = models.ForeignKey("storage.Blob", null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["minutes"], condition=Q(state="waiting"), name="sittings_one_signing_waits"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(made__isnull=False), name="sittings_signing_made_a_file"
            ),
        ]
        indexes = [models.Index("id", condition=Q(state="waiting"), name="sittings_signings_waiting")]


class Instruction(models.Model):
    """An instruction given at a sitting: it becomes tasks when its protocol is issued (KR 8.20.3; DR 6.26)."""

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="instructions")
    question = models.ForeignKey(Question, null=True, on_delete=models.PROTECT, related_name="instructions")
    text = models.CharField("доручення", max_length=1000)
    executors = models.ManyToManyField("organisation.Post", related_name="instructions_of_sittings")
    due_on = models.DateField("строк", null=True)
    given_at = models.DateTimeField()
    given_by = models.CharField("хто вніс", max_length=400)
    document = models.ForeignKey(
        "documents.Document", null=True, on_delete=models.PROTECT, related_name="instructions",
        help_text="the protocol of instructions by which it was issued",
    )  # fmt: skip

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="sittings_instruction_says")]
        indexes = [models.Index("sitting", "id", name="sittings_instructions")]


class Disclosure(models.Model):
    """What the public sees of a sitting: the frozen agenda, or how it ended with the named votes, as it was published.

    Frozen in `content` when it is published; never changed and never deleted: replaced or taken down with a reason.
    """

    class What(models.TextChoices):
        AGENDA = "agenda", "порядок денний"
        RESULTS = "results", "результати"

    class State(models.TextChoices):
        PUBLISHED = "published", "оприлюднено"
        REPLACED = "replaced", "замінено"
        TAKEN_DOWN = "taken_down", "знято з оприлюднення"

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="disclosures")
    what = models.CharField("що", max_length=8, choices=What)
    number = models.PositiveIntegerField()
    state = models.CharField("стан", max_length=10, choices=State, default=State.PUBLISHED)
    content = models.JSONField(default=dict)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=400)
    due_on = models.DateField("строк", null=True)
    due_clause = models.CharField(max_length=60, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=400, blank=True)
    ended_reason = models.CharField("підстава", max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sitting", "what", "number"], name="sittings_disclosed_number"),
            models.UniqueConstraint(
                fields=["sitting", "what"], condition=Q(state="published"), name="sittings_disclosed_once"
            ),
            models.CheckConstraint(
                condition=Q(state="published") | (Q(ended_at__isnull=False) & ~Q(ended_reason="")),
                name="sittings_disclosed_ended_reason",
            ),
        ]


class Comment(models.Model):
    """A citizen's proposal to a published draft, with the answer to it.

    The name and the address are never public; the words only when they are answered and the answer says so.
    """

    class State(models.TextChoices):
        CAME = "came", "надійшло"
        ACCEPTED = "accepted", "враховано"
        PARTLY = "partly", "враховано частково"
        REJECTED = "rejected", "не враховано"
        HIDDEN = "hidden", "приховано"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="comments")
    number = models.PositiveIntegerField("№", help_text="of the year's proposals, without gaps")
    year = models.PositiveSmallIntegerField()
    name = models.CharField("ім'я", max_length=200)
    email = models.EmailField("електронна пошта", blank=True)
    text = models.TextField("пропозиція")
    at = models.DateTimeField()
    consented_at = models.DateTimeField(help_text="when the sender agreed that these data be kept (Law 2297-VI)")
    state = models.CharField(max_length=8, choices=State, default=State.CAME)
    answer = models.TextField("відповідь", blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.CharField(max_length=400, blank=True)
    public_text = models.TextField(
        "текст для оприлюднення", blank=True, help_text="as the answer shows it, judged by a person"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="sittings_comment_number_once"),
            models.CheckConstraint(condition=~Q(text="") & ~Q(name=""), name="sittings_comment_says"),
            models.CheckConstraint(
                condition=Q(state="came") | Q(answered_at__isnull=False), name="sittings_comment_answered_at"
            ),
        ]
        indexes = [models.Index("question", F("at").desc(), name="sittings_comments")]
