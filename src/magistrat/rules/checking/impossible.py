"""Grade *impossible*: no dates satisfy all clauses of a chain."""

from collections.abc import Iterator

from magistrat.rules.checking import timeline
from magistrat.rules.checking.form import Finding, Subject, cited, day, listed, of_entries, said


def find(subject: Subject) -> Iterator[Finding]:
    """Steps that cannot be done before another step lets them, and steps that wait for one another."""
    for chain in subject.edition.chains:
        when = f"Якщо {chain.on} {day(subject.session)}"
        try:
            windows = timeline.windows(subject, chain)
        except timeline.Circle as circle:
            entries = [subject.edition.entry(key) for key in circle.keys]
            yield of_entries(
                "impossible",
                entries,
                (),
                f"Дії за {listed(map(cited, entries))} мають передувати одна одній, тож жодної з них не можна виконати першою.",
            )
            continue
        for window in windows.values():
            if window.first is None or window.last is None or window.first <= window.last:
                continue
            reasons = [window.because] if window.because else []
            cause = f" ({cited(window.because)}: {said(window.because)})" if window.because else ""
            yield of_entries(
                "impossible",
                [window.entry, *reasons],
                (window.last, window.first),
                f"{when}, {cited(window.entry)} виконати неможливо: його строк спливає {day(window.last)},"
                f" а раніше ніж {day(window.first)} дія неможлива{cause}.",
            )
