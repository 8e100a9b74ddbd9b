"""Invented names: first names and family names as one meets them in Vaucluse, drawn apart so that nobody is real."""

WOMEN = (
    "Nadia", "Sylvie", "Fatoumata", "Marie-Thérèse", "Inès", "Chloé", "Aïcha", "Mireille", "Yasmina", "Céline",
    "Ewa", "Khadija", "Solène", "Rosa", "Manon", "Hawa", "Josiane", "Samira", "Lucie", "Thi Mai", "Élodie", "Zohra",
    "Anne-Laure", "Gülsüm", "Patricia", "Oumou", "Laetitia", "Malika", "Françoise", "Amina",
)  # fmt: skip
MEN = (
    "Karim", "Jean-Baptiste", "Tomasz", "Kevin", "Moussa", "René", "Hicham", "Loïc", "Abdoulaye", "Lucien", "Mehmet",
    "Arnaud", "Rachid", "Paulo", "Thierry", "Yanis", "Bakary", "Gérard", "Sofiane", "Mickaël", "Ahmed", "Florian",
    "Ibrahima", "Marcel", "Nordine", "Éric", "Van Long", "Stéphane",
)  # fmt: skip
GIRLS = ("Lina", "Maëlys", "Sarah", "Jade", "Assia", "Louna", "Mariam", "Zoé", "Inaya", "Camille", "Anaïs", "Nour")
BOYS = ("Adam", "Rayan", "Noé", "Ismaël", "Hugo", "Nolan", "Youssef", "Timéo", "Sacha", "Mamadou", "Enzo", "Ilyès")
FAMILIES = (
    "Bensaïd", "Carvalho", "Diallo", "Teissier", "Wiśniewski", "Dos Santos", "Ouali", "Garance", "Pontier", "Amrani",
    "Meddour", "Bertrand", "Sarr", "Roumanille", "D’Agostino", "Le Goff", "Nguyen", "Yıldırım", "Chabaud", "Keïta",
    "Fernandes", "Escoffier", "Haddad", "Cissé", "Marchetti", "Vidal", "Benkhelifa", "Jouve", "Traoré", "Laugier",
    "Mansouri", "Peyron", "Kowalczyk", "Sissoko", "Abrieu", "Zerrouki", "Imbert", "Camara", "Rostand", "El Idrissi",
    "Guérin", "Aubanel", "Belkacem", "Moreira", "N’Diaye", "Tallard", "Ferreira", "Ayme", "Hamidou", "Ripert",
)  # fmt: skip
LONG_FAMILY = "Vasconcelos de Albuquerque-Montgolfier"  # what a narrow screen must bear
LONG_FIRST = "Marie-Élisabeth-Alexandrine"
REFERRERS = ("Hélène Rochebrune", "Malik Saint-Aubin", "Corinne Valtier", "Bruno Castellane", "Delphine Arnoux")
GUARDIANS = ("Service des majeurs protégés du Ventoux", "Mme Brigitte Lauzière, mandataire judiciaire")
HOSTS = ("sa sœur", "un ami", "ses parents", "une cousine", "un collègue")
SHELTERS = ("Résidence sociale Les Tilleuls", "CHRS La Passerelle", "Foyer des Lavandières", "Hôtel social Le Rocher")
STREETS = (
    "rue des Teinturiers", "chemin des Canaux", "avenue des Tilleuls", "rue du Pont-Vieux", "impasse des Amandiers",
    "cours Bournissac", "rue de la Sorguette", "boulevard du Midi", "montée des Carmes", "place du Vieux-Lavoir",
    "allée des Micocouliers", "rue Neuve-des-Bains",
)  # fmt: skip
CITIES = {
    "Avignon": "84000",
    "Orange": "84100",
    "Carpentras": "84200",
    "Cavaillon": "84300",
    "Apt": "84400",
    "Bollène": "84500",
    "Valréas": "84600",
    "Sorgues": "84700",
    "L’Isle-sur-la-Sorgue": "84800",
    "Vedène": "84270",
    "Monteux": "84170",
    "Pernes-les-Fontaines": "84210",
}
