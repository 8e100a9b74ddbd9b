"""The mender of French typing mends what people read, and nothing else."""

import pytest

from scripts.typography import mend, mend_python, mend_template

H = "\u00a0"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("Motif : x", f"Motif{H}: x"),
        ("« oui »", f"«{H}oui{H}»"),
        ("40 € par mois", f"40{H}€ par mois"),
        ("25 %", f"25{H}%"),
        ("Pourquoi ?", f"Pourquoi{H}?"),
        ("l'accord qu'elle a donné", "l’accord qu’elle a donné"),
        ("don't, 10:30, a:b", "don't, 10:30, a:b"),
    ],
)
def test_mends(typed, printed):
    assert mend(typed) == printed


def test_python_code_and_docstrings_stay():
    source = '"""Say : this."""\nvalues = {"a" : "b"}\nlabel = f"Reste : {values[\'a\'] }"\n'
    assert mend_python(source) == source.replace("Reste :", f"Reste{H}:")


def test_template_code_stays():
    source = '{# a : b #}<p class="x : y">{{ name }} : {% if a %}« {{ b }} »{% endif %}</p>'
    assert (
        mend_template(source)
        == f'{{# a : b #}}<p class="x : y">{{{{ name }}}}{H}: {{% if a %}}«{H}{{{{ b }}}}{H}»{{% endif %}}</p>'
    )
