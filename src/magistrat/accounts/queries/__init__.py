"""Reading accounts."""

from magistrat.accounts.queries.accounts import (
    by_id,
    by_login,
    locked,
    locked_until,
    open_visit,
    somebody_has_one,
    visits,
)
from magistrat.accounts.queries.second_step import (
    address_for_telephone,
    codes_left,
    device_of,
    is_on,
    secret_in_groups,
)

__all__ = [
    "address_for_telephone",
    "by_id",
    "by_login",
    "codes_left",
    "device_of",
    "is_on",
    "locked",
    "locked_until",
    "open_visit",
    "secret_in_groups",
    "somebody_has_one",
    "visits",
]
