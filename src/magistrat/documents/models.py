"""Registries, cards of documents, files, links, grants, the paper original, the nomenclature of files."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper


class Direction(models.TextChoices):
    INCOMING = "incoming", "вхідний"
    OUTGOING = "outgoing", "вихідний"
    INTERNAL = "internal", "внутрішній"
    ACT = "act", "розпорядчий"


class Registry(models.Model):
    """A register that belongs to a unit and has clerks, an index pattern and a counter of its own."""

    key = models.SlugField(unique=True)
    title = models.CharField("назва", max_length=200)
    direction = models.CharField("потік", max_length=10, choices=Direction)
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="registries")
    clerks = models.ManyToManyField("organisation.Post", related_name="registries", blank=True)
    pattern = models.CharField("вигляд індексу", max_length=80)
    restarts = models.CharField(
        "нумерація", max_length=12, choices=[("year", "щороку"), ("never", "наскрізна")], default="year"
    )
    first_number = models.PositiveBigIntegerField("перший номер", default=1)
    is_open = models.BooleanField(default=True)
    clause = models.CharField(max_length=40, blank=True)
    rank = models.PositiveIntegerField("порядок", default=100)


class PaperPeriod(models.Model):
    """A time in which a registry is kept on paper (no power): its numbers are written by hand and entered afterwards."""

    registry = models.ForeignKey(Registry, on_delete=models.PROTECT, related_name="paper_periods")
    period = models.CharField(max_length=20, blank=True, help_text="of the counter, as Document.period")
    since = models.DateTimeField("на папері з")
    ground = models.CharField("підстава", max_length=300)
    first_number = models.BigIntegerField("перший номер від руки")
    declared_at = models.DateTimeField()
    declared_by = models.CharField(max_length=400)
    until = models.DateTimeField("на папері до", null=True)
    last_number = models.BigIntegerField("останній номер від руки", null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=400, blank=True)
    closed_at = models.DateTimeField(null=True, help_text="every number by hand is entered or explained")
    closed_by = models.CharField(max_length=400, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["registry"], condition=Q(until__isnull=True), name="documents_one_paper"),
            models.CheckConstraint(
                condition=Q(until__isnull=True, last_number__isnull=True, closed_at__isnull=True)
                | Q(until__gte=F("since"), last_number__gte=F("first_number") - 1),
                name="documents_paper_ends_whole",
            ),
        ]

    @property
    def is_on_paper(self) -> bool:
        """Whether the registry is still kept on paper."""
        return self.until is None


class PaperGap(models.Model):
    """A number of a paper period under which no document is entered, and why."""

    paper_period = models.ForeignKey(PaperPeriod, on_delete=models.PROTECT, related_name="gaps")
    number = models.BigIntegerField("номер")
    reason = models.CharField("причина", max_length=600)
    by = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["paper_period", "number"], name="documents_paper_gap_once")]


class DocumentKind(models.Model):
    """A kind of document, by the classifier; `key` is the name by which the regulation's values speak of it."""

    key = models.SlugField(unique=True)
    title = models.CharField("вид", max_length=120)
    directions = ArrayField(models.CharField(max_length=10), default=list)
    rank = models.PositiveIntegerField(default=100)
    is_open = models.BooleanField(default=True)


class Correspondent(models.Model):
    """Who writes to us or whom we write to."""

    class Kind(models.TextChoices):
        PARLIAMENT = "parliament", "Верховна Рада України"
        PRESIDENT = "president", "Президент України, Офіс Президента України"
        CABINET = "cabinet", "Кабінет Міністрів України"
        CENTRAL_BODY = "central_body", "центральний орган виконавчої влади"
        LOCAL_STATE_BODY = "local_state_body", "місцевий орган виконавчої влади"
        REGIONAL_COUNCIL = "regional_council", "обласна рада"
        LAW_ENFORCEMENT = "law_enforcement", "правоохоронний орган, прокуратура"
        CONTROL_BODY = "control_body", "контролюючий орган"
        COURT = "court", "суд"
        PEOPLES_DEPUTY = "peoples_deputy", "народний депутат України"
        COUNCILLOR = "councillor", "депутат місцевої ради"
        DISTRICT_COUNCIL = "district_council", "районна в місті рада"
        MUNICIPAL = "municipal", "комунальне підприємство, заклад"
        ENTERPRISE = "enterprise", "підприємство, установа, організація"
        CITIZEN = "citizen", "громадянин"
        OTHER = "other", "інший"

    name = models.CharField("назва", max_length=300)
    kind = models.CharField("категорія", max_length=20, choices=Kind)
    code = models.CharField("код ЄДРПОУ", max_length=10, blank=True)
    address = models.CharField("адреса", max_length=300, blank=True)
    email = models.EmailField("електронна пошта", blank=True)
    phone = models.CharField("телефон", max_length=40, blank=True)
    head = models.CharField("керівник", max_length=200, blank=True)
    search_name = models.CharField(max_length=320, blank=True, help_text="folded name and code: for trigram search")
    is_open = models.BooleanField(default=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged", help_text="the entry that stays"
    )
    words_after = models.BigIntegerField(
        null=True,
        help_text="his documents above this id are not yet found by what the directory says now; none: all are",
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | Q(is_open=False), name="documents_merged_is_closed"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="documents_merged_into_other"),
        ]
        indexes = [
            GinIndex(OpClass("search_name", name="gin_trgm_ops"), name="documents_corr_trgm"),
            models.Index(fields=["code"], name="documents_corr_code"),
            models.Index(models.Func("name", function="uk_sort"), "id", name="documents_corr_order"),
            models.Index("id", condition=Q(words_after__isnull=False), name="documents_corr_words"),
        ]

    @property
    def staying_id(self) -> int:
        """The entry under which this correspondent is kept: another one where it was merged into that."""
        return self.merged_into_id or self.pk


class CaseFile(models.Model):
    """A file of the year's nomenclature (справа)."""

    year = models.PositiveSmallIntegerField("рік")
    department = models.ForeignKey("organisation.Department", on_delete=models.PROTECT, related_name="case_files")
    index = models.CharField("індекс справи", max_length=20)
    title = models.CharField("заголовок", max_length=400)
    volumes = models.PositiveSmallIntegerField("кількість томів, частин", null=True, blank=True)
    keep_term = models.CharField("строк зберігання", max_length=60)
    article = models.CharField("стаття переліку", max_length=40, blank=True)
    note = models.CharField("примітка", max_length=200, blank=True)
    closed_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "index"], name="documents_case_index")]


class Document(models.Model):
    """A document and its registration card (Cabinet resolution 55, item 41)."""

    class State(models.TextChoices):
        ARRIVED = "arrived", "на попередньому розгляді"
        DRAFT = "draft", "проєкт"
        REGISTERED = "registered", "зареєстровано"
        PASSED_ON = "passed_on", "передано без реєстрації"
        RETURNED = "returned", "повернуто"
        ANNULLED = "annulled", "реєстрацію анульовано"

    class Way(models.TextChoices):
        POST = "post", "пошта"
        COURIER = "courier", "кур'єр"
        EMAIL = "email", "електронна пошта"
        EXCHANGE = "exchange", "СЕВ ОВВ"
        HAND = "hand", "особисто"
        PHONE = "phone", "телефон"

    direction = models.CharField("потік", max_length=10, choices=Direction)
    state = models.CharField("стан", max_length=12, choices=State)
    kind = models.ForeignKey(DocumentKind, on_delete=models.PROTECT, related_name="documents")
    # Not indexed by themselves: the indexes below begin with them, or nobody asks by them. Each would slow a registration.
    registry = models.ForeignKey(
        Registry, null=True, blank=True, on_delete=models.PROTECT, related_name="documents", db_index=False
    )
    period = models.CharField(max_length=20, blank=True)
    number = models.BigIntegerField(null=True, blank=True)
    supplement = models.PositiveIntegerField(default=0, help_text="0: the document itself; 1, 2…: «до» (DR 10.9)")
    index = models.CharField("індекс", max_length=60, blank=True)
    registered_on = models.DateField("дата реєстрації", null=True, blank=True)
    registered_at = models.DateTimeField(null=True, blank=True)
    listed_on = models.DateField(
        help_text="the day by which lists are sorted: of registration, else of arrival or making"
    )
    registered_by = models.CharField(max_length=400, blank=True)
    is_from_paper_period = models.BooleanField(default=False)

    arrived_at = models.DateTimeField("надійшов", null=True, blank=True)
    reviewed_at = models.DateTimeField("попередньо розглянуто", null=True, blank=True)
    reviewed_by = models.CharField(max_length=400, blank=True)
    envelope = models.JSONField(default=dict, blank=True, help_text="marks about the envelope (DR 10.4–10.6)")
    goes_to_mayor = models.BooleanField("одразу міському голові", default=False)
    way = models.CharField("спосіб надходження", max_length=10, choices=Way, blank=True)
    correspondent = models.ForeignKey(
        Correspondent, null=True, blank=True, on_delete=models.PROTECT, related_name="documents", db_index=False
    )
    summary = models.CharField("короткий зміст", max_length=1000, blank=True)
    addressee = models.ForeignKey(
        "organisation.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="addressed", db_index=False
    )
    author = models.ForeignKey(
        "organisation.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="authored", db_index=False
    )
    signatory = models.CharField("підписав", max_length=300, blank=True)
    pages = models.PositiveIntegerField("аркушів", null=True, blank=True)
    annex_pages = models.PositiveIntegerField("аркушів додатків", null=True, blank=True)
    is_urgent = models.BooleanField("терміново", default=False)
    is_restricted = models.BooleanField("для службового користування", default=False)
    is_personal = models.BooleanField(default=False)
    department = models.ForeignKey(
        "organisation.Department",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="documents",
        db_index=False,
    )
    stated_due_on = models.DateField("строк, зазначений у документі", null=True, blank=True)
    case_file = models.ForeignKey(
        CaseFile, null=True, blank=True, on_delete=models.PROTECT, related_name="documents", db_index=False
    )
    filed_on = models.DateField(null=True, blank=True)
    edition = models.ForeignKey(
        "regulation.Edition", on_delete=models.PROTECT, related_name="documents", db_index=False
    )
    ground = models.CharField("підстава", max_length=600, blank=True, help_text="of return, passing on or annulment")
    ground_clause = models.CharField(max_length=60, blank=True)
    lemmas = SearchVectorField(null=True, help_text="words of the card, of which `Body` is made; search asks only that")
    search_text = models.TextField(blank=True, help_text="index, correspondents, numbers: for trigram search")
    created_at = models.DateTimeField()
    created_by_post = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registry", "period", "number", "supplement"], name="documents_number_once", nulls_distinct=True
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["registered", "annulled"])
                | Q(
                    registry__isnull=False,
                    number__isnull=False,
                    registered_on__isnull=False,
                    registered_at__isnull=False,
                ),
                name="documents_registered_has_number",
            ),
            models.CheckConstraint(
                condition=Q(number__isnull=True) | Q(state__in=["registered", "annulled"]),
                name="documents_number_only_registered",
            ),
        ]
        indexes = [
            models.Index(F("listed_on").desc(), F("id").desc(), name="documents_newest"),
            models.Index("registry", F("listed_on").desc(), F("id").desc(), name="documents_by_registry"),
            models.Index("direction", F("listed_on").desc(), F("id").desc(), name="documents_by_direction"),
            models.Index("correspondent", F("listed_on").desc(), F("id").desc(), name="documents_by_corr"),
            models.Index("addressee", F("listed_on").desc(), F("id").desc(), name="documents_by_addressee"),
            models.Index("arrived_at", "id", condition=Q(state="arrived"), name="documents_waiting"),
            models.Index("case_file", name="documents_case"),
            models.Index("number", condition=Q(number__isnull=False), name="documents_number"),
        ]

    def __str__(self) -> str:
        return self.index or self.summary

    @property
    def is_waiting(self) -> bool:
        """Whether it came and is neither registered nor passed on nor returned yet."""
        return self.state == self.State.ARRIVED

    @property
    def is_registered(self) -> bool:
        """Whether its registration holds."""
        return self.state == self.State.REGISTERED

    @property
    def is_incoming(self) -> bool:
        """Whether it came from outside."""
        return self.direction == Direction.INCOMING


class Found(models.TextChoices):
    """Where words of a document stand."""

    CARD = "card", "картка"
    RESOLUTION = "resolution", "резолюція"
    REPORT = "report", "звіт"
    LETTER = "letter", "текст листа"
    ACT = "act", "текст акта"
    FILE = "file", "файл"


class Body(models.Model):
    """All words of a document, of its card and passages: what search looks at first.

    Words in themselves (`lemmas`), and index, codes, correspondents for a search by parts of them (`head`).
    """

    document = models.OneToOneField(Document, primary_key=True, on_delete=models.CASCADE, related_name="body")
    lemmas = SearchVectorField()
    head = models.TextField(blank=True)
    waiting = models.PositiveIntegerField(default=0, help_text="passages changed since the words were gathered")

    class Meta:
        indexes = [
            GinIndex(fields=["lemmas"], name="documents_body_lemmas"),
            GinIndex(OpClass("head", name="gin_trgm_ops"), name="documents_body_head"),
            models.Index("document", condition=Q(waiting__gt=0), name="documents_body_waiting"),
        ]


class Passage(models.Model):
    """A text of a document in which words are found and shown: a resolution, a report, a letter's text, a file's page."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="passages")
    what = models.CharField(max_length=10, choices=Found)
    reference = models.BigIntegerField(help_text="id of the resolution, the report, the letter, the file")
    page = models.PositiveIntegerField(default=0, help_text="the file's page, from 1")
    part = models.PositiveIntegerField(default=0, help_text="a long page is kept in parts")
    text = models.TextField()
    lemmas = SearchVectorField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "what", "reference", "page", "part"], name="documents_passage_once"
            )
        ]


class Word(models.Model):
    """A word that stands in some document, as it is written: for what is misspelt or typed in Latin letters."""

    text = models.CharField(primary_key=True, max_length=40)
    latin = models.CharField(max_length=80, blank=True)

    class Meta:
        indexes = [
            GinIndex(OpClass("text", name="gin_trgm_ops"), name="documents_word_trgm"),
            models.Index(fields=["latin"], name="documents_word_latin"),
        ]


class DocumentCorrespondent(models.Model):
    """A correspondent of the document with his own index and date (several are possible)."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="parties", db_index=False)
    correspondent = models.ForeignKey(Correspondent, on_delete=models.PROTECT, related_name="parties", db_index=False)
    their_index = models.CharField("вихідний індекс", max_length=80, blank=True)
    their_date = models.DateField("вихідна дата", null=True, blank=True)
    signed_by = models.CharField("підписав", max_length=200, blank=True)
    written_as = models.ForeignKey(
        Correspondent,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the entry before it was merged",
    )
    position = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "position"], name="documents_party_position")]
        indexes = [models.Index("correspondent", Upper("their_index"), "their_date", name="documents_their_index")]


class Link(models.Model):
    """How two documents are related."""

    class Kind(models.TextChoices):
        REPLY = "reply", "відповідь на"
        SUPPLEMENT = "supplement", "доповнення до"
        ABOUT = "about", "у тій самій справі"
        COPY = "copy", "подібний"

    source = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="backlinks")
    kind = models.CharField(max_length=12, choices=Kind)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target", "kind"], name="documents_link_once"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="documents_link_other"),
        ]


class File(models.Model):
    """A file of a document; a new version is a new file."""

    class State(models.TextChoices):
        FINE = "fine", "читається"
        BROKEN = "broken", "пошкоджений"
        ENCRYPTED = "encrypted", "захищений паролем"
        UNKNOWN = "unknown", "невідомий вид"

    class Role(models.TextChoices):
        MAIN = "main", "документ"
        ANNEX = "annex", "додаток"
        RESOLUTION = "resolution", "резолюція"
        REPORT = "report", "звіт"
        SIGNED = "signed", "підписаний примірник"
        PRINTED = "printed", "лист на бланку"
        COPY = "copy", "засвідчена копія"
        PUBLIC = "public", "копія для оприлюднення"

    class Opening(models.TextChoices):
        OFFERED = "offered", "можна розпакувати"
        WANTED = "wanted", "розпаковується"
        OPENED = "opened", "розпаковано"
        CLOSED = "closed", "не розпаковано"

    class Inspection(models.TextChoices):
        WAITING = "waiting", "чекає на перевірку"
        DONE = "done", "перевірено"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="files")
    blob = models.ForeignKey("storage.Blob", on_delete=models.PROTECT, related_name="files")
    name = models.CharField("назва", max_length=255)
    media_type = models.CharField("вид", max_length=120)
    role = models.CharField(max_length=12, choices=Role, default=Role.MAIN)
    state = models.CharField(max_length=10, choices=State, default=State.FINE)
    pages = models.PositiveIntegerField(null=True)
    added_at = models.DateTimeField()
    added_by = models.CharField(max_length=400)
    replaced_by = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaces")
    removed_at = models.DateTimeField(null=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children",
        help_text="the archive, letter or signed container out of which it was taken",
    )  # fmt: skip
    inside = models.CharField(max_length=500, blank=True, help_text="its path inside the container")
    opening = models.CharField(max_length=10, choices=Opening, blank=True, help_text="empty: nothing to be opened")
    opening_note = models.CharField(max_length=500, blank=True, help_text="why not opened, or what was left inside")
    letter = models.JSONField(null=True, blank=True, help_text="what a kept letter (EML, MSG) says of itself")
    dangers = models.JSONField(default=list, blank=True, help_text="keys of documents.dangers")
    inspection = models.CharField(max_length=10, choices=Inspection, blank=True)

    class Meta:
        indexes = [models.Index(fields=["id"], condition=Q(inspection="waiting"), name="documents_file_waiting")]


class Scanned(models.Model):
    """A file that a scanner has written into a watched folder: taken in as papers that came, or put aside."""

    class State(models.TextChoices):
        TAKEN = "taken", "прийнято"
        NOT_TAKEN = "not_taken", "не прийнято"

    registry = models.ForeignKey(Registry, on_delete=models.PROTECT, related_name="scanned")
    name = models.CharField("файл", max_length=255)
    sha256 = models.CharField(max_length=64)
    size = models.BigIntegerField()
    changed = models.BigIntegerField(help_text="when the scanner wrote it, nanoseconds of its file system")
    state = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=500, blank=True)
    documents = models.ManyToManyField(Document, related_name="scanned")
    at = models.DateTimeField()
    moved_at = models.DateTimeField(null=True, help_text="empty: the file may still lie where the scanner put it")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["registry", "sha256"], condition=Q(state="taken"), name="documents_scanned_once"
            ),
            models.CheckConstraint(condition=~Q(state="not_taken") | ~Q(reason=""), name="documents_scanned_reason"),
        ]
        indexes = [models.Index("registry", F("id").desc(), name="documents_scanned_newest")]


class Grant(models.Model):
    """A post's or department's right to see a document, with its cause."""

    class Reason(models.TextChoices):
        REGISTRAR = "registrar", "реєстратор"
        ADDRESSEE = "addressee", "адресат"
        AUTHOR = "author", "автор"
        RESOLUTION = "resolution", "автор резолюції"
        EXECUTOR = "executor", "виконавець"
        HEAD = "head", "керівник виконавця"
        INFORMED = "informed", "до відома"
        CONTROL = "control", "служба контролю"
        VISA = "visa", "візує"
        SIGNATORY = "signatory", "підписує"
        NAMED = "named", "іменний допуск"

    # The indexes below and the unique one begin with each of the three: one more for each only slows a registration.
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="grants", db_index=False)
    post = models.ForeignKey(
        "organisation.Post", null=True, blank=True, on_delete=models.PROTECT, related_name="grants", db_index=False
    )
    department = models.ForeignKey(
        "organisation.Department",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="grants",
        db_index=False,
    )
    reason = models.CharField(max_length=12, choices=Reason)
    source = models.CharField(max_length=60, help_text="`app.model:id` of the deed that gave it")
    opens = models.BooleanField(
        db_default=True, help_text="false while the paper is for official use and the grant is not by name"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(post__isnull=False, department__isnull=True)
                | Q(post__isnull=True, department__isnull=False),
                name="documents_grant_to_one",
            ),
            models.UniqueConstraint(
                fields=["document", "post", "department", "reason", "source"],
                nulls_distinct=False,
                name="documents_grant_once",
            ),
        ]
        indexes = [
            models.Index("post", F("document").desc(), condition=Q(until__isnull=True), name="documents_grant_post"),
            models.Index(
                "department", F("document").desc(), condition=Q(until__isnull=True), name="documents_grant_dept"
            ),
            models.Index("source", condition=Q(until__isnull=True), name="documents_grant_source"),
            # Whether one may see a document is answered from the index alone: lists and counts ask it thousands of times.
            models.Index(
                fields=["document"],
                include=["post", "department"],
                condition=Q(until__isnull=True, opens=True),
                name="documents_grant_seen",
            ),
        ]


class PaperMove(models.Model):
    """Where the paper original went: handed over under signature, given back, lost (KR 8.5, 8.17)."""

    class Kind(models.TextChoices):
        HANDED = "handed", "передано"
        RETURNED = "returned", "повернуто"
        LOST = "lost", "втрачено"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="paper_moves")
    kind = models.CharField(max_length=10, choices=Kind)
    holder = models.ForeignKey("organisation.Post", null=True, on_delete=models.PROTECT, related_name="papers")
    holder_name = models.CharField(max_length=400)
    is_copy = models.BooleanField(default=False)
    explanation = models.CharField(max_length=1000, blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=400)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(kind="lost") | ~Q(explanation=""), name="documents_loss_explained")
        ]
        indexes = [models.Index(fields=["document", "-id"], name="documents_paper")]


class Familiarisation(models.Model):
    """A document given to a post to read, and when its holder has read it."""

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="familiarisations")
    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="familiarisations")
    note = models.CharField("примітка", max_length=300, blank=True)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=400)
    asked_by_post = models.BigIntegerField(null=True)
    read_at = models.DateTimeField("ознайомлено", null=True)
    read_by = models.CharField(max_length=400, blank=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "post"], condition=Q(withdrawn_at__isnull=True), name="documents_to_read_once"
            ),
            models.CheckConstraint(
                condition=Q(read_at__isnull=True) | Q(withdrawn_at__isnull=True), name="documents_read_or_withdrawn"
            ),
        ]
        indexes = [
            models.Index(
                "post",
                F("id").desc(),
                condition=Q(read_at__isnull=True, withdrawn_at__isnull=True),
                name="documents_to_read",
            ),
            models.Index("asked_by_post", F("id").desc(), name="documents_given_to_read"),
        ]

    @property
    def waits(self) -> bool:
        """Whether its reader has not looked at it yet."""
        return self.read_at is None and self.withdrawn_at is None


class BulkRun(models.Model):
    """One deed done to many: each line is the single deed with its own rights, journal and refusal."""

    key = models.CharField(max_length=40, help_text="of the deed, see `documents.bulk`")
    given = models.JSONField(default=dict, help_text="what was typed once for all")
    person = models.BigIntegerField()
    own_post = models.BigIntegerField(null=True)
    acting_for = models.BigIntegerField(null=True)
    on_behalf = models.BigIntegerField(null=True)
    back = models.CharField(max_length=2000, blank=True, help_text="the list from which they were chosen")
    total = models.PositiveIntegerField()
    is_background = models.BooleanField(default=False)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    undoes = models.OneToOneField("self", null=True, on_delete=models.PROTECT, related_name="undone_by")

    class Meta:
        indexes = [
            models.Index("started_at", condition=Q(finished_at__isnull=True), name="documents_bulk_open"),
        ]


class BulkLine(models.Model):
    """One of the many: waits, is done, or is refused with the reason and its clause."""

    class State(models.TextChoices):
        WAITING = "waiting", "очікує"
        DONE = "done", "виконано"
        REFUSED = "refused", "відхилено"

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField()
    subject = models.BigIntegerField()
    title = models.CharField(max_length=200)
    about = models.CharField(max_length=400, blank=True)
    url = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    clause = models.CharField(max_length=120, blank=True)
    message = models.CharField(max_length=1000, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "position"], name="documents_bulk_position")]
        indexes = [models.Index("run", "position", condition=Q(state="waiting"), name="documents_bulk_waiting")]


class SavedView(models.Model):
    """Filters, order and columns of a list under a name: a person's own, or shared with a department."""

    place = models.CharField(max_length=30, help_text="which list, see `documents.views`")
    title = models.CharField("назва", max_length=60)
    query = models.CharField(max_length=2000, blank=True)
    owner = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="views")
    department = models.ForeignKey("organisation.Department", null=True, on_delete=models.PROTECT, related_name="views")
    made_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "owner", "title"], condition=Q(removed_at__isnull=True), name="documents_view_title"
            )
        ]
        indexes = [
            models.Index("department", "place", condition=Q(removed_at__isnull=True), name="documents_view_shared")
        ]


class ViewChoice(models.Model):
    """The view with which a list opens for a person."""

    place = models.CharField(max_length=30)
    person = models.ForeignKey("organisation.Person", on_delete=models.PROTECT, related_name="view_choices")
    view = models.ForeignKey(SavedView, null=True, on_delete=models.PROTECT, related_name="choices")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "person"], name="documents_view_choice")]


class Pile(models.Model):
    """Letters taken in at once, to be registered one after another; it can be left and come back to."""

    post = models.ForeignKey("organisation.Post", on_delete=models.PROTECT, related_name="piles")
    person = models.BigIntegerField(null=True)
    kept = models.JSONField(default=dict, blank=True, help_text="values of the former card kept for the next")
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index("post", F("id").desc(), name="documents_pile_post")]


class PileLetter(models.Model):
    """A letter's place in its pile."""

    pile = models.ForeignKey(Pile, on_delete=models.CASCADE, related_name="letters")
    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="pile_place")
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["pile", "position"], name="documents_pile_position")]


class PublicVersion(models.Model):
    """What the public sees of a document: its text or file without personal data, judged by a person (KR 15.7, 15.10; DR 4.7).

    A published one is never changed and never deleted: another one replaces it, or it is taken down, each with its reason.
    `parts` are pairs of a label («1.», «Додаток 1», or none) and its words, as published; `places` what was found suspicious in
    the text and what was said of it.
    """

    class What(models.TextChoices):
        DRAFT = "draft", "проєкт"
        ACT = "act", "акт"
        MINUTES = "minutes", "протокол"

    class State(models.TextChoices):
        PREPARED = "prepared", "підготовлено"
        PUBLISHED = "published", "оприлюднено"
        REPLACED = "replaced", "замінено"
        TAKEN_DOWN = "taken_down", "знято з оприлюднення"

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="public_versions")
    what = models.CharField("що", max_length=8, choices=What)
    number = models.PositiveIntegerField(help_text="of the document's versions of this sort, from 1")
    state = models.CharField("стан", max_length=10, choices=State, default=State.PREPARED)
    since = models.DateField("редакція з", null=True, help_text="of an act that was changed; none: as it was adopted")
    title = models.CharField("заголовок", max_length=1000)
    parts = models.JSONField(default=list)
    file = models.ForeignKey(File, null=True, on_delete=models.PROTECT, related_name="+")
    printed = models.ForeignKey(
        "storage.Blob",
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="the public text typeset as PDF",
    )
    digest = models.CharField(max_length=64, help_text="SHA-256 of the text that was judged, before hiding")
    places = models.JSONField(default=list, help_text="part, kind, words, whether hidden: never shown to the public")
    lemmas = SearchVectorField(null=True, help_text="of the public words alone")
    checked_at = models.DateTimeField("перевірено")
    checked_by = models.CharField(max_length=400)
    published_at = models.DateTimeField("оприлюднено", null=True)
    published_by = models.CharField(max_length=400, blank=True)
    listed_on = models.DateField(
        null=True, help_text="the day by which public lists are sorted: of the act, else published"
    )
    proposals_until = models.DateField("пропозиції до", null=True, help_text="inclusive; of a draft")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=400, blank=True)
    ended_reason = models.CharField("підстава", max_length=600, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["document", "what", "number"], name="documents_public_number_once"),
            models.UniqueConstraint(
                fields=["document", "what", "since"],
                condition=Q(state="published"),
                name="documents_public_one",
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                fields=["document", "what", "since"],
                condition=Q(state="prepared"),
                name="documents_public_one_prepared",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["published", "taken_down"])
                | Q(published_at__isnull=False, listed_on__isnull=False),
                name="documents_public_has_day",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["replaced", "taken_down"]) | (Q(ended_at__isnull=False) & ~Q(ended_reason="")),
                name="documents_public_ended_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(parts=[]) | Q(file__isnull=False), name="documents_public_has_words_or_file"
            ),
        ]
        indexes = [
            models.Index(
                "what",
                F("listed_on").desc(),
                F("id").desc(),
                condition=Q(state="published"),
                name="documents_public_newest",
            ),
            models.Index(
                F("published_at").desc(), F("id").desc(), condition=Q(state="published"), name="documents_public_latest"
            ),
            GinIndex(fields=["lemmas"], name="documents_public_lemmas"),
        ]

    @property
    def is_published(self) -> bool:
        """Whether the public sees it now."""
        return self.state == self.State.PUBLISHED
