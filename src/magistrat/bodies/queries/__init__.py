"""Reading bodies: who sits in them on a day, how many they are, what happened at their gatherings."""

from django.core.exceptions import ObjectDoesNotExist

NotThere = ObjectDoesNotExist

__all__ = ["NotThere"]
