"""What the facts give, worked out by hand from domain.md §4.1 and §4.2. Nothing here was read from a computation.

Who is accompanied where, at each close (a stay counts from its first day; its last day has left: end > d).

| close | A | B | C | D | Non réparti |
| --- | --- | --- | --- | --- | --- |
| 31 juillet, connu le 1/9 | H01 H06 H07 | H02 H08 H21 | H03 H15 H18 | | H04 H20 |
| 31 août, connu le 1/9 | H01 H06 | H02 H05 H08 H21 | H03 H15 H18 | | H04 H20 |
| 31 août, connu le 5/10 | H01 H06 H14 | H02 H05 H08 H21 | H03 H15 | | H04 H20 |
| 30 sept., connu le 5/10 | H01 H06 H14 H16 H10 | H02 H05 H21 H12 H17 | H03 H08 H13 H23 | | H04 H20 |
| 30 sept., connu le 1/11 | H01 H14 H16 H10 H03 | H02 H05 H21 H12 H17 | H08 H23 H15 | | H04 H20 H06 |
| 31 oct., connu le 1/11 | H01 H14 H10 H03 H31 | — | H08 H23 H11 H16 | H02 H12 H17 | H04 H20 H06 |

Août. H16 n’est plus accompagné au 31 juillet (fin au 30 juin). H20, protégé le 10, l’est pour tous les jours. Entre : H05 (le 1er,
B). Sort : H07 (le 31, A). La fin de H18 et la décision de H14 ne sont pas encore connues. A 3 − 1 = 2, B 3 + 1 = 4, C 3, n. r. 2.

Septembre. Corrections : A +1, H14 (entrée du 27 août enregistrée le 14/9 ; son dossier A2 est soumis et ouvert, donc A) ; C −1,
H18 (fin du 28 août enregistrée le 5/9). Entrent : H16 le 7 (A, réouverture), H10 le 10 (A, dossier A1), H13 le 10 (C, dossier C2),
H09 le 17 (C), H12 le 24 (B, dossier B1), H17 le 24 (B : A3, soumis en dernier, est clos ce jour-là, reste B2), H23 le 28 (C, connu le
3/10, avant le recalcul). Sortent : H09 le 17 et H15 le 20, de C. Transfert : H08 de B à C. H11 et H30 attendent leur rang.
A 2+1+2 = 5 ; B 4+2−1 = 5 ; C 3−1+3+1−2 = 4 ; n. r. 2 ; ensemble 11+0+7−2 = 16.

Octobre. Corrections : C −1 et A +1, H03 (habitait A depuis le 20/9) ; A −1 et n. r. +1, H06 protégé ; C +1, H15 (fin reportée du 20/9 au
5/10) ; C −1, H13 (entrée annulée). A : +1 −1 = 0, avec deux lignes. Entrent : H11 le 6 (C, rang promu), H31 le 31 (A). Sortent : H15 le 5
(C), H05 le 15 (B, dernier jour de B), H21 le 20 (D, qui a repris B). Transferts : H02, H12, H17 et H21 de B à D, H16 de A à C. H12,
dont l’offre est refusée le 12 et le nouveau dossier en préparation, est à sa première unité souhaitée : B, donc D.
A 5+0+1−1 = 5 ; B 5−1−4 = 0 ; C 4−1+1+1−1 = 4 ; D 4−1 = 3 ; n. r. 2+1 = 3 ; ensemble 16+0+2−3 = 15.

Par association (H03, H04, H07, H11, H12, H14, H16, H18, H21 sont de Cap Habitat). Août : S 6+1 = 7, H 5−1 = 4. Septembre : S 7+5−2 = 10
(H10, H13, H09, H17, H23 ; H09, H15) ; H 4, corrections +1 (H14) −1 (H18), +2 (H16, H12) = 6. Octobre : S 10, corrections +1 (H15) −1
(H13), +1 (H31) −2 (H15, H05) = 9 ; H 6+1 (H11) −1 (H21) = 6.

M0. Accompagnés depuis le début. Août : H01 H02 H03 H04 H05 H06 H07 H08 H15 H16 H18 H20 H21 = 13. Septembre : + H14 H09 H10 H12 H13 H17 H23 = 20
(H16 déjà compté). Octobre : + H11 H31 − H13 = 21. Relogés : 0 ; H10 ; H10 H17 H11.

M1, au dernier jour. Août : A : H10 T3 (prêt depuis 11 jours), H14 T4 (42 jours, sa décision n’est pas connue) ; B : H12 T3 (17), H17 T3
(28) ; C : H13 T2 (11). Autres choix : H10 à C (T3), H17 à A (T3). Septembre : C : H11 T2 (29), H30 T2 (28), dont le rang n’est pas un
avis positif ; autres choix à A (T2) : 2. H12 a un avis positif (sous condition), H13, H14, H17 et H10 aussi. Octobre : D : H12 T3 (78
jours depuis le 14 août : 17 + 30 + 31) ; C : H13 T2 (72 = 11 + 30 + 31), H30 T2 (59 = 28 + 31) ; autre choix de H30 à A (T2) : 1.

M3, au dernier jour (fin du jour : un logement retiré ce jour-là ne l’est plus). Août : A : A1 T3, A2 T4, et A3 T3 en attente ; B : B1 B2
T3 ; C : C1 C2 T2. Nouveaux 3, 2, 2. Septembre : A1 est pourvu le 25 : A : A2, A3 en attente ; B 2 ; C 2 (C3 retiré le 30) ; nouveau :
C3. Octobre : A : A2 T4, A3 T3 (accord du 6) ; D : B1, repris de B, et D1, T3 ; C : C2 T2 (C1 pourvu le 20) ; nouveau : D1.

M5. Août : A min(1,1) + min(1,1) = 2 sur 2 ; B 2/2 ; C 1/1. Septembre : C min(2,2) = 2/2 ; ailleurs n. d. Octobre : C min(1,2) = 1/2 ; D
min(2,1) = 1/1.

M6, ouverts dans le mois. Août : A : A1 A2 A3, B : B1 B2, sans réponse au 31. Septembre : C : H13-C2, H11-C1, H30-C1, sans réponse. Octobre :
D : H12-D1, en attente ; A : H13-A3, retiré.

M7. Août : H12-B1, ajourné, référent absent. (H14-A2, enregistré le 14/9, n’est d’aucun mois publié : août était figé.) Septembre : A :
H10-A1 (présent), H17-A3 (absent) ; B : H12-B1, H17-B2 (présent) ; C : H13-C2 (non dit), H11-C1 (présent), H30-C1 (non dit). Octobre : 0.

M8. Août : 1 examiné − 1 ajourné = 0 : n. d. Septembre : A 1/2, B 2/2, C 1/1 et deux rangs à part ; ensemble 4/5. Octobre : C : H11 promu et
H30 tombé : 1/2. La décision annulée de H13 reste dans septembre, qui est figé.

M9, dossiers décidés (un ajournement n’est pas une décision), reprises exclues. Septembre : H10 du 3/8 au 10/9 = 38 (A), H12 du 3/8 à
sa PREMIÈRE séance, le 27/8 = 24 (B), H11 du 6/8 au 24/9 = 49 (C). Médiane 38, moyenne 111/3 = 37,0.

M10, M11. Septembre : H10, du 10 au 25/9 = 15 (A, direct). Octobre : H11, de sa promotion le 6 à l’entrée le 20 = 14 (C, sous-location) ; H17
entre le 5 (B, direct), hors M10 : reprise. M13 : une sous-location au 31 octobre, de 0 mois.

M2. Août : SIAO 2 (H10, H12), conseillère sociale 1 (H11, transmise : comptée une fois). Septembre : autre 1 (H26, même non retenue).
Octobre : SIAO 2 (H28 à 23 h 30 la nuit du changement d’heure, H27 à 23 h 30 le 31). Sauvegarde : contentieux 1 en septembre (V04).

M22 au dernier jour. La charge est de tous les programmes (20 et 16 ménages par temps plein ; S 1,00, H 0,50 temps plein) : §4.5 la
somme par programme, et le temps de travail ne se partage pas. Les nombres de ménages sont ceux du programme : un mois est d’un
programme (V01 de S, V02 puis V03 de H pèsent donc sans être comptés ici).
Août. S : en préparation H10 H13 H17 ; accompagnés H01 H02 H05 H06 H08 H15 H20 ; (3+7)/20 + 1/16 = 0,5625. H : H11 H12 H14 ; H03 H04 H18 H21 ;
veille H16 ; ((3+4)/20 + 1/16) / 0,5 = 0,825. H07, clos le 31, ne pèse plus.
Septembre. S : H30 ; H01 H02 H05 H06 H08 H10 H13 H17 H20 H23 ; veille H15 ; 11/20 + 1/16 = 0,6125. H : H11 ; H03 H04 H12 H14 H16 H21 ;
(7/20 + 2/16) / 0,5 = 0,95. V04 n’a pas de référent.
Octobre. S : H13 H30 ; H01 H02 H06 H08 H10 H17 H20 H23 H31 ; veille H15 ; 11/20 + 1/16 = 0,6125. H : aucun ; H03 H04 H11 H12 H14 H16 ;
(6/20 + 2/16) / 0,5 = 0,85.

Sauvegarde. Août 2 (A, B). Septembre : C +1 de correction (V03, accompagné depuis juillet, repris le 7/9). Octobre : V02 de B à D.
"""

NOT = "Non réparti"
ALL = "Ensemble"
A, B, C, D = "Unité A", "Unité B", "Unité C", "Unité D"
AUG, SEP, OCT = "2026-08", "2026-09", "2026-10"

# stock_start, corrections, entered, transferred_in, left, transferred_out, stock_end
FLOWS = {
    AUG: {
        A: (3, 0, 0, 0, 1, 0, 2),
        B: (3, 0, 1, 0, 0, 0, 4),
        C: (3, 0, 0, 0, 0, 0, 3),
        NOT: (2, 0, 0, 0, 0, 0, 2),
        ALL: (11, 0, 1, 0, 1, 0, 11),
    },
    SEP: {
        A: (2, 1, 2, 0, 0, 0, 5),
        B: (4, 0, 2, 0, 0, 1, 5),
        C: (3, -1, 3, 1, 2, 0, 4),
        NOT: (2, 0, 0, 0, 0, 0, 2),
        ALL: (11, 0, 7, 1, 2, 1, 16),
    },
    OCT: {
        A: (5, 0, 1, 0, 0, 1, 5),
        B: (5, 0, 0, 0, 1, 4, 0),
        C: (4, -1, 1, 1, 1, 0, 4),
        D: (0, 0, 0, 4, 1, 0, 3),
        NOT: (2, 1, 0, 0, 0, 0, 3),
        ALL: (16, 0, 2, 5, 3, 5, 15),
    },
}
ASSOCIATION_FLOWS = {
    AUG: {"Soligone": (6, 0, 1, 0, 0, 0, 7), "Cap Habitat": (5, 0, 0, 0, 1, 0, 4)},
    SEP: {"Soligone": (7, 0, 5, 0, 2, 0, 10), "Cap Habitat": (4, 0, 2, 0, 0, 0, 6)},
    OCT: {"Soligone": (10, 0, 1, 0, 2, 0, 9), "Cap Habitat": (6, 0, 1, 0, 1, 0, 6)},
}
SAUVEGARDE_FLOWS = {
    AUG: {A: (1, 0, 0, 0, 0, 0, 1), B: (1, 0, 0, 0, 0, 0, 1), ALL: (2, 0, 0, 0, 0, 0, 2)},
    SEP: {A: (1, 0, 0, 0, 0, 0, 1), B: (1, 0, 0, 0, 0, 0, 1), C: (0, 1, 0, 0, 0, 0, 1), ALL: (2, 1, 0, 0, 0, 0, 3)},
    OCT: {
        A: (1, 0, 0, 0, 0, 0, 1),
        B: (1, 0, 0, 0, 0, 1, 0),
        C: (1, 0, 0, 0, 0, 0, 1),
        D: (0, 0, 0, 1, 0, 0, 1),
        ALL: (3, 0, 0, 1, 0, 1, 3),
    },
}
# unit, delta, household (None: « dossier protégé »), cause, effective day, day recorded (… : no source says it)
ANY = ...
CORRECTIONS = {
    AUG: set(),
    SEP: {
        (A, 1, "H14", "ENTRY_LATE", "2026-08-27", "2026-09-14"),
        (C, -1, "H18", "EXIT_LATE", "2026-08-28", "2026-09-05"),
    },
    OCT: {
        (C, -1, "H03", "UNIT_CHANGED", ANY, ANY),
        (A, 1, "H03", "UNIT_CHANGED", ANY, ANY),
        (A, -1, None, "PROTECTED", ANY, ANY),
        (NOT, 1, None, "PROTECTED", ANY, ANY),
        (C, 1, "H15", "EXIT_MOVED", ANY, "2026-10-12"),
        (C, -1, "H13", "ENTRY_TAKEN_BACK", ANY, "2026-10-15"),
    },
}
# kind, unit, household, day (of entries and exits)
MOVEMENTS = {
    AUG: {("ENTERED", B, "H05", "2026-08-01"), ("LEFT", A, "H07", "2026-08-31")},
    SEP: {
        ("ENTERED", A, "H16", "2026-09-07"),
        ("ENTERED", A, "H10", "2026-09-10"),
        ("ENTERED", C, "H13", "2026-09-10"),
        ("ENTERED", C, "H09", "2026-09-17"),
        ("ENTERED", B, "H12", "2026-09-24"),
        ("ENTERED", B, "H17", "2026-09-24"),
        ("ENTERED", C, "H23", "2026-09-28"),
        ("LEFT", C, "H09", "2026-09-17"),
        ("LEFT", C, "H15", "2026-09-20"),
    },
    OCT: {
        ("ENTERED", C, "H11", "2026-10-06"),
        ("ENTERED", A, "H31", "2026-10-31"),
        ("LEFT", C, "H15", "2026-10-05"),
        ("LEFT", B, "H05", "2026-10-15"),
        ("LEFT", D, "H21", "2026-10-20"),
    },
}
TRANSFERS = {
    AUG: set(),
    SEP: {(C, B, "H08")},
    OCT: {(D, B, "H02"), (D, B, "H12"), (D, B, "H17"), (D, B, "H21"), (C, A, "H16")},
}
TARGETS = {AUG: (20, 13, 0), SEP: (20, 20, 1), OCT: (20, 21, 3)}
REQUESTS = {AUG: {"SIAO": 2, "LANDLORD_SOCIAL": 1}, SEP: {"OTHER": 1}, OCT: {"SIAO": 2}}
SAUVEGARDE_REQUESTS = {AUG: {}, SEP: {"LANDLORD_LITIGATION": 1}, OCT: {}}
# typology: demand, demand_other, supply, awaiting
CELLS = {
    AUG: {
        A: {"T3": (1, 1, 1, 1), "T4": (1, 0, 1, 0)},
        B: {"T3": (2, 0, 2, 0)},
        C: {"T2": (1, 0, 2, 0), "T3": (0, 1, 0, 0)},
    },
    SEP: {
        A: {"T2": (0, 2, 0, 0), "T3": (0, 0, 0, 1), "T4": (0, 0, 1, 0)},
        B: {"T3": (0, 0, 2, 0)},
        C: {"T2": (2, 0, 2, 0)},
    },
    OCT: {
        A: {"T2": (0, 1, 0, 0), "T3": (0, 0, 1, 0), "T4": (0, 0, 1, 0)},
        C: {"T2": (2, 0, 1, 0)},
        D: {"T3": (1, 0, 2, 0)},
    },
}
HOLDERS_OF_A = {
    AUG: {("", "T3"): (1, 0), ("Préfecture", "T4"): (1, 0), ("Préfecture", "T3"): (0, 1)},
    SEP: {("Préfecture", "T4"): (1, 0), ("Préfecture", "T3"): (0, 1)},
    OCT: {("Préfecture", "T4"): (1, 0), ("Préfecture", "T3"): (1, 0)},
}
SUPPLY_NEW = {AUG: {A: 3, B: 2, C: 2, ALL: 7}, SEP: {C: 1, ALL: 1}, OCT: {D: 1, ALL: 1}}
# n, median, mean
READINESS = {
    AUG: {A: (2, "26.5", "26.5"), B: (2, "22.5", "22.5"), C: (1, "11", "11.0"), ALL: (5, "17", "21.8")},
    SEP: {C: (2, "28.5", "28.5"), ALL: (2, "28.5", "28.5")},
    OCT: {C: (2, "65.5", "65.5"), D: (1, "78", "78.0"), ALL: (3, "72", "69.7")},
}
COVERAGE = {
    AUG: {A: (2, 2), B: (2, 2), C: (1, 1), ALL: (5, 5)},
    SEP: {C: (2, 2), ALL: (2, 2)},
    OCT: {C: (1, 2), D: (1, 1), ALL: (2, 3)},
}
# made, accepted, refused, ended, pending
PROPOSALS = {
    AUG: {A: (3, 0, 0, 0, 3), B: (2, 0, 0, 0, 2), ALL: (5, 0, 0, 0, 5)},
    SEP: {C: (3, 0, 0, 0, 3), ALL: (3, 0, 0, 0, 3)},
    OCT: {A: (1, 0, 0, 1, 0), D: (1, 0, 0, 0, 1), ALL: (2, 0, 0, 1, 1)},
}
# examined, adjourned, with the worker, without, not said
PRESENTED = {
    AUG: {B: (1, 1, 0, 1, 0), ALL: (1, 1, 0, 1, 0)},
    SEP: {A: (2, 0, 1, 1, 0), B: (2, 0, 2, 0, 0), C: (3, 0, 1, 0, 2), ALL: (7, 0, 4, 1, 2)},
    OCT: {},
}
# numerator, denominator, ranks that wait
DECISIONS = {
    AUG: {},
    SEP: {A: (1, 2, 0), B: (2, 2, 0), C: (1, 1, 2), ALL: (4, 5, 2)},
    OCT: {C: (1, 2, 0), ALL: (1, 2, 0)},
}
REFERRAL_TO_CAL = {
    AUG: {},
    SEP: {A: (1, "38", "38.0"), B: (1, "24", "24.0"), C: (1, "49", "49.0"), ALL: (3, "38", "37.0")},
    OCT: {},
}
DECISION_TO_ENTRY = {
    AUG: {},
    SEP: {A: (1, "15", "15.0"), ALL: (1, "15", "15.0")},
    OCT: {C: (1, "14", "14.0"), ALL: (1, "14", "14.0")},
}
# total, direct, sublet
MOVE_INS = {
    AUG: {},
    SEP: {A: (1, 1, 0), ALL: (1, 1, 0)},
    OCT: {B: (1, 1, 0), C: (1, 0, 1), ALL: (2, 1, 1)},
}
# open, oldest in months, mean
SUBLETS = {AUG: {}, SEP: {}, OCT: {C: (1, 0, "0.0"), ALL: (1, 0, "0.0")}}
# workers, full time, preparation, supported, watched, load
LOADS = {
    AUG: {"Soligone": (1, "1.00", 3, 7, 0, "0.56"), "Cap Habitat": (1, "0.50", 3, 4, 1, "0.83")},
    SEP: {"Soligone": (1, "1.00", 1, 10, 1, "0.61"), "Cap Habitat": (1, "0.50", 1, 6, 0, "0.95")},
    OCT: {"Soligone": (1, "1.00", 2, 9, 1, "0.61"), "Cap Habitat": (1, "0.50", 0, 6, 0, "0.85")},
}
