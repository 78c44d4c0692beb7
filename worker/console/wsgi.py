"""The console for a WSGI server: `gunicorn worker.console.wsgi`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "worker.django_settings")
application = get_wsgi_application()
