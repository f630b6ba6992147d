/**
 * A JSON reader for request bodies that refuses whatever could mean two things to two readers.
 *
 * What is judged, shown to a person, hashed and finally run must be one and the same value, so everything that
 * parsers disagree about (repeated names, numbers that a double cannot hold, unpaired surrogates) is an error here
 * rather than a silent choice. Sources: RFC 8259 (JSON), RFC 7493 (I-JSON).
 */

/** What was wrong, as a stable word. */
export type StrictJsonCode =
  | "invalid_utf8"
  | "byte_order_mark"
  | "syntax"
  | "duplicate_key"
  | "forbidden_key"
  | "nul_character"
  | "invalid_character"
  | "too_deep"
  | "number_out_of_range";

export class StrictJsonError extends Error {
  readonly code: StrictJsonCode;
  /** Where in the document: member names and array positions, outermost first, such as `parameters.lines.1`; "" is the whole. */
  readonly path: string;

  constructor(code: StrictJsonCode, path: string, message: string) {
    super(message);
    this.name = "StrictJsonError";
    this.code = code;
    this.path = path;
  }
}

export interface StrictJsonOptions {
  /** Greatest number of arrays and objects inside one another. The reader recurses, so keep it below about 1,000. */
  maxDepth?: number;
}

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const NUMBER = /-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/y;
const UNPAIRED_OR_NONCHARACTER = /[\p{Surrogate}\p{Noncharacter_Code_Point}]/u;
const LONE_SURROGATE = /\p{Surrogate}/u;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

/**
 * Reads one JSON text. For every input that it accepts the result equals that of `JSON.parse`.
 *
 * Refused beyond RFC 8259: invalid UTF-8, a byte order mark, a member name repeated in one object (compared after
 * unescaping), the name `__proto__`, U+0000, unpaired surrogates and noncharacters (RFC 7493, 2.1), more than
 * `maxDepth` levels, and numbers that a double would change: overflow, underflow to zero, plain integers past ±(2^53 − 1), and any
 * other that is not what the double prints as, zeros at the end and the form of the exponent aside (RFC 7493, 2.2).
 *
 * @throws {StrictJsonError} with the code, the path of the fault and a sentence for the caller
 */
export function parseStrictJson(bytes: Uint8Array, options: StrictJsonOptions = {}): unknown {
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch (cause) {
    if (!(cause instanceof TypeError)) throw cause;
    throw new StrictJsonError("invalid_utf8", "", "The body is not valid UTF-8.");
  }
  if (text.charCodeAt(0) === 0xfeff) {
    throw new StrictJsonError(
      "byte_order_mark",
      "",
      "The body starts with a byte order mark, which JSON does not allow.",
    );
  }
  return new Reader(text, options.maxDepth ?? 64).document();
}

class Reader {
  private position = 0;
  private readonly path: (string | number)[] = [];

  constructor(
    private readonly text: string,
    private readonly maxDepth: number,
  ) {}

  document(): unknown {
    const value = this.value();
    if (!Number.isNaN(this.next())) throw this.syntax("there is more text after the value");
    return value;
  }

  /** The code of the next character that is no white space, left unread; NaN at the end. */
  private next(): number {
    for (;;) {
      const code = this.text.charCodeAt(this.position);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return code;
      this.position += 1;
    }
  }

  private value(): unknown {
    const code = this.next();
    switch (code) {
      case OPEN_BRACE:
        return this.object();
      case OPEN_BRACKET:
        return this.array();
      case QUOTE:
        return this.string();
      case 0x74:
        return this.word("true", true);
      case 0x66:
        return this.word("false", false);
      case 0x6e:
        return this.word("null", null);
      default:
        return this.number(code);
    }
  }

  private object(): Record<string, unknown> {
    this.descend();
    const result: Record<string, unknown> = {};
    if (this.next() === CLOSE_BRACE) {
      this.position += 1;
      return result;
    }
    for (;;) {
      if (this.next() !== QUOTE) throw this.syntax("expected a member name in double quotes");
      const key = this.string();
      this.path.push(key);
      if (key === "__proto__") throw this.fault("forbidden_key", 'The member name "__proto__" is not accepted.');
      if (Object.hasOwn(result, key)) throw this.fault("duplicate_key", "The member name appears twice in one object.");
      if (this.next() !== COLON) throw this.syntax('expected ":" after the member name');
      this.position += 1;
      result[key] = this.value();
      this.path.pop();
      const code = this.next();
      if (code !== COMMA && code !== CLOSE_BRACE) throw this.syntax('expected "," or "}"');
      this.position += 1;
      if (code === CLOSE_BRACE) return result;
    }
  }

  private array(): unknown[] {
    this.descend();
    const result: unknown[] = [];
    if (this.next() === CLOSE_BRACKET) {
      this.position += 1;
      return result;
    }
    for (;;) {
      this.path.push(result.length);
      result.push(this.value());
      this.path.pop();
      const code = this.next();
      if (code !== COMMA && code !== CLOSE_BRACKET) throw this.syntax('expected "," or "]"');
      this.position += 1;
      if (code === CLOSE_BRACKET) return result;
    }
  }

  /** Every step of the path is one container, so its length is the depth already reached. */
  private descend(): void {
    if (this.path.length >= this.maxDepth) {
      throw this.fault("too_deep", `The body is nested more than ${this.maxDepth} levels deep.`);
    }
    this.position += 1;
  }

  private string(): string {
    const start = this.position;
    let end = start + 1;
    let escaped = false;
    let aboveBasic = false;
    for (;;) {
      const code = this.text.charCodeAt(end);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        escaped = true;
        end += 1;
      } else if (code >= 0xd800) {
        aboveBasic = true;
      } else if (!(code >= 0x20)) {
        this.position = end;
        throw this.syntax(Number.isNaN(code) ? "the string is not closed" : "a control character must be escaped");
      }
      end += 1;
    }
    const value = escaped ? this.unescape(start, end) : this.text.slice(start + 1, end);
    if (escaped && value.includes("\u0000")) {
      throw this.fault("nul_character", "The character U+0000 cannot be stored and is not accepted.");
    }
    if ((escaped || aboveBasic) && UNPAIRED_OR_NONCHARACTER.test(value)) {
      throw LONE_SURROGATE.test(value)
        ? this.fault("invalid_character", "A string holds half of a surrogate pair.")
        : this.fault("invalid_character", "A string holds a Unicode noncharacter.");
    }
    this.position = end + 1;
    return value;
  }

  private unescape(start: number, end: number): string {
    try {
      return String(JSON.parse(this.text.slice(start, end + 1)));
    } catch (cause) {
      if (!(cause instanceof SyntaxError)) throw cause;
      throw this.syntax("the string holds an unknown escape or a control character");
    }
  }

  private number(first: number): number {
    NUMBER.lastIndex = this.position;
    const match = NUMBER.exec(this.text);
    if (match === null) throw this.syntax(Number.isNaN(first) ? "the text ends too early" : "expected a value");
    const literal = match[0];
    const value = Number(literal);
    if (!Number.isFinite(value)) throw this.fault("number_out_of_range", "The number is too large for a double.");
    if (value === 0 && /[1-9]/.test(mantissa(literal)))
      throw this.fault("number_out_of_range", "The number is too small for a double and would become zero.");
    const isPlainInteger = match[1] === undefined && match[2] === undefined;
    if (isPlainInteger && !Number.isSafeInteger(value))
      throw this.fault(
        "number_out_of_range",
        "The number is beyond ±(2^53 − 1) and would lose digits; send it as a string.",
      );
    // The double prints as the shortest decimal that means it (ECMA-262, Number::toString). Up to 15 digits that is always what was written.
    if (
      (literal.length > safeLength || match[2] !== undefined) &&
      significantDigits(literal) !== significantDigits(String(value))
    ) {
      throw this.fault(
        "number_out_of_range",
        `The number would be kept as ${value}; send it as a string, or with fewer digits.`,
      );
    }
    this.position += literal.length;
    return value;
  }

  private word<T>(word: string, value: T): T {
    if (!this.text.startsWith(word, this.position)) throw this.syntax("expected a value");
    this.position += word.length;
    return value;
  }

  private syntax(what: string): StrictJsonError {
    return this.fault("syntax", `The body is not valid JSON: ${what} (character ${this.position + 1}).`);
  }

  private fault(code: StrictJsonCode, message: string): StrictJsonError {
    return new StrictJsonError(code, this.path.join("."), message);
  }
}

/** Every plain decimal of so many digits or fewer survives being a double (IEEE 754: DBL_DIG is 15). */
const safeLength = 15;

function mantissa(literal: string): string {
  const exponent = literal.search(/[eE]/);
  return exponent === -1 ? literal : literal.slice(0, exponent);
}

/** The digits that carry the value: "-12.50e7" and "1.25e8" both give "125". */
function significantDigits(literal: string): string {
  return mantissa(literal).replace(/[-.]/g, "").replace(/^0+/, "").replace(/0+$/, "");
}
