"""Small PDF files for tests."""

import io

import pikepdf


def one_page(pages: int = 1) -> bytes:
    """Give a PDF of so many blank pages."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.save(out)
    return out.getvalue()
