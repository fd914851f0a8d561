package dev.fwlint.extension;

import static dev.fwlint.extension.Quoted.quoted;

import dev.fwlint.extension.Value.Text;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Text with bytes in hexadecimal between bars, as {@code --hex-string} reads it: {@code GET|20
 * 2f|}.
 */
final class HexStrings {
  private static final int LONGEST = 128;

  private final String text;
  private final Charset charset;
  private int at;
  private boolean inBars;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  private HexStrings(String text, Charset charset) {
    this.text = text;
    this.charset = charset;
  }

  static Value read(String text, Scope scope) throws Refusal {
    if (!new HexStrings(text, StandardCharsets.UTF_8).isGood()) {
      throw Refusal.because("%s is not a string with bytes in bars".formatted(quoted(text)))
          .withHint("bytes are written |0a 0b|");
    }
    return new Text(text);
  }

  /** The bytes that such a text stands for. */
  static byte[] bytes(String text, Charset charset) {
    HexStrings reader = new HexStrings(text, charset);
    return reader.isGood() ? reader.bytes.toByteArray() : new byte[0];
  }

  private boolean isGood() {
    int length = 0;
    while (at < text.length()) {
      if (text.charAt(at) == '|' && !pastBar()) {
        return length > 0;
      }
      boolean escaped = text.charAt(at) == '\\';
      boolean taken = inBars ? !escaped && takeByte() : takeCharacter(escaped);
      if (!taken || ++length > LONGEST) {
        return false;
      }
    }
    return length > 0;
  }

  /** Goes past a bar and the blanks behind one that opens; false at the end of the text. */
  private boolean pastBar() {
    inBars = !inBars;
    while (inBars && at + 1 < text.length() && text.charAt(at + 1) == ' ') {
      at++;
    }
    at++;
    return at < text.length();
  }

  private boolean takeCharacter(boolean escaped) {
    int character = at + (escaped ? 1 : 0);
    at = character + 1;
    if (at <= text.length()) {
      bytes.writeBytes(text.substring(character, at).getBytes(charset));
    }
    return at <= text.length();
  }

  /** Two digits, behind which something must stand, and one blank may. */
  private boolean takeByte() {
    boolean digits = at + 2 < text.length() && isHex(at) && isHex(at + 1);
    if (digits) {
      bytes.write(HexFormat.fromHexDigits(text, at, at + 2));
    }
    at += 2;
    if (digits && text.charAt(at) == ' ') {
      at++;
    }
    return digits;
  }

  private boolean isHex(int index) {
    char c = text.charAt(index);
    return c < 128 && Character.digit(c, 16) >= 0;
  }
}
