"""Changing accounts."""

from magistrat.accounts.actions.accounts import (
    begin_visit,
    change_password,
    close_account,
    end_idle,
    end_visit,
    move_visit,
    note_lock,
    open_account,
    reopen_account,
    see_visit,
    set_password,
)

__all__ = [
    "begin_visit",
    "change_password",
    "close_account",
    "end_idle",
    "end_visit",
    "move_visit",
    "note_lock",
    "open_account",
    "reopen_account",
    "see_visit",
    "set_password",
]
