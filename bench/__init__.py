"""Benchmarks: a city of any size by a generator, registrations a second, pages (`make bench`)."""
