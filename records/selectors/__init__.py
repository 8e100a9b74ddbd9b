"""Reads of records, by noun."""

from records.selectors.drafts import DraftView, OpenDraft, drafts_of, open_drafts
from records.selectors.journal import Reading, ReadingPage, readers_of
from records.selectors.parameters import ParameterValue, UnknownParameterError, number, parameter_on, parameters_on

__all__ = [
    "DraftView",
    "OpenDraft",
    "ParameterValue",
    "Reading",
    "ReadingPage",
    "UnknownParameterError",
    "drafts_of",
    "number",
    "open_drafts",
    "parameter_on",
    "parameters_on",
    "readers_of",
]
