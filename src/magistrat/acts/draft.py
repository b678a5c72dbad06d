"""What a drafter writes: how a draft begins and what its editor holds."""

from __future__ import annotations

from dataclasses import dataclass, field

from magistrat.rules.act_text import ActText


@dataclass(frozen=True)
class Beginning:
    """A draft just begun.

    :param task: id of the task by which it is prepared; ``executes``: of the paper on whose execution it is.
    """

    kind: str
    series: str
    title: str
    in_charge: int | None = None
    task: int | None = None
    executes: int | None = None
    is_main_planned: bool = False


@dataclass(frozen=True)
class To:
    """A line of the mailing list: one of a department, a post, a correspondent.

    :param points: labels of the points of which an extract goes; none: the whole act.
    """

    department: int | None = None
    post: int | None = None
    correspondent: int | None = None
    copies: int = 1
    points: tuple[str, ...] = ()
    is_by_drafter: bool = False


@dataclass(frozen=True)
class Content:
    """All that the editor of a draft holds.

    :param flags: what the act is about, as the drafter says it; ``concerned``: posts whom the matter concerns.
    """

    text: ActText = field(default_factory=ActText)
    flags: tuple[str, ...] = ()
    in_charge: int | None = None
    concerned: tuple[int, ...] = ()
    phone: str = ""
    is_main_planned: bool = False
    is_normative: bool = False
    recipients: tuple[To, ...] = ()
