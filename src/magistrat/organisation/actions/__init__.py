"""Changing the organisation: structure, people, duties, substitution, accounts. All by dates, history is kept."""

from magistrat.organisation.actions.accounts import (
    close_account,
    open_account,
    remove_second_step,
    renew_password,
    reopen_account,
)
from magistrat.organisation.actions.duties import assign_field, end_field
from magistrat.organisation.actions.people import add_person, appoint, change_person, correct_holding, release
from magistrat.organisation.actions.structure import (
    change_department,
    change_post,
    end_department,
    end_post,
    open_department,
    open_post,
)
from magistrat.organisation.actions.substitution import add_order, agree, arrange, cancel, propose

__all__ = [
    "add_order",
    "add_person",
    "agree",
    "appoint",
    "arrange",
    "assign_field",
    "cancel",
    "change_department",
    "change_person",
    "change_post",
    "close_account",
    "correct_holding",
    "end_department",
    "end_field",
    "end_post",
    "open_account",
    "open_department",
    "open_post",
    "propose",
    "release",
    "remove_second_step",
    "renew_password",
    "reopen_account",
]
