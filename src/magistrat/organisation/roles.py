"""Role keys that posts fill, with their names for people. What a role may do is said by the regulation alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

ROLES: Mapping[str, str] = MappingProxyType(
    {
        "mayor": "міський голова",
        "council_secretary": "секретар міської ради",
        "first_deputy_mayor": "перший заступник міського голови",
        "deputy_mayor": "заступник міського голови",
        "affairs_manager": "керуючий справами виконкому",
        "leader_assistant": "секретар (помічник) керівника",
        "records_clerk": "діловод служби діловодства",
        "records_head": "керівник служби діловодства",
        "control_specialist": "спеціаліст з контролю",
        "control_head": "керівник служби контролю",
        "department_head": "керівник виконавчого органу",
        "department_clerk": "діловод виконавчого органу",
        "body_control_officer": "відповідальний за контроль у виконавчому органі",
        "executor": "виконавець",
        "personnel_officer": "спеціаліст кадрової служби",
        "lawyer": "юрист",
        "duty_officer": "черговий",
        "administrator": "адміністратор",
    }
)


def named(keys: Iterable[str]) -> list[str]:
    """Names of the roles in the table's order; a key of another version is shown as it is."""
    keys = set(keys)
    return [name for key, name in ROLES.items() if key in keys] + sorted(keys - ROLES.keys())
