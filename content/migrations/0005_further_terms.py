"""Further terms of the field, as in :mod:`.0004_first_terms`; a code that exists stays as it is."""

import re

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TERMS = """
砂ろ過;緩速ろ過;ろ過|sand filtration;filtration
海水淡水化;海水|desalination;sea water;seawater
竹;竹炭|bamboo;bamboo charcoal
干潟|tidal flat;mudflat
湿地|wetland
藻場;海藻|seaweed bed;seaweed
マングローブ|mangrove
野鳥;渡り鳥;鳥|bird;migratory bird
野生生物;動物|wildlife;animal
外来種;外来生物|invasive species;alien species
絶滅危惧種;希少種|endangered species
診断;監査|audit
燃料|fuel
木質ペレット;ペレット|wood pellet
薪;たきぎ|firewood
石炭|coal
石油;原油|oil;petroleum
天然ガス|natural gas
電気;電力|electricity;electric power
電気料金;電気代|electricity price;electricity bill
スマートメーター|smart meter
暖房|heating;space heating
冷房|cooling
ヒートポンプ|heat pump
温室|greenhouse
温泉|hot spring
屋上;屋根|roof;rooftop
屋上緑化|green roof;roof greening
街路樹;樹木;木|street tree;tree
木陰;日陰|shade
庭;庭園|garden
土;土壌|soil
砂;砂丘|sand;dune
海岸;沿岸;浜|coast;shore;beach
海;海洋|sea;ocean
湖;湖沼|lake
池|pond
井戸|water well
雨;降雨|rain;rainfall
大雨;豪雨|heavy rain
雨水貯留槽;貯水槽;タンク|tank;storage tank
排水|drainage
管;配管;水道管|pipe;water pipe
水位|water level
水位計;センサー|water level sensor;sensor;gauge
警報;警戒情報|warning;alert
津波避難;避難|evacuation
避難所|shelter;evacuation shelter
訓練;防災訓練|drill;emergency drill
給水|water provision;emergency water
がれき;災害廃棄物|debris;disaster waste;rubble
仮置場|temporary storage site;temporary site
消防;火災;火事|fire;firefighting
病院廃棄物;医療廃棄物;感染性廃棄物|medical waste;infectious waste
建設廃棄物;解体;建設工事|construction waste;demolition;construction
コンクリート|concrete
れんが|brick
窯|kiln
石綿;アスベスト|asbestos
古紙;紙|paper;used paper;waste paper
ガラス|glass
金属|metal
電池|battery
買い物袋;レジ袋|plastic bag;shopping bag
ごみ拾い;廃品回収者|waste picker
組合;協同組合|cooperative
公衆トイレ;トイレ;便所|public toilet;toilet
水飲み場|drinking fountain
猛暑日|extremely hot day
図書館|library
公開データ;オープンデータ|open data
人工衛星;衛星;衛星画像|satellite;satellite image
地図;ハザードマップ|map;hazard map
電線;無電柱化|power line;underground cable
街並み;景観|streetscape;landscape
歴史的建造物;文化財|heritage;historic building
道;街路;通り|street;road
歩道|pavement;sidewalk;footpath
駐輪場|bicycle parking
自転車の共同利用;シェアサイクル|bicycle sharing;bike share
自転車道;自転車レーン|cycle lane;bicycle path
充電;充電器|charging;charger
電気バス|electric bus
車いす|wheelchair
荷物;貨物|freight;cargo;goods
配送;宅配|delivery
船;船舶|ship;vessel
陸上電源;陸電|shore power;onshore power
空港|airport
駅|station
駐車料金|parking fee;parking charge
女性|woman;women
障害者;障害のある人|people with disabilities;disabled people
外国人;外国人住民|foreign resident;foreigner
家庭;世帯|household
学校給食;給食|school meal;school lunch
授業;教材|lesson;teaching material
有機農業|organic farming
野菜|vegetable
肥料|fertilizer;fertiliser
家畜ふん;ふん尿|manure
農家|farmer
米;水田;田んぼ|rice;rice field;paddy
墓地;墓|cemetery;grave
橋梁点検;点検|inspection
工事|construction work;civil works
振動|vibration
協定;環境協定;公害防止協定|agreement;pollution control agreement
覚書|memorandum;memorandum of understanding
入札|tender;bidding
再生品;再生材|recycled product;recycled content
出資;市民出資|citizen funding;citizen investment
配当|dividend
保険|insurance
料金|fee;charge;tariff
環境税|environmental tax;green tax
債券|bond
銀行|bank
基金|fund
職員|staff;official
部署;部局|department
技術者|engineer
通訳|interpreter
用語集;用語|glossary;terminology
行動|action
宣言|declaration
工程表;ロードマップ|roadmap
吸収源;森林吸収|carbon sink
炭素予算|carbon budget
上限;総量規制|emission cap;upper limit
低排出ゾーン;乗り入れ規制|low emission zone
かまど;調理用ストーブ|cooking stove;cookstove
室内空気汚染|indoor air pollution
排ガス|exhaust gas;flue gas
窒素酸化物|nitrogen oxides;NOx
微小粒子状物質;PM2.5|fine particles;PM2.5
小型家電|small appliances
浸出水|leachate
汚泥;下水汚泥|sludge;sewage sludge
水処理|water treatment
技術移転|technology transfer
技術|technology
研究|research
データセンター|data centre;data center
見学;視察団|visit;tour
災害ボランティア;ボランティア|volunteer
市民団体;NGO|NGO;citizens' group;civil society
国際会議;首長会議|international conference;mayors' conference
会費|membership fee
総会|general assembly
計画|plan;planning
戦略|strategy
基準;標準|standard;criteria
認証|certification
統計|statistics
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
    dependencies = [("content", "0004_first_terms")]

    operations = [migrations.RunPython(add_terms, migrations.RunPython.noop)]
