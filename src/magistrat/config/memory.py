"""How a long-lived process collects its garbage."""

import gc

# A page makes some ten thousand objects, nearly all freed by counting references; by default each thousand of them starts
# a search, and every hundredth looks through all the modules and templates that stay for ever.
THRESHOLDS = (20_000, 20, 50)


def settle() -> None:
    """Leave what the process has loaded out of every later search, and search more rarely; called once all is loaded."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*THRESHOLDS)
