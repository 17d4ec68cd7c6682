"""Domains, notes and sources of terms, and names of networks and schemes that the pages tell of.

Names stand as their bodies write them at the address given; where no official name in one language
was found, the term is not to be translated. What an editor has written or renamed stays.
"""

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

DOMAINS = {
    "climate": """low-carbon decarbonisation carbon-neutrality net-zero low-carbon-city greenhouse-gas
carbon-dioxide methane climate-change global-warming mitigation adaptation emissions
emission-reduction emissions-trading paris-agreement climate-emergency-declaration
greenhouse-gas-inventory carbon-sink carbon-budget emission-cap adaptation-plan
nationally-determined-contribution measurement-reporting-and-verification zero-carbon-city
decarbonization-leading-area sustainable-energy-and-climate-action-plan carbon-tax""",
    "energy": """energy energy-saving renewable-energy solar-power wind-power hydropower geothermal biomass
biogas biodiesel hydrogen storage-battery smart-grid cogeneration district-heating
energy-management energy-audit street-lighting led-lighting fuel wood-pellet firewood coal oil
natural-gas electricity electricity-price smart-meter heating cooling heat-pump power-line
cooking-stove""",
    "waste": """waste solid-waste municipal-solid-waste industrial-waste waste-management sorting
waste-collection landfill landfilling open-dump incineration waste-to-energy recycling compost
food-waste kitchen-waste food-loss e-waste plastic circular-economy sound-material-cycle-society 3r
reuse waste-reduction medical-waste construction-waste plastic-bag waste-picker recycled-product
small-appliances leachate sludge litter-picking""",
    "water": """water-supply sewage sewerage sewage-treatment water-leakage non-revenue-water
water-purification water-quality water-pollution drinking-water sanitation night-soil johkasou
septic-tank rainwater river river-basin groundwater sand-filtration desalination sea-water
water-treatment water-well drainage pipe water-shortage""",
    "air": """air-pollution air-quality smoke soot-and-smoke pollution pollution-control noise vibration
soil-contamination chemicals indoor-air-pollution exhaust-gas nitrogen-oxides fine-particles asbestos
total-pollutant-load-control pollution-control-agreement environmental-impact-assessment""",
    "transport": """transport public-transport bus-rapid-transit bus railway subway tram bicycle pedestrian
congestion electric-vehicle hybrid-vehicle logistics parking aviation port bicycle-parking
bicycle-sharing cycle-lane charging electric-bus freight delivery ship shore-power airport station
parking-fee low-emission-zone vehicle-access-restriction""",
    "urban": """heat-island building insulation green-building air-conditioning urban-planning town-planning
land-use compact-city smart-city eco-model-city futurecity eco-town infrastructure housing slum roof
green-roof streetscape street road bridge city urban""",
    "nature": """biodiversity greening park forest afforestation agriculture fishery bamboo tidal-flat wetland
seaweed-bed mangrove bird wildlife invasive-species endangered-species organic-farming vegetable
fertilizer manure farmer rice paddy street-tree tree""",
    "disaster": """disaster-prevention disaster flood typhoon earthquake tsunami storm-surge sea-level-rise
early-warning crisis-management reconstruction restoration resilience heatstroke heat-wave drought
heavy-rain warning evacuation tsunami-evacuation shelter drill debris temporary-storage-site""",
    "cooperation": """city-to-city-cooperation sister-city international-cooperation technical-cooperation
capacity-building expert study-tour delegation network member secretariat member-municipality
technology-transfer case-study lessons-learned official-development-assistance grant-aid""",
    "finance": """subsidy loan tax finance green-bond investment procurement green-procurement tender
citizen-funding equity-investment dividend insurance fee environmental-tax bond bank fund
call-for-proposals application deadline membership-fee""",
    "administration": """municipality local-government prefecture action-plan implementation-plan
local-government-action-plan policy ordinance regulation target indicator evaluation monitoring
governance council mayor assembly public-private-partnership public-participation agreement
memorandum""",
    "body": """joint-crediting-mechanism sustainable-development-goals united-nations
ministry-of-the-environment ministry-of-foreign-affairs ministry-of-economy-trade-and-industry
ministry-of-land-infrastructure-transport-and-tourism ministry-of-internal-affairs-and-communications
ministry-of-agriculture-forestry-and-fisheries cabinet-office japan-international-cooperation-agency
asian-development-bank world-bank united-nations-environment-programme
institute-for-global-environmental-strategies global-environment-centre-foundation
council-of-local-authorities-for-international-relations city-to-city-collaboration-programme
covenant-of-mayors grassroots-technical-cooperation""",
}

#: Code, the Japanese name that the fact is about, source, address.
SOURCES = """
joint-crediting-mechanism|二国間クレジット制度|経済産業省|https://www.meti.go.jp/policy/energy_environment/global_warming/jcm/index.html
city-to-city-collaboration-programme|都市間連携事業|環境省|https://www.env.go.jp/press/press_02689.html
covenant-of-mayors|世界首長誓約|世界首長誓約／日本|https://covenantofmayors-japan.jp/
japan-international-cooperation-agency|国際協力機構|JICA|https://www.jica.go.jp/
council-of-local-authorities-for-international-relations|自治体国際化協会|CLAIR|http://www.clair.or.jp/
global-environment-centre-foundation|地球環境センター|GEC|https://gec.jp/
institute-for-global-environmental-strategies|地球環境戦略研究機関|IGES|https://www.iges.or.jp/
"""

#: Code, the Japanese name that the note is about, note.
NOTES = """
decarbonisation|脱炭素|「カーボンニュートラル」(carbon neutrality)、「実質ゼロ」(net zero)、「低炭素」(low-carbon) とは訳し分けます。
carbon-neutrality|カーボンニュートラル|「脱炭素」(decarbonisation) とは訳し分けます。
low-carbon|低炭素|「脱炭素」(decarbonisation) とは訳し分けます。
circular-economy|循環経済|「循環型社会」(sound material-cycle society) とは訳し分けます。
sound-material-cycle-society|循環型社会|「循環経済」(circular economy) とは訳し分けます。
municipality|市町村|都道府県を含む「地方公共団体」「自治体」は local government と訳します。
local-government|地方公共団体|市町村だけを指すときは municipality と訳します。
johkasou|浄化槽|腐敗槽 (septic tank) ではありません。
non-revenue-water|無収水|「漏水」(water leakage) より広く、料金収入にならない水のすべてを指します。
food-loss|食品ロス|まだ食べられる食品の廃棄です。食品廃棄物 (food waste) の全体ではありません。
open-dump|オープンダンプ|管理された最終処分場 (landfill) とは訳し分けます。
mitigation|緩和策|「適応策」(adaptation) と対になります。
total-pollutant-load-control|総量規制|温室効果ガスの排出上限 (emission cap) とは訳し分けます。
"""

#: Code, Japanese names; English names (the one to use first); forbidden ones; source, address, note.
NEW_TERMS = """
iclei|イクレイ－持続可能な都市と地域をめざす自治体協議会;イクレイ|ICLEI – Local Governments for Sustainability;ICLEI|イクレイ－持続可能性をめざす自治体協議会;国際環境自治体協議会|International Council for Local Environmental Initiatives|イクレイ日本|https://japan.iclei.org/|禁止としたものは以前の名称です。
c40|世界大都市気候先導グループ;C40|C40 Cities Climate Leadership Group;C40 Cities;C40|||C40|https://www.c40.org/|
anmc21|アジア大都市ネットワーク21;ANMC21|Asian Network of Major Cities 21;ANMC21|||東京都|https://www.sp.metro.tokyo.lg.jp/seisakukikaku/gaimubu/anmc21/anmc21org/summary/index.html|活動を休止しています。
citynet|シティネット;CITYNET|CITYNET;CityNet|||CITYNET|https://citynet-ap.org/|
oeaed|東アジア経済交流推進機構;OEAED|Organization for the East Asia Economic Development;OEAED|||OEAED|http://oeaed.org/|
near|北東アジア地域自治体連合;NEAR|Association of North East Asia Regional Governments;NEAR|||NEAR|http://neargov.org/jp/page.jsp?mnu_uid=2886|
uclg-aspac|UCLG ASPAC|UCLG ASPAC|||UCLG ASPAC|https://uclg-aspac.org/|日本語の正式名称は確認できていません。
mcr2030|Making Cities Resilient 2030;MCR2030|Making Cities Resilient 2030;MCR2030|||UNDRR|https://mcr2030.undrr.org/mcr2030-terms-and-conditions|日本語の正式名称は確認できていません。
clean-city-partnership-program|クリーン・シティ・パートナーシップ・プログラム;C2P2|Clean City Partnership Program;C2P2|||JICA|https://www.jica.go.jp/information/seminar/2025/1576499_66420.html|
"""
#: Names that stay as they are in both languages.
KEPT_NAMES = {"uclg-aspac", "mcr2030"}


def add_facts(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    model = apps.get_model("content.Term")
    known = {term.code: term for term in model.objects.all()}
    for domain, codes in DOMAINS.items():
        for code in codes.split():
            fill(known.get(code), domain=domain)
    for line in SOURCES.strip().splitlines():
        code, name, source, address = line.split("|")
        fill_named(known.get(code), name, source=source, source_address=address)
    for line in NOTES.strip().splitlines():
        code, name, note = line.split("|")
        fill_named(known.get(code), name, note=note)
    for term in known.values():
        term.save()
    names = {term.name_ja for term in known.values()}
    for line in NEW_TERMS.strip().splitlines():
        code, ja, en, forbidden_ja, forbidden_en, source, address, note = line.split("|")
        (name_ja, *other_ja), (name_en, *other_en) = ja.split(";"), en.split(";")
        if code in known or name_ja in names:
            continue
        model.objects.create(
            code=code,
            name_ja=name_ja,
            name_en=name_en,
            other_names_ja="\n".join(other_ja),
            other_names_en="\n".join(other_en),
            forbidden_ja=forbidden_ja.replace(";", "\n"),
            forbidden_en=forbidden_en.replace(";", "\n"),
            do_not_translate=code in KEPT_NAMES,
            domain="body",
            source=source,
            source_address=address,
            note=note,
        )


def fill(term: Any, **values: str) -> None:
    """Set what is empty."""
    for name, value in values.items():
        if term is not None and not getattr(term, name):
            setattr(term, name, value)


def fill_named(term: Any, name: str, **values: str) -> None:
    """Set what is empty, unless the term has another name by now."""
    if term is not None and term.name_ja == name:
        fill(term, **values)


class Migration(migrations.Migration):
    dependencies = [("content", "0009_term_standing")]

    operations = [migrations.RunPython(add_facts, migrations.RunPython.noop)]
