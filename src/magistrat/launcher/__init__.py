"""Starting and stopping the product on one machine: embedded PostgreSQL, web, worker.

Imports nothing else of magistrat: it runs the other parts as processes of their own.
"""


def main(words: list[str]) -> int:
    """Carry out `magistrat run`, `stop`, `db` or `manage`; see `magistrat.launcher.commands`."""
    from magistrat.launcher import commands

    return commands.main(words)
