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
        # A member of the committee by his office (DR 2.2).
        "starosta": "староста",
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
        # Who approves drafts by the routes of the regulation (KR 4.13–4.16, 5.12, 6.5, 6.6; DR 4.9, 5.7, 5.8).
        "document_checker": "спеціаліст із перевірки документів",
        "anticorruption": "спеціаліст із запобігання корупції",
        "legal_head": "керівник юридичної служби",
        "protocol_head": "керівник організаційно-протокольної роботи",
        "protocol_clerk": "працівник протокольної роботи",
        "regime_officer": "працівник режимно-секретної роботи",
        "general_head": "начальник загального відділу",
        "finance_head": "керівник фінансового органу",
        "accounting_head": "головний бухгалтер",
        "personnel_head": "начальник кадрової служби",
        "registration_head": "начальник управління з питань реєстрації",
        "services_head": "керівник органу адміністративних послуг",
        "business_head": "начальник управління розвитку підприємництва",
        "economy_head": "начальник управління економіки",
        "press_head": "начальник управління преси",
        "housing_head": "начальник житлово-комунального управління",
        "site_editor": "редактор офіційного вебсайту",
        "regulatory_specialist": "спеціаліст із регуляторної політики",
    }
)

# Whose work it is to keep the records of the committee or of its department.
KEEPERS_OF_RECORDS = frozenset({"records_clerk", "records_head", "department_clerk"})


def named(keys: Iterable[str]) -> list[str]:
    """Names of the roles in the table's order; a key of another version is shown as it is."""
    keys = set(keys)
    return [name for key, name in ROLES.items() if key in keys] + sorted(keys - ROLES.keys())
