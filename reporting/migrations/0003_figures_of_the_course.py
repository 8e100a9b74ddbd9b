"""The figures of the course: watch, requests, contacts, agreements."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """Add the codes of M16 to M20."""

    dependencies = [
        ("reporting", "0002_delivery_tried_at"),
    ]

    operations = [
        migrations.AlterField(
            model_name="figureline",
            name="figure",
            field=models.CharField(
                choices=[
                    ("ACCOMPANIED", "ménages accompagnés depuis le début"),
                    ("HOUSED", "ménages relogés depuis le début"),
                    ("STOCK_START", "accompagnés au début du mois"),
                    ("CORRECTIONS", "corrections du mois précédent"),
                    ("ENTERED", "entrés dans le mois"),
                    ("TRANSFERRED_IN", "venus d’une autre unité"),
                    ("LEFT", "sortis dans le mois"),
                    ("TRANSFERRED_OUT", "partis vers une autre unité"),
                    ("STOCK_END", "accompagnés à la fin du mois"),
                    ("DEMAND", "ménages prêts, premier choix"),
                    ("DEMAND_OTHER", "ménages prêts, autre choix"),
                    ("REQUESTS", "orientations reçues"),
                    ("SUPPLY", "logements disponibles avec accord"),
                    ("SUPPLY_AWAITING", "logements en attente d’accord"),
                    ("SUPPLY_NEW", "logements annoncés dans le mois"),
                    ("PROPOSALS", "logements proposés"),
                    ("PRESENTED", "dossiers examinés en commission"),
                    ("POSITIVE", "avis positifs"),
                    ("UNSETTLED", "rangs non encore fixés"),
                    ("REFERRAL_TO_CAL", "délai de l’orientation à la commission"),
                    ("DECISION_TO_ENTRY", "délai de l’avis positif à l’entrée"),
                    ("MOVE_INS", "entrées dans un logement"),
                    ("SUBLETS", "sous-locations en cours"),
                    ("WATCHED", "ménages en veille"),
                    ("WATCH_ENDING", "veilles qui finissent dans les trois mois"),
                    ("REOPENED", "accompagnements rouverts"),
                    ("INTERVENTIONS", "demandes d’intervention reçues"),
                    ("STAGES", "demandes d’intervention, par stade de procédure"),
                    ("ATTEMPTS", "tentatives de contact"),
                    ("REACHED", "demandes suivies d’un contact"),
                    ("UNREACHED", "demandes encore sans contact"),
                    ("AGREEMENTS", "conventions tripartites entrées en vigueur"),
                    ("OFFERS", "accompagnements proposés"),
                    ("ANSWERS", "réponses aux propositions"),
                ],
                max_length=17,
                verbose_name="chiffre",
            ),
        ),
    ]
