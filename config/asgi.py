"""HTTP and sockets in one process: `uvicorn config.asgi:application --lifespan off`."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")

application = ProtocolTypeRouter({"http": get_asgi_application()})
