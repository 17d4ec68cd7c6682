"""The words with which English says numbers."""

from __future__ import annotations

from fractions import Fraction

from .mentions import Value

_ONES = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
_ONES += "sixteen seventeen eighteen nineteen"
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
_ORDINALS += "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth"
_MONTHS = "january february march april may june july august september october november december"

#: Cardinals below a hundred: 1 to 19, and the tens.
SMALL: dict[str, int] = {
    **{word: number for number, word in enumerate(_ONES.split(), 1)},
    **{word: number * 10 for number, word in enumerate(_TENS.split(), 2)},
    "fourty": 40,
}
#: “twenties” for an age or a decade.
DECADES: dict[str, int] = {
    word[:-1] + "ies": number * 10 for number, word in enumerate(_TENS.split(), 2)
}
ORDINALS: dict[str, int] = {
    **{word: number for number, word in enumerate(_ORDINALS.split(), 1)},
    **{word[:-1] + "ieth": number * 10 for number, word in enumerate(_TENS.split(), 2)},
    "hundredth": 100,
    "thousandth": 1000,
    "firstly": 1,
    "secondly": 2,
    "thirdly": 3,
}
#: “two-thirds”: what stands below the line.
DENOMINATORS: dict[str, int] = {
    "half": 2,
    "halves": 2,
    "quarter": 4,
    "quarters": 4,
    **{word: number for word, number in ORDINALS.items() if number >= 3 and word != "thirdly"},
    **{word + "s": number for word, number in ORDINALS.items() if number >= 3},
}
SCALES: dict[str, int] = {
    "hundred": 100,
    "thousand": 1000,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
}
#: Written after figures: “£2.8bn”, “5k”.
SUFFIX_SCALES: dict[str, int] = {
    **SCALES,
    "k": 1000,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "mio": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "bln": 10**9,
    "t": 10**12,
    "tn": 10**12,
    "trn": 10**12,
}
#: Suffixes that may be a unit instead (5m, 10t), so that the bare figure is as good.
UNSURE_SUFFIXES = frozenset({"m", "b", "t", "k"})
#: Many of them, without a number: 「数百」.
VAGUE: dict[str, int] = {
    "tens": 10,
    "dozens": 10,
    "scores": 20,
    "hundreds": 100,
    "thousands": 1000,
    "millions": 10**6,
    "billions": 10**9,
    "trillions": 10**12,
}
MONTHS: dict[str, int] = {
    **{word: number for number, word in enumerate(_MONTHS.split(), 1)},
    **{word[:3]: number for number, word in enumerate(_MONTHS.split(), 1)},
    "sept": 9,
}
#: Months whose name is another word as well: only with a capital and a date beside it.
AMBIGUOUS_MONTHS = frozenset({"may", "march", "mar", "jan", "dec", "jun"})
WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()

#: Words that may stand for a number without demanding it, with what they may stand for.
WEAK: dict[str, tuple[Value, ...]] = {
    **dict.fromkeys(
        "a an another each every per single once sole only alone whole same lone solo "
        "individual unique person someone last next best top initial initially originally".split(),
        (1,),
    ),
    "both": (2,),
    "pair": (2,),
    "pairs": (2,),
    "couple": (2, 3),
    "couples": (2,),
    "duo": (2,),
    "dual": (2,),
    "twin": (2,),
    "twins": (2,),
    "double": (2,),
    "doubled": (2,),
    "doubles": (2,),
    "doubling": (2,),
    "twice": (2,),
    "either": (2, 1),
    "neither": (2, 1),
    "bilateral": (2,),
    "other": (1, 2),
    "again": (2,),
    "few": (2, 3, 4),
    "several": (2, 3, 4, 5, 6),
    "triple": (3,),
    "tripled": (3,),
    "thrice": (3,),
    "trio": (3,),
    "trilateral": (3,),
    "tripartite": (3,),
    "quadrilateral": (4,),
    "twofold": (2,),
    "threefold": (3,),
    "fourfold": (4,),
    "fivefold": (5,),
    "quarterfinal": (8,),
    "quarterfinals": (8,),
    "semifinal": (4,),
    "semifinals": (4,),
    "clock": (24,),
    "quadruple": (4,),
    "freshman": (1,),
    "freshmen": (1,),
    "sophomore": (2,),
    "sophomores": (2,),
    "junior": (3, 2),
    "juniors": (3, 2),
    "senior": (4, 3),
    "seniors": (4, 3),
    "half": (Fraction(1, 2),),
    "halfway": (Fraction(1, 2),),
    "halved": (Fraction(1, 2),),
    "halves": (2, Fraction(1, 2)),
    "quarter": (Fraction(1, 4), 15),
    "quarters": (Fraction(1, 4),),
    "quarterly": (Fraction(1, 4), 3),
    "biannual": (2,),
    "biennial": (2,),
    "biennially": (2,),
    "decade": (10,),
    "decades": (10,),
    "century": (100,),
    "centuries": (100,),
    "centenary": (100,),
    "fortnight": (14, 2),
    "biweekly": (2,),
    "weekly": (1, 7),
    "week": (7, 1),
    "weeklong": (7, 1),
    "year": (1, 12, 365),
    "month": (1, 30),
    "hour": (1, 60),
    "day": (1, 24),
    "annual": (1,),
    "annually": (1,),
    "monthly": (1,),
    "daily": (1,),
    "hourly": (1,),
    "everyday": (1,),
    "today": (1,),
    "dozen": (12, 10),
    "noon": (12,),
    "midday": (12,),
    "midnight": (0, 12, 24),
    "zero": (0,),
    "nil": (0,),
    "no": (0,),
    "none": (0,),
    "teen": (10,),
    "teens": (10,),
    "teenage": (10,),
    "teenager": (10,),
    "teenagers": (10,),
    "tenfold": (10,),
    "full": (100,),
    "fully": (100,),
    "completely": (100,),
    "absolutely": (100,),
    "totally": (100,),
    "everything": (100,),
    "all": (100,),
}
#: What a length of time may be called in another unit: hours of two days, weeks of 14 days.
TIME_UNITS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    # unit: (factors by which to multiply, numbers by which a whole result may be divided)
    "minute": ((), (60,)),
    "hour": ((60,), (24,)),
    "day": ((24,), (7,)),
    "week": ((7,), ()),
    "month": ((), (12,)),
    "year": ((12,), (10,)),
    "decade": ((10,), ()),
    "century": ((100,), ()),
}
#: Words before a month that show that it is one, and not Mrs May or a march.
BEFORE_MONTHS = frozenset("in since until till last next this late early mid of through".split())
#: Words behind a “second” that is a moment, or goes with a word (second hand).
BEHIND_A_MOMENT = frozenset(
    "and or but to for while when if before after as so because later of in on at that is was "
    "thought thoughts hand nature guess rate class please i you he she we they it".split()
)
#: What half of it is, in the next smaller unit.
HALVES: dict[str, int] = {"hour": 30, "past": 30, "year": 6, "dozen": 6, "century": 50}
