"""Filters and tags known to every template: French words for dates, durations, amounts; icons."""

from django import template

register = template.Library()
