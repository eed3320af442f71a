"""Words of municipal education, for generated cases. The first words of a list are drawn most often (as in any real text), the last rarely.

A noun stands with its article, which tells its gender: "der Plan". A plural stands as nominative|dative, as it reads after an article.
"""

# For each Handlungsfeld: what it works with (nouns), whom it is about (plurals), where it happens (plurals).
TOPICS = {
    "TRANSITION_KITA_SCHOOL": (
        "der Übergabebogen, die Schuleingangsphase, die Schnupperstunde, das Vorschuljahr, die Kooperationsvereinbarung, das Lerntagebuch, "
        "der Schulanfang, die Einschulungsuntersuchung, das Übergangsgespräch, der Kooperationskalender, die Schulreifeprüfung, das Patenprogramm",
        "Vorschulkinder|Vorschulkindern, Erzieherinnen und Erzieher|Erzieherinnen und Erziehern, Grundschulkinder|Grundschulkindern, "
        "Eltern der künftigen Erstklässler|Eltern der künftigen Erstklässler, Klassenleitungen|Klassenleitungen",
        "Kindertageseinrichtungen, Grundschulen, Kindergärten|Kindergärten, Horte|Horten",
    ),
    "TRANSITION_SCHOOL_WORK": (
        "das Praktikum, die Berufsorientierung, die Jugendberufsagentur, der Praxistag, die Berufseinstiegsbegleitung, der Ausbildungsbus, "
        "die Praktikumswoche, das Übergangsmanagement, der Berufswahlpass, die Verbleibsabfrage, der Schnuppertag, die Lehrstellenbörse",
        "Jugendlichen|Jugendlichen, Schülerinnen und Schüler|Schülerinnen und Schülern, Auszubildenden|Auszubildenden, "
        "Ausbildungsbetriebe|Ausbildungsbetrieben, Beratungslehrkräfte|Beratungslehrkräften",
        "Oberschulen, Sekundarschulen, Regelschulen, Betriebe|Betrieben, Berufsschulzentren",
    ),
    "INTEGRATION_MIGRATION": (
        "der Sprachmittlerpool, der Sprachkurs, die Erstberatung, das Willkommensheft, die Bildungskoordination, das Sprachcafé, "
        "die Vorbereitungsklasse, der Dolmetscherdienst, das Ankunftsgespräch, die Anerkennungsberatung, der Wegweiser, das Patenschaftsnetz",
        "Neuzugewanderten|Neuzugewanderten, Geflüchteten|Geflüchteten, zugewanderten Familien|zugewanderten Familien, "
        "Sprachmittler:innen|Sprachmittler:innen, jungen Erwachsenen|jungen Erwachsenen",
        "Begegnungsstätten, Volkshochschulen, Oberschulen, Unterkünfte|Unterkünften",
    ),
    "EARLY_EDUCATION": (
        "die Frühförderung, der Bildungsplan, die Eingewöhnung, die Kindertagespflege, das Elterncafé, die Fachberatung, "
        "das Beobachtungsverfahren, der Krippenplatz, die Hebammensprechstunde, das Familienhaus, die Willkommensmappe",
        "Kinder|Kindern, Tagespflegepersonen|Tagespflegepersonen, jungen Familien|jungen Familien, Erzieherinnen und Erzieher|Erzieherinnen und Erziehern, "
        "Kitaleitungen|Kitaleitungen",
        "Kitas, Krippen, Kindertagespflegestellen, Familienzentren",
    ),
    "LANGUAGE_LITERACY": (
        "die Leseförderung, das Vorlesen, die Lesepatenschaft, der Bücherkoffer, die Sprachstandserhebung, das Leseband, der Vorlesetag, "
        "die Bibliothekskarte, das Erzähltheater, die Sprachfachkraft, der Lesesommer, das Bilderbuchkino",
        "Kinder|Kindern, Lesepatinnen und Lesepaten|Lesepatinnen und Lesepaten, Lehrkräfte|Lehrkräften, Familien|Familien, "
        "Leseanfänger:innen|Leseanfänger:innen",
        "Bibliotheken, Grundschulen, Kitas, Buchhandlungen",
    ),
    "SCHOOL_SOCIAL_WORK": (
        "die Schulsozialarbeit, der Anwesenheitsplan, das Fallgespräch, die Schuldistanz, das Schulschwänzen, der Krisenleitfaden, "
        "die Lerngruppe, das Streitschlichterteam, der Klassenrat, die Einzelfallhilfe, das Rückkehrgespräch",
        "Schülerinnen und Schüler|Schülerinnen und Schülern, Fachkräfte der Schulsozialarbeit|Fachkräften der Schulsozialarbeit, "
        "Klassenleitungen|Klassenleitungen, Sorgeberechtigten|Sorgeberechtigten",
        "Förderschulen, Oberschulen, Gemeinschaftsschulen, Schulstandorte|Schulstandorten",
    ),
    "INCLUSION": (
        "die Schulbegleitung, der Förderplan, die Teilhabeberatung, die Barrierefreiheit, das Hilfeplangespräch, der Assistenzpool, "
        "das Ruhezimmer, die Gebärdensprache, der Nachteilsausgleich, die Clearingstelle, das Kompetenzzentrum",
        "Kinder mit Förderbedarf|Kindern mit Förderbedarf, Menschen mit Behinderungen|Menschen mit Behinderungen, "
        "Schulbegleiter:innen|Schulbegleiter:innen, Eltern|Eltern, Sonderpädagog:innen|Sonderpädagog:innen",
        "Förderzentren, Grundschulen, Werkstätten|Werkstätten, Beratungsstellen",
    ),
    "SKILLED_WORKERS": (
        "die Fachkräftesicherung, der Ausbildungsmarkt, der Strukturwandel, die Ausbildungsmesse, das Betriebsnetzwerk, die Rückkehrbörse, "
        "der Kohleausstieg, die Nachqualifizierung, das Ausbildungsregister, die Quereinsteigerklasse, der Fachkräfteatlas",
        "Betriebe|Betrieben, Fachkräfte|Fachkräften, Beschäftigten|Beschäftigten, Ausbilderinnen und Ausbilder|Ausbilderinnen und Ausbildern, "
        "Rückkehrer:innen|Rückkehrer:innen",
        "Handwerksbetriebe|Handwerksbetrieben, Berufsschulen, Kammern, Gewerbegebiete|Gewerbegebieten",
    ),
    "FAMILY_EDUCATION": (
        "das Familienzentrum, der Elternkurs, die Elternarbeit, das Familienfrühstück, die Erziehungspartnerschaft, der Familienpass, "
        "die Babysprechstunde, das Elterntelefon, der Vätertreff, die Familienwerkstatt, die Elternakademie",
        "Eltern|Eltern, Familien|Familien, Alleinerziehenden|Alleinerziehenden, Großeltern|Großeltern, Elternvertretungen|Elternvertretungen",
        "Familienzentren, Kitas, Mehrgenerationenhäuser|Mehrgenerationenhäusern, Beratungsstellen",
    ),
    "MONITORING_REPORTING": (
        "der Bildungsbericht, das Bildungsmonitoring, das Kennzahlenset, die Datenbasis, die Bestandsaufnahme, der Datenschutz, "
        "das Indikatorenblatt, die Sozialraumanalyse, der Themenbericht, die Schulstatistik, das Datenblatt, die Wanderungsbilanz",
        "Planerinnen und Planer|Planerinnen und Planern, Fachämter|Fachämtern, Statistikstellen|Statistikstellen, Schulleitungen|Schulleitungen, "
        "Ausschussmitglieder|Ausschussmitgliedern",
        "Fachämter|Fachämtern, Schulstandorte|Schulstandorten, Planungsräume|Planungsräumen, Statistikstellen",
    ),
    "ALL_DAY_EDUCATION": (
        "der Ganztag, das Ganztagsangebot, der Hort, die Lernzeit, die Ferienbetreuung, der Rechtsanspruch, die Hausaufgabenhilfe, "
        "das Mittagsband, die Raumnutzung, der Kooperationsvertrag, das Nachmittagsangebot",
        "Grundschulkinder|Grundschulkindern, Horterzieher:innen|Horterzieher:innen, Honorarkräfte|Honorarkräften, Eltern|Eltern, "
        "GTA-Koordinator:innen|GTA-Koordinator:innen",
        "Horte|Horten, Grundschulen, Sportvereine|Sportvereinen, Ganztagsschulen",
    ),
    "ADULT_EDUCATION": (
        "der Grundbildungskurs, die Volkshochschule, die Alphabetisierung, das Lerncafé, die Weiterbildung, das Bildungsfrühstück, "
        "der Computertreff, die Abendschule, der Rechenkurs, das Nachholen des Abschlusses, die Bildungsfreistellung",
        "Erwachsenen|Erwachsenen, Kursleitungen|Kursleitungen, Beschäftigten|Beschäftigten, Lernenden|Lernenden, Älteren|Älteren",
        "Volkshochschulen, Lerncafés|Lerncafés, Betriebe|Betrieben, Mehrgenerationenhäuser|Mehrgenerationenhäusern",
    ),
    "EDUCATION_COUNSELLING": (
        "die Bildungsberatung, die Sprechstunde, das Beratungsnetz, der Lotsendienst, die Weiterbildungsberatung, das Beratungsmobil, "
        "die Lernberatung, der Beratungspass, das Telefonberatungsteam, die Kompetenzbilanz",
        "Ratsuchenden|Ratsuchenden, Beraterinnen und Berater|Beraterinnen und Beratern, Arbeitsuchenden|Arbeitsuchenden, Beschäftigten|Beschäftigten",
        "Beratungsstellen, Rathäuser|Rathäusern, Jobcenter|Jobcentern, Bibliotheken",
    ),
    "CULTURAL_EDUCATION": (
        "die Musikschule, das Museum, der Kulturbus, die Theaterwerkstatt, das Instrumentenkarussell, der Kulturpass, die Museumstasche, "
        "das Archivprojekt, die Kulturagentin, der Chor, die Druckwerkstatt",
        "Kinder|Kindern, Künstlerinnen und Künstler|Künstlerinnen und Künstlern, Schulklassen|Schulklassen, Jugendlichen|Jugendlichen",
        "Museen|Museen, Musikschulen, Theater|Theatern, Dorfgemeinschaftshäuser|Dorfgemeinschaftshäusern",
    ),
    "DEMOCRACY_EDUCATION": (
        "das Jugendparlament, die Beteiligung, der Jugendfonds, die Planungswerkstatt, das Planspiel, der Kinderrat, die Zukunftswerkstatt, "
        "das Wahlprojekt, die Gedenkstättenfahrt, der Schülerhaushalt",
        "Jugendlichen|Jugendlichen, Kinder|Kindern, Stadträtinnen und Stadträte|Stadträtinnen und Stadträten, Schülervertretungen|Schülervertretungen",
        "Jugendclubs|Jugendclubs, Schulen, Ortschaften, Rathäuser|Rathäusern",
    ),
    "SUSTAINABILITY_EDUCATION": (
        "die Umweltbildung, der Schulgarten, das Klimaprojekt, die Naturschutzstation, der Energiedetektiv, das Reparaturcafé, "
        "die Streuobstwiese, der Waldtag, das Wasserprojekt, die Saatgutbibliothek",
        "Kinder|Kindern, Lehrkräfte|Lehrkräften, Naturpädagog:innen|Naturpädagog:innen, Familien|Familien",
        "Schulgärten|Schulgärten, Naturschutzstationen, Kitas, Umweltzentren",
    ),
    "DIGITAL_EDUCATION": (
        "das Bildungsportal, der Medienentwicklungsplan, die Medienbildung, der Geräteverleih, das Medienzentrum, die Schulcloud, "
        "der Digitalpakt, die Makerwerkstatt, das Anmeldeportal, die Wartung, der Supportvertrag",
        "Lehrkräfte|Lehrkräften, Schulträger|Schulträgern, Medienpädagog:innen|Medienpädagog:innen, Älteren|Älteren, Eltern|Eltern",
        "Medienzentren, Schulen, Bibliotheken, Volkshochschulen",
    ),
    "RURAL_EDUCATION": (
        "der Schülerverkehr, der Rufbus, die Fahrzeit, das Dorfgemeinschaftshaus, der Fahrdienst, das Bildungsmobil, die Zwergschule, "
        "die Mitfahrbank, das Dorflabor, der Fahrplan, die Außenstelle",
        "Familien auf dem Land|Familien auf dem Land, Fahrschüler:innen|Fahrschüler:innen, Dorfvereine|Dorfvereinen, Älteren|Älteren",
        "Ortsteile|Ortsteilen, Dorfgemeinschaftshäuser|Dorfgemeinschaftshäusern, Haltestellen, Außenstellen",
    ),
    "VOLUNTEERING": (
        "die Bildungspatenschaft, das Ehrenamt, der Lernpate, die Freiwilligenagentur, das Mentoring, der Ehrenamtspass, "
        "die Vereinsmesse, das Tandem, die Würdigung, der Seniorenexpertendienst",
        "Ehrenamtlichen|Ehrenamtlichen, Bildungspaten|Bildungspaten, Freiwilligen|Freiwilligen, Vereine|Vereinen, Kinder|Kindern",
        "Vereine|Vereinen, Freiwilligenagenturen, Grundschulen, Begegnungsstätten",
    ),
    "GOVERNANCE": (
        "der Bildungsbeirat, das Leitbild, die Bildungskonferenz, der Lenkungskreis, das Bildungsbüro, die Geschäftsordnung, "
        "die Steuerungsgruppe, der Kreistagsbeschluss, das Zielsystem, die Bildungsstrategie, das Eckpunktepapier",
        "Dezernent:innen|Dezernent:innen, Mitglieder des Kreistags|Mitgliedern des Kreistags, Träger|Trägern, Schulleitungen|Schulleitungen, "
        "Koordinator:innen|Koordinator:innen",
        "Fachämter|Fachämtern, Träger|Trägern, Schulen, Planungsräume|Planungsräumen",
    ),
}

OFFICES = (
    "das Bildungsbüro, das Jugendamt, das Schulverwaltungsamt, das Amt für Bildung, das Sozialamt, die Kämmerei, die Stabsstelle Bildung, "
    "das Landratsamt, das Kulturamt, die Koordinierungsstelle, das Jobcenter, die Arbeitsagentur, das Gesundheitsamt, das Landesschulamt, "
    "die Wirtschaftsförderung, das Hauptamt, die Gleichstellungsstelle, das Bauamt, die Pressestelle, das Rechnungsprüfungsamt"
)

BOARDS = (
    "der Bildungsbeirat, die Steuerungsgruppe, der Jugendhilfeausschuss, der Kreistag, die Bildungskonferenz, der Lenkungskreis, "
    "die Amtsleiterrunde, der Schulausschuss, das Netzwerktreffen, der Stadtrat, die Dezernentenrunde, der Elternrat, die Sozialkonferenz, "
    "das Trägertreffen, der Ortschaftsrat, die Bürgermeisterdienstberatung"
)

# A modifier and a head make a compound: some are common, most are rare, as in real texts.
MODIFIERS = (
    "Bildungs Schul Übergangs Familien Sprach Ausbildungs Kita Lern Jugend Eltern Lese Berufs Praktikums Förder Netzwerk Daten Beratungs "
    "Ganztags Planungs Beteiligungs Integrations Weiterbildungs Hort Ferien Sozialraum Vorlese Medien Qualitäts Fachkräfte Ehrenamts "
    "Nachhaltigkeits Demokratie Kultur Museums Bibliotheks Mobilitäts Dorf Quartiers Kooperations Grundbildungs Transfer Stadtteil "
    "Steuerungs Präventions Musik Garten Werkstatt Umwelt Digital Generationen Kompetenz Gesundheits Erzähl Zukunfts Heimat Technik"
).split()
HEADS = (
    "f:konferenz m:plan n:portal f:runde m:bericht n:netz f:werkstatt m:tag n:konzept f:stelle m:kalender n:forum f:karte m:bogen n:team "
    "f:vereinbarung m:wegweiser n:gespräch f:messe m:pass n:verzeichnis f:woche m:fonds n:handbuch f:analyse m:koffer n:büro f:brücke "
    "m:atlas n:labor f:sprechstunde m:treff n:archiv f:börse m:lotse n:mobil f:mappe m:kompass n:register f:akademie"
).split()

# Two parts make the name of a place that does not exist.
PLACE_STARTS = (
    "Ober Nieder Klein Groß Neu Alt Linden Eichen Birken Buchen Wiesen Stein Mühl Wald Berg Burg Hohen Grün Schön Kirch Tannen Erlen Weiden "
    "Markt Königs Brunn Rosen Heiden Lauter Silber Reichen Falken Hirsch Rabens Sonnen Winter"
).split()
PLACE_ENDS = "bach dorf hausen stedt leben walde roda hain berg feld rode nitz brück thal grund au stein born kirchen ow".split()

MONTHS = "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split()
FEW = "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split()
TIMES = (
    "einmal im Quartal, zweimal im Jahr, jeden Monat, alle sechs Wochen, nach den Winterferien, vor den Sommerferien, jeden zweiten Dienstag, "
    "zum Schuljahresbeginn, im Herbst, nach Bedarf, immer mittwochs, an jedem ersten Donnerstag"
)
MANNERS = (
    "ohne zusätzliche Stellen, mit eigenen Mitteln, gemeinsam mit den Trägern, in kleinen Schritten, nach einem festen Ablauf, auf Augenhöhe, "
    "im zweiten Anlauf, mit externer Begleitung, unter Leitung der Stabsstelle, trotz knapper Kassen, auf Grundlage eines Beschlusses, "
    "nach dem Vorbild eines Nachbarkreises, mit viel Geduld, innerhalb der vorhandenen Zuständigkeiten"
)
MOTTOS = (
    "gemeinsam geplant und verlässlich umgesetzt, was sich nach drei Jahren bewährt hat, ein Modell für den ländlichen Raum, "
    "vom Projekt zur Daueraufgabe, Erfahrungen aus der Erprobung, kurze Wege statt langer Listen, ein Ansprechpartner für alle, "
    "warum der erste Versuch nicht trug, ein Beschluss und seine Folgen, Daten als Gesprächsanlass, klein anfangen und dranbleiben, "
    "was andere Kommunen übernehmen können"
)
UNITS = "Prozent, Personen, Plätze, Einrichtungen, Termine, Wochen, Anträge, Stunden"
INBOXES = "bildungsbuero, bildungsmonitoring, bildungskoordination, uebergangsmanagement, bildung, ganztag, fruehe-hilfen, bildungsberatung"
ELSEWHERE = {
    "BRANDENBURG": "Musterfelde", "HESSEN": "Beispielstadt", "BAYERN": "Oberbeispielbach", "NIEDERSACHSEN": "Musterstedt",
    "BERLIN": "Musterbezirk", "HAMBURG": "Beispielhafen", "NORDRHEIN_WESTFALEN": "Kreis Musterberg", "RHEINLAND_PFALZ": "Beispielweiler",
    "MECKLENBURG_VORPOMMERN": "Mustersee", "BADEN_WUERTTEMBERG": "Beispielhausen", "SCHLESWIG_HOLSTEIN": "Musterkoog", "SAARLAND": "Beispielbach",
    "BREMEN": "Musterhafen",
}
