"""The form of a template's texts: an article after the other, the fields that they may use beside."""

from typing import Any

from django import forms

from documents.rules.texts import MAX_TEXT, MAX_TEXTS, MAX_TITLE, Text
from documents.selectors.templates import TemplatePage
from foundation.layout import PalierForm, Section, layout, prepare


class TextsForm(PalierForm):
    """Each article's title and text, and one more, blank; an article emptied goes away."""

    note = forms.CharField(
        label="Ce qui change", max_length=300, required=False, help_text="Une phrase, pour l’historique du modèle."
    )

    def __init__(self, *args: Any, page: TemplatePage, back: str, **kwargs: Any) -> None:
        """Propose the texts of the version that one starts from."""
        super().__init__(*args, **kwargs)
        self.codes = [text.code for text in page.texts]
        rows = list(page.texts)
        if len(rows) < MAX_TEXTS:
            self.codes.append(self._new_code())
            rows.append(Text(self.codes[-1], "", ""))
        self.fields["note"].initial = "" if page.is_published else page.note
        self.asked = [f"{part}_{rank}" for rank in range(len(page.texts)) for part in ("title", "text")]
        sections = []
        for rank, text in enumerate(rows):
            self.fields[f"title_{rank}"] = forms.CharField(
                label=f"Titre de l’article {rank + 1}", max_length=MAX_TITLE, required=False, initial=text.title
            )
            self.fields[f"text_{rank}"] = forms.CharField(
                label=f"Texte de l’article {rank + 1}",
                max_length=MAX_TEXT,
                required=False,
                initial=text.text,
                widget=forms.Textarea(attrs={"rows": "8"}),
            )
            name = text.title or "Un article de plus"
            sections.append(Section(f"{rank + 1}. {name}", f"title_{rank}", f"text_{rank}", optional=not text.title))
        self.prepare_all()
        if not self.is_bound:
            self._ask()
        layout(self, *sections, "note", submit="Enregistrer les textes", back=back)

    def prepare_all(self) -> None:
        """Give each field the French words and controls of every form of ours."""
        for field in self.fields.values():
            prepare(field)

    def full_clean(self) -> None:
        """Let an article be emptied: it goes away. Shown again, those that are there do not say « facultatif »."""
        super().full_clean()
        self._ask()

    def _ask(self) -> None:
        for name in self.asked:
            self.fields[name].required = True

    @property
    def texts(self) -> list[Text]:
        """Give what was written, without the articles left blank."""
        found = [
            Text(code, self.cleaned_data.get(f"title_{rank}", ""), self.cleaned_data.get(f"text_{rank}", ""))
            for rank, code in enumerate(self.codes)
        ]
        return [text for text in found if text.title.strip() or text.text.strip()]

    def say(self, wrong: dict[str, list[str]]) -> None:
        """Put each reason beside its text."""
        for code, reasons in wrong.items():
            field = f"text_{self.codes.index(code)}" if code in self.codes else None
            for reason in reasons:
                self.add_error(field, reason)

    def _new_code(self) -> str:
        return next(f"article-{n}" for n in range(1, MAX_TEXTS + 2) if f"article-{n}" not in self.codes)
