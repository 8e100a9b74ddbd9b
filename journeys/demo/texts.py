"""What the demonstration's workers write: plain, respectful, without a word of anyone's health."""

from foundation.timeline import Audience

# By subject: (who may read, what is written). « {who} » is how the household is called in the text.
NOTES: dict[str, tuple[tuple[Audience, str], ...]] = {
    "BUDGET": (
        (
            Audience.ASSOCIATIONS,
            "{who} a apporté ses relevés. Nous avons repris ensemble les charges du mois : l’énergie pèse plus que prévu.",
        ),
        (Audience.LANDLORD, "Le loyer du mois est payé. Le versement de 40 € prévu sur la dette de loyer est fait."),
        (
            Audience.TEAM,
            "{who} dit ne plus ouvrir son courrier depuis l’été. Nous avons trié ensemble : trois relances, aucune saisie.",
        ),
        (
            Audience.COORDINATION,
            "Un plan de 40 € par mois lui paraît tenable. À proposer au bailleur après la prochaine paie.",
        ),
        (
            Audience.ASSOCIATIONS,
            "Le crédit à la consommation se termine en mars : 112 € de plus par mois à partir d’avril.",
        ),
    ),
    "RESOURCES": (
        (
            Audience.ASSOCIATIONS,
            "Notification de la CAF reçue : la prime d’activité est recalculée, elle baisse de 38 €.",
        ),
        (Audience.TEAM, "Fin de contrat annoncée. {who} préfère ne pas en parler au bailleur pour l’instant."),
        (
            Audience.COORDINATION,
            "Le dossier d’allocation logement est complet, premier versement attendu le mois prochain.",
        ),
    ),
    "RIGHTS": (
        (Audience.ASSOCIATIONS, "Droits vérifiés sur le compte en ligne de la CAF : à jour jusqu’à la fin de l’année."),
        (
            Audience.TEAM,
            "Mot de passe de l’espace CAF perdu. Nous l’avons refait ensemble, {who} le garde dans son carnet.",
        ),
        (
            Audience.ASSOCIATIONS,
            "Rendez-vous pris à l’espace France services pour le renouvellement du titre de séjour.",
        ),
    ),
    "HOUSING_PATH": (
        (
            Audience.LANDLORD,
            "Le projet reste un T3 à Carpentras ou à Monteux, loyer de 520 € au plus, charges comprises.",
        ),
        (
            Audience.COORDINATION,
            "{who} hésite entre rester près de l’école et se rapprocher de sa famille. La décision se prend d’ici un mois.",
        ),
        (
            Audience.ASSOCIATIONS,
            "Nous avons visité le quartier ensemble. Les commerces et l’arrêt de bus à pied rassurent.",
        ),
        (
            Audience.LANDLORD,
            "La demande de logement social est à renouveler avant son anniversaire. Le ménage s’en occupe cette semaine.",
        ),
    ),
    "OCCUPANCY": (
        (Audience.LANDLORD, "Infiltration sous la fenêtre de la chambre : {who} demande le passage du gardien."),
        (
            Audience.ASSOCIATIONS,
            "Le salon est rangé, les cartons du déménagement sont vidés. On parle des écogestes au prochain passage.",
        ),
        (Audience.LANDLORD, "Attestation d’assurance remise, elle court jusqu’au 30 septembre."),
        (
            Audience.TEAM,
            "L’encombrement du balcon inquiète {who}, qui craint une remarque des voisins. Aide au tri proposée, réponse dans quinze jours.",
        ),
    ),
    "TENANCY": (
        (
            Audience.LANDLORD,
            "{who} a rappelé l’agence et convenu d’un passage le mardi. La relation est plus simple qu’au printemps.",
        ),
        (Audience.COORDINATION, "Un échange à trois avec l’agence aiderait à clarifier le décompte de charges."),
        (Audience.ASSOCIATIONS, "Le décompte du bailleur et le nôtre diffèrent de 61,20 €. Nous demandons le détail."),
    ),
    "NEIGHBOURHOOD": (
        (
            Audience.ASSOCIATIONS,
            "Un mot a été déposé par un voisin au sujet du bruit. {who} propose d’aller lui parler.",
        ),
        (Audience.LANDLORD, "Plus de plainte depuis deux mois. Le ménage a fait poser des patins sous les chaises."),
    ),
    "FAMILY": (
        (Audience.TEAM, "Les enfants passent les mercredis chez leur grand-mère, ce qui soulage la semaine."),
        (
            Audience.TEAM,
            "La garde est revue par le juge en janvier. {who} souhaite attendre avant de choisir la taille du logement.",
        ),
        (Audience.ASSOCIATIONS, "Inscription à la cantine faite, le tarif réduit est accordé."),
    ),
    "EMPLOYMENT": (
        (Audience.ASSOCIATIONS, "Entretien d’embauche au marché d’intérêt national. Réponse attendue vendredi."),
        (Audience.TEAM, "Contrat de vingt heures prolongé jusqu’à l’été : un vrai soulagement."),
        (Audience.ASSOCIATIONS, "La formation commence le lundi 5. La question des trajets reste à régler."),
    ),
    "MOBILITY": (
        (Audience.ASSOCIATIONS, "Abonnement de bus à tarif solidaire demandé en ligne, ensemble."),
        (
            Audience.TEAM,
            "Les courriers administratifs restent difficiles à lire. Nous gardons un temps pour cela à chaque rencontre.",
        ),
    ),
    "ADHERENCE": (
        (Audience.TEAM, "{who} dit mieux comprendre à quoi servent nos rencontres et souhaite garder ce rythme."),
        (Audience.TEAM, "Rencontre courte : {who} avait peu de temps. Nous convenons de nous voir plutôt le matin."),
        (Audience.ASSOCIATIONS, "{who} accepte que nous continuions, à condition d’espacer un peu les visites."),
    ),
    "HEALTH": (
        (Audience.TEAM, "La carte de mutuelle est renouvelée. {who} sait à qui s’adresser pour la suite."),
        (Audience.TEAM, "Rendez-vous pris à la permanence d’accès aux droits, nous irons ensemble."),
    ),
}
ABSENCES = (
    (
        Audience.TEAM,
        "Personne à la porte à l’heure dite. Mot laissé dans la boîte aux lettres, message envoyé le soir.",
    ),
    (Audience.ASSOCIATIONS, "Absence non prévenue. {who} rappelle le lendemain et s’excuse : un enfant à garder."),
    (Audience.TEAM, "Rendez-vous au bureau, personne. Nouvelle date proposée par message."),
)
CANCELLATIONS = {
    "HOUSEHOLD": (Audience.ASSOCIATIONS, "{who} a prévenu la veille : convocation à France Travail le même jour."),
    "WORKER": (Audience.TEAM, "Annulée de notre fait, réunion d’urgence. Ménage prévenu par téléphone."),
    "OTHER": (Audience.TEAM, "Annulée : la salle du centre social était fermée."),
}
CONTACTS: dict[str, tuple[tuple[Audience, str], ...]] = {
    "MESSAGE_SENT": (
        (Audience.TEAM, "Rappel du rendez-vous de demain."),
        (Audience.TEAM, "Liste des pièces à préparer, envoyée comme convenu."),
    ),
    "MESSAGE_RECEIVED": (
        (Audience.TEAM, "Confirme le rendez-vous et demande s’il faut apporter les factures."),
        (Audience.TEAM, "Prévient qu’un courrier du bailleur est arrivé, l’apportera la prochaine fois."),
    ),
    "CALL_NO_ANSWER": (
        (Audience.TEAM, "Message laissé sur le répondeur."),
        (Audience.TEAM, "Sonne dans le vide, deux essais."),
    ),
    "PARTNER_CALL": (
        (Audience.COORDINATION, "L’agence confirme le passage du technicien jeudi matin."),
        (Audience.ASSOCIATIONS, "Le service social du Département suit aussi la demande d’aide à l’énergie."),
        (Audience.LANDLORD, "Compte rendu à la conseillère sociale : le dossier d’aide est parti."),
    ),
}
PARTNERS = {
    "COORDINATION": ("Agence du bailleur",),
    "ASSOCIATIONS": ("Espace départemental des solidarités", "CCAS"),
    "LANDLORD": ("Conseillère sociale du bailleur",),
}
PURPOSES = (
    "Faire le point sur le budget", "Préparer le dossier d’aide", "Signer l’attestation d’assurance",
    "Relire le courrier de la CAF", "Parler du projet de logement", "Visite du quartier",
)  # fmt: skip
REFERRAL_NOTES = (
    "Famille hébergée depuis dix-huit mois, ressources stables, souhaite un logement près de l’école des enfants.",
    "Personne seule sortant d’hébergement, première location. Demande un accompagnement au démarrage.",
    "Deux refus en commission faute de garant. Le ménage travaille et souhaite rester dans le secteur.",
    "Dette de loyer de quatre mois après une perte d’emploi. Ne répond plus aux courriers de l’agence.",
    "Bail résilié par jugement, le ménage souhaite se maintenir et a repris le paiement du loyer courant.",
)
TAKE_OVER_REASONS = (
    "Accompagnement commencé avant l’ouverture de Palier dans l’association.",
    "Ménage du programme pilote, suivi jusqu’ici sur papier.",
    "Reprise du tableau de suivi de l’association.",
)
MISSING_PIECES = (
    "avis d’imposition 2025",
    "dernier bulletin de salaire",
    "relevé d’identité bancaire",
    "quittance de loyer",
)
