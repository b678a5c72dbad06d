"""Names of the `values` of entries as people read them: every name of the vocabulary has one."""

from magistrat.rules.value_names import conditions, inner, papers, people, times

VALUES = people.NAMES | times.NAMES | conditions.NAMES | papers.NAMES


def in_words(path: str) -> str:
    """The name of a value; of one within a table also what it tells apart: «Хто підписує: міська рада».

    A key that has no name, as a brought-in edition may have one, is shown itself.
    """
    name, *within = path.split(".")
    return ": ".join([VALUES.get(name, f"Значення «{name}»"), *map(_within, within)])


def _within(name: str) -> str:
    said = inner.NAMES.get(name) or VALUES.get(name, f"«{name}»")
    return said[:1].lower() + said[1:] if name in VALUES and name not in inner.NAMES else said
