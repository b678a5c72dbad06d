"""``python -m magistrat.cli``."""

import sys

from magistrat.cli import main

sys.exit(main())
