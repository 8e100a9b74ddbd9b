"""The fields that a template's text may use: its code, what it is, an example. A document fills them from the file.

A text names a field between double braces; nothing else in it is read by the machine (domain.md §6, issue 6).
"""

from dataclasses import dataclass

from documents.enums import DocumentKind

OBJECTIVES = "objectifs"
_CONTRACTS = frozenset({DocumentKind.SUPPORT_CONTRACT, DocumentKind.PPAL})
_TRIPARTITE = frozenset({DocumentKind.TRIPARTITE_AGREEMENT, DocumentKind.LEASE_COMMITMENT})
_SHARING = frozenset({DocumentKind.SHARING_AGREEMENT})
_AMENDMENT = frozenset({DocumentKind.AMENDMENT})
_PROTOCOL = frozenset({DocumentKind.SOCIAL_COHESION_PROTOCOL})
_SUBLET = frozenset({DocumentKind.SUBLEASE_CONTRACT, DocumentKind.SUBLEASE_ANNEX})
_SLIDE = frozenset({DocumentKind.SLIDE_AMENDMENT})
_MINUTES = frozenset({DocumentKind.EXAM_MINUTES})
_PLAN = frozenset({DocumentKind.REPAYMENT_PLAN})
_RENTED = frozenset({DocumentKind.SUBLEASE_CONTRACT, DocumentKind.SLIDE_AMENDMENT})


@dataclass(frozen=True)
class Field:
    """A field: `is_optional` may stay empty (« néant » is printed); a block stands alone in its paragraph.

    `is_kept`: it is what a record says, word for word; nobody types it.
    """

    code: str
    label: str
    example: str
    kinds: frozenset[DocumentKind] = frozenset()  # empty: every kind
    is_optional: bool = False
    is_block: bool = False
    is_long: bool = False
    is_kept: bool = False


_FIELDS = (
    Field("menage", "Le ménage, tous les adultes", "Mme Camille Exemple et M. Dominique Modèle"),
    Field("numero_dossier", "Le numéro du dossier", "2026-0042"),
    Field("programme", "Le programme", "Bail de sécurisation"),
    Field("associations", "La ou les associations", "Soligone et Cap Habitat"),
    Field("bailleur", "Le bailleur", "Mistral Habitat"),
    Field("referent", "La personne de l’association qui accompagne", "Claire Fontaine, travailleuse sociale"),
    Field("referent_contact", "Comment la joindre", "04 90 00 00 00, c.fontaine@exemple.fr", is_optional=True),
    Field(
        "correspondant", "La personne à joindre chez le bailleur", "Paul Durand, correspondant social", is_optional=True
    ),
    Field("correspondant_contact", "Comment la joindre", "04 90 11 11 11", is_optional=True),
    Field("partenaire", "Le partenaire référent", "Centre médico-social d’Orange", is_optional=True),
    Field("logement", "Le logement", "un T3 au 12 rue des Oliviers, 84100 Orange", is_optional=True),
    Field("titre", "Le titre d’occupation", "bail direct avec le bailleur", is_optional=True),
    Field("date_debut", "Le début", "1er décembre 2026"),
    Field("date_fin", "La fin", "30 novembre 2027"),
    Field("duree", "La durée", "12 mois"),
    Field("rythme_rencontres", "Le rythme des rencontres", "une fois toutes les deux semaines"),
    Field("rythme_bilans", "Le rythme des bilans", "tous les trois mois"),
    Field(
        "situation",
        "La situation de départ, sans détail sensible",
        "Le ménage est hébergé par un proche et cherche un logement à lui.",
        kinds=frozenset({*_CONTRACTS, DocumentKind.TRIPARTITE_AGREEMENT}),
        is_long=True,
    ),
    Field(
        OBJECTIVES,
        "Le tableau des objectifs : qui, quoi, pour quand, à quoi on le verra",
        "",
        kinds=frozenset({*_CONTRACTS, DocumentKind.TRIPARTITE_AGREEMENT}),
        is_block=True,
    ),
    Field("moyens", "Les moyens donnés", "Visites au domicile et à l’association.", kinds=_CONTRACTS, is_long=True),
    Field(
        "clauses",
        "Les clauses particulières",
        "Les rencontres alternent entre le domicile et l’association.",
        kinds=frozenset({*_CONTRACTS, *_TRIPARTITE}),
        is_optional=True,
        is_long=True,
    ),
    Field(
        "projet", "Le logement recherché", "un T3 à Orange ou Bollène, 450 € au plus", kinds=_CONTRACTS, is_long=True
    ),
    Field(
        "conditions_glissement",
        "Ce qu’il faut pour que le bail glisse",
        "Le loyer est payé depuis six mois et le logement entretenu.",
        kinds=_CONTRACTS,
        is_optional=True,
        is_long=True,
    ),
    Field("bail", "La référence du bail", "bail n° 84-1207 du 1er décembre 2026", kinds=_TRIPARTITE),
    Field("personne", "La personne qui donne son accord", "Mme Camille Exemple", kinds=_SHARING),
    Field(
        "portee",
        "Ce qui peut être partagé",
        "Le retour de l’évaluation et les bilans d’étape.",
        kinds=_SHARING,
        is_long=True,
    ),
    Field("destinataires", "Avec qui", "Le conseiller social de Mistral Habitat", kinds=_SHARING),
    Field(
        "decision_justice",
        "La décision du juge",
        "jugement du 23 juillet 2026, tribunal judiciaire d’Orange",
        kinds=_PROTOCOL,
    ),
    Field("indemnite", "L’indemnité d’occupation", "480,00\u00a0€ par mois, charges comprises", kinds=_PROTOCOL),
    Field("dette", "La dette envers le bailleur", "1 200,00\u00a0€ au 1er décembre 2026", kinds=_PROTOCOL),
    Field(
        "plan_apurement",
        "Le plan d’apurement, approuvé par l’organisme payeur",
        "50,00\u00a0€ par mois à partir du 5 janvier 2027, en plus de l’indemnité.",
        kinds=_PROTOCOL,
        is_optional=True,
        is_long=True,
    ),
    Field("document_modifie", "Le document modifié", "la convention tripartite du 1er décembre 2026", kinds=_AMENDMENT),
    Field("raison", "Pourquoi l’avenant", "M. Dominique Modèle rejoint le ménage.", kinds=_AMENDMENT, is_long=True),
    Field("changements", "Ce qui change", "Il signe la convention et ses engagements.", kinds=_AMENDMENT, is_long=True),
    Field(
        "sous_location",
        "La sous-location",
        "sous-location du 1er décembre 2026",
        kinds=_SUBLET | _SLIDE | _MINUTES,
    ),
    Field(
        "bail_principal",
        "Le bail de l’association",
        "bail du 1er décembre 2026 avec Mistral Habitat",
        kinds=_SUBLET | _SLIDE,
    ),
    Field("loyer", "Le loyer de chaque mois", "412,00 €", kinds=_RENTED),
    Field("charges", "Les charges de chaque mois", "88,00 €", kinds=_RENTED),
    Field("depot", "Le dépôt de garantie", "412,00 €", kinds=_RENTED),
    Field(
        "versement_aide",
        "À qui l’aide au logement est versée",
        "L’aide au logement est versée à l’association (tiers payant).",
        kinds=_RENTED,
    ),
    Field(
        "conditions_bail",
        "Ce qu’il faut pour obtenir le bail",
        "- Le loyer est payé chaque mois\n- Le logement est assuré",
        kinds=_SUBLET,
        is_long=True,
    ),
    Field(
        "calendrier_examens",
        "Le calendrier des examens",
        "- Période du 1er décembre 2026 au 31 mai 2027\u00a0: examen pour le 16 mars 2027",
        kinds=_SUBLET,
        is_long=True,
    ),
    Field("glissement_le", "Le premier jour du bail du ménage", "1er juin 2027", kinds=_SLIDE),
    Field("derniere_journee", "Le dernier jour de la sous-location", "31 mai 2027", kinds=_SLIDE),
    Field(
        "dette_glissement", "Ce qui reste à payer à l’association", "Rien ne reste à payer.", kinds=_SLIDE, is_long=True
    ),
    Field(
        "depot_suite",
        "Ce que devient le dépôt de garantie",
        "Il est rendu au ménage par l’association.",
        kinds=_SLIDE,
        is_long=True,
    ),
    Field(
        "etat_des_lieux",
        "L’état des lieux",
        "Il est fait sur place, à trois, le jour du glissement.",
        kinds=_SLIDE,
        is_long=True,
    ),
    Field("examen_du", "Le jour de l’examen", "16 mars 2027", kinds=_MINUTES),
    Field("examen_periode", "La période d’examen", "du 1er décembre 2026 au 31 mai 2027", kinds=_MINUTES),
    Field(
        "examen_presents",
        "Les personnes présentes",
        "Mme Camille Exemple, Claire Fontaine",
        kinds=_MINUTES,
        is_long=True,
    ),
    Field("examen_criteres", "Les critères", "- Paiement du loyer\u00a0: acquis", kinds=_MINUTES, is_long=True),
    Field(
        "examen_paroles", "Ce que dit le ménage", "Je me sens prête.", kinds=_MINUTES, is_optional=True, is_long=True
    ),
    Field(
        "examen_convenu",
        "Ce qui a été convenu",
        "L’attestation est remise.",
        kinds=_MINUTES,
        is_optional=True,
        is_long=True,
    ),
    Field("examen_position", "La position du bailleur", "Favorable.", kinds=_MINUTES, is_long=True),
    Field("examen_prochain", "Le prochain examen", "16 septembre 2027", kinds=_MINUTES, is_optional=True),
    Field("creancier", "À qui la dette est due", "Mistral Habitat", kinds=_PLAN, is_kept=True),
    Field("dette_plan", "La dette à répartir", "600,00\u00a0€", kinds=_PLAN, is_kept=True),
    Field("releve_le", "Le jour du relevé", "1er décembre 2026", kinds=_PLAN, is_kept=True),
    Field("premiere_echeance", "La première échéance", "5 janvier 2027", kinds=_PLAN, is_kept=True),
    Field(
        "echeances",
        "Les échéances",
        "- 5 janvier 2027\u00a0: 300,00\u00a0€\n- 5 février 2027\u00a0: 300,00\u00a0€",
        kinds=_PLAN,
        is_long=True,
        is_kept=True,
    ),
    Field(
        "loyer_courant",
        "Le loyer courant",
        "Le loyer courant est de nouveau payé depuis le 5 novembre 2026.",
        kinds=_PLAN,
        is_long=True,
    ),
    Field(
        "consequence",
        "Ce qui se passe si une échéance manque",
        "Une échéance payée dans les 10 jours qui suivent sa date est à temps.",
        kinds=_PLAN,
        is_long=True,
    ),
    Field(
        "convenu",
        "Ce qui est convenu d’autre",
        "Le CCAS aide au premier mois.",
        kinds=_PLAN,
        is_optional=True,
        is_long=True,
    ),
)
BY_CODE = {field.code: field for field in _FIELDS}

_REQUIRED = {
    DocumentKind.TRIPARTITE_AGREEMENT: (
        "menage",
        "associations",
        "bailleur",
        "referent",
        OBJECTIVES,
        "date_debut",
        "date_fin",
    ),
    DocumentKind.LEASE_COMMITMENT: ("menage", "associations", "bailleur", "bail"),
    DocumentKind.SUPPORT_CONTRACT: ("menage", "referent", OBJECTIVES, "date_debut", "date_fin"),
    DocumentKind.PPAL: ("menage", "referent", "projet", OBJECTIVES),
    DocumentKind.ADHESION: ("menage", "associations"),
    DocumentKind.SHARING_AGREEMENT: ("personne", "portee", "destinataires"),
    DocumentKind.SOCIAL_COHESION_PROTOCOL: (
        "menage",
        "bailleur",
        "decision_justice",
        "indemnite",
        "plan_apurement",
        "date_debut",
        "date_fin",
    ),
    DocumentKind.AMENDMENT: ("document_modifie", "raison", "changements"),
    DocumentKind.SUBLEASE_CONTRACT: ("menage", "associations", "logement", "loyer", "conditions_bail"),
    DocumentKind.SUBLEASE_ANNEX: ("menage", "associations", "bailleur", "conditions_bail", "calendrier_examens"),
    DocumentKind.SLIDE_AMENDMENT: ("menage", "associations", "bailleur", "glissement_le", "dette_glissement"),
    DocumentKind.EXAM_MINUTES: (
        "menage",
        "associations",
        "bailleur",
        "examen_du",
        "examen_criteres",
        "examen_position",
    ),
    DocumentKind.REPAYMENT_PLAN: (
        "menage",
        "creancier",
        "dette_plan",
        "releve_le",
        "echeances",
        "premiere_echeance",
        "loyer_courant",
        "consequence",
    ),
}
# Written from what is recorded: a form of the document does not ask for them again, and keeps them.
RECORDED = frozenset(field.code for field in _FIELDS if field.kinds and field.kinds <= _MINUTES | _PLAN)


def fields_of(kind: DocumentKind) -> tuple[Field, ...]:
    """Give the fields that the texts of this kind of document may use, in the order one looks for them."""
    return tuple(field for field in _FIELDS if not field.kinds or kind in field.kinds)


def required_of(kind: DocumentKind) -> tuple[Field, ...]:
    """Give the fields without which this kind of document would not say what it must (domain.md §6)."""
    return tuple(BY_CODE[code] for code in _REQUIRED[kind])


def examples_of(kind: DocumentKind) -> dict[str, str]:
    """Give values to preview a template with: nobody's."""
    return {field.code: field.example for field in fields_of(kind) if not field.is_block}
