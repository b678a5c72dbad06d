"""The command ``magistrat``: a thin dispatch by its first word.

``rule`` and ``calendar`` answer from the cities' files without Django and database; other words are loaded only when
they are asked for.
"""

import sys
from collections.abc import Sequence

USAGE = """Використання: magistrat КОМАНДА …
  run, stop, db        пуск і зупинка системи на цій машині, дії з її базою даних
  rule                 правила регламенту: перелік, строк, голосування, маршрут візування, зберігання, перевірка
  edition              редакції регламенту: порівняти, винести, внести, випробувати на минулому
  calendar             робочі дні міста
  manage КОМАНДА       дії з базою даних одного міста
  import ЩО ФАЙЛ       внести в місто те, що принесено з іншої системи або з паперу
  export ТЕКА|ФАЙЛ     винести все місто у відкритих форматах
Інші команди — команди Django: magistrat help"""

# words that Django's own dispatcher answers without a command of that name
OF_DJANGO = ("help", "version")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; the answer is the exit code (0 done, 2 wrong use, 3 no such id, edition or date)."""
    words = list(sys.argv[1:] if argv is None else argv)
    command, rest = (words[0], words[1:]) if words else ("", [])
    if command == "rule":
        from magistrat.cli import rule

        return rule.main(rest)
    if command == "edition":
        from magistrat.cli import edition

        return edition.main(rest)
    if command == "calendar":
        from magistrat.cli import days

        return days.main(rest)
    if not command or command in ("-h", "--help"):
        print(USAGE, file=sys.stdout if command else sys.stderr)
        return 0 if command else 2
    if command in ("import", "export"):
        from magistrat.cli import city_commands

        return city_commands.main(words)
    if command in ("run", "stop", "db", "manage"):
        from magistrat.launcher import main as launch

        return launch(words) or 0
    return _manage(words)


def _manage(words: list[str]) -> int:
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magistrat.config.settings")
    import django
    from django.core.management import execute_from_command_line, get_commands

    if words[0] not in OF_DJANGO and not words[0].startswith("-"):
        django.setup()
        if words[0] not in get_commands():
            print(f"magistrat: такої команди немає: {words[0]}\n{USAGE}", file=sys.stderr)
            return 2
    execute_from_command_line(["magistrat", *words])
    return 0
