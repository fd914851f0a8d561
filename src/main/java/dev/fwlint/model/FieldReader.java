package dev.fwlint.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads single fields of a packet, and says what is wrong with one that cannot be read. */
final class FieldReader {
  private static final List<String> FLAGS = List.of("FIN", "SYN", "RST", "PSH", "ACK", "URG");
  private static final Pattern MAC = Pattern.compile("[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}");

  private final Map<String, Object> fields;

  FieldReader(Map<String, Object> fields) {
    this.fields = fields;
  }

  private PacketFormatException wrong(String key, String wanted) {
    return new PacketFormatException(
        "%s is %s, not %s"
            .formatted(key, PacketFields.shown(String.valueOf(fields.get(key))), wanted));
  }

  private String text(String key, String otherwise) throws PacketFormatException {
    Object value = fields.getOrDefault(key, otherwise);
    if (value instanceof String text) {
      return text;
    }
    throw wrong(key, "text");
  }

  String name(String key) throws PacketFormatException {
    return text(key, "");
  }

  String oneOf(String key, String otherwise, List<String> words) throws PacketFormatException {
    String text = text(key, otherwise);
    if (words.contains(text)) {
      return text;
    }
    throw wrong(key, "one of " + String.join(", ", words));
  }

  long number(String key, long otherwise, long most) throws PacketFormatException {
    Object value = fields.getOrDefault(key, otherwise);
    if (value instanceof Number number && number.longValue() >= 0 && number.longValue() <= most) {
      return number.longValue();
    }
    throw wrong(key, "a number from 0 to " + most);
  }

  Address address(String key) throws PacketFormatException {
    if (!fields.containsKey(key)) {
      throw new PacketFormatException("a packet needs " + key);
    }
    return Address.parse(text(key, "")).orElseThrow(() -> wrong(key, "an IP address"));
  }

  List<Address> addresses(String key) throws PacketFormatException {
    List<Address> addresses = new ArrayList<>();
    for (Object item : list(key)) {
      addresses.add(
          Address.parse(String.valueOf(item)).orElseThrow(() -> wrong(key, "a list of addresses")));
    }
    return addresses;
  }

  List<?> list(String key) throws PacketFormatException {
    if (fields.getOrDefault(key, List.of()) instanceof List<?> list) {
      return list;
    }
    throw wrong(key, "a list");
  }

  static Network network(String key, String text) throws PacketFormatException {
    return Network.parse(text)
        .orElseThrow(() ->
            new PacketFormatException(
                "%s holds %s, not a network such as 172.17.0.0/16"
                    .formatted(key, PacketFields.shown(text))));
  }

  int protocol(String key) throws PacketFormatException {
    Object value = fields.getOrDefault(key, "tcp");
    if (value instanceof Number) {
      return (int) number(key, 0, 255);
    }
    return Protocols.number(text(key, "tcp"))
        .orElseThrow(() -> wrong(key, "a protocol's name or number"));
  }

  int flags(String key, String otherwise) throws PacketFormatException {
    String text = text(key, otherwise);
    int bits = 0;
    if (text.equals("NONE")) {
      return bits;
    }
    for (String name : text.split(",", -1)) {
      int bit = FLAGS.indexOf(name.trim().toUpperCase(Locale.ROOT));
      if (bit < 0) {
        throw wrong(key, "a list of FIN, SYN, RST, PSH, ACK, URG, or NONE");
      }
      bits |= 1 << bit;
    }
    return bits;
  }

  static String flagNames(int bits) {
    List<String> names = new ArrayList<>();
    for (int bit = 0; bit < FLAGS.size(); bit++) {
      if ((bits >> bit & 1) == 1) {
        names.add(FLAGS.get(bit));
      }
    }
    return names.isEmpty() ? "NONE" : String.join(",", names);
  }

  OptionalLong mac(String key) throws PacketFormatException {
    if (!fields.containsKey(key)) {
      return OptionalLong.empty();
    }
    String text = text(key, "");
    if (!MAC.matcher(text).matches()) {
      throw wrong(key, "a MAC address");
    }
    return OptionalLong.of(Long.parseLong(text.replace(":", ""), 16));
  }

  static String macText(long mac) {
    StringBuilder text = new StringBuilder();
    for (int shift = 40; shift >= 0; shift -= 8) {
      text.append("%02x".formatted(mac >>> shift & 0xff)).append(shift > 0 ? ":" : "");
    }
    return text.toString();
  }
}
