package dev.fwlint.extension;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/** Texts as iptables-save writes them into a line. */
public final class Words {
  private Words() {}

  /**
   * With quotes around and backslashes before quotes and backslashes where it is anything but
   * letters, digits, {@code _} and {@code -} (libxtables/xtables.c, xtables_save_string).
   */
  public static String text(String text) {
    return !text.isEmpty() && text.chars().allMatch(Words::isPlain) ? text : quoted(text, "\"\\'");
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '_'
        || c == '-';
  }

  /** In quotes, whatever it is. */
  static String quoted(String text) {
    return quoted(text, "\"\\");
  }

  private static String quoted(String text, String escaped) {
    StringBuilder quoted = new StringBuilder(text.length() + 2).append('"');
    for (int i = 0; i < text.length(); i++) {
      if (escaped.indexOf(text.charAt(i)) >= 0) {
        quoted.append('\\');
      }
      quoted.append(text.charAt(i));
    }
    return quoted.append('"').toString();
  }

  /**
   * Without quotes, as iptables-save writes many names. Where it would be read back as several
   * words or none, it has them all the same: the line must mean what it says.
   */
  public static String bare(String text) {
    boolean oneWord =
        !text.isEmpty() && text.chars().noneMatch(c -> c == '"' || Numbers.isSpace((char) c));
    return oneWord ? text : quoted(text);
  }

  /** As much of the beginning as fits into so many bytes, whole characters only. */
  static String cut(String text, int bytes) {
    if (text.length() * 3L <= bytes) {
      return text;
    }
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    CharBuffer in = CharBuffer.wrap(text);
    encoder.encode(in, ByteBuffer.allocate(bytes), true);
    return text.substring(0, in.position());
  }
}
