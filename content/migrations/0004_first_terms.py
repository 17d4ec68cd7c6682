"""The first terms of the field; editors and translators go on from here in the admin.

A line holds the Japanese names and the English ones, the one to use first.
"""

import re

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TERMS = """
低炭素|low-carbon;low carbon
脱炭素;脱炭素化;カーボンニュートラル;炭素中立|decarbonisation;carbon neutrality;carbon neutral;net zero;zero carbon
低炭素都市|low-carbon city;low-carbon cities
自治体;地方自治体;地方公共団体;市町村|municipality;local government;local authority
都市間連携;都市間協力|city-to-city cooperation;intercity cooperation;city-to-city collaboration
姉妹都市;友好都市|sister city;twin town
国際協力|international cooperation
技術協力|technical cooperation;technical assistance
官民連携;公民連携|public-private partnership;PPP
温室効果ガス;GHG|greenhouse gas;GHG
二酸化炭素;CO2;炭酸ガス|carbon dioxide;CO2
メタン|methane
気候変動;気候変化|climate change
地球温暖化;温暖化|global warming
緩和策;緩和|mitigation
適応策;適応|adaptation
排出量;排出|emissions;emission
排出削減;排出量削減|emission reduction;reduction of emissions
排出量取引|emissions trading
二国間クレジット制度;JCM|Joint Crediting Mechanism;JCM
パリ協定|Paris Agreement
持続可能な開発目標;SDGs|Sustainable Development Goals;SDGs
持続可能;持続可能性|sustainable;sustainability
気候非常事態宣言|climate emergency declaration
温室効果ガスインベントリ;排出量目録|greenhouse gas inventory;emissions inventory
廃棄物;ごみ;ゴミ|waste;garbage;refuse;rubbish
固形廃棄物;一般廃棄物|solid waste;municipal waste
産業廃棄物|industrial waste
廃棄物管理;廃棄物処理;ごみ処理|waste management;waste treatment;waste disposal
分別;分別収集|sorting;separate collection;segregation;source separation
ごみ収集;収集運搬|waste collection;garbage collection
埋立;埋め立て;埋立地;最終処分場;処分場|landfill;final disposal site;dump site
焼却;焼却炉;焼却施設|incineration;incinerator
廃棄物発電;ごみ発電|waste-to-energy;energy from waste
リサイクル;再生利用;再資源化|recycling;recycle
堆肥;堆肥化;コンポスト|compost;composting
生ごみ;食品廃棄物;食品ロス|food waste;kitchen waste;food loss
電子廃棄物;電気電子廃棄物|e-waste;electronic waste
プラスチック;海洋プラスチック|plastic;plastics;marine plastic
循環型社会;循環経済;サーキュラーエコノミー|circular economy;sound material-cycle society
3R;リデュース・リユース・リサイクル|3R;reduce, reuse, recycle
再使用;リユース|reuse
発生抑制;リデュース|waste reduction;waste prevention
上水道;水道;上水|water supply;waterworks
下水;下水道;汚水|sewage;sewerage;wastewater
下水処理;排水処理;下水処理場|sewage treatment;wastewater treatment
漏水;無収水|water leakage;non-revenue water
浄水;浄水場|water purification;water treatment plant
水質;水質汚濁|water quality;water pollution
飲料水;飲み水|drinking water
衛生;公衆衛生|sanitation;public health
し尿;浄化槽|night soil;septic tank
雨水;雨水貯留|rainwater;rainwater harvesting
河川|river
流域|river basin;watershed
地下水|groundwater
大気汚染|air pollution
大気質|air quality
ばい煙;煤煙|smoke;soot
公害;環境汚染|pollution;environmental pollution
公害対策|pollution control
騒音|noise
土壌汚染|soil contamination
化学物質|chemicals;chemical substances
環境教育;環境学習|environmental education
環境影響評価;環境アセスメント|environmental impact assessment;EIA
生物多様性|biodiversity
森林;植林|forest;afforestation;tree planting
緑化;都市緑化|greening;urban greening
公園;緑地|park;green space
ヒートアイランド|heat island;urban heat island
エネルギー|energy
省エネルギー;省エネ|energy saving;energy conservation;energy efficiency
再生可能エネルギー;再エネ|renewable energy;renewables
太陽光発電;太陽電池;ソーラー|solar power;photovoltaic;solar panel
風力発電;風力|wind power;wind energy
水力発電;小水力|hydropower;small hydro
地熱;地熱発電|geothermal
バイオマス|biomass
バイオガス;メタン発酵|biogas;anaerobic digestion
バイオディーゼル;廃食油;廃食用油|biodiesel;used cooking oil
水素|hydrogen
蓄電池|storage battery;battery storage
送電網;スマートグリッド|smart grid;power grid
コージェネレーション;熱電併給|cogeneration;combined heat and power
地域冷暖房;地域熱供給|district heating;district cooling
エネルギー管理|energy management
省エネ診断|energy audit
街路灯;街灯;照明|street lighting;street lamp;streetlight
LED照明|LED lighting
建築物;建物|building
断熱;断熱改修|insulation;retrofit
緑の建築;グリーンビルディング;環境配慮型建築|green building
空調|air conditioning
交通|transport;transportation;traffic
公共交通;公共交通機関|public transport;public transit
バス高速輸送;BRT|bus rapid transit;BRT
バス|bus
鉄道|railway;rail
地下鉄|subway;underground;metro
路面電車|tram;light rail
自転車|bicycle;cycling;bike
歩行者;徒歩|pedestrian;walking
渋滞;交通渋滞|congestion;traffic jam
電気自動車;EV|electric vehicle;EV
ハイブリッド車|hybrid vehicle
物流|logistics
駐車場|parking
航空|aviation
港湾;港|port;harbour
都市計画|urban planning;city planning
まちづくり;街づくり|town planning;community development;urban development
土地利用|land use
コンパクトシティ|compact city
スマートシティ|smart city
環境未来都市;環境モデル都市|eco-model city;environmental model city
エコタウン|eco-town
インフラ;社会基盤|infrastructure
住宅;住居|housing
スラム;非正規居住区|slum;informal settlement
防災|disaster prevention;disaster risk reduction
災害|disaster
洪水;浸水;水害|flood;flooding
台風|typhoon
地震|earthquake
津波|tsunami
高潮|storm surge
海面上昇|sea level rise
早期警報|early warning
危機管理|crisis management
復興;復旧|reconstruction;recovery
強靱性;強靭;レジリエンス|resilience;resilient
熱中症;猛暑;熱波|heatstroke;heat wave
干ばつ;渇水|drought
行動計画|action plan
実行計画;温暖化対策実行計画|implementation plan;climate action plan
政策|policy
条例|ordinance;by-law
規制|regulation
目標|target;goal
指標|indicator
評価|evaluation;assessment
監視;モニタリング|monitoring
報告書|report
調査|survey;study
実証;実証事業;実証実験|demonstration project;pilot project
事業化可能性調査;実現可能性調査|feasibility study
補助金;助成金;補助;助成|subsidy;grant
融資;借款|loan
税|tax
炭素税|carbon tax
資金;資金調達;気候資金|finance;funding;climate finance
グリーンボンド;環境債|green bond
投資|investment
調達;グリーン購入;グリーン調達|procurement;green procurement
企業;事業者|company;business;enterprise
中小企業|small and medium enterprises;SME
産業|industry
農業|agriculture;farming
漁業|fishery
観光|tourism
雇用|employment;jobs
人材育成;能力開発;能力強化|capacity building;capacity development;human resource development
研修;訓練|training
専門家;専門家派遣|expert;dispatch of experts
視察|study tour;site visit
留学生|international student
市民;住民|citizen;resident
市民参加;住民参加|public participation;citizen participation
協議会;審議会|council;committee
市長;首長|mayor
議会|assembly;city council
都市ネットワーク;ネットワーク|network;city network
会議|conference;meeting
会員|member;membership
事務局|secretariat
手引き;マニュアル;ガイドライン|manual;guideline;handbook
事例;優良事例;先進事例|case study;good practice;best practice
教訓|lessons learned
募集;公募|call for proposals;call for applications
申請;申込|application
締切;締め切り;期限|deadline
無償資金協力|grant aid
政府開発援助;ODA|official development assistance;ODA
草の根技術協力|grassroots technical cooperation
アジア|Asia
東南アジア|Southeast Asia
開発途上国;途上国|developing country;developing countries
先進国|developed country
国連|United Nations;UN
環境省|Ministry of the Environment
外務省|Ministry of Foreign Affairs
経済産業省|Ministry of Economy, Trade and Industry;METI
国土交通省|Ministry of Land, Infrastructure, Transport and Tourism;MLIT
国際協力機構;JICA|Japan International Cooperation Agency;JICA
アジア開発銀行;ADB|Asian Development Bank;ADB
世界銀行|World Bank
環境|environment
健康|health
貧困|poverty
ジェンダー;男女平等|gender;gender equality
子ども;児童|child;children
高齢者;高齢化|older people;ageing;elderly
学校|school
病院;医療|hospital;medical care
大学|university
市役所|city hall
人口|population
都市;市|city;urban
農村;村|village;rural
道路|road
橋;橋りょう|bridge
"""


def add_terms(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    records = []
    for line in TERMS.strip().splitlines():
        (ja, *other_ja), (en, *other_en) = (names.split(";") for names in line.split("|"))
        records.append(
            {
                "code": re.sub("[^a-z0-9]+", "-", en.lower()).strip("-"),
                "name_ja": ja,
                "name_en": en,
                "other_names_ja": "\n".join(other_ja),
                "other_names_en": "\n".join(other_en),
            }
        )
    term = apps.get_model("content.Term")
    term.objects.bulk_create([term(**record) for record in records], ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("content", "0003_term")]

    operations = [migrations.RunPython(add_terms, migrations.RunPython.noop)]
