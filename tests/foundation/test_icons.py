import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DRAWN = set(re.findall(r'<symbol id="([\w-]+)"', (ROOT / "static/img/sprite.svg").read_text(encoding="utf-8")))
CALLED = re.compile(r"""\{% (?:icon|drawing) ["']([\w-]+)["']|(?:act_)?icon=["']([\w-]+)["']""")
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT / "templates")))
def test_every_icon_called_by_a_template_is_drawn(template):
    called = {first or second for first, second in CALLED.findall(template.read_text(encoding="utf-8"))}
    assert called <= DRAWN


def test_no_colour_is_written_outside_the_tokens():
    for sheet in (ROOT / "static/css").glob("*.css"):
        if sheet.name not in {"tokens.css", "print.css"}:
            assert re.findall(r"#[0-9a-fA-F]{3,8}\b(?![^{]*\{)|rgba?\(", sheet.read_text(encoding="utf-8")) == []


def test_nothing_is_fetched_from_elsewhere():
    for file in [*TEMPLATES, *(ROOT / "static/css").glob("*.css"), *(ROOT / "static/js").glob("*.js")]:
        text = file.read_text(encoding="utf-8")
        assert not re.search(r"""(?:<link[^>]*href=|src=|url\()["']?(?:https?:)?//""", text), file
        assert not re.search(r"<\w[^>%]*\sstyle=", text), file
        assert not re.search(r"""\son\w+=["']""", text), file
