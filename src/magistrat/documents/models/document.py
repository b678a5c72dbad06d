"""A document with its registration card, its correspondents and its relations."""

from __future__ import annotations

from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from magistrat.documents.models.correspondents import Correspondent
from magistrat.documents.models.registries import CaseFile, Direction, DocumentKind, Registry


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
    answered_index = models.CharField("на №", max_length=80, blank=True, default="", db_default="")
    answered_date = models.DateField("дата документа, на який відповідають", null=True, blank=True)
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
