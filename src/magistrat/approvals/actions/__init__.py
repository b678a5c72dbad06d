"""The way of a paper through its route: begun, answered, changed, recalled."""
