"""What is written of the courses: plain words, of nobody."""

from accompaniments.enums import DiagnosisSection, Subject, WhoActs
from foundation.timeline import Audience
from partners.enums import ServiceKind
from partners.services.directory import ServiceFacts

_TEAM, _ASSOCIATIONS, _COORDINATION, _LANDLORD = (
    Audience.TEAM,
    Audience.ASSOCIATIONS,
    Audience.COORDINATION,
    Audience.LANDLORD,
)
DELEGATIONS = {
    "responsable": ("mistral", "directeur de la gestion locative"),
    "cheffe": ("soligone", "responsable du service logement"),
    "cheffe_cap": ("cap_habitat", "responsable de l’accompagnement"),
}
SHARED: tuple[tuple[DiagnosisSection, Audience, str], ...] = (
    (
        DiagnosisSection.PATH,
        _ASSOCIATIONS,
        "Hébergements successifs depuis deux ans. Le ménage souhaite rester près de l’école et du travail.",
    ),
    (DiagnosisSection.RESOURCES, _COORDINATION, "Ressources régulières, un reste à vivre étroit en fin de mois."),
    (DiagnosisSection.HOUSING_NEED, _LANDLORD, "Un logement proche des transports, au loyer inférieur à 450 €."),
    (DiagnosisSection.STRENGTHS, _LANDLORD, "Présent à chaque rencontre, papiers à jour."),
    (
        DiagnosisSection.NEEDS,
        _LANDLORD,
        "Un appui les six premiers mois : ouverture des compteurs, assurance, premier budget de locataire.",
    ),
    (DiagnosisSection.RISKS, _TEAM, "Le ménage demande que nous avancions à son rythme."),
)
ADVISER: tuple[tuple[DiagnosisSection, Audience, str], ...] = (
    (
        DiagnosisSection.LANDLORD_VIEW,
        _COORDINATION,
        "Le projet est réaliste sur les unités d’Orange et de Carpentras. Prévoir une visite du quartier avant la commission.",
    ),
    (DiagnosisSection.RECOMMENDATIONS, _LANDLORD, "Demander la garantie Visale dès l’attribution."),
)
SOCIAL: tuple[tuple[DiagnosisSection, Audience, str], ...] = (
    (
        DiagnosisSection.PATH,
        _ASSOCIATIONS,
        "Dans ce logement depuis neuf ans. La dette a commencé avec une perte d’emploi.",
    ),
    (DiagnosisSection.RESOURCES, _COORDINATION, "Un salaire et l’aide au logement, à rétablir auprès de la caisse."),
    (DiagnosisSection.STRENGTHS, _LANDLORD, "Le ménage a repris contact et souhaite garder son logement."),
    (
        DiagnosisSection.RISKS,
        _TEAM,
        "Courriers longtemps laissés de côté : les ouvrir ensemble, un peu à chaque visite.",
    ),
    (
        DiagnosisSection.NEEDS,
        _LANDLORD,
        "Tenir un plan d’apurement réaliste, rétablir l’aide au logement, demander une aide du FSL.",
    ),
    (
        DiagnosisSection.PROPOSED_SUPPORT,
        _LANDLORD,
        "Un accompagnement d’un an, une visite toutes les deux à trois semaines.",
    ),
)
OFFERED = "Un accompagnement d’un an : visites à domicile, budget, démarches ensemble, lien avec le bailleur."
ACCEPTED = "D’accord pour essayer, à condition que les visites soient le matin."
REFUSED = "Préfère attendre la réponse de son employeur avant de s’engager."
LEVELS: dict[int, str] = {
    1: "Situation bloquée aujourd’hui, c’est la première chose à travailler.",
    2: "Fragile : une difficulté de plus suffirait à tout arrêter.",
    3: "En cours, avec un appui régulier.",
    4: "S’en occupe seul, un point de temps en temps.",
    5: "Rien à signaler, le ménage sait faire.",
}
# domain, what, who, criterion, who reads
OBJECTIVES: tuple[tuple[Subject, str, WhoActs, str, Audience], ...] = (
    (
        Subject.BUDGET,
        "Payer le loyer chaque mois",
        WhoActs.HOUSEHOLD,
        "Trois avis d’échéance payés de suite",
        _LANDLORD,
    ),
    (
        Subject.TENANCY,
        "Répondre aux courriers du bailleur",
        WhoActs.TOGETHER,
        "Plus de relance restée sans réponse",
        _LANDLORD,
    ),
    (
        Subject.RIGHTS,
        "Rétablir l’aide au logement",
        WhoActs.WORKER,
        "La notification de la caisse est reçue",
        _ASSOCIATIONS,
    ),
    (
        Subject.OCCUPANCY,
        "Assurer le logement toute l’année",
        WhoActs.HOUSEHOLD,
        "L’attestation est remise à l’agence",
        _LANDLORD,
    ),
    (Subject.EMPLOYMENT, "Préparer la reprise d’une formation", WhoActs.TOGETHER, "Une inscription est faite", _TEAM),
)
DIRECTORY: dict[str, ServiceFacts] = {
    "departement": ServiceFacts(
        "Espace des solidarités du Vieux-Pont", ServiceKind.SOCIAL, towns="Orange, Bollène",
        telephone="0465717001", how="Sur rendez-vous, du lundi au vendredi.",
    ),
    "budget": ServiceFacts(
        "Point budget des Micocouliers", ServiceKind.MONEY, towns="Avignon, Vedène", telephone="0465717002",
        how="Permanence le mardi matin, sans rendez-vous.",
    ),
    "emploi": ServiceFacts(
        "Atelier des métiers du Ventoux", ServiceKind.EMPLOYMENT, towns="Carpentras, Monteux", telephone="0465717003",
    ),
    "epicerie": ServiceFacts(
        "Épicerie solidaire La Sorguette", ServiceKind.FOOD, towns="Cavaillon", telephone="0465717004",
        how="Sur orientation d’un travailleur social.",
    ),
    "mobilite": ServiceFacts("Garage associatif Roue libre", ServiceKind.MOBILITY, towns="Vaucluse", telephone="0465717005"),
    "famille": ServiceFacts("Maison des parents Les Lavandes", ServiceKind.FAMILY, towns="Apt", telephone="0465717006"),
    "sante": ServiceFacts(
        "Centre de soins des Remparts", ServiceKind.HEALTH, is_sensitive=True, towns="Avignon", telephone="0465717007",
    ),
}  # fmt: skip
REVIEW_SHARED = (
    "Le loyer courant est payé depuis quatre mois et le plan d’apurement est tenu. L’assurance est à jour. "
    "Reste à obtenir la réponse du FSL."
)
REVIEW_TEAM = "Le ménage se saisit bien des visites. Préparer dès maintenant leur espacement."
REVIEW_HOUSEHOLD = "« Je dors mieux. J’aimerais que les visites restent le matin. »"
REVIEW_LANDLORD = "Aucun incident depuis le printemps. Les travaux de la salle d’eau sont prévus en janvier."
END_LANDLORD = "Le loyer est payé depuis plus de six mois, le logement est entretenu. L’accompagnement peut s’arrêter."
END_TEAM = "Fin préparée avec le ménage sur trois rencontres."
END_HOUSEHOLD = "« Je sais qui appeler si ça recommence. »"
END_ADVICE = "Un appel au bout de trois mois, puis à la demande."
