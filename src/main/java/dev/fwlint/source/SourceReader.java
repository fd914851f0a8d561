package dev.fwlint.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads files as text: UTF-8, or where it is none, a character for each byte, so that no place
 * moves.
 */
public final class SourceReader {
  /** More than any ruleset has; what is larger is not read, so that nobody can fill the memory. */
  static final int MOST_BYTES = 256 * 1024 * 1024;

  private SourceReader() {}

  /** Reads a file, and names it as the user did. */
  public static SourceFile read(Path path, String name) throws UnreadableException {
    if (name.isEmpty()) {
      throw new UnreadableException("there is no such file");
    }
    if (Files.isDirectory(path) && Files.isReadable(path)) {
      throw new UnreadableException("is a directory");
    }
    try (InputStream in = Files.newInputStream(path)) {
      return read(in, name);
    } catch (NoSuchFileException missing) {
      throw new UnreadableException("there is no such file");
    } catch (AccessDeniedException denied) {
      throw new UnreadableException("permission to read it is denied");
    } catch (IOException failed) {
      throw new UnreadableException("it cannot be read: " + reason(failed));
    }
  }

  /** Reads all of a stream. */
  public static SourceFile read(InputStream in, String name)
      throws IOException, UnreadableException {
    byte[] bytes = in.readNBytes(MOST_BYTES + 1);
    if (bytes.length > MOST_BYTES) {
      throw new UnreadableException("it is larger than " + MOST_BYTES / (1024 * 1024) + " MB");
    }
    for (byte one : bytes) {
      if (one == 0) {
        throw new UnreadableException("it is a binary file, not text");
      }
    }
    return decode(bytes, name);
  }

  /** Only where a replacement turns up is it worth a second, strict look. */
  private static SourceFile decode(byte[] bytes, String name) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') < 0 || isUtf8(bytes)) {
      return new SourceFile(name, text);
    }
    Charset bytewise = StandardCharsets.ISO_8859_1;
    return new SourceFile(name, new String(bytes, bytewise), bytewise);
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }

  private static String reason(IOException failed) {
    String message = failed.getMessage();
    return message == null ? failed.getClass().getSimpleName() : message;
  }
}
