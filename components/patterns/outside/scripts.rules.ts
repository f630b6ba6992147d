/**
 * Words that mix alphabets (Unicode Technical Standard 39, section 5.1): the resolved script set of a word, with augmented sets, is empty.
 * So `рayment` with a Cyrillic first letter is told from `payment`, and Japanese, Korean and Chinese words are single words.
 */

export interface Mixed {
  index: number;
  length: number;
  /** `Latin and Cyrillic`; one alone where the whole word only looks Latin. */
  scripts: string;
}

const names = {
  Latn: "Latin",
  Grek: "Greek",
  Cyrl: "Cyrillic",
  Armn: "Armenian",
  Hebr: "Hebrew",
  Arab: "Arabic",
  Syrc: "Syriac",
  Thaa: "Thaana",
  Deva: "Devanagari",
  Beng: "Bengali",
  Guru: "Gurmukhi",
  Gujr: "Gujarati",
  Orya: "Odia",
  Taml: "Tamil",
  Telu: "Telugu",
  Knda: "Kannada",
  Mlym: "Malayalam",
  Sinh: "Sinhala",
  Thai: "Thai",
  Laoo: "Lao",
  Tibt: "Tibetan",
  Mymr: "Myanmar",
  Geor: "Georgian",
  Hang: "Hangul",
  Ethi: "Ethiopic",
  Cher: "Cherokee",
  Cans: "Canadian",
  Khmr: "Khmer",
  Mong: "Mongolian",
  Hira: "Hiragana",
  Kana: "Katakana",
  Bopo: "Bopomofo",
  Hani: "Han",
  Copt: "Coptic",
  Lisu: "Lisu",
  Goth: "Gothic",
  Glag: "Glagolitic",
  Tfng: "Tifinagh",
  Nkoo: "N’Ko",
  Adlm: "Adlam",
  Dsrt: "Deseret",
} as const;

const scripts = Object.entries(names).map(([code, name]) => ({ code, name, has: new RegExp(`\\p{scx=${code}}`, "u") }));
const shared = /[\p{scx=Zyyy}\p{scx=Zinh}]/u;
/** Which languages write with several of them: UTS 39, section 5.1. */
const together: Record<string, readonly string[]> = {
  Hani: ["Jpan", "Kore", "Hanb"],
  Hira: ["Jpan"],
  Kana: ["Jpan"],
  Hang: ["Kore"],
  Bopo: ["Hanb"],
};

/** The scripts a letter may belong to; null for what belongs to all. */
function scriptsOf(letter: string): { all: readonly string[]; name: string } | null {
  if (/[\x00-\x7f]/u.test(letter)) return /[a-z]/iu.test(letter) ? { all: ["Latn"], name: names.Latn } : null;
  if (shared.test(letter)) return null;
  const found = scripts.filter(({ has }) => has.test(letter));
  const [first] = found;
  if (!first) return { all: ["other"], name: "another alphabet" };
  return { all: found.flatMap(({ code }) => [code, ...(together[code] ?? [])]), name: first.name };
}

const word = /[\p{L}\p{M}\p{Nd}]+/gu;
/** Greek letters that stand before Latin ones, or after, in units of measure. */
const unit = /^\d*(?:μ\p{sc=Latn}{1,3}|[kMGm]?Ω)$/u;

/** Letters that are drawn as a Latin one is: a word of nothing else passes for Latin. */
const passing = { Cyrillic: /^[асеорхуіјѕһԁԛԝАВСЕНІЈКМОРЅТХУ]+$/u, Greek: /^[ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονϲϳ]+$/u } as const;
const unmistakable = {
  Cyrillic: /(?![асеорхуіјѕһԁԛԝАВСЕНІЈКМОРЅТХУ])\p{sc=Cyrl}/u,
  Greek: /(?![ΑΒΕΖΗΙΚΜΝΟΡΤΥΧονϲϳ])\p{sc=Grek}/u,
} as const;

function scriptsMixed(text: string): string | null {
  if (unit.test(text)) return null;
  const seen = new Set<string>();
  let common: readonly string[] | null = null;
  for (const letter of text) {
    const its = scriptsOf(letter);
    if (!its) continue;
    seen.add(its.name);
    common = common === null ? its.all : common.filter((code) => its.all.includes(code));
  }
  return common?.length === 0 ? [...seen].join(" and ") : null;
}

/** The words of a text that mix alphabets, and those that pass for Latin while nothing around them shows that they are not. */
export function mixedWords(text: string): Mixed[] {
  if (/^[\x00-\x7f]*$/u.test(text)) return [];
  const found: Mixed[] = [];
  for (const match of text.matchAll(word)) {
    const [letters] = match;
    if (/^[\x00-\x7f]*$/u.test(letters)) continue;
    const passes = (["Cyrillic", "Greek"] as const).find(
      (name) => passing[name].test(letters) && !unmistakable[name].test(text),
    );
    const mixed = passes ?? scriptsMixed(letters);
    if (mixed) found.push({ index: match.index, length: letters.length, scripts: mixed });
  }
  return found;
}
