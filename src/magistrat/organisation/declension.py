"""Forms of post titles and of people's names in the genitive and dative."""

from __future__ import annotations

import shevchenko

GENITIVE, DATIVE = shevchenko.GENITIVE, shevchenko.DATIVE

# Leading words of posts that the library leaves as they are or puts wrongly.
EXCEPTIONS: dict[str, dict[str, str]] = {
    nominative: {GENITIVE: genitive, DATIVE: dative}
    for nominative, genitive, dative in (
        ("голова", "голови", "голові"),
        ("староста", "старости", "старості"),
        ("керуюча", "керуючої", "керуючій"),
        ("чергова", "чергової", "черговій"),
        ("завідуюча", "завідуючої", "завідуючій"),
        ("виконувачка", "виконувачки", "виконувачці"),
        ("начальниця", "начальниці", "начальниці"),
        ("заступниця", "заступниці", "заступниці"),
        ("помічниця", "помічниці", "помічниці"),
        ("радниця", "радниці", "радниці"),
        ("завідувачка", "завідувачки", "завідувачці"),
        ("секретарка", "секретарки", "секретарці"),
        ("директорка", "директорки", "директорці"),
        ("бухгалтерка", "бухгалтерки", "бухгалтерці"),
        ("спеціалістка", "спеціалістки", "спеціалістці"),
        ("адміністраторка", "адміністраторки", "адміністраторці"),
        ("інспекторка", "інспекторки", "інспекторці"),
        ("юристка", "юристки", "юристці"),
        ("реєстраторка", "реєстраторки", "реєстраторці"),
    )
}
# Feminine and other leading adjectives that do not end the leading phrase.
MODIFIERS: dict[str, dict[str, str]] = {
    nominative: {GENITIVE: genitive, DATIVE: dative}
    for nominative, genitive, dative in (
        ("перша", "першої", "першій"),
        ("головна", "головної", "головній"),
        ("провідна", "провідної", "провідній"),
        ("старша", "старшої", "старшій"),
        ("міська", "міської", "міській"),
        ("сільська", "сільської", "сільській"),
        ("селищна", "селищної", "селищній"),
    )
}


def lowered(title: str) -> str:
    """A title within a sentence: «Міський голова» becomes «міський голова», abbreviations stay."""
    return title[:1].lower() + title[1:] if title[1:2].islower() or title[1:2] == " " else title


def title_in(case: str, title: str) -> str:
    """A post's title in the case, beginning with a small letter."""
    words = lowered(title).split(" ")
    phrase = shevchenko.in_case(case, gender=shevchenko.MASCULINE, military_appointment=" ".join(words))
    forms = phrase["military_appointment"].split(" ")
    for place, word in enumerate(words):
        if exception := EXCEPTIONS.get(word):
            forms[place] = exception[case]
            break
        if modifier := MODIFIERS.get(word):
            forms[place] = modifier[case]
        elif forms[place] == word or not word.endswith(("ий", "ій")):
            break
    return " ".join(forms)


def name_in(case: str, *, surname: str, given: str, patronymic: str, gender: str) -> dict[str, str]:
    """A person's names in the case, by the keys `surname`, `given`, `patronymic`; `gender` is `m` or `f`."""
    names = {"family_name": surname, "given_name": given}
    if patronymic:
        names["patronymic_name"] = patronymic
    forms = shevchenko.in_case(case, gender=shevchenko.MASCULINE if gender == "m" else shevchenko.FEMININE, **names)
    return {
        "surname": forms["family_name"],
        "given": forms["given_name"],
        "patronymic": forms.get("patronymic_name", ""),
    }
