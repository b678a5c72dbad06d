"""A staffed city without documents: rules, structure, a person with an account on every post, kinds, registries."""

from __future__ import annotations

import django
from django.conf import settings
from django.core.management import call_command

# The city of the checkout whose structure is the largest.
LARGEST = "*/organisation.toml"


def slug() -> str:
    """The city that is measured."""
    return max(settings.CITIES_DIR.glob(LARGEST), key=lambda file: file.stat().st_size).parent.name


def main() -> None:
    """Set the city up. Nobody signs in by these passwords, so they are hashed quickly."""
    from tests.factories import organisation

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    town = organisation.town(slug())
    for key, person in town.people.items():
        organisation.account(person, key)
    call_command("documents_setup", city=slug())


if __name__ == "__main__":
    django.setup()
    main()
