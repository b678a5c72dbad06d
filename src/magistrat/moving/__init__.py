"""Moving in and out: records of former books brought in, a whole city carried out and loaded again."""
