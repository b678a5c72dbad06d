"""Pages of accounts."""

from magistrat.accounts.pages.own import change_password, end_visit, own
from magistrat.accounts.pages.second_step import new_codes, switch_off, switch_on
from magistrat.accounts.pages.signing_in import locked_out, second_step, sign_in, sign_out

__all__ = [
    "change_password",
    "end_visit",
    "locked_out",
    "new_codes",
    "own",
    "second_step",
    "sign_in",
    "sign_out",
    "switch_off",
    "switch_on",
]
