"""Money, periods, shares, routes, rules, conditions and persons in the words of three languages."""

from __future__ import annotations

from decimal import Decimal

import pytest

from byalag.engines.plan_reading.kinds import RuleCode, StepKind
from byalag.engines.plan_reading.money import money_in, number_of, shares_in
from byalag.engines.plan_reading.people import names_beside_posts, person_line
from byalag.engines.plan_reading.periods import periods_in
from byalag.engines.plan_reading.route import body_name, steps_in
from byalag.engines.plan_reading.senses import prefix_of, sense_of
from byalag.engines.plan_reading.wording import condition_in, rules_in
from byalag.engines.plan_reading.words import detect_language, vocabulary


@pytest.mark.parametrize(
    ("language", "text", "amount", "currency"),
    [
        ("sv", "180 000 kr", "180000", "SEK"),
        ("sv", "180\u00a0000 kr", "180000", "SEK"),
        ("sv", "180.000 kronor", "180000", "SEK"),
        ("sv", "SEK 180,000", "180000", "SEK"),
        ("sv", "1,2 mnkr", "1200000", "SEK"),
        ("sv", "18.4 MSEK", "18400000", "SEK"),
        ("sv", "850 tkr", "850000", "SEK"),
        ("sv", "850tkr", "850000", "SEK"),
        ("sv", "2,5 miljoner kronor", "2500000", "SEK"),
        ("sv", "4 500:-", "4500", "SEK"),
        ("sv", "12 000 €", "12000", "EUR"),
        ("sv", "300 tusen kronor", "300000", "SEK"),
        ("en", "EUR 12,500.50", "12500.5", "EUR"),
        ("en", "€8 000", "8000", "EUR"),
        ("en", "$1.5 million", "1500000", "USD"),
        ("en", "£40k", "40000", "GBP"),
        ("en", "3,000 euro", "3000", "EUR"),
        ("pl", "25 486,00 USD", "25486", "USD"),
        ("pl", "18 000 zł", "18000", "PLN"),
        ("pl", "45 tys. zł", "45000", "PLN"),
        ("pl", "1,5 mln zł", "1500000", "PLN"),
        ("pl", "1.234.567,89 PLN", "1234567.89", "PLN"),
    ],
)
def test_amounts(language: str, text: str, amount: str, currency: str):
    found = money_in(f"X {text} X", vocabulary(language))

    assert [(money.amount, money.currency) for money in found] == [(Decimal(amount), currency)]


@pytest.mark.parametrize(
    "text",
    [
        "under 2024",
        "§ 14",
        "12 kommuner",
        "20 %",
        "2023-05-01",
        "kl. 18.00",
        "tel. 023-830 00",
        "",
        "kr",
        "1234567890123456789 kr",
    ],
)
def test_what_is_no_money(text: str):
    assert money_in(text, vocabulary("sv")) == []


def test_a_decimal_mark_before_three_digits_parts_thousands_but_not_of_millions():
    assert number_of("1.250") == 1250
    assert number_of("1,250", scaled=True) == Decimal("1.250")
    assert number_of("0,125") == Decimal("0.125")


@pytest.mark.parametrize(
    ("language", "text", "per", "period", "source"),
    [
        (
            "sv",
            "Projektet pågår 2022–2024. Det finansieras med medel från Sjöfonden om 850 000 kr per år.",
            "year",
            ("2022", "2024"),
            "Sjöfonden",
        ),
        ("sv", "Rådets budget för 2023 är 180 000 kr.", "", ("2023", "2023"), "own"),
        ("sv", "Arbetet får 20 000 kr i extern finansiering.", "", None, "external"),
        (
            "en",
            "A grant of EUR 5,000 a year from the Nordic Fund for 2024-2026.",
            "year",
            ("2024", "2026"),
            "Nordic Fund",
        ),
        ("en", "It costs 400 euro per month.", "month", None, ""),
        (
            "pl",
            "Dotacja z Fundacji Otwartej wynosi 25 000 zł rocznie w latach 2024–2025.",
            "year",
            ("2024", "2025"),
            "Fundacji Otwartej",
        ),
    ],
)
def test_what_an_amount_is_for(language: str, text: str, per: str, period: tuple[str, str] | None, source: str):
    (money,) = money_in(text, vocabulary(language))

    assert (money.per, money.period and (money.period.start, money.period.end), money.source) == (per, period, source)


@pytest.mark.parametrize(
    ("language", "text", "period"),
    [
        ("sv", "2022–2024", ("2022", "2024")),
        ("sv", "2022-2024", ("2022", "2024")),
        ("sv", "åren 2022 till 2024", ("2022", "2024")),
        ("sv", "läsåret 2023/24", ("2023", "2024")),
        ("sv", "april 2022 – mars 2023", ("2022-04", "2023-03")),
        ("pl", "04.2022-03.2023", ("2022-04", "2023-03")),
        ("pl", "od kwietnia 2022 do marca 2023", ("2022-04", "2023-03")),
        ("en", "2022-09 – 2023-08", ("2022-09", "2023-08")),
        ("en", "September to December 2024", ("2024-09", "2024-12")),
        ("en", "in 2025", ("2025", "2025")),
    ],
)
def test_periods(language: str, text: str, period: tuple[str, str]):
    assert [(each.start, each.end) for _, each in periods_in(text, vocabulary(language))] == [period]


@pytest.mark.parametrize("text", ["2 000 kr", "(229366)", "12024", "dnr 20231", "2024.5"])
def test_what_is_no_year(text: str):
    assert periods_in(text, vocabulary("sv")) == []


@pytest.mark.parametrize(
    ("language", "text", "role", "share"),
    [
        ("sv", "koordinatören (50%)", "koordinatör", "0.5"),
        ("sv", "En samordnare på 40 % av heltid", "samordnare", "0.4"),
        ("sv", "Projektledaren arbetar halvtid.", "projektledare", "0.5"),
        ("sv", "En miljöstrateg på 75 procent", "miljöstrateg", "0.75"),
        ("en", "The coordinator (60%)", "coordinator", "0.6"),
        ("en", "A project manager works half-time.", "project manager", "0.5"),
        ("en", "One coordinator, full-time", "coordinator", "1"),
        ("en", "0.2 FTE coordinator", "coordinator", "0.2"),
        ("pl", "Koordynator pracuje na 0,5 etatu.", "koordynator", "0.5"),
        ("pl", "specjalista zatrudniony na pół etatu", "specjalista", "0.5"),
    ],
)
def test_shares_of_a_post(language: str, text: str, role: str, share: str):
    assert [(each.role, each.share) for each in shares_in(text, vocabulary(language))] == [(role, Decimal(share))]


@pytest.mark.parametrize(
    "text",
    [
        "Deltagandet ökar med 20 %.",
        "Hälften av kommunerna",
        "koordinatören har ökat antalet möten, vilket 130 % av målet visar",
    ],
)
def test_what_is_no_share_of_a_post(text: str):
    assert shares_in(text, vocabulary("sv")) == []


@pytest.mark.parametrize(
    ("language", "text", "bodies"),
    [
        (
            "sv",
            "Planen godkänns av Nämnden efter förslag från Unga rådet och beredning i Nämndens arbetsutskott.",
            ["Unga rådet", "Nämndens arbetsutskott", "Nämnden"],
        ),
        (
            "sv",
            "Kultur- och fritidsnämnden föreslår, ledningsutskottet bereder och kommunstyrelsen antar.",
            ["Kultur- och fritidsnämnden", "Ledningsutskottet", "Kommunstyrelsen"],
        ),
        (
            "en",
            "The plan is proposed by the Youth Council, prepared by the Culture Committee and adopted by the Town Council.",
            ["Youth Council", "Culture Committee", "Town Council"],
        ),
        (
            "pl",
            "Plan przyjmuje Rada Gminy na wniosek Młodzieżowej Rady Gminy i po zaopiniowaniu przez Komisję Oświaty.",
            ["Młodzieżowa Rada Gminy", "Komisja Oświaty", "Rada Gminy"],
        ),
    ],
)
def test_decision_routes(language: str, text: str, bodies: list[str]):
    steps = steps_in(text, vocabulary(language))

    assert [step.body for step in steps] == bodies
    assert [step.kind for step in steps] == [StepKind.PROPOSES, StepKind.PREPARES, StepKind.ADOPTS]


def test_a_proposal_from_no_body_is_no_step():
    assert steps_in("Efter förslag från eleverna godkänns av rektor.", vocabulary("sv")) == []


def test_bodies_stand_in_the_nominative():
    assert body_name("zarządu Stowarzyszenia Most", vocabulary("pl")) == "Zarząd Stowarzyszenia Most"
    assert body_name("the steering group", vocabulary("en")) == "Steering group"


@pytest.mark.parametrize(
    ("language", "text", "codes"),
    [
        (
            "sv",
            "Alla aktiviteter påbörjas då direktiv föreligger och dokumenteras löpande.",
            [RuleCode.DIRECTIVE_REQUIRED, RuleCode.DOCUMENTED_CONTINUOUSLY],
        ),
        ("sv", "Vid större insatser sker förankring i styrelsen.", [RuleCode.ANCHORING_REQUIRED]),
        (
            "sv",
            "Internationellt solidaritetsarbete skall ha extern finansiering.",
            [RuleCode.EXTERNAL_FUNDING_REQUIRED],
        ),
        ("en", "No activity starts without a mandate.", [RuleCode.DIRECTIVE_REQUIRED]),
        ("en", "Solidarity work must have external funding.", [RuleCode.EXTERNAL_FUNDING_REQUIRED]),
        ("pl", "Działania są dokumentowane na bieżąco.", [RuleCode.DOCUMENTED_CONTINUOUSLY]),
        ("sv", "Vi dokumenterar vad unga tycker. Löpande banden stannade.", []),
    ],
)
def test_rules(language: str, text: str, codes: list[RuleCode]):
    assert rules_in(text, vocabulary(language)) == codes


def test_conditions():
    assert (
        condition_in("Delta om förutsättningar för innehåll och form blir tillräckliga.", vocabulary("sv"))
        == "om förutsättningar för innehåll och form blir tillräckliga"
    )
    assert (
        condition_in("Join provided that funding is secured.", vocabulary("en")) == "provided that funding is secured"
    )
    assert condition_in("Sprida kunskap om EU.", vocabulary("sv")) == ""


@pytest.mark.parametrize(
    ("text", "in_list", "post", "names"),
    [
        ("Förnamn E Efternamn (X), ordförande", False, "ordförande", ("Förnamn E Efternamn",)),
        ("Förnamn Efternamn-Andranamn (XY)", False, "", ("Förnamn Efternamn-Andranamn",)),
        ("Förnamn Efternamn", True, "", ("Förnamn Efternamn",)),
        ("Internationell koordinator: Förnamn Efternamn.", True, "Internationell koordinator", ("Förnamn Efternamn",)),
        ("Förnamn von Efternamn, kassör", False, "kassör", ("Förnamn von Efternamn",)),
        ("Ordförande Förnamn Efternamn", True, "Ordförande", ("Förnamn Efternamn",)),
        ("E-post: test@example.org", True, "", ()),
    ],
)
def test_lines_of_persons(text: str, in_list: bool, post: str, names: tuple[str, ...]):
    person = person_line(text, vocabulary("sv"), in_list)

    assert person is not None
    assert (person.post, person.names) == (post, names)


@pytest.mark.parametrize(
    "text",
    ["Förnamn Efternamn", "Mål Norden", "Nordiska Rådet", "Samarbete med Norra Staden ska utvecklas.", "Ordförande"],
)
def test_lines_that_may_be_no_person(text: str):
    assert person_line(text, vocabulary("sv"), in_list=False) is None


def test_names_beside_posts_inside_text():
    words = vocabulary("sv")
    assert names_beside_posts("Frågor besvaras av koordinator Test Testsson, test@example.org.", words) == [
        "test@example.org",
        "Test Testsson",
    ]
    assert names_beside_posts("Koordinatorn samarbetar med Norra Staden.", words) == []


@pytest.mark.parametrize(
    ("language", "text", "role", "name"),
    [
        ("sv", "Mål Norden", "goals", "Norden"),
        ("sv", "AKTIVITETER EUROPA OCH VÄRLDEN", "activities", "Europa och världen"),
        ("sv", "Mål världen", "goals", "Världen"),
        ("sv", "Mål för skolan 2024", "goals", "Skolan"),
        ("sv", "Övriga mål och aktiviteter", "mixed", "Övriga"),
        ("sv", "Verksamhetsmål 2023", "goals", ""),
        ("sv", "Mål område 2", "goals", "Område 2"),
        ("sv", "Jämställdhetsmål", "goals", "Jämställdhet"),
        ("sv", "2.1 Övergripande mål", "overall", ""),
        ("sv", "Ekonomi och finansiella medel", "money", ""),
        ("sv", "Aktiviteter som gynnar kommunens alla verksamheter, medarbetare och medborgare", "none", ""),
        ("en", "Goals for schools and youth", "goals", "Schools and youth"),
        ("en", "3. Activities: Climate", "activities", "Climate"),
        ("pl", "Cele – szkoła", "goals", "Szkoła"),
        ("pl", "DZIAŁANIA: DZIELNICE", "activities", "Dzielnice"),
    ],
)
def test_what_headings_announce(language: str, text: str, role: str, name: str):
    sense = sense_of(text, vocabulary(language))

    assert (sense.role.value, sense.name) == (role, name)


def test_prefixes():
    words = vocabulary("sv")
    assert prefix_of("Mål 2: Fler deltar", words)[:2] == ("goals", "Fler deltar")
    assert prefix_of("Aktivitet – Ordna möte", words)[:2] == ("activities", "Ordna möte")
    assert prefix_of("Mål och mening med livet", words)[:2] == ("none", "Mål och mening med livet")


def test_languages():
    assert detect_language(["Mål och aktiviteter för året som kommer"]) == "sv"
    assert detect_language(["The goals and the activities of this year"]) == "en"
    assert detect_language(["Cele i działania na rok następny"]) == "pl"
    assert detect_language(["12345", "مرحبا"]) == "und"
