"""Who signs the papers of a sitting, by hand (KR 4.28, 8.20.3; DR 6.15, 6.26)."""

from __future__ import annotations

import pytest

from magistrat.rules import sitting_signatories as signatories
from tests.rules.halls import DR, KR, setting
from tests.rules.test_edition import made

BY_ACTOR = """
[[permission]]
id = "2.1"
clause = "2.1"
key = "meeting_invitation_signatory"
capability = "sessions"
actor = ["council_secretary"]
object = "telephone_message"
meaning = "Телефонограму підписує секретар ради."
words = "Телефонограму підписує секретар ради."
values = { may = ["підписувати телефонограму"] }
"""
BY_VALUES = """
[[condition]]
id = "3.1"
clause = "3.1"
key = "instructions_protocol"
capability = "control"
actor = ["protocol_clerk"]
object = "instructions_protocol"
meaning = "Протокол доручень складає протоколіст, підписує секретар ради."
words = "Протокол доручень підписує секретар ради."
values = { kinds = ["instruction"], signatory_roles = ["council_secretary"], requires = ["protocol"] }
"""


@pytest.mark.parametrize(
    ("edition", "message", "instructions", "clause"),
    [
        # KR 4.28 names the mayor; 8.20.3 is of the mayor's instructions and asks no signature.
        (lambda: setting(KR).edition, "mayor", "mayor", ""),
        # DR 6.15 names nobody: the affairs manager prepares the sitting. 6.26 asks the mayor's signature.
        (lambda: setting(DR).edition, "affairs_manager", "mayor", "6.26"),
        # A city that says it by who acts alone, and one whose instructions another signs.
        (lambda: made(sessions=BY_ACTOR, control=BY_VALUES), "council_secretary", "council_secretary", "3.1"),
    ],
)  # fmt: skip
def test_who_signs_the_message_and_the_instructions(edition, message, instructions, clause):
    rules = edition()
    assert (signatories.of_message(rules), signatories.of_instructions(rules)) == (message, instructions)
    asked = signatories.signature_of_instructions(rules)
    assert (asked.clause if asked else "") == clause
