"""Small PDF files for tests."""

import io
import re

import pikepdf


def one_page(pages: int = 1) -> bytes:
    """Give a PDF of so many blank pages."""
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(pages):
            document.add_blank_page()
        document.save(out)
    return out.getvalue()


def text_of(content: bytes) -> str:
    """Give the text of a PDF as it is drawn, run after run, with one space between two: through each font's own table."""
    said: list[str] = []
    with pikepdf.open(io.BytesIO(content)) as document:
        for page in document.pages:
            fonts: dict[str, dict[str, str]] = {}
            _read(page, page.get("/Resources", {}), fonts, said)
    return " ".join(" ".join(said).split())


def _read(stream: object, resources: object, fonts: dict[str, dict[str, str]], said: list[str]) -> None:
    known = {name: _table(font) for name, font in dict(resources.get("/Font", {})).items()} | fonts
    table: dict[str, str] = {}
    for operands, operator in pikepdf.parse_content_stream(stream):
        match str(operator):
            case "Tf":
                table = known[str(operands[0])]
            case "Tj" | "TJ":
                runs = operands[0] if str(operator) == "TJ" else [operands[0]]
                codes = "".join(bytes(run).hex() for run in runs if isinstance(run, pikepdf.String))
                said.append("".join(table.get(codes[place : place + 4], "") for place in range(0, len(codes), 4)))
            case "Do":
                drawn = resources.get("/XObject", {}).get(str(operands[0]))
                if drawn is not None and drawn.get("/Subtype") == "/Form":
                    _read(drawn, drawn.get("/Resources", resources), known, said)


def _table(font: object) -> dict[str, str]:
    """Read a font's ToUnicode table: four hexadecimal digits of a glyph to what it says."""
    text = font["/ToUnicode"].read_bytes().decode()
    return {
        code.lower(): bytes.fromhex(said).decode("utf-16-be")
        for code, said in re.findall(r"<([0-9a-fA-F]{4})> <([0-9a-fA-F]+)>", text)
    }
