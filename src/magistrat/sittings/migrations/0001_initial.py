import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("bodies", "0001_initial"),
        ("documents", "0019_publication"),
        ("organisation", "0001_initial"),
        ("storage", "0002_scan"),
    ]

    operations = [
        migrations.CreateModel(
            name="Block",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=300, verbose_name="назва")),
                ("position", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Sitting",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agenda_frozen_at", models.DateTimeField(null=True)),
                ("agenda_text", models.TextField(blank=True, help_text="the agenda as it was frozen")),
                (
                    "agreed_at",
                    models.DateTimeField(
                        help_text="when the mayor agreed the agenda (KR 4.23; DR 4.14, 6.2)", null=True
                    ),
                ),
                ("agreed_by", models.CharField(blank=True, max_length=400)),
                ("changed_at", models.DateTimeField()),
                (
                    "convening",
                    models.ForeignKey(
                        help_text="the order (KR 4.8)",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="documents.document",
                    ),
                ),
                (
                    "gathering",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sitting", to="bodies.gathering"
                    ),
                ),
                (
                    "convened_at",
                    models.DateTimeField(help_text="when the order was made known (KR 4.9, 4.10; DR 6.16)", null=True),
                ),
                ("convened_by", models.CharField(blank=True, max_length=400)),
                ("invitation", models.TextField(blank=True, verbose_name="телефонограма")),
                ("invitation_signed_at", models.DateTimeField(help_text="by the mayor (KR 4.28)", null=True)),
                ("invitation_signed_by", models.CharField(blank=True, max_length=400)),
                (
                    "order_printed",
                    models.CharField(blank=True, max_length=200, verbose_name="розпорядження про скликання"),
                ),
                (
                    "sent_at",
                    models.DateTimeField(
                        help_text="when members were given agenda and papers (KR 4.24; DR 6.3)", null=True
                    ),
                ),
                ("sent_by", models.CharField(blank=True, max_length=400)),
                (
                    "to_mayor_at",
                    models.DateTimeField(
                        help_text="when the mayor was given the agenda with drafts (DR 4.14)", null=True
                    ),
                ),
                ("to_mayor_by", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("agenda_frozen_at__isnull", False), ("agenda_text", ""), _connector="OR"),
                        name="sittings_frozen_has_moment",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Question",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("title", models.CharField(max_length=600, verbose_name="питання")),
                ("position", models.PositiveIntegerField(default=0, help_text="order in its block")),
                (
                    "number",
                    models.CharField(blank=True, help_text="in the frozen agenda", max_length=10, verbose_name="№"),
                ),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("proposed", "запропоновано"),
                            ("prepared", "готується проєкт"),
                            ("agreed", "погоджено"),
                            ("delivered", "подано"),
                            ("reviewed", "розглянуто керуючим справами"),
                            ("on_agenda", "у порядку денному"),
                            ("done", "розглянуто"),
                            ("out", "виключено"),
                        ],
                        default="proposed",
                        max_length=10,
                        verbose_name="стан",
                    ),
                ),
                ("speaker", models.CharField(blank=True, max_length=300, verbose_name="доповідає")),
                ("co_speakers", models.CharField(blank=True, max_length=600, verbose_name="співдоповідають")),
                ("is_main", models.BooleanField(default=False, verbose_name="основне планове")),
                ("is_regulatory", models.BooleanField(default=False, verbose_name="за регуляторною процедурою")),
                ("is_normative", models.BooleanField(default=False, verbose_name="нормативно-правовий характер")),
                ("is_undisputed", models.BooleanField(default=False, verbose_name="для голосування блоком")),
                (
                    "flags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                (
                    "lateness",
                    models.CharField(
                        choices=[
                            ("none", "вчасно"),
                            ("asked", "запитано дозвіл"),
                            ("allowed", "дозволено"),
                            ("refused", "не дозволено"),
                            ("by_vote", "додаткове питання: голосуванням"),
                        ],
                        default="none",
                        max_length=8,
                    ),
                ),
                ("late_reason", models.CharField(blank=True, max_length=600, verbose_name="причина")),
                ("late_by", models.CharField(blank=True, help_text="who allowed or refused, and when", max_length=400)),
                ("proposed_at", models.DateTimeField()),
                ("delivered_at", models.DateTimeField(null=True)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("returned_reason", models.CharField(blank=True, max_length=600)),
                (
                    "published_at",
                    models.DateTimeField(help_text="the draft's publication (KR 15.7; DR 4.7, 4.13)", null=True),
                ),
                ("publication_exception", models.CharField(blank=True, max_length=300)),
                (
                    "block",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="questions",
                        to="sittings.block",
                    ),
                ),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="organisation.department",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        help_text="the draft",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions",
                        to="documents.document",
                    ),
                ),
                (
                    "in_charge",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions_in_charge",
                        to="organisation.post",
                    ),
                ),
                (
                    "moved_from",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="moved_to",
                        to="sittings.question",
                    ),
                ),
                (
                    "proposer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="questions_proposed",
                        to="organisation.post",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="questions", to="sittings.sitting"
                    ),
                ),
                (
                    "minutes",
                    models.JSONField(
                        default=dict,
                        help_text="minutes by kind of speech, of rules.hall_events.SPEECHES (KR annex 5)",
                        verbose_name="регламент розгляду",
                    ),
                ),
                ("copies", models.PositiveSmallIntegerField(null=True, verbose_name="примірників на папері")),
                ("delivered_by", models.CharField(blank=True, max_length=400)),
                ("is_information", models.BooleanField(default=False, verbose_name="інформація без проєкту рішення")),
                ("out_reason", models.CharField(blank=True, max_length=600, verbose_name="причина виключення")),
                ("proposed_by", models.CharField(blank=True, max_length=400)),
                (
                    "publication",
                    models.JSONField(default=dict, help_text="what the letter about publication says (KR 15.7)"),
                ),
                (
                    "publication_agreed_at",
                    models.DateTimeField(help_text="with the manager of affairs (DR 4.7)", null=True),
                ),
                ("publication_agreed_by", models.CharField(blank=True, max_length=400)),
                ("publication_asked_at", models.DateTimeField(null=True)),
                ("publication_due_clause", models.CharField(blank=True, max_length=60)),
                ("publication_due_on", models.DateField(null=True)),
                (
                    "repeat_ground",
                    models.CharField(
                        blank=True,
                        help_text="KR 4.7",
                        max_length=300,
                        verbose_name="нормативно-правовий акт, що дозволяє повтор",
                    ),
                ),
                ("review_due_clause", models.CharField(blank=True, max_length=60)),
                ("review_due_on", models.DateField(null=True, verbose_name="строк розгляду")),
                ("reviewed_by", models.CharField(blank=True, max_length=400)),
                (
                    "experts",
                    models.CharField(
                        blank=True,
                        help_text="KR 4.12; DR 4.2",
                        max_length=600,
                        verbose_name="залучені науковці, фахівці",
                    ),
                ),
                ("closed_ground", models.CharField(blank=True, max_length=300, verbose_name="підстава")),
                (
                    "is_closed",
                    models.BooleanField(
                        default=False,
                        help_text="a closed question: its ground below",
                        verbose_name="зміст не оприлюднюють",
                    ),
                ),
                (
                    "public_title",
                    models.CharField(
                        blank=True,
                        help_text="without personal data",
                        max_length=600,
                        verbose_name="назва для оприлюднення",
                    ),
                ),
                (
                    "proposals_until",
                    models.DateField(
                        help_text="as the drafter sets it, inclusive (DR 7.6)",
                        null=True,
                        verbose_name="пропозиції приймають до",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("sitting"),
                        models.F("block"),
                        models.F("position"),
                        models.F("id"),
                        name="sittings_agenda",
                    ),
                    models.Index(models.F("document"), name="sittings_question_document"),
                    models.Index(
                        models.F("sitting"), condition=models.Q(("stage", "delivered")), name="sittings_to_review"
                    ),
                    models.Index(
                        models.F("department"),
                        models.F("id"),
                        condition=models.Q(("stage__in", ["proposed", "prepared", "agreed", "delivered", "reviewed"])),
                        name="sittings_of_department",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("document__isnull", False), models.Q(("stage", "out"), _negated=True)),
                        fields=("sitting", "document"),
                        name="sittings_draft_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("title", ""), _negated=True), name="sittings_question_has_title"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("stage", "out"), _negated=True),
                            models.Q(("out_reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sittings_out_has_reason",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lateness__in", ["allowed", "refused"]), _negated=True),
                            models.Q(("late_by", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="sittings_late_decided_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_closed", False), models.Q(("closed_ground", ""), _negated=True), _connector="OR"
                        ),
                        name="sittings_closed_has_ground",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="block",
            name="sitting",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="blocks", to="sittings.sitting"
            ),
        ),
        migrations.CreateModel(
            name="MemberReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="sittings.question"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("question", "person"), name="sittings_read_once")],
            },
        ),
        migrations.CreateModel(
            name="AgendaReading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisation.person"
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="readings", to="sittings.sitting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("sitting", "person"), name="sittings_agenda_read_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Binder",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "складається"), ("ready", "готово"), ("failed", "не складено")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("done", models.PositiveIntegerField(default=0)),
                ("total", models.PositiveIntegerField(default=0)),
                ("pages", models.PositiveIntegerField(null=True)),
                (
                    "left_out",
                    models.JSONField(default=list, help_text="names of files that are no PDF and stand as a line only"),
                ),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=400)),
                ("asked_by_post", models.BigIntegerField(null=True)),
                ("finished_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=500)),
                (
                    "blob",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="binders",
                        to="storage.blob",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="binders", to="sittings.sitting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("sitting",), name="sittings_one_binder_waits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "ready"), _negated=True), ("blob__isnull", False), _connector="OR"
                        ),
                        name="sittings_binder_has_pdf",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Enclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "key",
                    models.CharField(
                        help_text="as the edition's entry names it: item_rules, report_note…", max_length=40
                    ),
                ),
                ("data", models.JSONField(default=dict)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=400)),
                (
                    "file",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.file"
                    ),
                ),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="enclosures", to="sittings.question"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("question", "key"), name="sittings_enclosed_once")],
            },
        ),
        migrations.CreateModel(
            name="PaperReceipt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("copies", models.PositiveSmallIntegerField(verbose_name="примірників")),
                ("sheets", models.PositiveSmallIntegerField(null=True, verbose_name="аркушів")),
                ("handed_by", models.CharField(max_length=400, verbose_name="здав")),
                ("taken_at", models.DateTimeField(verbose_name="прийнято")),
                ("taken_by", models.CharField(max_length=400, verbose_name="прийняв")),
                ("returned_at", models.DateTimeField(null=True, verbose_name="повернуто")),
                ("returned_to", models.CharField(blank=True, max_length=400, verbose_name="кому повернуто")),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="receipts", to="sittings.question"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("returned_at__isnull", True)),
                        fields=("question",),
                        name="sittings_original_held_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("returned_at__isnull", True), models.Q(("returned_to", ""), _negated=True), _connector="OR"
                        ),
                        name="sittings_original_returned_to",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=1000, verbose_name="доручення")),
                ("due_on", models.DateField(null=True, verbose_name="строк")),
                ("given_at", models.DateTimeField()),
                ("given_by", models.CharField(max_length=400, verbose_name="хто вніс")),
                (
                    "document",
                    models.ForeignKey(
                        help_text="the protocol of instructions by which it was issued",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructions",
                        to="documents.document",
                    ),
                ),
                ("executors", models.ManyToManyField(related_name="instructions_of_sittings", to="organisation.post")),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="instructions",
                        to="sittings.question",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="instructions", to="sittings.sitting"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(models.F("sitting"), models.F("id"), name="sittings_instructions")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="sittings_instruction_says"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Invited",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=400, verbose_name="прізвище, ім'я, по батькові")),
                ("is_press", models.BooleanField(default=False, verbose_name="засіб масової інформації")),
                ("told_at", models.DateTimeField(null=True)),
                ("came", models.BooleanField(null=True, verbose_name="був присутній")),
                (
                    "question",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invited",
                        to="sittings.question",
                    ),
                ),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="invited", to="sittings.sitting"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="примітки")),
                ("post", models.CharField(blank=True, max_length=400, verbose_name="посада")),
                (
                    "shown_at",
                    models.DateTimeField(help_text="was shown the draft before the sitting (KR 4.31)", null=True),
                ),
            ],
            options={
                "indexes": [
                    models.Index(models.F("sitting"), models.F("question"), models.F("id"), name="sittings_invited_to")
                ],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("copies", "копії розпорядження надіслано"),
                            ("website", "інформацію розміщено на вебсайті"),
                            ("press", "порядок денний передано представникам медіа"),
                        ],
                        max_length=8,
                        verbose_name="що зроблено",
                    ),
                ),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=400)),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="announcements", to="sittings.sitting"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("sitting", "kind"), name="sittings_announced_once")],
            },
        ),
        migrations.CreateModel(
            name="Minutes",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "проєкт"), ("signing", "на підписі"), ("signed", "підписано")],
                        default="draft",
                        max_length=8,
                        verbose_name="стан",
                    ),
                ),
                (
                    "text",
                    models.JSONField(
                        default=dict,
                        help_text="`written`: parts that the secretary rewrote; `frozen`: all parts as they were signed",
                    ),
                ),
                ("revision", models.PositiveIntegerField(default=0)),
                ("due_on", models.DateField(null=True, verbose_name="строк підписання")),
                ("due_clause", models.CharField(blank=True, max_length=60)),
                ("signed_on", models.DateField(null=True)),
                (
                    "signed_printed",
                    models.JSONField(default=list, help_text="who signed: role, lines of the post, name, day"),
                ),
                (
                    "document",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="minutes",
                        to="documents.document",
                    ),
                ),
                (
                    "recording",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.file"
                    ),
                ),
                (
                    "transcript",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.file"
                    ),
                ),
                (
                    "sitting",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="minutes", to="sittings.sitting"
                    ),
                ),
                ("changed_at", models.DateTimeField(null=True)),
                ("changed_by", models.CharField(blank=True, max_length=400)),
                ("handed_at", models.DateTimeField(null=True, verbose_name="подано на підпис")),
                ("is_by_name", models.BooleanField(default=True, verbose_name="голоси поіменно")),
                (
                    "without_transcript",
                    models.CharField(
                        blank=True, help_text="KR 4.45", max_length=300, verbose_name="чому немає стенограми"
                    ),
                ),
                (
                    "is_electronic",
                    models.BooleanField(default=False, help_text="signed by electronic signatures, not on paper"),
                ),
                (
                    "chair",
                    models.ForeignKey(
                        help_text="who presided, at handing in",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisation.person",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("due_on"),
                        models.F("id"),
                        condition=models.Q(("state", "signed"), _negated=True),
                        name="sittings_minutes_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state__in", ["signing", "signed"]), _negated=True),
                            models.Q(("document__isnull", False), ("handed_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="sittings_handed_minutes_has_card",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "signed"), _negated=True), ("signed_on__isnull", False), _connector="OR"
                        ),
                        name="sittings_signed_minutes_has_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MinutesSigning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("role", models.CharField(help_text="of rules.minutes.signatory_roles", max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "очікує на підпис"), ("done", "підписано"), ("failed", "не вдалося")],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("provider", models.CharField(max_length=40)),
                (
                    "reference",
                    models.CharField(
                        blank=True, help_text="by which the provider knows it, while it waits", max_length=200
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("asked_by", models.CharField(max_length=400)),
                ("person", models.BigIntegerField(help_text="who signs")),
                ("printed_title", models.CharField(max_length=400)),
                ("printed_name", models.CharField(max_length=200)),
                ("ended_at", models.DateTimeField(null=True)),
                ("trouble", models.CharField(blank=True, max_length=600)),
                (
                    "given",
                    models.ForeignKey(
                        help_text="what was to be signed",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="storage.blob",
                    ),
                ),
                (
                    "made",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="storage.blob"
                    ),
                ),
                (
                    "minutes",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="signings", to="sittings.minutes"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("id"), condition=models.Q(("state", "waiting")), name="sittings_signings_waiting"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("minutes",), name="sittings_one_signing_waits"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True), ("made__isnull", False), _connector="OR"
                        ),
                        name="sittings_signing_made_a_file",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=200, verbose_name="ім'я")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="електронна пошта")),
                ("text", models.TextField(verbose_name="пропозиція")),
                ("at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("came", "надійшло"),
                            ("accepted", "враховано"),
                            ("partly", "враховано частково"),
                            ("rejected", "не враховано"),
                            ("hidden", "приховано"),
                        ],
                        default="came",
                        max_length=8,
                    ),
                ),
                ("answer", models.TextField(blank=True, verbose_name="відповідь")),
                ("answered_at", models.DateTimeField(null=True)),
                ("answered_by", models.CharField(blank=True, max_length=400)),
                (
                    "question",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="comments", to="sittings.question"
                    ),
                ),
                (
                    "consented_at",
                    models.DateTimeField(help_text="when the sender agreed that these data be kept (Law 2297-VI)"),
                ),
                (
                    "number",
                    models.PositiveIntegerField(help_text="of the year's proposals, without gaps", verbose_name="№"),
                ),
                (
                    "public_text",
                    models.TextField(
                        blank=True,
                        help_text="as the answer shows it, judged by a person",
                        verbose_name="текст для оприлюднення",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        models.F("question"), models.OrderBy(models.F("at"), descending=True), name="sittings_comments"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("year", "number"), name="sittings_comment_number_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("text", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="sittings_comment_says",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "came"), ("answered_at__isnull", False), _connector="OR"),
                        name="sittings_comment_answered_at",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Disclosure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "what",
                    models.CharField(
                        choices=[("agenda", "порядок денний"), ("results", "результати")],
                        max_length=8,
                        verbose_name="що",
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("published", "оприлюднено"),
                            ("replaced", "замінено"),
                            ("taken_down", "знято з оприлюднення"),
                        ],
                        default="published",
                        max_length=10,
                        verbose_name="стан",
                    ),
                ),
                ("content", models.JSONField(default=dict)),
                ("published_at", models.DateTimeField()),
                ("published_by", models.CharField(max_length=400)),
                ("due_on", models.DateField(null=True, verbose_name="строк")),
                ("due_clause", models.CharField(blank=True, max_length=60)),
                ("ended_at", models.DateTimeField(null=True)),
                ("ended_by", models.CharField(blank=True, max_length=400)),
                ("ended_reason", models.CharField(blank=True, max_length=600, verbose_name="підстава")),
                (
                    "sitting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="disclosures", to="sittings.sitting"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("sitting", "what", "number"), name="sittings_disclosed_number"),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "published")),
                        fields=("sitting", "what"),
                        name="sittings_disclosed_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "published"),
                            models.Q(("ended_at__isnull", False), models.Q(("ended_reason", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="sittings_disclosed_ended_reason",
                    ),
                ],
            },
        ),
        migrations.AddIndex(
            model_name="block",
            index=models.Index(models.F("sitting"), models.F("position"), models.F("id"), name="sittings_blocks"),
        ),
    ]
