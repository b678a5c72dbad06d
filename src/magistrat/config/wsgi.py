"""The web server's entry."""

import os
from threading import Thread

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magistrat.config.settings")
application = get_wsgi_application()

from magistrat.config import memory  # noqa: E402 - apps must be ready
from magistrat.regulation.queries import works  # noqa: E402

# So that the first who opens a clause does not wait while the code is read for where its rules work.
Thread(target=works.prepare, name="where-rules-work", daemon=True).start()
memory.settle()
