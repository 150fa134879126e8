"""The sixteen Länder and the bodies in each that people can turn to.

Names, addresses and titles of laws are bare facts: no licence is needed to repeat them. Each body bears the page that
names it (``source``) and the day on which somebody last compared the two (``checked_on``; in stored copies of the
pages). What no public page confirmed stays empty, and the portal then says that it is not recorded here.
"""

import datetime
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

CHECKED_ON = datetime.date(2026, 11, 22)
# Kept up to date by the Land Hesse, for all Länder and the Federation.
ENFORCEMENT_BODIES_URL = "https://lbit.hessen.de/buergerinnen-und-buerger/durchsetzungsstellen-der-laender"


@dataclass(frozen=True)
class Body:
    """An authority that people can complain to, under its own German name."""

    name: str
    source: str
    website: str = ""
    mail: str = ""
    checked_on: datetime.date = CHECKED_ON


@dataclass(frozen=True)
class Land:
    """A Land: who supervises data protection there, who enforces accessible websites, and by which acts."""

    code: str
    name: str
    data_protection_act: str = ""
    accessibility_act: str = ""
    supervisory_authority: Body | None = None
    enforcement_body: Body | None = None


_ALL = [
    Land(
        "BB",
        "Brandenburg",
        "Brandenburgisches Datenschutzgesetz (BbgDSG)",
        "Brandenburgisches Behindertengleichstellungsgesetz (BbgBGG)",
        Body(
            "Die Landesbeauftragte für den Datenschutz und für das Recht auf Akteneinsicht Brandenburg",
            "http://www.lda.brandenburg.de/cms/detail.php/bb1.c.235246.de",
            "https://www.lda.brandenburg.de/",
        ),
        Body(
            "Durchsetzungsstelle für digitale Barrierefreiheit",
            "https://msgiv.brandenburg.de/msgiv/de/beauftragte/landesbehindertenbeauftragte/durchsetzungsstelle",
            "https://msgiv.brandenburg.de/msgiv/de/beauftragte/landesbehindertenbeauftragte/durchsetzungsstelle",
        ),
    ),
    Land(
        "BE",
        "Berlin",
        "Berliner Datenschutzgesetz (BlnDSG)",
        "Barrierefreie-IKT-Gesetz Berlin (BIKTG Bln)",
        Body(
            "Berliner Beauftragte für Datenschutz und Informationsfreiheit",
            "Privacy notices of several websites in Berlin (public repositories)",
            "https://www.datenschutz-berlin.de/",
        ),
        Body(
            "Landesbeauftragte für digitale Barrierefreiheit",
            "https://www.berlin.de/lb/digitale-barrierefreiheit/aufgaben/durchsetzungsverfahren/"
            "durchsetzungsverfahren-1305830.php",
            "https://www.berlin.de/lb/digitale-barrierefreiheit/",
        ),
    ),
    Land(
        "BW",
        "Baden-Württemberg",
        "Landesdatenschutzgesetz (LDSG)",
        "Landes-Behindertengleichstellungsgesetz (L-BGG)",
        Body(
            "Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit Baden-Württemberg",
            "Privacy notices of several websites in Baden-Württemberg (public repositories)",
            "https://www.baden-wuerttemberg.datenschutz.de/",
        ),
        Body(
            "Schlichtungsstelle beim Landeszentrum Barrierefreiheit (LZ-BARR)",
            "https://barrierefreiheit-bw.de/barrierefreiheitdurchsetzen/schlichtungsverfahren",
            "https://barrierefreiheit-bw.de/barrierefreiheitdurchsetzen/schlichtungsverfahren",
        ),
    ),
    Land(
        "BY",
        "Bayern",
        "Bayerisches Datenschutzgesetz (BayDSG)",
        "Bayerische Digitalverordnung (BayDiV)",
        # For public bodies; the Landesamt für Datenschutzaufsicht watches over companies.
        Body(
            "Der Bayerische Landesbeauftragte für den Datenschutz",
            "https://www.datenschutz-bayern.de/docs/buerger/eingabe.html",
            "https://www.datenschutz-bayern.de/",
        ),
        Body(
            "Durchsetzungs- und Überwachungsstelle für barrierefreie Informationstechnik "
            "beim Landesamt für Digitalisierung, Breitband und Vermessung",
            "https://www.finanzministerium.bayern/digitalisierung/barrierefreiheit/",
            "https://www.ldbv.bayern.de/digitalisierung/bitv.html",
            "bitv@bayern.de",
        ),
    ),
    Land(
        "HB",
        "Bremen",
        "Bremisches Ausführungsgesetz zur EU-Datenschutz-Grundverordnung (BremDSGVOAG)",
        "Bremisches Behindertengleichstellungsgesetz (BremBGG)",
        Body(
            "Die Landesbeauftragte für Datenschutz und Informationsfreiheit der Freien Hansestadt Bremen",
            "Privacy notices of several websites in Bremen (public repositories)",
            "https://www.datenschutz.bremen.de/",
        ),
        Body(
            "Zentralstelle für barrierefreie Informationstechnik",
            "https://www.service.bremen.de/dienstleistungen/beschwerde-gegen-einen-verstoss-gegen-die-barrierefreiheit-"
            "bei-digitalen-angeboten-oeffentlicher-stellen-139830?reg=verfahren",
            "https://www.service.bremen.de/dienstleistungen/beschwerde-gegen-einen-verstoss-gegen-die-barrierefreiheit-"
            "bei-digitalen-angeboten-oeffentlicher-stellen-139830",
        ),
    ),
    Land(
        "HE",
        "Hessen",
        "Hessisches Datenschutz- und Informationsfreiheitsgesetz (HDSIG)",
        "Hessisches Behinderten-Gleichstellungsgesetz (HessBGG)",
        Body(
            "Der Hessische Beauftragte für Datenschutz und Informationsfreiheit",
            "https://github.com/hessen-datenschutz/pbd-toolkit",
            "https://datenschutz.hessen.de/",
        ),
        Body(
            "Durchsetzungs- und Überwachungsstelle Barrierefreie Informationstechnik",
            "https://lbit.hessen.de/durchsetzungs-und-ueberwachungsstelle/durchsetzungsstelle",
            "https://lbit.hessen.de/durchsetzungs-und-ueberwachungsstelle/durchsetzungsstelle",
        ),
    ),
    Land(
        "HH",
        "Hamburg",
        "Hamburgisches Datenschutzgesetz (HmbDSG)",
        "Hamburgisches Behindertengleichstellungsgesetz (HmbBGG)",
        Body(
            "Der Hamburgische Beauftragte für Datenschutz und Informationsfreiheit",
            "https://datenschutz-hamburg.de/datenschutzerklaerung",
            "https://datenschutz-hamburg.de/",
        ),
        # Its own page was not found; the ordinance says where it sits: with the authority in charge of IT.
        Body(
            "Ombudsstelle nach § 4 HmbBITVO",
            "http://www.landesrecht-hamburg.de/jportal/portal/page/bshaprod.psml?doc.id=jlr-BITVHA2019pP4",
        ),
    ),
    Land(
        "MV",
        "Mecklenburg-Vorpommern",
        "Landesdatenschutzgesetz (DSG M-V)",
        "Landesbehindertengleichstellungsgesetz (LBGG M-V)",
        Body(
            "Der Landesbeauftragte für Datenschutz und Informationsfreiheit Mecklenburg-Vorpommern",
            "https://www.datenschutz-mv.de/behoerde/aufgaben",
            "https://www.datenschutz-mv.de/",
        ),
        Body(
            "Anlauf- und Überwachungsstelle „Digitale Barrierefreiheit“ im Sozialministerium",
            "https://www.laf-mv.de/service/Barrierefreiheit",
            "https://www.regierung-mv.de/Landesregierung/sm/Soziales/Ueberwachungsstelle/",
        ),
    ),
    Land(
        "NI",
        "Niedersachsen",
        "Niedersächsisches Datenschutzgesetz (NDSG)",
        "Niedersächsisches Behindertengleichstellungsgesetz (NBGG)",
        Body(
            "Der Landesbeauftragte für den Datenschutz Niedersachsen",
            "http://www.lfd.niedersachsen.de/wir_ueber_uns/datenschutzerklaerung/datenschutzerklaerung-56146.html",
            "https://www.lfd.niedersachsen.de/",
        ),
        Body(
            "Schlichtungsstelle nach § 9d NBGG",
            "https://www.behindertenbeauftragte-niedersachsen.de/DE/Schlichtungsstelle/Schlichtungsverfahren/Aufgabe/"
            "Aufgabe_node.html",
            "https://www.behindertenbeauftragte-niedersachsen.de/DE/Schlichtungsstelle/Schlichtungsverfahren/Aufgabe/"
            "Aufgabe_node.html",
        ),
    ),
    Land(
        "NW",
        "Nordrhein-Westfalen",
        "Datenschutzgesetz Nordrhein-Westfalen (DSG NRW)",
        "Behindertengleichstellungsgesetz Nordrhein-Westfalen (BGG NRW)",
        Body(
            "Landesbeauftragte für Datenschutz und Informationsfreiheit Nordrhein-Westfalen",
            "https://gdprhub.eu/index.php?title=LDI_(North_Rhine-Westphalia)",
            "https://www.ldi.nrw.de/",
        ),
        Body(
            "Ombudsstelle für barrierefreie Informationstechnik des Landes Nordrhein-Westfalen",
            "https://www.mags.nrw/ombudsstelle-barrierefreie-informationstechnik",
            "https://www.lbbp.nrw.de/ombudsstelle",
            "ombudsstelle-barrierefreie-it@mags.nrw.de",
        ),
    ),
    Land(
        "RP",
        "Rheinland-Pfalz",
        "Landesdatenschutzgesetz (LDSG)",
        "Landesinklusionsgesetz",
        Body(
            "Der Landesbeauftragte für den Datenschutz und die Informationsfreiheit Rheinland-Pfalz",
            "Privacy notices of several websites in Rheinland-Pfalz (public repositories)",
            "https://www.datenschutz.rlp.de/",
        ),
        Body(
            "Durchsetzungsstelle bei der Landesbeauftragten für die Belange von Menschen mit Behinderungen",
            "https://behindertenbeauftragte.rlp.de/landesbeauftragte/aufgaben-1",
            "https://behindertenbeauftragte.rlp.de/landesbeauftragte/aufgaben-1",
            "durchsetzungsstelle@mastd.rlp.de",
        ),
    ),
    Land(
        "SH",
        "Schleswig-Holstein",
        "Landesdatenschutzgesetz (LDSG)",
        "Landesbehindertengleichstellungsgesetz (LBGG)",
        Body(
            "Unabhängiges Landeszentrum für Datenschutz Schleswig-Holstein",
            "https://www.datenschutzzentrum.de/",
            "https://www.datenschutzzentrum.de/",
        ),
        Body(
            "Beschwerdestelle für barrierefreie Informationstechnik",
            "https://www.landtag.ltsh.de/beauftragte/beschwerdestelle-fuer-barrieren/beschwerde-einreichen/",
            "https://www.landtag.ltsh.de/beauftragte/beschwerdestelle-fuer-barrieren/",
        ),
    ),
    Land(
        "SL",
        "Saarland",
        "Saarländisches Datenschutzgesetz (SDSG)",
        "Saarländisches Behindertengleichstellungsgesetz (SBGG)",
        Body(
            "Unabhängiges Datenschutzzentrum Saarland",
            "https://www.saarland.de/DE/politik-verwaltung/datenschutzzentrum/datenschutzzentrum_node.html",
            "https://www.datenschutz.saarland.de/",
        ),
        Body(
            "Schlichtungsstelle nach § 12e SBGG beim Sozialministerium",
            "https://service.saarland.de/barrierefreiheit",
            mail="inklusion@soziales.saarland.de",
        ),
    ),
    Land(
        "SN",
        "Sachsen",
        "Sächsisches Datenschutzdurchführungsgesetz (SächsDSDG)",
        "Barrierefreie-Websites-Gesetz (BfWebG)",
        Body(
            "Sächsische Datenschutz- und Transparenzbeauftragte",
            "https://www.datenschutz.sachsen.de/datenschutzerklaerung.html",
            "https://www.datenschutz.sachsen.de/",
        ),
        Body(
            "Durchsetzungsstelle des Freistaates Sachsen",
            "https://www.durchsetzungsstelle.sachsen.de/beschwerden-an-die-durchsetzungsstelle-3980.html",
            "https://www.durchsetzungsstelle.sachsen.de/",
            "durchsetzungsstelle@sk.sachsen.de",
        ),
    ),
    Land(
        "ST",
        "Sachsen-Anhalt",
        "Datenschutz-Grundverordnungs-Ausfüllungsgesetz Sachsen-Anhalt (DSAG LSA)",
        "Behindertengleichstellungsgesetz Sachsen-Anhalt (BGG LSA)",
        Body(
            "Landesbeauftragte für den Datenschutz Sachsen-Anhalt",
            "https://datenschutzarchiv.org/organisationen/bundeslaender/lfd-sachsen-anhalt",
            "https://datenschutz.sachsen-anhalt.de/",
        ),
        Body(
            "Ombudsstelle bei der Landesfachstelle für Barrierefreiheit Sachsen-Anhalt",
            "https://www.lf-barrierefreiheit-st.de/ueber-uns/neuigkeiten/weihnachten-2025-und-neujahr-2026",
            "https://www.lf-barrierefreiheit-st.de/",
        ),
    ),
    Land(
        "TH",
        "Thüringen",
        "Thüringer Datenschutzgesetz (ThürDSG)",
        "Thüringer Gesetz über den barrierefreien Zugang zu den Websites und mobilen Anwendungen öffentlicher Stellen "
        "(ThürBarrWebG)",
        Body(
            "Thüringer Landesbeauftragter für den Datenschutz und die Informationsfreiheit",
            "Privacy notices of several websites in Thüringen (public repositories)",
            "https://www.tlfdi.de/",
        ),
        Body(
            "Landesdurchsetzungsstelle für digitale Barrierefreiheit",
            "https://tlmb-thueringen.de/themen/barrierefreiheit/landesdurchsetzungsstelle",
            "https://tlmb-thueringen.de/themen/barrierefreiheit/landesdurchsetzungsstelle",
        ),
    ),
]
LAENDER = {land.code: land for land in _ALL}
LAND_NAMES = {land.code: land.name for land in _ALL}
LAND_CHOICES = list(LAND_NAMES.items())
# What an official key of an authority in that Land begins with.
BY_OFFICIAL_KEY = dict(
    zip(
        (f"{number:02}" for number in range(1, 17)),
        ["SH", "HH", "NI", "HB", "NW", "HE", "RP", "BW", "BY", "SL", "BE", "BB", "MV", "SN", "ST", "TH"],
        strict=True,
    )
)
BY_NAME = sorted(LAENDER.values(), key=lambda land: land.name)

# In the order of their German names, the same in every language.
LANDS = [land.code for land in BY_NAME]
# What they are called in the reader's language.
_LABELS = {
    "BB": _("Brandenburg"),
    "BE": _("Berlin"),
    "BW": _("Baden-Württemberg"),
    "BY": _("Bavaria"),
    "HB": _("Bremen"),
    "HE": _("Hesse"),
    "HH": _("Hamburg"),
    "MV": _("Mecklenburg-Western Pomerania"),
    "NI": _("Lower Saxony"),
    "NW": _("North Rhine-Westphalia"),
    "RP": _("Rhineland-Palatinate"),
    "SH": _("Schleswig-Holstein"),
    "SL": _("Saarland"),
    "SN": _("Saxony"),
    "ST": _("Saxony-Anhalt"),
    "TH": _("Thuringia"),
}


def land_label(land):
    """The name of a Land in the reader's language, from its two letters."""
    return _LABELS[land]
