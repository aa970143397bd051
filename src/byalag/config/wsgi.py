"""What the web server calls."""

import gc

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from . import environment

environment.choose("DJANGO_SETTINGS_MODULE", "byalag.config.settings")
application = get_wsgi_application()
# All views are read now. The program stays for good: the collector need not look through it again with each page, which
# took a fifth of the time of the larger ones.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
