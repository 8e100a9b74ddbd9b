"""Celery's application: Redis when there is one, else files under var/."""

import os
from pathlib import Path

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("palier")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@app.on_after_configure.connect
def make_broker_folders(sender: Celery, **_: object) -> None:
    """Kombu's filesystem transport wants its folders to exist."""
    options = sender.conf.broker_transport_options or {}
    for name in ("data_folder_in", "data_folder_out", "control_folder", "processed_folder"):
        if folder := options.get(name):
            Path(folder).mkdir(parents=True, exist_ok=True)
