"""The facts of August, September and October 2026, numbered; what they should give is in `expected.py`.

Households of « sécurisation » are H01…, of « sauvegarde » V01…; S is Soligone, H is Cap Habitat; dwellings bear their unit's
letter. « Reprise » says since when the household is at its state. A date in the text is the effective day; the day on
which it is recorded is given where it differs.

 1. 3 août : reprise de H01 (S), accompagné depuis le 10/03/2026, habite l’unité A.
 2. 3 août : reprise de H02 (S), accompagné depuis le 04/05/2026, habite B.
 3. 3 août : reprise de H03 (H), accompagné depuis le 15/06/2026, habite C.
 4. 3 août : reprise de H04 (H), accompagné depuis le 30/06/2026, en CHRS, sans souhait : un ménage sans unité.
 5. 3 août : reprise de H05 (S), accompagné depuis le 01/08/2026, habite B : une entrée le 1er du mois.
 6. 3 août : reprise de H06 (S), accompagné depuis le 01/04/2026, habite A.
 7. 3 août : reprise de H07 (H), accompagné depuis le 02/02/2026, habite A.
 8. 3 août : reprise de H08 (S), accompagné depuis le 11/05/2026, habite B.
 9. 4 août : reprise de H15 (S), accompagné depuis le 12/01/2026, habite C.
10. 4 août : reprise de H16 (H), accompagné du 03/11/2025 au 30/06/2026, en veille depuis le 01/07/2026, habite A.
11. 4 août : reprise de H18 (H), accompagné depuis le 20/05/2026, habite C.
12. 4 août : reprise de H20 (S), accompagné depuis le 01/03/2026, habite B ; son adresse est protégée le 10 août.
13. 4 août : reprise de H21 (H), accompagné depuis le 13/04/2026, habite B.
14. 4 août : sauvegarde, reprises de V01 (S, 01/02/2026, A) et de V02 (H, 01/03/2026, B).
15. 3 août : les séances des 27 août, 10 et 24 septembre sont fixées. Logements annoncés : A1 (T3, non réservé) le 3 août,
    A2 (T4, préfecture, accord donné) le 3, B1 et B2 (T3, non réservés) le 5, C1 (T2, non réservé) le 12, A3 (T3,
    préfecture, SANS accord) le 20, C2 (T2, préfecture, accord donné) le 24.
16. 3 août : H10 orienté par le SIAO (S), en CHRS ; référent le 5, diagnostic le 12, proposé le 18, prêt le 20 ; projet T3 :
    A puis C.
17. 6 août : H11 orienté par la conseillère du bailleur à S, transmis à H le 10 ; référent le 12, diagnostic le 24, proposé
    le 28, prêt le 1er septembre ; projet T2 : C puis A.
18. 3 août : H12 orienté par le SIAO (H) ; référent le 5, diagnostic le 10, proposé le 12, prêt le 14 ; projet T3 : B.
19. 21 août : reprise de H13 (S), prêt depuis le 20/08/2026 ; projet T2 : C.
20. 4 août : reprise de H14 (H), prêt depuis le 20/07/2026 ; projet T4 : A.
21. 5 août : reprise de H17 (S), prêt depuis le 03/08/2026 ; projet T3 : B puis A.
22. 17 août : dossier H12-B1, soumis le 18, inscrit le 20 à la séance du 27 août : ajourné, référent absent.
23. 17 août : dossier H14-A2, soumis le 18, inscrit le 20 à la séance du 27 août.
24. 24 août : dossier H10-A1, soumis le 25, inscrit le 26 à la séance du 10 septembre.
25. 24 août : dossier H17-B2, soumis le 25 ; 31 août : dossier H17-A3, soumis le 1er septembre (deux dossiers d’un ménage).
26. 31 août : H07 sort, le dernier jour du mois.
    — 1er septembre, 6 h : août est calculé.
27. 5 septembre : fin de H18 au 28 août, connue après le calcul.
28. 7 septembre : H16, en veille, est rouvert.
29. 1er septembre : dossier H13-C2, soumis le 2, inscrit le 3 à la séance du 10 septembre.
30. 2 septembre : reprise de H30 (S), prêt depuis ce jour ; projet T2 : C puis A. 7 septembre : dossiers H11-C1 et H30-C1,
    soumis le 8, inscrits le 9 à la séance du 24 septembre.
31. 7 septembre : C3 (T1, non réservé) annoncé, retiré le 30 (le dernier jour du mois).
32. 10 septembre : séance : H10-A1 attribué (référent présent), H13-C2 attribué (présence non dite).
    — 10 septembre, 20 h : août est figé tel quel.
33. 14 septembre : la décision du 27 août sur H14-A2 est enregistrée : attribué. Décision positive tardive, après le gel.
34. 11 septembre : offre à H10, acceptée le 18 ; bail direct A1 signé et à effet du 25.
35. 14 septembre : H26 orienté par une autre personne (S), non retenu le 16.
36. 16 septembre : H08 habite C depuis le 15 : un transfert.
37. 17 septembre : reprise de H09 (S), prêt depuis le 01/07/2026, accompagné le 17, habite C ; il sort le 17 : entrée et
    sortie le même jour.
38. 21 septembre : H15 passe en veille ce jour : fin au 20.
39. 3 septembre : H17-A3 et H17-B2 inscrits à la séance du 24 ; 15 septembre : H12-B1 aussi. 24 septembre : H12-B1 attribué sous
    condition (présent), H17-B2 attribué (présent), H17-A3 non attribué (absent), H11-C1 rang 2 (présent), H30-C1 rang 3.
40. 25 septembre : offre à H17 pour B2, acceptée le 1er octobre ; bail direct à effet du 5 octobre.
41. 7 septembre : sauvegarde, reprise de V03 (H, accompagné depuis le 06/07/2026, habite C), et demande du contentieux V04
    (S, A), sans référent.
    — 1er octobre, 6 h : septembre est calculé.
42. 3 octobre : reprise de H23 (S), accompagné depuis le 28/09/2026, habite C.
    — 5 octobre : septembre est recalculé ; le 5 au soir les deux associations valident : il est figé.
43. 6 octobre : H11 passe au premier rang ; offre le 7, acceptée le 12 ; H30-C1 clos le 16 (rang non atteint) ; 20 octobre :
    bail de l’association H et sous-location C1, effet du jour.
44. 2 octobre : pièce de H12 reçue ; offre le 5 ; refusée le 12.
45. 6 octobre : la préfecture donne son accord pour A3.
46. 12 octobre : la fin de H15 est corrigée : en veille depuis le 6 octobre, fin au 5.
47. 12 octobre : H16 habite C depuis ce jour.
48. 13 octobre : on apprend que H03 habite A depuis le 20 septembre.
49. 15 octobre : la décision sur H13-C2 est annulée (enregistrée par erreur).
50. 15 octobre : H05 sort, le dernier jour de l’unité B.
51. 16 octobre : B est reprise par D (enregistré le 15).
52. 19 octobre : D1 (T3, non réservé) annoncé ; dossier H12-D1 ouvert le même jour, laissé en préparation.
53. 20 octobre : l’adresse de H06 devient protégée, après le gel de septembre.
54. 20 octobre : H21 sort.
55. 20 octobre : dossier H13-A3 ouvert, retiré le 28.
56. 25 octobre, 23 h 30 (nuit du passage à l’heure d’hiver) : H28 orienté par le SIAO (S).
57. 31 octobre, 23 h 30 : H27 orienté par le SIAO (S) ; 23 h 40 : reprise de H31 (S), accompagné depuis ce jour, habite A.
    — 1er novembre, 0 h 30 : octobre est calculé ; 10 novembre : octobre est figé tel quel.
"""

from accompaniments.enums import ReferralSource, State
from leases.enums import Answer, DecisionKind, FileEnd
from tests.reporting.scenario.stage import Act

READY, SUPPORTED, WATCHED = State.READY, State.SUPPORTED, State.WATCHED
AUGUST: list[tuple[str, Act]] = [
    ("2026-08-03T08:00", lambda s: [s.sitting(day) for day in ("2026-08-27", "2026-09-10", "2026-09-24")]),
    ("2026-08-03T09:01", lambda s: s.reprise("H01", "S", (SUPPORTED, "2026-03-10"), unit="A")),
    ("2026-08-03T09:02", lambda s: s.reprise("H02", "S", (SUPPORTED, "2026-05-04"), unit="B")),
    ("2026-08-03T09:03", lambda s: s.reprise("H03", "H", (SUPPORTED, "2026-06-15"), unit="C")),
    ("2026-08-03T09:04", lambda s: s.reprise("H04", "H", (SUPPORTED, "2026-06-30"))),
    ("2026-08-03T09:05", lambda s: s.reprise("H05", "S", (SUPPORTED, "2026-08-01"), unit="B")),
    ("2026-08-03T09:06", lambda s: s.reprise("H06", "S", (SUPPORTED, "2026-04-01"), unit="A")),
    ("2026-08-03T09:07", lambda s: s.reprise("H07", "H", (SUPPORTED, "2026-02-02"), unit="A")),
    ("2026-08-03T09:08", lambda s: s.reprise("H08", "S", (SUPPORTED, "2026-05-11"), unit="B")),
    ("2026-08-04T09:09", lambda s: s.reprise("H15", "S", (SUPPORTED, "2026-01-12"), unit="C")),
    ("2026-08-04T09:10", lambda s: s.reprise("H16", "H", (SUPPORTED, "2025-11-03"), (WATCHED, "2026-07-01"), unit="A")),
    ("2026-08-04T09:11", lambda s: s.reprise("H18", "H", (SUPPORTED, "2026-05-20"), unit="C")),
    ("2026-08-04T09:12", lambda s: s.reprise("H20", "S", (SUPPORTED, "2026-03-01"), unit="B")),
    ("2026-08-10T09:12", lambda s: s.protect("H20")),
    ("2026-08-04T09:13", lambda s: s.reprise("H21", "H", (SUPPORTED, "2026-04-13"), unit="B")),
    ("2026-08-04T09:14", lambda s: s.reprise("V01", "S", (SUPPORTED, "2026-02-01"), unit="A", axis="maintenance")),
    ("2026-08-04T09:15", lambda s: s.reprise("V02", "H", (SUPPORTED, "2026-03-01"), unit="B", axis="maintenance")),
    ("2026-08-03T10:00", lambda s: s.home("A1", "T3")),
    ("2026-08-03T10:01", lambda s: s.home("A2", "T4", reserved=True, agreed=True)),
    ("2026-08-05T10:00", lambda s: s.home("B1", "T3")),
    ("2026-08-05T10:01", lambda s: s.home("B2", "T3")),
    ("2026-08-12T10:00", lambda s: s.home("C1", "T2")),
    ("2026-08-20T10:00", lambda s: s.home("A3", "T3", reserved=True)),
    ("2026-08-24T08:00", lambda s: s.home("C2", "T2", reserved=True, agreed=True)),
    # 16, 17, 18: the three referrals
    ("2026-08-03T11:00", lambda s: s.referral("H10", "S", ReferralSource.SIAO)),
    ("2026-08-05T11:00", lambda s: s.assign("H10", "S")),
    ("2026-08-12T11:00", lambda s: s.becomes("H10", State.DIAGNOSED)),
    ("2026-08-18T11:00", lambda s: s.becomes("H10", State.PROPOSED)),
    ("2026-08-20T11:00", lambda s: (s.becomes("H10", READY), s.project("H10", "T3", "A", "C"))),
    ("2026-08-06T11:00", lambda s: s.referral("H11", "S", ReferralSource.LANDLORD_SOCIAL)),
    ("2026-08-10T11:00", lambda s: s.pass_on("H11", "H")),
    ("2026-08-12T11:01", lambda s: s.assign("H11", "H")),
    ("2026-08-24T11:00", lambda s: s.becomes("H11", State.DIAGNOSED)),
    ("2026-08-28T11:00", lambda s: s.becomes("H11", State.PROPOSED)),
    ("2026-08-03T11:30", lambda s: s.referral("H12", "H", ReferralSource.SIAO)),
    ("2026-08-05T11:30", lambda s: s.assign("H12", "H")),
    ("2026-08-10T11:30", lambda s: s.becomes("H12", State.DIAGNOSED)),
    ("2026-08-12T11:30", lambda s: s.becomes("H12", State.PROPOSED)),
    ("2026-08-14T11:30", lambda s: (s.becomes("H12", READY), s.project("H12", "T3", "B"))),
    # 19, 20, 21: ready by reprise
    ("2026-08-21T09:00", lambda s: (s.reprise("H13", "S", (READY, "2026-08-20")), s.project("H13", "T2", "C"))),
    ("2026-08-04T12:00", lambda s: (s.reprise("H14", "H", (READY, "2026-07-20")), s.project("H14", "T4", "A"))),
    ("2026-08-05T12:00", lambda s: (s.reprise("H17", "S", (READY, "2026-08-03")), s.project("H17", "T3", "B", "A"))),
    # 22 to 26
    ("2026-08-17T14:00", lambda s: (s.open("H12", "B1"), s.open("H14", "A2"))),
    ("2026-08-18T14:00", lambda s: (s.submit("H12", "B1"), s.submit("H14", "A2"))),
    ("2026-08-20T14:00", lambda s: (s.schedule("H12", "B1", "2026-08-27"), s.schedule("H14", "A2", "2026-08-27"))),
    ("2026-08-27T18:00", lambda s: s.decide("H12", "B1", "2026-08-27", DecisionKind.ADJOURNED, present=False)),
    ("2026-08-24T14:00", lambda s: (s.open("H10", "A1"), s.open("H17", "B2"))),
    ("2026-08-25T14:00", lambda s: (s.submit("H10", "A1"), s.submit("H17", "B2"))),
    ("2026-08-26T14:00", lambda s: s.schedule("H10", "A1", "2026-09-10")),
    ("2026-08-31T14:00", lambda s: s.open("H17", "A3")),
    ("2026-08-31T18:00", lambda s: s.end("H07", "2026-08-31")),
]
SEPTEMBER: list[tuple[str, Act]] = [
    ("2026-09-01T09:00", lambda s: s.submit("H17", "A3")),
    ("2026-09-01T11:00", lambda s: (s.becomes("H11", READY), s.project("H11", "T2", "C", "A"))),
    ("2026-09-05T09:00", lambda s: s.end("H18", "2026-08-28")),
    ("2026-09-07T09:00", lambda s: s.becomes("H16", SUPPORTED)),
    ("2026-09-01T14:00", lambda s: s.open("H13", "C2")),
    ("2026-09-02T14:00", lambda s: s.submit("H13", "C2")),
    ("2026-09-03T14:00", lambda s: s.schedule("H13", "C2", "2026-09-10")),
    ("2026-09-02T09:00", lambda s: (s.reprise("H30", "S", (READY, "2026-09-02")), s.project("H30", "T2", "C", "A"))),
    ("2026-09-07T14:00", lambda s: (s.open("H11", "C1"), s.open("H30", "C1"))),
    ("2026-09-08T14:00", lambda s: (s.submit("H11", "C1"), s.submit("H30", "C1"))),
    ("2026-09-09T14:00", lambda s: [s.schedule(name, "C1", "2026-09-24") for name in ("H11", "H30")]),
    ("2026-09-07T15:00", lambda s: s.home("C3", "T1")),
    ("2026-09-30T15:00", lambda s: s.withdraw_home("C3")),
    ("2026-09-10T17:00", lambda s: s.decide("H10", "A1", "2026-09-10", DecisionKind.ALLOCATED, present=True)),
    ("2026-09-10T17:30", lambda s: s.decide("H13", "C2", "2026-09-10", DecisionKind.ALLOCATED)),
    ("2026-09-14T09:00", lambda s: s.decide("H14", "A2", "2026-08-27", DecisionKind.ALLOCATED, present=True)),
    ("2026-09-11T09:00", lambda s: s.notify("H10", "A1")),
    ("2026-09-18T09:00", lambda s: s.answer("H10", "A1", Answer.ACCEPTED)),
    ("2026-09-25T09:00", lambda s: s.lease("H10", "A1")),
    ("2026-09-14T10:00", lambda s: s.referral("H26", "S", ReferralSource.OTHER)),
    ("2026-09-16T10:00", lambda s: s.decline("H26")),
    ("2026-09-16T11:00", lambda s: s.move("H08", "C", "2026-09-15")),
    (
        "2026-09-17T10:00",
        lambda s: s.reprise("H09", "S", (READY, "2026-07-01"), (SUPPORTED, "2026-09-17"), unit="C"),
    ),
    ("2026-09-17T18:00", lambda s: s.end("H09", "2026-09-17")),
    ("2026-09-21T10:00", lambda s: s.becomes("H15", WATCHED)),
    ("2026-09-03T15:00", lambda s: (s.schedule("H17", "A3", "2026-09-24"), s.schedule("H17", "B2", "2026-09-24"))),
    ("2026-09-15T15:00", lambda s: s.schedule("H12", "B1", "2026-09-24")),
    (
        "2026-09-24T17:00",
        lambda s: s.decide("H12", "B1", "2026-09-24", DecisionKind.ALLOCATED_CONDITIONAL, present=True),
    ),
    ("2026-09-24T17:01", lambda s: s.decide("H17", "B2", "2026-09-24", DecisionKind.ALLOCATED, present=True)),
    ("2026-09-24T17:02", lambda s: s.decide("H17", "A3", "2026-09-24", DecisionKind.NOT_ALLOCATED, present=False)),
    (
        "2026-09-24T17:03",
        lambda s: s.decide("H11", "C1", "2026-09-24", DecisionKind.ALLOCATED_RANKED, rank=2, present=True),
    ),
    ("2026-09-24T17:04", lambda s: s.decide("H30", "C1", "2026-09-24", DecisionKind.ALLOCATED_RANKED, rank=3)),
    ("2026-09-25T10:00", lambda s: s.notify("H17", "B2")),
    ("2026-09-07T16:00", lambda s: s.reprise("V03", "H", (SUPPORTED, "2026-07-06"), unit="C", axis="maintenance")),
    (
        "2026-09-07T16:30",
        lambda s: s.referral("V04", "S", ReferralSource.LANDLORD_LITIGATION, unit="A", axis="maintenance"),
    ),
]
OCTOBER: list[tuple[str, Act]] = [
    ("2026-10-01T10:00", lambda s: s.answer("H17", "B2", Answer.ACCEPTED)),
    ("2026-10-05T10:00", lambda s: s.lease("H17", "B2")),
    ("2026-10-03T09:00", lambda s: s.reprise("H23", "S", (SUPPORTED, "2026-09-28"), unit="C")),
    ("2026-10-06T09:00", lambda s: s.promote("H11", "C1")),
    ("2026-10-07T09:00", lambda s: s.notify("H11", "C1")),
    ("2026-10-12T09:00", lambda s: s.answer("H11", "C1", Answer.ACCEPTED)),
    ("2026-10-16T09:00", lambda s: s.fail("H30", "C1", FileEnd.RANK_NOT_REACHED)),
    ("2026-10-20T09:00", lambda s: s.lease("H11", "C1", sublet_by="H")),
    ("2026-10-02T09:00", lambda s: s.receive_piece("H12", "B1")),
    ("2026-10-05T09:00", lambda s: s.notify("H12", "B1")),
    ("2026-10-12T09:30", lambda s: s.answer("H12", "B1", Answer.REFUSED)),
    ("2026-10-06T10:00", lambda s: s.agree("A3")),
    ("2026-10-12T10:00", lambda s: (s.take_back("H15"), s.becomes("H15", WATCHED, "2026-10-06"))),
    ("2026-10-12T11:00", lambda s: s.move("H16", "C", "2026-10-12")),
    ("2026-10-13T11:00", lambda s: s.move("H03", "A", "2026-09-20")),
    ("2026-10-15T09:00", lambda s: s.annul("H13", "C2")),
    ("2026-10-15T18:00", lambda s: s.end("H05", "2026-10-15")),
    ("2026-10-15T19:00", lambda s: s.merge("B", "D", "2026-10-16")),
    ("2026-10-19T09:00", lambda s: (s.home("D1", "T3"), s.open("H12", "D1"))),
    ("2026-10-20T10:00", lambda s: s.protect("H06")),
    ("2026-10-20T18:00", lambda s: s.end("H21", "2026-10-20")),
    ("2026-10-20T19:00", lambda s: s.open("H13", "A3")),
    ("2026-10-28T19:00", lambda s: s.withdraw("H13", "A3")),
    ("2026-10-25T23:30", lambda s: s.referral("H28", "S", ReferralSource.SIAO)),
    ("2026-10-31T23:30", lambda s: s.referral("H27", "S", ReferralSource.SIAO)),
    ("2026-10-31T23:40", lambda s: s.reprise("H31", "S", (SUPPORTED, "2026-10-31"), unit="A")),
]
