"""French typing in what people read: U+00A0 before : ; ? ! % € » and after «, and the typographic apostrophe.

`python scripts/typography.py FILE…` lists what is not; with `--fix` it corrects it. Python files: strings, docstrings left out.
"""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

HARD = "\u00a0"
ELISION = re.compile(r"\b([cdjlmnst]|qu|jusqu|lorsqu|puisqu)'(?=[aeiouyhàâéèêëîïôù])", re.IGNORECASE)
BEFORE = re.compile(
    r"(?<=[\wàâéèêëîïôùç)»’}]) (?=[»€]|[:;?!](?:\s|$|[<{.,)\"'\\\ue000])|%(?:\s|$|[.,)\"'\\])(?!\s*\w+\s*%}))"
)
AFTER = re.compile(r"« (?=[\w{])")
CODE = re.compile(r"{#.*?#}|{% comment .*?{% endcomment %}|{%.*?%}|{{.*?}}|\b[\w-]+=\"[^\"]*\"", re.DOTALL)


def mend(text: str) -> str:
    """Give the text as a printer would set it."""
    return AFTER.sub(f"«{HARD}", BEFORE.sub(HARD, ELISION.sub(r"\1’", text)))


def strings(source: str) -> Iterator[ast.Constant]:
    """Give the strings of a Python source, docstrings left out."""
    tree = ast.parse(source)
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, documented) and node.body and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node


def mend_python(source: str) -> str:
    """Mend the lines that hold a string which is not well set; code and docstrings stay as they are."""
    lines = source.splitlines(keepends=True)
    for node in strings(source):
        if mend(node.value) == node.value:
            continue
        for number in range(node.lineno - 1, node.end_lineno or node.lineno):
            quoted = re.split(r"""((?<!\\)"(?:[^"\\]|\\.)*"|(?<![\\\w])'(?:[^'\\]|\\.)*')""", lines[number])
            lines[number] = "".join(
                part[0] + mend(part[1:-1]) + part[-1] if index % 2 else part for index, part in enumerate(quoted)
            )
    return "".join(lines)


def mend_template(source: str) -> str:
    """Mend what a template says, and leave its code and attributes."""
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found.group())
        return f"{{\ue000{len(kept) - 1}\ue001}}" if found.group().startswith("{{") else f"\ue000{len(kept) - 1}\ue001"

    hidden = mend(CODE.sub(keep, source))
    pieces = re.split(r"{?\ue000(\d+)\ue001}?", hidden)
    return "".join(kept[int(piece)] if index % 2 else piece for index, piece in enumerate(pieces))


def mend_file(path: Path) -> str:
    """Give a file's text, mended."""
    source = path.read_text(encoding="utf-8")
    return mend_python(source) if path.suffix == ".py" else mend_template(source)


def main() -> int:
    """List, or mend, the files named."""
    fix = "--fix" in sys.argv
    wrong = 0
    for name in sys.argv[1:]:
        path = Path(name)
        if name.startswith("--"):
            continue
        before, after = path.read_text(encoding="utf-8"), mend_file(path)
        if before != after:
            wrong += 1
            for number, (old, new) in enumerate(zip(before.splitlines(), after.splitlines(), strict=True), start=1):
                if old != new:
                    print(f"{path}:{number}: {new.strip()}")
            if fix:
                path.write_text(after, encoding="utf-8")
    return 1 if wrong and not fix else 0


if __name__ == "__main__":
    sys.exit(main())
