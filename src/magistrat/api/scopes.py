"""What a program may be let do; beside it the rights of the post in whose name it works always hold."""

from __future__ import annotations

from types import MappingProxyType

DOCUMENTS_READ = "documents.read"
DOCUMENTS_REGISTER = "documents.register"
FILES_ATTACH = "files.attach"
TASKS_READ = "tasks.read"
ORGANISATION_READ = "organisation.read"
RULES_READ = "rules.read"

SCOPES = MappingProxyType({
    DOCUMENTS_READ: "читати документи, їх файли та шукати",
    DOCUMENTS_REGISTER: "реєструвати документи й додавати кореспондентів",
    FILES_ATTACH: "долучати файли до документів",
    TASKS_READ: "читати завдання",
    ORGANISATION_READ: "читати структуру, посади й працівників",
    RULES_READ: "читати регламент і календар, обчислювати строки",
})  # fmt: skip
