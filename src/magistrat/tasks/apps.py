"""Django's description of the app."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Resolutions, tasks, control."""

    name = "magistrat.tasks"

    def ready(self) -> None:
        """Join registration, annulment, filing, the warning before a leave, the card of a document and the menu."""
        from magistrat.documents import events as documents
        from magistrat.documents import views
        from magistrat.documents.actions import passages
        from magistrat.documents.queries import lists, marks
        from magistrat.organisation import open_work
        from magistrat.tasks import events, queries
        from magistrat.tasks.actions import correcting, leftovers, reviews, texts, unanswered
        from magistrat.tasks.pages import bulk_deeds, clause_panel, day_panel, panel
        from magistrat.tasks.queries import of_rows
        from magistrat.ui import menu, panels

        passages.add_source(texts.of_documents)
        documents.on_registered(reviews.on_registered)
        documents.on_annulled(leftovers.on_annulled)
        documents.on_annulled(unanswered.on_annulled)
        documents.before_filing(events.filing_refusal)
        documents.on_corrected(correcting.on_corrected)
        documents.say_when_executed(events.executed_on)
        documents.say_who_executes(events.executing)
        documents.before_handing(events.handing_refusal)
        documents.on_filed(leftovers.on_filed)
        lists.add_to_rows(of_rows.put)
        marks.add_stamps(of_rows.stamps)
        lists.add_filter("department", of_rows.of_department)
        open_work.register(queries.open_work)
        panels.register("documents.card", panel.shown, 10)
        panels.register("regulation.clause", clause_panel.shown, 20)
        panels.register("regulation.calendar_day", day_panel.shown)
        panels.register("regulation.calendar", day_panel.of_month)
        bulk_deeds.register()
        views.register("control", "tasks:control")
        writers = ["resolution.write", "resolution.write_on_behalf"]
        menu.register("Розгляд", "tasks:review", writers, order=20, icon="pen")
        menu.register("Завдання", "tasks:mine", order=30, icon="task")
        menu.register("Підлеглі", "tasks:people", ["task.reassign", "resolution.write"], order=40, icon="people")
        # Heads of departments read what of theirs is on control, and what their people have not explained (KR 8.20.9).
        control = ["control.submit_case", "control.report", "control.write_off", "report.view"]
        menu.register("На контролі", "tasks:control", control, order=50, icon="control")
        menu.register("Строки", "tasks:extensions", ["control.extend"], order=60, icon="calendar")
