"""Read a document as its reader would."""

import subprocess

import pytest


@pytest.fixture
def pdf_text():
    def _read(pdf):
        done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
        return " ".join(done.stdout.decode().split())

    return _read
