package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.extension.Value.Text;

/**
 * The tests of {@code -m u32}: {@code location=value[&&location=value…]}, where a location is a
 * number followed by operators with numbers, and a value is a list of numbers and ranges.
 */
final class U32Tests {
  /** XT_U32_MAXSIZE: tests, and locations and values of each. */
  private static final int MOST = 10;

  private final String text;
  private int at;

  /** What was read so far, without blanks and with numbers in hexadecimal. */
  private final StringBuilder canonical = new StringBuilder();

  private U32Tests(String text) {
    this.text = text;
  }

  static Value read(String text, Scope scope) throws Refusal {
    U32Tests tests = new U32Tests(text);
    tests.tests();
    return new Text(tests.canonical.toString());
  }

  private void tests() throws Refusal {
    for (int count = 1; ; count++) {
      limit(count);
      location();
      expect("=");
      values();
      if (atEnd()) {
        return;
      }
      expect("&&");
    }
  }

  private void location() throws Refusal {
    number();
    for (int count = 2; !next("="); count++) {
      limit(count);
      operator();
      number();
    }
  }

  private void operator() throws Refusal {
    for (String operator : new String[] {"&", "<<", ">>", "@"}) {
      if (next(operator)) {
        expect(operator);
        return;
      }
    }
    throw refusal("an operator");
  }

  private void values() throws Refusal {
    for (int count = 1; ; count++) {
      limit(count);
      range();
      if (!next(",")) {
        return;
      }
      expect(",");
    }
  }

  /** Two equal ends are one number. */
  private void range() throws Refusal {
    int begin = canonical.length();
    number();
    String from = canonical.substring(begin);
    if (next(":")) {
      expect(":");
      int behind = canonical.length();
      number();
      canonical.setLength(
          canonical.substring(behind).equals(from) ? behind - 1 : canonical.length());
    }
  }

  private void number() throws Refusal {
    skipBlanks();
    var found = Numbers.prefix(text.substring(at));
    if (found.isEmpty() || !Numbers.within(found.get().number(), 0, 0xffff_ffffL)) {
      throw refusal("a number");
    }
    at = text.length() - found.get().rest().length();
    canonical.append("0x").append(Long.toHexString(found.get().number()));
  }

  private boolean next(String token) {
    skipBlanks();
    return text.startsWith(token, at) && !(token.equals("&") && text.startsWith("&&", at));
  }

  private void expect(String token) throws Refusal {
    if (!next(token)) {
      throw refusal(token);
    }
    at += token.length();
    canonical.append(token);
  }

  private void limit(int count) throws Refusal {
    if (count > MOST) {
      throw Refusal.because("%s has more than %d parts".formatted(quoted(text), MOST));
    }
  }

  private boolean atEnd() {
    skipBlanks();
    return at == text.length();
  }

  private void skipBlanks() {
    while (at < text.length() && Numbers.isSpace(text.charAt(at))) {
      at++;
    }
  }

  private Refusal refusal(String expected) {
    return Refusal.because("%s lacks %s at character %d".formatted(quoted(text), expected, at + 1));
  }
}
