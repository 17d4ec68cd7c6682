"""Names that are no equivalents become related words, and the terms that the pages use are added.

The first terms were made for search alone: wider, narrower and related words stood as names, so
that a translator would have taken one for the other. An entry that an editor has changed stays.

A line holds code, Japanese names, English names (the one to use first), and what is related in
Japanese and in English.
"""

import re
from importlib import import_module

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TERMS = """
low-carbon|低炭素|low-carbon;low carbon|脱炭素|decarbonisation
decarbonisation|脱炭素;脱炭素化|decarbonisation;decarbonization;zero carbon|カーボンニュートラル;低炭素|carbon neutrality;net zero;low-carbon
carbon-neutrality|カーボンニュートラル;炭素中立|carbon neutrality;carbon neutral|脱炭素;実質ゼロ|decarbonisation;net zero
net-zero|実質ゼロ;排出実質ゼロ;ネットゼロ|net zero;net-zero emissions|カーボンニュートラル|carbon neutrality
municipality|市町村|municipality|自治体;地方公共団体|local government;local authority
local-government|地方公共団体;自治体;地方自治体|local government;local authority|市町村;都道府県|municipality;prefecture
prefecture|都道府県|prefecture|自治体|local government
city-to-city-cooperation|都市間連携;都市間協力|city-to-city collaboration;city-to-city cooperation;intercity cooperation||
solid-waste|固形廃棄物|solid waste|一般廃棄物;都市ごみ|municipal solid waste
municipal-solid-waste|一般廃棄物|municipal solid waste;municipal waste|固形廃棄物|solid waste
landfill|最終処分場;埋立処分場|landfill;final disposal site|埋立;埋め立て;埋立地;処分場|dump site;open dump
landfilling|埋立;埋め立て;埋立処分|landfilling;land filling|最終処分場|landfill
open-dump|オープンダンプ;投棄場|open dump;dump site|最終処分場|landfill
food-waste|食品廃棄物|food waste|生ごみ;食品ロス|kitchen waste;food loss
kitchen-waste|生ごみ;厨芥|kitchen waste|食品廃棄物|food waste
food-loss|食品ロス|food loss;food loss and waste|食品廃棄物|food waste
circular-economy|循環経済;サーキュラーエコノミー|circular economy|循環型社会|sound material-cycle society
sound-material-cycle-society|循環型社会|sound material-cycle society;sound material cycle society|循環経済;3R|circular economy
sewage|下水;汚水|sewage;wastewater|下水道|sewerage
sewerage|下水道|sewerage;sewerage system|下水|sewage
water-leakage|漏水|water leakage;leakage|無収水|non-revenue water
non-revenue-water|無収水;無収水量|non-revenue water;NRW|漏水|water leakage
water-quality|水質|water quality|水質汚濁|water pollution
water-pollution|水質汚濁;水質汚染|water pollution|水質|water quality
night-soil|し尿|human waste;night soil|浄化槽;汚泥|johkasou;septage
johkasou|浄化槽|johkasou;on-site wastewater treatment system|し尿;腐敗槽|septic tank
septic-tank|腐敗槽|septic tank|浄化槽|johkasou
smoke|煙|smoke|ばい煙;煤煙|soot and smoke
soot-and-smoke|ばい煙;煤煙|soot and smoke;soot|煙;大気汚染|smoke
forest|森林|forest|植林|afforestation
afforestation|植林|afforestation;tree planting;reforestation|森林|forest
green-building|グリーンビルディング;環境配慮型建築|green building|緑の建築|
eco-model-city|環境モデル都市|Eco-Model City;environmental model city|環境未来都市|FutureCity
futurecity|環境未来都市|FutureCity;Future City|環境モデル都市|Eco-Model City
slum|非正規居住区|informal settlement|スラム|slum
reconstruction|復興|reconstruction;recovery|復旧|restoration
restoration|復旧|restoration|復興|reconstruction
heatstroke|熱中症|heatstroke;heat stroke|猛暑;熱波|heat wave
heat-wave|熱波;猛暑|heat wave;extreme heat|熱中症|heatstroke
drought|干ばつ|drought|渇水|water shortage
water-shortage|渇水|water shortage|干ばつ|drought
implementation-plan|実行計画|implementation plan|温暖化対策実行計画|climate action plan
local-government-action-plan|地方公共団体実行計画;温暖化対策実行計画|local government action plan;climate action plan|実行計画|implementation plan
procurement|調達|procurement|グリーン購入|green procurement
green-procurement|グリーン購入;グリーン調達|green procurement;green purchasing|調達|procurement
company|企業|company;enterprise|事業者|business operator
business-operator|事業者|business operator;business|企業|company
grassroots-technical-cooperation|草の根技術協力;草の根技術協力事業|JICA Partnership Program;JPP;grassroots technical cooperation|技術協力|technical cooperation
ministry-of-the-environment|環境省|Ministry of the Environment;Ministry of the Environment, Japan;MOE;MOEJ||
ministry-of-foreign-affairs|外務省|Ministry of Foreign Affairs;MOFA||
ministry-of-internal-affairs-and-communications|総務省|Ministry of Internal Affairs and Communications;MIC||
ministry-of-agriculture-forestry-and-fisheries|農林水産省;農水省|Ministry of Agriculture, Forestry and Fisheries;MAFF||
cabinet-office|内閣府|Cabinet Office||
united-nations-environment-programme|国連環境計画;UNEP|United Nations Environment Programme;UNEP||
institute-for-global-environmental-strategies|地球環境戦略研究機関;IGES|Institute for Global Environmental Strategies;IGES||
global-environment-centre-foundation|地球環境センター;GEC|Global Environment Centre Foundation;GEC||
council-of-local-authorities-for-international-relations|自治体国際化協会;クレア;CLAIR|Council of Local Authorities for International Relations;CLAIR||
zero-carbon-city|ゼロカーボンシティ;ゼロカーボンシティー|zero carbon city;zero-carbon city|脱炭素|decarbonisation
decarbonization-leading-area|脱炭素先行地域|decarbonization leading area;decarbonisation leading area|脱炭素|decarbonisation
city-to-city-collaboration-programme|都市間連携事業|City-to-City Collaboration for Zero-carbon Society;City-to-City Collaboration Programme|都市間連携|city-to-city collaboration
act-on-promotion-of-global-warming-countermeasures|地球温暖化対策推進法;温対法;地球温暖化対策の推進に関する法律|Act on Promotion of Global Warming Countermeasures||
nationally-determined-contribution|国が決定する貢献;NDC|Nationally Determined Contribution;NDC|パリ協定|Paris Agreement
measurement-reporting-and-verification|測定・報告・検証;MRV|measurement, reporting and verification;MRV|モニタリング|monitoring
adaptation-plan|適応計画;気候変動適応計画|adaptation plan|適応策|adaptation
sustainable-energy-and-climate-action-plan|持続可能なエネルギー・気候行動計画;SECAP|Sustainable Energy and Climate Action Plan;SECAP|行動計画|action plan
covenant-of-mayors|世界首長誓約;首長誓約|Global Covenant of Mayors for Climate and Energy;Covenant of Mayors||
gender-equality|男女共同参画;男女平等|gender equality|ジェンダー|gender
gender|ジェンダー|gender|男女平等;男女共同参画|gender equality
non-profit-organisation|特定非営利活動法人;NPO|non-profit organisation;NPO;nonprofit organization|市民団体|NGO
member-municipality|会員自治体|member local government;member municipality|会員|member
governance|ガバナンス;統治|governance||
older-people|高齢者|older people|高齢化|elderly;ageing
ageing|高齢化|ageing;aging;population ageing|高齢者|older people
child|こども;子ども;子供|child;children|児童|
city|都市|city|市|urban
urban|都市部;市街地|urban area;urban|都市|city
desalination|海水淡水化|desalination|海水|sea water;seawater
sea-water|海水|sea water;seawater|海水淡水化|desalination
audit|監査|audit|診断|assessment
assessment|診断|assessment;diagnosis|監査|audit
street-tree|街路樹|street tree|樹木|tree
tree|樹木;木|tree|街路樹|street tree
tank|貯水槽;タンク|tank;storage tank|雨水貯留槽|rainwater tank
rainwater-tank|雨水貯留槽|rainwater storage tank;rainwater tank|貯水槽|tank
water-level-sensor|水位計|water level sensor;water level gauge|センサー|sensor
sensor|センサー|sensor|水位計|gauge
evacuation|避難|evacuation|津波避難|tsunami evacuation
tsunami-evacuation|津波避難|tsunami evacuation|避難|evacuation
water-provision|応急給水|emergency water supply|給水|water supply
construction-waste|建設廃棄物;建設副産物|construction waste;construction and demolition waste|解体|demolition
demolition|解体;解体工事|demolition|建設廃棄物|construction waste
construction|建設工事|construction|建設廃棄物|construction waste
waste-picker|ウェイストピッカー;有価物回収人|waste picker|廃品回収者|
litter-picking|ごみ拾い|litter picking;litter pick;clean-up||
foreign-resident|外国人住民|foreign resident;resident of foreign nationality|外国人|foreigner
people-with-disabilities|障害者;障害のある人;障がい者|disabled people;people with disabilities||
fertilizer|肥料|fertiliser;fertilizer||
rice|米|rice|水田|paddy
paddy|水田;田んぼ|paddy;rice field|米|rice
agreement|協定;環境協定|agreement|公害防止協定|pollution control agreement
pollution-control-agreement|公害防止協定|pollution control agreement|協定|agreement
citizen-funding|市民出資|citizen investment;citizen funding|出資|equity investment
equity-investment|出資|equity investment;equity|市民出資|citizen investment
emission-cap|排出上限;上限|emission cap|総量規制|total pollutant load control
total-pollutant-load-control|総量規制|total pollutant load control|上限|cap
low-emission-zone|低排出ゾーン|low emission zone|乗り入れ規制|vehicle access restriction
vehicle-access-restriction|乗り入れ規制|vehicle access restriction|低排出ゾーン|low emission zone
visit|見学|visit;tour|視察団|delegation
delegation|視察団;訪問団|delegation|視察|study tour
international-conference|国際会議|international conference|首長会議|mayors' conference
mayors-conference|首長会議|mayors' conference|国際会議|international conference
training|研修|training|訓練|drill
drill|訓練;防災訓練|drill;emergency drill|研修|training
street|街路;通り|street|道|road
"""
FIELDS = ("name_ja", "other_names_ja", "name_en", "other_names_en")


def names(ja: str, en: str) -> dict[str, str]:
    """Return the fields of an entry that hold its names."""
    found = []
    for text in (ja, en):
        first, *others = text.split(";")
        found += [first, "\n".join(others)]
    return dict(zip(FIELDS, found, strict=True))


def first_terms() -> dict[str, dict[str, str]]:
    """Return the names that the migrations before gave to each code."""
    found: dict[str, dict[str, str]] = {}
    for name in (".0004_first_terms", ".0005_further_terms"):
        for line in import_module(name, __package__).TERMS.strip().splitlines():
            ja, en = line.split("|")
            code = re.sub("[^a-z0-9]+", "-", en.split(";")[0].lower()).strip("-")
            found.setdefault(code, names(ja, en))
    return found


def sort_terms(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    term = apps.get_model("content.Term")
    before = first_terms()
    known = {entry.code: entry for entry in term.objects.all()}
    for line in TERMS.strip().splitlines():
        code, ja, en, related_ja, related_en = line.split("|")
        entry = known.get(code)
        if entry is None:
            entry = term(code=code)
        elif {name: getattr(entry, name) for name in FIELDS} != before.get(code):
            continue
        for name, value in names(ja, en).items():
            setattr(entry, name, value)
        entry.related_ja = related_ja.replace(";", "\n")
        entry.related_en = related_en.replace(";", "\n")
        entry.save()


class Migration(migrations.Migration):
    dependencies = [("content", "0007_related_words")]

    operations = [migrations.RunPython(sort_terms, migrations.RunPython.noop)]
