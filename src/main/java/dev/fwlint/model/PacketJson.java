package dev.fwlint.model;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads packets from JSON objects, as the manual's "A packet" has them. */
public final class PacketJson {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private PacketJson() {}

  /** Reads one packet; what is absent gets its default. */
  public static Packet read(String json) throws PacketFormatException {
    try (JsonParser parser = FACTORY.createParser(json)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new PacketFormatException("a packet is a JSON object");
      }
      Map<String, Object> fields = object(parser);
      if (parser.nextToken() != null) {
        throw new PacketFormatException("there is more behind the packet's JSON object");
      }
      return PacketFields.packet(fields);
    } catch (JacksonException notJson) {
      throw new PacketFormatException(
          "not JSON: %s, at column %d"
              .formatted(
                  notJson.getOriginalMessage().lines().findFirst().orElse(""),
                  notJson.getLocation() == null ? 1 : notJson.getLocation().getColumnNr()));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static Map<String, Object> object(JsonParser parser)
      throws IOException, PacketFormatException {
    Map<String, Object> fields = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      fields.put(key, value(parser, 0));
    }
    return fields;
  }

  private static Object value(JsonParser parser, int depth)
      throws IOException, PacketFormatException {
    return switch (parser.currentToken()) {
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> number(parser);
      case START_ARRAY -> array(parser, depth);
      default ->
          throw new PacketFormatException(
              "a packet holds text, whole numbers and lists of text, not "
                  + parser.currentToken().toString().toLowerCase(java.util.Locale.ROOT));
    };
  }

  private static Long number(JsonParser parser) throws IOException, PacketFormatException {
    if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
      throw new PacketFormatException("a number in a packet is too large");
    }
    return parser.getLongValue();
  }

  private static List<Object> array(JsonParser parser, int depth)
      throws IOException, PacketFormatException {
    if (depth > 1) {
      throw new PacketFormatException("a list in a packet is nested too deep");
    }
    List<Object> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, depth + 1));
    }
    return items;
  }
}
