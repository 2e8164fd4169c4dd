"""In which encoding do the bytes of a text make sense as letters of a language?

No library tells short tables of figures with few words apart: French in cp1252 comes out as Czech. So the letters
beyond ASCII are compared with those a language uses, the frequent ones first, and with the way words are written:
a capital in the middle of a word is what the wrong Cyrillic encoding makes of a small letter, Greek beside Latin is
what it makes of an accent, and a word of accents alone is Cyrillic read as Latin.
"""

import re
from collections import Counter

#: Below this an encoding is not taken without being told.
SURE = 0.46
_SAMPLE = 1 << 18
_CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"
_LATIN = {
    "cp1252": ("éèàêçùôîâûœïëÿ«»", "äöüß", "óáíñúé¿¡ª", "ãçõáéíóúâêà", "àèéìòù", "åäöæøé", "éëïóö"),
    "cp1250": ("ěščřžýáíéůúťďňó", "łąęśóżćźńé", "áéíóöőúüű", "čšžćđ", "áíéýčžšúťľňôäďóŕĺ", "ăâîșțşţ"),
    "cp1254": ("ışğüöçİâ",),
    "cp1257": ("ėšųžįčūąę", "āēīūšžčņļķģ", "äöüõšž"),
}
_ALPHABETS = {
    "cp1251": (_CYRILLIC, _CYRILLIC + "іїєґў"),
    "koi8-r": (_CYRILLIC,),
    "cp866": (_CYRILLIC,),
    "iso8859-5": (_CYRILLIC,),
    **_LATIN,
    "cp1253": ("αοιετσνηυρπκμλςωδγχθφβξζψάέίόύήώϊϋΐΰ",),
}
_WIDE = {"cp949": "[가-힣]", "shift_jis": "[ぁ-ヿ]", "gb18030": "[一-鿿]", "big5": "[一-鿿]"}
_HAN = re.compile("[一-鿿]")
_HALF_WIDTH = re.compile("[｡-ﾟ]")
_MARKS = set("«»„“”‘’‚‹›–—…•°№§€©®™±²³µ·×\u00a0\u00ad")
_CAPITAL_INSIDE = re.compile("[a-zа-яёα-ω][A-ZА-ЯЁΑ-Ω]")
_TWO_SCRIPTS = re.compile(r"[A-Za-z][^\W\x00-\x7f]|[^\W\x00-\x7f][A-Za-z]")
_ACCENTS_ALONE = re.compile(r"[^\W\x00-\x7f]{3}")


def guesses(data: bytes) -> list[tuple[str, float]]:
    """The likely encodings, best first, each with how sure it is: from 0 to 1."""
    sample = data[:_SAMPLE]
    read = {encoding: text for encoding in (*_ALPHABETS, *_WIDE) if (text := _text(sample, encoding)) is not None}
    if not read:
        return [("utf-8", 0.0)]
    scores = {encoding: _score(text, encoding) for encoding, text in read.items()}
    order = sorted(scores, key=lambda encoding: -scores[encoding])
    return [(encoding, _sure(encoding, order, read, scores)) for encoding in order]


def _text(sample: bytes, encoding: str) -> str | None:
    for cut in range(4):  # the sample may end within a character
        try:
            return sample[: len(sample) - cut].decode(encoding)
        except UnicodeDecodeError as error:
            if error.start < len(sample) - 4:
                return None
    return None


def _sure(encoding: str, order: list[str], read: dict[str, str], scores: dict[str, float]) -> float:
    """The score itself, less where another reading that differs is nearly as good."""
    other = next((scores[each] for each in order if read[each] != read[encoding]), 0.0)
    lead = scores[encoding] - other
    return max(0.0, scores[encoding]) * min(1.0, max(0.0, lead) / 0.1)


def _score(text: str, encoding: str) -> float:
    letters = Counter(letter for letter in text if ord(letter) > 127 and letter not in _MARKS)
    count = letters.total()
    if not count:
        return 0.5 if encoding in ("cp1252", "cp1251") else 0.4  # only marks such as № or €
    if encoding in _WIDE:
        return _wide_score(text, encoding, count)
    best = max(_share(letters, alphabet) for alphabet in _ALPHABETS[encoding])
    odd = _ACCENTS_ALONE if encoding in _LATIN else _TWO_SCRIPTS
    seldom = 0.85 if encoding == "iso8859-5" else 1
    return seldom * (best - len(_CAPITAL_INSIDE.findall(text)) - len(odd.findall(text))) / count * _enough(count)


def _enough(count: int) -> float:
    """A few letters may make sense by chance."""
    return min(1.0, 0.5 + count / 10)


def _share(letters: Counter[str], alphabet: str) -> float:
    """How many of the letters a language has; the rarer ones of its alphabet count less."""
    worth = {letter: 1 - 0.6 * place / len(alphabet) for place, letter in enumerate(alphabet)}
    return sum(times * _worth(letter, worth) for letter, times in letters.items())


def _worth(letter: str, worth: dict[str, float]) -> float:
    if letter in worth:
        return worth[letter]
    return 0.95 * worth.get(letter.lower(), 0.0) if letter != letter.lower() else 0.0


def _wide_score(text: str, encoding: str, count: int) -> float:
    own = len(re.findall(_WIDE[encoding], text))
    if encoding == "cp949":  # Korean is written in 2350 syllables; Japanese read as Korean in the other 8822
        own = sum(len(letter.encode("euc_kr", "ignore")) == 2 for letter in re.findall(_WIDE[encoding], text))
    han = len(_HAN.findall(text))
    strange = count - own - han if encoding in ("cp949", "shift_jis") else count - own
    strange += len(_HALF_WIDTH.findall(text)) + len(_TWO_SCRIPTS.findall(text))
    if encoding in ("gb18030", "big5"):
        return 0.35 * (own - strange) / count  # any pairs of bytes look like it: never sure
    return (own + 0.5 * han - strange) / count
