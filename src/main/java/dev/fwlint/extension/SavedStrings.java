package dev.fwlint.extension;

import dev.fwlint.ast.Option;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What {@code -m string} looks for: bytes, as its two options give them. */
final class SavedStrings {
  private SavedStrings() {}

  static byte[] bytes(Option option) {
    String text = option.value().text();
    Charset charset = option.span().file().charset();
    return option.name().equals("string")
        ? text.getBytes(charset)
        : HexStrings.bytes(text, charset);
  }

  /** Whether all of it is ASCII that prints; a backslash at its end would escape the quote. */
  static boolean prints(byte[] bytes) {
    for (byte one : bytes) {
      if (one < ' ' || one > '~') {
        return false;
      }
    }
    return bytes[bytes.length - 1] != '\\';
  }

  static String quoted(byte[] bytes) {
    return Words.quoted(new String(bytes, StandardCharsets.US_ASCII));
  }

  static String hexadecimal(byte[] bytes) {
    return "\"|" + HexFormat.of().formatHex(bytes) + "|\"";
  }
}
