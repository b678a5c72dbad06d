"""Who writes to us and to whom we write."""

from __future__ import annotations

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q


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
