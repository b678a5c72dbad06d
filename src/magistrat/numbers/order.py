"""Ukrainian alphabetical order in the database, the same on every server."""

from __future__ import annotations

from django.db import models


class UkSort(models.Func):
    """`uk_sort(text)`: the key by which names are ordered, є after е, і and ї after и, ґ after г; case is ignored."""

    function = "uk_sort"
    arity = 1
    output_field = models.TextField()
