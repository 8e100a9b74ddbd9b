"""Addresses of accompaniments. `config.urls` mounts them at the root; those of a file start with `dossiers/<uuid>/`."""

from django.urls import URLPattern

app_name = "accompaniments"

meetings: list[URLPattern] = []

urlpatterns: list[URLPattern] = [*meetings]
