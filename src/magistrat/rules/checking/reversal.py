"""Grade *reversed*: the last day of a later step comes before that of an earlier one."""

from collections.abc import Iterator

from magistrat.rules.checking.form import Finding, Subject, cited, day, named, of_entries
from magistrat.rules.checking.timeline import pairs


def find(subject: Subject) -> Iterator[Finding]:
    """Each link whose later step must be done first."""
    for chain in subject.edition.chains:
        for pair in pairs(subject, chain):
            if pair.then_last >= pair.first_last:
                continue
            by = subject.edition.get(pair.link.by) if pair.link.by else None
            source = f" ({cited(by)})" if by else ""
            yield of_entries(
                "reversed",
                [pair.then, pair.first],
                (pair.then_last, pair.first_last),
                f"Якщо {chain.on} {day(subject.session)}, останній день дії за {cited(pair.then)} — {day(pair.then_last)} —"
                f" настає раніше, ніж останній день попередньої дії за {cited(pair.first)} — {day(pair.first_last)},"
                f" хоча {pair.link.why}{source}. {named(pair.then)}. {named(pair.first)}.",
            )
