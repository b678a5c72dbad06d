"""What a person has said of the suspicious places of a text."""

from __future__ import annotations

from django.http import QueryDict

from magistrat.documents.actions.public_versions import Judged

PLACE, HIDE, KEEP, DIGEST = "misce-", "vyluchyty", "lyshyty", "vidbytok"


def judged(post: QueryDict) -> Judged:
    """The numbers of places to be hidden and kept, and the digest of the text that was looked at."""
    said = {
        int(name.removeprefix(PLACE)): post[name]
        for name in post
        if name.startswith(PLACE) and name.removeprefix(PLACE).isdecimal()
    }
    return Judged(
        hidden=frozenset(number for number, word in said.items() if word == HIDE),
        kept=frozenset(number for number, word in said.items() if word == KEEP),
        digest=post.get(DIGEST, "")[:64],
    )
