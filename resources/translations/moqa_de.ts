<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>QAbstractSpinBox</name>
    <message>
        <source>&amp;Select All</source>
        <translation>&amp;Alles auswählen</translation>
    </message>
    <message>
        <source>&amp;Step up</source>
        <translation>&amp;Größer</translation>
    </message>
    <message>
        <source>Step &amp;down</source>
        <translation>&amp;Kleiner</translation>
    </message>
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Float</source>
        <translation>Abdocken</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>QFileDialog</name>
    <message>
        <source>Look in:</source>
        <translation>Suchen in:</translation>
    </message>
    <message>
        <source>File &amp;name:</source>
        <translation>Datei&amp;name:</translation>
    </message>
    <message>
        <source>Files of type:</source>
        <translation>Dateien des Typs:</translation>
    </message>
    <message>
        <source>Directory:</source>
        <translation>Ordner:</translation>
    </message>
    <message>
        <source>&amp;Open</source>
        <translation>&amp;Öffnen</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>&amp;Speichern</translation>
    </message>
    <message>
        <source>&amp;Choose</source>
        <translation>&amp;Wählen</translation>
    </message>
    <message>
        <source>All Files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>%1 already exists.
Do you want to replace it?</source>
        <translation>%1 gibt es schon.
Ersetzen?</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Parent Directory</source>
        <translation>Übergeordneter Ordner</translation>
    </message>
    <message>
        <source>Create New Folder</source>
        <translation>Neuen Ordner anlegen</translation>
    </message>
    <message>
        <source>List View</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>Detail View</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurückgehen</translation>
    </message>
    <message>
        <source>Go forward</source>
        <translation>Vorgehen</translation>
    </message>
    <message>
        <source>Go to the parent directory</source>
        <translation>Zum übergeordneten Ordner</translation>
    </message>
    <message>
        <source>Create a New Folder</source>
        <translation>Einen neuen Ordner anlegen</translation>
    </message>
    <message>
        <source>Change to list view mode</source>
        <translation>Als Liste zeigen</translation>
    </message>
    <message>
        <source>Change to detail view mode</source>
        <translation>Mit Einzelheiten zeigen</translation>
    </message>
    <message>
        <source>Show &amp;hidden files</source>
        <translation>&amp;Versteckte Dateien zeigen</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>&amp;New Folder</source>
        <translation>&amp;Neuer Ordner</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Save As</source>
        <translation>Sichern unter</translation>
    </message>
    <message>
        <source>Find Directory</source>
        <translation>Ordner suchen</translation>
    </message>
    <message>
        <source>Directories</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>QFileSystemModel</name>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Date Modified</source>
        <translation>Geändert am</translation>
    </message>
</context>
<context>
    <name>QKeySequenceEdit</name>
    <message>
        <source>Press shortcut</source>
        <translation>Tasten drücken</translation>
    </message>
    <message>
        <source>%1, ...</source>
        <translation>%1, …</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Wieder&amp;herstellen</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Ausschneiden</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>QMessageBox</name>
    <message>
        <source>Show Details...</source>
        <translation>Einzelheiten zeigen …</translation>
    </message>
    <message>
        <source>Hide Details...</source>
        <translation>Einzelheiten verbergen …</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Ja</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;Nein</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Restore Defaults</source>
        <translation>Vorgaben</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
</context>
<context>
    <name>QScrollBar</name>
    <message>
        <source>Scroll here</source>
        <translation>Hierher rollen</translation>
    </message>
    <message>
        <source>Left edge</source>
        <translation>Linker Rand</translation>
    </message>
    <message>
        <source>Top</source>
        <translation>Anfang</translation>
    </message>
    <message>
        <source>Right edge</source>
        <translation>Rechter Rand</translation>
    </message>
    <message>
        <source>Bottom</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Page left</source>
        <translation>Eine Seite nach links</translation>
    </message>
    <message>
        <source>Page up</source>
        <translation>Eine Seite nach oben</translation>
    </message>
    <message>
        <source>Page right</source>
        <translation>Eine Seite nach rechts</translation>
    </message>
    <message>
        <source>Page down</source>
        <translation>Eine Seite nach unten</translation>
    </message>
    <message>
        <source>Scroll left</source>
        <translation>Nach links rollen</translation>
    </message>
    <message>
        <source>Scroll up</source>
        <translation>Nach oben rollen</translation>
    </message>
    <message>
        <source>Scroll right</source>
        <translation>Nach rechts rollen</translation>
    </message>
    <message>
        <source>Scroll down</source>
        <translation>Nach unten rollen</translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Ctrl</source>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Ins</source>
        <translation>Einfg</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Hoch</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Runter</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>Bild ab</translation>
    </message>
    <message>
        <source>Print</source>
        <translation>Druck</translation>
    </message>
    <message>
        <source>Insert</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Page Up</source>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>Page Down</source>
        <translation>Bild ab</translation>
    </message>
    <message>
        <source>Caps Lock</source>
        <translation>Feststelltaste</translation>
    </message>
    <message>
        <source>Num Lock</source>
        <translation>Zahlensperre</translation>
    </message>
    <message>
        <source>Scroll Lock</source>
        <translation>Rollsperre</translation>
    </message>
</context>
<context>
    <name>QTabBar</name>
    <message>
        <source>Scroll Left</source>
        <translation>Nach links rollen</translation>
    </message>
    <message>
        <source>Scroll Right</source>
        <translation>Nach rechts rollen</translation>
    </message>
</context>
<context>
    <name>QUndoModel</name>
    <message>
        <source>&lt;empty&gt;</source>
        <translation>&lt;Anfang&gt;</translation>
    </message>
</context>
<context>
    <name>QWhatsThisAction</name>
    <message>
        <source>What&apos;s This?</source>
        <translation>Direkthilfe</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>Wieder&amp;herstellen</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Ausschneiden</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>&amp;Linkadresse kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>moqa</name>
    <message>
        <source>not seen</source>
        <translation>nicht gesehen</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>Token frequency by rank</source>
        <translation>Tokenhäufigkeit nach Rang</translation>
    </message>
    <message>
        <source>Share of each distinct token, most frequent first. A straight line on log-log axes is a long tail.</source>
        <translation>Anteil jedes verschiedenen Tokens, das häufigste zuerst. Eine Gerade auf doppelt logarithmischen Achsen ist ein langer Schwanz.</translation>
    </message>
    <message>
        <source>Token by rank</source>
        <translation>Token nach Rang</translation>
    </message>
    <message>
        <source>Vocabulary id of each rank of token_frequency; equal counts by rising id.</source>
        <translation>Nummer im Vokabular zu jedem Rang von token_frequency; gleiche Anzahlen nach steigender Nummer.</translation>
    </message>
    <message>
        <source>Token-level utilisation by rank</source>
        <translation>Nutzung je Token nach Rang</translation>
    </message>
    <message>
        <source>Expert evaluations that the token of this rank causes per token of the corpus: every token is used K times.</source>
        <translation>Auswertungen von Experten, die das Token dieses Ranges je Token des Korpus verursacht: jedes Token wird K-mal gebraucht.</translation>
    </message>
    <message>
        <source>Long-tail exponent</source>
        <translation>Exponent des langen Schwanzes</translation>
    </message>
    <message>
        <source>Slope of the long-tail fit over ranks with count &gt;= 5, weights 1/r; near 1 for natural text. Not seen with fewer than three such ranks.</source>
        <translation>Steigung der Anpassung über Ränge mit Anzahl &gt;= 5, Gewichte 1/r; nahe 1 bei natürlichem Text. Nicht gesehen bei weniger als drei solchen Rängen.</translation>
    </message>
    <message>
        <source>Long-tail constant</source>
        <translation>Konstante des langen Schwanzes</translation>
    </message>
    <message>
        <source>Frequency that the long-tail fit gives the first rank.</source>
        <translation>Häufigkeit, die die Anpassung dem ersten Rang gibt.</translation>
    </message>
    <message>
        <source>Long-tail fit R^2</source>
        <translation>R^2 der Anpassung</translation>
    </message>
    <message>
        <source>How much of the weighted variance of log frequency the fit explains; 1 = an exact power law.</source>
        <translation>Wie viel der gewichteten Varianz der logarithmierten Häufigkeit die Anpassung erklärt; 1 = genaues Potenzgesetz.</translation>
    </message>
    <message>
        <source>Tokens routed to the expert</source>
        <translation>Token des Experten</translation>
    </message>
    <message>
        <source>Tokens that chose the expert. Sums to K * T in each layer; 0 = not seen.</source>
        <translation>Token, die den Experten wählten. In jeder Schicht zusammen K * T; 0 = nicht gesehen.</translation>
    </message>
    <message>
        <source>Routing frequency</source>
        <translation>Häufigkeit der Wahl</translation>
    </message>
    <message>
        <source>Share of tokens that chose the expert. Fair share is K / N.</source>
        <translation>Anteil der Token, die den Experten wählten. Der gerechte Anteil ist K / N.</translation>
    </message>
    <message>
        <source>Routing frequency, lower bound</source>
        <translation>Häufigkeit der Wahl, untere Grenze</translation>
    </message>
    <message>
        <source>Routing frequency, upper bound</source>
        <translation>Häufigkeit der Wahl, obere Grenze</translation>
    </message>
    <message>
        <source>Load over fair share</source>
        <translation>Last gegen gerechten Anteil</translation>
    </message>
    <message>
        <source>1 = fair share, 0 = dead, N / K = in every token.</source>
        <translation>1 = gerechter Anteil, 0 = tot, N / K = in jedem Token.</translation>
    </message>
    <message>
        <source>Gate mass</source>
        <translation>Gate-Masse</translation>
    </message>
    <message>
        <source>Sum of the combine weights of the expert over the tokens that chose it.</source>
        <translation>Summe der Mischgewichte des Experten über die Token, die ihn wählten.</translation>
    </message>
    <message>
        <source>Mean gate</source>
        <translation>Mittleres Gate</translation>
    </message>
    <message>
        <source>Mean combine weight where the expert is chosen; not seen without a token.</source>
        <translation>Mittleres Mischgewicht, wo der Experte gewählt ist; ohne Token nicht gesehen.</translation>
    </message>
    <message>
        <source>Squared gate mass</source>
        <translation>Quadrierte Gate-Masse</translation>
    </message>
    <message>
        <source>Sum of squared combine weights: the weight of the expert&apos;s output error in the block&apos;s.</source>
        <translation>Summe der quadrierten Mischgewichte: das Gewicht des Ausgabefehlers des Experten in dem des Blocks.</translation>
    </message>
    <message>
        <source>Router margin of the first choice</source>
        <translation>Abstand der ersten Wahl</translation>
    </message>
    <message>
        <source>How far the first expert leads the second in the router&apos;s logits; samples = tokens.</source>
        <translation>Wie weit der erste Experte in den Logits des Routers vor dem zweiten liegt; Stichprobe = Token.</translation>
    </message>
    <message>
        <source>Router margin of the last choice</source>
        <translation>Abstand der letzten Wahl</translation>
    </message>
    <message>
        <source>How far the last chosen expert leads the first one left out: a logit error above this flips the routing.</source>
        <translation>Wie weit der letzte gewählte Experte vor dem ersten nicht gewählten liegt: ein größerer Fehler der Logits ändert die Wahl.</translation>
    </message>
    <message>
        <source>Mean router entropy</source>
        <translation>Mittlere Entropie des Routers</translation>
    </message>
    <message>
        <source>0 = the router always gives all weight to one expert, log2 N = it does not choose. Normalised sigmoids take the place of the softmax for sigmoid routers.</source>
        <translation>0 = der Router gibt immer einem Experten alles, log2 N = er wählt nicht. Bei Sigmoid-Routern stehen normierte Sigmoide für das Softmax.</translation>
    </message>
    <message>
        <source>Router entropy of tokens</source>
        <translation>Entropie des Routers je Token</translation>
    </message>
    <message>
        <source>Spread of router_entropy over the tokens.</source>
        <translation>Streuung von router_entropy über die Token.</translation>
    </message>
    <message>
        <source>Imbalance: coefficient of variation</source>
        <translation>Ungleichgewicht: Variationskoeffizient</translation>
    </message>
    <message>
        <source>0 = all experts equally used.</source>
        <translation>0 = alle Experten gleich genutzt.</translation>
    </message>
    <message>
        <source>Coefficient of variation, lower bound</source>
        <translation>Variationskoeffizient, untere Grenze</translation>
    </message>
    <message>
        <source>Lower end of the 95 % interval; not seen with fewer than two sequences.</source>
        <translation>Unteres Ende des 95-%-Intervalls; nicht gesehen bei weniger als zwei Sequenzen.</translation>
    </message>
    <message>
        <source>Coefficient of variation, upper bound</source>
        <translation>Variationskoeffizient, obere Grenze</translation>
    </message>
    <message>
        <source>Upper end of the 95 % interval; not seen with fewer than two sequences.</source>
        <translation>Oberes Ende des 95-%-Intervalls; nicht gesehen bei weniger als zwei Sequenzen.</translation>
    </message>
    <message>
        <source>Imbalance: Gini</source>
        <translation>Ungleichgewicht: Gini</translation>
    </message>
    <message>
        <source>0 = all experts equally used, (N - 1) / N = one expert takes all.</source>
        <translation>0 = alle Experten gleich genutzt, (N - 1) / N = einer bekommt alles.</translation>
    </message>
    <message>
        <source>Gini, lower bound</source>
        <translation>Gini, untere Grenze</translation>
    </message>
    <message>
        <source>Gini, upper bound</source>
        <translation>Gini, obere Grenze</translation>
    </message>
    <message>
        <source>Imbalance: maximum over mean</source>
        <translation>Ungleichgewicht: Maximum durch Mittel</translation>
    </message>
    <message>
        <source>Load of the busiest expert; 1 = all equal, at most N / K.</source>
        <translation>Last des meistgenutzten Experten; 1 = alle gleich, höchstens N / K.</translation>
    </message>
    <message>
        <source>Maximum over mean, lower bound</source>
        <translation>Maximum durch Mittel, untere Grenze</translation>
    </message>
    <message>
        <source>Maximum over mean, upper bound</source>
        <translation>Maximum durch Mittel, obere Grenze</translation>
    </message>
    <message>
        <source>Experts without a token</source>
        <translation>Experten ohne Token</translation>
    </message>
    <message>
        <source>Falls as the sample grows: read it beside the number of tokens.</source>
        <translation>Sinkt mit wachsender Stichprobe: neben der Zahl der Token zu lesen.</translation>
    </message>
    <message>
        <source>Specialisation of the routing</source>
        <translation>Spezialisierung der Wahl</translation>
    </message>
    <message>
        <source>How much the chosen expert tells about the corpus; 0 = nothing, log2 of the number of corpora = everything. Compare with mutual_information_null.</source>
        <translation>Wie viel der gewählte Experte über den Korpus verrät; 0 = nichts, log2 der Zahl der Korpora = alles. Mit mutual_information_null zu vergleichen.</translation>
    </message>
    <message>
        <source>Specialisation, null level</source>
        <translation>Spezialisierung, Nullpegel</translation>
    </message>
    <message>
        <source>What mutual_information would be if corpora did not differ, from the same sequences.</source>
        <translation>Was mutual_information wäre, wenn die Korpora sich nicht unterschieden, aus denselben Sequenzen.</translation>
    </message>
    <message>
        <source>Specialisation, 95 % of the null level</source>
        <translation>Spezialisierung, 95 % des Nullpegels</translation>
    </message>
    <message>
        <source>A mutual_information above this is not chance at the 5 % level.</source>
        <translation>Eine mutual_information darüber ist auf dem 5-%-Niveau kein Zufall.</translation>
    </message>
    <message>
        <source>Expert significance</source>
        <translation>Bedeutung des Experten</translation>
    </message>
    <message>
        <source>Share of the layer&apos;s routed contribution that comes from the expert; sums to 1 in each layer. S_ch as the significance option says, energy by default.</source>
        <translation>Anteil am gerouteten Beitrag der Schicht, der vom Experten kommt; in jeder Schicht zusammen 1. S_ch nach der Einstellung der Bedeutung, sonst Energie.</translation>
    </message>
    <message>
        <source>Expert significance by energy</source>
        <translation>Bedeutung nach Energie</translation>
    </message>
    <message>
        <source>Energy that the expert&apos;s channels add to the block&apos;s output, as share of the layer.</source>
        <translation>Energie, die die Kanäle des Experten zur Ausgabe des Blocks beitragen, als Anteil der Schicht.</translation>
    </message>
    <message>
        <source>Expert significance by magnitude</source>
        <translation>Bedeutung nach Betrag</translation>
    </message>
    <message>
        <source>As energy, without squares: less ruled by outliers.</source>
        <translation>Wie Energie, ohne Quadrate: weniger von Ausreißern beherrscht.</translation>
    </message>
    <message>
        <source>Expert significance by activation</source>
        <translation>Bedeutung nach Aktivierung</translation>
    </message>
    <message>
        <source>As energy, without the norm of the down projection.</source>
        <translation>Wie Energie, ohne die Norm der Abwärtsprojektion.</translation>
    </message>
    <message>
        <source>Baseline significance</source>
        <translation>Grundbedeutung</translation>
    </message>
    <message>
        <source>Mean significance over the corpora, weighted by their shares.</source>
        <translation>Mittlere Bedeutung über die Korpora, nach ihren Anteilen gewichtet.</translation>
    </message>
    <message>
        <source>Expert dynamics</source>
        <translation>Dynamik des Experten</translation>
    </message>
    <message>
        <source>How much the significance of the expert changes between corpora, in logarithms: 0 = not at all, 0.69 with two corpora = by a factor of 4.</source>
        <translation>Wie stark die Bedeutung des Experten zwischen Korpora wechselt, in Logarithmen: 0 = gar nicht, 0,69 bei zwei Korpora = um den Faktor 4.</translation>
    </message>
    <message>
        <source>Joint distribution: mean</source>
        <translation>Gemeinsame Verteilung: Mittel</translation>
    </message>
    <message>
        <source>Centre of the experts in the space of their log significances.</source>
        <translation>Mitte der Experten im Raum ihrer logarithmierten Bedeutungen.</translation>
    </message>
    <message>
        <source>Joint distribution: covariance</source>
        <translation>Gemeinsame Verteilung: Kovarianz</translation>
    </message>
    <message>
        <source>Spread of the experts in the space of their log significances. Strong off-diagonal entries: the corpora need the same experts.</source>
        <translation>Streuung der Experten im Raum ihrer logarithmierten Bedeutungen. Große Einträge neben der Diagonale: die Korpora brauchen dieselben Experten.</translation>
    </message>
    <message>
        <source>Concentration of channel dynamics</source>
        <translation>Konzentration der Kanaldynamik</translation>
    </message>
    <message>
        <source>dyn = max_D p - min_D p, p = S_ch as share of the layer. The paper says about 1 % of the channels carry the change: read it beside significance_concentration and dynamics_null_concentration.</source>
        <translation>dyn = max_D p - min_D p, p = S_ch als Anteil der Schicht. Der Aufsatz sagt, etwa 1 % der Kanäle trage die Änderung: neben significance_concentration und dynamics_null_concentration zu lesen.</translation>
    </message>
    <message>
        <source>Concentration of channel significance</source>
        <translation>Konzentration der Kanalbedeutung</translation>
    </message>
    <message>
        <source>First null curve of dynamics_concentration: dyn inherits the heavy tail of S_ch.</source>
        <translation>Erste Nullkurve von dynamics_concentration: dyn erbt den schweren Schwanz von S_ch.</translation>
    </message>
    <message>
        <source>Concentration of dynamics within a corpus</source>
        <translation>Konzentration der Dynamik innerhalb eines Korpus</translation>
    </message>
    <message>
        <source>Second null curve: the change between two random halves (by sequence) of one corpus, which is noise. Not seen with fewer than two sequences.</source>
        <translation>Zweite Nullkurve: die Änderung zwischen zwei zufälligen Hälften (nach Sequenzen) eines Korpus, also Rauschen. Nicht gesehen bei weniger als zwei Sequenzen.</translation>
    </message>
    <message>
        <source>Total channel dynamics</source>
        <translation>Gesamte Kanaldynamik</translation>
    </message>
    <message>
        <source>Amount of change between the corpora; for two corpora twice the total variation distance. Compare with dynamics_null_total.</source>
        <translation>Menge der Änderung zwischen den Korpora; bei zwei Korpora der doppelte totale Variationsabstand. Mit dynamics_null_total zu vergleichen.</translation>
    </message>
    <message>
        <source>Total channel dynamics within a corpus</source>
        <translation>Gesamte Kanaldynamik innerhalb eines Korpus</translation>
    </message>
    <message>
        <source>Amount of change that sampling alone makes, between two random halves of one corpus (half the tokens each, so an upper estimate).</source>
        <translation>Menge der Änderung allein durch die Stichprobe, zwischen zwei zufälligen Hälften eines Korpus (je halb so viele Token, also eher zu hoch).</translation>
    </message>
    <message>
        <source>Channel significance</source>
        <translation>Kanalbedeutung</translation>
    </message>
    <message>
        <source>Contribution of each channel, as the significance option says. Kept on request.</source>
        <translation>Beitrag jedes Kanals, nach der Einstellung der Bedeutung. Auf Wunsch behalten.</translation>
    </message>
    <message>
        <source>Channel dynamics</source>
        <translation>Kanaldynamik</translation>
    </message>
    <message>
        <source>Largest difference between corpora of the channel&apos;s share of the layer. Kept on request.</source>
        <translation>Größter Unterschied des Kanalanteils an der Schicht zwischen Korpora. Auf Wunsch behalten.</translation>
    </message>
    <message>
        <source>Co-activation counts</source>
        <translation>Gemeinsame Wahl, Anzahl</translation>
    </message>
    <message>
        <source>Tokens that chose both experts; the diagonal is the expert&apos;s own count.</source>
        <translation>Token, die beide Experten wählten; auf der Diagonale die eigene Anzahl.</translation>
    </message>
    <message>
        <source>Co-activation support</source>
        <translation>Gemeinsame Wahl, Anteil</translation>
    </message>
    <message>
        <source>Share of tokens that chose both experts.</source>
        <translation>Anteil der Token, die beide Experten wählten.</translation>
    </message>
    <message>
        <source>Conditional choice</source>
        <translation>Bedingte Wahl</translation>
    </message>
    <message>
        <source>Share of the tokens of the row&apos;s expert that also chose the column&apos;s.</source>
        <translation>Anteil der Token des Experten der Zeile, die auch den der Spalte wählten.</translation>
    </message>
    <message>
        <source>Jaccard index</source>
        <translation>Jaccard-Index</translation>
    </message>
    <message>
        <source>Tokens that chose both over tokens that chose either; 0 = never together, 1 = always.</source>
        <translation>Token, die beide wählten, durch Token, die einen von beiden wählten; 0 = nie gemeinsam, 1 = immer.</translation>
    </message>
    <message>
        <source>Expected co-activation</source>
        <translation>Erwartete gemeinsame Wahl</translation>
    </message>
    <message>
        <source>Hypergeometric mean of C for the same counts without preference; the factor is there because a token never chooses one expert twice.</source>
        <translation>Hypergeometrisches Mittel von C bei denselben Anzahlen ohne Vorliebe; der Faktor steht da, weil ein Token nie einen Experten zweimal wählt.</translation>
    </message>
    <message>
        <source>Normalised lift</source>
        <translation>Normierter Lift</translation>
    </message>
    <message>
        <source>1 = together as often as chance, above = more often. Small expected counts make it noisy: read it beside coactivation_expected.</source>
        <translation>1 = so oft gemeinsam wie der Zufall, darüber = öfter. Kleine erwartete Anzahlen machen ihn unsicher: neben coactivation_expected zu lesen.</translation>
    </message>
    <message>
        <source>Pointwise mutual information</source>
        <translation>Punktweise Transinformation</translation>
    </message>
    <message>
        <source>Not normalised: without preference it is log2((K-1) N / (K (N-1))), slightly below 0. Not seen where the two were never chosen together.</source>
        <translation>Nicht normiert: ohne Vorliebe ist sie log2((K-1) N / (K (N-1))), etwas unter 0. Nicht gesehen, wo die beiden nie gemeinsam gewählt wurden.</translation>
    </message>
    <message>
        <source>Normalised PMI</source>
        <translation>Normierte PMI</translation>
    </message>
    <message>
        <source>-1 = never together, 0 = independent, 1 = always together.</source>
        <translation>-1 = nie gemeinsam, 0 = unabhängig, 1 = immer gemeinsam.</translation>
    </message>
    <message>
        <source>Transitions to the next layer</source>
        <translation>Übergänge zur nächsten Schicht</translation>
    </message>
    <message>
        <source>Tokens that chose the row&apos;s expert here and the column&apos;s in the next layer with experts.</source>
        <translation>Token, die hier den Experten der Zeile wählten und den der Spalte in der nächsten Schicht mit Experten.</translation>
    </message>
    <message>
        <source>Transition lift</source>
        <translation>Lift der Übergänge</translation>
    </message>
    <message>
        <source>1 = the choice here says nothing about the choice in the next layer.</source>
        <translation>1 = die Wahl hier sagt nichts über die Wahl in der nächsten Schicht.</translation>
    </message>
    <message>
        <source>Output similarity</source>
        <translation>Ähnlichkeit der Ausgaben</translation>
    </message>
    <message>
        <source>Both experts evaluated on the same sample of tokens, routed to them or not; 1 = same direction. samples = tokens of the sample.</source>
        <translation>Beide Experten auf derselben Stichprobe von Token ausgewertet, ob zu ihnen geroutet oder nicht; 1 = gleiche Richtung. Stichprobe = Token.</translation>
    </message>
    <message>
        <source>Linear CKA of hidden intermediates</source>
        <translation>Lineare CKA der Zwischenwerte</translation>
    </message>
    <message>
        <source>1 = same representation up to rotation and scale. Biased upward when the sample is smaller than the expert&apos;s width.</source>
        <translation>1 = gleiche Darstellung bis auf Drehung und Maßstab. Zu hoch, wenn die Stichprobe kleiner ist als die Breite des Experten.</translation>
    </message>
    <message>
        <source>Weight-space similarity</source>
        <translation>Ähnlichkeit der Gewichte</translation>
    </message>
    <message>
        <source>Overlap of the channel subspaces, blind to the order of channels; random experts of width m and hidden size d give about m / (m + 3d). Exact for small layers; else estimated with 128 or more random directions, which for experts ruled by a few directions errs by 5-20 %.</source>
        <translation>Überlappung der Kanalräume, blind für die Ordnung der Kanäle; zufällige Experten der Breite m und verborgener Größe d geben etwa m / (m + 3d). Genau bei kleinen Schichten; sonst mit 128 oder mehr Zufallsrichtungen geschätzt, was bei Experten mit wenigen herrschenden Richtungen um 5-20 % irrt.</translation>
    </message>
    <message>
        <source>Correlation of quantization errors</source>
        <translation>Korrelation der Quantisierungsfehler</translation>
    </message>
    <message>
        <source>delta = output error of the expert rounded to nearest at 3 bits, groups of 64. The sum of all entries is the squared error of the block: positive off-diagonal entries add up, negative ones cancel.</source>
        <translation>delta = Ausgabefehler des Experten, mit 3 Bit zur nächsten Stufe gerundet, Gruppen von 64. Die Summe aller Einträge ist der quadratische Fehler des Blocks: positive Einträge neben der Diagonale addieren sich, negative heben sich auf.</translation>
    </message>
    <message>
        <source>Off-diagonal error share</source>
        <translation>Fehleranteil neben der Diagonale</translation>
    </message>
    <message>
        <source>What correlation between experts adds to the sum of their own squared errors.</source>
        <translation>Was Korrelation zwischen Experten der Summe ihrer eigenen quadratischen Fehler hinzufügt.</translation>
    </message>
    <message>
        <source>Experts in cluster order</source>
        <translation>Experten nach Gruppen geordnet</translation>
    </message>
    <message>
        <source>Puts experts that are chosen together side by side; re-orders the heat maps.</source>
        <translation>Stellt Experten nebeneinander, die gemeinsam gewählt werden; ordnet die Wärmekarten um.</translation>
    </message>
    <message>
        <source>Cluster tree</source>
        <translation>Gruppenbaum</translation>
    </message>
    <message>
        <source>Merges in order: the two clusters (0..N-1 experts, N + i the i-th merge), their distance, the size of the result.</source>
        <translation>Zusammenlegungen der Reihe nach: die zwei Gruppen (0..N-1 Experten, N + i die i-te Zusammenlegung), ihr Abstand, die Größe des Ergebnisses.</translation>
    </message>
    <message>
        <source>Overlap: redundant pairs</source>
        <translation>Überlappung: überflüssige Paare</translation>
    </message>
    <message>
        <source>Pairs chosen together that also answer alike, by falling lift.</source>
        <translation>Paare, die gemeinsam gewählt werden und auch ähnlich antworten, nach fallendem Lift.</translation>
    </message>
    <message>
        <source>Complement: cooperating pairs</source>
        <translation>Ergänzung: zusammenwirkende Paare</translation>
    </message>
    <message>
        <source>Pairs chosen together that answer differently, by falling lift.</source>
        <translation>Paare, die gemeinsam gewählt werden und verschieden antworten, nach fallendem Lift.</translation>
    </message>
    <message>
        <source>Lower end of the 95 % interval of frequency. Takes tokens as independent: neighbours in a text are not, so the true interval is wider; frequency_se does not.</source>
        <translation>Unteres Ende des 95-%-Intervalls der Häufigkeit. Nimmt Token als unabhängig an: Nachbarn in einem Text sind es nicht, das wahre Intervall ist also breiter; frequency_se tut das nicht.</translation>
    </message>
    <message>
        <source>Upper end of the 95 % interval of frequency. Above 0 for an expert without a token: the sample cannot exclude such a frequency. Takes tokens as independent, as frequency_low does.</source>
        <translation>Oberes Ende des 95-%-Intervalls der Häufigkeit. Über 0 bei einem Experten ohne Token: die Stichprobe kann eine solche Häufigkeit nicht ausschließen. Nimmt Token als unabhängig an, wie frequency_low.</translation>
    </message>
    <message>
        <source>Routing frequency, standard error</source>
        <translation>Häufigkeit der Wahl, Standardfehler</translation>
    </message>
    <message>
        <source>Standard error of frequency from its spread between windows of text, which nearly are independent where tokens are not; corpora are strata of the pool. Not seen with fewer than two windows, unsure with fewer than eight.</source>
        <translation>Standardfehler der Häufigkeit aus ihrer Streuung zwischen Fenstern des Textes, die nahezu unabhängig sind, wo Token es nicht sind; Korpora sind Schichten der Gesamtheit. Nicht gesehen bei weniger als zwei Fenstern, unsicher bei weniger als acht.</translation>
    </message>
    <message>
        <source>Favourite tokens</source>
        <translation>Lieblingstoken</translation>
    </message>
    <message>
        <source>Vocabulary ids of the tokens that the expert takes most beyond expectation.</source>
        <translation>Nummern im Vokabular der Token, die der Experte am meisten über der Erwartung nimmt.</translation>
    </message>
    <message>
        <source>Favourite tokens, count</source>
        <translation>Lieblingstoken, Anzahl</translation>
    </message>
    <message>
        <source>How often the expert took its favourite token of this rank.</source>
        <translation>Wie oft der Experte sein Lieblingstoken dieses Ranges nahm.</translation>
    </message>
    <message>
        <source>Favourite tokens, lift</source>
        <translation>Lieblingstoken, Lift</translation>
    </message>
    <message>
        <source>How many times more often than by chance the expert took the token; shrunk towards 1 where little was expected, so that rare tokens do not win by accident.</source>
        <translation>Wie viel öfter als durch Zufall der Experte das Token nahm; zu 1 hin gezogen, wo wenig erwartet war, damit seltene Token nicht zufällig gewinnen.</translation>
    </message>
    <message>
        <source>Cosine of the block&apos;s input and output</source>
        <translation>Kosinus von Ein- und Ausgang des Blocks</translation>
    </message>
    <message>
        <source>Near 1 = the block hardly turns the stream: the lower, the more the block matters. Over at most 4,096 tokens of each text.</source>
        <translation>Nahe 1 = der Block dreht den Strom kaum: je kleiner, desto wichtiger der Block. Über höchstens 4.096 Token jedes Textes.</translation>
    </message>
    <message>
        <source>Share of tokens that chose the expert: blind to gates and to the size of outputs.</source>
        <translation>Anteil der Token, die den Experten wählten: blind für Gates und für die Größe der Ausgaben.</translation>
    </message>
    <message>
        <source>sum_t g, share of the layer</source>
        <translation>sum_t g, Anteil an der Schicht</translation>
    </message>
    <message>
        <source>As frequency, weighted by how much the expert counts where it is chosen.</source>
        <translation>Wie die Häufigkeit, gewichtet damit, wie viel der Experte zählt, wo er gewählt wird.</translation>
    </message>
    <message>
        <source>Gate mass times output norm</source>
        <translation>Gate-Masse mal Norm der Ausgabe</translation>
    </message>
    <message>
        <source>sqrt(n_e sum_t g^2 ||y||^2), share of layer</source>
        <translation>sqrt(n_e sum_t g^2 ||y||^2), Anteil an der Schicht</translation>
    </message>
    <message>
        <source>Upper bound of sum g ||y|| (Cauchy-Schwarz): output norms are not kept token by token, their gated energy is.</source>
        <translation>Obere Schranke von sum g ||y|| (Cauchy-Schwarz): Normen der Ausgaben werden nicht Token für Token aufgehoben, ihre mit dem Gate gewichtete Energie schon.</translation>
    </message>
    <message>
        <source>Share of the layer&apos;s routed contribution.</source>
        <translation>Anteil am gerouteten Beitrag der Schicht.</translation>
    </message>
    <message>
        <source>Softmax entropy of the weights</source>
        <translation>Softmax-Entropie der Gewichte</translation>
    </message>
    <message>
        <source>H(softmax(W)) in nats</source>
        <translation>H(softmax(W)) in Nats</translation>
    </message>
    <message>
        <source>For weights this is ln n - variance / 2 to second order: it ranks experts of one size by falling variance and says nothing else. EWQ gives high entropy more bits.</source>
        <translation>Für Gewichte ist das in zweiter Ordnung ln n - Varianz / 2: Es ordnet Experten einer Größe nach fallender Varianz und sagt sonst nichts. EWQ gibt hoher Entropie mehr Bits.</translation>
    </message>
    <message>
        <source>Spectral exponent, Hill</source>
        <translation>Spektralexponent nach Hill</translation>
    </message>
    <message>
        <source>Tail exponent of the eigenvalues of 128 x 128 tiles, top 10 %: a low one means heavy tails, read as well-trained and sensitive.</source>
        <translation>Exponent des Ausläufers der Eigenwerte von Kacheln 128 x 128, obere 10 %: Ein kleiner bedeutet schwere Ausläufer, gelesen als gut trainiert und empfindlich.</translation>
    </message>
    <message>
        <source>Spectral exponent, fitted</source>
        <translation>Spektralexponent, angepasst</translation>
    </message>
    <message>
        <source>maximum likelihood above the best threshold</source>
        <translation>größte Likelihood über der besten Schwelle</translation>
    </message>
    <message>
        <source>As Hill, with the threshold of least Kolmogorov-Smirnov distance.</source>
        <translation>Wie Hill, mit der Schwelle des kleinsten Kolmogorow-Smirnow-Abstands.</translation>
    </message>
    <message>
        <source>Kurtosis of the weights</source>
        <translation>Wölbung der Gewichte</translation>
    </message>
    <message>
        <source>3 = normal; more = heavier tails, which a uniform grid covers badly.</source>
        <translation>3 = normal; mehr = schwerere Ausläufer, die ein gleichmäßiges Gitter schlecht abdeckt.</translation>
    </message>
    <message>
        <source>Outlier ratio</source>
        <translation>Ausreißerverhältnis</translation>
    </message>
    <message>
        <source>Largest element of a column over its mean; of an expert the largest of its projections.</source>
        <translation>Größtes Element einer Spalte gegen ihr Mittel; bei einem Experten das größte seiner Projektionen.</translation>
    </message>
    <message>
        <source>Norm of the router&apos;s vector</source>
        <translation>Norm des Router-Vektors</translation>
    </message>
    <message>
        <source>A long vector gives the expert large logits: a guess of frequency without data.</source>
        <translation>Ein langer Vektor gibt dem Experten große Logits: eine Schätzung der Häufigkeit ohne Daten.</translation>
    </message>
    <message>
        <source>Trace of the input moments</source>
        <translation>Spur der Eingangsmomente</translation>
    </message>
    <message>
        <source>sum_t g^2, share of the layer</source>
        <translation>sum_t g^2, Anteil an der Schicht</translation>
    </message>
    <message>
        <source>tr H_in = sum g^2 ||x||^2 with ||x||^2 taken as equal, since x comes from a norm; the moments themselves are not kept after the analysis.</source>
        <translation>tr H_in = sum g^2 ||x||^2, wobei ||x||^2 als gleich gilt, weil x aus einer Norm kommt; die Momente selbst werden nach der Analyse nicht aufgehoben.</translation>
    </message>
    <message>
        <source>MoPEQ, arXiv 2509.02512 (there the loss&apos;s Hessian)</source>
        <translation>MoPEQ, arXiv 2509.02512 (dort die Hesse-Matrix des Verlusts)</translation>
    </message>
    <message>
        <source>Measured loss</source>
        <translation>Gemessener Verlust</translation>
    </message>
    <message>
        <source>loss at 3 bits, else at the lowest width measured</source>
        <translation>Verlust bei 3 Bit, sonst bei der kleinsten gemessenen Breite</translation>
    </message>
    <message>
        <source>What the others try to predict.</source>
        <translation>Was die anderen vorherzusagen versuchen.</translation>
    </message>
    <message>
        <source>MoQa: clusters of significance</source>
        <translation>MoQa: Gruppen der Signifikanz</translation>
    </message>
    <message>
        <source>One width for all</source>
        <translation>Eine Breite für alle</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>Vergleichsplan</translation>
    </message>
    <message>
        <source>Least predicted loss</source>
        <translation>Kleinster vorhergesagter Verlust</translation>
    </message>
    <message>
        <source>multiple-choice knapsack over measured losses; Sinha &amp; Zoltners 1979, Pisinger 1995</source>
        <translation>Rucksackproblem mit Mehrfachwahl über gemessene Verluste; Sinha &amp; Zoltners 1979, Pisinger 1995</translation>
    </message>
    <message>
        <source>MC-MoE: programme per layer</source>
        <translation>MC-MoE: ein Programm je Schicht</translation>
    </message>
    <message>
        <source>Most frequent experts of each layer</source>
        <translation>Häufigste Experten jeder Schicht</translation>
    </message>
    <message>
        <source>First layers</source>
        <translation>Erste Schichten</translation>
    </message>
    <message>
        <source>Attention before experts</source>
        <translation>Attention vor Experten</translation>
    </message>
    <message>
        <source>Shared experts before routed ones</source>
        <translation>Geteilte Experten vor gerouteten</translation>
    </message>
    <message>
        <source>Linears with outlying columns</source>
        <translation>Lineare Teile mit herausragenden Spalten</translation>
    </message>
    <message>
        <source>EWQ: three levels of entropy</source>
        <translation>EWQ: drei Stufen der Entropie</translation>
    </message>
    <message>
        <source>AlphaQ: spectral exponents</source>
        <translation>AlphaQ: Spektralexponenten</translation>
    </message>
    <message>
        <source>GEMQ: gradient-weighted error, all layers together</source>
        <translation>GEMQ: mit Gradienten gewichteter Fehler, alle Schichten zusammen</translation>
    </message>
    <message>
        <source>arXiv 2605.23078, with a factor per layer for the gradients</source>
        <translation>arXiv 2605.23078, mit einem Faktor je Schicht für die Gradienten</translation>
    </message>
    <message>
        <source>Bits by a score</source>
        <translation>Bits nach einer Bewertung</translation>
    </message>
    <message>
        <source>reverse water-filling over unit scores</source>
        <translation>umgekehrtes Wasserfüllen über Bewertungen der Einheiten</translation>
    </message>
    <message>
        <source>One value for all experts of a layer; a low one means a block that turns the stream. Measured, where the paper trains a small network to predict it.</source>
        <translation>Ein Wert für alle Experten einer Schicht; ein niedriger bedeutet einen Block, der den Strom dreht. Gemessen, wo die Arbeit ein kleines Netz zur Vorhersage trainiert.</translation>
    </message>
    <message>
        <source>Layers whose block turns the stream most</source>
        <translation>Schichten, deren Block den Strom am meisten dreht</translation>
    </message>
    <message>
        <source>QuantMoE-Bench, arXiv 2406.08155, block importance, measured</source>
        <translation>QuantMoE-Bench, arXiv 2406.08155, Blockbedeutung, gemessen</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>bit</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>experts</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>experts/token</source>
        <translation>Experten/Token</translation>
    </message>
</context>
<context>
    <name>moqa::AboutDialog</name>
    <message>
        <source>Analysis and quantization of Mixture-of-Experts language models, after arXiv 2503.21135.</source>
        <translation>Untersuchung und Quantisierung von Mixture-of-Experts-Sprachmodellen nach arXiv 2503.21135.</translation>
    </message>
    <message>
        <source>Licences</source>
        <translation>Lizenzen</translation>
    </message>
    <message>
        <source>The CUDA library is optional and opened at run time; without it, or without a device, everything works on the processor.</source>
        <translation>Die CUDA-Bibliothek ist freiwillig und wird erst zur Laufzeit geöffnet; ohne sie oder ohne Gerät läuft alles auf dem Prozessor.</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Commit</source>
        <translation>Commit</translation>
    </message>
    <message>
        <source>Compiler</source>
        <translation>Compiler</translation>
    </message>
    <message>
        <source>built with</source>
        <translation>gebaut mit</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>Rechenwerk</translation>
    </message>
    <message>
        <source>Processor</source>
        <translation>Prozessor</translation>
    </message>
    <message numerus="yes">
        <source>%1, %n thread(s)</source>
        <translation>
            <numerusform>%1, %n Thread</numerusform>
            <numerusform>%1, %n Threads</numerusform>
        </translation>
    </message>
    <message>
        <source>System</source>
        <translation>System</translation>
    </message>
    <message>
        <source>Platform</source>
        <translation>Plattform</translation>
    </message>
    <message>
        <source>About MoQa Workbench</source>
        <translation>Über MoQa Workbench</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>Versionen und Lizenzen</translation>
    </message>
    <message>
        <source>&amp;Copy for bug report</source>
        <translation>Für Fehlerbericht &amp;kopieren</translation>
    </message>
</context>
<context>
    <name>moqa::Actions</name>
    <message>
        <source>&amp;Open...</source>
        <translation>Ö&amp;ffnen ...</translation>
    </message>
    <message>
        <source>Open a model folder, a model file or a workspace</source>
        <translation>Einen Modellordner, eine Modelldatei oder einen Arbeitsbereich öffnen</translation>
    </message>
    <message>
        <source>Open model &amp;folder...</source>
        <translation>Modell&amp;ordner öffnen ...</translation>
    </message>
    <message>
        <source>Open a folder in hub layout: config.json and its shards</source>
        <translation>Einen Ordner im Hub-Format öffnen: config.json und ihre Teildateien</translation>
    </message>
    <message>
        <source>Open &amp;demo model</source>
        <translation>&amp;Demomodell öffnen</translation>
    </message>
    <message>
        <source>Open the shipped model and analyse it on three shipped texts</source>
        <translation>Das mitgelieferte Modell öffnen und auf drei mitgelieferten Texten untersuchen</translation>
    </message>
    <message>
        <source>&amp;Save workspace</source>
        <translation>Arbeitsbereich &amp;speichern</translation>
    </message>
    <message>
        <source>Save analysis, plans and reports</source>
        <translation>Untersuchung, Pläne und Berichte speichern</translation>
    </message>
    <message>
        <source>Save workspace &amp;as...</source>
        <translation>Arbeitsbereich speichern &amp;unter ...</translation>
    </message>
    <message>
        <source>Save under another name</source>
        <translation>Unter anderem Namen speichern</translation>
    </message>
    <message>
        <source>&amp;Close</source>
        <translation>S&amp;chließen</translation>
    </message>
    <message>
        <source>Close the model and return to the welcome page</source>
        <translation>Das Modell schließen und zur Startseite zurückkehren</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>Beend&amp;en</translation>
    </message>
    <message>
        <source>Leave the program</source>
        <translation>Das Programm verlassen</translation>
    </message>
    <message>
        <source>&amp;Reload</source>
        <translation>&amp;Neu laden</translation>
    </message>
    <message>
        <source>Read the model or workspace from disk again</source>
        <translation>Modell oder Arbeitsbereich noch einmal von der Platte lesen</translation>
    </message>
    <message>
        <source>Recent file %1</source>
        <translation>Zuletzt geöffnete Datei %1</translation>
    </message>
    <message>
        <source>Open number %1 of the recent list</source>
        <translation>Nummer %1 der zuletzt geöffneten Dateien öffnen</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>Take back the last edit of a plan</source>
        <translation>Die letzte Änderung eines Plans zurücknehmen</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Do the edit again</source>
        <translation>Die Änderung noch einmal ausführen</translation>
    </message>
    <message>
        <source>nothing was edited yet</source>
        <translation>es wurde noch nichts geändert</translation>
    </message>
    <message>
        <source>nothing was undone</source>
        <translation>es wurde nichts zurückgenommen</translation>
    </message>
    <message>
        <source>&amp;Undo: %1</source>
        <translation>&amp;Rückgängig: %1</translation>
    </message>
    <message>
        <source>&amp;Redo: %1</source>
        <translation>&amp;Wiederholen: %1</translation>
    </message>
    <message>
        <source>Clear &amp;selection</source>
        <translation>&amp;Auswahl aufheben</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Nichts auswählen</translation>
    </message>
    <message>
        <source>&amp;Find</source>
        <translation>&amp;Suchen</translation>
    </message>
    <message>
        <source>Search in the page, or in everything</source>
        <translation>In der Seite suchen, oder in allem</translation>
    </message>
    <message>
        <source>Se&amp;ttings...</source>
        <translation>Eins&amp;tellungen ...</translation>
    </message>
    <message>
        <source>Theme, font size, language, computing</source>
        <translation>Farben, Schriftgröße, Sprache, Rechnen</translation>
    </message>
    <message>
        <source>Fewer bits</source>
        <translation>Weniger Bits</translation>
    </message>
    <message>
        <source>Next narrower width for the selected experts</source>
        <translation>Nächstkleinere Breite für die ausgewählten Experten</translation>
    </message>
    <message>
        <source>More bits</source>
        <translation>Mehr Bits</translation>
    </message>
    <message>
        <source>Next wider width for the selected experts</source>
        <translation>Nächstgrößere Breite für die ausgewählten Experten</translation>
    </message>
    <message>
        <source>Lock or unlock</source>
        <translation>Sperren oder freigeben</translation>
    </message>
    <message>
        <source>Locked experts keep their width</source>
        <translation>Gesperrte Experten behalten ihre Breite</translation>
    </message>
    <message>
        <source>Show the page %1</source>
        <translation>Die Seite %1 zeigen</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>&amp;Explore</source>
        <translation>&amp;Erkunden</translation>
    </message>
    <message>
        <source>&amp;Quantize</source>
        <translation>&amp;Quantisieren</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>&amp;Next panel</source>
        <translation>&amp;Nächstes Feld</translation>
    </message>
    <message>
        <source>Move the keys to the next panel</source>
        <translation>Die Tastatur zum nächsten Feld führen</translation>
    </message>
    <message>
        <source>&amp;Previous panel</source>
        <translation>&amp;Voriges Feld</translation>
    </message>
    <message>
        <source>Move the keys to the panel before</source>
        <translation>Die Tastatur zum vorigen Feld führen</translation>
    </message>
    <message>
        <source>Presenter &amp;mode</source>
        <translation>Vortrags&amp;modus</translation>
    </message>
    <message>
        <source>Large fonts, light colours, panels away: and back with the same key</source>
        <translation>Große Schrift, helle Farben, Felder weg: und mit derselben Taste zurück</translation>
    </message>
    <message>
        <source>&amp;Reset layout</source>
        <translation>Anordnung &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Put all panels where they were at first</source>
        <translation>Alle Felder dorthin stellen, wo sie anfangs waren</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Handbuch</translation>
    </message>
    <message>
        <source>Pages, metrics and keys, explained</source>
        <translation>Seiten, Größen und Tasten, erklärt</translation>
    </message>
    <message>
        <source>&amp;What&apos;s this?</source>
        <translation>&amp;Was ist das?</translation>
    </message>
    <message>
        <source>Click on anything to have it explained</source>
        <translation>Etwas anklicken und erklärt bekommen</translation>
    </message>
    <message>
        <source>Take the &amp;tour</source>
        <translation>&amp;Rundgang</translation>
    </message>
    <message>
        <source>The work in five steps on the demo model</source>
        <translation>Die Arbeit in fünf Schritten am Demomodell</translation>
    </message>
    <message>
        <source>&amp;Command palette...</source>
        <translation>&amp;Befehlspalette ...</translation>
    </message>
    <message>
        <source>Find any action, tensor or recent file by a few letters</source>
        <translation>Jeden Befehl, Tensor oder jede zuletzt geöffnete Datei mit wenigen Buchstaben finden</translation>
    </message>
    <message>
        <source>&amp;Keys and gestures...</source>
        <translation>&amp;Tasten und Gesten ...</translation>
    </message>
    <message>
        <source>What the keys do, and other keys for it</source>
        <translation>Was die Tasten tun, und andere Tasten dafür</translation>
    </message>
    <message>
        <source>&amp;About MoQa Workbench</source>
        <translation>&amp;Über MoQa Workbench</translation>
    </message>
    <message>
        <source>Versions and licences</source>
        <translation>Versionen und Lizenzen</translation>
    </message>
    <message>
        <source>&amp;Texts and analysis...</source>
        <translation>&amp;Texte und Untersuchung ...</translation>
    </message>
    <message>
        <source>Choose texts and run the three stages on them</source>
        <translation>Texte wählen und die drei Stufen auf ihnen rechnen</translation>
    </message>
    <message>
        <source>Make &amp;plan...</source>
        <translation>&amp;Plan machen ...</translation>
    </message>
    <message>
        <source>Choose a method and a budget</source>
        <translation>Verfahren und Budget wählen</translation>
    </message>
    <message>
        <source>&amp;Quantize...</source>
        <translation>&amp;Quantisieren ...</translation>
    </message>
    <message>
        <source>Quantize with the plan shown and write an HDF5 file</source>
        <translation>Mit dem gezeigten Plan quantisieren und eine HDF5-Datei schreiben</translation>
    </message>
    <message>
        <source>&amp;Evaluate</source>
        <translation>&amp;Bewerten</translation>
    </message>
    <message>
        <source>Compare the quantized model with the full one</source>
        <translation>Das quantisierte Modell mit dem vollen vergleichen</translation>
    </message>
    <message>
        <source>Export plot as &amp;picture...</source>
        <translation>Diagramm als &amp;Bild ausgeben ...</translation>
    </message>
    <message>
        <source>The plot in use as PNG, twice the screen&apos;s size</source>
        <translation>Das benutzte Diagramm als PNG, doppelt so groß wie auf dem Schirm</translation>
    </message>
    <message>
        <source>Export plot &amp;data...</source>
        <translation>Diagrammd&amp;aten ausgeben ...</translation>
    </message>
    <message>
        <source>The values of the plot in use as CSV</source>
        <translation>Die Werte des benutzten Diagramms als CSV</translation>
    </message>
    <message>
        <source>E&amp;xport safetensors...</source>
        <translation>Safetensors a&amp;usgeben ...</translation>
    </message>
    <message>
        <source>Write the quantized weights back as bf16 safetensors</source>
        <translation>Die quantisierten Gewichte als bf16-Safetensors zurückschreiben</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>Aktivierung</translation>
    </message>
    <message>
        <source>Mapping</source>
        <translation>Zuordnung</translation>
    </message>
    <message>
        <source>Correlation</source>
        <translation>Korrelation</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Quantize</source>
        <translation>Quantisieren</translation>
    </message>
    <message>
        <source>Colours of the window</source>
        <translation>Farben des Fensters</translation>
    </message>
    <message>
        <source>Arrange the panels for this work; changes to a layout are kept</source>
        <translation>Die Felder für diese Arbeit anordnen; Änderungen einer Anordnung bleiben</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Token walk</source>
        <translation>Tokenweg</translation>
    </message>
    <message>
        <source>Select by &amp;query</source>
        <translation>Nach A&amp;bfrage auswählen</translation>
    </message>
    <message>
        <source>Write what the experts to select have in common</source>
        <translation>Schreiben, was die auszuwählenden Experten gemeinsam haben</translation>
    </message>
    <message>
        <source>Select &amp;all experts</source>
        <translation>All&amp;e Experten auswählen</translation>
    </message>
    <message>
        <source>Select every expert</source>
        <translation>Jeden Experten auswählen</translation>
    </message>
    <message>
        <source>&amp;Invert selection</source>
        <translation>Auswahl &amp;umkehren</translation>
    </message>
    <message>
        <source>Select the experts that are not selected</source>
        <translation>Die Experten auswählen, die nicht ausgewählt sind</translation>
    </message>
    <message>
        <source>Select whole &amp;layers</source>
        <translation>Ganze S&amp;chichten auswählen</translation>
    </message>
    <message>
        <source>Select all experts of the layers that are touched</source>
        <translation>Alle Experten der berührten Schichten auswählen</translation>
    </message>
    <message>
        <source>Select whole &amp;columns</source>
        <translation>Ganze S&amp;palten auswählen</translation>
    </message>
    <message>
        <source>Select the experts of the same index in every layer</source>
        <translation>Die Experten desselben Index in jeder Schicht auswählen</translation>
    </message>
    <message>
        <source>&amp;Measure losses...</source>
        <translation>&amp;Verluste messen ...</translation>
    </message>
    <message>
        <source>Measure what each width of each expert costs: what optimal plans need</source>
        <translation>Messen, was jede Breite jedes Experten kostet: optimale Pläne brauchen es</translation>
    </message>
    <message>
        <source>&amp;Open study report...</source>
        <translation>Studienbericht &amp;öffnen...</translation>
    </message>
    <message>
        <source>Show the report of a study that was saved</source>
        <translation>Den gespeicherten Bericht einer Studie zeigen</translation>
    </message>
    <message>
        <source>Save study &amp;report...</source>
        <translation>Studienbe&amp;richt speichern...</translation>
    </message>
    <message>
        <source>Write the study in sight as JSON, CSV or text</source>
        <translation>Die gezeigte Studie als JSON, CSV oder Text schreiben</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>Adapt to a &amp;new text...</source>
        <translation>An einen &amp;neuen Text anpassen...</translation>
    </message>
    <message>
        <source>Choose a text and see whether the quantized file still fits it</source>
        <translation>Einen Text wählen und sehen, ob die quantisierte Datei noch zu ihm passt</translation>
    </message>
    <message>
        <source>Save pat&amp;ch...</source>
        <translation>Pat&amp;ch speichern...</translation>
    </message>
    <message>
        <source>Write the channel switch for the text that was checked</source>
        <translation>Die Umschaltung der Kanäle für den geprüften Text schreiben</translation>
    </message>
    <message>
        <source>A&amp;dd patch...</source>
        <translation>Patch au&amp;flegen...</translation>
    </message>
    <message>
        <source>Lay a patch over the quantized file</source>
        <translation>Einen Patch über die quantisierte Datei legen</translation>
    </message>
    <message>
        <source>Adapt</source>
        <translation>Anpassen</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ausgeben</translation>
    </message>
    <message>
        <source>Scores</source>
        <translation>Kennzahlen</translation>
    </message>
</context>
<context>
    <name>moqa::ActivationPage</name>
    <message>
        <source>&amp;Corpus:</source>
        <translation>&amp;Korpus:</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>Aktivierung</translation>
    </message>
    <message>
        <source>How the routers use the experts on each text: one row a layer, one column an expert.</source>
        <translation>Wie die Router die Experten auf jedem Text nutzen: je Schicht eine Zeile, je Experte eine Spalte.</translation>
    </message>
    <message>
        <source>Layers by experts</source>
        <translation>Schichten mal Experten</translation>
    </message>
    <message>
        <source>Balance of the layers appears here after an analysis.</source>
        <translation>Das Gleichgewicht der Schichten erscheint hier nach einer Untersuchung.</translation>
    </message>
    <message>
        <source>A quantity over the layers</source>
        <translation>Eine Größe über den Schichten</translation>
    </message>
    <message>
        <source>&amp;Over the layers:</source>
        <translation>Ü&amp;ber den Schichten:</translation>
    </message>
    <message>
        <source>&amp;Metric:</source>
        <translation>&amp;Größe:</translation>
    </message>
    <message>
        <source>What the colours mean; keys 1 to 9 on the plot</source>
        <translation>Was die Farben bedeuten; Tasten 1 bis 9 auf dem Diagramm</translation>
    </message>
    <message>
        <source>Texts and analysis</source>
        <translation>Texte und Untersuchung</translation>
    </message>
    <message>
        <source>Metric %1</source>
        <translation>Größe %1</translation>
    </message>
    <message>
        <source>Show the metric number %1 of the list</source>
        <translation>Größe Nummer %1 der Liste zeigen</translation>
    </message>
    <message>
        <source>No analysis yet.

Choose texts with &quot;Texts and analysis&quot; (Ctrl+T), or drop them here.</source>
        <translation>Noch keine Untersuchung.

Mit „Texte und Untersuchung“ (Strg+T) Texte wählen, oder sie hier ablegen.</translation>
    </message>
    <message>
        <source>No model is open.

Open one (Ctrl+O), or the demo in one click on the page Welcome.</source>
        <translation>Kein Modell ist offen.

Eines öffnen (Strg+O), oder mit einem Klick auf der Startseite das Demomodell.</translation>
    </message>
    <message>
        <source>%1: %2 %

%3</source>
        <translation>%1: %2 %

%3</translation>
    </message>
    <message>
        <source>
about %1 left</source>
        <translation>
noch etwa %1</translation>
    </message>
    <message>
        <source>Line plots</source>
        <translation>Linienbilder</translation>
    </message>
    <message>
        <source>The tokens of a text by frequency appear here after an analysis.</source>
        <translation>Die Token eines Textes nach Häufigkeit erscheinen hier nach einer Analyse.</translation>
    </message>
    <message>
        <source>Over the layers</source>
        <translation>Über die Schichten</translation>
    </message>
    <message>
        <source>Long tail of the text</source>
        <translation>Langer Schwanz</translation>
    </message>
    <message>
        <source>&amp;Less:</source>
        <translation>&amp;Weniger:</translation>
    </message>
    <message>
        <source>&amp;Order:</source>
        <translation>&amp;Ordnung:</translation>
    </message>
    <message>
        <source>Of the experts within each layer: their index means nothing across layers</source>
        <translation>Der Experten innerhalb jeder Schicht: ihr Index bedeutet über Schichten hinweg nichts</translation>
    </message>
    <message>
        <source>index</source>
        <translation>Index</translation>
    </message>
    <message>
        <source>load</source>
        <translation>Last</translation>
    </message>
    <message>
        <source>significance</source>
        <translation>Bedeutung</translation>
    </message>
    <message>
        <source>cluster</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Show how much more the first text has than this one (D on the plot)</source>
        <translation>Zeigt, wie viel mehr der erste Text hat als dieser (D im Diagramm)</translation>
    </message>
    <message>
        <source>Difference of two texts</source>
        <translation>Differenz zweier Texte</translation>
    </message>
    <message>
        <source>Show how the text differs from the one last compared with, and back</source>
        <translation>Zeigt, wie sich der Text vom zuletzt verglichenen unterscheidet, und zurück</translation>
    </message>
    <message>
        <source>Significance of a difference</source>
        <translation>Signifikanz einer Differenz</translation>
    </message>
</context>
<context>
    <name>moqa::ActivationSeries</name>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>all corpora</source>
        <translation>alle Korpora</translation>
    </message>
    <message>
        <source>; %1 tokens in all</source>
        <translation>; %1 Token insgesamt</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>%1, %2 tokens, %3 distinct</source>
        <translation>%1, %2 Token, %3 verschiedene</translation>
    </message>
    <message>
        <source>fit, exponent %1, R² %2</source>
        <translation>Anpassung, Exponent %1, R² %2</translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
</context>
<context>
    <name>moqa::AdaptDesk</name>
    <message>
        <source>The file was written again since.</source>
        <translation>Die Datei wurde seither neu geschrieben.</translation>
    </message>
    <message>
        <source>It was checked against another file.</source>
        <translation>Geprüft wurde gegen eine andere Datei.</translation>
    </message>
    <message>
        <source>Another text is chosen.</source>
        <translation>Ein anderer Text ist gewählt.</translation>
    </message>
    <message>
        <source>The sample or the mode was changed since.</source>
        <translation>Die Stichprobe oder die Art wurde seither geändert.</translation>
    </message>
    <message>
        <source>Other patches lie over the file now.</source>
        <translation>Über der Datei liegen jetzt andere Patches.</translation>
    </message>
    <message>
        <source>It was measured with another patch or text.</source>
        <translation>Gemessen wurde mit einem anderen Patch oder Text.</translation>
    </message>
    <message>
        <source>Read the channel cache of %1</source>
        <translation>Den Kanalspeicher von %1 lesen</translation>
    </message>
    <message>
        <source>Check the plan on %1</source>
        <translation>Den Plan an %1 prüfen</translation>
    </message>
    <message>
        <source>Measure the patch on %1</source>
        <translation>Den Patch an %1 messen</translation>
    </message>
    <message>
        <source>Write %1</source>
        <translation>%1 schreiben</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>%1 lesen</translation>
    </message>
    <message>
        <source>Taken back: %1 no longer lies over %2; both files are as they were.</source>
        <translation>Zurückgenommen: %1 liegt nicht mehr über %2; beide Dateien sind, wie sie waren.</translation>
    </message>
    <message>
        <source>The file is not read yet.</source>
        <translation>Die Datei ist noch nicht gelesen.</translation>
    </message>
</context>
<context>
    <name>moqa::AdaptForm</name>
    <message>
        <source>Quantized file</source>
        <translation>Quantisierte Datei</translation>
    </message>
    <message>
        <source>none with a channel cache</source>
        <translation>keine mit Kanalspeicher</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Wählen...</translation>
    </message>
    <message>
        <source>An .h5 that was written with a channel cache</source>
        <translation>Eine .h5-Datei, die mit Kanalspeicher geschrieben wurde</translation>
    </message>
    <message>
        <source>Choose the quantized file</source>
        <translation>Die quantisierte Datei wählen</translation>
    </message>
    <message>
        <source>New text</source>
        <translation>Neuer Text</translation>
    </message>
    <message>
        <source>choose, or drop one here</source>
        <translation>wählen oder hier ablegen</translation>
    </message>
    <message>
        <source>File...</source>
        <translation>Datei...</translation>
    </message>
    <message>
        <source>A text file: its first two thirds are looked at, its last third measures. A file may also be dropped on the page.</source>
        <translation>Eine Textdatei: die ersten zwei Drittel werden angesehen, das letzte Drittel misst. Sie kann auch auf der Seite abgelegt werden.</translation>
    </message>
    <message>
        <source>Choose a text file</source>
        <translation>Eine Textdatei wählen</translation>
    </message>
    <message>
        <source>Tokens of the sample that is run through the quantized model</source>
        <translation>Token der Stichprobe, die durch das quantisierte Modell läuft</translation>
    </message>
    <message>
        <source>Sam&amp;ple tokens:</source>
        <translation>Token der Stich&amp;probe:</translation>
    </message>
    <message>
        <source>switch</source>
        <translation>umschalten</translation>
    </message>
    <message>
        <source>Cached channels of the experts that change, at their new precision</source>
        <translation>Gespeicherte Kanäle der Experten, die sich ändern, in ihrer neuen Genauigkeit</translation>
    </message>
    <message>
        <source>resident</source>
        <translation>zurücklegen</translation>
    </message>
    <message>
        <source>All cached channels at half precision, whatever the text</source>
        <translation>Alle gespeicherten Kanäle in halber Genauigkeit, gleich welcher Text</translation>
    </message>
    <message>
        <source>switch: the cached channels of the experts that change, at their new precision. resident: all cached channels at half precision, the most that a patch can win.</source>
        <translation>umschalten (switch): die gespeicherten Kanäle der Experten, die sich ändern, in ihrer neuen Genauigkeit. zurücklegen (resident): alle gespeicherten Kanäle in halber Genauigkeit, das Meiste, was ein Patch gewinnen kann.</translation>
    </message>
    <message>
        <source>Patch &amp;mode:</source>
        <translation>&amp;Art des Patches:</translation>
    </message>
    <message>
        <source>What the check will cost</source>
        <translation>Was die Prüfung kosten wird</translation>
    </message>
    <message>
        <source>Run the sample through the quantized model; nothing is written</source>
        <translation>Die Stichprobe durch das quantisierte Modell laufen lassen; es wird nichts geschrieben</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>What was shown before stays</source>
        <translation>Was vorher zu sehen war, bleibt</translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>Patch</translation>
    </message>
    <message>
        <source>Tokens of the part of the text that measures; it is no part of the sample</source>
        <translation>Token des Teils, der misst; er gehört nicht zur Stichprobe</translation>
    </message>
    <message>
        <source>Score the text with and without the patch, before it is applied</source>
        <translation>Den Text mit und ohne Patch bewerten, bevor er gilt</translation>
    </message>
    <message>
        <source>&amp;Save patch...</source>
        <translation>Patch &amp;speichern...</translation>
    </message>
    <message>
        <source>Write the patch beside the file and apply it; the file stays as it is</source>
        <translation>Den Patch neben die Datei schreiben und auflegen; die Datei bleibt, wie sie ist</translation>
    </message>
    <message>
        <source>What is missing or wrong</source>
        <translation>Was fehlt oder falsch ist</translation>
    </message>
    <message>
        <source>Texts of the workspace</source>
        <translation>Texte des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>&amp;Check the plan</source>
        <translation>Den Plan &amp;prüfen</translation>
    </message>
    <message>
        <source>Measured t&amp;okens:</source>
        <translation>Gemessene T&amp;oken:</translation>
    </message>
    <message>
        <source>Measure what it wi&amp;ns</source>
        <translation>Gewi&amp;nn messen</translation>
    </message>
</context>
<context>
    <name>moqa::AdaptPage</name>
    <message>
        <source>Adapt to a new text</source>
        <translation>An einen neuen Text anpassen</translation>
    </message>
    <message>
        <source>Does the quantized file still fit, and what would a switch of its cached channels win? A patch lies over the file and can be taken back; the file stays as it is.</source>
        <translation>Passt die quantisierte Datei noch, und was brächte ein Umschalten ihrer gespeicherten Kanäle? Ein Patch liegt über der Datei und lässt sich zurücknehmen; die Datei bleibt, wie sie ist.</translation>
    </message>
    <message>
        <source>Verdict</source>
        <translation>Urteil</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Drift</source>
        <translation>Abweichung</translation>
    </message>
    <message>
        <source>Experts</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>What it wins</source>
        <translation>Gewinn</translation>
    </message>
    <message>
        <source>Patches</source>
        <translation>Patches</translation>
    </message>
    <message>
        <source>Choose a quantized file with a channel cache and a new text, then check the plan:
how far the text drifts from the calibration texts appears here, layer by layer.</source>
        <translation>Eine quantisierte Datei mit Kanalspeicher und einen neuen Text wählen, dann den Plan prüfen:
Wie weit der Text von den Kalibriertexten abweicht, erscheint hier, Schicht für Schicht.</translation>
    </message>
    <message>
        <source>Drift by layer</source>
        <translation>Abweichung je Schicht</translation>
    </message>
    <message>
        <source>The experts whose precision changes appear here after a check.</source>
        <translation>Die Experten, deren Genauigkeit sich ändert, erscheinen hier nach einer Prüfung.</translation>
    </message>
    <message>
        <source>Change of the experts&apos; precision</source>
        <translation>Änderung der Genauigkeit der Experten</translation>
    </message>
    <message>
        <source>Experts whose precision changes</source>
        <translation>Experten, deren Genauigkeit sich ändert</translation>
    </message>
    <message>
        <source>What the patch wins</source>
        <translation>Was der Patch gewinnt</translation>
    </message>
    <message>
        <source>Scores with and without the patch</source>
        <translation>Bewertung mit und ohne Patch</translation>
    </message>
    <message>
        <source>File under the patches</source>
        <translation>Datei unter den Patches</translation>
    </message>
    <message>
        <source>Patches that lie over the file</source>
        <translation>Patches, die über der Datei liegen</translation>
    </message>
    <message>
        <source>Add patch...</source>
        <translation>Patch auflegen...</translation>
    </message>
    <message>
        <source>A patch that was written for this file</source>
        <translation>Ein Patch, der für diese Datei geschrieben wurde</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>The chosen patch no longer lies over the file; its own file stays (Delete in the table)</source>
        <translation>Der gewählte Patch liegt nicht mehr über der Datei; seine eigene Datei bleibt (Entf in der Tabelle)</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Check again</source>
        <translation>Neu prüfen</translation>
    </message>
    <message>
        <source>choose a file with a channel cache</source>
        <translation>eine Datei mit Kanalspeicher wählen</translation>
    </message>
    <message>
        <source>Measurement</source>
        <translation>Messung</translation>
    </message>
    <message>
        <source>Measure again</source>
        <translation>Neu messen</translation>
    </message>
    <message>
        <source>check again first</source>
        <translation>erst neu prüfen</translation>
    </message>
    <message>
        <source>Choose a quantized file</source>
        <translation>Eine quantisierte Datei wählen</translation>
    </message>
    <message>
        <source>Quantized model (*.h5)</source>
        <translation>Quantisiertes Modell (*.h5)</translation>
    </message>
    <message>
        <source>Choose a new text</source>
        <translation>Einen neuen Text wählen</translation>
    </message>
    <message>
        <source>Texts (*.txt *.jsonl *.txt.gz *.jsonl.gz);;All files (*)</source>
        <translation>Texte (*.txt *.jsonl *.txt.gz *.jsonl.gz);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Save the patch</source>
        <translation>Den Patch speichern</translation>
    </message>
    <message>
        <source>Patch (*.h5)</source>
        <translation>Patch (*.h5)</translation>
    </message>
    <message>
        <source>Add a patch</source>
        <translation>Einen Patch auflegen</translation>
    </message>
    <message>
        <source>Sample %1, measured on %2</source>
        <translation>Stichprobe %1, gemessen an %2</translation>
    </message>
    <message>
        <source>With and without the patch, on a part of the text that is no part of the sample: measure it before it is applied.</source>
        <translation>Mit und ohne Patch, an einem Teil des Textes, der nicht zur Stichprobe gehört: messen, bevor er gilt.</translation>
    </message>
    <message>
        <source>Over %1, which is never written. Use: moqa evaluate FILE --patch PATCH.</source>
        <translation>Über %1, das nie beschrieben wird. Verwendung: moqa evaluate DATEI --patch PATCH.</translation>
    </message>
    <message>
        <source>No file with a channel cache is chosen.</source>
        <translation>Keine Datei mit Kanalspeicher ist gewählt.</translation>
    </message>
    <message>
        <source>Patches (%1)</source>
        <translation>Patches (%1)</translation>
    </message>
    <message>
        <source>%1 % of the channels cached: %2, %3; calibrated on %4.</source>
        <translation>%1 % der Kanäle gespeichert: %2, %3; kalibriert an %4.</translation>
    </message>
    <message>
        <source>Divergence is measured from the model that is open.</source>
        <translation>Gemessen wird die Divergenz vom geöffneten Modell.</translation>
    </message>
    <message>
        <source>The original model is not open: perplexity alone is measured.</source>
        <translation>Das ursprüngliche Modell ist nicht offen: nur die Perplexität wird gemessen.</translation>
    </message>
    <message>
        <source>Reading the channel cache...</source>
        <translation>Der Kanalspeicher wird gelesen...</translation>
    </message>
    <message>
        <source>Choose a file that was written with a channel cache: on the page Export, or with moqa quantize --cache 0.01.</source>
        <translation>Eine Datei wählen, die mit Kanalspeicher geschrieben wurde: auf der Seite Ausgeben oder mit moqa quantize --cache 0.01.</translation>
    </message>
    <message>
        <source>Choose a new text, or drop one here.</source>
        <translation>Einen neuen Text wählen oder hier ablegen.</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>hält an</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, noch %1</translation>
    </message>
</context>
<context>
    <name>moqa::AdaptSources</name>
    <message>
        <source>%1, %2 tokens in %3 windows of %4; known texts: %5</source>
        <translation>%1, %2 Token in %3 Fenstern zu %4; bekannte Texte: %5</translation>
    </message>
    <message>
        <source>original model</source>
        <translation>ursprüngliches Modell</translation>
    </message>
    <message>
        <source>quantized file as it is</source>
        <translation>quantisierte Datei, wie sie ist</translation>
    </message>
    <message>
        <source>with the patches that are applied</source>
        <translation>mit den aufgelegten Patches</translation>
    </message>
    <message>
        <source>with the new patch alone</source>
        <translation>nur mit dem neuen Patch</translation>
    </message>
    <message>
        <source>Drift of the experts&apos; use from the calibration texts</source>
        <translation>Abweichung der Expertennutzung von den Kalibriertexten</translation>
    </message>
    <message>
        <source>bit</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Jensen-Shannon divergence, bit</source>
        <translation>Jensen-Shannon-Divergenz, Bit</translation>
    </message>
    <message>
        <source>Windows slide over the text; each window&apos;s use of the experts is compared with that of the calibration texts. 0 = the same, 1 = no expert in common. The band holds 95 % of the windows of the calibration texts themselves, each against the rest.</source>
        <translation>Fenster gleiten über den Text; die Nutzung der Experten in jedem Fenster wird mit der auf den Kalibriertexten verglichen. 0 = gleich, 1 = kein Experte gemeinsam. Das Band enthält 95 % der Fenster der Kalibriertexte selbst, jedes gegen den Rest.</translation>
    </message>
    <message>
        <source>this text</source>
        <translation>dieser Text</translation>
    </message>
    <message>
        <source>its farthest window</source>
        <translation>sein fernstes Fenster</translation>
    </message>
    <message>
        <source>known texts</source>
        <translation>bekannte Texte</translation>
    </message>
    <message>
        <source>no layer lies beyond their band</source>
        <translation>keine Schicht liegt jenseits ihres Bandes</translation>
    </message>
    <message numerus="yes">
        <source>beyond their band: layer(s) %1</source>
        <translation>
            <numerusform>jenseits ihres Bandes: Schicht %1</numerusform>
            <numerusform>jenseits ihres Bandes: die Schichten %1</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 drifts: %2 % of its windows differ more than the known texts do; %3. A switch is recommended.</source>
        <translation>%1 weicht ab: %2 % seiner Fenster unterscheiden sich stärker als die bekannten Texte; %3. Ein Umschalten wird empfohlen.</translation>
    </message>
    <message>
        <source>The plan still fits %1: %2 % of its windows differ more than the known texts do; %3.</source>
        <translation>Der Plan passt noch zu %1: %2 % seiner Fenster unterscheiden sich stärker als die bekannten Texte; %3.</translation>
    </message>
    <message>
        <source>Change of the experts&apos; precision</source>
        <translation>Änderung der Genauigkeit der Experten</translation>
    </message>
    <message>
        <source>Bits that the base rule gives an expert on this text, less those on the calibration texts. White: it keeps its precision.</source>
        <translation>Bits, die die Grundregel einem Experten auf diesem Text gibt, weniger denen auf den Kalibriertexten. Weiß: er behält seine Genauigkeit.</translation>
    </message>
    <message>
        <source>not seen: no token of the sample came here</source>
        <translation>nicht gesehen: kein Token der Stichprobe kam hierher</translation>
    </message>
    <message>
        <source>expert</source>
        <translation>Experte</translation>
    </message>
    <message>
        <source>No expert changes its precision.</source>
        <translation>Kein Experte ändert seine Genauigkeit.</translation>
    </message>
    <message numerus="yes">
        <source>%n expert(s) change their precision: %1 up, %2 down.</source>
        <translation>
            <numerusform>%n Experte ändert seine Genauigkeit: %1 nach oben, %2 nach unten.</numerusform>
            <numerusform>%n Experten ändern ihre Genauigkeit: %1 nach oben, %2 nach unten.</numerusform>
        </translation>
    </message>
    <message>
        <source>There is nothing to patch: none of them has cached channels.</source>
        <translation>Es gibt nichts umzuschalten: keiner von ihnen hat gespeicherte Kanäle.</translation>
    </message>
    <message>
        <source>Patch: %1 of %2 cached channels, %3 beside a file of %4.</source>
        <translation>Patch: %1 von %2 gespeicherten Kanälen, %3 neben einer Datei von %4.</translation>
    </message>
    <message>
        <source>The patch takes the perplexity of %1 from %2 to %3. Open the original model to see the divergence from it.</source>
        <translation>Der Patch bringt die Perplexität von %1 von %2 auf %3. Mit dem ursprünglichen Modell offen ist auch die Divergenz von ihm zu sehen.</translation>
    </message>
    <message>
        <source>The patch takes the mean KL of %1 from %2 to %3 nats a token</source>
        <translation>Der Patch bringt die mittlere KL von %1 von %2 auf %3 Nats je Token</translation>
    </message>
    <message>
        <source> (%1 %)</source>
        <translation> (%1 %)</translation>
    </message>
    <message>
        <source>; difference %1, 95 %: %2 to %3</source>
        <translation>; Unterschied %1, 95 %: %2 bis %3</translation>
    </message>
    <message>
        <source>Experts whose precision changes</source>
        <translation>Experten, deren Genauigkeit sich ändert</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n expert(s)</source>
        <translation>
            <numerusform>%1: %n Experte</numerusform>
            <numerusform>%1: %n Experten</numerusform>
        </translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Expert</source>
        <translation>Experte</translation>
    </message>
    <message>
        <source>Bits by the rule, known texts</source>
        <translation>Bits nach der Regel, bekannte Texte</translation>
    </message>
    <message>
        <source>Bits by the rule, this text</source>
        <translation>Bits nach der Regel, dieser Text</translation>
    </message>
    <message>
        <source>Significance on known texts</source>
        <translation>Bedeutung auf bekannten Texten</translation>
    </message>
    <message>
        <source>On this text</source>
        <translation>Auf diesem Text</translation>
    </message>
    <message>
        <source>Cached channels</source>
        <translation>Gespeicherte Kanäle</translation>
    </message>
    <message>
        <source>What the patch wins on %1</source>
        <translation>Was der Patch auf %1 gewinnt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>Perplexität</translation>
    </message>
    <message>
        <source>Mean KL, nats</source>
        <translation>Mittlere KL, Nats</translation>
    </message>
    <message>
        <source>Same top-1</source>
        <translation>Gleiche Spitze</translation>
    </message>
    <message>
        <source>Scored tokens</source>
        <translation>Bewertete Token</translation>
    </message>
    <message>
        <source>Windows</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>Patches that lie over the file</source>
        <translation>Patches, die über der Datei liegen</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n patch(es)</source>
        <translation>
            <numerusform>%1: %n Patch</numerusform>
            <numerusform>%1: %n Patches</numerusform>
        </translation>
    </message>
    <message>
        <source>Patch</source>
        <translation>Patch</translation>
    </message>
    <message>
        <source>Mode</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Made for</source>
        <translation>Gemacht für</translation>
    </message>
    <message>
        <source>Channels</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>cannot be read</source>
        <translation>nicht lesbar</translation>
    </message>
    <message>
        <source>Measured, the patch wins.</source>
        <translation>Gemessen gewinnt der Patch.</translation>
    </message>
    <message>
        <source>Measured, the patch harms.</source>
        <translation>Gemessen schadet der Patch.</translation>
    </message>
    <message>
        <source>Measured, no gain is shown.</source>
        <translation>Gemessen zeigt sich kein Gewinn.</translation>
    </message>
</context>
<context>
    <name>moqa::BarsView</name>
    <message>
        <source>%1 %2 to %3: %4</source>
        <translation>%1 %2 bis %3: %4</translation>
    </message>
    <message>
        <source>%1 %2: %3</source>
        <translation>%1 %2: %3</translation>
    </message>
    <message>
        <source>, rank %1 of %2</source>
        <translation>, Rang %1 von %2</translation>
    </message>
    <message>
        <source>; %1 tokens</source>
        <translation>; %1 Token</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n bars of %2 over %3</source>
        <translation>
            <numerusform>%1: %n Balken von %2 über %3</numerusform>
            <numerusform>%1: %n Balken von %2 über %3</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 from</source>
        <translation>%1 von</translation>
    </message>
    <message>
        <source>%1 to</source>
        <translation>%1 bis</translation>
    </message>
</context>
<context>
    <name>moqa::BudgetPanel</name>
    <message>
        <source>Mean bits</source>
        <translation>Mittlere Bits</translation>
    </message>
    <message>
        <source>Nominal width of the routed experts&apos; weights, weighted by parameters: what papers call the average</source>
        <translation>Nennbreite der Gewichte der gerouteten Experten, nach Parametern gewichtet: was Aufsätze den Durchschnitt nennen</translation>
    </message>
    <message>
        <source>Mean bits of the model</source>
        <translation>Mittlere Bits des Modells</translation>
    </message>
    <message>
        <source>The same over every weight</source>
        <translation>Dasselbe über alle Gewichte</translation>
    </message>
    <message>
        <source>True bits</source>
        <translation>Wahre Bits</translation>
    </message>
    <message>
        <source>All bytes of the routed experts&apos; codes, scales and zero points, times 8, over their weights</source>
        <translation>Alle Bytes der Codes, Skalen und Nullpunkte der gerouteten Experten, mal 8, durch ihre Gewichte</translation>
    </message>
    <message>
        <source>Size of the model</source>
        <translation>Größe des Modells</translation>
    </message>
    <message>
        <source>All bytes that are stored</source>
        <translation>Alle gespeicherten Bytes</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Change a&amp;gainst</source>
        <translation>Änderung &amp;gegen</translation>
    </message>
    <message>
        <source>Plan to compare with</source>
        <translation>Plan, mit dem verglichen wird</translation>
    </message>
    <message>
        <source>as made</source>
        <translation>wie gemacht</translation>
    </message>
    <message numerus="yes">
        <source>uniform %n bit</source>
        <translation>
            <numerusform>gleichmäßig %n Bit</numerusform>
            <numerusform>gleichmäßig %n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>Predicted loss</source>
        <translation>Vorhergesagter Verlust</translation>
    </message>
    <message>
        <source>Nats a token that the plan loses by the measured losses of its experts, mean over the plan&apos;s texts. Nothing where no losses are measured, or a width of the plan was not.</source>
        <translation>Nats je Token, die der Plan nach den gemessenen Verlusten seiner Experten verliert, gemittelt über die Texte des Plans. Leer, wo keine Verluste oder eine Breite des Plans nicht gemessen sind.</translation>
    </message>
    <message>
        <source>As made: as its rule made the plan, before any edit</source>
        <translation>Wie gemacht: wie seine Regel den Plan gemacht hat, vor jeder Änderung</translation>
    </message>
</context>
<context>
    <name>moqa::CellContent</name>
    <message>
        <source>dense layer, no experts</source>
        <translation>dichte Schicht, keine Experten</translation>
    </message>
</context>
<context>
    <name>moqa::Choosers</name>
    <message>
        <source>all corpora</source>
        <translation>alle Korpora</translation>
    </message>
    <message>
        <source> against </source>
        <translation> gegen </translation>
    </message>
    <message>
        <source>all layers</source>
        <translation>alle Schichten</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>Schicht %1</translation>
    </message>
</context>
<context>
    <name>moqa::ColourControls</name>
    <message>
        <source>Colours</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>cividis</source>
        <translation>Cividis</translation>
    </message>
    <message>
        <source>greys</source>
        <translation>Graustufen</translation>
    </message>
    <message>
        <source>Colours of amounts. Values around zero are always blue, white and red, with white at zero</source>
        <translation>Farben von Mengen. Werte um null sind immer blau, weiß und rot, mit Weiß bei null</translation>
    </message>
    <message>
        <source>Scale of the colours</source>
        <translation>Skala der Farben</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>linear</translation>
    </message>
    <message>
        <source>log</source>
        <translation>logarithmisch</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>Rang</translation>
    </message>
    <message>
        <source>How values are spread over the colours. Rank: by the share of values below, so that each colour covers as many cells</source>
        <translation>Wie Werte über die Farben verteilt werden. Rang: nach dem Anteil kleinerer Werte, so dass jede Farbe gleich viele Zellen hat</translation>
    </message>
    <message>
        <source>Re&amp;versed</source>
        <translation>&amp;Umgekehrt</translation>
    </message>
    <message>
        <source>Turn the colours round</source>
        <translation>Die Farben umkehren</translation>
    </message>
    <message>
        <source>Lower limit of the colours</source>
        <translation>Untere Grenze der Farben</translation>
    </message>
    <message>
        <source>Upper limit of the colours</source>
        <translation>Obere Grenze der Farben</translation>
    </message>
    <message>
        <source>Values beyond take the last colour; Enter to apply</source>
        <translation>Werte darüber hinaus erhalten die letzte Farbe; Eingabetaste übernimmt</translation>
    </message>
    <message>
        <source>&amp;Robust</source>
        <translation>&amp;Robust</translation>
    </message>
    <message>
        <source>Colours span 1 % to 99 % of the values, so that one outlier does not flatten the rest</source>
        <translation>Die Farben umfassen 1 % bis 99 % der Werte, damit ein Ausreißer den Rest nicht flach macht</translation>
    </message>
    <message>
        <source>Reset</source>
        <translation>Zurücksetzen</translation>
    </message>
    <message>
        <source>Limits from the values again</source>
        <translation>Grenzen wieder aus den Werten</translation>
    </message>
    <message>
        <source>Reset the limits of the colours</source>
        <translation>Grenzen der Farben zurücksetzen</translation>
    </message>
    <message>
        <source>Loc&amp;k limits</source>
        <translation>Grenzen &amp;festhalten</translation>
    </message>
    <message>
        <source>Keep the limits while metric, corpus or model change</source>
        <translation>Die Grenzen behalten, während Größe, Korpus oder Modell wechseln</translation>
    </message>
</context>
<context>
    <name>moqa::CommandLine</name>
    <message>
        <source>The same on the command line</source>
        <translation>Dasselbe auf der Befehlszeile</translation>
    </message>
    <message>
        <source>Copy the command</source>
        <translation>Den Befehl kopieren</translation>
    </message>
</context>
<context>
    <name>moqa::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Action, tensor or recent file: type a few letters</source>
        <translation>Befehl, Tensor oder zuletzt geöffnete Datei: einige Buchstaben tippen</translation>
    </message>
    <message>
        <source>What to find</source>
        <translation>Was gesucht wird</translation>
    </message>
    <message>
        <source>What was found, best first</source>
        <translation>Was gefunden wurde, das Beste zuerst</translation>
    </message>
</context>
<context>
    <name>moqa::CorporaDialog</name>
    <message>
        <source>Texts and analysis</source>
        <translation>Texte und Untersuchung</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>&amp;Add texts...</source>
        <translation>Texte &amp;hinzufügen ...</translation>
    </message>
    <message>
        <source>Add &amp;demo texts</source>
        <translation>&amp;Demotexte hinzufügen</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>&amp;Tokens of each text, at most:</source>
        <translation>&amp;Token je Text, höchstens:</translation>
    </message>
    <message>
        <source>the model&apos;s limit, at most 2048</source>
        <translation>Grenze des Modells, höchstens 2048</translation>
    </message>
    <message>
        <source>&amp;Window in tokens:</source>
        <translation>&amp;Fenster in Token:</translation>
    </message>
    <message>
        <source>energy: gate² × activation² × weight norm²</source>
        <translation>Energie: Gate² × Aktivierung² × Gewichtsnorm²</translation>
    </message>
    <message>
        <source>magnitude: gate × |activation| × weight norm</source>
        <translation>Betrag: Gate × |Aktivierung| × Gewichtsnorm</translation>
    </message>
    <message>
        <source>activation: without the weight norm</source>
        <translation>Aktivierung: ohne die Gewichtsnorm</translation>
    </message>
    <message>
        <source>&amp;Significance:</source>
        <translation>&amp;Bedeutung:</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Exponent a of the token weights rank^-a</source>
        <translation>Exponent a der Tokengewichte Rang^-a</translation>
    </message>
    <message>
        <source>Re-&amp;weight frequent tokens:</source>
        <translation>Häufige Token &amp;umgewichten:</translation>
    </message>
    <message>
        <source>Analyse</source>
        <translation>Untersuchen</translation>
    </message>
    <message>
        <source>Add texts</source>
        <translation>Texte hinzufügen</translation>
    </message>
    <message>
        <source>Texts (*.txt *.jsonl *.txt.gz *.jsonl.gz);;All files (*)</source>
        <translation>Texte (*.txt *.jsonl *.txt.gz *.jsonl.gz);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Calibration uses a share of each text, evaluation the rest: they never overlap. Known texts calibrate; new ones only evaluate. Drop .txt or .jsonl files here.</source>
        <translation>Die Kalibrierung nutzt einen Anteil jedes Textes, die Bewertung den Rest: sie überschneiden sich nie. Bekannte Texte kalibrieren; neue bewerten nur. Dateien .txt oder .jsonl hier ablegen.</translation>
    </message>
    <message>
        <source>What the analysis will cost</source>
        <translation>Was die Analyse kosten wird</translation>
    </message>
</context>
<context>
    <name>moqa::CorporaModel</name>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Evaluates</source>
        <translation>Bewertet</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>last %1</source>
        <translation>letzte %1</translation>
    </message>
    <message>
        <source>first %1</source>
        <translation>erste %1</translation>
    </message>
    <message>
        <source>known: %1</source>
        <translation>bekannt: %1</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>Known texts calibrate; new ones only evaluate</source>
        <translation>Bekannte Texte kalibrieren; neue bewerten nur</translation>
    </message>
    <message>
        <source>Share of the text in a mix, before normalisation</source>
        <translation>Anteil des Textes an einer Mischung, vor der Normierung</translation>
    </message>
    <message>
        <source>Share that calibrates; the rest evaluates</source>
        <translation>Anteil, der kalibriert; der Rest bewertet</translation>
    </message>
    <message>
        <source>Role</source>
        <translation>Rolle</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>Calibration share</source>
        <translation>Anteil der Kalibrierung</translation>
    </message>
</context>
<context>
    <name>moqa::CorrelationPage</name>
    <message>
        <source>Correlation</source>
        <translation>Korrelation</translation>
    </message>
    <message>
        <source>La&amp;yer:</source>
        <translation>Schich&amp;t:</translation>
    </message>
    <message>
        <source>&amp;Metric:</source>
        <translation>&amp;Größe:</translation>
    </message>
    <message>
        <source>&amp;Corpus:</source>
        <translation>&amp;Korpus:</translation>
    </message>
    <message>
        <source>Cl&amp;uster order</source>
        <translation>Ordnung nach &amp;Gruppen</translation>
    </message>
    <message>
        <source>No pair matrices yet.

They come with stage 3 of an analysis: &quot;Texts and analysis&quot; (Ctrl+T).</source>
        <translation>Noch keine Paarmatrizen.

Sie kommen mit Stufe 3 einer Untersuchung: „Texte und Untersuchung“ (Strg+T).</translation>
    </message>
    <message>
        <source>Experts by experts of a layer</source>
        <translation>Experten mal Experten einer Schicht</translation>
    </message>
    <message>
        <source>Two experts of a layer at a time: chosen together more often than chance, or giving alike outputs; and where their tokens go next.</source>
        <translation>Je zwei Experten einer Schicht: öfter als zufällig zusammen gewählt oder mit ähnlichen Ausgaben; und wohin ihre Token weitergehen.</translation>
    </message>
    <message>
        <source>Views of the correlation</source>
        <translation>Ansichten der Korrelation</translation>
    </message>
    <message>
        <source>Pairs</source>
        <translation>Paare</translation>
    </message>
    <message>
        <source>Pairs that stand out</source>
        <translation>Auffällige Paare</translation>
    </message>
    <message>
        <source>Flow to the next layer</source>
        <translation>Fluss zur nächsten Schicht</translation>
    </message>
    <message>
        <source>What the errors of experts add up to, or cancel, appears here after stage 3 of an analysis.</source>
        <translation>Was sich an Fehlern der Experten addiert oder aufhebt, erscheint hier nach Stufe 3 einer Analyse.</translation>
    </message>
    <message>
        <source>Errors of experts together</source>
        <translation>Fehler der Experten zusammen</translation>
    </message>
    <message>
        <source>Errors together</source>
        <translation>Fehler zusammen</translation>
    </message>
    <message>
        <source>Experts that are chosen together stand together, with the tree that says how close (average linkage on 1 - NPMI)</source>
        <translation>Zusammen gewählte Experten stehen beisammen, mit dem Baum, der sagt, wie nah (Average Linkage auf 1 - NPMI)</translation>
    </message>
    <message>
        <source>&amp;Around chance</source>
        <translation>&amp;Um den Zufall</translation>
    </message>
    <message>
        <source>Logarithm of the lift, white where it is chance</source>
        <translation>Logarithmus des Lifts, weiß, wo er Zufall ist</translation>
    </message>
    <message>
        <source>Where the tokens of each expert go in the next layer: comes with stage 3 of an analysis, for all layers but the last.</source>
        <translation>Wohin die Token jedes Experten in der nächsten Schicht gehen: kommt mit Stufe 3 einer Analyse, für alle Schichten außer der letzten.</translation>
    </message>
    <message>
        <source>Experts of this layer by experts of the next one.</source>
        <translation>Experten dieser Schicht gegen Experten der nächsten.</translation>
    </message>
    <message>
        <source>Transitions to the next layer</source>
        <translation>Übergänge zur nächsten Schicht</translation>
    </message>
    <message>
        <source>&amp;Strongest:</source>
        <translation>&amp;Stärkste:</translation>
    </message>
    <message>
        <source>M&amp;atrix of:</source>
        <translation>M&amp;atrix von:</translation>
    </message>
    <message>
        <source>Pairs that stand out (%1)</source>
        <translation>Auffällige Paare (%1)</translation>
    </message>
</context>
<context>
    <name>moqa::CorrelationSources</name>
    <message>
        <source>%1, log2</source>
        <translation>%1, log2</translation>
    </message>
    <message>
        <source>; 0 = chance, 1 = twice, -1 = half</source>
        <translation>; 0 = Zufall, 1 = doppelt, -1 = halb</translation>
    </message>
    <message>
        <source>never together, or the expert itself</source>
        <translation>nie zusammen, oder der Experte selbst</translation>
    </message>
    <message>
        <source>expert of layer %1</source>
        <translation>Experte der Schicht %1</translation>
    </message>
    <message>
        <source>no value: one of them saw no token</source>
        <translation>kein Wert: einer von beiden sah kein Token</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n pair(s)</source>
        <translation>
            <numerusform>%1: %n Paar</numerusform>
            <numerusform>%1: %n Paare</numerusform>
        </translation>
    </message>
    <message>
        <source>kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>expert</source>
        <translation>Experte</translation>
    </message>
    <message>
        <source>other expert</source>
        <translation>anderer Experte</translation>
    </message>
    <message>
        <source>lift</source>
        <translation>Lift</translation>
    </message>
    <message>
        <source>output similarity</source>
        <translation>Ähnlichkeit der Ausgaben</translation>
    </message>
    <message>
        <source>overlap</source>
        <translation>Überlappung</translation>
    </message>
    <message>
        <source>complement</source>
        <translation>Ergänzung</translation>
    </message>
    <message>
        <source>Pairs of layer %1 that stand out</source>
        <translation>Auffällige Paare der Schicht %1</translation>
    </message>
    <message>
        <source>all corpora, %1 tokens</source>
        <translation>alle Texte, %1 Token</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1, %2 tokens</source>
        <translation>%1, %2 Token</translation>
    </message>
    <message>
        <source>all corpora</source>
        <translation>alle Texte</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>share of the experts&apos; own errors</source>
        <translation>Anteil an den eigenen Fehlern der Experten</translation>
    </message>
</context>
<context>
    <name>moqa::DendrogramRail</name>
    <message numerus="yes">
        <source>Cluster of %n experts, joined at distance %1: %2</source>
        <translation>
            <numerusform>Cluster aus %n Experten, verbunden bei Abstand %1: %2</numerusform>
            <numerusform>Cluster aus %n Experten, verbunden bei Abstand %1: %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::DeployBadge</name>
    <message>
        <source>could hold these widths</source>
        <translation>könnte diese Breiten aufnehmen</translation>
    </message>
    <message>
        <source>layer %1 mixes %2 and %3 bit in one projection; it keeps one projection of all experts of a layer in one type</source>
        <translation>Schicht %1 mischt %2 und %3 Bit in einer Projektion; die Laufzeitumgebung hält eine Projektion aller Experten einer Schicht in einem Typ</translation>
    </message>
    <message>
        <source>layer %1 mixes group sizes; its kernels run all experts of a layer in one format</source>
        <translation>Schicht %1 mischt Gruppengrößen; die Kernel der Laufzeitumgebung rechnen alle Experten einer Schicht in einem Format</translation>
    </message>
    <message>
        <source>layer %1 mixes %2 and %3 bit; its kernels run all experts of a layer in one format</source>
        <translation>Schicht %1 mischt %2 und %3 Bit; die Kernel der Laufzeitumgebung rechnen alle Experten einer Schicht in einem Format</translation>
    </message>
    <message>
        <source>layer %1 has %2 bit; its expert kernels take 4 or 8 bit, or 16</source>
        <translation>Schicht %1 hat %2 Bit; die Expertenkernel der Laufzeitumgebung nehmen 4 oder 8 Bit, oder 16</translation>
    </message>
    <message>
        <source>Runtimes that could hold the plan&apos;s widths</source>
        <translation>Laufzeitumgebungen, die die Breiten des Plans aufnehmen könnten</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>By the widths of the routed experts alone; each runtime has its own layout of codes.</source>
        <translation>Allein nach den Breiten der gerouteten Experten; jede Laufzeitumgebung legt die Codes auf ihre Weise ab.</translation>
    </message>
    <message>
        <source>one format in every layer</source>
        <translation>ein Format in jeder Schicht</translation>
    </message>
    <message>
        <source>%1 of %2 layers mix formats</source>
        <translation>%1 von %2 Schichten mischen Formate</translation>
    </message>
</context>
<context>
    <name>moqa::Dialogs</name>
    <message>
        <source>Open a model or workspace</source>
        <translation>Modell oder Arbeitsbereich öffnen</translation>
    </message>
    <message>
        <source>Models and workspaces (*.moqa *.h5 *.safetensors *.json);;All files (*)</source>
        <translation>Modelle und Arbeitsbereiche (*.moqa *.h5 *.safetensors *.json);;Alle Dateien (*)</translation>
    </message>
</context>
<context>
    <name>moqa::Document</name>
    <message>
        <source>Add plan %1</source>
        <translation>Plan %1 hinzufügen</translation>
    </message>
    <message>
        <source>the rules of this plan cannot be changed now</source>
        <translation>die Regeln dieses Plans lassen sich jetzt nicht ändern</translation>
    </message>
    <message>
        <source>Change the rules of plan %1</source>
        <translation>Regeln des Plans %1 ändern</translation>
    </message>
    <message>
        <source>Rename the set &quot;%1&quot; to &quot;%2&quot;</source>
        <translation>Menge „%1“ in „%2“ umbenennen</translation>
    </message>
    <message>
        <source>Change the texts</source>
        <translation>Texte ändern</translation>
    </message>
    <message>
        <source>Edit the notes</source>
        <translation>Notizen bearbeiten</translation>
    </message>
    <message numerus="yes">
        <source>Name %n object(s) &quot;%1&quot;</source>
        <translation>
            <numerusform>%n Objekt „%1“ nennen</numerusform>
            <numerusform>%n Objekte „%1“ nennen</numerusform>
        </translation>
    </message>
    <message>
        <source>Remove the set &quot;%1&quot;</source>
        <translation>Menge „%1“ entfernen</translation>
    </message>
    <message>
        <source>Duplicate plan %1</source>
        <translation>Plan %1 duplizieren</translation>
    </message>
    <message>
        <source>Rename plan %1 to %2</source>
        <translation>Plan %1 in %2 umbenennen</translation>
    </message>
    <message>
        <source>Delete plan %1</source>
        <translation>Plan %1 löschen</translation>
    </message>
    <message>
        <source>Edit the notes of plan %1</source>
        <translation>Notizen des Plans %1 bearbeiten</translation>
    </message>
</context>
<context>
    <name>moqa::DocumentEdit</name>
    <message numerus="yes">
        <source>Lock %n expert(s) in several layers</source>
        <translation>
            <numerusform>%n Experten in mehreren Schichten sperren</numerusform>
            <numerusform>%n Experten in mehreren Schichten sperren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unlock %n expert(s) in several layers</source>
        <translation>
            <numerusform>%n Experten in mehreren Schichten freigeben</numerusform>
            <numerusform>%n Experten in mehreren Schichten freigeben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Lock %n expert(s) in layer %1</source>
        <translation>
            <numerusform>%n Experten in Schicht %1 sperren</numerusform>
            <numerusform>%n Experten in Schicht %1 sperren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Unlock %n expert(s) in layer %1</source>
        <translation>
            <numerusform>%n Experten in Schicht %1 freigeben</numerusform>
            <numerusform>%n Experten in Schicht %1 freigeben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Step the bits of %n expert(s) in layer %1</source>
        <translation>
            <numerusform>Bits von %n Experten in Schicht %1 verstellen</numerusform>
            <numerusform>Bits von %n Experten in Schicht %1 verstellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Step the bits of %n expert(s) in several layers</source>
        <translation>
            <numerusform>Bits von %n Experten in mehreren Schichten verstellen</numerusform>
            <numerusform>Bits von %n Experten in mehreren Schichten verstellen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Set %n expert(s) in layer %1 to %2 bit</source>
        <translation>
            <numerusform>%n Experten in Schicht %1 auf %2 Bit setzen</numerusform>
            <numerusform>%n Experten in Schicht %1 auf %2 Bit setzen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Set %n expert(s) in several layers to %1 bit</source>
        <translation>
            <numerusform>%n Experten in mehreren Schichten auf %1 Bit setzen</numerusform>
            <numerusform>%n Experten in mehreren Schichten auf %1 Bit setzen</numerusform>
        </translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
</context>
<context>
    <name>moqa::DocumentSession</name>
    <message>
        <source>The workspace is open to read only. Save it under another name to edit it.</source>
        <translation>Die Arbeitsdatei ist nur zum Lesen geöffnet. Zum Bearbeiten unter anderem Namen speichern.</translation>
    </message>
    <message>
        <source>Restore or discard the edits of the last session first.</source>
        <translation>Zuerst die Änderungen der letzten Sitzung wiederherstellen oder verwerfen.</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) of the last session were not saved.</source>
        <translation>
            <numerusform>%n Änderung der letzten Sitzung wurde nicht gespeichert.</numerusform>
            <numerusform>%n Änderungen der letzten Sitzung wurden nicht gespeichert.</numerusform>
        </translation>
    </message>
    <message>
        <source>The last one was cut off and is lost.</source>
        <translation>Die letzte wurde abgeschnitten und ist verloren.</translation>
    </message>
    <message numerus="yes">
        <source>%n edit(s) restored.</source>
        <translation>
            <numerusform>%n Änderung wiederhergestellt.</numerusform>
            <numerusform>%n Änderungen wiederhergestellt.</numerusform>
        </translation>
    </message>
    <message>
        <source>Restore an unsaved document</source>
        <translation>Ein nicht gespeichertes Dokument wiederherstellen</translation>
    </message>
    <message>
        <source>Save %1</source>
        <translation>%1 speichern</translation>
    </message>
    <message>
        <source>Look for unsaved documents</source>
        <translation>Nach nicht gespeicherten Dokumenten suchen</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) of an earlier session were never saved.</source>
        <translation>
            <numerusform>%n Dokument einer früheren Sitzung wurde nie gespeichert.</numerusform>
            <numerusform>%n Dokumente einer früheren Sitzung wurden nie gespeichert.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 has %n unsaved edit(s) from %2.</source>
        <translation>
            <numerusform>%1 hat %n nicht gesicherte Änderung vom %2.</numerusform>
            <numerusform>%1 hat %n nicht gesicherte Änderungen vom %2.</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 gespeichert.</translation>
    </message>
</context>
<context>
    <name>moqa::EngineErrors</name>
    <message>
        <source>a figure is written as .png, .svg, .pdf, .csv or .tsv</source>
        <translation>Eine Abbildung wird als .png, .svg, .pdf, .csv oder .tsv geschrieben</translation>
    </message>
    <message>
        <source>the figure does not name the workspace it comes from</source>
        <translation>Die Abbildung nennt den Arbeitsbereich nicht, aus dem sie stammt</translation>
    </message>
    <message>
        <source>open that workspace first, then the figure again</source>
        <translation>Erst diesen Arbeitsbereich öffnen, dann die Abbildung noch einmal</translation>
    </message>
    <message>
        <source>the key &quot;%1&quot; of the view is not valid</source>
        <translation>Der Schlüssel „%1“ der Ansicht ist ungültig</translation>
    </message>
    <message>
        <source>export the figure again, or correct the file</source>
        <translation>Die Abbildung neu exportieren oder die Datei berichtigen</translation>
    </message>
    <message>
        <source>this picture carries no view</source>
        <translation>Dieses Bild enthält keine Ansicht</translation>
    </message>
    <message>
        <source>this drawing carries no view</source>
        <translation>Diese Zeichnung enthält keine Ansicht</translation>
    </message>
    <message>
        <source>this document carries no view</source>
        <translation>Dieses Dokument enthält keine Ansicht</translation>
    </message>
    <message>
        <source>open a figure that was exported by MoQa Workbench</source>
        <translation>Eine Abbildung öffnen, die MoQa Workbench exportiert hat</translation>
    </message>
    <message>
        <source>this is not the view of a figure</source>
        <translation>Das ist nicht die Ansicht einer Abbildung</translation>
    </message>
    <message>
        <source>a view is JSON with the key &quot;moqaView&quot;, as exported figures carry it</source>
        <translation>Eine Ansicht ist JSON mit dem Schlüssel „moqaView“, wie exportierte Abbildungen sie enthalten</translation>
    </message>
    <message>
        <source>the view was written by a newer version of MoQa Workbench</source>
        <translation>Die Ansicht wurde von einer neueren Version von MoQa Workbench geschrieben</translation>
    </message>
    <message>
        <source>open it with that version</source>
        <translation>Mit jener Version öffnen</translation>
    </message>
    <message>
        <source>there is nothing in this plot to export</source>
        <translation>In diesem Bild gibt es nichts zu exportieren</translation>
    </message>
    <message>
        <source>%1 files at once are no model</source>
        <translation>%1 Dateien auf einmal sind kein Modell</translation>
    </message>
    <message>
        <source>drop the model&apos;s folder, one model file or one workspace</source>
        <translation>Den Ordner des Modells, eine Modelldatei oder einen Arbeitsbereich ablegen</translation>
    </message>
    <message>
        <source>several things were given, and they are not the shards of one model</source>
        <translation>Mehreres wurde angegeben, und es sind nicht die Teile eines Modells</translation>
    </message>
    <message>
        <source>open one workspace, one model file or one model folder at a time</source>
        <translation>Jeweils einen Arbeitsbereich, eine Modelldatei oder einen Modellordner öffnen</translation>
    </message>
    <message>
        <source>%1 texts were given at once</source>
        <translation>%1 Texte wurden auf einmal angegeben</translation>
    </message>
    <message>
        <source>join them into a few corpora (.txt or .jsonl), one for each domain</source>
        <translation>Zu wenigen Korpora (.txt oder .jsonl) zusammenfassen, einem je Gebiet</translation>
    </message>
    <message>
        <source>texts need a model to be read with</source>
        <translation>Texte brauchen ein Modell, mit dem sie gelesen werden</translation>
    </message>
    <message>
        <source>open a model first, then drop the texts again</source>
        <translation>Erst ein Modell öffnen, dann die Texte noch einmal ablegen</translation>
    </message>
    <message>
        <source>no such file or folder</source>
        <translation>Diese Datei oder diesen Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>no such file</source>
        <translation>Diese Datei gibt es nicht</translation>
    </message>
    <message>
        <source>check the path</source>
        <translation>Den Pfad prüfen</translation>
    </message>
    <message>
        <source>not a regular file</source>
        <translation>Das ist keine gewöhnliche Datei</translation>
    </message>
    <message>
        <source>check its permissions</source>
        <translation>Die Zugriffsrechte prüfen</translation>
    </message>
    <message>
        <source>cannot read: %1</source>
        <translation>Lesen nicht möglich: %1</translation>
    </message>
    <message>
        <source>cannot write: %1</source>
        <translation>Schreiben nicht möglich: %1</translation>
    </message>
    <message>
        <source>cannot map into memory: %1</source>
        <translation>Einblenden in den Speicher nicht möglich: %1</translation>
    </message>
    <message>
        <source>cannot list this folder: %1</source>
        <translation>Dieser Ordner kann nicht gelesen werden: %1</translation>
    </message>
    <message>
        <source>the file became shorter while it was read</source>
        <translation>Die Datei wurde kürzer, während sie gelesen wurde</translation>
    </message>
    <message>
        <source>the file is larger than the %1 bytes expected here</source>
        <translation>Die Datei ist größer als die %1 Bytes, die hier erwartet werden</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>Der Datenträger ist voll</translation>
    </message>
    <message>
        <source>free some space or write elsewhere</source>
        <translation>Platz schaffen oder an einen anderen Ort schreiben</translation>
    </message>
    <message>
        <source>no permission to write here</source>
        <translation>Hier darf nicht geschrieben werden</translation>
    </message>
    <message>
        <source>choose another folder with -o</source>
        <translation>Einen anderen Ordner wählen</translation>
    </message>
    <message>
        <source>a part of this path is a file, not a folder</source>
        <translation>Ein Teil dieses Pfades ist eine Datei, kein Ordner</translation>
    </message>
    <message>
        <source>this is a file, not a folder</source>
        <translation>Das ist eine Datei, kein Ordner</translation>
    </message>
    <message>
        <source>name a folder with -o</source>
        <translation>Einen Ordner angeben</translation>
    </message>
    <message>
        <source>the folder does not exist</source>
        <translation>Den Ordner gibt es nicht</translation>
    </message>
    <message>
        <source>create it first or choose another with -o</source>
        <translation>Erst anlegen oder einen anderen wählen</translation>
    </message>
    <message>
        <source>this is a folder, not a file</source>
        <translation>Das ist ein Ordner, keine Datei</translation>
    </message>
    <message>
        <source>this is a device or pipe, not a file</source>
        <translation>Das ist ein Gerät oder eine Pipe, keine Datei</translation>
    </message>
    <message>
        <source>name a file with -o</source>
        <translation>Eine Datei angeben</translation>
    </message>
    <message>
        <source>the folder is not empty</source>
        <translation>Der Ordner ist nicht leer</translation>
    </message>
    <message>
        <source>the disk has no room for %1 MiB</source>
        <translation>Auf dem Datenträger ist kein Platz für %1 MiB</translation>
    </message>
    <message>
        <source>there is not enough memory for this job</source>
        <translation>Für diesen Auftrag reicht der Speicher nicht</translation>
    </message>
    <message>
        <source>close other programs, or use fewer tokens</source>
        <translation>Andere Programme schließen oder weniger Token nehmen</translation>
    </message>
    <message>
        <source>%1 need %2 GiB more, which passes the memory limit of %3 GiB</source>
        <translation>%1 brauchen %2 GiB mehr, was die Speichergrenze von %3 GiB überschreitet</translation>
    </message>
    <message>
        <source>raise the limit or use fewer tokens (--tokens)</source>
        <translation>Die Grenze erhöhen oder weniger Token nehmen</translation>
    </message>
    <message>
        <source>this is neither a folder nor a .safetensors file</source>
        <translation>Das ist weder ein Ordner noch eine .safetensors-Datei</translation>
    </message>
    <message>
        <source>name a model&apos;s folder or its .safetensors file</source>
        <translation>Den Ordner eines Modells oder seine .safetensors-Datei angeben</translation>
    </message>
    <message>
        <source>no .safetensors file in this folder</source>
        <translation>In diesem Ordner ist keine .safetensors-Datei</translation>
    </message>
    <message>
        <source>name a folder with config.json and model.safetensors</source>
        <translation>Einen Ordner mit config.json und model.safetensors angeben</translation>
    </message>
    <message>
        <source>too many .safetensors files</source>
        <translation>Zu viele .safetensors-Dateien</translation>
    </message>
    <message>
        <source>GGUF files cannot be opened in this version</source>
        <translation>GGUF-Dateien können in dieser Version nicht geöffnet werden</translation>
    </message>
    <message>
        <source>use the checkpoint it was made from</source>
        <translation>Den Checkpoint nehmen, aus dem sie entstand</translation>
    </message>
    <message>
        <source>this is not a model that can be opened</source>
        <translation>Das ist kein Modell, das geöffnet werden kann</translation>
    </message>
    <message>
        <source>give a folder with config.json, a .safetensors file or a quantized .h5</source>
        <translation>Einen Ordner mit config.json, eine .safetensors-Datei oder eine quantisierte .h5 angeben</translation>
    </message>
    <message>
        <source>the demo model is not installed</source>
        <translation>Das Demomodell ist nicht installiert</translation>
    </message>
    <message>
        <source>install it or set MOQA_DEMO_DIR to the folder that holds demo-olmoe and corpora</source>
        <translation>Installieren, oder MOQA_DEMO_DIR auf den Ordner setzen, der demo-olmoe und corpora enthält</translation>
    </message>
    <message>
        <source>there is no config.json beside the weights</source>
        <translation>Neben den Gewichten liegt keine config.json</translation>
    </message>
    <message>
        <source>it comes with the model: copy it into the same folder</source>
        <translation>Sie gehört zum Modell: in denselben Ordner kopieren</translation>
    </message>
    <message>
        <source>the weights are quantized already (%1), which cannot be read</source>
        <translation>Die Gewichte sind schon quantisiert (%1); das kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>use the original checkpoint in F32, F16 or BF16</source>
        <translation>Den ursprünglichen Checkpoint in F32, F16 oder BF16 nehmen</translation>
    </message>
    <message>
        <source>tensor %1 has shape %2, config.json asks for %3</source>
        <translation>Der Tensor %1 hat die Form %2, config.json verlangt %3</translation>
    </message>
    <message>
        <source>config.json and the weights belong to different models</source>
        <translation>config.json und die Gewichte gehören zu verschiedenen Modellen</translation>
    </message>
    <message>
        <source>config.json and the weights are of different models</source>
        <translation>config.json und die Gewichte gehören zu verschiedenen Modellen</translation>
    </message>
    <message>
        <source>tensor %1 is stored as %2, which cannot be read as weights</source>
        <translation>Der Tensor %1 ist als %2 gespeichert; das kann nicht als Gewicht gelesen werden</translation>
    </message>
    <message>
        <source>tensor %1 is missing</source>
        <translation>Der Tensor %1 fehlt</translation>
    </message>
    <message>
        <source>if this is one of several shards, name their folder</source>
        <translation>Wenn das einer von mehreren Teilen ist, den Ordner angeben</translation>
    </message>
    <message>
        <source>the checkpoint is incomplete, or config.json is another model&apos;s</source>
        <translation>Der Checkpoint ist unvollständig, oder config.json gehört zu einem anderen Modell</translation>
    </message>
    <message>
        <source>the checkpoint is incomplete</source>
        <translation>Der Checkpoint ist unvollständig</translation>
    </message>
    <message>
        <source>%1 tensors belong to no known weight of a %2 model, among them %3</source>
        <translation>%1 Tensoren gehören zu keinem bekannten Gewicht eines Modells %2, darunter %3</translation>
    </message>
    <message>
        <source>ignoring them could compute something else than this model</source>
        <translation>Ohne sie würde vielleicht etwas anderes gerechnet als dieses Modell</translation>
    </message>
    <message>
        <source>it has no &quot;model_type&quot;</source>
        <translation>Es fehlt „model_type“</translation>
    </message>
    <message>
        <source>the model family &quot;%1&quot; is not supported</source>
        <translation>Die Modellfamilie „%1“ wird nicht unterstützt</translation>
    </message>
    <message>
        <source>supported are %1</source>
        <translation>Unterstützt werden %1</translation>
    </message>
    <message>
        <source>no layer of this model has routed experts</source>
        <translation>Keine Schicht dieses Modells hat geroutete Experten</translation>
    </message>
    <message>
        <source>this tool is for Mixture-of-Experts models</source>
        <translation>Dieses Programm ist für Mixture-of-Experts-Modelle</translation>
    </message>
    <message>
        <source>it is not a JSON object</source>
        <translation>Das ist kein JSON-Objekt</translation>
    </message>
    <message>
        <source>this is not valid JSON</source>
        <translation>Das ist kein gültiges JSON</translation>
    </message>
    <message>
        <source>mend the file or fetch it again</source>
        <translation>Die Datei berichtigen oder neu holen</translation>
    </message>
    <message>
        <source>the file may be cut off</source>
        <translation>Die Datei ist vielleicht abgeschnitten</translation>
    </message>
    <message>
        <source>JSON is nested too deeply</source>
        <translation>Das JSON ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>the file has %1 bytes, too few for a safetensors file</source>
        <translation>Die Datei hat %1 Bytes, zu wenige für eine safetensors-Datei</translation>
    </message>
    <message>
        <source>download or copy it again</source>
        <translation>Noch einmal herunterladen oder kopieren</translation>
    </message>
    <message>
        <source>its header claims %1 bytes, more than %2 allowed</source>
        <translation>Ihr Kopf gibt %1 Bytes an, mehr als die erlaubten %2</translation>
    </message>
    <message>
        <source>this is not a safetensors file, or it is damaged</source>
        <translation>Das ist keine safetensors-Datei, oder sie ist beschädigt</translation>
    </message>
    <message>
        <source>the file is cut short: its header claims %1 bytes, %2 follow</source>
        <translation>Die Datei ist abgeschnitten: Ihr Kopf gibt %1 Bytes an, %2 folgen</translation>
    </message>
    <message>
        <source>the file is cut short: its header describes %1 bytes of tensors, %2 are there</source>
        <translation>Die Datei ist abgeschnitten: Ihr Kopf beschreibt %1 Bytes an Tensoren, %2 sind da</translation>
    </message>
    <message>
        <source>%1 bytes follow the last tensor</source>
        <translation>Nach dem letzten Tensor folgen %1 Bytes</translation>
    </message>
    <message>
        <source>its header is not valid UTF-8</source>
        <translation>Ihr Kopf ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>its header is malformed: %1</source>
        <translation>Ihr Kopf ist fehlerhaft: %1</translation>
    </message>
    <message>
        <source>tensor %1 is given twice</source>
        <translation>Der Tensor %1 ist zweimal angegeben</translation>
    </message>
    <message>
        <source>tensor %1 is listed twice</source>
        <translation>Der Tensor %1 ist zweimal aufgeführt</translation>
    </message>
    <message>
        <source>tensor %1 begins at byte %2 of the data, not at %3: it overlaps the one before it</source>
        <translation>Der Tensor %1 beginnt bei Byte %2 der Daten, nicht bei %3: Er überlappt den vorigen</translation>
    </message>
    <message>
        <source>tensor %1 begins at byte %2 of the data, not at %3: there is a hole before it</source>
        <translation>Der Tensor %1 beginnt bei Byte %2 der Daten, nicht bei %3: Davor ist eine Lücke</translation>
    </message>
    <message>
        <source>it has no &quot;weight_map&quot;</source>
        <translation>Es fehlt „weight_map“</translation>
    </message>
    <message>
        <source>the shard name %1 leads out of the folder</source>
        <translation>Der Name %1 eines Teils führt aus dem Ordner heraus</translation>
    </message>
    <message>
        <source>do not trust this checkpoint</source>
        <translation>Diesem Checkpoint nicht trauen</translation>
    </message>
    <message>
        <source>the shard %1 is missing</source>
        <translation>Der Teil %1 fehlt</translation>
    </message>
    <message>
        <source>download or copy the missing file</source>
        <translation>Die fehlende Datei herunterladen oder kopieren</translation>
    </message>
    <message>
        <source>the shard %1 is a link that leads out of the folder</source>
        <translation>Der Teil %1 ist ein Verweis, der aus dem Ordner herausführt</translation>
    </message>
    <message>
        <source>copy the file into the folder if you trust it</source>
        <translation>Die Datei in den Ordner kopieren, wenn ihr zu trauen ist</translation>
    </message>
    <message>
        <source>tensor %1 is also, with different content, in %2</source>
        <translation>Der Tensor %1 steht mit anderem Inhalt auch in %2</translation>
    </message>
    <message>
        <source>keep in this folder only the files of one model</source>
        <translation>In diesem Ordner nur die Dateien eines Modells lassen</translation>
    </message>
    <message>
        <source>the weight in row %1, column %2 is not a finite number</source>
        <translation>Das Gewicht in Zeile %1, Spalte %2 ist keine endliche Zahl</translation>
    </message>
    <message>
        <source>get an undamaged copy of the checkpoint</source>
        <translation>Eine unbeschädigte Kopie des Checkpoints holen</translation>
    </message>
    <message>
        <source>row %1 holds NaN or infinite values</source>
        <translation>Zeile %1 enthält NaN oder unendliche Werte</translation>
    </message>
    <message>
        <source>the file is damaged: download or convert it again</source>
        <translation>Die Datei ist beschädigt: noch einmal herunterladen oder umwandeln</translation>
    </message>
    <message>
        <source>shape [%1, %2] does not fit the configuration, which asks for [%3, %4]</source>
        <translation>Die Form [%1, %2] passt nicht zur Konfiguration, die [%3, %4] verlangt</translation>
    </message>
    <message>
        <source>the model has no weight %1</source>
        <translation>Das Modell hat kein Gewicht %1</translation>
    </message>
    <message>
        <source>this is not an HDF5 file</source>
        <translation>Das ist keine HDF5-Datei</translation>
    </message>
    <message>
        <source>give a file that this program wrote</source>
        <translation>Eine Datei angeben, die dieses Programm geschrieben hat</translation>
    </message>
    <message>
        <source>this HDF5 file was not written by this program</source>
        <translation>Diese HDF5-Datei wurde nicht von diesem Programm geschrieben</translation>
    </message>
    <message>
        <source>give a file made by &quot;moqa quantize&quot; or &quot;moqa analyze&quot;</source>
        <translation>Eine Datei angeben, die quantisiert oder analysiert wurde</translation>
    </message>
    <message>
        <source>this HDF5 file is not of format &quot;%1&quot;</source>
        <translation>Diese HDF5-Datei hat nicht das Format „%1“</translation>
    </message>
    <message>
        <source>it says &quot;%1&quot;</source>
        <translation>Sie nennt „%1“</translation>
    </message>
    <message>
        <source>format version %1 is of a newer program: this one reads up to %2</source>
        <translation>Die Formatversion %1 gehört zu einem neueren Programm: Dieses liest bis %2</translation>
    </message>
    <message>
        <source>use the newer program</source>
        <translation>Das neuere Programm verwenden</translation>
    </message>
    <message>
        <source>format version %1 is unknown</source>
        <translation>Die Formatversion %1 ist unbekannt</translation>
    </message>
    <message>
        <source>write the file again</source>
        <translation>Die Datei neu schreiben</translation>
    </message>
    <message>
        <source>the file is not complete: its writer was interrupted</source>
        <translation>Die Datei ist unvollständig: Das Schreiben wurde unterbrochen</translation>
    </message>
    <message>
        <source>write it again</source>
        <translation>Neu schreiben</translation>
    </message>
    <message>
        <source>the file is damaged; write or copy it again</source>
        <translation>Die Datei ist beschädigt; neu schreiben oder kopieren</translation>
    </message>
    <message>
        <source>the HDF5 structure cannot be read</source>
        <translation>Der Aufbau der HDF5-Datei kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>the file has %1 bytes instead of %2</source>
        <translation>Die Datei hat %1 Bytes statt %2</translation>
    </message>
    <message>
        <source>the file has %1 bytes instead of %2: truncated</source>
        <translation>Die Datei hat %1 Bytes statt %2: abgeschnitten</translation>
    </message>
    <message>
        <source>the root group cannot be read</source>
        <translation>Die Wurzelgruppe kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>there is no such object</source>
        <translation>Das gibt es darin nicht</translation>
    </message>
    <message>
        <source>this object cannot be read</source>
        <translation>Dieses Objekt kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>its bytes do not match their SHA-256</source>
        <translation>Seine Bytes passen nicht zu ihrem SHA-256</translation>
    </message>
    <message>
        <source>its SHA-256 is missing</source>
        <translation>Sein SHA-256 fehlt</translation>
    </message>
    <message>
        <source>its data lies outside the file</source>
        <translation>Seine Daten liegen außerhalb der Datei</translation>
    </message>
    <message>
        <source>the hashes of its datasets do not match the manifest</source>
        <translation>Die Prüfsummen der Daten passen nicht zum Verzeichnis</translation>
    </message>
    <message>
        <source>%1 does not match its SHA-256</source>
        <translation>%1 passt nicht zu seinem SHA-256</translation>
    </message>
    <message>
        <source>attribute %1 is missing</source>
        <translation>Das Attribut %1 fehlt</translation>
    </message>
    <message>
        <source>this weight of the model is missing</source>
        <translation>Dieses Gewicht des Modells fehlt</translation>
    </message>
    <message>
        <source>its shape does not fit config.json</source>
        <translation>Seine Form passt nicht zu config.json</translation>
    </message>
    <message>
        <source>the workspace has no such result</source>
        <translation>Dieses Ergebnis ist nicht im Arbeitsbereich</translation>
    </message>
    <message>
        <source>run the analysis again</source>
        <translation>Die Analyse noch einmal ausführen</translation>
    </message>
    <message>
        <source>the workspace is in use by %1</source>
        <translation>Der Arbeitsbereich ist in Gebrauch bei %1</translation>
    </message>
    <message>
        <source>close it there, or work on a copy</source>
        <translation>Dort schließen oder mit einer Kopie arbeiten</translation>
    </message>
    <message>
        <source>it is open to read only</source>
        <translation>Er ist nur zum Lesen geöffnet</translation>
    </message>
    <message>
        <source>the model is not the one that this workspace was made from</source>
        <translation>Das Modell ist nicht das, aus dem dieser Arbeitsbereich entstand</translation>
    </message>
    <message>
        <source>locate the original model, or analyse this one into a new workspace</source>
        <translation>Das ursprüngliche Modell suchen oder dieses in einen neuen Arbeitsbereich analysieren</translation>
    </message>
    <message>
        <source>this is not the model that the workspace was made from</source>
        <translation>Das ist nicht das Modell, aus dem der Arbeitsbereich entstand</translation>
    </message>
    <message>
        <source>choose the original model, or analyse this one into a new workspace</source>
        <translation>Das ursprüngliche Modell wählen oder dieses in einen neuen Arbeitsbereich analysieren</translation>
    </message>
    <message>
        <source>edits cannot be kept safe from a crash: %1</source>
        <translation>Änderungen können nicht vor einem Absturz gesichert werden: %1</translation>
    </message>
    <message>
        <source>save the workspace</source>
        <translation>Den Arbeitsbereich sichern</translation>
    </message>
    <message>
        <source>edits of another state of this workspace were found and not applied</source>
        <translation>Änderungen an einem anderen Stand dieses Arbeitsbereichs wurden gefunden und nicht ausgeführt</translation>
    </message>
    <message>
        <source>they are kept in this file</source>
        <translation>Sie bleiben in dieser Datei</translation>
    </message>
    <message>
        <source>the edits of bits need the model</source>
        <translation>Die Änderungen der Bits brauchen das Modell</translation>
    </message>
    <message>
        <source>locate the model and restore again</source>
        <translation>Das Modell suchen und noch einmal wiederherstellen</translation>
    </message>
    <message>
        <source>this is not an edit that this program knows</source>
        <translation>Diese Änderung kennt das Programm nicht</translation>
    </message>
    <message>
        <source>use the program version that made it</source>
        <translation>Die Programmversion verwenden, die sie gemacht hat</translation>
    </message>
    <message>
        <source>this is not a journal of this program</source>
        <translation>Das ist kein Journal dieses Programms</translation>
    </message>
    <message>
        <source>move the file away</source>
        <translation>Die Datei wegräumen</translation>
    </message>
    <message>
        <source>cannot renew the journal: %1</source>
        <translation>Das Journal kann nicht erneuert werden: %1</translation>
    </message>
    <message>
        <source>cannot move the journal aside: %1</source>
        <translation>Das Journal kann nicht beiseite gelegt werden: %1</translation>
    </message>
    <message>
        <source>no text is chosen to analyse with</source>
        <translation>Kein Text ist zum Analysieren gewählt</translation>
    </message>
    <message>
        <source>add a text file</source>
        <translation>Eine Textdatei hinzufügen</translation>
    </message>
    <message>
        <source>an analysis needs at least one corpus</source>
        <translation>Eine Analyse braucht mindestens einen Text</translation>
    </message>
    <message>
        <source>add NAME=FILE</source>
        <translation>Einen Text hinzufügen</translation>
    </message>
    <message>
        <source>two corpora have the same name</source>
        <translation>Zwei Texte haben denselben Namen</translation>
    </message>
    <message>
        <source>rename one of them</source>
        <translation>Einen von beiden umbenennen</translation>
    </message>
    <message>
        <source>a corpus name must not be empty or hold &quot;|&quot;</source>
        <translation>Der Name eines Textes darf nicht leer sein und kein „|“ enthalten</translation>
    </message>
    <message>
        <source>choose another name</source>
        <translation>Einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>all corpus weights are 0</source>
        <translation>Alle Gewichte der Texte sind 0</translation>
    </message>
    <message>
        <source>give at least one corpus a weight</source>
        <translation>Mindestens einem Text ein Gewicht geben</translation>
    </message>
    <message>
        <source>no stage is chosen</source>
        <translation>Keine Stufe ist gewählt</translation>
    </message>
    <message>
        <source>name at least one of 1, 2, 3</source>
        <translation>Mindestens eine von 1, 2, 3 wählen</translation>
    </message>
    <message>
        <source>a window of %1 tokens is outside the model&apos;s 1 to %2 positions</source>
        <translation>Ein Fenster von %1 Token liegt außerhalb der 1 bis %2 Positionen des Modells</translation>
    </message>
    <message>
        <source>choose a shorter window</source>
        <translation>Ein kürzeres Fenster wählen</translation>
    </message>
    <message>
        <source>the model has no layer with routed experts</source>
        <translation>Das Modell hat keine Schicht mit gerouteten Experten</translation>
    </message>
    <message>
        <source>choose a Mixture-of-Experts model</source>
        <translation>Ein Mixture-of-Experts-Modell wählen</translation>
    </message>
    <message>
        <source>the text is empty</source>
        <translation>Der Text ist leer</translation>
    </message>
    <message>
        <source>give a text of at least one window</source>
        <translation>Einen Text von mindestens einem Fenster nehmen</translation>
    </message>
    <message>
        <source>the text is not UTF-8 at byte %1</source>
        <translation>Der Text ist bei Byte %1 kein UTF-8</translation>
    </message>
    <message>
        <source>convert it to UTF-8 first</source>
        <translation>Erst in UTF-8 umwandeln</translation>
    </message>
    <message>
        <source>this is a folder, not a text file</source>
        <translation>Das ist ein Ordner, keine Textdatei</translation>
    </message>
    <message>
        <source>the share leaves no whole line of the text</source>
        <translation>Der Anteil lässt keine ganze Zeile des Textes übrig</translation>
    </message>
    <message>
        <source>take a larger share or a text with more lines</source>
        <translation>Einen größeren Anteil oder einen Text mit mehr Zeilen nehmen</translation>
    </message>
    <message>
        <source>the share must be above 0 and at most the whole</source>
        <translation>Der Anteil muss über 0 liegen und höchstens das Ganze sein</translation>
    </message>
    <message>
        <source>the line has no &quot;text&quot; field</source>
        <translation>Die Zeile hat kein Feld „text“</translation>
    </message>
    <message>
        <source>each line must be an object like {&quot;text&quot;: &quot;...&quot;}</source>
        <translation>Jede Zeile muss ein Objekt wie {&quot;text&quot;: &quot;...&quot;} sein</translation>
    </message>
    <message>
        <source>the gzip file is cut off</source>
        <translation>Die gzip-Datei ist abgeschnitten</translation>
    </message>
    <message>
        <source>the gzip file is damaged</source>
        <translation>Die gzip-Datei ist beschädigt</translation>
    </message>
    <message>
        <source>fetch or pack it again</source>
        <translation>Noch einmal holen oder packen</translation>
    </message>
    <message>
        <source>the gzip file inflates to more than %1 MiB</source>
        <translation>Die gzip-Datei ergibt ausgepackt mehr als %1 MiB</translation>
    </message>
    <message>
        <source>the text is larger than 1 GiB</source>
        <translation>Der Text ist größer als 1 GiB</translation>
    </message>
    <message>
        <source>split it into several files</source>
        <translation>In mehrere Dateien teilen</translation>
    </message>
    <message>
        <source>%1 tokens are less than one window of %2</source>
        <translation>%1 Token sind weniger als ein Fenster von %2</translation>
    </message>
    <message>
        <source>bring a longer text or lower --window</source>
        <translation>Einen längeren Text nehmen oder --window verkleinern</translation>
    </message>
    <message>
        <source>a window of %1 tokens is too short</source>
        <translation>Ein Fenster von %1 Token ist zu kurz</translation>
    </message>
    <message>
        <source>a corpus needs a name</source>
        <translation>Ein Text braucht einen Namen</translation>
    </message>
    <message>
        <source>a corpus needs a file</source>
        <translation>Ein Text braucht eine Datei</translation>
    </message>
    <message>
        <source>the model carries no tokenizer.json</source>
        <translation>Das Modell hat keine tokenizer.json</translation>
    </message>
    <message>
        <source>put the tokenizer.json of the model beside its weights</source>
        <translation>Die tokenizer.json des Modells neben seine Gewichte legen</translation>
    </message>
    <message>
        <source>the model has no %1</source>
        <translation>Das Modell hat keine %1</translation>
    </message>
    <message>
        <source>a tokenizer model &quot;%1&quot; is not supported; BPE and Unigram are</source>
        <translation>Ein Tokenizer-Modell „%1“ wird nicht unterstützt; BPE und Unigram werden es</translation>
    </message>
    <message>
        <source>token id %1 at position %2 is outside the vocabulary of %3</source>
        <translation>Die Token-Nummer %1 an Position %2 liegt außerhalb des Vokabulars von %3</translation>
    </message>
    <message>
        <source>use the tokenizer that belongs to the model</source>
        <translation>Den Tokenizer verwenden, der zum Modell gehört</translation>
    </message>
    <message>
        <source>the text gives no token</source>
        <translation>Der Text ergibt kein Token</translation>
    </message>
    <message>
        <source>type a few words</source>
        <translation>Ein paar Wörter eingeben</translation>
    </message>
    <message>
        <source>the text has %1 tokens, more than the %2 of a walk</source>
        <translation>Der Text hat %1 Token, mehr als die %2 eines Token-Gangs</translation>
    </message>
    <message>
        <source>the text has %1 bytes, more than the %2 of a walk</source>
        <translation>Der Text hat %1 Bytes, mehr als die %2 eines Token-Gangs</translation>
    </message>
    <message>
        <source>shorten it, or analyse it as a corpus</source>
        <translation>Kürzen oder als Text analysieren</translation>
    </message>
    <message>
        <source>the embeddings of this text are not finite</source>
        <translation>Die Einbettungen dieses Textes sind nicht endlich</translation>
    </message>
    <message>
        <source>the output of layer %1 is not finite although its weights are</source>
        <translation>Die Ausgabe von Schicht %1 ist nicht endlich, obwohl ihre Gewichte es sind</translation>
    </message>
    <message>
        <source>its numbers overflow 32-bit floats</source>
        <translation>Ihre Zahlen überschreiten 32-Bit-Gleitkommazahlen</translation>
    </message>
    <message>
        <source>the hidden states after the final norm are not finite</source>
        <translation>Die Zustände nach der letzten Norm sind nicht endlich</translation>
    </message>
    <message>
        <source>the logits are not finite</source>
        <translation>Die Logits sind nicht endlich</translation>
    </message>
    <message>
        <source>the model&apos;s weights are damaged or its arithmetic overflows</source>
        <translation>Die Gewichte des Modells sind beschädigt, oder seine Rechnung läuft über</translation>
    </message>
    <message>
        <source>the router chose experts that do not exist</source>
        <translation>Der Router wählte Experten, die es nicht gibt</translation>
    </message>
    <message>
        <source>check the router&apos;s weights for values that are not finite</source>
        <translation>Die Gewichte des Routers auf nicht endliche Werte prüfen</translation>
    </message>
    <message>
        <source>attention sinks are not supported by the forward pass</source>
        <translation>Attention-Senken werden nicht unterstützt</translation>
    </message>
    <message>
        <source>%1 of %2 experts cannot be chosen</source>
        <translation>%1 von %2 Experten können nicht gewählt werden</translation>
    </message>
    <message>
        <source>check config.json</source>
        <translation>config.json prüfen</translation>
    </message>
    <message>
        <source>the analysis has no such corpus</source>
        <translation>Diesen Text hat die Analyse nicht</translation>
    </message>
    <message>
        <source>the analysis has no such result</source>
        <translation>Dieses Ergebnis hat die Analyse nicht</translation>
    </message>
    <message>
        <source>choose two of: %1</source>
        <translation>Zwei wählen aus: %1</translation>
    </message>
    <message>
        <source>choose one of: %1</source>
        <translation>Einen wählen aus: %1</translation>
    </message>
    <message>
        <source>the analysis does not hold the routing of this corpus</source>
        <translation>Die Analyse enthält das Routing dieses Textes nicht</translation>
    </message>
    <message>
        <source>run analyze with stage 1</source>
        <translation>Mit Stufe 1 analysieren</translation>
    </message>
    <message>
        <source>corpora are compared by frequency or load alone</source>
        <translation>Texte werden nur nach Häufigkeit oder Last verglichen</translation>
    </message>
    <message>
        <source>choose frequency or load</source>
        <translation>Häufigkeit oder Last wählen</translation>
    </message>
    <message>
        <source>a corpus is compared with itself</source>
        <translation>Ein Text wird mit sich selbst verglichen</translation>
    </message>
    <message>
        <source>choose two corpora</source>
        <translation>Zwei Texte wählen</translation>
    </message>
    <message>
        <source>the analysis does not hold this metric</source>
        <translation>Die Analyse enthält diese Größe nicht</translation>
    </message>
    <message>
        <source>there is no such metric</source>
        <translation>Diese Größe gibt es nicht</translation>
    </message>
    <message>
        <source>layer %1 has no routed experts</source>
        <translation>Schicht %1 hat keine gerouteten Experten</translation>
    </message>
    <message>
        <source>choose a layer with routed experts</source>
        <translation>Eine Schicht mit gerouteten Experten wählen</translation>
    </message>
    <message>
        <source>the tensor has no elements</source>
        <translation>Der Tensor hat keine Elemente</translation>
    </message>
    <message>
        <source>the %1 method needs an analysis</source>
        <translation>Das Verfahren %1 braucht eine Analyse</translation>
    </message>
    <message>
        <source>plan from a workspace that moqa analyze wrote, or take --method uniform</source>
        <translation>Erst die Texte analysieren oder eine Breite für alle nehmen</translation>
    </message>
    <message>
        <source>the %1 method needs a table of measured losses</source>
        <translation>Das Verfahren %1 braucht gemessene Verluste</translation>
    </message>
    <message>
        <source>fill it with moqa measure, or take --method moqa</source>
        <translation>Erst die Verluste messen oder das Verfahren MoQa nehmen</translation>
    </message>
    <message>
        <source>the model has no routed experts to plan for</source>
        <translation>Das Modell hat keine gerouteten Experten, für die zu planen wäre</translation>
    </message>
    <message>
        <source>no plan of widths %1 has %2 %3 or fewer; the smallest has %4</source>
        <translation>Kein Plan mit den Breiten %1 hat höchstens %2 %3; der kleinste hat %4</translation>
    </message>
    <message>
        <source>raise the target or add a lower width to --widths</source>
        <translation>Das Ziel erhöhen oder eine kleinere Breite dazunehmen</translation>
    </message>
    <message>
        <source>lower the target or add a higher width to --widths</source>
        <translation>Das Ziel senken oder eine größere Breite dazunehmen</translation>
    </message>
    <message>
        <source>mean bits</source>
        <translation>mittlere Bits</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>no width is given</source>
        <translation>Keine Breite ist angegeben</translation>
    </message>
    <message>
        <source>%1 is not a width</source>
        <translation>%1 ist keine Breite</translation>
    </message>
    <message>
        <source>choose from 1, 2, 3, 4, 5, 6, 8 and 16</source>
        <translation>Aus 1, 2, 3, 4, 5, 6, 8 und 16 wählen</translation>
    </message>
    <message>
        <source>width %1 is given twice</source>
        <translation>Die Breite %1 ist zweimal angegeben</translation>
    </message>
    <message>
        <source>the uniform method needs a width</source>
        <translation>Das gleichmäßige Verfahren braucht eine Breite</translation>
    </message>
    <message>
        <source>a uniform plan cannot have %1 bits</source>
        <translation>Ein gleichmäßiger Plan kann nicht %1 Bits haben</translation>
    </message>
    <message>
        <source>the method needs a budget</source>
        <translation>Das Verfahren braucht ein Budget</translation>
    </message>
    <message>
        <source>add --bits 3 or --bytes</source>
        <translation>--bits oder --bytes angeben</translation>
    </message>
    <message>
        <source>%1 mean bits cannot be</source>
        <translation>%1 mittlere Bits sind nicht möglich</translation>
    </message>
    <message>
        <source>--bits and --bytes contradict each other</source>
        <translation>--bits und --bytes widersprechen einander</translation>
    </message>
    <message>
        <source>give one of them</source>
        <translation>Eines davon angeben</translation>
    </message>
    <message>
        <source>this method has no byte target</source>
        <translation>Dieses Verfahren hat kein Ziel in Bytes</translation>
    </message>
    <message>
        <source>give --bits</source>
        <translation>--bits angeben</translation>
    </message>
    <message>
        <source>the rule has widths %1 and %2 only</source>
        <translation>Die Regel hat nur die Breiten %1 und %2</translation>
    </message>
    <message>
        <source>give a mean between them</source>
        <translation>Ein Mittel dazwischen angeben</translation>
    </message>
    <message>
        <source>the rule has no width below 2</source>
        <translation>Die Regel hat keine Breite unter 2</translation>
    </message>
    <message>
        <source>EWQ has three levels</source>
        <translation>EWQ hat drei Stufen</translation>
    </message>
    <message>
        <source>give three widths or more</source>
        <translation>Drei Breiten oder mehr angeben</translation>
    </message>
    <message>
        <source>%1 has no %2 weights to give more bits</source>
        <translation>%1 hat keine Gewichte der Art %2, die mehr Bits bekommen könnten</translation>
    </message>
    <message>
        <source>width %1 with group %2 was not measured</source>
        <translation>Die Breite %1 mit der Gruppe %2 wurde nicht gemessen</translation>
    </message>
    <message>
        <source>measure it: moqa measure --widths 1,2,3</source>
        <translation>Die Verluste mit den Breiten 1, 2 und 3 messen</translation>
    </message>
    <message>
        <source>measure it: moqa measure --widths</source>
        <translation>Die Verluste mit dieser Breite messen</translation>
    </message>
    <message>
        <source>width %1 was not measured with group %2</source>
        <translation>Die Breite %1 wurde nicht mit der Gruppe %2 gemessen</translation>
    </message>
    <message>
        <source>measure it (moqa measure --widths), or leave it out</source>
        <translation>Diese Breite messen oder weglassen</translation>
    </message>
    <message>
        <source>the score %1 is not defined for expert %2 of layer %3</source>
        <translation>Die Bewertung %1 ist für Experte %2 von Schicht %3 nicht bestimmt</translation>
    </message>
    <message>
        <source>choose a score that covers every expert</source>
        <translation>Eine Bewertung wählen, die jeden Experten erfasst</translation>
    </message>
    <message>
        <source>the score %1 has negative values</source>
        <translation>Die Bewertung %1 hat negative Werte</translation>
    </message>
    <message>
        <source>the score %1 needs an analysis</source>
        <translation>Die Bewertung %1 braucht eine Analyse</translation>
    </message>
    <message>
        <source>run moqa analyze and give its workspace</source>
        <translation>Erst die Texte analysieren</translation>
    </message>
    <message>
        <source>the score %1 needs a table of measured losses</source>
        <translation>Die Bewertung %1 braucht gemessene Verluste</translation>
    </message>
    <message>
        <source>fill it with moqa measure</source>
        <translation>Erst die Verluste messen</translation>
    </message>
    <message>
        <source>the experts&apos; weights are too small for a spectral exponent</source>
        <translation>Die Gewichte der Experten sind zu klein für einen Spektralexponenten</translation>
    </message>
    <message>
        <source>%1 bits are too few for %2 experts with one of 2 and one of 3</source>
        <translation>%1 Bits sind zu wenige für %2 Experten, von denen je einer 2 und 3 hat</translation>
    </message>
    <message>
        <source>raise the target</source>
        <translation>Das Ziel erhöhen</translation>
    </message>
    <message>
        <source>layers cannot keep between %1 and %2 mean bits</source>
        <translation>Schichten können nicht zwischen %1 und %2 mittleren Bits bleiben</translation>
    </message>
    <message>
        <source>layer %1 cannot keep its floor of %2 mean bits</source>
        <translation>Schicht %1 kann ihre untere Grenze von %2 mittleren Bits nicht halten</translation>
    </message>
    <message>
        <source>an overlap of %1 is outside [0, 1]</source>
        <translation>Eine Überlappung von %1 liegt außerhalb [0, 1]</translation>
    </message>
    <message>
        <source>a group of %1 columns cannot be</source>
        <translation>Eine Gruppe von %1 Spalten ist nicht möglich</translation>
    </message>
    <message>
        <source>give a number of columns, or -1 for the whole row</source>
        <translation>Eine Zahl von Spalten angeben oder -1 für die ganze Zeile</translation>
    </message>
    <message>
        <source>groups of %1 columns do not divide its rows of %2</source>
        <translation>Gruppen von %1 Spalten teilen seine Zeilen von %2 nicht</translation>
    </message>
    <message>
        <source>choose another --group, or --set &apos;PATTERN=WIDTH:GROUP&apos; for it</source>
        <translation>Eine andere Gruppe wählen oder eine Regel dafür setzen</translation>
    </message>
    <message>
        <source>groups of %1 do not divide %2 columns</source>
        <translation>Gruppen von %1 teilen %2 Spalten nicht</translation>
    </message>
    <message>
        <source>choose a group that does, such as 32</source>
        <translation>Eine Gruppe wählen, die es tut, etwa 32</translation>
    </message>
    <message>
        <source>no tensor of %1 matches &apos;%2&apos;</source>
        <translation>Kein Tensor von %1 passt zu „%2“</translation>
    </message>
    <message>
        <source>names are those of the checkpoint, such as %1</source>
        <translation>Namen sind die des Checkpoints, etwa %1</translation>
    </message>
    <message>
        <source>a rule needs a pattern and a width of 1, 2, 3, 4, 5, 6, 8 or 16</source>
        <translation>Eine Regel braucht ein Muster und eine Breite von 1, 2, 3, 4, 5, 6, 8 oder 16</translation>
    </message>
    <message>
        <source>the analysis is of another model (%1) than %2</source>
        <translation>Die Analyse gehört zu einem anderen Modell (%1) als %2</translation>
    </message>
    <message>
        <source>the analysis is of another model than the plan</source>
        <translation>Die Analyse gehört zu einem anderen Modell als der Plan</translation>
    </message>
    <message>
        <source>the analysis was cancelled after %1</source>
        <translation>Die Analyse wurde abgebrochen nach %1</translation>
    </message>
    <message>
        <source>run moqa analyze to its end</source>
        <translation>Die Analyse zu Ende führen</translation>
    </message>
    <message>
        <source>run moqa analyze on this model</source>
        <translation>Dieses Modell analysieren</translation>
    </message>
    <message>
        <source>run moqa analyze again</source>
        <translation>Noch einmal analysieren</translation>
    </message>
    <message>
        <source>run moqa analyze with stage 2</source>
        <translation>Mit Stufe 2 analysieren</translation>
    </message>
    <message>
        <source>run moqa analyze with stage 3</source>
        <translation>Mit Stufe 3 analysieren</translation>
    </message>
    <message>
        <source>the analysis has other layers or experts than the model</source>
        <translation>Die Analyse hat andere Schichten oder Experten als das Modell</translation>
    </message>
    <message>
        <source>redundant pairs are not in the workspace</source>
        <translation>Entbehrliche Paare sind nicht im Arbeitsbereich</translation>
    </message>
    <message>
        <source>%1 has no corpus &quot;%2&quot;</source>
        <translation>%1 hat keinen Text „%2“</translation>
    </message>
    <message>
        <source>it has %1</source>
        <translation>Vorhanden: %1</translation>
    </message>
    <message>
        <source>corpus &quot;%1&quot; is given twice</source>
        <translation>Der Text „%1“ ist zweimal angegeben</translation>
    </message>
    <message>
        <source>the weight of &quot;%1&quot; must be above 0</source>
        <translation>Das Gewicht von „%1“ muss über 0 liegen</translation>
    </message>
    <message>
        <source>the analysis has no significance for &quot;%1&quot;</source>
        <translation>Die Analyse hat keine Signifikanz für „%1“</translation>
    </message>
    <message>
        <source>the plan was made for another model (%1) than %2</source>
        <translation>Der Plan gehört zu einem anderen Modell (%1) als %2</translation>
    </message>
    <message>
        <source>the plan names expert %1 of layer %2, which %3 does not have</source>
        <translation>Der Plan nennt Experte %1 von Schicht %2, den %3 nicht hat</translation>
    </message>
    <message>
        <source>make the plan anew from this model&apos;s workspace</source>
        <translation>Den Plan mit diesem Modell neu machen</translation>
    </message>
    <message>
        <source>the plan has no unit for this expert</source>
        <translation>Der Plan hat keine Einheit für diesen Experten</translation>
    </message>
    <message>
        <source>the plan was not made by clusters</source>
        <translation>Der Plan entstand nicht aus Gruppen</translation>
    </message>
    <message>
        <source>make a plan by the significance of the experts</source>
        <translation>Einen Plan nach der Signifikanz der Experten machen</translation>
    </message>
    <message>
        <source>make the plan anew</source>
        <translation>Den Plan neu machen</translation>
    </message>
    <message>
        <source>analyse this model</source>
        <translation>Dieses Modell analysieren</translation>
    </message>
    <message>
        <source>the plan&apos;s option is not what a plan is made with</source>
        <translation>Diese Einstellung des Plans passt zu keinem Plan</translation>
    </message>
    <message>
        <source>the unlocked experts cannot bring the plan to %1 mean bits; its least is %2</source>
        <translation>Die nicht gesperrten Experten können den Plan nicht auf %1 mittlere Bits bringen; das Kleinste ist %2</translation>
    </message>
    <message>
        <source>raise the target or unlock experts</source>
        <translation>Das Ziel erhöhen oder Experten entsperren</translation>
    </message>
    <message>
        <source>%1 mean bits is not between %2 and %3</source>
        <translation>%1 mittlere Bits liegen nicht zwischen %2 und %3</translation>
    </message>
    <message>
        <source>losses are measured on the tokens of an analysis, and there is none</source>
        <translation>Verluste werden an den Token einer Analyse gemessen, und es gibt keine</translation>
    </message>
    <message>
        <source>analyse the model on its texts first</source>
        <translation>Das Modell erst mit seinen Texten analysieren</translation>
    </message>
    <message>
        <source>these losses were measured on another model</source>
        <translation>Diese Verluste wurden an einem anderen Modell gemessen</translation>
    </message>
    <message>
        <source>measure the open model</source>
        <translation>Das geöffnete Modell messen</translation>
    </message>
    <message>
        <source>the loss table was measured on another model</source>
        <translation>Die Verlusttabelle wurde an einem anderen Modell gemessen</translation>
    </message>
    <message>
        <source>measure %1 anew</source>
        <translation>%1 neu messen</translation>
    </message>
    <message>
        <source>measure this model anew</source>
        <translation>Dieses Modell neu messen</translation>
    </message>
    <message>
        <source>the plan and the loss table are of different models</source>
        <translation>Plan und Verlusttabelle gehören zu verschiedenen Modellen</translation>
    </message>
    <message>
        <source>the plan splits what the loss table measured as one</source>
        <translation>Der Plan teilt, was die Verlusttabelle als eines gemessen hat</translation>
    </message>
    <message>
        <source>the loss table names an expert that the model does not have</source>
        <translation>Die Verlusttabelle nennt einen Experten, den das Modell nicht hat</translation>
    </message>
    <message>
        <source>the loss table has an expert that the model has not</source>
        <translation>Die Verlusttabelle hat einen Experten, den das Modell nicht hat</translation>
    </message>
    <message>
        <source>the loss table lacks an expert of the model</source>
        <translation>Der Verlusttabelle fehlt ein Experte des Modells</translation>
    </message>
    <message>
        <source>no width was measured in the format of this plan</source>
        <translation>Im Format dieses Plans wurde keine Breite gemessen</translation>
    </message>
    <message>
        <source>measure losses with its group of columns</source>
        <translation>Verluste mit seiner Gruppe von Spalten messen</translation>
    </message>
    <message>
        <source>no width to measure</source>
        <translation>Keine Breite zu messen</translation>
    </message>
    <message>
        <source>%1 bits cannot be measured</source>
        <translation>%1 Bits können nicht gemessen werden</translation>
    </message>
    <message>
        <source>a group needs columns</source>
        <translation>Eine Gruppe braucht Spalten</translation>
    </message>
    <message>
        <source>the measured share must be above 0 and at most 1</source>
        <translation>Der gemessene Anteil muss über 0 liegen und höchstens 1 sein</translation>
    </message>
    <message>
        <source>must be a number of tokens</source>
        <translation>muss eine Zahl von Token sein</translation>
    </message>
    <message>
        <source>a measurement needs calibration tokens</source>
        <translation>Eine Messung braucht Token zum Kalibrieren</translation>
    </message>
    <message>
        <source>the model has no routed experts to measure</source>
        <translation>Das Modell hat keine gerouteten Experten zum Messen</translation>
    </message>
    <message>
        <source>the plan was made for corpora that this workspace does not hold: %1</source>
        <translation>Der Plan wurde für Texte gemacht, die dieser Arbeitsbereich nicht hat: %1</translation>
    </message>
    <message>
        <source>give the workspace that the plan was made from</source>
        <translation>Den Arbeitsbereich nehmen, aus dem der Plan entstand</translation>
    </message>
    <message>
        <source>no calibration tokens</source>
        <translation>Keine Token zum Kalibrieren</translation>
    </message>
    <message>
        <source>give at least one corpus</source>
        <translation>Mindestens einen Text angeben</translation>
    </message>
    <message>
        <source>%1 needs calibration tokens</source>
        <translation>%1 braucht Token zum Kalibrieren</translation>
    </message>
    <message>
        <source>give a corpus, or choose --method hqq or rtn</source>
        <translation>Einen Text angeben oder HQQ oder RTN wählen</translation>
    </message>
    <message>
        <source>damping must be a positive share of the mean diagonal</source>
        <translation>Die Dämpfung muss ein positiver Anteil der mittleren Diagonale sein</translation>
    </message>
    <message>
        <source>shrinkage must be a number of tokens, 0 or more</source>
        <translation>Die Schrumpfung muss eine Zahl von Token sein, 0 oder mehr</translation>
    </message>
    <message>
        <source>the factor must be a number of at least 0</source>
        <translation>Der Faktor muss eine Zahl von mindestens 0 sein</translation>
    </message>
    <message>
        <source>a window cannot be negative</source>
        <translation>Ein Fenster kann nicht negativ sein</translation>
    </message>
    <message>
        <source>another run is writing here</source>
        <translation>Ein anderer Lauf schreibt hier</translation>
    </message>
    <message>
        <source>wait for it to end</source>
        <translation>Auf sein Ende warten</translation>
    </message>
    <message>
        <source>this unfinished run differs in its %1</source>
        <translation>Dieser unfertige Lauf hat andere Angaben: %1</translation>
    </message>
    <message>
        <source>files of another kind are in the folder of the unfinished run</source>
        <translation>Im Ordner des unfertigen Laufs liegen Dateien anderer Art</translation>
    </message>
    <message>
        <source>look at it and remove it by hand</source>
        <translation>Ansehen und von Hand entfernen</translation>
    </message>
    <message>
        <source>what this unfinished run was made from cannot be read: %1</source>
        <translation>Woraus dieser unfertige Lauf entstand, ist nicht zu lesen: %1</translation>
    </message>
    <message>
        <source>there is something of this name already</source>
        <translation>Unter diesem Namen gibt es schon etwas</translation>
    </message>
    <message>
        <source>remove it or choose another name with -o</source>
        <translation>Entfernen oder einen anderen Namen wählen</translation>
    </message>
    <message>
        <source>there is no corpus to evaluate on</source>
        <translation>Es gibt keinen Text zum Bewerten</translation>
    </message>
    <message>
        <source>a window of %1 tokens scores nothing</source>
        <translation>Ein Fenster von %1 Token bewertet nichts</translation>
    </message>
    <message>
        <source>give at least %1</source>
        <translation>Mindestens %1 angeben</translation>
    </message>
    <message>
        <source>a window of %1 tokens is beyond the model&apos;s limit of %2</source>
        <translation>Ein Fenster von %1 Token überschreitet die Grenze des Modells von %2</translation>
    </message>
    <message>
        <source>give a smaller window</source>
        <translation>Ein kleineres Fenster angeben</translation>
    </message>
    <message>
        <source>its vocabulary has %1 tokens, that of %2 has %3</source>
        <translation>Sein Vokabular hat %1 Token, das von %2 hat %3</translation>
    </message>
    <message>
        <source>compare models of one family and tokenizer</source>
        <translation>Modelle einer Familie mit gleichem Tokenizer vergleichen</translation>
    </message>
    <message>
        <source>its experts are not laid out as those of %1</source>
        <translation>Seine Experten sind anders angeordnet als die von %1</translation>
    </message>
    <message>
        <source>compare a quantized model with the one it was made from</source>
        <translation>Ein quantisiertes Modell mit dem vergleichen, aus dem es entstand</translation>
    </message>
    <message>
        <source>%1 experts a layer are more than a comparison can hold</source>
        <translation>%1 Experten je Schicht sind mehr, als ein Vergleich fasst</translation>
    </message>
    <message>
        <source>this is no report of a study</source>
        <translation>Das ist kein Bericht einer Studie</translation>
    </message>
    <message>
        <source>read a report that moqa study or this page wrote as .json</source>
        <translation>Einen Bericht lesen, den diese Seite oder der Befehl study als .json geschrieben hat</translation>
    </message>
    <message>
        <source>a grid is a JSON object</source>
        <translation>Ein Gitter ist ein JSON-Objekt</translation>
    </message>
    <message>
        <source>a grid has no &quot;%1&quot;</source>
        <translation>Ein Gitter hat kein „%1“</translation>
    </message>
    <message>
        <source>&quot;%1&quot; must be %2</source>
        <translation>„%1“ muss sein: %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is missing</source>
        <translation>„%1“ fehlt</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>eine Zahl</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>eine ganze Zahl</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>ein Text</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>eine Liste</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>ein Objekt</translation>
    </message>
    <message>
        <source>a list of numbers</source>
        <translation>eine Liste von Zahlen</translation>
    </message>
    <message>
        <source>a list of plan methods</source>
        <translation>eine Liste von Verfahren</translation>
    </message>
    <message>
        <source>scores</source>
        <translation>Bewertungen</translation>
    </message>
    <message>
        <source>two texts have this name</source>
        <translation>Zwei Texte haben diesen Namen</translation>
    </message>
    <message>
        <source>give each its own</source>
        <translation>Jedem einen eigenen geben</translation>
    </message>
    <message>
        <source>no text calibrates</source>
        <translation>Kein Text kalibriert</translation>
    </message>
    <message>
        <source>no text evaluates</source>
        <translation>Kein Text bewertet</translation>
    </message>
    <message>
        <source>choose one under &quot;Texts and analysis&quot;</source>
        <translation>Einen unter „Texte und Analyse“ wählen</translation>
    </message>
    <message>
        <source>the grid names a text that is gone</source>
        <translation>Das Gitter nennt einen Text, den es nicht mehr gibt</translation>
    </message>
    <message>
        <source>no random plans have %1 to %2 mean bits</source>
        <translation>Keine zufälligen Pläne haben %1 bis %2 mittlere Bits</translation>
    </message>
    <message>
        <source>random plans are measured on the known texts, and there are none</source>
        <translation>Zufällige Pläne werden an den bekannten Texten gemessen, und es gibt keine</translation>
    </message>
    <message>
        <source>uniform quantization loses nothing on these corpora, so there is no loss to win back</source>
        <translation>Gleichmäßige Quantisierung verliert an diesen Texten nichts, also ist kein Verlust zurückzugewinnen</translation>
    </message>
    <message>
        <source>compare at a lower width or on more text</source>
        <translation>Bei kleinerer Breite oder an mehr Text vergleichen</translation>
    </message>
    <message>
        <source>there is no method &quot;%1&quot;</source>
        <translation>Das Verfahren „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>there is no score &quot;%1&quot;</source>
        <translation>Die Bewertung „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>choose one of %1</source>
        <translation>Eines wählen aus %1</translation>
    </message>
    <message>
        <source>the query is longer than %1 bytes</source>
        <translation>Die Abfrage ist länger als %1 Bytes</translation>
    </message>
    <message>
        <source>write it shorter</source>
        <translation>Kürzer schreiben</translation>
    </message>
    <message>
        <source>the pattern is not closed</source>
        <translation>Das Muster ist nicht geschlossen</translation>
    </message>
    <message>
        <source>end it with another /</source>
        <translation>Mit einem weiteren / beenden</translation>
    </message>
    <message>
        <source>the pattern is not valid: %1</source>
        <translation>Das Muster ist ungültig: %1</translation>
    </message>
    <message>
        <source>close every bracket, or type plain words</source>
        <translation>Jede Klammer schließen oder einfache Wörter eingeben</translation>
    </message>
    <message>
        <source>a number must follow %1</source>
        <translation>Nach %1 muss eine Zahl folgen</translation>
    </message>
    <message>
        <source>for example &gt; 1.5</source>
        <translation>Zum Beispiel &gt; 1.5</translation>
    </message>
    <message>
        <source>character %1</source>
        <translation>Zeichen %1</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>layer %1, expert %2</source>
        <translation>Schicht %1, Experte %2</translation>
    </message>
    <message>
        <source>the loss table</source>
        <translation>die Verlusttabelle</translation>
    </message>
    <message>
        <source>there is no text to adapt to</source>
        <translation>Es gibt keinen Text, an den anzupassen wäre</translation>
    </message>
    <message>
        <source>the channel cache is not that of this model</source>
        <translation>Der Kanal-Cache gehört nicht zu diesem Modell</translation>
    </message>
    <message>
        <source>write the file again with moqa quantize --cache</source>
        <translation>Noch einmal mit einem Kanal-Cache quantisieren</translation>
    </message>
    <message>
        <source>the text has %1 tokens, and a window is %2</source>
        <translation>Der Text hat %1 Token, und ein Fenster hat %2</translation>
    </message>
    <message>
        <source>give a longer text</source>
        <translation>Einen längeren Text nehmen</translation>
    </message>
    <message>
        <source>the significance of the channels is not of this model&apos;s shape</source>
        <translation>Die Signifikanz der Kanäle passt nicht zu diesem Modell</translation>
    </message>
    <message>
        <source>a channel cache is a share of the channels above 0 and up to 1</source>
        <translation>Ein Kanal-Cache ist ein Anteil der Kanäle über 0 und bis 1</translation>
    </message>
    <message>
        <source>such as 0.01</source>
        <translation>etwa 0.01</translation>
    </message>
    <message>
        <source>one calibration text does not show which channels change</source>
        <translation>Ein einziger Text zum Kalibrieren zeigt nicht, welche Kanäle sich ändern</translation>
    </message>
    <message>
        <source>calibrate on two texts or more, or leave --cache out</source>
        <translation>Mit zwei Texten oder mehr kalibrieren oder den Kanal-Cache weglassen</translation>
    </message>
    <message>
        <source>the analysis is not of this model</source>
        <translation>Die Analyse gehört nicht zu diesem Modell</translation>
    </message>
    <message>
        <source>run moqa analyze on it</source>
        <translation>Dieses Modell analysieren</translation>
    </message>
    <message>
        <source>this patch is applied twice</source>
        <translation>Dieser Patch wird zweimal angewandt</translation>
    </message>
    <message>
        <source>name it once</source>
        <translation>Einmal angeben</translation>
    </message>
    <message>
        <source>the patch is not for a model of this shape</source>
        <translation>Der Patch ist nicht für ein Modell dieser Form</translation>
    </message>
    <message>
        <source>use it with the file that it was made from</source>
        <translation>Mit der Datei verwenden, aus der er entstand</translation>
    </message>
    <message>
        <source>the patch names a channel that the model does not have</source>
        <translation>Der Patch nennt einen Kanal, den das Modell nicht hat</translation>
    </message>
    <message>
        <source>channel %1 of expert %2 in layer %3 is patched already</source>
        <translation>Kanal %1 von Experte %2 in Schicht %3 hat schon einen Patch</translation>
    </message>
    <message>
        <source>apply patches that overlap one at a time</source>
        <translation>Patches, die sich überschneiden, einzeln anwenden</translation>
    </message>
    <message>
        <source>the file does not say how calibration used the experts</source>
        <translation>Die Datei sagt nicht, wie das Kalibrieren die Experten nutzte</translation>
    </message>
    <message>
        <source>quantize it with calibration texts of two windows or more</source>
        <translation>Mit Texten von zwei Fenstern oder mehr kalibrieren und quantisieren</translation>
    </message>
    <message>
        <source>the text is shorter than one window</source>
        <translation>Der Text ist kürzer als ein Fenster</translation>
    </message>
    <message>
        <source>a cached channel has values beyond half precision</source>
        <translation>Ein Kanal im Cache hat Werte jenseits halber Genauigkeit</translation>
    </message>
    <message>
        <source>quantize without --cache</source>
        <translation>Ohne Kanal-Cache quantisieren</translation>
    </message>
    <message>
        <source>this file has no channel cache to switch with</source>
        <translation>Diese Datei hat keinen Kanal-Cache zum Umschalten</translation>
    </message>
    <message>
        <source>quantize again with --cache 0.01</source>
        <translation>Noch einmal mit einem Kanal-Cache von 0.01 quantisieren</translation>
    </message>
    <message>
        <source>patches go on a quantized file</source>
        <translation>Patches gehören auf eine quantisierte Datei</translation>
    </message>
    <message>
        <source>give the .h5 that moqa quantize --cache wrote</source>
        <translation>Die .h5 mit Kanal-Cache angeben</translation>
    </message>
    <message>
        <source>this patch belongs to another file</source>
        <translation>Dieser Patch gehört zu einer anderen Datei</translation>
    </message>
    <message>
        <source>it was made for the one with SHA-256 %1</source>
        <translation>Er wurde für die mit SHA-256 %1 gemacht</translation>
    </message>
    <message>
        <source>a weight is given for a corpus that is not there</source>
        <translation>Ein Gewicht ist für einen Text angegeben, den es nicht gibt</translation>
    </message>
    <message>
        <source>use the name of one of the corpora</source>
        <translation>Den Namen eines der Texte nehmen</translation>
    </message>
    <message>
        <source>a corpus weight must be a number of at least 0</source>
        <translation>Das Gewicht eines Textes muss eine Zahl von mindestens 0 sein</translation>
    </message>
    <message>
        <source>the key &quot;%1&quot; is given twice</source>
        <translation>Der Schlüssel „%1“ ist zweimal angegeben</translation>
    </message>
    <message>
        <source>unknown dtype &quot;%1&quot;</source>
        <translation>unbekannter Datentyp „%1“</translation>
    </message>
    <message>
        <source>the reference was run with another protocol or window</source>
        <translation>Der Vergleichslauf hatte ein anderes Protokoll oder Fenster</translation>
    </message>
    <message>
        <source>run it again with these options</source>
        <translation>Mit diesen Einstellungen noch einmal ausführen</translation>
    </message>
    <message>
        <source>the unfinished measurement is of another model</source>
        <translation>Die unfertige Messung gehört zu einem anderen Modell</translation>
    </message>
    <message>
        <source>the unfinished measurement differs in its options or texts</source>
        <translation>Die unfertige Messung hat andere Einstellungen oder Texte</translation>
    </message>
    <message>
        <source>the widths of the loss table reach %1 to %2</source>
        <translation>Die Breiten der Verlusttabelle reichen von %1 bis %2</translation>
    </message>
    <message>
        <source>%1 has no corpora</source>
        <translation>%1 hat keine Texte</translation>
    </message>
    <message>
        <source>the significance of &quot;%1&quot; has %2 values, not %3 x %4</source>
        <translation>Die Signifikanz von „%1“ hat %2 Werte, nicht %3 x %4</translation>
    </message>
    <message>
        <source>measure with --unit projection</source>
        <translation>Je Projektion messen</translation>
    </message>
    <message>
        <source>lower the floor, or pin its experts to wider formats</source>
        <translation>Die untere Grenze senken oder ihre Experten auf breitere Formate festlegen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is %2, outside [%3, %4]</source>
        <translation>„%1“ ist %2, außerhalb [%3, %4]</translation>
    </message>
    <message>
        <source>a plan must be a JSON object</source>
        <translation>Ein Plan muss ein JSON-Objekt sein</translation>
    </message>
    <message>
        <source>&quot;format&quot; is not &quot;moqa-plan&quot;</source>
        <translation>„format“ ist nicht „moqa-plan“</translation>
    </message>
    <message>
        <source>&quot;version&quot; is %1; this program reads version 1</source>
        <translation>„version“ ist %1; dieses Programm liest Version 1</translation>
    </message>
    <message>
        <source>use a newer program for a newer plan</source>
        <translation>Für einen neueren Plan ein neueres Programm verwenden</translation>
    </message>
    <message>
        <source>there is no objective &quot;%1&quot;</source>
        <translation>Das Ziel „%1“ gibt es nicht</translation>
    </message>
    <message>
        <source>choose mean, worst or regret</source>
        <translation>mean, worst oder regret wählen</translation>
    </message>
    <message>
        <source>the uniform method has no byte target</source>
        <translation>Das gleichmäßige Verfahren hat kein Ziel in Bytes</translation>
    </message>
    <message>
        <source>give --bits, or take --method moqa</source>
        <translation>--bits angeben oder das Verfahren MoQa nehmen</translation>
    </message>
    <message>
        <source>add --bits 3</source>
        <translation>--bits angeben, etwa 3</translation>
    </message>
    <message>
        <source>choose one width of 1, 2, 3, 4, 5, 6, 8 and 16</source>
        <translation>Eine Breite aus 1, 2, 3, 4, 5, 6, 8 und 16 wählen</translation>
    </message>
    <message>
        <source>a share of %1 cannot be</source>
        <translation>Ein Anteil von %1 ist nicht möglich</translation>
    </message>
    <message>
        <source>give 0 to count measured text alone, or a number such as 0.1</source>
        <translation>0 angeben, um nur gemessenen Text zu zählen, oder eine Zahl wie 0.1</translation>
    </message>
    <message>
        <source>give numbers of columns, or -1 for the whole row</source>
        <translation>Zahlen von Spalten angeben oder -1 für die ganze Zeile</translation>
    </message>
    <message>
        <source>write LOW:HIGH, such as 2:4</source>
        <translation>UNTEN:OBEN schreiben, etwa 2:4</translation>
    </message>
    <message>
        <source>&quot;%1=%2&quot; is not an override</source>
        <translation>„%1=%2“ ist keine Regel</translation>
    </message>
    <message>
        <source>write PATTERN=WIDTH[:GROUP]</source>
        <translation>MUSTER=BREITE[:GRUPPE] schreiben</translation>
    </message>
    <message>
        <source>a negative number of bytes</source>
        <translation>Eine negative Zahl von Bytes</translation>
    </message>
    <message>
        <source>an exponent of %1 cannot be</source>
        <translation>Ein Exponent von %1 ist nicht möglich</translation>
    </message>
    <message>
        <source>score:csv needs a file of values</source>
        <translation>score:csv braucht eine Datei mit Werten</translation>
    </message>
    <message>
        <source>shift them: bits follow ratios</source>
        <translation>Verschieben: Bits folgen Verhältnissen</translation>
    </message>
    <message>
        <source>the score and the measured loss are of different models</source>
        <translation>Bewertung und gemessener Verlust gehören zu verschiedenen Modellen</translation>
    </message>
    <message>
        <source>the result does not have the model&apos;s layers and experts</source>
        <translation>Das Ergebnis hat nicht die Schichten und Experten des Modells</translation>
    </message>
    <message>
        <source>the router does not have a row for each expert</source>
        <translation>Der Router hat nicht für jeden Experten eine Zeile</translation>
    </message>
    <message>
        <source>the weight must be a positive number</source>
        <translation>Das Gewicht muss eine positive Zahl sein</translation>
    </message>
    <message>
        <source>this text has two weights</source>
        <translation>Dieser Text hat zwei Gewichte</translation>
    </message>
    <message>
        <source>no calibration text has this name</source>
        <translation>Kein Text zum Kalibrieren hat diesen Namen</translation>
    </message>
    <message>
        <source>this calibration text has no weight</source>
        <translation>Dieser Text zum Kalibrieren hat kein Gewicht</translation>
    </message>
    <message>
        <source>a file that comes with the model has the name &quot;%1&quot;</source>
        <translation>Eine Datei, die zum Modell gehört, hat den Namen „%1“</translation>
    </message>
    <message>
        <source>attribute %1 cannot be read</source>
        <translation>Das Attribut %1 kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>attribute %1 is out of range</source>
        <translation>Das Attribut %1 liegt außerhalb seines Bereichs</translation>
    </message>
    <message>
        <source>its shape is impossible</source>
        <translation>Seine Form ist unmöglich</translation>
    </message>
    <message>
        <source>its shape or type is impossible</source>
        <translation>Seine Form oder Art ist unmöglich</translation>
    </message>
    <message>
        <source>its element type is not one of this format</source>
        <translation>Sein Datentyp gehört nicht zu diesem Format</translation>
    </message>
    <message>
        <source>this is not a dataset</source>
        <translation>Das sind keine Daten</translation>
    </message>
    <message>
        <source>it is not stored plainly inside the file</source>
        <translation>Es ist nicht einfach in der Datei gespeichert</translation>
    </message>
    <message>
        <source>the names in this group cannot be read</source>
        <translation>Die Namen in dieser Gruppe können nicht gelesen werden</translation>
    </message>
    <message>
        <source>this is not a group that can be read</source>
        <translation>Diese Gruppe kann nicht gelesen werden</translation>
    </message>
    <message>
        <source>it has %1 entries instead of %2</source>
        <translation>Es hat %1 Einträge statt %2</translation>
    </message>
    <message>
        <source>this weight is listed twice</source>
        <translation>Dieses Gewicht ist zweimal aufgeführt</translation>
    </message>
    <message>
        <source>it lists weights that config.json does not know</source>
        <translation>Sie führt Gewichte auf, die config.json nicht kennt</translation>
    </message>
    <message>
        <source>it does not have the type and shape its module claims</source>
        <translation>Es hat nicht die Art und Form, die sein Modul angibt</translation>
    </message>
    <message>
        <source>its codes do not have the size of its shape</source>
        <translation>Seine Codes haben nicht die Größe seiner Form</translation>
    </message>
    <message>
        <source>the index places its data outside the file</source>
        <translation>Das Verzeichnis legt seine Daten außerhalb der Datei</translation>
    </message>
    <message>
        <source>it is not a list</source>
        <translation>Das ist keine Liste</translation>
    </message>
    <message>
        <source>an entry is not an object</source>
        <translation>Ein Eintrag ist kein Objekt</translation>
    </message>
    <message>
        <source>a token id is negative</source>
        <translation>Eine Token-Nummer ist negativ</translation>
    </message>
    <message>
        <source>this name is there twice</source>
        <translation>Diesen Namen gibt es zweimal</translation>
    </message>
    <message>
        <source>a result must be an array of f64</source>
        <translation>Ein Ergebnis muss ein Feld von f64 sein</translation>
    </message>
    <message>
        <source>this result is there twice</source>
        <translation>Dieses Ergebnis gibt es zweimal</translation>
    </message>
    <message>
        <source>it is not the result that the index says</source>
        <translation>Es ist nicht das Ergebnis, das das Verzeichnis nennt</translation>
    </message>
    <message>
        <source>&quot;%1&quot; does not have the shape of this analysis</source>
        <translation>„%1“ hat nicht die Form dieser Analyse</translation>
    </message>
    <message>
        <source>the list of texts is not a list</source>
        <translation>Die Liste der Texte ist keine Liste</translation>
    </message>
    <message>
        <source>a text&apos;s share is not a fraction</source>
        <translation>Der Anteil eines Textes ist kein Bruch</translation>
    </message>
    <message>
        <source>a text has no name, or an impossible share or weight</source>
        <translation>Ein Text hat keinen Namen oder einen unmöglichen Anteil oder ein unmögliches Gewicht</translation>
    </message>
    <message>
        <source>an object has too many keys</source>
        <translation>Ein Objekt hat zu viele Schlüssel</translation>
    </message>
    <message>
        <source>the file was written again since the patch was made</source>
        <translation>Die Datei wurde seit dem Erstellen des Patches neu geschrieben</translation>
    </message>
    <message>
        <source>compare the text with the file as it is now</source>
        <translation>Den Text mit der Datei vergleichen, wie sie jetzt ist</translation>
    </message>
    <message>
        <source>no plan of widths %1 has %2 %3; the largest has %4</source>
        <translation>Kein Plan mit den Breiten %1 hat %2 %3; der größte hat %4</translation>
    </message>
    <message>
        <source>layer %1 cannot keep its ceiling of %2 mean bits</source>
        <translation>Schicht %1 kann ihre Obergrenze von %2 mittleren Bits nicht halten</translation>
    </message>
    <message>
        <source>&apos;%1&apos; pins a part of what was measured as one: layer %2, expert %3, %4</source>
        <translation>„%1“ legt einen Teil dessen fest, was als Ganzes gemessen wurde: Schicht %2, Experte %3, %4</translation>
    </message>
    <message>
        <source>pin %1 too, or measure with --unit projection</source>
        <translation>Auch %1 festlegen oder die Verluste je Projektion messen</translation>
    </message>
    <message>
        <source>pin %1 too</source>
        <translation>Auch %1 festlegen</translation>
    </message>
    <message>
        <source>move the target, or give --layer-bits more room</source>
        <translation>Das Ziel ändern oder den Schichten mehr Spielraum geben</translation>
    </message>
    <message>
        <source>raise the ceiling, or pin its experts to narrower formats</source>
        <translation>Die Obergrenze anheben oder ihre Experten auf schmalere Formate festlegen</translation>
    </message>
    <message>
        <source>the picture does not fit into memory</source>
        <translation>das Bild passt nicht in den Speicher</translation>
    </message>
    <message>
        <source>choose a smaller size or scale, or export SVG or PDF</source>
        <translation>wählen Sie eine kleinere Größe oder Skalierung, oder exportieren Sie SVG oder PDF</translation>
    </message>
</context>
<context>
    <name>moqa::EngineWords</name>
    <message>
        <source>layer %1 of %2</source>
        <translation>Schicht %1 von %2</translation>
    </message>
    <message>
        <source>expert %1 of %2</source>
        <translation>Experte %1 von %2</translation>
    </message>
    <message>
        <source>experts %1 of %2</source>
        <translation>Experten %1 von %2</translation>
    </message>
    <message>
        <source>scoring window %1 of %2</source>
        <translation>Fenster %1 von %2 wird bewertet</translation>
    </message>
    <message>
        <source>%1 of %2 tokens</source>
        <translation>%1 von %2 Token</translation>
    </message>
    <message>
        <source>%1 of %2 layers</source>
        <translation>%1 von %2 Schichten</translation>
    </message>
    <message>
        <source>tokenizing %1</source>
        <translation>%1 wird in Token zerlegt</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>experts</source>
        <translation>Experten</translation>
    </message>
    <message>
        <source>comparing experts</source>
        <translation>Experten werden verglichen</translation>
    </message>
    <message>
        <source>embedding and head</source>
        <translation>Einbettung und Ausgabe</translation>
    </message>
    <message>
        <source>writing</source>
        <translation>Schreiben</translation>
    </message>
    <message>
        <source>writing the file</source>
        <translation>Datei wird geschrieben</translation>
    </message>
    <message>
        <source>already quantized, going on behind it</source>
        <translation>schon quantisiert, weiter dahinter</translation>
    </message>
    <message>
        <source>reading headers</source>
        <translation>Dateiköpfe werden gelesen</translation>
    </message>
    <message>
        <source>reading the workspace</source>
        <translation>Arbeitsbereich wird gelesen</translation>
    </message>
    <message>
        <source>reading the model&apos;s headers</source>
        <translation>Dateiköpfe des Modells werden gelesen</translation>
    </message>
    <message>
        <source>reading the ledger</source>
        <translation>Verzeichnis der Tensoren wird gelesen</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>analysis done</source>
        <translation>Analyse fertig</translation>
    </message>
    <message>
        <source>reference done</source>
        <translation>Referenz fertig</translation>
    </message>
    <message>
        <source>evaluation done</source>
        <translation>Auswertung fertig</translation>
    </message>
    <message>
        <source>cluster %1 of %2</source>
        <translation>Gruppe %1 von %2</translation>
    </message>
    <message>
        <source>membership %1</source>
        <translation>Zugehörigkeit %1</translation>
    </message>
    <message>
        <source>low precision first over %1</source>
        <translation>die schmalere Breite zuerst, vor %1</translation>
    </message>
    <message>
        <source>budget</source>
        <translation>Budget</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>gleichmäßig</translation>
    </message>
    <message>
        <source>bits by score</source>
        <translation>Bits nach Bewertung</translation>
    </message>
    <message>
        <source>least gradient-weighted error</source>
        <translation>kleinster gradientengewichteter Fehler</translation>
    </message>
    <message>
        <source>all experts alike</source>
        <translation>alle Experten gleich</translation>
    </message>
    <message>
        <source>redundant</source>
        <translation>redundant</translation>
    </message>
    <message>
        <source>predicted loss %1 nats per token</source>
        <translation>vorhergesagter Verlust %1 nats je Token</translation>
    </message>
    <message>
        <source>layer programme of %1 bits</source>
        <translation>Schichtprogramm mit %1 Bits</translation>
    </message>
    <message>
        <source>among the %1 most frequent</source>
        <translation>unter den %1 häufigsten</translation>
    </message>
    <message>
        <source>not among the most frequent</source>
        <translation>nicht unter den häufigsten</translation>
    </message>
    <message>
        <source>layer %1 of %2, the first %3 are wide</source>
        <translation>Schicht %1 von %2, die ersten %3 sind breit</translation>
    </message>
    <message>
        <source>cosine %1, rank %2 of %3, the first %4 are wide</source>
        <translation>Kosinus %1, Rang %2 von %3, die ersten %4 sind breit</translation>
    </message>
    <message>
        <source>entropy %1</source>
        <translation>Entropie %1</translation>
    </message>
    <message>
        <source>widths by spectral exponent, median %1</source>
        <translation>Breiten nach spektralem Exponenten, Median %1</translation>
    </message>
    <message>
        <source>by hand</source>
        <translation>von Hand</translation>
    </message>
    <message>
        <source>set by &apos;%1&apos;</source>
        <translation>bestimmt durch „%1“</translation>
    </message>
    <message>
        <source>was set by &apos;%1&apos;</source>
        <translation>war bestimmt durch „%1“</translation>
    </message>
    <message>
        <source>the undisturbed model</source>
        <translation>das ungestörte Modell</translation>
    </message>
    <message>
        <source>attention and routing</source>
        <translation>Attention und Routing</translation>
    </message>
    <message>
        <source>divergence at the logits</source>
        <translation>Divergenz an den Logits</translation>
    </message>
    <message>
        <source>%1 at %2 bits</source>
        <translation>%1 bei %2 Bit</translation>
    </message>
    <message>
        <source>measuring losses</source>
        <translation>Verluste messen</translation>
    </message>
    <message>
        <source>random plans</source>
        <translation>Zufallspläne</translation>
    </message>
    <message>
        <source>reading texts</source>
        <translation>Texte lesen</translation>
    </message>
    <message>
        <source>analysing texts</source>
        <translation>Texte untersuchen</translation>
    </message>
</context>
<context>
    <name>moqa::EvaluateTable</name>
    <message>
        <source>known</source>
        <translation>bekannt</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>known: calibrated on another part of it; new: never seen</source>
        <translation>bekannt: auf einem anderen Teil kalibriert; neu: nie gesehen</translation>
    </message>
    <message>
        <source>Tokens scored</source>
        <translation>Bewertete Token</translation>
    </message>
    <message>
        <source>Perplexity of the full model</source>
        <translation>Perplexität des vollen Modells</translation>
    </message>
    <message>
        <source>Perplexity of the quantized model</source>
        <translation>Perplexität des quantisierten Modells</translation>
    </message>
    <message>
        <source>Mean KL(full || quantized) of a scored token, in nats</source>
        <translation>Mittlere KL(voll || quantisiert) je bewertetem Token, in nat</translation>
    </message>
    <message>
        <source>Share of tokens whose most likely next token is the same</source>
        <translation>Anteil der Token, deren wahrscheinlichster Nachfolger derselbe ist</translation>
    </message>
    <message>
        <source>Corpus</source>
        <translation>Korpus</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>PPL full</source>
        <translation>PPL voll</translation>
    </message>
    <message>
        <source>PPL quantized</source>
        <translation>PPL quantisiert</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Änderung</translation>
    </message>
    <message>
        <source>KL, nats</source>
        <translation>KL, nat</translation>
    </message>
    <message>
        <source>Same top-1</source>
        <translation>Gleiche Spitze</translation>
    </message>
</context>
<context>
    <name>moqa::ExportDesk</name>
    <message>
        <source>Check %1</source>
        <translation>%1 prüfen</translation>
    </message>
    <message numerus="yes">
        <source>Checked %1: all %n tensor(s) come back as they were written.</source>
        <translation>
            <numerusform>%1 geprüft: der eine Tensor kommt zurück, wie er geschrieben wurde.</numerusform>
            <numerusform>%1 geprüft: alle %n Tensoren kommen zurück, wie sie geschrieben wurden.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::ExportForm</name>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Save plan...</source>
        <translation>Plan speichern...</translation>
    </message>
    <message>
        <source>The plan as JSON, as the command line takes it</source>
        <translation>Der Plan als JSON, wie ihn die Befehlszeile nimmt</translation>
    </message>
    <message>
        <source>File or folder to write</source>
        <translation>Zu schreibende Datei oder Ordner</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Wählen...</translation>
    </message>
    <message>
        <source>Choose the place to write to</source>
        <translation>Den Ort zum Schreiben wählen</translation>
    </message>
    <message>
        <source>Quantizer</source>
        <translation>Quantisierer</translation>
    </message>
    <message>
        <source>GPTQ</source>
        <translation>GPTQ</translation>
    </message>
    <message>
        <source>round to nearest</source>
        <translation>Runden</translation>
    </message>
    <message>
        <source>&amp;Method:</source>
        <translation>&amp;Verfahren:</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>error to the power 2.4</source>
        <translation>Fehler hoch 2,4</translation>
    </message>
    <message>
        <source>squared error</source>
        <translation>quadratischer Fehler</translation>
    </message>
    <message>
        <source>by the moments</source>
        <translation>nach den Momenten</translation>
    </message>
    <message>
        <source>&amp;Scale search:</source>
        <translation>&amp;Skalensuche:</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keiner</translation>
    </message>
    <message>
        <source>Share of the channels that the file keeps at half precision as well: those whose significance differs most between the calibration texts. The page Adapt switches them for a new text.</source>
        <translation>Anteil der Kanäle, die die Datei zusätzlich in halber Genauigkeit behält: die, deren Bedeutung sich zwischen den Kalibriertexten am stärksten unterscheidet. Die Seite Anpassen schaltet sie für einen neuen Text um.</translation>
    </message>
    <message>
        <source>What the export will cost</source>
        <translation>Was die Ausgabe kosten wird</translation>
    </message>
    <message>
        <source>What is missing or wrong</source>
        <translation>Was fehlt oder falsch ist</translation>
    </message>
    <message>
        <source>Outcome of the export</source>
        <translation>Ergebnis der Ausgabe</translation>
    </message>
    <message>
        <source>E&amp;xport</source>
        <translation>A&amp;usgeben</translation>
    </message>
    <message>
        <source>Write it, then read it again to check</source>
        <translation>Schreiben und zur Prüfung wieder lesen</translation>
    </message>
    <message>
        <source>Start a&amp;new</source>
        <translation>Neu an&amp;fangen</translation>
    </message>
    <message>
        <source>Give up the finished layers; options can be chosen again</source>
        <translation>Die fertigen Schichten aufgeben; die Optionen sind wieder wählbar</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>The finished layers of a file are kept</source>
        <translation>Die fertigen Schichten einer Datei bleiben erhalten</translation>
    </message>
    <message>
        <source>Chec&amp;k</source>
        <translation>&amp;Prüfen</translation>
    </message>
    <message>
        <source>Read the written file again and compare every tensor</source>
        <translation>Die geschriebene Datei wieder lesen und jeden Tensor vergleichen</translation>
    </message>
    <message>
        <source>&amp;Go on</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>H&amp;DF5, our own: the plan as it is</source>
        <translation>H&amp;DF5, unser eigenes: der Plan, wie er ist</translation>
    </message>
    <message>
        <source>safe&amp;tensors: its values at 16 bits</source>
        <translation>safe&amp;tensors: seine Werte mit 16 Bit</translation>
    </message>
    <message>
        <source>Channe&amp;l cache:</source>
        <translation>Kana&amp;lspeicher:</translation>
    </message>
</context>
<context>
    <name>moqa::ExportPage</name>
    <message>
        <source>Export</source>
        <translation>Ausgeben</translation>
    </message>
    <message>
        <source>The plan as a file: what each target can hold of it and costs. What is written is read again and compared, tensor by tensor.</source>
        <translation>Der Plan als Datei: was jedes Ziel von ihm halten kann und kostet. Was geschrieben ist, wird wieder gelesen und Tensor für Tensor verglichen.</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message>
        <source>What came back</source>
        <translation>Was zurückkam</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Export again</source>
        <translation>Neu ausgeben</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>What each target costs appears here when there is a plan: make one on the page Plan.</source>
        <translation>Was jedes Ziel kostet, erscheint hier, sobald es einen Plan gibt: auf der Seite Plan einen machen.</translation>
    </message>
    <message>
        <source>Size of each target</source>
        <translation>Größe jedes Ziels</translation>
    </message>
    <message>
        <source>Targets of an export</source>
        <translation>Ziele einer Ausgabe</translation>
    </message>
    <message>
        <source>Files that were written</source>
        <translation>Geschriebene Dateien</translation>
    </message>
    <message>
        <source>Tensors, read again</source>
        <translation>Tensoren, wieder gelesen</translation>
    </message>
    <message>
        <source>Write the quantized model</source>
        <translation>Das quantisierte Modell schreiben</translation>
    </message>
    <message>
        <source>Quantized model (*.h5)</source>
        <translation>Quantisiertes Modell (*.h5)</translation>
    </message>
    <message>
        <source>Folder to put the safetensors folder in</source>
        <translation>Ordner, in den der safetensors-Ordner kommt</translation>
    </message>
    <message>
        <source> %1 are free there.</source>
        <translation> Dort sind %1 frei.</translation>
    </message>
    <message>
        <source>About %1 on disk.</source>
        <translation>Etwa %1 auf der Platte.</translation>
    </message>
    <message>
        <source>Open a model to export it.</source>
        <translation>Ein Modell öffnen, um es auszugeben.</translation>
    </message>
    <message>
        <source>Make a plan first, on the page Plan.</source>
        <translation>Erst einen Plan machen, auf der Seite Plan.</translation>
    </message>
    <message>
        <source>Name the file or folder to write.</source>
        <translation>Die Datei oder den Ordner nennen.</translation>
    </message>
    <message>
        <source>There is no folder %1.</source>
        <translation>Es gibt keinen Ordner %1.</translation>
    </message>
    <message>
        <source>Write the HDF5 file of this plan first: safetensors are made from it.</source>
        <translation>Erst die HDF5-Datei dieses Plans schreiben: aus ihr werden die safetensors gemacht.</translation>
    </message>
    <message>
        <source>The HDF5 file of this plan is gone: %1. Write it again.</source>
        <translation>Die HDF5-Datei dieses Plans ist fort: %1. Schreiben Sie sie neu.</translation>
    </message>
    <message>
        <source>There is something of the name %1 already.</source>
        <translation>Es gibt schon etwas mit dem Namen %1.</translation>
    </message>
    <message>
        <source>A quantized model opens again only under a name in .h5.</source>
        <translation>Ein quantisiertes Modell öffnet sich nur unter einem Namen auf .h5 wieder.</translation>
    </message>
    <message>
        <source>%1 is a folder.</source>
        <translation>%1 ist ein Ordner.</translation>
    </message>
    <message>
        <source>GPTQ and a channel cache need calibration texts: analyse the model on texts first.</source>
        <translation>GPTQ und ein Kanalspeicher brauchen Kalibriertexte: das Modell erst an Texten analysieren.</translation>
    </message>
    <message>
        <source>One calibration text does not show which channels change: a channel cache needs two or more.</source>
        <translation>Ein einziger Kalibriertext zeigt nicht, welche Kanäle sich ändern: ein Kanalspeicher braucht zwei oder mehr.</translation>
    </message>
    <message>
        <source>The HDF5 file that this is made from is outdated.</source>
        <translation>Die HDF5-Datei, aus der dies gemacht wird, ist veraltet.</translation>
    </message>
    <message>
        <source>%1 is there and will be replaced.</source>
        <translation>%1 ist da und wird ersetzt.</translation>
    </message>
    <message>
        <source>Save the plan</source>
        <translation>Den Plan speichern</translation>
    </message>
    <message>
        <source>Plan (*.json)</source>
        <translation>Plan (*.json)</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
    <message>
        <source>Plan %1: %2 mean bits, %3</source>
        <translation>Plan %1: im Mittel %2 Bit, %3</translation>
    </message>
    <message>
        <source>No plan is made yet.</source>
        <translation>Noch ist kein Plan gemacht.</translation>
    </message>
    <message>
        <source>The plan is read from a file (&quot;Save plan...&quot;), the texts from the saved workspace.</source>
        <translation>Der Plan wird aus einer Datei gelesen („Plan speichern...“), die Texte aus dem gespeicherten Arbeitsbereich.</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>hält an</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, noch %1</translation>
    </message>
    <message>
        <source> SHA-256 %1….</source>
        <translation> SHA-256 %1….</translation>
    </message>
    <message>
        <source>Wrote %1, %2.</source>
        <translation>%1 geschrieben, %2.</translation>
    </message>
    <message numerus="yes">
        <source>All %n tensor(s) come back as written.</source>
        <translation>
            <numerusform>Der eine Tensor kommt zurück, wie er geschrieben wurde.</numerusform>
            <numerusform>Alle %n Tensoren kommen zurück, wie sie geschrieben wurden.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 of %2 tensors do NOT come back as written.</source>
        <translation>%1 von %2 Tensoren kommen NICHT zurück, wie sie geschrieben wurden.</translation>
    </message>
</context>
<context>
    <name>moqa::ExportSources</name>
    <message>
        <source>the quantized values widened to bf16, original names; no size gain</source>
        <translation>die quantisierten Werte zu bf16 erweitert, ursprüngliche Namen; kein Gewinn an Größe</translation>
    </message>
    <message>
        <source>transformers, vLLM, llama.cpp&apos;s converter: everything that loads the original</source>
        <translation>transformers, vLLM, der Konverter von llama.cpp: alles, was das Original lädt</translation>
    </message>
    <message>
        <source>one type per layer and projection</source>
        <translation>ein Typ je Schicht und Projektion</translation>
    </message>
    <message>
        <source>per-module GPTQ layout</source>
        <translation>GPTQ-Anordnung je Modul</translation>
    </message>
    <message>
        <source>one scheme per layer</source>
        <translation>ein Schema je Schicht</translation>
    </message>
    <message>
        <source>per-module bits</source>
        <translation>Bits je Modul</translation>
    </message>
    <message>
        <source>transformers with auto-round</source>
        <translation>transformers mit auto-round</translation>
    </message>
    <message>
        <source>not there yet: its blocks are not written; it could hold these widths</source>
        <translation>noch nicht da: seine Blöcke werden nicht geschrieben; diese Breiten könnte es halten</translation>
    </message>
    <message>
        <source>not there yet: its blocks are not written, and %1</source>
        <translation>noch nicht da: seine Blöcke werden nicht geschrieben, und %1</translation>
    </message>
    <message>
        <source>not there yet: its layout is not written</source>
        <translation>noch nicht da: seine Anordnung wird nicht geschrieben</translation>
    </message>
    <message>
        <source>HDF5, our own</source>
        <translation>HDF5, unser eigenes</translation>
    </message>
    <message>
        <source>codes, scales, zero points, plan, ledger and channel cache; a hash for every dataset</source>
        <translation>Codes, Skalen, Nullpunkte, Plan, Verzeichnis und Kanalspeicher; eine Prüfsumme je Datensatz</translation>
    </message>
    <message>
        <source>moqa, moqa-workbench</source>
        <translation>moqa, moqa-workbench</translation>
    </message>
    <message>
        <source>every width, group and symmetry, and the channel cache</source>
        <translation>jede Breite, Gruppe und Symmetrie und den Kanalspeicher</translation>
    </message>
    <message>
        <source>every width, group and symmetry</source>
        <translation>jede Breite, Gruppe und Symmetrie</translation>
    </message>
    <message>
        <source>the values of every width, at 16 bits</source>
        <translation>die Werte jeder Breite, mit 16 Bit</translation>
    </message>
    <message>
        <source>What each target costs</source>
        <translation>Was jedes Ziel kostet</translation>
    </message>
    <message>
        <source>%1; estimated by part, and measured where it was written</source>
        <translation>%1; geschätzt nach Teilen, und gemessen, wo es geschrieben wurde</translation>
    </message>
    <message>
        <source>Bytes on disk. The original as it is stored; the plan in each target that can be written.</source>
        <translation>Bytes auf der Platte. Das Original, wie es gespeichert ist; der Plan in jedem Ziel, das geschrieben werden kann.</translation>
    </message>
    <message>
        <source>part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>%1, written</source>
        <translation>%1, geschrieben</translation>
    </message>
    <message>
        <source>as measured</source>
        <translation>wie gemessen</translation>
    </message>
    <message>
        <source>Targets</source>
        <translation>Ziele</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n target(s)</source>
        <translation>
            <numerusform>%1: %n Ziel</numerusform>
            <numerusform>%1: %n Ziele</numerusform>
        </translation>
    </message>
    <message>
        <source>Target</source>
        <translation>Ziel</translation>
    </message>
    <message>
        <source>Estimated</source>
        <translation>Geschätzt</translation>
    </message>
    <message>
        <source>Written</source>
        <translation>Geschrieben</translation>
    </message>
    <message>
        <source>Of this plan</source>
        <translation>Von diesem Plan</translation>
    </message>
    <message>
        <source>What it holds</source>
        <translation>Was es hält</translation>
    </message>
    <message>
        <source>Loaded by</source>
        <translation>Geladen von</translation>
    </message>
    <message>
        <source>Tensors of the file, read again</source>
        <translation>Tensoren der Datei, wieder gelesen</translation>
    </message>
    <message>
        <source>Tensors of the folder, read again</source>
        <translation>Tensoren des Ordners, wieder gelesen</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n tensor(s), %2 of them not as written</source>
        <translation>
            <numerusform>%1: %n Tensor, %2 davon nicht wie geschrieben</numerusform>
            <numerusform>%1: %n Tensoren, %2 davon nicht wie geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>Bits</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>Error of the run</source>
        <translation>Fehler des Laufs</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Error as read again</source>
        <translation>Fehler, wieder gelesen</translation>
    </message>
    <message>
        <source>Largest difference</source>
        <translation>Größter Unterschied</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Gleich</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>NO</source>
        <translation>NEIN</translation>
    </message>
    <message>
        <source>Files that were written</source>
        <translation>Geschriebene Dateien</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n file(s), %2</source>
        <translation>
            <numerusform>%1: %n Datei, %2</numerusform>
            <numerusform>%1: %n Dateien, %2</numerusform>
        </translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
</context>
<context>
    <name>moqa::FlowView</name>
    <message>
        <source>layer %1, expert %2 to layer %3, expert %4: %5 tokens, %6 % of the first&apos;s; %7 times chance</source>
        <translation>Schicht %1, Experte %2 nach Schicht %3, Experte %4: %5 Token, %6 % derer des ersten; %7-mal der Zufall</translation>
    </message>
    <message numerus="yes">
        <source>%1: the %n strongest flow(s)</source>
        <translation>
            <numerusform>%1: der %n stärkste Fluss</numerusform>
            <numerusform>%1: die %n stärksten Flüsse</numerusform>
        </translation>
    </message>
    <message>
        <source>expert, layer %1</source>
        <translation>Experte, Schicht %1</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>lift</source>
        <translation>Lift</translation>
    </message>
    <message>
        <source>From layer %1 to layer %2</source>
        <translation>Von Schicht %1 nach Schicht %2</translation>
    </message>
    <message>
        <source>%1, %2 tokens; the strongest flows, %3 % of all transitions</source>
        <translation>%1, %2 Token; die stärksten Flüsse, %3 % aller Übergänge</translation>
    </message>
    <message>
        <source>all corpora</source>
        <translation>alle Texte</translation>
    </message>
    <message>
        <source>A token that chose the left expert and the right one is a transition. Experts are as tall as their transitions; what is not covered by bands went elsewhere.</source>
        <translation>Ein Token, das den linken und den rechten Experten wählte, ist ein Übergang. Experten sind so hoch wie ihre Übergänge; was kein Band bedeckt, ging anderswohin.</translation>
    </message>
    <message>
        <source>experts of layer %1 (left), of layer %2 (right)</source>
        <translation>Experten der Schicht %1 (links), der Schicht %2 (rechts)</translation>
    </message>
    <message>
        <source>over %1 times chance</source>
        <translation>über %1-mal der Zufall</translation>
    </message>
    <message>
        <source>about chance</source>
        <translation>etwa Zufall</translation>
    </message>
    <message>
        <source>under 1 / %1 of chance</source>
        <translation>unter 1 / %1 des Zufalls</translation>
    </message>
</context>
<context>
    <name>moqa::FormParts</name>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
</context>
<context>
    <name>moqa::FrontierKeeper</name>
    <message>
        <source>Least predicted losses</source>
        <translation>Kleinste vorhergesagte Verluste</translation>
    </message>
</context>
<context>
    <name>moqa::FrontierPanel</name>
    <message>
        <source>Measured:</source>
        <translation>Gemessen:</translation>
    </message>
    <message>
        <source>Table of measured losses</source>
        <translation>Tabelle gemessener Verluste</translation>
    </message>
    <message>
        <source>Which of the measurements of this workspace predicts</source>
        <translation>Welche der Messungen dieses Arbeitsbereichs vorhersagt</translation>
    </message>
    <message>
        <source>Predicted loss:</source>
        <translation>Vorhersage:</translation>
    </message>
    <message>
        <source>The least that a plan of this budget loses: the measured losses of all experts at their widths, mean over the measured texts</source>
        <translation>Das Wenigste, was ein Plan dieses Budgets verliert: die gemessenen Verluste aller Experten bei ihren Breiten, gemittelt über die gemessenen Texte</translation>
    </message>
    <message>
        <source>Against:</source>
        <translation>Dagegen:</translation>
    </message>
    <message>
        <source>The plan of one width whose mean bits are nearest</source>
        <translation>Der Plan mit einer einzigen Breite, dessen mittlere Bits am nächsten liegen</translation>
    </message>
    <message>
        <source>Size:</source>
        <translation>Größe:</translation>
    </message>
    <message>
        <source>All bytes that are stored</source>
        <translation>Alle gespeicherten Bytes</translation>
    </message>
    <message>
        <source>One more MB:</source>
        <translation>Ein MB mehr:</translation>
    </message>
    <message>
        <source>What the next megabyte of codes would save at this budget</source>
        <translation>Was das nächste Megabyte an Codes bei diesem Budget sparen würde</translation>
    </message>
    <message>
        <source>Make the plan of this budget and add it to the plans: one step that can be undone</source>
        <translation>Den Plan dieses Budgets machen und zu den Plänen legen: ein Schritt, der sich zurücknehmen lässt</translation>
    </message>
    <message>
        <source>Predicted loss against mean bits</source>
        <translation>Vorhergesagter Verlust über mittleren Bits</translation>
    </message>
    <message>
        <source>Budget in mean bits</source>
        <translation>Budget in mittleren Bits</translation>
    </message>
    <message>
        <source>Mean bits of the routed experts; the arrow keys move by 0.01, Page Up and Page Down by 0.25</source>
        <translation>Mittlere Bits der gerouteten Experten; die Pfeiltasten gehen um 0,01, Bild auf und Bild ab um 0,25 weiter</translation>
    </message>
    <message>
        <source>Mean &amp;bits:</source>
        <translation>Mittlere &amp;Bits:</translation>
    </message>
    <message>
        <source>Plans need the model that was measured.</source>
        <translation>Pläne brauchen das Modell, das gemessen wurde.</translation>
    </message>
    <message>
        <source>Preparing the least losses...</source>
        <translation>Kleinste Verluste werden vorbereitet ...</translation>
    </message>
    <message>
        <source>%1 at %2 mean bits</source>
        <translation>%1 bei %2 mittleren Bits</translation>
    </message>
    <message>
        <source>saves %1</source>
        <translation>spart %1</translation>
    </message>
    <message numerus="yes">
        <source>%1, uniform %n bit</source>
        <translation>
            <numerusform>%1, gleichmäßig %n Bit</numerusform>
            <numerusform>%1, gleichmäßig %n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>Use pla&amp;n</source>
        <translation>Pla&amp;n nehmen</translation>
    </message>
    <message>
        <source>Measured at every width: %1 of %2 units; the others are measured at one and predicted, give or take %3 %.</source>
        <translation>In jeder Breite gemessen: %1 von %2 Einheiten; die übrigen sind in einer gemessen und sonst vorhergesagt, auf etwa %3 % genau.</translation>
    </message>
</context>
<context>
    <name>moqa::FrontierSource</name>
    <message>
        <source>%1 nats a token</source>
        <translation>%1 Nats je Token</translation>
    </message>
    <message numerus="yes">
        <source>uniform %n bit</source>
        <translation>
            <numerusform>gleichmäßig %n Bit</numerusform>
            <numerusform>gleichmäßig %n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>least loss</source>
        <translation>kleinster Verlust</translation>
    </message>
    <message>
        <source>%1: %2 mean bits, %3, %4</source>
        <translation>%1: %2 mittlere Bits, %3, %4</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n plan(s) beside the least loss at each budget</source>
        <translation>
            <numerusform>%1: %n Plan neben dem kleinsten Verlust bei jedem Budget</numerusform>
            <numerusform>%1: %n Pläne neben dem kleinsten Verlust bei jedem Budget</numerusform>
        </translation>
    </message>
    <message>
        <source>plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>mean bits</source>
        <translation>mittlere Bits</translation>
    </message>
    <message>
        <source>predicted loss, nats a token</source>
        <translation>vorhergesagter Verlust, Nats je Token</translation>
    </message>
    <message>
        <source>size of the model, MB</source>
        <translation>Größe des Modells, MB</translation>
    </message>
    <message>
        <source>Predicted loss against mean bits</source>
        <translation>Vorhergesagter Verlust über mittleren Bits</translation>
    </message>
    <message>
        <source>nats a token</source>
        <translation>Nats je Token</translation>
    </message>
    <message>
        <source>Sum of the measured losses of all experts at their widths, mean over the texts that were measured. The curve is the least that is possible at each budget; below and to the left is better.</source>
        <translation>Summe der gemessenen Verluste aller Experten bei ihren Breiten, gemittelt über die gemessenen Texte. Die Kurve ist das Kleinste, was bei jedem Budget möglich ist; unten und links ist besser.</translation>
    </message>
    <message>
        <source>%1 tokens measured</source>
        <translation>%1 Token gemessen</translation>
    </message>
    <message numerus="yes">
        <source>; %n plan(s) not drawn: formats not measured</source>
        <translation>
            <numerusform>; %n Plan nicht gezeichnet: Formate nicht gemessen</numerusform>
            <numerusform>; %n Pläne nicht gezeichnet: Formate nicht gemessen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::FrontierView</name>
    <message>
        <source>mean bits of the routed experts</source>
        <translation>mittlere Bits der gerouteten Experten</translation>
    </message>
    <message>
        <source>least loss</source>
        <translation>kleinster Verlust</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>gleichmäßig</translation>
    </message>
    <message>
        <source>plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>nats a token</source>
        <translation>Nats je Token</translation>
    </message>
</context>
<context>
    <name>moqa::GridSource</name>
    <message>
        <source>all corpora</source>
        <translation>alle Korpora</translation>
    </message>
    <message>
        <source> against </source>
        <translation> gegen </translation>
    </message>
    <message>
        <source>not seen: no token came here</source>
        <translation>nicht gesehen: kein Token kam hierher</translation>
    </message>
    <message>
        <source>, %1 tokens</source>
        <translation>, %1 Token</translation>
    </message>
    <message>
        <source>%1: dense, no experts</source>
        <translation>%1: dicht, keine Experten</translation>
    </message>
    <message>
        <source>projections differ</source>
        <translation>Projektionen verschieden</translation>
    </message>
    <message numerus="yes">
        <source>%n bit</source>
        <translation>
            <numerusform>%n Bit</numerusform>
            <numerusform>%n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>, rank %1 of %2 in %3</source>
        <translation>, Rang %1 von %2 in %3</translation>
    </message>
    <message>
        <source>; %1 tokens</source>
        <translation>; %1 Token</translation>
    </message>
    <message>
        <source>%1, %2: %3 rows of %4, %5 columns of %6, values from %7 to %8%9</source>
        <translation>%1, %2: %3 Zeilen (%4), %5 Spalten (%6), Werte von %7 bis %8%9</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>expert</source>
        <translation>Experte</translation>
    </message>
    <message>
        <source>%1, layer %2</source>
        <translation>%1, Schicht %2</translation>
    </message>
    <message>
        <source>no value: never chosen, or the expert itself</source>
        <translation>kein Wert: nie gewählt, oder der Experte selbst</translation>
    </message>
    <message>
        <source>, experts in cluster order</source>
        <translation>, Experten nach Gruppen geordnet</translation>
    </message>
    <message>
        <source>Bits of the routed experts</source>
        <translation>Bits der gerouteten Experten</translation>
    </message>
    <message>
        <source>%1: %2 mean bits, %3 true bits, %4</source>
        <translation>%1: im Mittel %2 Bit, %3 wahre Bit, %4</translation>
    </message>
    <message>
        <source>bit</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>expert, by load</source>
        <translation>Experte, nach Last</translation>
    </message>
    <message>
        <source>expert, by significance</source>
        <translation>Experte, nach Bedeutung</translation>
    </message>
    <message>
        <source>expert, by cluster</source>
        <translation>Experte, nach Gruppe</translation>
    </message>
    <message>
        <source>%1: %2 less %3</source>
        <translation>%1: %2 weniger %3</translation>
    </message>
    <message>
        <source>%1: %2 tokens; %3: %4 tokens</source>
        <translation>%1: %2 Token; %3: %4 Token</translation>
    </message>
    <message>
        <source>not seen in one of them</source>
        <translation>in einem von beiden nicht gesehen</translation>
    </message>
    <message>
        <source>other expert</source>
        <translation>anderer Experte</translation>
    </message>
    <message>
        <source> (95 %: %1 to %2)</source>
        <translation> (95 %: %1 bis %2)</translation>
    </message>
    <message>
        <source>rank in %1</source>
        <translation>Rang in %1</translation>
    </message>
    <message>
        <source>95 % from</source>
        <translation>95 % von</translation>
    </message>
    <message>
        <source>95 % to</source>
        <translation>95 % bis</translation>
    </message>
    <message>
        <source>not analysed</source>
        <translation>nicht analysiert</translation>
    </message>
    <message>
        <source>; 95 % intervals of each cell, p by %1</source>
        <translation>; 95-%-Intervalle jeder Zelle, p nach %1</translation>
    </message>
    <message>
        <source>; too few windows: the intervals are likely too narrow</source>
        <translation>; zu wenige Fenster: die Intervalle sind wohl zu eng</translation>
    </message>
    <message>
        <source>Benjamini-Hochberg over %1 cells</source>
        <translation>Benjamini-Hochberg über %1 Zellen</translation>
    </message>
    <message>
        <source>not significant at a false discovery rate of %1 % (Benjamini-Hochberg)</source>
        <translation>nicht signifikant bei einer Falschentdeckungsrate von %1 % (Benjamini-Hochberg)</translation>
    </message>
    <message>
        <source>, not significant: p = %1, %2</source>
        <translation>, nicht signifikant: p = %1, %2</translation>
    </message>
    <message>
        <source>, significant: p = %1, %2</source>
        <translation>, signifikant: p = %1, %2</translation>
    </message>
    <message>
        <source>p, Benjamini-Hochberg</source>
        <translation>p, Benjamini-Hochberg</translation>
    </message>
</context>
<context>
    <name>moqa::HeatMapView</name>
    <message>
        <source>16 (kept)</source>
        <translation>16 (behalten)</translation>
    </message>
    <message>
        <source>1 bit</source>
        <translation>1 Bit</translation>
    </message>
    <message>
        <source>%1 % of the values lie outside the colours</source>
        <translation>%1 % der Werte liegen außerhalb der Farben</translation>
    </message>
    <message>
        <source>rank among all values, %</source>
        <translation>Rang unter allen Werten, %</translation>
    </message>
    <message>
        <source>  |  pinned: %1</source>
        <translation>  |  angeheftet: %1</translation>
    </message>
    <message>
        <source>colours from %1 to %2%3</source>
        <translation>Farben von %1 bis %2%3</translation>
    </message>
    <message>
        <source>%1, logarithmic</source>
        <translation>%1, logarithmisch</translation>
    </message>
    <message>
        <source>%1, by rank</source>
        <translation>%1, nach Rang</translation>
    </message>
</context>
<context>
    <name>moqa::HelpWindow</name>
    <message>
        <source>Manual</source>
        <translation>Handbuch</translation>
    </message>
    <message>
        <source>Search, Enter for the next place</source>
        <translation>Suchen, Eingabe für die nächste Stelle</translation>
    </message>
    <message>
        <source>Search in the manual</source>
        <translation>Im Handbuch suchen</translation>
    </message>
</context>
<context>
    <name>moqa::HistogramBrush</name>
    <message>
        <source>Histogram of the experts</source>
        <translation>Histogramm der Experten</translation>
    </message>
    <message>
        <source>No values to choose by.</source>
        <translation>Keine Werte, nach denen sich auswählen lässt.</translation>
    </message>
    <message>
        <source>%1: %2 to %3. Drag over the bars to select the experts with these values, or use Shift and the arrow keys.</source>
        <translation>%1: %2 bis %3. Über die Balken ziehen, um die Experten mit diesen Werten auszuwählen, oder Umschalt und die Pfeiltasten benutzen.</translation>
    </message>
    <message>
        <source>%1: %2 to %3 selected</source>
        <translation>%1: %2 bis %3 ausgewählt</translation>
    </message>
</context>
<context>
    <name>moqa::InspectorModel</name>
    <message>
        <source>quantity</source>
        <translation>Größe</translation>
    </message>
</context>
<context>
    <name>moqa::InspectorPanel</name>
    <message>
        <source>Quantities of the expert</source>
        <translation>Größen des Experten</translation>
    </message>
    <message>
        <source>Point at an expert, or move the cursor with the arrow keys.</source>
        <translation>Auf einen Experten zeigen, oder den Zeiger mit den Pfeiltasten bewegen.</translation>
    </message>
    <message>
        <source>Layer %1, expert %2</source>
        <translation>Schicht %1, Experte %2</translation>
    </message>
    <message numerus="yes">
        <source>%n bit in the plan</source>
        <translation>
            <numerusform>%n Bit im Plan</numerusform>
            <numerusform>%n Bit im Plan</numerusform>
        </translation>
    </message>
    <message>
        <source>projections differ in the plan</source>
        <translation>Projektionen im Plan verschieden</translation>
    </message>
    <message>
        <source>, locked</source>
        <translation>, gesperrt</translation>
    </message>
</context>
<context>
    <name>moqa::JobCosts</name>
    <message>
        <source>About %1 to %2; %3 of memory beside the model</source>
        <translation>Etwa %1 bis %2; %3 Arbeitsspeicher neben dem Modell</translation>
    </message>
    <message>
        <source>%1, %2 on disk.</source>
        <translation>%1, %2 auf der Platte.</translation>
    </message>
</context>
<context>
    <name>moqa::JobRunner</name>
    <message>
        <source>waiting for the jobs before it</source>
        <translation>wartet auf die Aufträge davor</translation>
    </message>
</context>
<context>
    <name>moqa::JobWatch</name>
    <message>
        <source>Done in %1.</source>
        <translation>Fertig nach %1.</translation>
    </message>
    <message>
        <source>Failed after %1.</source>
        <translation>Gescheitert nach %1.</translation>
    </message>
</context>
<context>
    <name>moqa::JobsPanel</name>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source> – %1 left</source>
        <translation> – noch %1</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>hält an …</translation>
    </message>
    <message>
        <source>done in %1</source>
        <translation>fertig in %1</translation>
    </message>
    <message>
        <source>cancelled after %1</source>
        <translation>abgebrochen nach %1</translation>
    </message>
    <message>
        <source>failed after %1</source>
        <translation>gescheitert nach %1</translation>
    </message>
    <message>
        <source>replaced by a later request</source>
        <translation>durch eine spätere Anfrage ersetzt</translation>
    </message>
    <message>
        <source>Progress of %1</source>
        <translation>Fortschritt von %1</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>%1 abbrechen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
</context>
<context>
    <name>moqa::LayerLossPanel</name>
    <message>
        <source>Predicted loss by layer</source>
        <translation>Vorhergesagter Verlust je Schicht</translation>
    </message>
    <message>
        <source>nats a token</source>
        <translation>Nats je Token</translation>
    </message>
    <message>
        <source>What the experts of a layer add to the divergence of the model&apos;s answers at the widths of the plan, mean over the measured texts.</source>
        <translation>Was die Experten einer Schicht bei den Breiten des Plans zur Divergenz der Antworten des Modells beitragen, gemittelt über die gemessenen Texte.</translation>
    </message>
    <message>
        <source>%1 tokens measured</source>
        <translation>%1 Token gemessen</translation>
    </message>
    <message numerus="yes">
        <source>uniform %n bit</source>
        <translation>
            <numerusform>gleichmäßig %n Bit</numerusform>
            <numerusform>gleichmäßig %n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>Predicted loss of the plan</source>
        <translation>Vorhergesagter Verlust des Plans</translation>
    </message>
    <message>
        <source>No plan to draw yet.</source>
        <translation>Noch kein Plan zum Zeichnen.</translation>
    </message>
    <message>
        <source>The plan has a width, group or split that was not measured.</source>
        <translation>Der Plan hat eine Breite, Gruppe oder Teilung, die nicht gemessen wurde.</translation>
    </message>
    <message>
        <source>%1 in all</source>
        <translation>%1 insgesamt</translation>
    </message>
    <message>
        <source>; %1 of %2</source>
        <translation>; %1 bei %2</translation>
    </message>
</context>
<context>
    <name>moqa::LayerLossView</name>
    <message>
        <source>layer %1: %2 %3</source>
        <translation>Schicht %1: %2 %3</translation>
    </message>
    <message numerus="yes">
        <source>%1 over %n layer(s): %2 %3</source>
        <translation>
            <numerusform>%1 über %n Schicht: %2 %3</numerusform>
            <numerusform>%1 über %n Schichten: %2 %3</numerusform>
        </translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>nats a token</source>
        <translation>Nats je Token</translation>
    </message>
</context>
<context>
    <name>moqa::LayerTable</name>
    <message>
        <source>outside layers</source>
        <translation>außerhalb der Schichten</translation>
    </message>
    <message>
        <source>||W - Wq|| / ||W||, over the routed experts</source>
        <translation>||W - Wq|| / ||W||, über die gerouteten Experten</translation>
    </message>
    <message>
        <source>Relative error of the MoE block&apos;s output on calibration tokens</source>
        <translation>Relativer Fehler der Ausgabe des MoE-Blocks auf den Kalibriertoken</translation>
    </message>
    <message>
        <source>Tensors that got another treatment than asked, see the ledger</source>
        <translation>Tensoren, die anders als verlangt behandelt wurden, siehe Verzeichnis</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Weight error</source>
        <translation>Gewichtsfehler</translation>
    </message>
    <message>
        <source>Output error</source>
        <translation>Ausgabefehler</translation>
    </message>
    <message>
        <source>Fallbacks</source>
        <translation>Ausweichungen</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
</context>
<context>
    <name>moqa::LedgerSource</name>
    <message>
        <source>Every tensor of the quantized model</source>
        <translation>Jeder Tensor des quantisierten Modells</translation>
    </message>
    <message>
        <source>%1: %2 tensors, %3 of them treated otherwise than asked</source>
        <translation>%1: %2 Tensoren, %3 davon anders als verlangt behandelt</translation>
    </message>
    <message>
        <source>Tensor</source>
        <translation>Tensor</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Weight error</source>
        <translation>Gewichtsfehler</translation>
    </message>
    <message>
        <source>Output error</source>
        <translation>Ausgabefehler</translation>
    </message>
    <message>
        <source>Tokens seen</source>
        <translation>Gesehene Token</translation>
    </message>
    <message>
        <source>Fallback</source>
        <translation>Ausweichung</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>row</source>
        <translation>Zeile</translation>
    </message>
</context>
<context>
    <name>moqa::LogCapture</name>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) came too fast and are not shown.</source>
        <translation>
            <numerusform>%n Zeile kam zu schnell und wird nicht gezeigt.</numerusform>
            <numerusform>%n Zeilen kamen zu schnell und werden nicht gezeigt.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::LogModel</name>
    <message>
        <source>error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Stufe</translation>
    </message>
    <message>
        <source>Area</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
</context>
<context>
    <name>moqa::LogPanel</name>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Filter of the log</source>
        <translation>Filter des Protokolls</translation>
    </message>
    <message>
        <source>All lines</source>
        <translation>Alle Zeilen</translation>
    </message>
    <message>
        <source>Warnings and errors</source>
        <translation>Warnungen und Fehler</translation>
    </message>
    <message>
        <source>Errors</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Least level of the lines shown</source>
        <translation>Niedrigste gezeigte Stufe</translation>
    </message>
    <message>
        <source>Copy the lines selected, or all that are shown</source>
        <translation>Die ausgewählten Zeilen kopieren, oder alle gezeigten</translation>
    </message>
    <message>
        <source>Save the lines shown as a text file</source>
        <translation>Die gezeigten Zeilen als Textdatei speichern</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Protokoll speichern</translation>
    </message>
    <message>
        <source>Text (*.log *.txt)</source>
        <translation>Text (*.log *.txt)</translation>
    </message>
    <message>
        <source>Show what it names</source>
        <translation>Zeigen, was sie nennt</translation>
    </message>
    <message>
        <source>The tensor, expert or layer that the line names (Enter)</source>
        <translation>Der Tensor, Experte oder die Schicht, die die Zeile nennt (Eingabetaste)</translation>
    </message>
</context>
<context>
    <name>moqa::MainWindow</name>
    <message>
        <source>MoQa Workbench</source>
        <translation>MoQa Workbench</translation>
    </message>
    <message>
        <source>%1[*] – MoQa Workbench</source>
        <translation>%1[*] – MoQa Workbench</translation>
    </message>
    <message>
        <source>%1: %2 %</source>
        <translation>%1: %2 %</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, noch %1</translation>
    </message>
    <message>
        <source>work</source>
        <translation>arbeit</translation>
    </message>
    <message>
        <source>Save workspace</source>
        <translation>Arbeitsbereich speichern</translation>
    </message>
    <message>
        <source>Workspace (*.moqa)</source>
        <translation>Arbeitsbereich (*.moqa)</translation>
    </message>
    <message>
        <source>Unsaved changes</source>
        <translation>Nicht gespeicherte Änderungen</translation>
    </message>
    <message>
        <source>%1 has changes that are not saved.</source>
        <translation>%1 hat Änderungen, die nicht gespeichert sind.</translation>
    </message>
    <message>
        <source>Analysis, plans and reports are kept in the workspace file.</source>
        <translation>Untersuchung, Pläne und Berichte liegen in der Arbeitsbereichsdatei.</translation>
    </message>
    <message>
        <source>Jobs are running</source>
        <translation>Aufträge laufen</translation>
    </message>
    <message>
        <source>Layers that are quantized are kept; the next run goes on from them.</source>
        <translation>Fertig quantisierte Schichten bleiben; der nächste Lauf macht dort weiter.</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>Locate the model</source>
        <translation>Modell suchen</translation>
    </message>
    <message>
        <source>The results are shown without their model: %1.</source>
        <translation>Die Ergebnisse werden ohne ihr Modell gezeigt: %1.</translation>
    </message>
    <message>
        <source>Locate model...</source>
        <translation>Modell suchen...</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Später</translation>
    </message>
    <message>
        <source>Stop and leave?</source>
        <translation>Anhalten und verlassen?</translation>
    </message>
    <message numerus="yes">
        <source>%n job(s) still run.</source>
        <translation>
            <numerusform>%n Auftrag läuft noch.</numerusform>
            <numerusform>%n Aufträge laufen noch.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop and close?</source>
        <translation>Anhalten und schließen?</translation>
    </message>
</context>
<context>
    <name>moqa::Manual</name>
    <message>
        <source>Open a model or workspace, the demo, or what was open lately.</source>
        <translation>Ein Modell oder einen Arbeitsbereich öffnen, das Demomodell, oder was zuletzt offen war.</translation>
    </message>
    <message>
        <source>The tensors of the model as a tree, and where its bytes are: attention, router, shared and routed experts, embeddings.</source>
        <translation>Die Tensoren des Modells als Baum, und wo seine Bytes sind: Attention, Router, gemeinsame und geroutete Experten, Einbettungen.</translation>
    </message>
    <message>
        <source>Stage 1: how the routers spread the tokens of your texts over the experts. Each cell is an expert of a layer; hatched cells saw no token. Load 1 is the fair share. How much to trust a figure depends on the sample: it stands under the title and in the read-out.</source>
        <translation>Stufe 1: wie die Router die Token der eigenen Texte auf die Experten verteilen. Jede Zelle ist ein Experte einer Schicht; schraffierte Zellen sahen kein Token. Last 1 ist der gerechte Anteil. Wie weit einer Zahl zu trauen ist, hängt an der Stichprobe: sie steht unter dem Titel und in der Anzeige.</translation>
    </message>
    <message>
        <source>Stage 2: what each expert gives to the output on each text, one text against another. Points far from the diagonal are specialists.</source>
        <translation>Stufe 2: was jeder Experte auf jedem Text zur Ausgabe beiträgt, ein Text gegen den anderen. Punkte weit von der Diagonale sind Spezialisten.</translation>
    </message>
    <message>
        <source>Stage 3: which experts of a layer are chosen together more often than by chance, and whether they then answer alike (overlap) or differently (complement).</source>
        <translation>Stufe 3: welche Experten einer Schicht öfter als durch Zufall gemeinsam gewählt werden, und ob sie dann ähnlich antworten (Überlappung) oder verschieden (Ergänzung).</translation>
    </message>
    <message>
        <source>A sentence of your own, token by token through the experts of each layer.</source>
        <translation>Ein eigener Satz, Token für Token durch die Experten jeder Schicht.</translation>
    </message>
    <message>
        <source>The bits of every expert. A plan is made for a budget and then painted by hand; sizes follow while you paint, and every stroke can be undone.</source>
        <translation>Die Bits jedes Experten. Ein Plan wird für ein Budget gemacht und dann von Hand übermalt; die Größen folgen beim Malen, und jeder Strich lässt sich zurücknehmen.</translation>
    </message>
    <message>
        <source>Quantizes with the plan, layer by layer, and compares the result with the full model on known and on new texts. Losses are always measured.</source>
        <translation>Quantisiert Schicht für Schicht mit dem Plan und vergleicht das Ergebnis auf bekannten und auf neuen Texten mit dem vollen Modell. Verluste sind immer gemessen.</translation>
    </message>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Größen</translation>
    </message>
    <message>
        <source>T tokens, N experts of a layer, K chosen for each token, n_e tokens of expert e, g combine weight, w token weight, h gated intermediate, y output of an expert. The same texts: moqa explain METRIC.</source>
        <translation>T Token, N Experten einer Schicht, K je Token gewählte, n_e Token des Experten e, g Mischgewicht, w Tokengewicht, h Zwischenwert nach dem Gate, y Ausgabe eines Experten. Dieselben Texte: moqa explain GRÖSSE.</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Work</source>
        <translation>Arbeit</translation>
    </message>
    <message>
        <source>Plan, on the plot</source>
        <translation>Plan, auf dem Diagramm</translation>
    </message>
    <message>
        <source>Metrics, on the plot</source>
        <translation>Größen, auf dem Diagramm</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
    <message>
        <source>Help</source>
        <translation>Hilfe</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Sonstiges</translation>
    </message>
    <message>
        <source>&lt;p&gt;The left button is the tool: Select, Pan, Zoom, or Paint on the plan. The middle button pans in every tool. The wheel zooms, with Shift along x alone, with Ctrl along y alone. A double click or Ctrl+0 shows all, Alt+Left goes back.&lt;/p&gt;&lt;p&gt;Arrows move the cell cursor, with Shift they select, Home and End jump, Space pins. Esc ends a gesture, then clears the selection.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Die linke Taste ist das Werkzeug: Auswählen, Schieben, Zoomen, oder Malen auf dem Plan. Die mittlere Taste schiebt in jedem Werkzeug. Das Rad zoomt, mit Umschalt nur entlang x, mit Strg nur entlang y. Ein Doppelklick oder Strg+0 zeigt alles, Alt+Links geht zurück.&lt;/p&gt;&lt;p&gt;Die Pfeile bewegen den Zellzeiger, mit Umschalt wählen sie aus, Pos1 und Ende springen, die Leertaste heftet an. Esc beendet eine Geste, dann hebt es die Auswahl auf.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>MoQa Workbench</source>
        <translation>MoQa Workbench</translation>
    </message>
    <message>
        <source>Gestures</source>
        <translation>Gesten</translation>
    </message>
    <message>
        <source>Whether a quantized file still fits a new text. A file that was written with a channel cache remembers how its experts were used on the calibration texts and keeps the channels that differ most between them at half precision. Choose or drop a text: its use of the experts is compared with theirs, layer by layer, against the band of the known texts. Experts whose significance asks for another width are listed, and what a switch of their cached channels wins is measured before anything is written. A saved patch lies over the file until it is taken back; the file itself is never changed.</source>
        <translation>Ob eine quantisierte Datei noch zu einem neuen Text passt. Eine Datei mit Kanalspeicher weiß, wie ihre Experten auf den Kalibriertexten genutzt wurden, und behält die Kanäle, die sich zwischen ihnen am stärksten unterscheiden, in halber Genauigkeit. Einen Text wählen oder ablegen: seine Nutzung der Experten wird Schicht für Schicht mit der ihren verglichen, gegen das Band der bekannten Texte. Experten, deren Bedeutung eine andere Breite verlangt, werden genannt, und was ein Umschalten ihrer gespeicherten Kanäle gewinnt, wird gemessen, bevor etwas geschrieben ist. Ein gespeicherter Patch liegt über der Datei, bis er zurückgenommen wird; die Datei selbst ändert sich nie.</translation>
    </message>
    <message>
        <source>The plan as a file: our own HDF5, which holds every width, or safetensors, which hold its values at 16 bits for programs that know nothing of plans. Sizes are estimated before and measured after. What was written is read again: each tensor must have the error that the run measured, or the very values that were meant. Formats that are not there yet say what is missing.</source>
        <translation>Der Plan als Datei: unser eigenes HDF5, das jede Breite hält, oder safetensors, die seine Werte mit 16 Bit halten, für Programme, die von Plänen nichts wissen. Größen werden vorher geschätzt und nachher gemessen. Was geschrieben ist, wird wieder gelesen: jeder Tensor muss den Fehler haben, den der Lauf gemessen hat, oder genau die gemeinten Werte. Formate, die noch nicht da sind, sagen, was fehlt.</translation>
    </message>
    <message>
        <source>Which guess of an expert&apos;s need for bits predicts the measured loss on this model. Losses differ between layers by orders of magnitude: a score that merely changes with depth correlates when all experts are pooled and says nothing about which expert of a layer needs bits (Simpson&apos;s paradox). Look at the correlation within layers; the table warns where the pooled one misleads. Values of your own, lines of layer,expert,value or tensor name,value, can be dropped on the page as CSV.</source>
        <translation>Welche Schätzung des Bitbedarfs eines Experten den gemessenen Verlust auf diesem Modell vorhersagt. Verluste unterscheiden sich zwischen Schichten um Größenordnungen: eine Kennzahl, die sich bloß mit der Tiefe ändert, korreliert, wenn alle Experten in einen Topf kommen, und sagt nichts darüber, welcher Experte einer Schicht Bits braucht (Simpson-Paradox). Es zählt die Korrelation innerhalb der Schichten; die Tabelle warnt, wo die gemeinsame in die Irre führt. Eigene Werte, Zeilen mit Schicht,Experte,Wert oder Tensorname,Wert, lassen sich als CSV auf der Seite ablegen.</translation>
    </message>
    <message>
        <source>Plans by many methods, each quantized and scored under the same conditions, beside uniform bits. Shares are of what the uniform plan loses; the brackets are 95 % intervals of a paired bootstrap over windows, p says how well the best plan of a budget is told from another. Random plans show how far predicted losses can be trusted. &quot;In short&quot; says it in sentences: what gained, what did not help, what was worse.</source>
        <translation>Pläne nach vielen Methoden, jeder unter gleichen Bedingungen quantisiert und bewertet, neben gleichmäßigen Bits. Anteile beziehen sich auf das, was der gleichmäßige Plan verliert; in Klammern stehen 95-%-Intervalle eines gepaarten Bootstraps über Fenster, p sagt, wie sicher der beste Plan eines Budgets sich von einem anderen unterscheidet. Zufallspläne zeigen, wie weit vorhergesagten Verlusten zu trauen ist. „In Kürze“ sagt es in Sätzen: was gewann, was nicht half, was schlechter war.</translation>
    </message>
</context>
<context>
    <name>moqa::MappingPage</name>
    <message>
        <source>Mapping</source>
        <translation>Zuordnung</translation>
    </message>
    <message>
        <source>An expert&apos;s significance on one text against another. On the dashed diagonal it means the same to both; far from it, the plan should know which text comes.</source>
        <translation>Die Bedeutung eines Experten auf einem Text gegen die auf einem anderen. Auf der gestrichelten Diagonale bedeutet er beiden gleich viel; weit von ihr sollte der Plan wissen, welcher Text kommt.</translation>
    </message>
    <message>
        <source>&amp;Metric:</source>
        <translation>&amp;Größe:</translation>
    </message>
    <message>
        <source>Al&amp;ong x:</source>
        <translation>Entl&amp;ang x:</translation>
    </message>
    <message>
        <source>Along &amp;y:</source>
        <translation>Entlang &amp;y:</translation>
    </message>
    <message>
        <source>La&amp;yer:</source>
        <translation>Schich&amp;t:</translation>
    </message>
    <message>
        <source>Lo&amp;garithmic axes</source>
        <translation>Lo&amp;garithmische Achsen</translation>
    </message>
    <message>
        <source>Two analysed texts are needed to compare them.

Choose texts with &quot;Texts and analysis&quot; (Ctrl+T).</source>
        <translation>Zum Vergleich braucht es zwei untersuchte Texte.

Mit „Texte und Untersuchung“ (Strg+T) Texte wählen.</translation>
    </message>
    <message>
        <source>One corpus against another</source>
        <translation>Ein Korpus gegen einen anderen</translation>
    </message>
    <message>
        <source>What each expert means to each text appears here after an analysis with stage 2.</source>
        <translation>Was jeder Experte jedem Text bedeutet, erscheint hier nach einer Analyse mit Stufe 2.</translation>
    </message>
    <message>
        <source>How few channels carry the change between texts: needs stage 2 of an analysis of at least two texts.</source>
        <translation>Wie wenige Kanäle den Wechsel zwischen Texten tragen: braucht Stufe 2 einer Analyse von mindestens zwei Texten.</translation>
    </message>
    <message>
        <source>Views of the mapping</source>
        <translation>Ansichten der Abbildung</translation>
    </message>
    <message>
        <source>Text against text</source>
        <translation>Text gegen Text</translation>
    </message>
    <message>
        <source>Experts by texts</source>
        <translation>Experten nach Texten</translation>
    </message>
    <message>
        <source>Concentration of the change</source>
        <translation>Konzentration des Wechsels</translation>
    </message>
    <message>
        <source>Concentration</source>
        <translation>Konzentration</translation>
    </message>
    <message>
        <source>Channels of an expert</source>
        <translation>Kanäle eines Experten</translation>
    </message>
    <message>
        <source>Choose an expert on any page to see its channels.</source>
        <translation>Wählen Sie auf irgendeiner Seite einen Experten, um seine Kanäle zu sehen.</translation>
    </message>
    <message>
        <source>The channels of every expert are not kept by default: they are many. Analysing the same texts again with channels kept shows which few carry an expert.</source>
        <translation>Die Kanäle aller Experten werden nicht von selbst aufbewahrt: es sind viele. Dieselben Texte noch einmal mit Kanälen zu analysieren zeigt, welche wenigen einen Experten tragen.</translation>
    </message>
    <message>
        <source>Analyse again and keep channels</source>
        <translation>Noch einmal mit Kanälen analysieren</translation>
    </message>
</context>
<context>
    <name>moqa::MappingSources</name>
    <message>
        <source>change between texts</source>
        <translation>Wechsel zwischen Texten</translation>
    </message>
    <message>
        <source>significance on %1</source>
        <translation>Bedeutung auf %1</translation>
    </message>
    <message>
        <source>change within %1</source>
        <translation>Wechsel innerhalb von %1</translation>
    </message>
    <message>
        <source>What the top 1 % of the channels carry</source>
        <translation>Was das oberste 1 % der Kanäle trägt</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>What few channels carry, layer %1</source>
        <translation>Was wenige Kanäle tragen, Schicht %1</translation>
    </message>
    <message>
        <source>top channels of a thousand</source>
        <translation>oberste Kanäle von tausend</translation>
    </message>
    <message numerus="yes">
        <source>%n text(s), %1 tokens</source>
        <translation>
            <numerusform>%n Text, %1 Token</numerusform>
            <numerusform>%n Texte, %1 Token</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2 tokens</source>
        <translation>%1: %2 Token</translation>
    </message>
    <message>
        <source>%1, layer %2</source>
        <translation>%1, Schicht %2</translation>
    </message>
    <message>
        <source>not seen: no token came here</source>
        <translation>nicht gesehen: kein Token kam hierher</translation>
    </message>
    <message>
        <source>expert</source>
        <translation>Experte</translation>
    </message>
    <message>
        <source>text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Channels of layer %1, expert %2</source>
        <translation>Kanäle von Schicht %1, Experte %2</translation>
    </message>
    <message numerus="yes">
        <source>%1, %2 tokens; %n channel(s) by falling significance</source>
        <translation>
            <numerusform>%1, %2 Token; %n Kanal nach fallender Bedeutung</numerusform>
            <numerusform>%1, %2 Token; %n Kanäle nach fallender Bedeutung</numerusform>
        </translation>
    </message>
    <message>
        <source>all corpora</source>
        <translation>alle Texte</translation>
    </message>
    <message>
        <source>rank of the channel</source>
        <translation>Rang des Kanals</translation>
    </message>
    <message>
        <source>share of the expert</source>
        <translation>Anteil am Experten</translation>
    </message>
    <message>
        <source>channel</source>
        <translation>Kanal</translation>
    </message>
    <message>
        <source>dynamics</source>
        <translation>Dynamik</translation>
    </message>
    <message>
        <source>among the 1 % that change most between texts</source>
        <translation>unter dem 1 %, das sich zwischen Texten am meisten ändert</translation>
    </message>
    <message>
        <source>share of the sum, 0 to 1</source>
        <translation>Anteil an der Summe, 0 bis 1</translation>
    </message>
</context>
<context>
    <name>moqa::MeasureForm</name>
    <message>
        <source>Measure losses</source>
        <translation>Verluste messen</translation>
    </message>
    <message>
        <source>%1 (%2 tokens)</source>
        <translation>%1 (%2 Token)</translation>
    </message>
    <message>
        <source>Losses are measured on the texts of an analysis. Analyse the model first.</source>
        <translation>Verluste werden auf den Texten einer Untersuchung gemessen. Untersuchen Sie das Modell zuerst.</translation>
    </message>
    <message>
        <source>Every expert is quantized at every width with the quantizer that will be used, and its error measured on the analysed texts: %1.</source>
        <translation>Jeder Experte wird mit dem Quantisierer, der verwendet werden soll, in jeder Breite quantisiert und sein Fehler auf den untersuchten Texten gemessen: %1.</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Messen</translation>
    </message>
    <message>
        <source>Measure width %1</source>
        <translation>Breite %1 messen</translation>
    </message>
    <message>
        <source>Widths:</source>
        <translation>Breiten:</translation>
    </message>
    <message>
        <source>whole row</source>
        <translation>ganze Zeile</translation>
    </message>
    <message>
        <source>&amp;Group of columns:</source>
        <translation>&amp;Spaltengruppe:</translation>
    </message>
    <message>
        <source>&amp;symmetric (no zero points)</source>
        <translation>s&amp;ymmetrisch (ohne Nullpunkte)</translation>
    </message>
    <message>
        <source>gate and up together, down apart</source>
        <translation>Gate und Up zusammen, Down einzeln</translation>
    </message>
    <message>
        <source>whole experts</source>
        <translation>ganze Experten</translation>
    </message>
    <message>
        <source>Measured as &amp;one:</source>
        <translation>Als &amp;Eines gemessen:</translation>
    </message>
    <message>
        <source>GPTQ</source>
        <translation>GPTQ</translation>
    </message>
    <message>
        <source>round to nearest</source>
        <translation>Runden zum Nächsten</translation>
    </message>
    <message>
        <source>The one that the model will be quantized with: losses of another quantizer mislead the plan</source>
        <translation>Der, mit dem das Modell quantisiert werden soll: Verluste eines anderen Quantisierers führen den Plan in die Irre</translation>
    </message>
    <message>
        <source>&amp;Quantizer:</source>
        <translation>&amp;Quantisierer:</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>&amp;Experts measured:</source>
        <translation>Gemessene E&amp;xperten:</translation>
    </message>
    <message>
        <source>Choose at least one width.</source>
        <translation>Wählen Sie mindestens eine Breite.</translation>
    </message>
    <message>
        <source>About %1 to %2. It can be stopped; beside a saved workspace the finished layers are kept.</source>
        <translation>Etwa %1 bis %2. Es lässt sich anhalten; neben einem gespeicherten Arbeitsbereich bleiben die fertigen Schichten erhalten.</translation>
    </message>
    <message>
        <source>AWQ, scaled channels</source>
        <translation>AWQ, skalierte Kanäle</translation>
    </message>
    <message>
        <source>HQQ, without data</source>
        <translation>HQQ, ohne Daten</translation>
    </message>
    <message>
        <source>Share of each layer&apos;s experts that is measured at every width; the others are measured at one and predicted at the rest</source>
        <translation>Anteil der Experten jeder Schicht, der in jeder Breite gemessen wird; die übrigen werden in einer gemessen und sonst vorhergesagt</translation>
    </message>
</context>
<context>
    <name>moqa::MeasureOffer</name>
    <message>
        <source>&amp;Measure losses...</source>
        <translation>&amp;Verluste messen ...</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>Stop measuring. Beside a saved workspace the finished layers are kept, and the same measurement goes on from them.</source>
        <translation>Die Messung anhalten. Neben einem gespeicherten Arbeitsbereich bleiben die fertigen Schichten erhalten, und dieselbe Messung geht von dort weiter.</translation>
    </message>
    <message>
        <source>Progress of the measurement</source>
        <translation>Fortschritt der Messung</translation>
    </message>
    <message>
        <source>No loss has been measured for this model.

A loss is drawn only from a measured table: every expert is quantized at every width, and its error is put in proportion to the divergence of the model&apos;s answers. It is done once; any budget is then answered at once.</source>
        <translation>Für dieses Modell sind keine Verluste gemessen.

Ein Verlust wird nur aus einer gemessenen Tabelle gezeichnet: Jeder Experte wird in jeder Breite quantisiert und sein Fehler ins Verhältnis zur Divergenz der Antworten des Modells gesetzt. Das geschieht einmal; jedes Budget wird danach sofort beantwortet.</translation>
    </message>
    <message>
        <source>%1, about %2 left</source>
        <translation>%1, noch etwa %2</translation>
    </message>
</context>
<context>
    <name>moqa::MembershipPanel</name>
    <message>
        <source>Memberships in layer %1</source>
        <translation>Zugehörigkeiten in Schicht %1</translation>
    </message>
    <message>
        <source>overlap %1</source>
        <translation>Überlappung %1</translation>
    </message>
    <message>
        <source>expert, by rising significance</source>
        <translation>Experte, nach steigender Bedeutung</translation>
    </message>
    <message>
        <source>membership</source>
        <translation>Zugehörigkeit</translation>
    </message>
    <message>
        <source>Fuzzy clusters of the experts&apos; significance, one for each width. Where a second curve rises above the bound, the two largest memberships differ by less than the overlap and the lower width is taken.</source>
        <translation>Unscharfe Gruppen nach der Bedeutung der Experten, eine für jede Breite. Wo eine zweite Kurve über die Schranke steigt, unterscheiden sich die zwei größten Zugehörigkeiten um weniger als die Überlappung, und die kleinere Breite wird genommen.</translation>
    </message>
    <message>
        <source>largest less overlap</source>
        <translation>größte weniger Überlappung</translation>
    </message>
    <message numerus="yes">
        <source>%n bit</source>
        <translation>
            <numerusform>%n Bit</numerusform>
            <numerusform>%n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>Memberships of the experts in the clusters</source>
        <translation>Zugehörigkeiten der Experten zu den Gruppen</translation>
    </message>
    <message>
        <source>La&amp;yer:</source>
        <translation>S&amp;chicht:</translation>
    </message>
    <message>
        <source>Layer whose memberships are shown</source>
        <translation>Schicht, deren Zugehörigkeiten gezeigt werden</translation>
    </message>
    <message>
        <source>Select the overlap</source>
        <translation>Überlappung auswählen</translation>
    </message>
    <message>
        <source>Select the experts of this layer that lie between two clusters</source>
        <translation>Die Experten dieser Schicht auswählen, die zwischen zwei Gruppen liegen</translation>
    </message>
    <message>
        <source>A plan made by the significance of analysed texts has clusters.</source>
        <translation>Ein Plan nach der Bedeutung untersuchter Texte hat Gruppen.</translation>
    </message>
    <message>
        <source>Memberships</source>
        <translation>Zugehörigkeiten</translation>
    </message>
    <message>
        <source>%1 of %2 experts lie in the overlap: their two largest memberships differ by less than %3, and the lower width is taken.</source>
        <translation>%1 von %2 Experten liegen in der Überlappung: ihre zwei größten Zugehörigkeiten unterscheiden sich um weniger als %3, und die kleinere Breite wird genommen.</translation>
    </message>
    <message>
        <source>Layer %1, expert %2: %3; significance %4 of its layer&apos;s mean</source>
        <translation>Schicht %1, Experte %2: %3; Bedeutung das %4-Fache des Mittels ihrer Schicht</translation>
    </message>
</context>
<context>
    <name>moqa::MessageBar</name>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
    <message>
        <source>Show or hide where it happened and what exactly was said</source>
        <translation>Zeigen oder verbergen, wo es geschah und was genau gesagt wurde</translation>
    </message>
    <message>
        <source>Copy the message</source>
        <translation>Die Meldung kopieren</translation>
    </message>
    <message>
        <source>Close the message</source>
        <translation>Die Meldung schließen</translation>
    </message>
    <message>
        <source>This is not possible</source>
        <translation>Das ist nicht möglich</translation>
    </message>
    <message>
        <source>The input does not fit</source>
        <translation>Die Eingabe passt nicht</translation>
    </message>
    <message>
        <source>Reading or writing failed</source>
        <translation>Lesen oder Schreiben ist gescheitert</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>A fault of this program</source>
        <translation>Ein Fehler dieses Programms</translation>
    </message>
    <message>
        <source>Kind: %1</source>
        <translation>Art: %1</translation>
    </message>
    <message>
        <source>Where: %1</source>
        <translation>Wo: %1</translation>
    </message>
    <message>
        <source>Error: %1</source>
        <translation>Fehler: %1</translation>
    </message>
    <message numerus="yes">
        <source>(%n times)</source>
        <translation>
            <numerusform>(%n-mal)</numerusform>
            <numerusform>(%n-mal)</numerusform>
        </translation>
    </message>
    <message>
        <source>Accept the offer</source>
        <translation>Das Angebot annehmen</translation>
    </message>
    <message>
        <source>Decline the offer</source>
        <translation>Das Angebot ablehnen</translation>
    </message>
    <message>
        <source>Answer the offer later</source>
        <translation>Das Angebot später beantworten</translation>
    </message>
</context>
<context>
    <name>moqa::ModelPage</name>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>The tensors of the model: where its bytes are, and what the weights look like. Choose a tensor in the tree.</source>
        <translation>Die Tensoren des Modells: wo seine Bytes sind und wie die Gewichte aussehen. Wählen Sie im Baum einen Tensor.</translation>
    </message>
    <message>
        <source>No model is open.

Open one (Ctrl+O), or the demo in one click on the page Welcome.</source>
        <translation>Kein Modell ist offen.

Öffnen Sie eines (Strg+O), oder die Demo mit einem Klick auf der Seite Start.</translation>
    </message>
    <message>
        <source>Bytes by part</source>
        <translation>Bytes nach Teilen</translation>
    </message>
    <message>
        <source>Bytes &amp;of:</source>
        <translation>Bytes v&amp;on:</translation>
    </message>
    <message>
        <source>the whole model</source>
        <translation>dem ganzen Modell</translation>
    </message>
    <message>
        <source>each layer</source>
        <translation>jeder Schicht</translation>
    </message>
    <message>
        <source>Filter by words of the name: &quot;experts.3 down&quot;</source>
        <translation>Nach Wörtern des Namens filtern: &quot;experts.3 down&quot;</translation>
    </message>
    <message>
        <source>Filter tensors</source>
        <translation>Tensoren filtern</translation>
    </message>
    <message>
        <source>Tensors of the model</source>
        <translation>Tensoren des Modells</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Stop reading the tensor</source>
        <translation>Lesen des Tensors anhalten</translation>
    </message>
    <message>
        <source>Histogram of the tensor</source>
        <translation>Histogramm des Tensors</translation>
    </message>
    <message>
        <source>&amp;Logarithmic counts</source>
        <translation>&amp;Logarithmische Anzahlen</translation>
    </message>
    <message>
        <source>Picture of the tensor</source>
        <translation>Bild des Tensors</translation>
    </message>
    <message>
        <source>Pi&amp;xels:</source>
        <translation>&amp;Pixel:</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>smallest</source>
        <translation>kleinster Wert</translation>
    </message>
    <message>
        <source>largest</source>
        <translation>größter Wert</translation>
    </message>
    <message>
        <source>Views of the tensor</source>
        <translation>Ansichten des Tensors</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Choose a tensor in the tree to see its weights.</source>
        <translation>Wählen Sie im Baum einen Tensor, um seine Gewichte zu sehen.</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>wird gelesen…</translation>
    </message>
    <message>
        <source>Weights of a tensor</source>
        <translation>Gewichte eines Tensors</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>%1, %2, %3</source>
        <translation>%1, %2, %3</translation>
    </message>
    <message numerus="yes">
        <source>, quantized to %n bit</source>
        <translation>
            <numerusform>, auf %n Bit quantisiert</numerusform>
            <numerusform>, auf %n Bit quantisiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Statistics of the tensor</source>
        <translation>Statistik des Tensors</translation>
    </message>
</context>
<context>
    <name>moqa::ModelPanel</name>
    <message>
        <source>Tensors of the model</source>
        <translation>Tensoren des Modells</translation>
    </message>
    <message>
        <source>No model is open.</source>
        <translation>Kein Modell ist offen.</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt;&lt;br&gt;%2, %3 layers, %4 experts, %5 a token%6&lt;br&gt;%7 M weights, %8</source>
        <translation>&lt;b&gt;%1&lt;/b&gt;&lt;br&gt;%2, %3 Schichten, %4 Experten, %5 je Token%6&lt;br&gt;%7 M Gewichte, %8</translation>
    </message>
    <message numerus="yes">
        <source>, %n shared</source>
        <translation>
            <numerusform>, %n gemeinsamer</numerusform>
            <numerusform>, %n gemeinsame</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::ModelSources</name>
    <message>
        <source>Where the bytes are</source>
        <translation>Wo die Bytes sind</translation>
    </message>
    <message>
        <source>%1: %2 as stored</source>
        <translation>%1: %2 wie gespeichert</translation>
    </message>
    <message>
        <source>Bytes of the tensors as they are stored, by what they do.</source>
        <translation>Bytes der Tensoren, wie sie gespeichert sind, nach ihrer Aufgabe.</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>bytes</source>
        <translation>Bytes</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>no layer</source>
        <translation>keine Schicht</translation>
    </message>
    <message>
        <source>weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>%1, %2 weights</source>
        <translation>%1, %2 Gewichte</translation>
    </message>
    <message numerus="yes">
        <source>; %n distinct value(s), a bar each</source>
        <translation>
            <numerusform>; %n verschiedener Wert, ein Balken</numerusform>
            <numerusform>; %n verschiedene Werte, je ein Balken</numerusform>
        </translation>
    </message>
    <message>
        <source>; %1 outside, down to %2 and up to %3, not drawn</source>
        <translation>; %1 außerhalb, hinab bis %2 und hinauf bis %3, nicht gezeichnet</translation>
    </message>
    <message>
        <source>means</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>smallest</source>
        <translation>kleinster Wert</translation>
    </message>
    <message>
        <source>largest</source>
        <translation>größter Wert</translation>
    </message>
    <message>
        <source>%1, drawn as %2 of blocks on %3 × %4 pixels</source>
        <translation>%1, gezeichnet als %2 von Blöcken auf %3 × %4 Pixeln</translation>
    </message>
    <message>
        <source>%1, every weight</source>
        <translation>%1, jedes Gewicht</translation>
    </message>
    <message>
        <source>Blue = negative, red = positive. Ids are the first row and column of a block.</source>
        <translation>Blau = negativ, rot = positiv. Nummern sind die erste Zeile und Spalte eines Blocks.</translation>
    </message>
    <message>
        <source>no finite weight</source>
        <translation>kein endliches Gewicht</translation>
    </message>
    <message>
        <source>row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>standard deviation</source>
        <translation>Standardabweichung</translation>
    </message>
    <message>
        <source>kurtosis (normal: 3)</source>
        <translation>Wölbung (normal: 3)</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>Nullen</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>&lt;b&gt;not finite&lt;/b&gt;</source>
        <translation>&lt;b&gt;nicht endlich&lt;/b&gt;</translation>
    </message>
    <message>
        <source>%1 % quantile</source>
        <translation>%1-%-Quantil</translation>
    </message>
</context>
<context>
    <name>moqa::ModelTreeModel</name>
    <message>
        <source>layer %1</source>
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>expert %1</source>
        <translation>Experte %1</translation>
    </message>
    <message numerus="yes">
        <source>%n bit</source>
        <translation>
            <numerusform>%n Bit</numerusform>
            <numerusform>%n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
</context>
<context>
    <name>moqa::NotesPanel</name>
    <message>
        <source>Notes of the workspace</source>
        <translation>Notizen des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>Notes on this work; they are saved with the workspace.</source>
        <translation>Notizen zu dieser Arbeit; sie werden mit dem Arbeitsbereich gespeichert.</translation>
    </message>
</context>
<context>
    <name>moqa::Page</name>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
    <message>
        <source>Save the workspace, or the figure cannot be opened again.</source>
        <translation>Den Arbeitsbereich speichern, sonst lässt sich die Abbildung nicht wieder öffnen.</translation>
    </message>
</context>
<context>
    <name>moqa::PaletteModel</name>
    <message>
        <source>not possible now</source>
        <translation>jetzt nicht möglich</translation>
    </message>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
</context>
<context>
    <name>moqa::PlanComparison</name>
    <message>
        <source>Size against divergence</source>
        <translation>Größe gegen Divergenz</translation>
    </message>
    <message>
        <source>mean KL(full || quantized) in nats a token</source>
        <translation>mittlere KL(voll || quantisiert) in nat je Token</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>nat</translation>
    </message>
    <message>
        <source>Each plan that was evaluated, on known texts (other parts of them calibrated) and on new ones; below and to the left is better.</source>
        <translation>Jeder bewertete Plan, auf bekannten Texten (andere Teile von ihnen kalibrierten) und auf neuen; unten und links ist besser.</translation>
    </message>
    <message>
        <source>%1: %2 mean bits, %3</source>
        <translation>%1: im Mittel %2 Bit, %3</translation>
    </message>
    <message>
        <source>; KL known %1</source>
        <translation>; KL bekannt %1</translation>
    </message>
    <message>
        <source>; KL new %1</source>
        <translation>; KL neu %1</translation>
    </message>
    <message>
        <source>%1: %2 of %3 plans are evaluated</source>
        <translation>%1: %2 von %3 Plänen sind bewertet</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Mean bits</source>
        <translation>Mittlere Bits</translation>
    </message>
    <message>
        <source>Of the model</source>
        <translation>Des Modells</translation>
    </message>
    <message>
        <source>True bits</source>
        <translation>Wahre Bits</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>PPL known</source>
        <translation>PPL bekannt</translation>
    </message>
    <message>
        <source>PPL new</source>
        <translation>PPL neu</translation>
    </message>
    <message>
        <source>KL known, nats</source>
        <translation>KL bekannt, nat</translation>
    </message>
    <message>
        <source>KL new, nats</source>
        <translation>KL neu, nat</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>current</source>
        <translation>aktuell</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>%1 as measured</source>
        <translation>%1 wie gemessen</translation>
    </message>
    <message>
        <source>; the plan was edited since</source>
        <translation>; der Plan wurde seither geändert</translation>
    </message>
    <message>
        <source>; not measured since it was edited</source>
        <translation>; seit der Änderung nicht gemessen</translation>
    </message>
    <message>
        <source>before the edits</source>
        <translation>vor den Änderungen</translation>
    </message>
    <message>
        <source>not measured: edited</source>
        <translation>nicht gemessen: geändert</translation>
    </message>
</context>
<context>
    <name>moqa::PlanForm</name>
    <message>
        <source>Make a plan</source>
        <translation>Plan machen</translation>
    </message>
    <message>
        <source>MoQa: significance of the experts</source>
        <translation>MoQa: Bedeutung der Experten</translation>
    </message>
    <message>
        <source>Uniform: one width for all</source>
        <translation>Gleichmäßig: eine Breite für alle</translation>
    </message>
    <message>
        <source>&amp;Method:</source>
        <translation>&amp;Verfahren:</translation>
    </message>
    <message>
        <source>&amp;reach</source>
        <translation>&amp;erreichen</translation>
    </message>
    <message>
        <source>Reach a target of mean bits</source>
        <translation>Ein Ziel an mittleren Bits erreichen</translation>
    </message>
    <message>
        <source>Mean bits of the routed experts</source>
        <translation>Mittlere Bits der gerouteten Experten</translation>
    </message>
    <message>
        <source>Mean &amp;bits:</source>
        <translation>Mittlere &amp;Bits:</translation>
    </message>
    <message>
        <source>Use width %1</source>
        <translation>Breite %1 verwenden</translation>
    </message>
    <message>
        <source>Widths:</source>
        <translation>Breiten:</translation>
    </message>
    <message>
        <source>in each layer</source>
        <translation>in jeder Schicht</translation>
    </message>
    <message>
        <source>over the whole model</source>
        <translation>über das ganze Modell</translation>
    </message>
    <message>
        <source>&amp;Clusters:</source>
        <translation>&amp;Gruppen:</translation>
    </message>
    <message>
        <source>An expert between two clusters, with memberships closer than this, takes the lower width</source>
        <translation>Ein Experte zwischen zwei Gruppen, dessen Zugehörigkeiten näher beieinander liegen, bekommt die kleinere Breite</translation>
    </message>
    <message>
        <source>O&amp;verlap:</source>
        <translation>Ü&amp;berlappung:</translation>
    </message>
    <message>
        <source>whole row</source>
        <translation>ganze Zeile</translation>
    </message>
    <message>
        <source>&amp;Group of columns:</source>
        <translation>Spalten&amp;gruppe:</translation>
    </message>
    <message>
        <source>&amp;symmetric (no zero points)</source>
        <translation>&amp;symmetrisch (ohne Nullpunkte)</translation>
    </message>
    <message>
        <source>Make plan</source>
        <translation>Plan machen</translation>
    </message>
    <message>
        <source>Every routed expert gets the same width: the baseline to compare with.</source>
        <translation>Jeder geroutete Experte bekommt dieselbe Breite: der Maßstab zum Vergleich.</translation>
    </message>
    <message>
        <source>Experts are clustered by their significance over the analysed texts; the more significant cluster gets the wider format, and the budget is then met by moving the least significant experts down.</source>
        <translation>Die Experten werden nach ihrer Bedeutung auf den untersuchten Texten gruppiert; die bedeutendere Gruppe bekommt das breitere Format, und das Budget wird dann erreicht, indem die unbedeutendsten Experten schmaler werden.</translation>
    </message>
    <message>
        <source>Width of all routed experts</source>
        <translation>Breite aller gerouteten Experten</translation>
    </message>
    <message>
        <source>16, as stored</source>
        <translation>16, wie gespeichert</translation>
    </message>
    <message>
        <source>Choose at least one width.</source>
        <translation>Wählen Sie mindestens eine Breite.</translation>
    </message>
    <message>
        <source>These widths cannot have that mean; choose a lower or a wider one as well.</source>
        <translation>Diese Breiten können dieses Mittel nicht haben; wählen Sie auch eine kleinere oder eine größere.</translation>
    </message>
    <message>
        <source>Optimal: least predicted loss</source>
        <translation>Optimal: kleinster vorhergesagter Verlust</translation>
    </message>
    <message>
        <source>Bits by a score of the experts</source>
        <translation>Bits nach einer Kennzahl der Experten</translation>
    </message>
    <message>
        <source>Every expert gets the width that makes the sum of the measured losses least within the budget: solved exactly, for the mean over the texts, for the text that fares worst, or for the largest regret.</source>
        <translation>Jeder Experte bekommt die Breite, mit der die Summe der gemessenen Verluste im Budget am kleinsten wird: exakt gelöst, für das Mittel über die Texte, für den schlechtesten Text oder für das größte Bedauern.</translation>
    </message>
    <message>
        <source>Experts with a higher score get more bits, as the logarithm of the score says (reverse water-filling).</source>
        <translation>Experten mit höherer Kennzahl bekommen mehr Bits, wie der Logarithmus der Kennzahl sagt (Reverse Water-Filling).</translation>
    </message>
    <message>
        <source>As published: %1.</source>
        <translation>Wie veröffentlicht: %1.</translation>
    </message>
    <message>
        <source>&amp;Score:</source>
        <translation>&amp;Kennzahl:</translation>
    </message>
    <message>
        <source>%1 (needs an analysis)</source>
        <translation>%1 (braucht eine Untersuchung)</translation>
    </message>
    <message>
        <source>Run &quot;Texts and analysis&quot; first.</source>
        <translation>Zuerst „Texte und Untersuchung“ ausführen.</translation>
    </message>
    <message>
        <source>%1 (needs measured losses)</source>
        <translation>%1 (braucht gemessene Verluste)</translation>
    </message>
    <message>
        <source>Run &quot;Measure losses&quot; first.</source>
        <translation>Zuerst „Verluste messen“ ausführen.</translation>
    </message>
    <message>
        <source>mean over the texts</source>
        <translation>Mittel über die Texte</translation>
    </message>
    <message>
        <source>text that fares worst</source>
        <translation>schlechtester Text</translation>
    </message>
    <message>
        <source>largest regret</source>
        <translation>größtes Bedauern</translation>
    </message>
    <message>
        <source>Regret: what a text loses above a plan made for it alone at the same budget</source>
        <translation>Bedauern: was ein Text mehr verliert als mit einem Plan desselben Budgets für ihn allein</translation>
    </message>
    <message>
        <source>&amp;Least loss of:</source>
        <translation>&amp;Kleinster Verlust:</translation>
    </message>
    <message>
        <source>not measured in this format</source>
        <translation>in diesem Format nicht gemessen</translation>
    </message>
    <message>
        <source>No width was measured in this format; choose the group and symmetry that were.</source>
        <translation>In diesem Format wurde keine Breite gemessen; wählen Sie Gruppe und Symmetrie der Messung.</translation>
    </message>
    <message>
        <source>other &amp;way round</source>
        <translation>&amp;umgekehrt</translation>
    </message>
    <message>
        <source>Bits go where the score&apos;s source would take them away</source>
        <translation>Bits gehen dorthin, wo die Quelle der Kennzahl sie wegnähme</translation>
    </message>
    <message>
        <source>Your values: %1</source>
        <translation>Eigene Werte: %1</translation>
    </message>
</context>
<context>
    <name>moqa::PlanLibrary</name>
    <message>
        <source>D&amp;uplicate</source>
        <translation>Dupli&amp;zieren</translation>
    </message>
    <message>
        <source>Re&amp;name</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
</context>
<context>
    <name>moqa::PlanLibraryModel</name>
    <message>
        <source>not quantized</source>
        <translation>nicht quantisiert</translation>
    </message>
    <message>
        <source>outdated: %1</source>
        <translation>veraltet: %1</translation>
    </message>
    <message>
        <source>partial: %1</source>
        <translation>teilweise: %1</translation>
    </message>
    <message>
        <source>quantized; outdated: %1</source>
        <translation>quantisiert; veraltet: %1</translation>
    </message>
    <message>
        <source>quantized, evaluated</source>
        <translation>quantisiert, bewertet</translation>
    </message>
    <message>
        <source>quantized</source>
        <translation>quantisiert</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Mean bits</source>
        <translation>Mittlere Bits</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
</context>
<context>
    <name>moqa::PlanPage</name>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>How many bits each expert gets. Paint with the brush, or select and press [ and ]; L locks.</source>
        <translation>Wie viele Bits jeder Experte bekommt. Mit dem Pinsel malen, oder auswählen und [ und ] drücken; L sperrt.</translation>
    </message>
    <message>
        <source>No plan yet.

&quot;Make plan&quot; (Ctrl+P) builds one by a method: uniform needs nothing, MoQa needs an analysis.</source>
        <translation>Noch kein Plan.

„Plan machen“ (Strg+P) baut einen nach einem Verfahren: gleichmäßig braucht nichts, MoQa braucht eine Untersuchung.</translation>
    </message>
    <message>
        <source>Bits of the experts</source>
        <translation>Bits der Experten</translation>
    </message>
    <message>
        <source>&amp;Plan:</source>
        <translation>&amp;Plan:</translation>
    </message>
    <message>
        <source>Make a plan</source>
        <translation>Plan machen</translation>
    </message>
    <message>
        <source>Brush:</source>
        <translation>Pinsel:</translation>
    </message>
    <message>
        <source>&amp;Set selected</source>
        <translation>Auswahl &amp;setzen</translation>
    </message>
    <message>
        <source>Give the selected experts the brush&apos;s width</source>
        <translation>Den ausgewählten Experten die Breite des Pinsels geben</translation>
    </message>
    <message>
        <source>Size of the brush</source>
        <translation>Größe des Pinsels</translation>
    </message>
    <message>
        <source>How far a stroke of the brush reaches</source>
        <translation>Wie weit ein Strich des Pinsels reicht</translation>
    </message>
    <message>
        <source>one expert</source>
        <translation>ein Experte</translation>
    </message>
    <message>
        <source>3 x 3</source>
        <translation>3 x 3</translation>
    </message>
    <message>
        <source>whole layer</source>
        <translation>ganze Schicht</translation>
    </message>
    <message>
        <source>whole column</source>
        <translation>ganze Spalte</translation>
    </message>
    <message>
        <source>the selection</source>
        <translation>die Auswahl</translation>
    </message>
    <message>
        <source>&amp;Fill to</source>
        <translation>&amp;Füllen auf</translation>
    </message>
    <message>
        <source>Move the unlocked experts by their significance until the plan has these mean bits; what is locked stays</source>
        <translation>Die nicht gesperrten Experten nach ihrer Bedeutung verändern, bis der Plan diese mittleren Bits hat; Gesperrtes bleibt</translation>
    </message>
    <message>
        <source>Mean bits to fill to</source>
        <translation>Mittlere Bits, auf die gefüllt wird</translation>
    </message>
    <message>
        <source> mean bits</source>
        <translation> Bit im Mittel</translation>
    </message>
    <message>
        <source>Make &amp;uniform per layer</source>
        <translation>Je Schicht an&amp;gleichen</translation>
    </message>
    <message>
        <source>Each layer gets one width for its unlocked experts: the narrowest that is not below their mean. The plan grows; Fill to brings it back, and mixes widths again.</source>
        <translation>Jede Schicht bekommt eine Breite für ihre nicht gesperrten Experten: die kleinste, die nicht unter deren Mittel liegt. Der Plan wächst; „Füllen auf“ holt ihn zurück und mischt die Breiten wieder.</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Clusters</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Rules, clusters and losses</source>
        <translation>Regeln, Cluster und Verluste</translation>
    </message>
    <message>
        <source>Frontier</source>
        <translation>Grenzkurve</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
</context>
<context>
    <name>moqa::PlanRulesModel</name>
    <message>
        <source>plan&apos;s</source>
        <translation>wie Plan</translation>
    </message>
    <message>
        <source>row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Shell pattern over the names of tensors; later rules win</source>
        <translation>Shell-Muster über die Namen der Tensoren; spätere Regeln gewinnen</translation>
    </message>
    <message>
        <source>Tensors whose name the pattern fits</source>
        <translation>Tensoren, auf deren Namen das Muster passt</translation>
    </message>
    <message>
        <source>Of them, those that no later rule takes</source>
        <translation>Davon die, die keine spätere Regel übernimmt</translation>
    </message>
    <message>
        <source>Pattern</source>
        <translation>Muster</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>Bits</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Fits</source>
        <translation>Passt</translation>
    </message>
    <message>
        <source>Decides</source>
        <translation>Entscheidet</translation>
    </message>
</context>
<context>
    <name>moqa::PlotFrame</name>
    <message>
        <source>Value under the cursor</source>
        <translation>Wert unter dem Zeiger</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>Auswählen</translation>
    </message>
    <message>
        <source>Select: click or drag; Ctrl adds, arrows move the cursor</source>
        <translation>Auswählen: klicken oder ziehen; Strg fügt hinzu, Pfeile bewegen den Zeiger</translation>
    </message>
    <message>
        <source>Pan</source>
        <translation>Schieben</translation>
    </message>
    <message>
        <source>Pan: drag; the middle button pans in every tool</source>
        <translation>Schieben: ziehen; die mittlere Taste schiebt in jedem Werkzeug</translation>
    </message>
    <message>
        <source>Zoom</source>
        <translation>Zoomen</translation>
    </message>
    <message>
        <source>Zoom: drag a rectangle; the wheel zooms in every tool, Shift along x, Ctrl along y</source>
        <translation>Zoomen: ein Rechteck ziehen; das Rad zoomt in jedem Werkzeug, Umschalt entlang x, Strg entlang y</translation>
    </message>
    <message>
        <source>Paint</source>
        <translation>Malen</translation>
    </message>
    <message>
        <source>Paint: drag to set the brush&apos;s width</source>
        <translation>Malen: ziehen, um die Breite des Pinsels zu setzen</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Show all (Ctrl+0 or double click)</source>
        <translation>Alles zeigen (Strg+0 oder Doppelklick)</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Zurück</translation>
    </message>
    <message>
        <source>Back to the last frame (Alt+Left)</source>
        <translation>Zurück zum letzten Ausschnitt (Alt+Links)</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>The same values as a table</source>
        <translation>Dieselben Werte als Tabelle</translation>
    </message>
    <message>
        <source>PNG at %1x...</source>
        <translation>PNG, %1fach ...</translation>
    </message>
    <message>
        <source>SVG...</source>
        <translation>SVG ...</translation>
    </message>
    <message>
        <source>PDF...</source>
        <translation>PDF ...</translation>
    </message>
    <message>
        <source>Copy picture</source>
        <translation>Bild kopieren</translation>
    </message>
    <message>
        <source>Copy values</source>
        <translation>Werte kopieren</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Ausgeben</translation>
    </message>
    <message>
        <source>Export the picture or its values</source>
        <translation>Das Bild oder seine Werte ausgeben</translation>
    </message>
    <message>
        <source>Export the plot</source>
        <translation>Das Diagramm ausgeben</translation>
    </message>
    <message>
        <source>Export %1</source>
        <translation>%1 ausgeben</translation>
    </message>
    <message>
        <source>Forward</source>
        <translation>Vor</translation>
    </message>
    <message>
        <source>Forward to the next frame (Alt+Right)</source>
        <translation>Vor zum nächsten Ausschnitt (Alt+Rechts)</translation>
    </message>
    <message>
        <source>Lock frame</source>
        <translation>Ausschnitt festhalten</translation>
    </message>
    <message>
        <source>Lock the frame: other data are shown in the same part of the axes</source>
        <translation>Den Ausschnitt festhalten: andere Daten werden im selben Teil der Achsen gezeigt</translation>
    </message>
    <message>
        <source>On white</source>
        <translation>Auf Weiß</translation>
    </message>
    <message>
        <source>Pictures are black on white, whatever the theme</source>
        <translation>Bilder sind schwarz auf weiß, gleich welches Farbschema gilt</translation>
    </message>
    <message>
        <source>CSV of all, full precision...</source>
        <translation>CSV von allem, volle Genauigkeit...</translation>
    </message>
    <message>
        <source>CSV of what is visible...</source>
        <translation>CSV des Sichtbaren...</translation>
    </message>
    <message>
        <source>TSV of all...</source>
        <translation>TSV von allem...</translation>
    </message>
    <message>
        <source>TSV of what is visible...</source>
        <translation>TSV des Sichtbaren...</translation>
    </message>
</context>
<context>
    <name>moqa::ProgramOptions</name>
    <message>
        <source>See, plan and quantize Mixture-of-Experts models.</source>
        <translation>Mixture-of-Experts-Modelle ansehen, planen und quantisieren.</translation>
    </message>
    <message>
        <source>A model folder, .safetensors, .h5 or .moqa file.</source>
        <translation>Ein Modellordner, eine .safetensors-, .h5- oder .moqa-Datei.</translation>
    </message>
    <message>
        <source>Show this page first: %1.</source>
        <translation>Zuerst diese Seite zeigen: %1.</translation>
    </message>
    <message>
        <source>Open the shipped demo model.</source>
        <translation>Das mitgelieferte Demomodell öffnen.</translation>
    </message>
    <message>
        <source>%1 For this run.</source>
        <translation>%1 Für diesen Lauf.</translation>
    </message>
    <message>
        <source>--%1 does not take &quot;%2&quot;: %3</source>
        <translation>--%1 nimmt „%2“ nicht an: %3</translation>
    </message>
    <message>
        <source>a whole number from %1 to %2</source>
        <translation>eine ganze Zahl von %1 bis %2</translation>
    </message>
    <message>
        <source>Draw the view in SPEC (JSON, or a figure made here) into the file of -o, without a window.</source>
        <translation>Die Ansicht in SPEC (JSON oder ein hier erzeugtes Bild) ohne Fenster in die Datei von -o zeichnen.</translation>
    </message>
    <message>
        <source>Figure to write: .png, .svg, .pdf, .csv or .tsv.</source>
        <translation>Zu schreibendes Bild: .png, .svg, .pdf, .csv oder .tsv.</translation>
    </message>
    <message>
        <source>Size of the figure in points, 1200x800 if not given.</source>
        <translation>Größe des Bildes in Punkten, ohne Angabe 1200x800.</translation>
    </message>
    <message>
        <source>Pixels per point of a PNG, 1 to 4.</source>
        <translation>Pixel je Punkt eines PNG, 1 bis 4.</translation>
    </message>
</context>
<context>
    <name>moqa::QuantizeForm</name>
    <message>
        <source>Quantize</source>
        <translation>Quantisieren</translation>
    </message>
    <message>
        <source>Plan:</source>
        <translation>Plan:</translation>
    </message>
    <message>
        <source>What the run will cost</source>
        <translation>Was der Lauf kosten wird</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Outcome of the quantization</source>
        <translation>Ergebnis der Quantisierung</translation>
    </message>
    <message>
        <source>GPTQ</source>
        <translation>GPTQ</translation>
    </message>
    <message>
        <source>round to nearest</source>
        <translation>zur nächsten Stufe runden</translation>
    </message>
    <message>
        <source>&amp;Method:</source>
        <translation>&amp;Verfahren:</translation>
    </message>
    <message>
        <source>&amp;act-order, static groups</source>
        <translation>&amp;act-order, feste Gruppen</translation>
    </message>
    <message>
        <source>se&amp;quential layers</source>
        <translation>Schichten &amp;nacheinander</translation>
    </message>
    <message>
        <source>Each layer is calibrated on what the quantized layers before it give</source>
        <translation>Jede Schicht wird auf dem kalibriert, was die quantisierten Schichten davor liefern</translation>
    </message>
    <message>
        <source>Share of the mean diagonal that is added to the moments</source>
        <translation>Anteil der mittleren Diagonale, der den Momenten zugeschlagen wird</translation>
    </message>
    <message>
        <source>&amp;Damping:</source>
        <translation>&amp;Dämpfung:</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>error to the power 2.4</source>
        <translation>Fehler hoch 2,4</translation>
    </message>
    <message>
        <source>squared error</source>
        <translation>quadratischer Fehler</translation>
    </message>
    <message>
        <source>by the moments</source>
        <translation>nach den Momenten</translation>
    </message>
    <message>
        <source>&amp;Scale search:</source>
        <translation>&amp;Skalensuche:</translation>
    </message>
    <message>
        <source>Start a&amp;new</source>
        <translation>Neu an&amp;fangen</translation>
    </message>
    <message>
        <source>Give up the finished layers; options can be chosen again</source>
        <translation>Die fertigen Schichten aufgeben; die Optionen sind wieder wählbar</translation>
    </message>
    <message>
        <source>S&amp;top</source>
        <translation>An&amp;halten</translation>
    </message>
    <message>
        <source>The finished layers are kept</source>
        <translation>Die fertigen Schichten bleiben</translation>
    </message>
    <message>
        <source>Evaluate and export</source>
        <translation>Bewerten und ausgeben</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>T&amp;okens of each text:</source>
        <translation>T&amp;oken je Text:</translation>
    </message>
    <message>
        <source>&amp;Evaluate</source>
        <translation>&amp;Bewerten</translation>
    </message>
    <message>
        <source>Export safetensors...</source>
        <translation>Safetensors ausgeben ...</translation>
    </message>
    <message>
        <source>Exported folder</source>
        <translation>Ordner der Ausgabe</translation>
    </message>
    <message>
        <source>&amp;Go on...</source>
        <translation>&amp;Weitermachen ...</translation>
    </message>
    <message>
        <source>&amp;Quantize...</source>
        <translation>&amp;Quantisieren ...</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
    <message>
        <source> Only %1 are free there, and a run needs twice the file.</source>
        <translation> Nur %1 sind dort frei, und ein Lauf braucht das Doppelte der Datei.</translation>
    </message>
    <message>
        <source>What the evaluation will cost</source>
        <translation>Was die Bewertung kosten wird</translation>
    </message>
    <message>
        <source>AWQ, scaled channels</source>
        <translation>AWQ, skalierte Kanäle</translation>
    </message>
    <message>
        <source>HQQ, without data</source>
        <translation>HQQ, ohne Daten</translation>
    </message>
</context>
<context>
    <name>moqa::QuantizePage</name>
    <message>
        <source>Relative error by layer</source>
        <translation>Relativer Fehler nach Schicht</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>relative error</source>
        <translation>relativer Fehler</translation>
    </message>
    <message>
        <source>Error of the routed experts&apos; weights, and of the MoE block&apos;s output on the calibration tokens</source>
        <translation>Fehler der Gewichte der gerouteten Experten und der Ausgabe des MoE-Blocks auf den Kalibriertoken</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>Gewichte</translation>
    </message>
    <message>
        <source>block output</source>
        <translation>Ausgabe des Blocks</translation>
    </message>
    <message>
        <source>known %1</source>
        <translation>bekannt %1</translation>
    </message>
    <message>
        <source>new %1</source>
        <translation>neu %1</translation>
    </message>
    <message>
        <source>Mean KL in nats a token: %1</source>
        <translation>Mittlere KL in nat je Token: %1</translation>
    </message>
    <message>
        <source>Quantize and evaluate</source>
        <translation>Quantisieren und bewerten</translation>
    </message>
    <message>
        <source>Write the plan into an HDF5 file, watch the error of each layer, then compare with the full model on known and new texts.</source>
        <translation>Den Plan in eine HDF5-Datei schreiben, den Fehler jeder Schicht kommen sehen, dann auf bekannten und neuen Texten mit dem vollen Modell vergleichen.</translation>
    </message>
    <message>
        <source>The error of each layer appears here as it is quantized.</source>
        <translation>Der Fehler jeder Schicht erscheint hier, sobald sie quantisiert ist.</translation>
    </message>
    <message>
        <source>Error by layer</source>
        <translation>Fehler nach Schicht</translation>
    </message>
    <message>
        <source>Layers quantized</source>
        <translation>Quantisierte Schichten</translation>
    </message>
    <message>
        <source>Full against quantized model, by corpus</source>
        <translation>Volles gegen quantisiertes Modell, nach Korpus</translation>
    </message>
    <message>
        <source>Write the quantized model</source>
        <translation>Das quantisierte Modell schreiben</translation>
    </message>
    <message>
        <source>Quantized model (*.h5)</source>
        <translation>Quantisiertes Modell (*.h5)</translation>
    </message>
    <message>
        <source>Folder for the safetensors files</source>
        <translation>Ordner für die Safetensors-Dateien</translation>
    </message>
    <message>
        <source>%1: %2 mean bits, %3</source>
        <translation>%1: im Mittel %2 Bit, %3</translation>
    </message>
    <message>
        <source>none; make one on the page Plan</source>
        <translation>keiner; auf der Seite Plan einen machen</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, noch %1</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Evaluation</source>
        <translation>Bewertung</translation>
    </message>
    <message>
        <source>Tensors</source>
        <translation>Tensoren</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>How often the routers choose other experts than in the full model appears here after an evaluation.</source>
        <translation>Wie oft die Router andere Experten wählen als im vollen Modell, erscheint hier nach einer Bewertung.</translation>
    </message>
    <message>
        <source>Routing shift by layer</source>
        <translation>Verschiebung der Wahl je Schicht</translation>
    </message>
    <message>
        <source>Every tensor of the quantized model</source>
        <translation>Jeder Tensor des quantisierten Modells</translation>
    </message>
    <message>
        <source>Save as CSV...</source>
        <translation>Als CSV speichern...</translation>
    </message>
    <message>
        <source>Plans that were evaluated appear here: size against divergence.
A click on one shows it.</source>
        <translation>Pläne, die bewertet wurden, erscheinen hier: Größe gegen Divergenz.
Ein Klick auf einen zeigt ihn.</translation>
    </message>
    <message>
        <source>Size against divergence of the plans</source>
        <translation>Größe gegen Divergenz der Pläne</translation>
    </message>
    <message>
        <source>Plans side by side</source>
        <translation>Pläne nebeneinander</translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %n layer(s), which are kept beside %1.</source>
        <translation>
            <numerusform>Angehalten nach %n Schicht, die neben %1 behalten ist.</numerusform>
            <numerusform>Angehalten nach %n Schichten, die neben %1 behalten sind.</numerusform>
        </translation>
    </message>
    <message>
        <source>Read the ledger of %1</source>
        <translation>Das Verzeichnis von %1 lesen</translation>
    </message>
    <message>
        <source>Save the tensors that are shown</source>
        <translation>Die gezeigten Tensoren speichern</translation>
    </message>
    <message>
        <source>Values (*.csv)</source>
        <translation>Werte (*.csv)</translation>
    </message>
    <message>
        <source>share of tokens</source>
        <translation>Anteil an den Token</translation>
    </message>
    <message>
        <source>Share of the scored tokens whose set of chosen experts is not the full model&apos;s</source>
        <translation>Anteil der bewerteten Token, deren Menge gewählter Experten nicht die des vollen Modells ist</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Quantization</source>
        <translation>Quantisierung</translation>
    </message>
    <message>
        <source>Quantize again...</source>
        <translation>Neu quantisieren ...</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Evaluate again</source>
        <translation>Neu bewerten</translation>
    </message>
    <message>
        <source>quantize again first</source>
        <translation>zuerst neu quantisieren</translation>
    </message>
</context>
<context>
    <name>moqa::RangeBars</name>
    <message>
        <source>Histogram of the values shown; drag the limits of the colours</source>
        <translation>Histogramm der gezeigten Werte; die Grenzen der Farben lassen sich ziehen</translation>
    </message>
    <message>
        <source>Histogram with the limits of the colours</source>
        <translation>Histogramm mit den Grenzen der Farben</translation>
    </message>
</context>
<context>
    <name>moqa::RecentMenu</name>
    <message>
        <source>&amp;Recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Workspaces</source>
        <translation>Arbeitsbereiche</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelle</translation>
    </message>
    <message>
        <source>%1 (missing)</source>
        <translation>%1 (fehlt)</translation>
    </message>
    <message>
        <source>the file is missing</source>
        <translation>die Datei fehlt</translation>
    </message>
    <message>
        <source>    Remove %1 from the list</source>
        <translation>    %1 aus der Liste entfernen</translation>
    </message>
    <message>
        <source>the recent list is shorter</source>
        <translation>die Liste ist kürzer</translation>
    </message>
    <message>
        <source>&amp;Clear the list</source>
        <translation>Liste &amp;leeren</translation>
    </message>
</context>
<context>
    <name>moqa::RulesPanel</name>
    <message>
        <source>Rules of the plan, later ones win</source>
        <translation>Regeln des Plans, spätere gewinnen</translation>
    </message>
    <message>
        <source>Pattern of tensor names</source>
        <translation>Muster für Tensornamen</translation>
    </message>
    <message>
        <source>Shell pattern: * any text, ? one letter, [0-3] one of these</source>
        <translation>Shell-Muster: * beliebiger Text, ? ein Zeichen, [0-3] eines von diesen</translation>
    </message>
    <message>
        <source>Width of the rule</source>
        <translation>Breite der Regel</translation>
    </message>
    <message>
        <source>16 bit, as stored</source>
        <translation>16 Bit, wie gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>%n bit</source>
        <translation>
            <numerusform>%n Bit</numerusform>
            <numerusform>%n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>Group of columns of the rule</source>
        <translation>Spaltengruppe der Regel</translation>
    </message>
    <message>
        <source>plan&apos;s group</source>
        <translation>Gruppe des Plans</translation>
    </message>
    <message>
        <source>whole row</source>
        <translation>ganze Zeile</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add the rule at the end, where it wins</source>
        <translation>Die Regel am Ende hinzufügen, wo sie gewinnt</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Put the rule in place of the one chosen</source>
        <translation>Die Regel an die Stelle der gewählten setzen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Experts that no rule decides about any more keep their width, unlocked</source>
        <translation>Experten, über die keine Regel mehr entscheidet, behalten ihre Breite, nicht gesperrt</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Move the rule up</source>
        <translation>Die Regel nach oben schieben</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Nach unten</translation>
    </message>
    <message>
        <source>Move the rule down, where it wins</source>
        <translation>Die Regel nach unten schieben, wo sie gewinnt</translation>
    </message>
    <message>
        <source>A rule sets every tensor whose name its pattern fits.</source>
        <translation>Eine Regel setzt jeden Tensor, auf dessen Namen ihr Muster passt.</translation>
    </message>
    <message>
        <source>Fits no tensor.</source>
        <translation>Passt auf keinen Tensor.</translation>
    </message>
    <message numerus="yes">
        <source>Fits %n tensor(s).</source>
        <translation>
            <numerusform>Passt auf %n Tensor.</numerusform>
            <numerusform>Passt auf %n Tensoren.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::ScatterSource</name>
    <message>
        <source>layer %1, expert %2: %3 %4, %5 %6</source>
        <translation>Schicht %1, Experte %2: %3 %4, %5 %6</translation>
    </message>
    <message>
        <source>, ratio %1</source>
        <translation>, Verhältnis %1</translation>
    </message>
    <message>
        <source>%1: %2 experts, %3 along x against %4 along y, with the diagonal of equality</source>
        <translation>%1: %2 Experten, %3 entlang x gegen %4 entlang y, mit der Diagonale der Gleichheit</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>expert</source>
        <translation>Experte</translation>
    </message>
    <message>
        <source>%1: %2 against %3</source>
        <translation>%1: %2 gegen %3</translation>
    </message>
    <message>
        <source>%1: %2 tokens; %3: %4 tokens</source>
        <translation>%1: %2 Token; %3: %4 Token</translation>
    </message>
    <message>
        <source>layer %1; </source>
        <translation>Schicht %1; </translation>
    </message>
    <message>
        <source>; %1 tokens</source>
        <translation>; %1 Token</translation>
    </message>
    <message>
        <source>%1: %2 experts, %3 along x against %4 along y; %5</source>
        <translation>%1: %2 Experten, %3 entlang x gegen %4 entlang y; %5</translation>
    </message>
</context>
<context>
    <name>moqa::ScatterView</name>
    <message>
        <source>expert</source>
        <translation>Experte</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>ausgewählt</translation>
    </message>
    <message numerus="yes">
        <source>%n not drawn: zero or not seen</source>
        <translation>
            <numerusform>%n nicht gezeichnet: null oder nicht gesehen</numerusform>
            <numerusform>%n nicht gezeichnet: null oder nicht gesehen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not drawn: not seen</source>
        <translation>
            <numerusform>%n nicht gezeichnet: nicht gesehen</numerusform>
            <numerusform>%n nicht gezeichnet: nicht gesehen</numerusform>
        </translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>layers %1 to %2</source>
        <translation>Schichten %1 bis %2</translation>
    </message>
</context>
<context>
    <name>moqa::ScoreDesk</name>
    <message>
        <source>Scores of %1</source>
        <translation>Kennzahlen von %1</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>%1 lesen</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
</context>
<context>
    <name>moqa::ScoreSources</name>
    <message>
        <source>rank correlation %1 pooled, %2 within layers</source>
        <translation>Rangkorrelation %1 gemeinsam, %2 innerhalb der Schichten</translation>
    </message>
    <message>
        <source>layer %1: rank correlation %2</source>
        <translation>Schicht %1: Rangkorrelation %2</translation>
    </message>
    <message>
        <source>Values that you gave for every expert.</source>
        <translation>Werte, die Sie für jeden Experten angegeben haben.</translation>
    </message>
    <message>
        <source>Rank correlation with the measured loss</source>
        <translation>Rangkorrelation mit dem gemessenen Verlust</translation>
    </message>
    <message>
        <source>%1, %2 tokens</source>
        <translation>%1, %2 Token</translation>
    </message>
    <message>
        <source>Spearman&apos;s rank correlation of score and measured loss over the experts of a layer: +1 means that what the score calls worth bits does lose most.</source>
        <translation>Spearmans Rangkorrelation von Kennzahl und gemessenem Verlust über die Experten einer Schicht: +1 heißt, dass am meisten verliert, was die Kennzahl der Bits wert nennt.</translation>
    </message>
    <message>
        <source>no correlation: no score, or all alike</source>
        <translation>keine Korrelation: keine Kennzahl, oder alle gleich</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>measured loss, nats per token</source>
        <translation>gemessener Verlust, nat je Token</translation>
    </message>
    <message>
        <source>%1 against the measured loss</source>
        <translation>%1 gegen den gemessenen Verlust</translation>
    </message>
    <message>
        <source>, turned round</source>
        <translation>, umgekehrt gelesen</translation>
    </message>
    <message>
        <source>; %1, %2 tokens</source>
        <translation>; %1, %2 Token</translation>
    </message>
    <message>
        <source>higher is taken to need bits</source>
        <translation>höher gilt als bitbedürftig</translation>
    </message>
    <message>
        <source>lower is taken to need bits</source>
        <translation>niedriger gilt als bitbedürftig</translation>
    </message>
    <message>
        <source>not defined</source>
        <translation>nicht definiert</translation>
    </message>
    <message>
        <source>expert</source>
        <translation>Experte</translation>
    </message>
</context>
<context>
    <name>moqa::ScoreTable</name>
    <message>
        <source>Your values: %1</source>
        <translation>Eigene Werte: %1</translation>
    </message>
    <message>
        <source>turned round</source>
        <translation>umgekehrt gelesen</translation>
    </message>
    <message>
        <source>needs an analysis of texts</source>
        <translation>braucht eine Untersuchung von Texten</translation>
    </message>
    <message>
        <source>not computed: every expert would be read</source>
        <translation>nicht berechnet: jeder Experte würde gelesen</translation>
    </message>
    <message>
        <source>needs a measured table to be compared with</source>
        <translation>braucht zum Vergleich eine gemessene Tabelle</translation>
    </message>
    <message>
        <source>Misleading: %1</source>
        <translation>Irreführend: %1</translation>
    </message>
    <message>
        <source>%1: %2 scores, %3 compared with the measured loss, of %4 the pooled correlation is misleading</source>
        <translation>%1: %2 Kennzahlen, %3 mit dem gemessenen Verlust verglichen, bei %4 führt die gemeinsame Korrelation in die Irre</translation>
    </message>
    <message>
        <source>id</source>
        <translation>Kürzel</translation>
    </message>
    <message>
        <source>score</source>
        <translation>Kennzahl</translation>
    </message>
    <message>
        <source>needs</source>
        <translation>braucht</translation>
    </message>
    <message>
        <source>pooled</source>
        <translation>gemeinsam</translation>
    </message>
    <message>
        <source>within layers</source>
        <translation>in Schichten</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>gate</translation>
    </message>
    <message>
        <source>up</source>
        <translation>up</translation>
    </message>
    <message>
        <source>down</source>
        <translation>down</translation>
    </message>
    <message>
        <source>remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>your file</source>
        <translation>Ihre Datei</translation>
    </message>
    <message>
        <source>Scores against the measured loss</source>
        <translation>Kennzahlen gegen den gemessenen Verlust</translation>
    </message>
</context>
<context>
    <name>moqa::Scores</name>
    <message>
        <source>analysis of texts</source>
        <translation>Untersuchung von Texten</translation>
    </message>
    <message>
        <source>weights alone</source>
        <translation>nur Gewichte</translation>
    </message>
    <message>
        <source>measured losses</source>
        <translation>gemessene Verluste</translation>
    </message>
    <message>
        <source>pooled %1, but %2 within layers: the pooled number comes from differences between layers and does not say which expert of a layer needs bits</source>
        <translation>gemeinsam %1, aber %2 innerhalb der Schichten: die gemeinsame Zahl kommt von Unterschieden zwischen Schichten und sagt nicht, welcher Experte einer Schicht Bits braucht</translation>
    </message>
</context>
<context>
    <name>moqa::ScoresPage</name>
    <message>
        <source>Scores</source>
        <translation>Kennzahlen</translation>
    </message>
    <message>
        <source>Which guess of an expert&apos;s need for bits predicts the loss that was measured on this model, layer by layer. +1: what the score calls worth bits does lose most.</source>
        <translation>Welche Schätzung des Bitbedarfs eines Experten den auf diesem Modell gemessenen Verlust vorhersagt, Schicht für Schicht. +1: am meisten verliert, was die Kennzahl der Bits wert nennt.</translation>
    </message>
    <message>
        <source>S&amp;core:</source>
        <translation>&amp;Kennzahl:</translation>
    </message>
    <message>
        <source>Loss &amp;on:</source>
        <translation>Ver&amp;lust auf:</translation>
    </message>
    <message>
        <source>The texts whose measured loss is meant, and on which scores that come from an analysis are taken</source>
        <translation>Die Texte, deren gemessener Verlust gemeint ist und auf denen Kennzahlen aus einer Untersuchung genommen werden</translation>
    </message>
    <message>
        <source>Other &amp;way round</source>
        <translation>&amp;Umgekehrt lesen</translation>
    </message>
    <message>
        <source>Bits go where the score&apos;s source would take them away</source>
        <translation>Bits gehen dorthin, wo die Quelle der Kennzahl sie wegnähme</translation>
    </message>
    <message>
        <source>&amp;Plan by this score...</source>
        <translation>&amp;Plan nach dieser Kennzahl...</translation>
    </message>
    <message>
        <source>Make a plan that gives bits as this score says</source>
        <translation>Einen Plan machen, der Bits nach dieser Kennzahl vergibt</translation>
    </message>
    <message>
        <source>Co&amp;mpute</source>
        <translation>&amp;Berechnen</translation>
    </message>
    <message>
        <source>Your own values...</source>
        <translation>Eigene Werte...</translation>
    </message>
    <message>
        <source>A CSV with lines of layer,expert,value or tensor name,value; it may be dropped on this page as well</source>
        <translation>Eine CSV mit Zeilen Schicht,Experte,Wert oder Tensorname,Wert; sie lässt sich auch auf dieser Seite ablegen</translation>
    </message>
    <message>
        <source>Save the table of scores</source>
        <translation>Die Tabelle der Kennzahlen speichern</translation>
    </message>
    <message>
        <source>All scores and layers as CSV: what moqa scores --csv prints</source>
        <translation>Alle Kennzahlen und Schichten als CSV: was moqa scores --csv ausgibt</translation>
    </message>
    <message>
        <source>All scores</source>
        <translation>Alle Kennzahlen</translation>
    </message>
    <message>
        <source>By layer</source>
        <translation>Nach Schichten</translation>
    </message>
    <message>
        <source>Scores against the measured loss</source>
        <translation>Kennzahlen gegen den gemessenen Verlust</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Open a model to see what its scores are worth.</source>
        <translation>Ein Modell öffnen, um zu sehen, was seine Kennzahlen taugen.</translation>
    </message>
    <message>
        <source>Scores by layers</source>
        <translation>Kennzahlen nach Schichten</translation>
    </message>
    <message>
        <source>Measure losses</source>
        <translation>Verluste messen</translation>
    </message>
    <message>
        <source>Experts by their score and their measured loss appear here once both are known.</source>
        <translation>Hier erscheinen die Experten nach Kennzahl und gemessenem Verlust, sobald beide bekannt sind.</translation>
    </message>
    <message>
        <source>This score is not known: see its remark in the table.</source>
        <translation>Diese Kennzahl ist nicht bekannt: siehe ihre Bemerkung in der Tabelle.</translation>
    </message>
    <message>
        <source>The score in sight</source>
        <translation>Die gezeigte Kennzahl</translation>
    </message>
    <message>
        <source>A score against the measured loss</source>
        <translation>Eine Kennzahl gegen den gemessenen Verlust</translation>
    </message>
    <message>
        <source>Against the loss</source>
        <translation>Gegen den Verlust</translation>
    </message>
    <message>
        <source>Map of a score</source>
        <translation>Karte einer Kennzahl</translation>
    </message>
    <message>
        <source>Map of the score</source>
        <translation>Karte der Kennzahl</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Experts of one layer, or of all</source>
        <translation>Experten einer Schicht oder aller</translation>
    </message>
    <message>
        <source>log</source>
        <translation>log</translation>
    </message>
    <message>
        <source>Logarithmic axes</source>
        <translation>Logarithmische Achsen</translation>
    </message>
    <message>
        <source>Logarithmic axes of positive values that spread over more than a decade</source>
        <translation>Logarithmische Achsen bei positiven Werten, die über mehr als eine Dekade streuen</translation>
    </message>
    <message>
        <source>Values of your own</source>
        <translation>Eigene Werte</translation>
    </message>
    <message>
        <source>Values (*.csv);;All files (*)</source>
        <translation>Werte (*.csv);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Values (*.csv)</source>
        <translation>Werte (*.csv)</translation>
    </message>
    <message>
        <source>all layers</source>
        <translation>alle Schichten</translation>
    </message>
    <message>
        <source>layer %1</source>
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>all texts alike</source>
        <translation>alle Texte gleich</translation>
    </message>
    <message>
        <source>all texts, by their weights</source>
        <translation>alle Texte nach Gewicht</translation>
    </message>
    <message>
        <source>The weights that &quot;Texts and analysis&quot; gives them</source>
        <translation>Die Gewichte, die „Texte und Untersuchung“ ihnen gibt</translation>
    </message>
    <message>
        <source>Computing the scores: %1 %</source>
        <translation>Kennzahlen werden berechnet: %1 %</translation>
    </message>
    <message>
        <source>Scores of the weights would read %1.</source>
        <translation>Kennzahlen der Gewichte würden %1 lesen.</translation>
    </message>
    <message>
        <source>Not computed for what is chosen now.</source>
        <translation>Nicht berechnet für das, was jetzt gewählt ist.</translation>
    </message>
    <message>
        <source>Read the &amp;weights</source>
        <translation>&amp;Gewichte lesen</translation>
    </message>
    <message>
        <source>Values that you gave for every expert.</source>
        <translation>Werte, die Sie für jeden Experten angegeben haben.</translation>
    </message>
    <message>
        <source>What the scores are worth appears here once they are computed.</source>
        <translation>Was die Kennzahlen taugen, erscheint hier, sobald sie berechnet sind.</translation>
    </message>
</context>
<context>
    <name>moqa::SelectionBar</name>
    <message>
        <source>Se&amp;lect:</source>
        <translation>Aus&amp;wählen:</translation>
    </message>
    <message>
        <source>Select experts by query</source>
        <translation>Experten durch eine Abfrage auswählen</translation>
    </message>
    <message>
        <source>load &lt; 0.1 &amp; bits &gt; 4</source>
        <translation>load &lt; 0.1 &amp; bits &gt; 4</translation>
    </message>
    <message>
        <source>Return selects the experts for which this holds. Fields are the quantities of an expert, layer, expert, bits and locked; top(load, 5%) and rank(load) help; load[code] is of one text.</source>
        <translation>Die Eingabetaste wählt die Experten aus, für die dies gilt. Felder sind die Größen eines Experten, layer, expert, bits und locked; top(load, 5%) und rank(load) helfen; load[code] gilt für einen Text.</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Aufheben</translation>
    </message>
    <message>
        <source>Select nothing</source>
        <translation>Nichts auswählen</translation>
    </message>
    <message>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <source>Select the experts that are not selected</source>
        <translation>Die nicht ausgewählten Experten auswählen</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Select all experts of the layers that are touched</source>
        <translation>Alle Experten der berührten Schichten auswählen</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>Spalte</translation>
    </message>
    <message>
        <source>Select the experts of the same index in every layer</source>
        <translation>Die Experten mit derselben Nummer in jeder Schicht auswählen</translation>
    </message>
    <message>
        <source>Sets</source>
        <translation>Mengen</translation>
    </message>
    <message>
        <source>Keep the selection under a name, or select a set again</source>
        <translation>Die Auswahl unter einem Namen behalten oder eine Menge wieder auswählen</translation>
    </message>
    <message>
        <source>Named sets of experts</source>
        <translation>Benannte Mengen von Experten</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>No expert is like that.</source>
        <translation>Kein Experte ist so.</translation>
    </message>
    <message>
        <source>%1 of %2 experts</source>
        <translation>%1 von %2 Experten</translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>&amp;Keep the selection as...</source>
        <translation>Auswahl &amp;behalten als...</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>&amp;Rename</source>
        <translation>&amp;Umbenennen</translation>
    </message>
    <message>
        <source>&amp;Delete</source>
        <translation>&amp;Löschen</translation>
    </message>
    <message>
        <source>Keep the selection</source>
        <translation>Auswahl behalten</translation>
    </message>
    <message>
        <source>&amp;Name:</source>
        <translation>&amp;Name:</translation>
    </message>
    <message>
        <source>Rename the set</source>
        <translation>Menge umbenennen</translation>
    </message>
    <message>
        <source>The selection was changed after this query. Return selects by it again.</source>
        <translation>Die Auswahl wurde nach dieser Abfrage geändert. Die Eingabetaste wählt wieder nach ihr.</translation>
    </message>
</context>
<context>
    <name>moqa::SeriesView</name>
    <message numerus="yes">
        <source>%1: %2 over %n %3(s)</source>
        <translation>
            <numerusform>%1: %2 über %n %3</numerusform>
            <numerusform>%1: %2 über %n %3</numerusform>
        </translation>
    </message>
    <message>
        <source> (95 %: %1 to %2)</source>
        <translation> (95 %: %1 bis %2)</translation>
    </message>
    <message>
        <source> %1 tokens</source>
        <translation> %1 Token</translation>
    </message>
    <message>
        <source>%1, 95 % from</source>
        <translation>%1, 95 % von</translation>
    </message>
    <message>
        <source>%1, 95 % to</source>
        <translation>%1, 95 % bis</translation>
    </message>
    <message>
        <source>%1, 95 %</source>
        <translation>%1, 95 %</translation>
    </message>
</context>
<context>
    <name>moqa::Settings</name>
    <message>
        <source>Appearance</source>
        <translation>Aussehen</translation>
    </message>
    <message>
        <source>Theme</source>
        <translation>Farben</translation>
    </message>
    <message>
        <source>Colours of the window and of all plots.</source>
        <translation>Farben des Fensters und aller Diagramme.</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>Wie das System</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Hell</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Dunkel</translation>
    </message>
    <message>
        <source>Font size</source>
        <translation>Schriftgröße</translation>
    </message>
    <message>
        <source>Size of all texts, those of plots too, against the desktop&apos;s.</source>
        <translation>Größe aller Texte, auch in Diagrammen, gegen die des Systems.</translation>
    </message>
    <message>
        <source> %</source>
        <translation> %</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Language of the window, from the next start on. Files are always written in English.</source>
        <translation>Sprache des Fensters, ab dem nächsten Start. Dateien werden immer auf Englisch geschrieben.</translation>
    </message>
    <message>
        <source>Page bar</source>
        <translation>Seitenleiste</translation>
    </message>
    <message>
        <source>What the bar of pages at the left shows.</source>
        <translation>Was die Leiste der Seiten am linken Rand zeigt.</translation>
    </message>
    <message>
        <source>Icons and names</source>
        <translation>Symbole und Namen</translation>
    </message>
    <message>
        <source>Icons</source>
        <translation>Symbole</translation>
    </message>
    <message>
        <source>Computing</source>
        <translation>Rechenwerk</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Threads</translation>
    </message>
    <message>
        <source>Most threads that jobs use. No result depends on it.</source>
        <translation>Wie viele Threads Aufträge höchstens nutzen. Kein Ergebnis hängt davon ab.</translation>
    </message>
    <message>
        <source>All cores</source>
        <translation>Alle Kerne</translation>
    </message>
    <message>
        <source>Memory limit</source>
        <translation>Speichergrenze</translation>
    </message>
    <message>
        <source>A job that would need more says so and does not start.</source>
        <translation>Ein Auftrag, der mehr brauchte, sagt es und beginnt nicht.</translation>
    </message>
    <message>
        <source> GiB</source>
        <translation> GiB</translation>
    </message>
    <message>
        <source>No limit</source>
        <translation>Keine Grenze</translation>
    </message>
    <message>
        <source>Keep awake</source>
        <translation>Wach halten</translation>
    </message>
    <message>
        <source>Whether the desktop is asked not to sleep while a job computes.</source>
        <translation>Ob der Desktop gebeten wird, nicht zu schlafen, solange ein Auftrag rechnet.</translation>
    </message>
    <message>
        <source>While jobs run</source>
        <translation>Solange Aufträge laufen</translation>
    </message>
    <message>
        <source>Never</source>
        <translation>Nie</translation>
    </message>
    <message>
        <source>Notifications</source>
        <translation>Benachrichtigungen</translation>
    </message>
    <message>
        <source>Whether the desktop says that a job of more than ten seconds has ended while you look at another window.</source>
        <translation>Ob der Desktop meldet, dass ein Auftrag von mehr als zehn Sekunden geendet hat, während Sie in ein anderes Fenster schauen.</translation>
    </message>
    <message>
        <source>When a long job ends</source>
        <translation>Wenn ein langer Auftrag endet</translation>
    </message>
</context>
<context>
    <name>moqa::SettingsDialog</name>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Find a setting</source>
        <translation>Eine Einstellung suchen</translation>
    </message>
    <message>
        <source>Command line: %1</source>
        <translation>Befehlszeile: %1</translation>
    </message>
</context>
<context>
    <name>moqa::ShortcutsDialog</name>
    <message>
        <source> or </source>
        <translation> oder </translation>
    </message>
    <message>
        <source>Keys and gestures</source>
        <translation>Tasten und Gesten</translation>
    </message>
    <message>
        <source>Find an action</source>
        <translation>Einen Befehl suchen</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Befehl</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was er tut</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Befehle und ihre Tasten</translation>
    </message>
    <message>
        <source>All to &amp;defaults</source>
        <translation>Alle auf &amp;Vorgabe</translation>
    </message>
    <message>
        <source>&amp;New keys:</source>
        <translation>&amp;Neue Tasten:</translation>
    </message>
    <message>
        <source>New keys</source>
        <translation>Neue Tasten</translation>
    </message>
    <message>
        <source>&amp;Set</source>
        <translation>&amp;Setzen</translation>
    </message>
    <message>
        <source>N&amp;o keys</source>
        <translation>K&amp;eine Tasten</translation>
    </message>
    <message>
        <source>De&amp;fault</source>
        <translation>V&amp;orgabe</translation>
    </message>
    <message>
        <source>Choose an action to give it other keys.</source>
        <translation>Einen Befehl wählen, um ihm andere Tasten zu geben.</translation>
    </message>
    <message>
        <source>%1 belongs to “%2”.</source>
        <translation>%1 gehört zu „%2“.</translation>
    </message>
    <message>
        <source>&amp;Take it from there</source>
        <translation>Von dort &amp;nehmen</translation>
    </message>
</context>
<context>
    <name>moqa::SizeBar</name>
    <message>
        <source>attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>router</source>
        <translation>Router</translation>
    </message>
    <message>
        <source>shared experts</source>
        <translation>geteilte Experten</translation>
    </message>
    <message>
        <source>routed experts</source>
        <translation>geroutete Experten</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>Einbettung</translation>
    </message>
    <message>
        <source>head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>norms</source>
        <translation>Normen</translation>
    </message>
    <message>
        <source>dense layers</source>
        <translation>dichte Schichten</translation>
    </message>
    <message>
        <source>other</source>
        <translation>anderes</translation>
    </message>
    <message>
        <source>Bytes by part of the model</source>
        <translation>Bytes nach Teil des Modells</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1: %2 of %3 stored, %4 % of the plan, %5 weights</source>
        <translation>%1: %2 von %3 gespeichert, %4 % des Plans, %5 Gewichte</translation>
    </message>
</context>
<context>
    <name>moqa::SourceTableModel</name>
    <message>
        <source>not seen</source>
        <translation>nicht gesehen</translation>
    </message>
</context>
<context>
    <name>moqa::StackView</name>
    <message>
        <source>%1: %2 %3, %4 (%5 %)</source>
        <translation>%1: %2 %3, %4 (%5 %)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>share</source>
        <translation>Anteil</translation>
    </message>
</context>
<context>
    <name>moqa::Staleness</name>
    <message>
        <source>&quot;%1&quot; calibrates no longer.</source>
        <translation>&quot;%1&quot; kalibriert nicht mehr.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is another text or share now.</source>
        <translation>&quot;%1&quot; ist jetzt ein anderer Text oder Anteil.</translation>
    </message>
    <message>
        <source>The weight of &quot;%1&quot; was changed.</source>
        <translation>Das Gewicht von &quot;%1&quot; wurde geändert.</translation>
    </message>
    <message>
        <source>&quot;%1&quot; was added since.</source>
        <translation>&quot;%1&quot; kam seither hinzu.</translation>
    </message>
    <message>
        <source>Seen so far: %1.</source>
        <translation>Bisher gesehen: %1.</translation>
    </message>
    <message>
        <source>The plan was edited since.</source>
        <translation>Der Plan wurde seither bearbeitet.</translation>
    </message>
    <message>
        <source>It was calibrated on other texts.</source>
        <translation>Kalibriert wurde auf anderen Texten.</translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %n layer(s).</source>
        <translation>
            <numerusform>Angehalten nach %n Schicht.</numerusform>
            <numerusform>Angehalten nach %n Schichten.</numerusform>
        </translation>
    </message>
    <message>
        <source>It measured another quantized file.</source>
        <translation>Gemessen wurde eine andere quantisierte Datei.</translation>
    </message>
    <message>
        <source>Other texts are chosen to evaluate on.</source>
        <translation>Zum Bewerten sind andere Texte gewählt.</translation>
    </message>
    <message>
        <source>These losses were measured on other texts or shares.</source>
        <translation>Diese Verluste wurden auf anderen Texten oder Anteilen gemessen.</translation>
    </message>
</context>
<context>
    <name>moqa::StalenessBadge</name>
    <message>
        <source>Partial: %1</source>
        <translation>Teilweise: %1</translation>
    </message>
    <message>
        <source>Outdated: %1</source>
        <translation>Veraltet: %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>the model is not open</source>
        <translation>das Modell ist nicht geöffnet</translation>
    </message>
    <message>
        <source>it is being computed</source>
        <translation>wird gerade berechnet</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Analysis</source>
        <translation>Analyse</translation>
    </message>
    <message>
        <source>Analyse again</source>
        <translation>Neu analysieren</translation>
    </message>
    <message>
        <source>Analyse all of it</source>
        <translation>Alles analysieren</translation>
    </message>
</context>
<context>
    <name>moqa::StudyDesk</name>
    <message>
        <source>A study is running; stop it before another one is opened.</source>
        <translation>Eine Studie läuft; erst anhalten, dann eine andere öffnen.</translation>
    </message>
    <message>
        <source>Read %1</source>
        <translation>%1 lesen</translation>
    </message>
    <message>
        <source>Study of %1</source>
        <translation>Studie von %1</translation>
    </message>
    <message numerus="yes">
        <source>The study is done: %n row(s).</source>
        <translation>
            <numerusform>Die Studie ist fertig: %n Zeile.</numerusform>
            <numerusform>Die Studie ist fertig: %n Zeilen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The study stopped after %n row(s), which are kept.</source>
        <translation>
            <numerusform>Die Studie hielt nach %n Zeile an, sie bleibt erhalten.</numerusform>
            <numerusform>Die Studie hielt nach %n Zeilen an, sie bleiben erhalten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
</context>
<context>
    <name>moqa::StudyForm</name>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Methods to compare</source>
        <translation>Methoden, die verglichen werden</translation>
    </message>
    <message>
        <source>More methods, between blanks: a method with widths of its own as in moqa@2,4,6,8, or bits by a score as in score:kurtosis. Scores: %1.</source>
        <translation>Weitere Methoden, durch Leerzeichen getrennt: eine Methode mit eigenen Breiten wie moqa@2,4,6,8, oder Bits nach einer Wertung wie score:kurtosis. Wertungen: %1.</translation>
    </message>
    <message>
        <source>And &amp;others:</source>
        <translation>Und w&amp;eitere:</translation>
    </message>
    <message>
        <source>Mean &amp;bits:</source>
        <translation>Mittlere &amp;Bits:</translation>
    </message>
    <message>
        <source>row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Widths:</source>
        <translation>Breiten:</translation>
    </message>
    <message>
        <source>Use width %1</source>
        <translation>Breite %1 verwenden</translation>
    </message>
    <message>
        <source>Groups:</source>
        <translation>Gruppen:</translation>
    </message>
    <message>
        <source>Compare groups of %1 columns</source>
        <translation>Gruppen von %1 Spalten vergleichen</translation>
    </message>
    <message numerus="yes">
        <source>uniform %n bit</source>
        <translation>
            <numerusform>gleichmäßig %n Bit</numerusform>
            <numerusform>gleichmäßig %n Bit</numerusform>
        </translation>
    </message>
    <message>
        <source>Shares are of what this plan loses</source>
        <translation>Anteile beziehen sich auf das, was dieser Plan verliert</translation>
    </message>
    <message>
        <source>Baseli&amp;ne:</source>
        <translation>Gru&amp;ndlinie:</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>all known texts together</source>
        <translation>alle bekannten zusammen</translation>
    </message>
    <message>
        <source>each known text alone</source>
        <translation>jeden bekannten allein</translation>
    </message>
    <message>
        <source>together, and each alone</source>
        <translation>zusammen, und jeden allein</translation>
    </message>
    <message>
        <source>&amp;Calibrate on:</source>
        <translation>&amp;Kalibrieren auf:</translation>
    </message>
    <message>
        <source>Tokens of each text that calibrates</source>
        <translation>Token jedes Textes, der kalibriert</translation>
    </message>
    <message>
        <source>&amp;Tokens of each:</source>
        <translation>&amp;Token von jedem:</translation>
    </message>
    <message>
        <source>Tokens of each text that is scored</source>
        <translation>Token jedes Textes, der bewertet wird</translation>
    </message>
    <message>
        <source>&amp;Scored of each:</source>
        <translation>Be&amp;wertet je Text:</translation>
    </message>
    <message>
        <source>GPTQ</source>
        <translation>GPTQ</translation>
    </message>
    <message>
        <source>GPTQ, scale search</source>
        <translation>GPTQ, Skalensuche</translation>
    </message>
    <message>
        <source>round to nearest</source>
        <translation>Runden zum Nächsten</translation>
    </message>
    <message>
        <source>The same for every plan. Everything but the routed experts stays at 16 bits.</source>
        <translation>Für jeden Plan derselbe. Alles außer den gerouteten Experten bleibt bei 16 Bit.</translation>
    </message>
    <message>
        <source>&amp;Quantizer:</source>
        <translation>&amp;Quantisierer:</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>Random plans, predicted and measured: how far the predictions that plans are made by can be trusted</source>
        <translation>Zufallspläne, vorhergesagt und gemessen: wie weit den Vorhersagen zu trauen ist, nach denen Pläne gemacht werden</translation>
    </message>
    <message>
        <source>&amp;Random plans:</source>
        <translation>&amp;Zufallspläne:</translation>
    </message>
    <message>
        <source>Least mean bits of a random plan</source>
        <translation>Kleinste mittlere Bits eines Zufallsplans</translation>
    </message>
    <message>
        <source>Most mean bits of a random plan</source>
        <translation>Größte mittlere Bits eines Zufallsplans</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>of mean bits:</source>
        <translation>mittlere Bits:</translation>
    </message>
    <message>
        <source>What the study will cost</source>
        <translation>Was die Studie kosten wird</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Report of the study</source>
        <translation>Bericht der Studie</translation>
    </message>
    <message>
        <source>R&amp;un study</source>
        <translation>St&amp;udie starten</translation>
    </message>
    <message>
        <source>Make, quantize and score every plan</source>
        <translation>Jeden Plan machen, quantisieren und bewerten</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>The finished rows are kept</source>
        <translation>Die fertigen Zeilen bleiben erhalten</translation>
    </message>
    <message>
        <source>Open report...</source>
        <translation>Bericht öffnen...</translation>
    </message>
    <message>
        <source>A report that was saved as .json</source>
        <translation>Einen Bericht, der als .json gespeichert wurde</translation>
    </message>
    <message>
        <source>Save report...</source>
        <translation>Bericht sichern...</translation>
    </message>
    <message>
        <source>As JSON, which is opened again, CSV or text</source>
        <translation>Als JSON, das sich wieder öffnen lässt, CSV oder Text</translation>
    </message>
    <message>
        <source>choose at least one method</source>
        <translation>mindestens eine Methode wählen</translation>
    </message>
    <message>
        <source>mean bits are numbers of 1 to 8, between blanks: %1</source>
        <translation>mittlere Bits sind Zahlen von 1 bis 8, durch Leerzeichen getrennt: %1</translation>
    </message>
    <message>
        <source>give at least one budget of mean bits</source>
        <translation>mindestens ein Budget an mittleren Bits angeben</translation>
    </message>
    <message>
        <source>choose at least one width</source>
        <translation>mindestens eine Breite wählen</translation>
    </message>
    <message>
        <source>choose at least one group</source>
        <translation>mindestens eine Gruppe wählen</translation>
    </message>
    <message>
        <source>random plans need a range of mean bits within the widths</source>
        <translation>Zufallspläne brauchen einen Bereich mittlerer Bits innerhalb der Breiten</translation>
    </message>
    <message>
        <source>Mean bits of the routed experts, between blanks</source>
        <translation>Mittlere Bits der gerouteten Experten, durch Leerzeichen getrennt</translation>
    </message>
    <message>
        <source>AWQ, scaled channels</source>
        <translation>AWQ, skalierte Kanäle</translation>
    </message>
    <message>
        <source>HQQ, without data</source>
        <translation>HQQ, ohne Daten</translation>
    </message>
</context>
<context>
    <name>moqa::StudyPage</name>
    <message>
        <source>Known texts: %1</source>
        <translation>Bekannte Texte: %1</translation>
    </message>
    <message>
        <source>New texts: %1</source>
        <translation>Neue Texte: %1</translation>
    </message>
    <message>
        <source>Study</source>
        <translation>Studie</translation>
    </message>
    <message>
        <source>Plans by many methods under equal conditions: what each recovers of the loss of uniform bits, on known and on new texts, and how sure that is.</source>
        <translation>Pläne nach vielen Methoden unter gleichen Bedingungen: was jeder vom Verlust gleichmäßiger Bits zurückgewinnt, auf bekannten und auf neuen Texten, und wie sicher das ist.</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>Predicted and measured</source>
        <translation>Vorhergesagt und gemessen</translation>
    </message>
    <message>
        <source>Run a study, or open the report of one: every plan appears here as it is scored.</source>
        <translation>Eine Studie starten oder den Bericht einer Studie öffnen: jeder Plan erscheint hier, sobald er bewertet ist.</translation>
    </message>
    <message>
        <source>Divergence of the plans</source>
        <translation>Divergenz der Pläne</translation>
    </message>
    <message>
        <source>Plans of the study</source>
        <translation>Pläne der Studie</translation>
    </message>
    <message>
        <source>What the plans are drawn against</source>
        <translation>Worüber die Pläne aufgetragen sind</translation>
    </message>
    <message>
        <source>mean bits</source>
        <translation>mittlere Bits</translation>
    </message>
    <message>
        <source>size in MB</source>
        <translation>Größe in MB</translation>
    </message>
    <message>
        <source>Texts whose divergence is drawn</source>
        <translation>Texte, deren Divergenz gezeichnet ist</translation>
    </message>
    <message>
        <source>known and new texts</source>
        <translation>bekannte und neue Texte</translation>
    </message>
    <message>
        <source>known texts</source>
        <translation>bekannte Texte</translation>
    </message>
    <message>
        <source>new texts</source>
        <translation>neue Texte</translation>
    </message>
    <message>
        <source>Calibration and group</source>
        <translation>Kalibrierung und Gruppe</translation>
    </message>
    <message>
        <source>Random plans appear here, predicted against measured, where a study has some.</source>
        <translation>Hier erscheinen Zufallspläne, vorhergesagt gegen gemessen, wenn eine Studie welche hat.</translation>
    </message>
    <message>
        <source>Random plans, predicted and measured</source>
        <translation>Zufallspläne, vorhergesagt und gemessen</translation>
    </message>
    <message>
        <source>Open the report of a study</source>
        <translation>Den Bericht einer Studie öffnen</translation>
    </message>
    <message>
        <source>Report (*.json)</source>
        <translation>Bericht (*.json)</translation>
    </message>
    <message>
        <source>Save the report of the study</source>
        <translation>Den Bericht der Studie speichern</translation>
    </message>
    <message>
        <source>Report, can be opened again (*.json);;Values (*.csv);;Table as text (*.txt)</source>
        <translation>Bericht, lässt sich wieder öffnen (*.json);;Werte (*.csv);;Tabelle als Text (*.txt)</translation>
    </message>
    <message>
        <source>Open a model to run a study on it.</source>
        <translation>Für eine Studie ein Modell öffnen.</translation>
    </message>
    <message>
        <source>A study needs texts that calibrate and texts that evaluate: choose them under &quot;Texts and analysis&quot;.</source>
        <translation>Eine Studie braucht Texte zum Kalibrieren und Texte zum Bewerten: unter „Texte und Untersuchung“ wählen.</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>hält an</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, noch %1</translation>
    </message>
    <message>
        <source>This study is in no file yet.</source>
        <translation>Diese Studie steht noch in keiner Datei.</translation>
    </message>
    <message>
        <source>Report: %1.</source>
        <translation>Bericht: %1.</translation>
    </message>
    <message numerus="yes">
        <source>Unfinished: %n plan(s) were scored.</source>
        <translation>
            <numerusform>Unfertig: %n Plan wurde bewertet.</numerusform>
            <numerusform>Unfertig: %n Pläne wurden bewertet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n plan(s).</source>
        <translation>
            <numerusform>%n Plan.</numerusform>
            <numerusform>%n Pläne.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, group %2</source>
        <translation>%1, Gruppe %2</translation>
    </message>
    <message>
        <source>all together</source>
        <translation>alle zusammen</translation>
    </message>
    <message>
        <source>In short</source>
        <translation>In Kürze</translation>
    </message>
</context>
<context>
    <name>moqa::StudyPoints</name>
    <message>
        <source>%1 to %2 bits</source>
        <translation>%1 bis %2 Bit</translation>
    </message>
    <message>
        <source>Divergence against mean bits</source>
        <translation>Divergenz über mittleren Bits</translation>
    </message>
    <message>
        <source>Divergence against size</source>
        <translation>Divergenz über der Größe</translation>
    </message>
    <message>
        <source>mean bits of the routed experts</source>
        <translation>mittlere Bits der gerouteten Experten</translation>
    </message>
    <message>
        <source>size of the model, MB</source>
        <translation>Größe des Modells, MB</translation>
    </message>
    <message>
        <source>KL, nats a token</source>
        <translation>KL, Nats je Token</translation>
    </message>
    <message>
        <source>nats a token</source>
        <translation>Nats je Token</translation>
    </message>
    <message>
        <source>known texts</source>
        <translation>bekannte Texte</translation>
    </message>
    <message>
        <source>new texts</source>
        <translation>neue Texte</translation>
    </message>
    <message>
        <source>Mean KL(full || quantized) of each plan over the texts of a kind, with the 95 % interval of a bootstrap over windows. Below and to the left is better. Plans of a method are joined.</source>
        <translation>Mittlere KL(voll || quantisiert) jedes Plans über die Texte einer Art, mit dem 95-%-Intervall eines Bootstraps über Fenster. Unten und links ist besser. Pläne einer Methode sind verbunden.</translation>
    </message>
    <message>
        <source>calibrated on %1, group %2; </source>
        <translation>kalibriert auf %1, Gruppe %2; </translation>
    </message>
    <message>
        <source>%1 tokens scored; bars: 95 % intervals</source>
        <translation>%1 Token bewertet; Balken: 95-%-Intervalle</translation>
    </message>
    <message>
        <source>; known texts</source>
        <translation>; bekannte Texte</translation>
    </message>
    <message>
        <source>; new texts</source>
        <translation>; neue Texte</translation>
    </message>
    <message>
        <source>known</source>
        <translation>bekannt</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>; no plan here is smaller and loses less</source>
        <translation>; kein Plan hier ist kleiner und verliert weniger</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n point(s)</source>
        <translation>
            <numerusform>%1: %n Punkt</numerusform>
            <numerusform>%1: %n Punkte</numerusform>
        </translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>Calibrated on</source>
        <translation>Kalibriert auf</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Mean bits</source>
        <translation>Mittlere Bits</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>95 % from</source>
        <translation>95 % von</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>On the frontier</source>
        <translation>Auf der Front</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message numerus="yes">
        <source>%n plan(s) of %1</source>
        <translation>
            <numerusform>%n Plan von %1</numerusform>
            <numerusform>%n Pläne von %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n plan(s) of %1: rank correlation %2</source>
        <translation>
            <numerusform>%n Plan von %1: Rangkorrelation %2</numerusform>
            <numerusform>%n Pläne von %1: Rangkorrelation %2</numerusform>
        </translation>
    </message>
    <message>
        <source>Measured against predicted loss of random plans</source>
        <translation>Gemessener über vorhergesagtem Verlust von Zufallsplänen</translation>
    </message>
    <message>
        <source>predicted, nats a token</source>
        <translation>vorhergesagt, Nats je Token</translation>
    </message>
    <message>
        <source>Each point is a random plan: the sum of the measured losses of its experts against what the plan as a whole really loses. On the dashed line they are equal. The rank correlation is Spearman&apos;s: 1 where predictions put the plans in the true order, however far they are off.</source>
        <translation>Jeder Punkt ist ein Zufallsplan: die Summe der gemessenen Verluste seiner Experten gegen das, was der Plan als Ganzes wirklich verliert. Auf der gestrichelten Linie sind sie gleich. Die Rangkorrelation ist die von Spearman: 1, wo die Vorhersagen die Pläne in die wahre Reihenfolge bringen, wie weit sie auch daneben liegen.</translation>
    </message>
    <message>
        <source>%1 mean bits: predicted %2, measured %3 nats a token</source>
        <translation>%1 mittlere Bits: vorhergesagt %2, gemessen %3 Nats je Token</translation>
    </message>
    <message>
        <source>Range</source>
        <translation>Bereich</translation>
    </message>
    <message>
        <source>Predicted, nats a token</source>
        <translation>Vorhergesagt, Nats je Token</translation>
    </message>
    <message>
        <source>Measured, nats a token</source>
        <translation>Gemessen, Nats je Token</translation>
    </message>
    <message>
        <source>%1 on %2: %3 mean bits, %4, KL %5 nats a token</source>
        <translation>%1 auf %2: %3 mittlere Bits, %4, KL %5 Nats je Token</translation>
    </message>
    <message>
        <source>measured KL on known texts, nats a token</source>
        <translation>gemessene KL auf bekannten Texten, Nats je Token</translation>
    </message>
</context>
<context>
    <name>moqa::StudySummary</name>
    <message>
        <source>calibrated on %1, one group a row</source>
        <translation>kalibriert auf %1, eine Gruppe je Zeile</translation>
    </message>
    <message>
        <source>calibrated on %1, groups of %2</source>
        <translation>kalibriert auf %1, Gruppen zu %2</translation>
    </message>
    <message>
        <source>known texts</source>
        <translation>bekannten Texten</translation>
    </message>
    <message>
        <source>new texts</source>
        <translation>neuen Texten</translation>
    </message>
    <message>
        <source>%1 to %2 bits</source>
        <translation>%1 bis %2 Bit</translation>
    </message>
    <message>
        <source>plans of one budget (%1)</source>
        <translation>Zufallspläne eines Budgets (%1)</translation>
    </message>
    <message>
        <source>plans of all budgets (%1)</source>
        <translation>Zufallspläne aller Budgets (%1)</translation>
    </message>
    <message>
        <source>%1 random %2 are too few to say how predictions order them; %3.</source>
        <translation>%1 %2 sind zu wenige, um zu sagen, wie Vorhersagen sie ordnen; %3.</translation>
    </message>
    <message>
        <source>Predictions order %1 random %2 with rank correlation &lt;b&gt;%3&lt;/b&gt;: that reaches the required %4; %5.</source>
        <translation>Vorhersagen ordnen %1 %2 mit Rangkorrelation &lt;b&gt;%3&lt;/b&gt;: das erreicht die geforderten %4; %5.</translation>
    </message>
    <message>
        <source>Predictions order %1 random %2 with rank correlation &lt;b&gt;%3&lt;/b&gt;: that is below the required %4; %5.</source>
        <translation>Vorhersagen ordnen %1 %2 mit Rangkorrelation &lt;b&gt;%3&lt;/b&gt;: das liegt unter den geforderten %4; %5.</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt; at %2 bits on %3: %4 % [%5, %6]; %7.</source>
        <translation>&lt;b&gt;%1&lt;/b&gt; bei %2 Bit auf %3: %4 % [%5, %6]; %7.</translation>
    </message>
    <message>
        <source>&lt;b&gt;%1&lt;/b&gt; from &lt;b&gt;%2&lt;/b&gt; at %3 bits on %4: %5 [%6, %7] nats; %8.</source>
        <translation>&lt;b&gt;%1&lt;/b&gt; von &lt;b&gt;%2&lt;/b&gt; bei %3 Bit auf %4: %5 [%6, %7] nat; %8.</translation>
    </message>
    <message numerus="yes">
        <source>%n plan(s) were scored.</source>
        <translation>
            <numerusform>%n Plan wurde bewertet.</numerusform>
            <numerusform>%n Pläne wurden bewertet.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n budget(s) were out of a method&apos;s reach.</source>
        <translation>
            <numerusform>%n Budget lag außer Reichweite einer Methode.</numerusform>
            <numerusform>%n Budgets lagen außer Reichweite einer Methode.</numerusform>
        </translation>
    </message>
    <message>
        <source>The study was stopped before its end.</source>
        <translation>Die Studie wurde vor ihrem Ende angehalten.</translation>
    </message>
    <message>
        <source>uniform %1 bit</source>
        <translation>gleichmäßige %1 Bit</translation>
    </message>
    <message>
        <source>How far predictions can be trusted</source>
        <translation>Wie weit den Vorhersagen zu trauen ist</translation>
    </message>
    <message>
        <source>Better than %1 at no more bits: share of its divergence recovered [95 % interval]</source>
        <translation>Besser als %1 bei nicht mehr Bits: zurückgewonnener Anteil der Divergenz [95-%-Intervall]</translation>
    </message>
    <message>
        <source>Did not help: not to be told from %1 at no fewer bits (the interval includes zero)</source>
        <translation>Half nicht: von %1 nicht zu unterscheiden bei nicht weniger Bits (das Intervall enthält null)</translation>
    </message>
    <message>
        <source>Worse than %1 at no fewer bits</source>
        <translation>Schlechter als %1 bei nicht weniger Bits</translation>
    </message>
    <message>
        <source>Not to be told from the plan of least divergence of their budget (the interval of the difference includes zero)</source>
        <translation>Vom Plan kleinster Divergenz ihres Budgets nicht zu unterscheiden (das Intervall der Differenz enthält null)</translation>
    </message>
</context>
<context>
    <name>moqa::StudySummaryView</name>
    <message>
        <source>The study in short</source>
        <translation>Die Studie in Kürze</translation>
    </message>
    <message>
        <source>What a study says stands here in sentences, once there is one.</source>
        <translation>Hier steht in Sätzen, was eine Studie sagt, sobald es eine gibt.</translation>
    </message>
</context>
<context>
    <name>moqa::StudyTable</name>
    <message>
        <source>row</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <source>Study of %1</source>
        <translation>Studie von %1</translation>
    </message>
    <message>
        <source>per cent</source>
        <translation>Prozent</translation>
    </message>
    <message>
        <source>Recovered: the share of what the uniform baseline loses that a plan wins back, 1 - sum KL(plan) / sum KL(uniform) over the texts of a kind, in per cent; below 0 it loses more. In brackets the 95 % interval of a paired bootstrap over windows. p: that the plan is as good as the best one of its budget, by the same bootstrap.</source>
        <translation>Rückgewinn: der Anteil dessen, was die gleichmäßige Grundlinie verliert, den ein Plan zurückgewinnt, 1 - Summe KL(Plan) / Summe KL(gleichmäßig) über die Texte einer Art, in Prozent; unter 0 verliert er mehr. In Klammern das 95-%-Intervall eines gepaarten Bootstraps über Fenster. p: dass der Plan so gut ist wie der beste seines Budgets, nach demselben Bootstrap.</translation>
    </message>
    <message numerus="yes">
        <source>recovered: per cent of what uniform %n bit loses, with 95 % intervals</source>
        <translation>
            <numerusform>Rückgewinn: Prozent dessen, was gleichmäßig %n Bit verliert, mit 95-%-Intervallen</numerusform>
            <numerusform>Rückgewinn: Prozent dessen, was gleichmäßig %n Bit verliert, mit 95-%-Intervallen</numerusform>
        </translation>
    </message>
    <message>
        <source>; %1 tokens scored</source>
        <translation>; %1 Token bewertet</translation>
    </message>
    <message>
        <source>; unfinished</source>
        <translation>; unfertig</translation>
    </message>
    <message>
        <source>no plan: %1</source>
        <translation>kein Plan: %1</translation>
    </message>
    <message>
        <source>baseline</source>
        <translation>Grundlinie</translation>
    </message>
    <message>
        <source>intervals of little worth: uniform loses nothing in %1 % of resamples</source>
        <translation>Intervalle von geringem Wert: gleichmäßig verliert nichts in %1 % der Stichproben</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Calibrated on</source>
        <translation>Kalibriert auf</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Mean bits</source>
        <translation>Mittlere Bits</translation>
    </message>
    <message>
        <source>True bits</source>
        <translation>Wahre Bits</translation>
    </message>
    <message>
        <source>MB</source>
        <translation>MB</translation>
    </message>
    <message>
        <source>KL predicted</source>
        <translation>KL vorhergesagt</translation>
    </message>
    <message>
        <source>KL known</source>
        <translation>KL bekannt</translation>
    </message>
    <message>
        <source>p known</source>
        <translation>p bekannt</translation>
    </message>
    <message>
        <source>KL new</source>
        <translation>KL neu</translation>
    </message>
    <message>
        <source>p new</source>
        <translation>p neu</translation>
    </message>
    <message>
        <source>Recovered log PPL known, %</source>
        <translation>Rückgewinn log PPL bekannt, %</translation>
    </message>
    <message>
        <source>Recovered log PPL new, %</source>
        <translation>Rückgewinn log PPL neu, %</translation>
    </message>
    <message>
        <source>Remark</source>
        <translation>Bemerkung</translation>
    </message>
    <message>
        <source>best</source>
        <translation>bester</translation>
    </message>
    <message>
        <source>%1, %2 bits, calibrated on %3, group %4</source>
        <translation>%1, %2 Bit, kalibriert auf %3, Gruppe %4</translation>
    </message>
    <message>
        <source>; known %1 %</source>
        <translation>; bekannt %1 %</translation>
    </message>
    <message>
        <source>; new %1 %</source>
        <translation>; neu %1 %</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n plan(s)</source>
        <translation>
            <numerusform>%1: %n Plan</numerusform>
            <numerusform>%1: %n Pläne</numerusform>
        </translation>
    </message>
    <message>
        <source>Bits</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>Recovered known, %</source>
        <translation>Rückgewinn bekannt, %</translation>
    </message>
    <message>
        <source>Recovered new, %</source>
        <translation>Rückgewinn neu, %</translation>
    </message>
</context>
<context>
    <name>moqa::TableTwin</name>
    <message>
        <source>%1, as a table</source>
        <translation>%1, als Tabelle</translation>
    </message>
    <message>
        <source>Filter: words, /pattern/ or &gt; 1.5</source>
        <translation>Filter: Wörter, /Muster/ oder &gt; 1,5</translation>
    </message>
    <message>
        <source>Filter of the table %1</source>
        <translation>Filter der Tabelle %1</translation>
    </message>
    <message>
        <source>Words that a row must show, a /regular expression/, or a comparison of the value: &gt; 1.5, &lt;= 0, = 4, != 0</source>
        <translation>Wörter, die eine Zeile zeigen muss, ein /regulärer Ausdruck/ oder ein Vergleich des Wertes: &gt; 1,5, &lt;= 0, = 4, != 0</translation>
    </message>
    <message>
        <source>Column that the filter looks at</source>
        <translation>Spalte, auf die der Filter sieht</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n Zeile</numerusform>
            <numerusform>%n Zeilen</numerusform>
        </translation>
    </message>
    <message>
        <source>any column</source>
        <translation>jede Spalte</translation>
    </message>
</context>
<context>
    <name>moqa::TokenChips</name>
    <message>
        <source>Tokens of the text</source>
        <translation>Token des Textes</translation>
    </message>
    <message>
        <source>Token %1 of %2: %3</source>
        <translation>Token %1 von %2: %3</translation>
    </message>
    <message>
        <source>token %1: %2</source>
        <translation>Token %1: %2</translation>
    </message>
</context>
<context>
    <name>moqa::TokenWalker</name>
    <message>
        <source>Token walk</source>
        <translation>Tokenweg</translation>
    </message>
</context>
<context>
    <name>moqa::Tour</name>
    <message>
        <source>Who carries the load</source>
        <translation>Wer die Last trägt</translation>
    </message>
    <message>
        <source>Each row is a layer, each cell an expert. Bright cells took more tokens than their fair share, hatched ones saw none. Move the mouse, or the arrow keys, to read a value with its interval.</source>
        <translation>Jede Zeile ist eine Schicht, jede Zelle ein Experte. Helle Zellen bekamen mehr Token als ihren gerechten Anteil, schraffierte gar keine. Mit der Maus oder den Pfeiltasten liest man einen Wert und sein Intervall.</translation>
    </message>
    <message>
        <source>It depends on the text</source>
        <translation>Es hängt am Text</translation>
    </message>
    <message>
        <source>Choose another text here: other experts light up. Your own texts are a drop on this window away. A small sample leaves many experts unseen, so its size is always in sight.</source>
        <translation>Hier einen anderen Text wählen: andere Experten leuchten auf. Eigene Texte sind nur ein Ablegen auf diesem Fenster weit weg. Eine kleine Stichprobe lässt viele Experten ungesehen, darum ist ihr Umfang immer zu sehen.</translation>
    </message>
    <message>
        <source>Specialists and all-rounders</source>
        <translation>Spezialisten und Alleskönner</translation>
    </message>
    <message>
        <source>What each expert gives on one text against another. On the diagonal it matters alike to both; far from it is a specialist. Click a point: the same expert is marked on every page.</source>
        <translation>Was jeder Experte auf einem Text gegen einen anderen beiträgt. Auf der Diagonale bedeutet er beiden gleich viel; weit von ihr steht ein Spezialist. Einen Punkt anklicken: derselbe Experte ist auf jeder Seite markiert.</translation>
    </message>
    <message>
        <source>Where the bits go</source>
        <translation>Wohin die Bits gehen</translation>
    </message>
    <message>
        <source>A plan gives every expert a width. Choose the tool Paint and draw: the size follows while you paint, and Ctrl+Z takes a stroke back. [ and ] step the bits of what is selected.</source>
        <translation>Ein Plan gibt jedem Experten eine Breite. Das Werkzeug Malen wählen und zeichnen: die Größe folgt beim Malen, und Strg+Z nimmt einen Strich zurück. [ und ] verstellen die Bits der Auswahl.</translation>
    </message>
    <message>
        <source>Quantize, measure, export</source>
        <translation>Quantisieren, messen, ausgeben</translation>
    </message>
    <message>
        <source>Quantize runs the plan layer by layer; Evaluate then compares with the full model on known and on new texts, and only then is a loss shown. Export writes what others load.</source>
        <translation>Quantisieren führt den Plan Schicht für Schicht aus; Bewerten vergleicht danach auf bekannten und neuen Texten mit dem vollen Modell, und erst dann wird ein Verlust gezeigt. Ausgeben schreibt, was andere laden.</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>Tour</source>
        <translation>Rundgang</translation>
    </message>
    <message>
        <source>&amp;End</source>
        <translation>&amp;Ende</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>&amp;Next</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>&amp;Done</source>
        <translation>&amp;Fertig</translation>
    </message>
</context>
<context>
    <name>moqa::TradeView</name>
    <message>
        <source>size of the model, MB</source>
        <translation>Größe des Modells, MB</translation>
    </message>
    <message>
        <source>KL, nats a token</source>
        <translation>KL, nat je Token</translation>
    </message>
    <message>
        <source>known texts</source>
        <translation>bekannte Texte</translation>
    </message>
    <message>
        <source>new texts</source>
        <translation>neue Texte</translation>
    </message>
    <message>
        <source>hollow: before the plan was edited</source>
        <translation>hohl: bevor der Plan geändert wurde</translation>
    </message>
    <message>
        <source>dotted: edited, not measured</source>
        <translation>gepunktet: geändert, nicht gemessen</translation>
    </message>
</context>
<context>
    <name>moqa::UnitFactsView</name>
    <message>
        <source>all corpora</source>
        <translation>alle Texte</translation>
    </message>
    <message>
        <source>, %1 tokens</source>
        <translation>, %1 Token</translation>
    </message>
    <message>
        <source>Habits and neighbours of the expert</source>
        <translation>Vorlieben und Nachbarn des Experten</translation>
    </message>
    <message>
        <source>Favourite tokens</source>
        <translation>Lieblingstoken</translation>
    </message>
    <message>
        <source>Not computed.</source>
        <translation>Nicht berechnet.</translation>
    </message>
    <message>
        <source>Analyse the texts</source>
        <translation>Texte analysieren</translation>
    </message>
    <message>
        <source>None: it takes no token three times and more often than by chance.</source>
        <translation>Keine: er nimmt kein Token dreimal und öfter als zufällig.</translation>
    </message>
    <message>
        <source>× %1</source>
        <translation>× %1</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>Most often chosen together</source>
        <translation>Am öftesten zusammen gewählt</translation>
    </message>
    <message>
        <source>Most alike in output</source>
        <translation>In der Ausgabe am ähnlichsten</translation>
    </message>
    <message>
        <source>Not computed: stage 3 of an analysis.</source>
        <translation>Nicht berechnet: Stufe 3 einer Analyse.</translation>
    </message>
    <message>
        <source>expert %1</source>
        <translation>Experte %1</translation>
    </message>
    <message>
        <source>No tokens to tell by.</source>
        <translation>Keine Token, um es zu sagen.</translation>
    </message>
    <message>
        <source>Strongest channels</source>
        <translation>Stärkste Kanäle</translation>
    </message>
    <message>
        <source>Not kept.</source>
        <translation>Nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Analyse again and keep channels</source>
        <translation>Noch einmal mit Kanälen analysieren</translation>
    </message>
    <message>
        <source>Not seen: no token came here.</source>
        <translation>Nicht gesehen: kein Token kam hierher.</translation>
    </message>
    <message>
        <source>channel %1</source>
        <translation>Kanal %1</translation>
    </message>
    <message>
        <source>%1 % of the expert</source>
        <translation>%1 % des Experten</translation>
    </message>
</context>
<context>
    <name>moqa::UnitLines</name>
    <message>
        <source>not seen</source>
        <translation>nicht gesehen</translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message>
        <source>all texts</source>
        <translation>alle Texte</translation>
    </message>
    <message>
        <source>   95 % interval</source>
        <translation>   95-%-Intervall</translation>
    </message>
</context>
<context>
    <name>moqa::WalkPage</name>
    <message>
        <source>Token walk</source>
        <translation>Tokenweg</translation>
    </message>
    <message>
        <source>Type a text and see which experts its tokens choose, layer by layer. Click a cell to follow its token down and its first expert along the text.</source>
        <translation>Schreiben Sie einen Text und sehen Sie, welche Experten seine Token wählen, Schicht für Schicht. Ein Klick auf eine Zelle folgt ihrem Token nach unten und ihrem ersten Experten durch den Text.</translation>
    </message>
    <message>
        <source>The quick brown fox jumps over the lazy dog.
def area(r): return 3.14 * r * r</source>
        <translation>The quick brown fox jumps over the lazy dog.
def area(r): return 3.14 * r * r</translation>
    </message>
    <message>
        <source>Text to walk through the experts</source>
        <translation>Text, der durch die Experten geht</translation>
    </message>
    <message>
        <source>Type or paste a text here</source>
        <translation>Text hier schreiben oder einfügen</translation>
    </message>
    <message>
        <source>C&amp;olours:</source>
        <translation>F&amp;arben:</translation>
    </message>
    <message>
        <source>Choose a token to see its experts in every layer.</source>
        <translation>Wählen Sie ein Token, um seine Experten in jeder Schicht zu sehen.</translation>
    </message>
    <message>
        <source>Experts of the token by layer</source>
        <translation>Experten des Tokens nach Schichten</translation>
    </message>
    <message>
        <source>Layers by tokens</source>
        <translation>Schichten nach Token</translation>
    </message>
    <message>
        <source>No model is open: open one (Ctrl+O), or the demo on the page Welcome.</source>
        <translation>Kein Modell ist offen: öffnen Sie eines (Strg+O), oder die Demo auf der Seite Start.</translation>
    </message>
    <message>
        <source>Cannot walk: %1</source>
        <translation>Es geht nicht: %1</translation>
    </message>
    <message>
        <source>Walking…</source>
        <translation>Unterwegs…</translation>
    </message>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n Token</numerusform>
            <numerusform>%n Token</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source> through %n layer(s) with experts</source>
        <translation>
            <numerusform> durch %n Schicht mit Experten</numerusform>
            <numerusform> durch %n Schichten mit Experten</numerusform>
        </translation>
    </message>
    <message>
        <source> in %1</source>
        <translation> in %1</translation>
    </message>
    <message>
        <source>The walk appears here.</source>
        <translation>Der Weg erscheint hier.</translation>
    </message>
    <message>
        <source>Layer %1, expert %2</source>
        <translation>Schicht %1, Experte %2</translation>
    </message>
    <message>
        <source>Click a cell or a bar to look at its expert.</source>
        <translation>Klicken Sie auf eine Zelle oder einen Balken, um den Experten anzusehen.</translation>
    </message>
</context>
<context>
    <name>moqa::WalkSource</name>
    <message>
        <source>gate of the first expert</source>
        <translation>Gate des ersten Experten</translation>
    </message>
    <message>
        <source>margin of the first choice</source>
        <translation>Abstand der ersten Wahl</translation>
    </message>
    <message>
        <source>margin of the last choice</source>
        <translation>Abstand der letzten Wahl</translation>
    </message>
    <message>
        <source>router entropy</source>
        <translation>Entropie des Routers</translation>
    </message>
    <message>
        <source>Weight that the first expert&apos;s output gets in the layer&apos;s sum</source>
        <translation>Gewicht der Ausgabe des ersten Experten in der Summe der Schicht</translation>
    </message>
    <message>
        <source>Logits by which the first expert leads the second: large = sure</source>
        <translation>Logits, um die der erste Experte vor dem zweiten liegt: groß = sicher</translation>
    </message>
    <message>
        <source>Logits by which the last chosen expert leads the first one left out: small = a small error changes the choice</source>
        <translation>Logits, um die der letzte gewählte Experte vor dem ersten nicht gewählten liegt: klein = ein kleiner Fehler ändert die Wahl</translation>
    </message>
    <message>
        <source>Bits of doubt of the router: 0 = all weight on one expert</source>
        <translation>Bit Zweifel des Routers: 0 = alles Gewicht auf einem Experten</translation>
    </message>
    <message>
        <source>expert %1 (%2)</source>
        <translation>Experte %1 (%2)</translation>
    </message>
    <message>
        <source>layer %1, token %2 &quot;%3&quot;: %4; margins %5 and %6, entropy %7 bit</source>
        <translation>Schicht %1, Token %2 &quot;%3&quot;: %4; Abstände %5 und %6, Entropie %7 Bit</translation>
    </message>
    <message>
        <source>%1: %2 tokens through %3 layers, %4 of %5 experts each, colours by %6</source>
        <translation>%1: %2 Token durch %3 Schichten, je %4 von %5 Experten, Farben nach %6</translation>
    </message>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>position</source>
        <translation>Stelle</translation>
    </message>
    <message>
        <source>token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>choice</source>
        <translation>Wahl</translation>
    </message>
    <message>
        <source>expert</source>
        <translation>Experte</translation>
    </message>
    <message>
        <source>gate</source>
        <translation>Gate</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>Wahrscheinlichkeit</translation>
    </message>
    <message>
        <source>margin, first choice</source>
        <translation>Abstand, erste Wahl</translation>
    </message>
    <message>
        <source>margin, last choice</source>
        <translation>Abstand, letzte Wahl</translation>
    </message>
    <message>
        <source>entropy, bit</source>
        <translation>Entropie, Bit</translation>
    </message>
    <message>
        <source>The way of the tokens through the experts</source>
        <translation>Der Weg der Token durch die Experten</translation>
    </message>
    <message>
        <source>%1, %2 tokens, %3 of %4 experts a layer; colours: %5</source>
        <translation>%1, %2 Token, %3 von %4 Experten je Schicht; Farben: %5</translation>
    </message>
    <message>
        <source>bit</source>
        <translation>Bit</translation>
    </message>
    <message>
        <source>logit</source>
        <translation>Logit</translation>
    </message>
    <message>
        <source>Token %1: %2</source>
        <translation>Token %1: %2</translation>
    </message>
    <message>
        <source>chosen experts, as long as their gates</source>
        <translation>gewählte Experten, so lang wie ihre Gates</translation>
    </message>
    <message>
        <source>First choice first. Gates are the weights of the experts&apos; outputs in the layer&apos;s sum.</source>
        <translation>Erste Wahl zuerst. Gates sind die Gewichte der Ausgaben der Experten in der Summe der Schicht.</translation>
    </message>
</context>
<context>
    <name>moqa::WalkView</name>
    <message>
        <source>layer</source>
        <translation>Schicht</translation>
    </message>
</context>
<context>
    <name>moqa::WelcomePage</name>
    <message>
        <source>MoQa Workbench</source>
        <translation>MoQa Workbench</translation>
    </message>
    <message>
        <source>See how a Mixture-of-Experts model uses its experts, decide where the bits go, and write a quantized model whose quality you measured.</source>
        <translation>Sehen, wie ein Mixture-of-Experts-Modell seine Experten nutzt, entscheiden, wohin die Bits gehen, und ein quantisiertes Modell schreiben, dessen Güte gemessen ist.</translation>
    </message>
    <message>
        <source>Or drop a model folder, .safetensors, .h5 or .moqa file anywhere on this window.</source>
        <translation>Oder einen Modellordner, eine .safetensors-, .h5- oder .moqa-Datei irgendwo auf diesem Fenster ablegen.</translation>
    </message>
    <message>
        <source>A small trained model and three texts come with the program. First picture within seconds, offline.</source>
        <translation>Ein kleines trainiertes Modell und drei Texte liegen dem Programm bei. Erstes Bild in Sekunden, ohne Netz.</translation>
    </message>
    <message>
        <source>A workspace (.moqa), a quantized model (.h5) or a .safetensors file.</source>
        <translation>Ein Arbeitsbereich (.moqa), ein quantisiertes Modell (.h5) oder eine .safetensors-Datei.</translation>
    </message>
    <message>
        <source>A model as it comes from a hub: config.json, tokenizer.json and its shards.</source>
        <translation>Ein Modell, wie es aus einem Hub kommt: config.json, tokenizer.json und seine Teildateien.</translation>
    </message>
    <message>
        <source>What the pages show and how a model gets its bits, on the demo.</source>
        <translation>Was die Seiten zeigen und wie ein Modell zu seinen Bits kommt, am Demomodell.</translation>
    </message>
    <message>
        <source>Pages, metrics and keys, explained.</source>
        <translation>Seiten, Größen und Tasten, erklärt.</translation>
    </message>
    <message>
        <source>Recent &amp;workspaces</source>
        <translation>Letzte &amp;Arbeitsbereiche</translation>
    </message>
    <message>
        <source>Recent &amp;models</source>
        <translation>Letzte &amp;Modelle</translation>
    </message>
    <message>
        <source>Remove from the list</source>
        <translation>Aus der Liste entfernen</translation>
    </message>
    <message>
        <source>%1 (missing; Del removes it)</source>
        <translation>%1 (fehlt; Entf entfernt es)</translation>
    </message>
    <message>
        <source>Nothing was opened yet.</source>
        <translation>Es wurde noch nichts geöffnet.</translation>
    </message>
</context>
<context>
    <name>moqa::WidthBrush</name>
    <message>
        <source>Brush: 16 bit, kept as stored</source>
        <translation>Pinsel: 16 Bit, wie gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>Brush: %n bit</source>
        <translation>
            <numerusform>Pinsel: %n Bit</numerusform>
            <numerusform>Pinsel: %n Bit</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moqa::WindowActions</name>
    <message>
        <source>Open model folder</source>
        <translation>Modellordner öffnen</translation>
    </message>
    <message>
        <source>No plot with data is in sight.</source>
        <translation>Kein Diagramm mit Daten ist zu sehen.</translation>
    </message>
    <message>
        <source>open a model first</source>
        <translation>zuerst ein Modell öffnen</translation>
    </message>
    <message>
        <source>make a plan first</source>
        <translation>zuerst einen Plan machen</translation>
    </message>
    <message>
        <source>quantize with this plan first</source>
        <translation>zuerst mit diesem Plan quantisieren</translation>
    </message>
    <message>
        <source>analyse the model on texts first</source>
        <translation>untersuchen Sie das Modell zuerst auf Texten</translation>
    </message>
    <message>
        <source>run a study or open a report first</source>
        <translation>erst eine Studie starten oder einen Bericht öffnen</translation>
    </message>
    <message>
        <source>a study is running</source>
        <translation>eine Studie läuft</translation>
    </message>
    <message>
        <source>a text is being checked</source>
        <translation>ein Text wird geprüft</translation>
    </message>
    <message>
        <source>choose a quantized file with a channel cache first</source>
        <translation>erst eine quantisierte Datei mit Kanalspeicher wählen</translation>
    </message>
    <message>
        <source>check a text that changes the experts&apos; precision first</source>
        <translation>erst einen Text prüfen, der die Genauigkeit der Experten ändert</translation>
    </message>
</context>
<context>
    <name>moqa::WindowDocks</name>
    <message>
        <source>As opened</source>
        <translation>Wie geöffnet</translation>
    </message>
    <message>
        <source>History of edits</source>
        <translation>Verlauf der Änderungen</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Betrachter</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Notizen</translation>
    </message>
</context>
<context>
    <name>moqa::WindowMenus</name>
    <message>
        <source>Pages</source>
        <translation>Seiten</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Work</source>
        <translation>A&amp;rbeit</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>Felde&amp;r</translation>
    </message>
    <message>
        <source>&amp;Layout</source>
        <translation>A&amp;nordnung</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
</context>
<context>
    <name>moqa::WindowWords</name>
    <message>
        <source>mean bits</source>
        <translation>mittlere Bits</translation>
    </message>
    <message>
        <source>size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>widths</source>
        <translation>Breiten</translation>
    </message>
    <message>
        <source>overlap</source>
        <translation>Überlappung</translation>
    </message>
    <message>
        <source>group of columns</source>
        <translation>Spaltengruppe</translation>
    </message>
    <message>
        <source>method</source>
        <translation>Verfahren</translation>
    </message>
    <message>
        <source>rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>texts</source>
        <translation>Texte</translation>
    </message>
    <message>
        <source>tokens of each text</source>
        <translation>Token je Text</translation>
    </message>
    <message>
        <source>window</source>
        <translation>Fenster</translation>
    </message>
    <message>
        <source>damping</source>
        <translation>Dämpfung</translation>
    </message>
    <message>
        <source>memory limit</source>
        <translation>Speichergrenze</translation>
    </message>
    <message>
        <source>stages</source>
        <translation>Stufen</translation>
    </message>
    <message>
        <source>the name of the file</source>
        <translation>der Name der Datei</translation>
    </message>
    <message>
        <source>choice</source>
        <translation>Auswahl</translation>
    </message>
    <message>
        <source>input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>disk</source>
        <translation>Datenträger</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>program fault</source>
        <translation>Programmfehler</translation>
    </message>
</context>
<context>
    <name>moqa::Workbench</name>
    <message>
        <source>Open %1</source>
        <translation>%1 öffnen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Opened %1</source>
        <translation>%1 geöffnet</translation>
    </message>
    <message numerus="yes">
        <source>%n text(s) added: the first two thirds calibrate, the last third evaluates.</source>
        <translation>
            <numerusform>%n Text hinzugefügt: die ersten zwei Drittel kalibrieren, das letzte bewertet.</numerusform>
            <numerusform>%n Texte hinzugefügt: die ersten zwei Drittel kalibrieren, das letzte bewertet.</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2 x %3, %4, %5</source>
        <translation>%1: %2 x %3, %4, %5</translation>
    </message>
    <message>
        <source>Saved %1.</source>
        <translation>%1 gespeichert.</translation>
    </message>
    <message>
        <source>Analyse %1</source>
        <translation>%1 untersuchen</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Uniform baseline</source>
        <translation>Gleichmäßiger Maßstab</translation>
    </message>
    <message>
        <source>Quantize with %1</source>
        <translation>Mit %1 quantisieren</translation>
    </message>
    <message>
        <source>Wrote %1.</source>
        <translation>%1 geschrieben.</translation>
    </message>
    <message>
        <source>Stopped. The finished layers are kept; run again to go on.</source>
        <translation>Angehalten. Die fertigen Schichten bleiben; noch einmal starten, um weiterzumachen.</translation>
    </message>
    <message>
        <source>Evaluate %1</source>
        <translation>%1 bewerten</translation>
    </message>
    <message>
        <source>Export to %1</source>
        <translation>Nach %1 ausgeben</translation>
    </message>
    <message>
        <source>Open the view of %1</source>
        <translation>Ansicht von %1 öffnen</translation>
    </message>
    <message>
        <source>The figure is of another model than the one that is open.</source>
        <translation>Das Bild stammt von einem anderen Modell als dem geöffneten.</translation>
    </message>
    <message numerus="yes">
        <source>Add %n text(s)</source>
        <translation>
            <numerusform>%n Text hinzufügen</numerusform>
            <numerusform>%n Texte hinzufügen</numerusform>
        </translation>
    </message>
    <message>
        <source>Quick look at %1</source>
        <translation>Kurzer Blick auf %1</translation>
    </message>
    <message>
        <source>%1: the plan was changed meanwhile; try again.</source>
        <translation>%1: Der Plan wurde inzwischen geändert; noch einmal versuchen.</translation>
    </message>
    <message>
        <source>%1: nothing to change.</source>
        <translation>%1: nichts zu ändern.</translation>
    </message>
    <message>
        <source>Fill to %1 mean bits</source>
        <translation>Auf im Mittel %1 Bit auffüllen</translation>
    </message>
    <message>
        <source>Make each layer uniform</source>
        <translation>Jede Schicht gleichmäßig machen</translation>
    </message>
    <message>
        <source>Measure losses of %1</source>
        <translation>Verluste von %1 messen</translation>
    </message>
    <message>
        <source>Losses measured: the plan page predicts what a plan loses.</source>
        <translation>Verluste gemessen: Die Planseite sagt voraus, was ein Plan verliert.</translation>
    </message>
</context>
</TS>
