"""Development: `make run` and `manage.py` on a laptop."""

from config.settings.admin import *
from config.settings.api import *
from config.settings.base import *
from config.settings.celery import *
from config.settings.database import *
from config.settings.env import stop_on_problems
from config.settings.limits import *
from config.settings.logs import *
from config.settings.mail import *
from config.settings.people import *
from config.settings.run import *
from config.settings.security import *
from config.settings.shop import *
from config.settings.storage import *

stop_on_problems()
