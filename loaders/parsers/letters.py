"""In which encoding do the bytes of a text make sense as letters of a language?

No library tells short tables of figures with few words apart: French in cp1252 comes out as Czech. So the letters
beyond ASCII are compared with those a language uses, the frequent ones first, and with the way words are written:
a capital in the middle of a word is what the wrong Cyrillic encoding makes of a small letter, Greek beside Latin is
what it makes of an accent, and a word of accents alone is Cyrillic read as Latin.

That says which reading is the likeliest. It is sure only where no other reading makes sense: a name alone, such as São
or Győr, is as good a word of another language in another encoding, however often it is repeated.
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
    "mac-cyrillic": (_CYRILLIC,),
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
#: What the capitals of another alphabet of Cyrillic become before the small letters of a word, and small letters of
#: Greek that stand for capitals of another: a word of so many has its accent.
_STRANGE = {
    "cp1251": re.compile("[†‡€‰‚‹ЂЃЉЊЌЋЏ][а-я]"),
    "cp1253": re.compile("(?<!\\w)[α-ω]{5,}(?!\\w)"),
}
_SELDOM = {"iso8859-5": 0.85, "mac-cyrillic": 0.85}
_WORD = re.compile(r"[^\s\x00-\x26\x28-\x2c\x2e-\x40\[-`{-\x7f]+")
_FITTING = 0.8


def guesses(data: bytes) -> list[tuple[str, float]]:
    """The likely encodings, best first, each with how sure it is: from 0 to 1."""
    sample = data[:_SAMPLE]
    read = {encoding: text for encoding in (*_ALPHABETS, *_WIDE) if (text := _text(sample, encoding)) is not None}
    if not read:
        return [("utf-8", 0.0)]
    scores = {encoding: score(text, encoding) for encoding, text in read.items()}
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
    """The score itself, less where another reading that differs is nearly as good; 0 where it makes sense too."""
    rivals = [each for each in order if read[each] != read[encoding]]
    lead = scores[encoding] - (scores[rivals[0]] if rivals else 0.0)
    if encoding == order[0] and not _is_alone(encoding, rivals, read):
        return 0.0
    return max(0.0, scores[encoding]) * min(1.0, max(0.0, lead) / 0.1)


def _is_alone(encoding: str, rivals: list[str], read: dict[str, str]) -> bool:
    """Whether its words are those of one language; of a Latin one, every other fails at two of them, and at a tenth.

    Between scripts the frequency of letters tells enough.
    """
    words = _words(read[encoding])
    if not words:
        return True
    own = _fitting(words, encoding)
    least = own - max(0.1, min(1.0, 2 / len(words))) + 1e-9
    likely = [rival for rival in rivals if rival in _LATIN and encoding in _LATIN]
    others = (_fitting(_words(read[rival]), rival) for rival in likely)
    return own >= _FITTING and all(other <= least for other in others)


def _words(text: str) -> set[str]:
    """The different words that have a letter beyond ASCII."""
    return {word for word in set(_WORD.findall(text)) if not word.isascii() and not _MARKS.issuperset(word)}


def _fitting(words: set[str], encoding: str) -> float:
    """Which part of the words has only letters of one language; of the language that has most of them."""
    if not words:
        return 0.0
    if encoding in _WIDE:
        return sum(_is_wide(word, encoding) for word in words) / len(words)
    bare = [word.strip("".join(_MARKS)) for word in words]
    whole = [
        {letter for letter in word.lower() if letter > "\x7f"}
        for word in bare
        if not _CAPITAL_INSIDE.search(word) and (encoding in _LATIN or not _TWO_SCRIPTS.search(word))
    ]
    return max(sum(letters.issubset(alphabet) for letters in whole) for alphabet in _ALPHABETS[encoding]) / len(words)


def _is_wide(word: str, encoding: str) -> bool:
    beyond = "".join(letter for letter in word if letter > "\x7f")
    if encoding == "cp949":  # Korean is hardly written in Chinese characters any more, and never in both within a word
        return bool(re.fullmatch("[가-힣]+", beyond)) and len(beyond.encode("euc_kr", "ignore")) == 2 * len(beyond)
    return bool(re.fullmatch("[一-鿿ぁ-ヿ々]+", beyond))


def score(text: str, encoding: str) -> float:
    """How like a language that is written in this encoding the letters of a text are, 1 at most."""
    letters = Counter(letter for letter in text if ord(letter) > 127 and letter not in _MARKS)
    count = letters.total()
    if not count:
        return 0.5 if encoding in ("cp1252", "cp1251") else 0.4  # only marks such as № or €
    if encoding in _WIDE:
        return _wide_score(text, encoding, count)
    best = max(_share(letters, alphabet) for alphabet in _ALPHABETS[encoding])
    odd = [_CAPITAL_INSIDE, _ACCENTS_ALONE if encoding in _LATIN else _TWO_SCRIPTS]
    odd += [_STRANGE[encoding]] if encoding in _STRANGE else []
    strange = sum(len(pattern.findall(text)) for pattern in odd)
    return _SELDOM.get(encoding, 1) * (best - strange) / count * _enough(count)


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
