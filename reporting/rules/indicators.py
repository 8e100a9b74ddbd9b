"""Each indicator, defined once: its French name, its sentence, what it divides, over which days (domain.md §4.2).

The figures are counted by `reporting.selectors.figures`; page, PDF, XLSX and JSON take their words from here.
"""

from dataclasses import dataclass

from reporting.rules.content import Definition

AT_CLOSE = "au dernier jour du mois, à sa clôture"
IN_MONTH = "du premier au dernier jour du mois"


@dataclass(frozen=True)
class Indicator:
    """An indicator of the month."""

    code: str
    name: str
    sentence: str
    numerator: str
    denominator: str = ""
    period: str = IN_MONTH

    def as_definition(self) -> Definition:
        """Give it as a month keeps it."""
        return Definition(self.code, self.name, self.sentence, self.numerator, self.denominator, self.period)


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        "M0",
        "Ménages accompagnés et relogés, et objectif",
        "Ménages accompagnés, et ménages entrés dans un logement, depuis le début du programme, face à l’objectif de la "
        "convention. Un ménage compte une fois, même accompagné deux fois.",
        "ménages dont un accompagnement a commencé ; ménages dont un bail ou une sous-location a commencé",
        "objectif de la convention en vigueur",
        "depuis le début du programme, jusqu’au dernier jour du mois",
    ),
    Indicator(
        "M1",
        "Ménages prêts",
        "Projets logement ouverts de ménages prêts ou accompagnés, sans avis positif en cours, par première unité "
        "souhaitée et premier type souhaité ; à côté, ceux pour qui l’unité est un autre choix. L’ancienneté compte les "
        "jours depuis que le ménage est prêt.",
        "projets logement ouverts sans avis positif en cours",
        period=AT_CLOSE,
    ),
    Indicator(
        "M2",
        "Orientations reçues",
        "Orientations et demandes d’intervention reçues dans le mois, par origine. Une demande transmise à une autre "
        "association compte une fois.",
        "orientations reçues",
    ),
    Indicator(
        "M3",
        "Logements disponibles",
        "Logements annoncés et ni pourvus ni retirés, par type et par réservataire ; avec l’accord du réservataire (ou non "
        "réservés), en attente d’accord, et ceux qui ont été annoncés dans le mois.",
        "logements annoncés encore disponibles",
        period=AT_CLOSE,
    ),
    Indicator(
        "M4",
        "Écart entre l’offre et la demande",
        "Logements disponibles avec accord, moins ménages prêts, par type. Négatif, il manque des logements.",
        "logements disponibles avec accord − ménages prêts",
        period=AT_CLOSE,
    ),
    Indicator(
        "M5",
        "Couverture de la demande",
        "Part des ménages prêts qu’un logement disponible du type souhaité pourrait loger, type par type.",
        "somme, par type, du plus petit des deux nombres : ménages prêts, logements avec accord",
        "ménages prêts",
        AT_CLOSE,
    ),
    Indicator(
        "M6",
        "Logements proposés",
        "Dossiers CAL ouverts dans le mois, chacun proposant un logement à un ménage : acceptés, refusés ou sans réponse "
        "du ménage, terminés autrement, en attente à la fin du mois.",
        "dossiers CAL ouverts",
    ),
    Indicator(
        "M7",
        "Dossiers examinés en commission",
        "Dossiers sur lesquels la commission s’est prononcée dans le mois, ajournements compris, avec ou sans le référent. Un "
        "dossier ajourné puis revu dans le mois compte deux fois. Une décision annulée, enregistrée par erreur, ne compte pas.",
        "dossiers examinés",
    ),
    Indicator(
        "M8",
        "Avis positifs",
        "Attributions, attributions sous condition et premiers rangs, sur les dossiers examinés hors ajournements. Un "
        "rang donné dans le mois et qui attend encore est à part : il compte dans le mois où il passe premier ou tombe.",
        "avis positifs",
        "dossiers examinés, moins les ajournements et leurs rangs en attente, plus les rangs d’avant fixés dans le mois",
    ),
    Indicator(
        "M9",
        "De l’orientation à la commission",
        "Jours entre l’orientation reçue et la première séance de commission, pour les ménages dont un dossier a été "
        "décidé dans le mois. Les reprises n’y comptent pas.",
        "jours entre l’orientation et la première séance",
        "ménages dont un dossier a été décidé",
    ),
    Indicator(
        "M10",
        "De l’avis positif à l’entrée",
        "Jours entre l’avis positif et l’entrée dans le logement, pour les entrées du mois. Les reprises n’y comptent pas.",
        "jours entre l’avis positif et l’effet du bail",
        "entrées du mois",
    ),
    Indicator(
        "M11",
        "Entrées dans un logement",
        "Baux et sous-locations dont l’effet tombe dans le mois, par nature. Un changement de statut dans le logement où le "
        "ménage vit déjà n’est pas une entrée.",
        "baux directs et sous-locations",
    ),
    Indicator(
        "M12",
        "Ménages accompagnés",
        "Ménages accompagnés au début et à la fin du mois, et ce qui les sépare. Un accompagnement commence le jour de "
        "l’avis positif (sécurisation) ou de la convention en vigueur (sauvegarde), et finit le jour de son arrêt, compris. "
        "Les corrections sont les faits du mois précédent connus après lui.",
        "début + corrections + entrés + venus d’une autre unité − sortis − partis vers une autre unité = fin",
        period="du premier au dernier jour du mois, chaque jour à sa clôture",
    ),
    Indicator(
        "M13",
        "Sous-locations en cours",
        "Sous-locations en cours, la plus ancienne et leur durée moyenne, en mois entiers.",
        "sous-locations en cours",
        period=AT_CLOSE,
    ),
    Indicator(
        "M14",
        "Examens contradictoires",
        "Examens des sous-locations avec glissement prévu : ceux dont la date tombe dans le mois, ceux qui ont été tenus dans "
        "le mois, et les sous-locations dont le dernier examen dû n’est pas tenu. La date est de quinze jours avant "
        "l’information du préfet, elle-même deux mois avant la fin de chaque période de six mois (CCH, art. L. 442-8-3).",
        "examens tenus",
        "examens dus",
        "dans le mois ; au dernier jour du mois pour les retards",
    ),
    Indicator(
        "M15",
        "Glissements de bail",
        "Sous-locations devenues le bail du ménage dans le mois, et depuis le 1er janvier. Le délai compte les jours entre "
        "l’effet de la sous-location et celui du bail, pour les glissements du mois.",
        "baux glissés",
    ),
    Indicator(
        "M16",
        "Veille",
        "Ménages en veille au dernier jour du mois ; ceux dont la veille finit dans les trois mois qui suivent, ou a passé son "
        "dernier jour sans être close ; accompagnements rouverts dans le mois. Une réouverture suspend la veille : le reste "
        "de ses jours court ensuite.",
        "ménages en veille",
        period="au dernier jour du mois, à sa clôture ; dans le mois pour les réouvertures",
    ),
    Indicator(
        "M17",
        "Demandes d’intervention",
        "Demandes d’intervention reçues dans le mois, par service qui demande, et par stade que la procédure avait atteint le "
        "jour de la demande. Une demande transmise à une autre association compte une fois.",
        "demandes d’intervention reçues",
    ),
    Indicator(
        "M18",
        "Prise de contact",
        "Tentatives faites dans le mois, par moyen. À côté, les demandes reçues dans le mois qu’un contact a suivies avant sa "
        "fin : la personne a répondu ou a été rencontrée, un courrier remis ne suffit pas. Le rang est celui de la "
        "tentative qui a réussi ; une rencontre prend celui de la dernière tentative faite avant elle.",
        "demandes reçues dans le mois, suivies d’un contact",
        "demandes reçues dans le mois",
    ),
    Indicator(
        "M19",
        "De la demande au premier contact",
        "Jours entre la demande reçue et le premier contact, pour les demandes reçues dans le mois et suivies d’un contact "
        "avant sa fin. Celles qui attendent encore sont à part.",
        "jours entre la demande et le premier contact",
        "demandes du mois suivies d’un contact",
    ),
    Indicator(
        "M20",
        "Conventions tripartites",
        "Conventions tripartites en vigueur depuis un jour du mois ; une autre version de la même n’y compte pas. À côté, accompagnements proposés dans le mois, et réponses "
        "des ménages données dans le mois, à des propositions de ce mois ou d’avant.",
        "conventions entrées en vigueur",
    ),
    Indicator(
        "M22",
        "Charge",
        "Ménages suivis, rapportés au nombre de ménages par temps plein de la convention et au temps de travail. Un ménage "
        "en préparation pèse 1, un ménage en veille 0, sauf autre poids de la convention. Au-dessus de 1, la charge, tous "
        "programmes, dépasse la convention.",
        "somme, par programme, des ménages suivis ÷ ménages par temps plein",
        "temps de travail",
        AT_CLOSE,
    ),
    Indicator(
        "M23",
        "Alertes",
        "Au dernier jour du mois : sous-locations dont le dernier examen dû n’est pas tenu ; veilles qui finissent dans les "
        "trois mois ou ont passé leur dernier jour ; documents proposés à la signature et pas encore en vigueur ; "
        "sous-locations sans attestation d’assurance ; sous-locations dont l’impayé atteint deux mois de loyer.",
        "situations à reprendre",
        period=AT_CLOSE,
    ),
)
BY_CODE = {indicator.code: indicator for indicator in INDICATORS}
