"""The tables of one name in an edition's files of cases."""

from collections.abc import Iterator, Mapping

from magistrat.rules import toml
from magistrat.rules.cases import FOLDER
from magistrat.rules.form import Fields


def read(texts: Mapping[str, str], name: str) -> Iterator[Fields]:
    """The fields of each table ``[[name]]``, file by file.

    :raises FormError: when a file is no TOML, or the table is none.
    """
    for file in sorted(texts):
        if file.startswith(FOLDER):
            for table in Fields(file, "", toml.parse(texts[file], file)).tables(name):
                label = table.get("id", table.get("name", name)) if isinstance(table, Mapping) else name
                yield Fields(file, str(label), table)
