"""The words of a month's tableau de bord."""

from django.db import models


class MonthStatus(models.TextChoices):
    """Where a month is (domain.md §4.1): calculated and read, or frozen for good."""

    PROVISIONAL = "PROVISIONAL", "provisoire"
    FROZEN = "FROZEN", "figé"


class FrozenBecause(models.TextChoices):
    """Why a month was frozen."""

    VALIDATED = "VALIDATED", "validé par toutes les associations"
    DAY_CAME = "DAY_CAME", "arrêté en l’état à la date prévue"
    REISSUED = "REISSUED", "nouvelle version d’un mois publié"


class DeliveryKind(models.TextChoices):
    """What a mail tells of a month."""

    PROVISIONAL = "PROVISIONAL", "mois à valider"
    REMINDER = "REMINDER", "rappel avant l’arrêt du mois"
    FROZEN = "FROZEN", "mois publié"


class Figure(models.TextChoices):
    """A figure that opens its list. Its indicator is in `reporting.rules.indicators`."""

    ACCOMPANIED = "ACCOMPANIED", "ménages accompagnés depuis le début"
    HOUSED = "HOUSED", "ménages relogés depuis le début"
    STOCK_START = "STOCK_START", "accompagnés au début du mois"
    CORRECTIONS = "CORRECTIONS", "corrections du mois précédent"
    ENTERED = "ENTERED", "entrés dans le mois"
    TRANSFERRED_IN = "TRANSFERRED_IN", "venus d’une autre unité"
    LEFT = "LEFT", "sortis dans le mois"
    TRANSFERRED_OUT = "TRANSFERRED_OUT", "partis vers une autre unité"
    STOCK_END = "STOCK_END", "accompagnés à la fin du mois"
    DEMAND = "DEMAND", "ménages prêts, premier choix"
    DEMAND_OTHER = "DEMAND_OTHER", "ménages prêts, autre choix"
    REQUESTS = "REQUESTS", "orientations reçues"
    SUPPLY = "SUPPLY", "logements disponibles avec accord"
    SUPPLY_AWAITING = "SUPPLY_AWAITING", "logements en attente d’accord"
    SUPPLY_NEW = "SUPPLY_NEW", "logements annoncés dans le mois"
    PROPOSALS = "PROPOSALS", "logements proposés"
    PRESENTED = "PRESENTED", "dossiers examinés en commission"
    POSITIVE = "POSITIVE", "avis positifs"
    UNSETTLED = "UNSETTLED", "rangs non encore fixés"
    REFERRAL_TO_CAL = "REFERRAL_TO_CAL", "délai de l’orientation à la commission"
    DECISION_TO_ENTRY = "DECISION_TO_ENTRY", "délai de l’avis positif à l’entrée"
    MOVE_INS = "MOVE_INS", "entrées dans un logement"
    SUBLETS = "SUBLETS", "sous-locations en cours"
    WATCHED = "WATCHED", "ménages en veille"
    WATCH_ENDING = "WATCH_ENDING", "veilles qui finissent dans les trois mois"
    REOPENED = "REOPENED", "accompagnements rouverts"
    INTERVENTIONS = "INTERVENTIONS", "demandes d’intervention reçues"
    STAGES = "STAGES", "demandes d’intervention, par stade de procédure"
    ATTEMPTS = "ATTEMPTS", "tentatives de contact"
    REACHED = "REACHED", "demandes suivies d’un contact"
    UNREACHED = "UNREACHED", "demandes encore sans contact"
    AGREEMENTS = "AGREEMENTS", "conventions tripartites entrées en vigueur"
    OFFERS = "OFFERS", "accompagnements proposés"
    ANSWERS = "ANSWERS", "réponses aux propositions"
    EXAMS_DUE = "EXAMS_DUE", "examens contradictoires dus"
    EXAMS_DONE = "EXAMS_DONE", "examens contradictoires tenus"
    EXAMS_LATE = "EXAMS_LATE", "examens contradictoires en retard"
    SLIDES = "SLIDES", "baux glissés dans le mois"
    SLIDES_YEAR = "SLIDES_YEAR", "baux glissés depuis janvier"
    UNSIGNED = "UNSIGNED", "documents à signer"
    UNINSURED = "UNINSURED", "sous-locations sans assurance"
    IN_ARREARS = "IN_ARREARS", "sous-locations en impayé de deux mois"


class Cause(models.TextChoices):
    """Why the month before moved after it was made."""

    ENTRY_LATE = "ENTRY_LATE", "entrée enregistrée après coup"
    EXIT_LATE = "EXIT_LATE", "fin enregistrée après coup"
    ENTRY_TAKEN_BACK = "ENTRY_TAKEN_BACK", "entrée annulée"
    EXIT_MOVED = "EXIT_MOVED", "date de fin corrigée"
    PROTECTED = "PROTECTED", "adresse devenue protégée"
    UNPROTECTED = "UNPROTECTED", "adresse qui n’est plus protégée"
    UNIT_CHANGED = "UNIT_CHANGED", "unité de gestion corrigée"


class FileKind(models.TextChoices):
    """A file made from a month."""

    PDF = "PDF", "Rapport du mois, PDF"
    XLSX = "XLSX", "Tableau et définitions, XLSX"
    WORKING_LIST = "WORKING_LIST", "Liste de travail par numéro de dossier, XLSX"
