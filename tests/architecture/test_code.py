"""Habits of the house that a linter does not know."""

import ast
import re

import pytest

from scripts.typography import mend_file, strings
from tests.architecture.ours import APPS, ROOT, named, python_files, templates

MOST_LINES = 450
MOST_LINES_OF_TESTS = 600  # one noun's tests are read one by one
OURS = pytest.mark.parametrize("path", python_files(), ids=named)
PAGES = pytest.mark.parametrize("path", templates(), ids=named)


@pytest.mark.parametrize(
    "path",
    [
        *python_files(with_tests=True),
        *templates(),
        *(path for kind in ("css", "js") for path in (ROOT / "static" / kind).glob(f"*.{kind}")),
    ],
    ids=named,
)
def test_no_file_is_longer_than_one_reads_in_a_sitting(path):
    count = len(path.read_text(encoding="utf-8").splitlines())
    assert count <= (MOST_LINES_OF_TESTS if "tests" in path.parts else MOST_LINES), f"{count} lines: split it by noun"


@OURS
def test_no_signal_and_no_save_of_its_own(path):
    text = path.read_text(encoding="utf-8")
    assert "django.db.models.signals" not in text
    assert "django.dispatch" not in text
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ClassDef) and ("models" in path.parts or path.name == "models.py"):
            assert not [item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == "save"]


@pytest.mark.parametrize(
    "path", [path for path in python_files() if path.name == "views.py" or path.parent.name == "views"], ids=named
)
def test_views_do_not_query(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    queried = [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "objects"]
    assert not queried, f"lines {queried}: an object comes from access, rows from selectors"


@OURS
def test_no_module_is_a_drawer(path):
    assert path.stem not in {"utils", "helpers", "common", "core", "misc", "tools"}


SAID_OF_NO_ONE = re.compile(r"\b(bénéficiaires?|usagers?)\b", re.IGNORECASE)


@pytest.mark.parametrize("path", [*python_files(), *templates()], ids=named)
def test_what_people_read_is_well_set(path):
    assert mend_file(path) == path.read_text(encoding="utf-8"), f"run: python scripts/typography.py --fix {named(path)}"


@OURS
def test_python_says_the_person_and_the_household(path):
    for node in strings(path.read_text(encoding="utf-8")):
        assert not SAID_OF_NO_ONE.search(node.value), f"line {node.lineno}: « la personne », « le ménage »"


@PAGES
def test_templates_say_the_person_and_the_household(path):
    assert not SAID_OF_NO_ONE.search(path.read_text(encoding="utf-8"))


@PAGES
def test_templates_hold_no_inline_code(path):
    text = re.sub(r"{#.*?#}|{% comment .*?{% endcomment %}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert not re.search(r"<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")", text), (
        "scripts are files of static/js"
    )
    assert not re.search(r"<[^>]*\son[a-z]+=", text), "no on… attribute: CSP is 'self'"
    assert "javascript:" not in text
    assert "data:image" not in text
    if "documents" not in path.parts:  # a PDF's page may carry its own sheet
        assert not re.search(r"<[^>]*\sstyle=", text), "no style attribute: CSP is 'self'"
        assert "<style" not in text


@PAGES
def test_templates_load_nothing_from_elsewhere(path):
    assert not re.search(
        r"(?:src|href)=\"(?:https?:)?//[^\"]*\.(?:js|css|woff2?|png|svg)", path.read_text(encoding="utf-8")
    )


def test_services_take_keywords_and_say_who():
    """A public service that writes takes `by=`, keyword-only."""
    wrong = []
    for path in python_files():
        if "services" not in path.parts and path.name != "services.py":
            continue
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_") and _writes(node):
                names = {argument.arg for argument in node.args.kwonlyargs}
                if not names & {"by", "user", "token"}:  # an act of oneself, or of whoever holds a one-time link
                    wrong.append(f"{named(path)}:{node.lineno} {node.name}")
    assert not wrong, f"by= keyword-only: {wrong}"


def _writes(node: ast.FunctionDef) -> bool:
    """Tell a service that is atomic and records an event: the others are tools of the same file."""
    is_atomic = any(isinstance(item, ast.Attribute) and item.attr == "atomic" for item in node.decorator_list)
    records = any(
        isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute | ast.Name)
        and "record" in ast.dump(call.func)
        for call in ast.walk(node)
    )
    return is_atomic and records


def test_every_app_of_the_house_is_installed(settings):
    assert [name for name in settings.INSTALLED_APPS if name in APPS] == list(APPS[:-1])
