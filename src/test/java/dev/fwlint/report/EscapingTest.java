package dev.fwlint.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EscapingTest {
  private static final List<String> HOSTILE =
      List.of(
          "\u001b[31mred\u001b]8;;http://evil\u0007",
          "a\r\n::error file=x::gone",
          "\u009b31m\u0090x\u009c",
          "user\u202e\u2066nimda\u2069",
          "zero\u200bwidth\ufeff\u00ad\u2060",
          "lone\ud800 and \udc00",
          "\u2028\u2029\u0085\u000b",
          "##[stop-commands]x ::set-env name=A::b",
          "| `a` <img src=x onerror=y> & *b* _c_ [d](http://e) ![f](g) @octocat #1 ~~h~~ $i$ \\",
          "</td></table><script>alert(1)</script>",
          "https://evil.example www.evil.example me@evil.example",
          "%0A::warning::x%25");

  @Test
  void aTerminalShowsWhatWouldAct() {
    assertEquals("\\u{1b}[31m", TerminalText.escape("\u001b[31m"));
    assertEquals("user\\u{202e}nimda", TerminalText.escape("user\u202enimda"));
    assertEquals("\\u{a}\\u{d}\\u{9}\\u{7f}\\u{9b}", TerminalText.escape("\n\r\t\u007f\u009b"));
    assertEquals("\\u{d800}x", TerminalText.escape("\ud800x"));
    assertEquals("a\\u{a0}b\\u{fe0f}", TerminalText.escape("a\u00a0b\ufe0f"));
    assertEquals("数据库 é 🐳", TerminalText.escape("数据库 é 🐳"));
    assertEquals("#\\u{23}[group]x ## [", TerminalText.escape("##[group]x ## ["));
  }

  @Test
  void aWorkflowCommandEndsWhereItShould() {
    assertEquals("100%25%0D%0A::error::x", WorkflowText.data("100%\r\n::error::x"));
    assertEquals("a%3Ab%2Cc%250A", WorkflowText.property("a:b,c%0A"));
    assertEquals("\\u{1b}[0m", WorkflowText.data("\u001b[0m"));
  }

  @Test
  void markdownHasNoStructureOfItsOwn() {
    assertEquals("a &#124; &#60;b&#62; &#38;amp;", MarkdownText.escape("a | <b> &amp;"));
    assertEquals("&#64;&#8203;all", MarkdownText.escape("@all"));
    assertEquals("&#91;a&#93;&#40;b&#41;", MarkdownText.escape("[a](b)"));
    assertEquals("one two", MarkdownText.escape("one\ntwo"));
    assertEquals("www&#46;evil.example", MarkdownText.escape("www.evil.example"));
    assertEquals("数据 &#92;u&#123;202e&#125;", MarkdownText.escape("数据 \u202e"));
  }

  @Test
  void nothingHostileIsLeft() {
    assertNone(TerminalText::escape, "[\\x00-\\x1f\\x7f-\\x9f\\p{Cf}\\p{Cs}\\u2028\\u2029]|##\\[");
    assertNone(WorkflowText::data, "[\\x00-\\x1f\\x7f-\\x9f\\p{Cf}\\p{Cs}\\u2028\\u2029]");
    assertNone(WorkflowText::property, "[:,\\x00-\\x1f\\x7f-\\x9f\\p{Cf}\\p{Cs}\\u2028\\u2029]");
    assertNone(MarkdownText::escape, "[\\x00-\\x1f|`<>*_\\[\\](){}!~$\\\\\\p{Cf}\\p{Cs}]");
    assertNone(MarkdownText::escape, "@|#(?!\\d+;)|&(?!#\\d+;)|://|www\\.");
  }

  private static void assertNone(UnaryOperator<String> escape, String regex) {
    Pattern forbidden = Pattern.compile(regex);
    for (String text : HOSTILE) {
      assertFalse(forbidden.matcher(escape.apply(text)).find(), () -> escape.apply(text));
    }
    Random random = new Random(1);
    for (int i = 0; i < 2000; i++) {
      String text =
          random
              .ints(20, 0, 0x3000)
              .collect(StringBuilder::new, (b, c) -> b.append((char) c), StringBuilder::append)
              .toString();
      assertFalse(forbidden.matcher(escape.apply(text)).find(), () -> escape.apply(text));
    }
  }

  @Test
  void linksBecomeTextOrStayLinksToNotesAlone() {
    String message = "see [line 4](1), [x](9) and [y](http://evil)";
    assertEquals("see line 4, [x](9) and [y](http://evil)", LinkedText.plain(message, 1));
    assertEquals("see [line 4](1), [x] (9) and [y] (http://evil)", LinkedText.sarif(message, 1));
    assertEquals("a$1\\b", LinkedText.plain("[a$1\\b](1)", 1));
    assertEquals("[a\\\\b](2)", LinkedText.sarif("[a\\b](2)", 2));
  }
}
